"""Cuts text into pieces short enough to tag, so that memory stays bounded however long a line is."""

from __future__ import annotations

from collections.abc import Iterator

from kg.model import Span

LONGEST = 128
"""Characters a piece holds at most. The builtin model was trained on pieces of up to 80."""

SENTENCE_ENDS = frozenset("。！？!?；;\n\r\u2028\u2029")
PAUSES = frozenset("，,、：: \u3000\t")
CLOSERS = frozenset('”’」』）)】》"')


def chunk(text: str, longest: int = LONGEST) -> Iterator[Span]:
    """The sentences of `text` as spans without gap or overlap, each of at most `longest` characters.

    A longer sentence is cut after its last pause that fits, or else after `longest` characters. What a
    sentence yields depends on nothing outside it.
    """
    begin = 0
    for end in _sentence_ends(text):
        while end - begin > longest:
            pause = next(
                (i + 1 for i in range(begin + longest - 1, begin, -1) if text[i] in PAUSES), begin + longest
            )
            yield Span(begin, pause)
            begin = pause
        yield Span(begin, end)
        begin = end


def _sentence_ends(text: str) -> Iterator[int]:
    last = len(text)
    for i in range(last - 1):
        following = text[i + 1]
        ended = text[i] in SENTENCE_ENDS or (text[i] in CLOSERS and i > 0 and text[i - 1] in SENTENCE_ENDS)
        if ended and following not in CLOSERS and following not in SENTENCE_ENDS:
            yield i + 1
    if last:
        yield last

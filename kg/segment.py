"""Paragraphs, sentences and clauses, as spans of the cleaned text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from kg.model import Span

# 某人（某地人，某公司总经理）向某校捐赠
_NOTE = re.compile(r"[（(][^（）()\d]{1,40}[)）]")
# 口罩：|500只 goes on.
_CLAUSE = re.compile(r"[，,；;。！？!?…\n]+|[：:](?!\d)|——|—")
_ENDS = "。！？!?"
_CLOSERS = '…”’」』"）)'
_HEADING_END = "。！？!?；;：:，,"

_PAUSES = "；;，,、 　"

LONGEST_HEADING = 40
"""Characters up to which a line without a full stop may be a heading."""

LONGEST_SENTENCE = 1000
"""Characters from which on a sentence ends at its next pause.

Only lists without a full stop and broken text grow so long; reading takes the square of a sentence's length.
"""

_ITEM = re.compile(
    r"^\d{1,2}[、.．)）]|\d[余多]?[万亿千]?(?:元|美元|只|个|件|套|箱|瓶|桶|台|副|份|吨|公斤|斤|盒|袋|册|辆)"
)
"""What a line of a list of gifts shows: its number, or things counted."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A line of the text and its sentences; a heading is a short line without a full stop."""

    span: Span
    sentences: tuple[Span, ...]
    heading: bool


def split_paragraphs(text: str) -> list[Paragraph]:
    """The non-empty lines of the text with their sentences, in order.

    Together the sentences hold every character but the spaces between them, none twice.
    """
    paragraphs = []
    for match in re.finditer(r"[^\n]+", text):
        span = _strip(text, Span(match.start(), match.end()))
        if not len(span):
            continue
        line = text[span.begin : span.end]
        paragraphs.append(Paragraph(span, tuple(_sentences(text, span)), _is_heading(line)))
    return paragraphs


def _is_heading(line: str) -> bool:
    """Whether a line is a heading: short, without a full stop, and no item of a list that counts things."""
    if len(line) > LONGEST_HEADING or line[-1] in _HEADING_END or "。" in line:
        return False
    return not _ITEM.search(line)


def _sentences(text: str, line: Span) -> Iterator[Span]:
    """Sentences end at 。！？ but not inside 《》 or brackets, and at a pause where they grow too long."""
    begin, depth = line.begin, 0
    position = line.begin
    while position < line.end:
        char = text[position]
        if char in "《（(〈":
            depth += 1
        elif char in "》）)〉":
            depth = max(0, depth - 1)
        elif char in _ENDS and depth == 0:
            end = position + 1
            while end < line.end and text[end] in _ENDS + _CLOSERS:
                end += 1
            yield from _trimmed(text, begin, end)
            begin = position = end
            continue
        position += 1
        length = position - begin
        if length >= 2 * LONGEST_SENTENCE or (length >= LONGEST_SENTENCE and char in _PAUSES):
            yield from _trimmed(text, begin, position)
            begin, depth = position, 0
    yield from _trimmed(text, begin, line.end)


def _trimmed(text: str, begin: int, end: int) -> Iterator[Span]:
    span = _strip(text, Span(begin, end))
    if len(span):
        yield span


def _strip(text: str, span: Span) -> Span:
    begin, end = span.begin, span.end
    while begin < end and text[begin].isspace():
        begin += 1
    while end > begin and text[end - 1].isspace():
        end -= 1
    return Span(begin, end)


def split_clauses(text: str, sentence: Span) -> list[Span]:
    """The clauses of a sentence, without the marks between them, in order.

    Commas inside quotation marks split as well, those inside a bracket about somebody do not.
    """
    clauses, begin = [], sentence.begin
    notes = [match.span() for match in _NOTE.finditer(text, sentence.begin, sentence.end)]
    for match in _CLAUSE.finditer(text, sentence.begin, sentence.end):
        if any(opens < match.start() < closes for opens, closes in notes):
            continue
        if match.start() > begin:
            clauses.append(Span(begin, match.start()))
        begin = match.end()
    if begin < sentence.end:
        clauses.append(Span(begin, sentence.end))
    return clauses

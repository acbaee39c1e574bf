"""Which lines and stretches of an article claim nothing of their own: headings and direct speech."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kg.mentions import Mention
from kg.model import Span
from kg.segment import Paragraph

LONG = 16
"""Characters from which on a quotation is speech, not a term."""

_QUOTATION = re.compile(r"“[^”]*(?:”|$)")
_FIGURE = re.compile(r"\d")
_NUMBERED = re.compile(r"[（(]?[一二三四五六七八九十]+[)）、]")


def find_speech(text: str, line: Span) -> list[Span]:
    """Direct speech in a line: what stands in quotation marks at length, in sentences, or after a colon."""
    spans = [Span(*match.span()) for match in _QUOTATION.finditer(text, line.begin, line.end)]
    return [
        span
        for span in spans
        if len(span) > LONG
        or text[max(0, span.begin - 1)] in "：:"
        or re.search(r"[。！？!?，,]", text[span.begin : span.end - 1])
    ]


def is_heading(text: str, sentence: Span, paragraph: Paragraph, mentions: Sequence[Mention]) -> bool:
    """Whether a paragraph's first sentence is its heading: short, numbered and without a figure, or without
    anyone who acts.

    `mentions` are those of the sentence.
    """
    if sentence != paragraph.sentences[0] or len(sentence) > 28:
        return False
    told = text[sentence.begin : sentence.end]
    if len(sentence) <= 24 and _NUMBERED.match(told) and not _FIGURE.search(told):
        return True
    acting = any(m.kind in ("Person", "Organization", "Pronoun", "Members") for m in mentions)
    return len(paragraph.sentences) > 1 and not acting

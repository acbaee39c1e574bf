"""Spaces, furniture of the page and blank lines."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from kg.cleaning.draft import Draft, Edit
from kg.cleaning.knowledge import HAN, knowledge
from kg.patterns import is_han

SPACE = "[ \t\v\f\xa0\u1680\u2000-\u200a\u202f\u205f\u3000]"
SPACES = re.compile(f"{SPACE}+")
# 同 心 抗 疫: four or more characters, each on its own.
LETTER_SPACED = re.compile(
    f"(?<![{HAN}])(?<![{HAN}]{SPACE})(?:[{HAN}]{SPACE}{{1,3}}){{3,}}[{HAN}](?![{HAN}])"
)
BLANK_LINES = re.compile(r"\A\n+|\n+\Z|\n{3,}")

OPENING = frozenset("（《〈“‘【〔「『［")
CLOSING = frozenset("，。；：！？、）》〉”’】〕」』］…％")
STOPS = OPENING | frozenset("，。；：！？、")
ASCII_STOPS = frozenset(",;:!?)")
DATE_UNITS = frozenset("年月日时分")


def join_spaced(draft: Draft) -> Iterator[Edit]:
    """Close up characters set wide: 同 心 抗 疫, and the two-character name padded to three (王　伟)."""
    matches = [
        *LETTER_SPACED.finditer(draft.text),
        *knowledge().padded_name.finditer(draft.text),
    ]
    spans = {
        (match.start() + gap.start(), match.start() + gap.end())
        for match in matches
        for gap in _alike(list(SPACES.finditer(match[0])))
    }
    return (Edit(begin, end, "") for begin, end in sorted(spans))


def _alike(gaps: Sequence[re.Match[str]]) -> Iterator[re.Match[str]]:
    """The gaps that are the first one's like: the others hold names apart (骆 冰　石 榴)."""
    return (gap for gap in gaps if gap[0] == gaps[0][0])


def fold_spaces(draft: Draft) -> Iterator[Edit]:
    """Fold a run of spaces of any kind into one, or none where it certainly separates nothing."""
    text = draft.text
    for match in SPACES.finditer(text):
        begin, end = match.span()
        after = " " if _separates(text, begin, end) else ""
        if after != match[0]:
            yield Edit(begin, end, after)


def _separates(text: str, begin: int, end: int) -> bool:
    """Whether the spaces from `begin` to `end` may hold two words apart."""
    left = text[begin - 1] if begin else "\n"
    right = text[end] if end < len(text) else "\n"
    if "\n" in (left, right) or left in STOPS or right in CLOSING:
        return False
    if is_han(left) and right in ASCII_STOPS:
        return False
    if left.isdecimal() and right in DATE_UNITS:
        return False
    if left in DATE_UNITS and right.isdecimal():
        return not re.match(rf"\d{{1,2}}{SPACE}*[月日时分]", text[end : end + 8])
    if is_han(left) and right.isdecimal():
        return not re.match(rf"[\d.,]+{SPACE}*[{HAN}]", text[end : end + 24])
    if left.isdecimal() and is_han(right):
        return not re.search(rf"[{HAN}]{SPACE}*[\d.,]+\Z", text[max(0, begin - 24) : begin])
    return True


def drop_furniture(draft: Draft) -> Iterator[Edit]:
    """Empty lines that belong to the site, not to the article; their newlines are left."""
    return (Edit(m.start(), m.end(), "") for m in knowledge().furniture.finditer(draft.text) if m[0])


def fold_blank_lines(draft: Draft) -> Iterator[Edit]:
    """Leave at most one blank line between paragraphs, none before the first or after the last."""
    for match in BLANK_LINES.finditer(draft.text):
        inside = match.start() and match.end() < len(draft.text)
        yield Edit(match.start(), match.end(), "\n\n" if inside else "")

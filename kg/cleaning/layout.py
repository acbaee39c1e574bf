"""Spaces, furniture of the page and blank lines."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from kg.cleaning.draft import Draft, Edit
from kg.cleaning.knowledge import HAN, knowledge
from kg.patterns import is_han

SPACE = "[ \t\v\f\xa0\u1680\u2000-\u200a\u202f\u205f\u3000]"
SPACES = re.compile(f"{SPACE}+")
# 同 心 抗 疫: four or more characters, each on its own.
LETTER_SPACED = re.compile(
    f"(?<![{HAN}])(?<![{HAN}]{SPACE})(?:[{HAN}]{SPACE}{{1,3}}){{3,}}[{HAN}](?![{HAN}])"
)
# Looks first for a line end, and only there for where it stands.
BLANK_LINES = re.compile(r"(?=\n)(?:\A\n+|\n+\Z|\n{3,})")

OPENING = frozenset("（《〈“‘【〔「『［")
CLOSING = frozenset("，。；：！？、）》〉”’】〕」』］…％")
STOPS = OPENING | frozenset("，。；：！？、")
ASCII_STOPS = frozenset(",;:!?)")
# What a line ends with that is cut nowhere, and how one begins that begins a paragraph.
FINISHED = re.compile(r"[。！？!?：:；;…]”?\s*\Z")
INDENT = re.compile(f"{SPACE}{{2}}|\u3000")
# Columns of a line that was cut at a width: what no line of verse and no line of a list is as often.
NARROWEST, WIDEST, RAGGED = 30, 140, 4
ENOUGH = 5
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


def join_wrapped(draft: Draft) -> Iterator[Edit]:
    """Join lines that were all cut at one width, as in text out of a PDF or a mail."""
    lines = draft.text.split("\n")
    if max(map(len, lines)) > WIDEST:  # as nearly always
        return
    widths = [_columns(line) for line in lines]
    widest = max(widths)
    full = [width >= widest - RAGGED for width in widths]
    cut = [long and not FINISHED.search(line) for long, line in zip(full, lines, strict=True)]
    written = sum(width > 0 for width in widths)
    if not (NARROWEST <= widest <= WIDEST and sum(cut) >= ENOUGH and 3 * sum(full) >= written):
        return
    end = 0
    for is_cut, (line, after) in zip(cut, pairwise(lines), strict=False):
        end += len(line) + 1
        if is_cut and after and not INDENT.match(after):
            yield Edit(end - 1, end, " " if _is_latin(line[-1]) and _is_latin(after[0]) else "")


def _columns(line: str) -> int:
    """The columns that a line takes where Chinese characters and marks take two."""
    return sum(2 if character > "\u2000" else 1 for character in line.rstrip())


def _is_latin(character: str) -> bool:
    return character.isascii() and character.isalnum()


def drop_furniture(draft: Draft) -> Iterator[Edit]:
    """Empty lines that belong to the site, not to the article; their newlines are left."""
    return (Edit(m.start(), m.end(), "") for m in knowledge().furniture.finditer(draft.text) if m[0])


def fold_blank_lines(draft: Draft) -> Iterator[Edit]:
    """Leave at most one blank line between paragraphs, none before the first or after the last."""
    for match in BLANK_LINES.finditer(draft.text):
        inside = match.start() and match.end() < len(draft.text)
        yield Edit(match.start(), match.end(), "\n\n" if inside else "")

"""Tables: the line that names their columns, and the cells of the lines below it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import takewhile

from kg.model import Document, Span
from kg.rulewords import RollWords
from kg.segment import Paragraph

_CELL = re.compile(r"[^\s|]+")
_LISTED = re.compile(r"[^、，,；;]+")
_NOTE = re.compile(r"[（(][^（）()]*[)）]$")
_IN_BRACKET = re.compile(r"[（(](?P<head>[^（）()]*(?:[（(][^（）()]*[)）][^（）()]*)*)[)）]\s*[：:]?$")
_DRAWN = re.compile(r"(?<=\|)\s*([^|]*?)\s*(?=\|)")
_LABEL = re.compile(r"(?P<name>[^：\s]{2,12})：\s*(?P<cell>\S.*)")
_EMPTY = re.compile(r"[\s—–\-/／]*|无")
_RULE = re.compile(r"[\s|:+=_—-]+")

_FIGURES = ("number", "sum", "count")
_LABELS = ("giver", "sum", "item")
_NARROWEST, _WIDEST = 2, 10
_LONGEST_CELL = 30

WHO = ("giver", "person")


@dataclass(frozen=True, slots=True)
class Table:
    """The kinds of the columns of a table, and what parts its cells."""

    kinds: tuple[str, ...]
    cell: re.Pattern[str]

    @property
    def has_gifts(self) -> bool:
        """Whether its rows tell who gave what."""
        return bool({"sum", "item"} & set(self.kinds)) and bool(set(WHO) & set(self.kinds))

    @property
    def has_posts(self) -> bool:
        """Whether its rows tell who holds which post or was sent where."""
        return "person" in self.kinds and bool({"title", "sent"} & set(self.kinds))


def read_head(line: str, words: RollWords) -> Table | None:
    """The table that a line heads: it, or a bracket at its end, names nothing but columns."""
    bracket = _IN_BRACKET.search(line)
    heads = [line, bracket["head"]] if bracket else [line]
    for head in heads:
        for cell in (_CELL, _LISTED):
            kinds = [_kind(match[0].strip(), words.columns) for match in cell.finditer(head)]
            if len(kinds) > 1 and all(kinds) and any(kind in kinds for kind in WHO):
                return Table(tuple(kind for kind in kinds if kind), cell)
    return None


def _kind(name: str, columns: Mapping[str, str]) -> str | None:
    return columns.get(name) or columns.get(_NOTE.sub("", name))


def read_label(text: str, line: Span, words: RollWords) -> tuple[str, Span] | None:
    """The kind of the column that a line names in front of a colon, and its cell: 捐赠单位：某公司.

    None where it names none that tells who gave or what.
    """
    label = _LABEL.match(text, line.begin, line.end)
    kind = _kind(label["name"], words.columns) if label else None
    return (kind, Span(*label.span("cell"))) if label and kind and kind in _LABELS else None


def join_cells(text: str, paragraphs: Sequence[Paragraph], words: RollWords) -> list[Paragraph]:
    """The paragraphs, where each row of a table whose cells stand one below the other is one of them.

    So converters write the tables of pages: a line for the name of each column, then as many for each row.
    """
    joined: list[Paragraph] = []
    at = 0
    while at < len(paragraphs):
        kinds = _stacked_head(text, paragraphs[at : at + _WIDEST], words)
        width = len(kinds)
        if width < _NARROWEST or not any(kind in kinds for kind in WHO):
            joined.append(paragraphs[at])
            at += 1
            continue
        joined.append(_joined(paragraphs[at : at + width]))
        at += width
        while len(row := paragraphs[at : at + width]) == width and _is_stacked_row(text, row, kinds):
            joined.append(_joined(row))
            at += width
    return joined


def _stacked_head(text: str, paragraphs: Sequence[Paragraph], words: RollWords) -> Sequence[str]:
    """The kinds of the columns that the first paragraphs name, one each."""
    names = (_kind(text[p.span.begin : p.span.end], words.columns) for p in paragraphs)
    return [kind for kind in takewhile(bool, names) if kind]


def _is_stacked_row(text: str, row: Sequence[Paragraph], kinds: Sequence[str]) -> bool:
    """Whether paragraphs can be the cells of a row: short, and figures where figures belong."""
    cells = [text[p.span.begin : p.span.end] for p in row]
    told = [(cell, kind) for cell, kind in zip(cells, kinds, strict=True) if kind in (*_FIGURES, *WHO)]
    figured = all(any(c.isdigit() for c in cell) == (kind in _FIGURES) for cell, kind in told)
    return figured and all(len(cell) <= _LONGEST_CELL for cell in cells)


def _joined(paragraphs: Sequence[Paragraph]) -> Paragraph:
    span = Span(paragraphs[0].span.begin, paragraphs[-1].span.end)
    return Paragraph(span, (span,), False)


def is_rule(line: str) -> bool:
    """Whether a line only draws the table: |---|---|."""
    return _RULE.fullmatch(line) is not None


def read_cells(text: str, line: Span, table: Table, document: Document) -> list[Mapping[str, Span]]:
    """The cells of a line by the kinds of their columns; none where the line is no row of the table.

    A table may stand beside itself (姓名 金额 姓名 金额): its line holds two rows. A row may lack the cells
    of its last columns, or the number in front; empty cells are left out. A blank of the raw text that
    cleaning took out of the `document` parts cells, too.
    """
    if text.startswith("|", line.begin):
        cells = _drawn_cells(text, line)
    else:
        plain = [Span(*match.span()) for match in table.cell.finditer(text, line.begin, line.end)]
        cells = [part for cell in plain for part in _at_blanks(cell, document)]
    width = len(set(table.kinds))
    if width < len(table.kinds) == 2 * width and table.kinds[:width] == table.kinds[width:]:
        halves = (_row(text, cells[at : at + width], table.kinds[:width]) for at in (0, width))
        return [row for row in halves if row]
    row = _row(text, cells, table.kinds)
    return [row] if row else []


def _row(text: str, cells: Sequence[Span], kinds: Sequence[str]) -> Mapping[str, Span] | None:
    if kinds[0] == "number" and cells and not re.search(r"\d", text[cells[0].begin : cells[0].end]):
        kinds = kinds[1:]
    if not 2 <= len(cells) <= len(kinds) or len(cells) < _least(kinds):
        return None
    return {
        kind: cell
        for kind, cell in zip(kinds, cells, strict=False)
        if not _EMPTY.fullmatch(text, cell.begin, cell.end)
    }


def _at_blanks(cell: Span, document: Document) -> Iterator[Span]:
    """The parts of a cell between which the raw text has a blank."""
    begin = cell.begin
    for at in range(cell.begin + 1, cell.end):
        gap = document.raw[document.ends[at - 1] : document.begins[at]]
        if gap and gap.isspace():
            yield Span(begin, at)
            begin = at
    yield Span(begin, cell.end)


def _drawn_cells(text: str, line: Span) -> list[Span]:
    """The cells between the strokes of a line, the empty ones too."""
    return [Span(*match.span(1)) for match in _DRAWN.finditer(text, line.begin, line.end)]


def _least(kinds: Sequence[str]) -> int:
    """How many cells a row must have: those up to the last that tells something."""
    telling = (*WHO, "sum", "item", "title", "sent")
    return max(number for number, kind in enumerate(kinds, 1) if kind in telling)

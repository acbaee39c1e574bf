"""Rows of text aligned for a terminal, where a Chinese character is two cells wide."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence


def align(rows: Sequence[Sequence[str]], right: str = "") -> Iterator[str]:
    """The rows as lines of columns, two spaces apart.

    `right` has a letter for each column: `>` where its cells stand to the right, anything else where to the
    left; columns beyond it stand to the left.
    """
    cells_wide = widths(rows)
    sides = right.ljust(len(cells_wide), "<")
    for row in rows:
        cells = (_pad(*cell) for cell in zip(row, cells_wide, sides, strict=True))
        yield "  ".join(cells).rstrip()


def widths(rows: Sequence[Sequence[str]]) -> list[int]:
    """Cells that each column takes: as many as its widest text."""
    return [max(map(width, column)) for column in zip(*rows, strict=True)]


def width(text: str) -> int:
    """Cells that a text takes in a terminal: two for wide characters, none for combining ones."""
    return sum(
        2 if unicodedata.east_asian_width(char) in "WF" else not unicodedata.combining(char) for char in text
    )


def _pad(cell: str, cells: int, side: str) -> str:
    space = " " * (cells - width(cell))
    return space + cell if side == ">" else cell + space

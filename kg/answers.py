"""What a query gave, for Python: rows to walk through, and a table to look at."""

from __future__ import annotations

import html
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kg.results import Result, Value


@dataclass(frozen=True, slots=True)
class Table:
    """What a query gave: a sequence of rows, each a dict by column. Shows itself as a table.

    Numbers are int or Decimal, truth is bool, IRIs and texts are str, and what is unbound is None.
    """

    result: Result

    @property
    def columns(self) -> tuple[str, ...]:
        """The names of the columns."""
        return self.result.columns

    @property
    def rows(self) -> list[tuple[Value, ...]]:
        """The rows as tuples, for a data frame or a file."""
        from kg.results import values

        return values(self.result)

    def column(self, name: str) -> tuple[Value, ...]:
        """The values of one column; KeyError where there is none of that name."""
        if name not in self.columns:
            raise KeyError(f"There is no column {name}; there are {', '.join(self.columns)}.")
        place = self.columns.index(name)
        return tuple(row[place] for row in self.rows)

    def __len__(self) -> int:
        return len(self.result.rows)

    def __iter__(self) -> Iterator[dict[str, Value]]:
        return (dict(zip(self.columns, row, strict=True)) for row in self.rows)

    def __getitem__(self, index: int) -> dict[str, Value]:
        return dict(zip(self.columns, self.rows[index], strict=True))

    def __repr__(self) -> str:
        from kg.results import render

        return render(self.result).rstrip("\n")

    def _repr_html_(self) -> str:
        head = "".join(f"<th>{html.escape(name)}</th>" for name in self.columns)
        body = "".join(f"<tr>{''.join(map(_cell, row))}</tr>" for row in self.rows)
        return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def _cell(value: Value) -> str:
    return f"<td>{'' if value is None else html.escape(str(value))}</td>"

"""Sections of docs/benchmarks.md, each written by the benchmark that it is of."""

from __future__ import annotations

import re
from pathlib import Path

PAGE = Path(__file__).parent.parent / "docs" / "benchmarks.md"


def write_section(title: str, text: str) -> None:
    """Put `text` below the heading `title`, in the place of what stood there, else at the end."""
    head, *sections = re.split(r"^## ", PAGE.read_text(encoding="utf-8"), flags=re.MULTILINE)
    texts = dict(section.split("\n", 1) for section in sections)
    texts[title] = f"\n{text.strip()}\n"
    parts = (f"## {name}\n\n{part.strip()}\n" for name, part in texts.items())
    PAGE.write_text("\n".join([head.rstrip() + "\n", *parts]), encoding="utf-8")


def table(heads: tuple[str, ...], rows: list[tuple[str, ...]]) -> str:
    """Rows as a Markdown table."""
    lines = [f"| {' | '.join(line)} |" for line in (heads, *rows)]
    return "\n".join([lines[0], "|---" * len(heads) + "|", *lines[1:]])

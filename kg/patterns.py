"""Pieces of regular expressions that several rooms share."""

from __future__ import annotations

import re
from collections.abc import Iterable

HAN = r"[\u3400-\u9fff]"
"""One Chinese character."""


def any_of(words: Iterable[str]) -> str:
    """A group that matches any of the words, the longest first."""
    return f"(?:{'|'.join(re.escape(w) for w in sorted(words, key=lambda w: (-len(w), w)))})"

"""Characters that no eye sees but some readers trip over, written as escapes."""

from __future__ import annotations

import re

# C1 controls and line separators, at which some programs break a line; marks that turn the order of what
# follows; the byte order mark.
_INVISIBLE = re.compile("[\x80-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]")


def escape_invisible(written: str) -> str:
    r"""A piece of Turtle, N-Triples or JSON with invisible characters as `\uXXXX`, which all three read."""
    return _INVISIBLE.sub(lambda found: f"\\u{ord(found[0]):04X}", written)

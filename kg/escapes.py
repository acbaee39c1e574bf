"""Characters that some readers trip over: those that no eye sees, as escapes, and those that are none."""

from __future__ import annotations

import re

# C1 controls and line separators, at which some programs break a line; marks that turn the order of what
# follows; the byte order mark.
_UNSEEN = "\x80-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff"
# RDF has no lone surrogates, and some readers refuse a whole file for U+FFFE or U+FFFF.
_NONE = "\ud800-\udfff\ufffe\uffff"

_INVISIBLE = re.compile(f"[{_UNSEEN}]")
_NO_CHARACTER = re.compile(f"[{_NONE}]")
_AWKWARD = re.compile(f'["\\\\\x00-\x1f\x7f{_UNSEEN}{_NONE}]')


def is_plain(text: str) -> bool:
    """Whether a text can stand between quotes as it is, in Turtle as we write it."""
    return not _AWKWARD.search(text)


def escape_invisible(written: str) -> str:
    r"""A piece of Turtle, N-Triples or JSON with invisible characters as `\uXXXX`, which all three read."""
    return _INVISIBLE.sub(lambda found: f"\\u{ord(found[0]):04X}", written)


def replace_no_characters(text: str) -> str:
    """A text with U+FFFD for what no file of RDF may hold."""
    return _NO_CHARACTER.sub("\ufffd", text)

"""Pieces of regular expressions that several rooms share."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

HAN = r"[\u3400-\u9fff]"
"""One Chinese character."""

BRACKET = re.compile(r"[(（][^()（）]*[)）]")
"""A bracket with none inside, and what it holds."""

OPAQUE = re.compile(
    r"""<[^<>"{}|^`\\\x00-\x20]*>"""
    r"""|"{3}(?:\\.|[^\\])*?"{3}|'{3}(?:\\.|[^\\])*?'{3}"""
    r"""|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|[?$]\w+|#[^\r\n]*""",
    re.DOTALL,
)
"""What is no code in SPARQL: IRIs, strings, comments; and variables, which may be called as they like."""


def find_all(word: str, text: str) -> Iterator[int]:
    """Where a word begins in a text, none of its places within another."""
    at = text.find(word)
    while at >= 0:
        yield at
        at = text.find(word, at + len(word))


def word_at(words: tuple[str, ...], text: str, begin: int) -> str:
    """The first of the words that begins at a place; empty where none does, as most often."""
    return next(w for w in words if text.startswith(w, begin)) if text.startswith(words, begin) else ""


def word_before(words: tuple[str, ...], text: str, end: int) -> str:
    """The first of the words that ends at a place; empty where none does, as most often."""
    return next(w for w in words if text.endswith(w, 0, end)) if text.endswith(words, 0, end) else ""


def is_han(character: str) -> bool:
    """Whether a character is Chinese, the rare ones beyond `HAN` too."""
    return "\u3400" <= character <= "\u9fff" or "\U00020000" <= character <= "\U000323af"


def any_of(words: Iterable[str]) -> str:
    """A group that matches any of the words, the longest first."""
    return f"(?:{'|'.join(re.escape(w) for w in sorted(words, key=lambda w: (-len(w), w)))})"


def opening(words: Iterable[str]) -> str:
    """One of the characters with which the words begin; nothing where one of them is empty, or there is none.

    Looked ahead for, it spares a pattern that begins with what may be missing from trying every way of
    going on at every place.
    """
    first = {word[:1] for word in words}
    return f"[{re.escape(''.join(sorted(first)))}]" if first and all(first) else ""

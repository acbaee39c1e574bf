"""What the builtin model reads of a text, and what its tags mean: the same however it is run."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import TypeVar

Text = TypeVar("Text", bound=Sequence[str])

BOUNDARY = "\n"
"""Stands before the first and after the last character of a sentence, in bigrams only."""

_QUOTES = {"“": '"', "”": '"', "‘": "'", "’": "'", "｡": "。", "—": "-", "–": "-"}


@lru_cache(maxsize=65536)
def fold(character: str) -> str:
    """The form in which the model reads a character: half-width, lower case, any digit as 0.

    Articles mix full-width and ASCII punctuation; to the model they are the same.
    """
    folded = unicodedata.normalize("NFKC", character).lower()
    if len(folded) != 1:
        return character
    if folded.isdigit():
        return "0"
    return _QUOTES.get(folded, " " if folded.isspace() else folded)


def number_characters(
    sentence: Sequence[str], chars: Mapping[str, int], bigrams: Mapping[str, int], unknown: tuple[int, int]
) -> tuple[list[int], list[int]]:
    """Numbers of a sentence's characters, and of its bigrams (one more): bigram i ends with character i.

    `unknown` are the numbers of a character and of a bigram that the model does not know.
    """
    folded = [fold(character) for character in sentence]
    pairs = pairwise([BOUNDARY, *folded, BOUNDARY])
    return (
        [chars.get(character, unknown[0]) for character in folded],
        [bigrams.get(left + right, unknown[1]) for left, right in pairs],
    )


Decode = Callable[[list[Text]], list[list[int]]]
"""Texts in, for each the best path of tags, by their numbers."""


def find_entities(
    texts: Sequence[Text], size: int, decode: Decode[Text], names: Sequence[str]
) -> list[list[tuple[str, int, int]]]:
    """For each text the label, begin and end of every entity; `names` are those of the tags.

    So many texts as `size` says are decoded at once, those of like length together; empty ones are not.
    """
    found: list[list[tuple[str, int, int]]] = [[] for _ in texts]
    order = sorted((i for i, text in enumerate(texts) if text), key=lambda i: len(texts[i]))
    for start in range(0, len(order), size):
        chosen = order[start : start + size]
        for i, path in zip(chosen, decode([texts[i] for i in chosen]), strict=True):
            found[i] = list(_spans(path, names))
    return found


def _spans(path: Sequence[int], names: Sequence[str]) -> Iterator[tuple[str, int, int]]:
    """The entities on a path of tags, whose names say IOBES."""
    begin = 0
    for place, tag in enumerate(path):
        kind, _, label = names[tag].partition("-")
        if kind in ("B", "S"):
            begin = place
        if kind in ("E", "S"):
            yield label, begin, place + 1

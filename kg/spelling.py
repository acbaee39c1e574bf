"""How else the characters of names may be typed: in their Traditional forms, and by their sounds.

Both tables hold only what the names at hand need, so that a page can carry them.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from kg.cleaning.script import simplify
from kg.pinyin import toneless_readings

HAN = (range(0x3400, 0x4DC0), range(0x4E00, 0xA000))
"""The blocks of characters in use: extension A and the unified ideographs."""


def traditional_forms(names: Iterable[str]) -> dict[str, str]:
    """Each character that is simplified to another one which occurs in `names` once they are simplified."""
    wanted = set(map(simplify, set[str]().union(*names)))
    return {form: plain for form, plain in _forms().items() if plain in wanted}


@cache
def _forms() -> dict[str, str]:
    characters = [chr(point) for block in HAN for point in block]
    # A line each: OpenCC looks for phrases, which end where lines do.
    pairs = zip(characters, simplify("\n".join(characters)).split("\n"), strict=True)
    return {form: plain for form, plain in pairs if form != plain}


def sounds(names: Iterable[str]) -> dict[str, str]:
    """Every reading of each Chinese character of `names`, without tones, ü as v: 重 is `zhong chong`."""
    characters = sorted(set[str]().union(*names))
    readings = ((character, toneless_readings(character)) for character in characters)
    return {character: " ".join(said) for character, said in readings if said}

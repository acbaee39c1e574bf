"""How else the characters of names may be typed: in their Traditional forms, and by their sounds.

Both tables hold only what the names at hand need, so that a page can carry them.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from functools import cache

from kg.cleaning.script import simplify

HAN = (range(0x3400, 0x4DC0), range(0x4E00, 0xA000))
"""The blocks of characters in use: extension A and the unified ideographs."""


def traditional_forms(names: Iterable[str]) -> dict[str, str]:
    """Each character that is simplified to another one which occurs in `names` once they are simplified."""
    wanted = {simplify(character) for name in names for character in name}
    return {form: plain for form, plain in _forms().items() if plain in wanted}


@cache
def _forms() -> dict[str, str]:
    characters = [chr(point) for block in HAN for point in block]
    # A line each: OpenCC looks for phrases, which end where lines do.
    pairs = zip(characters, simplify("\n".join(characters)).split("\n"), strict=True)
    return {form: plain for form, plain in pairs if form != plain}


def sounds(names: Iterable[str]) -> dict[str, str]:
    """Every reading of each Chinese character of `names`, without tones, ü as v: 重 is `zhong chong`."""
    # Here and not above: it loads tables for half a second.
    from pypinyin.pinyin_dict import pinyin_dict

    characters = sorted({character for name in names for character in name})
    readings = ((character, pinyin_dict.get(ord(character), "")) for character in characters)
    return {character: " ".join(_toneless(said)) for character, said in readings if said}


def _toneless(readings: str) -> list[str]:
    """The different syllables of `lǜ,lù`: lv and lu."""
    letters = unicodedata.normalize("NFD", readings).replace("u\u0308", "v")
    plain = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return list(dict.fromkeys(plain.split(",")))

"""The readings of Chinese characters."""

from __future__ import annotations

import unicodedata


def toneless_readings(character: str) -> tuple[str, ...]:
    """Every reading of a character without its tone, ü as v, the usual one first: 重 is zhong, chong."""
    # Here and not above: it loads tables for half a second, and few texts need them.
    from pypinyin.pinyin_dict import pinyin_dict

    letters = unicodedata.normalize("NFD", pinyin_dict.get(ord(character), "")).replace("u\u0308", "v")
    plain = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return tuple(dict.fromkeys(plain.split(","))) if plain else ()

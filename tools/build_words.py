"""Write `kg/rules/words.txt`: common words that tell where a name ends, and words that look like names.

Words come from the dictionary of jieba 0.42.1 (MIT, © 2013 Sun Junyi) with its parts of speech and counts;
pip install jieba. Run from the root of the repository: python tools/build_words.py
"""

from __future__ import annotations

import tomllib
from importlib.resources import files
from pathlib import Path

TARGET = Path("kg/rules/words.txt")
PREDICATES = frozenset(
    "vdpcrftaizlm"
)  # verbs, adverbs, prepositions and other words that may follow a subject
LEAST = {"predicate": 60, "noun": 200, "lookalike": 5}
"""Occurrences in jieba's count below which a word is left out."""
LOOKALIKES = frozenset(("n", "v", "vn", "a", "an", "ad", "i", "l", "j", "b", "d", "s", "z"))
"""Parts of speech of words that are no names but may be taken for some."""
LONG = 4
"""Characters of a word that may hold a name behind its second."""
HEADER = """\
# Common words: what may follow a subject (predicate), and nouns; seldom words that begin with a family name
# or hold one (lookalike). Written by tools/build_words.py.
# From the dictionary of jieba 0.42.1, MIT, Copyright (c) 2013 Sun Junyi.
"""


def read_words() -> dict[str, list[str]]:
    """Words of two to four characters by kind; names of people, places, bodies and parties are left out."""
    kinds: dict[str, list[str]] = {"predicate": [], "noun": [], "lookalike": []}
    rules = tomllib.loads(Path("kg/rules/organizations.toml").read_text(encoding="utf-8"))
    surnames = _read_surnames()
    parties = {form for forms in rules["parties"].values() for form in forms}
    for line in (files("jieba") / "dict.txt").read_text(encoding="utf-8").splitlines():
        word, count, tag = line.split(" ")
        if not 2 <= len(word) <= 4 or not all("\u4e00" <= c <= "\u9fff" for c in word) or word in parties:
            continue
        kind = "predicate" if tag[0] in PREDICATES else "noun" if tag in ("n", "vn", "s", "j", "b") else None
        if kind and int(count) >= LEAST[kind]:
            kinds[kind].append(word)
        elif tag in LOOKALIKES and int(count) >= LEAST["lookalike"] and _holds_surname(word, surnames):
            kinds["lookalike"].append(word)
    return kinds


def _read_surnames() -> tuple[str, ...]:
    names = tomllib.loads(Path("kg/rules/names.toml").read_text(encoding="utf-8"))
    return (*names["compound"], *"".join(names["common"].split()), *names["wordlike"])


def _holds_surname(word: str, surnames: tuple[str, ...]) -> bool:
    """Whether a name of two characters or more could begin in a word, behind no more than its first half."""
    longest = 1 if len(word) < LONG else LONG // 2
    return any(word.startswith(surnames, at) for at in range(min(longest, len(word) - 2) + 1))


def main() -> None:
    """Write the file."""
    lines = [f"{kind}\t{' '.join(sorted(words))}\n" for kind, words in read_words().items()]
    TARGET.write_text(HEADER + "".join(lines), encoding="utf-8")


if __name__ == "__main__":
    main()

"""Write `kg/rules/words.txt`: common words that tell where a name ends.

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
LEAST = {"predicate": 60, "noun": 200}
"""Occurrences in jieba's count below which a word is left out."""
HEADER = """\
# Common words: what may follow a subject (predicate), and nouns. Written by tools/build_words.py.
# From the dictionary of jieba 0.42.1, MIT, Copyright (c) 2013 Sun Junyi.
"""


def read_words() -> dict[str, list[str]]:
    """Words of two to four characters by kind; names of people, places, bodies and parties are left out."""
    kinds: dict[str, list[str]] = {"predicate": [], "noun": []}
    rules = tomllib.loads(Path("kg/rules/organizations.toml").read_text(encoding="utf-8"))
    parties = {form for forms in rules["parties"].values() for form in forms}
    for line in (files("jieba") / "dict.txt").read_text(encoding="utf-8").splitlines():
        word, count, tag = line.split(" ")
        if not 2 <= len(word) <= 4 or not all("\u4e00" <= c <= "\u9fff" for c in word) or word in parties:
            continue
        kind = "predicate" if tag[0] in PREDICATES else "noun" if tag in ("n", "vn", "s", "j", "b") else None
        if kind and int(count) >= LEAST[kind]:
            kinds[kind].append(word)
    return kinds


def main() -> None:
    """Write the file."""
    lines = [f"{kind}\t{' '.join(sorted(words))}\n" for kind, words in read_words().items()]
    TARGET.write_text(HEADER + "".join(lines), encoding="utf-8")


if __name__ == "__main__":
    main()

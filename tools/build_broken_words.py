"""Write `kg/rules/broken_words.tsv`: the words that the pinyin converter can break, and how they look then.

How they break: the converter works on GBK bytes and matches a Traditional character M across the border of
two others. In 周圍 = D6DC 87FA it finds DC87 = 車 and writes the reading behind it: D6 DC87 "(chē)" FA. Read
as GBK again, 87 and the bracket are no character, nor is FA before a comma: `周?chē)?,`. So the reading and
the character before say with which byte the lost character begins; a dictionary says the rest. A second byte
below 80 survives as an ASCII character in place of the last question mark. One from 80 on would swallow a
following character of two bytes, hence only words that end in the lost character show such a one.

Words come from the dictionary of jieba 0.42.1 (MIT, © 2013 Sun Junyi), readings from pypinyin (MIT, © 2016
mozillazg), Traditional forms from OpenCC; pip install jieba pypinyin. Run from the root of the repository:
python tools/build_broken_words.py
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

import opencc
from pypinyin import pinyin

TARGET = Path("kg/rules/broken_words.tsv")
MINIMUM = 20
"""Occurrences in jieba's count; words met less often are mostly noise."""
HEADER = """\
# Words that the pinyin converter can break. Columns: the word; the place of the lost character in it; the
# readings that may stand there; what may stand for the character's second byte; how frequent the word is.
# Written by tools/build_broken_words.py, which says how.
# Words: jieba 0.42.1, MIT, Copyright (c) 2013 Sun Junyi.
# Readings: pypinyin, MIT, Copyright (c) 2016 mozillazg.
"""


def read_words() -> Iterator[tuple[str, int]]:
    """Yield Chinese words of two to four characters that are common enough, with their frequency."""
    for line in (files("jieba") / "dict.txt").read_text(encoding="utf-8").splitlines():
        word, count, _ = line.split(" ")
        if int(count) >= MINIMUM and re.fullmatch("[\u4e00-\u9fff]{2,4}", word):
            yield word, int(count)


def break_word(word: str, traditional: str, to_simplified: opencc.OpenCC) -> Iterator[tuple[int, str, str]]:
    """Yield place of the lost character, readings and tail for every way in which the word can break."""
    for place in range(1, len(word)):
        try:
            (_, second), (lead, tail) = (c.encode("gbk") for c in traditional[place - 1 : place + 1])
            matched = bytes([second, lead]).decode("gbk")
        except (ValueError, UnicodeDecodeError):
            continue
        if to_simplified.convert(matched) == matched or (tail >= 0x80 and place + 1 < len(word)):
            continue
        readings = {
            reading for found in pinyin(matched, heteronym=True, errors="ignore") for reading in found
        }
        marked = sorted(r for r in readings if unicodedata.normalize("NFD", r) != r)
        if marked:
            yield place, ",".join(marked), chr(tail) if tail < 0x80 else "?"


def main() -> None:
    """Write the table."""
    to_traditional, to_simplified = opencc.OpenCC("s2t"), opencc.OpenCC("t2s")
    rows: set[tuple[str, int, str, str, int]] = set()
    for word, count in read_words():
        traditional = to_traditional.convert(word)
        if len(traditional) == len(word):
            rows.update((word, *way, count) for way in break_word(word, traditional, to_simplified))
    TARGET.write_text(
        HEADER + "".join("\t".join(map(str, row)) + "\n" for row in sorted(rows)), encoding="utf-8"
    )
    print(f"{TARGET}: {len(rows)} rows")


if __name__ == "__main__":
    main()

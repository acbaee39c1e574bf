"""Pinyin marks behind characters, and the characters that the marking has broken."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator

from kg.cleaning.draft import Draft, Edit
from kg.cleaning.knowledge import HAN, broken_words, knowledge
from kg.cleaning.script import simplify
from kg.pinyin import toneless_readings

LOST = "□"
"""Stands for a character that cannot be told."""

DOMINANCE = 20
"""How many times as frequent as all others a word must be to be taken among several that fit."""

# Letters of pinyin, composed or with combining accents, and look-alikes that GBK brought.
LETTERS = (
    "A-Za-z\xc0-\xff\u0100-\u017f\u01cd-\u01dc\u01f8\u01f9\u0251\u0261\u0300-\u030c\u1e3e\u1e3f\u1ebe-\u1ec1"
)
TONES = frozenset("\u0300\u0301\u0304\u0306\u030c")
LOOKALIKES = str.maketrans("ɑɡ", "ag")

# Each looks first for what it begins with, which few characters are, and only there for what stands before.
MARK = re.compile(
    rf"(?=[ \xa0(（\[［])(?<=[{HAN}])"
    rf"[ \xa0]?[(（\[［]\s?([{LETTERS}][{LETTERS} '’·,，、/-]{{0,24}})\s?[)）\]］]"
)
# One bracket lost; only a syllable with a tone is told from other letters then.
HALF_MARK = re.compile(
    rf"(?=[{LETTERS}(（])(?<=[{HAN}])(?:([{LETTERS}]{{1,9}})[)）]|[(（]([{LETTERS}]{{1,9}})(?=[{HAN}]))"
)
BROKEN = re.compile(
    rf"(?=[?？\ufffd])(?<=[{HAN}])[?？\ufffd]+[(（]?([{LETTERS}]{{1,9}})[)）]([?？\ufffd]|[@-~](?![@-~]))?"
)
# Replacement characters and private use, where lost characters end up.
DAMAGE = re.compile("\ufffd+|[\ue000-\uf8ff\U000f0000-\U0010fffd]")
DOUBTFUL = re.compile(rf"(?=\?)(?<=[{HAN}])\?{{2,}}(?=[{HAN}])")


def syllables(letters: str) -> tuple[list[str], int]:
    """Split a mark into its syllables without tones, none where it is no pinyin; also count its tones."""
    plain = unicodedata.normalize("NFD", letters.lower().translate(LOOKALIKES)).replace("u\u0308", "v")
    tones = sum(character in TONES for character in plain)
    bare = re.sub("[ '’·,，、/-]", " ", "".join(c for c in plain if c not in TONES)).replace("e\u0302", "e")
    # The tone may stand between u and its dots.
    bare = bare.replace("u\u0308", "v")
    found: list[str] = []
    for part in bare.split():
        split = _split(part)
        if not split:
            return [], 0
        found += split
    return found, tones


def _split(letters: str) -> list[str]:
    """Split letters into syllables, the longest first; empty where they are none."""
    found: list[str] = []
    while letters:
        match = knowledge().syllable.match(letters)
        if not match:
            return []
        found.append(match[0])
        letters = letters[match.end() :]
    return found


def _is_mark(text: str, begin: int, letters: str) -> bool:
    """Whether letters in brackets behind the Chinese character before `begin` are its reading.

    With a tone: one syllable, or as many as there are Chinese characters before, most of them with tones, or
    several readings of one character. Without: a reading of that very character, in small letters if it is
    not its neutral one, so that 钠(Na) keeps its sign.
    """
    found, tones = syllables(letters)
    if not found:
        return False
    if not tones:
        character, said = text[begin - 1], found[0]
        neutral = said in knowledge().neutral.get(character, ())
        return len(found) == 1 and (neutral or (letters.islower() and said in toneless_readings(character)))
    if len(found) == 1 or (tones >= len(found) and re.search("[,，、/ ]", letters)):
        return True
    before = re.search(rf"[{HAN}]+\Z", text[max(0, begin - len(found)) : begin])
    return before is not None and len(before[0]) == len(found) and 2 * tones >= len(found)


def strip_marks(draft: Draft) -> Iterator[Edit]:
    """Take away readings behind characters: 學(xué), 女（nǚ）, 們(men); what else is in brackets stays."""
    for match in MARK.finditer(draft.text):
        if _is_mark(draft.text, match.start(), match[1]):
            yield Edit(match.start(), match.end(), "")


def strip_half_marks(draft: Draft) -> Iterator[Edit]:
    """Take away readings that have lost a bracket, where they bear a tone."""
    for match in HALF_MARK.finditer(draft.text):
        found, tones = syllables(match[1] or match[2])
        if len(found) == 1 and tones:
            yield Edit(match.start(), match.end(), "")


def mend_broken(draft: Draft) -> Iterator[Edit]:
    """Bring back characters that the marking broke (周?chē)?, → 周围,) or put □ where no word tells.

    `tools/build_broken_words.py` tells how characters break and what the reading says of the lost one. The
    edit is certain where one character fits only.
    """
    text = draft.text
    for match in BROKEN.finditer(text):
        found, tones = syllables(match[1])
        if len(found) != 1 or not tones:
            continue
        tail = match[2] or ""
        fitting = find_lost(text[: match.start()], match[1], tail, text[match.end() :])
        best = max(fitting, key=lambda character: fitting[character], default=LOST)
        if best != LOST and DOMINANCE * (sum(fitting.values()) - fitting[best]) <= fitting[best]:
            yield Edit(match.start(), match.end(), best, certain=len(fitting) == 1)
        else:
            end = match.end() if _is_damage(tail) else match.start(2)
            yield Edit(match.start(), end, LOST, certain=False)


def find_lost(left: str, reading: str, tail: str, right: str) -> Counter[str]:
    """Count the characters that make a word with their neighbours by the frequency of the longest such words.

    `left` and `right` are the text around the break, `tail` what stands in place of the second byte.
    """
    left, right = simplify(left[-4:]), simplify(right[:4])
    shown = unicodedata.normalize("NFC", reading.lower())
    entries = [
        entry
        for entry in broken_words().get((left[-1:], shown), ())
        if left.endswith(entry.word[: entry.place])
        and right.startswith(entry.word[entry.place + 1 :])
        and (entry.tail == tail or (entry.tail == "?" and _is_damage(tail)))
    ]
    longest = max((len(entry.word) for entry in entries), default=0)
    fitting: Counter[str] = Counter()
    for entry in entries:
        if len(entry.word) == longest:
            fitting[entry.word[entry.place]] += entry.frequency
    return fitting


def _is_damage(tail: str) -> bool:
    return tail in ("", "?", "？", "\ufffd")


def mark_damage(draft: Draft) -> Iterator[Edit]:
    """Put □ for replacement characters and private ones, whose meaning is lost."""
    return (Edit(m.start(), m.end(), LOST, certain=False) for m in DAMAGE.finditer(draft.text))


def report_doubtful(draft: Draft) -> Iterator[Edit]:
    """Report runs of question marks inside Chinese and leave them: lost characters or emphasis."""
    return (Edit(m.start(), m.end(), m[0], certain=False) for m in DOUBTFUL.finditer(draft.text))

"""What the lines between the entries of a roll say: that it begins, how it counts, that it is over."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache

from kg.patterns import BRACKET, HAN, any_of
from kg.rulewords import RollWords

LONGEST = 60
"""Characters up to which what announces a roll may be long."""

_UNIT = re.compile(r"单位[：:]?\s*(?:人民币)?(?P<told>万?元)|[（(](?:人民币)?(?P<noted>万?元)[)）]")
_SECTION = re.compile(r"[（(]?[一二三四五六七八九十]{1,3}[)）、.．]")


@cache
def _announced(words: RollWords) -> re.Pattern[str]:
    gifts, lists = any_of(words.gifts), any_of((*words.lists, *words.below))
    both = [gift for gift in words.gifts if any(word in gift for word in words.lists)]
    told = rf"(?:{gifts}.*{lists}|{lists}.*{gifts}|{any_of(both)})"
    ends = rf"{HAN}{{0,4}}[\s：。！!]*$"
    return re.compile(rf"(?:{told}{ends}|{gifts}.*{any_of(words.below)}|{_taken(words).pattern}$)")


@cache
def _taken(words: RollWords) -> re.Pattern[str]:
    """收到的捐款有：王某500元、李某300元"""
    return re.compile(rf"{any_of(words.takes)}的?{HAN}{{0,4}}?{any_of(words.gifts)}(?:有|包括|为|是)?：")


@cache
def _is_other(words: RollWords) -> re.Pattern[str]:
    return re.compile(any_of(words.others))


def tells_of_gifts(text: str, words: RollWords) -> bool:
    """Whether a text can hold a roll of givers at all."""
    listed = any(word in text for word in (*words.lists, *words.below))
    if not any(word in text for word in words.gifts):
        return False
    return listed or any(pattern(words).search(text) for pattern in (_taken, _within))


def announcement(line: str, words: RollWords, themed: bool) -> int | None:
    """Where in a line what announces a roll of givers ends, behind its colon; None where nothing does.

    `themed` is whether the title announces one already.
    """
    masked = BRACKET.sub(lambda bracket: " " * len(bracket[0]), line)
    end = masked.find("：") + 1 or len(line)
    lead = masked[:end]
    if len(lead) > LONGEST or _is_other(words).search(lead):
        return None
    told = _announced(words).search(lead) or (themed and any(word in lead for word in words.openings))
    return end if told else None


@cache
def _within(words: RollWords) -> re.Pattern[str]:
    sum_of = r"[\d一二两三四五六七八九十百千万][\d.,一二三四五六七八九十百千万]*[余多]?元"
    name = rf"(?!{any_of((*words.totals, *words.each, *words.worth))}){HAN}{{2,12}}?"
    return re.compile(
        rf"{any_of(words.gifts)}{HAN}{{0,6}}[，,：:](?:其中[，,：:]?)?"
        rf"(?={name}{sum_of}[、，,；和]{name}{sum_of}(?:[、，,；。和等]|$))"
    )


def find_list_within(line: str, words: RollWords) -> int | None:
    """Where in a sentence a list of names and sums alone begins: 盟员踊跃捐款，其中|王某1万元、李某500元."""
    found = _within(words).search(line)
    return found.end() if found and not _is_other(words).search(line[: found.end()]) else None


def announces_people(line: str, words: RollWords) -> bool:
    """Whether a line announces a roster: who belongs to a team or a body."""
    if len(line) > LONGEST or _is_other(words).search(line) or any(word in line for word in words.honours):
        return False
    told = max((line.find(word) for word in words.rosters), default=-1)
    return told >= 0 and any(word in line for word in words.people) and "。" not in line


def unit_of(line: str, words: RollWords) -> Decimal | None:
    """How many yuan a bare figure below a line counts: 1 or 10,000; None where the line does not say.

    What speaks of money says 1, but for no more than 捐款如下.
    """
    match = _UNIT.search(line)
    if match:
        return Decimal(10_000 if (match["told"] or match["noted"]) == "万元" else 1)
    listed = any(word in line for word in words.lists) or not any(word in line for word in words.below)
    return Decimal(1) if listed and any(word in line for word in words.money) else None


def closes(line: str, words: RollWords) -> bool:
    """Whether a line that is no entry ends a roll: prose, or the heading of something else."""
    plain = BRACKET.sub("", line)
    if len(plain) > LONGEST // 2 or "。" in plain:
        return not line.startswith(words.totals)
    if _is_other(words).search(line):
        return True
    return _SECTION.match(line) is not None and not any(word in line for word in words.goes_on)

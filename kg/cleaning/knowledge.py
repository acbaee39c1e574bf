"""What cleaning knows of Chinese and of web pages, from `kg/rules/cleaning.toml` and `broken_words.tsv`."""

from __future__ import annotations

import re
import tomllib
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

HAN = "\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af"
"""Chinese characters, as the inside of a character class."""


@dataclass(frozen=True, slots=True)
class Knowledge:
    """The rules of cleaning, compiled."""

    syllable: re.Pattern[str]
    neutral: Mapping[str, frozenset[str]]
    tag: re.Pattern[str]
    breaking_tags: frozenset[str]
    variants: Mapping[int, str]
    kept: tuple[re.Pattern[str], ...]
    in_context: tuple[tuple[re.Pattern[str], str], ...]
    padded_name: re.Pattern[str]
    furniture: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class BrokenWord:
    """A word, the place of its lost character, what may stand for its second byte, and how frequent it is."""

    word: str
    place: int
    tail: str
    frequency: int


@cache
def knowledge() -> Knowledge:
    """Return the rules, read once."""
    rules: dict[str, Any] = tomllib.loads(
        (files("kg") / "rules" / "cleaning.toml").read_text(encoding="utf-8")
    )
    marks, markup, script = rules["marks"], rules["markup"], rules["script"]
    surname = "[" + "".join(script["surnames"].split()) + "]"
    classes = {"%SURNAME%": surname, "%DRY%": script["dry"], "%DRIED%": script["dried"]}
    longest_first = sorted(marks["syllables"].split(), key=len, reverse=True)
    return Knowledge(
        syllable=re.compile("|".join(longest_first)),
        neutral={
            c: frozenset(readings.split()) for group, readings in marks["neutral"].items() for c in group
        },
        tag=_tag(markup),
        breaking_tags=frozenset(markup["breaking"]),
        variants={ord(pair[0]): pair[1] for pair in script["variants"].split()},
        kept=tuple(re.compile(_fill(pattern, classes)) for pattern in script["kept"]),
        in_context=tuple((re.compile(rule["pattern"]), rule["to"]) for rule in script["in_context"]),
        padded_name=re.compile(
            f"(?<![{HAN}]){surname}(?:\u3000+|[ \xa0]{{2,}})[{HAN}](?![{HAN}])"
            f"|(?<=[、：:（]){surname} [{HAN}](?=[、，；。）]|$)|(?<=、){surname} [{HAN}](?=等)",
            re.MULTILINE,
        ),
        furniture=re.compile(
            "^(?:(?:" + "|".join(rules["furniture"]["lines"]) + ")[ |]*){1,8}$", re.MULTILINE
        ),
    )


def _fill(pattern: str, classes: Mapping[str, str]) -> str:
    for name, characters in classes.items():
        pattern = pattern.replace(name, characters)
    return pattern


def _tag(markup: Mapping[str, list[str]]) -> re.Pattern[str]:
    unread = "|".join(markup["unread"])
    names = "|".join(sorted(markup["unread"] + markup["breaking"] + markup["inline"], key=len, reverse=True))
    return re.compile(
        rf"<!--(?:(?!<!--).)*?-->|<!\[CDATA\[|\]\]>|<!doctype[^<>]*>|<\?xml[^<>]*>"
        rf"|<(?P<unread>{unread})\b[^<>]*(?<!/)>(?:(?!<(?P=unread)\b).)*?</(?P=unread)\s*>"
        rf"|</?(?P<name>{names})(?:\s[^<>]*|/)?>",
        re.IGNORECASE | re.DOTALL,
    )


@cache
def broken_words() -> Mapping[tuple[str, str], tuple[BrokenWord, ...]]:
    """Return the words that the converter can break by the character before the lost one and the reading."""
    table: defaultdict[tuple[str, str], list[BrokenWord]] = defaultdict(list)
    for line in (files("kg") / "rules" / "broken_words.tsv").read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            word, place, readings, tail, frequency = line.split("\t")
            for reading in readings.split(","):
                table[word[int(place) - 1], reading].append(
                    BrokenWord(word, int(place), tail, int(frequency))
                )
    return {key: tuple(words) for key, words in table.items()}

"""What a post is, what is known before a sentence, and the patterns that several readers share."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache

from kg.mentions import Mention
from kg.model import Span
from kg.patterns import HAN, any_of
from kg.rulebook import Rulebook
from kg.rulewords import ServiceWords

_JOIN = re.compile(
    r"\s*(?:、|兼任?|和|与|及|暨|以及|，|,|并|/)?\s*(?:第[一二三四五六七八九十\d]+届|\d{2,4}级)?$"
)
# What a teacher teaches: 某校的生物|老师.
_SUBJECTS = "语文|数学|英语|物理|化学|生物|历史|地理|政治|音乐|美术|体育"
_OF = re.compile(
    r"(?:[\u3400-\u9fff]{1,8}[科室部处办系](?=的))?"
    r"(?:及其|的)?(?:一名|一位|名|首任|第[一二三四五六七八九十\d]+[任届])?"
    rf"(?:[男女]|年轻|普通|{_SUBJECTS})?$"
)
_UNIT = re.compile(r"[\u3400-\u9fffA-Za-z0-9]{1,8}[科室部处办组队系班院]")
_WHEN = r"(?:[于自从]?\d{4}年[\d月日]{0,6}[起后]?)?"
_REMARK = r"[(（][^()（）]{1,6}[)）]"
# How often posts are right that are stated so, on articles that no rule had seen (docs/evaluation.md).
STATED = 0.95
"""Confidence of a post that stands beside its holder."""
TOLD_APART = 0.9
"""Confidence of a post whose holder, body or title a list or another clause of the sentence tells."""
PLACED = 0.85
"""Confidence of a post whose body, where it has one, is looked for in the sentences around."""
COUNTED = r"等?(?:\d+|[一二两三四五六七八九十]+)[人名位]"
"""How many people a list names, said behind it: 等5人."""
COMMA = re.compile(r"[，,]")
# Between a post and those who hold it: 当选为常委|的还有|X、Y; 队长|是|X.
HOLDERS = re.compile(r"\s*(?:的?(?:还|分别|依次)?(?:有|是|为|包括)|[：:])\s*")


@dataclass(frozen=True, slots=True)
class Post:
    """A stated post: the mention of the person, and of the body or None, and the title or None.

    `party` names the party that a word of membership means where no body is named, `place` the place whose
    government a ruler serves, or only its level (县) where the text leaves the place open.
    """

    person: Mention
    organization: Mention | None
    title: str | None
    party: str = ""
    place: str = ""
    confidence: float = STATED

    @property
    def is_placed(self) -> bool:
        """Whether the post says where it is held."""
        return bool(self.organization or self.party or self.place)


@dataclass(frozen=True, slots=True)
class Background:
    """What the text said before a sentence: the bodies it named, in order, its own party, its last person.

    `houses` are those that the whole article is about.
    """

    bodies: tuple[Mention, ...] = ()
    party: str = ""
    person: Mention | None = None
    houses: tuple[Mention, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Line:
    """A sentence as its posts are read: `named` are its people, bodies, titles and places, in order of place.

    All spans count from the start of the text.
    """

    text: str
    span: Span
    named: Sequence[Mention]
    rules: Rulebook
    background: Background = field(default_factory=Background)

    def gap(self, left: Mention, right: Mention) -> str:
        """What stands between two mentions."""
        return self.text[left.span.end : right.span.begin]


def joins(gap: str) -> bool:
    """Whether a gap joins two titles of a chain."""
    return bool(_JOIN.match(gap))


def houses(gap: str) -> bool:
    """Whether a gap lets a body be followed by its title: nothing, 的, or a department."""
    return joins(gap) or bool(_OF.match(gap)) or is_unit(gap)


def is_unit(gap: str) -> bool:
    """Whether a gap is a department: 呼吸科."""
    return bool(_UNIT.fullmatch(gap))


def without_address(gap: str, words: ServiceWords) -> str:
    """A gap without 同志 and the like, and without short remarks in brackets: 简怀玉（回族）、卓尔宁."""
    return _address(words).sub("", gap)


@cache
def _address(words: ServiceWords) -> re.Pattern[str]:
    return re.compile(rf"{any_of(words.address)}|等|{_REMARK}")


def serving(words: ServiceWords, links: bool) -> str:
    """A pattern for a verb of serving with its adverbs; with `links`, also 是, 为 and the like."""
    chosen = rf"被{any_of(words.chosen)}?为?"
    verbs = any_of((*words.verbs, *words.links) if links else words.verbs)
    return rf"(?:{any_of(words.adverbs)}|{chosen})*{verbs}(?:了|过)?"


@cache
def serves(words: ServiceWords) -> re.Pattern[str]:
    """What stands between a name and the post that it is said to hold: 同志现任, 当选为."""
    whose = rf"(?:{any_of(words.one)}|[该我][省县市区校院]|某|第[一二三四五六七八九十\d]+届)?"
    certain = rf"{whose}(?:{HAN}{{2,10}}[—-]+)?"
    lead = rf"\s*{any_of(words.address)}?(?:{_REMARK})?(?:{COUNTED})?[，,：:]?\s*{_WHEN}"
    return re.compile(rf"{lead}{serving(words, links=True)}{certain}\s*$")

"""Posts told behind a name without a verb: X，某院院长, X（某院院长）, X：社员、某院院长."""

from __future__ import annotations

import re
from functools import cache
from itertools import pairwise

from kg.memberships.model import Line, houses
from kg.patterns import any_of
from kg.rulewords import ServiceWords

# What a note on a life tells before posts: 男，汉族，某地人，1965年3月生，本科学历.
_LIFE = (
    r"(?:\s*[，,（(]\s*(?:男性?|女性?|[\u3400-\u9fff]{1,6}族|[\u3400-\u9fff]{2,8}人|\d{1,3}岁"
    r"|[\u3400-\u9fff]{1,6}(?:学历|学位)|(?:生于|出生于)?\d{4}年(?:\d{1,2}月)?(?:\d{1,2}日)?(?:出生|生)?))*"
)
_AGED = r"(?:\s*(?:今年|现年)?(?:\d{1,3}|[一二三四五六七八九十]{1,4})岁)?"
_LINK = r"(?:现为|现任|均为|均系|都是|系|是)?(?:一名|一位)?"
# Behind a place that a bracket says somebody is from.
_NATIVE = re.compile(r"[\u3400-\u9fff]{0,4}人[，,]")
# What numbers an entry before the names that open its line.
_NUMBER = re.compile(r"\s*(?:[（(]?[\d一二三四五六七八九十]{1,3}[)）]?[.．、]?)?\s*")
_LISTED = re.compile(r"\s*[、和与及]\s*")
_ENDS = "，,。；;）)"


def behind_address(line: Line, index: int) -> int:
    """The index behind the name at `index` and a title that only addresses: 吴天成教授|担任院长."""
    following = line.named[index + 1 : index + 2]
    words = line.rules.titles.service.address
    is_address = following and following[0].text in words and not line.gap(line.named[index], following[0])
    return index + 2 if is_address else index + 1


def behind_home(line: Line, index: int) -> int:
    """The index behind an address and a place that a bracket says somebody is from: X（某省|某地人，…）."""
    number = behind_address(line, index)
    place = line.named[number : number + 1]
    is_home = place and place[0].kind == "Place" and _NATIVE.match(line.text, place[0].span.end)
    return number + 1 if is_home else number


def is_apposed(line: Line, index: int) -> bool:
    """Whether posts stand behind the name at `index` in apposition, or in a bracket."""
    start = behind_home(line, index)
    if start >= len(line.named):
        return False
    gap = line.gap(line.named[behind_address(line, index) - 1], line.named[start])
    return _apposed(line.rules.titles.service).fullmatch(gap) is not None and _closes(line, start - 1)


@cache
def _apposed(words: ServiceWords) -> re.Pattern[str]:
    return re.compile(rf"{any_of(words.address)}?{_AGED}{_LIFE}[）)]?\s*[，,（(]\s*{_LINK}")


def is_profiled(line: Line, index: int) -> bool:
    """Whether names that open a line, up to `index`, are told of behind a colon or a space."""
    people, behind = line.named[: index + 1], line.named[index + 1 : index + 2]
    if not behind or not _profiled(line.rules.titles.service).fullmatch(line.gap(people[-1], behind[0])):
        return False
    opens = _NUMBER.fullmatch(line.text, line.span.begin, people[0].span.begin)
    listed = all(_LISTED.fullmatch(line.gap(left, right)) for left, right in pairwise(people))
    return bool(opens) and listed and all(m.kind == "Person" for m in people) and _closes(line, index)


@cache
def _profiled(words: ServiceWords) -> re.Pattern[str]:
    return re.compile(rf"{any_of(words.address)}?(?:\s*[：:]\s*|[ \u3000]+){_LINK}")


def _closes(line: Line, index: int) -> bool:
    """Whether behind `index` a chain of bodies and titles runs up to a comma, a bracket or the end."""
    last = line.named[index]
    titled = False
    for mention in line.named[index + 1 :]:
        if last is not line.named[index] and not houses(line.gap(last, mention)):
            break
        if mention.kind == "Person":
            return False
        titled = titled or mention.kind == "Title"
        last = mention
    return titled and (last.span.end >= line.span.end or line.text[last.span.end] in _ENDS)

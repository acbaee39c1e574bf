"""Names of people that their place alone proves, be they words: credits, brackets, lists that are counted."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from kg.mentions.model import Context
from kg.mentions.surroundings import ends_department, follows_mark, runs_into_name, surname_length
from kg.mentions.wording import is_behind_post, is_common_word, is_role
from kg.model import Span
from kg.patterns import HAN, any_of
from kg.rulewords import NameWords

_LONGEST_PLAIN, _LONGEST_COMPOUND = 3, 4
_NAME = rf"{HAN}{{2,4}}"
_LISTED = rf"(?:(?![和与及]){HAN}){{2,4}}"
# Behind a name in a bracket, what somebody is whatever else stands there: （女，43岁）, （右一）.
_BEING = re.compile(
    r"（(?:[男女](?=[，、；）])|\d{1,3}岁|\d0后|化名）|[\u3400-\u9fff]{1,4}族(?=[，、；）])"
    r"|[左右中后前]排?[一二三四五六七八九]?[）、])"
)
_BRACKET = re.compile(r"（[^（）\n]{2,25}）")
_BEFORE_BRACKET = re.compile(rf"{_NAME}(?=（)")
_NUMBERS = {"两": 2, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "十": 10}
_COUNTED = re.compile(
    rf"(?:(?<!{HAN})|(?<=[的员师生长记任委授士者友]))({_LISTED}(?:[、和与及]{_LISTED}?)+?)([两二三四五六七八九十])[位名人]"
)
_ROOM = "[内外儿骨眼妇产肤腔诊医染瘤吸液经尿醉像验药理复胃肠乳甲胸喉脑心肾疮痛]科"
_WARDS = re.compile(
    rf"(?:{HAN}{{0,5}}{_ROOM}{HAN}{{2,3}}[、和])+{HAN}{{0,5}}{_ROOM}{HAN}{{2,3}}(?=[，。；等]|$)"
)
_WARD = re.compile(rf"{_ROOM}({HAN}{{2,3}})(?=[、和，。；等]|$)")
_BYLINE = re.compile(
    rf"（{HAN}{{2,}}[会委处部科室院社局校心办队站团组厅] ({_NAME}(?:[、 ]{_NAME})*)）(?=\n|$)"
)
_BEHIND_COLON = re.compile(rf"： ?({_NAME}(?:[、，和 ]{_NAME})*)(?=[ ）；。，\n]|$)")
_NO_NAMES = ("place", "no name", "role", "party", "membership", "post")
_JOINTS = re.compile(r"[、，和与及 /]+")


def find_introduced(context: Context) -> list[Span]:
    """The names in order of place, of none that overlap but the first."""
    found = [*_in_credits(context), *_before_brackets(context), *_counted(context), *_of_wards(context)]
    kept: list[Span] = []
    for span in sorted(found):
        if not kept or span.begin >= kept[-1].end:
            kept.append(span)
    return kept


def _may_be_name(context: Context, span: Span) -> bool:
    """Whether a span begins with a family name, is as long as a name, and no role, place or room."""
    surname = surname_length(context, span.begin)
    longest = _LONGEST_COMPOUND if surname > 1 else _LONGEST_PLAIN
    if not surname or not surname < len(span) <= longest or is_role(context, span):
        return False
    hits = (context.hit_at(category, span.begin) for category in _NO_NAMES)
    if any(hit is not None and hit.span.end >= span.end for hit in hits):
        return False
    heads = context.hits_between("head", span.begin, span.end)
    return not any(h.span.end == span.end for h in heads) and not ends_department(
        context, span.end - 1, named=False
    )


def _parts(context: Context, begin: int, end: int) -> Iterator[Span]:
    """What stands between marks and words of lists."""
    at = begin
    for joint in (*_JOINTS.finditer(context.text, begin, end), None):
        stop = joint.start() if joint else end
        if stop > at:
            yield Span(at, stop)
        at = joint.end() if joint else end


def _in_credits(context: Context) -> Iterator[Span]:
    """Names behind a word of credits and a gap, or before one at the end: （供稿：齐欢）, （谷雨 文/图）."""
    for match in _credits(context.rules.names).finditer(context.text):
        for part in _parts(context, match.start(1), match.end(1)):
            if not _may_be_name(context, part):
                break
            yield part
    yield from _in_charge(context)
    yield from _in_bylines(context)
    for match in _credited(context.rules.names).finditer(context.text):
        span = Span(*match.span(1))
        if _may_be_name(context, span):
            yield span


def _in_charge(context: Context) -> Iterator[Span]:
    """Names behind a title and a colon, not all of them words: 负责人：苏小雨，."""
    ends = {hit.span.end for c in ("post", "membership", "role") for hit in context.hits[c]}
    for match in _BEHIND_COLON.finditer(context.text):
        parts = list(_parts(context, *match.span(1))) if match.start() in ends else []
        is_named = parts and all(_may_be_name(context, part) for part in parts)
        if is_named and not all(is_common_word(context, part) for part in parts):
            yield from parts


def _in_bylines(context: Context) -> Iterator[Span]:
    """Names behind a body and a space in a bracket at the end of a line: （某市委会宣传处 苏小雨）."""
    for match in _BYLINE.finditer(context.text):
        parts = list(_parts(context, *match.span(1)))
        if all(_may_be_name(context, part) for part in parts):
            yield from parts


@cache
def _credits(names: NameWords) -> re.Pattern[str]:
    signed = rf"(?:{any_of(names.signing)}[：: /]+|{any_of(names.reporting)} )"
    return re.compile(rf"{signed}({_NAME}(?:[、 ]{_NAME})*)(?=[ ，）；/\n]|$)")


@cache
def _credited(names: NameWords) -> re.Pattern[str]:
    return re.compile(rf"[ 　（/]({_NAME})[ 　/]?{any_of(names.credits)}(?=[）\n]|$)")


def _before_brackets(context: Context) -> Iterator[Span]:
    """Names between a mark or a title and a bracket that says who it is: ，王小满（女，43岁）."""
    for match in _BEFORE_BRACKET.finditer(context.text):
        end = match.end()
        for begin in range(match.start(), end - 1):
            span = Span(begin, end)
            is_titled = is_behind_post(context, begin) or context.hit_ending("role", begin) is not None
            if not (is_titled or follows_mark(context.text, begin)) or not _may_be_name(context, span):
                continue
            if _BEING.match(context.text, end) or (
                _tells_post(context, end) and (is_titled or not is_common_word(context, span))
            ):
                yield span
            break


def _tells_post(context: Context, begin: int) -> bool:
    """Whether the bracket that begins here says what somebody is: （某支部书记）."""
    bracket = _BRACKET.match(context.text, begin)
    if bracket is None:
        return False
    titles = (hit for c in ("post", "membership") for hit in context.hits_between(c, begin, bracket.end()))
    return any(hit.span.end == bracket.end() - 1 or context.text[hit.span.end] in "、，；" for hit in titles)


def _counted(context: Context) -> Iterator[Span]:
    """Names in a list that is counted and holds as many: 范围、段落、时光|三位|社员."""
    for match in _COUNTED.finditer(context.text):
        begin = match.start(1) + runs_into_name(context, match.start(1))
        parts = list(_parts(context, begin, match.end(1)))
        if len(parts) == _NUMBERS[match[2]] and all(_may_be_name(context, part) for part in parts):
            yield from parts


def _of_wards(context: Context) -> Iterator[Span]:
    """Names in a list behind their departments: 骨科|康明、儿科|陆小满."""
    for wards in _WARDS.finditer(context.text):
        for match in _WARD.finditer(context.text, wards.start(), wards.end()):
            span = Span(*match.span(1))
            if _may_be_name(context, span) and not is_common_word(context, span):
                yield span

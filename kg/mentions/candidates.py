"""Where names of people may begin, and how far each may reach."""

from __future__ import annotations

import re
from collections.abc import Iterator, Set
from functools import cache

from kg.mentions.model import Context
from kg.mentions.surroundings import (
    BEFORE_WORD,
    HYPHEN,
    OPEN,
    closure,
    ends_department,
    follows_mark,
    polite_end,
    runs_into_name,
    surname_length,
    syllables_end,
    title_in_name,
)
from kg.model import Span, Tag
from kg.patterns import any_of, opening
from kg.rulewords import NameWords

_HAN = re.compile(r"[\u3400-\u9fff]+")
_DEPARTMENT = re.compile(r"院[\u3400-\u9fff]{1,8}[科室]")
_LIST_MARK = re.compile(r"[、和及与 ]\s*")
_SHORTEST, _LONGEST = 2, 12
# Lengths of names without a dot, and how far a part behind a dot reaches where nothing ends it.
_PLAIN_LENGTHS = (2, 3, 4)
_LISTED_LENGTHS = (2, 3)
_LONGEST_LAST_PART = 5
# How many characters of a dotted name the tagger may cut off in front.
_LONGEST_CUT = 6
# How many it may cut off behind: 别克·阿合|买提|参与.
_LONGEST_CUT_END = 2
# How far behind a dotted run a word may end that shortens it.
_MARGIN = 6


def find_begins(context: Context, title_begins: Set[int], title_ends: Set[int]) -> set[int]:
    """The places at which a name may begin: by the tagger, beside titles and addresses, in lists."""
    tagged = {title_in_name(context, tag) or tag.begin for tag in context.tags if tag.label == "PER"}
    return (
        tagged
        | {begin - 1 for begin in tagged if _lacks_surname(context, begin, title_ends)}
        | {begin + 1 for begin in tagged if ends_department(context, begin) or runs_into_name(context, begin)}
        | set(_behind_departments(context, title_begins))
        | {end for end in title_ends if _is_common_surname(context, end)}
        | set(_before_titles(context, title_begins, title_ends))
        | set(_in_lists(context, title_begins))
        | set(_before_dots(context, title_ends))
        | {end for end in title_ends if syllables_end(context, end)}
        | {hit.span.begin - 1 for hit in context.hits["address"] if polite_end(context, hit.span.begin - 1)}
        | set(_with_compound(context))
        | {match.start() for match in _syllables(context.rules.names).finditer(context.text)}
    )


def find_ends(context: Context, begin: int) -> list[int]:
    """The places at which a name from `begin` may end, in order."""
    dotted = _hyphened_end(context, begin) or _dotted_end(context, begin)
    if dotted:
        return [dotted]
    tags = (
        tag
        for tag in context.tagged("PER", Span(begin, begin + 1))
        if begin in (tag.begin, title_in_name(context, tag))
    )
    ends = {tag.end - _address_at_end(context, tag) for tag in tags}
    if syllables := syllables_end(context, begin):
        ends.add(syllables)
    surname = surname_length(context, begin)
    if surname and (address := context.hit_at("address", begin + surname)):
        return [address.span.end]
    if surname:
        ends |= {begin + surname + 1, begin + surname + 2}
    return sorted(end for end in ends if _may_be_name(context.text, begin, end))


def _address_at_end(context: Context, tag: Tag) -> int:
    """How long an address is that the tagger takes into a name: 马云海|阿訇; 0 where it takes none."""
    words = context.rules.names.address
    if not context.text.endswith(words, tag.begin + _SHORTEST, tag.end):
        return 0
    return next((len(w) for w in words if context.text.endswith(w, tag.begin + _SHORTEST, tag.end)), 0)


def _may_be_name(text: str, begin: int, end: int) -> bool:
    fits = _SHORTEST <= end - begin <= _LONGEST and end <= len(text)
    return fits and _HAN.fullmatch(text, begin, end) is not None


def _is_common_surname(context: Context, place: int) -> bool:
    names, text = context.rules.names, context.text
    return text[place : place + 1] in names.common or text[place : place + 2] in names.compound


def _lacks_surname(context: Context, begin: int, title_ends: Set[int]) -> bool:
    """Whether the tagger's name lacks the family name that stands before it: 欧|阳明; a title has none."""
    if not begin or begin in title_ends or not surname_length(context, begin - 1):
        return False
    if context.text[begin - 1] in context.rules.names.wordlike and context.stops_between(begin - 1, begin):
        return False
    is_free = begin - 1 in title_ends or (begin > 1 and follows_mark(context.text, begin - 1))
    return is_free or not surname_length(context, begin)


def _before_titles(context: Context, title_begins: Set[int], title_ends: Set[int]) -> Iterator[int]:
    """Names between a mark or a title and a title or an address: ，韩小雨|医生."""
    for behind in title_begins | {hit.span.begin for hit in context.hits["address"]}:
        for begin in (behind - length for length in _PLAIN_LENGTHS):
            opens = begin >= 0 and (follows_mark(context.text, begin) or begin in title_ends)
            if opens and surname_length(context, begin):
                yield begin


def _behind_departments(context: Context, title_begins: Set[int]) -> Iterator[int]:
    """Names between a house's department and a title: 某医院呼吸科|陆远|主治医师."""
    for match in _DEPARTMENT.finditer(context.text):
        begin = match.end()
        if surname_length(context, begin) and any(begin + n in title_begins for n in _LISTED_LENGTHS):
            yield begin


def _in_lists(context: Context, title_begins: Set[int]) -> Iterator[int]:
    """Names behind a mark or word of lists that something behind them closes well."""
    for match in _LIST_MARK.finditer(context.text):
        begin = match.end()
        if surname_length(context, begin) and any(
            closure(context, begin + length, title_begins) >= BEFORE_WORD for length in _LISTED_LENGTHS
        ):
            yield begin


def _with_compound(context: Context) -> Iterator[int]:
    """Where a family name of two characters stands behind a mark."""
    for match in _compound(context.rules.names).finditer(context.text):
        if follows_mark(context.text, match.start()):
            yield match.start()


@cache
def _syllables(names: NameWords) -> re.Pattern[str]:
    """A name of two known parts: 次仁|平措."""
    part = any_of(sorted(names.parts))
    return re.compile(f"(?={opening(names.parts)})(?<![{re.escape(names.dots)}]){part}{part}")


@cache
def _dotted(names: NameWords) -> re.Pattern[str]:
    return re.compile(rf"[\u3400-\u9fff]{{1,8}}(?:[{re.escape(names.dots)}][\u3400-\u9fff]{{1,8}})+")


@cache
def _compound(names: NameWords) -> re.Pattern[str]:
    return re.compile(any_of(sorted(names.compound - names.compound_words)))


def _before_dots(context: Context, title_ends: Set[int]) -> Iterator[int]:
    """Where a name with dots begins whose begin the tagger cuts off: 护士|买买|提江·依明."""
    dots = context.rules.names.dots
    for tag in context.tags:
        if tag.label != "PER" or not any(dot in context.text[tag.begin : tag.end] for dot in dots):
            continue
        for begin in range(max(0, tag.begin - _LONGEST_CUT), tag.begin):
            opens = begin in title_ends or follows_mark(context.text, begin)
            opens = opens and context.rules.names.transcribed.issuperset(context.text[begin : tag.begin])
            within = range(begin + 1, tag.begin + 1)
            if opens and title_ends.isdisjoint(within) and not context.stops_between(begin, tag.begin):
                yield begin


def _hyphened_end(context: Context, begin: int) -> int | None:
    """Where the tagger's name with a hyphen ends that begins here: 迪亚洛-卡雷尔."""
    tags = (tag for tag in context.tagged("PER", Span(begin, begin + 1)) if tag.begin == begin)
    return next((tag.end for tag in tags if HYPHEN in context.text[begin : tag.end]), None)


def _dotted_end(context: Context, begin: int) -> int | None:
    """Where a name with dots ends: 阿依古丽·买买提|把; None where there is no dot."""
    text, dots = context.text, context.rules.names.dots
    match = _dotted(context.rules.names).match(text, begin)
    if not match:
        return None
    first_dot = next(at for at in range(begin, match.end()) if text[at] in dots)
    tagged = context.tagged("PER", Span(begin, match.end()))
    has_own = any(tag.begin == begin for tag in tagged)
    inside = [tag for tag in tagged if begin < tag.begin < first_dot < tag.end]
    if inside and (has_own or not context.rules.names.transcribed.issuperset(text[begin : inside[0].begin])):
        return None
    tags = [tag for tag in tagged if tag.begin == begin]
    last_part = begin + max(match[0].rfind(dot) for dot in dots) + 1
    words = [
        hit.span.begin
        for category in ("stop", "follow", "post", "action")
        for hit in context.hits_between(category, last_part + 1, match.end() + _MARGIN)
        if last_part + 2 <= hit.span.begin <= match.end()
    ]
    end = min(words, default=min(match.end(), last_part + _LONGEST_LAST_PART))
    for tag in tags:
        if tag.end <= match.end() and any(dot in text[begin : tag.end] for dot in dots):
            is_cut = 0 < end - tag.end <= _LONGEST_CUT_END and closure(context, tag.end, ()) == OPEN
            is_cut = is_cut and context.rules.names.transcribed.issuperset(text[tag.end : end])
            return end if is_cut and words else tag.end
    return end

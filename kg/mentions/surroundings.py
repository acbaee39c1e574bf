"""What stands around a name of a person: what may open and close one."""

from __future__ import annotations

import re
from collections.abc import Collection

from kg.mentions.model import Context
from kg.model import Span, Tag

# Marks and spaces that no name runs over.
MARKS = frozenset("，,。；;：:！!？?、（）()《》〈〉“”\"'’‘\n …—-/|【】[]〔〕")

_LISTED_PLACES = re.compile(
    r"(?:[、和][\u3400-\u9fff]{2,5}?)*"
    r"(?:等(?:地|多地|国(?!家)|多国)|[两三四五六七八九十][县市区省州](?![长委]))(?![\u3400-\u9fff]{0,2}[院校局])"
)
# Before names that the tagger sometimes takes in; hardly anybody is called so.
_PREPOSITIONS = frozenset("由让被把将给对")
_DEPARTMENT_ENDS = frozenset("科室")
# Marks behind which something begins that 和 may well join: 岳飞和|《满江红》.
_OPENING = frozenset("《〈“‘（(")
# How long names are that begin with a family name of two characters.
_COMPOUND = (3, 4)
# Behind a name, where somebody lives: 走进王大有|家中.
_AT_HOME = re.compile(r"家(?:[，。、；！？]|[的里中门院])")
# Behind a place: who comes from there.
_NATIVE = "籍"
_VILLAGES = ("村", "镇", "乡", "屯", "寨", "联圩", "圩堤")
_LONGEST_TOWN = 5
OWN_NATION = ("中", "国家", "全国")
"""How words for one's own nation begin."""
HYPHEN = "-"
"""What joins the parts of some foreign names."""

# How surely what follows ends a name, in tenths of a point: nothing or a mark or title, a word of doing, a
# stop of one character (在, 为: also in names), a common predicate. Set by hand, as the weights of scoring.
SHUT, BEFORE_WORD, BEFORE_COMMON_WORD, BEFORE_SHORT_STOP, OPEN = 15, 12, 10, 8, 0


def surname_length(context: Context, begin: int) -> int:
    """The length of the family name at a place: 2, 1, or 0 where there is none."""
    names, text = context.rules.names, context.text
    if text[begin : begin + 2] in names.compound:
        return 2
    first = text[begin : begin + 1]
    return 1 if first in names.common or first in names.wordlike else 0


def is_compound(context: Context, span: Span) -> bool:
    """Whether a name is a family name of two characters that is nothing else and one or two more."""
    names, surname = context.rules.names, context.text[span.begin : span.begin + 2]
    return len(span) in _COMPOUND and surname in names.compound and surname not in names.compound_words


def polite_end(context: Context, begin: int) -> int:
    """Where a family name with a word of address ends that begins here (，|孙|女士); 0 where none does.

    It begins behind a mark, 的 or a verb, and is not first of all a word.
    """
    names, text = context.rules.names, context.text
    address = context.hit_at("address", begin + 1)
    if address is None or address.word not in names.polite or text[begin] not in names.common:
        return 0
    opens = follows_mark(text, begin) or text[begin - 1] == "的" or context.hit_ending("post", begin)
    is_word = text[begin] in names.wordlike or context.stops_between(begin, begin + 1)
    return address.span.end if opens and not is_word else 0


def title_in_name(context: Context, tag: Tag) -> int:
    """Where a title ends with which the tagger begins a person's name: 旗长|巴图; 0 where there is none."""
    if tag.label != "PER":
        return 0
    title = context.hit_at("post", tag.begin) or context.hit_at("role", tag.begin)
    is_title = title is not None and len(title.word) > 1 and title.span.end < tag.end
    return title.span.end if title and is_title else 0


def ends_department(context: Context, place: int, named: bool = True) -> bool:
    """Whether a department ends with the character at a place and, if `named`, a family name follows."""
    return context.text[place] in _DEPARTMENT_ENDS and (not named or surname_length(context, place + 1) > 0)


def runs_into_name(context: Context, place: int) -> bool:
    """Whether a preposition stands before a family name where the tagger begins a name: 由|韩冬."""
    return context.text[place] in _PREPOSITIONS and surname_length(context, place + 1) > 0


def syllables_end(context: Context, begin: int) -> int:
    """Where a name of two known parts ends that begins here (次仁|平措); 0 where none does."""
    parts, text, middle = context.rules.names.parts, context.text, begin + 2
    return middle + 2 if text[begin:middle] in parts and text[middle : middle + 2] in parts else 0


def joins_nothing(context: Context, place: int) -> bool:
    """Whether 和 at a place is no "and", since what follows cannot be joined: 谢富和|在, 谢富和|，."""
    text, after = context.text, place + 1
    if text[place : place + 1] != "和":
        return False
    if after == len(text) or (text[after] in MARKS and text[after] not in _OPENING):
        return True
    return text.startswith(context.rules.names.unjoined, after)


def rules_place(context: Context, place: int) -> bool:
    """Whether the title of one who rules a place begins here: 某|市长."""
    title = context.hit_at("post", place)
    return title is not None and title.word in context.rules.titles.rules


def lists_places(text: str, end: int) -> bool:
    """Whether a name that ends at a place stands in a list of places: 米兰|、某某等地."""
    return _LISTED_PLACES.match(text, end) is not None


def may_be_place(context: Context, span: Span) -> bool:
    """Whether what the tagger takes for a body is a place: 某|市长, 米兰|、某某等地, 青浦|籍, 黄冈."""
    end = span.end
    if context.text.startswith(_NATIVE, end) or rules_place(context, end) or lists_places(context.text, end):
        return True
    noun, short = (context.hit_at(category, span.begin) for category in ("noun", "short place"))
    if (short and short.span == span and not noun) or _ends_as_place(context, span):
        return True
    is_shut = context.text.startswith("的", end) or closure(context, end, ()) == SHUT
    nation = context.hit_at("nation", span.begin) if is_shut else None
    if nation is None or nation.word.startswith(OWN_NATION):
        return False
    town = context.text[nation.span.end : end]
    return 1 < len(town) <= _LONGEST_TOWN and context.rules.names.transcribed.issuperset(town)


def _ends_as_place(context: Context, span: Span) -> bool:
    """Whether the last word is that of an area or a village: 汉口|火车站, 王家|村."""
    name, places = context.text_of(span), context.rules.places
    return name.endswith((*places.suffixes, *_VILLAGES)) and not name.endswith(places.generic)


def follows_mark(text: str, place: int) -> bool:
    """Whether a text or its part behind a mark begins at the place."""
    return place == 0 or text[place - 1] in MARKS


def closure(context: Context, end: int, title_begins: Collection[int]) -> int:
    """How well a name may end at a place, by what follows: one of the figures above."""
    text = context.text
    if end > len(text):
        return OPEN
    if end == len(text) or text[end] in MARKS or end in title_begins or context.hit_at("address", end):
        return SHUT
    if text[end].isdigit():
        return BEFORE_WORD
    stop = context.hit_at("stop", end)
    if stop:
        return BEFORE_WORD if len(stop.word) > 1 else BEFORE_SHORT_STOP
    if context.hit_at("action", end) or context.hit_at("follow", end):
        return BEFORE_WORD
    if _AT_HOME.match(text, end):
        return BEFORE_WORD
    return BEFORE_COMMON_WORD if context.hit_at("predicate", end) else OPEN

"""Places that stand for themselves: the tagger's, the known divisions, and areas known by their last word."""

from __future__ import annotations

import re
from collections.abc import Sequence, Set
from functools import cache

from kg.mentions.model import Context, Mention
from kg.mentions.spans import is_free, places_in
from kg.mentions.surroundings import follows_mark, lists_places, may_be_place
from kg.model import Span
from kg.patterns import any_of, word_at
from kg.places import PROVINCE
from kg.rulewords import PlaceWords

_COMPASS = re.compile(r"[东西南北中]{1,2}部$")
# Behind 区 these make a word with it: 县|区域, 市|区内.
_OF_DISTRICT = frozenset("域划间位别块级县内外里")
_COUNTRY = "中国"
# Behind a place these make the name of a meeting or an honour of it.
_OF_MEETING = re.compile(
    r"[省市县区州]?第[一二三四五六七八九十\d]+次[\u3400-\u9fff]{0,4}代表大会"
    r"|[\u3400-\u9fff]{0,14}(?:先进个人|先进集体|先进工作者|优秀共产党员|劳动模范|五一劳动奖章)"
)
_OPENING, _CLOSING = frozenset("“‘「"), frozenset("”’」")
_SHORTEST_AREA, _LONGEST_AREA = 2, 4
# How the names of places end of which the tagger cuts off the begin, and by how much.
_SMALL = ("村", "镇", "乡", "寨", "屯", "路", "街", "圩", "堤", "寺", "桥")
_LONGEST_CUT = 2
_VILLAGE = re.compile(r"[\u3400-\u9fff]{2,3}?([镇乡村])\1?")
# In the north a village has a long name: 巴彦宝力格|苏木.
_STEPPE = re.compile(r"(?:苏木|嘎查)(?![达长])")
_LONGEST_IN_STEPPE = 7
# Places that bear a common word as a name: 胜利|社区, 和平|村.
_CALLED_AREAS = "(?:社区|村|镇|乡(?![村镇])|街道|小区)"
# How what is called so goes on to its closing mark.
_CALLED = re.compile("([\u3400-\u9fff]{2,4})”")
# With these no name begins: 西关|路清真寺.
_ROADS = ("路", "街")


def find_places(context: Context, taken: Sequence[Span], titles: Sequence[Span]) -> list[Mention]:
    """Every place named in the text that no span of `taken`, `titles` among them, holds; none overlap."""
    covered = places_in(taken)
    begins = {title.begin for title in titles}
    tags = (
        _before_title(Span(t.begin, t.end), begins)
        for t in context.tags
        if t.label == "LOC" or (t.label == "ORG" and may_be_place(context, Span(t.begin, t.end)))
    )
    plain = (_without_number(context, _unquoted(context, s)) for s in tags if not _is_cut(context, s))
    whole = (_whole(context, s, covered) for s in plain)
    spans = {_with_part(context, _from_boundary(context, s, covered), covered) for s in whole}
    spans |= {_whole_division(context, h.span) for h in context.hits["place"]}
    spans |= {h.span for h in context.hits["country"]} | _find_areas(context) | _find_short(context)
    found: list[Span] = []
    for span in sorted(spans, key=lambda s: (s.begin, -s.end)):
        free = is_free(span, covered) and (not found or found[-1].end <= span.begin)
        if free and _is_name(context, span):
            found.append(span)
    return [context.mention(span, "Place", "Place") for span in found]


def _is_cut(context: Context, span: Span) -> bool:
    """Whether the tagger ends a place inside another word: 解热镇|痛."""
    return context.text.startswith(context.rules.places.cut, span.end - 1)


def _from_boundary(context: Context, span: Span, covered: Set[int]) -> Span:
    """A village or the like with one or two characters that the tagger cuts off in front: 在|塔勒|呼布镇."""
    is_small = context.text_of(span).endswith(_SMALL) and len(span) <= _LONGEST_AREA
    if not is_small or context.hit_at("place", span.begin):
        return span
    begin = _area_begin(context, span.begin, _LONGEST_CUT + 1)
    if begin is None or not 0 < span.begin - begin <= _LONGEST_CUT:
        return span
    cut = Span(begin, span.begin)
    words = (h for c in ("noun", "predicate", "follow") for h in context.hits_between(c, begin - 2, cut.end))
    is_word = any(hit.span.end > begin for hit in words)
    is_word = is_word and not context.text.startswith(_ROADS, span.begin)
    is_tagged = any(tag.begin < cut.end and begin < tag.end for tag in context.tags)
    is_verb = context.text.startswith(context.rules.places.before, begin)
    return span if is_word or is_tagged or is_verb or not is_free(cut, covered) else Span(begin, span.end)


def _is_name(context: Context, span: Span) -> bool:
    """Whether a place is called by a name of its own, not by a word for its kind, nor only describes."""
    name = context.text_of(span)
    words = context.rules.organizations
    if len(name) < 2 or name in words.heads or name in words.parties:
        return False
    if _is_generic(name, context.rules.places.generic):
        return False
    if _lies_in_word(context, span) or any(character.isdigit() for character in name):
        return False
    if context.text.startswith(context.rules.places.not_behind, span.end) or _opens_called(context, span):
        return False
    if _OF_MEETING.match(context.text, span.end):
        return False
    return name != _COUNTRY or not context.text.startswith(context.rules.places.described, span.end)


def _is_generic(name: str, generic: tuple[str, ...]) -> bool:
    """Whether a name is one or two words for kinds of places: 社区, 老旧|小区."""
    if not name.startswith(generic):
        return False
    return name in generic or any(name.startswith(w) and name[len(w) :] in generic for w in generic)


def _whole_division(context: Context, span: Span) -> Span:
    """A county that has become a district since: 沙县|区."""
    text, end = context.text, span.end
    is_district = (
        text[end - 1] in "县市"
        and text[end : end + 1] == "区"
        and text[end + 1 : end + 2] not in _OF_DISTRICT
    )
    return Span(span.begin, end + 1) if is_district else span


def _lies_in_word(context: Context, span: Span) -> bool:
    """Whether a longer common word holds the span: 众志|成城."""
    return any(
        hit.span.contains(span) and len(hit.span) > len(span)
        for category in ("noun", "predicate")
        for hit in context.hits_between(category, span.begin - _LONGEST_AREA, span.end + _LONGEST_AREA)
    )


def _find_short(context: Context) -> set[Span]:
    """Divisions by their short name, where the text has the full one or the tagger knows it elsewhere."""
    divisions = context.rules.divisions
    tagged = {context.text[t.begin : t.end] for t in context.tags if t.label == "LOC"}
    return {
        hit.span
        for hit in context.hits["short place"]
        if hit.word in tagged
        or lists_places(context.text, hit.span.end)
        or any(d.name in context.text for d in divisions.by_short_name[hit.word])
    }


def _opens_called(context: Context, span: Span) -> bool:
    """Whether a short place only opens what something is called in quotes: “南通|民进”, not “浙江|爸爸”."""
    opened = context.text[span.begin - 1 : span.begin] in _OPENING
    is_short = context.text_of(span) in context.rules.divisions.by_short_name
    called = _CALLED.match(context.text, span.end)
    if not (opened and is_short and called) or called[1].endswith(context.rules.places.endings):
        return False
    words = (context.hit_at(category, span.end) for category in ("noun", "predicate"))
    return not any(word is not None and word.span.end == called.end(1) for word in words)


def _unquoted(context: Context, span: Span) -> Span:
    """A place without the quotation mark that the tagger takes into it, and without what stands outside."""
    name = context.text_of(span)
    begin = span.begin + 1 if name[0] in _OPENING else span.begin
    closing = next((at for at, character in enumerate(name) if character in _CLOSING and at), len(name))
    return Span(begin, span.begin + closing)


def _without_number(context: Context, span: Span) -> Span:
    """A place without the house that is numbered in it: 某某社区|3号楼."""
    name = context.text_of(span)
    number = next((at for at, character in enumerate(name) if character.isdigit()), len(name))
    is_place = name[:number].endswith(context.rules.places.endings)
    return Span(span.begin, span.begin + number) if is_place else span


def _with_part(context: Context, span: Span, covered: Set[int]) -> Span:
    """A province with the town in it, which the tagger cuts off: 湖北|孝感."""
    part = context.hit_at("short place", span.end)
    levels = context.rules.organizations.levels
    if part is None or not is_free(part.span, covered) or context.text.startswith(levels, part.span.end):
        return span
    divisions = context.rules.divisions
    whole = {d.name for d in divisions.find(context.text_of(span)) if d.level == PROVINCE}
    is_inside = any(not whole.isdisjoint(d.path[:-1]) for d in divisions.by_short_name[part.word])
    return Span(span.begin, part.span.end) if is_inside else span


def _before_title(span: Span, begins: Set[int]) -> Span:
    """A place up to where a title begins that the tagger takes into it: 某|市长."""
    end = min((at for at in range(span.begin + _SHORTEST_AREA, span.end) if at in begins), default=span.end)
    return Span(span.begin, end)


def _whole(context: Context, span: Span, covered: Set[int]) -> Span:
    """A tagger's place with the word that ends its name (六和桥|社区) and without one of direction.

    `covered` are the characters of other names; 市 in 市场 and the like ends no name.
    """
    end = span.end + len(word_at(context.rules.places.endings, context.text, span.end))
    is_word = context.text.startswith(context.rules.places.no_endings, span.end)
    is_nation = context.text_of(span) in context.rules.organizations.nations
    if is_word or is_nation or not is_free(Span(span.end, end), covered):
        end = span.end
    return _without_direction(context, Span(span.begin, end))


def _without_direction(context: Context, span: Span) -> Span:
    """A place without a word of direction or extent behind it: 自治州|东南部, 望云山|一带."""
    name, extents = context.text_of(span), context.rules.places.extents
    compass = _COMPASS.search(name)
    cut = compass[0] if compass else next((word for word in extents if name.endswith(word)), "")
    return Span(span.begin, span.end - len(cut)) if len(cut) < len(span) - 1 else span


def _find_areas(context: Context) -> set[Span]:
    """Areas known by their last word (某某经开区, 某某社区) behind a name of two to four characters."""
    areas = set()
    for match in _suffix(context.rules.places).finditer(context.text):
        begin = _area_begin(context, match.start())
        if begin is not None and _names_area(context, begin, match.start()):
            areas.add(Span(begin, match.end()))
    return areas | _find_villages(context) | _find_steppe(context) | _find_called(context)


@cache
def _suffix(words: PlaceWords) -> re.Pattern[str]:
    return re.compile(any_of(words.suffixes))


def _find_steppe(context: Context) -> set[Span]:
    """Villages and towns of herders, behind a mark, a stop or a place: 巴彦宝力格|苏木."""
    found = set()
    for match in _STEPPE.finditer(context.text):
        end = match.start()
        places = [at for at in range(end - _LONGEST_IN_STEPPE, end) if context.hit_ending("place", at)]
        begin = places[-1] if places else _area_begin(context, end, _LONGEST_IN_STEPPE)
        if begin is not None and _names_area(context, begin, end):
            found.add(Span(begin, match.end()))
    return found


def _find_called(context: Context) -> set[Span]:
    """Communities and villages called by a common word, behind a mark, a stop or a place: 胜利|社区."""
    found = set()
    for match in _called(context.rules.places).finditer(context.text):
        begin, end = match.span()
        placed = context.hit_ending("place", begin) or context.stops_between(begin - 2, begin)
        if placed or follows_mark(context.text, begin):
            found.add(Span(begin, end))
    return found


@cache
def _called(words: PlaceWords) -> re.Pattern[str]:
    return re.compile(any_of(words.called) + _CALLED_AREAS)


def _find_villages(context: Context) -> set[Span]:
    """Towns and villages right behind the division that they lie in: 某市|界口镇."""
    villages = set()
    for division in context.hits["place"]:
        match = _VILLAGE.match(context.text, division.span.end)
        if match is None or context.text.startswith(context.rules.places.no_endings, match.end() - 1):
            continue
        begin, end = match.span()
        if not context.stops_between(begin, end) and _names_area(context, begin, end - 1):
            villages.add(Span(begin, end))
    return villages


def _area_begin(context: Context, end: int, longest: int = _LONGEST_AREA) -> int | None:
    """The place behind the last mark, place or stop before `end`; None where it lies too far off."""
    floor = max(0, end - longest)
    marks = [place + 1 for place in range(floor, end) if not "\u3400" <= context.text[place] <= "\u9fff"]
    stops = [stop.span.end for stop in context.stops_between(floor, end)]
    placed = [at for at in range(floor, end) if context.hit_ending("place", at)]
    begin = max([floor, *marks, *stops, *placed])
    return begin if begin > floor or floor in (0, *placed) else None


def _names_area(context: Context, begin: int, end: int) -> bool:
    """Whether what stands before an area's last word is a name: long enough, not general, no common word."""
    if end - begin < _SHORTEST_AREA or context.text.startswith(context.rules.places.generic, begin):
        return False
    return not any(context.hits_between(c, begin, end) for c in ("noun", "predicate", "follow"))

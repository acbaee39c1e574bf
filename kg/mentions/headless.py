"""Organizations whose names end in no head: parties, Latin names, and what the tagger alone knows."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import islice

from kg.mentions.acceptance import COUNTED, PREPOSITIONS, brings_in, follows_count, points
from kg.mentions.heads import former_branch
from kg.mentions.model import Context, Mention
from kg.mentions.spans import is_free, places_in
from kg.mentions.surroundings import SHUT, closure, follows_mark, is_compound, may_be_place
from kg.model import Span, Tag
from kg.patterns import find_all

_LATIN = re.compile(
    r"[A-Z][A-Za-z&.'-]*(?:\s+(?:of|for|the|and|in|on|de|&|[A-Z][A-Za-z&.'-]*))*\s+[A-Z][A-Za-z&.'-]*"
)
# A Chinese word that stands alone right before a Latin name.
_WORD_BEFORE = re.compile(r"(?<![\u3400-\u9fff])[\u3400-\u9fff]{2,4}$")
_LONGEST_WORD_BEFORE = 6
_LONGEST_ROOM = 5
# A figure in Chinese words is a quantity or a date: 帐篷120顶.
_FIGURE = re.compile(r"\d")
# 二十大, 十八届: a congress or its term by the number.
_CONGRESS = re.compile(r"(?:党的)?[一二三四五六七八九十]+[大届]")
# “X”牌轮椅, “X”HEM-3型血压计: a brand; “X”助学行动: what a body does, called so.
_CALLED_SO = re.compile(
    r"[”\"](?:牌|[A-Za-z0-9]|[\u3400-\u9fff]{0,2}型|[\u3400-\u9fff]{0,8}?"
    r"(?:行动|活动|项目|工程|计划|大赛|热线|品牌|模式|课堂|讲座|论坛|主题|理念|精神|口号))"
)
# 十五根: so many of something.
_NUMBERED = re.compile(
    r"[一两二三四五六七八九十百千万]+[根个只台件张条把块辆袋箱盒套本册支双头匹口份吨盏顶株棵]"
)
# 芦笙 中医科: a name and a department in a list.
_SPACED = re.compile(r"[\u3400-\u9fff]{2,4}\s+[\u3400-\u9fff]{1,8}[科室]")
_DEPARTMENT = re.compile(r"(?<=院)[\u3400-\u9fff]{2,8}[科室]\Z")
_LONGEST_PERSON = 3
# How far a title may begin before where the tagger ends a body in it.
_LONGEST_CUT = 3
_IN_LISTS = ("、", "和")
# Places of a name that are looked at.
_OFTEN = 20
_BEHIND_LISTED = ("、", "等", "，", "和")
_QUOTES = ("“", '"')
_OPENING = frozenset("【〔[▲●◆■")
# How far behind its begin a tagger's name may hold a word of doing that unmakes it.
_BEGIN = 4


def find_latin_names(context: Context, taken: Sequence[Span]) -> list[Mention]:
    """Bodies with Latin names, with what Chinese stands right before: 新加坡|SinoCare Foundation."""
    found, covered = [], places_in(taken)
    for match in _LATIN.finditer(context.text):
        latin, cls = Span(*match.span()), _class_of_latin(match[0], context)
        if cls and is_free(latin, covered):
            whole = Span(_latin_begin(context, latin.begin), latin.end)
            span = whole if is_free(whole, covered) else latin
            found.append(context.mention(span, "Organization", cls))
            covered |= places_in([span])
    return found


def find_parties(context: Context, taken: Sequence[Span]) -> list[Mention]:
    """Parties that stand alone, with the place before them; a short form only before a word of membership."""
    found, covered = [], places_in(taken)
    for hit in context.hits["party"]:
        is_short = hit.word in context.rules.organizations.short_parties
        if is_short and not context.hit_at("membership", hit.span.end):
            continue
        if context.hit_at("not head", hit.span.begin):
            continue
        if is_free(hit.span, covered):
            begin = _place_before(context, hit.span.begin)
            whole = Span(hit.span.begin if begin is None else begin, hit.span.end)
            span = whole if is_free(whole, covered) else hit.span
            found.append(context.mention(span, "Organization", "PartyOrganization"))
            covered |= places_in([span])
    return found


def find_tagged(context: Context, taken: Sequence[Span]) -> list[Mention]:
    """What the tagger calls an organization where neither head nor party explains it."""
    spans = [_body_of_tag(context, tag) for tag in context.tags if tag.label == "ORG"]
    covered = places_in(taken)
    return [
        context.mention(span, "Organization", "Organization")
        for span in spans
        if is_free(span, covered)
        and _is_likely(context, span)
        and not _is_own_branch(context, span)
        and not context.hits_between("party", span.begin, span.end + 1)
    ]


def _body_of_tag(context: Context, tag: Tag) -> Span:
    """A tag without a mark at its begin (【|某某会), a department (某院|呼吸科) or a branch of old."""
    begin = tag.begin + 1 if context.text[tag.begin] in _OPENING else tag.begin
    department = _DEPARTMENT.search(context.text[begin : tag.end])
    return Span(begin, tag.end - len(department[0] if department else former_branch(context, tag.end)))


def _class_of_latin(name: str, context: Context) -> str | None:
    """The class that a word of the name gives it; None where the name is no body's."""
    classes = context.rules.organizations.latin
    return next((cls for word, cls in classes.items() if re.search(rf"\b{word}\b", name)), None)


def _latin_begin(context: Context, begin: int) -> int:
    place = context.hit_ending("place", begin)
    if place:
        return place.span.begin
    for tag in context.tagged("LOC", Span(max(0, begin - 1), begin)):
        if tag.end == begin:
            return tag.begin
    before = _WORD_BEFORE.search(context.text[max(0, begin - _LONGEST_WORD_BEFORE) : begin])
    if before is None or _does(context, Span(begin - len(before[0]), begin)):
        return begin
    return begin - len(before[0])


def _does(context: Context, span: Span) -> bool:
    """Whether a stop or a word of doing lies in the span: 将捐赠方|Direct Relief."""
    words = context.hits_between("action", span.begin, span.end)
    return bool(words or context.stops_between(span.begin, span.end))


def _place_before(context: Context, end: int) -> int | None:
    tags = context.tagged("ORG", Span(end, end + 1))
    if tags and tags[0].begin < end and not context.stops_between(tags[0].begin, end):
        return tags[0].begin
    place = context.hit_ending("place", end) or context.hit_ending("short place", end)
    return place.span.begin if place else None


def _is_likely(context: Context, span: Span) -> bool:
    """Whether a name that only the tagger knows is one: no word, room, person or clause."""
    name, words = context.text_of(span), context.rules.organizations
    if name in words.titled or _cuts_title(context, span.end):
        return False
    if _is_called_so(context, span) or _NUMBERED.fullmatch(name) or _SPACED.fullmatch(name):
        return False
    if name[1:] in words.heads and name[0] in PREPOSITIONS:
        return False
    if len(name) < 2 or _CONGRESS.fullmatch(name) or _is_word(context, span) or _is_person(context, span):
        return False
    if (
        _is_room(context, name)
        or _is_place(context, span)
        or _FIGURE.search(name)
        or name.endswith(words.general_ends)
        or _is_cut(name)
    ):
        return False
    generic = tuple(word for word in context.rules.organizations.generic if len(word) > 1)
    if (
        COUNTED.search(name)
        or follows_count(context.text, span.begin)
        or points(context, span.begin)
        or name.startswith(generic)
    ):
        return False
    return not _holds_clause(context, span)


def _is_called_so(context: Context, span: Span) -> bool:
    """Whether a name in quotation marks is a brand's, or what something is called that a body does."""
    opened = context.text[span.begin - 1 : span.begin] in _QUOTES
    return opened and (_CALLED_SO.match(context.text, span.end) is not None or brings_in(context, span))


def _is_room(context: Context, name: str) -> bool:
    """Whether a short name is that of a room of a house or a group in it, not of a body: 药学部, 护理组."""
    words = context.rules.organizations
    return len(name) <= _LONGEST_ROOM and name.endswith(words.rooms) and name not in words.heads


def _is_place(context: Context, span: Span) -> bool:
    """Whether the tagger's body is a division or a foreign town, or stands in a list of places."""
    place = context.hit_at("place", span.begin)
    return (place is not None and place.span == span) or may_be_place(context, span)


def _cuts_title(context: Context, end: int) -> bool:
    """Whether the tagger's name of a body ends inside a title: 统战部|长."""
    merging = context.rules.titles.service.merging
    titles = context.hits_from("post", max(0, end - _LONGEST_CUT), end)
    return any(t.span.end > end and t.word not in merging for t in titles)


def _is_own_branch(context: Context, span: Span) -> bool:
    """Whether a party's committee or branch is that of a house not named here: 院|党委, 党总支."""
    words = context.rules.titles.service
    titled = context.hit_at("post", span.end) is not None
    houses = ("", *words.houses) if titled else ("",)
    return context.text_of(span) in {
        f"{house}{part}" for house in houses for part in (*words.party_rooms, *words.branches)
    }


def _is_cut(name: str) -> bool:
    """Whether a bracket of the name is open."""
    return name.count("（") + name.count("(") != name.count("）") + name.count(")")


def _is_word(context: Context, span: Span) -> bool:
    """Whether two characters begin a common word."""
    return len(span) < 3 and any(context.hit_at(c, span.begin) for c in ("predicate", "noun"))


def _is_person(context: Context, span: Span) -> bool:
    """Whether a short name with a family name stands behind a title or among names of people."""
    if is_compound(context, span) and follows_mark(context.text, span.begin):
        return closure(context, span.end, ()) == SHUT
    if len(span) > _LONGEST_PERSON or context.text[span.begin] not in context.rules.names.common:
        return False
    titled = any(context.hit_ending(c, span.begin) for c in ("post", "membership"))
    return (
        titled
        or _is_owned(context, span)
        or _is_listed_with_person(context, span)
        or _is_titled(context, span)
    )


def _is_titled(context: Context, span: Span) -> bool:
    """Whether the text elsewhere says a title before the name: 总经理|练学军."""
    places = islice(find_all(context.text_of(span), context.text), _OFTEN)
    return any(context.hit_ending("post", at) for at in places)


def _is_owned(context: Context, span: Span) -> bool:
    """Whether the span stands behind a body and 的 and before a mark of lists: 某中心的|夏冰、."""
    if not context.text.endswith("的", 0, span.begin) or not context.text.startswith(
        _BEHIND_LISTED, span.end
    ):
        return False
    return any(
        tag.end == span.begin - 1 for tag in context.tagged("ORG", Span(span.begin - 2, span.begin - 1))
    )


def _is_listed_with_person(context: Context, span: Span) -> bool:
    """Whether a list mark joins the span to a name of a person: 褚良、步青云."""
    text = context.text
    after = text.startswith(_IN_LISTS, span.end) and any(
        tag.begin == span.end + 1 for tag in context.tagged("PER", Span(span.end + 1, span.end + 2))
    )
    before = text.endswith(_IN_LISTS, 0, span.begin) and any(
        tag.end == span.begin - 1
        for tag in context.tagged("PER", Span(max(0, span.begin - 2), span.begin - 1))
    )
    return after or before


def _holds_clause(context: Context, span: Span) -> bool:
    """Whether a verb, a word of membership or a word that is no head lies in the span."""
    of_nation = context.hit_at("nation", span.begin) is not None
    if any(
        h.span.end < span.end or not of_nation for h in context.hits_between("not head", span.begin, span.end)
    ):
        return True
    if context.hit_ending("post", span.end) or context.hits_between("membership", span.begin, span.end + 1):
        return True
    acts = context.hits_between("follow", span.begin, span.begin + _BEGIN)
    if any(len(h.word) > 1 or (h.span.begin == span.begin and not of_nation) for h in acts):
        return True
    soft = context.rules.grammar.soft
    stops = context.stops_between(span.begin, span.end)
    return any(stop.word not in soft or stop.span.end == span.end for stop in stops)

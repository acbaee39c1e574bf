"""How far the name of an organization reaches to the left of its head."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kg.lexicon import Hit
from kg.mentions.acceptance import COUNTED, accept
from kg.mentions.begins import with_begin
from kg.mentions.model import Context, Mention
from kg.mentions.surroundings import follows_mark, surname_length
from kg.model import Span, Tag

_BREAK = re.compile(r"[^\u3400-\u9fffA-Za-z0-9·•“”\"&㐀-䶿()（）-]")
_CLOSING = {"(": ")", "（": "）", "“": "”", '"': '"'}
_BRACKETED = re.compile(r"[(（]([^()（）]*)[)）]")
_OPENS, _CLOSES = re.compile("[(（]"), re.compile("[)）]")
_BRACKET_AT_END = re.compile(r"[(（][^()（）]{1,6}[)）]")
_BRACKET_INSIDE = re.compile(r"[\u3400-\u9fff]{0,4}[(（][^()（）]{1,6}[)）][\u3400-\u9fff]{0,4}")
_LIST_OR_BRACKET = re.compile(r"[、,，（()）“”]")
_AND = frozenset("和与及")
_PREPOSITIONS = frozenset("以由将从向对把被让请经为给受赴到在")
# Stops that no name of a body holds.
_NEVER_IN_NAMES = frozenset("的了在是被把让着过称并而但")
_LEVELS = ("省", "市", "县", "区")
# A branch by its number: 直属三|支部, 第六|支社.
_BY_NUMBER = re.compile(r"(?:[省市县区]?直属?|第)[一二三四五六七八九十]+\Z")
_BRANCHES = ("支部", "支社", "总支", "分社")
# Before the name of a hospital or school that starts with a place: 附属|瑞金医院.
_ATTACHED = "附属"
# 3M|中国有限公司
_LATIN = re.compile(r"\d{0,3}[A-Za-z][A-Za-z0-9&]*")
_DATE = re.compile(r"\d+[年月日时]电?|[一二三四五六七八九十]+日电")
LONGEST_HEAD = 10
LONGEST_BEFORE_HEAD = 36
_LONGEST_PERSON = 4
# How many characters the tagger may cut off in front of a body behind its level.
_LONGEST_CUT = 6
# A bracket with more characters than this is a remark, not part of a name.
_LONGEST_IN_BRACKETS = 6
# How many characters may stand between a body and the head of its part: 医院红谷滩|分院.
_LONGEST_GAP = 8
# 九三学社|社员之家: a party's name may reach so far into the head.
_PARTY_IN_HEAD = 4


def left_edge(context: Context, head: Hit, before: Mention | None, works: Sequence[Span]) -> int | None:
    """Where the name with this head begins, or None where the head names nothing.

    `before` is the organization found last; the name begins where it does if the head goes on with it.
    """
    begin = head.span.begin
    floor = _floor(context, head, works)
    tag = _last_tag_into(context, floor, head.span)
    edge = _after_stops(context, floor, begin, tag)
    party = _party_at(context, edge, begin)
    if before and _joins(context, before, head, edge):
        return before.span.begin
    if before and edge < before.span.end <= begin:
        edge = before.span.end
        party = _party_at(context, edge, begin)
    places = _places_between(context, edge, begin)
    start = _likely_start(edge, party, places, tag.begin if tag else None)
    inside = context.hits_between("inside", edge, begin)
    if start != party and any(h.span.begin < start < h.span.end for h in inside):
        start = edge
    if context.text[edge:start] in _LEVELS or _goes_on_from_level(context, edge, start, begin):
        start = edge
    if (number := _BY_NUMBER.search(context.text[edge:begin])) and head.word in _BRANCHES:
        start = min(start, edge + number.start())
    if context.text.endswith(_ATTACHED, edge, start):
        start -= len(_ATTACHED)
    if (
        _LATIN.fullmatch(context.text, edge, start)
        and context.rules.organizations.heads[head.word] == "Company"
    ):
        start = edge
    if _opens_before(context.text[start:begin]):
        start = tag.begin if tag and edge <= tag.begin < start else edge
    start = with_begin(context, start, edge, head)
    if before and start == before.span.end and context.text[start] in _AND:
        start += 1
    return accept(context, start, head, bool(tag), bool(places) or party is not None)


def _floor(context: Context, head: Hit, works: Sequence[Span]) -> int:
    """The leftmost place that a name with this head could reach.

    Marks, works, people and words of membership end what stands before them, as does an open bracket.
    """
    begin = head.span.begin
    floor = max(0, begin - LONGEST_BEFORE_HEAD)
    ends = [match.end() for match in _BREAK.finditer(context.text, floor, begin)]
    ends += [work.end for work in works if work.end <= begin]
    ends += [match.end() for match in _DATE.finditer(context.text, floor, begin)]
    floor = max([floor, *ends])
    named = context.rules.titles.membership
    ends = [h.span.end for h in context.hits_between("membership", floor, begin) if named[h.word]]
    floor = max([floor, *ends])
    people = [t for t in context.tagged("PER", Span(floor, begin)) if _ends_name(context, t, begin)]
    floor = max([floor, *(t.end for t in people if not _founded(context, t, head))])
    return _after_brackets(context.text, floor, begin)


def _founded(context: Context, person: Tag, head: Hit) -> bool:
    """Whether a shop is called by the name that stands right before its head: 王老吉|药业."""
    return person.end == head.span.begin and context.rules.organizations.heads[head.word] == "Company"


def _ends_name(context: Context, person: Tag, begin: int) -> bool:
    """Whether a person's name before a head is no part of the body's: it is short, whole, and tagged once."""
    span = Span(person.begin, person.end)
    return person.end <= begin and len(span) <= _LONGEST_PERSON and not context.tagged("ORG", span)


def _after_brackets(text: str, floor: int, begin: int) -> int:
    """The place behind the last bracket or quote that is open at `begin`, and behind bracketed remarks."""
    for opening, closing in _CLOSING.items():
        at = text.rfind(opening, floor, begin)
        if at >= 0 and closing not in text[at + 1 : begin]:
            floor = max(floor, at + 1)
    start = floor
    for match in _BRACKETED.finditer(text[start:begin]):
        # 韩国友利银行（中国）有限公司: a short bracket after a word is part of the name.
        if len(match[1]) > _LONGEST_IN_BRACKETS or match.start() == 0:
            floor = start + match.end()
    return floor


def _last_tag_into(context: Context, floor: int, head: Span) -> Tag | None:
    """The last tag of an organization that reaches into the head."""
    tags = [tag for tag in context.tagged("ORG", Span(floor, head.end)) if tag.end > head.begin]
    return tags[-1] if tags else None


def _after_stops(context: Context, floor: int, begin: int, tag: Tag | None) -> int:
    """The place behind the last stop between `floor` and the head.

    A soft stop (与, 及) is none inside the tagger's name, nor where a place stands before a long one.
    """
    places = [p for c in ("place", "short place") for p in context.hits_between(c, floor, begin)]
    for stop in reversed(context.stops_between(floor, begin)):
        if stop.word in context.rules.grammar.verbs_between and _is_between(context, stop.span):
            return stop.span.end
        is_soft = (
            (stop.word in context.rules.grammar.soft or _lies_in_name(context, stop, tag, begin))
            and not _leads(context, stop)
            and not _serves(context, stop)
        )
        in_tag = tag is not None and tag.begin <= stop.span.begin and not _joins_nations(context, stop)
        after_place = len(stop.word) > 1 and any(p.span.end <= stop.span.begin for p in places)
        if not (is_soft and (in_tag or after_place)):
            return stop.span.end
    return floor


def _opens_before(name: str) -> bool:
    """Whether a bracket closes in a name that opens before it: 康达（|中国）有限公司."""
    closes, opens = _CLOSES.search(name), _OPENS.search(name)
    return closes is not None and (opens is None or opens.start() > closes.start())


def _goes_on_from_level(context: Context, edge: int, start: int, begin: int) -> bool:
    """Whether a level opens what the tagger cuts off in front: 捐给|市残疾人|福利基金会."""
    is_near = 0 < start - edge <= _LONGEST_CUT and start < begin
    opens = is_near and context.text.startswith(_LEVELS, edge) and not context.hit_at("place", edge)
    return opens and not any(context.hits_between(c, edge, start) for c in ("follow", "predicate", "action"))


def _lies_in_name(context: Context, stop: Hit, tag: Tag | None, begin: int) -> bool:
    """Whether a short stop lies in what the tagger names from its place to its head: 某市天|问|事务所."""
    if tag is None or len(stop.word) > 1 or stop.word in _NEVER_IN_NAMES or tag.end <= begin:
        return False
    return tag.begin <= stop.span.begin - 1 and _begins_body(context, tag.begin)


def _leads(context: Context, stop: Hit) -> bool:
    """Whether a preposition stands before a body's name: 某市以|市人民医院为主."""
    if stop.word not in _PREPOSITIONS:
        return False
    return _begins_body(context, stop.span.end) or context.text.startswith(_LEVELS, stop.span.end)


def _serves(context: Context, stop: Hit) -> bool:
    """Whether 任 stands behind a name at the begin of a clause: 蒙海峰|任|临时党支部书记."""
    begins = (stop.span.begin - length for length in (2, 3))
    return stop.word == "任" and any(
        begin >= 0 and follows_mark(context.text, begin) and surname_length(context, begin)
        for begin in begins
    )


def _joins_nations(context: Context, stop: Hit) -> bool:
    """Whether 和 stands before a nation's body: 英国某药厂|和|美国某公司."""
    return stop.word in _AND and context.hit_at("nation", stop.span.end) is not None


def _is_between(context: Context, verb: Span) -> bool:
    """Whether a verb stands behind one body or before another: 疾控中心|捐赠, 联合|某市商会."""
    heads = context.hits_between("head", verb.begin - LONGEST_HEAD, verb.begin)
    return any(head.span.end == verb.begin for head in heads) or _begins_body(context, verb.end)


def _begins_body(context: Context, place: int) -> bool:
    """Whether a name may begin here: with a party, a place or a nation."""
    return any(context.hit_at(c, place) for c in ("party", "place", "short place", "nation"))


def _party_at(context: Context, edge: int, begin: int) -> int | None:
    hits = context.hits_between("party", edge, begin + _PARTY_IN_HEAD)
    return hits[0].span.begin if hits else None


def _joins(context: Context, before: Mention, head: Hit, edge: int) -> bool:
    """Whether a head goes on with the body before it: 第四人民医院|救援队, 市委|统战部, 医院红谷滩|分院."""
    if before.span.end < edge or before.span.begin >= head.span.begin:
        return False
    gap = context.text[before.span.end : head.span.begin]
    words = context.rules.organizations
    if context.hits_between("party", before.span.end, head.span.begin):
        return False
    if COUNTED.match(gap) and not context.hit_at("place", before.span.end):
        return False
    tags = context.tagged("ORG", Span(before.span.end - 1, head.span.end))
    is_tagged = any(t.begin < before.span.end and t.end >= head.span.end for t in tags)
    if not gap:
        if head.word in words.tagged_only:
            return is_tagged
        return head.word in words.parts or head.word not in words.alone
    if _BRACKET_AT_END.fullmatch(gap):
        return True
    acts = context.rules.grammar.verbs_between
    if is_tagged and _BRACKET_INSIDE.fullmatch(gap):
        return True
    if _LIST_OR_BRACKET.search(gap) or gap in words.under or any(verb in gap for verb in acts):
        return False
    if is_tagged:
        return True
    return len(gap) <= _LONGEST_GAP and head.word in words.parts


def _places_between(context: Context, edge: int, begin: int) -> list[int]:
    """Where the places begin that stand between the edge and the head, by the tagger and by the lexicon."""
    tags = context.tagged("LOC", Span(edge, begin)) if edge < begin else []
    hits = [h for c in ("place", "short place", "nation") for h in context.hits_between(c, edge, begin + 1)]
    begins = [t.begin for t in tags] + [h.span.begin for h in hits if h.span.begin < begin]
    return [place for place in begins if place >= edge]


def _likely_start(edge: int, party: int | None, places: Sequence[int], tag: int | None) -> int:
    """Where a name begins: with its party, place or tag, whichever is first; a party outdoes the tag."""
    if party is not None:
        return min([party, *places])
    if tag is not None and tag >= edge:
        return min([tag, *places])
    return min(places, default=edge)

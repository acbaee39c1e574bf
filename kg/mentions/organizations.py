"""Names of organizations: a head, and how far the name reaches to its left.

The tagger sees where a name may lie, the rulebook knows how names are made: place, level, party, ordinal,
matter, head. Either alone is often wrong at the left edge (传达九三学社省委); together they are not.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from kg.lexicon import Hit
from kg.mentions.edges import left_edge
from kg.mentions.headless import find_latin_names, find_parties, find_tagged
from kg.mentions.heads import find_heads, former_branch, is_of_party, is_room
from kg.mentions.model import Context, Mention
from kg.mentions.shared import find_sharing
from kg.mentions.shortnames import find_short_names
from kg.mentions.spans import begins_at, is_free, places_in
from kg.model import Span

_BRACKET = re.compile(r"[(（][^()（）]{2,6}[)）]")
# 某医院|（东院）: one of the houses of a hospital or a school.
_SITE = re.compile(r"[(（](?:[东西南北中新老总本]院区?|[\u3400-\u9fff]{2,6}(?:院区|校区|分院))[)）]")
_SPACES, _SPACE = (" ", "\u3000"), re.compile(r"(?<=[\u3400-\u9fff])[ \u3000](?=[\u3400-\u9fff])")
# A party's name with no more characters may be another word's end.
_LONGEST_SHORT = 1
_BRANCH, _HOSPITAL = "分院", "医院"
# 某省|第十二届|政协
_TERM = re.compile(r"第[一二三四五六七八九十\d]+届(?=人大|政协|人民代表大会)")


def find_organizations(context: Context, works: Sequence[Span], titles: Sequence[Span]) -> list[Mention]:
    """Every organization named in the text, in order of place.

    `works` and `titles` are ordered and never overlap. No name lies in a work; titles tell where a word is
    no head but a title's.
    """
    found = _find_headed(context, works, titles)
    found = sorted([*found, *find_sharing(context, found)])
    found += find_latin_names(context, [*works, *(m.span for m in found)])
    tagged = find_tagged(context, [*works, *(m.span for m in found)])
    tagged += find_short_names(context, sorted([*found, *tagged]))
    parties = find_parties(context, [m.span for m in (*found, *tagged)])
    return sorted([*found, *tagged, *parties])


def _find_headed(context: Context, works: Sequence[Span], titles: Sequence[Span]) -> list[Mention]:
    """Names that end in a head; one that reaches into an earlier one takes it in."""
    found: list[Mention] = []
    in_works = places_in(works)
    for head in find_heads(context, titles):
        if not is_free(head.span, in_works) or (found and _belongs(context, found[-1], head, titles)):
            continue
        edge = left_edge(context, head, found[-1] if found else None, works)
        if edge is None or _is_own_party(context, Span(edge, head.span.begin), head, titles):
            continue
        span = Span(_over_space(context, edge, head), _with_bracket(context, head.span.end))
        while found and found[-1].span.end > span.begin:
            span = Span(min(span.begin, found.pop().span.begin), span.end)
        cls = _class_of(context, head, span)
        found.append(Mention(span, "Organization", cls, _without_time(context, span)))
    return found


def _over_space(context: Context, begin: int, head: Hit) -> int:
    """Where a name begins that a space parts from its place or party: 某市 |某某合作社, 民盟 |某市委."""
    at = begin - 1
    if at < 1 or context.text[at] not in _SPACES:
        return begin
    party = context.hit_ending("party", at)
    if party and len(party.word) > _LONGEST_SHORT and context.hit_at("place", begin):
        return party.span.begin
    placed = any(context.hit_at(c, begin) for c in ("place", "short place", "party", "nation"))
    if placed or head.word in context.rules.organizations.alone:
        return begin
    places = [t.begin for t in context.tagged("LOC", Span(at - 1, at)) if t.end == at]
    if division := context.hit_ending("place", at):
        places.append(division.span.begin)
    return min(places, default=begin)


def _class_of(context: Context, head: Hit, span: Span) -> str:
    """What a head makes of a name; a branch of a hospital is one, too: 某医院|某某分院."""
    if head.word == _BRANCH and _HOSPITAL in context.text_of(span):
        return "Hospital"
    return context.rules.organizations.heads[head.word]


def _without_time(context: Context, span: Span) -> str:
    """The name at a span, without a word of time before a branch (某村|原|党支部), a term and spaces."""
    former = former_branch(context, span.end)
    times = context.rules.titles.temporal
    branch = former.removeprefix(max((t for t in times if former.startswith(t)), key=len, default=""))
    name = context.text_of(Span(span.begin, span.end - len(former))) + branch
    return _TERM.sub("", _SPACE.sub("", name))


def _belongs(context: Context, before: Mention, head: Hit, titles: Sequence[Span]) -> bool:
    """Whether a head lies in the name before it, or only names a room of that body."""
    return before.span.contains(head.span) or is_room(context, before, head, titles)


def _is_own_party(context: Context, before: Span, head: Hit, titles: Sequence[Span]) -> bool:
    """Whether a party's committee before its officers is that of a house not named here: 院|党委|书记."""
    is_open = context.text_of(before) in ("", *context.rules.titles.service.houses)
    return is_open and is_of_party(context, head) and begins_at(head.span.end, titles)


def _with_bracket(context: Context, end: int) -> int:
    """Where a name ends that the tagger takes to go on with one more bracket: 某某医药|（集团）."""
    if site := _SITE.match(context.text, end):
        return site.end()
    bracket = _BRACKET.match(context.text, end)
    if bracket is None:
        return end
    if context.text_of(Span(bracket.start() + 1, bracket.end() - 1)) in context.rules.divisions.by_short_name:
        return bracket.end()
    tags = context.tagged("ORG", Span(end - 1, end))
    return bracket.end() if any(t.end >= bracket.end() - 1 for t in tags) else end

"""Heads: the words that end names of organizations, where they end one."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from functools import cache

from kg.lexicon import Hit
from kg.mentions.model import Context, Mention
from kg.mentions.spans import begins_at, ends_at, is_cut_at
from kg.mentions.wording import runs_over
from kg.model import Span
from kg.patterns import any_of
from kg.rulewords import OrganizationWords, TitleWords

_ROOM = re.compile(r"[\u3400-\u9fffA-Za-z]{0,10}")
# A centre with more characters before its head is a body of its own: 某大学|学生心理健康教育与咨询|中心.
_LONGEST_ROOM = 4
# 某某省委|第八届|委员会 is 某某省委 in its eighth term.
_SESSION = re.compile(r"[省市县区州社盟]委第[一二三四五六七八九十\d]+届\Z")
# 某村原|党支部: the branch of a village is a body, whoever led it before.
_VILLAGES = ("村", "社区")
_PARTY_BODIES = ("党委", "支部")
# More characters than a word of time and a party's branch have.
_LONGEST_FORMER = 8
# 某大学|校园: no university is a 大学校.
_UNIVERSITY, _SCHOOL = "大学", "学校"
# How far a word that only looks like a head may reach beyond it on either side.
_MARGIN = 4


def find_heads(context: Context, titles: Sequence[Span]) -> list[Hit]:
    """Heads that end a name, in order of place; overlapping ones run together: 市委|委员会 is 市委员会.

    `titles` are ordered and never overlap.
    """
    hits = sorted(context.hits["head"], key=lambda h: (h.span.end, h.span.begin))
    heads: list[Hit] = []
    for hit in hits:
        is_cut = _runs_on(context, hit, titles) or _runs_into_place(context, hit)
        if is_cut or _begins_in_stop(context, hit.span.begin):
            continue
        if not heads or heads[-1].span.end <= hit.span.begin:
            heads.append(hit)
        elif heads[-1].word.endswith(_UNIVERSITY) and hit.word == _SCHOOL:
            continue
        elif not heads[-1].span.contains(hit.span) or hit.span.end > heads[-1].span.end:
            heads[-1] = _run_together(context, heads[-1], hit)
    return heads


def is_room(context: Context, before: Mention, head: Hit, titles: Sequence[Span]) -> bool:
    """Whether a head only names a room of the body before it: 某公司|办公室|主任, 某医院|透析中心.

    A party's committee in a house is one before its officers: 某医院|党委|书记.
    """
    if head.span.begin < before.span.end:
        return False
    gap = context.text[before.span.end : head.span.begin]
    titled = begins_at(head.span.end, titles)
    if titled and not gap and head.word in context.rules.titles.service.party_rooms:
        return before.cls != "PartyOrganization"
    if head.word not in context.rules.organizations.inner:
        return False
    if not gap and head.word in context.rules.organizations.alone:
        return True
    if gap.isalpha() and gap.isascii():
        return True
    if not _ROOM.fullmatch(gap) or (gap and not titled and _is_tagged_whole(context, before, head)):
        return False
    if before.cls == "Hospital":
        return True
    if len(gap) > _LONGEST_ROOM and head.word.endswith("中心"):
        return False
    if gap and before.text in context.rules.organizations.alone:
        return False
    acts = context.hits_between("follow", before.span.end, head.span.begin)
    return titled and not gap.endswith(_PARTY_BODIES) and not acts


def _is_tagged_whole(context: Context, before: Mention, head: Hit) -> bool:
    """Whether the tagger's name of one body holds all from a body to a head: 某某医院|发展中心."""
    tags = context.tagged("ORG", head.span)
    return any(t.begin <= before.span.begin and t.end == head.span.end for t in tags)


def former_branch(context: Context, end: int) -> str:
    """某公司|原党支部|书记: a word of time and a party's branch that end here belong with it to the title."""
    match = _former(context.rules.titles).search(context.text[max(0, end - _LONGEST_FORMER) : end])
    return match[0] if match else ""


@cache
def _former(words: TitleWords) -> re.Pattern[str]:
    parts = (*words.service.party_rooms, *words.service.branches)
    return re.compile(rf"{any_of(words.temporal)}{any_of(parts)}$")


def is_of_party(context: Context, head: Hit) -> bool:
    """Whether a head is a party's committee or branch, as most houses have one."""
    words = context.rules.titles.service
    return head.word in words.party_rooms or head.word in words.branches


def _run_together(context: Context, first: Hit, second: Hit) -> Hit:
    """One head from two that overlap; its word is the whole where that is a head, else the second's."""
    span = Span(min(first.span.begin, second.span.begin), second.span.end)
    whole = context.text_of(span)
    return Hit(span, whole if whole in context.rules.organizations.heads else second.word)


def _runs_on(context: Context, hit: Hit, titles: Sequence[Span]) -> bool:
    """Whether what looks like a head goes on as another word (信息科|技, 工作组|长) or is part of a title."""
    words = context.rules.organizations
    after = context.text[hit.span.end : hit.span.end + 1]
    titled = begins_at(hit.span.end, titles)
    if after and not titled and after in _not_before(words, hit.word):
        return True
    if _runs_out_of_person(context, hit.span, titles):
        return True
    if context.hit_ending("not head", hit.span.end) or _lies_in_longer(context, hit.span):
        return True
    if titled and (former := former_branch(context, hit.span.end)):
        return not context.text.endswith(_VILLAGES, 0, hit.span.end - len(former))
    if is_cut_at(hit.span.end, titles) or _SESSION.search(
        context.text[max(0, hit.span.begin - 8) : hit.span.begin]
    ):
        return True
    return words.heads[hit.word] == "Department" and titled


@cache
def _not_before(words: OrganizationWords, head: str) -> str:
    """The characters that go on from a head to another word."""
    end = max((end for end in words.not_before if head.endswith(end)), key=len, default="")
    return words.not_before.get(end, "")


def _runs_out_of_person(context: Context, span: Span, titles: Sequence[Span]) -> bool:
    """Whether a span begins inside a titled name that the tagger knows, and goes on: 院长祝瀚|文联|系."""
    named = context.tagged("PER", Span(span.begin, span.begin + 1))
    return any(t.begin < span.begin < t.end < span.end and ends_at(t.begin, titles) for t in named)


def _lies_in_longer(context: Context, span: Span) -> bool:
    """Whether a word that is no head holds the span and goes on behind it."""
    return any(
        other.span.contains(span) and other.span.end > span.end
        for other in context.hits_between("not head", max(0, span.begin - _MARGIN), span.end + _MARGIN)
    )


def _runs_into_place(context: Context, hit: Hit) -> bool:
    """Whether a place begins in what looks like a head and goes on behind it: 联合|会宁县."""
    return runs_over(context, "place", hit.span.begin + 1, hit.span.end)


def _begins_in_stop(context: Context, place: int) -> bool:
    """Whether a verb runs into what looks like a head: 上报|社."""
    index = bisect_left(context.begins.get("free stop", ()), place)
    return index > 0 and context.hits["free stop"][index - 1].span.end > place

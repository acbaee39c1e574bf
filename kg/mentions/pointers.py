"""Words that point to what is named elsewhere: 该院, 社员们, 他."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from kg.mentions.model import Context, Mention
from kg.mentions.spans import is_free, places_in
from kg.model import Span

# 他 inside 其他, 他国, 他人, 他乡, 他日, 他的 points to nobody.
_PRONOUN = re.compile(r"他们(?<!其他们)|她们|他(?<!其他)(?![国人乡日的])|她(?!们)")
# 该县 names a place again; 该县长 and 该县城 do not.
_THAT_PLACE = re.compile("该(?:社区|街道|[村镇乡县市区])(?![民委长城级区府])")
# Before 我们 where it is the body that writes, to which something goes: not 帮我们, 和我们, 我们党.
_BEFORE_US = ("给", "为", "向")
_FIRMS = ("企业", "单位", "家庭", "商家")
# Before the body of a member, what tells of one person.
_OF_ONE = re.compile(r"(?:[是为系]|[一1]名|[，,、])[^，,。；、是为系]{2,18}\Z")
_CLAUSE_ENDS = ("。", "；", "，", ",", "")
_LONGEST_HEAD, _REACH = 6, 20
# What joins a word of membership to a name or a further title: 社员、, 会员代表.
_JOINERS = ("、", "，", ",", "）", ")", "代")


def find_pointers(context: Context, taken: Sequence[Span]) -> list[Mention]:
    """Words for bodies, for members as a body, and pronouns, that overlap no span of `taken`.

    Where two overlap (支社|社员), the word for a body stands.
    """
    found: list[Mention] = []
    covered = places_in(taken)
    for pointer in _all_pointers(context):
        if is_free(pointer.span, covered):
            found.append(pointer)
            covered |= places_in([pointer.span])
    return found


def _all_pointers(context: Context) -> Iterator[Mention]:
    classes = context.rules.organizations.pointers
    for hit in context.hits["pointer"]:
        if not _is_part(context, hit.span):
            yield Mention(hit.span, "Organization", classes[hit.word], hit.word)
    for hit in context.hits["members"]:
        if context.text.startswith(_FIRMS, hit.span.end):
            continue
        yield Mention(hit.span, "Members", "Members", hit.word)
    for match in _THAT_PLACE.finditer(context.text):
        yield context.mention(Span(*match.span()), "Place", "Place")
    for match in _PRONOUN.finditer(context.text):
        yield context.mention(Span(*match.span()), "Pronoun", "Pronoun")


def without_bodies_of_members(
    context: Context, titles: Sequence[Mention], persons: Sequence[Mention]
) -> list[Mention]:
    """Drop words of membership that mean the members as a body: 广大社员, 会员们, not 社员、X nor X社员."""
    names = {p.span.begin for p in persons}
    ends = {p.span.end for p in persons}
    bodies = [
        hit.span
        for hit in context.hits["members"]
        if hit.span.end not in names
        and not (context.text.startswith("的", hit.span.end) and hit.span.end + 1 in names)
        and not context.text.startswith(_JOINERS, hit.span.end)
        and not _has_title_behind(titles, hit.span)
        and not (
            hit.word in context.rules.titles.membership
            and (hit.span.begin in ends or _closes_clause(context, hit.span))
        )
    ]
    return [t for t in titles if not any(body.contains(t.span) for body in bodies)]


def _closes_clause(context: Context, span: Span) -> bool:
    """Whether a clause ends with a body and a word for one of its members: 是一名某社|社员。"""
    text = context.text
    if text[span.end : span.end + 1] not in _CLAUSE_ENDS or not _OF_ONE.search(
        text[max(0, span.begin - _REACH) : span.begin]
    ):
        return False
    heads = context.hits_between("head", span.begin - _LONGEST_HEAD, span.begin)
    ends = {head.span.end for head in heads} | {
        h.span.end for h in context.hits_between("party", span.begin - 4, span.begin)
    }
    return span.begin in ends


def _has_title_behind(titles: Sequence[Mention], span: Span) -> bool:
    """Whether another title follows at once: 会员兼理事."""
    return any(span.end <= t.span.begin <= span.end + 1 for t in titles)


def _is_part(context: Context, span: Span) -> bool:
    """Whether a word that could point is part of another: 大学校园, 各公司, 一家医院, 乡村|学校, 帮|我们."""
    text, words = context.text, context.rules.organizations
    if context.text_of(span) == "我们":
        return not text.endswith(_BEFORE_US, 0, span.begin) or text.startswith(("党", "国"), span.end)
    before = (*words.part_before, *words.part_kinds)
    return text.endswith(before, 0, span.begin) or text.startswith(words.part_after, span.end)

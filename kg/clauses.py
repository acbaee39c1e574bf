"""Who a clause is about: the small grammar from which agents, receivers and places are read."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from kg.mentions import Context, Mention
from kg.model import Span
from kg.rulebook import Rulebook

ACTORS = ("Person", "Organization", "Members", "Pronoun", "Pointer")


@dataclass(frozen=True, slots=True)
class Actors:
    """One or several mentions, joined in a list, that play one part in a clause.

    `role` is subject, to, through, by, at or object; `weight` says how surely.
    """

    mentions: tuple[Mention, ...]
    span: Span
    role: str
    weight: float


def read_actors(context: Context, clause: Span, mentions: Sequence[Mention]) -> list[Actors]:
    """The groups of actors of a clause in order, each with the part it plays.

    `mentions` are those of the clause in order of place; a body that only tells where a person serves is
    no actor of its own.
    """
    text = context.text
    heads = [m for i, m in enumerate(mentions) if _is_head(context, mentions, i)]
    groups: list[list[Mention]] = []
    for head in heads:
        if groups and _is_listed(text, groups[-1][-1], head, mentions):
            groups[-1].append(head)
        else:
            groups.append([head])
    result = []
    for group in groups:
        begin = _phrase_begin(context, clause, group[0], mentions)
        role, weight = _role(context, clause, begin, group[-1])
        result.append(Actors(tuple(group), Span(begin, group[-1].span.end), role, weight))
    return result


def _is_head(context: Context, mentions: Sequence[Mention], index: int) -> bool:
    """Whether a mention acts itself; a body before a title only tells where the titled person serves."""
    text, mention = context.text, mentions[index]
    if mention.kind == "Person" and text.startswith(_WHERE, mention.span.end):
        return False
    if mention.kind == "Place":
        return index + 1 == len(mentions) or mentions[index + 1].span.begin > mention.span.end
    if mention.kind not in ACTORS:
        return False
    if mention.kind == "Organization" and index + 1 < len(mentions):
        after = mentions[index + 1]
        gap = text[mention.span.end : after.span.begin]
        plain = re.fullmatch(r"[\u3400-\u9fff]{0,6}", gap) and not context.hits_between(
            "predicate", mention.span.end, after.span.begin
        )
        if after.kind == "Title" and (_INNER.fullmatch(gap) or plain):
            return after.text in context.rules.titles.membership and not _names_someone(
                text, mentions[index + 1 :]
            )
        if (
            after.kind in ("Person", "Members")
            and len(gap) <= 8
            and not re.search(r"[，,、和与]", gap)
            and (not gap or gap[-1] in "科室部处的全广 ")
        ):
            return False
    return True


def _names_someone(text: str, chain: Sequence[Mention]) -> bool:
    """Whether a chain of titles and bodies leads up to a name."""
    for left, right in zip(chain, chain[1:], strict=False):
        if len(text[left.span.end : right.span.begin]) > 6:
            return False
        if right.kind == "Person":
            return True
        if right.kind not in ("Title", "Organization", "Place"):
            return False
    return False


def _is_listed(text: str, before: Mention, head: Mention, mentions: Sequence[Mention]) -> bool:
    """Whether two heads stand in a list, whatever titles and bodies lie between them."""
    gap = ""
    at = before.span.end
    for mention in mentions:
        if before.span.end <= mention.span.begin and mention.span.end <= head.span.begin:
            gap += text[at : mention.span.begin]
            if mention.kind not in ("Title", "Organization", "Place"):
                return False
            at = mention.span.end
    gap += text[at : head.span.begin]
    if before.kind == "Place" or head.kind == "Place":
        return before.kind == head.kind and gap.strip() in ("、", "和", "与", "及")
    if (
        before.kind == head.kind == "Person"
        and re.match(r"\s*(?:同志)?[，,]", gap)
        and head.span.begin - before.span.end > 3
    ):
        return any(
            m.kind == "Title" and before.span.end <= m.span.begin and m.span.end == head.span.begin
            for m in mentions
        )
    return len(gap) <= 12 and bool(
        re.match(r"\s*(?:同志|老师|先生|女士)?\s*(?:、|和|与|及|以及|暨|携手|联合|会同|协同)", gap)
    )


def _phrase_begin(context: Context, clause: Span, head: Mention, mentions: Sequence[Mention]) -> int:
    """Where the phrase begins whose head this is: bodies, titles and plain nouns in front belong to it."""
    text, begin = context.text, head.span.begin
    before = [m for m in mentions if m.span.end <= head.span.begin]
    while True:
        left = next((m for m in reversed(before) if m.span.end <= begin), None)
        gap = text[left.span.end : begin] if left else ""
        if left and left.kind == "Person" and gap in _WHERE:
            begin = left.span.begin
            continue
        if (
            left
            and left.kind in ("Title", "Organization", "Place")
            and len(gap) <= 6
            and (not gap.strip() or _INNER.fullmatch(gap))
        ):
            begin = left.span.begin
            continue
        at = begin - 1 if text[begin - 1 : begin] == "、" else begin
        word = next((w for w in _WHOLE if text.endswith(w, clause.begin, begin)), "")
        noun = (
            None
            if word
            else context.hit_ending("role", at)
            or (context.hit_ending("noun", at) if head.kind == "Person" else None)
        )
        if not word and not (noun and noun.span.begin >= clause.begin):
            return begin
        begin = begin - len(word) if word else noun.span.begin if noun else begin


_INNER = re.compile(r"[、兼的暨]|[\u3400-\u9fff]{1,6}[科室部处]|的?(?:全体|广大|机关)")
_WHERE = ("所在的", "任职的", "工作的", "所属的", "创办的", "担任院长的", "担任校长的")
_WHOLE = (
    "全体",
    "广大",
    "部分",
    "全市",
    "全省",
    "全区",
    "全县",
    "各级",
    "我市",
    "我省",
    "我",
    "原",
    "老",
    "其",
    "另有",
    "还有",
    "仅",
    "来自",
    "另一位",
    "还有一位",
    "一位",
    "一名",
    "这位",
    "两位",
    "几位",
    "第一位",
    "年轻",
    "知名",
    "著名",
    "优秀",
    "爱国",
)


_LEAD = re.compile(
    r"(?:[0-9一二三四五六七八九十]+[、.．是)）]|[（(]?[0-9一二三四五六七八九十]+[)）])?[“”\"'\s　【】\]》]*$"
)


def _role(context: Context, clause: Span, begin: int, last: Mention) -> tuple[str, float]:
    text, grammar = context.text, context.rules.grammar
    lead = text[clause.begin : begin].rstrip('“"')
    for role, words in (("through", grammar.through), ("to", grammar.to), ("at", grammar.at)):
        for word in sorted(words, key=len, reverse=True):
            if lead.endswith(word):
                return ("by", 1.0) if word == "由" and role == "through" else (role, 1.0)
    if lead.endswith("被"):
        return "by", 0.8
    if lead.endswith(("受", "应", "获")):
        return "object", 0.3
    stripped = _strip_openers(lead, grammar.openers)
    if not stripped or _LEAD.fullmatch(stripped):
        return "subject", 0.4 if text.startswith("的", last.span.end) else 1.0
    if last.kind == "Person" and stripped.endswith("的") and not _acts(context, clause.begin, begin):
        return "subject", 0.9
    if (
        last.kind in ("Person", "Organization")
        and last.span.end == clause.end
        and stripped[-1] in "的、"
        and not _acts(context, clause.begin, begin)
    ):
        return "subject", 0.9
    return "object", 0.3


def _acts(context: Context, begin: int, end: int) -> bool:
    """Whether a trigger stands between two places: what follows is then rather its object."""
    return any(
        context.hits_between(f"action {r.cls}", begin, end) for r in context.rules.actions if not r.general
    )


def _strip_openers(lead: str, openers: Sequence[str]) -> str:
    """What remains of the words before a subject when dates and openers are taken off."""
    while True:
        lead = lead.strip('“”" 　【】])）')
        shorter = re.sub(
            r"(?:至|到|—|-)?(?:(?:19|20)?\d{2}年)?(?:\d{1,2}月(?:\d{1,2}[日号])?|\d{1,2}[日号]|\d{4}年)(?:\d{1,2}[时点]\d{0,2}分?)?(?:以来|起|至今|前后|初|底|中旬|上旬|下旬)?$",
            "",
            lead,
        )
        for word in openers:
            if shorter.endswith(word):
                shorter = shorter[: -len(word)]
                break
        if shorter == lead:
            return lead
        lead = shorter

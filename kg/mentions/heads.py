"""Heads: the words that end names of organizations, where they end one."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

from kg.lexicon import Hit
from kg.mentions.model import Context, Mention
from kg.mentions.spans import begins_at, is_cut_at
from kg.model import Span

_ROOM = re.compile(r"[\u3400-\u9fffA-Za-z]{0,10}")
_PARTY_BODIES = ("党委", "支部")
# How far a word that only looks like a head may reach beyond it on either side.
_MARGIN = 4


def find_heads(context: Context, titles: Sequence[Span]) -> list[Hit]:
    """Heads that end a name, in order of place; overlapping ones run together: 市委|委员会 is 市委员会.

    `titles` are ordered and never overlap.
    """
    hits = sorted(context.hits["head"], key=lambda h: (h.span.end, h.span.begin))
    heads: list[Hit] = []
    for hit in hits:
        if _runs_on(context, hit, titles) or _begins_in_stop(context, hit.span.begin):
            continue
        if not heads or heads[-1].span.end <= hit.span.begin:
            heads.append(hit)
        elif not heads[-1].span.contains(hit.span) or hit.span.end > heads[-1].span.end:
            heads[-1] = _run_together(context, heads[-1], hit)
    return heads


def is_room(context: Context, before: Mention, head: Hit, titles: Sequence[Span]) -> bool:
    """Whether a head only names a room of the body before it: 某公司|办公室|主任, 某医院|透析中心."""
    if head.word not in context.rules.organizations.inner or head.span.begin < before.span.end:
        return False
    gap = context.text[before.span.end : head.span.begin]
    if not _ROOM.fullmatch(gap):
        return False
    if before.cls == "Hospital":
        return True
    acts = context.hits_between("follow", before.span.end, head.span.begin)
    return begins_at(head.span.end, titles) and not gap.endswith(_PARTY_BODIES) and not acts


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
    if (
        after
        and not titled
        and any(hit.word.endswith(end) and after in follow for end, follow in words.not_before.items())
    ):
        return True
    if context.hit_ending("not head", hit.span.end) or _lies_in_longer(context, hit.span):
        return True
    if is_cut_at(hit.span.end, titles):
        return True
    return words.heads[hit.word] == "Department" and titled


def _lies_in_longer(context: Context, span: Span) -> bool:
    """Whether a word that is no head holds the span and goes on behind it."""
    return any(
        other.span.contains(span) and other.span.end > span.end
        for other in context.hits_between("not head", max(0, span.begin - _MARGIN), span.end + _MARGIN)
    )


def _begins_in_stop(context: Context, place: int) -> bool:
    """Whether a verb runs into what looks like a head: 上报|社."""
    index = bisect_left(context.stops, place, key=lambda s: s.span.begin)
    return index > 0 and context.stops[index - 1].span.end > place

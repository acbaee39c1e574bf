"""Names whose head stands only behind the last of a list: 某市第一、|第二人民医院, 火神山、|雷神山医院."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kg.mentions.model import Context, Mention
from kg.mentions.spans import is_free, places_in
from kg.model import Span

# Classes whose names run in such lists, and what the head is called that they share.
_HEADS = {"Hospital": "医院", "School": "中学"}
_ORDINAL = re.compile(r"第[一二三四五六七八九十\d]+")
_NUMBERED = re.compile(r"((?:[\u3400-\u9fff]{2,12}?[省市县区州旗])?第[一二三四五六七八九十\d]+)[、和与及]\Z")
_NAMED = re.compile(r"(?:^|[^\u3400-\u9fff]|[到往达给向助援由])([\u3400-\u9fff]{2,4})[、和与及]\Z")
_LONGEST = 18


def find_sharing(context: Context, found: Sequence[Mention]) -> list[Mention]:
    """The names before those `found` that share their heads, each with the head written out in its text.

    `found` are ordered and never overlap.
    """
    covered = places_in(m.span for m in found)
    sharing: list[Mention] = []
    for mention in found:
        right: Mention | None = mention
        while right and (right := _name_before(context, right)) and is_free(right.span, covered):
            sharing.append(right)
    return sharing


def _name_before(context: Context, right: Mention) -> Mention | None:
    """The name that a list mark parts from one on its right whose head it shares."""
    head = _HEADS.get(right.cls)
    if head is None or not right.text.endswith(head):
        return None
    before = context.text[max(0, right.span.begin - _LONGEST) : right.span.begin]
    ordinal = _ORDINAL.match(right.text)
    match = (_NUMBERED if ordinal else _NAMED).search(before)
    if match is None:
        return None
    span = Span(right.span.begin - len(before) + match.start(1), right.span.begin - 1)
    rest = right.text[ordinal.end() :] if ordinal else head
    is_sure = ordinal is not None or _is_name(context, span, right, head)
    return Mention(span, "Organization", right.cls, match[1] + rest) if is_sure else None


def _is_name(context: Context, span: Span, right: Mention, head: str) -> bool:
    """Whether the tagger takes the span for a name, and neither it nor the one on the right is a town's."""
    tagged = any(
        (t.begin, t.end) == (span.begin, span.end) for c in ("LOC", "ORG") for t in context.tagged(c, span)
    )
    divisions = ("place", "short place", "nation")
    known = any(context.hit_at(c, at) for c in divisions for at in (span.begin, right.span.begin))
    return tagged and not known and len(right.text) - len(head) == len(span)

"""Words that point to what is named elsewhere: 该院, 社员们, 他."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kg.mentions.model import Context, Mention
from kg.mentions.spans import touches
from kg.model import Span

# 他 inside 其他, 他国, 他人, 他乡, 他日, 他的 points to nobody.
_PRONOUN = re.compile(r"(?<!其)他们|她们|(?<!其)他(?![国人乡日的])|她(?!们)")
# What stands around a word that could point where it is part of another: 大学校园, 各公司, 一家医院.
_PART_OF_BEFORE = tuple("各每家所个多些某大中小内外等高全本该类子总分")
_PART_OF_AFTER = tuple("生园舍里内外门区友风纪训规务长士龄级")
# What joins a word of membership to a name or a further title: 社员、, 会员代表.
_JOINERS = ("、", "，", ",", "代")


def find_pointers(context: Context, taken: Sequence[Span]) -> list[Mention]:
    """Words for bodies, for members as a body and pronouns that no span of `taken` holds."""
    classes = context.rules.organizations.pointers
    pointers = [
        *(
            Mention(hit.span, "Organization", classes[hit.word], hit.word)
            for hit in context.hits["pointer"]
            if not _is_part(context.text, hit.span)
        ),
        *(Mention(hit.span, "Members", "Members", hit.word) for hit in context.hits["members"]),
        *(
            context.mention(Span(*match.span()), "Pronoun", "Pronoun")
            for match in _PRONOUN.finditer(context.text)
        ),
    ]
    return [pointer for pointer in pointers if not touches(pointer.span, taken)]


def without_bodies_of_members(
    context: Context, titles: Sequence[Mention], persons: Sequence[Mention]
) -> list[Mention]:
    """Drop words of membership that mean the members as a body: 广大社员, 会员们, not 社员、X or 社员X."""
    names = {p.span.begin for p in persons}
    bodies = [
        hit.span
        for hit in context.hits["members"]
        if hit.span.end not in names
        and not context.text.startswith(_JOINERS, hit.span.end)
        and not _has_title_behind(titles, hit.span)
    ]
    return [t for t in titles if not any(body.contains(t.span) for body in bodies)]


def _has_title_behind(titles: Sequence[Mention], span: Span) -> bool:
    """Whether another title follows at once: 会员兼理事."""
    return any(span.end <= t.span.begin <= span.end + 1 for t in titles)


def _is_part(text: str, span: Span) -> bool:
    """Whether a word that could point is part of another: 大学校园, 医院内, 各公司, 一家医院."""
    return text.endswith(_PART_OF_BEFORE, 0, span.begin) or text.startswith(_PART_OF_AFTER, span.end)

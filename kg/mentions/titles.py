"""Titles: a post, rank or word of membership with what belongs to it in front."""

from __future__ import annotations

from kg.mentions.model import Context, Mention
from kg.model import Span


def find_titles(context: Context) -> list[Mention]:
    """Every title with its modifiers (常务副院长), without departments, in order of place."""
    found: list[Mention] = []
    for category, cls in (("post", "Title"), ("membership", "Title")):
        for hit in context.hits[category]:
            before = context.rules.titles.only_after.get(hit.word)
            if before and not context.text.endswith(before, 0, hit.span.begin):
                continue
            begin = _with_modifiers(context, hit.span.begin)
            found.append(Mention(Span(begin, hit.span.end), "Title", cls, context.text[begin : hit.span.end]))
    return _longest(sorted(found, key=lambda m: (m.span.begin, -m.span.end)))


def _with_modifiers(context: Context, begin: int) -> int:
    moved = True
    while moved:
        moved = False
        for word in sorted(context.rules.titles.modifiers, key=len, reverse=True):
            if begin >= len(word) and context.text.endswith(word, 0, begin):
                begin, moved = begin - len(word), True
                break
    return begin


def _longest(mentions: list[Mention]) -> list[Mention]:
    kept: list[Mention] = []
    for mention in mentions:
        if kept and mention.span.begin < kept[-1].span.end:
            if mention.span.end > kept[-1].span.end:
                kept[-1] = Mention(
                    Span(kept[-1].span.begin, mention.span.end),
                    "Title",
                    "Title",
                    context_text(kept[-1], mention),
                )
            continue
        kept.append(mention)
    return kept


def context_text(first: Mention, second: Mention) -> str:
    """The text of two overlapping mentions taken as one."""
    overlap = first.span.end - second.span.begin
    return first.text + second.text[overlap:]


def extend_departments(
    context: Context, titles: list[Mention], organizations: list[Mention], taken: list[Span]
) -> list[Mention]:
    """Put the department in front of a title to it: 呼吸内科|主任, where a name or a break stands before."""
    ends = {m.span.end: m for m in organizations}
    blocked = {i for s in taken for i in range(s.begin, s.end)}
    departments = tuple(context.rules.titles.departments)
    extended = []
    for title in titles:
        begin = title.span.begin
        if begin in ends:
            extended.append(title)
            continue
        floor = max(0, begin - 14)
        start = None
        for at in range(begin - 1, floor - 1, -1):
            char = context.text[at]
            if at in blocked or not ("\u3400" <= char <= "\u9fff" or char.isalnum()):
                start = at + 1
                break
            if at + 1 in ends and at + 1 < begin:
                start = at + 1
                break
        else:
            start = floor if floor == 0 else None
        pointer = context.hit_at("pointer", start) if start is not None else None
        if pointer and pointer.span.end < begin:
            start = pointer.span.end
        part = context.text[start:begin] if start is not None and start < begin else ""
        if part and part.endswith(departments) and not _has_stop(context, start or 0, begin):
            extended.append(Mention(Span(start or 0, title.span.end), "Title", "Title", part + title.text))
        else:
            extended.append(title)
    return extended


def _has_stop(context: Context, begin: int, end: int) -> bool:
    return any(
        begin <= s.span.begin and s.span.end <= end and s.word not in context.rules.grammar.soft
        for s in context.stops
    )

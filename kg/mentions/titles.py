"""Titles: a post, rank or word of membership with what belongs to it in front."""

from __future__ import annotations

from collections.abc import Sequence

from kg.mentions.model import Context, Mention
from kg.mentions.spans import places_in
from kg.model import Span

_LONGEST_DEPARTMENT = 14


def find_titles(context: Context) -> list[Mention]:
    """Every title with its modifiers (常务副院长), without departments, in order of place; none overlap."""
    only_after = context.rules.titles.only_after
    spans = [
        Span(_with_modifiers(context, hit.span.begin), hit.span.end)
        for category in ("post", "membership")
        for hit in context.hits[category]
        if context.text.endswith(only_after.get(hit.word, ""), 0, hit.span.begin)
    ]
    return [context.mention(span, "Title", "Title") for span in _run_together(spans)]


def extend_departments(
    context: Context, titles: Sequence[Mention], organizations: Sequence[Mention], taken: Sequence[Span]
) -> list[Mention]:
    """Put the department in front of a title to it: 呼吸内科|主任, where a name or a break stands before.

    `taken` are the spans of names; a title right behind an organization stays as it is.
    """
    ends = {m.span.end for m in organizations}
    blocked = places_in(taken)
    departments = tuple(context.rules.titles.departments)

    def extend(title: Mention) -> Mention:
        begin = _department_begin(context, title.span.begin, blocked, ends)
        if begin is None or not context.text.endswith(departments, begin, title.span.begin):
            return title
        return context.mention(Span(begin, title.span.end), "Title", "Title")

    return [extend(title) for title in titles]


def _with_modifiers(context: Context, begin: int) -> int:
    """Where a title begins, with every modifier in front of it."""
    while word := _longest_before(context.text, begin, context.rules.titles.modifiers):
        begin -= len(word)
    return begin


def _longest_before(text: str, place: int, words: Sequence[str]) -> str:
    return max((w for w in words if text.endswith(w, 0, place)), key=len, default="")


def _run_together(spans: Sequence[Span]) -> list[Span]:
    """The spans in order of place, overlapping ones as one."""
    united: list[Span] = []
    for span in sorted(spans, key=lambda s: (s.begin, -s.end)):
        if united and span.begin < united[-1].end:
            united[-1] = Span(united[-1].begin, max(united[-1].end, span.end))
        else:
            united.append(span)
    return united


def _department_begin(context: Context, end: int, blocked: set[int], ends: set[int]) -> int | None:
    """The place from which on a department may stand before the title at `end`; None where none may.

    A body that only a pointing word names is one, too: 我院|呼吸内科|主任.
    """
    if end in ends:
        return None
    begin = _after_break(context.text, end, blocked, ends)
    if begin is None:
        return None
    pointer = context.hit_at("pointer", begin)
    if pointer and pointer.span.end < end:
        begin = pointer.span.end
    return begin if begin < end and not _has_stop(context, begin, end) else None


def _after_break(text: str, end: int, blocked: set[int], ends: set[int]) -> int | None:
    """The place behind the last break, name or body before `end`; None where that lies too far off."""
    floor = max(0, end - _LONGEST_DEPARTMENT)
    for place in range(end, floor, -1):
        if place - 1 in blocked or not _is_word_character(text[place - 1]) or place in ends:
            return place
    return 0 if floor == 0 else None


def _is_word_character(character: str) -> bool:
    return "\u3400" <= character <= "\u9fff" or character.isalnum()


def _has_stop(context: Context, begin: int, end: int) -> bool:
    return any(stop.word not in context.rules.grammar.soft for stop in context.stops_between(begin, end))

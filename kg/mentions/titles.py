"""Titles: a post, rank or word of membership with what belongs to it in front."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kg.lexicon import Hit
from kg.mentions.model import Context, Mention
from kg.mentions.spans import places_in
from kg.mentions.wording import is_split, runs_over
from kg.model import Span

_LONGEST_DEPARTMENT = 14
# 某医院|重症医学|专家: what a post is about, between the body and the post; nothing that counts or does.
_FIELD = re.compile(r"(?![一两二三四五六七八九十几多各全每及和与等暨同]|数(?!学))[\u3400-\u9fff]{2,8}")
# Between one post and the next of the same person: 副院长|兼|妇产科主任.
# 成员|有|某科主任: a list of people opens before the department.
_HAVING = ("成员", "队员", "还", "分别", "专家")
# Behind a verb of serving a branch is the body, not a department: 任|临时党支部|书记.
_SERVING = ("为", "任")
_BRANCHES = ("支部", "总支", "委员会")
_BETWEEN_POSTS = ("兼", "暨", "以", *_SERVING)
# A part of a body's name inside a post, at its begin: 卫生|部长, 派出|所长.
_LONGEST_HEAD = 6
# How far a team's place stands before the word for its members.
_LONGEST_TEAM = 14
_HAN = re.compile(r"[\u3400-\u9fff]+")


def find_titles(context: Context) -> list[Mention]:
    """Every title with its modifiers (常务副院长), without departments, in order of place; none overlap.

    In 卫生部长 the body's name runs into the title: there the title's span is 长, its text 部长.
    """
    only_after = context.rules.titles.only_after
    hits = [
        hit
        for category in ("post", "membership")
        for hit in context.hits[category]
        if context.text.endswith(only_after.get(hit.word, ""), 0, hit.span.begin)
        and not context.text.startswith(context.rules.titles.not_before.get(hit.word, ()), hit.span.end)
        and not context.text.endswith(context.rules.titles.not_after.get(hit.word, ()), 0, hit.span.begin)
        and not _is_in_name(context, hit.span)
        and not _runs_into_place(context, hit.span)
        and not is_split(context, hit.span)
    ]
    spans = _run_together(context, [Span(_with_modifiers(context, h.span.begin), h.span.end) for h in hits])
    merged = {h.span.end: h for h in hits if _shares_head(context, h)}
    return [
        Mention(Span(span.end - 1, span.end), "Title", "Title", merged[span.end].word)
        if span.end in merged and merged[span.end].span == span
        else context.mention(span, "Title", "Title")
        for span in spans
    ]


def _is_in_name(context: Context, span: Span) -> bool:
    """Whether the tagger's name of a body begins before a title and goes on behind it: 科学|院长|春研究所."""
    return any(tag.begin < span.begin and span.end < tag.end for tag in context.tagged("ORG", span))


def _is_of_team(context: Context, hit: Hit) -> bool:
    """Whether the name of a team with its place runs into the word for its members: 某县医疗队|员."""
    begin, end = hit.span.begin - _LONGEST_TEAM, hit.span.end - 1
    heads = [h for h in context.hits_between("head", begin, end) if h.span.end == end]
    placed = (h for c in ("place", "short place") for h in context.hits_between(c, begin, end))
    is_named = any(_HAN.fullmatch(context.text, h.span.begin, end) for h in placed)
    return is_named and any(context.rules.organizations.heads[h.word] == "Team" for h in heads)


def _runs_into_place(context: Context, span: Span) -> bool:
    """Whether a place begins in what looks like a title and goes on behind it: 某省|长沙市."""
    return runs_over(context, "place", span.begin + 1, span.end)


def _shares_head(context: Context, hit: Hit) -> bool:
    """Whether a body's name ends inside a title: 卫生部|长, 农工党|员."""
    if hit.word in context.rules.titles.membership:
        return context.hit_ending("party", hit.span.end - 1) is not None or _is_of_team(context, hit)
    if hit.word not in context.rules.titles.service.merging:
        return False
    heads = context.hits_between("head", hit.span.begin - _LONGEST_HEAD, hit.span.end - 1)
    classes = context.rules.organizations.heads
    return any(
        h.span.begin < hit.span.begin and h.span.end == hit.span.end - 1 and classes[h.word] != "Department"
        for h in heads
    )


def extend_departments(
    context: Context, titles: Sequence[Mention], organizations: Sequence[Mention], taken: Sequence[Span]
) -> list[Mention]:
    """Put the department in front of a title to it: 呼吸内科|主任, where a name or a break stands before.

    `taken` are the spans of names; a title right behind an organization stays as it is.
    """
    ends = {m.span.end for m in organizations}
    blocked = places_in([*taken, *(t.span for t in titles)])
    departments = tuple(context.rules.titles.departments)
    title_ends = {t.span.end for t in titles}

    def extend(title: Mention) -> Mention:
        begin = _department_begin(context, title.span.begin, blocked, ends)
        if begin is None or title.text in context.rules.titles.membership:
            return title
        is_department = context.text.endswith(departments, begin, title.span.begin)
        if is_department and context.text.endswith(_SERVING, 0, begin):
            is_department = not context.text.endswith(_BRANCHES, begin, title.span.begin)
        before = context.text[begin - 1 : begin]
        behind = begin in ends or (before == "、" and begin - 1 in title_ends)
        behind = behind or (before == "的" and begin - 1 in ends)
        is_field = behind and _is_field(context, Span(begin, title.span.begin))
        return (
            context.mention(Span(begin, title.span.end), "Title", "Title")
            if is_department or is_field
            else title
        )

    return [extend(title) for title in titles]


def _is_field(context: Context, span: Span) -> bool:
    """Whether what stands before a title may be its matter: no verb, no place, no other body."""
    categories = ("follow", "head", "address", "place", "short place", "party", "action")
    if not _FIELD.fullmatch(context.text, span.begin, span.end) or any(
        context.tagged(label, span) for label in ("LOC", "PER")
    ):
        return False
    return not any(context.hits_between(category, span.begin, span.end) for category in categories)


def _with_modifiers(context: Context, begin: int) -> int:
    """Where a title begins, with every modifier in front of it."""
    while word := _longest_before(context.text, begin, context.rules.titles.modifiers):
        begin -= len(word)
    return begin


def _longest_before(text: str, place: int, words: tuple[str, ...]) -> str:
    if not text.endswith(words, 0, place):  # as most often
        return ""
    return max((w for w in words if text.endswith(w, 0, place)), key=len)


def _run_together(context: Context, spans: Sequence[Span]) -> list[Span]:
    """The spans in order of place; those that overlap as one, and those of aides with whom they serve."""
    united: list[Span] = []
    for span in sorted(spans, key=lambda s: (s.begin, -s.end)):
        is_aide = context.text_of(span) in context.rules.titles.aides or _is_member_of_rank(
            context, united, span
        )
        if united and (span.begin < united[-1].end or (is_aide and span.begin == united[-1].end)):
            united[-1] = Span(united[-1].begin, max(united[-1].end, span.end))
        else:
            united.append(span)
    return united


def _is_member_of_rank(context: Context, before: Sequence[Span], span: Span) -> bool:
    """Whether a rank only says what kind of member stands behind it: 企业家|社员, 医生|党员."""
    titles = context.rules.titles
    is_member = context.text_of(span) in titles.membership
    return bool(is_member and before and context.text_of(before[-1]).endswith(titles.ranks))


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
    soft = context.rules.grammar.soft
    stops = [
        s.span.end
        for s in context.stops_between(begin, end)
        if s.word not in soft or s.word in _BETWEEN_POSTS
    ]
    begin = max([begin, *stops])
    if context.text.startswith("有", begin) and context.text.endswith(_HAVING, 0, begin):
        begin += 1
    return begin if begin < end else None


def _after_break(text: str, end: int, blocked: set[int], ends: set[int]) -> int | None:
    """The place behind the last break, name or body before `end`; None where that lies too far off."""
    floor = max(0, end - _LONGEST_DEPARTMENT)
    for place in range(end, floor, -1):
        if place - 1 in blocked or not _is_word_character(text[place - 1]) or place in ends:
            return place
    return 0 if floor == 0 else None


def _is_word_character(character: str) -> bool:
    return "\u3400" <= character <= "\u9fff" or character.isalnum()

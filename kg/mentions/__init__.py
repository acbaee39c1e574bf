"""Find what a text names: people, organizations, places, works, titles, and words that point back."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kg.mentions.model import Context, Mention, read_context
from kg.mentions.organizations import find_organizations
from kg.mentions.persons import find_persons
from kg.mentions.titles import extend_departments, find_titles
from kg.model import Span, Tag
from kg.rulebook import Rulebook

__all__ = ["Context", "Mention", "find_mentions", "find_works", "read_context"]


def find_works(text: str) -> list[Span]:
    """What stands in 《…》, nested marks included; an opening without its closing is none."""
    spans, depth, begin = [], 0, 0
    for match in re.finditer(r"[《》\n]", text):
        if match[0] == "\n":
            depth = 0
        elif match[0] == "《":
            begin = match.start() if depth == 0 else begin
            depth += 1
        elif depth:
            depth -= 1
            if depth == 0 and match.end() - begin > 2:
                spans.append(Span(begin, match.end()))
    return spans


def find_mentions(text: str, rules: Rulebook, tags: Sequence[Tag]) -> tuple[Context, list[Mention]]:
    """All mentions of a text in order of place, none overlapping; and the context they were found in."""
    context = read_context(text, rules, tags)
    works = find_works(text)
    titles = find_titles(context)
    organizations = find_organizations(context, works, [t.span for t in titles])
    names = sorted(works + [m.span for m in organizations])
    titles = [t for t in titles if not _inside(t.span, names)]
    titles = extend_departments(context, titles, organizations, names)
    persons = find_persons(context, names, [t.span for t in titles])
    taken = sorted(names + [m.span for m in persons] + [t.span for t in titles])
    titles = _without_members(context, titles, persons)
    taken = sorted(names + [m.span for m in persons] + [t.span for t in titles])
    places = _find_places(context, taken)
    others = _find_pointers(context, sorted(taken + [p.span for p in places]))
    mentions = [Mention(s, "Work", "Work", text[s.begin : s.end]) for s in works]
    titles = [t for t in titles if not _inside(t.span, [m.span for m in persons])]
    return context, sorted([*mentions, *organizations, *titles, *persons, *places, *others])


def _inside(span: Span, spans: Sequence[Span]) -> bool:
    return any(s.begin <= span.begin < s.end or s.begin < span.end <= s.end for s in spans)


def _find_places(context: Context, taken: list[Span]) -> list[Mention]:
    """Places that stand for themselves: the tagger's, and the known divisions."""
    spans = {_trimmed(context.text, Span(t.begin, t.end)) for t in context.tags if t.label == "LOC"}
    spans |= {h.span for h in context.hits["place"]} | _find_areas(context)
    found: list[Mention] = []
    for span in sorted(spans, key=lambda s: (s.begin, -s.end)):
        name = context.text[span.begin : span.end]
        if (
            len(name) < 2
            or name in context.rules.places.generic
            or name in context.rules.organizations.heads
            or _inside(span, taken)
            or (found and span.begin < found[-1].span.end)
        ):
            continue
        if name == "中国" and context.text[span.end : span.end + 2] in (
            "人民",
            "特色",
            "精神",
            "力量",
            "速度",
            "故事",
            "梦想",
            "式现",
        ):
            continue
        found.append(Mention(span, "Place", "Place", name))
    return found


def _trimmed(text: str, span: Span) -> Span:
    """A place without a word of direction behind it: 自治州|东南部."""
    match = re.search(r"(?:[东西南北中]{1,2}部|境内|全境|一带|各地|地区)$", text[span.begin : span.end])
    return Span(span.begin, span.end - len(match[0])) if match and len(match[0]) < len(span) - 1 else span


def _find_areas(context: Context) -> set[Span]:
    """Areas known by their last word: 某某经开区, 某某社区, where a name of two to four characters precedes."""
    places = context.rules.places
    found = set()
    for match in re.finditer("|".join(sorted(places.suffixes, key=len, reverse=True)), context.text):
        floor = max(0, match.start() - 4)
        edge = floor
        for at in range(match.start() - 1, floor - 1, -1):
            if not "\u3400" <= context.text[at] <= "\u9fff":
                edge = at + 1
                break
        for hit in context.stops:
            if floor <= hit.span.begin and hit.span.end <= match.start():
                edge = max(edge, hit.span.end)
        body = Span(edge, match.start())
        closed = edge > floor or floor == 0
        words = [
            h for c in ("noun", "predicate", "follow") for h in context.hits_between(c, body.begin, body.end)
        ]
        if (
            closed
            and 2 <= len(body) <= 4
            and not words
            and not context.text.startswith(places.generic, body.begin)
        ):
            found.add(Span(edge, match.end()))
    return found


def _without_members(
    context: Context, titles: Sequence[Mention], persons: Sequence[Mention]
) -> list[Mention]:
    """Drop words of membership that mean the members as a body: 广大社员, 会员们, not 社员、X or 社员X."""
    named = {p.span.begin for p in persons}
    bodies = [
        h.span
        for h in context.hits["members"]
        if h.span.end not in named
        and context.text[h.span.end : h.span.end + 1] not in ("、", "，", ",", "代")
        and not _chained(titles, h.span)
    ]
    return [t for t in titles if not any(b.contains(t.span) for b in bodies)]


def _chained(titles: Sequence[Mention], span: Span) -> bool:
    """Whether another title follows at once: 会员兼理事."""
    return any(span.end <= t.span.begin <= span.end + 1 for t in titles)


def _find_pointers(context: Context, taken: list[Span]) -> list[Mention]:
    found: list[Mention] = []
    for hit in context.hits["pointer"]:
        if not _inside(hit.span, taken) and not _is_part(context, hit.span):
            cls = context.rules.organizations.pointers[hit.word]
            found.append(Mention(hit.span, "Organization", cls, hit.word))
    for hit in context.hits["members"]:
        if not _inside(hit.span, taken):
            found.append(Mention(hit.span, "Members", "Members", hit.word))
    for match in re.finditer(r"(?<!其)他们|她们|(?<!其)他(?![国人乡日的])|她(?!们)", context.text):
        span = Span(match.start(), match.end())
        if not _inside(span, taken):
            found.append(Mention(span, "Pronoun", "Pronoun", match[0]))
    return found


def _is_part(context: Context, span: Span) -> bool:
    """Whether a word that could point is part of another: 大学校园, 医院内, 各公司, 一家医院."""
    before, after = context.text[max(0, span.begin - 2) : span.begin], context.text[span.end : span.end + 1]
    return bool(re.search(r"[各每家所个多些某大中小内外等高全本该该类子总分]$", before)) or after in set(
        "生园舍里内外门区友风纪训规务长士龄级"
    )

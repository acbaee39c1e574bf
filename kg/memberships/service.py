"""Posts behind a name: X任A院院长, X，A院院长，B会会长, X（A院院长）."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from itertools import pairwise

from kg.memberships.chains import read_post
from kg.memberships.model import COMMA, Line, Post, houses, joins, serves, serving
from kg.memberships.titles import place_post
from kg.mentions import Mention
from kg.patterns import any_of
from kg.rulewords import ServiceWords

_APPOSED = re.compile(r"\s*[，,（(]\s*(?:现为|现任|系|是)?(?:一名|一位)?")
_STOP = re.compile(r"[，,；;]")


def read_service(line: Line, index: int, first: int) -> tuple[list[Post], list[Mention]]:
    """The posts stated behind the name at `index`, and the titles they took, which belong to nobody else.

    `first` is the index where the chain before the name begins.
    """
    person, follow = line.named[index], line.named[index + 1 : index + 2]
    if not follow or follow[0].kind not in ("Organization", "Title"):
        return [], []
    gap = line.gap(person, follow[0])
    told = serves(line.rules.titles.service).match(gap)
    if not told and not (_APPOSED.fullmatch(gap) and _closes(line, index)):
        return [], []
    posts, titles = read_run(line, index + 1, person)
    outer = [m for m in line.named[:first] if m.kind == "Organization"]
    if outer:
        posts = [replace(p, organization=outer[-1]) if p.title and not p.is_placed else p for p in posts]
    return posts, titles


def read_run(line: Line, start: int, person: Mention) -> tuple[list[Post], list[Mention]]:
    """The posts of a run of bodies and titles from `start` on, and its titles: A院院长、B会会长，C局局长.

    What a word of membership without a body means is left open here.
    """
    posts: list[Post] = []
    titles: list[Mention] = []
    body: Mention | None = None
    fresh = False
    open_line = replace(line, background=replace(line.background, party=""))
    for number in range(start, len(line.named)):
        mention = line.named[number]
        gap = line.gap(line.named[number - 1], mention) if number > start else ""
        if mention.kind in ("Person", "Place") or not _goes_on(line, number, gap):
            break
        if mention.kind == "Organization":
            body, fresh = mention, True
        else:
            own = read_post(open_line, person, mention.text, (body, fresh))
            posts += [replace(p, confidence=0.85) for p in own]
            titles.append(mention)
            fresh = False
    return posts, titles


def _goes_on(line: Line, number: int, gap: str) -> bool:
    """Whether a run goes on over a gap with what stands at `number`: no other name is led up to."""
    if _STOP.search(gap) and _leads_to_name(line, number):
        return False
    return houses(gap) or bool(_onward(line.rules.titles.service).fullmatch(gap))


@cache
def _onward(words: ServiceWords) -> re.Pattern[str]:
    return re.compile(rf"\s*[、，,；;]\s*{any_of(words.onward)}?{any_of(words.again)}?\s*")


def _leads_to_name(line: Line, number: int) -> bool:
    """Whether the run of bodies and titles from `number` on stands before another name."""
    for left, right in pairwise(line.named[number:]):
        gap = line.gap(left, right)
        if left.kind == "Title" and right.kind == "Person" and joins(gap) and not COMMA.search(gap):
            return True
        if not houses(gap):
            return False
    return False


def _closes(line: Line, index: int) -> bool:
    """An apposition is a chain of bodies and titles up to a comma, a bracket or the end: no verb in it."""
    last = line.named[index]
    titled = False
    for mention in line.named[index + 1 :]:
        if last is not line.named[index] and not houses(line.gap(last, mention)):
            break
        if mention.kind == "Person":
            return False
        titled = titled or mention.kind == "Title"
        last = mention
    return titled and (last.span.end >= line.span.end or line.text[last.span.end] in "，,。；;）)")


def read_omitted(line: Line, served: Sequence[Mention]) -> list[Post]:
    """挂职担任该院重症医学科主任: a clause that serves without a subject goes on about the last person."""
    posts: list[Post] = []
    taken = set(served)
    for index, mention in enumerate(line.named):
        if mention.kind not in ("Organization", "Title") or mention in taken:
            continue
        lead = line.text[max(line.span.begin, mention.span.begin - 16) : mention.span.begin]
        people = [m for m in line.named[:index] if m.kind == "Person"]
        person = people[-1] if people else line.background.person
        if person is None or not _subjectless(line.rules.titles.service).search(lead.lstrip() or " "):
            continue
        found, titles = read_run(line, index, person)
        taken.update(titles)
        bodies = line.background.bodies
        posts += [replace(place_post(p, bodies, line.rules), confidence=0.7) for p in found]
    return posts


@cache
def _subjectless(words: ServiceWords) -> re.Pattern[str]:
    """A verb of serving at the begin of a clause."""
    opened = rf"(?:^|[，,；;。\s月年日起今]){any_of(words.since)}*"
    return re.compile(rf"{opened}{serving(words, links=False)}{any_of(words.one)}?$")

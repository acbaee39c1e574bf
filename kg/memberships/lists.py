"""Posts that a list of people shares: its body, its titles, or what is said of its last."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import replace
from functools import cache

from kg.memberships.chains import follows
from kg.memberships.model import Line, Post, serves, without_address
from kg.memberships.titles import house, is_single, member_word, without_time
from kg.mentions import Mention
from kg.patterns import any_of
from kg.rulebook import Rulebook
from kg.rulewords import ServiceWords

_LISTED = re.compile(r"\s*(?:、|和|与|及|以及|，|,|\s)\s*$")
_JOINED = re.compile(r"\s*[、和与及]\s*")
_BACK = re.compile(r"\s*(?:同志)?[、和与及，,]")


def is_next(gap: str, words: ServiceWords) -> bool:
    """Whether a gap joins a person to the next one of a list."""
    return bool(_LISTED.match(without_address(gap, words)))


def share_posts(before: Sequence[Post], own: Sequence[Post], person: Mention, rules: Rulebook) -> list[Post]:
    """What a listed person takes over from the one before: the body, or the titles where none is given."""
    words = rules.titles.service
    if own:
        body = next((p.organization for p in reversed(before) if p.organization), None)
        return [
            p if p.is_placed or not body else replace(p, organization=house(body, p.title or "", words))
            for p in own
        ]
    return [
        replace(p, person=person, confidence=0.7) for p in before if p.title and not is_single(p.title, words)
    ]


def read_listed_service(line: Line, served: Collection[Mention]) -> list[Post]:
    """A、B同志任副书记: what is said of the last of a list holds for all of it."""
    posts: list[Post] = []
    for index, last in enumerate(line.named[:-1]):
        title = line.named[index + 1]
        if last.kind != "Person" or title.kind != "Title":
            continue
        if not serves(line.rules.titles.service).match(line.gap(last, title)):
            continue
        others = _listed_before(line, index, served)
        if not others:
            continue
        before = [m for m in line.named[:index] if m.span.end < others[0].span.begin]
        bodies = [m for m in before if m.kind == "Organization"]
        body = bodies[-1] if bodies else None
        said = without_time(title.text, line.rules)
        posts += [Post(person, body, said, confidence=0.8) for person in others]
    return posts


def _listed_before(line: Line, index: int, served: Collection[Mention]) -> list[Mention]:
    """The people listed before the one at `index` of whom nothing is said yet, in order of place."""
    people: list[Mention] = []
    right = line.named[index]
    for at in range(index - 1, -1, -1):
        left = line.named[at]
        gap = without_address(line.gap(left, right), line.rules.titles.service)
        if left.kind == "Person":
            if not _JOINED.fullmatch(gap) or line.named[at + 1] in served:
                break
            people.insert(0, left)
        elif left in served or not follows(left, right, gap):
            break
        right = left
    return people


def read_summed_up(line: Line, mentions: Sequence[Mention]) -> list[Post]:
    """A、B、C等…社员; A、B、C,这些社员们: a word of membership behind a list holds for all of it.

    `mentions` are all of the sentence, words for members as a body among them.
    """
    posts: list[Post] = []
    for index, title in enumerate(mentions):
        if title.kind not in ("Title", "Members"):
            continue
        member = member_word(title.text.removesuffix("们"), line.rules)
        party = line.rules.titles.membership.get(member, "")
        people = [m for m in mentions[:index] if m.kind == "Person"]
        if not party or not people:
            continue
        if _summing(line.rules.titles.service).fullmatch(line.gap(people[-1], title)):
            listed = _listed_backwards(line, people)
            posts += [Post(person, None, member, party, confidence=0.75) for person in listed]
    return posts


def _listed_backwards(line: Line, people: Sequence[Mention]) -> list[Mention]:
    """The last of the people and those that stand in a list before, the last first."""
    listed = [people[-1]]
    for person in reversed(people[:-1]):
        if not _BACK.match(line.gap(person, listed[-1])):
            break
        listed.append(person)
    return listed


@cache
def _summing(words: ServiceWords) -> re.Pattern[str]:
    taken_up = rf"等*\s*[，,]\s*{any_of(words.these)}[^，,。；]{{0,18}}"
    return re.compile(rf"等[^，,。、；]{{0,18}}|{taken_up}")

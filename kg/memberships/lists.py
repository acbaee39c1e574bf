"""Posts that a list of people shares: its body, its titles, or what is said of its last."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import replace
from functools import cache
from itertools import pairwise, takewhile

from kg.memberships.apposed import is_profiled
from kg.memberships.chains import follows
from kg.memberships.model import COUNTED, TOLD_APART, Line, Post, serving, without_address
from kg.memberships.service import is_served_by, read_run, read_service
from kg.memberships.titles import house, is_single, member_word, place_in, read_member
from kg.mentions import Mention
from kg.patterns import any_of
from kg.rulebook import Rulebook
from kg.rulewords import ServiceWords

_LISTED = re.compile(r"\s*(?:、|和|与|及|以及|，|,|\s)\s*$")
_JOINED = re.compile(r"\s*[、和与及]\s*")
_EXAMPLES = re.compile(r"(?:还|也)?有?(?:很|许)?多?[，,]?(?:比|例|诸)?(?:如|包括)")
_STOP = re.compile(r"[，,；;：:。]")
_COUNTED = re.compile(COUNTED)
_EACH = "分别"
_BACK = re.compile(r"\s*(?:同志)?[、和与及，,]")


def is_next(gap: str, words: ServiceWords) -> bool:
    """Whether a gap joins a person to the next one of a list."""
    return bool(_LISTED.match(without_address(gap, words)))


def share_posts(before: Sequence[Post], own: Sequence[Post], person: Mention, rules: Rulebook) -> list[Post]:
    """What a listed person takes over from the one before: the body, or the titles where none is given."""
    words = rules.titles.service
    if own:
        place = next((p.place for p in reversed(before) if p.place), "")
        return [_placed_alike(p, _body_of(before, p), place, words) for p in own]
    return [
        replace(p, person=person, confidence=TOLD_APART)
        for p in before
        if not is_single(p.title or "", words)
    ]


def _body_of(before: Sequence[Post], post: Post) -> Mention | None:
    """The last body of the posts before, of one with such a title if there is any: 某会主委…，副主委."""
    held = [p for p in before if p.organization]
    alike = [p for p in held if p.title and post.title and p.title[-2:] == post.title[-2:]]
    return (alike or held)[-1].organization if held else None


def _placed_alike(post: Post, body: Mention | None, place: str, words: ServiceWords) -> Post:
    """A post without a body in the body before it; a ruler's of the same level in the place before it."""
    if post.place and body and not place:
        place = place_in(body.text, post.place)
    if post.place and place.endswith(post.place):
        return replace(post, place=place)
    if post.is_placed or not body or not _may_serve(body, post.title or "", words):
        return post
    return replace(post, organization=house(body, post.title or "", words))


def _may_serve(body: Mention, title: str, words: ServiceWords) -> bool:
    """Whether a title that names its house may be held in a body: no 院长 or 院党委书记 in a bureau."""
    for word, cls in words.houses.items():
        if title.startswith(f"{word}党") or title.endswith(f"{word}长"):
            return body.cls == cls or body.text.endswith(word)
    return True


def read_listed_service(line: Line, served: Collection[Mention]) -> list[Post]:
    """A、B同志任副书记: what is said of the last of a list holds for all of it."""
    posts: list[Post] = []
    for index, last in enumerate(line.named[:-1]):
        if last.kind != "Person" or not (is_served_by(line, index) or is_profiled(line, index)):
            continue
        others = _listed_before(line, index, served)
        if others:
            said, _ = read_service(line, index, line.named.index(others[0]))
            posts += [replace(p, person=person, confidence=TOLD_APART) for person in others for p in said]
    return posts


def read_respective(line: Line) -> list[Post]:
    """A、B分别任某院院长和某院护士长: as many posts as people, each in its turn."""
    posts: list[Post] = []
    if _EACH not in line.text[line.span.begin : line.span.end]:
        return posts
    for number, first in enumerate(line.named):
        if first.kind not in ("Organization", "Title"):
            continue
        lead = line.text[line.named[number - 1].span.end if number else line.span.begin : first.span.begin]
        if not _each(line.rules.titles.service).search(lead):
            continue
        people = _people_before(line, number)
        told, titles = read_run(line, number, first)
        if len(people) == len(titles) == len(told) > 1:
            posts += [
                replace(p, person=person, confidence=TOLD_APART)
                for p, person in zip(told, people, strict=True)
            ]
    return posts


@cache
def _each(words: ServiceWords) -> re.Pattern[str]:
    return re.compile(rf"{_EACH}{serving(words, links=True)}$")


def _people_before(line: Line, number: int) -> list[Mention]:
    """The people of the last list before what stands at `number`, in order of place."""
    people: list[Mention] = []
    for mention in reversed(line.named[:number]):
        if mention.kind == "Person" and (not people or _JOINED.fullmatch(line.gap(mention, people[0]))):
            people.insert(0, mention)
        elif people:
            break
    return people


def _listed_before(line: Line, index: int, served: Collection[Mention]) -> list[Mention]:
    """The people listed before the one at `index` of whom nothing is said yet, in order of place.

    A comma parts those of a list whose length is told behind it.
    """
    people: list[Mention] = []
    right = line.named[index]
    listed = _LISTED if _COUNTED.match(line.text, right.span.end) else _JOINED
    for at in range(index - 1, -1, -1):
        left = line.named[at]
        gap = without_address(line.gap(left, right), line.rules.titles.service)
        if left.kind == "Person":
            if not listed.fullmatch(gap) or line.named[at + 1] in served:
                break
            people.insert(0, left)
        elif left in served or not follows(left, right, gap, line.rules.titles.service):
            break
        right = left
    return people


def read_summed_up(line: Line, mentions: Sequence[Mention]) -> list[Post]:
    """A、B、C等…社员; A、B、C,这些社员们; 某院的A、B两位专家: a word behind a list holds for all of it.

    `mentions` are all of the sentence, words for members as a body among them.
    """
    posts: list[Post] = []
    for index, title in enumerate(mentions):
        if title.kind not in ("Title", "Members"):
            continue
        people = [m for m in mentions[:index] if m.kind == "Person"]
        if not people or not _sums_up(line, people[-1], title):
            continue
        listed = _listed_backwards(line, people)
        member = member_word(title.text.removesuffix("们"), line.rules)
        party = line.rules.titles.membership.get(member, "")
        body = None if member else _body_of_list(line, listed[-1])
        if party or body:
            said = member or title.text
            posts += [Post(person, body, said, party, confidence=TOLD_APART) for person in listed]
    return posts


def read_examples(line: Line, mentions: Sequence[Mention]) -> list[Post]:
    """盟员还有很多，如某院的A、B: people named as examples of members are members.

    `mentions` are all of the sentence, words for members as a body among them.
    """
    posts: list[Post] = []
    for title in mentions:
        behind = [m for m in line.named if m.span.begin >= title.span.end]
        if title.kind not in ("Title", "Members") or not behind:
            continue
        if not member_word(title.text, line.rules) or not _EXAMPLES.fullmatch(line.gap(title, behind[0])):
            continue
        run = [behind[0], *(m for _, m in takewhile(lambda p: _in_list(line, *p), pairwise(behind)))]
        party = line.background.party
        for person in (m for m in run if m.kind == "Person"):
            posts += read_member(person, title.text, None, party, line.rules)
    return posts


def _in_list(line: Line, left: Mention, right: Mention) -> bool:
    """Whether two mentions stand in one list: no stop is between them."""
    return not _STOP.search(line.gap(left, right))


def _sums_up(line: Line, last: Mention, title: Mention) -> bool:
    """Whether a word takes up a list that ends with `last`: no verb stands between but before 的."""
    gap = line.gap(last, title)
    if not _summing(line.rules.titles.service).fullmatch(gap):
        return False
    hits = line.rules.lexicon.scan(gap.rpartition("的")[2])
    return not any(len(hit.word) > 1 for category in ("stop", "action") for hit in hits[category])


def _body_of_list(line: Line, first: Mention) -> Mention | None:
    """The body that the people of a list come from: 来自某研究院的|A、B."""
    before = [m for m in line.named if m.span.end < first.span.begin][-1:]
    is_body = before and before[0].kind == "Organization" and line.gap(before[0], first) == "的"
    return before[0] if is_body else None


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
    counted = r"等?[一二两三四五六七八九十几多\d]+[名位]"
    return re.compile(rf"等[^，,。、；]{{0,18}}|{counted}|{taken_up}")

"""What a title says by itself: membership, rule over a place, a time; and which body it needs."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import replace
from functools import cache

from kg.memberships.model import PLACED, TOLD_APART, Post
from kg.mentions import Mention
from kg.model import Span
from kg.patterns import any_of
from kg.rulebook import Rulebook
from kg.rulewords import ServiceWords

# Whom the rulers of a nation serve, as `rules` in titles.toml calls it.
_NATION = "国"
_VILLAGE = "村"
_SCIENCE = "科学"
# Where a party's members work: 某局的|社员X.
_EMPLOYERS = ("Hospital", "School", "Company", "GovernmentBody")
HOUSES = frozenset(("Hospital", "School", "Company"))
"""The classes of bodies that have departments and offices."""


def read_title(
    person: Mention, title: str, body: Mention | None, place: str, rules: Rulebook, fresh: bool = False
) -> Post:
    """The post that a title makes which is no word of membership, with the body or the place before it.

    `fresh` says whether the body stands right before: who rules a nation serves no other, and no party
    employs the lawyers among its members (民盟盟员、律师X).
    """
    if body and not fresh:
        body = _kept(body, title, rules)
    plain = without_time(title, rules)
    level = next((level for post, level in rules.titles.rules.items() if title.endswith(post)), "")
    if level == _NATION:
        return Post(person, body if fresh and not place else None, plain, place=place)
    if place and not body and title.endswith(rules.titles.villagers) and _VILLAGE in (place[-1], plain[0]):
        level = _VILLAGE
    if level:
        place = place if not place or place.endswith(level) else place + level
        return Post(person, None, plain, place=place or place_in(body.text if body else "", level) or level)
    return Post(person, house(body, title, rules.titles.service) if body else None, plain)


def _kept(body: Mention, title: str, rules: Rulebook) -> Mention | None:
    """The body of the post before where this one may be held there, too.

    A team leader has none elsewhere, nor does a council employ the doctors among its members.
    """
    only = rules.titles.fits.only
    if any(title.endswith(words) and body.cls != cls for cls, words in only.items()):
        return None
    if body.text.endswith(rules.titles.fits.councils) and title.endswith(rules.titles.ranks):
        return None
    return _employer(body, title, rules) if body.cls == "PartyOrganization" else body


def _employer(branch: Mention, title: str, rules: Rulebook) -> Mention | None:
    """Where a member of a branch holds a rank or a post in a department: in its house, if it names one."""
    words = rules.titles.service
    in_room = any(word in title[:-2] for word in words.wards)
    if not in_room and not title.endswith(rules.titles.ranks):
        return branch
    house = _house(words, "Hospital").match(branch.text)
    if house is None or not in_room:
        return None
    party = max(
        (form for form in rules.organizations.parties if house[0].startswith(form)), key=len, default=""
    )
    name = house[0].removeprefix(party)
    begin = branch.span.begin + len(party)
    return Mention(Span(begin, begin + len(name)), branch.kind, "Hospital", name)


def read_member(person: Mention, title: str, body: Mention | None, party: str, rules: Rulebook) -> list[Post]:
    """The post that a word of membership makes: in the body right before it, or in the party that it means.

    `party` is the one the text is about; a word that means no party makes no post.
    """
    member = member_word(title, rules)
    works = body is not None and body.cls in _EMPLOYERS and bool(rules.titles.membership[member])
    if body and not works:
        return [Post(person, body, member)]
    if body:
        return [
            Post(person, body, None, confidence=TOLD_APART),
            *read_member(person, title, None, party, rules),
        ]
    meant = party if rules.titles.members.get(party) == member else rules.titles.membership[member]
    return [Post(person, None, member, meant)] if meant else []


def member_word(title: str, rules: Rulebook) -> str:
    """The word of membership a title is, or nothing for a post."""
    return max((w for w in rules.titles.membership if title.endswith(w)), key=len, default="")


def without_time(title: str, rules: Rulebook) -> str:
    """The title without 原, 时任 and the like."""
    for word in sorted(rules.titles.temporal, key=len, reverse=True):
        if title.startswith(word) and len(title) > len(word) + 1:
            return title[len(word) :]
    return title


def is_single(title: str, words: ServiceWords) -> bool:
    """Whether one person holds a post: after 院长A、B the second is not said to be 院长."""
    return title.endswith(words.single) and "副" not in title


def place_post(post: Post, bodies: Sequence[Mention], rules: Rulebook) -> Post:
    """A title without a body serves the last of the bodies before it of a kind that has such titles."""
    if post.is_placed or not post.title:
        return post
    body = fit_body(post.title, bodies, rules)
    return replace(post, organization=body or post.organization, confidence=PLACED)


def fit_body(title: str, bodies: Sequence[Mention], rules: Rulebook) -> Mention | None:
    """The last of the bodies that is of a kind that has such titles; None where there is no such kind."""
    fits, classes = rules.titles.fits, _classes_of(title, rules)
    if branch := next((word for word in fits.branches if title.startswith(word)), ""):
        bodies = [b for b in bodies if branch.removeprefix("党") in b.text]
    if title.endswith(fits.parties):
        bodies = [b for b in bodies if not any(word in b.text for word in fits.not_parties)]
    if title.endswith(fits.societies):
        bodies = [b for b in bodies if b.text.endswith("会") or b.cls == "PartyOrganization"]
    if title.endswith(fits.societies[:1]):
        bodies = [b for b in bodies if not b.text.endswith(fits.not_societies)]
    if title.endswith(fits.chairs) and (chaired := [b for b in bodies if b.text.endswith(fits.chaired)]):
        return chaired[-1]
    if not classes and title.endswith(fits.heads):
        called = (b for b in reversed(bodies) if b.text.endswith(title[-2]))
        return next((b for b in called if not b.text.endswith(fits.branches)), None)
    return last_of(bodies, classes, rules.titles.service)


def _classes_of(title: str, rules: Rulebook) -> set[str]:
    """The classes of bodies that have such titles."""
    words = rules.titles.service
    if title.startswith(words.party_offices):
        return {"PartyOrganization"}
    house = next((cls for word, cls in words.houses.items() if title.startswith(f"{word}党")), "")
    if house:
        return {house}
    classes = {cls for cls, titles in rules.titles.serves.items() if title.endswith(titles)}
    if title in rules.titles.fits.committee:
        classes.add("PartyOrganization")
    in_room = any(word in title.replace(_SCIENCE, "")[:-2] for word in words.wards)
    return classes | HOUSES if in_room or title.startswith(words.offices) else classes


def last_of(bodies: Sequence[Mention], classes: Collection[str], words: ServiceWords) -> Mention | None:
    """The last of the bodies that is of one of the classes, or the house of such a class it belongs to."""
    found = (_house_in(body, cls, words) for body in reversed(bodies) for cls in sorted(classes))
    return next(filter(None, found), None)


def _house_in(body: Mention, cls: str, words: ServiceWords) -> Mention | None:
    """The house of the class that a body is or belongs to: of 某某医院医疗队 the hospital."""
    if body.cls == cls or body.cls != "Team":
        return body if body.cls == cls else None
    part = _house(words, cls).match(body.text, 0, len(body.text) - 1) if cls in words.ends else None
    return _cut(body, part[0]) if part else None


@cache
def _house(words: ServiceWords, cls: str) -> re.Pattern[str]:
    """The name of a house of a class, whatever stands behind it: 某某医院|医疗队."""
    return re.compile(rf".{{2,}}{any_of(words.ends[cls])}")


def _cut(body: Mention, name: str) -> Mention:
    return Mention(Span(body.span.begin, body.span.begin + len(name)), body.kind, body.cls, name)


def house(body: Mention, title: str, words: ServiceWords) -> Mention:
    """Of 某集团党委 the company, where the title is none of the party's: 党委书记、董事长."""
    match = _with_party_part(words).fullmatch(body.text)
    if not match or any(word in title for word in words.party_titles):
        return body
    return _cut(body, match[1])


@cache
def _with_party_part(words: ServiceWords) -> re.Pattern[str]:
    return re.compile(rf"(?!临时)(.{{2,}}){any_of(words.party_parts)}")


def place_in(name: str, level: str) -> str:
    """The place of a level inside a body's name, or nothing: 某县 of 某县委, for its 县长."""
    ends = (match.end() for match in re.finditer(rf"(?<!自治)(?<!城){level}", name))
    return name[: max(ends, default=0)] if not name.startswith(level) else ""

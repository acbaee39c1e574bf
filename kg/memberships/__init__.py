"""Posts: who holds which title where, read from how names, titles and bodies stand together.

Before a name stand bodies and titles in a chain (A院副院长兼B院院长X, 社员、X); a list may share its body
(A院呼吸科主任X、儿科主任Y) or its title (社员X、Y). Behind a name stand 任, 担任, 当选 and the like, or the
title itself in apposition. A title without a body serves the body that the text last spoke of.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from kg.memberships.chains import (
    find_chain,
    glued_title,
    read_chain,
    read_department,
    read_holder,
    read_relative,
)
from kg.memberships.lists import (
    is_next,
    read_examples,
    read_listed_service,
    read_respective,
    read_summed_up,
    share_posts,
)
from kg.memberships.model import TOLD_APART, Background, Line, Post
from kg.memberships.service import read_omitted, read_service
from kg.memberships.titles import HOUSES, member_word, place_post, read_member
from kg.mentions import Mention
from kg.model import Span
from kg.patterns import BRACKET
from kg.rulebook import Rulebook

__all__ = ["Background", "Post", "find_posts"]

_OPEN = ("(", "（")


def find_posts(
    text: str, sentence: Span, mentions: Sequence[Mention], rules: Rulebook, background: Background
) -> list[Post]:
    """Every post a sentence states. `mentions` are those of the sentence, in order of place."""
    named = [m for m in mentions if m.kind in ("Person", "Organization", "Title", "Place")]
    line = Line(text, sentence, named, rules, background)
    posts, served = _read_people(line)
    listed = [*read_listed_service(line, served), *read_respective(line)]
    posts += [place_post(p, background.bodies, rules) for p in listed]
    posts += read_summed_up(line, mentions) + read_examples(line, mentions)
    posts += read_omitted(line, served)
    only_placed = (*rules.titles.service.credits, *rules.titles.fits.only["School"])
    return _distinct(_with_membership([p for p in posts if p.is_placed or p.title not in only_placed]))


def _read_people(line: Line) -> tuple[list[Post], list[Mention]]:
    """The posts before and behind every name, and the titles that belong to a name before them."""
    posts: list[Post] = []
    served: list[Mention] = []
    before: list[Post] = []  # of the person before
    for index, person in enumerate(line.named):
        if person.kind != "Person":
            continue
        chain = find_chain(line, index, served)
        first = index - len(chain)
        own = read_chain(line, chain, person)
        glued = glued_title(line, index)
        if _shares(own, chain) and _is_listed(line, before, first, chain[0] if chain else person):
            own = _share_body(before, glued, person, line) or _share(before, own, glued, person, line)
        told = read_holder(line, first, person) + read_relative(line, first, person)
        own = told + own or read_department(line, index)
        if glued:
            served.append(glued)
            if member_word(glued.text, line.rules):
                own = [*own, *read_member(person, glued.text, None, line.background.party, line.rules)]
            if glued.text in line.rules.identity.sole_titles:
                posts.append(Post(person, None, glued.text))
        after, titles = read_service(line, index, first)
        served += titles
        bodies = (*line.background.bodies, *_open_bodies(line, first), *_own_branch(line))
        own = [place_post(p, bodies, line.rules) for p in own]
        posts += own + [place_post(p, bodies, line.rules) for p in after]
        before = own or before
    return posts, served


def _share_body(before: Sequence[Post], title: Mention | None, person: Mention, line: Line) -> list[Post]:
    """The body of the posts before with the title right behind a listed name: 某院X医生和|Y|护士长."""
    body = next((post.organization for post in before if post.organization), None)
    if title is None or body is None or body.cls not in HOUSES or member_word(title.text, line.rules):
        return []
    return [Post(person, body, title.text, confidence=TOLD_APART)]


def _share(
    before: Sequence[Post], own: Sequence[Post], title: Mention | None, person: Mention, line: Line
) -> list[Post]:
    """What a listed person takes over; a post right behind the name is held instead: 副会长X和|Y|会长."""
    shared = share_posts(before, own, person, line.rules)
    if title is None or title.text in line.rules.titles.service.address:
        return shared
    return [post for post in shared if member_word(post.title or "", line.rules)]


def _own_branch(line: Line) -> list[Mention]:
    """The party's body that the article is about, which its officers serve wherever they are named."""
    parties = line.rules.organizations.parties
    return [m for m in line.background.houses if m.cls == "PartyOrganization" and m.text not in parties]


def _open_bodies(line: Line, end: int) -> list[Mention]:
    """The bodies among the first mentions that others may serve: none told in a bracket of a person."""
    told = [
        m for left, m in pairwise(line.named[:end]) if left.kind == "Person" and line.gap(left, m) in _OPEN
    ]
    return [m for m in line.named[:end] if m.kind == "Organization" and m not in told]


def _shares(own: Sequence[Post], chain: Sequence[Mention]) -> bool:
    """Whether posts read off a chain may take over what those before have; not behind a place: 某国|首相."""
    return not chain or (bool(own) and chain[0].kind != "Place")


def _is_listed(line: Line, before: Sequence[Post], first: int, head: Mention) -> bool:
    """Whether what begins at `first` with `head` goes on a list whose last person has the posts `before`."""
    if not before or head.span.begin < before[0].person.span.end:
        return False
    last = before[0].person
    gap = line.gap(last, head)
    gap = BRACKET.sub("", gap) if gap.startswith(_OPEN) else gap
    if glued := glued_title(line, line.named.index(last)):
        gap = gap.removeprefix(glued.text)
    return is_next(gap, line.rules.titles.service)


def _with_membership(posts: Sequence[Post]) -> list[Post]:
    """The posts; who stands by a party's body without a title is a member of it: 文艺总支的X等盟员."""
    members = {p.person: p for p in posts if p.party and not p.organization}
    told = {p.person for p in posts if _is_open(p) and p.person in members}
    return [
        replace(p, title=members[p.person].title) if _is_open(p) and p.person in told else p
        for p in posts
        if p.person not in told or p is not members[p.person]
    ]


def _is_open(post: Post) -> bool:
    """Whether a post says no more than that somebody stands by a party's body."""
    return (
        post.title is None and post.organization is not None and post.organization.cls == "PartyOrganization"
    )


def _distinct(posts: Sequence[Post]) -> list[Post]:
    """Of posts that say the same, the surest; none without a title in a body where the person has one."""
    titled = {(p.person.span, p.organization) for p in posts if p.title}
    posts = [p for p in posts if p.title or (p.person.span, p.organization) not in titled]
    seen: dict[tuple[object, ...], Post] = {}
    for post in posts:
        key = (
            post.person.text,
            post.organization and post.organization.text,
            post.title,
            post.party,
            post.place,
        )
        if key not in seen or seen[key].confidence < post.confidence:
            seen[key] = post
    return list(seen.values())

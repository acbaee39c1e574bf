"""Posts before a name: bodies and titles in a chain that runs up to it."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from kg.memberships.model import COMMA, Line, Post, houses, is_unit, joins
from kg.memberships.titles import member_word, read_member, read_title
from kg.mentions import Mention


def find_chain(line: Line, index: int, served: Collection[Mention]) -> list[Mention]:
    """The bodies and titles that run up to the name at `index` without a break.

    `served` are titles that belong to a name before them.
    """
    chain: list[Mention] = []
    right = line.named[index]
    for mention in reversed(line.named[:index]):
        if (
            mention in served
            or mention.kind == "Person"
            or not follows(mention, right, line.gap(mention, right))
        ):
            break
        chain.insert(0, mention)
        right = mention
    return chain


def follows(left: Mention, right: Mention, gap: str) -> bool:
    """Whether a body or title belongs to the same chain as what stands right of it behind the gap."""
    if left.kind == "Title":
        return joins(gap)
    if right.kind == "Person":
        return False
    if left.kind == "Place":
        return not gap
    return right.kind == "Title" and not COMMA.search(gap) and houses(gap)


def read_chain(line: Line, chain: Sequence[Mention], person: Mention) -> list[Post]:
    """The posts of a chain: every title with the body before it."""
    posts: list[Post] = []
    body: Mention | None = None
    fresh = False  # whether the body stands right before: a word of membership takes no other
    place = ""
    for mention in chain:
        if mention.kind == "Organization":
            body, fresh = mention, True
        elif mention.kind == "Place":
            place = mention.text
        else:
            posts += read_post(line, person, mention.text, (body, fresh), place)
            place, fresh = "", False
    return posts


def read_post(
    line: Line, person: Mention, title: str, body: tuple[Mention | None, bool], place: str = ""
) -> list[Post]:
    """The post that a title makes with the `body` before it and whether that stands right before it."""
    organization, fresh = body
    if member_word(title, line.rules):
        party = line.background.party
        return read_member(person, title, organization if fresh else None, party, line.rules)
    return [read_title(person, title, organization, place, line.rules)]


def read_department(line: Line, index: int) -> list[Post]:
    """重症医学科|X: a body or its department right before a name, without a title."""
    if not index or line.named[index - 1].kind != "Organization":
        return []
    body, person = line.named[index - 1], line.named[index]
    gap = line.gap(body, person)
    if not gap.strip() or (is_unit(gap) and len(gap) > 1):
        return [Post(person, body, None, confidence=0.7)]
    return []

"""Posts before a name: bodies and titles in a chain that runs up to it."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from functools import cache

from kg.memberships.model import COMMA, HOLDERS, Line, Post, houses, is_unit, joins, serving
from kg.memberships.titles import member_word, read_member, read_title
from kg.mentions import Mention
from kg.rulewords import ServiceWords

# Words of a credit line, which belong to no body that a space parts from them: 某支部 编辑/X.
_CREDITS = ("编辑", "责任编辑", "记者", "通讯员", "主编", "审核", "校对")
# Behind a name these say nothing of where the person works: 来自某公司的X|委员.
_ELECTED = ("委员", "代表")
# Between one post and a name, where the person works: 副主委、|口腔科|X.
_ROOM = re.compile(r"、[\u3400-\u9fff]{1,8}[科室部处]")


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
            or _sums_up(line, mention, right)
            or not follows(mention, right, line.gap(mention, right))
        ):
            break
        chain.insert(0, mention)
        right = mention
    return chain


def _sums_up(line: Line, title: Mention, right: Mention) -> bool:
    """Whether a title takes up the people before it and leads to nobody: A、B等负责人，|C会会长D."""
    is_title = title.kind == "Title" and line.text.endswith("等", line.span.begin, title.span.begin)
    return is_title and bool(COMMA.search(line.gap(title, right)))


def read_holder(line: Line, first: int, person: Mention) -> list[Post]:
    """队长是某院护士X; 当选为常委的还有X: the post told before what begins at `first`, up to the name."""
    left, right = line.named[first - 1 : first], line.named[first]
    if not left or left[0].kind != "Title" or not HOLDERS.fullmatch(line.gap(left[0], right)):
        return []
    chain = [*find_chain(line, first - 1, ()), left[0]]
    return read_chain(line, chain, person)


def read_relative(line: Line, first: int, person: Mention) -> list[Post]:
    """担任某院院长的|X: the post told before what begins at `first`, behind a verb of serving."""
    left = line.named[first - 1 : first]
    if not left or left[0].kind != "Title" or line.gap(left[0], line.named[first]) != "的":
        return []
    chain = [*find_chain(line, first - 1, ()), left[0]]
    lead = line.text[line.span.begin : chain[0].span.begin]
    return read_chain(line, chain, person) if _told(line.rules.titles.service).search(lead) else []


@cache
def _told(words: ServiceWords) -> re.Pattern[str]:
    return re.compile(f"{serving(words, links=False)}$")


def follows(left: Mention, right: Mention, gap: str) -> bool:
    """Whether a body or title belongs to the same chain as what stands right of it behind the gap."""
    if left.kind == "Title":
        return joins(gap) or (right.kind == "Person" and bool(_ROOM.fullmatch(gap)))
    if right.kind == "Person" or (right.text in _CREDITS and gap.isspace()):
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
            fresh = False
    return posts


def read_post(
    line: Line, person: Mention, title: str, body: tuple[Mention | None, bool], place: str = ""
) -> list[Post]:
    """The post that a title makes with the `body` before it and whether that stands right before it."""
    organization, fresh = body
    if member_word(title, line.rules):
        party = line.background.party
        return read_member(person, title, organization if fresh else None, party, line.rules)
    return [read_title(person, title, organization, place, line.rules, fresh)]


def read_department(line: Line, index: int) -> list[Post]:
    """重症医学科|X: a body or its department right before a name; the title may stand behind it."""
    if not index or line.named[index - 1].kind != "Organization":
        return []
    body, person = line.named[index - 1], line.named[index]
    gap = line.gap(body, person)
    if is_unit(gap.removesuffix("的")):
        gap = gap.removesuffix("的")
    if gap == "的" and line.text.endswith("来自", line.span.begin, body.span.begin):
        gap = ""
    if gap.strip() and not (is_unit(gap) and len(gap) > 1):
        return []
    behind = glued_title(line, index)
    title = f"{gap.strip()}{behind.text}" if behind and behind.text not in _ELECTED else None
    return [Post(person, body, title, confidence=0.7)]


def glued_title(line: Line, index: int) -> Mention | None:
    """The title right behind the name at `index`, which nobody else holds: 吴天成|主任."""
    behind = line.named[index + 1 : index + 2]
    if not behind or behind[0].kind != "Title" or line.gap(line.named[index], behind[0]):
        return None
    after = line.named[index + 2 : index + 3]
    leads_on = after and after[0].kind == "Person" and not line.gap(behind[0], after[0])
    return None if leads_on else behind[0]

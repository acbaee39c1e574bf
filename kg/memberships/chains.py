"""Posts before a name: bodies and titles in a chain that runs up to it."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from functools import cache

from kg.memberships.model import (
    COMMA,
    HOLDERS,
    PLACED,
    TOLD_APART,
    Line,
    Post,
    houses,
    is_unit,
    joins,
    serving,
)
from kg.memberships.titles import HOUSES, fit_body, last_of, member_word, read_member, read_title
from kg.mentions import Mention
from kg.patterns import any_of
from kg.rulebook import Rulebook
from kg.rulewords import ServiceWords

# Between one post and a name, where the person works (副主委、|口腔科|X), how old or who the person is.
_ROOM = r"、[\u3400-\u9fff]{1,8}[科室部处]|、(?:(?:现?年)?\d{1,3}岁的?|\d0后[\u3400-\u9fff]{0,4})"
# Between a word of membership and a title what else is said of the person: 社员、年过七旬的中学|教师X.
_WHO = re.compile(r"、(?:[\u3400-\u9fff]{1,6}的(?:[\u3400-\u9fff]{1,4})?|[\u3400-\u9fff]{1,6})")
# Between a body and a second name of it in brackets.
_SECOND_NAME = ("（", "(")
_BRACKET_ENDS = ("）", ")")
# A department and a name at the begin of a part: 、营养科|X.
_OWN_ROOM = re.compile(r"(?:^|[、，。；：和])([\u3400-\u9fff]{1,8}[科室])$")
_LONGEST_ROOM = 10


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
            or not follows(mention, right, line.gap(mention, right), line.rules.titles.service)
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
    """队长是某院护士X; 支部书记由X兼任: the post told before what begins at `first`, up to the name."""
    left, right = line.named[first - 1 : first], line.named[first]
    if not left or left[0].kind != "Title":
        return []
    gap = line.gap(left[0], right)
    by = gap == "由" and _served(line.rules.titles.service).match(line.text, person.span.end)
    if not by and not HOLDERS.fullmatch(gap):
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
def _served(words: ServiceWords) -> re.Pattern[str]:
    return re.compile(serving(words, links=False))


@cache
def _told(words: ServiceWords) -> re.Pattern[str]:
    return re.compile(f"(?:{serving(words, links=False)}|身为|作为|当|做)$")


def follows(left: Mention, right: Mention, gap: str, words: ServiceWords) -> bool:
    """Whether a body or title belongs to the same chain as what stands right of it behind the gap."""
    if left.kind == "Title":
        is_fellow = left.text.endswith(words.fellows)
        apposed = _room(words) if right.kind == "Person" else _WHO if is_fellow else None
        return joins(gap) or (apposed is not None and bool(apposed.fullmatch(gap)))
    if right.kind == "Person" or (right.text in words.credits and gap.isspace()):
        return False
    if left.kind == "Place":
        return not gap
    if right.kind == "Organization":
        return gap in _SECOND_NAME and left.cls == right.cls
    return right.kind == "Title" and not COMMA.search(gap) and (gap in _BRACKET_ENDS or houses(gap))


@cache
def _room(words: ServiceWords) -> re.Pattern[str]:
    return re.compile(rf"{_ROOM}|、[\u3400-\u9fff]{{0,12}}{any_of(words.beings)}")


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
        here = (m for m in line.named if m.kind == "Organization" and m.span.end <= person.span.begin)
        bodies = [*line.background.bodies, *here]
        own = organization if fresh else fit_body(title, bodies, line.rules)
        return read_member(person, title, own, party, line.rules)
    return [read_title(person, title, organization, place, line.rules, fresh)]


def read_department(line: Line, index: int) -> list[Post]:
    """重症医学科|X: a body or its department right before a name; a title may stand behind the name.

    In 护士、某院的|X the title stands before the body.
    """
    if not index or line.named[index - 1].kind != "Organization":
        return _read_own_room(line, index)
    body, person = line.named[index - 1], line.named[index]
    gap = line.gap(body, person)
    owned = gap.endswith("的")
    unit = gap.strip().removeprefix("的").removesuffix("的")
    if unit and not is_unit(unit):
        return []
    if gap.strip() and not (owned or len(unit) > 1):
        return []
    behind = glued_title(line, index)
    placed = behind and behind.text not in line.rules.titles.service.elected
    title = f"{unit}{behind.text}" if behind and placed else None
    if title is None and owned:
        title = _rank_before(line, index - 1) or _rank_in(person.text, line.rules)
    return [Post(person, body, title, confidence=TOLD_APART)]


def _rank_in(name: str, rules: Rulebook) -> str | None:
    """The rank by which somebody is called whose name is a family name alone: 某院的孙|大夫."""
    return name[1:] if name[1:] in rules.titles.ranks else None


def _rank_before(line: Line, index: int) -> str | None:
    """The rank before the body at `index`, told of somebody who works there: 护士、|某院的X."""
    before = line.named[index - 1 : index] if index else []
    is_rank = before and before[0].kind == "Title" and before[0].text.endswith(line.rules.titles.ranks)
    return before[0].text if is_rank and line.gap(before[0], line.named[index]) == "、" else None


def _read_own_room(line: Line, index: int) -> list[Post]:
    """、营养科|X: a department of the house that the text is about, right before a name."""
    person = line.named[index]
    begin = max(line.span.begin, person.span.begin - _LONGEST_ROOM)
    begin = max([begin, *(m.span.end for m in line.named[:index])])
    room = _OWN_ROOM.search(line.text[begin : person.span.begin])
    body = last_of(line.background.bodies, HOUSES, line.rules.titles.service) if room else None
    return [Post(person, body, None, confidence=PLACED)] if body else []


def glued_title(line: Line, index: int) -> Mention | None:
    """The title right behind the name at `index`, which nobody else holds: 吴天成|主任."""
    behind = line.named[index + 1 : index + 2]
    if not behind or behind[0].kind != "Title" or line.gap(line.named[index], behind[0]):
        return None
    after = line.named[index + 2 : index + 3]
    leads_on = after and after[0].kind == "Person" and not line.gap(behind[0], after[0])
    return None if leads_on else behind[0]

"""Posts behind a name: X任A院院长, X，A院院长，B会会长, X（A院院长）."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from itertools import pairwise

from kg.memberships.apposed import behind_address, behind_home, is_apposed, is_profiled
from kg.memberships.chains import read_post
from kg.memberships.model import COMMA, HOLDERS, TOLD_APART, Line, Post, houses, joins, serves, serving
from kg.memberships.titles import fit_body, place_post
from kg.mentions import Mention
from kg.patterns import HAN, any_of
from kg.rulewords import ServiceWords

# Somebody's name, a bracket, and where that person works: X（某院呼吸科）.
_GOES_ON = re.compile(r"[\u3400-\u9fff](?<![的和与及兼并])")
_IN_BRACKET = re.compile(r"\s*[（(]")
_CLOSED = re.compile(r"(?:[\u3400-\u9fff]{1,8}[科室部处系])?(?:任职|就职|工作)?[)）]")
_SENT = re.compile(r"[^，,。；;、的]{0,10}(?:到|赴|在|前往)")
_MARK = re.compile(r"[、，,；;]")
# Before a post of somebody named before or behind, and how a post ends that someone speaks in.
_AS = re.compile(r"(?:^|[，,。；;：\s])(?:作为|身为)(?:一名|一位)?$")
_THIS_ONE = re.compile(r"这[位名](?:来自)?$")
_IN_ROLE = re.compile(r"以$")
_ROLE = re.compile(r"的?身份")
_ABOUT_LAST = re.compile(r"[，,][他她](?!们)")
# Before all names of a sentence: it goes on about whoever was named last before.
_OPENS_ABOUT_LAST = re.compile(r"(?:[^，,。；]{1,6}[，,])?[他她](?!们)")
_LONGEST_LEAD = 16
# Between one post of a list and the next holder.
_LISTING = ("、", "，", ",", "")


def read_service(line: Line, index: int, first: int) -> tuple[list[Post], list[Mention]]:
    """The posts stated behind the name at `index`, and the titles they took, which belong to nobody else.

    `first` is the index where the chain before the name begins.
    """
    person, start, words = line.named[index], behind_home(line, index), line.rules.titles.service
    follow = line.named[start : start + 1]
    if not follow or not (follow[0].kind in ("Organization", "Title") or _is_ruled(line, start)):
        return [], []
    if follow[0].kind == "Organization" and line.gap(line.named[start - 1], follow[0]) in words.at_work:
        return [Post(person, follow[0], None, confidence=TOLD_APART)], []
    if _leaving(words).fullmatch(line.gap(line.named[start - 1], follow[0])):
        return [], read_run(line, start, person)[1]
    if not is_apposed(line, index) and not is_profiled(line, index) and not is_served_by(line, index):
        return _read_bracket(line, start, person), []
    posts, titles = read_run(line, start, person)
    if titles and (again := _behind_bracket(line, titles[-1])):
        more = read_run(line, again, person)
        posts, titles = [*posts, *more[0]], [*titles, *more[1]]
    if titles and (_is_refused(line, person, titles[-1]) or _is_for(line, start, titles[-1])):
        return [], titles
    return _housed(line, posts, titles, first), titles


@cache
def _leaving(words: ServiceWords) -> re.Pattern[str]:
    """X同志不再担任某院院长: a post given up is read off nobody, and belongs to nobody behind it."""
    term = r"(?:第[一二三四五六七八九十\d]+届)?"
    return re.compile(rf"[^，,。；;]{{0,4}}{any_of(words.leaving)}(?:继续)?(?:担任|兼任|任)?{term}")


def _behind_bracket(line: Line, title: Mention) -> int:
    """The index of what somebody is said to serve behind a bracket that ends with a title; 0 for none.

    X（某院院长）当选|主委.
    """
    number = line.named.index(title) + 1
    gap = line.gap(title, line.named[number]) if number < len(line.named) else ""
    is_title = gap and line.named[number].kind in ("Organization", "Title")
    return number if is_title and gap[0] in ")）" and serves(line.rules.titles.service).match(gap[1:]) else 0


def _read_bracket(line: Line, start: int, person: Mention) -> list[Post]:
    """Where somebody works, told in a bracket behind the name that holds nothing else: X（某院）."""
    body = line.named[start]
    opens = body.kind == "Organization" and _IN_BRACKET.fullmatch(line.gap(line.named[start - 1], body))
    closes = opens and _CLOSED.match(line.text, body.span.end, line.span.end)
    return [Post(person, body, None, confidence=TOLD_APART)] if closes else []


def _is_ruled(line: Line, number: int) -> bool:
    """Whether the place at `number` stands right before the title of one who rules it: 某县|县长."""
    place, title = line.named[number], line.named[number + 1 : number + 2]
    if place.kind != "Place" or not title or title[0].kind != "Title":
        return False
    words = line.rules.titles
    return not line.gap(place, title[0]) and title[0].text.endswith((*words.rules, *words.villagers))


def _is_for(line: Line, start: int, title: Mention) -> bool:
    """Whether 为 tells for whom something is done, not what somebody is: X为|某院医护人员|提供午餐."""
    alone = line.gap(line.named[start - 1], line.named[start]).strip() == "为"
    chosen = line.text.endswith(line.rules.titles.service.chosen, 0, line.named[start - 1].span.begin)
    return alone and not chosen and _GOES_ON.match(line.text, title.span.end, line.span.end) is not None


def _is_refused(line: Line, person: Mention, title: Mention) -> bool:
    """Whether a post that somebody was chosen for came to nothing: 推举芦笙为会长，被他谢绝."""
    chosen = tuple(line.rules.titles.service.chosen)
    if not line.text.endswith(chosen, line.span.begin, person.span.begin):
        return False
    return bool(line.rules.lexicon.find(line.text[title.span.end : line.span.end], "failed"))


def is_served_by(line: Line, index: int) -> bool:
    """Whether a verb of serving stands between the name at `index` and what is named next."""
    start = behind_address(line, index)
    if start >= len(line.named):
        return False
    if line.named[start].kind not in ("Organization", "Title") and not _is_ruled(line, start):
        return False
    gap = line.gap(line.named[start - 1], line.named[start])
    return bool(serves(line.rules.titles.service).match(gap)) or _is_sent(line, start)


def _is_sent(line: Line, start: int) -> bool:
    """Whether somebody goes to the body at `start` to serve there: X被选派到|某医院|担任|院长."""
    body, title = line.named[start], line.named[start + 1 : start + 2]
    if body.kind != "Organization" or not title or title[0].kind != "Title":
        return False
    gap, words = line.gap(body, title[0]), line.rules.titles.service
    serves_there = gap in words.working or _serving(words).fullmatch(gap)
    return bool(serves_there and _SENT.fullmatch(line.gap(line.named[start - 1], body)))


@cache
def _serving(words: ServiceWords) -> re.Pattern[str]:
    return re.compile(serving(words, links=False))


def _housed(line: Line, posts: Sequence[Post], titles: Sequence[Mention], first: int) -> list[Post]:
    """The posts; those without a body in the one behind (任院长的|某医院), else in the last that fits."""
    behind = _body_behind(line, titles[-1]) if titles else None
    bodies = [behind] if behind else [m for m in line.named[:first] if m.kind == "Organization"]
    if not bodies:
        return list(posts)

    def housed(post: Post) -> Post:
        if not post.title or post.is_placed:
            return post
        if behind:
            return replace(post, organization=behind)
        fit = fit_body(post.title, [*line.background.bodies, *bodies], line.rules)
        of_team = post.title.endswith(line.rules.titles.fits.teams)
        return replace(post, organization=fit or (None if of_team else bodies[-1]))

    return [housed(post) for post in posts]


def _body_behind(line: Line, title: Mention) -> Mention | None:
    """The body that a title belongs to from behind, over others of a list: X任组长、Y任副组长的|某小组."""
    left = title
    for right in line.named[line.named.index(title) + 1 :]:
        gap = line.gap(left, right)
        if right.kind == "Organization":
            return right if gap == "的" and left.kind == "Title" else None
        listed = gap in _LISTING if left.kind == "Title" else gap == "、" and right.kind == "Person"
        if not listed and not (left.kind == "Person" and serves(line.rules.titles.service).match(gap)):
            return None
        left = right
    return None


def read_run(line: Line, start: int, person: Mention) -> tuple[list[Post], list[Mention]]:
    """The posts of a run of bodies and titles from `start` on, and its titles: A院院长、B会会长，C局局长.

    What a word of membership without a body means is left open here.
    """
    posts: list[Post] = []
    titles: list[Mention] = []
    body: Mention | None = None
    fresh = False
    place = ""
    open_line = replace(line, background=replace(line.background, party="", bodies=()))
    for number in range(start, len(line.named)):
        mention = line.named[number]
        gap = line.gap(line.named[number - 1], mention) if number > start else ""
        is_sent = number == start + 1 and _is_sent(line, start)
        is_named = mention.kind == "Person" or (mention.kind == "Place" and not _is_ruled(line, number))
        if is_named or not (is_sent or _goes_on(line, number, gap)):
            break
        if mention.kind == "Organization":
            body, fresh = mention, True
        elif mention.kind == "Place":
            place = mention.text
        else:
            posts += read_post(open_line, person, mention.text, (body, fresh), place)
            titles.append(mention)
            fresh, place = False, ""
    return posts, titles


def _goes_on(line: Line, number: int, gap: str) -> bool:
    """Whether a run goes on over a gap with what stands at `number`: no other name is led up to."""
    if _MARK.search(gap) and _leads_to_name(line, number):
        return False
    return houses(gap) or bool(_onward(line.rules.titles.service).fullmatch(gap))


@cache
def _onward(words: ServiceWords) -> re.Pattern[str]:
    return re.compile(
        rf"\s*[、，,；;]\s*{any_of(words.onward)}?{any_of(words.again)}?{any_of(words.one)}?\s*"
    )


def _leads_to_name(line: Line, number: int) -> bool:
    """Whether the run of bodies and titles from `number` on stands before another name."""
    for left, right in pairwise(line.named[number:]):
        gap = line.gap(left, right)
        if left.kind == "Title" and right.kind == "Person" and joins(gap) and not COMMA.search(gap):
            return True
        if not houses(gap):
            return False
    return False


def read_omitted(line: Line, served: Sequence[Mention]) -> list[Post]:
    """挂职担任该院重症医学科主任: a clause that serves without a subject goes on about the last person.

    So do 这位某院主任 and 以某队队长的身份; 作为某会会员，X speaks of the name behind it.
    """
    posts: list[Post] = []
    taken = set(served)
    for index, mention in enumerate(line.named):
        is_open = mention.kind in ("Organization", "Title") or _is_ruled(line, index)
        if not is_open or mention in taken:
            continue
        if _names_holders(line, index) or _leads_to_name(line, index):
            continue
        begin = max(line.span.begin, mention.span.begin - _LONGEST_LEAD)
        lead = line.text[begin : mention.span.begin].lstrip() or " "
        person = _person_meant(line, index, lead)
        if person is None:
            continue
        found, titles = read_run(line, index, person)
        taken.update(titles)
        bodies = (*line.background.bodies, *(m for m in line.named[:index] if m.kind == "Organization"))
        posts += [replace(place_post(p, bodies, line.rules), confidence=TOLD_APART) for p in found]
    return posts


def _person_meant(line: Line, index: int, lead: str) -> Mention | None:
    """Who holds the post that begins at `index`, by the words before it; None where they tell of no post."""
    people = [m for m in line.named[:index] if m.kind == "Person"]
    last = people[-1] if people else line.background.person
    if _AS.search(lead):
        run = _run_end(line, index)
        behind, end = line.named[run : run + 1], line.named[run - 1].span.end
        if behind and behind[0].kind == "Person" and COMMA.fullmatch(line.text[end : behind[0].span.begin]):
            return behind[0]
        return last if people or _ABOUT_LAST.match(line.text, end) else None
    words = line.rules.titles.service
    if _subjectless(words).search(lead):
        opening = _OPENS_ABOUT_LAST.match(line.text, line.span.begin)
        about_last = opening and people and opening.end() <= people[0].span.begin
        return line.background.person if about_last else last
    if line.named[index].kind == "Organization" and _THIS_ONE.search(lead):
        return last
    if not _IN_ROLE.search(lead):
        return None
    return last if _ROLE.match(line.text, line.named[_run_end(line, index) - 1].span.end) else None


def _run_end(line: Line, index: int) -> int:
    """The index behind the run of bodies and titles that begins at `index`."""
    for number in range(index + 1, len(line.named)):
        is_part = line.named[number].kind in ("Organization", "Title")
        if not is_part or not houses(line.gap(line.named[number - 1], line.named[number])):
            return number
    return len(line.named)


def _names_holders(line: Line, index: int) -> bool:
    """Whether the post that begins at `index` is told of people behind it: 当选为常委的还有X."""
    for title, person in pairwise(line.named[index:]):
        if title.kind == "Title" and HOLDERS.fullmatch(line.gap(title, person)):
            return True
        if not houses(line.gap(title, person)):
            return False
    return False


@cache
def _subjectless(words: ServiceWords) -> re.Pattern[str]:
    """A verb of serving at the begin of a clause, behind a time and a pronoun at most: 两年后他|任."""
    opened = rf"(?:^|[，,；;：:。\s月年日起今])(?:{HAN}{{1,4}}后)?[他她]?{any_of(words.since)}*"
    return re.compile(rf"{opened}{serving(words, links=False)}{any_of(words.one)}?$")

"""Posts: who holds which title where, read from how names, titles and bodies stand together.

Before a name stand bodies and titles in a chain (A院副院长兼B院院长X, 社员、X); a list may share its body
(A院呼吸科主任X、儿科主任Y) or its title (社员X、Y). Behind a name stand 任, 担任, 当选 and the like, or the
title itself in apposition. A title without a body serves the body that the text last spoke of.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from kg.mentions import Mention
from kg.model import Span
from kg.rulebook import Rulebook

_JOIN = re.compile(r"\s*(?:、|兼任?|和|与|及|暨|以及|，|,|并|/)?\s*$")
_LIST = re.compile(r"\s*(?:、|和|与|及|以及|，|,|\s)\s*$")
_OF = re.compile(r"的?(?:一名|一位|名|首任|第[一二三四五六七八九十\d]+[任届])?$")
_UNIT = re.compile(r"[\u3400-\u9fffA-Za-z0-9]{1,8}[科室部处办组队系班院]")
_VERB = (
    r"(?:现|曾|时|并|还|也|又|继续|先后|再次|全票|已|正式|被(?:选举|推选|任命|聘任|聘|增选|补选|安排)?(?:为)?|受(?:聘|命|邀))*"
    r"(?:挂职担任|先后担任|先后任|历任|曾任|现任|担任|兼任|出任|就任|接任|履新|当选为|当选|受聘为|聘为|任|是|系|为|作为)(?:了|过)?"
)
_SERVES = re.compile(
    rf"\s*(?:同志|老师|先生|女士|医生|教授)?[，,]?\s*{_VERB}(?:一名|一位|该[县市区校院]|某)?(?:[\u3400-\u9fff]{{2,10}}[—-]+)?\s*$"
)
_OMITTED = re.compile(
    rf"(?:^|[，,；;。\s月年日起今])(?:随后|后|之后|又|还|并|同时|期间|至今|起)*{_VERB.replace('|是|系|为|作为', '')}(?:一名|一位)?$"
)
_APPOSED = re.compile(r"\s*[，,（(]\s*(?:现为|现任|系|是)?(?:一名|一位)?")
_GOES_ON = re.compile(r"\s*[、，,；;]\s*(?:也|又|还|并|后|同时)?(?:是|兼任?|历任|曾任|现任|任|担任|兼)?\s*")
_ADDRESS = re.compile(r"同志|先生|女士|老师|医生|等")


@dataclass(frozen=True, slots=True)
class Post:
    """A stated post: the mention of the person, and of the body or None, and the title or None.

    `party` names the party that a word of membership means where no body is named, `place` the place whose
    government a ruler serves.
    """

    person: Mention
    organization: Mention | None
    title: str | None
    party: str = ""
    place: str = ""
    confidence: float = 0.9


@dataclass(frozen=True, slots=True)
class Background:
    """What the text said before a sentence: the bodies it named, in order, its own party, its last person."""

    bodies: tuple[Mention, ...] = ()
    party: str = ""
    person: Mention | None = None


def find_posts(
    text: str, sentence: Span, mentions: Sequence[Mention], rules: Rulebook, background: Background
) -> list[Post]:
    """Every post a sentence states. `mentions` are those of the sentence, in order of place."""
    named = [m for m in mentions if m.kind in ("Person", "Organization", "Title", "Place")]
    served: set[Mention] = set()
    posts: list[Post] = []
    before: list[Post] = []  # of the person listed before
    for index, mention in enumerate(named):
        if mention.kind != "Person":
            continue
        chain = _chain_before(text, named, index, served)
        own = _read_chain(text, chain, mention, rules, background)
        previous = named[index - len(chain) - 1] if index > len(chain) else None
        if previous and before and before[0].person == previous:
            gap = text[previous.span.end : (chain[0].span.begin if chain else mention.span.begin)]
            if _LIST.match(_ADDRESS.sub("", gap)):
                own = _share(before, own, mention)
        own = own or _department_only(text, named, index)
        after = _read_after(text, sentence, named, index, len(chain), rules, served)
        bodies = (*background.bodies, *(m for m in named[: index - len(chain)] if m.kind == "Organization"))
        own = [_housed(p, bodies, rules) for p in own]
        posts += own + [_housed(p, bodies, rules) for p in after]
        before = own or before
    posts += (
        _listed_service(text, named, rules, served)
        + _summed_up(text, mentions, rules)
        + _omitted(text, sentence, named, rules, background, served)
    )
    return _distinct(posts)


def _chain_before(text: str, named: Sequence[Mention], index: int, served: set[Mention]) -> list[Mention]:
    """The bodies and titles that run up to the name at `index` without a break."""
    chain: list[Mention] = []
    right = named[index]
    for mention in reversed(named[:index]):
        gap = text[mention.span.end : right.span.begin]
        if mention in served or mention.kind == "Person" or not _follows(mention, right, gap):
            break
        chain.insert(0, mention)
        right = mention
    return chain


def _follows(left: Mention, right: Mention, gap: str) -> bool:
    """Whether a body or title on the left belongs to the same chain as what stands right of it."""
    if right.kind == "Person":
        return left.kind == "Title" and bool(_JOIN.match(gap))
    if left.kind == "Title":
        return bool(_JOIN.match(gap))
    if right.kind != "Title":
        return left.kind == "Place" and not gap
    if left.kind == "Place":
        return not gap
    return not re.search(r"[，,]", gap) and bool(_JOIN.match(gap) or _OF.match(gap) or _UNIT.fullmatch(gap))


def _read_chain(
    text: str, chain: Sequence[Mention], person: Mention, rules: Rulebook, background: Background
) -> list[Post]:
    posts: list[Post] = []
    organization: Mention | None = None
    place = ""
    fresh = False
    for mention in chain:
        if mention.kind == "Organization":
            organization, fresh = mention, True
        elif mention.kind == "Place":
            place = mention.text
        else:
            body = organization if fresh or not _party_word(mention.text, rules) else None
            posts += _titled(person, body, mention.text, place, rules, background.party, fresh)
            place, fresh = "", False
    return posts


def _titled(
    person: Mention, body: Mention | None, title: str, place: str, rules: Rulebook, party: str, fresh: bool
) -> list[Post]:
    """The post that a title with the body before it makes."""
    member = _party_word(title, rules)
    if member:
        meant = rules.titles.membership[member] or (
            party if rules.titles.members.get(party) == member else ""
        )
        if fresh and body:
            return [Post(person, body, member)]
        return [Post(person, None, member, meant, confidence=0.85)] if meant else []
    ruled = next((level for post, level in rules.titles.rules.items() if title.endswith(post)), "")
    if ruled:
        where = place or _place_in(body.text if body else "", ruled)
        return (
            [Post(person, None, _timeless(title, rules), place=where)]
            if where
            else [Post(person, None, _timeless(title, rules))]
        )
    return [Post(person, _parent(body, title) if body else None, _timeless(title, rules))]


def _parent(body: Mention, title: str) -> Mention:
    """Of 某集团党委 the company, where the title is none of the party's: 党委书记、董事长."""
    match = re.fullmatch(r"(.{2,})(?:党委|党组|党总支|党支部|团委)", body.text)
    if not match or re.search(r"书记|委员|干事|党", title):
        return body
    return replace(body, span=Span(body.span.begin, body.span.begin + len(match[1])), text=match[1])


def _place_in(name: str, level: str) -> str:
    """The place inside a body's name: 某县 of 某县委, for its 县长."""
    at = name.find(level)
    return name[: at + 1] if at > 0 else ""


def _party_word(title: str, rules: Rulebook) -> str:
    """The word of membership a title is, or nothing for a post."""
    return next((w for w in sorted(rules.titles.membership, key=len) if title.endswith(w)), "")


def _timeless(title: str, rules: Rulebook) -> str:
    for word in sorted(rules.titles.temporal, key=len, reverse=True):
        if title.startswith(word) and len(title) > len(word) + 1:
            return title[len(word) :]
    return title


def _share(before: Sequence[Post], own: list[Post], person: Mention) -> list[Post]:
    """What a listed person takes over from the one before: the body, or the titles where none is given."""
    if own:
        body = next((p.organization for p in reversed(before) if p.organization), None)
        return [p if p.party or p.place or p.organization else replace(p, organization=body) for p in own]
    return [replace(p, person=person, confidence=0.7) for p in before if p.title and not _single(p.title)]


def _single(title: str) -> bool:
    """A post that one person holds: after 院长A、B the second is not said to be 院长."""
    return bool(re.search(r"(?:长|书记|主委|主席|主任|总经理|总裁|会长)$", title)) and "副" not in title


def _department_only(text: str, named: Sequence[Mention], index: int) -> list[Post]:
    """重症医学科|X: a body or its department right before a name, without a title."""
    if not index or named[index - 1].kind != "Organization":
        return []
    gap = text[named[index - 1].span.end : named[index].span.begin]
    if not gap.strip() or (_UNIT.fullmatch(gap) and len(gap) > 1):
        return [Post(named[index], named[index - 1], None, confidence=0.7)]
    return []


def _read_after(
    text: str,
    sentence: Span,
    named: Sequence[Mention],
    index: int,
    before: int,
    rules: Rulebook,
    served: set[Mention],
) -> list[Post]:
    """Posts stated behind the name: X任A院院长, X，A院院长，B会会长, X（A院院长）.

    The titles read are added to `served`: they belong to nobody else.
    """
    follow = named[index + 1] if index + 1 < len(named) else None
    if follow is None or follow.kind not in ("Organization", "Title"):
        return []
    gap = text[named[index].span.end : follow.span.begin]
    if not _SERVES.match(gap) and not (_APPOSED.fullmatch(gap) and _closes(text, sentence, named, index)):
        return []
    posts = _read_run(text, named, index + 1, named[index], rules, served)
    outer = [m for m in named[: index - before] if m.kind == "Organization"]
    return [
        replace(p, organization=outer[-1])
        if outer and p.title and not (p.organization or p.party or p.place)
        else p
        for p in posts
    ]


def _read_run(
    text: str, named: Sequence[Mention], start: int, person: Mention, rules: Rulebook, served: set[Mention]
) -> list[Post]:
    """The posts of a run of bodies and titles that begins at `start`: A院院长、B会会长，C局局长."""
    posts: list[Post] = []
    organization: Mention | None = None
    fresh = False
    for number in range(start, len(named)):
        mention = named[number]
        gap = text[named[number - 1].span.end : mention.span.begin] if number > start else ""
        if mention.kind in ("Person", "Place"):
            break
        if re.search(r"[，,；;]", gap) and _leads_to_name(text, named, number):
            break
        if not (_JOIN.match(gap) or _OF.match(gap) or _UNIT.fullmatch(gap) or _GOES_ON.fullmatch(gap)):
            break
        if mention.kind == "Organization":
            organization, fresh = mention, True
        else:
            posts += [
                replace(p, confidence=0.85)
                for p in _titled(person, organization, mention.text, "", rules, "", fresh)
            ]
            served.add(mention)
            fresh = False
    return posts


def _leads_to_name(text: str, named: Sequence[Mention], number: int) -> bool:
    """Whether the run of bodies and titles from `number` on stands before another name."""
    for left, right in zip(named[number:], named[number + 1 :], strict=False):
        gap = text[left.span.end : right.span.begin]
        if (
            left.kind == "Title"
            and right.kind == "Person"
            and _JOIN.match(gap)
            and not re.search(r"[，,]", gap)
        ):
            return True
        if not _JOIN.match(gap) and not _UNIT.fullmatch(gap) and not _OF.match(gap):
            return False
    return False


def _closes(text: str, sentence: Span, named: Sequence[Mention], index: int) -> bool:
    """An apposition is a chain of bodies and titles up to a comma, a bracket or the end: no verb in it."""
    at = named[index].span.end
    titled = False
    for mention in named[index + 1 :]:
        gap = text[at : mention.span.begin]
        if at > named[index].span.end and not (_JOIN.match(gap) or _OF.match(gap) or _UNIT.fullmatch(gap)):
            break
        if mention.kind == "Person":
            return False
        titled = titled or mention.kind == "Title"
        at = mention.span.end
    return titled and (at >= sentence.end or text[at] in "，,。；;）)")


def _housed(post: Post, bodies: Sequence[Mention], rules: Rulebook) -> Post:
    """A title without a body serves the last body of the kind that has such titles."""
    if post.organization or post.party or post.place or not post.title:
        return post
    fits = {cls for cls, words in rules.titles.serves.items() if post.title.endswith(words)}
    if re.search(r"[科室系部]|病区|门诊", post.title[:-2]):
        fits |= {"Hospital", "School", "Company"}
    body = next((b for b in reversed(bodies) if b.cls in fits), None)
    return replace(post, organization=body, confidence=0.65) if body else replace(post, confidence=0.6)


def _listed_service(text: str, named: Sequence[Mention], rules: Rulebook, served: set[Mention]) -> list[Post]:
    """A、B同志任副书记: what is said of the last of a list holds for all of it."""
    posts: list[Post] = []
    done = {a for a, b in zip(named, named[1:], strict=False) if a.kind == "Person" and b in served}
    for index, mention in enumerate(named):
        if mention.kind != "Person":
            continue
        members = [mention]
        right = mention
        for left in reversed(named[:index]):
            gap = _ADDRESS.sub("", text[left.span.end : right.span.begin])
            listed = (
                re.fullmatch(r"\s*[、和与及]\s*", gap)
                if left.kind == "Person"
                else _follows(left, right, gap) and left not in served
            )
            if not listed or left.kind == "Person" and left in done:
                break
            right = left
            if left.kind == "Person":
                members.insert(0, left)
        follow = named[index + 1] if index + 1 < len(named) else None
        if (
            len(members) > 1
            and follow
            and follow.kind == "Title"
            and _SERVES.match(text[mention.span.end : follow.span.begin])
        ):
            near = [
                m for m in named[:index] if m.kind == "Organization" and m.span.end < members[0].span.begin
            ]
            posts += [
                Post(p, near[-1] if near else None, _timeless(follow.text, rules), confidence=0.8)
                for p in members[:-1]
            ]
    return posts


def _summed_up(text: str, named: Sequence[Mention], rules: Rulebook) -> list[Post]:
    """A、B、C等…社员; A、B、C,这些社员们: a word of membership behind a list holds for all of it."""
    posts: list[Post] = []
    for index, title in enumerate(named):
        member = (
            _party_word(title.text.removesuffix("们"), rules) if title.kind in ("Title", "Members") else ""
        )
        party = rules.titles.membership.get(member, "")
        last = next((i for i in range(index - 1, -1, -1) if named[i].kind == "Person"), None)
        if not party or last is None:
            continue
        gap = text[named[last].span.end : title.span.begin]
        if not re.fullmatch(
            r"等[^，,。、；]{0,18}|等*\s*[，,]\s*(?:这些|这几位|他们都是|均为|都是|均是|皆为)[^，,。；]{0,18}",
            gap,
        ):
            continue
        at = named[last].span.begin
        for person in reversed([m for m in named[: last + 1] if m.kind == "Person"]):
            if at != named[last].span.begin and not re.match(
                r"\s*(?:同志)?[、和与及，,]", text[person.span.end : at]
            ):
                break
            posts.append(Post(person, None, member, party, confidence=0.75))
            at = person.span.begin
    return posts


def _omitted(
    text: str,
    sentence: Span,
    named: Sequence[Mention],
    rules: Rulebook,
    background: Background,
    served: set[Mention],
) -> list[Post]:
    """挂职担任该院重症医学科主任: a clause that serves without a subject goes on about the last person."""
    posts: list[Post] = []
    for index, mention in enumerate(named):
        if mention.kind not in ("Organization", "Title"):
            continue
        if not _OMITTED.search(
            text[max(sentence.begin, mention.span.begin - 16) : mention.span.begin].lstrip() or " "
        ):
            continue
        people = [m for m in named[:index] if m.kind == "Person"]
        person = people[-1] if people else background.person
        if person is not None and mention not in served:
            found = _read_run(text, named, index, person, rules, served)
            posts += [replace(_housed(p, background.bodies, rules), confidence=0.7) for p in found]
    return posts


def _distinct(posts: Sequence[Post]) -> list[Post]:
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

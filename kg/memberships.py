"""Posts: who holds which title where, read from how names, titles and bodies stand together.

Before a name stand bodies and titles in a chain (A院副院长兼B院院长X, 社员、X); a list may share its body
(A院呼吸科主任X、儿科主任Y) or its title (社员X、Y). Behind a name stand 任, 担任, 当选 and the like, or the
title itself in apposition.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from kg.mentions import Mention
from kg.model import Span
from kg.rulebook import Rulebook

_JOIN = re.compile(r"\s*(?:、|兼任?|和|与|及|暨|以及|，|,|并|\s)?\s*$")
_LIST = re.compile(r"\s*(?:、|和|与|及|以及|，|,|\s)\s*$")
_OF = re.compile(r"的?(?:一名|一位|名|首任|第[一二三四五六七八九十\d]+[任届])?$")
_SERVES = re.compile(
    r"[，,]?\s*(?:同志|老师|先生|女士|医生|教授)?\s*(?:现|曾|时|并|还|也|又|继续|先后|被(?:选|推选|任命|聘|增选|补选)(?:举)?为?|再次|全票)?"
    r"(?:担任|兼任|任|当选为?|出任|就任|受聘为?|受聘担任|聘为|是|系|为|作为|挂职(?:担任)?|履新|接任)(?:了|过)?(?:一名|一位|该[县市区校院]|某)?(?:[\u3400-\u9fff]{2,10}[—-]+)?\s*$"
)
_ADDRESS = re.compile(r"(?:同志|老师|先生|女士|医生|大夫|教授)?\s*$")


@dataclass(frozen=True, slots=True)
class Post:
    """A stated post: mentions of the person, the body (or None) and the title (or None).

    `party` names the party that a word of membership means where no body is named.
    """

    person: Mention
    organization: Mention | None
    title: str | None
    party: str = ""
    confidence: float = 0.9


def find_posts(text: str, sentence: Span, mentions: Sequence[Mention], rules: Rulebook) -> list[Post]:
    """Every post a sentence states. `mentions` are those of the sentence, in order of place."""
    named = [m for m in mentions if m.kind in ("Person", "Organization", "Title", "Place")]
    posts: list[Post] = []
    before: list[Post] = []  # of the person listed before
    for index, mention in enumerate(named):
        if mention.kind != "Person":
            continue
        chain = _chain_before(text, named, index)
        own = _read_chain(chain, mention, rules)
        previous = named[index - len(chain) - 1] if index > len(chain) else None
        if previous and previous.kind == "Person" and before and before[0].person == previous:
            gap = text[previous.span.end : (chain[0].span.begin if chain else mention.span.begin)]
            if _LIST.match(re.sub(_ADDRESS_WORDS, "", gap)):
                own = _share(before, own, mention, rules)
        if not own:
            own = _department_only(text, named, index)
        own += _read_after(text, sentence, named, index, rules)
        posts += own
        before = own or before
    return _distinct(posts + _listed_service(text, named, rules) + _summed_up(text, named, rules))


_ADDRESS_WORDS = re.compile(r"同志|先生|女士|老师|医生|等")


def _chain_before(text: str, named: Sequence[Mention], index: int) -> list[Mention]:
    """The bodies and titles that run up to the name at `index` without a break."""
    chain: list[Mention] = []
    right = named[index]
    for mention in reversed(named[:index]):
        gap = text[mention.span.end : right.span.begin]
        if mention.kind not in ("Organization", "Title") and not (mention.kind == "Place" and right.kind == "Title" and not gap):
            break
        if not (_JOIN.match(gap) if right.kind != "Title" or mention.kind == "Title" else _JOIN.match(gap) or _OF.match(gap) or _short_unit(gap)):
            break
        if right.kind == "Person" and mention.kind == "Organization":
            break
        if right.kind == "Organization" and mention.kind == "Organization":
            break
        if re.search(r"[，,]", gap) and mention.kind == "Organization":
            break
        chain.insert(0, mention)
        right = mention
    return chain


def _short_unit(gap: str) -> bool:
    """A part of the house between a body and its title that no list knows: 医院|影像科|主任."""
    return bool(re.fullmatch(r"[\u3400-\u9fffA-Za-z]{1,8}", gap)) and gap[-1] in "科室部处办组队系班"


def _read_chain(chain: Sequence[Mention], person: Mention, rules: Rulebook) -> list[Post]:
    posts: list[Post] = []
    organization: Mention | None = None
    fresh = False
    for mention in chain:
        if mention.kind == "Organization":
            organization, fresh = mention, True
            continue
        if mention.kind == "Place":
            continue
        party = _party_of(mention.text, rules)
        if party is not None:
            posts.append(Post(person, organization if fresh and not party else None, _party_title(mention.text, rules), party))
            if not party and not fresh:
                posts.pop()
        else:
            posts.append(Post(person, organization, _timeless(mention.text, rules)))
        fresh = False
    return posts


def _party_of(title: str, rules: Rulebook) -> str | None:
    """The party a word of membership means; empty where it means the body named; None for a post."""
    for word in sorted(rules.titles.membership, key=len, reverse=True):
        if title.endswith(word):
            return rules.titles.membership[word]
    return None


def _timeless(title: str, rules: Rulebook) -> str:
    for word in sorted(rules.titles.temporal, key=len, reverse=True):
        if title.startswith(word) and len(title) > len(word) + 1:
            return title[len(word) :]
    return title


def _share(before: Sequence[Post], own: list[Post], person: Mention, rules: Rulebook) -> list[Post]:
    """What a listed person takes over from the one before: the body, or the titles where none is given."""
    if own:
        body = next((p.organization for p in reversed(before) if p.organization), None)
        return [replace(p, organization=p.organization or body) if not p.party else p for p in own]
    shared = [p for p in before if p.title and not _single(p.title)]
    return [replace(p, person=person, confidence=0.7) for p in shared]


def _single(title: str) -> bool:
    """A post that one person holds: after 院长A、B the second is not said to be 院长."""
    return bool(re.search(r"(?:长|书记|主委|主席|主任|总经理|总裁|会长)$", title)) and "副" not in title


def _department_only(text: str, named: Sequence[Mention], index: int) -> list[Post]:
    """重症医学科|X: a body or its department right before a name, without a title."""
    if not index or named[index - 1].kind != "Organization":
        return []
    gap = text[named[index - 1].span.end : named[index].span.begin]
    if not gap or gap == " " or (re.fullmatch(r"[\u3400-\u9fff]{2,9}", gap) and gap.endswith(("科", "室", "部", "处", "中心", "病区"))):
        return [Post(named[index], named[index - 1], None, confidence=0.7)]
    return []


def _read_after(text: str, sentence: Span, named: Sequence[Mention], index: int, rules: Rulebook) -> list[Post]:
    """Posts stated behind the name: X任A院院长, X，A院院长，B会会长, X（A院院长）."""
    posts: list[Post] = []
    person, at = named[index], named[index].span.end
    organization: Mention | None = None
    first = True
    for mention in named[index + 1 :]:
        gap = text[at : mention.span.begin]
        if mention.kind == "Person" or mention.kind == "Place":
            break
        if first:
            served = _SERVES.match(gap)
            apposed = re.fullmatch(r"\s*[，,（(]\s*(?:现为|现任|系|是)?(?:一名|一位)?", gap)
            if not served and not apposed:
                break
            if apposed and not _apposition_closes(text, sentence, named, index):
                break
        elif not (_JOIN.match(gap) or _OF.match(gap) or _short_unit(gap) or re.fullmatch(r"\s*[、，,]\s*(?:也|又|还)?(?:是|兼)?\s*", gap)):
            break
        if mention.kind == "Organization":
            organization = mention
        else:
            party = _party_of(mention.text, rules)
            if party:
                posts.append(Post(person, None, _party_title(mention.text, rules), party, 0.85))
            else:
                posts.append(Post(person, organization, _timeless(mention.text, rules), confidence=0.85))
        at, first = mention.span.end, False
    if posts and posts[0].organization is None and not posts[0].party:
        near = [m for m in named[:index] if m.kind == "Organization"]
        body = near[-1] if near else None
        posts = [replace(p, organization=p.organization or body) if not p.party else p for p in posts]
    return posts


def _apposition_closes(text: str, sentence: Span, named: Sequence[Mention], index: int) -> bool:
    """An apposition is a chain of bodies and titles up to a comma, a bracket or the end: no verb in it."""
    at = named[index].span.end
    title = False
    for mention in named[index + 1 :]:
        gap = text[at : mention.span.begin]
        if at > named[index].span.end and not (_JOIN.match(gap) or _OF.match(gap) or _short_unit(gap)):
            break
        if mention.kind == "Person":
            return False
        title = title or mention.kind == "Title"
        at = mention.span.end
    return title and (at >= sentence.end or text[at] in "，,。；;）)")


def _listed_service(text: str, named: Sequence[Mention], rules: Rulebook) -> list[Post]:
    """A、B同志任副书记: what is said of the last of a list holds for all of it."""
    posts: list[Post] = []
    for index, mention in enumerate(named):
        if mention.kind != "Person":
            continue
        members = [mention]
        for left in reversed(named[:index]):
            if left.kind != "Person" or not re.fullmatch(r"\s*[、和与及]\s*", re.sub(_ADDRESS_WORDS, "", text[left.span.end : members[0].span.begin])):
                break
            members.insert(0, left)
        if len(members) < 2:
            continue
        for following in named[index + 1 : index + 3]:
            gap = text[mention.span.end : following.span.begin]
            if following.kind == "Title" and _SERVES.match(gap):
                near = [m for m in named[:index] if m.kind == "Organization"]
                posts += [Post(p, near[-1] if near else None, _timeless(following.text, rules), confidence=0.8) for p in members[:-1]]
    return posts


def _summed_up(text: str, named: Sequence[Mention], rules: Rulebook) -> list[Post]:
    """A、B、C等…社员; A、B、C,这些社员们: a word of membership behind a list holds for all of it."""
    posts: list[Post] = []
    for index, title in enumerate(named):
        party = _party_of(title.text, rules) if title.kind == "Title" else None
        if not party or not index:
            continue
        last = next((i for i in range(index - 1, -1, -1) if named[i].kind == "Person"), None)
        if last is None:
            continue
        gap = text[named[last].span.end : title.span.begin]
        if not re.fullmatch(r"等{0,2}[^，,。、；]{0,18}|等*\s*[，,]\s*(?:这些|这几位|他们都是|均为|都是|均是|皆为)[^，,。；]{0,18}", gap) or not gap:
            continue
        if re.match(r"[^，,等]", gap) :
            continue
        at = named[last].span.begin
        for person in reversed([m for m in named[: last + 1] if m.kind == "Person"]):
            between = text[person.span.end : at]
            if at != named[last].span.begin and not re.match(r"\s*(?:同志)?[、和与及，,]", between):
                break
            posts.append(Post(person, None, _party_title(title.text, rules), party, 0.75))
            at = person.span.begin
    return posts


def _party_title(title: str, rules: Rulebook) -> str:
    """The bare word of membership: 社员 of 九三社员."""
    return next(w for w in sorted(rules.titles.membership, key=len) if title.endswith(w))


def _distinct(posts: Sequence[Post]) -> list[Post]:
    seen: dict[tuple[object, ...], Post] = {}
    for post in posts:
        key = (post.person.text, post.organization and post.organization.text, post.title, post.party)
        if key not in seen or seen[key].confidence < post.confidence:
            seen[key] = post
    return list(seen.values())

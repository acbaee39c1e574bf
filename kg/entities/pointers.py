"""Words that point to a body named elsewhere in the article: 我校, 该院, 医疗队."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence

from kg.entities.model import Group, LocalEntity, forms_of
from kg.mentions import Mention
from kg.model import Span

_POINTING = ("我", "该", "本", "全")
# Pointers that mean the body named last, and those that mean the body the article is about.
_TO_LAST = ("该", "本")
_NAMED_BEFORE = "该"
_TO_OWN = "我"
# Who writes 我校 or 我院 means that body by 我们, too.
_WE = "我们"
# Classes that a bare word points to, whatever the body is called; of the others 工作组 means ….工作组.
_ANY_NAME = ("School", "Hospital", "Company")
# A pointer that people also use as the name: it is kept among the forms.
_ALSO_NAMES = ("附院",)
# Behind a body that is told of in passing.
_MEMBERS = ("会员", "理事", "成员", "委员", "社员")
# The bodies an article may speak of without ever naming them, and the pointer that is too vague for that.
_NAMELESS_CLASS, _NAMELESS, _TOO_VAGUE = "School", "学校", "学院"
_TEAM_CLASS, _TEAM = "Team", "医疗队"


# What begins so is set up for a while, and no bare word means it: 临时党支部.
_PASSING = "临时"
# 总支 means ….总支部.
_BRANCH_END = "部"
# How often an article must speak of a school or a team without a name to be about one.
_SPOKEN_OF = 3
LONGEST_OPENING = 40
"""Characters of a first line that can be a title."""

LONGEST_BYLINE = 40
"""Characters before a name in a line that says who wrote the article."""

_BYLINE = re.compile(r"来源|作者|供稿|撰稿|发布|单位|通讯员|撰文")
_CLAUSE_END = "，。；！？：\n"
_PART_BEGIN = (*_CLAUSE_END, "、", "（", "(")
_SIGNED = re.compile(r"[（(][^（()）。，]*$")
_SIGNATURE_END = re.compile(r"[^（()）。，]*[)）]\s*(?:\n|$)")


def attach_pointers(
    text: str,
    pointers: Sequence[Mention],
    bodies: Sequence[Group],
    classes: Mapping[str, str],
    away: Collection[Span],
) -> list[Group]:
    """The bodies, each with the pointers that mean it; `classes` says what class of body a pointer means.

    A school or medical team that the article never names is an entity of its own; other words that mean
    nothing are dropped. None means a body that a mention at one of the spans `away` names.
    """
    attached: list[list[Mention]] = [[] for _ in bodies]
    near = [i for i, body in enumerate(bodies) if not any(m.span in away for m in body.mentions)]
    nameless: list[Mention] = []
    teams: list[Mention] = []
    for pointer in pointers:
        if pointer.text == _WE:
            continue
        cls = classes[pointer.text]
        candidates = [i for i in near if _may_mean(pointer, cls, bodies[i].entity)]
        if pointer.text.startswith(_TO_OWN):
            candidates = _writers(text, pointer, candidates, bodies)
        owner = _choose(text, pointer, candidates, bodies)
        if owner is not None:
            attached[owner].append(pointer)
        elif not candidates and cls == _NAMELESS_CLASS and pointer.text != _TOO_VAGUE:
            nameless.append(pointer)
        elif not candidates and pointer.text == _TEAM:
            teams.append(pointer)
    ours = [sum(m.text.startswith(_TO_OWN) for m in own) for own in attached]
    if any(ours):
        attached[ours.index(max(ours))] += [p for p in pointers if p.text == _WE]
    result = [_with_pointers(body, more) for body, more in zip(bodies, attached, strict=True)]
    if len(nameless) >= _SPOKEN_OF or any(_opens_clause(text, p) for p in nameless):
        school = LocalEntity(_NAMELESS_CLASS, _NAMELESS, forms_of(nameless))
        result.append(Group(school, tuple(nameless)))
    if len(teams) >= _SPOKEN_OF:
        result.append(Group(LocalEntity(_TEAM_CLASS, _TEAM, forms_of(teams)), tuple(teams)))
    return result


def _may_mean(pointer: Mention, cls: str, entity: LocalEntity) -> bool:
    """Whether a pointer fits a body: its class, and where the word is bare also the end of its name."""
    fits_any = cls in _ANY_NAME or pointer.text.startswith(_POINTING)
    ends = (pointer.text, f"{pointer.text}{_BRANCH_END}")
    is_own = not entity.name.startswith(_PASSING)
    return entity.cls == cls and (fits_any or (is_own and entity.name.endswith(ends)))


def _opens_clause(text: str, pointer: Mention) -> bool:
    """Whether a word for a school that is no 全校 stands at the begin of a clause."""
    before = text[pointer.span.begin - 1 : pointer.span.begin]
    return not pointer.text.startswith("全") and before in ("", *_CLAUSE_END)


def _writers(text: str, pointer: Mention, candidates: Sequence[int], bodies: Sequence[Group]) -> list[int]:
    """Of the bodies that 我院 may mean those that can have written it.

    Whoever signs is meant before others; whoever stands in one clause with 我院 is another body.
    """
    signed = [i for i in candidates if any(_signs(text, m.span) for m in bodies[i].mentions)]
    if signed:
        return signed
    before = [i for i in candidates if any(m.span.end <= pointer.span.begin for m in bodies[i].mentions)]
    clause = _clause_around(text, pointer.span)
    return [i for i in before if not any(clause.contains(m.span) for m in bodies[i].mentions)]


def _signs(text: str, span: Span) -> bool:
    """Whether a name stands in a byline or in brackets at the end of a line."""
    line = text[text.rfind("\n", 0, span.begin) + 1 : span.begin]
    if len(line) <= LONGEST_BYLINE and _BYLINE.search(line):
        return True
    return bool(_SIGNED.search(line)) and _SIGNATURE_END.match(text, span.end) is not None


def _clause_around(text: str, span: Span) -> Span:
    begin = max(text.rfind(mark, 0, span.begin) for mark in _CLAUSE_END) + 1
    ends = [at for mark in _CLAUSE_END if (at := text.find(mark, span.end)) >= 0]
    return Span(begin, min(ends, default=len(text)))


def _choose(text: str, pointer: Mention, candidates: Sequence[int], bodies: Sequence[Group]) -> int | None:
    """Which of the candidates is meant: the one named last, or the one named most often.

    A bare word that opens a clause or a part of a list (医院|某科主任) means the article's own body.
    """

    def last_before(index: int) -> Mention | None:
        return max((m for m in bodies[index].mentions if m.span.end <= pointer.span.begin), default=None)

    if pointer.text.startswith(_TO_OWN):
        return max(candidates, key=lambda i: (len(bodies[i].mentions), -i), default=None)
    named = [(mention.span, i) for i in candidates if (mention := last_before(i))]
    last = max(named)[1] if named else None
    if pointer.text.startswith(_TO_LAST) and (last is not None or pointer.text.startswith(_NAMED_BEFORE)):
        return last
    own = _named_in_title(text, {i for _, i in named}, bodies)
    own = _named_most({i for _, i in named}, bodies) if own is None else own
    if own is not None and text[pointer.span.begin - 1 : pointer.span.begin] in _PART_BEGIN:
        return own
    if last is not None and len(bodies[last].mentions) == 1:
        if _is_in_passing(text, bodies[last].mentions[0]):
            own = _named_most({i for _, i in named if i != last}, bodies, least=1)
        last = last if own is None else own
    if len(candidates) == 1:
        return max(candidates, key=lambda i: (len(bodies[i].mentions), -i))
    return last


def _named_in_title(text: str, candidates: Collection[int], bodies: Sequence[Group]) -> int | None:
    """The one candidate that the first line names, where that is short enough for a title."""
    end = text.find("\n")
    titled = [i for i in sorted(candidates) if any(m.span.end <= end for m in bodies[i].mentions)]
    return titled[0] if 0 < end <= LONGEST_OPENING and len(titled) == 1 else None


def _is_in_passing(text: str, mention: Mention) -> bool:
    """Whether a body is named as one where somebody is a member: 某某协会|理事X."""
    return text.startswith(_MEMBERS, mention.span.end)


def _named_most(candidates: Collection[int], bodies: Sequence[Group], least: int = 2) -> int | None:
    """The candidate named more often than any other; None of fewer than `least`, or of some as often."""
    ranked = sorted((len(bodies[i].mentions), i) for i in candidates)
    if len(ranked) < least:
        return None
    return ranked[-1][1] if len(ranked) == 1 or ranked[-1][0] > ranked[-2][0] else None


def _with_pointers(body: Group, pointers: Sequence[Mention]) -> Group:
    forms = {*body.entity.forms, *(p.text for p in pointers if p.text in _ALSO_NAMES)}
    entity = LocalEntity(body.entity.cls, body.entity.name, tuple(sorted(forms)), body.entity.key)
    return Group(entity, (*body.mentions, *pointers))

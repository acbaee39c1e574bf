"""What was made, of which class it makes the deed, and who took it up: 撰写《…》, 被某会采用."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from kg.actionwords import ActionRule
from kg.clauses import Actors
from kg.mentions import Mention
from kg.model import Span
from kg.patterns import HAN, any_of
from kg.scene import Deed, Scene

FARTHEST_ADOPTER = 4
"""Characters between who takes up what was made and the word for it: 某会|先后|采用."""


def is_adopted(deed: Deed) -> bool:
    """Whether a deed tells that somebody took up what others made: 被某会|采用."""
    return deed.word in deed.rule.adopts


def find_adopters(actors: Sequence[Actors], deed: Deed) -> Actors | None:
    """Who took up what others made: the last actors before the word for it."""
    before = [a for a in actors if a.span.end <= deed.span.begin and a.role != "to"]
    return before[-1] if before and deed.span.begin - before[-1].span.end <= FARTHEST_ADOPTER else None


def find_maker(actors: Sequence[Actors], deed: Deed) -> Actors | None:
    """Who made what was taken up, where the clause tells it: 某人|撰写的《…》被某会采用."""
    adopters = find_adopters(actors, deed)
    makers = (a for a in actors if a.span.end <= deed.span.begin and a is not adopters)
    return next((a for a in makers if a.role == "subject"), None)


def class_of_making(scene: Scene, deed: Deed, works: Sequence[Mention]) -> str:
    """The class that a word of making says by what was made, empty for a work that it only sends out."""
    return _adoption(scene, deed) or _class_by_work(
        works, read_near(scene, deed), deed, scene.context.rules.actions
    )


def _adoption(scene: Scene, deed: Deed) -> str:
    """The class of a word in the clause, if any, that tells that what was made was taken up."""
    later = (t for t in scene.triggers[deed.number] if t.span.begin >= deed.span.begin)
    return next((t.rule.cls for t in later if t.word in t.rule.adopts), "")


def find_works(scene: Scene, deed: Deed) -> tuple[Mention, ...]:
    """The works named behind a verb of making, up to the next such verb."""
    context, makers = scene.context, [r for r in scene.context.rules.actions if r.makes]
    if is_adopted(deed):
        before = Span(scene.clauses[deed.number].begin, deed.span.begin)
        return tuple(m for m in scene.mentions if m.kind == "Work" and before.contains(m.span))
    hits = [
        h for r in makers for h in context.hits_between(f"action {r.cls}", deed.span.end, scene.sentence.end)
    ]
    anew = [
        h.span.begin
        for h in hits
        if any(h.word in words for r in makers for words in (r.triggers, r.adopts, r.anew))
        and not context.text.startswith("《", h.span.end)  # a noun for what follows: 撰写的提案《…》
    ]
    reach = min([scene.sentence.end, deed.span.end + 80, *anew])
    return tuple(m for m in scene.mentions if m.kind == "Work" and deed.span.begin <= m.span.begin < reach)


def find_papers(scene: Scene, deed: Deed) -> tuple[Mention, ...]:
    """The paper that a word of leading brings about, right behind it: 修订了|《…办法》."""
    begin = deed.span.end
    begin += scene.context.text.startswith("了", begin)
    return tuple(m for m in scene.mentions if m.kind == "Work" and m.span.begin == begin)


def is_numbered(scene: Scene, deed: Deed) -> bool:
    """Whether what was made is counted: 报送|信息19条, 征集信息…，报送|41篇, 3条信息被|采用."""
    text, rule, begin = scene.context.text, deed.rule, scene.sentence.begin
    told = any(word in text[begin : deed.span.begin] for word in (*rule.objects, *rule.counted))
    number = _number(rule).match(text, deed.span.end, scene.clauses[deed.number].end)
    return (number is not None and (told or number[1] is not None)) or (told and is_adopted(deed))


@cache
def _number(rule: ActionRule) -> re.Pattern[str]:
    return re.compile(rf"了?({HAN}{{0,8}}{any_of(rule.counted)})?\d+[余多]?[篇条件份项]")


def read_near(scene: Scene, deed: Deed) -> str:
    """What stands right behind a trigger in its clause."""
    begin = deed.span.end
    return scene.context.text[begin : min(scene.clauses[deed.number].end, begin + 24)]


def _class_by_work(works: Sequence[Mention], near: str, deed: Deed, rules: Sequence[ActionRule]) -> str:
    """《关于…的建议》 makes a proposal of whatever verb of making stands before it.

    A work of no such kind makes no call of a word that only sends out (印发《…办法》): the class is empty.
    """
    rule = deed.rule
    if not works:
        return rule.cls
    title = works[0].text
    said = next((r.cls for r in rules if any(word in title for word in r.works)), "")
    called = any(word in near for word in rule.objects)
    if rule.asks and said != rule.cls and not called:
        return "" if deed.word in rule.weak else rule.cls
    if said or not rule.works or called:
        return said or rule.cls
    return next((r.cls for r in rules if r.any_work), rule.cls)

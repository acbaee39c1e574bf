"""A sentence as its actions see it: clauses, who stands in them, and what is counted."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from msgspec import Struct
from msgspec.structs import replace

from kg.actionwords import ActionRule
from kg.claims import find_triggers
from kg.clauses import Actors, read_actors
from kg.lexicon import Hit
from kg.mentions import Context, Mention
from kg.model import Span
from kg.segment import split_clauses
from kg.triggers import Trigger
from kg.values import Date, Money, Quantity, find_amounts


@dataclass(frozen=True, slots=True, eq=False)
class Scene:
    """A sentence with all that was read from it before its actions.

    `actors` holds for every clause its groups of actors, `triggers` what it claims to be done: nothing in a
    question. All spans count from the start of the text.
    """

    context: Context
    sentence: Span
    clauses: Sequence[Span]
    mentions: Sequence[Mention]
    actors: Sequence[Sequence[Actors]]
    amounts: Sequence[Money | Quantity]
    dates: Sequence[Date]
    triggers: Sequence[Sequence[Trigger]]


class Deed(Struct, frozen=True):
    """A trigger in clause `number` of a scene; `edge` is where the next gift of the clause begins, if any."""

    trigger: Trigger
    number: int
    edge: int | None = None

    @property
    def rule(self) -> ActionRule:
        """The rule of the class that the trigger says."""
        return self.trigger.rule

    @property
    def span(self) -> Span:
        """The trigger's place in the text."""
        return self.trigger.span

    @property
    def word(self) -> str:
        """The trigger itself."""
        return self.trigger.word


def read_scene(context: Context, sentence: Span, mentions: Sequence[Mention], dates: Sequence[Date]) -> Scene:
    """The scene of a sentence; `mentions` and `dates` are those of the sentence in order of place."""
    clauses = split_clauses(context.text, sentence)
    actors = [read_actors(context, c, [m for m in mentions if c.contains(m.span)]) for c in clauses]
    amounts = count_amounts(context, sentence)
    asked = context.text[sentence.end - 1] in "？?"
    triggers = [() if asked else find_triggers(context, sentence, clause, mentions) for clause in clauses]
    return Scene(context, sentence, clauses, mentions, actors, amounts, dates, triggers)


def count_amounts(context: Context, sentence: Span) -> list[Money | Quantity]:
    """What a sentence counts, in order of place; spans count from the start of the text."""
    found = find_amounts(context.text_of(sentence), context.rules.values)
    return [replace(amount, span=amount.span.moved(sentence.begin)) for amount in found]


def read_lead(scene: Scene, deed: Deed) -> str:
    """What the clause of a deed says before it."""
    return scene.context.text[scene.clauses[deed.number].begin : deed.span.begin]


def find_object(scene: Scene, deed: Deed) -> Span:
    """What the clause of a deed says behind it, up to the next gift that it tells."""
    return Span(deed.span.end, scene.clauses[deed.number].end if deed.edge is None else deed.edge)


def find_deeds(scene: Scene, number: int, speech: Sequence[Span]) -> Iterator[Deed]:
    """The deeds that a clause claims, in order of place; direct `speech` claims none."""
    triggers = [t for t in scene.triggers[number] if not any(quoted.contains(t.span) for quoted in speech)]
    for trigger, following in zip(triggers, [*triggers[1:], None], strict=False):
        shared = following and following.rule.gives and trigger.rule.gives
        yield Deed(trigger, number, following.span.begin if following and shared else None)


def giving_hits(context: Context, part: Span, weak: bool = True) -> list[Hit]:
    """The words of giving in a part of the text, the weak ones too if asked for."""
    return [
        hit
        for rule in context.rules.actions
        if rule.gives
        for hit in context.hits_between(f"action {rule.cls}", part.begin, part.end)
        if (weak or hit.word not in rule.weak) and hit.word not in context.rules.gifts.bearing
    ]


def begins_anew(scene: Scene, number: int) -> bool:
    """Whether a clause has a subject of its own or stands behind a semicolon."""
    subject = any(a.is_subject for a in scene.actors[number])
    return subject or scene.context.text[scene.clauses[number].begin - 1] in "；;"


def gives_anew(scene: Scene, number: int) -> bool:
    """Whether a clause tells another gift."""
    return bool(giving_hits(scene.context, scene.clauses[number], weak=False))

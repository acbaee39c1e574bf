"""Words that say a deed, and the words of a clause around them."""

from __future__ import annotations

from msgspec import Struct

from kg.actionwords import ActionRule, NominalWords
from kg.model import Span

DOERS = ("Person", "Organization", "Members")
"""The kinds of those that a deed can be told of by name, or that can be called upon."""


class Trigger(Struct, frozen=True):
    """A word that says an action of its rule's class, at its place in the text."""

    rule: ActionRule
    span: Span
    word: str


class Cotext(Struct, frozen=True, gc=False):
    """What a clause holds before and behind a trigger."""

    before: str
    after: str


def read_cotext(text: str, trigger: Trigger, clause: Span) -> Cotext:
    """The words around a trigger of a clause."""
    return Cotext(text[clause.begin : trigger.span.begin], text[trigger.span.end : clause.end])


def is_open_ended(trigger: Trigger, words: NominalWords) -> bool:
    """Whether a trigger takes what follows as its place: 奋战在|一线."""
    return trigger.word.endswith(words.open_ended) and not trigger.rule.gives

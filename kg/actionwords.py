"""The nouns of the rulebook that tell how actions are said: the small words, and the rule of each class.

They compare by identity, as those of `kg.rulewords` do.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, eq=False)
class NominalWords:
    """Words around a trigger that is a noun or an attribute, from the table `nominals` of `grammar.toml`."""

    open_ended: tuple[str, ...]
    attributes: tuple[str, ...]
    nominal: tuple[str, ...]
    laws: tuple[str, ...]
    before_law: tuple[str, ...]
    on_laws: frozenset[str]
    no_laws: tuple[str, ...]
    light: tuple[str, ...]
    tasks: tuple[str, ...]
    bettering: tuple[str, ...]
    demands: tuple[str, ...]
    about: tuple[str, ...]
    scenes: tuple[str, ...]
    workers: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class ClaimWords:
    """Words around a trigger that claims nothing, from the table `claims` of `grammar.toml`."""

    plans: tuple[str, ...]
    enacting: tuple[str, ...]
    composing: tuple[str, ...]
    vehicles: tuple[str, ...]
    errands: tuple[str, ...]
    short: tuple[str, ...]
    matters: tuple[str, ...]
    temporal: tuple[str, ...]
    not_temporal: tuple[str, ...]
    meetings: tuple[str, ...]
    perceiving: tuple[str, ...]
    acting_then: tuple[str, ...]
    purposes: tuple[str, ...]
    serving: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class DenialWords:
    """Words that deny over what stands between, from the table `denials` of `grammar.toml`."""

    denying: tuple[str, ...]
    after_denying: tuple[str, ...]
    no_denying: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class StatusWords:
    """Words that plan or ask, from the table `status` of `grammar.toml`."""

    will: tuple[str, ...]
    lasting: tuple[str, ...]
    wholly: tuple[str, ...]
    rousing: frozenset[str]
    obliged: tuple[str, ...]
    no_duty: tuple[str, ...]
    sent: tuple[str, ...]
    heeding: tuple[str, ...]
    followed: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class StrangerWords:
    """Words for subjects without a name, from the table `strangers` of `grammar.toml`."""

    kinds: tuple[str, ...]
    somewhere: tuple[str, ...]
    unnamed: tuple[str, ...]
    crowds: tuple[str, ...]
    written: tuple[str, ...]
    theirs: tuple[str, ...]
    workplaces: tuple[str, ...]
    bodies: tuple[str, ...]
    standing: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Grammar:
    """The small words, from `grammar.toml`, which tells what each list is for."""

    stops: frozenset[str]
    soft: frozenset[str]
    to: tuple[str, ...]
    undated: tuple[str, ...]
    beside: tuple[str, ...]
    towards: tuple[str, ...]
    handing: tuple[str, ...]
    through: tuple[str, ...]
    by: tuple[str, ...]
    passive: tuple[str, ...]
    undergone: tuple[str, ...]
    at: tuple[str, ...]
    inviting: tuple[str, ...]
    enabling: tuple[str, ...]
    joiners: tuple[str, ...]
    address: tuple[str, ...]
    openers: tuple[str, ...]
    describers: tuple[str, ...]
    belonging: tuple[str, ...]
    presenting: tuple[str, ...]
    owning: tuple[str, ...]
    uniting: tuple[str, ...]
    houses: tuple[str, ...]
    towards_people: tuple[str, ...]
    bylines: tuple[str, ...]
    media: tuple[str, ...]
    guidance: tuple[str, ...]
    says: tuple[str, ...]
    no_saying: tuple[str, ...]
    assemblies: tuple[str, ...]
    firms: tuple[str, ...]
    fellows: tuple[str, ...]
    staff: tuple[str, ...]
    verbs_between: frozenset[str]
    no_preposition: tuple[str, ...]
    nominals: NominalWords
    claims: ClaimWords
    denials: DenialWords
    status: StatusWords
    strangers: StrangerWords


@dataclass(frozen=True, slots=True, eq=False)
class ActionRule:
    """How one class of action is said, a table of `actions.toml`, which tells what each key means."""

    cls: str
    triggers: frozenset[str]
    weak: frozenset[str]
    soft: frozenset[str]
    gets: frozenset[str]
    outlays: frozenset[str]
    firm: frozenset[str]
    spoken: frozenset[str]
    adopts: frozenset[str]
    anew: frozenset[str]
    goes: frozenset[str]
    pure: frozenset[str]
    nouns: tuple[str, ...]
    undergone: tuple[str, ...]
    transitive: tuple[str, ...]
    hosts: tuple[str, ...]
    objects: tuple[str, ...]
    counted: tuple[str, ...]
    works: tuple[str, ...]
    not_gifts: tuple[str, ...]
    gives: bool
    makes: bool
    any_work: bool
    counts: bool
    meets: bool
    asks: bool
    general: bool
    own: bool
    invites: bool
    cares: bool

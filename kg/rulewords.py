"""The nouns of the rulebook: the words of each room as one frozen value.

They compare by identity, so that what is compiled from them (a regular expression) can be cached by them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, eq=False)
class ValueWords:
    """Words around figures, from `values.toml`; `currencies` leads from a word to its ISO 4217 code."""

    approximate_before: tuple[str, ...]
    approximate_after: tuple[str, ...]
    money_prefixes: tuple[str, ...]
    money_cues: tuple[str, ...]
    currency_prefixes: Mapping[str, str]
    units: tuple[str, ...]
    currencies: Mapping[str, str]


@dataclass(frozen=True, slots=True, eq=False)
class GoodsWords:
    """How goods are counted, from the table `goods` of `giving.toml`."""

    uncounted: frozenset[str]
    breaks: tuple[str, ...]
    closers: str
    before: tuple[str, ...]
    after: tuple[str, ...]
    totals: tuple[str, ...]
    sizes: tuple[str, ...]
    listing: tuple[str, ...]
    general: tuple[str, ...]
    holding: tuple[str, ...]
    not_goods: tuple[str, ...]
    whole: tuple[str, ...]
    tails: tuple[str, ...]
    onward: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class GiftWords:
    """How gifts, totals and receivers are told, from the tables `gifts` and `each` of `giving.toml`.

    `each` leads from a word such as 每户 to the units of the count that it is multiplied by.
    """

    goes_on: tuple[str, ...]
    turns: tuple[str, ...]
    totals: tuple[str, ...]
    received: tuple[str, ...]
    taken: tuple[str, ...]
    onto: tuple[str, ...]
    handed: tuple[str, ...]
    backed: tuple[str, ...]
    binds: tuple[str, ...]
    honours: tuple[str, ...]
    bearing: tuple[str, ...]
    arrives: tuple[str, ...]
    supplies: tuple[str, ...]
    learns: tuple[str, ...]
    needs: tuple[str, ...]
    about_supplies: tuple[str, ...]
    people: tuple[str, ...]
    made: tuple[str, ...]
    got: tuple[str, ...]
    no_gifts: tuple[str, ...]
    everyone: tuple[str, ...]
    moving: tuple[str, ...]
    helping: tuple[str, ...]
    visited: tuple[str, ...]
    nominal: tuple[str, ...]
    each: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True, eq=False)
class NameWords:
    """How names of people are made, from `names.toml`."""

    compound: frozenset[str]
    compound_words: frozenset[str]
    common: frozenset[str]
    wordlike: frozenset[str]
    groups: frozenset[str]
    familiar_before: tuple[str, ...]
    dots: str
    parts: frozenset[str]
    transcribed: frozenset[str]
    familiar_behind: tuple[str, ...]
    no_familiar: tuple[str, ...]
    unjoined: tuple[str, ...]
    address: tuple[str, ...]
    polite: frozenset[str]
    credits: tuple[str, ...]
    given_words: frozenset[str]
    behind_names: tuple[str, ...]
    before_names: frozenset[str]
    not_given: frozenset[str]
    seldom_given: frozenset[str]
    copulas: frozenset[str]
    adverbs: frozenset[str]
    makings: frozenset[str]
    calls: frozenset[str]
    prepositions: frozenset[str]
    localizers: frozenset[str]
    numerals: frozenset[str]
    counted: tuple[str, ...]
    eponyms: tuple[str, ...]
    no_eponyms: tuple[str, ...]
    storms: tuple[str, ...]
    naming: tuple[str, ...]
    crowds: tuple[str, ...]
    signing: tuple[str, ...]
    reporting: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class ServiceWords:
    """How posts are told and lists of them read, from the table `service` of `titles.toml`."""

    adverbs: tuple[str, ...]
    chosen: tuple[str, ...]
    verbs: tuple[str, ...]
    links: tuple[str, ...]
    onward: tuple[str, ...]
    again: tuple[str, ...]
    since: tuple[str, ...]
    one: tuple[str, ...]
    address: tuple[str, ...]
    single: tuple[str, ...]
    party_parts: tuple[str, ...]
    party_titles: tuple[str, ...]
    party_rooms: tuple[str, ...]
    branches: tuple[str, ...]
    merging: tuple[str, ...]
    houses: Mapping[str, str]
    own_houses: frozenset[str]
    house_parts: frozenset[str]
    ends: Mapping[str, tuple[str, ...]]
    wards: tuple[str, ...]
    offices: tuple[str, ...]
    party_offices: tuple[str, ...]
    these: tuple[str, ...]
    at_work: tuple[str, ...]
    working: tuple[str, ...]
    leaving: tuple[str, ...]
    credits: tuple[str, ...]
    elected: tuple[str, ...]
    beings: tuple[str, ...]
    fellows: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class FitWords:
    """Which body a title fits, from the table `fits` of `titles.toml`; `only` goes from class to titles."""

    branches: tuple[str, ...]
    committee: tuple[str, ...]
    parties: tuple[str, ...]
    not_parties: tuple[str, ...]
    chairs: tuple[str, ...]
    chaired: tuple[str, ...]
    not_societies: tuple[str, ...]
    councils: tuple[str, ...]
    societies: tuple[str, ...]
    heads: tuple[str, ...]
    teams: tuple[str, ...]
    only: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True, eq=False)
class TitleWords:
    """Posts, ranks and words of membership, from `titles.toml`."""

    posts: tuple[str, ...]
    ranks: tuple[str, ...]
    modifiers: tuple[str, ...]
    temporal: tuple[str, ...]
    departments: tuple[str, ...]
    membership: Mapping[str, str]
    serves: Mapping[str, tuple[str, ...]]
    rules: Mapping[str, str]
    villagers: tuple[str, ...]
    members: Mapping[str, str]
    aides: tuple[str, ...]
    only_after: Mapping[str, tuple[str, ...]]
    not_after: Mapping[str, tuple[str, ...]]
    not_before: Mapping[str, tuple[str, ...]]
    service: ServiceWords
    fits: FitWords


@dataclass(frozen=True, slots=True, eq=False)
class PlaceWords:
    """How areas are named, from `places.toml`."""

    suffixes: tuple[str, ...]
    endings: tuple[str, ...]
    no_endings: tuple[str, ...]
    before: tuple[str, ...]
    cut: tuple[str, ...]
    extents: tuple[str, ...]
    called: tuple[str, ...]
    described: tuple[str, ...]
    not_behind: tuple[str, ...]
    countries: tuple[str, ...]
    joined: tuple[str, ...]
    before_joined: tuple[str, ...]
    peoples: tuple[str, ...]
    generic: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class OrganizationWords:
    """How names of organizations are made, from `organizations.toml`; mappings go from word to class."""

    heads: Mapping[str, str]
    weak: frozenset[str]
    alone: frozenset[str]
    titled: frozenset[str]
    whole: frozenset[str]
    anchored: frozenset[str]
    proved: frozenset[str]
    anchors: tuple[str, ...]
    named_verbs: frozenset[str]
    parts: frozenset[str]
    inner: frozenset[str]
    tagged_only: frozenset[str]
    nations: frozenset[str]
    nation_short: str
    not_before: Mapping[str, str]
    pointers: Mapping[str, str]
    latin: Mapping[str, str]
    generic: tuple[str, ...]
    ties: tuple[str, ...]
    leads: tuple[str, ...]
    under: frozenset[str]
    pointing: tuple[str, ...]
    measures: tuple[str, ...]
    rooms: tuple[str, ...]
    general_ends: tuple[str, ...]
    part_before: tuple[str, ...]
    part_kinds: tuple[str, ...]
    part_after: tuple[str, ...]
    levels: tuple[str, ...]
    parties: Mapping[str, str]  # the longest first
    short_parties: frozenset[str]
    same: Mapping[str, str]


@dataclass(frozen=True, slots=True, eq=False)
class RollWords:
    """How rolls of givers and tables of postings are told, from `rolls.toml`.

    `columns` leads from what a column is called to its kind, `sending` from a class of actions to the words
    for being sent.
    """

    gifts: tuple[str, ...]
    lists: tuple[str, ...]
    below: tuple[str, ...]
    others: tuple[str, ...]
    openings: tuple[str, ...]
    goes_on: tuple[str, ...]
    money: tuple[str, ...]
    links: tuple[str, ...]
    each: tuple[str, ...]
    grouped: tuple[str, ...]
    worth: tuple[str, ...]
    totals: tuple[str, ...]
    nobody: frozenset[str]
    behind: tuple[str, ...]
    members: tuple[str, ...]
    rosters: tuple[str, ...]
    people: tuple[str, ...]
    candidates: tuple[str, ...]
    honours: tuple[str, ...]
    takes: tuple[str, ...]
    towards: tuple[str, ...]
    classes: frozenset[str]
    columns: Mapping[str, str]
    sending: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True, eq=False)
class IdentityWords:
    """What tells things of different articles apart, from `identity.toml`."""

    sole_titles: frozenset[str]
    national: tuple[str, ...]
    kinds_of_university: frozenset[str]
    distinctive: Mapping[str, int]
    local_places: tuple[str, ...]
    generic_works: frozenset[str]
    letters: tuple[str, ...]
    distinctive_work: int

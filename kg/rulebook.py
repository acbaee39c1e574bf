"""The rulebook: everything in `rules/` as one frozen value.

The Turtle of `ontology/` says what exists; the TOML here says how Chinese says it. A rulebook that names a
class the ontology lacks is refused, with the file and the table at fault.
"""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kg.errors import ConfigError
from kg.lexicon import Lexicon, compile_lexicon
from kg.places import Divisions, parse_divisions

RULES = Path(__file__).parent / "rules"


@dataclass(frozen=True, slots=True, eq=False)
class ValueWords:
    """Words around figures, from `values.toml`."""

    approximate_before: tuple[str, ...]
    approximate_after: tuple[str, ...]
    currency_prefixes: tuple[str, ...]
    total: tuple[str, ...]
    worth: tuple[str, ...]
    each: tuple[str, ...]
    people: frozenset[str]
    durations: frozenset[str]
    units: tuple[str, ...]
    currencies: Mapping[str, str]


@dataclass(frozen=True, slots=True, eq=False)
class NameWords:
    """How names of people are made, from `names.toml`."""

    compound: frozenset[str]
    common: frozenset[str]
    wordlike: frozenset[str]
    familiar_before: tuple[str, ...]
    familiar_after: tuple[str, ...]
    dots: str
    address: tuple[str, ...]
    not_given: frozenset[str]


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
    members: Mapping[str, str]
    only_after: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True, eq=False)
class PlaceWords:
    """How areas are named, from `places.toml`."""

    suffixes: tuple[str, ...]
    generic: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class OrganizationWords:
    """How names of organizations are made, from `organizations.toml`."""

    heads: Mapping[str, str]
    weak: frozenset[str]
    alone: frozenset[str]
    parts: frozenset[str]
    inner: frozenset[str]
    not_before: Mapping[str, str]
    pointers: Mapping[str, str]
    latin: Mapping[str, str]
    generic: tuple[str, ...]
    pointing: tuple[str, ...]
    levels: tuple[str, ...]
    parties: Mapping[str, str]
    short_parties: frozenset[str]
    same: Mapping[str, str]


@dataclass(frozen=True, slots=True, eq=False)
class Grammar:
    """The small words, from `grammar.toml`."""

    stops: frozenset[str]
    soft: frozenset[str]
    subject_pronouns: tuple[str, ...]
    prepositions: frozenset[str]
    to: tuple[str, ...]
    through: tuple[str, ...]
    at: tuple[str, ...]
    joiners: tuple[str, ...]
    openers: tuple[str, ...]
    attributes: tuple[str, ...]
    purposes: tuple[str, ...]
    nominal: tuple[str, ...]
    light: tuple[str, ...]
    temporal: tuple[str, ...]
    strangers: tuple[str, ...]
    will: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class ActionRule:
    """How one class of action is said, a table of `actions.toml`."""

    cls: str
    triggers: frozenset[str]
    weak: frozenset[str]
    nouns: tuple[str, ...]
    objects: tuple[str, ...]
    works: tuple[str, ...]
    not_gifts: tuple[str, ...]
    gives: bool
    makes: bool
    general: bool
    own: bool


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


@dataclass(frozen=True, slots=True, eq=False)
class Rulebook:
    """All rules, and the one lexicon over their words."""

    values: ValueWords
    names: NameWords
    titles: TitleWords
    organizations: OrganizationWords
    places: PlaceWords
    grammar: Grammar
    actions: tuple[ActionRule, ...]
    identity: IdentityWords
    divisions: Divisions
    lexicon: Lexicon
    digest: str


def load_rulebook(folder: Path = RULES, classes: Collection[str] | None = None) -> Rulebook:
    """Read every rule file of `folder`; `classes` are the local names the ontology knows.

    Raises `ConfigError` for a file that is missing or no TOML, a missing or mistyped key, or a class that
    the ontology lacks.
    """
    tables = {stem: _read(folder / f"{stem}.toml") for stem in ("values", "names", "titles", "organizations", "places", "grammar", "actions", "identity")}
    domains = sorted((folder / "domains").glob("*.toml")) if (folder / "domains").is_dir() else []
    actions = dict(tables["actions"])
    _require_classes(folder / "actions.toml", actions, classes)
    for path in domains:
        more = _read(path)
        _require_classes(path, more, classes)
        _merge(actions, more)
    try:
        return _build(folder, tables, actions, classes)
    except (KeyError, TypeError, AttributeError) as error:
        raise ConfigError(f"The rulebook in {folder} lacks or misuses the key {error}; compare it with the one shipped.") from error


def _build(folder: Path, tables: dict[str, dict[str, Any]], actions: dict[str, Any], classes: Collection[str] | None) -> Rulebook:
    raw = tables["organizations"]
    heads = {word: cls for cls, words in raw["heads"].items() for word in words}
    _require_classes(folder / "organizations.toml", raw["heads"], classes)
    organizations = OrganizationWords(
        heads,
        *(frozenset(raw[k]["heads"]) for k in ("weak", "alone", "parts", "inner")),
        raw["not_before"],
        *({word: cls for cls, words in raw[k].items() for word in words} for k in ("pointers", "latin")),
        tuple(raw["generic"]),
        tuple(raw["pointing"]),
        tuple(raw["levels"]),
        {form: party for party, forms in raw["parties"].items() for form in forms},
        frozenset(raw["short_parties"]),
        {long: short for short, longs in raw["same"].items() for long in longs},
    )
    v, n, t, g = (tables[k] for k in ("values", "names", "titles", "grammar"))
    values = ValueWords(
        *(tuple(v[k]) for k in ("approximate_before", "approximate_after", "currency_prefixes", "total", "worth", "each")),
        frozenset(v["people"]), frozenset(v["durations"]), tuple(v["units"]), v["currencies"],
    )
    names = NameWords(
        frozenset(n["compound"]), frozenset("".join(n["common"].split())), frozenset(n["wordlike"]), tuple(n["familiar_before"]), tuple(n["familiar_after"]),
        n["dots"], tuple(n["address"]), frozenset(n["not_given"]),
    )
    titles = TitleWords(*(tuple(t[k]) for k in ("posts", "ranks", "modifiers", "temporal", "departments")), t["membership"],
        {cls: tuple(words) for cls, words in t["serves"].items()}, t["rules"], t["members"],
        {word: tuple(before) for word, before in t["only_after"].items()},
    )
    places = PlaceWords(tuple(tables["places"]["suffixes"]), tuple(tables["places"]["generic"]))
    grammar = Grammar(
        frozenset(g["stops"]), frozenset(g["soft"]), tuple(g["subject_pronouns"]), frozenset(g["prepositions"]),
        *(tuple(g[k]) for k in ("to", "through", "at", "joiners", "openers", "attributes", "purposes", "nominal", "light", "temporal", "strangers", "will")),
    )
    rules = tuple(
        ActionRule(cls, frozenset(table["triggers"]), frozenset(table.get("weak", ())), *(tuple(table.get(k, ())) for k in ("nouns", "objects", "works", "not_gifts")),
                   table.get("gives", False), table.get("makes", False), table.get("general", False), table.get("own", False))
        for cls, table in actions.items()
    )
    words = _read_words(folder / "words.txt")
    divisions = parse_divisions((folder / "divisions.txt").read_text(encoding="utf-8"))
    lexicon = compile_lexicon(
        {
            "post": titles.posts + titles.ranks,
            "membership": titles.membership,
            "head": heads,
            "stop": grammar.stops,
            "place": divisions.by_name,
            "short place": divisions.by_short_name,
            "party": [form for form in organizations.parties if len(form) > 1],
            "address": names.address,
            "role": n["roles"],
            **words,
            "not head": raw["not_heads"]["words"],
            "nation": raw["nation"]["words"],
            "pointer": organizations.pointers,
            "inside": g["inside"],
            "follow": g["follow"],
            "members": g["members"],
            "negation": g["negations"],
            "not negation": g["not_negations"],
            "reported": [*g["reported"], *g["hypothetical"]],
            "failed": g["failed"],
            "cancelled": g["cancelled"],
            "planned": g["planned"],
            "not planned": g["not_planned"],
            "called": g["called"],
            **{f"action {r.cls}": r.triggers | r.weak for r in rules},
        }
    )
    return Rulebook(values, names, titles, organizations, places, grammar, rules, _identity_words(tables["identity"]), divisions, lexicon, _digest(folder))


def _identity_words(table: Mapping[str, Any]) -> IdentityWords:
    works = table["works"]
    return IdentityWords(
        frozenset(table["sole_titles"]),
        tuple(table["national"]),
        frozenset(table["kinds_of_university"]),
        table["distinctive"],
        tuple(table["local_places"]["ends"]),
        frozenset(works["generic"]),
        tuple(works["letters"]),
        works["distinctive"],
    )


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise ConfigError(f"The rule file {path} cannot be read ({error.strerror}); restore it from the distribution.") from error
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"The rule file {path} is no valid TOML ({error}); mend that line.") from error


def _read_words(path: Path) -> dict[str, list[str]]:
    """Common words by kind, from lines of a kind, a tab and words."""
    lines = (line.split("\t") for line in path.read_text(encoding="utf-8").splitlines() if not line.startswith("#"))
    return {kind: words.split() for kind, words in lines}


def _require_classes(path: Path, names: Iterable[str], classes: Collection[str] | None) -> None:
    for name in names:
        if classes is not None and name not in classes:
            raise ConfigError(
                f"The rule file {path} names the class {name}, which the ontology lacks; "
                "add the class to a file in ontology/ or take its table out."
            )


def _merge(actions: dict[str, Any], more: dict[str, Any]) -> None:
    """Add a domain's tables: new classes whole, words of known classes to theirs."""
    for cls, table in more.items():
        known = dict(actions.get(cls, {}))
        for key, value in table.items():
            known[key] = [*known.get(key, []), *value] if isinstance(value, list) else value
        actions[cls] = known


def _digest(folder: Path) -> str:
    """A fingerprint of every rule file, for provenance and for caches."""
    digest = hashlib.sha256()
    for path in sorted(p for p in folder.rglob("*") if p.suffix in (".toml", ".txt")):
        digest.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:16]

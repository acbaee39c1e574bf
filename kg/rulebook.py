"""The rulebook: everything in `rules/` as one frozen value.

The Turtle of `ontology/` says what exists; the TOML here says how Chinese says it. A rulebook that names a
class the ontology lacks is refused, with the file and the table at fault.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from pathlib import Path

from kg.actionfiles import read_actions, read_grammar
from kg.actionwords import ActionRule, Grammar
from kg.errors import ConfigError
from kg.files import read_folder
from kg.lexicon import Lexicon, compile_lexicon
from kg.places import Divisions, parse_divisions
from kg.rulefiles import (
    read_gifts,
    read_goods,
    read_identity,
    read_names,
    read_organizations,
    read_places,
    read_rolls,
    read_titles,
    read_values,
)
from kg.rulewords import (
    GiftWords,
    GoodsWords,
    IdentityWords,
    NameWords,
    OrganizationWords,
    PlaceWords,
    RollWords,
    TitleWords,
    ValueWords,
)
from kg.tomlfile import Table, read_rules, read_toml

__all__ = ["RULES", "ActionRule", "Rulebook", "ValueWords", "load_rulebook"]

RULES = Path(__file__).parent / "rules"

STEMS = (
    "values", "giving", "names", "titles", "organizations", "places", "grammar", "actions", "identity",
    "rolls",
)  # fmt: skip

_CATEGORIES = {
    "role": ("names", "roles"),
    "no name": ("names", "no_names"),
    "not head": ("organizations", "not_heads.words"),
    "nation": ("organizations", "nation.words"),
    "inside": ("grammar", "inside"),
    "follow": ("grammar", "follow"),
    "members": ("grammar", "members"),
    "negation": ("grammar", "denials.negations"),
    "not negation": ("grammar", "denials.not_negations"),
    "reported": ("grammar", "denials.reported"),
    "unreal": ("grammar", "denials.unreal"),
    "failed": ("grammar", "denials.failed"),
    "cancelled": ("grammar", "denials.cancelled"),
    "planned": ("grammar", "status.planned"),
    "not planned": ("grammar", "status.not_planned"),
    "called": ("grammar", "status.called"),
    "not called": ("grammar", "status.not_called"),
    "not trigger": ("grammar", "claims.not_triggers"),
}
"""Categories of the lexicon that no room needs as a list: the file and the key of each."""


@dataclass(frozen=True, slots=True, eq=False)
class Rulebook:
    """All rules, the one lexicon over their words, and a digest of the files they were read from."""

    values: ValueWords
    goods: GoodsWords
    gifts: GiftWords
    names: NameWords
    titles: TitleWords
    organizations: OrganizationWords
    places: PlaceWords
    grammar: Grammar
    actions: tuple[ActionRule, ...]
    identity: IdentityWords
    rolls: RollWords
    divisions: Divisions
    lexicon: Lexicon
    digest: str


def load_rulebook(folder: Path = RULES, classes: Collection[str] | None = None) -> Rulebook:
    """Read every rule file of `folder`; `classes` are the local names the ontology knows.

    Raises `ConfigError` for a file that is missing or no TOML, a missing or mistyped key, or a class that
    the ontology lacks.
    """
    files = {stem: read_toml(folder / f"{stem}.toml") for stem in STEMS}
    domains = [read_toml(path) for path in sorted((folder / "domains").glob("*.toml"))]
    if classes is not None:
        named = (files["organizations"].table("heads"), files["rolls"].table("sending"))
        for table in (*named, files["actions"], *domains):
            _refuse_classes(table, classes)
    names, titles = read_names(files["names"]), read_titles(files["titles"])
    organizations, grammar = read_organizations(files["organizations"]), read_grammar(files["grammar"])
    places = read_places(files["places"])
    actions = read_actions([files["actions"], *domains])
    divisions = parse_divisions(read_rules(folder / "divisions.txt"), places.peoples)
    words = {
        **{category: _list_at(files[stem], way) for category, (stem, way) in _CATEGORIES.items()},
        **{f"action {rule.cls}": rule.triggers | rule.weak for rule in actions},
        "action": frozenset[str]().union(*(rule.triggers | rule.weak for rule in actions)),
        **_words_of_rooms(names, titles, organizations, grammar, divisions),
        "country": places.countries,
        **_read_common_words(folder / "words.txt"),
    }
    return Rulebook(
        values=read_values(files["values"]),
        goods=read_goods(files["giving"].table("goods")),
        gifts=read_gifts(files["giving"]),
        names=names,
        titles=titles,
        organizations=organizations,
        places=places,
        grammar=grammar,
        actions=actions,
        identity=read_identity(files["identity"]),
        rolls=read_rolls(files["rolls"]),
        divisions=divisions,
        lexicon=compile_lexicon(words),
        digest=_digest(folder),
    )


def _words_of_rooms(
    names: NameWords,
    titles: TitleWords,
    organizations: OrganizationWords,
    grammar: Grammar,
    divisions: Divisions,
) -> dict[str, Iterable[str]]:
    """The categories of the lexicon whose words a room needs as a list, too."""
    return {
        "post": titles.posts + titles.ranks,
        "membership": titles.membership,
        "head": organizations.heads,
        "stop": grammar.stops,
        "place": divisions.by_name,
        "short place": divisions.by_short_name,
        "party": [form for form in organizations.parties if len(form) > 1],
        "address": names.address,
        "pointer": organizations.pointers,
    }


def _refuse_classes(table: Table, classes: Collection[str]) -> None:
    """Raise for a table named after a class that the ontology lacks."""
    for cls in table.values:
        if cls not in classes:
            raise ConfigError(
                f"The rule file {table.path} names the class {cls}, which the ontology lacks;"
                " add the class to a file in ontology/ or take its table out."
            )


def _list_at(file: Table, way: str) -> tuple[str, ...]:
    """The list at a dotted way."""
    *tables, key = way.split(".")
    for name in tables:
        file = file.table(name)
    return file.words(key)


def _read_common_words(path: Path) -> dict[str, list[str]]:
    """Common words by kind, from lines of a kind, a tab and words."""
    lines = (line.split("\t") for line in read_rules(path).splitlines() if not line.startswith("#"))
    return {kind: words.split() for kind, words in lines}


def _digest(folder: Path) -> str:
    """A fingerprint of every rule file, for provenance and for caches."""
    digest = hashlib.sha256()
    for name, content in read_folder(folder, (".toml", ".txt")):
        digest.update(name + b"\0" + content)
    return digest.hexdigest()[:16]

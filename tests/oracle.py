"""A graph made from gold itself, whole or spoilt by chance: what an evaluation must find in it is known."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any, TypeVar

from kg.clean import clean
from kg.evaluation.gold import normal
from kg.model import Action, Article, Document, Entity, Graph, Item, Membership, Sentence, Span
from kg.read import read_article

T = TypeVar("T")

CLASSES = {
    "Document": "Work",
    "Organizing/Leadership": "Leadership",
    "Volunteering/PreventionWork": "PreventionWork",
    "CreativeWork": "Creation",
    "Other": "Visit",
}
STATUSES = {"realised": "Realised", "planned": "Planned", "called-for": "CalledFor"}


class Dice:
    """Chance that spoils things with probability `faults`; 0 spoils nothing."""

    def __init__(self, seed: int, faults: float) -> None:
        self._random, self._faults = random.Random(seed), faults

    def fall(self) -> bool:
        return self._random.random() < self._faults

    def spoil(self, value: T, wrong: T) -> T:
        return wrong if self.fall() else value

    def thin(self, values: list[T]) -> list[T]:
        return [value for value in values if not self.fall()]


def gold_sentences(document: Document, article: str) -> Iterator[Sentence]:
    """The sentences of a document, cut at full stops and line ends only."""
    for n, match in enumerate(re.finditer(r"[^。！？!?\n]+[。！？!?]*[”）)]*", document.text)):
        raw = document.raw_span(Span(*match.span()))
        yield Sentence(f"sentence/{article}-{n}", f"article/{article}", raw.begin, raw.end, match.group())


def oracle_graph(gold_dir: Path, raw_dir: Path, seed: int = 0, faults: float = 0.0) -> Graph:
    """What the gold of all articles says, as a graph."""
    dice = Dice(seed, faults)
    parts = [
        _article(json.loads(path.read_text(encoding="utf-8")), path.stem, raw_dir, dice)
        for path in sorted(gold_dir.glob("*.json"))
        if path.stem != "cross"
    ]
    merged: dict[str, list[Any]] = {
        name: sorted((thing for part in parts for thing in getattr(part, name)), key=lambda thing: thing.id)
        for name in ("articles", "sentences", "entities", "memberships", "actions")
    }
    return Graph(**{name: tuple(things) for name, things in merged.items()})


def _article(gold: dict[str, Any], stem: str, raw_dir: Path, dice: Dice) -> Graph:
    path = next(raw_dir.rglob(f"{stem}.txt"))
    document = clean(read_article(path, path.name), path.name)
    sentences = list(gold_sentences(document, stem))
    entities = _entities(gold, stem, dice)
    ids = {form: entity.id for entity in entities for form in (entity.name, *entity.aliases)}
    ids |= {entity.name: entity.id for entity in entities}
    return Graph(
        articles=(
            Article(f"article/{stem}", path.name, mentions=tuple(sorted(entity.id for entity in entities))),
        ),
        sentences=tuple(sentences),
        entities=tuple(entities),
        memberships=tuple(_memberships(gold, stem, ids, sentences, dice)),
        actions=tuple(_actions(gold, stem, ids, sentences, dice)),
    )


def _entities(gold: dict[str, Any], stem: str, dice: Dice) -> list[Entity]:
    entities = []
    for n, data in enumerate(dice.thin(gold["entities"])):
        cls = dice.spoil(CLASSES.get(data["type"], data["type"]), "Organization")
        kind = {"Hospital": "organization"}.get(cls, cls.lower())
        name = dice.spoil(data["name"], data["name"] + "的")
        aliases = dice.thin([form for form in data["mentions"] if form != data["name"]])
        entities.append(Entity(f"{kind}/{stem}-{n}", cls, name, tuple(aliases)))
    titles = {data["title"] for data in gold["memberships"] if data.get("title")}
    return entities + [Entity(f"title/{stem}-{n}", "Title", t) for n, t in enumerate(sorted(titles))]


def _memberships(
    gold: dict[str, Any], stem: str, ids: dict[str, str], sentences: list[Sentence], dice: Dice
) -> Iterator[Membership]:
    people = sorted(id_ for id_ in ids.values() if id_.startswith("person/"))
    for n, data in enumerate(gold["memberships"]):
        person = ids.get(data["person"])
        if person is None or dice.fall():
            continue
        evidence = [s.id for s in sentences if data["person"] in s.text] or [sentences[0].id]
        title = data.get("title")
        yield Membership(
            f"membership/{stem}-{n}",
            dice.spoil(person, people[0]) if people else person,
            dice.spoil(ids.get(data["organization"] or ""), None),
            dice.spoil(ids.get(title) if title else None, None),
            (evidence[0],),
            1.0,
        )


def _actions(
    gold: dict[str, Any], stem: str, ids: dict[str, str], sentences: list[Sentence], dice: Dice
) -> Iterator[Action]:
    for n, data in enumerate(gold["actions"]):
        told = normal(data["evidence"])
        evidence = [s.id for s in sentences if (text := normal(s.text)) and text in told]
        if not evidence or dice.fall():
            continue
        amount = data.get("amount_cny") if data.get("amount_cny") is not None else data.get("amount")
        via = data.get("intermediary") or []
        yield Action(
            id=f"action/{stem}-{n}",
            cls=dice.spoil(CLASSES.get(data["type"], data["type"]), "Donation"),
            trigger=data["trigger"],
            status=dice.spoil(STATUSES[data.get("status", "realised")], "Realised"),
            agents=tuple(ids[name] for name in dice.thin(data["agents"]) if name in ids),
            recipients=tuple(ids[name] for name in dice.thin(data["recipients"]) if name in ids),
            via=tuple(ids[n] for n in dice.thin([via] if isinstance(via, str) else via) if n in ids),
            items=tuple(
                Item(
                    f"item/{stem}-{n}-{k}",
                    goods["item"],
                    None
                    if goods["quantity"] is None
                    else dice.spoil(Decimal(str(goods["quantity"])), Decimal(7)),
                    goods["unit"],
                )
                for k, goods in enumerate(dice.thin(data["objects"]))
            ),
            date=dice.spoil(data.get("date"), "2001-01-01"),
            amount=None if amount is None else dice.spoil(Decimal(str(amount)), Decimal(5)),
            currency=None if amount is None else data.get("currency", "CNY"),
            evidence=tuple(evidence),
        )

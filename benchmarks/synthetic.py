"""Invented graphs of any size, in the proportions of a real corpus, the same at every run.

    python benchmarks/synthetic.py TRIPLES FILE

writes Turtle of at least TRIPLES triples. A few things are spoken of often and most but once or twice, as in
the news.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Callable
from decimal import Decimal
from itertools import chain
from operator import attrgetter
from pathlib import Path

from kg.iris import article_id, fact_id, make_id, sentence_id
from kg.model import Action, Article, Entity, Graph, Item, Membership, Sentence
from kg.triples import to_triples, write_turtle

Some = Callable[[str], str]

SEED = 20200205
TRIPLES_AN_ARTICLE = 290
SURNAMES = "孟江闻褚鄢柏温穆"
PLACES = ("云屏", "青柳", "白鹭", "石湾", "松岭", "霞浦", "竹溪", "澄江")
KINDS = {
    "Hospital": ("市第{}人民医院", "县第{}中医院"),
    "Company": ("第{}制药有限公司",),
    "Charity": ("第{}慈善总会",),
    "GovernmentBody": ("第{}街道办事处",),
    "School": ("第{}中学",),
    "Team": ("第{}医疗队",),
    "Department": ("市第{}医院呼吸内科",),
    "PartyOrganization": ("第{}支部",),
    "Organization": ("第{}画院",),
}
TITLES = ("院长", "副院长", "主任", "主委", "社员", "护士长", "秘书长", "医师")
DEEDS = {
    "Donation": ("捐赠", "捐款"),
    "BloodDonation": ("献血",),
    "Treatment": ("救治",),
    "Proposal": ("提交",),
    "Appeal": ("倡议",),
    "Publicity": ("宣传",),
    "PreventionWork": ("值守",),
    "Leadership": ("带队",),
    "Production": ("生产",),
    "Visit": ("走访",),
    "Creation": ("创作",),
    "Training": ("培训",),
    "Testing": ("检测",),
    "Deployment": ("部署",),
}
GOODS = (("消毒液", "桶"), ("口罩", "只"), ("防护服", "套"), ("大米", "公斤"))
STATUSES = ("Realised",) * 8 + ("Planned", "CalledFor")


def synthetic_graph(triples: int) -> Graph:
    """A graph of about `triples` triples; every id that a fact names is there."""
    chance = random.Random(SEED)
    articles = max(1, triples // TRIPLES_AN_ARTICLE)
    cast = {
        "organization": [_organization(number, chance) for number in range(articles * 3)],
        "person": [
            Entity(make_id("person", name), "Person", name, notes=("姓名已更正",) if n % 50 == 1 else ())
            for n, name in enumerate(f"{SURNAMES[n % 8]}{n}" if n else "江乾" for n in range(articles * 4))
        ],
        "place": [
            Entity(make_id("place", f"{PLACES[n % 8]}{n}村"), "Place", f"{PLACES[n % 8]}{n}村")
            for n in range(articles)
        ],
        "title": [Entity(make_id("title", name), "Title", name) for name in TITLES],
        "work": [
            Entity(make_id("work", f"建议{n}"), "Work", f"关于第{n}件事的建议") for n in range(articles)
        ],
    }
    told = [_article(number, cast, chance) for number in range(articles)]
    articles_, sentences, memberships, actions = (
        tuple(sorted(chain.from_iterable(part), key=attrgetter("id"))) for part in zip(*told, strict=True)
    )
    people = [entity.id for entity in cast["person"]]
    pairs = tuple(tuple(sorted(chance.sample(people, 2))) for _ in range(articles // 10))
    return Graph(
        articles=articles_,
        sentences=sentences,
        entities=tuple(sorted(chain.from_iterable(cast.values()), key=attrgetter("id"))),
        memberships=memberships,
        actions=actions,
        possibly_same=tuple(sorted(set(pairs))),  # type: ignore[arg-type]
    )


def _organization(number: int, chance: random.Random) -> Entity:
    cls = list(KINDS)[number % len(KINDS)]
    name = PLACES[number % 8] + chance.choice(KINDS[cls]).format(number)
    parent = make_id("organization", f"{PLACES[0]}总部") if number and number % 20 == 0 else None
    if number == 0:
        return Entity(make_id("organization", f"{PLACES[0]}总部"), "Hospital", f"{PLACES[0]}总部")
    return Entity(
        make_id("organization", name), cls, name, (f"{name}简称",) if number % 3 == 0 else (), parent
    )


def _article(
    number: int, cast: dict[str, list[Entity]], chance: random.Random
) -> tuple[list[Article], list[Sentence], list[Membership], list[Action]]:
    source = f"{number % 100:02}/{number}.txt"
    article = article_id(source)
    bounds = [(place, place + 45) for place in range(0, 500, 46)]
    sentences = [
        Sentence(
            sentence_id(article, b, e),
            article,
            b,
            e,
            f"第{number}篇文章在{b}处说明事实的一句话，有人有事。",
        )
        for b, e in bounds
    ]

    def some(kind: str) -> str:
        """Mostly one of the few that everybody speaks of."""
        entities = cast[kind]
        return entities[int(len(entities) * chance.random() ** 3)].id

    def proof() -> tuple[str, ...]:
        return tuple(sorted({chance.choice(sentences).id for _ in range(chance.choice((1, 1, 1, 2)))}))

    memberships = [
        Membership(
            fact_id("membership", "任职", number, n),
            some("person"),
            some("organization"),
            some("title"),
            proof(),
            chance.choice((0.55, 0.8, 0.9)),
        )
        for n in range(10)
    ]
    actions = [_action(number, n, some, proof(), chance) for n in range(11)]
    mentioned = {some(kind) for kind in ("person", "organization", "place", "work") for _ in range(8)}
    day = f"{2020 if number % 20 == 0 else 2021}-{1 + number % 12:02}-{1 + number % 28:02}"
    return (
        [Article(article, source, f"第{number}篇", day, tuple(sorted(mentioned)))],
        sentences,
        memberships,
        actions,
    )


def _action(number: int, n: int, some: Some, evidence: tuple[str, ...], chance: random.Random) -> Action:
    cls = chance.choice([*DEEDS, "Donation", "Donation", "Donation"])
    trigger = chance.choice(DEEDS[cls])
    key = (number, n)
    gives = cls in ("Donation", "Production", "BloodDonation")
    (goods, unit), money = chance.choice(GOODS), cls == "Donation" and chance.random() < 0.5
    rough = chance.random() < 0.05
    day = f"2020-{chance.randrange(1, 13):02}-{chance.randrange(1, 29):02}"
    item = Item(fact_id("item", goods, *key), goods, Decimal(chance.randrange(1, 5000)), unit, rough)
    agents = {some(chance.choice(("person", "organization"))) for _ in range(chance.choice((1, 1, 2)))}
    return Action(
        id=fact_id("action", trigger, *key),
        cls=cls,
        trigger=trigger,
        status=chance.choice(STATUSES),
        agents=tuple(sorted(agents)),
        recipients=(some("organization"),) if chance.random() < 0.4 else (),
        via=(some("organization"),) if cls == "Donation" and chance.random() < 0.2 else (),
        items=(item,) if gives and not money else (),
        works=(some("work"),) if cls in ("Proposal", "Creation", "Appeal") else (),
        places=(some("place"),) if chance.random() < 0.3 else (),
        date=day if chance.random() < 0.4 else None,
        amount=Decimal(chance.randrange(1, 9_000) * 100) if money else None,
        currency="CNY" if money else None,
        approximate=money and rough,
        evidence=evidence,
        confidence=chance.choice((0.55, 0.7, 0.9)),
    )


def main() -> None:
    """Write a graph."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("triples", type=int)
    parser.add_argument("file", type=Path)
    options = parser.parse_args()
    graph = synthetic_graph(options.triples)
    write_turtle(graph, options.file)
    print(f"{sum(1 for _ in to_triples(graph)):,} triples in {options.file}")


if __name__ == "__main__":
    main()

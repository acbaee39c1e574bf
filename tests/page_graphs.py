"""Graphs for the page: how the ontology has terms drawn, a network of any size, and one full of attacks."""

from __future__ import annotations

import base64
import json
import random
import re
import zlib
from decimal import Decimal
from typing import Any

from kg.model import Action, Article, Entity, Graph, Item, Membership, Sentence
from kg.ontology import load_ontology
from kg.ties import ontology_hints

HINTS = ontology_hints(load_ontology())


def island(page: str) -> dict[str, Any]:
    """The data that a page carries, its tables as dictionaries that lack what is empty."""
    found = re.search(r'<script type="application/octet-stream" id="data">([A-Za-z0-9+/=\n]*)</script>', page)
    assert found
    data: dict[str, Any] = {}
    for line in found[1].splitlines():
        for name, part in json.loads(zlib.decompress(base64.b64decode(line))).items():
            data[name] = data.get(name, []) + _unfolded(part) if "rows" in part else part
    return data


def _unfolded(table: dict[str, Any]) -> list[dict[str, Any]]:
    return [_full(dict(zip(table["columns"], row, strict=True))) for row in table["rows"]]


def _full(value: Any) -> Any:
    if isinstance(value, list):
        return [_full(each) for each in value]
    if isinstance(value, dict):
        return {name: _full(each) for name, each in value.items() if each not in (None, [])}
    return value


_SURNAMES = "闻褚鄢卓阮骆甄邬宓臧慕裘柏屈佘瞿"
_GIVEN = "若溪望舒知秋远山听澜怀瑾星野景行云帆清越沐阳思齐"
_PLACES = ("云屏", "青柳", "白鹭", "梧桐", "霁川", "松岚", "鹿鸣", "沧浪", "枫桥", "雁回")
_KINDS = (
    ("Hospital", "人民医院"),
    ("Hospital", "中医院"),
    ("PartyOrganization", "委员会"),
    ("Company", "制药有限公司"),
    ("School", "职业学院"),
    ("Charity", "红十字会"),
    ("GovernmentBody", "卫生局"),
    ("Team", "医疗队"),
)
_TITLES = ("院长", "副院长", "主委", "社员", "主任", "护士长")
_DEEDS = (
    ("Donation", "捐赠"),
    ("Treatment", "救治"),
    ("Visit", "走访"),
    ("Publicity", "宣传"),
    ("Testing", "检测"),
    ("Training", "培训"),
)


def network_of(size: int, seed: int = 7) -> Graph:
    """An invented graph of about `size` nodes in which few have many links and most have few."""
    draw = random.Random(seed)
    people = [
        Entity(f"person/{number}", "Person", f"{draw.choice(_SURNAMES)}{''.join(draw.sample(_GIVEN, 2))}")
        for number in range(size * 45 // 100)
    ]
    organizations = []
    for number in range(max(size * 15 // 100, 2)):
        cls, kind = draw.choice(_KINDS)
        place = draw.choice(_PLACES)
        name = f"{place}市第{number + 1}{kind}"
        organizations.append(Entity(f"organization/{number}", cls, name, (f"{place[0]}{number + 1}院",)))
    titles = [Entity(f"title/{name}", "Title", name) for name in _TITLES]
    articles = [
        Article(
            f"article/{number}",
            f"invented/{number}.txt",
            f"{draw.choice(_PLACES)}纪事之{number + 1}",
            "2020-02-10",
        )
        for number in range(max(size // 40, 1))
    ]
    sentences: list[Sentence] = []

    def say(text: str) -> tuple[str, ...]:
        number = len(sentences)
        article = articles[number % len(articles)].id
        sentences.append(Sentence(f"sentence/{number}", article, 0, len(text), text))
        return (f"sentence/{number}",)

    def some(things: list[Entity]) -> Entity:
        return things[min(int(draw.paretovariate(0.8)) - 1, len(things) - 1)]

    memberships = []
    for number, person in enumerate(people):
        organization, title = some(organizations), draw.choice(titles)
        evidence = say(f"{organization.name}{title.name}{person.name}表示，大家正在一起努力。")
        memberships.append(
            Membership(f"membership/{number}", person.id, organization.id, title.id, evidence, 0.9)
        )
    actions = []
    for number in range(size - len(people) - len(organizations)):
        cls, trigger = draw.choice(_DEEDS)
        agent, recipient = draw.choice([draw.choice(people), some(organizations)]), draw.choice(organizations)
        goods = Item(f"item/{number}", "消毒液", Decimal(draw.randint(1, 90)), "桶")
        actions.append(
            Action(
                id=f"action/{number}",
                cls=cls,
                trigger=trigger,
                status=draw.choice(("Realised", "Realised", "Realised", "Planned")),
                agents=(agent.id,),
                recipients=(recipient.id,) if recipient != agent else (),
                items=(goods,) if cls == "Donation" else (),
                date="2020-02-08",
                evidence=say(f"2月8日，{agent.name}向{recipient.name}{trigger}消毒液{goods.value}桶。"),
                confidence=0.8,
            )
        )
    return Graph(
        tuple(articles),
        tuple(sentences),
        tuple(people + organizations + titles),
        tuple(memberships),
        tuple(actions),
    )


ATTACKS = (
    "<img src=x onerror=\"window.fired='img'\">",
    "</script><script>window.fired='script'</script>",
    "<svg onload=\"window.fired='svg'\">",
    "javascript:window.fired='url'",
    "{{data}}",
    "<!--<script>",
)


def hostile_graph() -> Graph:
    """Every text that comes from articles is an attack."""
    people = [Entity(f"person/{n}", "Person", text, (text + "别名",)) for n, text in enumerate(ATTACKS)]
    titles = [Entity(f"title/{n}", "Title", text) for n, text in enumerate(ATTACKS)]
    works = [Entity(f"work/{n}", "Work", text) for n, text in enumerate(ATTACKS)]
    place = Entity("organization/0", "Hospital", "梧桐" + ATTACKS[0])
    articles = [Article(f"article/{n}", text, text, text) for n, text in enumerate(ATTACKS)]
    sentences = [
        Sentence(f"sentence/{n}", f"article/{n}", 0, 1, f"{text}说{text}。") for n, text in enumerate(ATTACKS)
    ]
    memberships = [
        Membership(f"membership/{n}", f"person/{n}", place.id, f"title/{n}", (f"sentence/{n}",), 0.5)
        for n in range(len(ATTACKS))
    ]
    actions = [
        Action(
            f"action/{n}",
            "Donation",
            text,
            "Realised",
            agents=(f"person/{n}",),
            works=(f"work/{n}",),
            items=(Item(f"item/{n}", text, Decimal(3), text),),
            date=text,
            amount=Decimal(5),
            currency=text,
            evidence=(f"sentence/{n}",),
        )
        for n, text in enumerate(ATTACKS)
    ]
    return Graph(
        tuple(articles),
        tuple(sentences),
        (*people, place, *titles, *works),
        tuple(memberships),
        tuple(actions),
    )

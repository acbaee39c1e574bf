"""Graphs for the page: how terms are shown, a network of any size, and one full of attacks."""

from __future__ import annotations

import random
from decimal import Decimal

from kg.model import Action, Article, Entity, Graph, Item, Membership, Sentence
from kg.network import Hint

HINTS = {
    "Person": Hint("人物", "Person", "#d9822b", "dot"),
    "Organization": Hint("组织", "Organization", "#5b7ea6", "square"),
    "Hospital": Hint("医院", "Hospital", "#178f83", "square"),
    "PartyOrganization": Hint("党派组织", "Party organization", "#b8453a", "square"),
    "GovernmentBody": Hint("政府机构", "Government body", "#5a5fb8", "square"),
    "Company": Hint("企业", "Company", "#3489c9", "square"),
    "School": Hint("学校", "School", "#8a63b0", "square"),
    "Charity": Hint("慈善机构", "Charity", "#c75a8d", "square"),
    "Team": Hint("队伍", "Team", "#7a8f2c", "square"),
    "Department": Hint("科室", "Department", "#6fb3ab", "square"),
    "Place": Hint("地点", "Place", "#8c7355", "triangle"),
    "Work": Hint("作品", "Work", "#b59a1b", "hexagon"),
    "Donation": Hint("捐赠", "Donation", "#c75a8d", "diamond"),
    "BloodDonation": Hint("献血", "Blood donation", "#c9372c", "diamond"),
    "Treatment": Hint("救治", "Treatment", "#178f83", "diamond"),
    "Proposal": Hint("建言", "Proposal", "#5a5fb8", "diamond"),
    "Appeal": Hint("倡议", "Appeal", "#8a63b0", "diamond"),
    "Publicity": Hint("宣传", "Publicity", "#3489c9", "diamond"),
    "PreventionWork": Hint("防疫", "Prevention work", "#7a8f2c", "diamond"),
    "Leadership": Hint("带队", "Leadership", "#d9822b", "diamond"),
    "Production": Hint("生产", "Production", "#5b7ea6", "diamond"),
    "Visit": Hint("走访", "Visit", "#8c7355", "diamond"),
    "Creation": Hint("创作", "Creation", "#b59a1b", "diamond"),
    "Training": Hint("培训", "Training", "#8a63b0", "diamond"),
    "Testing": Hint("检测", "Testing", "#6fb3ab", "diamond"),
    "Deployment": Hint("部署", "Deployment", "#5a5fb8", "diamond"),
    "memberOf": Hint("任职于", "member of"),
    "agent": Hint("行动者", "agent"),
    "recipient": Hint("接受方", "recipient"),
    "via": Hint("经由", "via"),
    "object": Hint("对象", "object"),
    "location": Hint("地点", "location"),
    "subOrganizationOf": Hint("隶属于", "part of"),
    "possiblySameAs": Hint("可能相同", "possibly the same as"),
    "Realised": Hint("已实施", "Realised"),
    "Planned": Hint("计划", "Planned"),
    "CalledFor": Hint("号召", "Called for"),
}

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

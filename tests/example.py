"""A small graph made by hand: every noun of the model and every class of the ontology, nobody real."""

from __future__ import annotations

from decimal import Decimal

from kg.iris import article_id, fact_id, make_id, sentence_id
from kg.model import Action, Article, Entity, Graph, Item, Membership, Sentence

ARTICLES = {
    "example/云屏驰援.txt": (
        "云屏社员驰援青柳\n"
        "2020年2月5日，九三学社云屏市委员会主委、云屏市第二人民医院院长闻若溪带队前往青柳县。\n"
        "社市委通过云屏市红十字会向青柳县中心医院捐赠消毒液40桶、防护服约300套。\n"
        "白鹭制药有限公司捐款69.4046万元。\n"
        "市二院呼吸内科主任褚望舒在青柳县中心医院救治患者。\n"
        "援青柳医疗队为群众检测样本1200份。\n"
        "闻若溪撰写的《关于加强基层防疫的建议》被云屏市卫生局采纳。\n"
        "云屏画院名誉院长鄢知秋创作了国画《春回》。\n"
    ),
    "example/社市委倡议.txt": (
        "社市委发出倡议\n"
        "社市委发出《致全市社员的倡议书》，号召社员捐款。\n"
        "云屏师范学院计划于2月下旬开展线上培训。\n"
        "褚望舒献血400毫升。\n"
        "鄢知秋在梧桐社区宣传防疫知识并参加值守。\n"
        "云屏市卫生局部署复工复产，并走访白鹭制药有限公司，该公司日夜生产口罩。\n"
    ),
}
"""The raw articles behind the graph, by their path below a corpus root."""

_FIRST, _SECOND = ARTICLES

_NAMES = {
    "闻若溪": ("Person", (), None),
    "褚望舒": ("Person", (), None),
    "鄢知秋": ("Person", ("鄢老师",), None),
    "九三学社云屏市委员会": ("PartyOrganization", ("社市委",), None),
    "云屏市第二人民医院": ("Hospital", ("市二院",), None),
    "青柳县中心医院": ("Hospital", (), None),
    "云屏市第二人民医院呼吸内科": ("Department", ("呼吸内科",), "云屏市第二人民医院"),
    "云屏市红十字会": ("Charity", (), None),
    "白鹭制药有限公司": ("Company", ("该公司",), None),
    "云屏市卫生局": ("GovernmentBody", (), None),
    "云屏师范学院": ("School", (), None),
    "援青柳医疗队": ("Team", (), None),
    "云屏画院": ("Organization", (), None),
    "青柳县": ("Place", (), None),
    "梧桐社区": ("Place", (), None),
    "关于加强基层防疫的建议": ("Work", (), None),
    "致全市社员的倡议书": ("Work", (), None),
    "春回": ("Work", (), None),
    "主委": ("Title", (), None),
    "院长": ("Title", (), None),
    "名誉院长": ("Title", (), None),
    "呼吸内科主任": ("Title", (), None),
    "社员": ("Title", (), None),
}
_ORGANIZATIONS = {
    "PartyOrganization",
    "Hospital",
    "Department",
    "Charity",
    "Company",
    "GovernmentBody",
    "School",
    "Team",
}


def example_graph() -> Graph:
    """Two invented articles as a graph; offsets are those of `ARTICLES`."""
    sentences = [sentence for source in ARTICLES for sentence in _sentences(source)]
    actions = _actions(sentences)
    memberships = _memberships(sentences)
    return Graph(
        articles=tuple(
            sorted(
                (
                    Article(article_id(_FIRST), _FIRST, "云屏社员驰援青柳", "2020-02-06", _mentioned(_FIRST)),
                    Article(article_id(_SECOND), _SECOND, "社市委发出倡议", None, _mentioned(_SECOND)),
                ),
                key=lambda article: article.id,
            )
        ),
        sentences=tuple(sorted(sentences, key=lambda sentence: sentence.id)),
        entities=tuple(
            sorted(
                (
                    Entity(_id(name), cls, name, aliases, _id(parent) if parent else None)
                    for name, (cls, aliases, parent) in _NAMES.items()
                ),
                key=lambda entity: entity.id,
            )
        ),
        memberships=tuple(sorted(memberships, key=lambda membership: membership.id)),
        actions=tuple(sorted(actions, key=lambda action: action.id)),
        possibly_same=(tuple(sorted((_id("青柳县中心医院"), _id("云屏市第二人民医院")))),),
    )


def _id(name: str) -> str:
    cls = _NAMES[name][0]
    return make_id("organization" if cls in _ORGANIZATIONS else cls.lower(), name)


def _ids(*names: str) -> tuple[str, ...]:
    return tuple(_id(name) for name in names)


def _mentioned(source: str) -> tuple[str, ...]:
    forms = {name: (name, *aliases) for name, (_, aliases, _) in _NAMES.items()}
    found = (name for name in forms if any(form in ARTICLES[source] for form in forms[name]))
    return tuple(sorted(_id(name) for name in found))


def _sentences(source: str) -> list[Sentence]:
    article, begin, found = article_id(source), 0, []
    for line in ARTICLES[source].splitlines():
        end = begin + len(line)
        found.append(Sentence(sentence_id(article, begin, end), article, begin, end, line))
        begin = end + 1
    return found


def _at(sentences: list[Sentence], *words: str) -> tuple[str, ...]:
    return tuple(
        sorted(next(sentence.id for sentence in sentences if word in sentence.text) for word in words)
    )


def _memberships(sentences: list[Sentence]) -> list[Membership]:
    posts = [
        ("闻若溪", "九三学社云屏市委员会", "主委", "主委", 0.95),
        ("闻若溪", "云屏市第二人民医院", "院长", "主委", 0.95),
        ("褚望舒", "云屏市第二人民医院", "呼吸内科主任", "主任", 0.9),
        ("鄢知秋", "云屏画院", "名誉院长", "春回", 0.85),
        ("褚望舒", "九三学社云屏市委员会", None, "献血", 0.4),
    ]
    return [
        Membership(
            fact_id("membership", person, organization, title),
            _id(person),
            _id(organization),
            _id(title) if title else None,
            _at(sentences, word),
            confidence,
        )
        for person, organization, title, word, confidence in posts
    ]


def _actions(sentences: list[Sentence]) -> list[Action]:
    at = "青柳县中心医院"

    def action(
        cls: str,
        trigger: str,
        agents: tuple[str, ...],
        word: str = "",
        status: str = "Realised",
        **rest: object,
    ) -> Action:
        return Action(
            id=fact_id("action", trigger, cls, *agents),
            cls=cls,
            trigger=trigger,
            status=status,
            agents=_ids(*agents),
            evidence=_at(sentences, *(word or trigger).split()),
            **{"confidence": 0.9, **rest},  # type: ignore[arg-type]
        )

    goods = (
        Item(fact_id("item", "消毒液", 1), "消毒液", Decimal(40), "桶"),
        Item(fact_id("item", "防护服", 1), "防护服", Decimal(300), "套", approximate=True),
    )
    samples = (Item(fact_id("item", "样本", 1), "样本", Decimal(1200), "份"),)
    blood = (Item(fact_id("item", "全血", 1), "全血", Decimal(400), "毫升"),)
    masks = (Item(fact_id("item", "口罩", 1), "口罩"),)
    return [
        action("Leadership", "带队", ("闻若溪",), places=_ids("青柳县"), date="2020-02-05"),
        action(
            "Donation",
            "捐赠",
            ("九三学社云屏市委员会",),
            "捐赠",
            recipients=_ids(at),
            via=_ids("云屏市红十字会"),
            items=tuple(sorted(goods, key=lambda item: item.id)),
        ),
        action(
            "Donation", "捐款", ("白鹭制药有限公司",), "69.4046万", amount=Decimal("694046"), currency="CNY"
        ),
        action("Donation", "捐款", (), "号召社员捐款", status="CalledFor", confidence=0.5, approximate=True),
        action("Treatment", "救治", ("褚望舒",), places=_ids(at), date="2020-02"),
        action("Testing", "检测", ("援青柳医疗队",), items=samples),
        action(
            "Proposal",
            "撰写",
            ("闻若溪",),
            recipients=_ids("云屏市卫生局"),
            works=_ids("关于加强基层防疫的建议"),
        ),
        action("Creation", "创作", ("鄢知秋",), works=_ids("春回"), date="2020"),
        action(
            "Appeal",
            "发出",
            ("九三学社云屏市委员会",),
            "发出《 发出倡议",
            works=_ids("致全市社员的倡议书"),
        ),
        action("Training", "培训", ("云屏师范学院",), status="Planned", date="--02-20", confidence=0.7),
        action("BloodDonation", "献血", ("褚望舒",), items=blood),
        action("Publicity", "宣传", ("鄢知秋",), places=_ids("梧桐社区")),
        action("PreventionWork", "值守", ("鄢知秋",), places=_ids("梧桐社区")),
        action("Deployment", "部署", ("云屏市卫生局",)),
        action("Visit", "走访", ("云屏市卫生局",), recipients=_ids("白鹭制药有限公司")),
        action("Production", "生产", ("白鹭制药有限公司",), items=masks),
    ]

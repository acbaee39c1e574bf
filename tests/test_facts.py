import pytest
from example import example_graph

from kg.facts import explain, tell
from kg.iris import BASE
from kg.model import Graph
from kg.ontology import load_ontology
from kg.stats import ArticleStats, stats
from kg.triples import to_triples


@pytest.mark.parametrize(
    "needle",
    [
        "云屏市第二人民医院",
        "市二院",
        "organization/云屏市第二人民医院",
        BASE + "organization/云屏市第二人民医院",
    ],
)
def test_a_thing_is_found_by_name_alias_id_and_iri(needle: str) -> None:
    (found,) = explain(example_graph(), needle)
    assert found.id == "organization/云屏市第二人民医院"
    assert [fact.said for fact in found.facts] == [
        (("org:member", "褚望舒"), ("org:organization", "云屏市第二人民医院"), ("org:role", "呼吸内科主任")),
        (("org:member", "闻若溪"), ("org:organization", "云屏市第二人民医院"), ("org:role", "院长")),
    ]
    assert [source for fact in found.facts for source, _ in fact.evidence] == ["example/云屏驰援.txt"] * 2
    assert found.possibly_same == ("青柳县中心医院",)


def test_every_role_in_an_action_leads_to_it() -> None:
    for name in ("九三学社云屏市委员会", "青柳县中心医院", "云屏市红十字会"):
        (found,) = explain(example_graph(), name)
        assert "捐赠" in {value for fact in found.facts for role, value in fact.said if role == "kg:trigger"}
    (work,) = explain(example_graph(), "春回")
    (place,) = explain(example_graph(), "青柳县")
    assert [fact.cls for fact in work.facts] == ["Creation"]
    assert [fact.cls for fact in place.facts] == ["Leadership"]


def test_an_article_has_the_facts_of_its_sentences() -> None:
    (found,) = explain(example_graph(), "example/社市委倡议.txt")
    assert len(found.facts) == 10
    assert {source for fact in found.facts for source, _ in fact.evidence} == {"example/社市委倡议.txt"}


def test_a_fact_is_found_by_its_id() -> None:
    for fact in (*example_graph().memberships, *example_graph().actions):
        (found,) = explain(example_graph(), fact.id)
        assert [told.id for told in found.facts] == [fact.id]


def test_part_of_a_name_finds_several_but_only_where_nothing_is_called_so() -> None:
    assert [found.name for found in explain(example_graph(), "医院")] == [
        "云屏市第二人民医院",
        "云屏市第二人民医院呼吸内科",
        "青柳县中心医院",
    ]
    assert [found.name for found in explain(example_graph(), "青柳县")] == ["青柳县"]


@pytest.mark.parametrize("needle", ["", "没有这个", "https://example.org/"])
def test_nothing_is_found_for_what_is_not_there(needle: str) -> None:
    assert explain(example_graph(), needle) == []


def test_goods_and_money_are_told_as_people_write_them() -> None:
    said = {
        value
        for found in explain(example_graph(), "example/云屏驰援.txt")
        for fact in found.facts
        for role, value in fact.said
        if role in {"schema:object", "kg:amount"}
    }
    assert said >= {"消毒液 40桶", "防护服 约300套", "694046 CNY", "关于加强基层防疫的建议"}


def test_an_explanation_is_told_in_both_languages() -> None:
    (found,) = explain(example_graph(), "褚望舒")
    zh, en = (list(tell(found, load_ontology(), language)) for language in ("zh", "en"))
    assert zh[0] == "褚望舒 <person/褚望舒> 人物"
    assert en[0] == "褚望舒 <person/褚望舒> person"
    assert "  任职 0.40: 任职者 褚望舒; 任职组织 九三学社云屏市委员会" in zh
    assert "    example/社市委倡议.txt 54-65: 褚望舒献血400毫升。" in zh
    assert any(
        line.startswith("  treatment 0.90: trigger 救治; status realised; agent 褚望舒") for line in en
    )
    assert len(zh) == len(en) == 9


def test_stats_count_what_is_there() -> None:
    graph = example_graph()
    found = stats(graph)
    assert found.triples == len(set(to_triples(graph))) == sum(found.properties.values())
    assert found.classes["Hospital"] == 2
    assert found.classes["Organization"] == 1
    assert found.classes["Donation"] == 3
    assert found.classes["Sentence"] == len(graph.sentences)
    assert found.properties["kg:status"] == len(graph.actions)
    assert found.articles == (
        ArticleStats("example/云屏驰援.txt", 20, 8, 4, 7),
        ArticleStats("example/社市委倡议.txt", 9, 6, 1, 9),
    )


def test_stats_of_nothing() -> None:
    found = stats(Graph())
    assert (found.triples, found.classes, found.properties, found.articles) == (0, {}, {}, ())

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from oracle import oracle_graph

from kg.errors import InputError
from kg.evaluation import Count, evaluate
from kg.evaluation.evidence import cuts_out
from kg.evaluation.gold import normal
from kg.model import Action, Article, Entity, Graph, Item, Membership, Sentence
from kg.ontology import load_ontology, ontology_folder
from kg.triples import write_turtle

ROOT = Path(__file__).parent.parent
SHARED = Path(os.environ.get("ZHKG_SHARED", ROOT.parent / "shared"))
GOLD, CORPUS = ROOT / "tests" / "gold", ROOT / "corpus"
PAIRED = {
    "action type",
    "donation",
    "action agents",
    "action recipients",
    "donated goods with quantity",
    "donated amount",
    "action date",
    "intermediary",
    "planned or called-for, so marked",
}
"""Layers that hang on which action is paired with which."""
SCORER = SHARED / "tools" / "score.py"

needs_scorer = pytest.mark.skipif(
    not SCORER.exists(), reason="the outside scorer is not beside this checkout"
)

SENTENCE = "3月1日，松湖县医院院长钱小满通过县红十字会向柳湾镇捐赠棉被30床、现金2万元。"
PLAN = "他说，明年还将捐赠一辆救护车。"
GOLD_ARTICLE = {
    "entities": [
        {"type": "Person", "name": "钱小满", "mentions": ["钱小满", "钱院长"]},
        {
            "type": "Hospital",
            "name": "松湖县医院",
            "mentions": ["松湖县医院", "县医院"],
            "mentions_alt": ["该院"],
        },
        {"type": "Organization", "name": "县红十字会", "mentions": ["县红十字会"]},
        {"type": "Place", "name": "柳湾镇", "mentions": ["柳湾镇"], "type_alt": ["Organization"]},
        {"type": "Place", "name": "松湖县", "mentions": ["松湖县"], "optional": True},
    ],
    "memberships": [
        {"person": "钱小满", "organization": "松湖县医院", "title": "院长"},
        {"person": "钱小满", "organization": None, "title": "党员", "implied": True},
    ],
    "actions": [
        {
            "type": "Donation",
            "trigger": "捐赠",
            "agents": ["钱小满"],
            "agents_alt": ["松湖县医院"],
            "recipients": ["柳湾镇"],
            "objects": [
                {"item": "棉被", "quantity": 30, "unit": "床"},
                {"item": "捐款", "quantity": 20000, "unit": "元"},
            ],
            "amount_cny": 20000,
            "date": "--03-01",
            "date_resolved": "2019-03-01",
            "intermediary": "县红十字会",
            "evidence": SENTENCE,
        },
        {
            "type": "Donation",
            "trigger": "捐赠",
            "status": "planned",
            "core": False,
            "agents": ["钱小满"],
            "recipients": [],
            "objects": [],
            "evidence": PLAN,
        },
    ],
    "not_actions": [{"wrong_type": "Donation", "evidence": PLAN, "strict": True, "wrong_agents": ["钱小满"]}],
}


ONTOLOGY = load_ontology()


def is_a(cls: str, top: str) -> bool:
    return cls == top or top in ONTOLOGY.ancestors(cls)


@pytest.fixture
def gold_dir(tmp_path: Path) -> Path:
    folder = tmp_path / "gold"
    folder.mkdir()
    (folder / "a.json").write_text(json.dumps(GOLD_ARTICLE, ensure_ascii=False), encoding="utf-8")
    return folder


def graph(*, entities: dict[str, tuple[str, ...]], actions: list[Action], **rest: object) -> Graph:
    """A graph of one article; ids are `class/name`, the class in lower case."""
    known = [
        Entity(id_, id_.split("/")[0].capitalize(), id_.split("/")[1], aliases)
        for id_, aliases in entities.items()
    ]
    sentences = (
        Sentence("sentence/1", "article/a", 0, len(SENTENCE), SENTENCE),
        Sentence("sentence/2", "article/a", len(SENTENCE), len(SENTENCE + PLAN), PLAN),
    )
    return Graph(
        articles=(Article("article/a", "some/a.txt", mentions=tuple(entities)),),
        sentences=sentences,
        entities=tuple(known),
        actions=tuple(actions),
        **rest,  # type: ignore[arg-type]
    )


def donation(**changes: object) -> Action:
    right: dict[str, object] = {
        "id": "action/1",
        "cls": "Donation",
        "trigger": "捐赠",
        "status": "Realised",
        "agents": ("person/钱小满",),
        "recipients": ("place/柳湾镇",),
        "via": ("organization/县红十字会",),
        "items": (Item("item/1", "棉被", 30, "床"),),  # type: ignore[arg-type]
        "date": "2019-03-01",
        "amount": 20000,
        "currency": "CNY",
        "evidence": ("sentence/1",),
    }
    return Action(**(right | changes))  # type: ignore[arg-type]


ENTITIES = {
    "person/钱小满": ("钱院长",),
    "hospital/松湖县医院": ("县医院",),
    "organization/县红十字会": (),
    "place/柳湾镇": (),
    "title/院长": (),
}


def layers(said: Graph, gold: Path) -> dict[str, Count]:
    return dict(evaluate(said, gold, is_a).layers)


def test_a_graph_that_says_all_the_gold_says_has_no_fault(gold_dir: Path) -> None:
    post = Membership(
        "membership/1", "person/钱小满", "hospital/松湖县医院", "title/院长", ("sentence/1",), 1.0
    )
    said = graph(entities=ENTITIES, actions=[donation()], memberships=(post,))
    report = evaluate(said, gold_dir, is_a)
    assert not report.details
    assert {count.f1 for count in report.layers.values() if count.wanted} == {1.0}
    assert report.layers["entity Organization+Hospital"] == Count(2, 2, 2, 2)
    assert report.layers["aliases Organization+Hospital"] == Count(3, 3, 3, 3)
    assert report.layers["not said to be done, not claimed"] == Count(1, 1, 1, 1)


@pytest.mark.parametrize(
    ("changes", "layer", "count"),
    [
        ({"cls": "Visit"}, "action type", Count(0, 1, 0, 1)),
        ({"cls": "Visit"}, "donation", Count(0, 0, 0, 1)),
        ({"agents": ()}, "action agents", Count(0, 0, 0, 1)),
        ({"agents": ("hospital/松湖县医院",)}, "action agents", Count(1, 1, 1, 1)),
        ({"agents": ("place/柳湾镇",)}, "action agents", Count(0, 1, 0, 1)),
        ({"recipients": ("person/钱小满",)}, "action recipients", Count(0, 1, 0, 1)),
        ({"items": (Item("i", "棉被", 3, "床"),)}, "donated goods with quantity", Count(0, 1, 0, 1)),  # type: ignore[arg-type]
        ({"items": ()}, "donated goods with quantity", Count(0, 0, 0, 1)),
        ({"amount": 2}, "donated amount", Count(0, 1, 0, 1)),
        ({"currency": "USD"}, "donated amount", Count(0, 1, 0, 1)),
        ({"amount": None}, "donated amount", Count(0, 0, 0, 1)),
        ({"date": "--03-01"}, "action date", Count(1, 1, 1, 1)),
        ({"date": "--03-02"}, "action date", Count(0, 1, 0, 1)),
        ({"date": None}, "action date", Count(0, 0, 0, 1)),
        ({"via": ()}, "intermediary", Count(0, 0, 0, 1)),
        (
            {"evidence": ("sentence/2",), "items": (), "date": None, "amount": None},
            "not said to be done, not claimed",
            Count(0, 1, 0, 1),
        ),
        (
            {"evidence": ("sentence/2",), "status": "Planned"},
            "not said to be done, not claimed",
            Count(1, 1, 1, 1),
        ),
        (
            {"evidence": ("sentence/2",), "status": "CalledFor"},
            "planned or called-for, so marked",
            Count(0, 1, 0, 1),
        ),
    ],
)
def test_each_fault_shows_in_its_layer(
    gold_dir: Path, changes: dict[str, object], layer: str, count: Count
) -> None:
    said = graph(entities=ENTITIES, actions=[donation(**changes)])
    report = evaluate(said, gold_dir, is_a)
    assert report.layers[layer] == count


def test_names_in_excess_and_missed_are_told(gold_dir: Path) -> None:
    said = graph(entities={"person/钱小": (), "hospital/松湖县医院": ("该院",)}, actions=[])
    report = evaluate(said, gold_dir, is_a)
    assert report.layers["entity Person"] == Count(0, 1, 0, 1)
    assert report.layers["aliases Organization+Hospital"] == Count(1, 1, 1, 2)
    told = {(detail.fault, detail.what) for detail in report.details if detail.layer == "entity Person"}
    assert told == {("missed", "钱小满"), ("extra", "钱小")}


def test_another_class_that_is_also_right_counts_as_found_and_is_no_fault(gold_dir: Path) -> None:
    found = layers(graph(entities={"organization/柳湾镇": ()}, actions=[]), gold_dir)
    assert found["entity Place"] == Count(0, 0, 1, 1)
    assert found["entity Organization+Hospital"] == Count(1, 1, 0, 2)


def test_optional_names_are_right_but_not_asked_for(gold_dir: Path) -> None:
    found = layers(graph(entities={"place/松湖县": ()}, actions=[]), gold_dir)
    assert found["entity Place"] == Count(1, 1, 0, 1)


def test_a_loose_membership_needs_no_organization(gold_dir: Path) -> None:
    post = Membership("membership/1", "person/钱小满", None, "title/院长", ("sentence/1",), 1.0)
    found = layers(graph(entities=ENTITIES, actions=[], memberships=(post,)), gold_dir)
    assert found["membership (person, organization, title)"] == Count(0, 1, 0, 1)
    assert found["membership (person, title)"] == Count(1, 1, 1, 1)


def test_identity_across_articles(gold_dir: Path) -> None:
    (gold_dir / "cross.json").write_text(
        json.dumps(
            {
                "same": [["a:钱小满", "a:松湖县医院"]],
                "different": [["a:柳湾镇", "a:钱小满"], ["a:无名", "a:钱小满"]],
            }
        ),
        encoding="utf-8",
    )
    report = evaluate(graph(entities=ENTITIES, actions=[]), gold_dir, is_a)
    assert report.layers["across articles: same, rightly"] == Count(0, 1, 0, 1)
    assert report.layers["across articles: different, rightly"] == Count(1, 1, 1, 1)
    assert report.layers["across articles: different, both found"] == Count(1, 2, 1, 2)
    assert [str(d) for d in report.details if "across" in d.layer] == [
        "a: not merged across articles: same, rightly: 钱小满 | a:松湖县医院"
    ]


def test_an_article_that_the_graph_lacks_is_told(gold_dir: Path) -> None:
    (gold_dir / "z.json").write_bytes((gold_dir / "a.json").read_bytes())
    report = evaluate(graph(entities=ENTITIES, actions=[]), gold_dir, is_a)
    assert [detail.article for detail in report.details if detail.layer == "article"] == ["z"]
    assert report.layers["entity Person"] == Count(1, 1, 1, 2)


def test_a_graph_without_any_article_of_the_gold_is_an_error(gold_dir: Path) -> None:
    with pytest.raises(InputError, match=r"None of the 1 articles .* build them first\."):
        evaluate(Graph(), gold_dir, is_a)


@pytest.mark.parametrize("text", ["", "[]", '{"entities": [{}]}', '{"entities": [], "memberships": []}'])
def test_broken_gold_is_named_in_one_sentence(gold_dir: Path, text: str) -> None:
    (gold_dir / "b.json").write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=r"b\.json cannot be read as gold \([^{}]+\); mend it"):
        evaluate(Graph(), gold_dir, is_a)


def test_a_folder_without_gold_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no gold"):
        evaluate(Graph(), tmp_path, is_a)


@pytest.mark.parametrize(
    ("cut", "words", "right"),
    [
        ("三名隊員(yuán)出發(fā)了。", "三名队员出发了。", True),
        ("<b>三名队员</b>出发了。", "三名队员出发了。", True),
        ("名队员出发了。他", "三名队员出发了。", False),
        ("三名队员出发了。他们在雨中走了整整一天一夜。", "三名队员出发了。", False),
        ("", "三名队员出发了。", False),
    ],
)
def test_offsets_must_cut_out_the_sentence(cut: str, words: str, right: bool) -> None:
    assert cuts_out(cut, words) == right


def test_normal_form_drops_what_tells_nothing_apart() -> None:
    assert normal("《Ａ院“着”》 李·明") == normal("A院著李•明")


def test_a_graph_made_from_the_sample_gold_is_without_fault() -> None:
    report = evaluate(oracle_graph(GOLD, CORPUS), GOLD, is_a, CORPUS)
    # it keeps the articles apart, so that what is one across articles is two
    faults = [str(detail) for detail in report.details if detail.fault != "not merged"]
    assert faults == []
    assert all(count.right == count.said > 0 for layer, count in report.layers.items() if "same" not in layer)


def outside_scores(turtle: Path, gold: Path, raw: Path) -> dict[str, dict[str, float]]:
    """What the outside scorer says of a graph."""
    done = subprocess.run(
        [sys.executable, SCORER, turtle, gold, raw, "--ontology", ontology_folder(), "--json"],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "PYTHONHASHSEED": "0"},
    )
    return json.loads(done.stdout)  # type: ignore[no-any-return]


@needs_scorer
@pytest.mark.parametrize(("seed", "faults"), [(0, 0.0), (1, 0.15), (2, 0.3)])
@pytest.mark.parametrize("which", ["own", "shared"])
def test_the_outside_scorer_finds_the_same(tmp_path: Path, which: str, seed: int, faults: float) -> None:
    gold, raw = (GOLD, CORPUS) if which == "own" else (SHARED / "gold", SHARED)
    copy = tmp_path / "in" / "gold"
    copy.mkdir(parents=True)
    for path in gold.glob("*.json"):
        # the outside scorer looks for pairs across articles beside the folder
        target = copy.parent if path.name == "cross.json" else copy
        (target / path.name).write_bytes(path.read_bytes())
    said = oracle_graph(copy, raw, seed, faults)
    write_turtle(said, tmp_path / "graph.ttl")
    outside = outside_scores(tmp_path / "graph.ttl", copy, raw)
    report = evaluate(said, copy, is_a, raw)
    for layer, row in outside.items():
        ours = report.layers[layer]
        if layer == "evidence offsets valid":
            # it cannot read markup and broken characters, which our articles have
            assert ours.precision >= row["p"] if which == "own" else round(ours.precision, 3) == row["p"]
            continue
        # which of two equal candidates it pairs hangs on the order of a set: a few may differ
        leeway = 0.001 + (4 / max(1, row["n"]) if layer in PAIRED else 0)
        assert ours.precision == pytest.approx(row["p"], abs=leeway), layer
        assert ours.recall == pytest.approx(row["r"], abs=leeway), layer
    assert outside.keys() == report.layers.keys()

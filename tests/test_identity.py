"""Identity across articles: what is one, what is not, and that the order of articles plays no part."""

from __future__ import annotations

import re
import sys
import tomllib
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from types import FrameType
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from running import ROOT

from kg.assembly import assemble
from kg.clean import clean
from kg.clusters import Cluster, Local, NearMiss
from kg.doubts import LISTED, find_near_misses
from kg.entities import LocalEntity
from kg.identity import Hints, Identity, identify
from kg.iris import article_id, sentence_id
from kg.model import Sentence, Tag, Tagger
from kg.ontology import load_ontology
from kg.reading import LocalPost, Reading
from kg.reading.document import read_document
from kg.reasons import find_merges
from kg.rulebook import Rulebook, load_rulebook

LABELS = {"organizations": "ORG", "people": "PER", "works": ""}
CASES = [
    {**case, "label": LABELS[path.stem]}
    for path in sorted((ROOT / "tests/cases/identity").glob("*.toml"))
    for case in tomllib.loads(path.read_text("utf-8"))["case"]
]
ONTOLOGY = load_ontology()


@cache
def rulebook() -> Rulebook:
    return load_rulebook(classes=ONTOLOGY.classes)


def read(case: dict[str, Any], tagger: Tagger, folder: str = "") -> list[Reading]:
    """The articles of a case as they are read, the names it speaks of tagged whatever the tagger finds."""
    texts = case["articles"]
    names = [
        name for key in ("same", "different", "linked") for pair in case.get(key, ()) for name in pair[:2]
    ]
    return [
        read_document(clean(text, f"{folder}{n}.txt"), surely(text, names, case["label"], tags), rulebook())
        for n, (text, tags) in enumerate(zip(texts, tagger(texts), strict=True), 1)
    ]


def surely(text: str, names: Sequence[str], label: str, tags: Sequence[Tag]) -> list[Tag]:
    pattern = "|".join(sorted(map(re.escape, names), key=len, reverse=True))
    given = [Tag(found.start(), found.end(), label) for found in re.finditer(pattern, text) if label]
    free = [tag for tag in tags if not any(tag.begin < own.end and own.begin < tag.end for own in given)]
    return sorted([*given, *free])


def find(readings: Sequence[Reading], article: int, name: str) -> Local:
    entities = readings[article].entities
    forms = [{f.strip("《》") for f in (entity.name, *entity.forms)} for entity in entities]
    found = [e for e, own in enumerate(forms) if name in own]
    assert len(found) == 1, f"{name} in {[entity.name for entity in entities]}"
    return article, found[0]


def pairs(case: dict[str, Any], key: str, readings: Sequence[Reading]) -> Iterator[tuple[Local, Local]]:
    for one, other, *number in case.get(key, ()):
        yield find(readings, 0, one), find(readings, number[0] - 1 if number else 1, other)


def identified(*readings: Reading, hints: Hints | None = None) -> Identity:
    return identify(readings, rulebook(), ONTOLOGY, hints)


def near_misses(identity: Identity) -> tuple[NearMiss, ...]:
    same = frozenset(identity.possibly_same)
    return find_near_misses(identity.clusters, same, identity.apart, rulebook())


def flat(identity: Identity) -> dict[Local, str]:
    return {(r, e): id_ for r, own in identity.ids.items() for e, id_ in own.items()}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_case(case: dict[str, Any], tagger: Tagger) -> None:
    readings = read(case, tagger)
    identity = identified(*readings)
    ids = flat(identity)
    assert case.keys() & {"same", "different"}
    for one, other in pairs(case, "same", readings):
        assert ids[one] == ids[other]
        assert any(merge.id == ids[one] and merge.reason for merge in find_merges(identity, readings))
    for one, other in pairs(case, "different", readings):
        assert ids[one] != ids[other]
    for one, other in pairs(case, "linked", readings):
        assert tuple(sorted((ids[one], ids[other]))) in identity.possibly_same
    if "linked" not in case:
        assert not identity.possibly_same or "different" in case


def test_there_are_enough_cases() -> None:
    assert len({case["id"] for case in CASES}) == len(CASES) >= 40
    assert sum("different" in case for case in CASES) >= 20


# ---- Readings made by hand ----

BODIES = {
    "岱宁市第四人民医院": ("organization", "", "岱宁市", "第四人民医院"),
    "岱宁市第一人民医院": ("organization", "", "岱宁市", "第一人民医院"),
    "澜川市第一人民医院": ("organization", "", "澜川市", "第一人民医院"),
    "东省岱宁市第一人民医院": ("organization", "", "东省/岱宁市", "第一人民医院"),
    "西省岱宁市第一人民医院": ("organization", "", "西省/岱宁市", "第一人民医院"),
    "民盟岱宁市委": ("organization", "民盟", "岱宁市", "委"),
    "育英中学": ("organization", "", "", "育英中学"),
    "学校": (),
}


def reading(source: str, people: Sequence[tuple[str, Sequence[str]]], cls: str = "Organization") -> Reading:
    """An article with the people it names, each with the bodies served, a place by its own name."""
    named = sorted({body for _, bodies in people for body in bodies})
    entities = [LocalEntity(cls, body, (body,), BODIES[body]) for body in named]
    persons = [LocalEntity("Person", name, (name,), ("person", name)) for name, _ in people]
    posts = [
        LocalPost(len(named) + n, named.index(body), "院长", 0, 0.9)
        for n, (_, bodies) in enumerate(people)
        for body in bodies
    ]
    article = article_id(source)
    said = Sentence(sentence_id(article, 0, 3), article, 0, 3, "他说。")
    entities += persons
    return Reading(
        article, source, None, None, 3, (), (said,), tuple(entities), len(entities), tuple(posts), ()
    )


people = st.lists(
    st.tuples(
        st.sampled_from(["钟离白", "闻人杰"]),
        st.lists(st.sampled_from(sorted(BODIES)), max_size=2, unique=True),
    ),
    max_size=2,
    unique_by=lambda person: person[0],
)
corpora = st.lists(people, max_size=6).map(
    lambda articles: [reading(f"a_{n}.txt", article) for n, article in enumerate(articles)]
)


@settings(max_examples=150, deadline=None)
@given(corpora, st.randoms(use_true_random=False))
def test_the_order_of_articles_plays_no_part(readings: list[Reading], random: Any) -> None:
    shuffled = list(readings)
    random.shuffle(shuffled)
    one, other = identified(*readings), identified(*shuffled)
    assert assemble(readings, one) == assemble(shuffled, other)
    assert one.possibly_same == other.possibly_same
    assert find_merges(one, readings) == find_merges(other, shuffled)
    assert near_misses(one) == near_misses(other)


@settings(max_examples=100, deadline=None)
@given(corpora)
def test_every_entity_has_one_thing_of_its_kind(readings: list[Reading]) -> None:
    identity = identified(*readings)
    members = [member for cluster in identity.clusters for member in cluster.members]
    assert len(members) == len(set(members)) == sum(len(r.entities) for r in readings)
    assert len({cluster.id for cluster in identity.clusters}) == len(identity.clusters)
    for cluster in identity.clusters:
        for r, e in cluster.members:
            entity = readings[r].entities[e]
            assert cluster.id.partition("/")[0] == ONTOLOGY.kind_of(entity.cls)
            assert {entity.name, *entity.forms} <= {cluster.name, *cluster.aliases}


@settings(max_examples=100, deadline=None)
@given(corpora, people)
def test_more_articles_part_nothing(readings: list[Reading], more: Any) -> None:
    before = identified(*readings)
    after = identified(*readings, reading("z.txt", more))
    ids = flat(after)
    for cluster in before.clusters:
        assert len({ids[member] for member in cluster.members}) == 1


def test_an_id_has_the_name_and_the_chief_body_or_the_article() -> None:
    identity = identified(
        reading("001_f2452ddb75c7bb69.txt", [("钟离白", []), ("闻人杰", ["岱宁市第四人民医院"])]),
        reading("sub/2.txt", [("闻人杰", ["学校"])]),
    )
    assert {cluster.id for cluster in identity.clusters} == {
        "person/钟离白_001_f2452ddb75c7bb69",
        "person/闻人杰_岱宁市第四人民医院",
        "person/闻人杰_sub_2",
        "organization/岱宁市第四人民医院",
        "organization/学校_sub_2",
    }


def test_the_most_specific_class_wins() -> None:
    one = reading("1.txt", [("钟离白", ["岱宁市第四人民医院"])])
    hospital = reading("2.txt", [("钟离白", ["岱宁市第四人民医院"])], "Hospital")
    identity = identified(one, one_more(one, "3.txt"), hospital)
    assert {c.cls for c in identity.clusters} == {"Hospital", "Person"}


def one_more(original: Reading, source: str) -> Reading:
    return original._replace(id=article_id(source), source=source)


def test_the_fullest_name_is_the_label() -> None:
    key = ("organization", "民盟", "岱宁市", "委")
    entities = [
        LocalEntity("PartyOrganization", name, (name, "盟市委"), key)
        for name in ("民盟岱宁市委", "民盟岱宁市委员会")
    ]
    readings = [
        Reading(article_id(f"{n}.txt"), f"{n}.txt", None, None, 1, (), (), (entity,), 1, (), ())
        for n, entity in enumerate([*entities, entities[0]])
    ]
    (cluster,) = identified(*readings).clusters
    assert cluster.name == "民盟岱宁市委员会"
    assert cluster.aliases == ("民盟岱宁市委", "盟市委")


def test_a_merge_names_what_joined_it_and_a_veto_what_did_not() -> None:
    readings = [
        reading("1.txt", [("钟离白", ["岱宁市第四人民医院"])]),
        reading("2.txt", [("钟离白", ["岱宁市第四人民医院"])]),
        reading("3.txt", [("钟离白", ["岱宁市第一人民医院"])]),
        reading("4.txt", [("钟离白", ["澜川市第一人民医院"])]),
    ]
    identity = identified(*readings)
    reasons = {merge.id: merge.reason for merge in find_merges(identity, readings)}
    assert reasons == {
        "organization/岱宁市第四人民医院": "the same name taken apart: 岱宁市第四人民医院",
        "person/钟离白_岱宁市第四人民医院": "the same name in the same body: 岱宁市第四人民医院",
    }
    told = {veto.reason for miss in near_misses(identity) for veto in miss.vetoes}
    assert told == {
        "the ordinal differs: 一 and 四",
        "the place differs: 岱宁市 and 澜川市",
        "no body served by both",
    }


@pytest.mark.parametrize(("core", "alike"), [("协和", True), ("协", False)])
def test_bodies_are_alike_but_for_their_kind_where_a_name_is_left(core: str, alike: bool) -> None:
    def body(number: int, name: str) -> Cluster:
        key = ("organization", "", "岱宁市", name)
        return Cluster(
            f"organization/{name}", "Organization", name, (), ((number, 0),), (f"{number}.txt",), key
        )

    bodies = [body(number, core + head) for number, head in enumerate(("医院", "学校"))]
    misses = find_near_misses(bodies, frozenset(), frozenset(), rulebook())
    assert [miss.name for miss in misses] == [core] * alike


def test_many_of_one_name_are_linked_in_a_chain_and_listed_in_part() -> None:
    identity = identified(*(reading(f"{n:04}.txt", [("钟离白", [])]) for n in range(1000)))
    assert len(identity.possibly_same) == 999
    (miss,) = near_misses(identity)
    assert (len(miss.vetoes), miss.more) == (LISTED, 999 - LISTED)


def test_the_work_grows_with_the_corpus_and_not_with_its_square() -> None:
    def work(count: int) -> int:
        """How many steps of the interpreter it takes: the same on a machine at rest and on a busy one."""
        readings = [
            reading(f"{n}.txt", [("钟离白", ["学校", "育英中学"]), ("闻人杰", [])]) for n in range(count)
        ]
        return count_steps(lambda: identified(*readings))

    work(50)
    assert work(800) < 5 * work(200)


def count_steps(task: Callable[[], object]) -> int:
    """How many bytecode instructions of Python a task runs."""
    steps = 0

    def trace(frame: FrameType, event: str, _: object) -> Callable[..., Any]:
        nonlocal steps
        frame.f_trace_opcodes, frame.f_trace_lines = True, False
        steps += event == "opcode"
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        task()
    finally:
        sys.settrace(before)
    return steps


def test_hints_join_and_part() -> None:
    readings = [reading(f"{n}.txt", [("钟离白", ["岱宁市第四人民医院"])]) for n in range(3)]
    persons = [frozenset({(n, 1)}) for n in range(3)]
    parted = identified(*readings, hints=Hints(apart=((persons[0], persons[1]),)))
    assert parted.ids[0][1] == parted.ids[2][1] != parted.ids[1][1]
    assert re.fullmatch(r"person/钟离白_岱宁市第四人民医院_1", parted.ids[1][1])
    assert parted.possibly_same == ()
    alone = [reading(f"{n}.txt", [("钟离白", [])]) for n in range(3)]
    joined = identified(*alone, hints=Hints(together=(frozenset({(0, 0), (2, 0)}),)))
    assert joined.ids[0][0] == joined.ids[2][0] != joined.ids[1][0]
    assert find_merges(joined, alone)[0].reason == "the corrections say so"

import re
import unicodedata

import pyoxigraph as ox
import pytest
from graphs import nasty
from hypothesis import assume, given
from hypothesis import strategies as st

from kg.iris import BASE, article_id, fact_id, id_of, local_name, make_id, sentence_id


@pytest.mark.parametrize(
    ("kind", "parts", "expected"),
    [
        ("person", ("孟某",), "person/孟某"),
        ("organization", ("云屏市第二人民医院",), "organization/云屏市第二人民医院"),
        ("person", ("孟某", "云屏画院"), "person/孟某_云屏画院"),
        ("work", ("ABC-2020",), "work/ABC-2020"),
    ],
)
def test_plain_names_stay_readable(kind: str, parts: tuple[str, ...], expected: str) -> None:
    assert make_id(kind, *parts) == expected


@pytest.mark.parametrize(
    "name", ["阿依·买买提", "甲乙 丙", "第一（二）", "a/b", "", "-a", "甲" * 500, "😷口罩"]
)
def test_lossy_names_carry_a_digest(name: str) -> None:
    assert re.fullmatch(r"person/.*-[0-9a-f]{12}", make_id("person", name))


@given(nasty)
def test_an_id_is_a_valid_iri_and_needs_no_escape_in_turtle(name: str) -> None:
    id_ = make_id("person", name)
    assert id_.count("/") == 1
    assert len(id_) <= 110
    turtle = f"@prefix person: <{BASE}person/> . {id_.replace('/', ':')} a person:x ."
    (quad,) = ox.parse(turtle, format=ox.RdfFormat.TURTLE)
    assert quad.subject == ox.NamedNode(BASE + id_)
    assert id_of(BASE + id_) == id_


@given(st.lists(nasty, min_size=1, max_size=3), st.lists(nasty, min_size=1, max_size=3))
def test_different_names_never_meet(one: list[str], other: list[str]) -> None:
    assume([unicodedata.normalize("NFC", n) for n in one] != [unicodedata.normalize("NFC", n) for n in other])
    assert local_name(*one) != local_name(*other)


@given(nasty)
def test_what_an_id_looks_like_cannot_be_taken_by_a_name(name: str) -> None:
    taken = local_name(name)
    assume(taken != unicodedata.normalize("NFC", name))
    assert local_name(taken) != taken


def test_the_same_name_in_another_encoding_is_the_same() -> None:
    assert local_name("e\u0301") == local_name("\u00e9")


def test_facts_are_told_apart_by_their_content() -> None:
    assert fact_id("membership", "孟某", "person/孟某", None) == fact_id(
        "membership", "孟某", "person/孟某", None
    )
    assert fact_id("membership", "孟某", "person/孟某", None) != fact_id(
        "membership", "孟某", "person/孟某", ""
    )
    assert fact_id("membership", "孟某", "a", "b") != fact_id("membership", "孟某", "ab")
    assert fact_id("membership", "孟某", "x").startswith("membership/孟某-")


def test_ids_do_not_move_between_versions() -> None:
    """Whoever links to a graph relies on these: a change here breaks every link."""
    assert fact_id("action", "捐赠", "Donation", "person/孟某") == "action/捐赠-23b7985b636d"
    assert make_id("person", "阿依·买买提") == "person/阿依_买买提-1ae152d99bd1"


@given(st.lists(nasty, min_size=2, max_size=2, unique_by=lambda n: unicodedata.normalize("NFC", n)))
def test_articles_are_told_apart_by_their_path(sources: list[str]) -> None:
    one, other = (article_id(source) for source in sources)
    assert one != other
    assert sentence_id(one, 0, 5) != sentence_id(other, 0, 5)


@pytest.mark.parametrize(
    "pair", [("a.md", "a.md.txt"), ("a/b.txt", "a_b.txt"), ("a", "a.txt"), ("a/.txt", "a_.txt")]
)
def test_articles_of_nearly_the_same_path_are_two(pair: tuple[str, str]) -> None:
    assert article_id(pair[0]) != article_id(pair[1])


def test_articles_and_sentences_are_readable() -> None:
    assert article_id("云屏/驰援.txt") == "article/云屏_驰援"
    assert sentence_id("article/云屏_驰援", 3, 17) == "sentence/云屏_驰援_3_17"

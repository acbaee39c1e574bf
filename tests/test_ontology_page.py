"""docs/ontology.html says what the ontology says, in both languages, and needs nothing from elsewhere."""

from __future__ import annotations

import re

import ontology_page
import pytest

from kg.ontology import load_ontology

TEXT = ontology_page.PAGE.read_text(encoding="utf-8")
IDS = re.findall(r' id="([^"]+)"', TEXT)


def test_the_page_is_up_to_date() -> None:
    assert ontology_page.page() == TEXT, "run python tools/ontology_page.py"


def test_every_term_stands_there_once_in_both_languages() -> None:
    ontology = load_ontology()
    terms = [*ontology.classes.values(), *ontology.properties.values(), *ontology.individuals.values()]
    heads = re.findall(r'<h3 id="[^"]+"><span lang="zh">(.*?)</span> · (.*?) <a', TEXT)
    assert sorted(heads) == sorted((term.label_zh, term.label_en) for term in terms)
    assert len(IDS) == len(set(IDS))


def test_links_within_lead_somewhere_and_nothing_is_fetched() -> None:
    inner = set(re.findall(r'href="#([^"]+)"', TEXT))
    assert inner
    assert inner <= set(IDS)
    assert not re.search(r"<(script|link|img|iframe)\b|@import|url\(h", TEXT)


@pytest.mark.parametrize(
    ("one", "other"), [("Membership", "Person"), ("Action", "Item"), ("Sentence", "Article")]
)
def test_the_drawing_has_the_lines_of_the_shapes(one: str, other: str) -> None:
    begin, end = ontology_page.ends(ontology_page.PLACES[one], ontology_page.PLACES[other])
    x1, y1, x2, y2 = (f"{number:.1f}" for number in (*begin, *end))
    assert f'<line x1="{x1}" y1="{y1}" x2="{x2}" y2="{y2}"' in TEXT

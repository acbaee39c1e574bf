"""A domain is two files: flood relief is read by data alone, and goes with its files."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from reading_cases import Case, find_faults, load_cases
from running import ROOT

from kg.assembly import assemble
from kg.clean import clean
from kg.errors import ConfigError
from kg.identity import identify
from kg.model import Graph, Tagger
from kg.ontology import Ontology, load_ontology
from kg.reading.document import read_document
from kg.rulebook import RULES, Rulebook, load_rulebook

CASES = load_cases(ROOT / "tests/cases/domains")
FLOOD = {"Rescue", "Evacuation", "FloodControl", "ReliefSupply"}
PAGE = (ROOT / "docs/adding-an-action.md").read_text(encoding="utf-8")


def read(text: str, tagger: Tagger, rules: Rulebook, ontology: Ontology) -> Graph:
    """The graph of one article."""
    document = clean(text, "article.txt")
    (tags,) = tagger([document.text])
    reading = read_document(document, tags, rules)
    return assemble([reading], identify([reading], rules, ontology))


@pytest.fixture(scope="module")
def ontology() -> Ontology:
    return load_ontology()


@pytest.fixture(scope="module")
def rules(ontology: Ontology) -> Rulebook:
    return load_rulebook(classes=ontology.classes)


@pytest.fixture
def folders(tmp_path: Path) -> tuple[Path, Path]:
    """Copies of the ontology and of the rules, without a domain."""
    leave_out = shutil.ignore_patterns("flood.*")
    ontology, rules = tmp_path / "ontology", tmp_path / "rules"
    shutil.copytree(ROOT / "ontology", ontology, ignore=leave_out)
    shutil.copytree(RULES, rules, ignore=leave_out)
    for folder in (ontology, rules):
        (folder / "domains").mkdir(exist_ok=True)
    return ontology, rules


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_a_text_is_read(case: Case, tagger: Tagger, rules: Rulebook, ontology: Ontology) -> None:
    graph = read(case.text, tagger, rules, ontology)
    assert find_faults(case, graph, lambda cls, top: cls == top or top in ontology.ancestors(cls)) == []


def test_there_are_cases_for_each_class_done_and_not_done() -> None:
    assert len({case.id for case in CASES}) == len({case.text for case in CASES}) == len(CASES) >= 15
    said = [action["class"] for case in CASES for action in case.expected.get("actions", ())]
    denied = {action["class"] for case in CASES for action in case.never.get("actions", ())}
    assert all(said.count(name) >= 3 for name in FLOOD)
    assert denied >= FLOOD


def test_the_files_add_their_classes_and_nothing_else(
    folders: tuple[Path, Path], rules: Rulebook, ontology: Ontology
) -> None:
    without = load_ontology(folders[0])
    assert ontology.classes.keys() - without.classes.keys() == FLOOD
    assert all(ontology.classes[name] == cls for name, cls in without.classes.items())
    assert (ontology.properties, ontology.individuals) == (without.properties, without.individuals)
    bare = load_rulebook(folders[1], without.classes)
    assert [rule.cls for rule in rules.actions if rule.cls in FLOOD] == [
        rule.cls for rule in rules.actions[len(bare.actions) :]
    ]
    for ours, theirs in zip(bare.actions, rules.actions, strict=False):
        assert all(getattr(ours, name) == getattr(theirs, name) for name in type(ours).__slots__)


def test_without_the_files_nothing_is_read_as_a_flood(folders: tuple[Path, Path], tagger: Tagger) -> None:
    ontology = load_ontology(folders[0])
    rules = load_rulebook(folders[1], ontology.classes)
    graphs = [read(case.text, tagger, rules, ontology) for case in CASES]
    found = {action.cls for graph in graphs for action in graph.actions}
    assert found
    assert not found & FLOOD


def test_a_table_without_a_class_is_refused_in_one_sentence(folders: tuple[Path, Path]) -> None:
    path = folders[1] / "domains/drought.toml"
    path.write_text('[WellDigging]\ntriggers = ["打井"]\n', encoding="utf-8")
    with pytest.raises(ConfigError) as error:
        load_rulebook(folders[1], load_ontology(folders[0]).classes)
    message = str(error.value)
    assert str(path) in message
    assert "WellDigging" in message
    assert "\n" not in message
    assert message.count(". ") == 0


@pytest.mark.parametrize(
    ("name", "before", "after"),
    [("actions.toml", "[Donation]", "[Digging]"), ("organizations.toml", "\nCharity = ", "\nDigging = ")],
)
def test_a_core_file_that_names_an_unknown_class_is_told_apart(
    folders: tuple[Path, Path], name: str, before: str, after: str
) -> None:
    path = folders[1] / name
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, after, 1), encoding="utf-8")
    with pytest.raises(ConfigError, match=f"{name} names the class Digging"):
        load_rulebook(folders[1], load_ontology(folders[0]).classes)


def test_the_page_is_true(folders: tuple[Path, Path], tagger: Tagger) -> None:
    for language, path in (
        ("turtle", folders[0] / "domains/water.ttl"),
        ("toml", folders[1] / "domains/water.toml"),
    ):
        (code,) = re.findall(rf"^```{language}\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
        path.write_text(code, encoding="utf-8")
    ontology = load_ontology(folders[0])
    rules = load_rulebook(folders[1], ontology.classes)
    (sentence,) = re.findall(r"With the two pieces above, (\S+。)", PAGE)
    graph = read(sentence, tagger, rules, ontology)
    (action,) = graph.actions
    names = {entity.id: entity.name for entity in graph.entities}
    assert (action.cls, action.status, action.date) == ("Evacuation", "Realised", "--07-05")
    assert [names[agent] for agent in action.agents] == ["沧浪镇政府"]
    for denied in ("沧浪镇政府修改了转移安置方案。", "沧浪镇政府转移资金20万元。"):
        assert "Evacuation" not in {a.cls for a in read(denied, tagger, rules, ontology).actions}


def test_the_page_shows_the_class_as_it_is_shipped(folders: tuple[Path, Path], ontology: Ontology) -> None:
    (code,) = re.findall(r"^```turtle\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
    (folders[0] / "domains/water.ttl").write_text(code, encoding="utf-8")
    assert load_ontology(folders[0]).classes["Evacuation"] == ontology.classes["Evacuation"]

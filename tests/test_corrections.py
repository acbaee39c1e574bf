"""The corrections file: what is said of a broken one, what each table does, and that a build heeds it."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
from running import ROOT, RunKg

from kg.config import Config, read_config
from kg.corrections import read_corrections
from kg.errors import ConfigError
from kg.graphfile import read_graph
from kg.model import Entity, Graph, Tagger
from kg.ontology import load_ontology
from kg.pipeline import Build, build_graph
from kg.rulebook import load_rulebook

FOLDER = ROOT / "tests/cases/corrections"
BROKEN, HEEDED = (
    tomllib.loads((FOLDER / f"{name}.toml").read_text("utf-8"))["case"] for name in ("broken", "heeded")
)
ONTOLOGY = load_ontology()
RULES = load_rulebook(classes=ONTOLOGY.classes)
ARTICLES = (
    "岱宁市第四人民医院院长钟离白捐款2万元。岱宁市第四人民医院主任医师闻人杰参加值守。岱宁市教育局局长贺知微出席。",
    "澜川市教育局局长钟离白捐款3万元。澜川市第四人民医院院长闻人杰参加值守。",
    "岱宁市教育局局长贺知微向岱宁市第四人民医院捐款4万元。",
)


@pytest.fixture
def corpus(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    folder = tmp_path / "corpus"
    folder.mkdir()
    for number, text in enumerate(ARTICLES, 1):
        (folder / f"{number}.txt").write_text(text + "\n", encoding="utf-8")
    return folder


def build(corpus: Path, tagger: Tagger, text: str = "") -> Build:
    path = corpus.parent / "said.toml"
    path.write_text(text, encoding="utf-8")
    return build_graph(
        [corpus], tagger, RULES, ONTOLOGY, corrections=read_corrections(path, ONTOLOGY.classes)
    )


def called(graph: Graph, names: str) -> list[Entity]:
    return [entity for entity in graph.entities if entity.name in names.split("|")]


@pytest.mark.parametrize("case", BROKEN, ids=lambda case: case["text"])
def test_a_broken_file_is_named_with_what_is_wrong(tmp_path: Path, case: dict[str, Any]) -> None:
    path = tmp_path / "corrections.toml"
    path.write_text(case["text"], encoding="utf-8")
    with pytest.raises(ConfigError) as error:
        read_corrections(path, ONTOLOGY.classes)
    assert all(said in str(error.value) for said in [str(path), *case["says"]]), error.value


def test_a_file_that_is_absent_or_no_utf8(tmp_path: Path) -> None:
    (tmp_path / "corrections.toml").write_bytes("reject = ['钟离白']".encode("gb18030"))
    for name in ("corrections.toml", "none.toml"):
        with pytest.raises(ConfigError, match=f"{name} cannot be read"):
            read_corrections(tmp_path / name, ONTOLOGY.classes)


def test_an_empty_file_changes_nothing(corpus: Path, tagger: Tagger) -> None:
    assert build(corpus, tagger) == build_graph([corpus], tagger, RULES, ONTOLOGY)


def test_the_articles_are_read_as_the_cases_need(corpus: Path, tagger: Tagger) -> None:
    graph = build(corpus, tagger).graph
    assert {name: len(called(graph, name)) for name in ("钟离白", "闻人杰", "贺知微")} == {
        "钟离白": 2,
        "闻人杰": 2,
        "贺知微": 1,
    }
    assert len(graph.possibly_same) == 2
    assert len(graph.memberships) == 5


@pytest.mark.parametrize("case", HEEDED, ids=lambda case: case["id"])
def test_each_correction(corpus: Path, tagger: Tagger, case: dict[str, Any]) -> None:
    done = build(corpus, tagger, case["text"])
    graph = done.graph
    reasons = [each.reason for each in done.unheeded]
    assert len(reasons) == len(case.get("unheeded", ()))
    for words, reason in zip(case.get("unheeded", ()), reasons, strict=True):
        assert words in reason
    assert {names: len(called(graph, names)) for names in case.get("things", {})} == case.get("things", {})
    for name, cls in case.get("classes", {}).items():
        assert [entity.cls for entity in called(graph, name)] == [cls]
    for name, notes in case.get("notes", {}).items():
        assert all(entity.notes == tuple(notes) for entity in called(graph, name))
        assert called(graph, name)
    for person, organization, count in case.get("memberships", ()):
        ids = [{entity.id for entity in called(graph, name)} for name in (person, organization)]
        found = [m for m in graph.memberships if m.person in ids[0] and m.organization in ids[1]]
        assert len(found) == count
    if "linked" in case:
        assert len(graph.possibly_same) == case["linked"]
    there = {entity.id for entity in graph.entities}
    named = {id_ for m in graph.memberships for id_ in (m.person, m.organization, m.title) if id_}
    named |= {id_ for a in graph.actions for id_ in (*a.agents, *a.recipients, *a.places)}
    assert named | {id_ for a in graph.articles for id_ in a.mentions} <= there


def test_a_rejected_action_goes_and_no_other(corpus: Path, tagger: Tagger) -> None:
    before = build(corpus, tagger).graph
    rejected = next(a for a in before.actions if a.cls == "Donation")
    after = build(corpus, tagger, f'reject = ["https://example.org/{rejected.id}"]').graph
    assert {a.id for a in before.actions} - {a.id for a in after.actions} == {rejected.id}
    (agent,) = (entity for entity in after.entities if entity.id in rejected.agents)
    assert agent.notes == (f"不采纳：https://example.org/{rejected.id}",)


def test_a_rejected_agent_takes_along_what_only_it_did(corpus: Path, tagger: Tagger) -> None:
    before = build(corpus, tagger).graph
    after = build(corpus, tagger, 'reject = ["person/贺知微_岱宁市教育局"]').graph
    alone = {a.id for a in before.actions if a.agents == ("person/贺知微_岱宁市教育局",)}
    assert alone
    assert {a.id for a in before.actions} - {a.id for a in after.actions} == alone


class TestBuild:
    def test_finds_the_file_in_the_corpus_and_explain_tells_of_it(self, run_kg: RunKg, corpus: Path) -> None:
        (corpus / "corrections.toml").write_text('[rename]\n"贺知微" = "贺之微"\n', encoding="utf-8")
        assert run_kg("build", "-q").err == ""
        told = run_kg("explain", "贺之微").out.splitlines()
        assert told[0].startswith("贺之微 (贺知微) <person/贺知微_岱宁市教育局>")
        assert told[1] == "  correction: 原名：贺知微"
        assert run_kg("validate").code == 0

    def test_warns_of_what_matches_nothing_and_goes_on(self, run_kg: RunKg, corpus: Path) -> None:
        (corpus.parent / "corrections.toml").write_text('reject = ["没有这人"]\n', encoding="utf-8")
        ran = run_kg("build", "-q")
        assert ran.code == 0
        assert re.fullmatch(
            r"Warning: \S*corrections.toml: reject: 没有这人 is not heeded: .*没有这人\.\n", ran.err
        )
        report = json.loads(Path("output/report.json").read_text("utf-8"))
        assert report["corrections"] == {
            "noted": [],
            "unheeded": [{"entry": "reject: 没有这人", "reason": "nothing is called 没有这人"}],
        }

    def test_takes_the_file_it_is_given(self, run_kg: RunKg, corpus: Path) -> None:
        for name, new in (("corpus/corrections.toml", "甲"), ("mine.toml", "乙"), ("other.toml", "丙")):
            Path(name).write_text(f'[rename]\n"贺知微" = "{new}"\n', encoding="utf-8")
        Path("kg.toml").write_text('corrections = "other.toml"\n')
        assert read_config(Path("kg.toml")) == Config(corrections="other.toml")
        for options, name in (((), "丙"), (("--corrections", "mine.toml"), "乙")):
            assert run_kg("build", "-q", *options).code == 0
            assert called(read_graph(Path("output/graph.ttl")), name)
        Path("kg.toml").unlink()
        run_kg("build", "-q")
        assert called(read_graph(Path("output/graph.ttl")), "甲")

    def test_a_broken_or_missing_file_stops_it(self, run_kg: RunKg, corpus: Path) -> None:
        ran = run_kg("build", "--corrections", "none.toml")
        assert (ran.code, ran.err.count("\n")) == (2, 1)
        assert "none.toml cannot be read" in ran.err

    def test_the_example_of_the_page_is_well_formed(self, tmp_path: Path) -> None:
        page = (ROOT / "docs/corrections.md").read_text("utf-8")
        (example,) = re.findall(r"^```toml\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)
        (tmp_path / "corrections.toml").write_text(example, encoding="utf-8")
        said = read_corrections(tmp_path / "corrections.toml", ONTOLOGY.classes)
        assert all((said.same, said.different, said.rename, said.reject, said.type))

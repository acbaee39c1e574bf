"""The report on a build: it agrees with the graph, and says of each skipped article why."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from example import example_graph
from hypothesis import given
from hypothesis import strategies as st

from kg.clusters import Merge
from kg.graphfile import read_graph
from kg.pipeline import Build, Skipped
from kg.report import Report, make_report, report_json, summary, tally_report
from kg.tables import align, width


@pytest.fixture
def build() -> Build:
    merge = Merge("person/某", "某", ("a.txt", "b.txt"), "the same name in the same body")
    return Build(
        example_graph(),
        (Skipped("b.txt", "b.txt is empty."),),
        (("pinyin", 7), ("script", 12)),
        900,
        (merge,),
    )


@pytest.fixture
def report(build: Build) -> Report:
    return make_report(build, "sha256:0", "abc", [Skipped("nowhere", "nowhere does not exist.")])


def test_it_agrees_with_the_graph(build: Build, report: Report) -> None:
    said = json.loads(report_json(report))
    graph = build.graph
    assert [article["source"] for article in said["articles"]] == [
        article.source for article in graph.articles
    ]
    assert [article["title"] for article in said["articles"]] == [article.title for article in graph.articles]
    assert sum(said["entities"].values()) == len(graph.entities)
    assert said["memberships"] == len(graph.memberships)
    assert sum(sum(counts.values()) for counts in said["actions"].values()) == len(graph.actions)
    assert said["repairs"] == {"pinyin": 7, "script": 12}
    assert said["merges"][0]["articles"] == ["a.txt", "b.txt"]
    assert (said["model"], said["rulebook"]) == ("sha256:0", "abc")


def test_it_names_what_was_skipped_and_why(report: Report) -> None:
    assert json.loads(report_json(report))["skipped"] == [
        {"source": "nowhere", "reason": "nowhere does not exist."},
        {"source": "b.txt", "reason": "b.txt is empty."},
    ]
    assert list(summary(tally_report(report)))[-3:] == [
        "skipped           2",
        "  nowhere does not exist.",
        "  b.txt is empty.",
    ]


def test_the_summary_is_aligned_and_narrow(report: Report) -> None:
    lines = list(summary(tally_report(report)))
    names = ["articles", "entities", "memberships", "actions", "merges", "repairs", "skipped"]
    assert [line.split()[0] for line in lines if not line.startswith(" ")] == names
    assert all(line[:19].split()[1].isdigit() and len(line) <= 100 for line in lines if line[0] != " ")
    assert "repairs          19   script 12, pinyin 7" in lines


def test_the_report_of_a_build_agrees_with_its_graph(sample_output: Path) -> None:
    said = json.loads((sample_output / "report.json").read_text("utf-8"))
    graph = read_graph(sample_output / "graph.ttl")
    assert said["memberships"] == len(graph.memberships)
    assert sum(said["entities"].values()) == len(graph.entities)
    assert sum(article["sentences"] for article in said["articles"]) == len(graph.sentences)
    assert said["model"].startswith("sha256:")


@given(st.lists(st.tuples(*[st.text("ab汉，é", max_size=8)] * 3), min_size=1))
def test_columns_begin_at_the_same_cell(rows: list[tuple[str, str, str]]) -> None:
    marked = [tuple(f"|{cell}|" for cell in row) for row in rows]
    for line, row in zip(align(marked, "<>"), marked, strict=True):
        assert line.startswith(row[0])
        assert width(line[: line.rindex(row[2])]) == width(next(align(marked)).rsplit("|", 2)[0])
        assert line[: line.rindex(row[2])].endswith(row[1] + "  ")

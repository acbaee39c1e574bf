"""A build in parts: what it reads anew, writes anew and tells, on a cluster that is this process."""

from __future__ import annotations

import random
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from heaps import Heap
from msgspec.json import encode

from kg.config import Config
from kg.corpus import survey_paths
from kg.engines import Batch
from kg.errors import InputError
from kg.intake import Skipped
from kg.model import Tagger
from kg.ontology import load_ontology
from kg.parted import GRAPH, MERGES, REPORT, Cluster, build_parts
from kg.pipeline import Outcome, build_graph, read_batch
from kg.reading import Reading
from kg.report import Tally, make_report, tally_report
from kg.rulebook import Rulebook, load_rulebook
from kg.store import identify_original

PARTS = 3


class KilledError(Exception):
    """What ends a build midway."""


@dataclass(slots=True)
class Memory:
    """A cluster that keeps all in this process; `anew` has the sources that were read, in order."""

    tagger: Tagger
    rules: Rulebook
    stamp: str = "stamp"
    rows: dict[bytes, Outcome] = field(default_factory=dict)
    folders: dict[str, tuple[str, list[str]]] = field(default_factory=dict)
    files: dict[str, str] = field(default_factory=dict)
    anew: list[str] = field(default_factory=list)
    dies_at: str = ""

    def known(self) -> set[bytes]:
        return set(self.rows)

    def read(self, batches: Iterable[Batch]) -> Iterator[int]:
        for batch in batches:
            self.anew += [article.source for article in batch]
            for article, outcome in zip(batch, read_batch(batch, self.tagger, self.rules), strict=True):
                self.rows[identify_original(article).key] = outcome
            yield len(batch)

    def faults(self) -> dict[bytes, Skipped]:
        return {key: each for key, each in self.rows.items() if isinstance(each, Skipped)}

    def readings(self, articles: int, stale: Collection[bytes]) -> Any:
        assert len(self.rows) == articles + len(stale)
        told = [each for key, each in self.rows.items() if key not in stale and isinstance(each, Reading)]
        return Heap(told, random.Random(articles))

    def forget(self, ours: bool = False) -> None:
        if ours:
            self.rows.clear()

    def write(self, pieces: Any, name: str, parts: int, suffix: str, build: str) -> None:
        assert (parts, suffix) == (PARTS, {GRAPH: ".nq.gz", MERGES: ".jsonl.gz"}[name])
        if name == self.dies_at:
            raise KilledError
        self.folders[name] = build, [text for _, text in sorted(pieces.values)]

    def holds(self, name: str, build: str) -> bool:
        return name in self.folders and self.folders[name][0] == build

    def write_text(self, name: str, text: str) -> None:
        self.files[name] = text

    def read_text(self, name: str) -> str:
        return self.files.get(name, "")


@pytest.fixture
def news(tmp_path: Path) -> Path:
    """Three articles, of which one is empty."""
    for number in (1, 2):
        text = f"5月{number}日，云汀市第一中学校长钟离白向云汀市红十字会捐款{number}万元。\n"
        (tmp_path / f"{number}.txt").write_text(text, encoding="utf-8")
    (tmp_path / "empty.txt").touch()
    return tmp_path


@pytest.fixture
def memory(tagger: Tagger) -> Memory:
    return Memory(tagger, load_rulebook(classes=load_ontology().classes))


def build(news: Path, memory: Memory, cached: bool = True) -> Tally:
    cluster: Cluster = memory
    memory.anew.clear()
    return build_parts(survey_paths([news]), Config(), cluster, PARTS, lambda done: None, cached)


def test_the_tally_is_that_of_a_build_in_one_process(news: Path, memory: Memory) -> None:
    whole = build_graph([news], memory.tagger, memory.rules, load_ontology())
    tally = build(news, memory)
    assert tally == tally_report(make_report(whole, "model", "rulebook"))
    assert (tally.articles, len(tally.skipped)) == (2, 1)
    assert len(memory.folders[MERGES][1]) == tally.merges > 0


def test_what_did_not_change_is_neither_read_nor_written(news: Path, memory: Memory) -> None:
    first = build(news, memory)
    assert memory.anew == ["1.txt", "2.txt", "empty.txt"]
    memory.dies_at = GRAPH
    assert encode(build(news, memory)) == encode(first)
    assert memory.anew == []


def test_what_changed_is_read_and_what_it_said_is_gone(news: Path, memory: Memory) -> None:
    build(news, memory)
    (news / "1.txt").write_text("云汀市第一中学校长闻若溪到场。", encoding="utf-8")
    build(news, memory)
    assert memory.anew == ["1.txt"]
    graph = "\n".join(memory.folders[GRAPH][1])
    assert "闻若溪" in graph
    assert "10000" not in graph
    assert "20000" in graph


def test_nothing_that_was_kept_is_taken_where_all_is_to_be_read(news: Path, memory: Memory) -> None:
    build(news, memory)
    build(news, memory, cached=False)
    assert memory.anew == ["1.txt", "2.txt", "empty.txt"]


def test_a_build_that_dies_between_graph_and_merges_is_mended_by_the_next(news: Path, memory: Memory) -> None:
    build(news, memory)
    folders, article = dict(memory.folders), (news / "1.txt").read_bytes()
    (news / "1.txt").unlink()
    memory.dies_at = MERGES
    with pytest.raises(KilledError):
        build(news, memory)
    assert memory.folders[GRAPH] != folders[GRAPH]
    memory.dies_at = ""
    (news / "1.txt").write_bytes(article)
    build(news, memory)
    assert memory.folders == folders


def test_where_nothing_can_be_read_the_parts_stay(news: Path, memory: Memory) -> None:
    build(news, memory)
    before = dict(memory.folders), dict(memory.files)
    for number in (1, 2):
        (news / f"{number}.txt").write_bytes(b"")
    with pytest.raises(InputError, match="No article could be read"):
        build(news, memory)
    assert (memory.folders, memory.files) == before
    assert REPORT in memory.files

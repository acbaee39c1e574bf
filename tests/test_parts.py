"""A graph in parts: several files of gzipped N-Quads that hold it together, each article in one of them."""

from __future__ import annotations

import errno
import gzip
import os
from pathlib import Path

import pyoxigraph as ox
import pytest
from running import RunKg

import kg.parts
from kg.iris import BASE
from kg.parts import part_name


@pytest.fixture
def export(sample_output: Path, tmp_path: Path, run_kg: RunKg) -> Path:
    """The sample corpus in four parts."""
    ran = run_kg("export", sample_output / "graph.ttl", "--parts", "4", "-o", tmp_path / "parts")
    assert ran.code == 0, ran.err
    assert ran.err == f"Written to {tmp_path / 'parts'}: 4 parts\n"
    return tmp_path / "parts"


def quads(path: Path) -> list[ox.Quad]:
    with gzip.open(path) as file:
        return list(ox.parse(file, format=ox.RdfFormat.N_QUADS))


def test_the_parts_together_are_the_graph(export: Path, sample_output: Path) -> None:
    store = ox.Store()
    for number in range(4):
        with gzip.open(export / part_name(number)) as file:
            store.bulk_load(file, format=ox.RdfFormat.N_QUADS)
    whole = ox.Store()  # it keeps numbers by their value, so both must go through one
    whole.bulk_load(path=sample_output / "graph.ttl")
    said = {(quad.subject, quad.predicate, quad.object) for quad in store}
    assert said == {(quad.subject, quad.predicate, quad.object) for quad in whole}


def test_no_quad_stands_twice_and_an_article_in_one_part(export: Path) -> None:
    parts = [quads(export / part_name(number)) for number in range(4)]
    assert all(parts)
    everything = [quad for part in parts for quad in part]
    assert len(everything) == len(set(everything))
    graphs = [{str(quad.graph_name) for quad in part} - {f"<{BASE}corpus>"} for part in parts]
    assert sum(map(len, graphs)) == len(set().union(*graphs)) == 9


def test_writing_again_gives_the_same_bytes_and_drops_parts_that_are_too_many(
    export: Path, sample_output: Path, run_kg: RunKg
) -> None:
    before = {path.name: path.read_bytes() for path in export.iterdir()}
    (export / part_name(4)).write_bytes(b"left by an earlier one")
    (export / "notes.txt").write_text("not ours")
    assert run_kg("export", sample_output / "graph.ttl", "--parts", "4", "-o", export).code == 0
    after = {path.name: path.read_bytes() for path in export.iterdir()}
    assert after == {**before, "notes.txt": b"not ours"}


@pytest.mark.parametrize("options", [(), ("--format", "turtle", "-o", "parts")])
def test_parts_without_a_folder_or_of_another_format_are_refused(
    options: tuple[str, ...], sample_output: Path, run_kg: RunKg
) -> None:
    ran = run_kg("export", sample_output / "graph.ttl", "--parts", "4", *options)
    assert ran.code == 2
    assert ran.err == (
        "Error: --parts writes N-Quads into a folder; name it with -o, and no other --format.\n"
    )


def test_a_disk_that_is_full_leaves_the_old_parts_alone(
    export: Path, sample_output: Path, run_kg: RunKg, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> str:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    before = {path.name: path.read_bytes() for path in export.iterdir()}
    monkeypatch.setattr(kg.parts, "nquads_of", full)
    ran = run_kg("export", sample_output / "graph.ttl", "--parts", "4", "-o", export)
    assert ran.code == 2
    assert ran.err == (
        f"Error: {export} cannot be written to (no space left on device); choose another folder.\n"
    )
    assert {path.name: path.read_bytes() for path in export.iterdir()} == before


def test_a_folder_that_cannot_be_made_is_told(sample_output: Path, tmp_path: Path, run_kg: RunKg) -> None:
    (tmp_path / "file").write_text("")
    ran = run_kg("export", sample_output / "graph.ttl", "--parts", "2", "-o", tmp_path / "file")
    assert ran.code == 2
    assert ran.err.startswith(f"Error: {tmp_path / 'file'} cannot be written to (file exists); ")

"""The commands of `docs/stores.md` do what the page says, as they stand there."""

from __future__ import annotations

import csv
import io
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from running import ROOT
from stores import jena, oxigraph, virtuoso
from stores.servers import free_ports

from kg.formats import write_graph
from kg.graphfile import read_graph
from kg.outputs import FORMATS
from kg.query import query
from kg.questions import load_question

GRAPH = ROOT / "tests/golden/corpus.ttl"
PAGE = (ROOT / "docs/stores.md").read_text(encoding="utf-8")
SECTIONS = dict(re.findall(r"^## (.*?)\n(.*?)(?=^## |\Z)", PAGE, re.DOTALL | re.MULTILINE))
NEEDS: dict[str, Callable[[], object]] = {
    "Oxigraph": oxigraph.program,
    "Virtuoso": virtuoso.check_programs,
    "rdflib": lambda: None,
    "Jena": jena.check_packages,
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with what a build leaves, and the questions."""
    (tmp_path / "output").mkdir()
    graph = read_graph(GRAPH)
    for form in ("turtle", "trig"):
        write_graph(graph, form, tmp_path / "output" / FORMATS[form])
    shutil.copytree(ROOT / "ontology/questions", tmp_path / "ontology/questions")
    run("bash", *blocks("A prepared question for any engine", "sh"), folder=tmp_path)
    return tmp_path


@pytest.mark.parametrize("section", NEEDS)
def test_the_commands_load_the_graph_and_ask_it(section: str, folder: Path) -> None:
    NEEDS[section]()
    expected = [row[0] for row in query(GRAPH, load_question("largest-donors").sparql).rows]
    answers = [run("bash", *blocks(section, "sh"), folder=folder)] if blocks(section, "sh") else []
    answers += [run(sys.executable, block, folder=folder) for block in blocks(section, "python")]
    asked = SECTIONS[section].count("ask.rq")
    assert [donors for said in answers for donors in donors_of(said)] == [
        name.value for name in expected
    ] * asked


def blocks(section: str, language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", SECTIONS[section], re.DOTALL)


def donors_of(said: str) -> list[str]:
    """The first column of the CSV tables that follow one another in an output."""
    return [row[0] for row in csv.reader(io.StringIO(said)) if row and row[0] != "donor_name"]


def run(program: str, *scripts: str, folder: Path) -> str:
    """What the scripts say in one process; ports are free ones, servers that are left behind are stopped."""
    text = "\n".join(scripts)
    for documented, free in zip(("7878", "1111", "8890"), free_ports(3), strict=True):
        text = text.replace(f"127.0.0.1:{documented}", f"127.0.0.1:{free}")
    if program == "bash":
        text = f"set -e\ntrap 'kill $(jobs -p)' EXIT\n{text}\ntrap - EXIT\nkill $(jobs -p) || true"
    path = f"{oxigraph.program().parent}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        [program, "-c", text],
        cwd=folder,
        env={**os.environ, "PATH": path, "no_proxy": "127.0.0.1"},
        capture_output=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout.decode()

"""docs/tour.ipynb runs as it stands, and shows something below every cell."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from refresh_tour import TOUR, code_cells, run_cells
from running import ROOT

import kg.engines
from kg.model import Tagger

NOTEBOOK = json.loads(TOUR.read_text(encoding="utf-8"))
FOLDERS = [f"/{name}/" for name in ("home", "root", "tmp")]
"""Where the paths of a machine begin."""


def test_every_cell_runs_and_shows_what_is_below_it(
    tagger: Tagger, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kg.engines, "load_tagger", lambda model: tagger)
    shutil.copytree(ROOT / "corpus", tmp_path / "corpus")
    (tmp_path / "docs").mkdir()
    monkeypatch.chdir(tmp_path / "docs")
    for cell, outputs in zip(code_cells(NOTEBOOK), run_cells(NOTEBOOK), strict=True):
        assert outputs, cell["source"]
        assert [each["output_type"] for each in outputs] == [each["output_type"] for each in cell["outputs"]]
        assert [sorted(each.get("data", ())) for each in outputs] == [
            sorted(each.get("data", ())) for each in cell["outputs"]
        ]
    assert list((tmp_path / "docs").iterdir()) == []


def test_a_cell_that_fails_is_named() -> None:
    cells = [{"cell_type": "code", "source": ["x = 1\n", "x"]}, {"cell_type": "code", "source": ["x / 0"]}]
    with pytest.raises(ZeroDivisionError) as fault:
        run_cells({"cells": cells})
    assert any(str(entry.path) == "cell 2" for entry in fault.traceback)
    assert run_cells({"cells": cells[:1]})[0][0]["data"] == {"text/plain": ["1"]}


def test_it_is_a_notebook_without_paths_of_a_machine() -> None:
    assert (NOTEBOOK["nbformat"], NOTEBOOK["nbformat_minor"]) == (4, 5)
    ids = [cell["id"] for cell in NOTEBOOK["cells"]]
    assert len(ids) == len(set(ids))
    assert not [word for word in (*FOLDERS, "Traceback") if word in json.dumps(NOTEBOOK)]

"""Fixtures that several test files share."""

from __future__ import annotations

from pathlib import Path

import pytest
from running import ROOT, Ran, RunKg

import kg.corpus
from kg.cli import run
from kg.model import Tagger
from kg.taggers import load_tagger


@pytest.fixture(scope="session")
def tagger() -> Tagger:
    """The builtin tagger, loaded once a session."""
    return load_tagger("builtin")


@pytest.fixture
def run_kg(tagger: Tagger, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> RunKg:
    """`kg` in this process, with the tagger that is loaded already where the builtin one is asked for."""
    monkeypatch.setattr(
        kg.corpus, "load_tagger", lambda model: tagger if model == "builtin" else load_tagger(model)
    )

    def call(*arguments: str | Path) -> Ran:
        capsys.readouterr()
        code = run([str(argument) for argument in arguments])
        return Ran(code, *capsys.readouterr())

    return call


@pytest.fixture(scope="session")
def sample_output(tagger: Tagger, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that a build of the sample corpus leaves."""
    folder = tmp_path_factory.mktemp("sample") / "output"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(kg.corpus, "load_tagger", lambda model: tagger)
        assert run(["build", "--quiet", str(ROOT / "corpus"), "-o", str(folder)]) == 0
    return folder

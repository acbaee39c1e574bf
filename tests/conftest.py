"""Fixtures that several test files share."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from chromium import CHROMIUM, FLAGS
from driving import Open, Watched
from running import ROOT, Ran, RunKg

import kg.engines
from kg.cli import run
from kg.model import Tagger
from kg.taggers import load_tagger


@pytest.fixture(scope="session", autouse=True)
def _lasting_stdout() -> None:
    """HanLP keeps the stdout that there is when it is first loaded: not one that a test closes again."""
    import hanlp.utils.log_util  # noqa: F401


@pytest.fixture(scope="session")
def tagger() -> Tagger:
    """The builtin tagger, loaded once a session."""
    return load_tagger("builtin")


@pytest.fixture
def run_kg(tagger: Tagger, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> RunKg:
    """`kg` in this process, with the tagger that is loaded already where the builtin one is asked for."""
    monkeypatch.setattr(
        kg.engines, "load_tagger", lambda model: tagger if model == "builtin" else load_tagger(model)
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
        patch.setattr(kg.engines, "load_tagger", lambda model: tagger)
        assert run(["build", "--quiet", str(ROOT / "corpus"), "-o", str(folder)]) == 0
    return folder


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """Debian's chromium; tests that need it are skipped where it or Playwright is missing."""
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    if not CHROMIUM:
        pytest.skip("no chromium on this machine: apt-get install chromium")
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def open_page(browser: Any, tmp_path: Path) -> Iterator[Open]:
    """Opens the page of a graph; at the end it must have asked for nothing and complained of nothing."""
    context = browser.new_context(
        viewport={"width": 1280, "height": 800},
        locale="zh-CN",
        reduced_motion="reduce",
        permissions=["clipboard-read", "clipboard-write"],
    )
    watched = Watched(context, tmp_path)
    yield watched.open
    watched.page.wait_for_timeout(200)
    context.close()
    assert watched.complaints == []
    assert watched.strangers() == []

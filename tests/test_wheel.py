"""The package as it is installed: the wheel holds all that a build needs, from whatever folder it runs."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
import tomllib
import zipfile
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
from running import ROOT

pytest.importorskip("hatchling", reason="hatchling builds the wheel; install the extra dev")

ARTICLE = "柳溪日报2021年3月5日讯，柳溪市第三人民医院院长钟离白向云台县红十字会捐款2万元。\n"


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    (path,) = folder.glob("zhkg-*.whl")
    return path


def test_it_holds_what_is_no_python_too(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    for folder, inside in (("kg", "kg"), ("ontology", "kg/ontology_data")):
        paths = (path.relative_to(ROOT / folder) for path in (ROOT / folder).rglob("*") if path.is_file())
        assert {f"{inside}/{path}" for path in paths if "__pycache__" not in path.parts} <= names
    assert not any(name.startswith(("tests", "corpus", "tools")) for name in names)
    assert sum(file.compress_size for file in zipfile.ZipFile(wheel).infolist()) < 12_000_000


def test_it_builds_from_another_folder(wheel: Path, tmp_path: Path) -> None:
    zipfile.ZipFile(wheel).extractall(tmp_path / "installed")
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus/news.txt").write_text(ARTICLE, encoding="utf-8")
    environment = {**os.environ, "PYTHONPATH": str(tmp_path / "installed"), "OMP_NUM_THREADS": "1"}

    def kg(*arguments: str) -> str:
        command = [sys.executable, "-P", "-m", "kg", *arguments]
        done = subprocess.run(
            command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    kg("build")
    kg("validate")
    assert "钟离白" in kg("query", "SELECT ?n { ?p a kg:Person ; rdfs:label ?n }")
    assert "proposals" in kg("query", "--list")


def imported(file: Path) -> Iterator[str]:
    """The packages that a module imports, anywhere in it."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module.partition(".")[0]


def test_every_package_that_the_code_imports_is_asked_for() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    lines = [*project["dependencies"], *project["optional-dependencies"]["spark"]]
    asked = {re.split(r"[<>=!~ ]", line)[0].replace("_", "-") for line in lines}
    names = {name for file in (ROOT / "kg").rglob("*.py") for name in imported(file)}
    providers = packages_distributions()
    foreign = {name: providers.get(name, [name]) for name in names - set(sys.stdlib_module_names) - {"kg"}}
    lacking = {
        name for name, found in foreign.items() if not {f.replace("_", "-").lower() for f in found} & asked
    }
    assert lacking == set()

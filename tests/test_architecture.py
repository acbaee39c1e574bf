"""What docs/architecture.md says of extending the project holds."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from running import ROOT

from kg.errors import ConfigError
from kg.model import Tagger
from kg.ontology import load_ontology
from kg.pipeline import build_graph
from kg.rulebook import RULES, load_rulebook
from kg.triples import to_triples

PAGE = (ROOT / "docs/architecture.md").read_text(encoding="utf-8")
SENTENCE = "柳溪日报讯 3月12日，柳溪市林业局在望云山种下树苗300棵。\n"


def piece(language: str) -> str:
    """The code of the page in a language."""
    (code,) = re.findall(rf"^```{language}\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
    return code


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    shutil.copytree(RULES, tmp_path / "rules")
    (tmp_path / "rules/domains").mkdir(exist_ok=True)
    (tmp_path / "rules/domains/trees.toml").write_text(piece("toml"), encoding="utf-8")
    return tmp_path / "rules"


def test_a_new_kind_of_action_is_two_files(tmp_path: Path, rules: Path, tagger: Tagger) -> None:
    shutil.copytree(ROOT / "ontology", tmp_path / "ontology")
    (tmp_path / "ontology/domains").mkdir(exist_ok=True)
    (tmp_path / "ontology/domains/trees.ttl").write_text(piece("turtle"), encoding="utf-8")
    (tmp_path / "article.txt").write_text(SENTENCE, encoding="utf-8")
    ontology = load_ontology(tmp_path / "ontology")
    build = build_graph([tmp_path / "article.txt"], tagger, load_rulebook(rules, ontology.classes), ontology)
    assert [(action.cls, action.trigger) for action in build.graph.actions] == [("TreePlanting", "种下")]
    assert any(
        str(triple.object).endswith("#TreePlanting>") for triple in to_triples(build.graph, ontology=ontology)
    )


def test_a_table_without_a_class_is_refused(rules: Path) -> None:
    with pytest.raises(ConfigError, match="TreePlanting"):
        load_rulebook(rules, load_ontology().classes)


def test_every_module_named_is_there() -> None:
    modules = set(re.findall(r"`kg\.([a-z.]+)`", PAGE))
    assert len(modules) > 30
    for module in modules:
        path = ROOT / "kg" / module.replace(".", "/")
        assert path.is_dir() or path.with_suffix(".py").exists(), module


@pytest.mark.parametrize(
    "path", sorted(set(re.findall(r"`((?:kg|ontology|tests|tools|corpus)/[\w/.]*)`", PAGE)))
)
def test_every_path_named_is_there(path: str) -> None:
    assert (ROOT / path).exists()


def test_every_module_there_is_named() -> None:
    named = {module.partition(".")[0] for module in re.findall(r"`kg\.([a-z.]+)`", PAGE)}
    modules = {path.stem for path in (ROOT / "kg").glob("[a-z]*.py")}
    packages = {path.parent.name for path in (ROOT / "kg").glob("*/__init__.py")}
    assert modules | packages <= named

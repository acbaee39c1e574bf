"""The rulebook: every key is read and checked, every class is known, and a fault is named."""

from __future__ import annotations

import re
import shutil
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from kg.errors import ConfigError
from kg.ontology import load_ontology
from kg.rulebook import RULES, load_rulebook

STEMS = tuple(path.stem for path in sorted(RULES.glob("*.toml")) if path.stem != "cleaning")
OF_WORDS = {
    "heads",
    "pointers",
    "latin",
    "parties",
    "same",
    "serves",
    "only_after",
    "not_after",
    "membership",
    "rules",
    "members",
}
OF_WORDS |= {"each", "not_before", "currencies", "currency_prefixes", "distinctive", "sending"}
"""Tables whose keys are words or classes: any may stand there."""


def keys_of(stem: str) -> Iterator[tuple[str, ...]]:
    """The ways to the keys of a rule file that its room reads by name."""
    for key, value in tomllib.loads((RULES / f"{stem}.toml").read_text(encoding="utf-8")).items():
        if stem == "actions":
            yield key, "triggers"
        elif isinstance(value, dict) and key not in OF_WORDS:
            yield from ((key, inner) for inner in value)
        else:
            yield (key,)


KEYS = [(stem, way) for stem in STEMS for way in keys_of(stem)]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    shutil.copytree(RULES, tmp_path / "rules")
    return tmp_path / "rules"


def without(text: str, way: tuple[str, ...]) -> str:
    """A rule file without one key: the key is renamed, its value stays."""
    *tables, key = way
    begin = text.index(f"\n[{tables[0]}]") if tables else 0
    name = rf"^{re.escape(key)}(?= = )" if tables or f"\n[{key}]" not in text else rf"^\[{key}\]"
    other = "[gone]" if name.startswith(r"^\[") else "gone"
    changed, count = re.subn(name, other, text[begin:], count=1, flags=re.MULTILINE)
    assert count == 1
    return text[:begin] + changed


def test_the_shipped_rulebook_fits_the_shipped_ontology() -> None:
    rules = load_rulebook(classes=load_ontology().classes)
    assert len(rules.actions) >= 14
    assert all(rule.triggers | rule.weak for rule in rules.actions)
    assert all(rule.soft | rule.anew <= rule.weak for rule in rules.actions)
    assert not any(rule.triggers & rule.weak for rule in rules.actions)


@pytest.mark.parametrize(
    ("stem", "way"), KEYS, ids=lambda value: value if isinstance(value, str) else ".".join(value)
)
def test_every_key_is_read_and_its_absence_named(folder: Path, stem: str, way: tuple[str, ...]) -> None:
    path = folder / f"{stem}.toml"
    path.write_text(without(path.read_text(encoding="utf-8"), way), encoding="utf-8")
    with pytest.raises(ConfigError) as caught:
        load_rulebook(folder)
    assert ".".join(way) in str(caught.value) or "gone" in str(caught.value)
    assert path.name in str(caught.value)


BROKEN: list[dict[str, Any]] = tomllib.loads(
    (Path(__file__).parent / "cases/rulebook/broken.toml").read_text(encoding="utf-8")
)["case"]


@pytest.mark.parametrize("case", BROKEN, ids=lambda case: case["about"])
def test_a_broken_file_is_refused_in_a_sentence(folder: Path, case: dict[str, Any]) -> None:
    path = folder / case["file"]
    path.parent.mkdir(exist_ok=True)
    before = path.read_text(encoding="utf-8") if path.exists() else ""
    assert case.get("old", "") in before
    path.write_text(
        before.replace(case["old"], case["new"], 1) if "old" in case else before + case["new"],
        encoding="utf-8",
    )
    with pytest.raises(ConfigError) as caught:
        load_rulebook(folder, load_ontology().classes)
    message = str(caught.value)
    assert path.name in message
    assert case["names"] in message
    assert "\n" not in message


@pytest.mark.parametrize("name", [*(f"{stem}.toml" for stem in STEMS), "divisions.txt", "words.txt"])
def test_a_missing_file_is_named(folder: Path, name: str) -> None:
    (folder / name).unlink()
    with pytest.raises(
        ConfigError, match=rf"{re.escape(name)} cannot be read \(no such file or directory\);"
    ):
        load_rulebook(folder)


def test_a_domain_adds_words_to_a_known_class_and_new_classes(folder: Path) -> None:
    plain = {rule.cls: rule for rule in load_rulebook(folder).actions}
    (folder / "domains").mkdir(exist_ok=True)
    (folder / "domains/ferry.toml").write_text(
        '[Donation]\nweak = ["渡过"]\nnouns = ["船票"]\n[Ferrying]\ntriggers = ["摆渡"]\ngives = true\n',
        encoding="utf-8",
    )
    more = {rule.cls: rule for rule in load_rulebook(folder).actions}
    assert more["Donation"].triggers == plain["Donation"].triggers
    assert more["Donation"].weak == plain["Donation"].weak | {"渡过"}
    assert more["Donation"].nouns == (*plain["Donation"].nouns, "船票")
    assert more["Donation"].gives
    assert more["Ferrying"].gives
    assert not more["Ferrying"].general
    assert more.keys() == {*plain, "Ferrying"}


def test_the_lexicon_finds_words_of_a_domain(folder: Path) -> None:
    (folder / "domains").mkdir(exist_ok=True)
    (folder / "domains/ferry.toml").write_text('[Ferrying]\ntriggers = ["摆渡"]\n', encoding="utf-8")
    hits = load_rulebook(folder).lexicon.scan("整夜摆渡")["action Ferrying"]
    assert [(hit.word, hit.span.begin) for hit in hits] == [("摆渡", 2)]


def test_the_digest_tells_one_rulebook_from_another(folder: Path) -> None:
    before = load_rulebook(folder).digest
    assert before == load_rulebook().digest
    path = folder / "places.toml"
    path.write_text(path.read_text(encoding="utf-8") + "\n# more\n", encoding="utf-8")
    assert load_rulebook(folder).digest != before

"""README.md is true: its commands run, it knows every command and option, and its links lead somewhere."""

from __future__ import annotations

import doctest
import re
from collections.abc import Iterator
from dataclasses import fields, replace
from pathlib import Path

import click
import pytest
from refresh_readme import README, commands, prepare_folder, run
from running import ROOT

from kg.cli import kg
from kg.config import Config, find_config

TEXT = README.read_text(encoding="utf-8")
CI = (ROOT / ".ci/run").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which the README's first command has run."""
    folder = tmp_path_factory.mktemp("readme")
    prepare_folder(folder)
    first = run(commands(TEXT)[0], folder)
    assert first.returncode == 0, first.stdout
    return folder


@pytest.mark.parametrize("command", commands(TEXT))
def test_command_runs(command: str, folder: Path) -> None:
    done = run(command, folder)
    assert done.returncode == 0, done.stdout
    assert "Error" not in done.stdout
    assert done.stdout or "--quiet" in command


def test_python_says_what_is_shown(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)
    shown = "".join(re.findall(r"^```pycon\n(.*?)^```$", TEXT, re.M | re.S))
    parsed = doctest.DocTestParser().get_doctest(shown, {}, "README.md", None, None)
    assert len(parsed.examples) > 5
    assert doctest.DocTestRunner().run(parsed).failed == 0


def options() -> Iterator[tuple[str, str]]:
    """Every command with each of its options."""
    for name, command in kg.commands.items():
        for parameter in command.params:
            if isinstance(parameter, click.Option):
                yield from ((name, option) for option in (*parameter.opts, *parameter.secondary_opts))


@pytest.mark.parametrize(("command", "option"), list(options()))
def test_option_is_shown(command: str, option: str) -> None:
    section = TEXT.partition(f"\n### kg {command}\n")[2].partition("\n#")[0]
    general = TEXT.partition("\n## Commands\n")[2].partition("\n###")[0]
    assert section, f"the README has no section on kg {command}"
    shown = section if option not in ("-q", "--quiet") else section + general + "`-q`"
    assert re.search(rf"(?<![\w-]){option}(?![\w-])", shown)


def test_no_option_is_shown_that_is_none() -> None:
    known = {option for _, option in options()}
    code = " ".join(re.findall(r"`[^`\n]+`", TEXT) + [c for c in commands(TEXT) if c.startswith("kg ")])
    shown = set(re.findall(r"(?<![\w-])--[a-z]+(?:-[a-z]+)*", code))
    assert shown <= known


def test_configuration_keys_are_shown(tmp_path: Path) -> None:
    table = TEXT.partition("\n## kg.toml\n")[2].partition("\n## ")[0]
    rows = dict(re.findall(r"^\| `(\w+)` \| `([^`]+)` \|", table, re.MULTILINE))
    assert rows.keys() == {field.name for field in fields(Config)}
    file = tmp_path / "kg.toml"
    file.write_text("\n".join(f"{key} = {value}" for key, value in rows.items() if value != '""'))
    assert find_config(tmp_path) == replace(Config(), output=str(tmp_path / Config().output))


@pytest.mark.parametrize(
    "page", ["README.md", *(f"docs/{p.name}" for p in sorted((ROOT / "docs").glob("*.md")))]
)
def test_links_lead_somewhere(page: str) -> None:
    path = ROOT / page
    links = re.findall(r"\]\((?!https?://)([^)#]+)", path.read_text(encoding="utf-8"))
    assert [link for link in links if not (path.parent / link).exists()] == []


def test_ci_installs_and_tests_as_the_readme_says() -> None:
    install, test = (block.strip() for block in re.findall(r"^```sh\n(.*?)^```$", TEXT, re.M | re.S))
    assert install in CI
    assert test in CI.splitlines()

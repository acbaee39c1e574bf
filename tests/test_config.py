"""`kg.toml`: where it is looked for, what it may say, and what is said of a broken one."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from running import ROOT

from kg.config import Config, check_base, find_config, read_config
from kg.errors import ConfigError
from kg.iris import BASE

BROKEN = tomllib.loads((ROOT / "tests/cases/config/broken.toml").read_text("utf-8"))["case"]


@pytest.mark.parametrize("case", BROKEN, ids=lambda case: case["text"])
def test_a_broken_file_is_named_with_what_is_wrong(tmp_path: Path, case: dict[str, str]) -> None:
    path = tmp_path / "kg.toml"
    path.write_text(case["text"], encoding="utf-8")
    with pytest.raises(ConfigError) as error:
        read_config(path)
    assert all(said in str(error.value) for said in [str(path), *case["says"]]), error.value


def test_a_file_that_is_no_utf8(tmp_path: Path) -> None:
    (tmp_path / "kg.toml").write_bytes("model = '模型'".encode("gb18030"))
    with pytest.raises(ConfigError, match="save it as UTF-8"):
        read_config(tmp_path / "kg.toml")


def test_every_key_is_optional(tmp_path: Path) -> None:
    (tmp_path / "kg.toml").write_text("\ufeff# nothing yet\n", encoding="utf-8")
    assert read_config(tmp_path / "kg.toml") == Config()


def test_paths_start_from_the_file(tmp_path: Path) -> None:
    (tmp_path / "tagger").mkdir()
    (tmp_path / "kg.toml").write_text("model = 'tagger'\noutput = '/results'")
    assert read_config(tmp_path / "kg.toml") == Config(str(tmp_path / "tagger"), BASE, "/results")
    (tmp_path / "kg.toml").write_text("model = 'SOME_HANLP_MODEL'")
    assert read_config(tmp_path / "kg.toml").model == "SOME_HANLP_MODEL"


def test_an_address_is_no_path(tmp_path: Path) -> None:
    (tmp_path / "kg.toml").write_text("output = 'hdfs:///kg'")
    assert read_config(tmp_path / "kg.toml").output == "hdfs:///kg"


def test_the_nearest_file_counts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    corpus, here = tmp_path / "news/corpus", tmp_path / "here"
    corpus.mkdir(parents=True)
    here.mkdir()
    (corpus / "article.txt").touch()
    monkeypatch.chdir(here)
    assert find_config(corpus) == Config()
    for folder in (here, corpus.parent, corpus):
        (folder / "kg.toml").write_text(f"model = '{folder.name.upper()}'")
        assert find_config(corpus).model == folder.name.upper()
    assert find_config(corpus / "article.txt").model == "CORPUS"
    assert find_config(Path("nowhere")).model == "HERE"


@pytest.mark.parametrize(
    "base", [BASE, "http://example.org/", "https://example.org/新闻/%E4%BA%91/", "http://localhost:8080/a./"]
)
def test_a_good_base(base: str) -> None:
    check_base(base)


@pytest.mark.parametrize(
    "base",
    [
        "here",
        "https://example.org",
        "https://example.org/a",
        "https://example.org/a b/",
        "https://example.org/%zz/",
        "https://example.org/?a=/",
        "https://example.org/#/",
        "https://example.org/a/../",
        "https://example.org/./",
        "https://example.org/a\x01/",
        "https:///",
        "ftp://example.org/",
    ],
)
def test_a_base_that_ids_cannot_follow_everywhere_is_refused(base: str) -> None:
    with pytest.raises(ConfigError, match="no IRI that ids can follow"):
        check_base(base)

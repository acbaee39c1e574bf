"""`kg.toml`: what a corpus sets once instead of on every command line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass, fields
from difflib import get_close_matches
from pathlib import Path

from kg.errors import ConfigError
from kg.iris import BASE
from kg.outputs import FORMATS
from kg.remote import is_address
from kg.tomlfile import read_settings

CORPUS = Path("corpus")
"""Where the articles lie unless a path is given."""

NAME = "kg.toml"

# Ids are relative to it: it ends a path, and has no step `.` or `..`, which readers of relative IRIs remove.
_STEP = r"(?:[^\s\x00-\x20\x7f-\x9f<>\"{}|\\^`%?#/]|%[0-9A-Fa-f]{2})+"
_BASE = re.compile(rf"https?://{_STEP}(?:/(?!\.\.?/){_STEP})*/")


@dataclass(frozen=True, slots=True)
class Config:
    """What a `kg.toml` can say; every key has a default.

    `model` is `builtin`, the path of a folder with a HanLP model, or a HanLP identifier; `base` is the IRI
    before every id of the graph; `output` is the folder that a build writes to, or an address for a cluster;
    `corrections` is a file of corrections, or empty for the `corrections.toml` of the articles, if there is
    one; `formats` are those of `kg.outputs.FORMATS` in which the graph is written beside Turtle.
    """

    model: str = "builtin"
    base: str = BASE
    output: str = "output"
    corrections: str = ""
    formats: tuple[str, ...] = ()


def find_config(corpus: Path = CORPUS) -> Config:
    """The configuration of the articles at `corpus`, a folder or a file; the defaults if there is none.

    The first `kg.toml` counts of those in the folder, beside it, and in the current folder.
    """
    path = find_beside(corpus, NAME)
    return read_config(path) if path else Config()


def find_beside(corpus: Path, name: str) -> Path | None:
    """The first file called `name` in the folder of the articles, beside it, or in the current one."""
    return next((path for path in _places(corpus, name) if path.is_file()), None)


def read_config(path: Path) -> Config:
    """The configuration in the file `path`; paths in it start from its folder.

    Raises ConfigError where it cannot be read, is no TOML, or has an unknown key or a value of a wrong type.
    """
    said = read_settings(path)
    known = [field.name for field in fields(Config)]
    for key, value in said.items():
        if key not in known:
            near = get_close_matches(key, known, n=1, cutoff=0.0)[0]
            raise ConfigError(f"{path} has the unknown key `{key}`; did you mean `{near}`?")
        if key == "formats":
            _check_formats(value, path)
        elif not isinstance(value, str) or not value:
            raise ConfigError(f'{path}: `{key}` must be a text; write {key} = "…".')
    config = Config(**{**said, "formats": tuple(said.get("formats", ()))})
    check_base(config.base, f"{path}: the base")
    paths = {
        key: str(path.parent / value)
        for key, value in said.items()
        if key == "corrections"
        or (key == "output" and not is_address(value))
        or (key == "model" and (path.parent / value).is_dir())
    }
    return Config(**{**asdict(config), **paths})


def check_base(base: str, subject: str = "The base") -> None:
    """Raise ConfigError unless ids can stand after `base`; `subject` begins the sentence."""
    if not _BASE.fullmatch(base):
        raise ConfigError(
            f"{subject} {base!r} is no IRI that ids can follow; write one like {BASE}, slash and all."
        )


def _check_formats(value: object, path: Path) -> None:
    if not isinstance(value, list) or not all(form in FORMATS for form in value):
        choice = ", ".join(f'"{form}"' for form in FORMATS)
        raise ConfigError(f"{path}: `formats` must be a list of formats; choose from [{choice}].")


def _places(corpus: Path, name: str) -> Iterator[Path]:
    folder = corpus.parent if corpus.is_file() else corpus
    yield folder / name
    if not corpus.is_file():
        yield folder.parent / name
    yield Path(name)

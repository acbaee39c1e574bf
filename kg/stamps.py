"""Stamps: short texts that change whenever what they stand for does, for what is kept between builds."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from importlib.metadata import version
from pathlib import Path

from kg.config import Config
from kg.intake import Skipped
from kg.ontology import ontology_folder

PACKAGE = Path(__file__).parent
LIBRARIES = (
    "hanlp",
    "networkx",
    "numpy",
    "opencc",
    "pyoxigraph",
    "pypinyin",
    "pyvis",
    "torch",
    "trafilatura",
)
"""Those that what a build writes depends on."""

_CODE = frozenset((".py", ".mjs", ".js", ".css", ".html"))


def make_stamp(rulebook: str, model: str) -> str:
    """The stamp of a reading, apart from its article: by the rulebook, the model, our code and libraries."""
    code = _digest(path for path in PACKAGE.rglob("*") if path.suffix in _CODE)
    return " ".join((code, rulebook, model, *(f"{name}={version(name)}" for name in LIBRARIES)))


def digest_build(stamp: str, config: Config, keys: Sequence[bytes], faults: Iterable[Skipped]) -> str:
    """The digest of all that the files of a build come from; `keys` are those of the articles."""
    digest = hashlib.blake2b(digest_size=16)
    corrections = Path(config.corrections).read_bytes() if config.corrections else b""
    parts = (
        stamp,
        _digest(ontology_folder().rglob("*.*")),
        config,
        list(keys),
        list(faults),
        corrections,
    )
    digest.update(repr(parts).encode("utf-8", "backslashreplace"))
    return digest.hexdigest()


def _digest(paths: Iterable[Path]) -> str:
    digest = hashlib.blake2b(digest_size=16)
    for path in sorted(path for path in paths if path.is_file()):
        for part in (path.name.encode(), path.read_bytes()):
            digest.update(len(part).to_bytes(8, "big") + part)
    return digest.hexdigest()

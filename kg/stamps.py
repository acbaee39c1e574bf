"""Stamps: short texts that change whenever what they stand for does, for what is kept between builds."""

from __future__ import annotations

import hashlib
import platform
import zlib
from collections.abc import Collection, Iterable, Sequence
from importlib.metadata import version
from itertools import chain
from pathlib import Path

from kg.config import Config
from kg.files import read_folder
from kg.intake import Skipped
from kg.ontology import ontology_folder

PACKAGE = Path(__file__).parent
LIBRARIES = (
    "ahocorasick-rs",
    "hanlp",
    "msgspec",
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
    code = _digest(PACKAGE, _CODE)
    own = (f"python={'.'.join(platform.python_version_tuple()[:2])}", f"zlib={zlib.ZLIB_RUNTIME_VERSION}")
    return " ".join((code, rulebook, model, *own, *(f"{name}={version(name)}" for name in LIBRARIES)))


def digest_build(
    stamp: str, config: Config, corrected: str | None, keys: Sequence[bytes], faults: Iterable[Skipped]
) -> str:
    """The digest of all that the files of a build come from.

    `corrected` is the digest of the file of corrections, `keys` are those of the articles.
    """
    parts = (stamp, digest_ontology(), config, corrected, list(keys), list(faults))
    return hashlib.blake2b(repr(parts).encode("utf-8", "backslashreplace"), digest_size=16).hexdigest()


def digest_ontology() -> str:
    """A digest of the files of the ontology."""
    return _digest(ontology_folder())


def _digest(folder: Path, suffixes: Collection[str] = ()) -> str:
    digest = hashlib.blake2b(digest_size=16)
    for part in chain.from_iterable(read_folder(folder, suffixes)):
        digest.update(len(part).to_bytes(8, "big") + part)
    return digest.hexdigest()

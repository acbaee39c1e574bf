"""Foreign parsers: each reads a file and says in N-Quads what stood there."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import pyoxigraph as ox

from stores.jena import as_nquads
from stores.needs import absent

Parser = Callable[[Path, str], ox.Dataset]
"""From a file and the name of its format to its quads; RuntimeError where the parser refuses it."""

_BASE = "http://base.example/"
_NODE = Path(__file__).parent / "node"


def rapper(path: Path, form: str) -> ox.Dataset:
    """Raptor 2, in C: it ends a text at U+0000."""
    return _said_by(
        ["rapper", "--quiet", "--input", form, "--output", "nquads", path, _BASE], "raptor2-utils"
    )


def serdi(path: Path, form: str) -> ox.Dataset:
    """Serd, in C; strict unless told otherwise."""
    return _said_by(["serdi", "-i", form, "-o", "nquads", path, _BASE], "serdi")


def n3(path: Path, form: str) -> ox.Dataset:
    """N3.js, in JavaScript."""
    return _said_by(["node", _modules() / "n3.mjs", form, path])


def jsonld(path: Path, form: str) -> ox.Dataset:
    """jsonld.js, the reference processor of JSON-LD, which here can fetch nothing."""
    return _said_by(["node", _modules() / "jsonld.mjs", path])


def jena(path: Path, form: str) -> ox.Dataset:
    """Apache Jena, in Java; Titanium where the format is JSON-LD."""
    return canonical(ox.parse(as_nquads(path, form), format=ox.RdfFormat.N_QUADS))


def _said_by(command: Sequence[str | Path], package: str = "nodejs") -> ox.Dataset:
    if not shutil.which(command[0]):
        absent(str(command[0]), f"apt-get install {package}")
    done = subprocess.run(command, capture_output=True, check=False, timeout=60)
    if done.returncode or done.stderr:
        raise RuntimeError(f"{command[0]}: {done.stderr.decode(errors='replace')}")
    return canonical(ox.parse(done.stdout, format=ox.RdfFormat.N_QUADS))


def canonical(quads: Iterable[ox.Quad]) -> ox.Dataset:
    """The quads with blank nodes named by their place, so that equal datasets compare equal."""
    dataset = ox.Dataset(quads)
    dataset.canonicalize(ox.CanonicalizationAlgorithm.UNSTABLE)
    return dataset


def _modules() -> Path:
    if not (_NODE / "node_modules").is_dir():
        absent("N3.js or jsonld.js", f"npm ci --prefix {_NODE.relative_to(_NODE.parents[2])}")
    return _NODE


PARSERS: dict[str, tuple[Parser, ...]] = {
    "turtle": (rapper, serdi, n3, jena),
    "trig": (serdi, n3, jena),
    "nquads": (rapper, serdi, n3, jena),
    "ntriples": (rapper, serdi, n3, jena),
    "jsonld": (jsonld, jena),
}
"""Who reads each format."""

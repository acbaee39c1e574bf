"""A graph in parts: gzipped N-Quads in several files, which stores load side by side."""

from __future__ import annotations

import gzip
import io
import zlib
from contextlib import ExitStack
from pathlib import Path

from kg.errors import OutputError
from kg.formats import nquads_of
from kg.iris import BASE
from kg.model import Graph
from kg.ontology import Ontology, load_ontology
from kg.triples import CORPUS, described_graphs

SUFFIX = ".nq.gz"
_PART = "part-"


def part_name(number: int, suffix: str = SUFFIX) -> str:
    """What the part with a number is called: part-00000.nq.gz."""
    return f"{_PART}{number:05d}{suffix}"


def part_of(graph: str, thing: str, parts: int) -> int:
    """The number of the part that holds a thing of a named graph; an article's graph lies in one part."""
    return zlib.crc32((thing if graph == CORPUS else graph).encode()) % parts


def write_parts(
    graph: Graph, folder: Path, parts: int, base: str = BASE, ontology: Ontology | None = None
) -> None:
    """Write the quads of the graph into `parts` files of a folder, which is made if it is not there.

    Parts that an earlier writing left go. The same graph gives the same bytes. Raises OutputError where the
    folder cannot be written to.
    """
    ontology = ontology or load_ontology()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        whole = [folder / part_name(number) for number in range(parts)]
        begun = [path.with_name(f".{path.name}.tmp") for path in whole]
        try:
            with ExitStack() as opened:
                files = [_open(path, opened) for path in begun]
                for name, things in described_graphs(graph):
                    for thing in things:
                        files[part_of(name, thing[0], parts)].write(nquads_of(name, thing, base, ontology))
            for temporary, path in zip(begun, whole, strict=True):
                temporary.replace(path)
        finally:
            for temporary in begun:
                temporary.unlink(missing_ok=True)
        for path in set(folder.glob(f"{_PART}*{SUFFIX}")).difference(whole):
            path.unlink()
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise OutputError(f"{folder} cannot be written to ({reason}); choose another folder.") from error


def _open(path: Path, opened: ExitStack) -> io.TextIOWrapper:
    """A gzipped file to write into; it tells neither a time nor a name, so that its bytes stay the same."""
    file = opened.enter_context(path.open("wb"))
    packed = opened.enter_context(gzip.GzipFile("", "wb", compresslevel=6, fileobj=file, mtime=0))
    return opened.enter_context(io.TextIOWrapper(packed, encoding="utf-8", newline="\n"))

"""A build in parts: read, joined and written by a cluster, so that no process holds the whole graph."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import fields
from pathlib import Path
from typing import Protocol

import msgspec

from kg.blocks import Thing
from kg.clusters import Merge
from kg.config import Config
from kg.corpus import Survey
from kg.corrections import Corrections, read_corrections
from kg.engines import Batch
from kg.errors import InputError, UsageError
from kg.intake import Original, Skipped, take_in
from kg.ontology import load_ontology
from kg.outputs import REPORT
from kg.parts import SUFFIX
from kg.pieces import Key, Piece, counts_of, cut_graph
from kg.pipeline import Step, batches
from kg.reading import Reading
from kg.report import Tally
from kg.spread import Spread
from kg.stamps import digest_build
from kg.store import identify_original
from kg.taggers import identify_model
from kg.version import __version__

GRAPH, MERGES = "graph", "merges"
"""The folders of a build in parts: gzipped N-Quads, and what was merged and why, a line of JSON each."""

PARTS = 16
"""Files of each folder unless a number is given."""


class Cluster(Protocol):
    """What reads, keeps, joins and writes; `stamp` is that of its rulebook, model and code."""

    @property
    def stamp(self) -> str: ...  # noqa: D102

    def known(self) -> set[bytes]:
        """The keys of all articles that were read."""

    def read(self, batches: Iterable[Batch]) -> Iterator[int]:
        """Read articles and keep what they say; the number of articles, as they are done."""

    def faults(self) -> dict[bytes, Skipped]:
        """Why articles that are kept cannot be read, by key."""

    def readings(self, articles: int, stale: Collection[bytes]) -> Spread[Reading]:
        """What all `articles` say that could be read; those with the keys `stale` are gone."""

    def forget(self, ours: bool = False) -> None:
        """Drop what was read with another stamp; if `ours`, all that was read."""

    def write(self, pieces: Spread[tuple[Key, str]], name: str, parts: int, suffix: str, build: str) -> None:
        """Write texts into the files of a folder, in order of key, for the build with the digest `build`."""

    def holds(self, name: str, build: str) -> bool:
        """Whether a folder was written whole by the build with this digest."""

    def write_text(self, name: str, text: str) -> None:
        """Write a file."""

    def read_text(self, name: str) -> str:
        """What a file holds; empty if there is none."""


def check_parted(config: Config) -> None:
    """Raise UsageError where the configuration asks for what needs the whole graph."""
    if set(config.formats) - {"nquads"}:
        raise UsageError(
            f"At {config.output} the graph is written as N-Quads in parts; choose a folder for other formats."
        )
    if (
        config.corrections
        and read_corrections(Path(config.corrections), load_ontology().classes) != Corrections()
    ):
        raise UsageError(
            f"The corrections in {config.corrections} need the whole graph, which no process holds where the "
            "output is an address; choose a folder with -o, or put the file elsewhere."
        )


def build_parts(
    survey: Survey, config: Config, cluster: Cluster, parts: int, step: Step, cached: bool = True
) -> Tally:
    """Build the graph on a cluster and write it in parts; `step` is told of articles as they are done.

    What an earlier build read there is read again only where the article, the rulebook, the model or the code
    has changed, unless `cached` is false; where nothing at all has, the files stay as they are. The
    configuration is one that `check_parted` lets pass. InputError where no article can be read.
    """
    if not cached:
        cluster.forget(ours=True)
    known = cluster.known()
    keys: set[bytes] = set()
    faults: list[Skipped] = list(survey.lacking)

    def unread() -> Iterator[Original]:
        for article in take_in(survey.files):
            if isinstance(article, Skipped):
                faults.append(article)
                step(1)
                continue
            key = identify_original(article).key
            keys.add(key)
            if key in known:
                step(1)
            else:
                yield article

    for done in cluster.read(batches(unread())):
        step(done)
    digest = digest_build(f"{cluster.stamp} {parts}", config, None, sorted(keys), faults)
    last = msgspec.json.decode(cluster.read_text(REPORT) or "{}")
    if last.get("build") == digest and cluster.holds(GRAPH, digest) and cluster.holds(MERGES, digest):
        return Tally(**{each.name: last[each.name] for each in fields(Tally)})
    kept = {key: fault for key, fault in cluster.faults().items() if key in keys}
    faults = sorted([*faults, *kept.values()], key=lambda fault: fault.source)
    if not keys - kept.keys():
        raise InputError(" ".join(fault.reason for fault in faults) + " No article could be read.")
    pieces, things = cut_graph(cluster.readings(len(keys), known - keys), config.base)
    cluster.write(pieces.map(_keyed), GRAPH, parts, SUFFIX, digest)
    cluster.write(things.map(_merge), MERGES, parts, ".jsonl.gz", digest)
    tally = _tally(pieces.map(counts_of).join(things.map(_count_merge)).sum(), faults)
    made = {"version": __version__, "model": identify_model(config.model), "build": digest, "parts": parts}
    cluster.write_text(REPORT, _json({**made, **msgspec.to_builtins(tally)}))
    cluster.forget()
    return tally


def _keyed(piece: Piece) -> Iterator[tuple[Key, str]]:
    yield piece.key, piece.text.removesuffix("\n")


def _merge(thing: Thing) -> Iterator[tuple[Key, str]]:
    """A merge as `report.json` of a whole build tells it."""
    if thing.reason:
        cluster = thing.cluster
        articles = tuple(dict.fromkeys(source for source, _ in thing.entities))
        said = Merge(cluster.id, cluster.name, articles, thing.reason)
        yield ("", 0, cluster.id), msgspec.json.encode(said).decode()


def _count_merge(thing: Thing) -> Iterator[tuple[tuple[str, ...], int]]:
    if thing.reason:
        yield ("merges",), 1


def _tally(counts: Mapping[tuple[str, ...], int], faults: Sequence[Skipped]) -> Tally:
    def below(*path: str) -> dict[str, int]:
        depth = len(path)
        return {
            name[depth]: number
            for name, number in sorted(counts.items())
            if name[:depth] == path and len(name) == depth + 1
        }

    actions = sorted({name[1] for name in counts if name[0] == "actions"})
    return Tally(
        counts.get(("articles",), 0),
        below("entities"),
        counts.get(("memberships",), 0),
        {cls: below("actions", cls) for cls in actions},
        counts.get(("merges",), 0),
        below("repairs"),
        tuple(msgspec.to_builtins(fault) for fault in faults),
    )


def _json(said: Mapping[str, object]) -> str:
    return msgspec.json.format(msgspec.json.encode(said), indent=1).decode() + "\n"

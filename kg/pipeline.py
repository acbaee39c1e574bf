"""The ordered steps from articles to a graph, and nothing else."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache, partial
from itertools import islice
from typing import TypeVar

import msgspec

from kg.amend import Unheeded, amend, identify_corrected
from kg.assembly import assemble
from kg.clusters import Cluster, Merge, NearMiss
from kg.corrections import Corrections
from kg.doubts import find_near_misses, find_possibly_same
from kg.errors import InputError
from kg.identity import Identity, Pair
from kg.intake import Article, Skipped, take_in
from kg.model import Document, Graph, Tagger
from kg.ontology import Ontology
from kg.packaged import load_words
from kg.reading import Reading
from kg.reasons import find_merges
from kg.revision import Ground
from kg.rulebook import Rulebook
from kg.sources import File, Place, find_files
from kg.workers import Put

BATCH = 64  # articles a batch: enough for the tagger, little enough for the memory

Outcome = Reading | Skipped
"""What reading an article leads to."""

_A = TypeVar("_A", bound=Article)

Step = Callable[[int], object]


@dataclass(frozen=True, slots=True)
class Build:
    """What a build leaves: the graph, what was skipped, and what cleaning and merging did."""

    graph: Graph
    skipped: tuple[Skipped, ...]
    repairs: tuple[tuple[str, int], ...]
    characters: int
    merges: tuple[Merge, ...]
    near_misses: tuple[NearMiss, ...] = ()
    unheeded: tuple[Unheeded, ...] = ()


@dataclass(frozen=True, slots=True)
class Identified:
    """What all articles say, and what is one in it: as it would be without corrections, and as it is."""

    readings: tuple[Reading, ...]
    skipped: tuple[Skipped, ...]
    plain: Identity
    identity: Identity


@dataclass(frozen=True, slots=True)
class Joined:
    """A graph, what it was made of, what looks alike in it, and the corrections not followed."""

    graph: Graph
    identified: Identified
    near_misses: tuple[NearMiss, ...]
    unheeded: tuple[Unheeded, ...]


Doubts = tuple[tuple[Pair, ...], tuple[NearMiss, ...]]
"""What may be the same, by ids, and what looks alike and is not."""


def build_graph(
    paths: Sequence[Place],
    tagger: Tagger,
    rules: Rulebook,
    ontology: Ontology,
    step: Step = lambda n: None,
    corrections: Corrections | None = None,
) -> Build:
    """Read every article below `paths` and build the graph, heeding the corrections.

    `step` is told how many articles were dealt with since it was last called. An article that cannot be
    read is skipped and named. Raises `InputError` where there is no article at all.
    """
    outcomes = read_files(find_files(paths), lambda batch: read_batch(batch, tagger, rules), step)
    return explain(join_readings(outcomes, rules, ontology, corrections))


def read_files(
    files: Iterable[tuple[str, File]], read: Callable[[list[Article]], Iterable[Outcome]], step: Step
) -> list[Outcome]:
    """What every article in the files says, as `read` finds it of a batch; `step` is told how many it was."""
    outcomes: list[Outcome] = []
    for batch in batches(take_in(files)):
        outcomes += read(batch)
        step(len(batch))
    return outcomes


def read_batch(batch: Iterable[Article], tagger: Tagger, rules: Rulebook) -> list[Outcome]:
    """What each article of a batch says, or why it cannot be read."""
    # Here and not above: it takes as long to load as all the rest, and few builds read in this process.
    from kg.reading.document import read_document

    documents = [_document(article) for article in batch]
    tags = iter(tagger([each.text for each in documents if isinstance(each, Document)]))
    return [
        each if isinstance(each, Skipped) else read_document(each, next(tags), rules) for each in documents
    ]


def join_readings(
    outcomes: Iterable[Outcome],
    rules: Rulebook,
    ontology: Ontology,
    corrections: Corrections | None = None,
) -> Joined:
    """The graph of all articles, whatever their order, heeding the corrections."""
    corrections = corrections or Corrections()
    identified = identify_readings(outcomes, rules, ontology, corrections)
    identity = identified.identity
    return assemble_readings(
        identified, ontology, corrections, partial(find_doubts, identity.clusters, identity.apart, rules)
    )


def identify_readings(
    outcomes: Iterable[Outcome],
    rules: Rulebook,
    ontology: Ontology,
    corrections: Corrections,
    ground: Ground | None = None,
) -> Identified:
    """What is one in all articles; `ground` is what stands of it since the last time."""
    readings: list[Reading] = []
    skipped: list[Skipped] = []
    for outcome in sorted(outcomes, key=lambda outcome: outcome.source):
        if isinstance(outcome, Skipped):
            skipped.append(outcome)
        else:
            readings.append(outcome)
    identities = identify_corrected(readings, rules, ontology, corrections, ground)
    return Identified(tuple(readings), tuple(skipped), *identities)


def find_doubts(clusters: Sequence[Cluster], apart: frozenset[Pair], rules: Rulebook) -> Doubts:
    """What may be the same among the things of a corpus, and what looks alike; never one of `apart`."""
    same = find_possibly_same(clusters, apart)
    return same, find_near_misses(clusters, frozenset(same), apart, rules)


def put_doubts(identity: Identity, put: Put[bytes]) -> Callable[[], Doubts]:
    """Have somebody find the doubts; in MessagePack things go there and come back in little time."""
    named = [cluster for cluster in identity.clusters if cluster.key]  # the others are like nothing
    ask = put(partial(_find_packed, msgspec.msgpack.encode(named), identity.apart))
    return lambda: msgspec.msgpack.decode(ask(), type=Doubts)


def _find_packed(clusters: bytes, apart: frozenset[Pair]) -> bytes:
    things = msgspec.msgpack.decode(clusters, type=list[Cluster])
    return msgspec.msgpack.encode(find_doubts(things, apart, load_words()[0]))


def assemble_readings(
    identified: Identified, ontology: Ontology, corrections: Corrections, ask_doubts: Callable[[], Doubts]
) -> Joined:
    """The graph of what was identified; the doubts are asked for when the rest is there."""
    readings, identity = identified.readings, identified.identity
    told = cache(ask_doubts)
    graph = assemble(readings, identity, lambda: told()[0])
    graph, unheeded = amend(graph, corrections, readings, (identified.plain, identity), ontology)
    return Joined(graph, identified, told()[1], unheeded)


def explain(joined: Joined) -> Build:
    """What cleaning and merging did, and why, beside the graph that came of it."""
    readings = joined.identified.readings
    repairs: Counter[str] = Counter()
    for reading in readings:
        repairs.update(dict(reading.repairs))
    return Build(
        joined.graph,
        joined.identified.skipped,
        tuple(sorted(repairs.items())),
        sum(r.characters for r in readings),
        find_merges(joined.identified.identity, readings),
        joined.near_misses,
        joined.unheeded,
    )


def batches(articles: Iterable[_A]) -> Iterator[list[_A]]:
    """The articles in batches as they come."""
    rest = iter(articles)
    while batch := list(islice(rest, BATCH)):
        yield batch


def _document(article: Article) -> Document | Skipped:
    from kg.clean import clean
    from kg.read import read_text

    if isinstance(article, Skipped):
        return article
    try:
        text, title, date = read_text(article)
        document = clean(text, article.source)
    except InputError as error:
        return Skipped(article.source, str(error))
    return replace(document, title=clean(title).text.strip() if title else None, date=date)

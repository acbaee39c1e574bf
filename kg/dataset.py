"""What a build made and from what: the graph described with VoID, its files with DCAT, the run with PROV.

Nothing here tells a time or a place of the machine, so that the same build gives the same bytes.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, partial
from operator import itemgetter
from pathlib import Path

import pyoxigraph as ox

from kg.descriptions import Counts
from kg.iris import BASE, DATASET, DESCRIBING, KG, VOCABULARIES, article_id, every_prefix, expand
from kg.ontology import Ontology, load_ontology
from kg.reuse import Block, Index, Last, cut_blocks, digest_values, write_blocks
from kg.turtle import subject_lines, turtle_lines
from kg.version import __version__

MEDIA_TYPES = {
    "turtle": ("text/turtle", "Turtle"),
    "trig": ("application/trig", "TriG"),
    "nquads": ("application/n-quads", "N-Quads"),
    "ntriples": ("application/n-triples", "N-Triples"),
    "jsonld": ("application/ld+json", "JSON-LD"),
}
"""The media type of each format, and the name that W3C gives it."""

Facts = tuple[tuple[str, Sequence[ox.NamedNode | ox.Literal]], ...]
"""Properties by prefixed name, each with its values."""


_Input = tuple[str, str]
"""The source of an article, and the SHA-256 of its file."""


@dataclass(frozen=True, slots=True)
class Origin:
    """What a graph was made from.

    `model` and `rulebook` are their identifiers, `inputs` the SHA-256 of each article's file by its source,
    `corrections` that of the file of corrections, if there is one.
    """

    model: str
    rulebook: str
    inputs: Mapping[str, str]
    corrections: str | None = None


def file_digest(path: Path) -> str:
    """The SHA-256 of a file, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def write_dataset(
    counts: Counts,
    origin: Origin,
    files: Mapping[str, Path],
    path: Path,
    base: str = BASE,
    ontology: Ontology | None = None,
    last: Last | None = None,
) -> Index:
    """Write the description of a graph that says so much to `path`, in Turtle, and tell where its blocks lie.

    `files` are those of the graph, by format, written already. Blocks that the `last` description holds are
    taken from it: it must have been written with this base. OutputError leaves what stood there untouched.
    """
    spaces = every_prefix(base)

    def make(inputs: Sequence[_Input]) -> tuple[bytes, bytes]:
        return "".join(subject_lines(_describe_inputs(inputs, base), spaces)).encode(), b""

    def parts() -> Iterator[bytes | Block]:
        described = _describe_build(counts, origin, files, base, ontology or load_ontology())
        yield "".join(turtle_lines(described, spaces)).encode()
        for block in cut_blocks(sorted(origin.inputs.items()), itemgetter(0)):
            yield Block(digest_values(block), partial(make, block))

    return write_blocks(path, parts(), last)


def describe(
    counts: Counts,
    origin: Origin,
    files: Mapping[str, Path],
    base: str = BASE,
    ontology: Ontology | None = None,
) -> Iterator[ox.Triple]:
    """The triples that describe a graph that says so much."""
    yield from _describe_build(counts, origin, files, base, ontology or load_ontology())
    yield from _describe_inputs(sorted(origin.inputs.items()), base)


def _describe_build(
    counts: Counts, origin: Origin, files: Mapping[str, Path], base: str, ontology: Ontology
) -> Iterator[ox.Triple]:
    """All but the articles."""
    classes = _partitions("class", "void:entities", counts.classes)
    properties = _partitions("property", "void:triples", counts.properties)
    distributions = {form: _distribution(form, file) for form, file in files.items()}
    used = _used(origin)

    def own(names: Iterable[str]) -> list[ox.NamedNode]:
        return [ox.NamedNode(f"{base}{DATASET}#{name}") for name in names]

    dataset: Facts = (
        *_headline(counts, base),
        ("void:classPartition", own(classes)),
        ("void:propertyPartition", own(properties)),
        ("dcat:distribution", own(distributions)),
        ("prov:wasGeneratedBy", own(["build"])),
    )
    build: Facts = (
        ("rdf:type", [_term("prov:Activity")]),
        ("prov:wasAssociatedWith", own(["zhkg"])),
        ("prov:used", [*own(used), _ONTOLOGY]),
    )
    yield from _triples(base + DATASET, dataset)
    for name, facts in {**classes, **properties, **distributions, "build": build, **_AGENT, **used}.items():
        yield from _triples(f"{base}{DATASET}#{name}", facts)
    yield from _triples(_ONTOLOGY.value, (("owl:versionInfo", [ox.Literal(ontology.version)]),))


def _describe_inputs(inputs: Sequence[_Input], base: str) -> Iterator[ox.Triple]:
    """That the build used the articles, and each of them with the digest of its file."""
    articles = [base + article_id(source) for source, _ in inputs]
    yield from _triples(f"{base}{DATASET}#build", (("prov:used", list(map(ox.NamedNode, articles))),))
    for article, (source, digest) in zip(articles, inputs, strict=True):
        facts: Facts = (
            ("rdf:type", [_term("prov:Entity")]),
            ("dcterms:source", [ox.Literal(source)]),
            ("schema:sha256", [ox.Literal(digest)]),
        )
        yield from _triples(article, facts)


def _headline(counts: Counts, base: str) -> Facts:
    spaces = {VOCABULARIES[name.partition(":")[0]] for name in (*counts.classes, *counts.properties)}
    return (
        ("rdf:type", [_term("void:Dataset"), _term("dcat:Dataset"), _term("prov:Entity")]),
        ("dcterms:title", _both("中文新闻知识图谱", "Knowledge graph of Chinese news")),
        ("dcterms:conformsTo", [_ONTOLOGY]),
        ("dcterms:language", [ox.NamedNode("http://id.loc.gov/vocabulary/iso639-1/zh")]),
        ("void:uriSpace", [ox.Literal(base)]),
        ("void:vocabulary", [ox.NamedNode(space) for space in sorted(spaces)]),
        ("void:triples", [ox.Literal(counts.triples)]),
        ("void:entities", [ox.Literal(counts.subjects)]),
        ("void:distinctSubjects", [ox.Literal(counts.subjects)]),
        ("void:classes", [ox.Literal(len(counts.classes))]),
        ("void:properties", [ox.Literal(len(counts.properties))]),
    )


def _partitions(kind: str, counted: str, counts: Mapping[str, int]) -> dict[str, Facts]:
    """The parts of a dataset by class or by property, each with a count."""
    return {
        f"{kind}-{name.replace(':', '-')}": (
            (f"void:{kind}", [_term(name)]),
            (counted, [ox.Literal(number)]),
        )
        for name, number in sorted(counts.items(), key=lambda counted: expand(counted[0]))
    }


def _distribution(form: str, file: Path) -> Facts:
    media_type, name = MEDIA_TYPES[form]
    return (
        ("rdf:type", [_term("dcat:Distribution"), _term("schema:DataDownload")]),
        ("dcterms:title", [ox.Literal(file.name)]),
        ("dcterms:format", [ox.NamedNode(f"http://www.w3.org/ns/formats/{name}")]),
        ("dcat:mediaType", [ox.NamedNode(f"https://www.iana.org/assignments/media-types/{media_type}")]),
        ("dcat:byteSize", [ox.Literal(str(file.stat().st_size), datatype=_term("xsd:nonNegativeInteger"))]),
        ("schema:sha256", [ox.Literal(file_digest(file))]),
    )


def _used(origin: Origin) -> dict[str, Facts]:
    """What the build had beside the ontology and the articles."""
    kind = ("rdf:type", [_term("prov:Entity")])
    used: dict[str, Facts] = {
        "model": (kind, ("dcterms:identifier", [ox.Literal(origin.model)])),
        "rulebook": (kind, ("dcterms:identifier", [ox.Literal(origin.rulebook)])),
    }
    if origin.corrections:
        used["corrections"] = (kind, ("schema:sha256", [ox.Literal(origin.corrections)]))
    return used


def _both(zh: str, en: str) -> list[ox.Literal]:
    return [ox.Literal(zh, language="zh"), ox.Literal(en, language="en")]


def _triples(iri: str, facts: Facts) -> Iterator[ox.Triple]:
    subject = ox.NamedNode(iri)
    for verb, values in facts:
        for value in values:
            yield ox.Triple(subject, _term(verb), value)


@cache
def _term(name: str) -> ox.NamedNode:
    prefix, _, local = name.partition(":")
    return ox.NamedNode({**VOCABULARIES, **DESCRIBING}[prefix] + local)


_ONTOLOGY = ox.NamedNode(KG.removesuffix("#"))
_AGENT: dict[str, Facts] = {
    "zhkg": (
        ("rdf:type", [_term("prov:SoftwareAgent")]),
        ("rdfs:label", [ox.Literal("zhkg")]),
        ("schema:softwareVersion", [ox.Literal(__version__)]),
    )
}

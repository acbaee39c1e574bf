"""From names to ids and IRIs: readable, deterministic, valid in IRIs and Turtle whatever the name.

An id is the path of an IRI below the base, `kind/local`, with exactly one slash. Nothing in the local
part needs an escape in Turtle: some stores read a prefixed name with an escaped slash as a wrong IRI.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from functools import cache
from json.encoder import encode_basestring_ascii

BASE = "https://w3id.org/zhkg/"
"""What stands before every id, unless a corpus chooses its own."""

KG = BASE + "ontology#"
"""The namespace of our own terms; it does not move with the base of a corpus."""

VOCABULARIES = {
    "kg": KG,
    "dcterms": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "nif": "http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#",
    "org": "http://www.w3.org/ns/org#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "prov": "http://www.w3.org/ns/prov#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "schema": "https://schema.org/",
    "sem": "http://semanticweb.cs.vu.nl/2009/11/sem/",
    "sh": "http://www.w3.org/ns/shacl#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
"""Prefixes and namespaces of every vocabulary in use."""

DATASET = "dataset"
"""What stands behind the base in the IRI of a graph's description; its parts are fragments of it."""

DESCRIBING = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "void": "http://rdfs.org/ns/void#",
}
"""Prefixes and namespaces of the vocabularies that only the description needs."""

KINDS = (
    "person",
    "organization",
    "place",
    "work",
    "title",
    "membership",
    "action",
    "item",
    "article",
    "sentence",
)
"""The first parts of ids, in the order in which a graph is written."""

LOCAL_CHARACTERS = (
    "0-9A-Za-z_\\-\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\u3005\u3007"
    "\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U000323af"
)
"""What the last part of an id is made of, as the inside of a regular expression's brackets."""

_UNSAFE = re.compile(f"[^{LOCAL_CHARACTERS}]+")
# What is unsafe, or what `local_name` itself adds: a name that looks so could be taken for another's.
_CHANGED = re.compile(rf"{_UNSAFE.pattern}|_|^-|-[0-9a-f]{{12}}\Z")
_LONGEST = 80


def local_name(*parts: str) -> str:
    """The last part of an id for a name, or for several names that are told apart only together.

    Letters, digits, Chinese characters and `-` stay as they are (in NFC), several names are joined by
    `_`. Where that would lose something (other characters become `_`, the rest beyond 80 characters is
    cut) a digest of the whole follows, so that different names have different ids.
    """
    names = [unicodedata.normalize("NFC", part) for part in parts]
    joined = "_".join(names)
    kept = not any(map(_CHANGED.search, names))
    if kept and 0 < len(joined) <= _LONGEST:
        return joined
    return f"{_readable(joined)}-{digest(*names)}"


def make_id(kind: str, *parts: str) -> str:
    """The id of a thing known by its name: `make_id("person", "孟某")` is `person/孟某`."""
    return f"{kind}/{local_name(*parts)}"


def fact_id(kind: str, readable: str, *content: object) -> str:
    """The id of a fact: something to read and a digest of all that makes it this fact.

    `content` is whatever tells it from others: ids, numbers, None; the same content gives the same id.
    """
    readable = unicodedata.normalize("NFC", readable)
    return f"{kind}/{_readable(readable)}-{digest(readable, *content)}"


def article_id(source: str) -> str:
    """The id of the article at `source`, its path below the corpus root with `/` between folders."""
    if source.endswith(".txt"):
        return make_id("article", *source.removesuffix(".txt").split("/"))
    return fact_id("article", source, None)  # no name has such a digest: a.md is not a.md.txt


def sentence_id(article: str, begin: int, end: int) -> str:
    """The id of the sentence at raw characters `begin` to `end` of the article with that id."""
    return f"sentence/{article.partition('/')[2]}_{begin}_{end}"


def article_of(sentence: str) -> str:
    """The id of the article that the sentence with an id stands in."""
    return f"article/{sentence.partition('/')[2].rsplit('_', 2)[0]}"


def prefixes(base: str = BASE) -> dict[str, str]:
    """Every prefix in use: the vocabularies', and one for each kind of thing below `base`."""
    return {**VOCABULARIES, **{kind: f"{base}{kind}/" for kind in KINDS}}


def every_prefix(base: str = BASE) -> dict[str, str]:
    """The prefixes of a graph and those that only its description in `dataset.ttl` has."""
    return {DATASET: f"{base}{DATASET}#", **DESCRIBING, **prefixes(base)}


def id_of(iri: str) -> str:
    """The id in an IRI: its last two steps, whatever the base."""
    return "/".join(iri.rsplit("/", 2)[1:])


@cache
def expand(name: str) -> str:
    """The IRI of a prefixed name of a vocabulary, `org:member`."""
    prefix, _, local = name.partition(":")
    return VOCABULARIES[prefix] + local


def prefixed(iri: str) -> str | None:
    """The prefixed name of an IRI of one of the vocabularies."""
    spaces = {**VOCABULARIES, **DESCRIBING}
    found = (f"{key}:{iri.removeprefix(space)}" for key, space in spaces.items() if iri.startswith(space))
    return next(found, None)


def digest(*content: object) -> str:
    """Twelve hexadecimal digits that stand for `content`, the same on every machine."""
    # What json.dumps makes of a list, in a third of its time.
    parts = ["null" if part is None else encode_basestring_ascii(str(part)) for part in content]
    return hashlib.blake2b(f"[{', '.join(parts)}]".encode("ascii"), digest_size=6).hexdigest()


def _readable(name: str) -> str:
    return _UNSAFE.sub("_", name)[:_LONGEST].lstrip("-") or "_"

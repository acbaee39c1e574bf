"""JSON-LD 1.1, an object a thing and a line a property, with the context in the file: it needs no network."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from kg.errors import ConfigError
from kg.escapes import escape_invisible
from kg.iris import expand
from kg.ontology import ontology_folder

CONTEXT = "context.jsonld"
"""The file of the ontology with the JSON-LD context."""

_TYPE, _STRING, _BOOLEAN = (expand(name) for name in ("rdf:type", "xsd:string", "xsd:boolean"))
_XSD = expand("xsd:")


@dataclass(frozen=True, slots=True)
class Context:
    """A JSON-LD context: as it is written, and the key of each property with how it reads plain strings.

    How is the `@type` or `@language` of the key; of neither is `{}`.
    """

    written: Mapping[str, Any]
    keys: Mapping[str, tuple[str, Mapping[str, str]]]


def read_context(base: str, folder: Path | None = None) -> Context:
    """The context in the ontology's `folder` (the shipped one if None), for ids that stand below `base`.

    Raises ConfigError where the file is absent or no context.
    """
    path = (folder or ontology_folder()) / CONTEXT
    try:
        said = json.loads(path.read_text(encoding="utf-8"))["@context"]
        keys = {
            term["@id"]: (key, {name: how for name, how in term.items() if name != "@id"})
            for key, term in said.items()
            if isinstance(term, dict)
        }
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise ConfigError(
            f"{path} is no JSON-LD context ({error!r}); reinstall, or mend the file."
        ) from error
    return Context({**said, "@base": base}, keys)


def jsonld_lines(triples: Iterable[ox.Triple], context: Context) -> Iterator[str]:
    """JSON-LD of `triples`, in their order; those of one subject, and of one predicate, must be together.

    Yields pieces of text as the triples come, so that memory does not grow with the graph.
    """
    terms = ",\n  ".join(f"{_json(key)}: {_json(term)}" for key, term in context.written.items())
    yield f'{{\n "@context": {{\n  {terms}\n }},\n "@graph": ['
    between = "\n  "
    for subject, facts in groupby(triples, key=lambda triple: triple.subject):
        yield f'{between}{{"@id": {_json(_reference(subject.value, context.written["@base"]))}'
        for predicate, group in groupby(facts, key=lambda triple: triple.predicate):
            key, values = _property(predicate.value, [triple.object for triple in group], context)
            yield f",\n   {_json(key)}: {_json(values)}"
        yield "}"
        between = ",\n  "
    yield "\n ]\n}\n"


def _property(predicate: str, objects: list[Any], context: Context) -> tuple[str, Any]:
    vocabulary = context.written["@vocab"]
    if predicate == _TYPE:
        return "@type", [_reference(term.value, vocabulary) for term in objects]
    key, how = context.keys.get(predicate, (_reference(predicate, vocabulary), {}))
    values = [_value(term, how, context.written) for term in objects]
    return key, values[0] if len(values) == 1 else values


def _value(term: ox.NamedNode | ox.Literal, how: Mapping[str, str], said: Mapping[str, Any]) -> Any:
    """A value as plain as its key lets it be."""
    if isinstance(term, ox.NamedNode):
        if how.get("@type") == "@vocab":
            return _reference(term.value, said["@vocab"])
        reference = _reference(term.value, said["@base"])
        return reference if how.get("@type") == "@id" else {"@id": reference}
    if term.language:
        kind = {"@language": term.language}
    elif term.datatype.value == _STRING:
        kind = {}
    elif term.datatype.value == _BOOLEAN and term.value in ("true", "false") and not how:
        return term.value == "true"
    else:
        kind = {"@type": term.datatype.value.replace(_XSD, "xsd:")}
    return term.value if kind == how else {**kind, "@value": term.value}


def _reference(iri: str, space: str) -> str:
    return iri.removeprefix(space)


def _json(value: object) -> str:
    return escape_invisible(json.dumps(value, ensure_ascii=False))

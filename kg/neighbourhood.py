"""The part of a graph around one thing: enough to tell every fact about it, without reading the rest."""

from __future__ import annotations

import pyoxigraph as ox

from kg.iris import BASE, expand, id_of


def base_of(store: ox.Store) -> str:
    """What stands before the ids in a store, as any sentence of it says; the usual base if there is none."""
    kind, sentence = ox.NamedNode(expand("rdf:type")), ox.NamedNode(expand("kg:Sentence"))
    first = next(store.quads_for_pattern(None, kind, sentence), None)
    if first is None or not isinstance(first.subject, ox.NamedNode):
        return BASE
    return first.subject.value.removesuffix(id_of(first.subject.value))


def neighbourhood(store: ox.Store, thing: ox.NamedNode) -> list[ox.Quad]:
    """All that is said of a thing, of the facts that name it, and of what it and they name.

    The facts of an article are those that its sentences say; what else an article mentions is left out.
    The list is sorted, and empty where the store says nothing of the thing.
    """
    if not _said_of(store, thing):
        return []
    kind, evidence, quoted, confidence = (
        ox.NamedNode(expand(name))
        for name in ("rdf:type", "kg:evidence", "prov:wasQuotedFrom", "kg:confidence")
    )
    sentences = _subjects(store, quoted, thing)
    naming = {thing} | _subjects(store, None, thing)
    naming |= {fact for sentence in sentences for fact in _subjects(store, evidence, sentence)}
    facts = {one for one in naming if any(quad.predicate == confidence for quad in _said_of(store, one))}
    near = naming | {
        quad.object for one in {thing, *facts} for quad in _said_of(store, one) if quad.predicate != kind
    }
    articles = {quad.object for one in near for quad in _said_of(store, one) if quad.predicate == quoted}
    around = (quad for one in near | articles for quad in _said_of(store, one))
    # All that an article mentions would make the neighbours of a well-known thing most of the graph.
    mentions = ox.NamedNode(expand("schema:mentions"))
    return sorted(
        (quad for quad in around if quad.predicate != mentions or thing in (quad.subject, quad.object)),
        key=str,
    )


def _said_of(store: ox.Store, thing: object) -> list[ox.Quad]:
    if not isinstance(thing, ox.NamedNode):
        return []
    return list(store.quads_for_pattern(thing, None, None, ox.DefaultGraph()))


def _subjects(store: ox.Store, predicate: ox.NamedNode | None, of: object) -> set[object]:
    if not isinstance(of, ox.NamedNode):
        return set()
    return {quad.subject for quad in store.quads_for_pattern(None, predicate, of, ox.DefaultGraph())}

"""Checks a graph file against the SHACL shapes of the ontology, and says in one line what is wrong where.

The engine is `shacl` (Rust), which starts in a millisecond and checks 100,000 triples in a third of a
second; it is read through the standard's own report graph, so that any other engine fits. The tests
compare it with pyshacl.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox
import shacl

from kg.errors import InputError
from kg.graphfile import parse, reading, syntax_of
from kg.iris import BASE, KG, expand, id_of, prefixed
from kg.ontology import Ontology, load_ontology, read_turtle_files

_SH = expand("sh:")
_Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple
_Result = Mapping[str, Sequence[_Term]]


@dataclass(frozen=True, slots=True, order=True)
class Violation:
    """What a shape does not allow: the thing, the shape's message in two languages, and where it stands.

    `value` is the value at fault, where there is one; `source` is the article's path below the corpus
    root and `sentence` the sentence that speaks of the thing, both as far as the graph knows them. What
    is a `warning` is allowed, and merely odd.
    """

    thing: str
    name: str
    message_zh: str
    message_en: str
    value: str = ""
    source: str = ""
    sentence: str = ""
    warning: bool = False

    def line(self, language: str = "en") -> str:
        """One line for a person, in `zh` or `en`."""
        text = self.message_zh if language == "zh" else self.message_en
        value = f" (not {self.value})" if self.value and language == "en" else ""
        value = f"（不是 {self.value}）" if self.value and language == "zh" else value
        name = f"{self.name} " if self.name else ""
        where = ": ".join(part for part in (self.source, self.sentence) if part)
        whole = f"{name}<{self.thing}>: {text}{value}" + (f" [{where}]" if where else "")
        return " ".join(whole.split())


def validate(path: Path, ontology: Path | None = None) -> list[Violation]:
    """Everything that is wrong or odd with the graph at `path`, sorted; InputError where it cannot be read.

    `ontology` is the folder with the shapes, the shipped one if None. A thing counts as being of all
    classes above its own, whether the graph says so or not.
    """
    shapes = shacl.Shapes.from_text(
        _ntriples(triple for _, triple in read_turtle_files(ontology)), "ntriples"
    )
    with reading(path):
        turtle = syntax_of(path) == ox.RdfFormat.TURTLE
        data = path.read_bytes() if turtle else _ntriples(parse(path)).encode()
        unsaid = _ntriples(_unsaid_types(data, load_ontology(ontology)))
    try:
        report = shapes.validate_turtle(unsaid + data.decode("utf-8"), base=BASE)
    except ValueError as error:
        raise InputError(f"{path} cannot be checked ({error}); build the graph again.") from error
    if report.conforms:
        return []
    store = ox.Store()
    store.bulk_load(data, format=ox.RdfFormat.TURTLE, base_iri=BASE)
    return violations(report.serialize("ntriples"), store)


def _unsaid_types(data: bytes, ontology: Ontology) -> Iterator[ox.Triple]:
    """Types that follow from those said in the graph; none where we wrote it ourselves.

    With the class hierarchy in the data instead, the engine takes five times as long.
    """
    kind = ox.NamedNode(expand("rdf:type"))
    said: dict[ox.NamedNode, set[str]] = defaultdict(set)
    for quad in ox.parse(data, format=ox.RdfFormat.TURTLE, base_iri=BASE):
        if quad.predicate == kind and isinstance(quad.subject, ox.NamedNode):
            said[quad.subject].add(_shown(quad.object).removeprefix("kg:"))
    above = {name: set(ontology.ancestors(name)) for name in ontology.classes}
    for thing, names in said.items():
        follows = {name for own in names for name in above.get(own, ())}
        for name in sorted(follows - names):
            yield ox.Triple(thing, kind, ox.NamedNode(KG + name))


def violations(report: str, graph: ox.Store) -> list[Violation]:
    """The results of a SHACL report, in N-Triples, about `graph`, each said once, sorted."""
    said: dict[str, dict[str, list[_Term]]] = {}
    for quad in ox.parse(report, format=ox.RdfFormat.N_TRIPLES):
        key = quad.predicate.value.removeprefix(_SH)
        said.setdefault(str(quad.subject), {}).setdefault(key, []).append(quad.object)
    results = [said[str(result)] for each in list(said.values()) for result in each.get("result", ())]
    found: dict[tuple[str, str], Violation] = {}
    for violation in sorted(_violation(result, graph) for result in results):
        found[violation.thing, violation.message_en] = violation  # the later one has a value, if any has
    return sorted(found.values())


def _violation(result: _Result, graph: ox.Store) -> Violation:
    focus = result["focusNode"][0]
    messages = {m.language: m.value for m in result.get("resultMessage", ()) if isinstance(m, ox.Literal)}
    unnamed = " ".join(
        _shown(term) for key in ("resultPath", "sourceConstraintComponent") for term in result.get(key, ())
    )
    value = next((_shown(term) for term in result.get("value", ()) if term != focus), "")
    source, sentence = _place(focus, graph)
    return Violation(
        thing=_shown(focus),
        name=_name(focus, graph),
        message_zh=messages.get("zh", unnamed),
        message_en=messages.get("en", unnamed),
        value=value,
        source=source,
        sentence=sentence,
        warning=ox.NamedNode(_SH + "Warning") in result.get("resultSeverity", ()),
    )


def _name(thing: _Term, graph: ox.Store) -> str:
    """What a person calls it: its name, the trigger of an action, the member of a membership."""
    for path in (
        ("rdfs:label",),
        ("kg:trigger",),
        ("org:member", "rdfs:label"),
        ("org:role", "rdfs:label"),
    ):
        names = _follow([thing], path, graph)
        if names:
            return min(_shown(name) for name in names)
    return ""


def _place(thing: _Term, graph: ox.Store) -> tuple[str, str]:
    """Source and text of the first sentence that speaks of the thing, as far as the graph has one."""
    facts: list[_Term] = [quad.subject for quad in graph.quads_for_pattern(None, None, thing)]
    for sentences in (
        _follow([thing], ("kg:evidence",), graph),
        _follow(facts, ("kg:evidence",), graph),
        [thing],
    ):
        for sentence in sorted(sentences, key=str):
            sources = _follow([sentence], ("prov:wasQuotedFrom", "dcterms:source"), graph)
            texts = _follow([sentence], ("nif:anchorOf",), graph)
            if sources or texts:
                return min(map(_shown, sources), default=""), min(map(_shown, texts), default="")
    sources = _follow([thing], ("dcterms:source",), graph)
    return min(map(_shown, sources), default=""), ""


def _follow(things: Iterable[_Term], path: Iterable[str], graph: ox.Store) -> list[_Term]:
    found = list(things)
    for name in path:
        verb = ox.NamedNode(expand(name))
        found = [
            quad.object
            for thing in found
            if isinstance(thing, ox.NamedNode | ox.BlankNode)
            for quad in graph.quads_for_pattern(thing, verb, None)
        ]
    return found


def _shown(term: _Term) -> str:
    if isinstance(term, ox.NamedNode):
        return prefixed(term.value) or id_of(term.value)
    return term.value if isinstance(term, ox.Literal) else str(term)


def _ntriples(triples: Iterable[ox.Triple]) -> str:
    return (ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES) or b"").decode("utf-8")

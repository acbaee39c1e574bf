"""Write docs/ontology.html: every class and property with its Chinese and English names, and a drawing.

    python tools/ontology_page.py

What the page says comes from ontology/ alone: terms and alignments from the ontology, what stands where from
the shapes. `ontology_page.html` beside this file is its form.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import jinja2
import rdflib
from rdflib import OWL, RDF, RDFS, SH, XSD, URIRef
from rdflib.collection import Collection

from kg.iris import KG, VOCABULARIES, prefixed
from kg.ontology import Ontology, OntologyClass, OntologyTerm, load_ontology, ontology_folder

PAGE = Path(__file__).parent.parent / "docs" / "ontology.html"
TEMPLATE = Path(__file__).with_suffix(".html")

# Where the drawing puts the middle of each class, in pixels; what has no place here is not drawn.
PLACES = {
    "Title": (110, 60),
    "Organization": (430, 60),
    "Place": (750, 60),
    "Membership": (110, 220),
    "Person": (430, 220),
    "Action": (750, 220),
    "Item": (960, 140),
    "Work": (960, 300),
    "Sentence": (430, 390),
    "Article": (110, 390),
}


@dataclass(frozen=True, slots=True)
class Use:
    """That a property may stand on a class: how often, with what values, and what the shape says of it."""

    on: str
    verb: str
    least: int
    most: int | None
    values: tuple[str, ...]
    zh: str
    en: str

    @property
    def times(self) -> str:
        """How often, `1`, `0–1`, `1–n`."""
        most = "n" if self.most is None else str(self.most)
        return most if most == str(self.least) else f"{self.least}–{most}"


@dataclass(frozen=True, slots=True)
class Arrow:
    """A line of the drawing from one class to another, with the properties that it stands for."""

    names: tuple[str, ...]
    begin: tuple[float, float]
    end: tuple[float, float]

    @property
    def middle(self) -> tuple[float, float]:
        """Where the names stand."""
        return (self.begin[0] + self.end[0]) / 2, (self.begin[1] + self.end[1]) / 2


def page() -> str:
    """The text of the page."""
    folder = ontology_folder()
    facts = rdflib.Graph()
    for path in sorted(folder.rglob("*.ttl")):
        facts.parse(path)
    ontology, used = load_ontology(folder), sorted(uses(facts), key=lambda use: (use.on, use.verb))
    environment = jinja2.Environment(
        autoescape=True, trim_blocks=True, lstrip_blocks=True, undefined=jinja2.StrictUndefined
    )
    return (
        environment.from_string(TEMPLATE.read_text(encoding="utf-8")).render(
            about=about(facts),
            tree=tuple(branches(ontology)),
            classes=list(ontology.classes.values()),
            own=[p for p in ontology.properties.values() if p.name.startswith("kg:")],
            borrowed=[p for p in ontology.properties.values() if not p.name.startswith("kg:")],
            individuals=list(ontology.individuals.values()),
            above=lambda term: aligned(facts, term),
            on=lambda name: [use for use in used if use.on == name],
            where=lambda name: [use for use in used if use.verb == name],
            anchor=lambda name: name.removeprefix("kg:").replace(":", "-"),
            iri=iri,
            places=PLACES,
            named=ontology.classes,
            arrows=list(arrows(used)),
            namespaces=VOCABULARIES,
        )
        + "\n"
    )


def about(facts: rdflib.Graph) -> dict[str, str]:
    """The ontology's own names, definitions and version."""
    whole = next(facts.subjects(RDF.type, OWL.Ontology))
    said = {str(text.language): str(text) for text in facts.objects(whole, RDFS.label)}
    defined = {
        f"definition_{text.language}": str(text)
        for text in facts.objects(whole, URIRef(VOCABULARIES["skos"] + "definition"))
    }
    return {"iri": KG, "version": str(facts.value(whole, OWL.versionInfo)), **said, **defined}


def branches(ontology: Ontology, below: str | None = None) -> Iterator[tuple[OntologyClass, tuple]]:
    """The classes right below one (or below none), each with its own branches."""
    for cls in ontology.classes.values():
        if cls.parents == ((below,) if below else ()):
            yield cls, tuple(branches(ontology, cls.name))


def aligned(facts: rdflib.Graph, term: OntologyTerm) -> list[str]:
    """What stands right above a term, ours and others', by prefixed name."""
    node = URIRef(iri(term.name if ":" in term.name else f"kg:{term.name}"))
    above = {*facts.objects(node, RDFS.subClassOf), *facts.objects(node, RDFS.subPropertyOf)}
    return sorted(prefixed(str(each)) or str(each) for each in above)


def uses(facts: rdflib.Graph) -> Iterator[Use]:
    """What the shapes that do not merely warn say of each class, property by property."""
    for shape, target in facts.subject_objects(SH.targetClass):
        for part in facts.objects(shape, SH.property):
            path = facts.value(part, SH.path)
            if (part, SH.severity, None) not in facts and isinstance(path, URIRef):
                said = {text.language: str(text) for text in facts.objects(part, SH.message)}
                most = facts.value(part, SH.maxCount)
                yield Use(
                    on=str(target).removeprefix(KG),
                    verb=prefixed(str(path)) or str(path),
                    least=int(facts.value(part, SH.minCount) or 0),
                    most=None if most is None else int(most),
                    values=tuple(sorted(set(values(facts, part)))),
                    zh=said["zh"],
                    en=said["en"],
                )


def values(facts: rdflib.Graph, part: rdflib.term.Node) -> Iterator[str]:
    """The classes or datatypes that a property shape asks for."""
    for verb in (SH["class"], SH.datatype):
        yield from (prefixed(str(value)) or str(value) for value in facts.objects(part, verb))
    if (part, SH.languageIn, None) in facts:
        yield "rdf:langString"
    if (part, SH.pattern, None) in facts:
        yield prefixed(str(XSD.string)) or ""
    for choice in facts.objects(part, SH["or"]):
        for each in Collection(facts, choice):
            yield from values(facts, each)
    for choice in facts.objects(part, SH["in"]):
        yield from (prefixed(str(each)) or str(each) for each in Collection(facts, choice))


def arrows(used: list[Use]) -> Iterator[Arrow]:
    """The lines of the drawing, one for each pair of classes."""
    between: dict[tuple[str, str], list[str]] = defaultdict(list)
    for use in used:
        for value in use.values:
            pair = use.on, value.removeprefix("kg:")
            if {*pair} <= PLACES.keys() and pair[0] != pair[1]:
                between[pair].append(use.verb)
    for (one, other), names in between.items():
        yield Arrow(tuple(names), *ends(PLACES[one], PLACES[other]))


def ends(
    one: tuple[int, int], other: tuple[int, int], half: tuple[int, int] = (62, 24)
) -> tuple[tuple[float, float], tuple[float, float]]:
    """Where the line between the middles of two boxes leaves the first and enters the second."""
    run, rise = other[0] - one[0], other[1] - one[1]
    share = min(half[0] / abs(run) if run else 1, half[1] / abs(rise) if rise else 1)
    return (one[0] + run * share, one[1] + rise * share), (other[0] - run * share, other[1] - rise * share)


def iri(name: str) -> str:
    """The IRI of a prefixed name."""
    prefix, _, local = name.partition(":")
    return VOCABULARIES[prefix] + local


def main() -> None:
    """Write the page."""
    PAGE.write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    main()

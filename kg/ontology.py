"""The ontology as a value: its classes with their names, parents and looks, and its properties.

Every `*.ttl` below the ontology folder is read: `core.ttl`, the shapes, and a file a domain.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from kg.errors import ConfigError
from kg.iris import KG, KINDS, expand, prefixed

_CLASS = expand("owl:Class")
_INDIVIDUAL = expand("owl:NamedIndividual")
_PROPERTY_TYPES = {expand("owl:ObjectProperty"), expand("owl:DatatypeProperty")}


@dataclass(frozen=True, slots=True)
class OntologyTerm:
    """A property or an individual: its name, and what it is called and means in Chinese and English."""

    name: str
    label_zh: str
    label_en: str
    definition_zh: str
    definition_en: str

    def label(self, language: str) -> str:
        """What it is called in `zh` or, whatever else is asked, in English."""
        return self.label_zh if language == "zh" else self.label_en


@dataclass(frozen=True, slots=True)
class OntologyClass(OntologyTerm):
    """A class of ours. `parents` are the local names of those classes right above it that are ours too.

    `colour` (#RRGGBB) and `shape` (a name of vis-network) are how it is drawn, where the ontology says.
    """

    parents: tuple[str, ...] = ()
    colour: str | None = None
    shape: str | None = None


@dataclass(frozen=True, slots=True)
class Ontology:
    """Classes and individuals by local name (`Person`, `Planned`), properties as in `org:member`.

    `version` is what `core.ttl` says of the whole.
    """

    classes: Mapping[str, OntologyClass]
    properties: Mapping[str, OntologyTerm]
    individuals: Mapping[str, OntologyTerm]
    version: str = ""

    def ancestors(self, name: str) -> tuple[str, ...]:
        """All our classes above a class, the nearest first; ConfigError where there is no such class."""
        found: list[str] = []
        todo = list(self._class(name).parents)
        while todo:
            parent = todo.pop(0)
            if parent not in found and parent != name:
                found.append(parent)
                todo += self._class(parent).parents
        return tuple(found)

    def subclasses(self, name: str) -> frozenset[str]:
        """A class and all our classes below it; ConfigError where there is no such class."""
        self._class(name)
        return frozenset(other for other in self.classes if other == name or name in self.ancestors(other))

    def kind_of(self, name: str) -> str:
        """The first part of the ids of a class's things: `organization` for Hospital."""
        kinds = [cls.lower() for cls in (name, *self.ancestors(name)) if cls.lower() in KINDS]
        if not kinds:
            raise ConfigError(f"the class kg:{name} is none of {', '.join(KINDS)}: give it such a parent")
        return kinds[-1]

    def _class(self, name: str) -> OntologyClass:
        try:
            return self.classes[name]
        except KeyError:
            raise ConfigError(f"the ontology has no class kg:{name}: add it to a file in ontology/") from None


def ontology_folder() -> Path:
    """Where the ontology lies: inside an installed package, or beside it in a checkout."""
    package = Path(__file__).parent
    installed = package / "ontology_data"
    return installed if installed.is_dir() else package.parent / "ontology"


def read_turtle_files(folder: Path | None = None) -> Iterator[tuple[Path, ox.Triple]]:
    """Every triple of the Turtle files below `folder`, with its file; ConfigError where one is broken."""
    folder = folder or ontology_folder()
    paths = sorted(folder.rglob("*.ttl"))
    if not paths:
        raise ConfigError(f"{folder} holds no *.ttl file of the ontology; reinstall, or give the folder.")
    for path in paths:
        try:
            for quad in ox.parse(path=path, format=ox.RdfFormat.TURTLE, base_iri=KG):
                yield path, quad.triple
        except SyntaxError as error:
            raise ConfigError(f"{path} is not Turtle ({error.msg}); mend the file.") from error
        except OSError as error:
            reason = (error.strerror or str(error)).lower()
            raise ConfigError(f"{path} cannot be read ({reason}); check the file.") from error


def load_ontology(folder: Path | None = None) -> Ontology:
    """The ontology in `folder` (the shipped one if None); ConfigError where it is broken or unlabelled."""
    facts: dict[str, dict[str, list[ox.NamedNode | ox.Literal]]] = defaultdict(lambda: defaultdict(list))
    origin: dict[str, Path] = {}
    for path, triple in read_turtle_files(folder):
        if isinstance(triple.subject, ox.NamedNode) and isinstance(triple.object, ox.NamedNode | ox.Literal):
            facts[triple.subject.value][triple.predicate.value].append(triple.object)
            origin.setdefault(triple.subject.value, path)
    classes, properties, individuals = {}, {}, {}
    for iri in sorted(facts):
        said = facts[iri]
        types = {term.value for term in said[expand("rdf:type")]}
        if iri.startswith(KG) and _CLASS in types:
            name = iri.removeprefix(KG)
            classes[name] = _class(name, said, origin[iri])
        elif _INDIVIDUAL in types:
            name = iri.removeprefix(KG)
            individuals[name] = OntologyTerm(name, *_texts(f"kg:{name}", said, origin[iri]))
        elif types & _PROPERTY_TYPES or (not types and said[expand("rdfs:label")]):
            name = prefixed(iri) or iri
            properties[name] = OntologyTerm(name, *_texts(name, said, origin[iri]))
    versions = facts[KG.removesuffix("#")][expand("owl:versionInfo")]
    ontology = Ontology(classes, properties, individuals, versions[0].value if versions else "")
    for name in classes:
        ontology.ancestors(name)
    return ontology


def _class(name: str, said: Mapping[str, list[ox.NamedNode | ox.Literal]], path: Path) -> OntologyClass:
    parents = sorted(
        term.value.removeprefix(KG) for term in said[expand("rdfs:subClassOf")] if term.value.startswith(KG)
    )
    colours, shapes = said[KG + "colour"], said[KG + "shape"]
    return OntologyClass(
        name,
        *_texts(f"kg:{name}", said, path),
        parents=tuple(parents),
        colour=colours[0].value if colours else None,
        shape=shapes[0].value if shapes else None,
    )


def _texts(
    name: str, said: Mapping[str, list[ox.NamedNode | ox.Literal]], path: Path
) -> tuple[str, str, str, str]:
    found = {}
    for key in (expand("rdfs:label"), expand("skos:definition")):
        for language in ("zh", "en"):
            texts = [t.value for t in said[key] if isinstance(t, ox.Literal) and t.language == language]
            if len(texts) != 1:
                raise ConfigError(
                    f"{path}: {name} has {len(texts)} {prefixed(key)} in {language}; give it exactly one."
                )
            found[key, language] = texts[0]
    label_zh, label_en, definition_zh, definition_en = found.values()
    return label_zh, label_en, definition_zh, definition_en

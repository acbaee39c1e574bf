"""The graph as a value for Python: things with their names, facts with their sentences, queries, a picture.

    >>> import kg
    >>> graph = kg.load("output")  # what `kg build` wrote; kg.build("corpus") builds in memory
    >>> graph
    KnowledgeGraph(2 articles, 23 entities, 5 memberships, 16 actions)

Things are found by any of their names.

    >>> hospital = graph["市二院"]
    >>> hospital
    Entity(name='云屏市第二人民医院', cls='Hospital')
    >>> hospital.aliases
    ('市二院',)

A fact holds its things, not their ids, and the sentences that say it.

    >>> for fact in graph.about(hospital):
    ...     print(fact.person, fact.title, fact.confidence)
    褚望舒 呼吸内科主任 0.9
    闻若溪 院长 0.95
    >>> print(fact.sentences[0])
    2020年2月5日，九三学社云屏市委员会主委、云屏市第二人民医院院长闻若溪带队前往青柳县。
    >>> [action.amount for action in graph.actions if action.amount]
    [Decimal('694046.0')]

SPARQL, and the questions that come prepared, give tables.

    >>> graph.query("SELECT ?name { ?x a kg:Hospital ; rdfs:label ?name } ORDER BY ?name").column("name")
    ('云屏市第二人民医院', '青柳县中心医院')
    >>> table = graph.query(name="who-serves", parameters={"organization": "市二院"})
    >>> [row["person_name"] for row in table]
    ['褚望舒', '闻若溪']

`pandas.DataFrame(table.rows, columns=table.columns)` makes a data frame of one. In a notebook a table shows
itself as a table, and a graph as the network that one can walk through.
"""

from __future__ import annotations

import html
import os
import warnings
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from kg.answers import Table
from kg.errors import UsageError
from kg.iris import BASE
from kg.model import Graph
from kg.things import Action, Article, Entity, Membership, Sentence, Things, things_of

if TYPE_CHECKING:
    import networkx as nx
    import pyoxigraph as ox
    import rdflib

Value = TypeVar("Value")

LARGEST = 5_000
"""Entities and actions of a graph that still shows itself in a notebook; the page of a larger one would
swell the notebook's file."""


@dataclass(frozen=True, repr=False)
class KnowledgeGraph:
    """A graph in memory. `graph` is the plain value inside, `base` what stands before every id in its IRI.

    What it offers is made when first asked for, and kept.
    """

    graph: Graph
    base: str = BASE

    @property
    def articles(self) -> tuple[Article, ...]:
        """Every article, by id."""
        return self._things.articles

    @property
    def sentences(self) -> tuple[Sentence, ...]:
        """Every sentence that some fact rests on, by id."""
        return self._things.sentences

    @property
    def entities(self) -> tuple[Entity, ...]:
        """Every person, organization, place, work and title, by id."""
        return self._things.entities

    @property
    def memberships(self) -> tuple[Membership, ...]:
        """Who holds which title where, by id."""
        return self._things.memberships

    @property
    def actions(self) -> tuple[Action, ...]:
        """What was done, planned or called for, by id."""
        return self._things.actions

    def find(self, name: str) -> tuple[Entity, ...]:
        """Every entity with that name, else every one with that alias, id or IRI; none is no error."""
        return self._by_name.get(name) or self._by_other_name.get(name, ())

    def __getitem__(self, name: str) -> Entity:
        """The one entity with that name, alias, id or IRI; KeyError where there is none or more than one."""
        found = self.find(name)
        if len(found) == 1:
            return found[0]
        if found:
            raise KeyError(
                f"{name} is the name of {len(found)}; give an id: {', '.join(e.id for e in found)}"
            )
        near = get_close_matches(name, [*self._by_name, *self._by_other_name], n=3)
        raise KeyError(f"Nothing is called {name}" + (f"; did you mean {', '.join(near)}?" if near else "."))

    def __contains__(self, name: str) -> bool:
        return bool(self.find(name))

    def about(self, thing: Entity | str) -> tuple[Membership | Action, ...]:
        """Every fact in which a thing takes part, memberships first; KeyError as for `graph[name]`."""
        entity = self[thing] if isinstance(thing, str) else thing
        return self._facts.get(entity.id, ())

    def possibly_same(self, thing: Entity | str) -> tuple[Entity, ...]:
        """What a thing may be the same as, by id; KeyError as for `graph[name]`."""
        entity = self[thing] if isinstance(thing, str) else thing
        others = {id_ for pair in self.graph.possibly_same if entity.id in pair for id_ in pair}
        return tuple(other for other in self.entities if other.id in others - {entity.id})

    def query(
        self, sparql: str = "", *, name: str = "", parameters: Mapping[str, str] | None = None
    ) -> Table:
        """The answer to a SPARQL query, or to the prepared question called `name` with its parameters.

        The prefixes of the ontology need no declaration. QueryError where the query is malformed or would
        do more than read, or where there is no such question or parameter.
        """
        from kg.errors import QueryError
        from kg.query import query
        from kg.questions import bind, load_question

        if bool(sparql) == bool(name):
            raise QueryError("give one query: SPARQL, or the name of a prepared question")
        if not name:
            return Table(query(self._store, sparql, None, self.base))
        question = load_question(name)
        return Table(query(self._store, question.sparql, bind(question, parameters or {}), self.base))

    def to_rdflib(self) -> rdflib.Graph:
        """The triples as an rdflib graph with the usual prefixes bound."""
        from kg.triples import to_rdflib

        return to_rdflib(self.graph, self.base)

    def to_networkx(self) -> nx.MultiDiGraph:
        """The network of the page: people, organizations, places, works, actions by id, and what ties them.

        A node has `kind` (entity or action), `cls`, `zh` and `en`; an edge has `role`, `zh`, `en`, `title`
        and `fact`.
        """
        from kg.network import build_network
        from kg.ontology import load_ontology
        from kg.ties import ontology_hints

        return build_network(self.graph, ontology_hints(load_ontology()))

    def write(self, path: str | Path, form: str = "") -> None:
        """Write the graph to a file, in the format that `form` or the suffix of the path says.

        Formats are turtle (.ttl), trig, nquads (.nq), ntriples (.nt) and jsonld. UsageError where the format
        is none of these, or not that of the suffix; OutputError where the file cannot be written.
        """
        from kg.formats import write_graph
        from kg.outputs import format_of

        write_graph(self.graph, format_of(Path(path), form), Path(path), self.base)

    def __repr__(self) -> str:
        parts = ("articles", "entities", "memberships", "actions")
        counts = ", ".join(f"{len(getattr(self.graph, part))} {part}" for part in parts)
        return f"{type(self).__name__}({counts})"

    def _repr_html_(self) -> str:
        """The page of the network in a frame that reaches neither the notebook nor a server.

        Of a graph with more than `LARGEST` entities and actions it is a sentence.
        """
        if len(self.graph.entities) + len(self.graph.actions) > LARGEST:
            return f"<p>{html.escape(repr(self))} is too large to be drawn here; open its graph.html.</p>"
        from kg.network import render_page
        from kg.ontology import load_ontology
        from kg.ties import ontology_hints

        page = html.escape(render_page(self.graph, ontology_hints(load_ontology()), self.base))
        return (
            f'<iframe title="{html.escape(repr(self))}" sandbox="allow-scripts" srcdoc="{page}" '
            'style="width: 100%; height: 640px; border: 1px solid #8888"></iframe>'
        )

    @cached_property
    def _things(self) -> Things:
        return things_of(self.graph, self.base)

    @cached_property
    def _by_name(self) -> Mapping[str, tuple[Entity, ...]]:
        return _index((entity.name, entity) for entity in self.entities)

    @cached_property
    def _by_other_name(self) -> Mapping[str, tuple[Entity, ...]]:
        return _index((name, e) for e in self.entities for name in (*e.aliases, e.id, e.iri))

    @cached_property
    def _facts(self) -> Mapping[str, tuple[Membership | Action, ...]]:
        held = (
            (id_, fact)
            for said, fact in zip(self.graph.memberships, self.memberships, strict=True)
            for id_ in (said.person, said.organization, said.title)
            if id_
        )
        return _index([*held, *((thing.id, fact) for fact in self.actions for thing in fact.things)])

    @cached_property
    def _store(self) -> ox.Store:
        from kg.triples import to_store

        return to_store(self.graph, self.base)


def load(path: str | Path = "output") -> KnowledgeGraph:
    """The graph in a Turtle file that `kg build` wrote, or in the `graph.ttl` of a folder.

    InputError where it is absent, cut off, or no such graph; UsageError where `path` is none.
    """
    from kg.graphfile import read_file
    from kg.outputs import GRAPH

    file = Path(_path(path))
    read = read_file(file / GRAPH if file.is_dir() else file)
    return KnowledgeGraph(read.graph, read.base)


def build(
    *paths: str | Path,
    model: str = "",
    base: str = "",
    corrections: str = "",
    progress: Callable[[int], None] = lambda articles: None,
) -> KnowledgeGraph:
    """Build the graph of every article below `paths` (files, folders, addresses such as s3://…; `corpus` if
    none) in memory.

    `model`, `base` and `corrections` mean what they do for `kg build`, and a `kg.toml` is heeded in the same
    way; nothing is written. `progress` is told how many articles were dealt with since it was last called. An
    article that cannot be read is warned of and left out. InputError or UsageError where there is none to
    read; ConfigError or ModelError where a file of the configuration or the model is broken.
    """
    from kg.config import CORPUS
    from kg.corpus import configure, read_corpus, survey_paths
    from kg.sources import place_of

    places = [place_of(_path(path)) for path in paths] or [CORPUS]
    config = configure(places[0], model=model, base=base, corrections=corrections)
    survey = survey_paths(places)
    built = read_corpus(survey, config, progress)
    for skipped in (*survey.lacking, *built.skipped):
        warnings.warn(skipped.reason, stacklevel=2)
    for unheeded in built.unheeded:
        warnings.warn(f"{unheeded.entry} is not heeded: {unheeded.reason}", stacklevel=2)
    return KnowledgeGraph(built.graph, config.base)


def _path(given: object) -> str:
    """A path that Python was given, as text; UsageError where it is none."""
    if isinstance(given, str | os.PathLike):
        return str(given)
    raise UsageError(
        f"{given!r:.80} is no path; give each file or folder as a text or a Path, as in build('a', 'b')."
    )


def _index(pairs: Iterable[tuple[str, Value]]) -> dict[str, tuple[Value, ...]]:
    found: dict[str, list[Value]] = defaultdict(list)
    for name, value in pairs:
        found[name].append(value)
    return {name: tuple(dict.fromkeys(values)) for name, values in found.items()}

"""Every fact about a thing, with the sentences that say so."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from kg.iris import id_of
from kg.model import Action, Graph, Item, Membership, Sentence
from kg.ontology import Ontology


@dataclass(frozen=True, slots=True)
class Fact:
    """A membership or an action in words.

    `said` holds its properties by prefixed name, each with a value as a person reads it; `things` has
    for each of them the id of the thing that the value names, or None where it names none; `evidence`
    holds the sentences, each with the source of its article.
    """

    id: str
    cls: str
    said: tuple[tuple[str, str], ...]
    things: tuple[str | None, ...]
    confidence: float
    evidence: tuple[tuple[str, Sentence], ...]


@dataclass(frozen=True, slots=True)
class Explanation:
    """A thing with every fact that names it.

    `possibly_same` holds the names of what it may also be, `notes` what a person corrected.
    """

    id: str
    cls: str
    name: str
    aliases: tuple[str, ...]
    facts: tuple[Fact, ...]
    possibly_same: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


def explain(graph: Graph, needle: str) -> list[Explanation]:
    """What the graph says of each thing called `needle`, by id.

    Things are entities, articles, memberships, actions, items and sentences; `needle` is an IRI, an id, a
    name, an alias or the source of an article. Where nothing is called so, all whose name contains it are
    taken, items and sentences aside; the list is empty where there is none of these either.
    """
    names = {entity.id: entity.name for entity in graph.entities}
    notes = {entity.id: entity.notes for entity in graph.entities}
    sources = {article.id: article.source for article in graph.articles}
    sentences = {sentence.id: sentence for sentence in graph.sentences}
    everything: list[Membership | Action] = [*graph.memberships, *graph.actions]

    def fact(of: Membership | Action) -> Fact:
        told = tuple((sources[sentences[id_].article], sentences[id_]) for id_ in of.evidence)
        cls = of.cls if isinstance(of, Action) else "Membership"
        said = tuple(_said(of, names))
        words, things = tuple((role, text) for role, text, _ in said), tuple(id_ for *_, id_ in said)
        return Fact(of.id, cls, words, things, of.confidence, told)

    def explanation(id_: str, cls: str, name: str, aliases: tuple[str, ...]) -> Explanation:
        named = (of for of in everything if id_ in _named(of, sentences))
        same = {other for pair in graph.possibly_same if id_ in pair for other in pair} - {id_}
        facts = tuple(map(fact, named))
        also = tuple(sorted(names[other] for other in same))
        return Explanation(id_, cls, name, aliases, facts, also, notes.get(id_, ()))

    return [explanation(*thing) for thing in _found(graph, needle)]


def tell(explanation: Explanation, ontology: Ontology, language: str = "zh") -> Iterator[str]:
    """The lines in which a person reads an explanation, in `zh` or `en`."""
    also = f" ({', '.join(explanation.aliases)})" if explanation.aliases else ""
    kind = ontology.classes[explanation.cls].label(language)
    yield f"{explanation.name}{also} <{explanation.id}> {kind}"
    for other in explanation.possibly_same:
        yield f"  {ontology.properties['kg:possiblySameAs'].label(language)}: {other}"
    for note in explanation.notes:
        yield f"  {ontology.properties['skos:editorialNote'].label(language)}: {note}"
    for fact in explanation.facts:
        said = "; ".join(
            f"{ontology.properties[name].label(language)} {_value(name, value, ontology, language)}"
            for name, value in fact.said
        )
        yield f"  {ontology.classes[fact.cls].label(language)} {fact.confidence:.2f}: {said}"
        for source, sentence in fact.evidence:
            yield f"    {source} {sentence.begin}-{sentence.end}: {' '.join(sentence.text.split())}"


def _value(name: str, value: str, ontology: Ontology, language: str) -> str:
    if name == "kg:status" and value in ontology.individuals:
        return ontology.individuals[value].label(language)
    return value


def _found(graph: Graph, needle: str) -> list[tuple[str, str, str, tuple[str, ...]]]:
    """Id, class, name and other names of each thing that the needle means."""
    things = [(e.id, e.cls, e.name, e.aliases) for e in graph.entities]
    things += [(a.id, "Article", a.title or a.source, (a.source,)) for a in graph.articles]
    things += [(m.id, "Membership", m.id, ()) for m in graph.memberships]
    things += [(a.id, a.cls, a.id, ()) for a in graph.actions]
    wanted = id_of(needle) if "://" in needle else needle
    called = [thing for thing in things if wanted in (thing[0], thing[2], *thing[3])]
    called += [(s.id, "Sentence", s.text, ()) for s in graph.sentences if s.id == wanted]
    items = {item for action in graph.actions for item in action.items if item.id == wanted}
    called += [(item.id, "Item", _goods(item), ()) for item in items]
    return sorted(
        called
        or [thing for thing in things if wanted and any(wanted in form for form in (thing[2], *thing[3]))]
    )


def _named(of: Membership | Action, sentences: Mapping[str, Sentence]) -> set[str | None]:
    """Every id that a fact names, its own and its articles' too."""
    articles = {sentences[id_].article for id_ in of.evidence}
    if isinstance(of, Membership):
        return {of.id, of.person, of.organization, of.title, *of.evidence, *articles}
    items = (item.id for item in of.items)
    ids = (*of.agents, *of.recipients, *of.via, *of.works, *of.places, *of.evidence)
    return {of.id, *ids, *items, *articles}


def _said(of: Membership | Action, names: Mapping[str, str]) -> Iterator[tuple[str, str, str | None]]:
    """Property, value in words, and the id of the thing that the value names, if any."""
    if isinstance(of, Membership):
        roles = {"org:member": of.person, "org:organization": of.organization, "org:role": of.title}
        yield from ((role, names[id_], id_) for role, id_ in roles.items() if id_)
        return
    yield "kg:trigger", of.trigger, None
    yield "kg:status", of.status, None
    for role, ids in (
        ("schema:agent", of.agents),
        ("schema:recipient", of.recipients),
        ("kg:via", of.via),
        ("schema:object", of.works),
        ("schema:location", of.places),
    ):
        yield from ((role, names[id_], id_) for id_ in ids)
    yield from (("schema:object", _goods(item), item.id) for item in of.items)
    if of.date:
        yield "kg:date", of.date, None
    if of.amount is not None:
        amount = f"{_about(of.approximate)}{_number(of.amount)} {of.currency or ''}"
        yield "kg:amount", amount.rstrip(), None


def _goods(item: Item) -> str:
    """消毒液 40桶, 防护服 约300套, 口罩."""
    if item.value is None:
        return item.name
    return f"{item.name} {_about(item.approximate)}{_number(item.value)}{item.unit or ''}"


def _about(approximate: bool) -> str:
    return "约" if approximate else ""


def _number(number: Decimal) -> str:
    return f"{number.normalize():f}"

"""The graph as a network one can look at: a networkx value, and one HTML file that needs nothing else.

pyvis is the frame: its `Network` holds nodes, edges and options, and the vis-network that it ships draws
them. Its own template is not used: it asks a server for its parts, runs HTML found in names and writes
in the encoding of the locale.
"""

from __future__ import annotations

import base64
import hashlib
import html
import json
import re
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass, replace
from decimal import Decimal
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

import msgspec
import networkx as nx
import pyvis
from pyvis.network import Network

from kg.communities import find_communities
from kg.excerpt import excerpt
from kg.files import write_whole
from kg.iris import BASE, KG
from kg.layout import place
from kg.model import Action, Graph, Item
from kg.ontology import Ontology
from kg.spelling import sounds, traditional_forms

START = 200
"""At most so many nodes are drawn at first: beyond that every renderer draws a knot of hair."""

ROLES = {
    "agents": "agent",
    "recipients": "recipient",
    "via": "via",
    "works": "object",
    "places": "location",
}
"""The fields of an action that name entities, and the property that each stands for."""

SCRIPTS = (
    "island.mjs",
    "words.mjs",
    "shapes.mjs",
    "text.mjs",
    "graph.mjs",
    "paths.mjs",
    "times.mjs",
    "view.mjs",
    "memory.mjs",
    "search.mjs",
    "labels.mjs",
    "styles.mjs",
    "scene.mjs",
    "dom.mjs",
    "draw.mjs",
    "overview.mjs",
    "legend.mjs",
    "finder.mjs",
    "timeline.mjs",
    "table.mjs",
    "panel.mjs",
    "controls.mjs",
    "keys.mjs",
    "takeaway.mjs",
    "main.mjs",
)
"""The modules of the page, each after those that it imports from."""

VIS = "templates/lib/vis-9.1.2/vis-network.min.js"

OPTIONS: dict[str, Any] = {
    "autoResize": True,
    "physics": {"enabled": False},
    "layout": {"improvedLayout": False},
    "interaction": {"hover": True, "tooltipDelay": 0, "multiselect": False},
    "edges": {"smooth": False, "arrows": {"to": {"enabled": True, "scaleFactor": 0.45}}},
}


GREY = "#8b919c"


@dataclass(frozen=True, slots=True)
class Hint:
    """How a class, property or status is named and drawn; `shape` is one of vis-network's."""

    zh: str
    en: str
    colour: str = GREY
    shape: str = "dot"


Hints = Mapping[str, Hint]
"""By the local name of the term: Person, Donation, agent, Realised…"""


def ontology_hints(ontology: Ontology) -> dict[str, Hint]:
    """How the ontology names and draws its terms."""
    terms = {**ontology.properties, **ontology.individuals}
    hints = {name.rpartition(":")[2]: Hint(term.label_zh, term.label_en) for name, term in terms.items()}
    for name, cls in ontology.classes.items():
        hints[name] = Hint(cls.label_zh, cls.label_en, cls.colour or GREY, cls.shape or "dot")
    return hints


def build_network(graph: Graph, hints: Hints) -> nx.MultiDiGraph:
    """People, organizations, places, works and actions, and what ties them.

    A node has `kind` (entity or action), `cls`, `zh` and `en` (its label in both). An edge has `role`
    (memberOf, agent, recipient, via, object, location, subOrganizationOf or possiblySameAs), `zh`, `en`,
    `title`, the id of the one that labels it, and `fact`, the id of the membership or action that it
    stands for, each or None. A title is no node.
    """
    network = nx.MultiDiGraph()
    names = {entity.id: entity.name for entity in graph.entities}
    for entity in graph.entities:
        if entity.cls != "Title":
            network.add_node(entity.id, kind="entity", cls=entity.cls, zh=entity.name, en=entity.name)
    for action in graph.actions:
        hint = _hint(action.cls, hints)
        what = _what(action, names)
        zh, en = f"{hint.zh}{what}", f"{hint.en}{what}"
        network.add_node(action.id, kind="action", cls=action.cls, zh=zh, en=en)
    for begin, end, role, title, fact in _links(graph):
        hint = _hint(role, hints)
        zh, en = (names[title], names[title]) if title else (hint.zh, hint.en)
        if begin in network and end in network:
            network.add_edge(begin, end, role=role, zh=zh, en=en, title=title, fact=fact)
    return network


def _hint(name: str, hints: Hints) -> Hint:
    return hints.get(name) or Hint(name, name)


def _links(graph: Graph) -> Iterator[tuple[str, str, str, str | None, str | None]]:
    """From, to, role, title and fact of every edge."""
    for membership in graph.memberships:
        if membership.organization:
            yield membership.person, membership.organization, "memberOf", membership.title, membership.id
    for action in graph.actions:
        for name, role in ROLES.items():
            for entity in getattr(action, name):
                yield action.id, entity, role, None, action.id
    for entity in graph.entities:
        if entity.parent:
            yield entity.id, entity.parent, "subOrganizationOf", None, None
    for one, other in graph.possibly_same:
        yield one, other, "possiblySameAs", None, None


def _what(action: Action, names: Mapping[str, str]) -> str:
    """What was given, made or written, where one thing says it: `·消毒液40桶`."""
    if action.amount is not None:
        return f"·{action.amount:,f} {action.currency or ''}".rstrip()
    if action.items:
        return "·" + _goods(action.items[0]) + ("…" if len(action.items) > 1 else "")
    if action.works:
        return f"·《{names[action.works[0]].strip('《》')}》"
    return ""


def _goods(item: Item) -> str:
    return item.name if item.value is None else f"{item.name}{item.value:f}{item.unit or ''}"


def write_page(graph: Graph, hints: Hints, path: Path, base: str = BASE) -> None:
    """Write the page to `path`, in UTF-8 whatever the locale; OutputError where that cannot be done."""
    write_whole(path, [render_page(graph, hints, base)])


def render_page(graph: Graph, hints: Hints, base: str = BASE) -> str:
    """The page as text: template, style, vis-network, the modules and the data in one.

    `base` stands before every id in the IRIs that the page hands out. Nothing runs but what the
    Content-Security-Policy knows by its hash, and nothing is asked of a server.
    """
    vis = (Path(pyvis.__file__).parent / VIS).read_text(encoding="utf-8")
    # The comment at its end would have the developer tools look for a file beside the page.
    vis = vis.rpartition("//# sourceMappingURL")[0]
    script, style = "\n".join(_without_imports(_part(name)) for name in SCRIPTS), _part("style.css")
    policy = (
        f"default-src 'none'; script-src {_hash(vis)} {_hash(script)}; style-src {_hash(style)}; "
        "base-uri 'none'; form-action 'none'"
    )
    parts = {
        "policy": html.escape(policy),
        "style": style,
        "vis": vis,
        "script": script,
        "data": _island({**_page_data(graph, hints), "base": base, "namespace": KG}),
    }
    return re.sub(r"\{\{(\w+)\}\}", lambda match: parts[match[1]], _part("template.html"))


def _part(name: str) -> str:
    return resources.files("kg").joinpath("page", name).read_text(encoding="utf-8")


def _without_imports(module: str) -> str:
    """A module as part of one script: its imports are there already, its exports stay names.

    A module loaded from `file://` by another is refused by browsers, so the page has only one.
    """
    module = re.sub(r"^import\b[^;]*;\n", "", module, flags=re.MULTILINE)
    return re.sub(r"^export (?=async|class|const|function|let)", "", module, flags=re.MULTILINE)


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode('utf-8')).digest()).decode('ascii')}'"


def _island(data: object) -> str:
    """JSON, deflated, in letters that cannot end the element they stand in; no time and no name within."""
    # Level 9 takes thrice the time of 6 and saves a fiftieth.
    return base64.b64encode(zlib.compress(msgspec.json.encode(data), 6)).decode("ascii")


def _page_data(graph: Graph, hints: Hints) -> dict[str, Any]:
    """What the page knows: the network, the facts and sentences behind it, and how names are typed."""
    network = build_network(graph, hints)
    numbers = {node: number for number, node in enumerate(network)}
    neighbours = [
        sorted({numbers[other] for other in nx.all_neighbors(network, node)} - {number})
        for node, number in numbers.items()
    ]
    places = _places(excerpt(network, START), numbers, neighbours)
    large = len(places) < len(network)
    frame = Network(directed=True)
    frame.set_options(json.dumps(OPTIONS))
    # Straight into its lists: `add_node` and `from_nx` look through all of them for every node.
    frame.nodes = [_node(node, data, places) for node, data in network.nodes(data=True)]
    frame.edges = [_edge(numbers[begin], numbers[end], data) for begin, end, data in network.edges(data=True)]
    used = {data["cls"] for _, data in network.nodes(data=True)}
    used |= {data["role"] for *_, data in network.edges(data=True)} | set(ROLES.values()) | {"memberOf"}
    used |= {action.status for action in graph.actions}
    names = [name for entity in graph.entities for name in (entity.name, *entity.aliases)]
    return {
        "nodes": frame.nodes,
        "edges": frame.edges,
        "options": json.loads(frame.get_network_data()[5]),
        "communities": [_plain(each) for each in find_communities(neighbours)] if large else [],
        "hints": {name: _plain(_hint(name, hints)) for name in sorted(used)},
        "forms": traditional_forms(names),
        "sounds": sounds(names),
        "articles": [_plain(replace(article, mentions=())) for article in graph.articles],
        **{
            name: _plain(getattr(graph, name)) for name in ("entities", "memberships", "actions", "sentences")
        },
    }


def _node(node: str, data: Mapping[str, str], places: Mapping[str, tuple[int, int]]) -> dict[str, Any]:
    spot = dict(zip("xy", places[node], strict=True)) if node in places else {}
    english = {"en": data["en"]} if data["en"] != data["zh"] else {}
    return {"id": node, "group": data["cls"], "label": data["zh"], **english, **spot}


def _edge(begin: int, end: int, data: Mapping[str, str]) -> dict[str, Any]:
    """An edge between nodes by their numbers; one called as its role is says no more than that."""
    named = {"label": data["zh"]} if data["title"] else {}
    fact = {"fact": data["fact"]} if data["fact"] else {}
    return {"from": begin, "to": end, "role": data["role"], **named, **fact}


def _places(
    start: Sequence[str], numbers: Mapping[str, int], neighbours: Sequence[Sequence[int]]
) -> dict[str, tuple[int, int]]:
    """Where each node of the start stands; the others come by search and by expanding."""
    index = {numbers[node]: place for place, node in enumerate(start)}
    around = [[index[other] for other in neighbours[number] if other in index] for number in index]
    return dict(zip(start, place(around), strict=True))


def _plain(value: Any) -> Any:
    """A value of the model as JSON knows it, without what is empty."""
    if isinstance(value, str):
        return value
    if isinstance(value, tuple):
        return [_plain(part) for part in value]
    if isinstance(value, Decimal):
        return f"{value:f}"
    pairs = [(name, getattr(value, name)) for name in _fields(value.__class__)]
    return {name: _plain(part) for name, part in pairs if part not in (None, ())} if pairs else value


@cache
def _fields(kind: type) -> tuple[str, ...]:
    """The names of what a dataclass holds; none for another type."""
    return tuple(field.name for field in fields(kind)) if is_dataclass(kind) else ()

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
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from decimal import Decimal
from importlib import resources
from pathlib import Path
from typing import Any

import networkx as nx
import pyvis
from pyvis.network import Network

from kg.files import write_whole
from kg.layout import place
from kg.model import Action, Graph, Item
from kg.ontology import Ontology

START = 300
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
    "words.mjs",
    "text.mjs",
    "graph.mjs",
    "search.mjs",
    "view.mjs",
    "labels.mjs",
    "draw.mjs",
    "panel.mjs",
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
    (memberOf, agent, recipient, via, object, location, subOrganizationOf or possiblySameAs), `zh`, `en` and
    `fact`: the id of the membership or action that it stands for, or None. A title is no node, it labels
    an edge.
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
            network.add_edge(begin, end, role=role, zh=zh, en=en, fact=fact)
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


def write_page(graph: Graph, hints: Hints, path: Path) -> None:
    """Write the page to `path`, in UTF-8 whatever the locale; OutputError where that cannot be done."""
    write_whole(path, [render_page(graph, hints)])


def render_page(graph: Graph, hints: Hints) -> str:
    """The page as text: template, style, vis-network, the modules and the data in one.

    Nothing runs but what the Content-Security-Policy knows by its hash, and nothing is asked of a server.
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
        "data": _island(_page_data(graph, hints)),
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
    """JSON that cannot end the script element it stands in."""
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")


def _page_data(graph: Graph, hints: Hints) -> dict[str, Any]:
    """What the page knows: the network to draw and the facts and sentences behind it."""
    network = build_network(graph, hints)
    frame = Network(directed=True)
    frame.set_options(json.dumps(OPTIONS))
    # Straight into its lists: `add_node` and `from_nx` look through all of them for every node.
    places = _places(network)
    frame.nodes = [_node(node, data, places) for node, data in network.nodes(data=True)]
    frame.edges = [_edge(begin, end, data) for begin, end, data in network.edges(data=True)]
    used = {data["cls"] for _, data in network.nodes(data=True)}
    used |= {data["role"] for *_, data in network.edges(data=True)} | set(ROLES.values()) | {"memberOf"}
    used |= {action.status for action in graph.actions}
    return {
        "nodes": frame.nodes,
        "edges": frame.edges,
        "options": json.loads(frame.get_network_data()[5]),
        "hints": {name: _plain(_hint(name, hints)) for name in sorted(used)},
        "articles": [_plain(replace(article, mentions=())) for article in graph.articles],
        **{
            name: _plain(getattr(graph, name)) for name in ("entities", "memberships", "actions", "sentences")
        },
    }


def _node(node: str, data: Mapping[str, str], places: Mapping[str, tuple[int, int]]) -> dict[str, Any]:
    spot = dict(zip("xy", places[node], strict=True)) if node in places else {}
    english = {"en": data["en"]} if data["en"] != data["zh"] else {}
    return {"id": node, "group": data["cls"], "label": data["zh"], **english, **spot}


def _edge(begin: str, end: str, data: Mapping[str, str]) -> dict[str, Any]:
    english = {"en": data["en"]} if data["en"] != data["zh"] else {}
    fact = {"fact": data["fact"]} if data["fact"] else {}
    return {"from": begin, "to": end, "role": data["role"], "label": data["zh"], **english, **fact}


def _places(network: nx.MultiDiGraph) -> dict[str, tuple[int, int]]:
    """Where each node of the start stands; the others come by search and by expanding."""
    start = network.subgraph(_start(network))
    nodes = [node for node in network if node in start]
    index = {node: place for place, node in enumerate(nodes)}
    around = [sorted({index[other] for other in nx.all_neighbors(start, node)}) for node in nodes]
    return dict(zip(nodes, place(around), strict=True))


def _start(network: nx.MultiDiGraph) -> set[str]:
    """All nodes of a small network; of a large one those that tie the best-connected ones together.

    An entity counts by its links, an action by those of its second-best participant: it is worth
    drawing as far as it ties two things that are.
    """
    if len(network) <= START:
        return set(network)
    degree = dict(network.degree())

    def weight(node: str) -> int:
        if network.nodes[node]["kind"] == "entity":
            return int(degree[node])
        ends = sorted((int(degree[other]) for other in network.successors(node)), reverse=True)
        return ends[1] if len(ends) > 1 else 0

    best = sorted(network, key=lambda node: (-weight(node), node))[:START]
    start = network.subgraph(best)
    return {node for node in best if start.degree(node)} or set(best)


def _plain(value: object) -> Any:
    """A value of the model as JSON knows it, without what is empty."""
    if is_dataclass(value):
        pairs = ((field.name, getattr(value, field.name)) for field in fields(value))
        return {name: _plain(part) for name, part in pairs if part is not None and part != ()}
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, Iterable) and not isinstance(value, str):
        return [_plain(part) for part in value]
    return value

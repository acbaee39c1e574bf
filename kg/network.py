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
from collections.abc import Sequence
from dataclasses import fields, replace
from decimal import Decimal
from importlib import resources
from operator import attrgetter
from pathlib import Path
from typing import Any

import msgspec
import networkx as nx
import pyvis
from pyvis.network import Network

from kg.adjacency import Neighbours, count_links, find_neighbours
from kg.communities import find_communities
from kg.excerpt import excerpt
from kg.files import write_whole
from kg.iris import BASE, KG
from kg.layout import place
from kg.model import Action, Article, Entity, Graph, Membership, Sentence
from kg.spelling import sounds, traditional_forms
from kg.ties import ROLES, Hints, find_ties, hint_of

START = 200
"""At most so many nodes are drawn at first: beyond that every renderer draws a knot of hair."""

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

_UNPLACED = (None, None)

OPTIONS: dict[str, Any] = {
    "autoResize": True,
    "physics": {"enabled": False},
    "layout": {"improvedLayout": False},
    "interaction": {"hover": True, "tooltipDelay": 0, "multiselect": False},
    "edges": {"smooth": False, "arrows": {"to": {"enabled": True, "scaleFactor": 0.45}}},
}


def build_network(graph: Graph, hints: Hints) -> nx.MultiDiGraph:
    """People, organizations, places, works and actions, and what ties them.

    A node has `kind` (entity or action), `cls`, `zh` and `en` (its label in both). An edge has `role`
    (memberOf, agent, recipient, via, object, location, subOrganizationOf or possiblySameAs), `zh`, `en`,
    `title`, the id of the one that labels it, and `fact`, the id of the membership or action that it
    stands for, each or None. A title is no node.
    """
    network = nx.MultiDiGraph()
    nodes, links = find_ties(graph, hints)
    for node in nodes:
        kind = "action" if node.id.startswith("action/") else "entity"
        network.add_node(node.id, kind=kind, cls=node.cls, zh=node.zh, en=node.en)
    for (begin, end), tie in links:
        network.add_edge(
            nodes[begin].id,
            nodes[end].id,
            role=tie.role,
            zh=tie.name or hint_of(tie.role, hints).zh,
            en=tie.name or hint_of(tie.role, hints).en,
            title=tie.title,
            fact=tie.fact,
        )
    return network


def write_page(graph: Graph, hints: Hints, path: Path, base: str = BASE) -> None:
    """Write the page to `path`, in UTF-8 whatever the locale; OutputError where that cannot be done."""
    write_whole(path, _page_parts(graph, hints, base))


def render_page(graph: Graph, hints: Hints, base: str = BASE) -> str:
    """The page as text."""
    return "".join(_page_parts(graph, hints, base))


def _page_parts(graph: Graph, hints: Hints, base: str) -> list[str]:
    """The page in pieces of text: template, style, vis-network, the modules and the data in one.

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
    template = re.split(r"\{\{(\w+)\}\}", _part("template.html"))
    return [parts[each] if number % 2 else each for number, each in enumerate(template)]


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
    # Level 6 takes 1.7 times the time of 4 and saves a thirtieth, 9 nearly five times and a twentieth.
    return base64.b64encode(zlib.compress(msgspec.json.encode(data), 4)).decode("ascii")


def _page_data(graph: Graph, hints: Hints) -> dict[str, Any]:
    """What the page knows: the network, the facts and sentences behind it, and how names are typed."""
    nodes, links = find_ties(graph, hints)
    ends = [each for each, _ in links]
    neighbours = find_neighbours(ends, len(nodes))
    start = excerpt(neighbours, count_links(ends, len(nodes)), len(nodes) - len(graph.actions), START)
    places = _places(start, neighbours)
    large = len(places) < len(nodes)
    frame = Network(directed=True)
    frame.set_options(json.dumps(OPTIONS))
    # Straight into its lists: `add_node` and `from_nx` look through all of them for every node.
    frame.nodes = [
        (node.id, node.cls, node.zh, None if node.en == node.zh else node.en, *places.get(number, _UNPLACED))
        for number, node in enumerate(nodes)
    ]
    # An edge that no title names is called as its role.
    frame.edges = [(*ends, tie.role, tie.name, tie.fact) for ends, tie in links]
    used = {node.cls for node in nodes}
    used |= {tie.role for _, tie in links} | set(ROLES.values()) | {"memberOf"}
    used |= {action.status for action in graph.actions}
    names = [name for entity in graph.entities for name in (entity.name, *entity.aliases)]
    return {
        "nodes": {"columns": ("id", "group", "label", "en", "x", "y"), "rows": frame.nodes},
        "edges": {"columns": ("from", "to", "role", "label", "fact"), "rows": frame.edges},
        "options": json.loads(frame.get_network_data()[5]),
        "communities": find_communities(neighbours) if large else [],
        "hints": {name: hint_of(name, hints) for name in sorted(used)},
        "forms": traditional_forms(names),
        "sounds": sounds(names),
        "articles": _table(Article, graph.articles, without="mentions"),
        "entities": _table(Entity, graph.entities),
        "memberships": _table(Membership, graph.memberships),
        "actions": _table(Action, [_in_full(action) for action in graph.actions]),
        "sentences": _table(Sentence, graph.sentences),
    }


def _places(start: Sequence[int], neighbours: Neighbours) -> dict[int, tuple[int, int]]:
    """Where each node of the start stands; the others come by search and by expanding."""
    index = {node: place for place, node in enumerate(start)}
    around = [[index[other] for other in neighbours[node] if other in index] for node in start]
    return dict(zip(start, place(around), strict=True))


def _table(kind: type, values: Sequence[object], without: str = "") -> dict[str, Any]:
    """Values of one class as a table: smaller than with the name of every part, and sooner written."""
    names = [field.name for field in fields(kind) if field.name != without]
    return {"columns": names, "rows": list(map(attrgetter(*names), values))}


def _in_full(action: Action) -> Action:
    """An action whose numbers stand as text, without an exponent."""
    if action.amount is None and not action.items:
        return action
    items = tuple(replace(item, value=_digits(item.value)) for item in action.items)
    return replace(action, amount=_digits(action.amount), items=items)


def _digits(number: Decimal | None) -> Any:
    return None if number is None else f"{number:f}"

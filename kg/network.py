"""The graph as a network one can look at: a networkx value, and one HTML file that needs nothing else.

pyvis is the frame: its `Network` holds the options, and the vis-network that it ships draws. Its own
template is not used: it asks a server for its parts, runs HTML found in names and writes in the encoding of
the locale.
"""

from __future__ import annotations

import base64
import hashlib
import html
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import fields
from functools import partial
from importlib import resources
from pathlib import Path
from typing import Any

import networkx as nx
import pyvis
from pyvis.network import Network

from kg.cuts import Cuts, cut_graph
from kg.iris import BASE, KG
from kg.model import Graph
from kg.pagedata import Overview, island_blocks, look_over, outline, page_blocks
from kg.reuse import Block, Index, Last, make_blocks, write_blocks
from kg.ties import Hints, find_ties, hint_of

SCRIPTS = (
    "island.mjs",
    "words.mjs",
    "shapes.mjs",
    "text.mjs",
    "ties.mjs",
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


def write_page(
    graph: Graph,
    hints: Hints,
    path: Path,
    *,
    base: str = BASE,
    cuts: Cuts | None = None,
    ask_overview: Callable[[], Overview] | None = None,
    last: Last | None = None,
) -> Index:
    """Write the page to `path`, in UTF-8 whatever the locale, and tell where its blocks lie.

    `cuts` are those of the graph, for where they have been made; `ask_overview` is for where another process
    looks the graph over. Blocks that the `last` page holds are taken from it. OutputError where the page
    cannot be written.
    """
    ask_overview = ask_overview or partial(look_over, outline(graph))
    return write_blocks(path, _page_parts(graph, cuts or cut_graph(graph), hints, base, ask_overview), last)


def render_page(graph: Graph, hints: Hints, base: str = BASE) -> str:
    """The page as text."""
    ask_overview = partial(look_over, outline(graph))
    return b"".join(make_blocks(_page_parts(graph, cut_graph(graph), hints, base, ask_overview))).decode()


def _page_parts(
    graph: Graph, cuts: Cuts, hints: Hints, base: str, ask_overview: Callable[[], Overview]
) -> Iterator[bytes | Block]:
    """The page in parts: template, style, vis-network, the modules and the data in one.

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
    frame = Network(directed=True)
    frame.set_options(json.dumps(OPTIONS))
    options = json.loads(frame.get_network_data()[5])
    parts = {"policy": html.escape(policy), "style": style, "vis": vis, "script": script}
    for number, each in enumerate(re.split(r"\{\{(\w+)\}\}", _part("template.html"))):
        if number % 2 and each == "data":
            yield from island_blocks({"options": options, "base": base, "namespace": KG})
            yield from page_blocks(graph, cuts, hints)
            overview = ask_overview()
            yield from island_blocks({each.name: getattr(overview, each.name) for each in fields(overview)})
        else:
            yield (parts[each] if number % 2 else each).encode()


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

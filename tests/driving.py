"""Driving the page in a real browser: Debian's chromium, headless, by Playwright."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from page_graphs import HINTS

from kg.model import Graph
from kg.network import write_page

HOSPITAL = "云屏市第二人民医院"
Open = Callable[..., Any]


class Watched:
    """A page of the browser, with what it asked for and complained of."""

    def __init__(self, context: Any, folder: Path) -> None:
        self.page = context.new_page()
        self.folder = folder
        self.complaints: list[str] = []
        self.requests: list[str] = []
        self.page.on("console", lambda message: self.complaints.append(message.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("request", lambda request: self.requests.append(request.url))

    def open(self, graph: Graph, address: str = "") -> Any:
        """The page of a graph, drawn; `address` is the part of its URL from # on."""
        path = self.folder / "graph.html"
        write_page(graph, HINTS, path)
        self.page.goto(path.as_uri() + address)
        self.page.wait_for_function("() => globalThis.zhkg", timeout=60_000)
        return self.page

    def strangers(self) -> list[str]:
        """What was asked for beside the page itself, and what it made for downloads."""
        own = ((self.folder / "graph.html").as_uri(), "blob:")
        return [url for url in self.requests if not url.startswith(own)]


def click_on(page: Any, id_: str, **options: Any) -> None:
    spot = page.evaluate("id => { const {x, y} = zhkg.drawing.locate(id); return {x, y}; }", id_)
    page.mouse.click(spot["x"], spot["y"], **options)


def find(page: Any, query: str) -> None:
    page.keyboard.press("/")
    page.keyboard.type(query)
    page.keyboard.press("Enter")


def id_of(graph: Graph, name: str) -> str:
    return next(entity.id for entity in graph.entities if entity.name == name)


def edge_of(page: Any, label: str) -> str:
    return page.evaluate(
        "label => [...zhkg.graph.edges.values()].find((edge) => edge.label === label).id", label
    )


def state(page: Any, part: str) -> Any:
    """A part of what the page shows, as JavaScript has it of `zhkg.state()`."""
    return page.evaluate(
        f"(({{places, pinned, selected, time, mode, off, edgeLabels}}) => {part})(zhkg.state())"
    )


def shown(page: Any) -> int:
    """How many nodes have a place."""
    return int(state(page, "places.size"))


def do(page: Any, name: str) -> None:
    """Press a button of the panel."""
    page.locator(f"#panel [data-do={name}]").click()

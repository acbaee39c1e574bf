"""Measure the page beside that of plain pyvis, in one run and one browser.

    PYTHONPATH=. python benchmarks/page.py [--sizes 1000 20000] [--patience 120] [--write]

The networks are invented, the same for both. pyvis runs as it comes, but with its libraries inlined: by
default its page asks a server for them and stays blank without. A page counts as drawn when its canvas
shows more than paper; who is not done after the patience is said to take longer. `--write` puts the table
into docs/page-benchmarks.md. Needs Debian's chromium.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import networkx as nx
from playwright.sync_api import TimeoutError as OutOfPatience
from playwright.sync_api import sync_playwright
from pyvis.network import Network

ROOT = Path(__file__).parent.parent
sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "tools")]

from chromium import CHROMIUM, FLAGS  # noqa: E402
from page_graphs import HINTS, network_of  # noqa: E402

from kg.model import Graph  # noqa: E402
from kg.network import build_network, write_page  # noqa: E402

ROUNDS = 3
# Every hundredth pixel is enough to see that something stands there.
DRAWN = """() => { const canvas = document.querySelector("canvas");
    if (!canvas || !canvas.width) return false;
    const {data} = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
    const seen = new Set();
    for (let place = 0; place < data.length; place += 400)
        seen.add(`${data[place]} ${data[place + 1]} ${data[place + 2]} ${data[place + 3]}`);
    return seen.size > 3; }"""


def write_plain(graph: Graph, path: Path) -> None:
    """The same network as pyvis writes it by itself."""
    network: nx.MultiDiGraph = build_network(graph, HINTS)
    page = Network(directed=True, cdn_resources="in_line")
    for node, data in network.nodes(data=True):
        page.add_node(node, label=data["zh"], group=data["cls"])
    for begin, end, data in network.edges(data=True):
        page.add_edge(begin, end, title=data["zh"])
    path.write_text(page.generate_html(), encoding="utf-8")


def write_ours(graph: Graph, path: Path) -> None:
    """The network as this project writes it."""
    write_page(graph, HINTS, path)


PAGES = {"zhkg": write_ours, "plain pyvis": write_plain}


def first_draw(browser: Any, path: Path, patience: float) -> float | None:
    """The median of the seconds until something is drawn; None where patience ends before."""
    times = []
    for _ in range(ROUNDS):
        page = browser.new_page(viewport={"width": 1440, "height": 900})
        begin = time.perf_counter()
        page.goto(path.as_uri(), wait_until="commit")
        try:
            page.wait_for_function(DRAWN, timeout=patience * 1000, polling=20)
        except OutOfPatience:
            return None
        finally:
            page.close()
        times.append(time.perf_counter() - begin)
    return statistics.median(times)


def measure(sizes: list[int], patience: float) -> list[str]:
    """The lines of a Markdown table."""
    lines = ["| page | nodes | written in | size | first draw |", "|---|---|---|---|---|"]
    chromium = CHROMIUM or sys.exit("There is no chromium on this machine: install it first.")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=chromium, args=FLAGS)
        for size in sizes:
            for name, write in PAGES.items():
                path = Path(folder, "page.html")
                graph = network_of(size)
                begin = time.process_time()
                write(graph, path)
                written = time.process_time() - begin
                drawn = first_draw(browser, path, patience)
                said = f"more than {patience:.0f} s" if drawn is None else f"{drawn:.2f} s"
                megabytes = path.stat().st_size / 1e6
                lines.append(f"| {name} | {size:,} | {written:.1f} s | {megabytes:.1f} MB | {said} |")
        browser.close()
    return lines


def main() -> None:
    """Measure, print, and write where asked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", nargs="+", type=int, default=[1000, 20_000])
    parser.add_argument("--patience", type=float, default=120)
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    table = "\n".join(measure(options.sizes, options.patience))
    print(table)
    if options.write:
        head = (
            "# The page beside plain pyvis\n\n"
            "Made by `PYTHONPATH=. python benchmarks/page.py --write`: processor seconds to lay out and\n"
            "write, wall seconds from opening the file in headless Chromium to the first drawing, without a\n"
            "graphics card.\n\n"
        )
        (ROOT / "docs" / "page-benchmarks.md").write_text(f"{head}{table}\n", encoding="utf-8")


if __name__ == "__main__":
    main()

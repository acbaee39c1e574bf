"""The page in a real browser: what it shows, finds and tells, and that nothing in it is ever run."""

from __future__ import annotations

import re
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
from driving import HOSPITAL, Open, click_on, edge_of, find, id_of
from example import example_graph
from page_graphs import ATTACKS, HINTS, hostile_graph, network_of

from kg.knowledge import KnowledgeGraph
from kg.model import Graph
from kg.network import render_page, write_page
from kg.ties import find_ties

LARGEST = 5_000_000
"""Bytes of the page at 20,000 nodes."""


def colours(page: Any) -> int:
    """How many different colours the canvas shows."""
    return page.evaluate(
        """() => { const {width, height} = document.querySelector("canvas");
        const image = document.querySelector("canvas").getContext("2d").getImageData(0, 0, width, height);
        return new Set(new Uint32Array(image.data.buffer)).size; }"""
    )


@pytest.mark.parametrize("size", [100, 1000, 20_000])
def test_it_draws_at_any_size_with_no_label_on_another(open_page: Open, tmp_path: Path, size: int) -> None:
    page = open_page(network_of(size))
    page.wait_for_timeout(300)
    assert colours(page) > 50
    assert page.locator("#legend button").count() > 5
    page.locator("#edge-labels").click()
    boxes = page.evaluate("zhkg.drawing.labels()")
    assert len(boxes) > 20
    assert not any(overlap(*pair) for pair in combinations(boxes, 2))
    assert (tmp_path / "graph.html").stat().st_size < LARGEST
    picture = page.screenshot()
    assert len(picture) > 20_000


def overlap(one: dict[str, float], other: dict[str, float]) -> bool:
    return all(
        a[begin] < b[begin] + b[length]
        for begin, length in (("left", "width"), ("top", "height"))
        for a, b in ((one, other), (other, one))
    )


@pytest.mark.parametrize("graph", [example_graph(), network_of(300)], ids=["example", "invented"])
def test_its_nodes_and_edges_are_those_that_python_finds(open_page: Open, graph: Graph) -> None:
    nodes, links = find_ties(graph, HINTS)
    page = open_page(graph)
    seen = page.evaluate(
        "[...zhkg.graph.nodes.values()].map((n) => [n.id, n.group, n.label, n.en ?? n.label])"
    )
    assert seen == [list(node) for node in nodes]
    edges = "[...zhkg.graph.edges.values()].map((e) => [e.from, e.to, e.role, e.label, e.fact ?? null])"
    assert page.evaluate(edges) == [
        [nodes[begin].id, nodes[end].id, tie.role, tie.name or HINTS[tie.role].zh, tie.fact]
        for (begin, end), tie in links
    ]


def test_it_says_how_many_of_how_many_it_shows(open_page: Open) -> None:
    page = open_page(network_of(1000))
    shown = page.evaluate("[...zhkg.graph.nodes.values()].filter((node) => 'x' in node).length")
    assert f"显示 {shown} / 1,000 个节点" in page.locator("#shown").inner_text()


def test_an_empty_graph_says_so(open_page: Open) -> None:
    page = open_page(Graph())
    assert page.locator("#empty").is_visible()
    assert "还没有" in page.locator("#empty").inner_text()


def test_search_by_another_name_leads_to_the_thing(open_page: Open) -> None:
    page = open_page(example_graph())
    page.keyboard.press("/")
    page.keyboard.type("市二院")
    assert page.locator("#hits [aria-selected=true]").inner_text().split() == [HOSPITAL, "市二院"]
    page.keyboard.press("Enter")
    assert page.locator("#panel h2").inner_text() == HOSPITAL
    assert not page.locator("#hits").is_visible()


def test_search_by_arrows_and_escape(open_page: Open) -> None:
    page = open_page(example_graph())
    page.keyboard.press("/")
    page.keyboard.type("医院")
    names = page.locator("#hits li span").all_inner_texts()
    page.keyboard.press("ArrowDown")
    assert names[1] in page.locator("#hits [aria-selected=true]").inner_text()
    page.keyboard.press("Enter")
    assert page.locator("#panel h2").inner_text() == names[1]
    page.keyboard.press("Escape")
    assert not page.locator("#panel").is_visible()
    find(page, "查无此人")
    assert not page.locator("#panel").is_visible()


def test_a_click_on_a_node_shows_the_sentence_with_the_mention_marked(open_page: Open) -> None:
    graph = example_graph()
    page = open_page(graph)
    click_on(page, id_of(graph, HOSPITAL))
    panel = page.locator("#panel")
    assert panel.locator("h2").inner_text() == HOSPITAL
    assert "又作 市二院" in panel.inner_text()
    card = panel.locator(".fact", has_text="呼吸内科主任").first
    assert card.locator("blockquote").inner_text() == "市二院呼吸内科主任褚望舒在青柳县中心医院救治患者。"
    assert card.locator("mark.self").all_inner_texts() == ["市二院"]
    assert "褚望舒" in card.locator("mark.other").all_inner_texts()
    assert card.locator("figcaption").inner_text() == "云屏社员驰援青柳 · 2020年2月6日 · example/云屏驰援.txt"
    assert "90%" in card.locator(".confidence").inner_text()


def test_a_click_on_an_edge_shows_the_fact_behind_it(open_page: Open) -> None:
    page = open_page(example_graph())
    click_on(page, edge_of(page, "名誉院长"))
    panel = page.locator("#panel")
    assert panel.locator("h2").inner_text() == "名誉院长"
    assert "云屏画院名誉院长鄢知秋创作了国画《春回》。" in panel.locator("blockquote").inner_text()


def test_an_action_says_who_what_whom_and_whether_it_was_done(open_page: Open) -> None:
    page = open_page(example_graph())
    find(page, "捐赠消毒液")
    text = page.locator("#panel").inner_text()
    for part in (
        "捐赠",
        "已实现",
        "九三学社云屏市委员会",
        "青柳县中心医院",
        "云屏市红十字会",
        "防护服 约300 套",
    ):
        assert part in text
    assert "捐赠" in page.locator("#panel mark.trigger").all_inner_texts()


def test_a_neighbour_is_one_click_away(open_page: Open) -> None:
    page = open_page(example_graph())
    find(page, HOSPITAL)
    page.locator("#panel .link", has_text="褚望舒").first.click()
    assert page.locator("#panel h2").inner_text() == "褚望舒"


def test_what_is_not_shown_comes_by_search_and_by_expanding(open_page: Open) -> None:
    page = open_page(network_of(1000))
    hidden = page.evaluate("[...zhkg.graph.nodes.values()].find((node) => !('x' in node)).label")
    before = int(page.locator("#shown").inner_text().split()[1])
    find(page, hidden)
    assert page.locator("#panel h2").inner_text() == hidden
    assert int(page.locator("#shown").inner_text().split()[1]) == before + 1
    hub = page.evaluate(
        """() => { const {edgesOf} = zhkg.graph;
        return [...edgesOf.keys()].sort((a, b) => edgesOf.get(b).length - edgesOf.get(a).length)[0]; }"""
    )
    find(page, page.evaluate("id => zhkg.graph.nodes.get(id).label", hub))
    click_on(page, hub, click_count=2)
    page.wait_for_function(f"() => zhkg.state().places.size === {before + 1 + 60}")


def test_the_legend_filters(open_page: Open) -> None:
    graph = example_graph()
    page = open_page(graph)
    person = page.locator("#legend [data-class=Person]")
    assert person.locator(".count").inner_text() == "3"
    person.click()
    assert person.get_attribute("aria-pressed") == "false"
    assert "显示 31 / 34" in page.locator("#shown").inner_text()
    page.locator("#legend .all").click()
    assert not page.locator("#shown").is_visible()


def test_the_interface_speaks_english_too(open_page: Open) -> None:
    page = open_page(example_graph())
    find(page, HOSPITAL)
    page.get_by_role("button", name="English").click()
    assert page.locator("h1").inner_text() == "Knowledge graph"
    assert "Hospital" in page.locator("#legend").inner_text()
    assert page.locator("#panel h3").first.inner_text().startswith("People")
    assert page.evaluate("document.documentElement.lang") == "en"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_light_and_dark_by_the_system_and_by_the_button(open_page: Open, scheme: str) -> None:
    page = open_page(example_graph())
    page.emulate_media(color_scheme=scheme)
    paper = "getComputedStyle(document.body).backgroundColor"
    papers = {"light": "rgb(250, 249, 246)", "dark": "rgb(21, 23, 28)"}
    page.wait_for_function(f"() => {paper} === '{papers.pop(scheme)}'")
    page.get_by_role("button", name="明暗").click()
    (other,) = papers.values()
    page.wait_for_function(f"() => {paper} === '{other}'")


def test_nothing_that_an_article_says_is_ever_run(open_page: Open) -> None:
    graph = hostile_graph()
    page = open_page(graph)
    page.locator("#edge-labels").click()
    for text in ATTACKS:
        page.keyboard.press("/")
        page.keyboard.type(text)
        page.keyboard.press("Enter")
        page.wait_for_timeout(50)
        assert page.locator("#panel h2").inner_text()
        assert text in page.locator("#panel").inner_text()
    for id_ in page.evaluate("[...zhkg.graph.nodes.keys()]"):
        page.mouse.move(0, 0)
        click_on(page, id_)
    page.keyboard.press("Escape")
    page.locator("#show-table").click()
    assert all(text in page.locator("#table").inner_text() for text in ATTACKS)
    page.keyboard.press("Escape")
    find(page, ATTACKS[0])
    page.keyboard.press("p")
    page.keyboard.type(ATTACKS[1])
    page.keyboard.press("Enter")
    assert page.locator("#panel .steps > li").count() > 1
    page.locator("#language").click()
    page.reload()
    page.wait_for_function("() => globalThis.zhkg")
    page.wait_for_timeout(200)
    assert page.evaluate("globalThis.fired") is None
    assert page.locator("body img, body a, body iframe, body form, body script:not([id=data])").count() == 2


def test_a_file_that_was_damaged_says_so(browser: Any, tmp_path: Path) -> None:
    page = browser.new_page()
    path = tmp_path / "graph.html"
    path.write_text(re.sub('(?<=id="data">).{99}', "", render_page(example_graph(), HINTS)), encoding="utf-8")
    page.goto(path.as_uri())
    page.locator("#empty", has_text="文件不完整").wait_for()
    page.close()


def test_it_works_as_a_page_within_a_page(browser: Any) -> None:
    """As a notebook shows it: without an address of its own, and with no rights but to run."""
    page = browser.new_page()
    page.set_content("<iframe sandbox='allow-scripts' width='900' height='600'></iframe>")
    page.evaluate(
        "text => { document.querySelector('iframe').srcdoc = text; }", render_page(example_graph(), HINTS)
    )
    inside = page.frame_locator("iframe")
    inside.locator("#query").fill(HOSPITAL)
    inside.locator("#query").press("Enter")
    assert inside.locator("#panel h2").inner_text() == HOSPITAL
    inside.locator("[data-do=ego]").click()
    inside.locator("#back").click()
    page.close()


def test_the_policy_lets_no_other_script_run(browser: Any, tmp_path: Path) -> None:
    write_page(example_graph(), HINTS, tmp_path / "graph.html")
    page = browser.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.goto((tmp_path / "graph.html").as_uri())
    page.evaluate(
        """() => { const script = document.createElement("script"); script.textContent = "window.fired = 1";
        document.body.append(script); }"""
    )
    assert page.evaluate("globalThis.fired") is None
    assert ["Content Security Policy" in text for text in said] == [True]
    page.close()


def test_a_small_window_keeps_search_and_facts(open_page: Open) -> None:
    page = open_page(example_graph())
    page.set_viewport_size({"width": 400, "height": 800})
    find(page, HOSPITAL)
    assert not page.locator("#legend").is_visible()
    box = page.locator("#panel").bounding_box()
    assert (box["x"], box["width"]) == (0, 400)
    assert box["y"] > page.locator("#head").bounding_box()["height"]


def test_a_notebook_shows_the_network_in_a_frame_that_reaches_nothing(browser: Any) -> None:
    complaints: list[str] = []
    requests: list[str] = []
    page = browser.new_page()
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("request", lambda request: requests.append(request.url))
    page.set_content(f"<p>output</p>{KnowledgeGraph(hostile_graph())._repr_html_()}")
    frame = page.frames[1]
    frame.wait_for_function("globalThis.zhkg")
    assert frame.evaluate("document.querySelector('canvas').width") > 100
    assert frame.evaluate("globalThis.origin") == "null"
    assert frame.evaluate("globalThis.fired") is None
    assert complaints == []
    assert requests == []
    page.close()

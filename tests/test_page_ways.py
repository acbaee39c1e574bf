"""The ways through the page: expanding, paths, surroundings, history, time and the overview."""

from __future__ import annotations

from typing import Any

import pytest
from driving import HOSPITAL, Open, click_on, do, find, id_of, shown, state
from example import example_graph
from page_graphs import network_of


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("雲屏市第二人民醫院", HOSPITAL),
        ("ypsdermyy", HOSPITAL),
        ("yunpingshidi", HOSPITAL),
        ("CWS", "褚望舒"),
        ("市二院", HOSPITAL),
    ],
)
def test_a_name_is_found_however_it_is_typed(open_page: Open, query: str, name: str) -> None:
    page = open_page(example_graph())
    find(page, query)
    assert page.locator("#panel h2").inner_text() == name


def test_neighbours_expand_and_collapse_and_a_node_hides(open_page: Open) -> None:
    graph = example_graph()
    page = open_page(graph)
    before = shown(page)
    find(page, HOSPITAL)
    do(page, "collapse")
    collapsed = shown(page)
    assert collapsed < before
    do(page, "expand")
    assert shown(page) == before
    do(page, "hide")
    assert shown(page) == before - 1
    assert not page.locator("#panel").is_visible()
    assert id_of(graph, HOSPITAL) not in state(page, "[...places.keys()]")


def test_a_pinned_node_stays_while_the_others_settle(open_page: Open) -> None:
    graph = example_graph()
    page = open_page(graph)
    find(page, HOSPITAL)
    do(page, "pin")
    assert page.locator("#panel [data-do=pin]").get_attribute("aria-pressed") == "true"
    before = dict(state(page, "[...places].map(([id, {x, y}]) => [id, `${x} ${y}`])"))
    page.locator("#settle").click()
    page.wait_for_timeout(700)
    page.locator("#settle").click()
    after = dict(state(page, "[...places].map(([id, {x, y}]) => [id, `${x} ${y}`])"))
    hospital = id_of(graph, HOSPITAL)
    assert after[hospital] == before[hospital]
    assert sum(after[id_] != before[id_] for id_ in before) > len(before) / 2


def test_the_shortest_path_is_named_step_by_step_with_its_sentences(open_page: Open) -> None:
    page = open_page(example_graph())
    find(page, "褚望舒")
    page.keyboard.press("p")
    page.keyboard.type("青柳县中心医院")
    page.keyboard.press("Enter")
    assert page.locator("#panel h2").inner_text() == "褚望舒 → 青柳县中心医院"
    steps = page.locator("#panel .steps > li")
    assert steps.count() == 2
    first, last = steps.all_inner_texts()
    assert first.startswith("褚望舒")
    assert "← 行动者 —" in first
    assert "救治患者" in first
    assert last.rstrip().endswith("青柳县中心医院")
    assert len(state(page, "selected.path")) == 2


def test_where_nothing_links_two_things_it_says_so(open_page: Open) -> None:
    page = open_page(example_graph())
    find(page, "褚望舒")
    do(page, "path")
    page.keyboard.type("春回")
    page.keyboard.press("Enter")
    assert page.locator("#notice").inner_text() == "两者之间没有联系。"
    assert page.locator("#panel h2").inner_text() == "褚望舒"


def test_a_thing_alone_with_its_surroundings_and_the_way_back_and_forward(open_page: Open) -> None:
    page = open_page(network_of(400))
    hub = page.evaluate(
        "[...zhkg.graph.edgesOf].sort(([, one], [, other]) => other.length - one.length)[0][0]"
    )
    before = shown(page)
    find(page, page.evaluate("id => zhkg.graph.nodes.get(id).label", hub))
    do(page, "ego")
    alone = shown(page)
    assert alone != before
    page.locator("#back").click()
    page.wait_for_function(f"() => zhkg.state().places.size === {before}")
    page.locator("#back").click()
    page.wait_for_function("() => zhkg.state().selected === null")
    page.locator("#forward").click()
    page.locator("#forward").click()
    page.wait_for_function(f"() => zhkg.state().places.size === {alone}")
    assert state(page, "selected.node") == hub
    page.locator("#restart").click()
    assert shown(page) == before


def test_what_one_sees_survives_a_reload(open_page: Open) -> None:
    page = open_page(example_graph())
    find(page, HOSPITAL)
    do(page, "ego")
    page.locator("#legend [data-class=Person]").click()
    page.get_by_role("button", name="English").click()
    page.wait_for_timeout(300)
    seen = "JSON.stringify([[...places], [...off], selected])"
    before = state(page, seen)
    page.reload()
    page.wait_for_function("() => globalThis.zhkg")
    assert state(page, seen) == before
    assert page.locator("h1").inner_text() == "Knowledge graph"


def test_a_link_opens_the_page_at_a_thing(open_page: Open) -> None:
    graph = network_of(1000)
    hidden = open_page(graph).evaluate("[...zhkg.graph.nodes.values()].find((node) => !('x' in node)).id")
    page = open_page(graph, "#id=" + hidden)
    assert state(page, "selected.node") == hidden
    assert page.url.endswith("#id=" + hidden)


def test_a_link_to_nothing_opens_the_page_as_it_is(open_page: Open) -> None:
    page = open_page(example_graph(), "#id=person/%E4%")
    assert state(page, "selected") is None


def test_the_slider_leaves_out_actions_of_another_time_and_the_undated_at_will(open_page: Open) -> None:
    page = open_page(example_graph())
    page.locator("#time").click()
    visible = "document.querySelector('#shown').hidden"
    assert page.evaluate(visible)
    everything = page.locator("#timeline output").inner_text()
    page.locator("#timeline input[type=checkbox]").uncheck()
    undated = [action for action in example_graph().actions if not (action.date or "-")[0].isdigit()]
    assert undated
    assert not page.evaluate(visible)
    first = page.locator("#timeline input[type=range]").first
    first.focus()
    page.keyboard.press("End")
    assert page.locator("#timeline output").inner_text() != everything
    assert first.get_attribute("aria-valuetext") in page.locator("#timeline output").inner_text()
    assert state(page, "time.from === time.to && !time.undated")
    page.locator("#time").click()
    assert state(page, "time") is None


def test_arrows_lead_from_node_to_node_and_keys_act_on_it(open_page: Open) -> None:
    page = open_page(example_graph())
    find(page, HOSPITAL)
    start = state(page, "selected.node")
    page.keyboard.press("ArrowRight")
    assert state(page, "selected.node") != start
    page.keyboard.press("k")
    assert state(page, "pinned.has(selected.node)")
    page.keyboard.press("l")
    assert state(page, "edgeLabels")
    page.keyboard.press("e")
    assert shown(page) < len(example_graph().entities)
    page.keyboard.press("?")
    assert "显示" not in page.locator("#help").inner_text()
    assert "最短路径" in page.locator("#help").inner_text()


def test_keys_zoom_the_drawing_and_the_overview(open_page: Open) -> None:
    page = open_page(network_of(400))
    for drawing in ("zhkg.drawing", "zhkg.overview()"):
        apart = (
            "() => { const {places} = zhkg.state();"
            " const placed = zhkg.graph.communities[0].nodes.filter((id) => places.has(id));"
            f" const [one, other] = placed.map((id) => {drawing}.locate(id));"
            " return Math.hypot(one.x - other.x, one.y - other.y); }"
        )
        before = page.evaluate(apart)
        page.keyboard.press("+")
        assert page.evaluate(apart) == pytest.approx(before * 1.3, rel=0.01)
        page.keyboard.press("-")
        page.keyboard.press("-")
        assert page.evaluate(apart) == pytest.approx(before / 1.3, rel=0.01)
        page.keyboard.press("o")


def overview_of(page: Any) -> dict[str, int]:
    page.keyboard.press("o")
    page.wait_for_function("() => !document.querySelector('#overview').hidden")
    return page.evaluate("zhkg.overview().count")


def test_the_overview_shows_every_linked_node_and_leads_to_any_of_them(open_page: Open) -> None:
    page = open_page(network_of(1000))
    linked = page.evaluate("[...zhkg.graph.edgesOf.values()].filter((edges) => edges.length).length")
    assert overview_of(page)["nodes"] == linked
    assert f"总览：{linked} / 1,000 个节点" in page.locator("#shown").inner_text()
    id_ = page.evaluate("[...zhkg.graph.nodes.values()].find((node) => !('x' in node)).id")
    find(page, page.evaluate("id => zhkg.graph.nodes.get(id).label", id_))
    chosen = state(page, "selected.node")
    spot = page.evaluate("id => zhkg.overview().locate(id)", chosen)
    page.keyboard.press("Escape")
    page.mouse.click(spot["x"], spot["y"])
    assert state(page, "selected.node") == chosen
    page.mouse.dblclick(spot["x"], spot["y"])
    page.wait_for_function("() => zhkg.state().mode === 'network'")
    assert state(page, "selected.node") == chosen


def test_a_small_graph_needs_no_overview(open_page: Open) -> None:
    assert not open_page(example_graph()).locator("#show-overview").is_visible()


def test_the_edge_of_a_click_is_the_fact_of_the_panel(open_page: Open) -> None:
    page = open_page(network_of(100))
    page.locator("#show-table").click()
    page.locator("#table tbody .link").first.click()
    assert page.locator("#panel .fact").count() >= 1
    click_on(page, state(page, "selected.node"))
    assert page.locator("#panel").is_visible()

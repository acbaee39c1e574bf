"""What leaves the page: pictures, print, copies; and that it can be used without seeing it."""

from __future__ import annotations

import struct
import xml.etree.ElementTree as ET
from pathlib import Path
from typing import Any

import pytest
from driving import HOSPITAL, Open, click_on, do, edge_of, find, id_of
from example import example_graph
from page_graphs import ATTACKS, HINTS, hostile_graph, network_of

from kg.iris import BASE
from kg.network import render_page
from kg.query import query
from kg.triples import write_turtle

AXE = Path(__file__).parent / "page" / "node_modules" / "axe-core" / "axe.min.js"


def exported(page: Any, button: str, folder: Path) -> Path:
    page.locator("#show-export").click()
    with page.expect_download() as waiting:
        page.locator(button).click()
    path = folder / waiting.value.suggested_filename
    waiting.value.save_as(path)
    return path


def test_the_drawing_as_svg_holds_names_as_text(open_page: Open, tmp_path: Path) -> None:
    page = open_page(hostile_graph())
    path = exported(page, "#export-svg", tmp_path)
    assert path.name == "知识图谱.svg"
    root = ET.parse(path).getroot()
    tags = {element.tag.rpartition("}")[2] for element in root.iter()}
    assert tags == {"svg", "rect", "path", "text"}
    said = "".join(root.itertext())
    assert any(attack[:12] in said for attack in ATTACKS)


def test_the_drawing_as_png_is_twice_as_sharp_as_the_window(open_page: Open, tmp_path: Path) -> None:
    page = open_page(example_graph())
    data = exported(page, "#export-png", tmp_path).read_bytes()
    assert data.startswith(b"\x89PNG")
    assert struct.unpack(">II", data[16:24]) == (2560, 1600)
    assert len(data) > 20_000


def test_the_overview_as_png(open_page: Open, tmp_path: Path) -> None:
    page = open_page(network_of(400))
    page.keyboard.press("o")
    page.wait_for_timeout(300)
    data = exported(page, "#export-png", tmp_path).read_bytes()
    assert struct.unpack(">II", data[16:24]) == (1280, 800)


def copied(page: Any) -> str:
    return str(page.evaluate("navigator.clipboard.readText()"))


def answer(sparql: str, folder: Path) -> str:
    return str(query(folder / "graph.ttl", sparql).rows)


def test_a_thing_and_a_fact_can_be_copied_as_iri_and_as_a_query_that_answers(
    open_page: Open, tmp_path: Path
) -> None:
    graph = example_graph()
    page = open_page(graph)
    write_turtle(graph, tmp_path / "graph.ttl")
    click_on(page, edge_of(page, "名誉院长"))
    do(page, "copy-query")
    page.wait_for_function("async () => (await navigator.clipboard.readText()).includes('?property')")
    assert "云屏画院名誉院长鄢知秋创作了国画《春回》。" in answer(copied(page), tmp_path)
    find(page, HOSPITAL)
    do(page, "copy-iri")
    page.wait_for_function("async () => !(await navigator.clipboard.readText()).includes('PREFIX')")
    assert page.locator("#notice").inner_text() == "已复制"
    assert copied(page) == BASE + id_of(graph, HOSPITAL)
    do(page, "copy-query")
    page.wait_for_function("async () => (await navigator.clipboard.readText()).includes('?fact')")
    assert "市二院呼吸内科主任褚望舒在青柳县中心医院救治患者。" in answer(copied(page), tmp_path)


def test_on_paper_there_are_the_drawing_and_the_facts_but_no_buttons(open_page: Open) -> None:
    page = open_page(example_graph())
    find(page, HOSPITAL)
    page.emulate_media(media="print")
    assert page.locator("#panel").is_visible()
    assert page.locator("#network canvas").is_visible()
    for id_ in ("#tools", "#legend", "#head", "#panel .chips"):
        assert not page.locator(id_).first.is_visible()
    assert len(page.pdf()) > 20_000


def test_the_facts_are_a_table_too(open_page: Open) -> None:
    graph = example_graph()
    page = open_page(graph)
    page.keyboard.press("t")
    table = page.get_by_role("table", name="图中的事实")
    rows = table.get_by_role("row")
    assert rows.count() == 1 + len(graph.memberships) + len(graph.actions)
    assert table.get_by_role("columnheader").count() == 7
    row = rows.filter(has_text="名誉院长").first
    assert "云屏画院名誉院长鄢知秋创作了国画《春回》。" in row.inner_text()
    row.get_by_role("button").click()
    assert not page.locator("#table").is_visible()
    assert page.locator("#panel h2").inner_text() == "鄢知秋"


def test_every_control_has_a_name_and_is_reached_by_keyboard(open_page: Open) -> None:
    page = open_page(example_graph())
    find(page, HOSPITAL)
    assert page.locator("#spoken").inner_text() == HOSPITAL
    nameless = page.evaluate(
        """() => [...document.querySelectorAll("button, input")]
        .filter((control) => !(control.textContent.trim() || control.ariaLabel || control.labels?.length))
        .map((control) => control.outerHTML)"""
    )
    assert nameless == []
    reached = set()
    for _ in range(80):
        page.keyboard.press("Tab")
        reached.add(page.evaluate("document.activeElement.id || document.activeElement.className"))
    assert {"query", "network", "fit", "show-table", "language", "chip", "link"} <= reached


@pytest.mark.skipif(not AXE.exists(), reason="axe-core is not installed: npm ci --prefix tests/page")
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious(browser: Any, tmp_path: Path, scheme: str) -> None:
    path = tmp_path / "graph.html"
    path.write_text(render_page(example_graph(), HINTS), encoding="utf-8")
    # The check is a script that the policy of the page would not let in.
    context = browser.new_context(
        viewport={"width": 1280, "height": 800}, locale="zh-CN", color_scheme=scheme, bypass_csp=True
    )
    page = context.new_page()
    page.goto(path.as_uri())
    page.wait_for_function("() => globalThis.zhkg")
    page.evaluate(AXE.read_text(encoding="utf-8"))

    def check() -> None:
        page.wait_for_timeout(500)
        found = page.evaluate("axe.run()")
        assert found["passes"]
        assert [(each["id"], each["nodes"][0]["html"]) for each in found["violations"]] == []

    check()
    page.keyboard.press("/")
    page.keyboard.type("医院")
    check()
    page.keyboard.press("Enter")
    page.locator("#legend [data-class=Person]").click()
    page.locator("#time").click()
    page.locator("#show-export").click()
    check()
    page.locator("#show-export").click()
    page.keyboard.press("?")
    check()
    page.keyboard.press("Escape")
    page.locator("#show-table").click()
    check()
    context.close()

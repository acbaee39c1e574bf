"""The pages of `kg serve` in a real browser, which must ask no other server and complain of nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from example import example_graph
from serving import Served, serving

from kg.questions import list_questions
from kg.triples import write_turtle

PERSON = f"entity/{quote('person/闻若溪')}"
Open = Callable[..., Any]


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    path = tmp_path_factory.mktemp("browsed") / "graph.ttl"
    write_turtle(example_graph(), path)
    with serving(path) as served:
        yield served


@pytest.fixture
def open_page(browser: Any, server: Served) -> Iterator[Open]:
    context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="zh-CN")
    page = context.new_page()
    complaints: list[str] = []
    outside: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    context.on(
        "request", lambda request: request.url.startswith(server.address) or outside.append(request.url)
    )

    def go(path: str = "", scheme: str = "light") -> Any:
        page.emulate_media(color_scheme=scheme)
        page.goto(server.address + path)
        return page

    yield go
    page.wait_for_timeout(200)
    context.close()
    assert complaints == []
    assert outside == []


def ask(page: Any, title: str, **parameters: str) -> None:
    page.locator("#questions summary", has_text=title).click()
    form = page.locator("#questions details[open] form")
    for name, value in parameters.items():
        form.locator(f"[name={name}]").fill(value)
    form.locator("button").click()


def test_a_prepared_question_is_asked_and_answered(open_page: Open) -> None:
    page = open_page()
    assert page.locator("#questions summary").count() == len(list_questions())
    ask(page, "谁在某个医院或其他组织任职", organization="第二人民")
    table = page.locator(".yasr table tbody")
    table.locator("tr").nth(1).wait_for()
    assert "褚望舒" in table.inner_text()
    assert "第二人民" in page.locator(".CodeMirror-code").inner_text()
    assert page.locator(".parseErrorIcon").count() == 0


def test_a_query_of_ones_own_is_asked(open_page: Open) -> None:
    assert open_page("?lang=zh").locator(".tabsList .tab.active").inner_text().split()[0] == "查询"
    page = open_page("?lang=en")
    assert page.locator(".tabsList .tab.active").inner_text().split()[0] == "Query"
    assert page.evaluate("document.documentElement.lang") == "en"
    assert "Who serves at a hospital" in page.locator("#questions").inner_text()
    page.evaluate("zhkg.yasgui.getTab().setQuery('SELECT ?x { ?x a kg:Hospital }')")
    page.locator(".yasqe_queryButton").click()
    page.locator(".yasr table tbody tr").nth(1).wait_for()


def test_an_iri_leads_to_the_page_of_the_thing(open_page: Open) -> None:
    page = open_page()
    page.evaluate("zhkg.yasgui.getTab().setQuery('SELECT ?x { ?x rdfs:label \"闻若溪\"@zh }')")
    page.locator(".yasqe_queryButton").click()
    with page.context.expect_page() as opened:
        page.locator(".yasr table a.iri").first.click()
    told = opened.value
    told.wait_for_load_state()
    assert told.locator("h1").inner_text() == "闻若溪"


def test_a_wrong_parameter_is_told_beside_the_question(open_page: Open, server: Served) -> None:
    from playwright.sync_api import expect

    page = open_page()
    page.on("response", lambda _: None)
    page.evaluate("window.fetch = () => Promise.resolve(new Response('no integer', { status: 400 }))")
    ask(page, "谁身兼数职", at_least="two")
    expect(page.locator("#refusal")).to_have_text("no integer")
    assert server.send("GET", "/questions/several-posts?at_least=two").status == 400


def test_the_page_of_a_thing_leads_on(open_page: Open) -> None:
    page = open_page(PERSON)
    assert page.locator("h1").inner_text() == "闻若溪"
    assert page.locator("blockquote mark.self").first.inner_text() == "闻若溪"
    page.locator(".fact a", has_text="云屏市第二人民医院").first.click()
    assert page.locator("h1").inner_text() == "云屏市第二人民医院"
    page.get_by_text("English").click()
    assert "hospital" in page.locator(".kind").inner_text().lower()
    assert "Confidence" in page.locator("main").inner_text()


@pytest.mark.parametrize(("path", "scheme"), [(p, s) for p in ("", PERSON) for s in ("light", "dark")])
def test_light_and_dark(open_page: Open, path: str, scheme: str) -> None:
    page = open_page(path, scheme)
    paper = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert (paper == "rgb(250, 249, 246)") == (scheme == "light")


def test_the_network_view_draws(open_page: Open) -> None:
    page = open_page("network")
    page.wait_for_function("globalThis.zhkg")
    assert page.locator("canvas").count() > 0


def test_no_page_can_be_made_to_run_another_script(browser: Any, server: Served) -> None:
    page = browser.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.goto(server.address + PERSON)
    page.evaluate(
        """() => { const script = document.createElement("script"); script.textContent = "window.fired = 1";
        document.body.append(script); }"""
    )
    assert page.evaluate("globalThis.fired") is None
    assert any("Content Security Policy" in text for text in said)
    page.close()


def test_the_vendored_editor_is_the_one_that_is_told_of() -> None:
    folder = Path(__file__).parent.parent / "kg/page/vendor/yasgui"
    assert "4.6.2" in (folder / "README.md").read_text(encoding="utf-8")
    assert "sourceMappingURL" not in (folder / "yasgui.min.js").read_text(encoding="utf-8")

"""The pages that the server makes: the query page, and the page of one thing with its facts and sentences.

They share the style of the network page; what an article says is put in as text only.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from importlib import resources
from urllib.parse import quote

from kg.facts import Explanation, Fact
from kg.iris import every_prefix
from kg.model import Graph, Sentence
from kg.ontology import Ontology
from kg.questions import Question
from kg.serving.markup import Element, Node, element, render_page

STATIC = {
    "style.css": "text/css",
    "serve.css": "text/css",
    "query.mjs": "text/javascript",
    "yasgui.min.css": "text/css",
    "yasgui.min.js": "text/javascript",
}
"""The files beside the pages and their media types; no other is ever opened."""

SHOWN = 200
"""At most so many facts, and so many other things, stand on a page."""

_WORDS = {
    "zh": {
        "title": "知识图谱",
        "query": "查询",
        "network": "网络",
        "other": "English",
        "questions": "现成的问题",
        "ask": "提问",
        "facts": "事实",
        "also": "又作",
        "part of": "隶属于",
        "parts": "下属",
        "possibly same": "可能是同一个",
        "notes": "编辑说明",
        "articles": "提到它的文章",
        "mentions": "文中提到",
        "confidence": "置信度",
        "more": "此处只列出一部分，其余见",
        "source": "原文字符",
        "data": "数据",
        "none": "没有关于它的事实。",
        "example": "各类事物各有多少",
    },
    "en": {
        "title": "Knowledge graph",
        "query": "Query",
        "network": "Network",
        "other": "中文",
        "questions": "Prepared questions",
        "ask": "Ask",
        "facts": "Facts",
        "also": "also",
        "part of": "Part of",
        "parts": "Its parts",
        "possibly same": "Possibly the same as",
        "notes": "Editorial notes",
        "articles": "Articles that mention it",
        "mentions": "What it mentions",
        "confidence": "Confidence",
        "more": "Only some are listed here; for the rest see",
        "source": "characters of the raw file",
        "data": "Data",
        "none": "There is no fact about it.",
        "example": "What there is, by class",
    },
}

_EXAMPLE = """\
SELECT ?class (COUNT(*) AS ?things)
WHERE { ?thing a ?class }
GROUP BY ?class
ORDER BY DESC(?things)"""

_FOLDERS = {"style.css": ".", "serve.css": "serving", "query.mjs": "serving"}


@cache
def static_file(name: str) -> bytes:
    """The content of one of the files in STATIC."""
    folder = _FOLDERS.get(name, "vendor/yasgui")
    return resources.files("kg").joinpath("page", folder, name).read_bytes()


def render_query_page(questions: Sequence[Question], base: str, language: str) -> str:
    """The page on which one asks: an editor with its results, and the prepared questions in a language."""
    words = _WORDS[language]
    asked = [_question(question, language) for question in questions]
    data = {
        "prefixes": every_prefix(base),
        "base": base,
        "tab": words["query"],
        "example": f"# {words['example']}\n{_EXAMPLE}",
    }
    main = element(
        "main",
        element("nav", element("h2", words["questions"]), *asked, id="questions"),
        element("div", id="yasgui"),
        class_="asking",
    )
    scripts = (
        element("script", src="/static/yasgui.min.js"),
        element("script", type="module", src="/static/query.mjs"),
    )
    sheet = element("link", rel="stylesheet", href="/static/yasgui.min.css")
    body = element("body", _header("/", language), main, *scripts, **{"data-page": json.dumps(data)})
    return _document(words["title"], language, body, sheet)


def _question(question: Question, language: str) -> Element:
    """A question to be opened, with a form for its parameters."""
    inputs = [
        element(
            "label",
            parameter.name.replace("_", " "),
            element("input", name=parameter.name, value=parameter.default, autocomplete="off"),
        )
        for parameter in question.parameters
    ]
    button = element("button", _WORDS[language]["ask"], type="submit")
    title = question.zh if language == "zh" else question.en
    form = element("form", *inputs, button, **{"data-question": question.name})
    return element("details", element("summary", title), form)


def render_entity(told: Explanation, graph: Graph, base: str, ontology: Ontology, language: str) -> str:
    """The page of a thing: its names, what it is, and every fact with the sentences that say so.

    `graph` is at least the neighbourhood of the thing.
    """
    words = _WORDS[language]
    names = {entity.id: (entity.name, *entity.aliases) for entity in graph.entities}
    names |= {article.id: (article.title or article.source,) for article in graph.articles}
    main = element(
        "main",
        element("p", element("span", ontology.classes[told.cls].label(language)), class_="kind"),
        element("h1", told.name),
        element("p", f"{words['also']} {' · '.join(told.aliases)}", class_="names") if told.aliases else None,
        *_relations(told, graph, names, words, language),
        element("h2", words["facts"], " ", element("span", str(len(told.facts)), class_="count")),
        *(_fact(fact, told.id, names, ontology, language) for fact in told.facts[:SHOWN]),
        None if told.facts else element("p", words["none"], class_="unstated"),
        _more(told, words) if len(told.facts) > SHOWN else None,
        _data(told, base, words),
        class_="thing",
    )
    body = element("body", _header(_path(told.id), language), main)
    return _document(told.name, language, body)


def _document(title: str, language: str, body: Element, *sheets: Element) -> str:
    head = element(
        "head",
        element("meta", charset="utf-8"),
        element("meta", name="viewport", content="width=device-width, initial-scale=1"),
        element("meta", name="color-scheme", content="light dark"),
        element("title", title),
        *sheets,
        element("link", rel="stylesheet", href="/static/style.css"),
        element("link", rel="stylesheet", href="/static/serve.css"),
        element("link", rel="icon", href="data:,"),
    )
    return render_page(element("html", head, body, lang="zh-CN" if language == "zh" else "en"))


def _header(path: str, language: str) -> Element:
    """What stands on top of every page: where one may go, and the other language."""
    words = _WORDS[language]
    other = "en" if language == "zh" else "zh"
    return element(
        "header",
        element("span", "图", id="seal", **{"aria-hidden": "true"}),
        element("strong", words["title"]),
        element("a", words["query"], href=f"/?lang={language}"),
        element("a", words["network"], href="/network"),
        element("a", words["other"], href=f"{path}?lang={other}", class_="language"),
        id="top",
    )


def _relations(
    told: Explanation,
    graph: Graph,
    names: Mapping[str, tuple[str, ...]],
    words: Mapping[str, str],
    language: str,
) -> Iterator[Element]:
    """What the thing has to do with others apart from facts."""
    own = next((entity for entity in graph.entities if entity.id == told.id), None)
    same = {other for pair in graph.possibly_same if told.id in pair for other in pair} - {told.id}
    related: tuple[tuple[str, Iterable[str]], ...] = (
        ("part of", [own.parent] if own and own.parent else []),
        ("parts", [entity.id for entity in graph.entities if entity.parent == told.id]),
        ("possibly same", sorted(same)),
        ("articles", [article.id for article in graph.articles if told.id in article.mentions]),
        (
            "mentions",
            [id_ for article in graph.articles if article.id == told.id for id_ in article.mentions],
        ),
    )
    for what, ids in related:
        links = [_link(id_, names.get(id_, (id_,))[0], language) for id_ in list(ids)[:SHOWN]]
        if links:
            yield element("section", element("h3", words[what]), element("p", *links))
    if told.notes:
        yield element("section", element("h3", words["notes"]), *(element("p", note) for note in told.notes))


def _fact(
    fact: Fact, self: str, names: Mapping[str, tuple[str, ...]], ontology: Ontology, language: str
) -> Element:
    words = _WORDS[language]
    forms = {form: "other" for id_ in fact.things if id_ for form in names.get(id_, ())}
    forms |= {value: "trigger" for role, value in fact.said if role == "kg:trigger"}
    forms |= dict.fromkeys(names.get(self, ()), "self")
    rows: list[Node] = []
    for (role, value), id_ in zip(fact.said, fact.things, strict=True):
        said = ontology.individuals[value].label(language) if role == "kg:status" else value
        rows.append(element("dt", ontology.properties[role].label(language)))
        rows.append(element("dd", _link(id_, said, language) if id_ and id_ != self else said))
    return element(
        "article",
        element("p", _link(fact.id, ontology.classes[fact.cls].label(language), language), class_="said"),
        element("dl", *rows),
        *(_quotation(source, sentence, forms, language) for source, sentence in fact.evidence),
        element(
            "p",
            words["confidence"],
            element("meter", value=f"{fact.confidence:.4g}"),
            f"{fact.confidence:.0%}",
            class_="confidence",
        ),
        class_="fact",
    )


def _quotation(source: str, sentence: Sentence, forms: Mapping[str, str], language: str) -> Element:
    """A sentence with the names in it marked, and where it stands."""
    place = f"{sentence.begin}–{sentence.end} {_WORDS[language]['source']}"
    caption = element("figcaption", _link(sentence.article, source, language), " · ", place)
    return element("figure", element("blockquote", *mark(sentence.text, forms)), caption)


def mark(text: str, forms: Mapping[str, str]) -> Iterator[Node]:
    """The text in pieces, each of the forms in it in a `mark` of the class that the form stands for."""
    wanted = sorted(filter(None, forms), key=len, reverse=True)
    pieces = re.split(f"({'|'.join(map(re.escape, wanted))})", text) if wanted else [text]
    for place, piece in enumerate(pieces):
        if place % 2:
            yield element("mark", piece, class_=forms[piece])
        elif piece:
            yield piece


def _more(told: Explanation, words: Mapping[str, str]) -> Element:
    rdf = element("a", "Turtle", href=f"{_path(told.id)}?format=text/turtle")
    return element("p", words["more"], " ", rdf, class_="unstated")


def _data(told: Explanation, base: str, words: Mapping[str, str]) -> Element:
    """The IRI of the thing, and the forms in which a program may have the same."""
    forms = {
        "Turtle": "text/turtle",
        "N-Triples": "application/n-triples",
        "JSON-LD": "application/ld+json",
    }
    links = [element("a", name, href=f"{_path(told.id)}?format={form}") for name, form in forms.items()]
    return element(
        "footer", element("p", words["data"], *links), element("p", element("code", f"{base}{told.id}"))
    )


def _link(id_: str, text: str, language: str) -> Element:
    return element("a", text, href=f"{_path(id_)}?lang={language}", class_="link")


def _path(id_: str) -> str:
    return f"/entity/{quote(id_)}"

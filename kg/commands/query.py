"""`kg query`."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.commands.shared import EXISTING_FILE, counted, graph_file, lang_option, narrate, quiet_option, warn
from kg.config import find_config
from kg.errors import InputError, UsageError

if TYPE_CHECKING:
    from kg.questions import Question


FORMS = ("table", "csv", "json", "tsv", "xml", "turtle", "ntriples", "jsonld")
"""How an answer is shown; the last three are for graphs."""


@click.command()
@click.argument("arguments", metavar="[GRAPH] [SPARQL]", nargs=-1)
@click.option("-f", "--file", type=EXISTING_FILE, help="Read the query from a file, - for stdin.")
@click.option("--name", metavar="QUESTION", help="Ask a prepared question.")
@click.option("-p", "--param", "params", metavar="NAME=VALUE", multiple=True, help="Set a parameter of it.")
@click.option("--list", "listed", is_flag=True, help="List the prepared questions, a line each.")
@click.option("--format", "form", type=click.Choice(FORMS), default="table", show_default=True)
@click.option(
    "--timeout",
    type=click.FloatRange(min=0, min_open=True),
    metavar="SECONDS",
    help="End the query after so long; without it only Ctrl-C does.",
)
@lang_option
@quiet_option
def query(
    arguments: tuple[str, ...],
    file: Path | None,
    name: str | None,
    params: tuple[str, ...],
    listed: bool,
    form: str,
    timeout: float | None,
    lang: str,
    quiet: bool,
) -> None:
    """Ask a graph in SPARQL 1.1, or ask a prepared question.

    SPARQL is a query, or - to read it from stdin. The prefixes kg:, schema:, org:, rdfs:, skos:, nif:, prov:,
    dcterms: and xsd: need no declaration, nor do those of things, person: and the like, and those of
    dataset.ttl, void: and dcat:.

    CSV, TSV, JSON and XML are the standard's SPARQL 1.1 result formats; what CONSTRUCT and DESCRIBE give
    can be had as Turtle, N-Triples and JSON-LD, too.
    """
    from kg.hints import graphs_hint, unknown_terms
    from kg.ontology import load_ontology
    from kg.query import open_graph
    from kg.query import query as ask
    from kg.questions import bind, list_questions, load_question
    from kg.results import render
    from kg.workers import FORKS, Limits, ask_once

    if listed:
        click.echo("\n".join(_lines(list_questions(), lang)))
        return
    graph, sparql = _arguments(arguments, prepared=bool(file or name))
    if bool(sparql) + bool(file) + bool(name) != 1:
        raise UsageError("Give one query: as text, with -f FILE, or with --name QUESTION (see --list).")
    if params and not name:
        raise UsageError("--param belongs to a prepared question; give its --name too.")
    terms = None
    if name:
        question = load_question(name)
        sparql, terms = question.sparql, bind(question, dict(map(_pair, params)))
    elif file or sparql == "-":
        sparql = _read(str(file or "-"))
    if timeout and not FORKS:
        raise UsageError("--timeout needs a system that forks, such as Linux; leave it out.")
    path, base = graph_file(graph), find_config().base

    def prepare() -> Callable[[str], tuple[str, int]]:
        store = open_graph(path)

        def answer(asked: str) -> tuple[str, int]:
            result = ask(store, asked, terms, base)
            return render(result, form, base), len(result.rows)

        return answer

    shown, rows = ask_once(prepare, sparql, Limits(timeout, _memory()))
    for hint in (*unknown_terms(sparql, load_ontology()), graphs_hint(sparql, path)):
        if hint:
            warn(hint)
    click.echo(shown, nl=False)
    narrate(quiet, counted(rows, "row"))


def _memory() -> int | None:
    """Half of what the machine has, so that a query that runs away does not take it down; None if unknown."""
    try:
        return os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") // 2
    except (AttributeError, OSError, ValueError):
        return None


def _arguments(arguments: tuple[str, ...], prepared: bool) -> tuple[Path | None, str]:
    """The graph and the query, where either may be left out."""
    if len(arguments) > 2 or (prepared and len(arguments) > 1):
        raise UsageError("Too many arguments; give a graph and one query, the query in quotes.")
    if prepared or len(arguments) == 2:
        graph, sparql = (*arguments, "", "")[:2]
        return (Path(graph) if graph else None), sparql
    only = arguments[0] if arguments else ""
    if only and only != "-" and not any(sign in only for sign in "{<: "):
        raise UsageError(f"{only} is no query; give one behind it, or use -f FILE or --name QUESTION.")
    return None, only


def _pair(text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not equals:
        raise UsageError(f"{text} sets nothing; write a parameter as NAME=VALUE.")
    return name, value


def _read(file: str) -> str:
    """The text of a file, or of stdin if the file is `-`."""
    try:
        data = sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
        return data.decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{file} cannot be read as a query ({error}); give a text file in UTF-8.") from error


def _lines(questions: Iterable[Question], lang: str) -> Iterator[str]:
    from kg.tables import align

    rows = []
    for question in questions:
        parameters = " ".join(f"{p.name}={p.default}" for p in question.parameters)
        rows.append((question.name, question.zh if lang == "zh" else question.en, parameters))
    return align(rows)

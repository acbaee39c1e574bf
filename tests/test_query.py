import csv
import io
import json
import re
import subprocess
import sys
import tomllib
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from xml.etree import ElementTree

import pyoxigraph as ox
import pytest
import rdflib
from example import example_graph
from graphs import nasty
from hypothesis import assume, given
from hypothesis import strategies as st
from rdflib.plugins.sparql.algebra import translateQuery
from rdflib.plugins.sparql.parser import parseQuery
from running import ROOT

from kg.errors import ConfigError, InputError, LimitError, QueryError
from kg.iris import VOCABULARIES, every_prefix, prefixed
from kg.model import Graph
from kg.ontology import load_ontology
from kg.query import declare, open_graph, query
from kg.questions import Question, bind, list_questions, load_question
from kg.results import Result, render, values
from kg.triples import to_rdflib, to_triples, write_turtle

CASES = Path(__file__).parent / "cases" / "query"
REFUSED = tomllib.loads((CASES / "refused.toml").read_text(encoding="utf-8"))
QUESTIONS = tomllib.loads((CASES / "questions.toml").read_text(encoding="utf-8"))["question"]
NAMES = [question.name for question in list_questions()]
WORDS = {"service": "SERVICE", "from": "FROM is refused", "reads": "only reads", "malformed": "malformed"}


def store_of(graph: Graph) -> ox.Store:
    store = ox.Store()
    store.extend(ox.Quad(*triple) for triple in to_triples(graph))
    return store


@pytest.fixture(scope="module")
def store() -> ox.Store:
    return store_of(example_graph())


@pytest.mark.parametrize("kind", REFUSED)
def test_what_leaves_or_changes_the_graph_is_refused_in_one_sentence(store: ox.Store, kind: str) -> None:
    before = len(store)
    for sparql in REFUSED[kind]:
        with pytest.raises(QueryError, match=WORDS[kind]) as error:
            query(store, sparql)
        assert "\n" not in str(error.value)
        assert len(str(error.value)) < 200
    assert len(store) == before


@pytest.mark.parametrize(
    ("sparql", "count"),
    [
        ("SELECT ?service { ?service a kg:Place }", 2),
        ("SELECT $service { $service a kg:Place }", 2),
        ('SELECT ?x { ?x a kg:Place FILTER(?x != "from LOAD <http://a>") } # FROM <http://a>', 2),
        ("SELECT ?from { ?from a kg:Place }", 2),
        ("BASE <http://x/from> PREFIX from: <http://x/insert#> SELECT ?x { ?x a kg:Place }", 2),
        ("SELECT ?甲 { ?甲 rdfs:label '闻若溪'@zh }", 1),
        ("SELECT ?x { person:闻若溪 rdfs:label ?x }", 1),
        ("SELECT ?a ?b { ?a kg:amount ?x . ?b kg:confidence ?y FILTER(?x<?y||?y>?x) }", 0),
    ],
)
def test_harmless_queries_are_answered(store: ox.Store, sparql: str, count: int) -> None:
    assert len(query(store, sparql).rows) == count


@pytest.mark.parametrize("prefix", sorted(every_prefix()))
def test_prefixes_need_no_declaration(store: ox.Store, prefix: str) -> None:
    assert query(store, f"ASK {{ BIND({prefix}:x AS ?x) }}").rows


def test_a_malformed_query_names_its_line(store: ox.Store) -> None:
    with pytest.raises(QueryError, match="line 3, column 7"):
        query(store, "SELECT *\n{ ?s ?p ?o .\n  ?s }")
    with pytest.raises(QueryError, match="Prefix not found"):
        query(store, "SELECT * { ?s a nothing:here }")


def test_forms_of_query(store: ox.Store) -> None:
    assert values(query(store, "ASK { ?x a kg:Hospital }")) == [(True,)]
    assert values(query(store, "ASK { ?x a kg:Nothing }")) == [(False,)]
    construct = query(store, "CONSTRUCT { ?x a schema:Hospital } WHERE { ?x a kg:Hospital }")
    assert construct.form == "graph"
    assert len(construct.rows) == 2
    assert len(query(store, "DESCRIBE person:闻若溪").rows) == 4


def test_a_file_is_asked_as_a_store_is(tmp_path: Path, store: ox.Store) -> None:
    path = tmp_path / "graph.ttl"
    write_turtle(example_graph(), path)
    assert len(open_graph(path)) == len(store)
    sparql = "SELECT ?n { ?x rdfs:label ?n } ORDER BY ?n"
    assert query(path, sparql) == query(store, sparql)


def test_no_graph_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="kg build"):
        query(tmp_path / "graph.ttl", "ASK {}")
    (tmp_path / "graph.ttl").write_text("{", encoding="utf-8")
    with pytest.raises(InputError, match="line 1"):
        query(tmp_path / "graph.ttl", "ASK {}")


@given(nasty, nasty)
def test_a_parameter_is_one_value_whatever_stands_in_it(one: str, other: str) -> None:
    terms = {"a": ox.Literal(f"$b{one}"), "b": ox.Literal(other)}
    assume(not any("service" in text.casefold() for text in (one, other)))
    found = query(ox.Store(), "SELECT ?x ?y { BIND($a AS ?x) BIND($b AS ?y) }", terms)
    assert values(found) == [(f"$b{one}", other)]


@pytest.fixture(scope="module")
def stores(store: ox.Store) -> dict[str, ox.Store]:
    return {"example": store, "traps": open_graph(CASES / "traps.ttl")}


@pytest.mark.parametrize("case", QUESTIONS, ids=lambda case: case["name"])
def test_prepared_questions_are_answered(stores: dict[str, ox.Store], case: dict[str, object]) -> None:
    question = load_question(str(case["name"]))
    graph = stores[str(case.get("graph", "example"))]
    found = query(graph, question.sparql, bind(question, case.get("given", {})))
    places = [found.columns.index(column) for column in case["columns"]]
    cells = [["" if row[i] is None else str(row[i]) for i in places] for row in values(found)]
    assert cells == case["rows"]


def test_every_question_has_a_case_with_traps_and_two_titles() -> None:
    questions = list_questions()
    assert {question.name for question in questions} == {
        case["name"] for case in QUESTIONS if case.get("graph") == "traps" and case["rows"]
    }
    assert len({question.zh for question in questions}) == len({question.en for question in questions}) >= 22


def test_every_question_is_documented() -> None:
    shown = (ROOT / "docs/questions.md").read_text(encoding="utf-8")
    assert [q.name for q in list_questions() if f"| `{q.name}` | {q.zh}<br>{q.en} |" not in shown] == []


@pytest.mark.parametrize("name", NAMES)
def test_an_empty_graph_has_no_answer(name: str) -> None:
    question = load_question(name)
    assert query(ox.Store(), question.sparql, bind(question, {})).rows == ()


def test_every_question_is_answered_by_the_sample_corpus_as_it_comes() -> None:
    sample = open_graph(ROOT / "tests/golden/corpus.ttl")
    silent = {q.name for q in list_questions() if not query(sample, q.sparql, bind(q, {})).rows}
    assert silent == {"contradictions", "corrections"}  # nothing contradicts, nobody has corrected
    assert values(query(sample, "ASK { ?x skos:editorialNote ?y }")) == [(False,)]


def plain(question: Question) -> str:
    """The question with its defaults, as any engine takes it."""
    terms = bind(question, {})
    return re.sub(
        r"\$(\w+)", lambda found: str(terms[found[1]]) if found[1] in terms else found[0], question.sparql
    )


def named_terms(sparql: str) -> set[str]:
    """What the code of a query names, `kg:Visit`, and `kg:Visit/*` where it asks a visit for its kind."""
    named, typed = set(), set()

    def visit(part: object) -> None:
        if isinstance(part, rdflib.URIRef):
            named.add(prefixed(str(part)) or str(part))
        if isinstance(part, tuple) and len(part) == 3 and part[1] == rdflib.RDF.type:
            typed.add((part[0], part[2]))
        if isinstance(part, dict | rdflib.paths.Path):
            part = [*(part if isinstance(part, dict) else vars(part)).values()]
        for inner in part if isinstance(part, list | tuple | set) else ():
            visit(inner)

    visit(translateQuery(parseQuery(sparql), initNs=VOCABULARIES).algebra)
    open_kinds = {thing for thing, kind in typed if isinstance(kind, rdflib.Variable)}
    return named | {f"{prefixed(str(kind))}/*" for thing, kind in typed if thing in open_kinds}


def test_some_question_touches_every_class_and_property_of_the_ontology() -> None:
    ontology = load_ontology()
    named = set()
    for question in list_questions():
        named |= named_terms(plain(question))
    classes = {
        name
        for name in ontology.classes
        if f"kg:{name}" in named or any(f"kg:{above}/*" in named for above in ontology.ancestors(name))
    }
    assert ontology.properties.keys() - named == set()
    assert {f"kg:{name}" for name in ontology.individuals} - named == set()
    # The individuals are all that there is of Status; a graph does not repeat their class.
    assert ontology.classes.keys() - classes == {"Status"}


@pytest.mark.parametrize("graph", ["example", "traps"])
@pytest.mark.parametrize("name", NAMES)
def test_rdflib_answers_the_same(stores: dict[str, ox.Store], name: str, graph: str) -> None:
    question = load_question(name)
    ours = query(stores[graph], question.sparql, bind(question, {}))
    peer = to_rdflib(example_graph()) if graph == "example" else rdflib.Graph().parse(CASES / "traps.ttl")
    theirs = peer.query(plain(question), initNs=VOCABULARIES)
    rows = [["" if cell is None else str(_number(cell)) for cell in row] for row in theirs]
    assert rows == [["" if cell is None else str(cell) for cell in row] for row in values(ours)]


def _number(term: rdflib.term.Node) -> object:
    value = term.toPython() if isinstance(term, rdflib.Literal) else term
    return f"{value.normalize():f}" if isinstance(value, Decimal) else value


def test_totals_are_not_counted_double() -> None:
    graph = example_graph()
    (money,) = (action for action in graph.actions if action.amount is not None)
    several = money._replace(evidence=tuple(sentence.id for sentence in graph.sentences[:5]))
    planned = money._replace(id="action/planned", status="Planned")
    actions = tuple(sorted((several, planned), key=lambda action: action.id))
    question = load_question("largest-donors")
    found = query(store_of(replace(graph, actions=actions)), question.sparql, bind(question, {}))
    assert values(found) == [("白鹭制药有限公司", "CNY", Decimal(694046), 1, Decimal(0), 0)]


@pytest.mark.parametrize(
    ("name", "given_", "words"),
    [
        ("where-it-says", {}, "There is no question where-it-says; do you mean where-it-says-so? "),
        ("who-serves", {"hospital": "x"}, "no parameter hospital; it has organization."),
        ("several-posts", {"at_least": "two"}, "at_least of several-posts is no integer ('two')"),
        ("doubtful-facts", {"below": "1) . ?x ?y ?z"}, "is no decimal"),
        ("goods-given", {"x": "1"}, "it has none."),
    ],
)
def test_a_wrong_question_or_parameter_is_one_sentence(name: str, given_: dict[str, str], words: str) -> None:
    with pytest.raises(QueryError) as error:
        bind(load_question(name), given_)
    assert words in str(error.value)


@pytest.mark.parametrize(
    "text", ["SELECT * {}", "# zh: 问\nSELECT * {}", "# zh: 问\n# en: ask\n# param: x colour y\nASK {}"]
)
def test_a_broken_question_file_is_named(tmp_path: Path, text: str) -> None:
    (tmp_path / "broken.rq").write_text(text, encoding="utf-8")
    with pytest.raises(ConfigError, match=r"broken\.rq"):
        list_questions(tmp_path)


RESULT = Result(
    "select",
    ("name", "n", "thing"),
    (
        (
            ox.Literal("闻若溪", language="zh"),
            ox.Literal(3),
            ox.NamedNode("https://w3id.org/zhkg/person/闻若溪"),
        ),
        (ox.Literal('a,"b\n\x1b[31mc'), None, ox.NamedNode(VOCABULARIES["kg"] + "Visit")),
    ),
)


def test_a_table_is_aligned_for_wide_characters_and_obeys_nothing() -> None:
    assert render(RESULT, "table") == (
        "name         n  thing\n"
        "───────────  ─  ─────────────\n"
        "闻若溪       3  person/闻若溪\n"
        'a,"b  [31mc     kg:Visit\n'
    )


def test_csv_is_read_back() -> None:
    rows = list(csv.reader(io.StringIO(render(RESULT, "csv"), newline="")))
    assert rows == [
        ["name", "n", "thing"],
        ["闻若溪", "3", "https://w3id.org/zhkg/person/闻若溪"],
        ['a,"b\n\x1b[31mc', "", VOCABULARIES["kg"] + "Visit"],
    ]


@given(st.lists(st.tuples(nasty, st.none() | st.integers(0, 9)), max_size=3))
def test_json_is_the_standard_form(rows: list[tuple[str, int | None]]) -> None:
    cells = tuple((ox.Literal(text, language="zh"), None if n is None else ox.Literal(n)) for text, n in rows)
    said = render(Result("select", ("t", "n"), cells), "json")
    back = ox.parse_query_results(said, format=ox.QueryResultsFormat.JSON)
    assert isinstance(back, ox.QuerySolutions)
    assert tuple((solution["t"], solution["n"]) for solution in back) == cells


def test_json_of_an_answer_is_the_standard_form(store: ox.Store) -> None:
    assert json.loads(render(query(store, "ASK {}"), "json")) == {"head": {}, "boolean": True}


@pytest.mark.parametrize(
    "module", ["kg.query", "kg.validate", "kg.triples", "kg.facts", "kg.stats", "kg.questions"]
)
def test_the_rdf_side_starts_light(module: str) -> None:
    heavy = {"torch", "hanlp", "rdflib", "networkx", "pyvis", "opencc"}
    script = f"import sys, {module}; print(*{{name.partition('.')[0] for name in sys.modules}})"
    loaded = subprocess.run(
        [sys.executable, "-c", script],
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(__file__).parents[1],
    )
    assert not heavy & set(loaded.stdout.split())
    assert "pyoxigraph" in loaded.stdout


ROWS = st.lists(st.tuples(nasty, st.none() | nasty))


def result_of(rows: list[tuple[str, str | None]]) -> Result:
    """Two columns, the second in Chinese where it is bound."""
    terms = ((ox.Literal(one), None if two is None else ox.Literal(two, language="zh")) for one, two in rows)
    return Result("select", ("a", "b"), tuple(terms))


@pytest.mark.parametrize(
    ("form", "media"), [("json", ox.QueryResultsFormat.JSON), ("tsv", ox.QueryResultsFormat.TSV)]
)
@given(ROWS)
def test_rows_come_back_from_every_format(
    form: str, media: ox.QueryResultsFormat, rows: list[tuple[str, str | None]]
) -> None:
    result = result_of(rows)
    found = ox.parse_query_results(render(result, form).encode(), media)
    assert isinstance(found, ox.QuerySolutions)
    assert tuple(tuple(row) for row in found) == result.rows


@given(ROWS)
def test_rows_come_back_from_xml(rows: list[tuple[str, str | None]]) -> None:
    forbidden = re.compile("[^\\t\\n\\r\\x20-\\ud7ff\\ue000-\\ufffd\\U00010000-\\U0010ffff]")
    assume(not any(forbidden.search(text or "") for row in rows for text in row))
    root = ElementTree.fromstring(render(result_of(rows), "xml"))
    space = "{http://www.w3.org/2005/sparql-results#}"
    found = [
        {binding.get("name"): binding[0].text or "" for binding in solution}
        for solution in root.iter(f"{space}result")
    ]
    assert found == [{"a": one} if two is None else {"a": one, "b": two} for one, two in rows]


def test_what_xml_cannot_hold_does_not_spoil_the_whole() -> None:
    said = render(Result("select", ("a",), ((ox.Literal("a\u0000\u0008b"),),)), "xml")
    (row,) = ox.parse_query_results(said.encode(), ox.QueryResultsFormat.XML)
    assert row[0].value == "a\ufffd\ufffdb"


@pytest.mark.parametrize(
    ("form", "syntax"),
    [
        ("turtle", ox.RdfFormat.TURTLE),
        ("ntriples", ox.RdfFormat.N_TRIPLES),
        ("rdfxml", ox.RdfFormat.RDF_XML),
        ("jsonld", ox.RdfFormat.JSON_LD),
    ],
)
def test_a_graph_comes_back_from_every_format(store: ox.Store, form: str, syntax: ox.RdfFormat) -> None:
    whole = query(store, "CONSTRUCT WHERE { ?s ?p ?o }")
    said = render(whole, form)
    assert {tuple(quad.triple) for quad in ox.parse(said.encode(), format=syntax)} == set(whole.rows)
    with pytest.raises(QueryError, match="Rows are no graph; ask by CONSTRUCT"):
        render(query(store, "ASK {}"), form)


def test_the_same_query_gives_the_same_bytes_in_every_process(tmp_path: Path) -> None:
    write_turtle(example_graph(), tmp_path / "graph.ttl")
    code = (
        "import sys; from pathlib import Path; from kg.query import query; from kg.results import render;"
        "found = query(Path(sys.argv[1]), 'CONSTRUCT WHERE { ?s ?p ?o }');"
        "print([render(found, form) for form in ('turtle', 'ntriples', 'rdfxml', 'jsonld')])"
    )
    said = {
        subprocess.run(
            [sys.executable, "-c", code, tmp_path / "graph.ttl"], capture_output=True, check=True
        ).stdout
        for _ in range(3)
    }
    assert len(said) == 1


def test_more_rows_than_may_be_are_refused(store: ox.Store) -> None:
    assert len(query(store, "SELECT * { ?s ?p ?o } LIMIT 5", most=5).rows) == 5
    for form in ("SELECT *", "CONSTRUCT"):
        with pytest.raises(LimitError, match="more than 5 rows"):
            query(store, f"{form} WHERE {{ ?s ?p ?o }}", most=5)


def test_a_query_is_made_ready_for_other_engines() -> None:
    said = declare("SELECT * { ?s a kg:Hospital ; rdfs:label 'org:x' } # schema:y")
    assert [line.split()[1] for line in said.splitlines()[:-1]] == ["kg:", "rdfs:"]
    assert list(rdflib.Graph().query(said)) == []

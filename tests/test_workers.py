"""Workers: what the kernel ends them for, what they cannot reach, and what is left of them."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
from example import example_graph
from running import RunKg, finish, spawn
from serving import children

import kg.workers
from kg.errors import EngineError, InputError, LimitError, OutputError, QueryError
from kg.query import query
from kg.results import values
from kg.serving.pool import Pool
from kg.triples import to_triples, write_turtle
from kg.workers import Answer, Limits, Worker, ask_once, helper

RUNAWAY = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l FILTER(?a != ?j) }"
GREEDY = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?c ?f ?i"
DEEP = "SELECT * " + "{" * 20_000 + "}" * 20_000


def calling(function: Callable[[Any], Any]) -> Callable[[], Answer]:
    return lambda: function


@pytest.fixture(scope="module")
def asking() -> Callable[[], Answer]:
    store = ox.Store()
    store.extend(ox.Quad(*triple) for triple in to_triples(example_graph()))
    return calling(lambda sparql: values(query(store, sparql, most=1000)))


def test_a_worker_answers_one_question_after_another(asking: Callable[[], Answer]) -> None:
    worker = Worker(asking, Limits())
    assert worker.ask("ASK { ?x a kg:Hospital }") == [(True,)]
    with pytest.raises(QueryError, match="malformed"):
        worker.ask("ASK {")
    assert worker.alive
    assert worker.ask("ASK { ?x a kg:Nothing }") == [(False,)]
    worker.stop()
    assert not worker.alive


def leave(path: Path) -> int:
    path.write_text(str(os.getpid()))
    return os.getpid()


def fail() -> None:
    raise OutputError("The page cannot be written.")


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def test_work_is_done_while_other_work_goes_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    done = tmp_path / "done"
    monkeypatch.setattr(kg.workers, "processors", lambda: 2)
    with helper() as put:
        ask = put(partial(leave, done))
        while not (done.exists() and done.read_text()):
            time.sleep(0.01)
        assert ask() == int(done.read_text()) != os.getpid()


@pytest.mark.parametrize("count", [1, 2])
def test_one_piece_of_work_follows_another(
    tmp_path: Path, count: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kg.workers, "processors", lambda: count)
    with helper() as put:
        ask = put(partial(leave, tmp_path / "one"))
        first = ask()
        (tmp_path / "one").unlink()
        assert ask() == first
        assert not (tmp_path / "one").exists()  # nothing is done twice
        assert put(partial(leave, tmp_path / "other"))() == first
    assert (first == os.getpid()) is (count == 1)


@pytest.mark.parametrize("count", [1, 2])
def test_what_is_wrong_with_work_is_raised_where_it_is_asked_for(
    count: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kg.workers, "processors", lambda: count)
    with helper() as put:
        ask = put(fail)
        for _ in range(2):
            with pytest.raises(OutputError, match="page cannot be written"):
                ask()
        assert put(os.getpid)() > 0  # and it works on
    with helper() as put:
        put(fail)  # and nobody asks what came of it


@pytest.mark.parametrize("count", [1, 2])
def test_work_may_be_put_before_the_last_was_asked_for(count: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kg.workers, "processors", lambda: count)
    with helper() as put:
        first, failing, last = put(partial(str, 1)), put(fail), put(partial(str, 3))
        assert (last(), first()) == ("3", "1")
        with pytest.raises(OutputError, match="page cannot be written"):
            failing()


def test_a_helper_that_is_killed_is_told_of(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kg.workers, "processors", lambda: 2)
    with helper() as put:
        with pytest.raises(EngineError, match="was killed"):
            put(die)()
        with pytest.raises(EngineError, match="was killed"):
            put(os.getpid)()
    with helper() as put:
        put(die)  # nobody asks what came of it
        with pytest.raises(EngineError, match="was killed"):
            put(os.getpid)()


@pytest.mark.parametrize(
    ("sparql", "limits", "words"),
    [
        (RUNAWAY, Limits(seconds=0.3), "more than 0.3 seconds"),
        (GREEDY, Limits(memory=64 << 20), "more than 64 MB of memory"),
        (DEEP, Limits(), "nested too deeply"),
    ],
)
def test_a_limit_ends_it_for_good(
    asking: Callable[[], Answer], sparql: str, limits: Limits, words: str
) -> None:
    worker = Worker(asking, limits)
    with pytest.raises(LimitError, match=words):
        worker.ask(sparql)
    assert not worker.alive


def test_rows_have_a_limit_that_leaves_it_alive(asking: Callable[[], Answer]) -> None:
    worker = Worker(asking, Limits())
    with pytest.raises(LimitError, match="more than 1000 rows"):
        worker.ask("SELECT * { ?a ?b ?c . ?d ?e ?f }")
    assert len(worker.ask("SELECT * { ?a ?b ?c . ?d ?e ?f } LIMIT 1000")) == 1000
    worker.stop()


def test_the_clock_runs_only_while_it_answers() -> None:
    worker = Worker(calling(time.sleep), Limits(seconds=0.5))
    for _ in range(3):
        worker.ask(0.25)
        time.sleep(0.3)
    assert worker.alive
    worker.stop()


def _open_file(_: object) -> str:
    return Path("/etc/hostname").read_text()


def _connect(address: tuple[str, int]) -> None:
    socket.create_connection(address)


def _fetch(address: tuple[str, int]) -> None:
    url = f"http://localhost:{address[1]}/"
    list(ox.Store().query(f"SELECT * {{ SERVICE <{url}> {{ ?s ?p ?o }} }}"))


def _load(_: object) -> None:
    ox.Store().update("LOAD <file:///etc/hostname>")


def _write(_: object) -> None:
    Path("written").write_text("x")


@pytest.mark.parametrize("reach", [_open_file, _connect, _fetch, _load, _write])
def test_it_reaches_no_file_and_no_server_even_past_every_check(reach: Callable[[Any], Any]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        listening.settimeout(0.2)
        with pytest.raises(OSError, match=r".") as error:
            ask_once(calling(reach), listening.getsockname(), Limits())
        assert not isinstance(error.value, TimeoutError)
        with pytest.raises(TimeoutError):
            listening.accept()


def test_what_goes_wrong_before_the_first_question_is_told() -> None:
    def prepare() -> Answer:
        raise InputError("no graph")

    with pytest.raises(InputError, match="no graph"):
        ask_once(prepare, "x", Limits())


def test_a_large_question_and_a_large_answer_pass() -> None:
    text = "图" * 5_000_000
    assert ask_once(calling(lambda said: said * 2), text, Limits()) == text * 2


def test_a_pool_replaces_what_a_question_ended(asking: Callable[[], Answer]) -> None:
    async def go() -> None:
        pool = Pool(asking, Limits(seconds=0.5), 2)
        heavy = asyncio.gather(pool.ask(RUNAWAY), pool.ask("ASK {"), return_exceptions=True)
        assert [type(error) for error in await heavy] == [LimitError, QueryError]
        answers = await asyncio.gather(*(pool.ask("ASK {}") for _ in range(20)))
        assert answers == [[(True,)]] * 20
        pool.close()

    asyncio.run(go())


def test_who_waits_too_long_for_a_worker_is_told() -> None:
    async def go() -> None:
        pool = Pool(calling(time.sleep), Limits(seconds=2), 1)
        assert await asyncio.gather(pool.ask(0.1), pool.ask(0.1)) == [None, None]
        waiting = asyncio.gather(*(pool.ask(1.2) for _ in range(4)), return_exceptions=True)
        assert "Too many queries" in str((await waiting)[-1])
        pool.close()

    asyncio.run(go())


def test_who_gives_up_ends_the_worker() -> None:
    async def go() -> None:
        pool = Pool(calling(time.sleep), Limits(), 1)
        task = asyncio.create_task(pool.ask(60))
        await asyncio.sleep(0.2)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert await pool.ask(0) is None
        pool.close()

    begin = time.monotonic()
    asyncio.run(go())
    assert time.monotonic() - begin < 30  # and not the minute that it had asked for


@pytest.fixture
def graph_path(tmp_path: Path) -> Path:
    write_turtle(example_graph(), tmp_path / "graph.ttl")
    return tmp_path / "graph.ttl"


def test_kg_query_ends_at_its_timeout(run_kg: RunKg, graph_path: Path) -> None:
    ran = run_kg("query", graph_path, RUNAWAY, "--timeout", "0.5")
    assert (ran.code, ran.out) == (1, "")
    assert ran.err == "Error: The query took more than 0.5 seconds; narrow it, or raise the limit.\n"
    assert run_kg("query", graph_path, "ASK {}", "--timeout", "60").code == 0
    assert run_kg("query", graph_path, "ASK {}", "--timeout", "0").code == 2
    assert run_kg("query", graph_path, DEEP).code == 1


def test_kg_query_hears_ctrl_c_in_a_heavy_query(graph_path: Path) -> None:
    process = spawn("query", graph_path, RUNAWAY)
    while not (left := children(process.pid)):
        time.sleep(0.05)
    time.sleep(0.5)  # for it to be in the midst of the query
    begin = time.monotonic()
    process.send_signal(signal.SIGINT)
    ran = finish(process)
    assert time.monotonic() - begin < 20  # and not the minutes that it may take
    assert ran.code == 130
    assert "Interrupted" in ran.err
    for worker in left:
        with pytest.raises(ProcessLookupError):
            os.kill(worker, 0)

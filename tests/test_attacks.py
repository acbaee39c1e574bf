"""Attacks on `kg serve`: each is refused or ended within the limit, and other readers go on meanwhile."""

from __future__ import annotations

import re
import socket
import statistics
import threading
import time
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from example import example_graph
from serving import Served, serving

from kg.triples import write_turtle

CASES = Path(__file__).parent / "cases" / "serving"
ATTACKS = tomllib.loads((CASES / "attacks.toml").read_text(encoding="utf-8"))["attack"]
LIMIT = 2.0
"""Seconds that a query may take here."""
SLACK = 4.0
"""Seconds more that an answer may take on a machine with other work."""
PATIENCE = 10.0
"""Seconds that a client may take to send a request."""


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    path = tmp_path_factory.mktemp("attacked") / "graph.ttl"
    write_turtle(example_graph(), path)
    with serving(path, "--timeout", str(LIMIT)) as served:
        yield served


@dataclass
class Reader:
    """What a reader beside an attack was answered, and how long it waited each time."""

    statuses: set[int] = field(default_factory=set)
    waits: list[float] = field(default_factory=list)


@contextmanager
def reading(server: Served) -> Iterator[Reader]:
    reader, done = Reader(), threading.Event()

    def read() -> None:
        while not reader.waits or not done.is_set():
            begin = time.monotonic()
            reader.statuses.add(server.ask("ASK { ?x a kg:Hospital }").status)
            reader.waits.append(time.monotonic() - begin)
            time.sleep(0.05)

    thread = threading.Thread(target=read)
    thread.start()
    try:
        yield reader
    finally:
        done.set()
        thread.join()


def filled(text: str, port: int) -> str:
    """The text of an attack with its placeholders filled in."""
    text = re.sub(r"\{many:((?:[^{}]|\{ \}|[{}](?=\}))+)\}", lambda found: found[1] * 20_000, text)
    host = f"Host: 127.0.0.1:{port}\r\nConnection: close\r\n\r\n"
    return text.replace("{host}", host).replace("{port}", str(port))


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack["name"])
def test_an_attack_is_refused_or_ended_while_others_go_on(server: Served, attack: dict[str, Any]) -> None:
    begin = time.monotonic()
    with reading(server) as reader:
        if "sparql" in attack:
            reply = server.ask(filled(attack["sparql"], server.port))
            status, text = reply.status, reply.text
        else:
            raw = server.send_raw(filled(attack["send"], server.port).encode("utf-8"), PATIENCE + SLACK)
            status, text = int(raw.split()[1]), raw.partition(b"\r\n\r\n")[2].decode("utf-8")
            assert raw.count(b"HTTP/1.1 ") == 1
            assert b"root:" not in raw
    assert status in attack["status"], text[:500]
    assert attack.get("says", "") in text
    assert time.monotonic() - begin < (PATIENCE if status == 408 else LIMIT) + SLACK
    if status >= 400:
        assert "Traceback" not in text
        assert "<script" not in text
    assert reader.statuses == {200}
    assert statistics.median(reader.waits) < LIMIT


def test_many_attacks_at_once_leave_room_for_readers(server: Served) -> None:
    heavy = [attack["sparql"] for attack in ATTACKS if attack["status"] == [503] and "sparql" in attack][:8]
    statuses: list[int] = []
    threads = [
        threading.Thread(target=lambda sparql=sparql: statuses.append(server.ask(filled(sparql, 0)).status))
        for sparql in heavy
    ]
    for thread in threads:
        thread.start()
    with reading(server) as reader:
        for thread in threads:
            thread.join()
    assert statuses == [503] * len(heavy)
    assert reader.statuses == {200}
    assert len(reader.waits) >= 3


def test_a_hundred_clients_that_never_finish_their_request_stop_nobody(server: Served) -> None:
    clients = [socket.create_connection(("127.0.0.1", server.port)) for _ in range(100)]
    try:
        for client in clients:
            client.sendall(b"GET /sparql?query=ASK%7B%7D HTTP/1.1\r\nHost: loc")
        with reading(server) as reader:
            time.sleep(0.5)
        assert reader.statuses == {200}
        assert max(reader.waits) < SLACK
    finally:
        for client in clients:
            client.close()


def test_there_are_attacks_enough() -> None:
    assert len(ATTACKS) >= 30

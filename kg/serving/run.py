"""From a file to a server that runs until it is told to stop, and leaves no process behind."""

from __future__ import annotations

import signal
import socket
from contextlib import suppress
from pathlib import Path
from types import FrameType

import uvicorn

from kg.errors import UsageError
from kg.neighbourhood import base_of
from kg.ontology import load_ontology
from kg.query import open_graph, triples_of
from kg.serving.answers import answering, drawing
from kg.serving.app import Service, make_app
from kg.serving.pool import Pool
from kg.workers import FORKS, Limits

MOST_ROWS = 100_000
MEMORY = 1 << 30
"""Bytes that a query may take beyond what the graph takes."""
WORKERS = 16
"""Queries that are answered at once; so many do no harm, as they share the graph's memory."""
HEADER = 1 << 16
"""Bytes that the head of a request may have, a query in its address included."""


def listen(port: int) -> socket.socket:
    """A socket on this machine's own address; UsageError where the port is not to be had."""
    listening = socket.socket()
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind(("127.0.0.1", port))
        listening.listen()
    except OSError as error:
        listening.close()
        why = (error.strerror or str(error)).lower()
        raise UsageError(f"Port {port} is not to be had ({why}); give another, or --port 0.") from error
    return listening


def load(file: Path, address: str, seconds: float, cors: bool) -> Service:
    """The service of the graph in `file` at `address`, its queries ended after so many seconds.

    Raises InputError where the file is no graph, and UsageError on a system that cannot fork.
    """
    if not FORKS:
        raise UsageError("`kg serve` needs a system that forks, such as Linux; on Windows run it in WSL.")
    store = open_graph(file)
    base, ontology = base_of(store), load_ontology()
    answer = answering(store, file, base, ontology, MOST_ROWS)
    pool = Pool(lambda: answer, Limits(seconds, MEMORY), WORKERS)
    network = Pool(drawing(store, file, base, ontology), Limits(), 1)
    return Service(sum(1 for _ in triples_of(store)), base, pool, network, address, cors)


def run(service: Service, listening: socket.socket) -> None:
    """Serve until SIGINT or SIGTERM; what is being answered then is given up."""
    config = uvicorn.Config(
        make_app(service),
        loop="asyncio",
        http="h11",
        ws="none",
        lifespan="off",
        log_config=None,
        log_level="critical",
        access_log=False,
        server_header=False,
        proxy_headers=False,
        h11_max_incomplete_event_size=HEADER,
        timeout_graceful_shutdown=1,
    )
    before = signal.signal(signal.SIGTERM, _interrupt)
    try:
        # Once it has shut down, uvicorn raises the signal again that told it to.
        with suppress(KeyboardInterrupt):
            uvicorn.Server(config).run(sockets=[listening])
    finally:
        service.pool.close()
        service.network.close()
        signal.signal(signal.SIGTERM, before)


def _interrupt(_signal: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt

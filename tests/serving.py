"""A `kg serve` in a process of its own, for tests to talk to."""

from __future__ import annotations

import http.client
import re
import socket
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing.process import BaseProcess
from pathlib import Path
from urllib.parse import urlsplit

from running import spawn


@dataclass(frozen=True, slots=True)
class Reply:
    """What came back: a status, headers by lower-case name, and a body."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def type(self) -> str:
        return self.headers.get("content-type", "").partition(";")[0]

    @property
    def text(self) -> str:
        return self.body.decode("utf-8")


@dataclass(frozen=True, slots=True)
class Served:
    """A server that runs."""

    process: subprocess.Popen[bytes] | BaseProcess
    address: str

    @property
    def port(self) -> int:
        return urlsplit(self.address).port or 0

    def send(
        self, method: str, path: str, headers: Mapping[str, str] | None = None, body: bytes | None = None
    ) -> Reply:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            connection.request(method, path, body, dict(headers or {}))
            answer = connection.getresponse()
            pairs = {name.lower(): value for name, value in answer.getheaders()}
            return Reply(answer.status, pairs, answer.read())
        finally:
            connection.close()

    def send_raw(self, data: bytes, wait: float = 10) -> bytes:
        """Bytes as they are; what comes back until the server closes, or nothing more comes."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=wait) as connection:
            connection.sendall(data)
            received = b""
            try:
                while part := connection.recv(65536):
                    received += part
            except (TimeoutError, ConnectionResetError):
                pass
            return received

    def ask(self, sparql: str) -> Reply:
        headers = {"Content-Type": "application/sparql-query"}
        return self.send("POST", "/sparql", headers, sparql.encode("utf-8"))


@contextmanager
def serving(graph: Path, *options: str) -> Iterator[Served]:
    """Starts `kg serve` on a free port, and stops it at the end."""
    process = spawn("serve", str(graph), "--port", "0", *options)
    assert process.stdout
    line = process.stdout.readline().decode()
    if not re.fullmatch(r"http://127\.0\.0\.1:\d+/\n", line):
        _, err = process.communicate(timeout=10)
        raise AssertionError(f"no server: {line} {err.decode()}")
    try:
        yield Served(process, line.strip())
    finally:
        if process.poll() is None:
            process.terminate()
        process.communicate(timeout=20)


def children(pid: int) -> list[int]:
    """The processes right below one, as Linux lists them."""
    found = []
    for task in Path(f"/proc/{pid}/task").iterdir():
        found += map(int, (task / "children").read_text().split())
    return found

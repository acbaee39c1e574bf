"""Servers on free ports of this machine, stopped whatever happens."""

from __future__ import annotations

import shutil
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

_PATIENCE = 60.0
# A proxy that the environment names has no business on the loopback.
_OPENER = urllib.request.build_opener(urllib.request.ProxyHandler({}))


def free_ports(count: int) -> list[int]:
    """Ports of 127.0.0.1 that nothing listened on just now."""
    with ExitStack() as stack:
        sockets = [stack.enter_context(socket.socket()) for _ in range(count)]
        for each in sockets:
            each.bind(("127.0.0.1", 0))
        return [each.getsockname()[1] for each in sockets]


@contextmanager
def running(command: Sequence[str | Path], folder: Path, url: str) -> Iterator[None]:
    """Run a server in `folder` until the block ends, entering it once `url` answers.

    It is ended with the tests even where they are killed. Raises RuntimeError with what the server said
    where it stops or does not answer.
    """
    log = folder / "server.log"
    dies_with_us = ["setpriv", "--pdeathsig", "KILL"] if shutil.which("setpriv") else []
    with log.open("wb") as out:
        process = subprocess.Popen(
            [*dies_with_us, *command], cwd=folder, stdout=out, stderr=subprocess.STDOUT
        )
    try:
        deadline = time.monotonic() + _PATIENCE
        while not _answers(url):
            if process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"{command[0]} did not start: {log.read_text(errors='replace')}")
            time.sleep(0.05)
        yield
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def send(method: str, url: str, body: bytes | None = None, **headers: str) -> bytes:
    """The body of the answer to a request; RuntimeError with the server's words where it refuses."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    request = urllib.request.Request(url, data=body, method=method, headers=named)
    try:
        with _OPENER.open(request, timeout=_PATIENCE) as response:
            said: bytes = response.read()
            return said
    except urllib.error.HTTPError as error:
        raise RuntimeError(f"{method} {url}: {error.code} {error.read().decode(errors='replace')}") from error


def _answers(url: str) -> bool:
    try:
        send("GET", url)
    except RuntimeError:
        return True
    except OSError:
        return False
    return True

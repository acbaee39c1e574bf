"""Servers that the tests start are stopped whatever happens; what a machine lacks is told."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from running import ROOT
from stores.needs import REQUIRED, absent
from stores.servers import free_ports, running, send


def served(port: int) -> tuple[list[str | Path], str]:
    command: list[str | Path] = [sys.executable, "-m", "http.server", "--bind", "127.0.0.1", str(port)]
    return command, f"http://127.0.0.1:{port}/"


def gone(url: str) -> bool:
    """Whether nothing answers there, at once or within some seconds."""
    for _ in range(100):
        try:
            send("GET", url)
        except OSError:
            return True
        time.sleep(0.05)
    return False


def test_a_server_answers_until_its_block_ends_even_by_an_error(tmp_path: Path) -> None:
    command, url = served(free_ports(1)[0])

    def fail_beside_the_server() -> None:
        with running(command, tmp_path, url):
            assert b"server.log" in send("GET", url)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail_beside_the_server()
    assert gone(url)


def test_a_server_ends_with_tests_that_are_killed(tmp_path: Path) -> None:
    command, url = served(free_ports(1)[0])
    script = (
        "import time; from pathlib import Path; from stores.servers import running\n"
        f"with running({list(map(str, command))!r}, Path({str(tmp_path)!r}), {url!r}):\n"
        "    print('up', flush=True); time.sleep(60)"
    )
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "tests")}
    with subprocess.Popen([sys.executable, "-c", script], env=environment, stdout=subprocess.PIPE) as tests:
        assert tests.stdout is not None
        assert tests.stdout.readline() == b"up\n"
        assert send("GET", url)
        tests.send_signal(signal.SIGKILL)
    assert gone(url)


def test_a_server_that_does_not_start_is_told_with_its_words(tmp_path: Path) -> None:
    command = [sys.executable, "-c", "raise SystemExit('no such database')"]
    with pytest.raises(RuntimeError, match="no such database"), running(command, tmp_path, served(9)[1]):
        pass


@pytest.mark.parametrize(("required", "outcome"), [("", pytest.skip.Exception), ("1", pytest.fail.Exception)])
def test_what_is_absent_skips_a_test_but_fails_it_in_ci(
    required: str, outcome: type[BaseException], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(REQUIRED, required)
    with pytest.raises(outcome, match="a store is absent: install it"):
        absent("a store", "install it")

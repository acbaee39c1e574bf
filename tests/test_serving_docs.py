"""docs/serving.md is true: its commands give what it shows, from a server that serves the sample corpus."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from running import ROOT
from serving import Served, serving

PAGE = ROOT / "docs" / "serving.md"
SHOWN = re.findall(
    r"^\$ (.+)\n((?:(?!\$ |```|\n).*\n|\n(?!\$ |```))*)", PAGE.read_text(encoding="utf-8"), re.MULTILINE
)


@pytest.fixture(scope="module")
def server() -> Iterator[Served]:
    with serving(ROOT / "tests" / "golden" / "corpus.ttl") as served:
        yield served


@pytest.mark.skipif(not shutil.which("curl"), reason="no curl on this machine: apt-get install curl")
@pytest.mark.parametrize(("command", "said"), SHOWN)
def test_a_command_gives_what_is_shown(server: Served, command: str, said: str) -> None:
    command = command.replace("http://127.0.0.1:7474/", server.address)
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == said.strip()
    assert said.strip()


def test_there_are_commands() -> None:
    assert len(SHOWN) == 5
    assert Path(PAGE).exists()

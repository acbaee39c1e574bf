"""Run the commands that README.md shows and put their output below them.

    python tools/refresh_readme.py

works in a copy of the sample corpus, so that nothing here is changed but README.md.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parent.parent
README = ROOT / "README.md"

_BLOCK = re.compile(r"(?<=^```console\n).*?(?=^```$)", re.MULTILINE | re.DOTALL)


def commands(text: str) -> list[str]:
    """The commands of all `console` blocks, in order."""
    return [command for block in _BLOCK.findall(text) for command in _commands_of(block)]


def prepare_folder(folder: Path) -> None:
    """Put into `folder` what the commands expect to find, and a `kg` that is this checkout's."""
    for name in ("corpus", "tests/gold"):
        shutil.copytree(ROOT / name, folder / name)
    kg = folder / "bin/kg"
    kg.parent.mkdir()
    kg.write_text(f'#!/bin/sh\nPYTHONPATH="{ROOT}" exec "{sys.executable}" -m kg "$@"\n')
    kg.chmod(0o755)


def run(command: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run a command in a prepared folder; its stdout holds all that a terminal would show.

    Of a pipe what goes round it comes first: which is first on a terminal is chance.
    """
    piped = "|" in command
    done = subprocess.run(
        ["bash", "-c", command],
        cwd=folder,
        env={**os.environ, "PATH": f"{folder / 'bin'}{os.pathsep}{os.environ['PATH']}", "LC_ALL": "C.UTF-8"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE if piped else subprocess.STDOUT,
        text=True,
        check=False,
    )
    if piped:
        done.stdout = done.stderr + done.stdout
    return done


def main() -> None:
    """Refresh README.md."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        prepare_folder(folder)

        def refresh(block: re.Match[str]) -> str:
            shown = (f"$ {command}\n{run(command, folder).stdout}" for command in _commands_of(block[0]))
            return "\n".join(shown)

        README.write_text(_BLOCK.sub(refresh, README.read_text(encoding="utf-8")), encoding="utf-8")


def _commands_of(block: str) -> list[str]:
    return [line.removeprefix("$ ") for line in block.splitlines() if line.startswith("$ ")]


if __name__ == "__main__":
    main()

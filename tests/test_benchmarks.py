"""The benchmarks start: what they import is still there. What they measure is no matter of a test."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PROGRAMS = sorted(
    path for path in (ROOT / "benchmarks").glob("*.py") if "argparse" in path.read_text(encoding="utf-8")
)


@pytest.mark.parametrize("program", PROGRAMS, ids=lambda path: path.stem)
def test_a_benchmark_says_how_it_is_used(program: Path) -> None:
    run = subprocess.run(
        [sys.executable, str(program), "--help"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stderr
    assert run.stdout.startswith("usage:")

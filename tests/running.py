"""Running `kg` in tests, in this process or in one of its own."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent.parent


@dataclass(frozen=True, slots=True)
class Ran:
    """What a command did: its exit code, its data and its narration."""

    code: int
    out: str
    err: str


RunKg = Callable[..., Ran]


def spawn(*arguments: str | Path, **environment: str) -> subprocess.Popen[bytes]:
    """Start `kg` in a process of its own."""
    return subprocess.Popen(
        [sys.executable, "-m", "kg", *map(str, arguments)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(ROOT), "OMP_NUM_THREADS": "1", **environment},
        # A shell that runs the tests in the background has them, and all they start, ignore interrupts.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509  no threads here
    )


def finish(process: subprocess.Popen[bytes], seconds: int = 120) -> Ran:
    """Wait for a process and take what it said."""
    out, err = process.communicate(timeout=seconds)
    return Ran(process.returncode, out.decode(), err.decode())

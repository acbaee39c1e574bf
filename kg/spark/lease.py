"""One build at an address at a time, wherever it was submitted.

A file says that somebody builds there. They write it anew as long as they do, so that what a killed build
left lapses by itself. Its age is told by the clock of the file system, which all builds share.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from threading import Event, Thread
from typing import Protocol

from kg.errors import OutputError
from kg.spark.session import reason

HELD = "_building"
"""The file."""
BEAT = 5.0
"""Seconds between two writings of it."""
LAPSE = 30.0
"""Seconds after which one that was not written anew is nobody's."""

_PROBE = "_probe"


class Marks(Protocol):
    """Empty files at an address, and the clock there."""

    def place_mark(self, name: str) -> bool:
        """Write one unless it is there; whether it was written."""

    def renew_mark(self, name: str) -> None:
        """Write one, whether it is there or not."""

    def when_marked(self, name: str) -> float | None:
        """The second at which it was written; None where it is not there."""

    def remove_mark(self, name: str) -> None:
        """Remove it if it is there."""


@contextmanager
def hold(marks: Marks, address: str, beat: float = BEAT, lapse: float = LAPSE) -> Iterator[None]:
    """Keep other builds away from `address` while the block runs.

    Raises OutputError where one is at work there, and where it cannot be written to.
    """
    try:
        taken = _take(marks, lapse)
    except Exception as error:
        raise OutputError(
            f"Spark cannot write to {address} ({reason(error)}); give an address with -o that its Hadoop "
            "reaches."
        ) from error
    if not taken:
        raise OutputError(
            f"Another build is writing to {address}, or was killed there less than {lapse:.0f} seconds ago; "
            "wait for it, or choose another address with -o."
        )
    ended = Event()
    beating = Thread(target=_keep, args=(marks, ended, beat), daemon=True)
    beating.start()
    try:
        yield
    finally:
        ended.set()
        beating.join()
        with suppress(Exception):  # what is left lapses
            marks.remove_mark(HELD)


def _take(marks: Marks, lapse: float) -> bool:
    """Whether the address is ours now."""
    if marks.place_mark(HELD):
        return True
    marks.renew_mark(_PROBE)
    now, held = marks.when_marked(_PROBE), marks.when_marked(HELD)
    marks.remove_mark(_PROBE)
    if now is not None and held is not None and now - held < lapse:
        return False
    marks.renew_mark(HELD)
    return True


def _keep(marks: Marks, ended: Event, beat: float) -> None:
    while not ended.wait(beat):
        with suppress(Exception):  # what cannot be written now is written the next time
            marks.renew_mark(HELD)

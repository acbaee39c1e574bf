"""When Python looks for cycles of values that nothing else needs."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def no_collection() -> Iterator[None]:
    """Spare Python the search for cycles: the values of a graph have none, and there are millions.

    Nor have modules that are being imported, which takes a seventh less time so. What was made meanwhile
    counts as old afterwards, or the next search, for what is short-lived, would go through all of it.
    """
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.freeze()
            gc.unfreeze()
            gc.enable()

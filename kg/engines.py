"""Engines: ways to read many articles. Nothing else knows how many processes there are.

An engine takes batches as they come and gives each back with its outcomes, in whatever order they are done.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from functools import cache, partial
from itertools import chain, islice
from multiprocessing.connection import wait as wait_for
from typing import cast

from kg.collecting import no_collection
from kg.errors import EngineError, LimitError
from kg.intake import Article, Original
from kg.model import Tagger
from kg.packaged import load_words
from kg.pipeline import Outcome, read_batch
from kg.rulebook import Rulebook
from kg.taggers import load_tagger
from kg.workers import Answer, Limits, Worker, has_room_beside, processors

Batch = Sequence[Original]
Engine = Callable[[Iterable[Batch]], Iterator[tuple[Batch, list[Outcome]]]]

FEW = 3
"""Batches that one process has read by the time that others have loaded the tagger."""


@contextmanager
def local_engine(model: str, jobs: int | None = None, stay: bool = False) -> Iterator[Engine]:
    """An engine on this machine: one process where there is little to read, else `jobs` of them.

    There are as many as processors unless a number is given. The one process works beside this one, which can
    look for articles meanwhile, unless it is to `stay` ready for another time. It lives as long as the block,
    and loads the tagger at once; where there turns out to be nothing to read, that was in vain. The engine
    raises ModelError where the tagger cannot be loaded, EngineError where a process is killed from outside.
    """
    count = jobs or processors()
    if count == 1 or stay or not has_room_beside():
        yield partial(_read, model, count, None)
        return
    worker = Worker(partial(_get_ready, model), Limits(opens=True))
    try:
        yield partial(_read, model, count, worker)
    finally:
        worker.stop()


def _get_ready(model: str) -> Answer:
    import kg.reading.document  # noqa: F401

    _load(model)
    return partial(read_with, model)


def _read(
    model: str, count: int, worker: Worker | None, batches: Iterable[Batch]
) -> Iterator[tuple[Batch, list[Outcome]]]:
    rest = iter(batches)
    begin = partial(_ask, worker) if worker else partial(partial, read_with, model)
    for first in islice(rest, 1):
        finish = begin(first)
        few = list(islice(rest, FEW)) if count > 1 else []
        yield first, finish()
        if len(few) < FEW:
            for each in chain(few, rest):
                yield each, begin(each)()
            return
        if worker:
            worker.stop()  # its memory is for the others
        yield from _read_in_processes(chain(few, rest), model, count)


def _ask(worker: Worker, batch: Batch) -> Callable[[], list[Outcome]]:
    """Have a batch read beside; what comes waits for the outcomes."""

    def receive() -> list[Outcome]:
        try:
            return cast("list[Outcome]", worker.receive())
        except LimitError as error:
            raise _killed() from error

    worker.send(batch)
    return receive


def read_with(model: str, batch: Iterable[Article]) -> list[Outcome]:
    """What each article of a batch says; a process loads the tagger that `model` names but once."""
    tagger, rules = _load(model)
    return read_batch(batch, tagger, rules)


def _read_in_processes(
    batches: Iterator[Batch], model: str, count: int
) -> Iterator[tuple[Batch, list[Outcome]]]:
    # Started anew, not forked: torch and its threads, for other models, do not survive a fork everywhere.
    fresh = multiprocessing.get_context("spawn")
    pool = ProcessPoolExecutor(count, fresh, _follow_the_parent)
    try:
        waiting: dict[Future[list[Outcome]], Batch] = {}
        more = True
        while more or waiting:
            # Two batches a process: enough to keep it busy, little enough for the memory.
            for batch in islice(batches, 2 * count - len(waiting)):
                waiting[pool.submit(read_with, model, batch)] = batch
            more = len(waiting) == 2 * count
            for done in wait(waiting, return_when=FIRST_COMPLETED).done:
                yield waiting.pop(done), done.result()
    except BrokenProcessPool as error:
        raise _killed() from error
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


def _killed() -> EngineError:
    return EngineError(
        "A process that read articles was killed, perhaps for want of memory; build again with fewer --jobs "
        "(what was read is kept)."
    )


def _follow_the_parent() -> None:
    """Leave interrupts to the process that started this one, and end with it, however it ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = multiprocessing.parent_process()
    if parent:
        threading.Thread(target=_end_with, args=(parent.sentinel,), daemon=True).start()


def _end_with(sentinel: int) -> None:
    wait_for([sentinel])
    os._exit(1)


@cache
def _load(model: str) -> tuple[Tagger, Rulebook]:
    with no_collection():
        return load_tagger(model), load_words()[0]

"""As many workers as are needed at once, up to a number, for a server that waits for none of them."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

from kg.errors import LimitError
from kg.workers import Answer, Limits, Worker


class Pool:
    """Workers that are forked when asked, kept when idle, and replaced when a question ended them."""

    def __init__(self, prepare: Callable[[], Answer], limits: Limits, most: int) -> None:
        self._prepare = prepare
        self._limits = limits
        self._room = asyncio.Semaphore(most)
        self._idle: list[Worker] = []
        self._busy: set[Worker] = set()

    async def ask(self, question: object) -> Any:
        """The answer of a worker; one whose asker is cancelled is ended.

        Raises what answering raised, and LimitError where it took too much, or where no worker was free
        for as long as a question may take.
        """
        try:
            await asyncio.wait_for(self._room.acquire(), self._limits.seconds)
        except TimeoutError:
            raise LimitError("Too many queries are being answered; ask again in a while.") from None
        worker = self._idle.pop() if self._idle else Worker(self._prepare, self._limits)
        self._busy.add(worker)
        try:
            worker.send(question)
            await _readable(worker)
        except BaseException:
            worker.stop()
            raise
        else:
            return worker.receive()
        finally:
            self._busy.discard(worker)
            if worker.alive:
                self._idle.append(worker)
            self._room.release()

    def close(self) -> None:
        """End all workers."""
        for worker in (*self._idle, *self._busy):
            worker.stop()


async def _readable(worker: Worker) -> None:
    loop = asyncio.get_running_loop()
    ready = asyncio.Event()
    loop.add_reader(worker.fileno(), ready.set)
    try:
        await ready.wait()
    finally:
        loop.remove_reader(worker.fileno())

"""Work in forked processes: beside other work, or ended by the kernel when it takes too long or too much.

A query runs in Rust, where no signal handler and no thread stops it: only a process that is killed ends it.
A worker shares the memory of the process it was forked from until one of them writes, so that it starts in
milliseconds however large the graph is. While it answers it can open no file and no socket, unless it must.
"""

from __future__ import annotations

import ctypes
import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cache
from multiprocessing.connection import Connection, Pipe
from pathlib import Path
from typing import Any, NoReturn, TypeVar, cast

from kg.collecting import no_collection
from kg.errors import EngineError, LimitError

_T = TypeVar("_T")

Answer = Callable[[Any], Any]
"""From a question to its answer; both are pickled."""

_PR_SET_PDEATHSIG = 1
_KILLED = "A process that worked beside was killed, perhaps for want of memory; build again with more."
FORKS = hasattr(os, "fork")
"""Whether this system knows workers at all; Windows does not."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What one question may take.

    `seconds` are of the clock on the wall; `memory` is in bytes, beyond what the worker holds when it is
    ready (kept on Linux only). None is no limit. One that `opens` may open files and sockets.
    """

    seconds: float | None = None
    memory: int | None = None
    opens: bool = False


def ask_once(prepare: Callable[[], Answer], question: object, limits: Limits) -> Any:
    """The answer to one question, by a worker of its own; raises what `Worker.receive` does.

    It can be interrupted. On a system that does not fork, the answer is found here and without limits.
    """
    if not FORKS:
        return prepare()(question)
    worker = Worker(prepare, limits)
    try:
        return worker.ask(question)
    finally:
        worker.stop()


Put = Callable[[Callable[[], _T]], Callable[[], _T]]
"""Puts work to somebody, and gives what waits for its outcome."""


@contextmanager
def helper() -> Iterator[Put[Any]]:
    """A process that does one piece of work after another beside this one, while the block runs.

    Work and outcome are pickled; to put a piece waits until the one before is done.
    Begin it early: it shares memory with this process, and whatever either of them writes into is copied, be
    it only the count of who holds a value. What asks raises what the work did, and EngineError where the
    process was killed. With one processor, and on other systems than Linux, where libraries may not survive
    a fork, work is done here, once it is asked for.
    """
    if not has_room_beside():
        yield cache
        return
    worker = Worker(lambda: _work_off, Limits(opens=True))
    finish_last: Callable[[], object] | None = None

    def put(work: Callable[[], _T]) -> Callable[[], _T]:
        nonlocal finish_last
        if finish_last:
            finish_last()
        if not worker.alive:
            return _raiser(EngineError(_KILLED))
        worker.send(work)

        @cache
        def settle() -> Callable[[], _T]:
            try:
                value = worker.receive()
            except LimitError:
                return _raiser(EngineError(_KILLED))
            except Exception as error:
                return _raiser(error)
            return lambda: cast(_T, value)

        def ask() -> _T:
            return settle()()

        finish_last = settle
        return ask

    try:
        yield put
    finally:
        worker.stop()


def _work_off(work: Callable[[], _T]) -> _T:
    with no_collection():
        return work()


def has_room_beside() -> bool:
    """Whether a forked process can work beside this one: a processor is there for it, libraries survive."""
    return sys.platform == "linux" and processors() > 1


def processors() -> int:
    """The processors that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class Worker:
    """A process of its own that answers one question after another, until it is stopped or breaks a limit."""

    def __init__(self, prepare: Callable[[], Answer], limits: Limits) -> None:
        """Fork it; it calls `prepare`, gives away its means to open anything, and waits for questions."""
        self._limits = limits
        self._connection, theirs = Pipe()
        self._pid: int | None = os.fork()
        if self._pid == 0:
            self._connection.close()
            _live(theirs, prepare, limits)
        theirs.close()

    @property
    def alive(self) -> bool:
        """Whether it can be asked again."""
        return self._pid is not None

    def fileno(self) -> int:
        """What becomes readable when the answer is there, or the worker is gone."""
        return self._connection.fileno()

    def ask(self, question: object) -> Any:
        """The answer; raises what `receive` does."""
        self.send(question)
        return self.receive()

    def send(self, question: object) -> None:
        """Hand over a question; `receive` must follow before the next one."""
        with suppress(BrokenPipeError):  # what it said when it ended is still to be read
            self._connection.send(question)

    def receive(self) -> Any:
        """Wait for the answer.

        Raises what answering or `prepare` raised, and LimitError where the worker broke a limit, after
        which it is gone.
        """
        try:
            answer = self._connection.recv()
        except (EOFError, ConnectionResetError):
            raise LimitError(_epitaph(self._reap(), self._limits)) from None
        if isinstance(answer, Exception):
            raise answer
        return answer

    def stop(self) -> None:
        """End it now, whatever it does."""
        if self._pid is not None:
            os.kill(self._pid, signal.SIGKILL)
            self._reap()

    def _reap(self) -> int:
        """Its exit code, negative for the signal that ended it."""
        assert self._pid is not None
        _, status = os.waitpid(self._pid, 0)
        self._pid = None
        self._connection.close()
        return os.waitstatus_to_exitcode(status)


def _live(connection: Connection, prepare: Callable[[], Answer], limits: Limits) -> NoReturn:
    """The whole life of a worker, which never returns into the program that it was forked from."""
    try:
        _leave_parent(connection)
        _work(connection, prepare, limits)
    finally:
        os._exit(0)


def _work(connection: Connection, prepare: Callable[[], Answer], limits: Limits) -> None:
    try:
        answer = prepare()
    except Exception as error:
        answer = _raiser(error)
    _confine(limits)
    while True:
        question = connection.recv()
        signal.setitimer(signal.ITIMER_REAL, limits.seconds or 0)
        said = _answer(answer, question)
        signal.setitimer(signal.ITIMER_REAL, 0)
        connection.send(said)


def _raiser(error: Exception) -> Callable[..., NoReturn]:
    """What answers, whatever the question, by what went wrong before."""

    def answer(*_question: object) -> NoReturn:
        raise error

    return answer


def _answer(answer: Answer, question: object) -> object:
    try:
        return answer(question)
    except MemoryError:
        os.abort()
    except Exception as error:
        return error


def _leave_parent(connection: Connection) -> None:
    """Keep nothing of the parent's: no descriptor, no terminal, no handler of a signal; die when it does."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    signal.set_wakeup_fd(-1)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent hears it, and stops its workers
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    nowhere = os.open(os.devnull, os.O_RDWR)
    for standard in range(3):
        os.dup2(nowhere, standard)
    kept = connection.fileno()
    os.closerange(3, kept)
    os.closerange(kept + 1, os.sysconf("SC_OPEN_MAX"))


def _confine(limits: Limits) -> None:
    """Set what the kernel keeps: memory, no core dump; no file written, no descriptor beyond those open."""
    import resource

    statm = Path("/proc/self/statm")
    if limits.memory is not None and statm.exists():
        held = int(statm.read_text().split()[0]) * resource.getpagesize()
        resource.setrlimit(resource.RLIMIT_AS, (held + limits.memory, held + limits.memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if not limits.opens:
        for kind in (resource.RLIMIT_FSIZE, resource.RLIMIT_NOFILE):
            resource.setrlimit(kind, (0, 0))


def _epitaph(code: int, limits: Limits) -> str:
    if code == -signal.SIGALRM:
        return f"The query took more than {limits.seconds:g} seconds; narrow it, or raise the limit."
    if code == -signal.SIGABRT and limits.memory is not None:
        return f"The query took more than {limits.memory >> 20} MB of memory; narrow it."
    return (
        "The query broke the engine (nested too deeply, or too large for the memory there is); "
        "ask it in a simpler form."
    )

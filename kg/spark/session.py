"""Starting Spark, giving it work, and saying in a sentence what went wrong with it."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, ThreadPoolExecutor, wait
from contextlib import contextmanager
from importlib.util import find_spec
from itertools import islice
from typing import Any, TypeVar

from kg.engines import Batch
from kg.errors import EngineError

MASTER = "SPARK_MASTER"
"""The environment variable with the address of a cluster; what spark-submit is given comes before it."""

Wave = list[Batch]
"""Batches that are read together: what the driver holds, and may lose."""

_T = TypeVar("_T")


def check_spark() -> None:
    """Raise EngineError where PySpark or Java is absent."""
    if not find_spec("pyspark"):
        raise EngineError("PySpark is not installed; get it with `pip install 'zhkg[spark]'`.")
    if not (os.environ.get("JAVA_HOME") or shutil.which("java")):
        raise EngineError("Spark finds no Java; install Java 17 or later, or set JAVA_HOME to where it is.")


@contextmanager
def start() -> Iterator[Any]:
    """A Spark context on the cluster that Spark's configuration names, else on all of this machine.

    Raises EngineError where it does not start.
    """
    from pyspark import SparkConf, SparkContext

    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    conf = SparkConf().setAppName("kg build").set("spark.ui.showConsoleProgress", "false")
    if MASTER in os.environ and "PYSPARK_GATEWAY_PORT" not in os.environ:  # spark-submit has settled it
        conf.setMaster(os.environ[MASTER])
    try:
        context = SparkContext(conf=conf)
    except Exception as error:
        said = f"Spark does not start ({reason(error)}); check its settings and that Java is 17 or later."
        raise EngineError(said) from error
    context.setLogLevel("ERROR")
    try:
        yield context
    finally:
        context.stop()


@contextmanager
def finishing() -> Iterator[None]:
    """Say in a sentence why Spark cannot finish what is begun here, as EngineError."""
    try:
        yield
    except EngineError:
        raise
    except Exception as error:
        said = f"Spark could not finish ({reason(error)}); its log says more, and what was read is kept."
        raise EngineError(said) from error


def in_waves(
    batches: Iterator[Batch], size: int, context: Any, work: Callable[[Wave], _T]
) -> Iterator[tuple[Wave, _T]]:
    """What comes of the batches in waves of `size` a processor; two at a time, so that nobody waits for one.

    The processors are counted for each wave: a cluster may grow meanwhile. Raises EngineError where `work`
    fails.
    """
    waves = iter(lambda: list(islice(batches, size * context.defaultParallelism)), [])
    pool = ThreadPoolExecutor(2)
    try:
        waiting = {pool.submit(work, wave): wave for wave in islice(waves, 2)}
        while waiting:
            for done in wait(waiting, return_when=FIRST_COMPLETED).done:
                wave = waiting.pop(done)
                with finishing():
                    result = done.result()
                yield wave, result
                waiting |= {pool.submit(work, wave): wave for wave in islice(waves, 1)}
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


def reason(error: Exception) -> str:
    """The last line above the places in Java, which names what happened."""
    raised = getattr(error, "java_exception", None)
    lines = str(raised.getMessage() if raised else error).partition("\n\tat ")[0].split("\n")
    return next((line.strip() for line in reversed(lines) if line.strip()), type(error).__name__)[:300]

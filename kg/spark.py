"""The engine that reads on a Spark cluster. Which cluster, and how much of it, is Spark's configuration."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import contextmanager
from functools import cache, partial
from importlib.util import find_spec
from itertools import chain, islice
from typing import Any

from kg.engines import Batch, Engine, read_with
from kg.errors import EngineError, KGError
from kg.ontology import load_ontology
from kg.pipeline import Outcome
from kg.rulebook import load_rulebook
from kg.stamps import make_stamp
from kg.taggers import identify_model

MASTER = "SPARK_MASTER"
"""The environment variable with the address of a cluster; what spark-submit is given comes before it."""

WAVE = 2
"""Batches that a processor of the cluster reads in a wave: a wave is what the driver holds, and may lose."""

_Read = Iterator[tuple[Batch, list[Outcome]]]
_Found = list[Outcome] | str


def spark_engine(model: str) -> Engine:
    """An engine on the cluster that Spark's configuration names, else on all processors of this machine.

    Spark is started when the first batch comes and stopped after the last. Raises EngineError where Spark is
    absent, does not start or cannot finish, and where a worker has another kg or model than this machine.
    """
    if not find_spec("pyspark"):
        raise EngineError("PySpark is not installed; get it with `pip install 'zhkg[spark]'`.")
    if not (os.environ.get("JAVA_HOME") or shutil.which("java")):
        raise EngineError("Spark finds no Java; install Java 17 or later, or set JAVA_HOME to where it is.")

    def read(batches: Iterable[Batch]) -> _Read:
        rest = iter(batches)
        for first in islice(rest, 1):
            with _start() as context:
                yield from _read_in_waves(chain([first], rest), model, context)

    return read


def _read_in_waves(batches: Iterator[Batch], model: str, context: Any) -> _Read:
    task = partial(_read, model, _stamp(model))

    def collect(wave: list[Batch]) -> list[_Found]:
        return list(context.parallelize(wave, len(wave)).map(task).collect())  # a lost task loses one batch

    # Two waves at a time, so that nobody waits for the slowest of one; the cluster may grow meanwhile.
    waves = iter(lambda: list(islice(batches, WAVE * context.defaultParallelism)), [])
    pool = ThreadPoolExecutor(2)
    try:
        waiting = {pool.submit(collect, wave): wave for wave in islice(waves, 2)}
        while waiting:
            for done in wait(waiting, return_when=FIRST_COMPLETED).done:
                yield from zip(waiting.pop(done), map(_outcomes, _result(done)), strict=True)
                waiting |= {pool.submit(collect, wave): wave for wave in islice(waves, 1)}
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


def _result(done: Future[list[_Found]]) -> list[_Found]:
    try:
        return done.result()
    except Exception as error:
        said = f"Spark could not finish ({_reason(error)}); its log says more, and what was read is kept."
        raise EngineError(said) from error


def _outcomes(found: _Found) -> list[Outcome]:
    if isinstance(found, str):
        raise EngineError(f"A worker of the cluster cannot read: {found}")
    return found


def _read(model: str, stamp: str, batch: Batch) -> _Found:
    """What a worker makes of a batch: the outcomes, or in a sentence why it can make none."""
    try:
        if _stamp(model) != stamp:
            return "its kg, its libraries or its model are others than here; install the same there."
        return read_with(model, batch)
    except KGError as error:
        return str(error)


@cache
def _stamp(model: str) -> str:
    return make_stamp(load_rulebook(classes=load_ontology().classes).digest, identify_model(model))


@contextmanager
def _start() -> Iterator[Any]:
    from pyspark import SparkConf, SparkContext

    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    conf = SparkConf().setAppName("kg build").set("spark.ui.showConsoleProgress", "false")
    if MASTER in os.environ and "PYSPARK_GATEWAY_PORT" not in os.environ:  # spark-submit has settled it
        conf.setMaster(os.environ[MASTER])
    try:
        context = SparkContext(conf=conf)
    except Exception as error:
        said = f"Spark does not start ({_reason(error)}); check its settings and that Java is 17 or later."
        raise EngineError(said) from error
    context.setLogLevel("ERROR")
    try:
        yield context
    finally:
        context.stop()


def _reason(error: Exception) -> str:
    """The last line above the places in Java, which names what happened."""
    raised = getattr(error, "java_exception", None)
    lines = str(raised.getMessage() if raised else error).partition("\n\tat ")[0].split("\n")
    return next((line.strip() for line in reversed(lines) if line.strip()), type(error).__name__)[:300]

"""The engine that reads on a cluster and brings back what was read."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from itertools import chain, islice
from typing import Any

from kg.engines import Batch, Engine
from kg.pipeline import Outcome
from kg.spark.session import Wave, check_spark, in_waves, start
from kg.spark.worker import read, stamp_of

WAVE = 2
"""Batches that a processor of the cluster reads in a wave."""


def spark_engine(model: str) -> Engine:
    """An engine on the cluster that Spark's configuration names, else on all processors of this machine.

    Spark is started when the first batch comes and stopped after the last. Raises EngineError where Spark is
    absent, does not start or cannot finish, and where a worker has another kg or model than this machine.
    """
    check_spark()

    def read_all(batches: Iterable[Batch]) -> Iterator[tuple[Batch, list[Outcome]]]:
        rest = iter(batches)
        for first in islice(rest, 1):
            with start() as context:
                collect = partial(_collect, context, partial(read, model, stamp_of(model)))
                for wave, outcomes in in_waves(chain([first], rest), WAVE, context, collect):
                    yield from zip(wave, outcomes, strict=True)

    return read_all


def _collect(context: Any, task: Callable[[Batch], list[Outcome]], wave: Wave) -> list[list[Outcome]]:
    return list(context.parallelize(wave, len(wave)).map(task).collect())  # a lost task loses one batch

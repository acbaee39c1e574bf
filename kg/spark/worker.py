"""What a worker of the cluster does; it must have the kg, the libraries and the model of the driver."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import cache
from typing import Any, TypeVar

from kg.engines import Batch, read_with
from kg.errors import EngineError
from kg.packaged import load_words
from kg.pipeline import Outcome
from kg.stamps import make_stamp
from kg.store import identify_original, pack, unpack
from kg.taggers import identify_model

_T = TypeVar("_T")
_U = TypeVar("_U")

Row = tuple[bytes, str, str | None, bytes | None]
"""What is kept of an article: its key, its source, and why it cannot be read, or else its reading, packed."""


@cache
def stamp_of(model: str) -> str:
    """The stamp of this process's rulebook, model and code."""
    return make_stamp(load_words()[0].digest, identify_model(model))


def read(model: str, stamp: str, batch: Batch) -> list[Outcome]:
    """What a batch says. Raises EngineError where the stamp of this process is another."""
    _check(model, stamp)
    return read_with(model, batch)


def read_rows(model: str, stamp: str, batch: Batch) -> Iterator[Row]:
    """The same as rows of what is kept."""
    for article, outcome in zip(batch, read(model, stamp, batch), strict=True):
        packed, fault = pack(outcome)
        yield identify_original(article).key, article.source, fault, packed


def unpack_row(model: str, stamp: str, stale: Any, row: Any) -> Iterator[Outcome]:
    """The reading in a row, if its key is none of the broadcast `stale`."""
    _check(model, stamp)
    if bytes(row.key) not in stale.value:
        yield unpack(bytes(row.reading))


def key_of(row: Any) -> bytes:
    """The key of a row, all of which has been read."""
    return bytes(row.key)


def each_of_key(
    each: Callable[[Any, list[_T]], Iterable[_U]], group: tuple[Any, Iterable[_T]]
) -> Iterable[_U]:
    """What `each` makes of a key and its values."""
    return each(group[0], list(group[1]))


def _check(model: str, stamp: str) -> None:
    if stamp_of(model) != stamp:
        raise EngineError(
            "A worker of the cluster has another kg, other libraries or another model than the driver; "
            "install the same there"
        )

"""A cluster that keeps what it reads, joins it and writes it, all at an address that its workers reach.

Below the address lie `readings`, Parquet files of rows; `graph` and `merges`, gzipped text in parts; and the
report. Spark reaches it through Hadoop: file://, hdfs://, s3a:// and what else it is set up for.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from operator import add
from typing import Any, Generic, TypeVar, cast

from kg.engines import Batch
from kg.errors import EngineError
from kg.intake import Skipped
from kg.parts import part_name, part_of
from kg.pieces import Key
from kg.reading import Reading
from kg.spark.lease import hold
from kg.spark.session import Wave, check_spark, finishing, in_waves, start
from kg.spark.worker import each_of_key, key_of, read_rows, stamp_of, unpack_row
from kg.spread import Spread
from kg.store import identify_original
from kg.triples import CORPUS

WAVE = 8
"""Batches that a processor of the cluster reads in a wave, and that lie in one file."""

TASK = 4_000
"""Articles whose things a task joins at most, about: what a worker's memory holds with ease."""

_GZIP = "org.apache.hadoop.io.compress.GzipCodec"
_SCHEMA = "key binary, source string, fault string, reading binary"

T = TypeVar("T")
U = TypeVar("U")
K = TypeVar("K")
V = TypeVar("V")


@dataclass(frozen=True, slots=True)
class _Rdd(Generic[T]):
    """Spread values as Spark has them; by key they are shuffled into `width` tasks."""

    rdd: Any
    width: int

    def map(self, each: Callable[[T], Iterable[U]]) -> _Rdd[U]:
        return _Rdd(self.rdd.flatMap(each), self.width)

    def group(self: _Rdd[tuple[K, V]], each: Callable[[K, list[V]], Iterable[U]]) -> _Rdd[U]:
        return _Rdd(self.rdd.groupByKey(self.width).flatMap(partial(each_of_key, each)), self.width)

    def join(self, other: Spread[T]) -> _Rdd[T]:
        return _Rdd(self.rdd.union(cast(_Rdd[T], other).rdd), self.width)

    def keep(self) -> _Rdd[T]:
        from pyspark import StorageLevel

        return _Rdd(self.rdd.persist(StorageLevel.DISK_ONLY), self.width)

    def sum(self: _Rdd[tuple[K, int]]) -> Mapping[K, int]:
        with finishing():
            return dict(self.rdd.reduceByKey(add, self.width).collect())


@dataclass(frozen=True, slots=True)
class SparkCluster:
    """A running cluster with an address; `warn` is told in a sentence what the work goes on without."""

    session: Any
    address: str
    model: str
    stamp: str
    warn: Callable[[str], object]

    def known(self) -> set[bytes]:
        """The keys of all articles that were read. A file that is damaged is named and set aside."""
        with finishing():
            files = self._files()
            try:
                return self._keys(files)
            except Exception:
                self.session.sparkContext.parallelize([0]).count()  # it is the file, not the cluster
                for file in files:
                    self._check(file)
                return self._keys(self._files())

    def read(self, batches: Iterable[Batch]) -> Iterator[int]:
        """Read articles and keep what they say; the number of articles, as they are done."""
        for wave, _ in in_waves(iter(batches), WAVE, self.session.sparkContext, self._keep):
            yield sum(map(len, wave))

    def faults(self) -> dict[bytes, Skipped]:
        """Why articles that are kept cannot be read, by key."""
        with finishing():
            files = self._files()
            rows = self._frame(files).filter("fault is not null").collect() if files else []
        return {key_of(row): Skipped(row.source, row.fault) for row in rows}

    def readings(self, articles: int, stale: Collection[bytes]) -> Spread[Reading]:
        """What all `articles` say that could be read; those with the keys `stale` are gone."""
        context = self.session.sparkContext
        width = max(int(context.defaultParallelism), articles // TASK)
        with finishing():
            gone = context.broadcast(frozenset(stale))
            frame = self._frame(self._files()).filter("reading is not null").dropDuplicates(["key"])
            rdd = frame.rdd.flatMap(partial(unpack_row, self.model, self.stamp, gone))
        # mypy cannot see that methods for values of one type only are those of the protocol.
        return cast(Spread[Reading], _Rdd(rdd, width))

    def write(self, pieces: Spread[tuple[Key, str]], name: str, parts: int, suffix: str, build: str) -> None:
        """Write texts into `parts` files of the folder `name`, in order of key; what it held goes.

        The folder is marked as that of the build with the digest `build`.
        """
        begun, place = f"{self.address}/_{name}", f"{self.address}/{name}"
        with finishing():
            self._delete(begun)
            rdd = cast(_Rdd[tuple[Key, str]], pieces).rdd
            lines = rdd.repartitionAndSortWithinPartitions(parts, partial(_part_of, parts)).values()
            lines.saveAsTextFile(begun, _GZIP)
            for number in range(parts):
                self._rename(f"{begun}/{part_name(number, '.gz')}", f"{begun}/{part_name(number, suffix)}")
            self._touch(f"{begun}/_{build}")
            self._delete(place)
            self._rename(begun, place)

    def holds(self, name: str, build: str) -> bool:
        """Whether a folder stands at the address that the build with this digest wrote whole."""
        with finishing():
            return bool(self._system().exists(self._path(f"{self.address}/{name}/_{build}")))

    def write_text(self, name: str, text: str) -> None:
        """Write a file at the address."""
        with finishing():
            out = self._system().create(self._path(f"{self.address}/{name}"), True)
            try:
                out.write(text.encode())
            finally:
                out.close()

    def read_text(self, name: str) -> str:
        """A file at the address; empty if there is none."""
        with finishing():
            if not self._system().exists(self._path(f"{self.address}/{name}")):
                return ""
            return "\n".join(self.session.sparkContext.textFile(f"{self.address}/{name}", 1).collect())

    def forget(self, ours: bool = False) -> None:
        """Drop what was read with another rulebook, model or code; if `ours`, all that was read."""
        with finishing():
            for each in self._system().globStatus(self._path(f"{self.address}/readings/*")) or ():
                if ours or each.getPath().getName() != self._readings().rpartition("/")[2]:
                    self._system().delete(each.getPath(), True)

    def place_mark(self, name: str) -> bool:
        """Write an empty file at the address unless it is there; whether it was written."""
        return bool(self._system().createNewFile(self._path(f"{self.address}/{name}")))

    def renew_mark(self, name: str) -> None:
        """Write an empty file at the address, whether it is there or not."""
        self._touch(f"{self.address}/{name}")

    def when_marked(self, name: str) -> float | None:
        """The second at which an empty file was written; None where it is not there."""
        place = self._path(f"{self.address}/{name}")
        if not self._system().exists(place):
            return None
        return float(self._system().getFileStatus(place).getModificationTime()) / 1000

    def remove_mark(self, name: str) -> None:
        """Remove an empty file if it is there."""
        self._delete(f"{self.address}/{name}")

    def _keep(self, wave: Wave) -> None:
        context = self.session.sparkContext
        tasks = min(len(wave), int(context.defaultParallelism))
        rows = context.parallelize(wave, tasks).flatMap(partial(read_rows, self.model, self.stamp))
        keys = b"".join(identify_original(article).key for batch in wave for article in batch)
        name = hashlib.blake2b(keys, digest_size=8).hexdigest()
        frame = self.session.createDataFrame(rows, _SCHEMA)
        frame.write.mode("overwrite").parquet(f"{self._readings()}/wave-{name}")

    def _keys(self, files: list[str]) -> set[bytes]:
        return set(self._frame(files).rdd.map(key_of).collect()) if files else set()

    def _check(self, file: str) -> None:
        try:
            self._keys([file])
        except Exception:
            self.warn(f"{file} is damaged, so the articles in it are read again.")
            folder, _, name = file.rpartition("/")
            self._rename(file, f"{folder}/_{name}")

    def _frame(self, files: list[str]) -> Any:
        return self.session.read.schema(_SCHEMA).parquet(*files)

    def _files(self) -> list[str]:
        found = self._system().globStatus(self._path(f"{self._readings()}/wave-*/part-*.parquet")) or ()
        return sorted(str(each.getPath()) for each in found)

    def _readings(self) -> str:
        """The folder of what was read with this rulebook, model and code."""
        return f"{self.address}/readings/{hashlib.blake2b(self.stamp.encode(), digest_size=8).hexdigest()}"

    def _rename(self, old: str, new: str) -> None:
        if not self._system().rename(self._path(old), self._path(new)):
            raise EngineError(f"{old} cannot be renamed to {new}; see that kg may write there.")

    def _touch(self, place: str) -> None:
        self._system().create(self._path(place), True).close()

    def _delete(self, place: str) -> None:
        self._system().delete(self._path(place), True)

    def _path(self, place: str) -> Any:
        return self.session.sparkContext._jvm.org.apache.hadoop.fs.Path(place)

    def _system(self) -> Any:
        """Hadoop's file system at the address; Spark has no other way to it from Python."""
        return self._path(self.address).getFileSystem(self.session.sparkContext._jsc.hadoopConfiguration())


@contextmanager
def spark_cluster(model: str, address: str, warn: Callable[[str], object]) -> Iterator[SparkCluster]:
    """A running cluster with an address.

    Raises EngineError where Spark is absent or does not start, OutputError where it cannot use the address or
    another build does.
    """
    check_spark()
    from pyspark.sql import SparkSession

    with start() as context:
        # A file whose pages were altered must not pass for whole.
        context._jsc.hadoopConfiguration().set("parquet.page.verify-checksum.enabled", "true")
        cluster = SparkCluster(SparkSession(context), address.rstrip("/"), model, stamp_of(model), warn)
        with hold(cluster, cluster.address):
            yield cluster


def _part_of(parts: int, key: Key) -> int:
    return part_of(key[0] or CORPUS, key[2], parts)

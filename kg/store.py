"""What is known of each article, kept in a file between builds, so that a rebuild reads only what changed.

A reading is kept under a digest of all that it comes from: the article and what stands beside it, and the
stamp of the rulebook, the model and the code. Readings of another stamp are dropped when the store is opened.
Beside them is the state in which each article's file was, so that it need not be opened while it is the same.
SQLite keeps the file whole whenever a build is killed.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import astuple, dataclass
from functools import cache
from itertools import chain
from pathlib import Path

import msgspec

from kg.entities import LocalEntity
from kg.errors import OutputError
from kg.intake import Original, Skipped, State
from kg.outputs import hidden_folder
from kg.pipeline import Outcome
from kg.reading import Reading
from kg.reuse import Index, Stretch
from kg.revision import Standing

NAME = "readings.sqlite"

KEY = 20
"""Bytes of the key of a reading."""

FEW = 100
"""Fewer articles are looked for one by one."""

SHARE = 50
"""One in so many keys may be new or gone (an article that changed has one of each) until nothing stands."""

LAYOUT = 1
"""The version of the tables below; those of another are dropped."""

Store = sqlite3.Connection

_SCHEMA = """
CREATE TABLE IF NOT EXISTS stamp (text TEXT);
CREATE TABLE IF NOT EXISTS reading (key BLOB PRIMARY KEY, value BLOB, fault TEXT);
CREATE TABLE IF NOT EXISTS file (source TEXT PRIMARY KEY, state TEXT, key BLOB, sha TEXT) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS build (digest TEXT);
CREATE TABLE IF NOT EXISTS standing (ontology TEXT, keys BLOB, value BLOB);
CREATE TABLE IF NOT EXISTS blocks (manner TEXT, name TEXT, value BLOB);
"""


@dataclass(frozen=True, slots=True)
class Taken:
    """An article that was taken in: the key of its reading, the SHA-256 of its bytes, its file's state."""

    source: str
    state: State | None
    key: bytes
    sha: str


@contextmanager
def open_cache(
    output: Path | None, stamp: str, warn: Callable[[str], None] = lambda _: None
) -> Iterator[Store]:
    """The store in a folder of outputs, made if it is not there, or one in memory if there is no folder.

    A file that is no store, or is damaged, is made anew. Where it cannot be used, that is told in a sentence
    and one in memory takes its place.
    """
    store = None
    if output is not None:
        path = hidden_folder(output) / NAME
        try:
            store = _open(path, stamp)
        except (sqlite3.Error, OSError) as error:
            warn(f"{path} cannot be used ({error}), so all is read anew; make it writable or remove it.")
    with closing(store or _prepared(":memory:", stamp)) as opened:
        try:
            yield opened
        except sqlite3.OperationalError as error:
            raise OutputError(
                f"{output} cannot take what is kept between builds ({error}); make room, or use --no-cache."
            ) from error
        except (sqlite3.DatabaseError, msgspec.DecodeError) as error:
            raise OutputError(
                f"What {output} keeps between builds is damaged ({error}); remove the folder .kg in it."
            ) from error


def _open(path: Path, stamp: str) -> Store:
    try:
        return _prepared(path, stamp)
    except sqlite3.OperationalError:  # read-only or locked: not damaged
        raise
    except sqlite3.DatabaseError:
        for part in path.parent.glob(f"{path.name}*"):
            part.unlink()
        return _prepared(path, stamp)


def _prepared(path: Path | str, stamp: str) -> Store:
    store = sqlite3.connect(path, isolation_level=None)
    try:
        store.execute("PRAGMA journal_mode = WAL")
        store.execute("PRAGMA synchronous = NORMAL")
        if store.execute("PRAGMA user_version").fetchone() != (LAYOUT,):
            for (name,) in store.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
                store.execute(f'DROP TABLE "{name}"')
            store.execute(f"PRAGMA user_version = {LAYOUT}")
            store.execute("VACUUM")
        store.executescript(_SCHEMA)
        if store.execute("SELECT text FROM stamp").fetchall() != [(stamp,)]:
            with _transaction(store):
                store.execute("DELETE FROM reading")
                store.execute("DELETE FROM build")
                store.execute("DELETE FROM standing")
                store.execute("DELETE FROM blocks")
                store.execute("DELETE FROM stamp")
                store.execute("INSERT INTO stamp VALUES (?)", (stamp,))
        with _transaction(store):  # tells a store that can only be read
            store.execute("UPDATE stamp SET text = text")
    except sqlite3.Error:
        store.close()
        raise
    return store


def identify_original(original: Original) -> Taken:
    """An article as it is known without its text; its key digests it and all that stands beside it."""
    sha = hashlib.sha256(original.data).hexdigest()
    parts = (original.source, original.form, original.title, original.date, sha)
    key = hashlib.blake2b(repr(parts).encode("utf-8", "backslashreplace"), digest_size=KEY).digest()
    return Taken(original.source, original.state, key, sha)


def known_keys(store: Store) -> set[bytes]:
    """The keys of all outcomes in the store."""
    return {key for (key,) in store.execute("SELECT key FROM reading")}


def keep(store: Store, outcomes: Iterable[tuple[bytes, Outcome]]) -> None:
    """Keep outcomes by their keys, all or none."""
    rows = [(key, *pack(outcome)) for key, outcome in outcomes]
    with _transaction(store):
        store.executemany("INSERT OR REPLACE INTO reading VALUES (?, ?, ?)", rows)


def recall(store: Store, articles: Iterable[Taken]) -> Iterator[Outcome]:
    """The outcomes kept of these articles, in no order; entities that are equal are one object."""
    sources = {taken.key: taken.source for taken in articles}
    every = "SELECT key, value, fault FROM reading"
    entity = cache(_entity_decoder().decode)  # of five entities in news, four stand in others, too
    rows: Iterable[tuple[bytes, bytes | None, str]]
    if len(sources) < FEW:
        rows = chain.from_iterable(store.execute(f"{every} WHERE key = ?", (key,)) for key in sources)
    else:  # to look for each key on its own takes three times as long where most are wanted
        rows = store.execute(every)
    for key, value, fault in rows:
        if key in sources:
            yield Skipped(sources[key], fault) if value is None else unpack(value, entity)


def pack(outcome: Outcome) -> tuple[bytes | None, str | None]:
    """A reading as bytes, or else why there is none."""
    if isinstance(outcome, Skipped):
        return None, outcome.reason
    return _encoder().encode((outcome._replace(entities=()), outcome.entities)), None


def unpack(packed: bytes, entity: Callable[[bytes], LocalEntity] | None = None) -> Reading:
    """The reading that was packed; `entity` decodes each of its entities."""
    entity = entity or _entity_decoder().decode
    rest, entities = _decoder().decode(packed)
    return rest._replace(entities=tuple([entity(bytes(each)) for each in entities]))


def recall_files(store: Store) -> dict[str, Taken]:
    """The articles whose files had settled when they were taken in, by source."""
    return {row[0]: Taken(*row) for row in store.execute("SELECT source, state, key, sha FROM file")}


def remember_files(store: Store, articles: Mapping[str, Taken], before: Mapping[str, Taken]) -> None:
    """Note the articles whose files have settled, in the place of those noted before."""
    settled = {source: taken for source, taken in articles.items() if taken.state}
    with _transaction(store):
        gone = [(source,) for source in before.keys() - settled.keys()]
        store.executemany("DELETE FROM file WHERE source = ?", gone)
        new = [astuple(taken) for source, taken in settled.items() if before.get(source) != taken]
        store.executemany("INSERT OR REPLACE INTO file VALUES (?, ?, ?, ?)", new)


def forget(store: Store, keys: Iterable[bytes]) -> None:
    """Drop what is kept under these keys."""
    with _transaction(store):
        store.executemany("DELETE FROM reading WHERE key = ?", [(key,) for key in keys])


def recall_standings(
    store: Store, ontology: str, keys: Sequence[bytes]
) -> tuple[list[Standing], list[bytes]]:
    """What stood of identity when it was kept, and the keys of the articles by the numbers of their readings.

    `ontology` is its digest, `keys` are those of the articles now. Nothing stands where many have changed: to
    decide all anew, and to keep it, is then worth its time.
    """
    kept = store.execute("SELECT keys, value FROM standing WHERE ontology = ?", (ontology,)).fetchall()
    for joined, value in kept:
        before = [joined[begin : begin + KEY] for begin in range(0, len(joined), KEY)]
        if len(set(before).symmetric_difference(keys)) <= 2 + len(keys) // SHARE:
            return _standings_decoder().decode(value), before
    return [], []


def keep_standings(store: Store, ontology: str, keys: Sequence[bytes], standings: Iterable[Standing]) -> None:
    """Keep what stands of identity, in the place of what was kept before, as `recall_standings` tells it."""
    row = ontology, b"".join(keys), _encoder().encode(list(standings))
    with _transaction(store):
        store.execute("DELETE FROM standing")
        store.execute("INSERT INTO standing VALUES (?, ?, ?)", row)


def last_build(store: Store) -> str:
    """The digest of the last build whose outputs were put in place; empty if there was none."""
    return "".join(digest for (digest,) in store.execute("SELECT digest FROM build"))


def recall_blocks(store: Store, manner: str) -> dict[str, Index]:
    """Where the blocks of the last outputs lay, by the name of their file; none of another manner."""
    rows = store.execute("SELECT name, value FROM blocks WHERE manner = ?", (manner,))
    return {name: _blocks_decoder().decode(value) for name, value in rows}


def remember_build(store: Store, digest: str, manner: str, blocks: Mapping[str, Index]) -> None:
    """Note that the outputs of a build with this digest stand in their place, and where their blocks lie."""
    with _transaction(store):
        store.execute("DELETE FROM build")
        store.execute("INSERT INTO build VALUES (?)", (digest,))
        store.execute("DELETE FROM blocks")
        rows = [(manner, name, _encoder().encode(index)) for name, index in blocks.items()]
        store.executemany("INSERT INTO blocks VALUES (?, ?, ?)", rows)


@contextmanager
def _transaction(store: Store) -> Iterator[None]:
    store.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        store.execute("ROLLBACK")
        raise
    store.execute("COMMIT")


@cache
def _encoder() -> msgspec.msgpack.Encoder:
    return msgspec.msgpack.Encoder()


@cache
def _decoder() -> msgspec.msgpack.Decoder[tuple[Reading, list[msgspec.Raw]]]:
    return msgspec.msgpack.Decoder(tuple[Reading, list[msgspec.Raw]])


@cache
def _standings_decoder() -> msgspec.msgpack.Decoder[list[Standing]]:
    return msgspec.msgpack.Decoder(list[Standing])


@cache
def _entity_decoder() -> msgspec.msgpack.Decoder[LocalEntity]:
    return msgspec.msgpack.Decoder(LocalEntity)


@cache
def _blocks_decoder() -> msgspec.msgpack.Decoder[dict[bytes, Stretch]]:
    return msgspec.msgpack.Decoder(dict[bytes, Stretch])

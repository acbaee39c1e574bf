"""What the files of a build hold: articles, archives and records of them, yet to be read.

A file is one article (text, or an HTML page) or holds many (JSON lines, a zip); any of them may be gzipped.
Bytes are handed on as they are: `kg.read` turns them into text.
"""

from __future__ import annotations

import gzip
import io
import json
import lzma
import re
import struct
import sys
import time
import zipfile
import zlib
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import PurePosixPath
from typing import IO, TypeVar, cast

from kg.remote import Remote
from kg.sources import STDIN, File, holds_articles, printable

LARGEST = 1 << 26
"""Bytes an article may have at most, unpacked: a thousand times the longest of real ones."""

SETTLED = 2_000_000_000
"""Nanoseconds that a file must have been as it is: a change within a tick of the clock could pass unseen.

Some file systems count two seconds as one tick.
"""

_DAY = re.compile(r"(\d{4})[-/.年](\d\d?)[-/.月](\d\d?)(?!\d)")

# What a broken or locked archive raises; zipfile says NotImplementedError and RuntimeError of the latter.
_BROKEN = (
    EOFError,
    NotImplementedError,
    RuntimeError,
    gzip.BadGzipFile,
    lzma.LZMAError,
    struct.error,
    zipfile.BadZipFile,
    zlib.error,
)


State = str
"""What changes whenever a file does.

Of a file here: its inode, its size, and when its content and it itself were changed.
"""


@dataclass(frozen=True, slots=True)
class Original:
    """An article as it came. `form` is text or html; `title` and `date` (ISO 8601) come beside it.

    `state` is that of the file which holds it alone, before it was read; None where there is none, or where
    the file has not settled.
    """

    source: str
    data: bytes
    form: str = "text"
    title: str | None = None
    date: str | None = None
    state: State | None = None


@dataclass(frozen=True, slots=True)
class Unchanged:
    """An article whose file is in the state that the caller knows, and so was not opened."""

    source: str


@dataclass(frozen=True, slots=True)
class Skipped:
    """An article, or a file of them, that cannot be read, and why, in a sentence."""

    source: str
    reason: str


Article = Original | Skipped
"""What a file comes to."""

_A = TypeVar("_A", Original | Skipped, Original | Unchanged | Skipped)


def take_in(files: Iterable[tuple[str, File]], stdin: IO[bytes] | None = None) -> Iterator[Article]:
    """Every article in the files, in their order, each with a source of its own.

    What cannot be opened or unpacked is named and left out, and so is the second article of one source.
    """
    return _each_once(
        article for source, path in files for article in _take_file(source, path, _state(path), stdin)
    )


def take_in_anew(
    files: Iterable[tuple[str, File]], known: Mapping[str, State]
) -> Iterator[Article | Unchanged]:
    """The same, but a file whose state is that in `known` under its source is not opened."""

    def take(source: str, path: File) -> Iterator[Article | Unchanged]:
        state = _state(path)
        if state and state == known.get(source):
            yield Unchanged(source)
        else:
            yield from _take_file(source, path, state)

    return _each_once(article for source, path in files for article in take(source, path))


def _each_once(articles: Iterable[_A]) -> Iterator[_A | Skipped]:
    seen: set[str] = set()
    for article in articles:
        if isinstance(article, Skipped):
            yield article
        elif article.source in seen:
            reason = f"{article.source} is the name of two articles; the first is read, name the other."
            yield Skipped(article.source, reason)
        else:
            seen.add(article.source)
            yield article


def _take_file(
    source: str, path: File, state: State | None, stdin: IO[bytes] | None = None
) -> Iterator[Article]:
    try:
        if str(path) == STDIN:
            yield from _take_stdin((stdin or sys.stdin.buffer).read())
            return
        with path.open("rb") as file:
            for article in _unpack(source, path.name, file):
                yield replace(article, state=state) if state and isinstance(article, Original) else article
    except OSError as error:
        yield Skipped(
            source, f"{source} cannot be read ({_reason(error)}); check the file and its permissions."
        )


def _state(file: File) -> State | None:
    """The state of a file, None where it holds many articles, has not settled, or cannot be asked."""
    if _holds_many(file.name):
        return None
    try:
        if isinstance(file, Remote):
            return file.state()
        found = file.stat()
    except OSError:
        return None
    if max(found.st_mtime_ns, found.st_ctime_ns) > time.time_ns() - SETTLED:
        return None
    return f"{found.st_ino} {found.st_size} {found.st_mtime_ns} {found.st_ctime_ns}"


def _take_stdin(data: bytes) -> Iterator[Article]:
    """One article, or JSON lines if its first line is one."""
    first = data.lstrip(b"\xef\xbb\xbf \t\r\n").partition(b"\n")[0]
    name = "stdin.jsonl" if _read_record(first) else "stdin"
    yield from _unpack("stdin", name, io.BytesIO(data))


def _unpack(source: str, name: str, file: IO[bytes], nested: bool = False) -> Iterator[Article]:
    """The articles in an open file, by what its name says of it."""
    suffix = PurePosixPath(name).suffix.lower()
    try:
        if suffix == ".gz":
            with gzip.open(file) as inner:
                yield from _unpack(source, name[: -len(suffix)], cast(IO[bytes], inner), nested)
        elif suffix in {".zip", ".jsonl"}:
            articles = _unzip(source, file, nested) if suffix == ".zip" else _records(source, file)
            first = next(articles, None)
            yield first or Skipped(source, f"{source} holds no articles; put some in it or remove it.")
            yield from articles
        else:
            yield _whole(source, file, "html" if suffix in {".html", ".htm"} else "text")
    except _BROKEN as error:
        yield Skipped(source, f"{source} cannot be unpacked ({_reason(error)}); pack it anew.")


def _whole(source: str, file: IO[bytes], form: str) -> Original | Skipped:
    data = file.read(LARGEST + 1)
    if len(data) > LARGEST:
        return Skipped(source, f"{source} is larger than {LARGEST >> 20} MB; split it into articles.")
    return Original(source, data, form)


def _unzip(source: str, file: IO[bytes], nested: bool) -> Iterator[Article]:
    if nested:
        yield Skipped(source, f"{source} is an archive in an archive; unpack it first.")
        return
    with _open_zip(file) as archive:
        for member in sorted(archive.infolist(), key=lambda info: info.filename):
            parts = [part for part in PurePosixPath(member.filename).parts if part not in ("/", "..")]
            hidden = any(part.startswith((".", "__MACOSX")) for part in parts)
            if member.is_dir() or hidden or not holds_articles(member.filename):
                continue
            with archive.open(member) as inner:
                name = printable("/".join(parts))
                yield from _unpack(f"{source}/{name}", name, inner, nested=True)


def _open_zip(file: IO[bytes]) -> zipfile.ZipFile:
    """The archive; names that are not marked as UTF-8 are Chinese of an older Windows, if they can be."""
    try:
        return zipfile.ZipFile(file, metadata_encoding="gb18030")
    except UnicodeDecodeError:
        return zipfile.ZipFile(file)


def _records(file: str, lines: IO[bytes]) -> Iterator[Article]:
    """An article a line: `text`, and as far as they are there `id`, `title`, `date` and `source`."""
    seen: dict[str, int] = {}
    for number, line in enumerate(iter(lambda: lines.readline(LARGEST), b""), 1):
        if not line.strip(b"\xef\xbb\xbf \t\r\n"):
            continue
        where = f"{file}, line {number},"
        record = _read_record(line)
        if record is None:
            yield Skipped(
                f"{file}/{number}", f"{where} is no JSON object with a `text`; mend it or remove it."
            )
            continue
        source = _name(record, file, number, seen)
        if source in seen:
            fault = f"{where} is named {source} like line {seen[source]}; give it an `id` of its own."
            yield Skipped(f"{file}/{number}", fault)
            continue
        seen[source] = number
        text = str(record["text"]).encode("utf-8", "replace")
        day = _date(_said(record, "date") or "")
        yield Original(source, text, title=_said(record, "title"), date=day)


def _read_record(line: bytes) -> dict[str, object] | None:
    """The JSON object of a line, None where it is none or has no `text`."""
    try:
        record = json.loads(line.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        return None
    return record if isinstance(record, dict) and isinstance(record.get("text"), str) else None


def _name(record: dict[str, object], file: str, number: int, seen: Container[str]) -> str:
    """What a record is called: its source, else its id below the file; both where one source has many."""
    source, id_ = _said(record, "source"), _said(record, "id")
    name = source or f"{file}/{id_ or number}"
    return printable(f"{name}/{id_}" if source and id_ and name in seen else name)


def _said(record: dict[str, object], key: str) -> str | None:
    """A field as text on one line, None where it says nothing."""
    value = record.get(key)
    says = isinstance(value, str | int) and not isinstance(value, bool)
    # Half a character, which JSON can spell and nothing else, becomes a question mark.
    return (" ".join(str(value).encode("utf-8", "replace").decode().split()) or None) if says else None


def _date(said: str) -> str | None:
    """The day that a field begins with (2020-02-05, 2020/2/5, 2020年2月5日), in ISO 8601, or None."""
    day = _DAY.match(said)
    try:
        return date(*map(int, day.groups())).isoformat() if day else None
    except ValueError:
        return None


def _reason(error: Exception) -> str:
    told = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    return " ".join(told.split()).rstrip(".").lower() or type(error).__name__


def _holds_many(name: str) -> bool:
    return name.lower().removesuffix(".gz").endswith((".jsonl", ".zip"))

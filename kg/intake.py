"""What lies at the paths of a build: articles in files, in archives and as records, yet to be read.

A file is one article (text, or an HTML page) or holds many (JSON lines, a zip); any of them may be gzipped.
Bytes are handed on as they are: `kg.read` turns them into text.
"""

from __future__ import annotations

import gzip
import io
import json
import lzma
import os
import re
import struct
import sys
import time
import zipfile
import zlib
from collections import Counter
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from glob import has_magic, iglob
from itertools import chain
from pathlib import Path, PurePosixPath
from stat import S_ISREG
from typing import IO, TypeVar, cast

from kg.errors import InputError
from kg.outputs import GRAPH, PAGE, REPORT
from kg.remote import Remote, is_address, list_remote

SUFFIXES = (".txt", ".html", ".htm", ".jsonl", ".zip")
"""Of the files below a folder, those that hold articles; `.gz` may follow each."""

LARGEST = 1 << 26
"""Bytes an article may have at most, unpacked: a thousand times the longest of real ones."""

STDIN = "-"

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

File = Path | Remote
"""A file of articles."""

Place = Path | str
"""Where files lie: a path of this machine, or an address as text."""


def place_of(text: str) -> Place:
    """The place that a text names."""
    return text if is_address(text) else Path(text)


def find_files(paths: Sequence[Place]) -> list[tuple[str, File]]:
    """List every file of articles below the paths as (source, file), sorted by source, each file once.

    Below a folder these are the files with one of `SUFFIXES`, hidden ones, hidden folders and the outputs of
    a build left out; a file that is named itself is taken whatever its suffix; a path with `*`, `?` or `[`
    that is not there is a pattern; `-` is the standard input. A link counts as the file it leads to, under
    its own name. The source is the path below its folder; where two files would share one, as many parent
    folders as it takes come before it. Raises `InputError` for a path that is not there and for a folder
    without articles.
    """
    return name_files(chain.from_iterable(map(files_below, paths)))


def files_below(path: Place) -> list[tuple[File, int]]:
    """The files of articles at one path, each with the number of its parts below the path.

    Raises `InputError` where there is none.
    """
    if isinstance(path, str):
        return _remote_files(path)
    folder = path.is_dir()
    return [(file, max(1, len(file.relative_to(path).parts)) if folder else 1) for file in _files_below(path)]


def name_files(found: Iterable[tuple[File, int]]) -> list[tuple[str, File]]:
    """What `files_below` found as (source, file), sorted by source, each file once."""
    folders = cache(_real_folder)
    files: dict[str, File] = {}
    named: dict[str, list[str]] = {}
    depths: dict[str, int] = {}
    for file, depth in found:
        if isinstance(file, Remote):
            real = file.system.unstrip_protocol(file.path)
            parts = real.split("/")
        else:
            name = f"{folders(file.parent)}{os.sep}{file.name}"
            real = os.path.realpath(file) if file.is_symlink() else name
            parts = name.split(os.sep)  # noqa: PTH206
        if real not in files:
            files[real], named[real], depths[real] = file, parts, depth
    while True:
        sources = {real: "/".join(named[real][-depth:]) for real, depth in depths.items()}
        shared = {source for source, count in Counter(sources.values()).items() if count > 1}
        if not shared:
            break
        depths = {real: depth + (sources[real] in shared) for real, depth in depths.items()}
    return sorted((_printable(source), files[real]) for real, source in sources.items())


def _real_folder(folder: Path) -> str:
    return os.path.realpath(folder).rstrip(os.sep)  # Path.resolve raises at loops


def take_in(files: Iterable[tuple[str, File]], stdin: IO[bytes] | None = None) -> Iterator[Article]:
    """Every article in the files, in their order, each with a source of its own.

    What cannot be opened or unpacked is named and left out, and so is the second article of one source.
    """
    return _each_once(article for source, path in files for article in _take_file(source, path, stdin))


def take_in_anew(
    files: Iterable[tuple[str, File]], known: Mapping[str, State]
) -> Iterator[Article | Unchanged]:
    """The same, but a file whose state is that in `known` under its source is not opened."""

    def take(source: str, path: File) -> Iterator[Article | Unchanged]:
        try:
            same = source in known and known[source] == _state(path)
        except OSError:
            same = False
        yield from (Unchanged(source),) if same else _take_file(source, path)

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


def _take_file(source: str, path: File, stdin: IO[bytes] | None = None) -> Iterator[Article]:
    try:
        if str(path) == STDIN:
            yield from _take_stdin((stdin or sys.stdin.buffer).read())
            return
        state = None if _holds_many(path.name) else _state(path)
        with path.open("rb") as file:
            for article in _unpack(source, path.name, file):
                yield replace(article, state=state) if state and isinstance(article, Original) else article
    except OSError as error:
        yield Skipped(
            source, f"{source} cannot be read ({_reason(error)}); check the file and its permissions."
        )


def _state(file: File) -> State | None:
    """The state of a file, None where it has not settled."""
    if isinstance(file, Remote):
        return file.state()
    found = file.stat()
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
                name = _printable("/".join(parts))
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
    return _printable(f"{name}/{id_}" if source and id_ and name in seen else name)


def _said(record: dict[str, object], key: str) -> str | None:
    """A field as text on one line, None where it says nothing."""
    value = record.get(key)
    return (" ".join(str(value).split()) or None) if isinstance(value, str | int) else None


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


def _printable(source: str) -> str:
    """A file name in a form that can be written: bytes that are no UTF-8 become escapes."""
    return source.encode("utf-8", "backslashreplace").decode("utf-8")


def _files_below(path: Path) -> Iterator[Path]:
    if str(path) == STDIN or path.is_file():
        yield path
        return
    if not path.exists():
        yield from _matching(path)
        return
    found = False
    for folder, folders, names in os.walk(path):
        if {GRAPH, REPORT} <= set(names):  # a build left them; in a folder that is asked for, its page too
            if Path(folder) != path:
                folders.clear()
                continue
            names.remove(PAGE)
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            file = Path(folder) / name
            if holds_articles(name) and not name.startswith(".") and not _is_endless(file):
                found = True
                yield file
    if not found:
        raise InputError(f"{path} contains no articles; put *.txt, *.html, *.jsonl or *.zip files in it.")


def _remote_files(address: str) -> list[tuple[File, int]]:
    """The files of articles at an address, hidden ones left out; what is named itself is taken as it is."""
    found: list[tuple[File, int]] = [
        (file, max(1, len(parts)))
        for file, parts in list_remote(address)
        if not parts or (holds_articles(file.name) and not any(part.startswith(".") for part in parts))
    ]
    if not found:
        raise InputError(f"{address} contains no articles; put *.txt, *.html, *.jsonl or *.zip files in it.")
    return found


def _matching(pattern: Path) -> Iterator[Path]:
    """The files that a pattern means: those of articles only where it leads to folders too."""
    found = sorted(iglob(str(pattern), recursive=True)) if has_magic(str(pattern)) else []  # noqa: PTH207  Path.glob takes no absolute pattern
    if not found:
        raise InputError(f"{pattern} does not exist; give a folder of articles or a text file.")
    for path in map(Path, found):
        if path.is_dir():
            yield from _files_below(path)
        elif not _is_endless(path):
            yield path


def holds_articles(name: str) -> bool:
    """Whether a file called `name` is taken for one with articles."""
    return name.lower().removesuffix(".gz").endswith(SUFFIXES)


def _holds_many(name: str) -> bool:
    return name.lower().removesuffix(".gz").endswith((".jsonl", ".zip"))


def _is_endless(file: Path) -> bool:
    """Whether reading could wait for ever: a pipe, a socket, a device."""
    try:
        return not S_ISREG(file.stat().st_mode)
    except (OSError, ValueError):  # it is not there, or a link that leads nowhere
        return False

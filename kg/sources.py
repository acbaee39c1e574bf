"""Where articles lie: the files of them at the paths and addresses of a build, and what each is called."""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from functools import cache
from glob import has_magic, iglob
from itertools import chain
from pathlib import Path
from stat import S_ISREG

from kg.errors import InputError
from kg.outputs import GRAPH, PAGE, REPORT
from kg.remote import Remote, is_address, list_remote

SUFFIXES = (".txt", ".html", ".htm", ".jsonl", ".zip")
"""Of the files below a folder, those that hold articles; `.gz` may follow each."""

STDIN = "-"

# **/** says what ** does, but is looked through again and again.
_REPEATED = re.compile(rf"\*\*(?:{re.escape(os.sep)}\*\*)+(?![^{re.escape(os.sep)}])")

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
    return [(file, depth if folder else 1) for file, depth in _files_below(path)]


def name_files(found: Iterable[tuple[File, int]]) -> list[tuple[str, File]]:
    """What `files_below` found as (source, file), sorted by source, each file once."""
    real_folder, plain = cache(_real_folder), cache(_plain_files)
    files: dict[str, File] = {}
    named: dict[str, list[str]] = {}
    depths: dict[str, int] = {}
    for file, depth in found:
        if isinstance(file, Remote):
            real = file.system.unstrip_protocol(file.path)
            parts = real.split("/")
        else:
            # As text: a folder of many thousand files is looked through for every build.
            folder, name = os.path.split(file)
            is_plain = name in plain(folder)
            name = f"{real_folder(folder)}{os.sep}{name}"
            real = name if is_plain else _real_file(name)
            parts = name.split(os.sep)  # noqa: PTH206
        if real not in files:
            files[real], named[real], depths[real] = file, parts, depth
    while True:
        sources = {real: "/".join(named[real][-depth:]) for real, depth in depths.items()}
        shared = {source for source, count in Counter(sources.values()).items() if count > 1}
        if not shared:
            break
        depths = {real: depth + (sources[real] in shared) for real, depth in depths.items()}
    return sorted((printable(source), files[real]) for real, source in sources.items())


def _real_folder(folder: str) -> str:
    return os.path.realpath(folder).rstrip(os.sep)  # Path.resolve raises at loops


def _real_file(file: str) -> str:
    return os.path.realpath(file) if os.path.islink(file) else file  # noqa: PTH114


def _plain_files(folder: str) -> frozenset[str]:
    """The names in a folder of what is a file, not a link to one; no file need be asked for that."""
    with suppress(OSError), os.scandir(folder or os.curdir) as entries:
        return frozenset(entry.name for entry in entries if entry.is_file(follow_symlinks=False))
    return frozenset()


def _files_below(path: Path) -> Iterator[tuple[File, int]]:
    if str(path) == STDIN or path.is_file():
        yield path, 1
        return
    if not path.exists():
        yield from _matching(path)
        return
    found = False
    for walked, folders, names in os.walk(path):
        folder = Path(walked)
        depth = len(folder.relative_to(path).parts) + 1
        if {GRAPH, REPORT} <= set(names):  # a build left them; in a folder that is asked for, its page too
            if folder != path:
                folders.clear()
                continue
            names.remove(PAGE)
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        plain = _plain_files(walked)
        for name in sorted(names):
            if not holds_articles(name) or name.startswith("."):
                continue
            if name in plain or not _is_endless(f"{walked}/{name}"):
                found = True
                yield folder / name, depth
    if not found:
        raise _without_articles(path)


def _remote_files(address: str) -> list[tuple[File, int]]:
    """The files of articles at an address, hidden ones left out; what is named itself is taken as it is."""
    found: list[tuple[File, int]] = [
        (file, max(1, len(parts)))
        for file, parts in list_remote(address)
        if not parts or (holds_articles(file.name) and not any(part.startswith(".") for part in parts))
    ]
    if not found:
        raise _without_articles(address)
    return found


def _without_articles(place: Place) -> InputError:
    return InputError(f"{place} contains no articles; put *.txt, *.html, *.jsonl or *.zip files in it.")


def _matching(pattern: Path) -> Iterator[tuple[File, int]]:
    """The files that a pattern means: those of articles only where it leads to folders too."""
    once = _REPEATED.sub("**", str(pattern))
    found = sorted(iglob(once, recursive=True)) if has_magic(once) else []  # noqa: PTH207  Path.glob takes no absolute pattern
    if not found:
        raise InputError(f"{pattern} does not exist; give a folder of articles or a text file.")
    for path in map(Path, found):
        if path.is_dir():
            yield from _files_below(path)
        elif not _is_endless(path):
            yield path, 1


def holds_articles(name: str) -> bool:
    """Whether a file called `name` is taken for one with articles."""
    return name.lower().removesuffix(".gz").endswith(SUFFIXES)


def printable(source: str) -> str:
    """A file name in a form that can be written: bytes that are no UTF-8 become escapes."""
    return source.encode("utf-8", "backslashreplace").decode("utf-8")


def _is_endless(file: Path | str) -> bool:
    """Whether reading could wait for ever: a pipe, a socket, a device."""
    try:
        return not S_ISREG(os.stat(file).st_mode)  # noqa: PTH116
    except (OSError, ValueError):  # it is not there, or a link that leads nowhere
        return False

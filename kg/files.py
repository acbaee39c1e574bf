"""Whole files: reading a folder of them, and writing one: what stood there stays until it is complete."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path

from kg.errors import OutputError


def read_folder(folder: Path, suffixes: Collection[str] = ()) -> Iterator[tuple[bytes, bytes]]:
    """The path below the folder and the content of every file in it, by path; if need be by suffix too."""
    for path in sorted(path for path in folder.rglob("*") if path.suffix in suffixes or not suffixes):
        if path.is_file():
            yield path.relative_to(folder).as_posix().encode(), path.read_bytes()


def write_whole(path: Path, parts: Iterable[str | bytes]) -> None:
    """Write `parts` to `path`, text as UTF-8, by way of a temporary file beside it.

    A link stays one, and what it leads to is written; a device or a pipe is written into as it is. Raises
    OutputError where that cannot be done; whatever goes wrong, an earlier file is untouched and nothing is
    left beside it.
    """
    try:
        place = Path(os.path.realpath(path))  # Path.resolve raises no OSError where links form a ring
        if place.exists() and not place.is_file():
            _write(place, parts)
            return
        temporary = place.with_name(f".{place.name}.{os.getpid()}.tmp")
        try:
            _write(temporary, parts)
            temporary.replace(place)
        except BaseException:
            temporary.unlink(missing_ok=True)
            raise
    except OSError as error:
        raise OutputError(
            f"{path} cannot be written ({(error.strerror or str(error)).lower()}); "
            "choose a folder that exists and may be written to."
        ) from error


def _write(path: Path, parts: Iterable[str | bytes]) -> None:
    with path.open("wb") as file:
        file.writelines(part.encode() if isinstance(part, str) else part for part in parts)

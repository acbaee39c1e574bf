"""The files of a build, written all or none."""

from __future__ import annotations

import hashlib
import shutil
import tempfile
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from kg.errors import OutputError, UsageError

GRAPH, PAGE, DATASET, REPORT = "graph.ttl", "graph.html", "dataset.ttl", "report.json"

FORMATS = {
    "turtle": GRAPH,
    "trig": "graph.trig",
    "nquads": "graph.nq",
    "ntriples": "graph.nt",
    "jsonld": "graph.jsonld",
}
"""The formats of a graph, each with the name of its file."""

_STAGING = "build-"


def format_of(path: Path, given: str = "") -> str:
    """The format given, else that which the suffix of a path says.

    Raises UsageError where none is given and the suffix says none, and where it says another.
    """
    suffixes = {Path(name).suffix: form for form, name in FORMATS.items()}
    said = suffixes.get(path.suffix, given)
    if given and said != given:
        raise UsageError(f"{path} would hold {given}, but its suffix says {said}; change one of the two.")
    if not said:
        raise UsageError(
            f"{path} does not say its format; name one, or use one of the suffixes {', '.join(suffixes)}."
        )
    return said


def output_files(formats: Collection[str] = ()) -> tuple[str, ...]:
    """The names of the files of a build that writes the graph in `formats` too, beside Turtle."""
    others = (name for form, name in FORMATS.items() if form in formats and name != GRAPH)
    return (GRAPH, *others, PAGE, DATASET, REPORT)


def prepare_output(folder: Path, names: Collection[str]) -> None:
    """Make the folder if it is not there; OutputError where the files `names` could not be put in it."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        raise _refused(folder, error) from error
    for name in names:
        if (folder / name).is_dir():
            raise OutputError(
                f"{folder / name} is a folder, so no file can be put there; remove or rename it."
            )


@contextmanager
def lock_output(folder: Path) -> Iterator[None]:
    """Keep other builds out of the folder; OutputError where one is in it. A killed build's lock is gone."""
    lock = FileLock(hidden_folder(folder) / "lock", timeout=0)
    try:
        with lock:
            yield
    except Timeout as error:
        raise OutputError(
            f"Another build is writing into {folder}; wait for it, or choose another folder with -o."
        ) from error


def hidden_folder(folder: Path) -> Path:
    """Where a build keeps what the next one can use, inside its output folder; made if it is not there."""
    hidden = folder / ".kg"
    try:
        hidden.mkdir(exist_ok=True)
    except OSError as error:
        raise _refused(folder, error) from error
    return hidden


def digest_outputs(folder: Path, names: Collection[str]) -> str:
    """A digest of the files `names`; empty where one of them cannot be read."""
    digest = hashlib.blake2b(digest_size=16)
    try:
        for name in names:
            with (folder / name).open("rb") as file:
                digest.update(hashlib.file_digest(file, "sha256").digest())
    except OSError:
        return ""
    return digest.hexdigest()


@contextmanager
def stage_outputs(folder: Path, names: Collection[str]) -> Iterator[Path]:
    """A new folder to write the files `names` into; they move to `folder` once all are there.

    A graph that an earlier build left in a format that this one does not write goes then, since it
    would contradict the others. Whatever goes wrong before, what `folder` held stays as it was. The caller
    holds its lock: what a killed build had begun to write goes first.
    """
    try:
        hidden = hidden_folder(folder)
        for left in hidden.glob(f"{_STAGING}*"):
            shutil.rmtree(left)
        with tempfile.TemporaryDirectory(prefix=_STAGING, dir=hidden) as staging:
            yield Path(staging)
            for name in names:
                (Path(staging) / name).replace(folder / name)
            for name in set(FORMATS.values()).difference(names):
                if (folder / name).is_file():
                    (folder / name).unlink()
    except OSError as error:
        raise _refused(folder, error) from error


def _refused(folder: Path, error: OSError) -> OutputError:
    reason = (error.strerror or str(error)).lower()
    return OutputError(f"The output folder {folder} cannot be written to ({reason}); choose another with -o.")

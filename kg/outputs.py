"""The files of a build, written all or none."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kg.errors import OutputError

GRAPH, PAGE, REPORT = "graph.ttl", "graph.html", "report.json"
FILES = (GRAPH, PAGE, REPORT)


def prepare_output(folder: Path) -> None:
    """Make the folder if it is not there; OutputError where the files of a build could not be put in it."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        raise _refused(folder, error) from error
    for name in FILES:
        if (folder / name).is_dir():
            raise OutputError(
                f"{folder / name} is a folder, so no file can be put there; remove or rename it."
            )


@contextmanager
def stage_outputs(folder: Path) -> Iterator[Path]:
    """A new folder to write `FILES` into; they move to `folder` once all are there.

    Whatever goes wrong before, what `folder` held stays as it was.
    """
    try:
        with tempfile.TemporaryDirectory(prefix=".build-", dir=folder) as staging:
            yield Path(staging)
            for name in FILES:
                (Path(staging) / name).replace(folder / name)
    except OSError as error:
        raise _refused(folder, error) from error


def _refused(folder: Path, error: OSError) -> OutputError:
    reason = (error.strerror or str(error)).lower()
    return OutputError(f"The output folder {folder} cannot be written to ({reason}); choose another with -o.")

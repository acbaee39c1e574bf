"""Writing whole files: what stood there before stays until the new file is complete."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from kg.errors import OutputError


def write_whole(path: Path, parts: Iterable[str]) -> None:
    """Write `parts` to `path` as UTF-8 by way of a temporary file beside it.

    OutputError where that cannot be done; whatever goes wrong, an earlier file is untouched and nothing
    is left beside it.
    """
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        try:
            with temporary.open("w", encoding="utf-8", newline="\n") as file:
                file.writelines(parts)
            temporary.replace(path)
        except BaseException:
            temporary.unlink(missing_ok=True)
            raise
    except OSError as error:
        raise OutputError(
            f"{path} cannot be written ({(error.strerror or str(error)).lower()}); "
            "choose a folder that exists and may be written to."
        ) from error

"""The sign by which a graph file tells whether it is whole, as comments that any reader of RDF passes over.

Turtle that is cut off between two statements is still Turtle. So a file of ours promises its last line in
its first; a file from elsewhere promises nothing, and is taken as it is.
"""

from __future__ import annotations

import codecs
from mmap import ACCESS_READ, mmap
from pathlib import Path

from kg.errors import InputError

PROMISE = "# A graph of zhkg; where the comment END OF GRAPH is missing, the file was cut off.\n"
"""What stands before all else in a graph file."""

END = "\n# END OF GRAPH\n"
"""What stands behind all else."""

_MARKS = (codecs.BOM_UTF8, codecs.BOM_UTF16_BE, codecs.BOM_UTF16_LE)


def check_whole(path: Path) -> None:
    """InputError where the file at `path` is empty, has a byte order mark, or promises an end that it lacks.

    OSError as `open` does. A pipe, which can be read only once, is taken as it is.
    """
    if not path.is_file():
        return
    promise = PROMISE.encode()
    with path.open("rb") as file:
        head = file.read(len(promise))
        if not head.strip() and not file.read().strip():
            raise InputError(f"{path} is empty, which no graph is; build the graph again.")
        if head.startswith(_MARKS):
            raise InputError(f"{path} begins with a byte order mark; save it as UTF-8 without one.")
        if not promise.startswith(head):
            return
        with mmap(file.fileno(), 0, access=ACCESS_READ) as text:
            if text.rfind(END.rstrip().encode()) < 0:
                raise InputError(f"{path} was cut off before its last line; build the graph again.")

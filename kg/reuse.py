"""Files in blocks: a block that the last file holds already is copied from there, not made again.

A block is known by a digest of the values that it comes from. Their ids tell which of them ends a block, so
that a value more or less leaves the other blocks as they were.
"""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping, MutableMapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from mmap import ACCESS_READ, mmap
from pathlib import Path
from typing import NamedTuple, TypeVar

import msgspec

from kg.files import write_whole

SIZE = 256
"""Values in a block, on average: with more of them more is made again, with fewer more is looked up."""


class Stretch(NamedTuple):
    """Where a block lies in its file, in bytes, their CRC-32, and what its writer noted of it."""

    begin: int
    length: int
    check: int
    note: bytes


Index = Mapping[bytes, Stretch]
"""Where the blocks of a file lie, by their keys."""


@dataclass(frozen=True, slots=True)
class Last:
    """The file that was written last, and where its blocks lay; there may be none."""

    path: Path = Path()
    index: Index = field(default_factory=dict)


class Block(NamedTuple):
    """A part of a file: a digest of all that it comes from, and what makes it and the note on it."""

    key: bytes
    make: Callable[[], tuple[bytes, bytes]]


_T = TypeVar("_T")


def cut_blocks(values: Sequence[_T], id_of: Callable[[_T], str], size: int = SIZE) -> Iterator[Sequence[_T]]:
    """The values in their order, about `size` together; the id of each says whether it ends a block."""
    # What `ends_block` says, in a third of the time that it takes.
    marks = map(zlib.crc32, map(str.encode, map(id_of, values)))
    begin = 0
    for end, mark in enumerate(marks, 1):
        if mark % size == 0:
            yield values[begin:end]
            begin = end
    if begin < len(values):
        yield values[begin:]


def ends_block(id_: str, size: int = SIZE) -> bool:
    """Whether a value with this id ends a block; one that ends a block of `size` ends all smaller ones.

    The smaller size must divide the larger one.
    """
    return zlib.crc32(id_.encode()) % size == 0


def digest_values(values: object) -> bytes:
    """A digest of plain values, and of tuples and dataclasses of them, whatever these are called."""
    try:
        said = msgspec.msgpack.encode(values)
    except UnicodeEncodeError:  # half a character, which no UTF-8 has
        said = repr(values).encode("utf-8", "backslashreplace")
    return hashlib.blake2b(said, digest_size=16).digest()


def write_blocks(path: Path, parts: Iterable[bytes | Block], last: Last | None = None) -> Index:
    """Write a file whole, as `kg.files.write_whole` does, and tell where its blocks lie.

    Those that the `last` file holds are copied from there, if their bytes are what they were; it may be the
    one at `path`.
    """
    index: dict[bytes, Stretch] = {}
    with _opened(last or Last()) as known:
        write_whole(path, _pieces(parts, known, index))
    return index


def make_blocks(parts: Iterable[bytes | Block]) -> Iterator[bytes]:
    """What `write_blocks` writes where there is no last file."""
    return _pieces(parts, lambda _: None, {})


_Checked = tuple[bytes, bytes, int]
_Known = Callable[[bytes], _Checked | None]


def _checked(piece: bytes, note: bytes) -> _Checked:
    return piece, note, zlib.crc32(piece)


def _pieces(
    parts: Iterable[bytes | Block], known: _Known, index: MutableMapping[bytes, Stretch]
) -> Iterator[bytes]:
    begin = 0
    for part in parts:
        if isinstance(part, Block):
            piece, note, check = known(part.key) or _checked(*part.make())
            index[part.key] = Stretch(begin, len(piece), check, note)
        else:
            piece = part
        begin += len(piece)
        yield piece


@contextmanager
def _opened(last: Last) -> Iterator[_Known]:
    try:
        size = last.path.stat().st_size if last.index else 0
    except OSError:  # it has been removed
        size = 0
    if not size:
        yield lambda _: None
        return
    with last.path.open("rb") as file, mmap(file.fileno(), 0, access=ACCESS_READ) as text:

        def known(key: bytes) -> _Checked | None:
            if (there := last.index.get(key)) is None:
                return None
            found = _checked(text[there.begin : there.begin + there.length], there.note)
            return found if found[-1] == there.check else None

        yield known

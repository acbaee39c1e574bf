"""Files in stores apart from this machine's file system: s3://, hdfs:// and what else fsspec reaches."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from glob import has_magic
from pathlib import PurePosixPath
from typing import IO, Any, TypeVar, cast

from kg.errors import InputError

_T = TypeVar("_T")

_MARKS = frozenset(
    ("etag", "md5hash", "content-md5", "content_md5", "sha", "generation", "checksum", "digest")
)
"""What stores call a mark of a file's content, in small letters; a time alone may be too coarse to tell."""

_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]+://")


@dataclass(frozen=True, slots=True)
class Remote:
    """A file in a store: `system` is fsspec's file system, `path` where the file lies in it."""

    system: Any
    path: str

    @property
    def name(self) -> str:
        """The last part of its path."""
        return PurePosixPath(self.path).name

    def state(self) -> str | None:
        """What changes whenever the file does, None where the store tells of nothing that does.

        Raises OSError, whatever it said.
        """
        told = _told(lambda: self.system.info(self.path))
        marks = {key: str(told[key]) for key in sorted(told) if key.lower() in _MARKS and told[key]}
        return f"{told.get('size')} {marks}" if marks else None

    def open(self, mode: str = "rb") -> IO[bytes]:
        """Open it to be read as it comes. Raises OSError, whatever the store said."""
        return _told(lambda: cast(IO[bytes], self.system.open(self.path, mode)))


def _told(ask: Callable[[], _T]) -> _T:
    """What a store answers; each has errors of its own kind."""
    try:
        return ask()
    except OSError:
        raise
    except Exception as error:
        raise OSError(_reason(error)) from error


def is_address(path: str) -> bool:
    """Whether a path is an address in a store: s3://bucket/news."""
    return _ADDRESS.match(path) is not None


def list_remote(address: str) -> list[tuple[Remote, Sequence[str]]]:
    """Every file at an address, in order of path, with the parts of its path below the address.

    A file that the address itself or a pattern names has none. Raises InputError where the store cannot be
    reached, and where nothing is there.
    """
    import fsspec

    try:
        system, root = fsspec.url_to_fs(address)
        system.invalidate_cache()  # a build before may have listed what has changed since
        named = has_magic(root) or system.isfile(root)
        paths = sorted(system.glob(root) if has_magic(root) else [root] if named else system.find(root))
    except Exception as error:
        raise InputError(f"{address} cannot be read ({_reason(error)}); {_advice(address, error)}") from error
    if not paths:
        raise InputError(f"{address} does not exist or is empty; give the address of a folder or a file.")
    above = len(PurePosixPath(root).parts)
    return [(Remote(system, path), () if named else PurePosixPath(path).parts[above:]) for path in paths]


def _advice(address: str, error: Exception) -> str:
    if isinstance(error, ImportError):
        kind = address.partition("://")[0]
        return f"install what fsspec needs for {kind}://, for s3:// with `pip install 'zhkg[s3]'`."
    return "check the address, the connection and what you are allowed to see."


def _reason(error: Exception) -> str:
    return " ".join(str(error).split()).rstrip(".") or type(error).__name__

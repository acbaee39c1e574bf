"""Weights that torch has saved, read without torch: to load that takes longer than to tag an article.

`torch.save` writes a zip: its `data.pkl` is a pickle in which each array is a call of torch's with the number
of a file, an offset, a shape and strides, and `data/<number>` holds values as they lie in memory.
"""

from __future__ import annotations

import pickle
import zipfile
from collections import OrderedDict
from math import prod
from pathlib import Path, PurePosixPath
from typing import Any

import numpy as np
import numpy.typing as npt

Weights = dict[str, npt.NDArray[np.float32]]
"""By the name of the parameter."""

_TYPES = {"HalfStorage": "<f2", "FloatStorage": "<f4"}


def read_weights(path: Path) -> Weights:
    """The weights in a file of `torch.save`, in single precision.

    Raises UnpicklingError where it holds anything but arrays of single or half precision by their names;
    BadZipFile, KeyError, ValueError and OSError where it is no whole file of that kind.
    """
    with zipfile.ZipFile(path) as archive:
        (said,) = (name for name in archive.namelist() if name.endswith("/data.pkl"))
        with archive.open(said) as file:
            weights = _Unpickler(file, archive, PurePosixPath(said).parent / "data").load()
    if not isinstance(weights, dict) or not all(isinstance(each, np.ndarray) for each in weights.values()):
        raise pickle.UnpicklingError("it holds other values than arrays")
    return dict(weights)


class _Unpickler(pickle.Unpickler):
    """Makes arrays, and calls nothing else that a pickle may name."""

    def __init__(self, file: Any, archive: zipfile.ZipFile, folder: PurePosixPath) -> None:
        super().__init__(file)
        self._archive, self._folder = archive, folder

    def find_class(self, module: str, name: str) -> Any:
        if (module, name) == ("torch._utils", "_rebuild_tensor_v2"):
            return _lay_out
        if module == "torch" and name in _TYPES:
            return _TYPES[name]
        if (module, name) == ("collections", "OrderedDict"):
            return OrderedDict
        raise pickle.UnpicklingError(f"it names {module}.{name}")

    def persistent_load(self, said: Any) -> npt.NDArray[np.float32]:
        _, kind, number, *_ = said
        return np.frombuffer(self._archive.read(str(self._folder / number)), kind)


def _lay_out(
    values: npt.NDArray[np.float32], offset: int, shape: tuple[int, ...], strides: tuple[int, ...], *_: object
) -> npt.NDArray[np.float32]:
    """The array of a shape whose strides count values."""
    if not prod(shape):
        return np.zeros(shape, np.float32)
    steps = [step * values.itemsize for step in strides]
    return np.ndarray(shape, values.dtype, values.data, offset * values.itemsize, steps).astype(np.float32)

"""The taggers: find names, titles and times in text, behind one function type.

A model is `"builtin"` (shipped with the package), the path of a folder in HanLP's format, or a HanLP
identifier. Only `load_tagger` imports numpy, and torch and HanLP for any but the builtin model: these take a
second or two.
"""

from __future__ import annotations

import contextlib
import hashlib
import io
import os
from collections.abc import Iterator
from difflib import get_close_matches
from importlib.metadata import version
from itertools import chain
from pathlib import Path
from typing import Any

from kg.errors import ModelError
from kg.files import read_folder
from kg.model import Tagger
from kg.taggers.adapters import Recognize, adapt, make_tagger

BUILTIN = Path(__file__).parent / "builtin"


def load_tagger(model: str = "builtin") -> Tagger:
    """The tagger that `model` names, running on one thread of the processor.

    The builtin model is run by `kg.taggers.bilstm`, any other by HanLP. HanLP downloads what an identifier
    names into its home folder where it is not yet there; nothing else reaches for the network. Numpy or torch
    is held to one thread for the whole process: more make it slower here. Raises `ModelError` if there is no
    such model or it cannot be loaded.
    """
    if model == "builtin":
        return make_tagger(_load_builtin())
    folder = _folder(model)
    import torch

    torch.set_num_threads(1)
    return adapt(_load_folder(folder, model) if folder else _load_identifier(model), model)


def identify_model(model: str = "builtin") -> str:
    """A short text that changes whenever the model does, for cache keys and provenance.

    For a folder it is a digest of its files, for a HanLP identifier its name with HanLP's version. Imports
    neither torch nor HanLP. Raises `ModelError` if a folder is not there.
    """
    folder = _folder(model)
    if folder is None:
        return f"hanlp-{version('hanlp')}:{model}"
    digest = hashlib.sha256()
    for part in chain.from_iterable(read_folder(folder)):
        digest.update(len(part).to_bytes(8, "big") + part)
    return f"sha256:{digest.hexdigest()[:32]}"


def _folder(model: str) -> Path | None:
    """The folder that `model` names, or None for a HanLP identifier (capitals, or an address)."""
    folder = BUILTIN if model == "builtin" else Path(model).expanduser()
    if (folder / "config.json").is_file():
        return folder.resolve()
    if model.startswith(("http://", "https://")) or (model.isupper() and os.sep not in model):
        return None
    if folder.is_dir():
        raise ModelError(
            f"The model folder {model!r} holds no config.json; give a folder that HanLP saved a model into."
        )
    raise ModelError(
        f"There is no model {model!r}; give `builtin`, the path of a folder with a HanLP model, or a HanLP "
        "identifier such as CLOSE_TOK_POS_NER_SRL_DEP_SDP_CON_ELECTRA_SMALL_ZH."
    )


def _load_builtin() -> Recognize:
    from kg.taggers.bilstm import load_recognizer

    try:
        return load_recognizer(BUILTIN)
    except Exception as fault:
        raise ModelError(
            f"The model that zhkg ships cannot be loaded ({_summary(fault)}); install zhkg anew."
        ) from fault


def _load_folder(folder: Path, model: str) -> Any:
    import hanlp

    try:
        with _silence():
            return hanlp.load(str(folder), devices=-1, verbose=False)
    except Exception as fault:
        raise ModelError(
            f"The model {model!r} cannot be loaded ({_summary(fault)}); save it anew with "
            f"HanLP {version('hanlp')}."
        ) from fault


def _load_identifier(model: str) -> Any:
    import hanlp

    if model.isupper() and model not in hanlp.pretrained.ALL:
        near = get_close_matches(model, hanlp.pretrained.ALL, n=1, cutoff=0.0)[0]
        raise ModelError(f"HanLP knows no model {model!r}; the name most like it is {near}.")
    try:
        with _offline_on_failure():
            return hanlp.load(model, devices=-1)
    except (Exception, SystemExit) as fault:
        raise ModelError(
            f"The HanLP model {model!r} cannot be loaded ({_summary(fault)}); check the connection, or "
            "download it elsewhere and give the path of its folder."
        ) from fault


def _summary(fault: BaseException) -> str:
    lines = str(fault).strip().splitlines()
    return f"{type(fault).__name__}: {lines[0][:120]}" if lines else type(fault).__name__


@contextlib.contextmanager
def _silence() -> Iterator[None]:
    """Hold back what HanLP writes about a broken model: the error raised says it in one sentence."""
    said = io.StringIO()
    with contextlib.redirect_stderr(said), contextlib.redirect_stdout(said), _offline_on_failure():
        yield


@contextlib.contextmanager
def _offline_on_failure() -> Iterator[None]:
    """Keep HanLP from asking a package index for its newest version when a model is broken."""
    from hanlp.utils import component_util

    asked = component_util.get_latest_info_from_pypi
    component_util.get_latest_info_from_pypi = lambda: None
    try:
        yield
    finally:
        component_util.get_latest_info_from_pypi = asked

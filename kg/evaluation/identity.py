"""Identity across articles: pairs that are one thing, and pairs that must never be merged."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from kg.errors import InputError
from kg.evaluation.gold import describe_fault
from kg.evaluation.report import Detail, Finding, yes_or_no
from kg.evaluation.said import Corpus

_FAULTS = {"same": "not merged", "different": "MERGED"}


def score_identity(corpus: Corpus, path: Path) -> Iterator[Finding]:
    """Judge the pairs in `path`, each side `stem:name`; InputError where the file is not of that form."""
    try:
        pairs = json.loads(path.read_text(encoding="utf-8"))
        cases = [(kind, one.split(":", 1), two.split(":", 1)) for kind in _FAULTS for one, two in pairs[kind]]
        for kind, (stem, name), (other_stem, other_name) in cases:
            ones, others = corpus.nodes(stem, name), corpus.nodes(other_stem, other_name)
            yield Finding(f"across articles: {kind}, both found", yes_or_no(bool(ones and others)))
            if ones and others:
                layer = f"across articles: {kind}, rightly"
                right = bool(ones & others) == (kind == "same")
                detail = Detail(stem, layer, _FAULTS[kind], f"{name} | {other_stem}:{other_name}")
                yield Finding(layer, yes_or_no(right), () if right else (detail,))
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise InputError(
            f"{path} cannot be read as pairs across articles ({describe_fault(error)}); mend it or remove it."
        ) from error

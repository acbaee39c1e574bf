"""Hints for whoever asks of terms that the ontology does not have, or of graphs that a file cannot have."""

from __future__ import annotations

import re
from difflib import get_close_matches
from pathlib import Path

from kg.graphfile import syntax_of
from kg.iris import KG
from kg.ontology import Ontology
from kg.patterns import OPAQUE

_OTHER_KG = re.compile(rf"\bPREFIX\s+kg:\s*<(?!{re.escape(KG)}>)", re.IGNORECASE)
_GRAPH = re.compile(r"(?<![\w:?$-])GRAPH(?![\w:-])", re.IGNORECASE)
_TERM = re.compile(rf"(?:(?<![\w:-])kg:|<{re.escape(KG)})(\w+)")


def unknown_terms(sparql: str, ontology: Ontology) -> list[str]:
    """A sentence for each term of `kg:` that a query names and `ontology` lacks, with what may be meant.

    None where the query gives the prefix `kg:` another meaning.
    """
    code = OPAQUE.sub(lambda found: found[0] if found[0].startswith("<") else " ", sparql)
    if _OTHER_KG.search(code):
        return []
    properties = {name.removeprefix("kg:") for name in ontology.properties if name.startswith("kg:")}
    known = sorted({*ontology.classes, *ontology.individuals, *properties})
    missing = dict.fromkeys(name for name in _TERM.findall(code) if name not in known)
    return [f"kg:{name} is not in the ontology{_meant(name, known)}" for name in missing]


def graphs_hint(sparql: str, path: Path) -> str | None:
    """A sentence where a query asks for named graphs and the file at `path` is of a format without them."""
    if syntax_of(path).supports_datasets or not _GRAPH.search(OPAQUE.sub(" ", sparql)):
        return None
    return f"{path} has no named graphs, so GRAPH finds nothing; ask what `kg export --format trig` writes."


def _meant(name: str, known: list[str]) -> str:
    spelt = {term.casefold(): term for term in known}
    near = get_close_matches(name.casefold(), spelt, n=1)
    return f"; do you mean kg:{spelt[near[0]]}?" if near else "."

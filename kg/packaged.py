"""What comes with the package and does not change while it runs."""

from __future__ import annotations

from functools import cache

from kg.ontology import Ontology, load_ontology
from kg.rulebook import Rulebook, load_rulebook


@cache
def load_words() -> tuple[Rulebook, Ontology]:
    """Our rulebook and our ontology, loaded but once in a process; processes that it forks have them, too.

    Raises ConfigError where one of their files is broken.
    """
    ontology = load_ontology()
    return load_rulebook(classes=ontology.classes), ontology

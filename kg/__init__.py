"""zhkg: a knowledge graph one can trust, from Chinese news."""

from kg.knowledge import KnowledgeGraph, build, load
from kg.version import __version__

__all__ = ["KnowledgeGraph", "__version__", "build", "load"]

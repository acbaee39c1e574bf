"""zhkg: a knowledge graph one can trust, from Chinese news."""

__version__ = "0.1.0"

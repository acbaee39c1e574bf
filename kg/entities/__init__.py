"""Resolution within an article: which mentions are one thing, what it is called, what it is.

Every entity leaves here with a key that tells whether it may be one with an entity of another article.
"""

from kg.entities.model import LocalEntity, Resolution
from kg.entities.resolve import resolve_mentions

__all__ = ["LocalEntity", "Resolution", "resolve_mentions"]

"""Resolution within an article: which mentions are one thing, what it is called, what it is.

Every entity leaves here with a key that tells whether it may be one with an entity of another article.
`kg.entities.resolve` does it; what comes of it can be had without loading that.
"""

from kg.entities.model import LocalEntity, Resolution

__all__ = ["LocalEntity", "Resolution"]

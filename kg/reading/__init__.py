"""Reading one article: from its cleaned text and the tagger's tags to its entities, posts and actions.

What one article yields depends on nothing but that article, the rulebook and the tagger: it can be computed
anywhere, in any order, and kept. `kg.reading.document` does it; what comes of it can be had without loading
that.
"""

from kg.reading.model import LocalAction, LocalPost, Reading

__all__ = [
    "LocalAction",
    "LocalPost",
    "Reading",
]

"""Find what a text names: people, organizations, places, works, titles, and words that point back."""

from kg.mentions.find import find_mentions
from kg.mentions.model import Context, Mention, mentions_in, read_context
from kg.mentions.works import find_works

__all__ = ["Context", "Mention", "find_mentions", "find_works", "mentions_in", "read_context"]

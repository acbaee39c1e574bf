"""Find what a text names: people, organizations, places, works, titles, and words that point back."""

from kg.mentions.find import find_mentions
from kg.mentions.model import Context, Mention, mentions_in, read_context
from kg.mentions.shortnames import SHORT_FOR
from kg.mentions.works import find_works

__all__ = ["SHORT_FOR", "Context", "Mention", "find_mentions", "find_works", "mentions_in", "read_context"]

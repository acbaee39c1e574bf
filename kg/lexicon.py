"""One automaton over every word the rulebook knows, so that a text is scanned once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ahocorasick_rs import AhoCorasick, Implementation

from kg.model import Span


@dataclass(frozen=True, slots=True)
class Hit:
    """A known word at its place in the text."""

    span: Span
    word: str


@dataclass(frozen=True, slots=True, eq=False)
class Lexicon:
    """Words with the categories that each belongs to."""

    automaton: AhoCorasick
    words: tuple[str, ...]
    categories: tuple[tuple[str, ...], ...]

    def scan(self, text: str, overlapping: frozenset[str] = frozenset()) -> Mapping[str, list[Hit]]:
        """For every category its hits in order of place: the leftmost longest, none overlapping.

        Categories named in `overlapping` keep all their hits.
        """
        found: dict[str, list[tuple[int, int, int]]] = defaultdict(list)
        for index, begin, end in self.automaton.find_matches_as_indexes(text, overlapping=True):
            for category in self.categories[index]:
                found[category].append((begin, -end, index))
        return defaultdict(list, {c: list(self._hits(sorted(h), c in overlapping)) for c, h in found.items()})

    def _hits(self, hits: list[tuple[int, int, int]], overlapping: bool) -> Iterable[Hit]:
        edge = 0
        for begin, minus_end, index in hits:
            if overlapping or begin >= edge:
                edge = -minus_end
                yield Hit(Span(begin, edge), self.words[index])


def compile_lexicon(categories: Mapping[str, Iterable[str]]) -> Lexicon:
    """A lexicon from words by category; a word may stand in several."""
    by_word: dict[str, list[str]] = defaultdict(list)
    for category, words in categories.items():
        for word in dict.fromkeys(words):
            if word:
                by_word[word].append(category)
    words = tuple(sorted(by_word))
    automaton = AhoCorasick(words, implementation=Implementation.ContiguousNFA, store_patterns=False)
    return Lexicon(automaton, words, tuple(tuple(by_word[w]) for w in words))

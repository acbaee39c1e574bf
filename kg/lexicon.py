"""One automaton over every word the rulebook knows, so that a text is scanned once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from operator import itemgetter

from ahocorasick_rs import AhoCorasick, Implementation, MatchKind
from msgspec import Struct

from kg.model import Span


class Hit(Struct, frozen=True, gc=False):
    """A known word at its place in the text."""

    span: Span
    word: str


@dataclass(frozen=True, slots=True, eq=False)
class Lexicon:
    """Words with the categories that each belongs to.

    An automaton is made of them when the first text is looked through, as a build that reads none needs none,
    and lives as long as the process, which is expected to have one lexicon.
    """

    words: tuple[str, ...]
    categories: tuple[tuple[str, ...], ...]

    def scan(self, text: str, overlapping: frozenset[str] = frozenset()) -> dict[str, list[Hit]]:
        """For every category its hits in order of place: the leftmost longest, none overlapping.

        Categories named in `overlapping` keep all their hits, at one place the longest first. A category
        without a hit has an empty list.
        """
        found: dict[str, list[Hit]] = defaultdict(list)
        matches = _of_all(self).find_matches_as_indexes(text, overlapping=True)  # in order of their ends
        matches.reverse()
        for index, begin, end in sorted(matches, key=itemgetter(1)):
            hit = Hit(Span(begin, end), self.words[index])
            for category in self.categories[index]:
                found[category].append(hit)
        for category in found.keys() - overlapping:
            found[category] = list(_leftmost_longest(found[category]))
        return found

    def find(self, text: str, category: str) -> list[Hit]:
        """The hits of one category, as `scan` has them if it is not to overlap, in a fiftieth of the time."""
        words, automaton = _of_category(self, category)
        return [
            Hit(Span(begin, end), words[index])
            for index, begin, end in automaton.find_matches_as_indexes(text)
        ]


def compile_lexicon(categories: Mapping[str, Iterable[str]]) -> Lexicon:
    """A lexicon from words by category; a word may stand in several, the empty word in none."""
    by_word: dict[str, tuple[str, ...]] = {}
    for category, words in categories.items():
        for word in dict.fromkeys(words):
            if word:
                by_word[word] = (*by_word.get(word, ()), category)
    return Lexicon(tuple(by_word), tuple(by_word.values()))


@cache
def _of_all(lexicon: Lexicon) -> AhoCorasick:
    """An automaton that finds every word."""
    return AhoCorasick(lexicon.words, implementation=Implementation.ContiguousNFA, store_patterns=False)


@cache
def _of_category(lexicon: Lexicon, category: str) -> tuple[Sequence[str], AhoCorasick]:
    """The words of one category, and an automaton that finds the leftmost longest of them."""
    words = [word for word, known in zip(lexicon.words, lexicon.categories, strict=True) if category in known]
    return words, AhoCorasick(words, matchkind=MatchKind.LeftmostLongest, store_patterns=False)


def _leftmost_longest(hits: Iterable[Hit]) -> Iterator[Hit]:
    """Of hits in order of place, at one place the longest first, those that no earlier one overlaps."""
    edge = 0
    for hit in hits:
        if hit.span.begin >= edge:
            edge = hit.span.end
            yield hit

"""Names of people, weighed from what the tagger says and what stands around them."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence, Set

from kg.mentions.candidates import find_begins, find_ends
from kg.mentions.model import Context, Mention
from kg.mentions.scoring import ACCEPTED, score, splits_word
from kg.mentions.spans import is_free, places_in
from kg.mentions.surroundings import BEFORE_COMMON_WORD, closure, surname_length
from kg.model import Span

_NAME_LIST = re.compile(r"[\u3400-\u9fff]{2,12}(?:、[\u3400-\u9fff]{2,4})+、[\u3400-\u9fff]{2,12}")
# What stands between a word for a role of one character and a name: 文/, 图：.
_CREDIT_MARKS = "/：: \n"
_SHORTEST_FIRST_PART = 3


def find_persons(context: Context, taken: Sequence[Span], titles: Sequence[Span]) -> list[Mention]:
    """Every person named in the text, in order of place; none overlaps a span of `taken`, nor another.

    A name that one place proves is found wherever the text repeats it.
    """
    covered = places_in(taken)
    title_begins = {title.begin for title in titles}
    title_ends = {title.end for title in titles} | _role_ends(context)
    best: dict[Span, int] = {}
    for begin in sorted(find_begins(context, title_begins, title_ends)):
        spans = [Span(begin, end) for end in find_ends(context, begin)]
        scored = [(score(context, s, title_begins, title_ends), s) for s in spans if is_free(s, covered)]
        points, span = max(scored, key=lambda o: (o[0], len(o[1])), default=(0, Span(begin, begin)))
        if points >= ACCEPTED:
            best[span] = points
    sure = _without_overlaps(best)
    return _find_everywhere(context, [*sure, *_find_listed(context, sure, covered)], covered)


def _role_ends(context: Context) -> set[int]:
    """Where words for roles end: 村民, and before a mark 文 and 图."""
    text = context.text
    return {
        hit.span.end
        for hit in context.hits["role"]
        if len(hit.word) > 1 or (text[hit.span.end : hit.span.end + 1] or "\n") in _CREDIT_MARKS
    }


def _without_overlaps(points: Mapping[Span, int]) -> list[Span]:
    """The spans with the most points that do not overlap."""
    kept: list[Span] = []
    used: set[int] = set()
    for span in sorted(points, key=lambda s: (-points[s], s)):
        if is_free(span, used):
            kept.append(span)
            used |= places_in([span])
    return kept


def _find_listed(context: Context, sure: Collection[Span], covered: Set[int]) -> Iterator[Span]:
    """What stands in a list of names is a name, though it may be a word or a place elsewhere: 祁连山、仇英.

    At least two of the list, and half of it, must be sure. Of its first part only the end could be a name,
    of its last only the begin; the first is left alone.
    """
    used = places_in(sure) | covered
    for match in _NAME_LIST.finditer(context.text):
        parts = [
            Span(match.start() + part.start(), match.start() + part.end())
            for part in re.finditer(r"[^、]+", match[0])
        ]
        known = sum(any(part.contains(span) for span in sure) for part in parts)
        if known < 2 or known * 2 < len(parts):
            continue
        for span in [*parts[1:-1], *_listed_last(context, parts[-1])]:
            is_name = surname_length(context, span.begin) > 0 and is_free(span, used)
            if is_name:
                yield span


def _listed_last(context: Context, part: Span) -> list[Span]:
    """The name that the last part of a list begins with, the shortest that something behind it closes."""
    ends = (part.begin + length for length in (2, 3) if length <= len(part))
    closed = [end for end in ends if closure(context, end, ()) >= BEFORE_COMMON_WORD]
    return [Span(part.begin, end) for end in closed[:1]]


def _find_everywhere(context: Context, sure: Collection[Span], covered: Set[int]) -> list[Mention]:
    """What one clear context proves holds for the whole text: mark the name wherever it stands."""
    names = _names_of(context, sure)
    spans, used = set(sure), places_in(sure) | covered
    for name in sorted(names, key=lambda n: (-len(n), n)):
        for match in re.finditer(re.escape(name), context.text):
            whole = Span(*match.span())
            shorter = spans & {part for part in _parts_of(whole) if part != whole}
            spans -= shorter
            used -= places_in(shorter)
            if is_free(whole, used) and not _is_chance(context, whole):
                spans.add(whole)
                used |= places_in([whole])
    spans |= _find_familiar(context, names, used)
    return [context.mention(span, "Person", "Person") for span in sorted(spans)]


def _parts_of(span: Span) -> Iterator[Span]:
    """Every span that lies wholly inside, the whole included."""
    for begin in range(span.begin, span.end):
        yield from (Span(begin, end) for end in range(begin + 1, span.end + 1))


def _names_of(context: Context, spans: Collection[Span]) -> set[str]:
    """The names at the spans, and of names with dots the first part where it is long enough to tell."""
    names = {context.text_of(span) for span in spans}
    first_parts = {re.split(f"[{re.escape(context.rules.names.dots)}]", name)[0] for name in names}
    return names | {part for part in first_parts if len(part) >= _SHORTEST_FIRST_PART}


def _is_chance(context: Context, span: Span) -> bool:
    """Whether the characters of a short name stand here by chance, at the begin of a word."""
    return len(span) == 2 and not context.tagged("PER", span) and splits_word(context, span)


def _find_familiar(context: Context, names: Collection[str], used: Set[int]) -> set[Span]:
    """小孙 where the text names one person of that surname in full."""
    before = "".join(context.rules.names.familiar_before)
    initials = [name[0] for name in names]
    unique = sorted(initial for initial in set(initials) if initials.count(initial) == 1)
    matches = (
        Span(*match.span())
        for surname in unique
        for match in re.finditer(f"[{before}]{surname}(?![\u3400-\u9fff])", context.text)
    )
    return {span for span in matches if is_free(span, used)}

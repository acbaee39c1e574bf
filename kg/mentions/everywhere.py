"""Names that one clear context proves, found wherever the text repeats them, and names that it disproves."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Set
from functools import cache

from kg.mentions.model import Context, Mention
from kg.mentions.spans import is_free, places_in
from kg.mentions.surroundings import OPEN, SHUT, closure, follows_mark
from kg.mentions.wording import is_common_word, splits_word, stands_as_name
from kg.model import Span
from kg.patterns import HAN, find_all
from kg.rulewords import NameWords

_SHORTEST_FIRST_PART, _PAIR = 3, 2
_OFTEN = 3
# A name of two characters that the text knows in front of one of these is a town's.
_SHORT, _TOWNS = 2, ("县", "市")


def find_everywhere(
    context: Context, sure: Collection[Span], covered: Set[int], anchors: Set[int]
) -> list[Mention]:
    """What one clear context proves holds for the whole text: mark the name wherever it stands.

    `anchors` are the places where a title begins or ends, or a roll or a credit has a name.
    """
    names = _names_of(context, sure, anchors)
    sure = {s for s in sure if context.text_of(s) in names and not _is_eponym(context, s.end)}
    spans, used = set(sure), places_in(sure) | covered
    for name in sorted(names, key=lambda n: (-len(n), n)):
        for begin in find_all(name, context.text):
            whole = Span(begin, begin + len(name))
            shorter = spans & {part for part in _parts_of(whole) if part != whole}
            spans -= shorter
            used -= places_in(shorter)
            is_meant = not _is_chance(context, whole) and not _is_eponym(context, whole.end)
            if is_meant and is_free(whole, used):
                spans.add(whole)
                used |= places_in([whole])
    spans |= _find_familiar(context, names, used)
    return [context.mention(span, "Person", "Person") for span in sorted(spans)]


def _parts_of(span: Span) -> Iterator[Span]:
    """Every span that lies wholly inside, the whole included."""
    for begin in range(span.begin, span.end):
        yield from (Span(begin, end) for end in range(begin + 1, span.end + 1))


def _is_eponym(context: Context, end: int) -> bool:
    """Whether a name that ends here only names a prize or the like: 南丁格尔|奖章."""
    names, text = context.rules.names, context.text
    return text.startswith(names.eponyms, end) and not text.startswith(names.no_eponyms, end)


def _names_of(context: Context, spans: Collection[Span], anchors: Set[int]) -> set[str]:
    """The names at the spans, and of names with dots the first part where it is long enough to tell."""
    names = {context.text_of(span) for span in spans}
    names -= {name for name in names if name[:-1] in names and _always_overrun(context, name, spans)}
    names -= {name for name in names if _names_place(context, name) or _names_storm(context, name)}
    proved = {context.text_of(s) for s in spans if not anchors.isdisjoint((s.begin, s.end))}
    proved |= {context.text_of(s) for s in spans if _is_listed(context.text, s)}
    names -= {name for name in names - proved if _is_tagged_place(context, name)}
    first_parts = {_dot(context.rules.names).split(name, maxsplit=1)[0] for name in names}
    return names | {part for part in first_parts if len(part) >= _SHORTEST_FIRST_PART}


@cache
def _dot(names: NameWords) -> re.Pattern[str]:
    return re.compile(f"[{re.escape(names.dots)}]")


def _names_place(context: Context, name: str) -> bool:
    """Whether the text knows a short name as a town's: 余埠 beside 余埠县."""
    words = context.rules.places
    towns = (f"{name}{level}" for level in _TOWNS)
    return len(name) == _SHORT and any(
        not context.text.startswith(words.no_endings, at + _SHORT)
        for town in towns
        for at in find_all(town, context.text)
    )


def _names_storm(context: Context, name: str) -> bool:
    """Whether the text anywhere calls a storm so: 台风“某某”."""
    storms = context.rules.names.storms
    return any(f"{storm}{mark}{name}" in context.text for storm in storms for mark in ("", "“"))


def _is_listed(text: str, span: Span) -> bool:
    """Whether a mark of lists stands right beside a span."""
    return text.startswith("、", span.end) or text.endswith("、", 0, span.begin)


def _is_tagged_place(context: Context, name: str) -> bool:
    """Whether the tagger takes a name for a place more often than for a person's, or as often."""
    spans = [Span(at, at + len(name)) for at in find_all(name, context.text)]
    places = sum(1 for span in spans if context.tagged("LOC", span))
    persons = sum(1 for span in spans if context.tagged("PER", span))
    return places > persons or (places == persons > 0 and not any(_acts(context, span) for span in spans))


def _acts(context: Context, span: Span) -> bool:
    """Whether a mark stands before a name and a word behind it, as where somebody does or has something."""
    return follows_mark(context.text, span.begin) and OPEN < closure(context, span.end, ()) < SHUT


def _always_overrun(context: Context, name: str, spans: Collection[Span]) -> bool:
    """Whether the last character of a name always begins a word behind it: 方勤|正在, beside 方勤.

    So it does where the text has the longer name once and the shorter often, unless a mark or a title ends
    the longer one and nothing the shorter.
    """
    ends = [span.end for span in spans if context.text_of(span) == name]
    if context.text.count(name) == 1 and context.text.count(name[:-1]) > _OFTEN:
        ended = (closure(context, e, ()) == SHUT and closure(context, e - 1, ()) == OPEN for e in ends)
        return not all(ended)
    return bool(ends) and all(_begins_word(context, end - 1) for end in ends)


def _begins_word(context: Context, place: int) -> bool:
    hits = (context.hit_at(c, place) for c in ("stop", "follow", "predicate"))
    if any(hit is not None and len(hit.word) > 1 for hit in hits):
        return True
    is_adverb = context.text[place] in context.rules.names.adverbs
    return is_adverb and closure(context, place + 1, ()) > OPEN


def _is_chance(context: Context, span: Span) -> bool:
    """Whether the characters of a short name stand here by chance: as a word, or at the begin of one."""
    if len(span) > _SHORT or context.tagged("PER", span):
        return False
    is_word = is_common_word(context, span) and not stands_as_name(context, span)
    return is_word or splits_word(context, span)


def _find_familiar(context: Context, names: Collection[str], used: Set[int]) -> set[Span]:
    """小孙 and 孙书记 where the text names one person of that surname in full."""
    words = context.rules.names
    initials = Counter(name[0] for name in names if name[1:] not in words.address)
    matches = _familiar(words).finditer(context.text)
    spans = [Span(*match.span()) for match in matches if initials[match[1]] == 1]
    called = (
        Span(hit.span.begin - 1, hit.span.end) for hit in context.hits["address"] if hit.word in words.polite
    )
    spans += [s for s in (*called, *_elders(context)) if initials[context.text[s.begin : s.begin + 1]] == 1]
    titled = (Span(hit.span.begin - 1, hit.span.end) for hit in context.hits["post"] if hit.span.begin)
    spans += [s for s in titled if initials[context.text[s.begin]] == 1 and _is_called(context, s.begin)]
    compounds = Counter(name[:_PAIR] for name in names if name[:_PAIR] in words.compound)
    doubled = (Span(hit.span.begin - _PAIR, hit.span.end) for hit in context.hits["post"])
    spans += [s for s in doubled if compounds[context.text[max(0, s.begin) : s.begin + _PAIR]] == 1]
    return {span for span in spans if is_free(span, used)}


def _elders(context: Context) -> Iterator[Span]:
    """Where a character may be a family name with 老 behind it: 简|老|没有等到书."""
    words = context.rules.names
    for word in words.familiar_behind:
        for at in find_all(word, context.text):
            is_word = context.text.startswith(words.no_familiar, at)
            if at and not is_word and closure(context, at + len(word), ()) > OPEN:
                yield Span(at - 1, at + len(word))


def _is_called(context: Context, place: int) -> bool:
    """Whether the tagger or a mark begins a name at a place with a family name that is first of all one."""
    names, surname = context.rules.names, context.text[place]
    if surname not in names.common or surname in names.wordlike:
        return False
    tagged = any(tag.begin == place for tag in context.tagged("PER", Span(place, place + 1)))
    return tagged or follows_mark(context.text, place)


@cache
def _familiar(names: NameWords) -> re.Pattern[str]:
    return re.compile(f"[{''.join(names.familiar_before)}]({HAN})(?!{HAN})")

"""Names of people that a roll alone proves: 安静 66 in a list of givers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kg.mentions.model import Context, Mention
from kg.mentions.spans import is_free, places_in
from kg.mentions.surroundings import surname_length, syllables_end
from kg.mentions.wording import is_common_word, is_role
from kg.model import Span
from kg.patterns import is_han
from kg.rolls import Candidates

_LONGEST_GIVEN = 2
# 宁海酒|厂: in names longer than this even a word of one character tells a body.
_LONGEST_NAME = 3
_ADDRESSED = 2


def find_listed(context: Context, rolls: Sequence[Candidates]) -> tuple[list[Span], list[Span]]:
    """The names among the candidates of the rolls: those sure to be such, and those that are words elsewhere.

    A word is a name where the head of its column says so, or where at least half of what looks like a name
    in its roll is sure.
    """
    sure: list[Span] = []
    words: list[Span] = []
    for roll in rolls:
        named = [name for span in roll.spans if (name := _name_in(context, span))]
        plain = [name for name in named if not is_common_word(context, name)]
        sure += plain
        if roll.certain or len(plain) * 2 >= len(named):
            words += [name for name in named if is_common_word(context, name)]
    return sure, words


def without_listed(bodies: Sequence[Mention], names: Sequence[Span]) -> list[Mention]:
    """The bodies that are no names of a roll, nor cut or overrun one of its cells: 某人|某科 is none."""
    covered = places_in(names)
    return [body for body in bodies if is_free(body.span, covered)]


def _name_in(context: Context, span: Span) -> Span | None:
    """The name that a candidate is, without what its bearer is called: 某人|先生, 某人|一家."""
    text, names = context.text, context.rules.names
    ends = sorted((*names.address, *context.rules.rolls.behind), key=len, reverse=True)
    cut = next((len(e) for e in ends if text.endswith(e, span.begin + _ADDRESSED, span.end)), 0)
    name = Span(span.begin, span.end - cut)
    return name if _looks_like_name(context, name) else None


def _looks_like_name(context: Context, span: Span) -> bool:
    word, names = context.text_of(span), context.rules.names
    if not all(is_han(c) or c in names.dots for c in word) or len(word) < 2:
        return False
    if any(dot in word for dot in names.dots):
        return all(len(part) > 1 for part in _parts(word, names.dots))
    if syllables_end(context, span.begin) == span.end:
        return True
    surname = surname_length(context, span.begin)
    if surname == 1 and len(word) == 4 and surname_length(context, span.begin + 1):
        surname = 2  # 洪许|某某: the family name of the husband before one's own
    given = word[surname:]
    if not surname or not 1 <= len(given) <= _LONGEST_GIVEN or not names.not_given.isdisjoint(given):
        return False
    if word in context.rules.rolls.nobody or word.endswith(context.rules.organizations.rooms):
        return False
    return not _is_something_else(context, span)


def _parts(word: str, dots: str) -> Iterator[str]:
    for dot in dots:
        word = word.replace(dot, dots[0])
    yield from word.split(dots[0])


def _is_something_else(context: Context, span: Span) -> bool:
    """Whether the whole is a role, a word that is no name, a place, or a body by its last word."""
    whole = (context.hit_at(category, span.begin) for category in ("no name", "role", "place", "pointer"))
    if is_role(context, span) or any(hit is not None and hit.span == span for hit in whole):
        return True
    heads = context.hits_between("head", span.begin, span.end)
    return any(hit.span.end == span.end and (len(hit.word) > 1 or len(span) > _LONGEST_NAME) for hit in heads)

"""How likely a stretch of text is a person's name: points for and against, in tenths.

The weights were set by hand on the sample corpus and open articles: so that a name needs either the tagger's
word or two other signs (a family name and a title beside it), and so that one sure sign against it outweighs
any one sign for it. They are whole numbers, so that no order of adding changes a sum.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Set
from itertools import islice

from kg.mentions.against import Candidate, by_characters, by_cuts, by_end, by_words, is_transcribed
from kg.mentions.model import Context
from kg.mentions.surroundings import (
    BEFORE_WORD,
    HYPHEN,
    closure,
    ends_department,
    follows_mark,
    is_compound,
    polite_end,
    runs_into_name,
    surname_length,
    syllables_end,
    title_in_name,
)
from kg.model import Span
from kg.patterns import find_all

ACCEPTED = 30
_KNOWN_PARTS, _DOTTED, _NATION = 90, 50, -50

# For: the tagger's word on the whole, the begin or the end of the name.
_TAGGED, _TAGGED_BEGIN, _TAGGED_SHORTER, _TAGGED_END = 30, 18, 12, 10
# For and against: a family name, one of two characters that is nothing else, none in a name that the tagger
# takes for a foreign one of three characters, none behind a title, none at all.
_SURNAME, _COMPOUND_SURNAME, _SHORT_FOREIGN, _TITLED_FOREIGN, _NO_SURNAME = 10, 24, -10, -20, -30
# Against: 由|韩冬, a preposition before a family name.
_PREPOSITION = -45
# For: a title, a word for many before an untagged name of three characters, or a mark right before.
_BEHIND_TITLE, _BEHIND_GROUP, _BEHIND_MARK = 20, 10, 5
# Against: neither tag nor title nor address speaks for it, only marks and a family name: 玉米.
_UNSUPPORTED = -14
# Against: 台风“|某某|”, “|雷锋|奶奶”.
_QUOTED_SO = -40
# Against: 姜|陈晨 behind a title, where the family name stands one character earlier.
_SURNAME_BEFORE = -25
# Against: 司令|官金, the tagger's title ends inside the name.
_IN_TITLE = -25
# Against: the tagger takes it for a place or an organization.
_TAGGED_OTHERWISE, _TAGGED_PLACE_AT_TITLE = -15, -4
# For and against: the text repeats it, before different characters or always before the same one.
_RECURS, _RECURS_LONGER = 8, -8

# Places of a name that are looked at: more of them say nothing new.
_OFTEN = 100
_AND, _THREE = "和", 3
_QUOTES = ("“", "‘")
_QUOTED = re.compile(r"[\u3400-\u9fff]{0,4}[”’]")
_HAN = re.compile(r"[\u3400-\u9fff]")


def score(context: Context, span: Span, title_begins: Set[int], title_ends: Set[int]) -> int:
    """The points of a span as a name, from `ACCEPTED` on enough for one.

    `title_begins` and `title_ends` are the places where titles, and words for roles, begin and end.
    """
    if any(dot in context.text_of(span) for dot in (*context.rules.names.dots, HYPHEN)):
        return _DOTTED
    if (nation := context.hit_at("nation", span.begin)) and nation.span.end >= span.end:
        return _NATION
    if syllables_end(context, span.begin) == span.end:
        return _KNOWN_PARTS
    if polite_end(context, span.begin) == span.end:
        return _DOTTED
    surname = surname_length(context, span.begin)
    tags = context.tagged("PER", span)
    name = Candidate(
        span,
        surname,
        given=context.text[span.begin + max(surname, 1) : span.end],
        exact=any(t.end == span.end and span.begin == (title_in_name(context, t) or t.begin) for t in tags),
        titled=span.begin in title_ends,
        tags=tags,
    )
    return (
        _by_tags(context, name)
        + _by_surname(context, name, title_ends)
        + _by_begin(context, name)
        + closure(context, span.end, title_begins)
        + by_characters(context, name)
        + by_end(context, name, title_begins)
        + by_words(context, name)
        + by_cuts(context, name)
        + _by_recurrence(context.text, span)
    )


def _by_tags(context: Context, name: Candidate) -> int:
    points = 0
    if name.exact or (name.tags and context.text.endswith(context.rules.names.address, 0, name.span.end)):
        points = _TAGGED
    elif opened := [tag for tag in name.tags if tag.begin == name.span.begin]:
        points = _TAGGED_SHORTER if opened[0].end < name.span.end else _TAGGED_BEGIN
    elif any(tag.end == name.span.end for tag in name.tags):
        points = _TAGGED if is_compound(context, name.span) else _TAGGED_END
    # Behind a title an organization's tag has run over the name: 民盟盟员|闻人杰.
    if context.tagged("LOC", name.span):
        points += _TAGGED_PLACE_AT_TITLE if _may_be_namesake(context, name) else _TAGGED_OTHERWISE
    elif not name.titled and not is_compound(context, name.span) and context.tagged("ORG", name.span):
        points += _TAGGED_OTHERWISE
    return points


def _may_be_namesake(context: Context, name: Candidate) -> bool:
    """Whether a title stands before what the tagger takes for a place, and no division is called so."""
    known = any(context.hit_at(category, name.span.begin) for category in ("place", "short place"))
    return name.titled and not known


def _by_surname(context: Context, name: Candidate, title_ends: Set[int]) -> int:
    points = 0
    before = name.span.begin - 1
    titles = context.tagged("TITLE", Span(name.span.begin, name.span.begin + 1)) if name.titled else []
    if any(tag.begin < name.span.begin and tag.end < name.span.end for tag in titles):
        points = _IN_TITLE
    if before in title_ends and surname_length(context, before) and not runs_into_name(context, before):
        points += _SURNAME_BEFORE
    if runs_into_name(context, name.span.begin):
        return points + _PREPOSITION
    if is_compound(context, name.span):
        return points + _COMPOUND_SURNAME
    if name.surname:
        return points + _SURNAME
    if ends_department(context, name.span.begin) and not name.titled:
        return points + _NO_SURNAME
    if name.exact and name.titled and context.text.startswith(_AND, name.span.begin):
        return points + _SURNAME
    if name.exact and (is_transcribed(context, name.span) or _is_called_he(context, name.span)):
        return points
    if name.foreign and len(name.span) > _THREE:
        return points
    sounds = sum(c in context.rules.names.transcribed for c in context.text_of(name.span))
    is_shown = _is_listed(context.text, name.span) or closure(context, name.span.end, ()) == BEFORE_WORD
    if name.foreign and (name.titled or sounds > 1 or is_shown):
        return points + _SHORT_FOREIGN
    is_called = name.exact and name.titled and sounds > 0
    return points + (_TITLED_FOREIGN if is_called else _NO_SURNAME)


def _is_listed(text: str, span: Span) -> bool:
    """Whether a mark of lists stands on either side."""
    return text.endswith("、", 0, span.begin) or text.startswith("、", span.end)


def _is_called_he(context: Context, span: Span) -> bool:
    """Whether a name of three characters begins with 和 where nothing can be joined: ，和|万春|说."""
    begins = context.text.startswith(_AND, span.begin) and follows_mark(context.text, span.begin)
    return begins and len(span) == _THREE


def _by_begin(context: Context, name: Candidate) -> int:
    is_supported = name.tags or context.hit_at("address", name.span.end)
    if name.titled:
        is_given = name.given in context.rules.names.given_words
        is_weak = not is_supported and not is_given and _is_behind_group(context, name.span.begin)
        weak = _BEHIND_GROUP if len(name.given) > 1 else 0
        return weak if is_weak else _BEHIND_TITLE
    points = 0 if is_supported else _UNSUPPORTED
    if _is_quoted(context, name.span):
        points += _QUOTED_SO
    return points + _BEHIND_MARK if follows_mark(context.text, name.span.begin) else points


def _is_quoted(context: Context, span: Span) -> bool:
    """Whether marks of quotation enclose the span or what begins with it, and nobody is said to be called so.

    So something is called (“萨德”系统), or somebody by what is said of him: “雷锋奶奶”.
    """
    text, names = context.text, context.rules.names
    if text[span.begin - 1 : span.begin] not in _QUOTES or text.endswith(names.naming, 0, span.begin - 1):
        return False
    return _QUOTED.match(text, span.end) is not None


def _is_behind_group(context: Context, place: int) -> bool:
    """Whether a word for many ends at a place: 企业, 群众."""
    role = context.hit_ending("role", place)
    return role is not None and role.word in context.rules.names.groups


def _by_recurrence(text: str, span: Span) -> int:
    """Whether the text elsewhere shows the name at this length: always followed by one character, or not."""
    ends = (at + len(span) for at in find_all(text[span.begin : span.end], text))
    followers = Counter(text[end : end + 1] for end in islice(ends, _OFTEN))
    if followers.total() < 2:
        return 0
    if len(followers) == 1 and _HAN.match(next(iter(followers))):
        return _RECURS_LONGER
    return _RECURS

"""How likely a stretch of text is a person's name: points for and against, in tenths.

The weights were set by hand on the sample corpus and open articles: so that a name needs either the tagger's
word or two other signs (a family name and a title beside it), and so that one sure sign against it outweighs
any one sign for it. They are whole numbers, so that no order of adding changes a sum.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Set
from dataclasses import dataclass
from itertools import islice

from kg.mentions.model import Context
from kg.mentions.surroundings import (
    HYPHEN,
    MARKS,
    closure,
    ends_department,
    follows_mark,
    joins_nothing,
    runs_into_name,
    surname_length,
    syllables_end,
)
from kg.model import Span
from kg.patterns import find_all

ACCEPTED = 30
_DOTTED, _NATION = 50, -50

# For: the tagger's word on the whole, the begin or the end of the name.
_TAGGED, _TAGGED_BEGIN, _TAGGED_END = 30, 18, 10
# For and against: a family name, none in a name that the tagger takes for a foreign one of three characters,
# none behind a title, none at all.
_SURNAME, _SHORT_FOREIGN, _TITLED_FOREIGN, _NO_SURNAME = 10, -10, -20, -30
# Against: 由|韩冬, a preposition before a family name.
_PREPOSITION = -45
# For: a title, a word for many before an untagged name, or a mark right before.
_BEHIND_TITLE, _BEHIND_GROUP, _BEHIND_MARK = 20, 10, 5
# Against: neither tag nor title nor address speaks for it, only marks and a family name: 玉米.
_UNSUPPORTED = -14
# Against: 姜|陈晨 behind a title, where the family name stands one character earlier.
_SURNAME_BEFORE = -25
# Against: characters that no given name has, and a family name that is first of all a word.
_NOT_GIVEN = -20
_WORDLIKE, _WORDLIKE_AT_TITLE = -40, -8
# Against: a 和 behind the name that can only be its last character: 谢富|和|在.
_LACKS_END = -30
# Against: a given name of no or more than two characters, unless it is foreign.
_WRONG_LENGTH = -20
# Against: 任, 系 at its end before a title and adverbs before a verb belong to what follows.
_ENDS_IN_COPULA, _ENDS_IN_ADVERB = -35, -10
# Against: 石鼓岭|村, the end of a place's name stands behind.
_NAMES_PLACE = -35
# Against: words that are the name, lie in it, or run over its end.
_IS_WORD, _IS_GIVEN_WORD = -20, -25
_ENDS_LONGER_WORD = -60
_HOLDS_WORD, _HOLDS_COMMON_WORD = -30, -10
_SPLITS_WORD, _SPLITS_COMMON_WORD, _TAGGED_SPLITS_COMMON_WORD = -20, -12, -6
# Against: the tagger takes it for a place or an organization.
_TAGGED_OTHERWISE, _TAGGED_PLACE_AT_TITLE = -15, -5
# For and against: the text repeats it, before different characters or always before the same one.
_RECURS, _RECURS_LONGER = 8, -8

# A name that a title introduces may well be a word that is no verb: 社员|江南.
_WORDS_BEHIND_TITLE = ("stop", "follow", "post", "head", "called", "planned")
_WORDS = (*_WORDS_BEHIND_TITLE, "membership", "place", "members", "inside")
_LONGEST_TAIL = 3
# Places of a name that are looked at: more of them say nothing new.
_OFTEN = 100
_HAN = re.compile(r"[\u3400-\u9fff]")


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A stretch that may be a name. `surname` is a length, `exact` whether the tagger names just this."""

    span: Span
    surname: int
    given: str
    exact: bool
    titled: bool

    @property
    def foreign(self) -> bool:
        """Whether the tagger alone makes a name of it: without a family name, or too long for one."""
        return self.exact and len(self.span) >= 3 and (not self.surname or len(self.span) >= 4)


def score(context: Context, span: Span, title_begins: Set[int], title_ends: Set[int]) -> int:
    """The points of a span as a name, from `ACCEPTED` on enough for one.

    `title_begins` and `title_ends` are the places where titles, and words for roles, begin and end.
    """
    if any(dot in context.text_of(span) for dot in (*context.rules.names.dots, HYPHEN)):
        return _DOTTED
    if (nation := context.hit_at("nation", span.begin)) and nation.span.end >= span.end:
        return _NATION
    if syllables_end(context, span.begin) == span.end:
        return _DOTTED
    surname = surname_length(context, span.begin)
    name = _Candidate(
        span,
        surname,
        given=context.text[span.begin + max(surname, 1) : span.end],
        exact=any((t.begin, t.end) == (span.begin, span.end) for t in context.tagged("PER", span)),
        titled=span.begin in title_ends,
    )
    return (
        _by_tags(context, name)
        + _by_surname(context, name, title_ends)
        + _by_begin(context, name)
        + closure(context, span.end, title_begins)
        + _by_characters(context, name)
        + _by_end(context, name, title_begins)
        + _by_words(context, name)
        + _by_cuts(context, name)
        + _by_recurrence(context.text, span)
    )


def splits_word(context: Context, span: Span) -> bool:
    """Whether a known word begins inside a name and runs over its end: 廖林连|续."""
    categories = ("stop", "follow", "post", "head", "action", "party")
    return any(_runs_over(context, category, span.begin + 1, span.end) for category in categories)


def _by_tags(context: Context, name: _Candidate) -> int:
    tags = context.tagged("PER", name.span)
    points = 0
    if name.exact:
        points = _TAGGED
    elif any(tag.begin == name.span.begin for tag in tags):
        points = _TAGGED_BEGIN
    elif any(tag.end == name.span.end for tag in tags):
        points = _TAGGED_END
    # Behind a title an organization's tag has run over the name: 民盟盟员|闻人杰.
    if context.tagged("LOC", name.span):
        points += _TAGGED_PLACE_AT_TITLE if _may_be_namesake(context, name) else _TAGGED_OTHERWISE
    elif not name.titled and context.tagged("ORG", name.span):
        points += _TAGGED_OTHERWISE
    return points


def _may_be_namesake(context: Context, name: _Candidate) -> bool:
    """Whether a title stands before what the tagger takes for a place, and no division is called so."""
    known = any(context.hit_at(category, name.span.begin) for category in ("place", "short place"))
    return name.titled and not known


def _by_surname(context: Context, name: _Candidate, title_ends: Set[int]) -> int:
    points = 0
    before = name.span.begin - 1
    if before in title_ends and surname_length(context, before) and not runs_into_name(context, before):
        points = _SURNAME_BEFORE
    if runs_into_name(context, name.span.begin):
        return points + _PREPOSITION
    if name.surname:
        return points + _SURNAME
    if ends_department(context, name.span.begin):
        return points + _NO_SURNAME
    if name.foreign:
        return points + (_SHORT_FOREIGN if len(name.span) == 3 else 0)
    return points + (_TITLED_FOREIGN if name.exact and name.titled else _NO_SURNAME)


def _by_begin(context: Context, name: _Candidate) -> int:
    is_supported = context.tagged("PER", name.span) or context.hit_at("address", name.span.end)
    if name.titled:
        is_weak = not is_supported and _is_behind_group(context, name.span.begin)
        return _BEHIND_GROUP if is_weak else _BEHIND_TITLE
    points = 0 if is_supported else _UNSUPPORTED
    return points + _BEHIND_MARK if follows_mark(context.text, name.span.begin) else points


def _is_behind_group(context: Context, place: int) -> bool:
    """Whether a word for many ends at a place: 企业, 群众."""
    role = context.hit_ending("role", place)
    return role is not None and role.word in context.rules.names.groups


def _is_behind_post(context: Context, place: int) -> bool:
    """Whether a title or a word of membership ends at a place."""
    return any(context.hit_ending(category, place) for category in ("post", "membership"))


def _by_characters(context: Context, name: _Candidate) -> int:
    """What the characters of the name say against it."""
    names, points = context.rules.names, 0
    if not name.given or (len(name.given) > 2 and not name.foreign):
        points += _WRONG_LENGTH
    if joins_nothing(context, name.span.end):
        points += _LACKS_END
    if name.exact:
        return points
    given = name.given[:-1] if joins_nothing(context, name.span.end - 1) else name.given
    if any(character in names.not_given for character in given):
        points += _NOT_GIVEN
    if context.text[name.span.begin] in names.wordlike:
        at_title = name.titled or context.hit_at("address", name.span.end)
        points += _WORDLIKE_AT_TITLE if at_title else _WORDLIKE
    return points


def _by_end(context: Context, name: _Candidate, title_begins: Set[int]) -> int:
    """Whether the last character belongs to what follows."""
    end, points, names = name.span.end, 0, context.rules.names
    if context.text.startswith(context.rules.places.endings, end) and end not in title_begins:
        points += _NAMES_PLACE
    if context.text[end - 1] in names.copulas and end in title_begins:
        points += _ENDS_IN_COPULA
    if len(name.given) == 2 and name.given[1] in names.adverbs and context.hit_at("predicate", end):
        points += _ENDS_IN_ADVERB
    return points


def _by_words(context: Context, name: _Candidate) -> int:
    """What words in the name say against it; where the tagger names just this, hardly anything."""
    if _ends_longer_word(context, name.span) or _is_role(context, name.span) or _ends_room(context, name):
        return _ENDS_LONGER_WORD
    if name.exact:
        if not name.surname and _holds_deed(context, name.span):
            return _ENDS_LONGER_WORD
        against = _IS_GIVEN_WORD if _is_given_word(context, name) else 0
        return against + (0 if name.titled or not _is_common_word(context, name.span) else _IS_WORD)
    begin, end = name.span.begin, name.span.end
    if _begins_phrase(context, name.span):
        return _ENDS_LONGER_WORD
    points = 0
    if any(len(hit.word) > 1 for hit in context.hits_between("predicate", begin, end)):
        points += _HOLDS_COMMON_WORD
    if _is_common_word(context, name.span, with_nouns=not _may_be_noun(context, name.span)):
        points += _IS_WORD
    categories = _WORDS_BEHIND_TITLE if name.titled else _WORDS
    # 宣传|者, 姚|自己
    if any(len(hit.word) > 1 for c in categories for hit in context.hits_between(c, begin, end)):
        points += _HOLDS_WORD
    return points


def _holds_deed(context: Context, span: Span) -> bool:
    """Whether a verb of a deed lies in what looks like a foreign name: 驰援|黄冈."""
    return any(len(hit.word) > 1 for hit in context.hits_between("action", span.begin, span.end))


def _ends_longer_word(context: Context, span: Span) -> bool:
    """Whether a common noun begins before the name and ends with it: 肩|周炎."""
    nouns = context.hits_between("noun", span.begin - _LONGEST_TAIL, span.end)
    return any(hit.span.begin < span.begin and hit.span.end == span.end for hit in nouns)


def _begins_phrase(context: Context, span: Span) -> bool:
    """Whether a longer phrase begins with the name: 闻令|而动, 越来|越."""
    hits = (context.hit_at(category, span.begin) for category in ("follow", "predicate"))
    return any(hit is not None and len(hit.word) > max(len(span), 2) for hit in hits)


def _ends_room(context: Context, name: _Candidate) -> bool:
    """Whether a name that nothing opens ends the name of a department: 心血|管内科."""
    is_open = name.titled or follows_mark(context.text, name.span.begin)
    return not is_open and len(name.given) > 1 and ends_department(context, name.span.end - 1, named=False)


def _is_role(context: Context, span: Span) -> bool:
    """Whether the whole is a title or a word of membership: 会员."""
    hits = (context.hit_at(category, span.begin) for category in ("post", "membership"))
    return any(hit is not None and hit.span == span for hit in hits)


def _is_common_word(context: Context, span: Span, with_nouns: bool = True) -> bool:
    """Whether the name is a common word: 新闻."""
    categories = ("noun", "predicate") if with_nouns else ("predicate",)
    hits = (context.hit_at(category, span.begin) for category in categories)
    return any(hit is not None and hit.span == span for hit in hits)


def _may_be_noun(context: Context, span: Span) -> bool:
    """Whether a noun here may well be a name: behind a post or a word of membership (主委|云朵).

    Where its family name is first of all a word, a mark must follow (会员|时光、, not 会员|全部|参加).
    """
    if not _is_behind_post(context, span.begin):
        return False
    is_wordlike = context.text[span.begin] in context.rules.names.wordlike
    return not is_wordlike or context.text[span.end : span.end + 1] in MARKS


def _is_given_word(context: Context, name: _Candidate) -> bool:
    """Whether all of the given name is a word of two characters: 姚|自己."""
    return len(name.given) > 1 and any(
        hit.span.end == name.span.end and len(hit.word) == len(name.given)
        for category in ("stop", "follow")
        for hit in context.hits_between(category, name.span.begin + 1, name.span.end)
    )


def _by_cuts(context: Context, name: _Candidate) -> int:
    """Whether the end of the name would cut a word: 白雪合|写 would cut 合写."""
    if splits_word(context, name.span):
        return _SPLITS_WORD
    begin = max(name.span.begin + 1, name.span.end - _LONGEST_TAIL)
    if any(_runs_over(context, category, begin, name.span.end) for category in ("predicate", "noun")):
        return _TAGGED_SPLITS_COMMON_WORD if name.exact else _SPLITS_COMMON_WORD
    return 0


def _runs_over(context: Context, category: str, begin: int, end: int) -> bool:
    """Whether a word of the category begins in `begin` to `end` and ends behind it."""
    return any((hit := context.hit_at(category, at)) and hit.span.end > end for at in range(begin, end))


def _by_recurrence(text: str, span: Span) -> int:
    """Whether the text elsewhere shows the name at this length: always followed by one character, or not."""
    ends = (at + len(span) for at in find_all(text[span.begin : span.end], text))
    followers = Counter(text[end : end + 1] for end in islice(ends, _OFTEN))
    if followers.total() < 2:
        return 0
    if len(followers) == 1 and _HAN.match(next(iter(followers))):
        return _RECURS_LONGER
    return _RECURS

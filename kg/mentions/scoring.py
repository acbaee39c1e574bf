"""How likely a stretch of text is a person's name: points for and against, in tenths.

The weights were set by hand on the sample corpus and open articles: so that a name needs either the tagger's
word or two other signs (a family name and a title beside it), and so that one sure sign against it outweighs
any one sign for it. They are whole numbers, so that no order of adding changes a sum.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence, Set
from dataclasses import dataclass
from itertools import islice

from kg.mentions.model import Context
from kg.mentions.surroundings import (
    HYPHEN,
    closure,
    ends_department,
    follows_mark,
    is_compound,
    joins_nothing,
    polite_end,
    runs_into_name,
    surname_length,
    syllables_end,
    title_in_name,
)
from kg.mentions.wording import (
    LONGEST_TAIL,
    begins_phrase,
    begins_with_noun,
    ends_longer_word,
    holds_deed,
    is_common_word,
    is_familiar,
    is_given_word,
    is_presented,
    is_role,
    is_town,
    may_be_noun,
    runs_over,
    splits_word,
)
from kg.model import Span, Tag
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
# Against: 姜|陈晨 behind a title, where the family name stands one character earlier.
_SURNAME_BEFORE = -25
# Against: 司令|官金, the tagger's title ends inside the name.
_IN_TITLE = -25
# Against: characters that no given name has, and a family name that is first of all a word.
_NOT_GIVEN = -20
# Against: characters that texts often have and given names seldom.
_SELDOM_GIVEN = -20
# Against: 王|家, 李|总.
_NO_GIVEN = -30
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
_TAGGED_OTHERWISE, _TAGGED_PLACE_AT_TITLE = -15, -4
# For and against: the text repeats it, before different characters or always before the same one.
_RECURS, _RECURS_LONGER = 8, -8

# A name that a title introduces may well be a word that is no verb: 社员|江南.
_WORDS_BEHIND_TITLE = ("stop", "follow", "post", "head", "called", "planned")
_WORDS = (*_WORDS_BEHIND_TITLE, "membership", "place", "members", "inside")
# Places of a name that are looked at: more of them say nothing new.
_OFTEN = 100
_AND = "和"
_HAN = re.compile(r"[\u3400-\u9fff]")


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A stretch that may be a name. `surname` is a length, `exact` whether the tagger names just this.

    `titled` says whether a title stands before it; `tags` are the tagger's names of people that it touches.
    """

    span: Span
    surname: int
    given: str
    exact: bool
    titled: bool
    tags: Sequence[Tag]

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
        return _KNOWN_PARTS
    if polite_end(context, span.begin) == span.end:
        return _DOTTED
    surname = surname_length(context, span.begin)
    tags = context.tagged("PER", span)
    name = _Candidate(
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
        + _by_characters(context, name)
        + _by_end(context, name, title_begins)
        + _by_words(context, name)
        + _by_cuts(context, name)
        + _by_recurrence(context.text, span)
    )


def _by_tags(context: Context, name: _Candidate) -> int:
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


def _may_be_namesake(context: Context, name: _Candidate) -> bool:
    """Whether a title stands before what the tagger takes for a place, and no division is called so."""
    known = any(context.hit_at(category, name.span.begin) for category in ("place", "short place"))
    return name.titled and not known


def _by_surname(context: Context, name: _Candidate, title_ends: Set[int]) -> int:
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
    if name.exact and (_is_transcribed(context, name.span) or _is_called_he(context, name.span)):
        return points
    if name.foreign:
        return points + (_SHORT_FOREIGN if len(name.span) == 3 else 0)
    return points + (_TITLED_FOREIGN if name.exact and name.titled else _NO_SURNAME)


def _is_transcribed(context: Context, span: Span) -> bool:
    """Whether all characters are such as names from other languages are written in: 科勒, 琳娜."""
    return context.rules.names.transcribed.issuperset(context.text_of(span))


def _is_called_he(context: Context, span: Span) -> bool:
    """Whether a name of three characters begins with 和 where nothing can be joined: ，和|万春|说."""
    begins = context.text.startswith(_AND, span.begin) and follows_mark(context.text, span.begin)
    return begins and len(span) == 3


def _by_begin(context: Context, name: _Candidate) -> int:
    is_supported = name.tags or context.hit_at("address", name.span.end)
    if name.titled:
        is_given = name.given in context.rules.names.given_words
        is_weak = not is_supported and not is_given and _is_behind_group(context, name.span.begin)
        weak = _BEHIND_GROUP if len(name.given) > 1 else 0
        return weak if is_weak else _BEHIND_TITLE
    points = 0 if is_supported else _UNSUPPORTED
    return points + _BEHIND_MARK if follows_mark(context.text, name.span.begin) else points


def _is_behind_group(context: Context, place: int) -> bool:
    """Whether a word for many ends at a place: 企业, 群众."""
    role = context.hit_ending("role", place)
    return role is not None and role.word in context.rules.names.groups


def _by_characters(context: Context, name: _Candidate) -> int:
    """What the characters of the name say against it."""
    names, points = context.rules.names, 0
    if not name.given or (len(name.given) > 2 and not name.foreign):
        points += _WRONG_LENGTH
    if joins_nothing(context, name.span.end):
        points += _LACKS_END
    if name.given in names.calls:
        points += _NO_GIVEN
    if name.exact:
        return points
    given = name.given[:-1] if joins_nothing(context, name.span.end - 1) else name.given
    if given not in names.given_words and any(character in names.not_given for character in given):
        points += _NOT_GIVEN
    elif any(character in names.seldom_given for character in given):
        points += _SELDOM_GIVEN
    if context.text[name.span.begin] in names.wordlike and not is_compound(context, name.span):
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
    if not name.exact and ends_department(context, end - 1, named=False) and name.surname:
        points += _ENDS_IN_COPULA
    if context.text[end - 1] in names.makings and context.text.startswith("的", end):
        points += _ENDS_IN_COPULA
    if len(name.given) == 2 and name.given[1] in names.adverbs and context.hit_at("predicate", end):
        points += _ENDS_IN_ADVERB
        points += _ENDS_IN_ADVERB if name.given[1] in names.not_given else 0
    return points


def _by_words(context: Context, name: _Candidate) -> int:
    """What words in the name say against it; where the tagger names just this, hardly anything."""
    no_name = context.hit_at("no name", name.span.begin)
    if no_name and (not name.exact or no_name.span.end >= name.span.end):
        return _ENDS_LONGER_WORD
    if ends_longer_word(context, name.span) or is_role(context, name.span):
        return _ENDS_LONGER_WORD
    if is_familiar(context, name.span, len(name.given)):
        return _ENDS_LONGER_WORD
    if is_town(context, name.span) or _ends_room(context, name):
        return _ENDS_LONGER_WORD
    if name.exact:
        if not name.surname and holds_deed(context, name.span):
            return _ENDS_LONGER_WORD
        against = _IS_GIVEN_WORD if is_given_word(context, name.span, len(name.given)) else 0
        is_word = is_common_word(context, name.span) and not (name.titled and name.surname)
        return against + (_IS_WORD if is_word else 0)
    begin, end = name.span.begin, name.span.end
    if begins_phrase(context, name.span):
        return _ENDS_LONGER_WORD
    if name.surname and is_common_word(context, name.span) and is_presented(context, name.span):
        return 0
    points = 0
    is_given = name.titled and name.given in context.rules.names.given_words
    predicates = context.hits_between("predicate", begin, end)
    holds_verb = any(len(h.word) > 1 and not (is_given and h.word == name.given) for h in predicates)
    is_noun = not name.tags and name.surname < 2 and begins_with_noun(context, name.span)
    if holds_verb or is_noun:
        points += _HOLDS_COMMON_WORD
    if is_common_word(context, name.span, with_nouns=not may_be_noun(context, name.span)):
        points += _IS_WORD
    categories = _WORDS_BEHIND_TITLE if name.titled else _WORDS
    # 宣传|者, 姚|自己
    if any(len(hit.word) > 1 for c in categories for hit in context.hits_between(c, begin, end)):
        points += _HOLDS_WORD
    return points


def _ends_room(context: Context, name: _Candidate) -> bool:
    """Whether a name is that of a department (麻醉科), or nothing opens it and it ends one: 心血|管内科."""
    if ends_department(context, name.span.end - 1, named=False) and is_common_word(
        context, Span(name.span.begin, name.span.end - 1)
    ):
        return True
    if name.foreign and len(name.span) > 3:
        return False
    is_open = name.titled or follows_mark(context.text, name.span.begin)
    return not is_open and len(name.given) > 1 and ends_department(context, name.span.end - 1, named=False)


def _by_cuts(context: Context, name: _Candidate) -> int:
    """Whether the end of the name would cut a word: 白雪合|写 would cut 合写."""
    if name.foreign and _is_transcribed(context, name.span):
        return 0
    if splits_word(context, name.span):
        return _SPLITS_WORD
    begin = max(name.span.begin + 1, name.span.end - LONGEST_TAIL)
    if any(runs_over(context, category, begin, name.span.end) for category in ("predicate", "noun")):
        return _TAGGED_SPLITS_COMMON_WORD if name.exact else _SPLITS_COMMON_WORD
    return 0


def _by_recurrence(text: str, span: Span) -> int:
    """Whether the text elsewhere shows the name at this length: always followed by one character, or not."""
    ends = (at + len(span) for at in find_all(text[span.begin : span.end], text))
    followers = Counter(text[end : end + 1] for end in islice(ends, _OFTEN))
    if followers.total() < 2:
        return 0
    if len(followers) == 1 and _HAN.match(next(iter(followers))):
        return _RECURS_LONGER
    return _RECURS

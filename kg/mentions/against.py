"""What speaks against a name of a person: its characters, its end, the words in it and over its edges.

The weights are counted in tenths, as those of `scoring`, which adds them to what speaks for the name.
"""

from __future__ import annotations

import re
from collections.abc import Sequence, Set
from dataclasses import dataclass

from kg.mentions.model import Context
from kg.mentions.surroundings import (
    BEFORE_COMMON_WORD,
    OPEN,
    closure,
    ends_department,
    follows_mark,
    is_compound,
    joins_nothing,
)
from kg.mentions.wording import (
    LONGEST_TAIL,
    begins_phrase,
    begins_with_noun,
    ends_inside,
    ends_longer_word,
    holds_deed,
    is_common_word,
    is_familiar,
    is_given_word,
    is_placed,
    is_preposed,
    is_presented,
    is_role,
    is_town,
    lies_in_phrase,
    may_be_noun,
    runs_over,
    splits_word,
)
from kg.model import Span, Tag

# Against: characters that no given name has, and a family name that is first of all a word.
_NOT_GIVEN = -20
# Against: characters that texts often have and given names seldom.
_SELDOM_GIVEN = -20
# Against: 王|家, 李|总.
_NO_GIVEN = -30
_WORDLIKE, _WORDLIKE_AT_TITLE, _ONLY_WORD_AT_TITLE = -40, -8, -25
# Against: 老人|安度|晚年.
_SHORT_WORDLIKE = -4
# Against: a 和 behind the name that can only be its last character: 谢富|和|在.
_LACKS_END = -30
# Against: the tagger's name ends after one given character where a second belongs to it: 欧阳植|庭.
_LACKS_HALF = -15
# Against: a given name of no or more than two characters, unless it is foreign.
_WRONG_LENGTH = -20
# Against: 任, 系 at its end before a title and adverbs before a verb belong to what follows.
_ENDS_IN_COPULA, _ENDS_IN_ADVERB = -35, -10
# Against: 石鼓岭|村, the end of a place's name stands behind.
_NAMES_PLACE = -35
# Against: words that are the name, lie in it, or run over its end.
_IS_WORD, _IS_WORD_AMID, _IS_GIVEN_WORD = -20, -30, -25
_ENDS_LONGER_WORD = -60
_HOLDS_WORD, _HOLDS_COMMON_WORD = -30, -10
_SPLITS_WORD, _SPLITS_COMMON_WORD, _TAGGED_SPLITS_COMMON_WORD = -22, -12, -6
# Against: 张罗|着, what lasts or is over is done, and nobody's name; 宓小满|边|走|边|说.
_DONE = -50
_LASTING = re.compile(r"着(?![手急力眼重装实想陆])|过(?![去来世年节目程度往得后早])|了(?![解不却断结然])")
_WHILE = re.compile(r"边[\u3400-\u9fff]{1,2}边")
# A name that a title introduces may well be a word that is no verb: 社员|江南.
_WORDS_BEHIND_TITLE = ("stop", "follow", "post", "head", "called", "planned")
_PAIR = 2
_WORDS = (*_WORDS_BEHIND_TITLE, "membership", "place", "members", "inside")


@dataclass(frozen=True, slots=True)
class Candidate:
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


def by_characters(context: Context, name: Candidate) -> int:
    """What the characters of the name say against it."""
    names, points = context.rules.names, 0
    if not name.given:
        points += _ENDS_LONGER_WORD
    elif len(name.given) > _PAIR and not name.foreign:
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
        is_surname = context.text[name.span.begin] in names.common or context.text.startswith(
            names.familiar_before, name.span.begin
        )
        is_open = len(name.span) == _PAIR and closure(context, name.span.end, ()) == BEFORE_COMMON_WORD
        points += _SHORT_WORDLIKE if at_title and is_open else 0
        points += (_WORDLIKE_AT_TITLE if is_surname else _ONLY_WORD_AT_TITLE) if at_title else _WORDLIKE
    return points


def by_end(context: Context, name: Candidate, title_begins: Set[int]) -> int:
    """Whether the last character belongs to what follows."""
    end, points, names = name.span.end, 0, context.rules.names
    if context.text.startswith(context.rules.places.endings, end) and end not in title_begins:
        points += _NAMES_PLACE
    is_held = end in title_begins or any(
        tag.begin == end for tag in context.tagged("ORG", Span(end, end + 1))
    )
    if context.text[end - 1] in names.copulas and is_held:
        points += _ENDS_IN_COPULA
    if _is_done(context.text, name.span):
        points += _DONE
    if is_compound(context, name.span) and len(name.given) == 1 and _lacks_end(context, end):
        points += _LACKS_HALF
    if context.text[end - 1] in names.numerals and context.text.startswith(names.counted, end):
        points += _ENDS_IN_COPULA
    if not name.exact and ends_department(context, end - 1, named=False) and name.surname:
        points += _ENDS_IN_COPULA
    if len(name.given) >= _PAIR and context.text[end - 1] == "家" and closure(context, end - 1, ()) > OPEN:
        points += _ENDS_IN_COPULA
    if context.text[end - 1] in names.makings and context.text.startswith("的", end):
        points += _ENDS_IN_COPULA
    if len(name.given) == 2 and name.given[1] in names.adverbs and context.hit_at("predicate", end):
        points += _ENDS_IN_ADVERB
        points += _ENDS_IN_ADVERB if name.given[1] in names.not_given else 0
    return points


def by_words(context: Context, name: Candidate) -> int:
    """What words in the name say against it; where the tagger names just this, hardly anything."""
    no_name = context.hit_at("no name", name.span.begin)
    if no_name and (not name.exact or no_name.span.end >= name.span.end):
        return _ENDS_LONGER_WORD
    if ends_longer_word(context, name.span) or is_role(context, name.span):
        return _ENDS_LONGER_WORD
    if lies_in_phrase(context, name.span) or ends_inside(context, name.span):
        return _ENDS_LONGER_WORD
    if is_familiar(context, name.span, len(name.given)):
        return _ENDS_LONGER_WORD
    if is_town(context, name.span) or is_placed(context, name.span) or _ends_room(context, name):
        return _ENDS_LONGER_WORD
    if name.exact:
        if not name.surname and holds_deed(context, name.span):
            return _ENDS_LONGER_WORD
        against = _IS_GIVEN_WORD if is_given_word(context, name.span, len(name.given)) else 0
        is_word = is_common_word(context, name.span) and not (name.titled and name.surname)
        is_amid = not (name.titled or _opens_clause(context, name.span))
        return against + ((_IS_WORD_AMID if is_amid else _IS_WORD) if is_word else 0)
    begin, end = name.span.begin, name.span.end
    if begins_phrase(context, name.span) or is_preposed(context, name.span):
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


def _is_done(text: str, span: Span) -> bool:
    """Whether a mark of what lasts or is over ends a span or stands behind it, or a verb is in it with 边."""
    lasts = any(_LASTING.match(text, at) for at in (span.end - 1, span.end))
    return lasts or any(_WHILE.match(text, at) for at in (span.begin, span.end - 1))


def _lacks_end(context: Context, end: int) -> bool:
    """Whether nothing closes a name here and one character further on something does: 欧阳植|庭|至今."""
    return closure(context, end, ()) == OPEN and closure(context, end + 1, ()) > OPEN


def _opens_clause(context: Context, span: Span) -> bool:
    """Whether a mark or an age stands before a name that something well closes: ，安静|说, 、安静|护士长."""
    if not follows_mark(context.text, span.begin) and not context.text.endswith("岁的", 0, span.begin):
        return False
    is_held = context.hit_at("post", span.end) is not None
    return is_held or closure(context, span.end, ()) >= BEFORE_COMMON_WORD


def _ends_room(context: Context, name: Candidate) -> bool:
    """Whether a name is that of a department (麻醉科), or nothing opens it and it ends one: 心血|管内科."""
    if ends_department(context, name.span.end - 1, named=False) and is_common_word(
        context, Span(name.span.begin, name.span.end - 1)
    ):
        return True
    if name.foreign and len(name.span) > 3:
        return False
    is_open = name.titled or follows_mark(context.text, name.span.begin)
    return not is_open and len(name.given) > 1 and ends_department(context, name.span.end - 1, named=False)


def by_cuts(context: Context, name: Candidate) -> int:
    """Whether the end of the name would cut a word: 白雪合|写 would cut 合写."""
    if name.foreign and is_transcribed(context, name.span):
        return 0
    if splits_word(context, name.span):
        return _SPLITS_WORD
    begin = max(name.span.begin + 1, name.span.end - LONGEST_TAIL)
    if any(runs_over(context, category, begin, name.span.end) for category in ("predicate", "noun")):
        return _TAGGED_SPLITS_COMMON_WORD if name.exact else _SPLITS_COMMON_WORD
    return 0


def is_transcribed(context: Context, span: Span) -> bool:
    """Whether all characters are such as names from other languages are written in: 科勒, 琳娜."""
    return context.rules.names.transcribed.issuperset(context.text_of(span))

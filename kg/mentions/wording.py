"""What known words lie in a stretch that may be a person's name, or run over its edges."""

from __future__ import annotations

from kg.mentions.model import Context
from kg.mentions.surroundings import MARKS, OPEN, closure, follows_mark, surname_length
from kg.model import Span
from kg.patterns import find_all

_SHORTEST_TOWN = 3
_PAIR, _PHRASE = 2, 4
_WORDS = ("noun", "predicate", "lookalike")
_PLAIN = ("noun", "predicate", "place", "short place")
# What a preposition may stand before.
_NAMED = ("noun", "predicate", "lookalike", "nation", "place", "pointer", "role", "members")
LONGEST_TAIL = 3
"""How far before a name a word may begin that ends with it, and how many last characters one may cut."""


def splits_word(context: Context, span: Span) -> bool:
    """Whether a known word begins inside a name and runs over its end: 廖林连|续."""
    categories = ("stop", "follow", "post", "head", "action", "party")
    return any(runs_over(context, category, span.begin + 1, span.end) for category in categories)


def runs_over(context: Context, category: str, begin: int, end: int) -> bool:
    """Whether a word of the category begins in `begin` to `end` and ends behind it."""
    return any(hit.span.end > end for hit in context.hits_from(category, begin, end))


def holds_deed(context: Context, span: Span) -> bool:
    """Whether a verb of a deed lies in what looks like a foreign name: 驰援|黄冈."""
    return any(len(hit.word) > 1 for hit in context.hits_between("action", span.begin, span.end))


def ends_longer_word(context: Context, span: Span) -> bool:
    """Whether a noun or a longer word begins before the name and ends with it: 肩|周炎."""
    return any(
        hit.span.begin < span.begin and hit.span.end == span.end
        for category in _WORDS
        for hit in context.hits_between(category, span.begin - LONGEST_TAIL, span.end)
        if category == "noun" or len(hit.word) > _PAIR
    )


def lies_in_phrase(context: Context, span: Span) -> bool:
    """Whether a phrase of four characters reaches over the name on either side: 雷厉风|行, 枝繁|叶茂."""
    begins = range(span.begin - _PAIR, span.begin + 1)
    hits = (context.hit_at(category, begin) for category in _WORDS for begin in begins)
    return any(
        hit and hit.span.contains(span) and len(hit.word) >= max(_PHRASE, len(span) + 1) for hit in hits
    )


def is_split(context: Context, span: Span) -> bool:
    """Whether one word ends inside and the next begins there: 确保|安全 is no 保安."""
    return any(
        _begins_beyond(context, at, span.end) and _ends_before(context, span.begin, at)
        for at in range(span.begin + 1, span.end)
    )


def _ends_before(context: Context, begin: int, at: int) -> bool:
    """Whether a word ends at a place that begins before another."""
    return any(
        hit.span.begin < begin and hit.span.end == at
        for category in _PLAIN
        for hit in context.hits_between(category, begin - LONGEST_TAIL, at)
    )


def _begins_beyond(context: Context, at: int, end: int) -> bool:
    """Whether a word begins at a place and goes on behind another."""
    hits = (context.hit_at(category, at) for category in _PLAIN)
    return any(hit is not None and hit.span.end > end for hit in hits)


def is_preposed(context: Context, span: Span) -> bool:
    """Whether a preposition stands before a known word or the tagger's name: 向|大家, 同|青少年."""
    behind = span.begin + 1
    if context.text[span.begin] not in context.rules.names.prepositions:
        return False
    hits = (context.hit_at(category, behind) for category in _NAMED)
    is_word = any(hit is not None and hit.span.end >= span.end for hit in hits)
    return is_word or any(tag.begin == behind for tag in context.tagged("PER", Span(behind, behind + 1)))


def ends_inside(context: Context, span: Span) -> bool:
    """Whether a word and where something is in it make up the whole: 布包|里."""
    names, before = context.rules.names, Span(span.begin, span.end - 1)
    if context.text[span.end - 1] not in names.localizers or len(span) <= _PAIR:
        return False
    is_led = context.text[span.begin - 1 : span.begin] in ("从", "在", "到", "往", "自")
    return is_common_word(context, before) or (is_led and not surname_length(context, span.begin))


def begins_phrase(context: Context, span: Span) -> bool:
    """Whether a longer phrase begins with the name: 闻令|而动, 越来|越."""
    hits = (context.hit_at(category, span.begin) for category in ("follow", "predicate"))
    return any(hit is not None and len(hit.word) > max(len(span), 2) for hit in hits)


def begins_with_noun(context: Context, span: Span) -> bool:
    """Whether a common noun begins with the name and ends in it: 时代|起."""
    return any(
        hit.span.begin == span.begin and hit.span.end < span.end
        for hit in context.hits_between("noun", span.begin, span.end)
    )


def is_town(context: Context, span: Span) -> bool:
    """Whether a name is a town's of three characters or more, or begins with one: 阿拉善|建."""
    if len(span) < _SHORTEST_TOWN:
        return False
    towns = (context.hit_at(category, span.begin) for category in ("place", "short place"))
    return any(
        t is not None and len(t.word) >= _SHORTEST_TOWN and len(span) - len(t.word) in (0, 1) for t in towns
    )


def is_placed(context: Context, span: Span) -> bool:
    """Whether a name is a division's and stands right behind a place: 山东|邹平."""
    towns = (context.hit_at(category, span.begin) for category in ("place", "short place"))
    if not any(town is not None and town.span == span for town in towns):
        return False
    above = (context.hit_ending(category, span.begin) for category in ("place", "short place"))
    return any(hit is not None for hit in above)


def is_role(context: Context, span: Span) -> bool:
    """Whether the whole is a title or a word of membership: 会员."""
    hits = (context.hit_at(category, span.begin) for category in ("post", "membership"))
    return any(hit is not None and hit.span == span for hit in hits)


def is_common_word(context: Context, span: Span, with_nouns: bool = True) -> bool:
    """Whether the name is a common word: 新闻."""
    categories = _WORDS if with_nouns else ("predicate",)
    hits = (context.hit_at(category, span.begin) for category in categories)
    return any(hit is not None and hit.span == span for hit in hits)


def may_be_noun(context: Context, span: Span) -> bool:
    """Whether a noun here may well be a name: behind a post or a word of membership (主委|云朵).

    Where its family name is first of all a word, a mark must follow (会员|时光、, not 会员|全部|参加).
    """
    of_many = context.text.endswith(context.rules.names.crowds, 0, span.begin)
    if of_many or not is_behind_post(context, span.begin):
        return False
    is_wordlike = context.text[span.begin] in context.rules.names.wordlike
    return not is_wordlike or context.text[span.end : span.end + 1] in MARKS


def is_presented(context: Context, span: Span) -> bool:
    """Whether a word behind a post is a name by what follows: 会长|严肃|一人捐款, but 会长|严肃|指出.

    So it is where the text elsewhere says what it does (由|奉献|承担), and none where it is a word of saying
    or doing. Where its family name is first of all a word, the text must call somebody by that; so it must
    before a mark unless one alone holds the post.
    """
    text, surname = context.text, context.text[span.begin]
    if not is_behind_post(context, span.begin):
        return False
    if _is_doer(context, context.text_of(span)) or _is_told_by(context, span):
        return True
    doing = (context.hit_at(category, span.begin) for category in ("stop", "follow", "action", "called"))
    if any(hit and hit.span == span for hit in doing):
        return False
    is_open = span.end < len(text) and text[span.end] not in MARKS
    if is_open and not text.startswith(context.rules.names.behind_names, span.end):
        return False
    if is_called(context, surname):
        return True
    is_single = text.endswith(context.rules.titles.service.single, 0, span.begin)
    return surname not in context.rules.names.wordlike and (is_open or is_single)


def _is_doer(context: Context, word: str) -> bool:
    """Whether the text says by a preposition what a word does: 由|奉献|承担."""
    ends = (at + len(word) for by in context.rules.grammar.by for at in find_all(f"{by}{word}", context.text))
    return any(closure(context, end + 1, ()) > OPEN for end in ends)


def _is_told_by(context: Context, span: Span) -> bool:
    """Whether a preposition stands before the title of what does something: 由副主委|严谨|主持."""
    title = context.hit_ending("post", span.begin)
    begin = title.span.begin if title else 0
    leads = ("", *(word for word in context.rules.titles.modifiers))
    by = (f"{by}{lead}" for by in context.rules.grammar.by for lead in leads)
    return (
        title is not None
        and context.text.endswith(tuple(by), 0, begin)
        and closure(context, span.end, ()) > OPEN
    )


def is_called(context: Context, surname: str) -> bool:
    """Whether the text calls somebody by a family name: 揭|女士, 简|老."""
    text, names = context.text, context.rules.names
    if any(text.startswith(surname, hit.span.begin - 1) for hit in context.hits["address"] if hit.span.begin):
        return True
    return any(
        not text.startswith(names.no_familiar, at + 1)
        for word in names.familiar_behind
        for at in find_all(surname + word, text)
    )


def stands_as_name(context: Context, span: Span) -> bool:
    """Whether a name that is a word is no such word here: 由|奉献|承担, but 无私|奉献."""
    if is_behind_post(context, span.begin):
        return True
    if context.text.startswith(context.rules.names.behind_names, span.end):
        return follows_mark(context.text, span.begin)
    before = context.text[span.begin - 1 : span.begin]
    return before in context.rules.names.before_names and closure(context, span.end, ()) > OPEN


def is_behind_post(context: Context, place: int) -> bool:
    """Whether a title or a word of membership ends at a place."""
    return any(context.hit_ending(category, place) for category in ("post", "membership"))


def is_given_word(context: Context, span: Span, given: int) -> bool:
    """Whether the last `given` characters, all of a given name, are a word: 姚|自己."""
    return given > 1 and any(
        hit.span.end == span.end and len(hit.word) == given
        for category in ("stop", "follow")
        for hit in context.hits_between(category, span.begin + 1, span.end)
    )


def is_familiar(context: Context, span: Span, given: int) -> bool:
    """Whether somebody is called by the surname alone, and what follows does or tells how: 小|张|连夜赶到."""
    called = context.text.endswith(context.rules.names.familiar_before, 0, span.begin)
    categories = ("predicate", "follow", "noun")
    hits = (hit for c in categories for hit in context.hits_between(c, span.end - given, span.end))
    return called and given > 1 and any(len(hit.word) == given for hit in hits)

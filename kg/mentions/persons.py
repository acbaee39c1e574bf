"""Names of people, weighed from what the tagger says and what stands around them."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence, Set
from functools import cache

from kg.mentions.candidates import find_begins, find_ends
from kg.mentions.everywhere import find_everywhere
from kg.mentions.introduced import find_introduced
from kg.mentions.model import Context, Mention
from kg.mentions.scoring import ACCEPTED, score
from kg.mentions.spans import is_free, places_in
from kg.mentions.surroundings import BEFORE_COMMON_WORD, SHUT, closure, follows_mark, surname_length
from kg.mentions.wording import is_split, runs_over
from kg.model import Span
from kg.patterns import HAN, any_of
from kg.rulewords import ServiceWords

_NAME_LIST = re.compile(r"[\u3400-\u9fff]{2,12}+(?:[、 ][\u3400-\u9fff]{2,4})*[、 ][\u3400-\u9fff]{2,12}")
# What stands between a word for a role of one character and a name: 文/, 图：.
_CREDIT_MARKS = "/：: \n"
_CREDIT_GAPS = "/：: "
# Behind the last of a list: how many it names.
_SUMMED = re.compile(r"等|[每两三四五六七八九十][人位名]|各(?![级地界])")
_LONGEST_LISTED, _LONGEST_PLAIN = 4, 3
_NONE = (0, Span(0, 0))
# More than any points of a span that only may be a name.
_INTRODUCED = 1000
_PAIR = 2


def find_persons(
    context: Context,
    taken: Sequence[Span],
    titles: Sequence[Span],
    listed: Sequence[Span] = (),
    words: Sequence[Span] = (),
) -> list[Mention]:
    """Every person named in the text, in order of place; none overlaps a span of `taken`, nor another.

    A name that one place proves is found wherever the text repeats it; so is what a roll has `listed`, but
    not the `words` of which a roll makes names where they stand.
    """
    covered = places_in([*taken, *listed, *words])
    title_begins = {title.begin for title in titles}
    title_ends = {t.end for t in titles if not _is_held(context, t)} | _role_ends(context)
    title_ends |= _belonging(context, taken)
    title_ends |= {_behind_credit(context.text, end) for end in title_ends} | _appointing_ends(context)
    tagged = {tag.begin: tag.end for tag in context.tags if tag.label == "PER"}
    introduced = [span for span in find_introduced(context) if is_free(span, covered)]
    best = dict.fromkeys(introduced, _INTRODUCED)
    for begin in sorted(find_begins(context, title_begins, title_ends)):
        spans = [Span(begin, end) for end in find_ends(context, begin)]
        scored = [(score(context, s, title_begins, title_ends), s) for s in spans if is_free(s, covered)]
        end = tagged.get(begin)
        points, span = max(scored, key=lambda o: (o[0], o[1].end == end, len(o[1])), default=_NONE)
        if points >= ACCEPTED:
            best[span] = max(points, best.get(span, 0))
    sure = _without_overlaps(best)
    covered -= places_in(listed)
    proved = [*sure, *listed, *_find_listed(context, sure, covered)]
    anchors = title_begins | title_ends | {span.begin for span in (*listed, *introduced)}
    found = find_everywhere(context, proved, covered, anchors)
    return sorted([*found, *(context.mention(word, "Person", "Person") for word in words)])


def _is_held(context: Context, title: Span) -> bool:
    """Whether the tagger's name of a person stands right before a title: 钟离雪主席|贺信."""
    before = context.tagged("PER", Span(max(0, title.begin - 1), title.begin))
    return any(tag.end == title.begin for tag in before)


def _role_ends(context: Context) -> set[int]:
    """Where words for roles end: 村民, and before a mark 文 and 图."""
    text = context.text
    return {
        hit.span.end
        for hit in context.hits["role"]
        if not _runs_on(context, hit.span)
        and not is_split(context, hit.span)
        and (len(hit.word) > 1 or (text[hit.span.end : hit.span.end + 1] or "\n") in _CREDIT_MARKS)
    }


def _belonging(context: Context, taken: Sequence[Span]) -> set[int]:
    """Where 的 ends behind a body before what the tagger takes for a short name: 某院的|夏冰、."""
    behind = {span.end + 1 for span in taken if context.text.startswith("的", span.end)}
    tags = (tag for tag in context.tags if tag.label in ("PER", "ORG") and tag.begin in behind)
    return {tag.begin for tag in tags if tag.end - tag.begin <= _LONGEST_PLAIN}


def _behind_credit(text: str, end: int) -> int:
    """The place behind the marks that part a title or a role from a name in a credit: 作者：|X, 记者 |X."""
    while text[end : end + 1] and text[end] in _CREDIT_GAPS:
        end += 1
    return end


def _runs_on(context: Context, role: Span) -> bool:
    """Whether a common noun begins in a word for a role and goes on behind it: 居民|楼, 妇女儿|童."""
    return runs_over(context, "noun", role.begin, role.end)


def _appointing_ends(context: Context) -> set[int]:
    """Where a verb of appointing ends that says somebody's post: 推举|芦笙|为会长."""
    return {match.end() for match in _appointing(context.rules.titles.service).finditer(context.text)}


@cache
def _appointing(words: ServiceWords) -> re.Pattern[str]:
    return re.compile(rf"{any_of(words.chosen)}(?={HAN}{{2,4}}{any_of(words.address)}?(?:为|担任|出任|任))")


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

    At least two of the list must be sure, and half of it unless every part looks like a name. Of its first
    part only the end could be a name, unless a mark stands before it; of its last only the begin.
    """
    used = places_in(sure) | covered
    for match in _NAME_LIST.finditer(context.text):
        parts = [
            Span(match.start() + part.start(), match.start() + part.end())
            for part in re.finditer(r"[^、 ]+", match[0])
        ]
        known = sum(any(part.contains(span) for span in sure) for part in parts)
        is_led = _is_led(context, parts[0], sure) and _are_like_names(context, parts[1:-1], _LONGEST_PLAIN)
        is_proved = known > 1 and (known * 2 >= len(parts) or _are_like_names(context, parts[:-1]))
        if not is_led and not is_proved:
            continue
        is_whole = follows_mark(context.text, match.start()) and _are_like_names(context, parts[:1])
        first = parts[:1] if is_whole else []
        last = _listed_last(context, parts[-1], is_pair=len(parts) == _PAIR)
        for span in [*first, *parts[1:-1], *last]:
            if surname_length(context, span.begin) and is_free(span, used) and not _is_role(context, span):
                yield span


def _is_role(context: Context, span: Span) -> bool:
    """Whether a word for what someone is ends here: 通讯员."""
    return any(context.hit_ending(c, span.end) for c in ("post", "membership", "role"))


def _is_led(context: Context, part: Span, sure: Collection[Span]) -> bool:
    """Whether the first part of a list is a title or a role with a sure name: 社员|蒲知秋、程归远."""
    begins = [_before_gap(context.text, span.begin) for span in sure if span.end == part.end]
    return any(context.hit_ending(c, begin) for begin in begins for c in ("post", "membership", "role"))


def _before_gap(text: str, begin: int) -> int:
    """The place before the marks of a credit: 队员|：."""
    while begin and text[begin - 1] in _CREDIT_GAPS:
        begin -= 1
    return begin


def _are_like_names(context: Context, parts: Sequence[Span], longest: int = _LONGEST_LISTED) -> bool:
    """Whether each part begins with a family name and is no longer than a name."""
    return all(surname_length(context, part.begin) and len(part) <= longest for part in parts)


def _listed_last(context: Context, part: Span, is_pair: bool) -> list[Span]:
    """The name that the last part of a list begins with, the shortest that something behind it closes.

    Of a pair it begins with no word, unless what follows counts the two: 姐妹俩石青、石绿|每人.
    """
    if any(context.hit_at(category, part.begin) for category in ("place", "nation")):
        return []
    is_word = is_pair and context.text[part.begin] in context.rules.names.wordlike
    least = SHUT + 1 if is_word else BEFORE_COMMON_WORD
    ends = (part.begin + length for length in (2, 3) if length <= len(part))
    closed = [end for end in ends if closure(context, end, ()) >= least or _SUMMED.match(context.text, end)]
    return [Span(part.begin, end) for end in closed[:1]]

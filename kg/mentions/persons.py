"""Names of people, weighed from what the tagger says and what stands around them."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping

from kg.mentions.model import Context, Mention
from kg.model import Span

_HAN = re.compile(r"[\u3400-\u9fff]+$")
_END = set("，,。；;：:！!？?、（）()《》〈〉“”\"'’‘\n …—-/|【】[]〔〕")
_NAME_LIST = re.compile(r"[\u3400-\u9fff]{2,12}(?:、[\u3400-\u9fff]{2,4})+、[\u3400-\u9fff]{2,12}")
_WORDS = ("stop", "follow", "post", "head", "called", "planned", "membership", "place", "members", "inside")
_ADVERBS = "正还也便就已曾又都只才刚即"
ACCEPTED = 3.0


def find_persons(context: Context, taken: list[Span], titles: list[Span]) -> list[Mention]:
    """Every person named in the text, in order of place; none overlaps a span of `taken`."""
    covered = {i for s in taken for i in range(s.begin, s.end)}
    title_ends, title_begins = {s.end for s in titles}, {s.begin for s in titles}
    title_ends |= {
        h.span.end for h in context.hits["role"] if len(h.word) > 1 or text_at(context, h.span.end) in "/：: "
    }
    starts = _starts(context, title_ends, title_begins)
    chosen: dict[Span, float] = {}
    for begin in sorted(starts):
        options = [
            (score, Span(begin, end))
            for end in _ends(context, begin)
            if not covered & set(range(begin, end))
            and (score := _score(context, begin, end, title_ends, title_begins)) >= ACCEPTED
        ]
        if options:
            score, span = max(options, key=lambda o: (o[0], len(o[1])))
            chosen[span] = score
    kept = _without_overlaps(chosen)
    return _carry(context, {**kept, **_listed_names(context, kept, covered)}, covered)


def _listed_names(context: Context, kept: Mapping[Span, float], covered: set[int]) -> dict[Span, float]:
    """What stands in a list of names is a name, though it may be a word or a place elsewhere: 祁连山、仇英."""
    found = {}
    for match in _NAME_LIST.finditer(context.text):
        places = [
            Span(match.start() + m.start(), match.start() + m.end()) for m in re.finditer(r"[^、]+", match[0])
        ]
        first, last = places[0], places[-1]
        inner = places[1:-1] + [
            Span(e - n, e)
            for e in (first.end,)
            for n in (2, 3)
            if first.end - n >= first.begin and Span(e - n, e) not in kept
        ]
        known = sum(any(k.begin >= s.begin and k.end <= s.end for k in kept) for s in places)
        if known * 2 < len(places) or known < 2:
            continue
        tail = [
            Span(last.begin, last.begin + n)
            for n in (2, 3)
            if last.begin + n <= last.end and _closes(context, last.begin + n, set()) >= 1.0
        ]
        for span in [*inner[: len(places) - 2], *tail[:1]]:
            name = context.text[span.begin : span.end]
            if (
                2 <= len(name) <= 4
                and _surname_length(context, span.begin)
                and not covered & set(range(span.begin, span.end))
            ):
                if not any(span.overlaps(k) for k in kept):
                    found[span] = ACCEPTED
    return found


def text_at(context: Context, place: int) -> str:
    """The character at a place, a line break behind the end."""
    return context.text[place : place + 1] or "\n"


def _starts(context: Context, title_ends: set[int], title_begins: set[int]) -> set[int]:
    text, names = context.text, context.rules.names
    starts = {t.begin for t in context.tags if t.label == "PER"}
    starts |= {
        b - 1
        for b in starts
        if b
        and _surname_length(context, b - 1)
        and (not _surname_length(context, b) or b - 1 in title_ends or (b > 1 and text[b - 2] in _END))
    }
    starts |= {e for e in title_ends if text[e : e + 1] in names.common or text[e : e + 2] in names.compound}
    for begin in title_begins | {h.span.begin for h in context.hits["address"]}:
        for length in (2, 3, 4):
            at = begin - length
            if (
                at >= 0
                and _surname_length(context, at)
                and (at == 0 or text[at - 1] in _END or at in title_ends)
            ):
                starts.add(at)
    for match in re.finditer(r"[、和及与 ]\s*", text):
        at = match.end()
        if _surname_length(context, at) and any(_closes(context, at + n, title_begins) > 1 for n in (2, 3)):
            starts.add(at)
    return starts


def _surname_length(context: Context, begin: int) -> int:
    names, text = context.rules.names, context.text
    if text[begin : begin + 2] in names.compound:
        return 2
    return 1 if text[begin : begin + 1] in names.common or text[begin : begin + 1] in names.wordlike else 0


def _ends(context: Context, begin: int) -> list[int]:
    text, names = context.text, context.rules.names
    ends = {t.end for t in context.tagged("PER", Span(begin, begin + 1)) if t.begin == begin}
    surname = _surname_length(context, begin)
    if surname:
        ends |= {begin + surname + 1, begin + surname + 2}
    dotted = _dotted_end(context, begin)
    if dotted:
        return [dotted]
    return sorted(e for e in ends if 2 <= e - begin <= 12 and e <= len(text) and _HAN.match(text[begin:e]))


def _dotted_end(context: Context, begin: int) -> int | None:
    """Where a name with dots ends: 阿依古丽·买买提|把; None where there is no dot."""
    dots = re.escape(context.rules.names.dots)
    match = re.compile(rf"[\u3400-\u9fff]{{1,8}}(?:[{dots}][\u3400-\u9fff]{{1,8}})+").match(
        context.text, begin
    )
    if not match:
        return None
    tag = next(
        (
            t
            for t in context.tagged("PER", Span(begin, match.end()))
            if t.begin == begin and t.end <= match.end()
        ),
        None,
    )
    last = begin + max(match[0].rfind(d) for d in context.rules.names.dots) + 1
    ends = {
        h.span.begin
        for category in ("stop", "follow", "post", *_action_words(context))
        for h in context.hits_between(category, last + 1, match.end() + 6)
        if last + 2 <= h.span.begin <= match.end()
    }
    if tag and any(d in context.text[tag.begin : tag.end] for d in context.rules.names.dots):
        return tag.end
    return min(ends, default=min(match.end(), last + 5))


def _action_words(context: Context) -> list[str]:
    return [f"action {r.cls}" for r in context.rules.actions]


def _closes(context: Context, end: int, title_begins: set[int]) -> float:
    """How well a name may end here, by what follows."""
    text = context.text
    if end > len(text):
        return 0.0
    if end == len(text) or text[end] in _END:
        return 1.5
    if end in title_begins or context.hit_at("address", end):
        return 1.5
    stop = context.hit_at("stop", end)
    if stop:
        return 1.2 if len(stop.word) > 1 else 0.8
    if any(context.hit_at(c, end) for c in (*_action_words(context), "follow")):
        return 1.2
    return 1.0 if context.hit_at("predicate", end) else 0.0


def _score(context: Context, begin: int, end: int, title_ends: set[int], title_begins: set[int]) -> float:
    text, names = context.text, context.rules.names
    surname = _surname_length(context, begin)
    if any(d in text[begin:end] for d in names.dots):
        return 5.0
    given = text[begin + max(surname, 1) : end]
    score = 0.0
    tags = context.tagged("PER", Span(begin, end))
    if any((t.begin, t.end) == (begin, end) for t in tags):
        score += 3.0
    elif any(t.begin == begin for t in tags):
        score += 1.8
    elif any(t.end == end for t in tags):
        score += 1.0
    exact = any((t.begin, t.end) == (begin, end) for t in tags)
    foreign = exact and end - begin >= 3 and (not surname or end - begin >= 4)
    score += 1.0 if surname else -1.0 if foreign and end - begin == 3 else 0.0 if foreign else -3.0
    before = text[begin - 1] if begin else "\n"
    if begin in title_ends:
        score += 2.0
    elif before in _END:
        score += 0.5
    score += _closes(context, end, title_begins)
    if any(c in names.not_given for c in given) and not exact:
        score -= 2.0
    if text[begin] in names.wordlike and not exact:
        score -= 0.8 if begin in title_ends or context.hit_at("address", end) else 4.0
    if not exact and any(len(h.word) > 1 for h in context.hits_between("predicate", begin, end)):
        score -= 1.0
    if text[end - 1] in "任是为在系兼" and end in title_begins:
        score -= 3.5
    if len(given) == 2 and given[1] in _ADVERBS and context.hit_at("predicate", end):
        score -= 1.0
    word = context.hit_at("predicate", begin)
    if word and word.span.end == end and not exact:
        score -= 2.0
    if begin - 1 in title_ends and _surname_length(context, begin - 1):
        score -= 2.5
    if not exact and _holds_word(context, begin, end, begin in title_ends):
        score -= 3.0
    elif exact and any(
        h.span.end == end
        for c in ("stop", "follow")
        for h in context.hits_between(c, begin + 1, end)
        if len(h.word) == len(given) > 1
    ):
        score -= 2.5
    if context.tagged("LOC", Span(begin, end)) or context.tagged("ORG", Span(begin, end)):
        score -= 1.5
    if _splits_word(context, begin, end):
        score -= 2.0
    elif _splits_common_word(context, begin, end):
        score -= 0.6 if exact else 1.2
    if (len(given) > 2 and not foreign) or not given:
        score -= 2.0
    score += _recurrence(text, begin, end)
    return score


def _splits_word(context: Context, begin: int, end: int) -> bool:
    """Whether a known word begins inside the name and runs over its end: 廖林连|续."""
    for category in ("stop", "follow", "post", "head", *_action_words(context)):
        for at in range(begin + 1, end):
            hit = context.hit_at(category, at)
            if hit and hit.span.end > end:
                return True
    return False


def _splits_common_word(context: Context, begin: int, end: int) -> bool:
    """Whether a common word lies across the end of the name: 白雪合|写 would cut 合写."""
    return any(
        hit.span.end > end
        for category in ("predicate", "noun")
        for at in range(max(begin + 1, end - 3), end)
        if (hit := context.hit_at(category, at))
    )


def _holds_word(context: Context, begin: int, end: int, titled: bool) -> bool:
    """Whether a known word of two or more characters lies inside: 宣传|者, 姚|自己.

    Behind a title a name may well be a word that is no verb: 社员|江南.
    """
    return any(
        len(hit.word) > 1
        for category in (_WORDS[:6] if titled else _WORDS)
        for hit in context.hits_between(category, begin, end)
    )


def _recurrence(text: str, begin: int, end: int) -> float:
    """Whether the text elsewhere shows the name at this length: always followed by one character, or not."""
    name = text[begin:end]
    followers = Counter(text[m.end() : m.end() + 1] for m in re.finditer(re.escape(name), text))
    if sum(followers.values()) < 2:
        return 0.0
    if len(followers) == 1 and _HAN.match(next(iter(followers)) or " "):
        return -0.8
    return 0.8


def _without_overlaps(chosen: dict[Span, float]) -> dict[Span, float]:
    kept: dict[Span, float] = {}
    for span, score in sorted(chosen.items(), key=lambda c: (-c[1], c[0])):
        if not any(span.overlaps(k) for k in kept):
            kept[span] = score
    return kept


def _carry(context: Context, kept: dict[Span, float], covered: set[int]) -> list[Mention]:
    """What one clear context proves holds for the whole text: mark the name wherever it stands."""
    text = context.text
    used = {i for s in kept for i in range(s.begin, s.end)} | covered
    spans = set(kept)
    by_name: dict[str, float] = defaultdict(float)
    for span, score in kept.items():
        name = text[span.begin : span.end]
        by_name[name] = max(by_name[name], score)
        first = re.split(f"[{re.escape(context.rules.names.dots)}]", name)[0]
        if first != name and len(first) > 2:
            by_name[first] = max(by_name[first], score)
    for name in sorted(by_name, key=lambda n: (-len(n), n)):
        for match in re.finditer(re.escape(name), text):
            whole = Span(match.start(), match.end())
            shorter = {s for s in spans if whole.contains(s) and s != whole}
            spans -= shorter
            used -= {i for s in shorter for i in range(s.begin, s.end)}
            if not used & set(range(match.start(), match.end())):
                if (
                    len(name) == 2
                    and not context.tagged("PER", Span(match.start(), match.end()))
                    and _splits_word(context, match.start(), match.end())
                ):
                    continue
                spans.add(Span(match.start(), match.end()))
                used |= set(range(match.start(), match.end()))
    spans |= _familiar_names(context, set(by_name), used)
    return [Mention(s, "Person", "Person", text[s.begin : s.end]) for s in sorted(spans)]


def _familiar_names(context: Context, names: set[str], used: set[int]) -> set[Span]:
    """小孙 where the text names one person of that surname in full."""
    words = context.rules.names
    found = set()
    for surname in {n[0] for n in names if sum(o[0] == n[0] for o in names) == 1}:
        for match in re.finditer(
            f"[{''.join(words.familiar_before)}]{surname}(?![\u3400-\u9fff])", context.text
        ):
            if not used & set(range(match.start(), match.end())):
                found.add(Span(match.start(), match.end()))
    return found

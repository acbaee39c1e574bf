"""What a text says was not done, is only heard, only thinkable, or came to nothing."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from kg.actionwords import DenialWords
from kg.lexicon import Hit
from kg.mentions import Context, Mention
from kg.model import Span
from kg.patterns import any_of

NEAR = 8
"""Characters before a deed in which a negation denies it, whatever stands between."""

NEW_CLAIM = re.compile(r"[；;。]")
"""Where a sentence claims anew, so that no word before reaches what stands behind."""


def is_denied(
    context: Context, deed: Span, sentence: Span, clause: Span, mentions: Sequence[Mention]
) -> bool:
    """Whether the text says of a deed that it was not so, only heard, only thinkable, or came to nothing.

    A negation that is part of a name denies nothing: 无锡某院|捐款.
    """
    begin, end = deed.begin, deed.end
    denials = find_free(context, "negation", "not negation", Span(clause.begin, begin), clause)
    near = (d.span for d in denials if d.span.begin >= begin - NEAR)
    if any(not any(m.span.contains(span) for m in mentions) for span in near):
        return True
    if any(_reaches(context, denial, begin) for denial in denials):
        return True
    if context.hits_between("reported", clause.begin, begin):
        return True
    if any(is_reached(context, h, begin) for h in context.hits_between("unreal", sentence.begin, begin)):
        return True
    cancelled = context.hits_between("cancelled", sentence.begin, begin)
    if any(not _describes(context, hit, begin) for hit in cancelled):
        return True
    failed = context.hits_between("failed", end, sentence.end)
    return any(not NEW_CLAIM.search(context.text[end : f.span.begin]) for f in failed)


def _describes(context: Context, hit: Hit, begin: int) -> bool:
    """Whether what was meant only tells what is given instead: 把|原计划用于旅行的2万元|捐给某院."""
    moved = context.text.endswith(("把", "将"), 0, hit.span.begin)
    return moved and "的" in context.text[hit.span.end : begin]


def _reaches(context: Context, denial: Hit, begin: int) -> bool:
    """Whether a negation reaches a deed over whom it is done to or with: 没有|向某院|捐赠."""
    words, end = context.rules.grammar.denials, denial.span.end
    return denial.word in words.denying and bool(_denied(words).fullmatch(context.text, end, begin))


@cache
def _denied(words: DenialWords) -> re.Pattern[str]:
    return re.compile(rf"{any_of(words.after_denying)}(?:(?!{any_of(words.no_denying)}).)*")


def is_reached(context: Context, hit: Hit, begin: int) -> bool:
    """Whether nothing that claims anew stands between a word and a deed."""
    return not NEW_CLAIM.search(context.text[hit.span.end : begin])


def find_free(context: Context, category: str, fixed: str, part: Span, clause: Span) -> list[Hit]:
    """The hits of a category in a part of a clause that are not inside a fixed phrase."""
    hits = context.hits_between(category, part.begin, part.end)
    phrases = [h.span for h in context.hits_between(fixed, clause.begin, clause.end)] if hits else []
    return [h for h in hits if not any(p.overlaps(h.span) for p in phrases)]

"""Short names that a text gives a body in brackets (以下简称“…”), there and wherever they stand again."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from kg.mentions.model import Context, Mention
from kg.mentions.spans import is_free, places_in
from kg.model import Span
from kg.patterns import find_all

SHORT_FOR = re.compile(r"[(（](?:以下|下文|下)?(?:简称为?|简称作|称)[：:]?[“\"]?")
"""What stands between a body and the short name that the text gives it."""

_NAME = re.compile(r"[\u3400-\u9fffA-Za-z0-9·&]{2,12}(?=[”\"]?[)）])")


def find_short_names(context: Context, found: Sequence[Mention]) -> list[Mention]:
    """The short names given to the bodies `found`, at every place that no other name takes.

    `found` are in order of place. A word that any body of a class may be called by (公司, 协会) is none.
    """
    covered = places_in(m.span for m in found)
    short: list[Mention] = []
    for name, cls in dict(_given(context, found)).items():
        for at in find_all(name, context.text):
            span = Span(at, at + len(name))
            if is_free(span, covered):
                short.append(context.mention(span, "Organization", cls))
                covered |= places_in([span])
    return short


def _given(context: Context, found: Sequence[Mention]) -> Iterator[tuple[str, str]]:
    """The short names in brackets right behind a body, each with the body's class."""
    words = context.rules.organizations
    for mention in found:
        opening = SHORT_FOR.match(context.text, mention.span.end)
        name = _NAME.match(context.text, opening.end()) if opening else None
        if name and name[0] not in words.pointers and name[0] not in words.heads:
            yield name[0], mention.cls

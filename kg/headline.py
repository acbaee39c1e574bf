"""What the head of an article says of itself: its title and its date."""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgspec import Struct

from kg.model import Span
from kg.segment import Paragraph
from kg.values import find_dates

HEAD = 6
"""Paragraphs in which a title, a date or a byline may stand."""

LONGEST_TITLE = 60

TITLE_LINES = 3
"""Paragraphs of which one may be the title."""

_QUOTED = re.compile(r"“[^”]*”")
_BYLINE = re.compile(r"来源|作者|发布|时间|日期|编辑|记者|通讯员|字号|浏览")
# 云屏网消息（早间新闻）： in a line of its own.
_DATELINE = re.compile(r"(?:消息|讯|电)(?:[（(][^（）()]*[)）])?[：:]$")


class Headline(Struct, frozen=True):
    """The title of an article, its date (ISO, as far as stated) and the span of the title line."""

    title: str | None
    date: str | None
    span: Span | None


def read_headline(text: str, paragraphs: Sequence[Paragraph]) -> Headline:
    """Title and date as the first lines give them; either may be missing."""
    title, span, date = None, None, None
    for number, paragraph in enumerate(paragraphs[:HEAD]):
        line = text[paragraph.span.begin : paragraph.span.end]
        dated = _date_of(line) if date is None else None
        if dated:
            date = dated
        elif title is None and number < TITLE_LINES and _is_title(line):
            title, span = line, paragraph.span
        elif len(line) > LONGEST_TITLE:
            break  # the text has begun: what stands behind is a heading of a part
    return Headline(title, date, span)


def _date_of(line: str) -> str | None:
    """The full date of a line that is short or a byline, in ISO 8601."""
    if len(line) > 30 and not _BYLINE.search(line):
        return None
    full = (
        f"{date.year:04}-{date.month:02}-{date.day:02}"
        for date in find_dates(line)
        if date.year and date.month and date.day
    )
    return next(full, None)


def _is_title(line: str) -> bool:
    """Whether a line can be a title: no byline or dateline, and no full stop outside quotation marks."""
    return (
        len(line) <= LONGEST_TITLE
        and not line.endswith(("。", "；", "，", ","))
        and "。" not in _QUOTED.sub("", line)
        and not _BYLINE.match(line)
        and not _DATELINE.search(line)
    )

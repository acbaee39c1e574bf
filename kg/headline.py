"""What the head of an article says of itself: its title and its date."""

from __future__ import annotations

import re
from dataclasses import dataclass

from kg.model import Span
from kg.segment import Paragraph
from kg.values import find_dates

HEAD = 6  # paragraphs in which a title, a date or a byline may stand
_QUOTED = re.compile(r"“[^”]*”")
_BYLINE = re.compile(r"来源|作者|发布|时间|日期|编辑|记者|通讯员|字号|浏览")


@dataclass(frozen=True, slots=True)
class Headline:
    """The title of an article, its date (ISO, as far as stated) and the span of the title line."""

    title: str | None
    date: str | None
    span: Span | None


def read_headline(text: str, paragraphs: list[Paragraph]) -> Headline:
    """Title and date as the first lines give them; either may be missing."""
    title, span, date = None, None, None
    for number, paragraph in enumerate(paragraphs[:HEAD]):
        line = text[paragraph.span.begin : paragraph.span.end]
        dates = [d for d in find_dates(line) if d.year and d.month and d.day]
        if dates and (len(line) <= 30 or _BYLINE.search(line)) and date is None:
            date = f"{dates[0].year:04}-{dates[0].month:02}-{dates[0].day:02}"
            continue
        if (
            title is None
            and number < 3
            and len(line) <= 60
            and not line.endswith(("。", "；", "，", ","))
            and "。" not in _QUOTED.sub("", line)
            and not _BYLINE.match(line)
        ):
            title, span = line, paragraph.span
    return Headline(title, date, span)

"""What belongs to the carrier, not to the article: line ends, invisible characters, HTML."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

from kg.cleaning.draft import Draft, Edit
from kg.cleaning.knowledge import knowledge

LINE_END = re.compile("\r\n?|[\x85\u2028\u2029]")
INVISIBLE = re.compile(
    "[\0-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e"
    "\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\ufff9-\ufffb\U000e0000-\U000e0fff]+"
)
ENTITY = re.compile(r"&(?:#\d{1,7};|#[xX][0-9a-fA-F]{1,6};|[a-zA-Z][a-zA-Z0-9]{1,30};|nbsp)")


def end_lines(draft: Draft) -> Iterator[Edit]:
    """Turn every kind of line end into one newline."""
    return (Edit(m.start(), m.end(), "\n") for m in LINE_END.finditer(draft.text))


def drop_invisible(draft: Draft) -> Iterator[Edit]:
    """Take away controls, zero-width characters, joiners and variation selectors."""
    return (Edit(m.start(), m.end(), "") for m in INVISIBLE.finditer(draft.text))


def strip_tags(draft: Draft) -> Iterator[Edit]:
    """Take away tags and elements without article text; what breaks a line leaves a newline.

    Only names that HTML knows make a tag: 气温<0且湿度>5 stays.
    """
    if "<" not in draft.text:
        return
    known = knowledge()
    for match in known.tag.finditer(draft.text):
        name = (match["name"] or "").lower()
        yield Edit(match.start(), match.end(), "\n" if name in known.breaking_tags else "")


def resolve_entities(draft: Draft) -> Iterator[Edit]:
    """Turn HTML entities into the characters that they name; `&` before anything else stays."""
    if "&" not in draft.text:
        return
    for match in ENTITY.finditer(draft.text):
        after = html.unescape(match[0])
        if after != match[0]:
            yield Edit(match.start(), match.end(), after)

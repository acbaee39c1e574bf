"""Which of the media types on offer a client would rather have (RFC 9110, section 12.5.1)."""

from __future__ import annotations

import re
from collections.abc import Sequence

_RANGE = re.compile(r"\s*([\w!#$&^.+*-]+)/([\w!#$&^.+*-]+)\s*(.*)", re.DOTALL)
_QUALITY = re.compile(r";\s*q\s*=\s*(0(?:\.\d{0,3})?|1(?:\.0{0,3})?)\s*(?:;|\Z)", re.IGNORECASE)


def best(accept: str | None, offers: Sequence[str]) -> str | None:
    """The offer of the highest quality, the first of equals; None where none will do.

    `accept` is the value of the header; without one everything will do. What of it is malformed is
    passed over.
    """
    ranges = [found for found in map(_range, (accept or "*/*").split(",")) if found]
    qualities = [(_quality(offer, ranges), -place) for place, offer in enumerate(offers)]
    quality, place = max(qualities)
    return offers[-place] if quality > 0 else None


def _range(text: str) -> tuple[str, str, float] | None:
    """Type, subtype and quality of one element of the header."""
    found = _RANGE.fullmatch(text)
    if not found:
        return None
    quality = _QUALITY.search(found[3])
    return found[1].lower(), found[2].lower(), float(quality[1]) if quality else 1.0


def _quality(offer: str, ranges: Sequence[tuple[str, str, float]]) -> float:
    """The quality that the most specific range gives to an offer."""
    main, _, sub = offer.partition("/")
    for wanted in ((main, sub), (main, "*"), ("*", "*")):
        fitting = [quality for *range_, quality in ranges if tuple(range_) == wanted]
        if fitting:
            return max(fitting)
    return 0.0

"""Traditional and variant characters become Simplified ones, each in its place."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from itertools import pairwise

import opencc

from kg.cleaning.draft import Draft, Edit
from kg.cleaning.knowledge import knowledge
from kg.patterns import find_all

# Kangxi radicals, the few CJK radicals with a decomposition and compatibility ideographs, as PDF files
# yield them; letters and digits of full width.
COMPATIBLE = re.compile(
    "[\u2e80-\u2fd5\uf900-\ufaff\uff10-\uff19\uff21-\uff3a\uff41-\uff5a\U0002f800-\U0002fa1f]+"
)
DECIMAL_POINT = re.compile("(?<=[0-9０-９])．(?=[0-9０-９])")


@cache
def _converter() -> opencc.OpenCC:
    return opencc.OpenCC("t2s")


def simplify(text: str) -> str:
    """Convert to Simplified Chinese exactly as long as `text`, whatever OpenCC's phrase tables hold.

    Where a line changes its length, its characters are converted one by one, and one that would still
    become several stays.
    """
    whole: str = _converter().convert(text)
    if len(whole) == len(text):
        return whole
    return "".join(_simplify_line(line) for line in text.splitlines(keepends=True))


def _simplify_line(line: str) -> str:
    whole: str = _converter().convert(line)
    if len(whole) == len(line):
        return whole
    singles = ((character, _converter().convert(character)) for character in line)
    return "".join(single if len(single) == 1 else character for character, single in singles)


def fold_compatible(draft: Draft) -> Iterator[Edit]:
    """Turn compatibility forms of Chinese characters, digits and letters into the plain ones (NFKC)."""
    edits = [Edit(m.start(), m.end(), ".") for m in DECIMAL_POINT.finditer(draft.text)]
    for match in COMPATIBLE.finditer(draft.text):
        plain = unicodedata.normalize("NFKC", match[0])
        if plain != match[0] and len(plain) == len(match[0]):
            edits.append(Edit(match.start(), match.end(), plain))
    return iter(sorted(edits, key=lambda edit: edit.begin))


def to_simplified(draft: Draft) -> Iterator[Edit]:
    """Convert by OpenCC; then variants that it leaves and characters that depend on their neighbours.

    Characters that stay in names (孫乾 → 孙乾) are held back, and those whose Simplified form lies beyond the
    basic plane: nearly nobody writes 𫖯 for 頫, and few fonts show it. Each run of changed characters that
    lie side by side in the raw text is one edit.
    """
    known = knowledge()
    text = simplify(draft.text).translate(known.variants)
    for pattern, to in known.in_context:
        text = pattern.sub(to, text)
    if text == draft.text:  # as in nearly all that is written in Simplified characters
        return
    kept = _kept(draft.text)
    changed = [
        place
        for place, (old, new) in enumerate(zip(draft.text, text, strict=True))
        if old != new and new <= "\uffff" and place not in kept
    ]
    for begin, end in _runs(draft, changed):
        yield Edit(begin, end, text[begin:end])


def _kept(text: str) -> set[int]:
    """Find the places of characters that stay: by their neighbours, or in a name that was told elsewhere."""
    kept: set[int] = set()
    names: set[tuple[str, int]] = set()
    for pattern in knowledge().kept:
        for match in pattern.finditer(text):
            kept.update(range(*match.span(match.lastindex or 0)))
            if match.lastindex:
                names.add((match[0], match.start(1) - match.start()))
    for name, place in names:
        kept.update(begin + place for begin in find_all(name, text))
    return kept


def _runs(draft: Draft, places: list[int]) -> Iterator[tuple[int, int]]:
    """Yield runs of places that follow each other both in the draft and in the raw text."""
    if not places:
        return
    begin = places[0]
    for place, following in pairwise(places):
        if following != place + 1 or draft.ends[place] != draft.begins[following]:
            yield begin, place + 1
            begin = following
    yield begin, places[-1] + 1

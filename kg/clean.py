"""Cleaning: a raw article becomes readable Simplified Chinese that knows its place in the raw file.

The steps run in order, and again until nothing changes, so that cleaning clean text changes nothing and what
one step uncovers (a tag written as entities, a mark behind a tag) the next round meets.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator

from kg.cleaning import layout, marks, markup, script
from kg.cleaning.draft import Step, begin_draft, revise
from kg.model import Document, Repair

STEPS: tuple[tuple[str, Step], ...] = (
    ("line end", markup.end_lines),
    ("invisible character", markup.drop_invisible),
    ("HTML", markup.strip_tags),
    ("HTML entity", markup.resolve_entities),
    ("pinyin", marks.strip_marks),
    ("broken character", marks.mend_broken),
    ("pinyin", marks.strip_half_marks),
    ("lost character", marks.mark_damage),
    ("compatibility form", script.fold_compatible),
    ("script", script.to_simplified),
    ("wrapped line", layout.join_wrapped),
    ("spacing", layout.join_spaced),
    ("spacing", layout.fold_spaces),
    ("site furniture", layout.drop_furniture),
    ("blank lines", layout.fold_blank_lines),
)

ROUNDS = 20
"""More rounds than any article takes; what is nested deeper stays."""


def clean(raw: str, source: str = "") -> Document:
    """Clean the decoded text of an article.

    Every character of the result's `text` carries its place in `raw`; every difference between the two lies
    inside the span of a repair. Faults that only a reader can settle are repairs that are not `certain`.
    """
    draft = begin_draft(raw)
    repairs: list[Repair] = []
    for _ in range(ROUNDS):
        before = draft.text
        for name, step in STEPS:
            draft, done = revise(draft, step(draft), name)
            repairs += done
        if draft.text == before:
            break
    draft, doubts = revise(draft, marks.report_doubtful(draft), "doubtful")
    repairs = sorted(repairs + doubts, key=lambda repair: repair.span)
    return Document(source, raw, draft.text, tuple(draft.begins), tuple(draft.ends), tuple(repairs))


def explain(document: Document) -> Iterator[str]:
    """Yield a line for each repair: line and column in the raw file (from 1), the step, before → after.

    Line ends are counted in one closing line.
    """
    line_begins = [0, *(i + 1 for i, character in enumerate(document.raw) if character == "\n")]
    line_ends = 0
    for repair in document.repairs:
        if repair.step == "line end":
            line_ends += 1
            continue
        line = bisect_right(line_begins, repair.span.begin)
        column = repair.span.begin - line_begins[line - 1] + 1
        yield f"{line}:{column} {repair.step}: {_describe(repair)}"
    if line_ends:
        yield f"line ends other than a newline: {line_ends}"


def _describe(repair: Repair) -> str:
    before, after = _show(repair.before), _show(repair.after)
    if repair.before == repair.after:
        return f"{before} left as it is, look at it"
    change = f"{before} → {after}" if repair.after else f"{before} removed"
    return change if repair.certain else f"{change}, not certain"


def _show(text: str) -> str:
    """Text in a form in which spaces and invisible characters can be seen."""
    shown = "".join(
        c if c.isprintable() and (not c.isspace() or c == " ") else f"\\u{ord(c):04x}" for c in text
    )
    return f"‹{shown.replace(chr(92) + 'u000a', '⏎')}›"

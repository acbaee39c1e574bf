"""Text under repair that never forgets where its characters came from."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from kg.model import Repair, Span


@dataclass(frozen=True, slots=True)
class Draft:
    """A text and, for each of its characters, the raw characters `begins[i]` to `ends[i]` behind it."""

    text: str
    begins: Sequence[int]
    ends: Sequence[int]


@dataclass(frozen=True, slots=True)
class Edit:
    """Characters `begin` to `end` of a draft become `after`; not `certain`: only the best that could be done.

    An edit that leaves the text as it is reports a fault. Edits of one step are in order and do not overlap.
    """

    begin: int
    end: int
    after: str
    certain: bool = True


Step = Callable[[Draft], Iterable[Edit]]
"""What one step of cleaning would change in a draft."""


def begin_draft(raw: str) -> Draft:
    """Return the raw text as a draft in which nothing has been changed."""
    return Draft(raw, range(len(raw)), range(1, len(raw) + 1))


def revise(draft: Draft, edits: Iterable[Edit], step: str) -> tuple[Draft, list[Repair]]:
    """Apply the edits of a step; return the new draft and a repair for each edit."""
    pieces: list[str] = []
    begins: list[int] = []
    ends: list[int] = []
    repairs: list[Repair] = []
    done = 0
    for edit in edits:
        span = Span(draft.begins[edit.begin], draft.ends[edit.end - 1])
        before = draft.text[edit.begin : edit.end]
        repairs.append(Repair(step, span, before, edit.after, edit.certain))
        pieces += draft.text[done : edit.begin], edit.after
        if len(before) == len(edit.after):  # character for character
            begins += draft.begins[done : edit.end]
            ends += draft.ends[done : edit.end]
        else:
            begins += draft.begins[done : edit.begin]
            ends += draft.ends[done : edit.begin]
            begins += [span.begin] * len(edit.after)
            ends += [span.end] * len(edit.after)
        done = edit.end
    if not repairs:
        return draft, repairs
    pieces.append(draft.text[done:])
    begins += draft.begins[done:]
    ends += draft.ends[done:]
    return Draft("".join(pieces), begins, ends), repairs

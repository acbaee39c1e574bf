"""Works: what stands in 《…》."""

from __future__ import annotations

import re

from kg.model import Span

_MARK = re.compile(r"[《》\n]")


def find_works(text: str) -> list[Span]:
    """The spans of works in order of place, their marks and nested ones included.

    An opening mark without its closing one in the same line makes no work, nor do marks around nothing.
    """
    spans, depth, begin = [], 0, 0
    for match in _MARK.finditer(text):
        if match[0] == "\n":
            depth = 0
        elif match[0] == "《":
            begin = match.start() if depth == 0 else begin
            depth += 1
        elif depth:
            depth -= 1
            if depth == 0 and match.end() - begin > 2:
                spans.append(Span(begin, match.end()))
    return spans

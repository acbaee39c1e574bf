"""Texts in which a tagger's tags are given by hand: `{PER 简怀玉}赶到{LOC 槐荫渡}`."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from kg.mentions import Context, Mention, find_mentions
from kg.model import Span, Tag
from kg.rulebook import Rulebook, load_rulebook

CASES = Path(__file__).parent / "cases"

_MARK = re.compile(r"\{([A-Z]+) ([^{}]+)\}")


def load_cases(path: str) -> list[Any]:
    """The tables `case` of a file below `tests/cases`, as parameters named by their text.

    A case with `fails` is known to fail, for the reason that it gives.
    """
    return [_parameter(case) for case in tomllib.loads((CASES / path).read_text(encoding="utf-8"))["case"]]


def _parameter(case: dict[str, Any]) -> Any:
    reason = case.pop("fails", "")
    marks = [pytest.mark.xfail(reason=reason, raises=AssertionError, strict=True)] if reason else []
    return pytest.param(case, id=" | ".join(str(value) for value in case.values()), marks=marks)


@cache
def rules() -> Rulebook:
    """The rulebook as shipped."""
    return load_rulebook()


def parse(marked: str) -> tuple[str, list[Tag]]:
    """The text without its marks, and the tags that they give."""
    text, tags, at = "", [], 0
    for match in _MARK.finditer(marked):
        text += marked[at : match.start()]
        tags.append(Tag(len(text), len(text) + len(match[2]), match[1]))
        text += match[2]
        at = match.end()
    return text + marked[at:], tags


def read(marked: str) -> tuple[Context, list[Mention], Span]:
    """The context and mentions of a marked text, and its whole span."""
    text, tags = parse(marked)
    context, mentions = find_mentions(text, rules(), tags)
    return context, mentions, Span(0, len(text))

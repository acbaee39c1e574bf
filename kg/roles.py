"""The part that a group of actors plays in its clause: subject, receiver, intermediary, place.

Lists of words are in `rules/grammar.toml`; the single characters in the patterns here are its syntax.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from kg.mentions import Context, Mention
from kg.model import Span
from kg.patterns import HAN

SURE = 0.9
"""Weight from which on a group plays its part surely."""

_DESCRIBED = re.compile(rf"[向给]{HAN}{{1,12}}的$")
_COUNTED = re.compile(r"的?(?:共有|共|又有|有)?(?:\d+|[一二三四五六七八九十百]+)[余多]?[名位个](?:老|新)?")
_BODY = re.compile(rf"(?:{HAN}|、){{2,24}}")
# 5名|社员|奋战一线
_COUNT = re.compile(r"(?:[已共]?有)?\d+[余多]?[名位个]")
_ORDER = "[0-9一二三四五六七八九十]+"
_NUMBERED = re.compile(rf"(?:{_ORDER}[、.．是)）]|[（(]?{_ORDER}[)）]|[（(]{_ORDER})?[“”\"'\s　【】\]》]*$")
_DATED = re.compile(
    r"(?:至|到|—|-)?(?:(?:19|20)?\d{2}年)?(?:\d{1,2}月(?:\d{1,2}[日号])?|\d{1,2}[日号]|\d{4}年)"
    r"(?:\d{1,2}[时点]\d{0,2}分?)?(?:以来|起|至今|前后|初|底|中旬|上旬|下旬)?$"
)
_TERM = re.compile(r"(?:第?[一二三四五六七八九十百\d]+|本|上|新一)届$")


def read_role(
    context: Context, clause: Span, begin: int, group: Sequence[Mention], mentions: Sequence[Mention]
) -> tuple[str, float]:
    """The part that a group plays whose phrase begins at `begin`, and how surely."""
    grammar, last = context.rules.grammar, group[-1]
    lead = context.text[clause.begin : begin].rstrip('“"')
    for role, words in (
        ("through", grammar.through),
        ("by", grammar.by),
        ("to", grammar.to),
        ("at", grammar.at),
        ("invited", grammar.inviting),
    ):
        if lead.endswith(words) and not lead.endswith(grammar.no_preposition):
            return role, 1.0
    if lead.endswith(grammar.passive):
        return "by", 0.8
    if is_described_receiver(context, clause.begin, begin):
        return "to", SURE
    if lead.endswith(grammar.undergone):
        return "object", 0.3
    stripped = _strip_openers(lead, grammar.openers)
    if not stripped or _NUMBERED.fullmatch(stripped):
        owner = context.text.startswith("的", last.span.end) and not (
            _leads_members(last, mentions) or _counts_members(context, last.span.end)
        )
        return "subject", 0.4 if owner else 1.0
    if group[0].kind == "Members" and _COUNT.fullmatch(stripped):
        return "subject", 1.0
    closing = (
        last.kind in ("Person", "Organization") and last.span.end == clause.end and stripped[-1] in "的、"
    )
    described = last.kind in ("Person", "Pronoun") and (
        stripped.endswith("的") or _serves(context, stripped, begin, group)
    )
    described = described or (last.kind == "Organization" and _is_described_body(context, stripped, last))
    if (described or closing) and not _acts(context, clause.begin, begin, mentions):
        return "subject", SURE
    return "object", 0.3


def _leads_members(body: Mention, mentions: Sequence[Mention]) -> bool:
    """Whether a body stands for its members right behind it: 某支部|的|社员们."""
    return any(m.kind == "Members" and m.span.begin == body.span.end + 1 for m in mentions)


def _counts_members(context: Context, end: int) -> bool:
    """Whether members of the body before are counted, for whom it then stands: 某支社|的12名社员捐款."""
    counted = _COUNTED.match(context.text, end)
    return counted is not None and context.text.startswith(context.rules.grammar.fellows, counted.end())


def _is_described_body(context: Context, lead: str, body: Mention) -> bool:
    """Whether a body acts that words in front describe: 从事运输的|某公司|把…; not 以…为核心的."""
    grammar, end = context.rules.grammar, body.span.end
    acts = context.text.startswith(("把", "将", *grammar.to), end) or context.hit_at("action", end)
    return bool(acts) and lead.endswith("的") and not lead.startswith("以")


def is_described_receiver(context: Context, floor: int, begin: int) -> bool:
    """Whether what stands at `begin` is to whom, behind words that tell which: 向对口帮扶的|某村."""
    lead = _DESCRIBED.search(context.text, max(floor, begin - 16), begin)
    return lead is not None and not _acts(context, lead.start(), begin, ())


def _serves(context: Context, lead: str, begin: int, group: Sequence[Mention]) -> bool:
    """Whether a titled person follows nouns that nobody knows: 某某联盟|主席X, 染布匠、|社员X."""
    titled = begin < group[0].span.begin
    hits = context.hits_between("predicate", begin - len(lead), begin)
    verbs = [hit for hit in hits if hit.word not in context.rules.titles.temporal]
    return titled and bool(_BODY.fullmatch(lead)) and not verbs


def _acts(context: Context, begin: int, end: int, mentions: Sequence[Mention]) -> bool:
    """Whether a trigger, no part of a title, stands between two places: what follows is then its object."""
    if not context.hits_between("action", begin, end):
        return False
    rules = (r for r in context.rules.actions if not r.general)
    hits = (
        hit
        for r in rules
        for hit in context.hits_between(f"action {r.cls}", begin, end)
        if not context.text.startswith(r.nouns, hit.span.end)  # 检验|科的某人
    )
    return any(not any(m.span.contains(hit.span) for m in mentions) for hit in hits)


def _strip_openers(lead: str, openers: tuple[str, ...]) -> str:
    """What remains of the words before a subject when dates, terms of office and openers are taken off."""
    while True:
        lead = lead.strip('“”" 　【】])）★☆●○◆◇■□▲△▼※')
        shorter = _TERM.sub("", _DATED.sub("", lead))
        if shorter.endswith(openers):
            shorter = shorter.removesuffix(next(word for word in openers if shorter.endswith(word)))
        if shorter == lead:
            return lead
        lead = shorter

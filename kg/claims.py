"""Whether a trigger claims a deed, and whether the deed is done, planned or called for."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kg.lexicon import Hit
from kg.mentions import Context, Mention
from kg.model import Span
from kg.rulebook import ActionRule

REALISED, PLANNED, CALLED_FOR = "Realised", "Planned", "CalledFor"
_COUNTED = re.compile(r"[一两三四五六七八九十百千\d]+[余多]?[场次个项轮批](?:大型|专题|集中|线上|线下)?$")
_ATTRIBUTIVE = re.compile(
    r"[^，,、]{0,14}?(?:一线|岗位|前线|前沿|现场|阵地)的?(?:社员|医务|医护|党员|人员|代表|盟员|会员|英雄|战士|工作者|同志|志愿者|九三)"
)


def find_triggers(
    context: Context, sentence: Span, clause: Span, mentions: Sequence[Mention]
) -> list[tuple[ActionRule, Hit]]:
    """The triggers of a clause in order of place, those that claim nothing left out."""
    hits = [
        (rule, hit)
        for rule in context.rules.actions
        for hit in context.hits_between(f"action {rule.cls}", clause.begin, clause.end)
    ]
    hits.sort(key=lambda f: (f[1].span.begin, -f[1].span.end))
    longest = [
        (r, h)
        for r, h in hits
        if not any(o.span.contains(h.span) and len(o.span) > len(h.span) for _, o in hits)
    ]
    last = max((h.span.begin for _, h in longest), default=0)
    return [
        (r, h)
        for r, h in longest
        if _claims(context, r, h, clause, mentions, last) and not _denied(context, h, sentence, clause)
    ]


def _claims(
    context: Context, rule: ActionRule, hit: Hit, clause: Span, mentions: Sequence[Mention], last: int
) -> bool:
    """Whether a trigger is a predicate of its clause, not part of a name, a noun, a slogan or an attribute."""
    text, grammar = context.text, context.rules.grammar
    if any(m.span.overlaps(hit.span) and m.kind != "Place" for m in mentions):
        return False
    before, after = text[clause.begin : hit.span.begin], text[hit.span.end : clause.end]
    open_ended = hit.word.endswith(("在", "于", "到"))
    if not open_ended and (after.startswith(rule.nouns) or after.startswith(grammar.nominal)):
        return False
    carried = any(verb in before for verb in grammar.light)
    if not rule.gives:
        if before.endswith(grammar.attributes) and not (carried and before.endswith("的")):
            return False
        makes = rule.makes and after.startswith("的《")
        served = before.startswith("为") and any(
            clause.begin < m.span.begin < hit.span.begin for m in mentions
        )
        if (after.startswith("的") and not makes) or (before.startswith(grammar.purposes) and not served):
            return False
        if _COUNTED.search(before):
            return False
        if "的" in after[: max(0, last - hit.span.end)] and not open_ended and not rule.makes:
            return False
    if open_ended and _ATTRIBUTIVE.match(after):
        return False
    if len(after) <= 6 and after.endswith(grammar.temporal) and not any(c.isdigit() for c in after):
        return False
    quoted = before.rfind("“")
    return not (quoted >= 0 and "”" not in before[quoted:] and 0 <= after.find("”") <= 14)


def _denied(context: Context, hit: Hit, sentence: Span, clause: Span) -> bool:
    """Whether the text says that it was not so, only heard, only thinkable, or came to nothing."""
    fixed = [h.span for h in context.hits_between("not negation", clause.begin, clause.end)]
    near = max(clause.begin, hit.span.begin - 8)
    for no in context.hits_between("negation", near, hit.span.begin):
        if not any(f.overlaps(no.span) for f in fixed):
            return True
    if context.hits_between("reported", clause.begin, hit.span.begin) or context.hits_between(
        "cancelled", sentence.begin, hit.span.begin
    ):
        return True
    return any(
        not re.search(r"[；;。]", context.text[hit.span.end : f.span.begin])
        for f in context.hits_between("failed", hit.span.end, sentence.end)
    )


def read_status(context: Context, sentence: Span, clause: Span, hit: Hit, rule: ActionRule) -> str:
    """Realised, Planned or CalledFor."""
    text = context.text
    called = [h for h in context.hits_between("called", sentence.begin, hit.span.begin) if len(h.word) > 1]
    if (
        called
        and rule.cls != "Appeal"
        and (called[-1].span.begin >= clause.begin or _calls_on(text, called[-1], hit))
    ):
        return CALLED_FOR
    fixed = [h.span for h in context.hits_between("not planned", clause.begin, clause.end)]
    for plan in context.hits_between("planned", clause.begin, hit.span.begin):
        if any(f.overlaps(plan.span) for f in fixed):
            continue
        between = text[plan.span.end : hit.span.begin]
        if plan.word == "将" and between and not between.startswith(context.rules.grammar.will):
            continue
        return PLANNED
    return REALISED


def _calls_on(text: str, call: Hit, hit: Hit) -> bool:
    """A call goes on over commas as long as nothing says that it was followed."""
    between = text[call.span.end : hit.span.begin]
    return len(between) <= 40 and not re.search(r"[。；;]|截至|共有|已|先后|收到", between)

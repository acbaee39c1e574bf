"""Whether a trigger claims a deed, and whether the deed is done, planned or called for."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from kg.lexicon import Hit
from kg.mentions import Context, Mention
from kg.model import Span
from kg.patterns import any_of
from kg.rulewords import ActionRule, Grammar

REALISED, PLANNED, CALLED_FOR = "Realised", "Planned", "CalledFor"

REACH = 40
"""Characters over which a call goes on behind a comma."""

_COUNTED = re.compile(r"[一两三四五六七八九十百千\d]+[余多]?[场次个项轮批](?:大型|专题|集中|线上|线下)?$")
_NEW_CLAIM = re.compile(r"[；;。]")
# Goods and a figure that tells no date and no number of givers.
_FIGURED = re.compile(r"[\u3400-\u9fffA-Za-z]{1,8}\d[\d.,]*[万千百余多]*(?![\d年月日时点家人名位届场次])")


@dataclass(frozen=True, slots=True)
class Trigger:
    """A word that says an action of its rule's class, at its place in the text."""

    rule: ActionRule
    span: Span
    word: str


@dataclass(frozen=True, slots=True)
class _Around:
    """A trigger's clause before and behind it."""

    before: str
    after: str


@cache
def _attributive(grammar: Grammar) -> re.Pattern[str]:
    """奋战在|一线的医务人员: the trigger only says which people."""
    return re.compile(rf"[^，,、]{{0,14}}?{any_of(grammar.scenes)}的?{any_of(grammar.workers)}")


def find_triggers(
    context: Context, sentence: Span, clause: Span, mentions: Sequence[Mention]
) -> list[Trigger]:
    """The triggers of a clause in order of place, the longest where they overlap, without empty claims.

    `mentions` are those of the sentence.
    """
    found = [
        Trigger(rule, hit.span, hit.word)
        for rule in context.rules.actions
        for hit in context.hits_between(f"action {rule.cls}", clause.begin, clause.end)
    ]
    found.sort(key=lambda t: (t.span.begin, -t.span.end))
    longest = [
        t for t in found if not any(o.span.contains(t.span) and len(o.span) > len(t.span) for o in found)
    ]
    last = max((t.span.begin for t in longest), default=0)
    return [
        t
        for t in longest
        if not any(m.span.overlaps(t.span) and m.kind != "Place" for m in mentions)
        and _is_predicate(context, t, clause, mentions, last)
        and not _is_denied(context, t, sentence, clause)
    ]


def _is_predicate(
    context: Context, trigger: Trigger, clause: Span, mentions: Sequence[Mention], last: int
) -> bool:
    """Whether a trigger says what is done in its clause, not part of a noun, a slogan or an attribute.

    `last` is the place of the clause's last trigger.
    """
    text, grammar, rule = context.text, context.rules.grammar, trigger.rule
    around = _Around(text[clause.begin : trigger.span.begin], text[trigger.span.end : clause.end])
    open_ended = trigger.word.endswith(grammar.open_ended)
    if open_ended:
        if _attributive(grammar).match(around.after):
            return False
    elif around.after.startswith((*rule.nouns, *grammar.nominal)) and not _counts_goods(around, rule):
        return False
    if not rule.gives:
        served = around.before.startswith("为") and any(
            clause.begin < m.span.begin < trigger.span.begin for m in mentions
        )
        if _is_noun(around, grammar) or _is_purpose(around, grammar, served):
            return False
        if _is_attribute(around, rule, open_ended, last - trigger.span.end):
            return False
    return not _tells_when(around.after, grammar) and not _is_quoted(around)


def _counts_goods(around: _Around, rule: ActionRule) -> bool:
    """Whether a word of giving is followed by goods with their figure: 捐赠|设备30台, not 捐赠仪式."""
    return rule.gives and _FIGURED.match(around.after) is not None


def _is_noun(around: _Around, grammar: Grammar) -> bool:
    """各项|部署, 三场|义诊; but 开展了三天的|义诊 is done."""
    carried = any(verb in around.before for verb in grammar.light)
    attribute = around.before.endswith(grammar.attributes) and not (carried and around.before.endswith("的"))
    return attribute or bool(_COUNTED.search(around.before))


def _is_purpose(around: _Around, grammar: Grammar, served: bool) -> bool:
    """确保|救治…: what for; but 为某人|救治 tells for whom."""
    return around.before.startswith(grammar.purposes) and not served


def _is_attribute(around: _Around, rule: ActionRule, open_ended: bool, before_last: int) -> bool:
    """捐献血浆|的…, and a 的 before the last trigger: the trigger only says which."""
    if around.after.startswith("的") and not (rule.makes and around.after.startswith("的《")):
        return True
    return "的" in around.after[: max(0, before_last)] and not open_ended and not rule.makes


def _tells_when(after: str, grammar: Grammar) -> bool:
    return len(after) <= 6 and after.endswith(grammar.temporal) and not any(c.isdigit() for c in after)


def _is_quoted(around: _Around) -> bool:
    """Whether the trigger stands in a short quotation, a slogan."""
    opening = around.before.rfind("“")
    return opening >= 0 and "”" not in around.before[opening:] and 0 <= around.after.find("”") <= 14


def _is_denied(context: Context, trigger: Trigger, sentence: Span, clause: Span) -> bool:
    """Whether the text says that it was not so, only heard, only thinkable, or came to nothing."""
    begin, end = trigger.span.begin, trigger.span.end
    near = max(clause.begin, begin - 8)
    if _free(context, "negation", "not negation", Span(near, begin), clause):
        return True
    if context.hits_between("reported", clause.begin, begin):
        return True
    if context.hits_between("cancelled", sentence.begin, begin):
        return True
    failed = context.hits_between("failed", end, sentence.end)
    return any(not _NEW_CLAIM.search(context.text[end : f.span.begin]) for f in failed)


def _free(context: Context, category: str, fixed: str, part: Span, clause: Span) -> list[Hit]:
    """The hits of a category in a part of a clause that are not inside a fixed phrase."""
    phrases = [h.span for h in context.hits_between(fixed, clause.begin, clause.end)]
    hits = context.hits_between(category, part.begin, part.end)
    return [h for h in hits if not any(p.overlaps(h.span) for p in phrases)]


def read_status(context: Context, sentence: Span, clause: Span, trigger: Trigger) -> str:
    """Realised, Planned or CalledFor."""
    begin = trigger.span.begin
    calls = [h for h in context.hits_between("called", sentence.begin, begin) if len(h.word) > 1]
    over = trigger.word.endswith("了") or context.text.startswith("了", trigger.span.end)
    if calls and not over and not trigger.rule.asks and _calls_for(context, calls[-1], clause, begin):
        return CALLED_FOR
    plans = _free(context, "planned", "not planned", Span(clause.begin, begin), clause)
    return PLANNED if any(_plans(context, plan, begin) for plan in plans) else REALISED


def _calls_for(context: Context, call: Hit, clause: Span, begin: int) -> bool:
    """A call goes on over commas as long as nothing says that it was followed."""
    if call.span.begin >= clause.begin:
        return True
    between = context.text[call.span.end : begin]
    followed = any(word in between for word in context.rules.grammar.followed)
    return len(between) <= REACH and not followed and not _NEW_CLAIM.search(between)


def _plans(context: Context, plan: Hit, begin: int) -> bool:
    """将 may also move an object: it plans only right before the deed or before certain words."""
    between = context.text[plan.span.end : begin]
    return plan.word != "将" or not between or between.startswith(context.rules.grammar.will)

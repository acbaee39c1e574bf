"""Whether a deed that a text claims is done, planned or called for."""

from __future__ import annotations

import re
from functools import cache

from kg.actionwords import StatusWords
from kg.denials import NEW_CLAIM, find_free, is_reached
from kg.lexicon import Hit
from kg.mentions import Context
from kg.model import Span
from kg.patterns import HAN, any_of
from kg.triggers import Trigger

REALISED, PLANNED, CALLED_FOR = "Realised", "Planned", "CalledFor"

REACH = 40
"""Characters over which a call goes on behind a comma."""

NEAR = 8
"""Characters from the begin of a clause within which a deed may go on with the plan of the clause before."""

# 号召会员…，|创作|推出了一批作品
_OVER = re.compile(rf"(?:(?![为除不]){HAN}){{0,2}}了")
_FIGURE = re.compile(r"\d")
_COMMA = re.compile("[，,]")


def read_status(context: Context, sentence: Span, clause: Span, trigger: Trigger) -> str:
    """Realised, Planned or CalledFor."""
    begin = trigger.span.begin
    over = trigger.word.endswith("了") or _OVER.match(context.text, trigger.span.end) is not None
    plans = find_free(context, "planned", "not planned", Span(clause.begin, begin), clause)
    planned = not over and any(_plans(context, plan, begin) for plan in plans)
    call = _last_call(context, sentence, begin)
    if call and planned and call.span.end <= clause.begin:
        return PLANNED
    counted = _is_rousing(context, call, clause) if call else False
    if call and not (over or counted) and not trigger.rule.asks and _calls_for(context, call, clause, begin):
        return CALLED_FOR
    if not over and _is_demanded(context, sentence, clause, begin):
        return CALLED_FOR
    planned = planned or (not over and _goes_on_planning(context, sentence, clause, begin))
    return PLANNED if planned else REALISED


def _is_demanded(context: Context, sentence: Span, clause: Span, begin: int) -> bool:
    """Whether 要 before a deed, or in a clause before with which its own goes on, asks for it."""
    words, text = context.rules.grammar.status, context.text
    demanding = _demanding(words)
    if demanding.match(text[clause.begin : begin]):
        return True
    before = text[sentence.begin : clause.begin]
    if "要" not in before:
        return False
    *_, said = NEW_CLAIM.split(before)
    parts = _COMMA.split(said)
    ordered = [n for n, part in enumerate(parts) if demanding.match(part)]
    if not ordered:
        return False
    since = "".join(parts[ordered[0] + 1 :]) + text[clause.begin : begin]
    return not any(word in since for word in words.followed) and not _FIGURE.search(since)


@cache
def _demanding(words: StatusWords) -> re.Pattern[str]:
    """要|加强宣传, 各级部门|要|组织培训: what a body is told to do; what a person 要 do is told as done."""
    return re.compile(rf"(?:(?:{HAN}|、)*{any_of(words.obliged)})?要(?!{any_of(words.no_duty)}){HAN}*")


def _is_rousing(context: Context, call: Hit, clause: Span) -> bool:
    """Whether a call was followed, since a figure tells what came of it: 发动党员|捐款5万元."""
    rousing = call.word in context.rules.grammar.status.rousing
    return rousing and _FIGURE.search(context.text, call.span.end, clause.end) is not None


def _goes_on_planning(context: Context, sentence: Span, clause: Span, begin: int) -> bool:
    """Whether a plan of an earlier clause reaches a deed that stands near the begin of its own."""
    words, text = context.rules.grammar.status, context.text
    before = Span(sentence.begin, clause.begin)
    plans = [
        p
        for p in find_free(context, "planned", "not planned", before, before)
        if p.word in words.lasting and _plans(context, p, begin)
    ]
    if not plans:
        return False
    if _opens(context, plans[0], sentence) and is_reached(context, plans[0], begin):
        return not any(word in text[plans[0].span.end : begin] for word in words.followed)
    between = text[plans[-1].span.end : begin]
    near = len(between) <= REACH and is_reached(context, plans[-1], begin)
    aside = text[plans[-1].span.end : clause.begin].strip("，,") == ""
    return (
        near
        and (aside or begin - clause.begin <= NEAR)
        and not any(word in between for word in words.followed)
    )


def _opens(context: Context, plan: Hit, sentence: Span) -> bool:
    """Whether a sentence begins with a time to come, so that all of it is planned: 下一步，…."""
    return plan.span.begin == sentence.begin and context.text.startswith(("，", ","), plan.span.end)


def last_call(context: Context, sentence: Span, begin: int) -> Span:
    """Where the last call in a sentence before `begin` stands; an empty span where there is none."""
    call = _last_call(context, sentence, begin)
    return call.span if call else Span(begin, begin)


def _last_call(context: Context, sentence: Span, begin: int) -> Hit | None:
    before = Span(sentence.begin, begin)
    calls = [h for h in find_free(context, "called", "not called", before, sentence) if len(h.word) > 1]
    return next((call for call in reversed(calls) if not _is_heeded(context, call, sentence)), None)


def _is_heeded(context: Context, call: Hit, sentence: Span) -> bool:
    """Whether a word of calling is what somebody goes by or went out before: 按照某局|要求，…."""
    lead = context.text[sentence.begin : call.span.begin]
    if context.text.startswith(context.rules.grammar.status.sent, call.span.end):
        return True
    ends = context.text.startswith(("，", ","), call.span.end)
    if ends and call.word in context.rules.grammar.status.rousing:  # 加强宣传和舆论|引导，…
        return True
    return ends and _heeding(context.rules.grammar.status).search(lead) is not None


@cache
def _heeding(words: StatusWords) -> re.Pattern[str]:
    return re.compile(rf"(?:{any_of(words.heeding)}|应(?![急该当对]))[^，,；;：:]*$")


def _calls_for(context: Context, call: Hit, clause: Span, begin: int) -> bool:
    """A call goes on over commas as long as nothing says that it was followed."""
    if call.span.begin >= clause.begin:
        return True
    between = context.text[call.span.end : begin]
    followed = any(word in between for word in context.rules.grammar.status.followed)
    return len(between) <= REACH and not followed and not NEW_CLAIM.search(between)


def _plans(context: Context, plan: Hit, begin: int) -> bool:
    """将 may also move an object: it plans only right before the deed or before certain words."""
    between = context.text[plan.span.end : begin]
    words = context.rules.grammar.status
    return (
        plan.word != "将" or between.startswith(words.will) or _wholly(words).fullmatch(between) is not None
    )


@cache
def _wholly(words: StatusWords) -> re.Pattern[str]:
    return re.compile(rf"{any_of(words.wholly)}*")

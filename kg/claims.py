"""Whether a trigger claims a deed."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache

from kg.actionwords import ActionRule, ClaimWords, Grammar
from kg.denials import is_denied
from kg.mentions import Context, Mention
from kg.model import Span
from kg.nominals import is_nominal
from kg.patterns import HAN, any_of
from kg.triggers import Cotext, Trigger, is_open_ended, read_cotext

LONGEST_WORD = 4
"""Characters of the longest word in which a trigger may lie and say nothing."""

# 据某台|报道
_SOURCE = re.compile(r"[另又而]?据[^，,]*$")
_FIGURE = re.compile(r"[\d一二两三四五六七八九十百千万几]")
_BYLINE = re.compile(r"记者|通讯员|讯|媒体")


def find_triggers(
    context: Context, sentence: Span, clause: Span, mentions: Sequence[Mention]
) -> list[Trigger]:
    """The triggers of a clause in order of place, the longest where they overlap, without empty claims.

    `mentions` are those of the sentence.
    """
    hits = context.hits_between("action", clause.begin, clause.end)
    if not hits:
        return []
    rules_of = _rules_by_word(context.rules.actions)
    told = {rule for hit in hits for rule in rules_of[hit.word]}
    found = [
        Trigger(rule, hit.span, hit.word)
        for rule in context.rules.actions
        if rule in told
        for hit in context.hits_between(f"action {rule.cls}", clause.begin, clause.end)
    ]
    found.sort(key=lambda t: (t.span.begin, -t.span.end))
    longest = [
        t
        for t in found
        if not any(o.span.contains(t.span) and len(o.span) > len(t.span) for o in found)
        and not any(m.span.overlaps(t.span) and _takes(m, t) for m in mentions)
        and not _bears_nothing(context, t, clause)
    ]
    last = max(
        (t.span.begin for t in longest if not _lacks_object(read_cotext(context.text, t, clause), t)),
        default=0,
    )
    return [
        t
        for t in longest
        if not _is_in_word(context, t, clause)
        and not _addresses(context, t, mentions)
        and not is_nominal(context, t, clause, mentions, last)
        and _is_claimed(context, t, clause, mentions)
        and not is_denied(context, t.span, sentence, clause, mentions)
    ]


@cache
def _rules_by_word(actions: Sequence[ActionRule]) -> Mapping[str, Sequence[ActionRule]]:
    """The rules that know a word."""
    rules_of: dict[str, list[ActionRule]] = {}
    for rule in actions:
        for word in rule.triggers | rule.weak:
            rules_of.setdefault(word, []).append(rule)
    return rules_of


def _bears_nothing(context: Context, trigger: Trigger, clause: Span) -> bool:
    """Whether nothing is counted that a subject is said to bear: 带着|大家致富."""
    if trigger.word not in context.rules.gifts.bearing:
        return False
    return _FIGURE.search(context.text, trigger.span.end, clause.end) is None


def _takes(mention: Mention, trigger: Trigger) -> bool:
    """Whether a name or a title takes up a trigger; 担任志愿者 holds a title and says a deed."""
    held = mention.kind == "Title" and trigger.span.contains(mention.span)
    return mention.kind != "Place" and not held


def _is_in_word(context: Context, trigger: Trigger, clause: Span) -> bool:
    """Whether a trigger is only a part of a longer word: 救 in 救灾."""
    near = context.hits_between(
        "not trigger",
        max(clause.begin, trigger.span.begin - LONGEST_WORD),
        min(clause.end, trigger.span.end + LONGEST_WORD),
    )
    return any(h.span.contains(trigger.span) and len(h.span) > len(trigger.span) for h in near)


def _addresses(context: Context, trigger: Trigger, mentions: Sequence[Mention]) -> bool:
    """Whether a word only says what the person before it is called: 某人|教授和医生义诊."""
    named = any(m.kind == "Person" and m.span.end == trigger.span.begin for m in mentions)
    called = (context.hit_at(category, trigger.span.begin) for category in ("post", "address"))
    return named and any(hit is not None and hit.word == trigger.word for hit in called)


def _is_claimed(context: Context, trigger: Trigger, clause: Span, mentions: Sequence[Mention]) -> bool:
    """Whether a clause tells by a trigger what its subject did: no purpose, no slogan, nothing heard."""
    grammar, rule = context.rules.grammar, trigger.rule
    words = grammar.claims
    around = read_cotext(context.text, trigger, clause)
    if rule.gives and around.before.endswith(words.serving):
        return False
    if not rule.gives:
        served = around.before.startswith("为") and (
            any(clause.begin < m.span.begin < trigger.span.begin for m in mentions)
            or any(word in around.before for word in grammar.strangers.kinds)
        )
        if _is_purpose(around, words, served) or _is_undergone(around, rule):
            return False
        if _is_perceived(around, words) or _composes(around, trigger, words):
            return False
        if trigger.word in words.enacting and _enacted(words).search(around.before):
            return False
        if _is_enabled(grammar).search(around.before):
            return False
        if trigger.word in rule.goes and _errand(words).search(around.after):
            return False
        if trigger.word in rule.firm and _vehicles(words).match(around.after):
            return False
        if _falling_short(words, trigger.word in words.enacting).match(around.after):
            return False
        if _lacks_object(around, trigger) and not _meets(context, trigger, clause, mentions):
            return False
    if (
        _is_hearsay(around, words)
        or _SOURCE.match(around.before)
        or (trigger.word in grammar.bylines and _BYLINE.search(around.before))
    ):
        return False
    open_ended = is_open_ended(trigger, grammar.nominals)
    named = any(m.span.end == clause.end and m.kind != "Title" for m in mentions)  # 送到|某县一中
    tells_when = not named and _tells_when(around.after, words, open_ended)
    return not tells_when and not _is_quoted(around)


def _is_undergone(around: Cotext, rule: ActionRule) -> bool:
    """Whether the subject only underwent it: 参加|培训, 接受|治疗."""
    return bool(rule.undergone) and _undergoing(rule).search(around.before) is not None


@cache
def _undergoing(rule: ActionRule) -> re.Pattern[str]:
    return re.compile(
        rf"(?<![按照])(?:(?!经)|(?<![已曾])){any_of(rule.undergone)}[了过]?(?:{HAN}|、|\d){{0,6}}$"
    )


def _is_purpose(around: Cotext, words: ClaimWords, served: bool) -> bool:
    """确保|救治…: what for; but 为某人|救治 tells for whom."""
    begins = around.before.startswith(words.purposes) and "”" not in around.before
    return (begins and not served) or "用于" in around.before


def _is_perceived(around: Cotext, words: ClaimWords) -> bool:
    """Whether the subject only learnt of it: 了解到多部门|推进…."""
    learnt = list(_perceiving(words).finditer(around.before))
    return bool(learnt) and not any(w in around.before[learnt[-1].end() :] for w in words.acting_then)


@cache
def _perceiving(words: ClaimWords) -> re.Pattern[str]:
    return re.compile(any_of(words.perceiving))


def _composes(around: Cotext, trigger: Trigger, words: ClaimWords) -> bool:
    """Whether a clause only tells what its subject is made up of: 某队由三个小组|组成."""
    ends = not around.after.strip("”）)。") or around.after.startswith("，")
    return ends and trigger.word in words.composing and "由" in around.before


@cache
def _enacted(words: ClaimWords) -> re.Pattern[str]:
    """规划|制定, 政策|落实: a noun and what was done to it, of which the text tells no doer."""
    return re.compile(rf"^[^把将由]*{any_of(words.plans)}$")


@cache
def _is_enabled(grammar: Grammar) -> re.Pattern[str]:
    """支持各地开展|宣传: those do it whom the subject only helps."""
    others = any_of((*grammar.strangers.somewhere, *grammar.strangers.unnamed))
    return re.compile(rf"{any_of(grammar.enabling)}{others}{HAN}*$")


@cache
def _errand(words: ClaimWords) -> re.Pattern[str]:
    """赴|某国出席会议, 抵达|某地进行访问: who goes there is not sent to help."""
    return re.compile(any_of(words.errands))


@cache
def _vehicles(words: ClaimWords) -> re.Pattern[str]:
    """派出|4辆面包车: nobody is sent."""
    return re.compile(rf"了?[\d一二两三四五六七八九十百余多]+{any_of(words.vehicles)}")


@cache
def _falling_short(words: ClaimWords, far: bool) -> re.Pattern[str]:
    """落实|防汛要求不力, 组织|不力: what was to be done and was not; `far`, with what it was between."""
    return re.compile(rf"(?:{HAN}|、){{0,{20 if far else 2}}}?{any_of(words.short)}(?:[的等、和]|$)")


def _lacks_object(around: Cotext, trigger: Trigger) -> bool:
    """Whether what stands before a trigger is what was done, not who did it: 某会议|召开."""
    return (
        not around.after.strip("了”）)。！")
        and trigger.word in trigger.rule.transitive
        and "由" not in around.before
    )


def _meets(context: Context, trigger: Trigger, clause: Span, mentions: Sequence[Mention]) -> bool:
    """Whether a body opens the name of a meeting that is held: 某党某市|第三次代表大会在某地|召开."""
    bodies = [m for m in mentions if m.kind == "Organization" and m.span.begin == clause.begin]
    lead = context.text[bodies[0].span.end : trigger.span.begin] if bodies else ""
    return _meeting(context.rules.grammar.claims).fullmatch(lead) is not None


@cache
def _meeting(words: ClaimWords) -> re.Pattern[str]:
    return re.compile(rf"[^，,的]{{0,20}}{any_of(words.meetings)}(?:(?:在|于)[^，,]{{2,16}})?{HAN}{{0,4}}")


def _is_hearsay(around: Cotext, words: ClaimWords) -> bool:
    """Whether a clause only names what is said to have been done: 就|捐款|一事."""
    return any(word in around.after for word in words.matters)


def _tells_when(after: str, words: ClaimWords, open_ended: bool) -> bool:
    """Whether a deed only tells when: 义诊|结束后; but 投入到|工作中 tells where somebody works."""
    where = (open_ended and after.endswith("中")) or after.endswith(words.not_temporal)
    when = after.endswith(words.temporal) and not where
    return len(after) <= 6 and when and not any(c.isdigit() for c in after)


def _is_quoted(around: Cotext) -> bool:
    """Whether the trigger stands in a short quotation, a slogan."""
    opening = around.before.rfind("“")
    return opening >= 0 and "”" not in around.before[opening:] and 0 <= around.after.find("”") <= 14

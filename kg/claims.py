"""Whether a trigger claims a deed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from kg.denials import is_denied
from kg.mentions import Context, Mention
from kg.model import Span
from kg.patterns import HAN, any_of
from kg.rulewords import ActionRule, Grammar

LONGEST_WORD = 4
"""Characters of the longest word in which a trigger may lie and say nothing."""

DOERS = ("Person", "Organization", "Members")
"""The kinds of those that a deed can be told of by name, or that can be called upon."""

_COUNTED = re.compile(r"[一两三四五六七八九十百千\d]+[余多]?[场次个项轮批](?:大型|专题|集中|线上|线下)?$")
# A、B等|请战, 某人两次|请战: what follows its doers so is no noun.
_BY_DOERS = re.compile(r"等(?:人|同志)?|[一两三四五六七八九十多数\d]+次")
# 在|培训|上, 在|救治|过程中: where, not what.
_AT = re.compile(r"[在从][^，,、]*$")
_WHERE = re.compile(r"上(?![海门级线岗])|中(?![心医国央药小学华西])|里|期间|过程|现场|途中|时")
# 利用|查房|、会诊等机会, 防控、|救治|和应急处置能力
_LISTED = re.compile(
    rf"(?:、{HAN}{{1,6}}){{0,3}}(?:等|于一体|[两三四五六七八\d]个(?:小|工作)?组)|(?:[、和及与]{HAN}{{1,8}}?){{1,3}}(?:能力|水平|体系|机制|制度|条件)"
)
# 志愿服务|是…, 成立|105周年, 成立|十年来
_NAMED = re.compile(
    r"是|(?:实施|运行)?(?:\d+|[一二三四五六七八九十百]+)[余多]?(?:周年|年来|年间|年以来)|以来|之初|伊始"
)
# 据某台|报道
_SOURCE = re.compile(r"[另又而]?据[^，,]*$")
_BYLINE = re.compile(r"记者|通讯员|讯|媒体")
# 当好|带领群众致富的模范: what somebody is or is to be, not what was done.
_MODEL = re.compile(r"(?:当好|争当|争做|成为|作为|是)$")
_OF_MODEL = re.compile(rf"{HAN}+的{HAN}{{1,4}}$")
# 这是某电站|投产发电的第三台机组
_THIS_IS = re.compile(rf"(?:这|那|此){HAN}{{0,3}}是")
_OF_THAT = re.compile(rf"{HAN}{{0,16}}的")
# What somebody made, with its title: 撰写|的社情民意信息《.
_OF_WORK = re.compile(rf"的{HAN}{{0,10}}《")

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


def _around(context: Context, trigger: Trigger, clause: Span) -> _Around:
    text = context.text
    return _Around(text[clause.begin : trigger.span.begin], text[trigger.span.end : clause.end])


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
    if not context.hits_between("action", clause.begin, clause.end):
        return []
    found = [
        Trigger(rule, hit.span, hit.word)
        for rule in context.rules.actions
        for hit in context.hits_between(f"action {rule.cls}", clause.begin, clause.end)
    ]
    found.sort(key=lambda t: (t.span.begin, -t.span.end))
    longest = [
        t
        for t in found
        if not any(o.span.contains(t.span) and len(o.span) > len(t.span) for o in found)
        and not any(m.span.overlaps(t.span) and _takes(m, t) for m in mentions)
    ]
    last = max(
        (t.span.begin for t in longest if not _lacks_object(_around(context, t, clause), t)), default=0
    )
    return [
        t
        for t in longest
        if not _is_in_word(context, t, clause)
        and _is_predicate(context, t, clause, mentions, last)
        and not is_denied(context, t.span, sentence, clause, mentions)
    ]


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


def _is_predicate(
    context: Context, trigger: Trigger, clause: Span, mentions: Sequence[Mention], last: int
) -> bool:
    """Whether a trigger says what is done in its clause, not part of a noun, a slogan or an attribute.

    `last` is the place of the clause's last trigger.
    """
    grammar, rule = context.rules.grammar, trigger.rule
    around = _around(context, trigger, clause)
    open_ended = trigger.word.endswith(grammar.open_ended) and not rule.gives
    if open_ended:
        if _attributive(grammar).match(around.after):
            return False
    elif around.after.startswith((*rule.nouns, *grammar.nominal)) and not (
        (rule.makes and trigger.word in rule.weak and around.after.startswith(rule.objects))  # 上报|建议20条
        or _counts_goods(around, rule)
        or _is_carried(around, rule, grammar)
        or any(m.span.begin == trigger.span.end for m in mentions)
    ):
        return False
    if trigger.word not in grammar.on_laws and _names_law(grammar).match(around.after):
        return False
    if rule.gives and around.before.endswith(grammar.serving):
        return False
    if not rule.gives:
        served = around.before.startswith("为") and (
            any(clause.begin < m.span.begin < trigger.span.begin for m in mentions)
            or any(word in around.before for word in grammar.strangers)
        )
        doers = [m.span.end for m in mentions if m.kind in DOERS and m.span.end <= trigger.span.begin]
        done = doers and _BY_DOERS.fullmatch(context.text, doers[-1], trigger.span.begin)
        if not done and (_is_noun(around, grammar) or _is_matter(context, trigger, clause, around)):
            return False
        if _is_purpose(around, grammar, served):
            return False
        if _is_attribute(around, rule, open_ended, last - trigger.span.end) or _is_undergone(around, rule):
            return False
        if _is_perceived(around, grammar) or _is_role(around) or _composes(around, trigger, grammar):
            return False
        if trigger.word in grammar.enacting and _enacted(grammar).search(around.before):
            return False
        if _is_enabled(grammar).search(around.before):
            return False
        if trigger.word in rule.goes and _errand(grammar).search(around.after):
            return False
        if _falling_short(grammar, trigger.word in grammar.enacting).match(around.after):
            return False
        if _lacks_object(around, trigger) and not _meets(context, trigger, clause, mentions):
            return False
    if (
        _is_hearsay(around, grammar)
        or _SOURCE.match(around.before)
        or (trigger.word in grammar.bylines and _BYLINE.search(around.before))
    ):
        return False
    return not _tells_when(around.after, grammar, open_ended) and not _is_quoted(around)


@cache
def _names_law(grammar: Grammar) -> re.Pattern[str]:
    """科学技术|普及|法, 食品|生产|监督管理办法: the trigger is part of the name of a law."""
    return re.compile(rf"{any_of(grammar.before_law)}*(?!{any_of(grammar.no_laws)}){any_of(grammar.laws)}")


def _counts_goods(around: _Around, rule: ActionRule) -> bool:
    """Whether a word of giving is followed by goods with their figure: 捐赠|设备30台, not 捐赠仪式."""
    return rule.gives and _FIGURED.match(around.after) is not None


def _is_carried(around: _Around, rule: ActionRule, grammar: Grammar) -> bool:
    """Whether a verb right before a trigger makes a deed of its noun: 负责|流调|工作, 开展|献血|活动."""
    return (
        not rule.gives
        and around.after.startswith(grammar.tasks)
        and _carrying(grammar).search(around.before) is not None
    )


@cache
def _carrying(grammar: Grammar) -> re.Pattern[str]:
    return re.compile(rf"{any_of(grammar.light)}[了过]?{HAN}{{0,6}}$")


def _is_noun(around: _Around, grammar: Grammar) -> bool:
    """各项|部署, 三场|义诊, 对|检测|等作规范; but 开展了三天的|义诊 is done."""
    carried = any(verb in around.before for verb in grammar.light)
    attribute = around.before.endswith(grammar.attributes) and not (carried and around.before.endswith("的"))
    listed = _LISTED.match(around.after) is not None and not carried
    counted = _COUNTED.search(around.before) is not None
    placed = _WHERE.match(around.after) is not None and _AT.search(around.before) is not None
    bettered = not carried and _strengthening(grammar).search(around.before) is not None
    named = _NAMED.match(around.after) is not None or bettered
    return attribute or listed or counted or placed or named


def _is_matter(context: Context, trigger: Trigger, clause: Span, around: _Around) -> bool:
    """Whether a trigger only tells what something else was done about: 针对|救治|工作开展督导."""
    grammar = context.rules.grammar
    about = _about(grammar).search(around.before)
    if about is None:
        return False
    if any(about[0] == word for word in grammar.about if len(word) > 1):  # 围绕|复工复产|撰写信息
        return bool(context.hits_between("action", trigger.span.end, clause.end))
    if about[0].startswith("为"):  # 为|企业复工复产|提供指导; but 为|居民开展|义诊 is done
        carriers = [verb for verb in grammar.light if len(verb) > 1]
        return any(v in around.after for v in carriers) and not any(v in about[0] for v in carriers)
    verbs = grammar.demands if "、" in about[0] else (*grammar.light, *grammar.demands)
    return any(verb in around.after for verb in verbs)


@cache
def _strengthening(grammar: Grammar) -> re.Pattern[str]:
    """加强|宣传, 提升基层医院|诊疗水平: what is made better, not done."""
    return re.compile(rf"(?<![对就]){any_of(grammar.bettering)}{HAN}{{0,6}}$")


@cache
def _about(grammar: Grammar) -> re.Pattern[str]:
    return re.compile(rf"{any_of(grammar.about)}(?:{HAN}|、)*$")


def _is_undergone(around: _Around, rule: ActionRule) -> bool:
    """Whether the subject only underwent it: 参加|培训, 接受|治疗."""
    return bool(rule.undergone) and _undergoing(rule).search(around.before) is not None


@cache
def _undergoing(rule: ActionRule) -> re.Pattern[str]:
    return re.compile(rf"{any_of(rule.undergone)}[了过]?(?:{HAN}|、|\d){{0,6}}$")


def _is_purpose(around: _Around, grammar: Grammar, served: bool) -> bool:
    """确保|救治…: what for; but 为某人|救治 tells for whom."""
    begins = around.before.startswith(grammar.purposes) and "”" not in around.before
    return (begins and not served) or "用于" in around.before


def _is_attribute(around: _Around, rule: ActionRule, open_ended: bool, before_last: int) -> bool:
    """捐献血浆|的…, and a 的 before the last trigger: the trigger only says which."""
    if around.after.startswith("的") and not (rule.makes and _OF_WORK.match(around.after)):
        return True
    attributive = "的" in around.after[: max(0, before_last)] and not around.after.startswith("了")
    return attributive and not open_ended and not rule.makes


def _is_perceived(around: _Around, grammar: Grammar) -> bool:
    """Whether the subject only learnt of it: 了解到多部门|推进…."""
    learnt = list(_perceiving(grammar).finditer(around.before))
    return bool(learnt) and not any(w in around.before[learnt[-1].end() :] for w in grammar.acting_then)


@cache
def _perceiving(grammar: Grammar) -> re.Pattern[str]:
    return re.compile(any_of(grammar.perceiving))


def _is_role(around: _Around) -> bool:
    """Whether a trigger only tells what kind somebody or something is: 当好|带领群众致富的模范."""
    model = _MODEL.search(around.before) is not None and _OF_MODEL.match(around.after) is not None
    return model or (_THIS_IS.match(around.before) is not None and _OF_THAT.match(around.after) is not None)


def _composes(around: _Around, trigger: Trigger, grammar: Grammar) -> bool:
    """Whether a clause only tells what its subject is made up of: 某队由三个小组|组成."""
    ends = not around.after.strip("”）)。") or around.after.startswith("，")
    return ends and trigger.word in grammar.composing and "由" in around.before


@cache
def _enacted(grammar: Grammar) -> re.Pattern[str]:
    """规划|制定, 政策|落实: a noun and what was done to it, of which the text tells no doer."""
    return re.compile(rf"^[^把将由]*{any_of(grammar.plans)}$")


@cache
def _is_enabled(grammar: Grammar) -> re.Pattern[str]:
    """支持各地开展|宣传: those do it whom the subject only helps."""
    others = any_of((*grammar.somewhere, *grammar.unnamed))
    return re.compile(rf"{any_of(grammar.enabling)}{others}{HAN}*$")


@cache
def _errand(grammar: Grammar) -> re.Pattern[str]:
    """赴|某国出席会议, 抵达|某地进行访问: who goes there is not sent to help."""
    return re.compile(any_of(grammar.errands))


@cache
def _falling_short(grammar: Grammar, far: bool) -> re.Pattern[str]:
    """落实|防汛要求不力, 组织|不力: what was to be done and was not; `far`, with what it was between."""
    return re.compile(rf"(?:{HAN}|、){{0,{20 if far else 2}}}?{any_of(grammar.short)}(?:[的等、和]|$)")


def _lacks_object(around: _Around, trigger: Trigger) -> bool:
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
    return _meeting(context.rules.grammar).fullmatch(lead) is not None


@cache
def _meeting(grammar: Grammar) -> re.Pattern[str]:
    return re.compile(rf"[^，,的]{{0,20}}{any_of(grammar.meetings)}(?:(?:在|于)[^，,]{{2,16}})?{HAN}{{0,4}}")


def _is_hearsay(around: _Around, grammar: Grammar) -> bool:
    """Whether a clause only names what is said to have been done: 就|捐款|一事."""
    return any(word in around.after for word in grammar.matters)


def _tells_when(after: str, grammar: Grammar, open_ended: bool) -> bool:
    """Whether a deed only tells when: 义诊|结束后; but 投入到|工作中 tells where somebody works."""
    when = after.endswith(grammar.temporal) and not (open_ended and after.endswith("中"))
    return len(after) <= 6 and when and not any(c.isdigit() for c in after)


def _is_quoted(around: _Around) -> bool:
    """Whether the trigger stands in a short quotation, a slogan."""
    opening = around.before.rfind("“")
    return opening >= 0 and "”" not in around.before[opening:] and 0 <= around.after.find("”") <= 14

"""Whether a trigger is a noun or part of one, or only tells which person or thing is meant."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from kg.actionwords import ActionRule, NominalWords
from kg.mentions import Context, Mention
from kg.model import Span
from kg.patterns import HAN, any_of
from kg.triggers import DOERS, Cotext, Trigger, is_open_ended, read_cotext

_COUNTED = re.compile(r"[一两三四五六七八九十百千\d]+[余多]?[场次个项轮批](?:大型|专题|集中|线上|线下)?$")
# A、B等|请战, 某人两次|请战: what follows its doers so is no noun.
_BY_DOERS = re.compile(r"等(?:人|同志)?|第?[一两三四五六七八九十多数\d]+次")
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
# 当好|带领群众致富的模范: what somebody is or is to be, not what was done.
_MODEL = re.compile(r"(?:当好|争当|争做|成为|作为|是)$")
_OF_MODEL = re.compile(rf"{HAN}+的{HAN}{{1,4}}$")
# 这是某电站|投产发电的第三台机组
_THIS_IS = re.compile(rf"(?:这|那|此){HAN}{{0,3}}是")
_OF_THAT = re.compile(rf"{HAN}{{0,16}}的")
# 看望|这里的|留守老人
_OF_HERE = re.compile("(?:这里|那里|这儿|当地|各地|本地|身边)的")
# What somebody made, with its title: 撰写|的社情民意信息《.
_OF_WORK = re.compile(rf"的{HAN}{{0,10}}《")
# Goods and a figure that tells no date and no number of givers.
_FIGURED = re.compile(r"[\u3400-\u9fffA-Za-z]{1,8}\d[\d.,]*[万千百余多]*(?![\d年月日时点家人名位届场次])")


def is_nominal(
    context: Context, trigger: Trigger, clause: Span, mentions: Sequence[Mention], last: int
) -> bool:
    """Whether a trigger is no verb of its clause: a noun, part of a noun, or an attribute.

    `mentions` are those of the sentence, `last` is where the last trigger of the clause begins.
    """
    words, rule = context.rules.grammar.nominals, trigger.rule
    around = read_cotext(context.text, trigger, clause)
    open_ended = is_open_ended(trigger, words)
    if open_ended and _attributive(words).match(around.after):
        return True
    if not open_ended and _opens_noun(trigger, around, mentions, words):
        return True
    if trigger.word not in words.on_laws and _names_law(words).match(around.after):
        return True
    if rule.gives:
        return False
    if not _follows_doers(context, trigger, mentions) and (
        _is_noun(around, words, _is_named(trigger, mentions)) or _is_matter(context, trigger, clause, around)
    ):
        return True
    return _is_attribute(around, rule, open_ended, last - trigger.span.end) or _is_role(around)


def _opens_noun(trigger: Trigger, around: Cotext, mentions: Sequence[Mention], words: NominalWords) -> bool:
    """Whether a trigger and what follows make a noun: 救护|人员, 捐赠|仪式."""
    rule = trigger.rule
    if trigger.word in rule.pure:  # 开通|热线
        return False
    opens = around.after.startswith(words.nominal) or around.after.startswith(rule.nouns)
    return opens and not (
        (rule.makes and trigger.word in rule.weak and around.after.startswith(rule.objects))  # 上报|建议20条
        or _counts_goods(around, rule)
        or _is_carried(around, rule, words)
        or any(m.span.begin == trigger.span.end and m.kind != "Pointer" for m in mentions)  # 救治|专家组
    )


def _follows_doers(context: Context, trigger: Trigger, mentions: Sequence[Mention]) -> bool:
    """Whether nothing but 等 or a number of times stands between a trigger and who does it."""
    ends = [m.span.end for m in mentions if m.kind in DOERS and m.span.end <= trigger.span.begin]
    return bool(ends) and _BY_DOERS.fullmatch(context.text, ends[-1], trigger.span.begin) is not None


@cache
def _attributive(words: NominalWords) -> re.Pattern[str]:
    """奋战在|一线的医务人员: the trigger only says which people."""
    return re.compile(
        rf"[^，,、]{{0,14}}?{any_of(words.scenes)}的?(?:广大|全体|各级|所有)?{any_of(words.workers)}"
    )


@cache
def _names_law(words: NominalWords) -> re.Pattern[str]:
    """科学技术|普及|法, 食品|生产|监督管理办法: the trigger is part of the name of a law."""
    return re.compile(rf"{any_of(words.before_law)}*(?!{any_of(words.no_laws)}){any_of(words.laws)}")


def _counts_goods(around: Cotext, rule: ActionRule) -> bool:
    """Whether a word of giving is followed by goods with their figure: 捐赠|设备30台, not 捐赠仪式."""
    return rule.gives and _FIGURED.match(around.after) is not None


def _is_carried(around: Cotext, rule: ActionRule, words: NominalWords) -> bool:
    """Whether a verb right before a trigger makes a deed of its noun: 负责|流调|工作, 开展|献血|活动."""
    return (
        not rule.gives
        and around.after.startswith(words.tasks)
        and _carrying(words).search(around.before) is not None
    )


@cache
def _carrying(words: NominalWords) -> re.Pattern[str]:
    return re.compile(rf"{any_of(words.light)}[了过]?{HAN}{{0,6}}$")


def _is_named(trigger: Trigger, mentions: Sequence[Mention]) -> bool:
    """Whether a name ends right before a trigger: 某院党支部|组织义诊, not 党支部|组织."""
    return any(m.span.end == trigger.span.begin and m.kind in (*DOERS, "Pointer") for m in mentions)


def _is_noun(around: Cotext, words: NominalWords, named: bool) -> bool:
    """各项|部署, 三场|义诊, 对|检测|等作规范; but 开展了三天的|义诊 is done.

    What ends a name before the trigger, as `named` tells, is no attribute of it.
    """
    if _COUNTED.search(around.before) or _NAMED.match(around.after):
        return True
    if _WHERE.match(around.after) and _AT.search(around.before):
        return True
    carried = any(verb in around.before for verb in words.light)
    described = around.before.endswith(words.attributes) and not (carried and around.before.endswith("的"))
    if described and not named:
        return True
    listed = _LISTED.match(around.after) or _strengthening(words).search(around.before)
    return listed is not None and not carried


@cache
def _strengthening(words: NominalWords) -> re.Pattern[str]:
    """加强|宣传, 提升基层医院|诊疗水平: what is made better, not done."""
    return re.compile(rf"(?<![对就]){any_of(words.bettering)}{HAN}{{0,6}}$")


def _is_matter(context: Context, trigger: Trigger, clause: Span, around: Cotext) -> bool:
    """Whether a trigger only tells what something else was done about: 针对|救治|工作开展督导."""
    words = context.rules.grammar.nominals
    about = _about(words).search(around.before)
    if about is None:
        return False
    if any(about[0] == word for word in words.about if len(word) > 1):  # 围绕|复工复产|撰写信息
        return bool(context.hits_between("action", trigger.span.end, clause.end))
    if about[0].startswith("为"):  # 为|企业复工复产|提供指导; but 为|居民开展|义诊 is done
        carriers = [verb for verb in words.light if len(verb) > 1]
        return any(v in around.after for v in carriers) and not any(v in about[0] for v in carriers)
    verbs = words.demands if "、" in about[0] else (*words.light, *words.demands)
    return any(verb in around.after for verb in verbs)


@cache
def _about(words: NominalWords) -> re.Pattern[str]:
    return re.compile(rf"{any_of(words.about)}(?:{HAN}|、)*$")


def _is_attribute(around: Cotext, rule: ActionRule, open_ended: bool, before_last: int) -> bool:
    """捐献血浆|的…, and a 的 before the last trigger: the trigger only says which."""
    if around.after.startswith("的") and not (rule.makes and _OF_WORK.match(around.after)):
        return True
    attributive = "的" in _OF_HERE.sub(
        "", around.after[: max(0, before_last)]
    ) and not around.after.startswith("了")
    return attributive and not open_ended and not rule.makes


def _is_role(around: Cotext) -> bool:
    """Whether a trigger only tells what kind somebody or something is: 当好|带领群众致富的模范."""
    model = _MODEL.search(around.before) is not None and _OF_MODEL.match(around.after) is not None
    return model or (_THIS_IS.match(around.before) is not None and _OF_THAT.match(around.after) is not None)

"""Whether a word of giving hands anything over, and when that came to where it was to go."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from kg.givers import find_passive_giver, find_received
from kg.giving import Gift, find_moved
from kg.model import Span
from kg.patterns import HAN, any_of
from kg.rulewords import GiftWords, GoodsWords
from kg.scene import Deed, Scene, begins_anew, find_object, giving_hits, read_lead
from kg.values import Date, Money

_ATTRIBUTE = re.compile(r"[到来得]?的")
_LISTED = re.compile(rf"的{HAN}{{0,6}}(?:有|包括|为|主要是|分别是)")
# 提供1亿元人民币的|援助: what is offered, not another gift.
_OFFERED = re.compile(r"提供|给予")
_FIGURE = re.compile(r"[\d一二两三四五六七八九十]+[面块座个枚本份幅]$")
# 无偿|提供椰子汁1000箱: a gift, though to nobody named.
_FREELY = ("无偿", "免费")
_TOWARDS = ("向", "给", "为")
_LOT = re.compile("[一两二三四五首\\d]批(?!次|复|准|示|共?\\d+[余多]?[名人位]|医护|医疗队|队员|专家)")
# 购买口罩5000只，|供某院使用
_FOR_USE = re.compile("(?<!提)供[^，。；]{2,20}使用")
_THANKED = re.compile(r"对[^，]*(?:表示|致以|深表)")


@dataclass(frozen=True, slots=True)
class _Patterns:
    takes: re.Pattern[str]
    taken: re.Pattern[str]
    arrives: re.Pattern[str]
    supplies: re.Pattern[str]
    everyone: re.Pattern[str]
    of_all: re.Pattern[str]
    for_people: re.Pattern[str]


@cache
def _patterns(words: GiftWords, goods: GoodsWords) -> _Patterns:
    return _Patterns(
        takes=re.compile(any_of(words.taken)),
        taken=re.compile(rf"{any_of(words.taken)}[了过]?(?:[^\W的并后再将把给]|、){{0,6}}$"),
        arrives=re.compile(any_of(words.arrives)),
        supplies=re.compile(
            rf"(?:{HAN}|[、“”])*?(?:{any_of(words.supplies)}(?!{any_of(words.about_supplies)})|{any_of(goods.tails)}(?=[，。；、等和及”]|{any_of(words.arrives)}|$))"
        ),
        everyone=re.compile(any_of(words.everyone)),
        for_people=re.compile(rf"(?:为|给)[^，]{{0,12}}?{any_of(words.people)}(?:们|免费|统一|每人)*$"),
        of_all=re.compile(rf"(?:系|为|是|由|来自){HAN}{{0,4}}{any_of(words.everyone)}{HAN}{{0,4}}$"),
    )


def _patterns_of(scene: Scene) -> _Patterns:
    rules = scene.context.rules
    return _patterns(rules.gifts, rules.goods)


def is_gift(scene: Scene, deed: Deed, gift: Gift) -> bool:
    """Whether what a trigger hands over is enough for it to claim a gift."""
    text = scene.context.text
    passive = find_passive_giver(scene, deed) is not None
    shown = (
        bool(gift.goods or gift.money)
        or _names_lot(scene, deed)
        or (passive and _opens_with_supplies(scene, deed))
    )
    if _is_named_only(scene, deed, shown) or (not shown and _honours(scene, deed)):
        return False
    if deed.word in scene.context.rules.gifts.bearing:
        return bool(gift.receivers and (gift.goods or gift.money))
    if deed.word in deed.rule.weak:
        if _names_no_gift(scene, deed) or (
            deed.word in deed.rule.gets and not (_hands_over(scene, deed) or _gets_for(scene, deed, gift))
        ):
            return False
        told = (
            passive
            or _gets_for(scene, deed, gift)
            or gift.receivers
            or gift.money
            or gift.givers
            or _goes_on_to(scene, deed)
            or _is_paid_for(scene, deed)
            or read_lead(scene, deed).endswith(_FREELY)
        )
        told = told or _supplies_people(scene, deed, gift)
        hard = deed.word not in deed.rule.soft
        named = _names_supplies(scene, deed) and (told or (hard and _goes_to(scene, deed)))
        if not named and not (gift.receivers and find_moved(scene, deed)) and not (shown and (told or hard)):
            return False
    if _ATTRIBUTE.match(text, deed.span.end):
        arrived = deed.word not in deed.rule.gets and _is_delivered(scene, deed)
        claimed = passive or gift.givers or _LISTED.match(text, deed.span.end) or arrived
        if not ((shown or _names_supplies(scene, deed)) and claimed):
            return False
    return shown or bool(gift.receivers) or len(deed.word) >= 2


def is_taken(scene: Scene, deed: Deed, gift: Gift) -> bool:
    """Whether the subject takes what someone gives whom the text does not name, and keeps it.

    代表学校接收|捐赠物资, 均系社会各界|捐赠; but who 收到|捐款…转入某会 hands on what its people gave.
    """
    before = read_lead(scene, deed)
    patterns = _patterns_of(scene)
    received = find_received(scene, deed)
    text, begin = scene.context.text, deed.span.begin
    if not before and deed.number and not gift.givers and _goes_on_taking(scene, deed.number - 1):
        return True
    if received is not None and not gift.givers and patterns.everyone.search(text, received, begin):
        return True
    if gift.givers or gift.receivers:
        return False
    return patterns.taken.search(before) is not None or patterns.of_all.search(before) is not None


def _goes_on_taking(scene: Scene, number: int) -> bool:
    """Whether a clause counts what was taken, so that the next goes on with it: 收到口罩500只，|捐款5万元."""
    clause = scene.clauses[number]
    taken = _patterns_of(scene).takes.search(scene.context.text, clause.begin, clause.end)
    return taken is not None and any(taken.end() <= a.span.begin < clause.end for a in scene.amounts)


def date_of_delivery(scene: Scene, deed: Deed) -> Date | None:
    """When what was given came to where it was to go, if only that is told: 购买口罩，|2月6日|送到某院."""
    arrives = _patterns_of(scene).arrives
    return next(
        (
            date
            for clause in scene.clauses[deed.number : deed.number + 3]
            for date in scene.dates
            if deed.span.end <= date.span.begin
            and clause.contains(date.span)
            and arrives.search(scene.context.text, date.span.end, clause.end)
        ),
        None,
    )


def _is_named_only(scene: Scene, deed: Deed, shown: bool) -> bool:
    """Whether a word of giving is a noun here: 对此次|捐赠|表示感谢, 最大单笔|捐款|为5万元."""
    text, words = scene.context.text, scene.context.rules.gifts
    clause = scene.clauses[deed.number]
    if _THANKED.search(text, clause.begin, clause.end) and not shown:
        return True
    ends = text[deed.span.end : clause.end] in ("", "等")
    if ends and _OFFERED.search(text, clause.begin, deed.span.begin):
        return True
    noun = text.endswith(words.nominal, clause.begin, deed.span.begin)
    return noun and (not shown or text.startswith(("为", "是"), deed.span.end))


def _honours(scene: Scene, deed: Deed) -> bool:
    """Whether only a sign of honour is handed over: 赠送|锦旗."""
    text = _FIGURE.sub("", scene.context.text_of(find_object(scene, deed)).rstrip("”》。"))
    return text.endswith(scene.context.rules.gifts.honours)


def _names_lot(scene: Scene, deed: Deed) -> bool:
    """Whether a weak word hands over a lot of something whose size the text does not tell: 一批助视器."""
    clause = scene.clauses[deed.number]
    lot = _LOT.search(scene.context.text, clause.begin, clause.end)
    return lot is not None and deed.word in deed.rule.weak


def _is_delivered(scene: Scene, deed: Deed) -> bool:
    """Whether what was given came to where it was to go: 某公司|捐赠|的救护车交付某院, |的…，运抵某院."""
    text, end = scene.context.text, scene.clauses[deed.number].end
    for number in range(deed.number + 1, min(deed.number + 3, len(scene.clauses))):
        if begins_anew(scene, number):
            break
        end = scene.clauses[number].end
    arrives = _patterns_of(scene).arrives.search(text, deed.span.end, end)
    return arrives is not None and text[arrives.end() : arrives.end() + 1] != "的"


def _names_no_gift(scene: Scene, deed: Deed) -> bool:
    """Whether what stands behind a trigger is nothing given: 送去|节日祝福, 发放|助学贷款80亿元."""
    text, words, end = scene.context.text, scene.context.rules.gifts, find_object(scene, deed).end
    lent = any(text.find(word, deed.span.end, end) >= 0 for word in words.no_gifts)
    counted = any(deed.span.end <= a.span.begin and a.span.end <= end for a in scene.amounts)
    supplies = _patterns_of(scene).supplies.match(text, deed.span.end, end)
    beside = supplies is not None and text.startswith(("、", "和", "及", "与", "以及"), supplies.end())
    return lent or (not counted and not beside and text.endswith(deed.rule.not_gifts, deed.span.end, end))


def _hands_over(scene: Scene, deed: Deed) -> bool:
    """Whether a sentence tells beside a trigger that what was got was given: 购买口罩，|送到某院."""
    given = any(h.word not in deed.rule.gets for h in giving_hits(scene.context, scene.sentence))
    return given or _FOR_USE.search(scene.context.text, deed.span.end, scene.sentence.end) is not None


def _gets_for(scene: Scene, deed: Deed, gift: Gift) -> bool:
    """Whether goods are got for a receiver named before, or for people: 为|某院|购买口罩5000只, 为村民|购买….

    向某厂|采购 is none.
    """
    text, begin = scene.context.text, scene.clauses[deed.number].begin
    named = (m for m in gift.receivers if begin <= m.span.begin < deed.span.begin)
    people = _patterns_of(scene).for_people.search(read_lead(scene, deed))
    return bool(gift.goods or gift.money) and (
        people is not None or any(text.endswith(("为", "给"), begin, m.span.begin) for m in named)
    )


def _goes_to(scene: Scene, deed: Deed) -> bool:
    """Whether a trigger has a receiver, though the text may not name it."""
    before = read_lead(scene, deed)
    visits = tuple(word for word in scene.context.rules.gifts.visited if len(word) > 1)
    came = scene.context.text[scene.clauses[max(0, deed.number - 1)].begin : deed.span.begin]
    after = scene.clauses[deed.number + 1 : deed.number + 2]
    calls = any(scene.context.text.startswith(visits, clause.begin) for clause in after)
    return calls or any(word in before for word in _TOWARDS) or any(word in came for word in visits)


def _supplies_people(scene: Scene, deed: Deed, gift: Gift) -> bool:
    """Whether supplies go to people without a name: 为环卫工人提供|姜茶300份, not 为群众提供岗位500个."""
    rules, lead = scene.context.rules, read_lead(scene, deed)
    ends = (*rules.goods.tails, *rules.gifts.supplies)
    if any(word in lead for word in _TOWARDS) and any(g.name.endswith(ends) for g in gift.goods):
        return True
    return _names_supplies(scene, deed) and _patterns_of(scene).for_people.search(lead) is not None


def _goes_on_to(scene: Scene, deed: Deed) -> bool:
    """Whether a word from here on hands something to people without a name: 采购口罩1000只，|发放给社员."""
    onto, taken = scene.context.rules.gifts.onto, scene.context.rules.gifts.taken
    return any(
        hit.word not in (*deed.rule.gets, *taken)
        and (hit.word.endswith(onto) or scene.context.text.startswith(onto, hit.span.end))
        for hit in giving_hits(scene.context, Span(deed.span.begin, scene.sentence.end))
    )


def _is_paid_for(scene: Scene, deed: Deed) -> bool:
    """Whether a sum that was given stands right before a word of getting: 捐资10万元|购买|口罩5万只."""
    clause = scene.clauses[deed.number]
    paid = any(isinstance(a, Money) and a.span.end == deed.span.begin for a in scene.amounts)
    before = giving_hits(scene.context, Span(clause.begin, deed.span.begin))
    return deed.word in deed.rule.gets and paid and bool(before)


def _opens_with_supplies(scene: Scene, deed: Deed) -> bool:
    """Whether goods without a figure open the clause of a deed: 这批|口罩|由某公司提供."""
    return _patterns_of(scene).supplies.match(read_lead(scene, deed)) is not None


def _names_supplies(scene: Scene, deed: Deed) -> bool:
    """Whether goods without a figure stand behind a word of giving: 送去|了防护物资."""
    end = find_object(scene, deed).end
    return _patterns_of(scene).supplies.match(scene.context.text, deed.span.end, end) is not None

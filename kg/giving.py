"""Gifts: what was given, by whom, to whom, through whom."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from msgspec import Struct

from kg.actionwords import ActionRule
from kg.givers import find_givers, find_moving, find_passed_on, find_passive_giver
from kg.goods import LONGEST, Goods, find_goods
from kg.mentions import Context, Mention
from kg.model import Span
from kg.patterns import HAN, any_of
from kg.receivers import find_intermediaries, find_receivers
from kg.rulewords import GiftWords, GoodsWords
from kg.scene import Deed, Scene, begins_anew, giving_hits, read_lead
from kg.values import Money, Quantity

_NUMERALS = r"\d一二三四五六七八九十百千"
# What stands behind a figure without goods: 拿出5万盒|无偿提供给….
_ONWARD = re.compile("[，,。；、]|$|无偿|免费|全部|已|捐|赠|送|提供")
# 心电图机一台、血压计五只，|均由|某公司捐赠
_OF_ALL = re.compile("(?:均|全部|都|皆|全)(?:[由为系是])")
# 每台|4000元: a price, no sum.
_PIECE = "[台只个件套部辆箱瓶份张本支把副双桶袋斤吨米条盒册]"
_PRICED = re.compile(rf"(?:每{_PIECE}{HAN}{{0,6}}?|单价|均价|售价|原价)(?:售价|价值|约|近|为)*$")
_PER_PIECE = re.compile(f"(?:一|每|/){_PIECE}")
# 带着大米200斤|看望某人
_GOES_TO_SEE = re.compile("看望|慰问|探望|走访|来到|赶到|前往|走进|赶赴|送到")
_COUNTED = re.compile(rf"{HAN}{{1,6}}\d")
_OPENED = re.compile(r"[(（][^()（）]{0,6}$")


class Gift(Struct, frozen=True):
    """What a trigger of giving hands over. `givers` is empty where the subject gives.

    `sums` are all sums told, of which `money` is the whole or the first; where the gift `passes` on, the
    subject only hands over what the givers gave.
    """

    goods: tuple[Goods, ...]
    money: Money | None
    sums: tuple[Money, ...]
    givers: tuple[Mention, ...]
    receivers: tuple[Mention, ...]
    via: tuple[Mention, ...]
    passes: bool = False


@dataclass(frozen=True, slots=True)
class _Patterns:
    goes_on: re.Pattern[str]
    turns: re.Pattern[str]
    total: re.Pattern[str]
    got: re.Pattern[str]


@cache
def _patterns(words: GiftWords) -> _Patterns:
    name = r"[\u3400-\u9fffA-Za-z0-9“”]{1,14}?(?:[（(][^（）()]{1,10}[）)])?"
    figure = rf"[近约逾]?[{_NUMERALS}万]|{name}[：:]?[{_NUMERALS}]+"
    return _Patterns(
        goes_on=re.compile(rf"(?!\d+[年月日]|[并再]?由)(?:{any_of(words.goes_on)}|{figure})"),
        turns=re.compile(any_of(words.turns)),
        total=re.compile(rf"{any_of(words.totals)}{HAN}{{0,3}}$"),
        got=re.compile(rf"{any_of(words.got)}[到得来了]*"),
    )


def read_gift(scene: Scene, deed: Deed) -> Gift:
    """The gift of a trigger of giving: goods and money behind it, or else before it."""
    goods, money = _moved_goods(scene, deed)
    if not money:
        behind = _given(scene, deed, Span(deed.span.end, _reach(scene, deed)))
        goods, money = goods or behind[0], behind[1]
    if not goods and not money:
        goods, money = _given_before(scene, deed)
    via = find_intermediaries(scene, deed)
    passed = find_passed_on(scene, deed)
    return Gift(
        goods=tuple(g for g in goods if not g.name.endswith(deed.rule.not_gifts)),
        money=_total(scene, deed, money),
        sums=tuple(money),
        givers=passed or find_givers(scene, deed),
        receivers=tuple(
            m
            for m in dict.fromkeys(find_receivers(scene, deed))
            if m not in via and not is_goods(m, scene.context.rules.goods.tails)
        ),
        via=via,
        passes=bool(passed),
    )


def _given_before(scene: Scene, deed: Deed) -> tuple[list[Goods], list[Money]]:
    """Goods and sums in front of a trigger; of a weak one only if the text says that they were got."""
    begin = scene.clauses[deed.number].begin
    if told := _counted_before(scene, deed):
        return told, []
    own = _given(scene, deed, Span(begin, deed.span.begin))
    part = Span(begin if own[1] else _back(scene, deed), deed.span.begin)
    weak = deed.word in deed.rule.weak and not find_passive_giver(scene, deed)
    if weak and not any(word in scene.context.text_of(part) for word in scene.context.rules.gifts.got):
        return [], []
    return _given(scene, deed, part)


def _moved_goods(scene: Scene, deed: Deed) -> tuple[list[Goods], list[Money]]:
    """Goods and sums between 将 or 把 and a trigger: 将|口罩2000只|送到12个社区."""
    moved = find_moving(scene, deed)
    return _given(scene, deed, Span(moved, deed.span.begin)) if moved >= 0 else ([], [])


def find_moved(scene: Scene, deed: Deed) -> str:
    """The goods that open the clause of a weak word of giving in place of a subject: 口罩|则送给了某院."""
    patterns, clause = _patterns_of_goods(scene.context.rules.goods), scene.clauses[deed.number]
    moved = patterns.fullmatch(scene.context.text, clause.begin, deed.span.begin)
    return moved["name"] if moved and deed.word in deed.rule.weak and deed.word not in deed.rule.gets else ""


@cache
def _patterns_of_goods(words: GoodsWords) -> re.Pattern[str]:
    return re.compile(
        rf"(?P<name>{HAN}{{0,6}}{any_of(words.tails)})(?:则|都|已|也|均|全部|悉数|分别|陆续|由{HAN}{{1,4}})*"
    )


def _counted_before(scene: Scene, deed: Deed) -> list[Goods]:
    """How much of the goods that open a clause an earlier one of the sentence tells."""
    name = find_moved(scene, deed)
    before = Span(scene.sentence.begin, scene.clauses[deed.number].begin)
    if not name or not before:
        return []
    cuts = _verb_ends(scene.context, before)
    told = find_goods(scene.context.text, before, scene.amounts, cuts, scene.context.rules.goods)
    return [g for g in told if g.name.endswith(name)]


def _given(scene: Scene, deed: Deed, part: Span) -> tuple[list[Goods], list[Money]]:
    """Goods and sums in a part of the text; names of goods run over no other name and no verb of giving."""
    context = scene.context
    tails = context.rules.goods.tails
    named = [
        m
        for m in scene.mentions
        if m.kind != "Work" and not is_goods(m, tails) and not _is_origin(scene, deed, m)
    ]
    cuts = [m.span.end for m in named] + [deed.span.end]
    if part.end <= deed.span.begin:
        works = [m.span for m in scene.mentions if m.kind == "Work"]
        cuts += [end for end in _verb_ends(context, part) if not any(w.begin < end < w.end for w in works)]
    goods = find_goods(context.text, part, scene.amounts, cuts, context.rules.goods)
    goods = goods or _goes_on_counting(scene, part)
    sums = (a for a in scene.amounts if isinstance(a, Money) and part.contains(a.span))
    money = [a for a in sums if not _is_price(context.text, a)]
    worth = [m for m in money if _is_worth(context.text, m)]
    return goods, [m for m in money if m not in worth] if len(worth) > 1 else money


def _is_origin(scene: Scene, deed: Deed, mention: Mention) -> bool:
    """Whether a place only tells where goods are from: 向某院送去|某市|毛尖100斤."""
    text, span = scene.context.text, mention.span
    if mention.kind != "Place" or not _COUNTED.match(text, span.end):
        return False
    if text[span.begin - 1] in "、，,":
        return deed.span.end < span.begin
    to = any(a.role == "to" and a.span.end <= deed.span.begin for a in scene.actors[deed.number])
    return to and text[deed.span.end : span.begin] in ("", "了")


def _goes_on_counting(scene: Scene, part: Span) -> list[Goods]:
    """The goods of a bare figure that an earlier part of the sentence names: 口罩5万只，其中A捐赠|3万只."""
    text, words = scene.context.text, scene.context.rules.goods
    bare = next(
        (
            a
            for a in scene.amounts
            if isinstance(a, Quantity)
            and part.contains(a.span)
            and a.unit not in words.uncounted
            and not text.endswith(words.not_goods, 0, a.span.begin)
        ),
        None,
    )
    if bare is None or not _ONWARD.match(text, bare.span.end, part.end):
        return []
    before = Span(scene.sentence.begin, bare.span.begin)
    cuts = _verb_ends(scene.context, before)
    told = find_goods(text, before, scene.amounts, cuts, words)
    drawn = text.endswith(("其中", "拿出", "首批"), part.begin - 2, bare.span.begin)
    same = [g for g in told if drawn or g.unit == bare.unit]
    if not same:
        return []
    return [Goods(same[-1].name, bare.value, bare.unit, bare.approximate, bare.span)]


def _is_price(text: str, money: Money) -> bool:
    """Whether a sum is that of one piece: 每台呼吸机|5万元, 3元|一份."""
    begin, end = money.span.begin, money.span.end
    return bool(_PRICED.search(text[max(0, begin - LONGEST) : begin]) or _PER_PIECE.match(text, end))


def _is_worth(text: str, money: Money) -> bool:
    """Whether a sum only tells what one kind of goods is worth: 口罩（价值2万元）, 价值6000元的牛奶."""
    begin, end = money.span.begin, money.span.end
    closed = _OPENED.search(text[max(0, begin - 8) : begin]) is not None and text[end : end + 1] in (
        "）",
        ")",
    )
    return closed or (text.startswith("的", end) and text.endswith("价值", 0, begin))


def is_goods(mention: Mention, tails: tuple[str, ...]) -> bool:
    """Whether what was taken for a person is a kind of goods in a list: 燕麦片, 夏装."""
    return mention.kind == "Person" and mention.text.endswith(tails)


def _verb_ends(context: Context, part: Span) -> list[int]:
    ends = [h.span.end for h in giving_hits(context, part)]
    ends += [m.end() for m in _patterns(context.rules.gifts).got.finditer(context.text, part.begin, part.end)]
    ends += [s.span.end for s in context.stops_between(part.begin, part.end)]
    whole = list(_whole(context.rules.goods).finditer(context.text, part.begin, part.end))
    return [end for end in ends if not any(w.start() < end <= w.end() for w in whole)]


@cache
def _whole(words: GoodsWords) -> re.Pattern[str]:
    return re.compile(any_of(words.whole))


def _reach(scene: Scene, deed: Deed) -> int:
    """How far the goods of a gift run on: over lists, up to the next clause that gives anew."""
    if deed.edge is not None:
        return deed.edge
    context, patterns = scene.context, _patterns(scene.context.rules.gifts)
    end = scene.clauses[deed.number].end
    if deed.word in context.rules.gifts.bearing:
        sees = _GOES_TO_SEE.search(context.text, deed.span.end, end)
        return sees.start() if sees else end
    for clause in scene.clauses[deed.number + 1 :]:
        piece = context.text[clause.begin : clause.end]
        hits = giving_hits(context, clause)
        if hits and context.text[clause.begin - 1] == "—":  # 捐赠的物资——|口罩500只|送到某院
            return hits[0].span.begin
        if hits or not patterns.goes_on.match(piece) or patterns.turns.search(piece):
            break
        end = clause.end
    return end


def _back(scene: Scene, deed: Deed) -> int:
    """Where the goods may begin that stand before their trigger: 购买A40桶、B500瓶赠送…"""
    begin = scene.clauses[deed.number].begin
    of_all = _OF_ALL.search(read_lead(scene, deed)) is not None
    for number in range(deed.number - 1, max(-1, deed.number - 5), -1):
        clause = scene.clauses[number]
        if begins_anew(scene, number + 1) and not of_all:
            break
        told = [a for a in scene.amounts if clause.contains(a.span)]
        counted = any(isinstance(a, Money) or a.value > 1 or of_all for a in told)  # not 一个决定
        if not counted or _gives_by_itself(scene, clause, deed.rule):
            break
        begin = clause.begin
    return begin


def _gives_by_itself(scene: Scene, clause: Span, rule: ActionRule) -> bool:
    """Whether a clause tells a gift of its own, and not what is got for one: 提供1亿元, not 购买口罩1万只."""
    words = {hit.word for hit in giving_hits(scene.context, clause)}
    return not words <= rule.weak or bool(words & rule.soft - rule.gets)


def _total(scene: Scene, deed: Deed, money: Sequence[Money]) -> Money | None:
    """Of several sums the one called a total, else the first; a total of several gifts is that of none."""
    text, total = scene.context.text, _patterns(scene.context.rules.gifts).total
    called = [m for m in money if total.search(text[max(0, m.span.begin - 6) : m.span.begin])]
    own = [m for m in money if scene.clauses[deed.number].contains(m.span)]
    before = [a for a in scene.amounts if isinstance(a, Money) and a.span.end <= deed.span.begin]
    if called and own and before and called[0].amount >= own[0].amount + before[-1].amount:
        return own[0]
    return next(iter([*called, *money]), None)

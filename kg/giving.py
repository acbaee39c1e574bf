"""Gifts: what was given, by whom, to whom, through whom."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

from kg.clauses import Actors
from kg.goods import Goods, find_goods
from kg.lexicon import Hit
from kg.mentions import Context, Mention
from kg.model import Span
from kg.patterns import HAN, any_of
from kg.rulewords import GiftWords, GoodsWords
from kg.scene import Deed, Scene
from kg.values import Date, Money, Quantity

_NUMERALS = r"\d一二三四五六七八九十百千"
_THANKED = re.compile(r"对[^，]*(?:表示|致以|深表)")
_CLOSERS = ("，", "。", "；", "、", "")
_OPENED = re.compile(r"[(（][^()（）]{0,6}$")
_DASH = re.compile(rf"{HAN}*[—-]+")


@dataclass(frozen=True, slots=True)
class Gift:
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
    received: re.Pattern[str]
    taken: re.Pattern[str]
    onto: re.Pattern[str]
    handed: re.Pattern[str]
    arrives: re.Pattern[str]
    supplies: re.Pattern[str]
    everyone: re.Pattern[str]
    listed: re.Pattern[str]


@cache
def _patterns(words: GiftWords, goods: GoodsWords) -> _Patterns:
    figure = rf"[近约逾]?[{_NUMERALS}万]|[\u3400-\u9fffA-Za-z0-9]{{1,14}}?(?:[（(][^（）()]{{1,10}}[）)])?[{_NUMERALS}]+"
    return _Patterns(
        goes_on=re.compile(rf"{any_of(words.goes_on)}|{figure}"),
        turns=re.compile(any_of(words.turns)),
        total=re.compile(rf"{any_of(words.totals)}{HAN}{{0,3}}$"),
        received=re.compile(rf"{any_of(words.received)}(?:了|来自|由)?"),
        taken=re.compile(rf"{any_of(words.taken)}[了过]?(?:[^\W的并后再将把给]|、){{0,6}}$"),
        onto=re.compile(rf"{HAN}{{0,5}}{any_of(words.onto)}"),
        handed=re.compile(rf"{any_of(words.handed)}$"),
        arrives=re.compile(any_of(words.arrives)),
        supplies=re.compile(
            rf"(?:{HAN}|[、“”])*?(?:{any_of(words.supplies)}|{any_of(goods.tails)}(?=[，。；、等和及]|$))"
        ),
        everyone=re.compile(any_of(words.everyone)),
        listed=re.compile(r"[向给为][^，,。；\d]{1,12}[、和及与]$"),
    )


def _patterns_of(scene: Scene) -> _Patterns:
    rules = scene.context.rules
    return _patterns(rules.gifts, rules.goods)


def read_gift(scene: Scene, deed: Deed) -> Gift:
    """The gift of a trigger of giving: goods and money behind it, or else before it."""
    goods, money = _given(scene, deed, Span(deed.span.end, _reach(scene, deed)))
    if not goods and not money:
        goods, money = _given_before(scene, deed)
    via = _through(scene, deed)
    passed = _passed_on(scene, deed)
    return Gift(
        goods=tuple(g for g in goods if not g.name.endswith(deed.rule.not_gifts)),
        money=_total(scene, deed, money),
        sums=tuple(money),
        givers=passed or _givers(scene, deed),
        receivers=tuple(
            m
            for m in dict.fromkeys(_receivers(scene, deed))
            if m not in via and not is_goods(m, scene.context.rules.goods.tails)
        ),
        via=via,
        passes=bool(passed),
    )


def _given_before(scene: Scene, deed: Deed) -> tuple[list[Goods], list[Money]]:
    """Goods and sums in front of a trigger; of a weak one only where the text says that they were got or moved."""
    part = Span(_back(scene, deed), deed.span.begin)
    weak = deed.word in deed.rule.weak
    if weak and not any(word in scene.context.text_of(part) for word in scene.context.rules.gifts.got):
        return [], []
    return _given(scene, deed, part)


def find_giver(scene: Scene, deed: Deed) -> Actors | None:
    """Who gives though no subject in form: A捐款4万元、B爱心|捐赠…, or a name behind words nobody knows.

    Between the figure before, or the begin of the clause, and the trigger there is no other verb.
    """
    begin, text = scene.clauses[deed.number].begin, scene.context.text
    ends = [a.span.end for a in scene.amounts if begin <= a.span.begin and a.span.end <= deed.span.begin]
    floor = max([begin, *ends])
    floor = max([floor, text.rfind("、", floor, deed.span.begin) + 1]) if ends else floor
    near = [a for a in scene.actors[deed.number] if floor <= a.span.begin and a.span.end <= deed.span.begin]
    if any(a.role in ("subject", "by") for a in near):
        return None
    plain = [a for a in near if a.role == "object" and a.mentions[0].kind in ("Person", "Organization")]
    if not plain or _has_verb(scene, Span(floor, plain[0].span.begin)):
        return None
    behind = text[plain[0].span.end : deed.span.begin]
    between = Span(plain[0].span.end, deed.span.begin)
    busy = any(
        scene.context.hits_between(f"action {r.cls}", between.begin, between.end)
        for r in scene.context.rules.actions
    )
    return None if busy or "的" in behind else plain[0]


def _has_verb(scene: Scene, part: Span) -> bool:
    """Whether a verb or a preposition stands in a part of the text, outside the names there."""
    context, grammar = scene.context, scene.context.rules.grammar
    words = (*grammar.to, *grammar.through, *grammar.by, *grammar.passive)
    lead = context.text[part.begin : part.end]
    verbs = [h for h in context.hits_between("predicate", part.begin, part.end) if len(h.word) > 1]
    named = [m.span for m in scene.mentions]
    spoken = [h for h in verbs if not any(s.overlaps(h.span) for s in named)]
    return bool(spoken) or lead.startswith(words) or lead.endswith((*words, "的"))


def _passed_on(scene: Scene, deed: Deed) -> tuple[Mention, ...]:
    """Who gave what the subject hands on: 将|某公司|捐赠|的…转交某院."""
    text, clause = scene.context.text, scene.clauses[deed.number]
    onward = text[deed.span.end : scene.sentence.end]
    if not onward.startswith("的") or not any(word in onward for word in scene.context.rules.gifts.handed):
        return ()
    moved = max(text.rfind(word, clause.begin, deed.span.begin) for word in ("将", "把"))
    groups = [a for a in scene.actors[deed.number] if moved < a.span.begin and a.span.end <= deed.span.begin]
    close = (
        groups
        and moved >= 0
        and groups[0].span.begin == moved + 1
        and deed.span.begin - groups[-1].span.end <= 4
    )
    return tuple(m for m in groups[0].mentions if m.kind != "Place") if close else ()


def _given(scene: Scene, deed: Deed, part: Span) -> tuple[list[Goods], list[Money]]:
    """Goods and sums in a part of the text; names of goods run over no other name and no verb of giving."""
    context = scene.context
    tails = context.rules.goods.tails
    named = [m for m in scene.mentions if m.kind != "Work" and not is_goods(m, tails)]
    cuts = [m.span.end for m in named] + [deed.span.end]
    if part.end <= deed.span.begin:
        cuts += _verb_ends(context, part)
    goods = find_goods(context.text, part, scene.amounts, cuts, context.rules.goods)
    goods = goods or _goes_on_counting(scene, part)
    money = [a for a in scene.amounts if isinstance(a, Money) and part.contains(a.span)]
    worth = [m for m in money if _is_worth(context.text, m)]
    return goods, [m for m in money if m not in worth] if len(worth) > 1 else money


def _goes_on_counting(scene: Scene, part: Span) -> list[Goods]:
    """The goods of a bare figure, whose name an earlier part of the sentence tells: 口罩5万只，其中A捐赠|3万只."""
    bare = next((a for a in scene.amounts if isinstance(a, Quantity) and part.contains(a.span)), None)
    if bare is None or scene.context.text[bare.span.end : bare.span.end + 1] not in _CLOSERS:
        return []
    before = Span(scene.sentence.begin, part.begin)
    cuts = _verb_ends(scene.context, before)
    told = find_goods(scene.context.text, before, scene.amounts, cuts, scene.context.rules.goods)
    same = [g for g in told if g.unit == bare.unit]
    return [replace(same[-1], value=bare.value, approximate=bare.approximate, span=bare.span)] if same else []


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
    ends = [h.span.end for h in _giving_hits(context, part)]
    ends += [m.end() for m in _got(context.rules.gifts).finditer(context.text, part.begin, part.end)]
    return ends + [s.span.end for s in context.stops if part.contains(s.span)]


@cache
def _got(words: GiftWords) -> re.Pattern[str]:
    return re.compile(rf"{any_of(words.got)}[到得来了]*")


def _giving_hits(context: Context, part: Span, weak: bool = True) -> list[Hit]:
    """The words of giving in a part of the text, the weak ones too if asked for."""
    return [
        hit
        for rule in context.rules.actions
        if rule.gives
        for hit in context.hits_between(f"action {rule.cls}", part.begin, part.end)
        if weak or hit.word not in rule.weak
    ]


def _reach(scene: Scene, deed: Deed) -> int:
    """How far the goods of a gift run on: over lists, up to the next clause that gives anew."""
    if deed.edge is not None:
        return deed.edge
    context, patterns = scene.context, _patterns_of(scene)
    end = scene.clauses[deed.number].end
    for clause in scene.clauses[deed.number + 1 :]:
        piece = context.text[clause.begin : clause.end]
        if _giving_hits(context, clause) or not patterns.goes_on.match(piece) or patterns.turns.search(piece):
            break
        end = clause.end
    return end


def _back(scene: Scene, deed: Deed) -> int:
    """Where the goods may begin that stand before their trigger: 购买A40桶、B500瓶赠送…"""
    begin = scene.clauses[deed.number].begin
    for clause in reversed(scene.clauses[max(0, deed.number - 2) : deed.number]):
        counted = re.search(r"\d", scene.context.text[clause.begin : clause.end])
        if not counted or _giving_hits(scene.context, clause, weak=False):
            break
        begin = clause.begin
    return begin


def _total(scene: Scene, deed: Deed, money: Sequence[Money]) -> Money | None:
    """Of several sums the one called a total, else the first; a total of several gifts is that of none."""
    text, total = scene.context.text, _patterns_of(scene).total
    called = [m for m in money if total.search(text[max(0, m.span.begin - 6) : m.span.begin])]
    own = [m for m in money if scene.clauses[deed.number].contains(m.span)]
    before = [a for a in scene.amounts if isinstance(a, Money) and a.span.end <= deed.span.begin]
    if called and own and before and called[0].amount >= own[0].amount + before[-1].amount:
        return own[0]
    return next(iter([*called, *money]), None)


def _givers(scene: Scene, deed: Deed) -> tuple[Mention, ...]:
    """Who gave, where the subject received: 我院收到某公司捐赠的…"""
    received = _patterns_of(scene).received.search(
        scene.context.text, scene.clauses[deed.number].begin, deed.span.begin
    )
    if not received:
        return ()
    between = Span(received.end(), deed.span.begin)
    groups = [a for a in scene.actors[deed.number] if between.contains(a.span)]
    return tuple(m for m in groups[-1].mentions if m.kind != "Place") if groups else ()


def is_taken(scene: Scene, deed: Deed, gift: Gift) -> bool:
    """Whether the subject takes what someone gives whom the text does not name, and keeps it.

    代表学校接收|捐赠物资; but who 收到|捐款…转入某会 hands on what its people gave.
    """
    before = scene.context.text[scene.clauses[deed.number].begin : deed.span.begin]
    patterns = _patterns_of(scene)
    received = patterns.received.search(before)
    if received and not gift.givers and patterns.everyone.search(before, received.end()):
        return True
    if gift.givers or gift.receivers:
        return False
    return patterns.taken.search(before) is not None


def is_delivered(scene: Scene, deed: Deed) -> bool:
    """Whether what was given came to where it was to go: 某公司|捐赠|的救护车交付某院."""
    text, clause = scene.context.text, scene.clauses[deed.number]
    arrives = _patterns_of(scene).arrives.search(text, deed.span.end, clause.end)
    return arrives is not None and text[arrives.end() : arrives.end() + 1] != "的"


def names_no_gift(scene: Scene, deed: Deed) -> bool:
    """Whether what stands behind a trigger is nothing given: 送去|节日祝福, 发放|助学贷款80亿元."""
    text, words, clause = scene.context.text, scene.context.rules.gifts, scene.clauses[deed.number]
    end = deed.edge if deed.edge is not None else clause.end
    lent = any(text.find(word, deed.span.end, end) >= 0 for word in words.no_gifts)
    counted = any(deed.span.end <= a.span.begin and a.span.end <= end for a in scene.amounts)
    return lent or (not counted and text.endswith(deed.rule.not_gifts, deed.span.end, end))


def hands_over(scene: Scene, deed: Deed) -> bool:
    """Whether a sentence tells beside a trigger that what was got was given: 购买口罩，|送到某院."""
    return any(h.word not in deed.rule.gets for h in _giving_hits(scene.context, scene.sentence))


def goes_to(scene: Scene, deed: Deed) -> bool:
    """Whether a trigger has a receiver, though the text may not name it: 向19个敬老院|送上…."""
    before = scene.context.text[scene.clauses[deed.number].begin : deed.span.begin]
    return any(word in before for word in ("向", "给", "为"))


def names_supplies(scene: Scene, deed: Deed) -> bool:
    """Whether goods without a figure stand behind a word of giving: 送去|了防护物资."""
    end = deed.edge if deed.edge is not None else scene.clauses[deed.number].end
    return _patterns_of(scene).supplies.match(scene.context.text, deed.span.end, end) is not None


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


def is_named_only(scene: Scene, deed: Deed, shown: bool) -> bool:
    """Whether a word of giving is a noun here: 对此次|捐赠|表示感谢, 最大单笔|捐款|为5万元."""
    text, words = scene.context.text, scene.context.rules.gifts
    clause = scene.clauses[deed.number]
    if _THANKED.search(text, clause.begin, clause.end) and not shown:
        return True
    noun = text.endswith(words.nominal, clause.begin, deed.span.begin)
    return noun and (not shown or text.startswith(("为", "是"), deed.span.end))


def _through(scene: Scene, deed: Deed) -> tuple[Mention, ...]:
    """Intermediaries: in the clause itself, or in a neighbour that goes on with the same gift."""
    alone = deed.number and not _giving_hits(scene.context, scene.clauses[deed.number - 1])
    near = [deed.number - 1] if alone else []
    for later in range(deed.number, len(scene.clauses)):
        if later > deed.number and (_begins_anew(scene, later) or _gives_anew(scene, later)):
            break
        near.append(later)
    groups = [a for n in near for a in scene.actors[n] if a.role == "through"]
    return tuple(m for a in groups for m in a.mentions if m.kind != "Place")


def _gives_anew(scene: Scene, number: int) -> bool:
    """Whether a clause tells another gift."""
    return bool(_giving_hits(scene.context, scene.clauses[number], weak=False))


def _begins_anew(scene: Scene, number: int) -> bool:
    """Whether a clause has a subject of its own or stands behind a semicolon."""
    subject = any(a.is_subject for a in scene.actors[number])
    return subject or scene.context.text[scene.clauses[number].begin - 1] in "；;"


def _receivers(scene: Scene, deed: Deed) -> Sequence[Mention]:
    """To whom: in the clause, at the end of the clause before, in clauses that hand on, or behind a dash."""
    return (
        _receivers_in_clause(scene, deed)
        or _receivers_before(scene, deed)
        or _receivers_later(scene, deed)
        or _receiver_behind_dash(scene, deed)
    )


def _receivers_in_clause(scene: Scene, deed: Deed) -> list[Mention]:
    end = deed.edge if deed.edge is not None else scene.clauses[deed.number].end
    groups = [a for a in scene.actors[deed.number] if a.span.begin < end]
    told = [a for a in groups if a.role == "to" or _is_listed(scene, deed, a)]
    behind = [a for a in groups if deed.span.end <= a.span.begin and _is_handed(scene, deed, a)]
    return [m for a in (*told, *behind) for m in a.mentions]


def _is_listed(scene: Scene, deed: Deed, group: Actors) -> bool:
    """Whether a group goes on with a list of receivers that begins with unnamed people: 向患者和|某会."""
    lead = scene.context.text[scene.clauses[deed.number].begin : group.span.begin]
    listed = _patterns_of(scene).listed.search(lead)
    return group.role == "object" and group.span.end <= deed.span.begin and listed is not None


def _is_handed(scene: Scene, deed: Deed, group: Actors) -> bool:
    """Whether the verb hands on to the group that follows it: 捐赠|给|某院."""
    between = scene.context.text[deed.span.end : group.span.begin]
    return between in ("", "了") or bool(_patterns_of(scene).onto.fullmatch(between))


def _receivers_before(scene: Scene, deed: Deed) -> Sequence[Mention]:
    """向某院|，捐赠…"""
    if not deed.number:
        return ()
    end = scene.clauses[deed.number - 1].end
    groups = [a for a in scene.actors[deed.number - 1] if a.role == "to" and a.span.end == end]
    return groups[0].mentions if groups else ()


def _receivers_later(scene: Scene, deed: Deed) -> Sequence[Mention]:
    """捐赠…，|转交某院."""
    handed = _patterns_of(scene).handed
    for number in range(deed.number, min(deed.number + 3, len(scene.clauses))):
        for group in scene.actors[number]:
            before = scene.context.text[scene.clauses[number].begin : group.span.begin]
            if group.span.begin > deed.span.end and handed.search(before):
                return group.mentions
    return ()


def _receiver_behind_dash(scene: Scene, deed: Deed) -> Sequence[Mention]:
    """捐给对口地区——某县."""
    after = [
        m for m in scene.mentions if deed.span.end <= m.span.begin and m.kind in ("Place", "Organization")
    ]
    gap = scene.context.text[deed.span.end : after[0].span.begin] if after else ""
    return after[:1] if len(gap) <= 8 and _DASH.fullmatch(gap) else ()

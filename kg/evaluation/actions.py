"""The layers of deeds: what was done, by whom, for whom, with what, when; and what must not be claimed."""

from __future__ import annotations

from collections.abc import Iterator

from kg.evaluation.gold import Forms, GoldAction, GoldArticle, Role, is_goods, normal
from kg.evaluation.matching import Matching, match_actions, meets
from kg.evaluation.report import Count, Detail, Finding, yes_or_no
from kg.evaluation.said import IsA, SaidAction, SaidArticle


def score_actions(gold: GoldArticle, said: SaidArticle, is_a: IsA) -> Iterator[Finding]:
    """All layers of actions; arguments are counted on the actions that are found."""
    yield from _not_claimed(gold, said, is_a)
    matching = match_actions(gold.actions, said.actions, is_a)
    yield _types(gold, said, matching)
    yield _donations(gold, said, matching, is_a)
    for i, j in sorted(matching.pairs):
        for layer, count in _arguments(gold.actions[j], said.actions[i]):
            yield Finding(layer, count, _detail(gold, layer, count, gold.actions[j], said.actions[i]))


def _not_claimed(gold: GoldArticle, said: SaidArticle, is_a: IsA) -> Iterator[Finding]:
    layer = "not said to be done, not claimed"
    for claim in gold.not_actions:
        sentence = normal(claim.evidence)
        wrong = any(
            action.status == "Realised"
            and is_a(action.cls, claim.cls)
            and any(sentence in text or text in sentence for text in action.evidence)
            and (not claim.agents or any(meets(action.agents, forms) for forms in claim.agents))
            for action in said.actions
        )
        detail = Detail(gold.stem, layer, "claimed", claim.cls, claim.span)
        yield Finding(layer, yes_or_no(not wrong), (detail,) if wrong else ())


def _types(gold: GoldArticle, said: SaidArticle, matching: Matching) -> Finding:
    layer = "action type"
    required = {j for j, action in enumerate(gold.actions) if action.required}
    missed = [gold.actions[j] for j in sorted(required - matching.gold)]
    extra = [action for i, action in enumerate(said.actions) if i not in matching.said]
    details = [
        Detail(gold.stem, layer, "missed", f"{_classes(action)} {action.trigger}", action.evidence)
        for action in missed
    ]
    details += [
        Detail(gold.stem, layer, "extra", f"{action.cls} {_people(action.agents)}", action.evidence[0])
        for action in extra
    ]
    count = Count(len(matching.pairs), len(said.actions), len(required & matching.gold), len(required))
    return Finding(layer, count, tuple(details))


def _donations(gold: GoldArticle, said: SaidArticle, matching: Matching, is_a: IsA) -> Finding:
    have = {i for i, action in enumerate(said.actions) if is_a(action.cls, "Donation")}
    want = {j for j, action in enumerate(gold.actions) if action.required and action.donation}
    return Finding(
        "donation", Count(len(have & matching.said), len(have), len(want & matching.gold), len(want))
    )


def _arguments(gold: GoldAction, said: SaidAction) -> Iterator[tuple[str, Count]]:
    yield "action agents", _role(gold.agents, said.agents)
    yield "action recipients", _role(gold.recipients, said.recipients)
    if gold.donation:
        yield "donated goods with quantity", _goods(gold, said)
        if gold.amounts or said.amount is not None:
            right = (said.amount, said.currency) in gold.amounts
            yield "donated amount", Count(right, said.amount is not None, right, bool(gold.amounts))
    if gold.status != "Realised":
        yield "planned or called-for, so marked", yes_or_no(said.status == gold.status)
    if gold.intermediaries:
        found = sum(meets((*said.via, *said.recipients), forms) for forms in gold.intermediaries)
        yield "intermediary", Count(found, found, found, len(gold.intermediaries))
    if gold.date or said.date:
        right = said.date in gold.dates
        yield "action date", Count(right, said.date is not None, right, gold.date is not None)


def _role(gold: Role, said: tuple[Forms, ...]) -> Count:
    """Any one of those also right stands for each that is wanted."""
    instead = any(meets(said, forms) for forms in gold.also)
    right = sum(meets((*gold.wanted, *gold.also, *gold.groups), forms) for forms in said)
    found = sum(instead or meets(said, forms) for forms in gold.wanted)
    return Count(right, len(said), found, len(gold.wanted))


def _goods(gold: GoldAction, said: SaidAction) -> Count:
    want = [goods for goods in gold.goods if is_goods(goods)]
    also = [goods for goods in gold.goods_also if goods.quantity is not None]
    have = [
        (forms, value)
        for forms, value in said.goods
        if value is not None and "捐款" not in forms and value != said.amount
    ]
    right = sum(
        any(goods.item in forms and goods.quantity == value for goods in (*want, *also))
        for forms, value in have
    )
    found = sum(
        any(
            value == goods.quantity
            and (goods.item in forms or any(o.item in forms and o.quantity == goods.quantity for o in also))
            for forms, value in have
        )
        for goods in want
    )
    return Count(right, len(have), found, len(want))


def _detail(
    gold: GoldArticle, layer: str, count: Count, want: GoldAction, have: SaidAction
) -> tuple[Detail, ...]:
    if count.right >= count.said and count.found >= count.wanted:
        return ()
    told = {
        "action agents": _people(have.agents),
        "action recipients": _people(have.recipients),
        "donated goods with quantity": "、".join(
            f"{'|'.join(sorted(forms))} {value}" for forms, value in have.goods
        ),
        "donated amount": f"{have.amount} {have.currency}",
        "planned or called-for, so marked": have.status,
        "intermediary": _people(have.via),
        "action date": str(have.date),
    }[layer]
    return (
        Detail(
            gold.stem, layer, "wrong", f"{_classes(want)} {want.trigger}: said {told or '–'}", want.evidence
        ),
    )


def _classes(action: GoldAction) -> str:
    return "|".join(sorted(action.classes)) or "any"


def _people(names: tuple[Forms, ...]) -> str:
    return "、".join("|".join(sorted(forms)) for forms in names)

"""Graphs made by hypothesis, with names as nasty as files can hold."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import strategies as st

from kg.iris import article_id, fact_id, make_id, sentence_id
from kg.model import Action, Article, Entity, Graph, Item, Membership, Sentence

KINDS = {
    "organization": ("Organization", "Hospital", "Company", "Team"),
    "person": ("Person",),
    "place": ("Place",),
    "title": ("Title",),
    "work": ("Work",),
}
DATES = (None, "2020-02-05", "2020-02", "2020", "--02-05")

nasty = st.one_of(
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\ufffe\uffff"), max_size=12),
    st.text(
        alphabet="云屏市医院\"'\\<>{}|^`#/%?:;,. \t\r\n\u0000\u200b\u00b7\U0001f637\ue000-_@", max_size=12
    ),
    st.sampled_from(
        ["", " ", "-", "_", "甲" * 500, "孟某", "a\\u0041", "e\u0301", "\u00e9", '"""', "\ufeff", "\u2028"]
    ),
)
confidences = st.integers(0, 10_000).map(lambda n: n / 10_000)
amounts = st.decimals(min_value=0, max_value=10**12, places=4, allow_nan=False, allow_infinity=False)


def some(ids: list[str]) -> st.SearchStrategy[tuple[str, ...]]:
    if not ids:
        return st.just(())
    return st.lists(st.sampled_from(ids), max_size=3, unique=True).map(lambda chosen: tuple(sorted(chosen)))


def perhaps(ids: list[str]) -> st.SearchStrategy[str | None]:
    return st.none() | st.sampled_from(ids) if ids else st.none()


@st.composite
def items(draw: st.DrawFn) -> Item:
    name, value = draw(nasty), draw(st.none() | amounts)
    unit, approximate = draw(st.none() | nasty), draw(st.booleans())
    return Item(fact_id("item", name, value, unit, approximate), name, value, unit, approximate)


@st.composite
def graphs(draw: st.DrawFn) -> Graph:
    names = {kind: draw(st.lists(nasty, max_size=3, unique_by=lambda n: make_id("x", n))) for kind in KINDS}
    ids = {kind: [make_id(kind, name) for name in names[kind]] for kind in KINDS}
    everyone = [id_ for kind in KINDS for id_ in ids[kind]]
    entities = [
        Entity(
            make_id(kind, name),
            draw(st.sampled_from(KINDS[kind])),
            name,
            tuple(sorted(draw(st.sets(nasty, max_size=2)))),
            draw(perhaps(ids["organization"])) if kind == "organization" else None,
            tuple(sorted(draw(st.sets(nasty, max_size=2)))),
        )
        for kind in KINDS
        for name in names[kind]
    ]
    articles = [
        Article(
            article_id(source),
            source,
            draw(st.none() | nasty),
            draw(st.sampled_from(DATES)),
            draw(some(everyone)),
        )
        for source in draw(st.lists(nasty, max_size=2, unique_by=article_id))
    ]
    places = st.tuples(st.integers(0, 9), st.integers(1, 9))
    sentences = [
        Sentence(
            sentence_id(article.id, begin, begin + length), article.id, begin, begin + length, draw(nasty)
        )
        for article in articles
        for begin, length in draw(st.lists(places, max_size=2, unique=True))
    ]
    evidence = some([sentence.id for sentence in sentences])
    memberships = [
        Membership(
            fact_id("membership", "任职", number),
            draw(st.sampled_from(ids["person"])),
            draw(perhaps(ids["organization"])),
            draw(perhaps(ids["title"])),
            draw(evidence),
            draw(confidences),
        )
        for number in range(draw(st.integers(0, 2)) if ids["person"] else 0)
    ]
    goods = st.lists(items(), max_size=2, unique_by=lambda item: item.id)
    actions = [
        Action(
            id=fact_id("action", trigger, number),
            cls=draw(st.sampled_from(["Action", "Donation", "Visit"])),
            trigger=trigger,
            status=draw(st.sampled_from(["Realised", "Planned", "CalledFor"])),
            agents=draw(some(everyone)),
            recipients=draw(some(everyone)),
            via=draw(some(everyone)),
            items=tuple(sorted(draw(goods), key=lambda item: item.id)),
            works=draw(some(ids["work"])),
            places=draw(some(ids["place"])),
            date=draw(st.sampled_from(DATES)),
            amount=draw(st.none() | amounts | st.just(Decimal("1E+3"))),
            currency=draw(st.none() | st.just("CNY") | nasty),
            approximate=draw(st.booleans()),
            evidence=draw(evidence),
            confidence=draw(confidences),
        )
        for number, trigger in enumerate(draw(st.lists(nasty, max_size=2)))
    ]
    pairs = {tuple(sorted(pair)) for pair in draw(st.lists(some(everyone), max_size=2)) if len(pair) == 2}
    return Graph(
        *(
            tuple(sorted(part, key=lambda thing: thing.id))
            for part in (articles, sentences, entities, memberships, actions)
        ),
        possibly_same=tuple(sorted(pairs)),
    )

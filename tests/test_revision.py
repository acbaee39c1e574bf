"""Identity that is revised is identity decided anew, whatever has changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from hypothesis import given, settings
from hypothesis import strategies as st
from test_identity import BODIES, ONTOLOGY, identified, reading, rulebook

from kg.entities import LocalEntity
from kg.identity import Identity
from kg.reading import LocalAction, Reading
from kg.reasons import find_merges
from kg.revision import Ground, lay_ground, revise, tell_standings

People = Sequence[tuple[str, Sequence[str]]]
Told = tuple[People, Sequence[str], str]
"""The people of an article with the bodies they serve, the works of the first of them, and its place."""

WORKS = ("《春天》", "《关于完善社区养老服务体系的若干建议》")
PLACES = ("岱宁市", "幸福村", "")

people = st.lists(
    st.tuples(
        st.sampled_from(["钟离白", "闻人杰", "司空岚"]),
        st.lists(st.sampled_from(sorted(BODIES)), max_size=2, unique=True),
    ),
    max_size=3,
    unique_by=lambda person: person[0],
)
articles = st.tuples(
    people, st.lists(st.sampled_from(WORKS), max_size=2, unique=True), st.sampled_from(PLACES)
)
corpora = st.dictionaries(st.integers(0, 7), articles, max_size=6)


def told_in(source: str, told: Told) -> Reading:
    """The reading of an article that says so."""
    served, works, place = told
    plain = reading(source, served)
    entities = [
        *plain.entities,
        *(LocalEntity("Work", title, (title,), ("work", title.strip("《》"))) for title in works),
        *([LocalEntity("Place", place, (place,), ("place", place))] if place else []),
    ]
    begin = len(plain.entities)
    actions = [create(f"action/{source}-{n}", begin - 1, begin + n) for n, _ in enumerate(works) if served]
    return plain._replace(entities=tuple(entities), printed=len(entities), actions=tuple(actions))


def create(id_: str, author: int, work: int) -> LocalAction:
    roles = (author,), (), (), (work,), ()
    return LocalAction(id_, "Creation", "撰写", "Realised", *roles, (), None, None, None, False, 0, 0.9)


def read(corpus: Mapping[int, Told]) -> list[Reading]:
    return [told_in(f"a_{n}.txt", corpus[n]) for n in sorted(corpus)]


def key_of(number: int, told: Told) -> bytes:
    return repr((number, told)).encode()


def ground_of(before: Mapping[int, Told], now: Mapping[int, Told]) -> Ground:
    """What stands for the articles as they are now of what was decided before."""
    readings = read(before)
    identity = identified(*readings)
    standings = list(tell_standings(identity, find_merges(identity, readings), ONTOLOGY))
    keys = [[key_of(n, corpus[n]) for n in sorted(corpus)] for corpus in (before, now)]
    return lay_ground(standings, *keys, [each.source for each in read(now)])


def outcome(identity: Identity, readings: Sequence[Reading]) -> tuple[object, ...]:
    merges = find_merges(identity, readings)
    return identity.clusters, identity.ids, identity.named, identity.found, identity.apart, merges


@settings(max_examples=400, deadline=None)
@given(corpora, corpora, st.sets(st.integers(0, 7)))
def test_revising_is_deciding_anew(
    before: dict[int, Told], other: dict[int, Told], changed: set[int]
) -> None:
    now = {n: told for n, told in before.items() if n not in changed}
    now |= {n: told for n, told in other.items() if n in changed}
    ground, readings = ground_of(before, now), read(now)
    assert ground.fits(readings)
    revised = revise(ground, readings, rulebook(), ONTOLOGY)
    assert outcome(revised, readings) == outcome(identified(*readings), readings)


def test_what_nothing_touches_is_not_decided_again() -> None:
    before: dict[int, Told] = {
        0: ([("钟离白", ["岱宁市第四人民医院"])], [], ""),
        1: ([("钟离白", ["岱宁市第四人民医院"])], [], ""),
        2: ([("闻人杰", ["民盟岱宁市委"])], [], ""),
    }
    now = {**before, 2: before[0]}
    ground = ground_of(before, now)
    assert ground.fresh == {2}
    revised = revise(ground, read(now), rulebook(), ONTOLOGY)
    assert {r for r, _ in revised.marks} == {0, 1, 2}  # the hospital and its head, whom all three name
    before[2] = now[2] = ([("司空岚", ["澜川市第一人民医院"])], [], "")
    now[2] = ([("闻人杰", ["民盟岱宁市委"])], [], "")
    revised = revise(ground_of(before, now), read(now), rulebook(), ONTOLOGY)
    assert {r for r, _ in revised.marks} == {2}


def test_an_article_more_or_less_moves_the_numbers_of_the_others() -> None:
    told: Told = ([("钟离白", ["岱宁市第四人民医院"])], [], "")
    ground = ground_of({1: told, 3: told}, {0: told, 1: told, 3: told})
    assert ground.fresh == {0}
    assert {r for r, own in ground.ids.items() if own} == {1, 2}


def test_other_readings_do_not_fit() -> None:
    told: Told = ([], [], "")
    ground = ground_of({1: told}, {1: told, 2: told})
    assert ground.fits(read({1: told, 2: told}))
    assert not ground.fits(read({1: told, 3: told}))
    assert not ground.fits(read({1: told}))

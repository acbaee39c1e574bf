"""The reading cases themselves: well-formed, true to their text, and able to fail."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from itertools import chain

import pytest
from reading_cases import CLASS_OF, ROLES, Case, find_faults, load_cases

from kg.evaluation.gold import normal
from kg.model import Action, Entity, Graph, Item, Membership
from kg.ontology import load_ontology

CASES = load_cases()
ONTOLOGY = load_ontology()
KEYS = {*CLASS_OF, "memberships", "actions"}
ACTION_KEYS = {"class", "items", "works", "amount", "currency", "date", "status", *ROLES}


def is_a(cls: str, top: str) -> bool:
    return cls == top or top in ONTOLOGY.ancestors(cls)


def names(case: Case) -> Iterator[str]:
    """Every name that must be found, each with its alternatives."""
    for kind in CLASS_OF:
        yield from case.expected.get(kind, ())
    yield from filter(None, chain.from_iterable(case.expected.get("memberships", ())))
    for action in case.expected.get("actions", ()):
        yield from chain.from_iterable(action.get(role, ()) for role in ROLES)
        yield from action.get("works", ())
        yield from (item[0] for item in action.get("items", ()))


def test_there_are_enough_cases_and_no_two_share_an_id_or_text() -> None:
    assert len(CASES) >= 60
    assert len({case.id for case in CASES}) == len(CASES) == len({case.text for case in CASES})


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_a_case_says_something_in_known_words(case: Case) -> None:
    assert case.expected or case.never
    for said in (case.expected, case.never):
        assert said.keys() <= KEYS
        assert all(len(fact) == 3 for fact in said.get("memberships", ()))
        for action in said.get("actions", ()):
            assert action.keys() <= ACTION_KEYS
            assert is_a(action["class"], "Action")
            assert action.get("status", "Realised") in {"Realised", "Planned", "CalledFor"}
            assert all(len(item) == 3 for item in action.get("items", ()))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_every_name_to_be_found_is_printed(case: Case) -> None:
    text = normal(case.text)
    absent = [name for name in names(case) if not any(normal(part) in text for part in name.split("|"))]
    assert absent == []


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_an_empty_graph_fails_every_case_that_wants_something(case: Case) -> None:
    assert bool(find_faults(case, Graph(), is_a)) == bool(case.expected)


ENTITIES = (
    Entity("person/1", "Person", "钱小满", ("钱院长",)),
    Entity("organization/1", "Hospital", "松湖县医院"),
    Entity("title/1", "Title", "院长"),
    Entity("work/1", "Work", "湖光"),
)
GIFT = Action(
    "action/1",
    "Donation",
    "捐赠",
    "Realised",
    agents=("person/1",),
    items=(Item("item/1", "棉被", Decimal(30), "床"),),
    works=("work/1",),
    date="--03-01",
    amount=Decimal(2000),
    currency="CNY",
)
SAID = Graph(
    entities=ENTITIES,
    memberships=(Membership("membership/1", "person/1", "organization/1", "title/1", (), 1.0),),
    actions=(GIFT,),
)


@pytest.mark.parametrize(
    ("expected", "said"),
    [
        ({"people": ["钱院长"]}, True),
        ({"people": ["钱小|钱小满"]}, True),
        ({"people": ["松湖县医院"]}, False),
        ({"organizations": ["松湖县医院"]}, True),
        ({"works": ["《湖光》"]}, True),
        ({"memberships": [["钱小满", "松湖县医院", "院长"]]}, True),
        ({"memberships": [["钱小满", "", "院长"]]}, True),
        ({"memberships": [["钱小满", "", "副院长"]]}, False),
        ({"actions": [{"class": "Donation"}]}, True),
        ({"actions": [{"class": "Visit"}]}, False),
        ({"actions": [{"class": "Donation", "agents": ["钱小满"], "recipients": []}]}, True),
        ({"actions": [{"class": "Donation", "agents": []}]}, False),
        ({"actions": [{"class": "Donation", "items": [["棉被", 30, "床"]], "works": ["湖光"]}]}, True),
        ({"actions": [{"class": "Donation", "items": [["棉被", "", ""]]}]}, True),
        ({"actions": [{"class": "Donation", "items": [["棉被", 31, "床"]]}]}, False),
        ({"actions": [{"class": "Donation", "items": [["棉被", 30, "条"]]}]}, False),
        ({"actions": [{"class": "Donation", "amount": 2000, "currency": "CNY"}]}, True),
        ({"actions": [{"class": "Donation", "amount": 2001}]}, False),
        ({"actions": [{"class": "Donation", "date": "2019-03-01|--03-01"}]}, True),
        ({"actions": [{"class": "Donation", "date": "2019-03-01"}]}, False),
        ({"actions": [{"class": "Donation", "status": "Planned"}]}, False),
    ],
)
def test_what_is_said_is_told_from_what_is_not(expected: dict[str, object], said: bool) -> None:
    wanted = Case("x", "x", "x", expected=expected, never={})
    forbidden = Case("x", "x", "x", expected={}, never=expected)
    assert bool(find_faults(wanted, SAID, is_a)) != said
    assert bool(find_faults(forbidden, SAID, is_a)) == said

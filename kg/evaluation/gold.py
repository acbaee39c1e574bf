"""Gold: what a careful reader found in an article, read from JSON into values that can be compared.

Names are compared in their normal form (`normal`), and by all forms that the gold gives for a thing.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kg.errors import InputError

Forms = frozenset[str]
"""The normal forms of one thing's names."""

CROSS = "cross.json"
"""The file of a gold folder that is about pairs across articles."""

_IGNORED = re.compile(r"[\s《》〈〉“”\"'‘’·•・]")
_CLASSES = {
    "Document": "Work",
    "Organizing/Leadership": "Leadership",
    "Volunteering/PreventionWork": "PreventionWork",
    "CreativeWork": "Creation",
}
_STATUSES = {"realised": "Realised", "planned": "Planned", "called-for": "CalledFor"}
_MONEY_UNITS = ("元", "币", "元人民币")


def normal(text: str) -> str:
    """Drop from a name or sentence what does not tell two apart: width, spaces, quotes, dots, 著 or 着."""
    folded = unicodedata.normalize("NFKC", text).replace("著", "着").replace("陜", "陕")
    return _IGNORED.sub("", folded)


@dataclass(frozen=True, slots=True)
class GoldEntity:
    """`classes` are the classes it may have, its own first; `aliases` the forms that one node must carry."""

    name: str
    classes: tuple[str, ...]
    forms: Forms
    aliases: Forms
    optional: bool


@dataclass(frozen=True, slots=True)
class GoldMembership:
    """`organization` is empty where none is asked for, `titles` None where any title will do."""

    person: Forms
    organization: Forms
    titles: tuple[str, ...] | None
    implied: bool
    text: str


@dataclass(frozen=True, slots=True)
class Goods:
    """A kind of goods by its normal name; `quantity` is None where the text gives none."""

    item: str
    quantity: float | None
    unit: str


@dataclass(frozen=True, slots=True)
class Role:
    """Who is asked for in a role, who is also right, and groups of people that are right though no entity."""

    wanted: tuple[Forms, ...]
    also: tuple[Forms, ...] = ()
    groups: tuple[Forms, ...] = ()


@dataclass(frozen=True, slots=True)
class GoldAction:
    """`required` is true of core actions told for the first time; `classes` empty means any class.

    `amounts` are pairs of a sum in full units and its currency.
    """

    classes: frozenset[str]
    trigger: str
    evidence: str
    required: bool
    agents: Role
    recipients: Role
    goods: tuple[Goods, ...]
    goods_also: tuple[Goods, ...]
    amounts: frozenset[tuple[float, str]]
    sums: frozenset[float]
    date: str | None
    dates: frozenset[str]
    status: str
    intermediaries: tuple[Forms, ...]
    donation: bool


@dataclass(frozen=True, slots=True)
class NotAction:
    """What a sentence must not be read to say: a realised action of `cls` (by one of `agents`, if any)."""

    cls: str
    evidence: str
    span: str
    agents: tuple[Forms, ...]


@dataclass(frozen=True, slots=True)
class GoldArticle:
    """The gold of the article whose file is `stem` with an ending."""

    stem: str
    entities: tuple[GoldEntity, ...]
    memberships: tuple[GoldMembership, ...]
    actions: tuple[GoldAction, ...]
    not_actions: tuple[NotAction, ...]


def read_golds(folder: Path) -> list[GoldArticle]:
    """Read the gold of every article in `folder`; InputError where there is none or some of it is broken."""
    golds = [read_gold(path) for path in sorted(folder.glob("*.json")) if path.name != CROSS]
    if not golds:
        raise InputError(f"{folder} holds no gold (*.json); give the folder that holds it.")
    return golds


def read_gold(path: Path) -> GoldArticle:
    """Read the gold of one article; InputError where it is not JSON or lacks something."""
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        entities = tuple(_entity(entity) for entity in data["entities"])
        names = {normal(entity.name): entity.forms for entity in entities}
        return GoldArticle(
            stem=path.stem,
            entities=entities,
            memberships=tuple(_membership(membership, names) for membership in data["memberships"]),
            actions=tuple(_action(action, names) for action in data["actions"]),
            not_actions=tuple(
                _not_action(claim, names)
                for claim in data.get("not_actions", [])
                if claim.get("strict") and claim["wrong_type"] != "Other"
            ),
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise InputError(
            f"{path} cannot be read as gold ({describe_fault(error)}); mend it or remove it."
        ) from error


def describe_fault(error: Exception) -> str:
    """What is wrong with a file of gold, in words, from what reading it raised."""
    if isinstance(error, KeyError):
        return f"{error.args[0]!r} is missing, or a name there that it does not know"
    if isinstance(error, json.JSONDecodeError | UnicodeDecodeError):
        return f"it is no JSON: {error}"
    if isinstance(error, OSError):
        return (error.strerror or str(error)).lower()
    return "a value in it is not of the kind that belongs there"


def _entity(data: Mapping[str, Any]) -> GoldEntity:
    resolved = data.get("resolved_name")
    own = [*data["mentions"], data["name"], *([resolved] if isinstance(resolved, str) else [])]
    also = frozenset(normal(form) for form in _listed(data.get("mentions_alt")))
    forms = frozenset(normal(form) for form in own)
    classes = [_class(name) for name in (data["type"], *_listed(data.get("type_alt")))]
    return GoldEntity(data["name"], tuple(classes), forms | also, forms - also, bool(data.get("optional")))


def _membership(data: Mapping[str, Any], names: Mapping[str, Forms]) -> GoldMembership:
    organizations = [data.get("organization"), *_listed(data.get("organization_alt"))]
    titles = [normal(title) for title in (data.get("title"), *_listed(data.get("title_alt"))) if title]
    return GoldMembership(
        person=_forms(data["person"], names),
        organization=frozenset().union(*(_forms(name, names) for name in organizations if name)),
        titles=tuple(titles) if data.get("title") else None,
        implied=bool(data.get("implied")),
        text=" / ".join(data.get(key) or "–" for key in ("person", "organization", "title")),
    )


def _action(data: Mapping[str, Any], names: Mapping[str, Forms]) -> GoldAction:
    own_currency = data.get("currency") or "CNY"
    amounts = {
        (float(data[key]), currency)
        for key, currency in (("amount_cny", "CNY"), ("amount", own_currency), ("amount_alt", own_currency))
        if data.get(key) is not None
    }
    kinds = [data["type"], *_listed(data.get("type_alt"))]
    dates = [data.get("date"), data.get("date_resolved"), *_listed(data.get("date_alt"))]
    return GoldAction(
        classes=frozenset() if data["type"] == "Other" else frozenset(_class(kind) for kind in kinds),
        trigger=data["trigger"],
        evidence=data["evidence"],
        required=data.get("core", True) and not data.get("duplicate_of"),
        agents=_role(data, "agents", names),
        recipients=_role(data, "recipients", names, _listed(data.get("recipient_groups_not_entities"))),
        goods=tuple(_goods(goods) for goods in data["objects"]),
        goods_also=tuple(_goods(goods) for goods in data.get("objects_alt") or []),
        amounts=frozenset(amounts),
        sums=frozenset(float(data[key]) for key in ("amount_cny", "amount") if data.get(key) is not None),
        date=data.get("date") or None,
        dates=frozenset(date for date in dates if date),
        status=_STATUSES[data.get("status", "realised")],
        intermediaries=_all_forms(_listed(data.get("intermediary")), names),
        donation=data["type"] == "Donation",
    )


def _not_action(data: Mapping[str, Any], names: Mapping[str, Forms]) -> NotAction:
    return NotAction(
        cls=_class(data["wrong_type"]),
        evidence=data["evidence"],
        span=data.get("span") or data["evidence"],
        agents=_all_forms(_listed(data.get("wrong_agents")), names),
    )


def _role(
    data: Mapping[str, Any], role: str, names: Mapping[str, Forms], groups: list[str] | None = None
) -> Role:
    group_names = frozenset(normal(group) for group in groups or [])
    wanted = _all_forms(_listed(data[role]), names)
    return Role(
        wanted=tuple(forms for forms in wanted if not forms & group_names),
        also=_all_forms(_listed(data.get(role + "_alt")), names),
        groups=tuple(frozenset({group}) for group in sorted(group_names)),
    )


def _goods(data: Mapping[str, Any]) -> Goods:
    quantity = data.get("quantity")
    return Goods(
        normal(data["item"]), None if quantity is None else float(quantity), str(data.get("unit") or "")
    )


def is_goods(goods: Goods) -> bool:
    """Whether this counts as a quantity of goods: not money, and with a number."""
    return goods.quantity is not None and goods.item != "捐款" and not goods.unit.endswith(_MONEY_UNITS)


def _forms(name: str, names: Mapping[str, Forms]) -> Forms:
    return names.get(normal(name), frozenset({normal(name)}))


def _all_forms(values: list[str], names: Mapping[str, Forms]) -> tuple[Forms, ...]:
    return tuple(_forms(value, names) for value in values)


def _class(name: str) -> str:
    return _CLASSES.get(name, name)


def _listed(value: str | list[str] | None) -> list[str]:
    return [value] if isinstance(value, str) else list(value or [])

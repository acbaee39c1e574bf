"""The files of the grammar and of the actions read, every key checked.

Each function raises `ConfigError` that names the file and the key at fault.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import fields, replace
from typing import Any

from kg.actionwords import (
    ActionRule,
    ClaimWords,
    DenialWords,
    Grammar,
    NominalWords,
    StatusWords,
    StrangerWords,
)
from kg.tomlfile import Table

ASPECTS = "了过完起"
"""What may stand between the two parts of a separable verb."""


def read_grammar(file: Table) -> Grammar:
    """The small words."""
    return Grammar(
        stops=frozenset(file.words("stops")),
        soft=frozenset(file.words("soft")),
        to=file.words("to"),
        undated=file.words("undated"),
        beside=file.words("beside"),
        towards=file.words("towards"),
        handing=file.words("handing"),
        through=file.words("through"),
        by=file.words("by"),
        passive=file.words("passive"),
        undergone=file.words("undergone"),
        at=file.words("at"),
        inviting=file.words("inviting"),
        enabling=file.words("enabling"),
        joiners=file.words("joiners"),
        address=file.words("address"),
        openers=file.words("openers"),
        describers=file.words("describers"),
        belonging=file.words("belonging"),
        presenting=file.words("presenting"),
        owning=file.words("owning"),
        uniting=file.words("uniting"),
        houses=file.words("houses"),
        towards_people=file.words("towards_people"),
        bylines=file.words("bylines"),
        media=file.words("media"),
        guidance=file.words("guidance"),
        says=file.words("says"),
        no_saying=file.words("no_saying"),
        assemblies=file.words("assemblies"),
        firms=file.words("firms"),
        fellows=file.words("fellows"),
        staff=file.words("staff"),
        verbs_between=frozenset(file.words("verbs_between")),
        no_preposition=file.words("no_preposition"),
        nominals=_read_nominals(file.table("nominals")),
        claims=_read_claims(file.table("claims")),
        denials=_read_denials(file.table("denials")),
        status=_read_status(file.table("status")),
        strangers=_read_strangers(file.table("strangers")),
    )


def _read_nominals(table: Table) -> NominalWords:
    return NominalWords(
        open_ended=table.words("open_ended"),
        attributes=table.words("attributes"),
        nominal=table.words("nominal"),
        laws=table.words("laws"),
        before_law=table.words("before_law"),
        on_laws=frozenset(table.words("on_laws")),
        no_laws=table.words("no_laws"),
        light=table.words("light"),
        tasks=table.words("tasks"),
        bettering=table.words("bettering"),
        demands=table.words("demands"),
        about=table.words("about"),
        scenes=table.words("scenes"),
        workers=table.words("workers"),
    )


def _read_claims(table: Table) -> ClaimWords:
    return ClaimWords(
        plans=table.words("plans"),
        enacting=table.words("enacting"),
        composing=table.words("composing"),
        vehicles=table.words("vehicles"),
        errands=table.words("errands"),
        short=table.words("short"),
        matters=table.words("matters"),
        temporal=table.words("temporal"),
        not_temporal=table.words("not_temporal"),
        meetings=table.words("meetings"),
        perceiving=table.words("perceiving"),
        acting_then=table.words("acting_then"),
        purposes=table.words("purposes"),
        serving=table.words("serving"),
    )


def _read_denials(table: Table) -> DenialWords:
    return DenialWords(
        denying=table.words("denying"),
        after_denying=table.words("after_denying"),
        no_denying=table.words("no_denying"),
    )


def _read_status(table: Table) -> StatusWords:
    return StatusWords(
        will=table.words("will"),
        lasting=table.words("lasting"),
        wholly=table.words("wholly"),
        rousing=frozenset(table.words("rousing")),
        obliged=table.words("obliged"),
        no_duty=table.words("no_duty"),
        sent=table.words("sent"),
        heeding=table.words("heeding"),
        followed=table.words("followed"),
    )


def _read_strangers(table: Table) -> StrangerWords:
    return StrangerWords(
        kinds=table.words("kinds"),
        somewhere=table.words("somewhere"),
        unnamed=table.words("unnamed"),
        crowds=table.words("crowds"),
        written=table.words("written"),
        theirs=table.words("theirs"),
        workplaces=table.words("workplaces"),
        bodies=table.words("bodies"),
        standing=table.words("standing"),
    )


def read_actions(files: Iterable[Table]) -> tuple[ActionRule, ...]:
    """The rules of all files; what a later file says of a known class is added to it."""
    rules: dict[str, ActionRule] = {}
    for file in files:
        for cls, table in file.tables().items():
            known = rules.get(cls)
            rule = _read_action(cls, table, known is not None)
            rules[cls] = _join(known, rule) if known else rule
    return tuple(rules.values())


def _read_action(cls: str, table: Table, more: bool) -> ActionRule:
    """The rule of a class; one that only adds `more` to a known rule needs no triggers of its own."""
    table.refuse_others(["separable", *(field.name for field in fields(ActionRule) if field.name != "cls")])
    return ActionRule(
        cls=cls,
        triggers=frozenset((*table.words("triggers", optional=more), *_parted(table))),
        weak=frozenset(table.words("weak", optional=True)),
        soft=frozenset(table.words("soft", optional=True)),
        gets=frozenset(table.words("gets", optional=True)),
        outlays=frozenset(table.words("outlays", optional=True)),
        firm=frozenset(table.words("firm", optional=True)),
        spoken=frozenset(table.words("spoken", optional=True)),
        adopts=frozenset(table.words("adopts", optional=True)),
        anew=frozenset(table.words("anew", optional=True)),
        goes=frozenset(table.words("goes", optional=True)),
        pure=frozenset(table.words("pure", optional=True)),
        nouns=table.words("nouns", optional=True),
        undergone=table.words("undergone", optional=True),
        transitive=table.words("transitive", optional=True),
        hosts=table.words("hosts", optional=True),
        objects=table.words("objects", optional=True),
        counted=table.words("counted", optional=True),
        works=table.words("works", optional=True),
        not_gifts=table.words("not_gifts", optional=True),
        gives=table.flag("gives"),
        makes=table.flag("makes"),
        any_work=table.flag("any_work"),
        counts=table.flag("counts"),
        meets=table.flag("meets"),
        asks=table.flag("asks"),
        general=table.flag("general"),
        own=table.flag("own"),
        invites=table.flag("invites"),
        cares=table.flag("cares"),
    )


def _parted(table: Table) -> Iterator[str]:
    """The forms of separable verbs with an aspect between verb and object: 测|了|血压 of 测血压."""
    words = table.words("separable", optional=True)
    return (word[0] + aspect + word[1:] for word in words for aspect in ASPECTS)


def _join(one: ActionRule, more: ActionRule) -> ActionRule:
    """A rule with all that another of its class adds."""
    names = (field.name for field in fields(ActionRule) if field.name != "cls")
    return replace(one, **{name: _both(getattr(one, name), getattr(more, name)) for name in names})


def _both(one: Any, more: Any) -> Any:
    """The words of two lists or sets, or whether either of two flags is set."""
    return one + more if isinstance(one, tuple) else one | more

"""The files of the grammar and of the actions read, every key checked.

Each function raises `ConfigError` that names the file and the key at fault.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields, replace
from typing import Any

from kg.rulewords import ActionRule, Grammar
from kg.tomlfile import Table


def read_grammar(file: Table) -> Grammar:
    """The small words."""
    return Grammar(
        stops=frozenset(file.words("stops")),
        soft=frozenset(file.words("soft")),
        to=file.words("to"),
        undated=file.words("undated"),
        beside=file.words("beside"),
        towards=file.words("towards"),
        through=file.words("through"),
        by=file.words("by"),
        passive=file.words("passive"),
        undergone=file.words("undergone"),
        at=file.words("at"),
        inviting=file.words("inviting"),
        enabling=file.words("enabling"),
        open_ended=file.words("open_ended"),
        joiners=file.words("joiners"),
        address=file.words("address"),
        openers=file.words("openers"),
        describers=file.words("describers"),
        belonging=file.words("belonging"),
        bylines=file.words("bylines"),
        media=file.words("media"),
        guidance=file.words("guidance"),
        says=file.words("says"),
        no_saying=file.words("no_saying"),
        attributes=file.words("attributes"),
        nominal=file.words("nominal"),
        laws=file.words("laws"),
        before_law=file.words("before_law"),
        on_laws=frozenset(file.words("on_laws")),
        no_laws=file.words("no_laws"),
        light=file.words("light"),
        tasks=file.words("tasks"),
        plans=file.words("plans"),
        enacting=file.words("enacting"),
        composing=file.words("composing"),
        errands=file.words("errands"),
        short=file.words("short"),
        bettering=file.words("bettering"),
        demands=file.words("demands"),
        about=file.words("about"),
        matters=file.words("matters"),
        temporal=file.words("temporal"),
        scenes=file.words("scenes"),
        workers=file.words("workers"),
        standing=file.words("standing"),
        assemblies=file.words("assemblies"),
        firms=file.words("firms"),
        meetings=file.words("meetings"),
        fellows=file.words("fellows"),
        crowds=file.words("crowds"),
        staff=file.words("staff"),
        strangers=file.words("strangers"),
        somewhere=file.words("somewhere"),
        perceiving=file.words("perceiving"),
        acting_then=file.words("acting_then"),
        unnamed=file.words("unnamed"),
        bodies=file.words("bodies"),
        verbs_between=frozenset(file.words("verbs_between")),
        no_preposition=file.words("no_preposition"),
        purposes=file.words("purposes"),
        serving=file.words("serving"),
        will=file.words("will"),
        lasting=file.words("lasting"),
        wholly=file.words("wholly"),
        denying=file.words("denying"),
        after_denying=file.words("after_denying"),
        no_denying=file.words("no_denying"),
        rousing=frozenset(file.words("rousing")),
        obliged=file.words("obliged"),
        no_duty=file.words("no_duty"),
        sent=file.words("sent"),
        heeding=file.words("heeding"),
        followed=file.words("followed"),
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
    table.refuse_others([field.name for field in fields(ActionRule) if field.name != "cls"])
    return ActionRule(
        cls=cls,
        triggers=frozenset(table.words("triggers", optional=more)),
        weak=frozenset(table.words("weak", optional=True)),
        soft=frozenset(table.words("soft", optional=True)),
        gets=frozenset(table.words("gets", optional=True)),
        outlays=frozenset(table.words("outlays", optional=True)),
        firm=frozenset(table.words("firm", optional=True)),
        spoken=frozenset(table.words("spoken", optional=True)),
        adopts=frozenset(table.words("adopts", optional=True)),
        goes=frozenset(table.words("goes", optional=True)),
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
    )


def _join(one: ActionRule, more: ActionRule) -> ActionRule:
    """A rule with all that another of its class adds."""
    names = (field.name for field in fields(ActionRule) if field.name != "cls")
    return replace(one, **{name: _both(getattr(one, name), getattr(more, name)) for name in names})


def _both(one: Any, more: Any) -> Any:
    """The words of two lists or sets, or whether either of two flags is set."""
    return one + more if isinstance(one, tuple) else one | more

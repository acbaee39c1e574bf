"""The layers of names: who and what an article mentions, and under which forms."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kg.evaluation.gold import GoldArticle, GoldEntity
from kg.evaluation.report import Count, Detail, Finding
from kg.evaluation.said import IsA, SaidArticle, SaidEntity

GROUPS = {
    "Person": ("Person",),
    "Organization+Hospital": ("Organization", "Hospital"),
    "Hospital": ("Hospital",),
    "Place": ("Place",),
    "Document": ("Work",),
}
"""The groups in which entities are counted, and the classes of each."""

_WITH_ALIASES = ("Person", "Organization+Hospital")


def score_entities(gold: GoldArticle, said: SaidArticle, is_a: IsA) -> Iterator[Finding]:
    """Names by group, and for persons and organizations the aliases gathered on one node."""

    def of_classes(classes: Sequence[str]) -> list[SaidEntity]:
        return [entity for entity in said.entities if any(is_a(entity.cls, cls) for cls in classes)]

    for group, classes in GROUPS.items():
        own = [entity for entity in gold.entities if entity.classes[0] in classes]
        allowed = [entity for entity in gold.entities if set(entity.classes) & set(classes)]
        nodes = of_classes(classes)
        wrong = [node for node in nodes if not any(entity.forms & node.forms for entity in allowed)]
        wanted = [entity for entity in own if not entity.optional]
        missed = [
            entity
            for entity in wanted
            if not any(entity.forms & node.forms for node in nodes + of_classes(entity.classes[1:]))
        ]
        layer = f"entity {group}"
        count = Count(len(nodes) - len(wrong), len(nodes), len(wanted) - len(missed), len(wanted))
        yield Finding(layer, count, tuple(_details(gold.stem, layer, missed, wrong)))
        if group in _WITH_ALIASES:
            yield _aliases(group, own, nodes)


def _details(
    stem: str, layer: str, missed: Sequence[GoldEntity], wrong: Sequence[SaidEntity]
) -> Iterator[Detail]:
    for entity in missed:
        yield Detail(stem, layer, "missed", entity.name)
    for node in wrong:
        yield Detail(stem, layer, "extra", "、".join(sorted(node.forms)))


def _aliases(group: str, own: Sequence[GoldEntity], nodes: Sequence[SaidEntity]) -> Finding:
    """Of each gold entity found, how many of its forms one single node carries."""
    carried = wanted = 0
    for entity in own:
        shares = [len(entity.aliases & node.forms) for node in nodes if entity.forms & node.forms]
        if shares:
            carried += max(shares)
            wanted += len(entity.aliases)
    return Finding(f"aliases {group}", Count(carried, carried, carried, wanted))

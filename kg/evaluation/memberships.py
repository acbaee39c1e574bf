"""The layer of posts: who holds which title where."""

from __future__ import annotations

from collections.abc import Iterator

from kg.evaluation.gold import GoldArticle, GoldMembership
from kg.evaluation.report import Count, Detail, Finding
from kg.evaluation.said import SaidArticle, SaidMembership


def score_memberships(gold: GoldArticle, said: SaidArticle) -> Iterator[Finding]:
    """Strictly (the organization must be right) and loosely (it may be wrong or absent)."""
    yield _score("membership (person, organization, title)", gold, said, strict=True)
    yield _score("membership (person, title)", gold, said, strict=False)


def _score(layer: str, gold: GoldArticle, said: SaidArticle, *, strict: bool) -> Finding:
    wanted = [membership for membership in gold.memberships if not membership.implied]
    missed = [want for want in wanted if not any(agrees(want, have, strict) for have in said.memberships)]
    wrong = [have for have in said.memberships if not any(agrees(g, have, strict) for g in gold.memberships)]
    details = [Detail(gold.stem, layer, "missed", want.text) for want in missed]
    details += [Detail(gold.stem, layer, "extra", _text(have), have.evidence) for have in wrong]
    total = len(said.memberships)
    count = Count(total - len(wrong), total, len(wanted) - len(missed), len(wanted))
    return Finding(layer, count, tuple(details) if strict else ())


def agrees(gold: GoldMembership, said: SaidMembership, strict: bool) -> bool:
    """Whether a membership said is one of the gold; strictly, with the right organization."""
    if not gold.person & said.person or not _titles_agree(gold.titles, said):
        return False
    return not strict or not gold.organization or bool(gold.organization & said.organization)


def _titles_agree(titles: tuple[str, ...] | None, said: SaidMembership) -> bool:
    """One may be the end of the other: 主任 for 呼吸内科主任."""
    return titles is None or any(
        title.endswith(have) or have.endswith(title) for title in titles for have in said.title
    )


def _text(said: SaidMembership) -> str:
    return " / ".join(
        "|".join(sorted(forms)) or "–" for forms in (said.person, said.organization, said.title)
    )

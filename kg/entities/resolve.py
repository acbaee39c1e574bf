"""Group the mentions of one article into entities."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from kg.entities.model import Resolution
from kg.entities.organizations import group_organizations
from kg.entities.persons import group_persons
from kg.entities.places import group_places
from kg.entities.pointers import attach_pointers
from kg.entities.works import group_works
from kg.mentions import Mention, mentions_in
from kg.model import Span
from kg.orgnames import home_of
from kg.rulebook import Rulebook

# Bodies of these are named in news about any party, which therefore is not about them.
_EVERYWHERE = ("中共", "共青团")


def resolve_mentions(
    text: str, mentions: Sequence[Mention], rules: Rulebook, abroad: Sequence[Span] = ()
) -> Resolution:
    """The entities of an article, from its cleaned text and all its mentions in order of place.

    Where a mention lies in a span of `abroad`, no word that points back means its body.

    A mention that names or points to nothing known (小孙 where the article knows two of that surname, 该院
    where it knows no hospital) means no entity, as do titles, pronouns and words for members.
    """
    bodies = [m for m in mentions if m.kind == "Organization"]
    named = [m for m in bodies if m.text not in rules.organizations.pointers]
    pointers = [m for m in bodies if m.text in rules.organizations.pointers]
    home = home_of(text, rules, [m.text for m in named])
    own_party = _own_party(named, rules)
    away = {m.span for span in abroad for m in mentions_in(span, mentions)}
    groups = [
        *group_persons([m for m in mentions if m.kind == "Person"], rules.names, rules.titles.posts),
        *attach_pointers(
            text,
            pointers,
            group_organizations(text, named, rules, home, own_party),
            rules.organizations.pointers,
            away,
        ),
        *group_places([m for m in mentions if m.kind == "Place"], rules.divisions, home),
        *group_works([m for m in mentions if m.kind == "Work"]),
    ]
    groups.sort(key=lambda g: min(m.span for m in g.mentions))
    of = {m.span: i for i, group in enumerate(groups) for m in group.mentions}
    return Resolution(tuple(g.entity for g in groups), of, home, own_party)


def _own_party(organizations: Sequence[Mention], rules: Rulebook) -> str:
    """The party an article is about: the one its bodies name most often, or nothing."""
    votes: Counter[str] = Counter()
    for mention in organizations:
        for form, party in rules.organizations.parties.items():
            if len(form) > 1 and form in mention.text and party not in _EVERYWHERE:
                votes[party] += 1
    return max(sorted(votes), key=lambda p: votes[p], default="")

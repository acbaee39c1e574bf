"""The order in which names are looked for: what is found first is taken for all that comes after."""

from __future__ import annotations

from collections.abc import Sequence

from kg.mentions.listed import find_listed, without_listed
from kg.mentions.model import Context, Mention, read_context
from kg.mentions.organizations import find_organizations
from kg.mentions.persons import find_persons
from kg.mentions.places import find_places
from kg.mentions.pointers import find_pointers, without_bodies_of_members
from kg.mentions.spans import is_free, places_in
from kg.mentions.titles import extend_departments, find_titles
from kg.mentions.works import find_works
from kg.model import Tag
from kg.rolls import Candidates
from kg.rulebook import Rulebook


def find_mentions(
    text: str, rules: Rulebook, tags: Sequence[Tag], rolls: Sequence[Candidates] = ()
) -> tuple[Context, list[Mention]]:
    """All mentions of a text in order of place, none overlapping; and the context they were found in.

    `text` is cleaned text; `tags` are a tagger's, none overlapping; `rolls` hold what may be names in its
    rolls. Every span counts the text's characters.
    """
    context = read_context(text, rules, tags)
    works = find_works(text)
    titles = find_titles(context)
    organizations = find_organizations(context, works, [t.span for t in titles])
    listed, words = find_listed(context, rolls)
    organizations = without_listed(organizations, [*listed, *words])
    names = sorted([*works, *(m.span for m in organizations)])
    covered = places_in(names)
    titles = [t for t in titles if is_free(t.span, covered)]
    titles = extend_departments(context, titles, organizations, names)
    persons = find_persons(context, names, [t.span for t in titles], listed, words)
    titles = without_bodies_of_members(context, titles, persons)
    taken = sorted([*names, *(m.span for m in (*persons, *titles))])
    places = find_places(context, taken, [t.span for t in titles])
    pointers = find_pointers(context, sorted([*taken, *(p.span for p in places)]))
    covered = places_in(p.span for p in persons)
    titles = [t for t in titles if is_free(t.span, covered)]
    return context, sorted(
        [
            *(context.mention(s, "Work", "Work") for s in works),
            *organizations,
            *titles,
            *persons,
            *places,
            *pointers,
        ]
    )

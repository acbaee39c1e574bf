"""Measure how much of what articles say is read again when their text is damaged, or tells of other people.

    python benchmarks/robustness.py [FOLDER] [--write]

FOLDER holds articles (the sample corpus by default). Each is read as it is when cleaned, and again changed
in ways that leave its meaning; what is told both times is counted beside what is told either time. `--write`
puts the table into docs/benchmarks.md.
"""

from __future__ import annotations

import argparse
import random
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from sections import table, write_section

from kg.clean import clean
from kg.model import Tagger
from kg.ontology import load_ontology
from kg.punctuation import fold_marks
from kg.read import read_article
from kg.reading import Reading
from kg.reading.document import read_document
from kg.rulebook import Rulebook, load_rulebook
from kg.sources import find_files
from kg.taggers import load_tagger

ROOT = Path(__file__).parent.parent
WIDE = 80
"""Columns at which lines are cut."""

_FULL = re.compile(r"[\u4e00-\u9fff]{2,3}")

Facts = frozenset[tuple[object, ...]]


@dataclass(frozen=True, slots=True)
class Told:
    """What an article says, by kind."""

    entities: Facts
    posts: Facts
    actions: Facts


def told(reading: Reading, real: Mapping[str, str]) -> Told:
    """The facts of a reading; `real` leads from names that were put in to those that stood there."""
    named = re.compile("|".join(map(re.escape, real)) or r"\Z.")
    names = [named.sub(lambda name: real[name[0]], fold_marks(each.name)) for each in reading.entities]

    def called(numbers: Iterable[int | None]) -> tuple[str, ...]:
        return tuple(sorted(names[number] for number in numbers if number is not None))

    return Told(
        frozenset((each.cls, name) for each, name in zip(reading.entities, names, strict=True)),
        frozenset((names[post.person], called([post.organization]), post.title) for post in reading.posts),
        frozenset(
            (
                a.cls,
                a.trigger,
                a.status,
                *map(called, (a.agents, a.recipients, a.works)),
                a.goods,
                a.amount,
                a.date,
            )
            for a in reading.actions
        ),
    )


def wrap(text: str) -> str:
    """The text in lines cut at a width, the first of a paragraph set in."""
    lines = []
    for paragraph in text.split("\n"):
        line, columns = "\u3000\u3000" * bool(paragraph), 4 * bool(paragraph)
        for character in paragraph:
            width = 2 if character > "\u2000" else 1
            if columns + width > WIDE:
                lines.append(line)
                line, columns = "", 0
            line, columns = line + character, columns + width
        lines.append(line)
    return "\n".join(lines)


DAMAGE: Mapping[str, Callable[[str], str]] = {
    "ASCII marks": lambda text: text.translate(str.maketrans("，；：！？（）", ",;:!?()")),
    "straight quotes": lambda text: text.translate(str.maketrans("“”", '""')),
    "〈〉 for 《》": lambda text: text.translate(str.maketrans("《》", "〈〉")),
    "points for full stops": lambda text: re.sub(r"。(?=.)", ". ", text).replace("。", "."),
    f"lines cut at {WIDE} columns": wrap,
}


def exchange_people(readings: Iterable[Reading], texts: Iterable[str]) -> dict[str, str]:
    """Names of the same length for all who are called by their whole name only, mixed from all of theirs."""
    people = sorted(
        {e.name for r in readings for e in r.entities if e.cls == "Person" and e.forms == (e.name,)}
    )
    people = [name for name in people if _FULL.fullmatch(name)]
    mixed, chance, everything = {}, random.Random(0), "\n".join(texts)
    for name in people:
        for _ in range(1000):
            other = chance.choice(people)[0] + chance.choice([n for n in people if len(n) == len(name)])[1:]
            if other not in everything and other not in mixed.values():
                mixed[name] = other
                break
    return mixed


def measure(folder: Path, tagger: Tagger, rules: Rulebook) -> list[tuple[str, ...]]:
    """Rows: the change, and the F1 of entities, posts and actions beside the unchanged articles."""
    texts = [clean(read_article(path, source)).text for source, path in find_files([folder])]

    def read(changed: list[str]) -> list[Reading]:
        documents = [clean(text, f"{number}.txt") for number, text in enumerate(changed)]
        tags = tagger([document.text for document in documents])
        return [read_document(d, t, rules) for d, t in zip(documents, tags, strict=True)]

    plain = read(texts)
    mixed = exchange_people(plain, texts)
    names = re.compile("|".join(sorted(mixed, key=len, reverse=True)) or r"\Z.")
    changed = {name: [change(text) for text in texts] for name, change in DAMAGE.items()}
    changed[f"{len(mixed)} people by other names"] = [
        names.sub(lambda name: mixed[name[0]], text) for text in texts
    ]
    real = {other: name for name, other in mixed.items()}
    wanted = [told(reading, {}) for reading in plain]
    rows = []
    for name, others in changed.items():
        found = [told(reading, real) for reading in read(others)]
        parts = ("entities", "posts", "actions")
        rows.append((name, *(f"{_f1(wanted, found, part):.3f}" for part in parts)))
    return rows


def _f1(wanted: list[Told], found: list[Told], part: str) -> float:
    pairs = [(getattr(one, part), getattr(other, part)) for one, other in zip(wanted, found, strict=True)]
    both = sum(len(one & other) for one, other in pairs)
    return 2 * both / sum(len(one) + len(other) for one, other in pairs)


def main() -> None:
    """Measure, print, and write where asked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, default=ROOT / "corpus")
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    rules = load_rulebook(classes=load_ontology().classes)
    rows = measure(options.folder, load_tagger(), rules)
    found = table(("changed", "entities", "posts", "actions"), rows)
    print(found)
    if options.write:
        made = "Made by `python benchmarks/robustness.py --write`: F1 beside the text unchanged."
        write_section("What damage and other names change", f"{made}\n\n{found}")


if __name__ == "__main__":
    main()

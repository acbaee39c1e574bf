"""Rolls found in an article, line after line."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache

from kg.model import Document, Span
from kg.patterns import BRACKET
from kg.rolls.columns import WHO, Table, is_rule, read_cells, read_head, read_label
from kg.rolls.headings import (
    announcement,
    announces_people,
    closes,
    find_list_within,
    tells_of_gifts,
    unit_of,
)
from kg.rolls.model import Candidates, Entry, Listed, Part, Rolls, Row
from kg.rolls.parts import Counting, read_parts, read_sum
from kg.rulebook import Rulebook
from kg.rulewords import RollWords
from kg.segment import Paragraph

LONGEST_BREAK = 3
"""Lines that are no entries after which a roll is over."""

LONGEST_LISTED = 10
"""Characters that a piece of a line of a roster has at most, on average."""

_PIECE = re.compile(r"[^、，,；;：:。\s|/]+")
_Item = Entry | Listed | Row
_JOINED = re.compile(r"(?<=..)[和与及](?=..)")


@dataclass(frozen=True, slots=True)
class _Open:
    """A roll that is being read: what announced it, how it counts, its table, the lines since an entry.

    `people` is whether it is a roster; `giver` whom a line of its own names: 捐赠单位：某公司.
    """

    opening: Span
    counting: Counting
    table: Table | None = None
    missed: int = 0
    people: bool = False
    giver: Span | None = None


@dataclass(frozen=True, slots=True, eq=False)
class _Article:
    """What an article says: as cleaned, and with its marks folded."""

    document: Document
    text: str
    rules: Rulebook


def find_rolls(document: Document, text: str, paragraphs: Sequence[Paragraph], rules: Rulebook) -> Rolls:
    """The rolls of a cleaned article: `text` is its text with the marks folded, in `paragraphs`."""
    entries: dict[Span, list[Entry]] = defaultdict(list)
    rows: dict[Span, list[Row]] = defaultdict(list)
    names: dict[tuple[Span, bool], list[Span]] = defaultdict(list)
    for line, item in _walk(_Article(document, text, rules), paragraphs):
        certain = isinstance(item, Row) or (isinstance(item, Entry) and "person" in item.cells)
        names[item.opening, certain] += _names_in(text, item)
        if isinstance(item, Entry):
            entries[line].append(item)
        elif isinstance(item, Row):
            rows[line].append(item)
    return Rolls(
        {line: tuple(found) for line, found in entries.items()},
        {line: tuple(found) for line, found in rows.items()},
        tuple(Candidates(tuple(spans), certain) for (_, certain), spans in names.items()),
        frozenset(opening for opening, _ in names),
    )


def _names_in(text: str, item: _Item) -> Iterator[Span]:
    """What may be names of people: the pieces of a list, outside brackets."""
    who = item.cells["person"] if isinstance(item, Row) else item.who
    masked = BRACKET.sub(lambda bracket: " " * len(bracket[0]), text[who.begin : who.end])
    for piece in _PIECE.finditer(masked):
        begin = who.begin + piece.start()
        yield Span(begin, begin + len(piece[0]))
        cuts = [0, *(at for m in _JOINED.finditer(piece[0]) for at in m.span()), len(piece[0])]
        if len(cuts) > 2:
            yield from (Span(begin + a, begin + b) for a, b in zip(cuts[::2], cuts[1::2], strict=True))


def _walk(article: _Article, paragraphs: Sequence[Paragraph]) -> Iterator[tuple[Span, _Item]]:
    """Every entry and row with the sentence it stands in, in order of place."""
    text, words = article.text, article.rules.rolls
    gifts = tells_of_gifts(text, words)
    if not gifts and not any(word in text for word in _openers(words)):
        return
    title = paragraphs[0].span
    themed = gifts and announcement(text[title.begin : title.end], words, False) is not None
    now: _Open | None = None
    for sentence in (sentence for paragraph in paragraphs for sentence in paragraph.sentences):
        now, items = _step(article, sentence, now, themed)
        yield from ((sentence, item) for item in items)


@cache
def _openers(words: RollWords) -> Sequence[str]:
    """Words of which a text without gifts has one if it has a roll: of rosters, and of tables of people."""
    return (*words.rosters, *(name for name, kind in words.columns.items() if kind == "person"))


def _step(
    article: _Article, sentence: Span, now: _Open | None, themed: bool
) -> tuple[_Open | None, Sequence[_Item]]:
    """The roll that is open behind a sentence, and what the sentence holds of it."""
    text, rules = article.text, article.rules
    line, words = text[sentence.begin : sentence.end], rules.rolls
    table = read_head(line, words)
    if table and (table.has_posts or (table.has_gifts and (now or themed or _names_gift(line, words.gifts)))):
        unit = unit_of(line, words) or (now.counting.unit if now else None)
        opening = now.opening if now and not table.has_posts else sentence
        return _Open(opening, Counting(unit), table), ()
    if now and now.table:
        if is_rule(line):
            return now, ()
        rows = read_cells(text, sentence, now.table, article.document)
        items = [item for cells in rows if (item := _item(text, now, cells, rules))]
        if items:
            return replace(now, missed=0), items
    end = announcement(line, words, themed)
    if end is not None:
        opened = _Open(sentence, Counting(unit_of(line[:end], words)))
        return _read_line(text, Span(sentence.begin + end, sentence.end), opened, rules)
    if announces_people(line, words):
        return _Open(sentence, Counting(), people=True), ()
    if now and now.people:
        listed = _is_listed(line)
        return (now, (Listed(now.opening, sentence),)) if listed else (None, ())
    if now and (told := read_label(text, sentence, words)):
        return _read_told(text, now, *told, rules)
    if now:
        return _read_line(text, sentence, now, rules)
    begin = find_list_within(line, words)
    if begin is None:
        return None, ()
    within = Span(sentence.begin + begin, sentence.end)
    return None, _read_line(text, within, _Open(sentence, Counting()), rules)[1]


def _read_told(
    text: str, now: _Open, kind: str, value: Span, rules: Rulebook
) -> tuple[_Open, Sequence[_Item]]:
    """The roll behind a line that names its own column: 捐赠单位：某公司, then 捐赠物资：口罩500只."""
    if kind in WHO:
        return replace(now, giver=value, missed=0), ()
    item = _item(text, now, {"giver": now.giver, kind: value}, rules) if now.giver else None
    return replace(now, missed=0), (item,) if item else ()


def _is_listed(line: str) -> bool:
    """Whether a line can be one of a roster: short, or with as many pauses as names."""
    pieces = _PIECE.findall(BRACKET.sub(" ", line))
    return bool(pieces) and len(line) <= LONGEST_LISTED * len(pieces)


def _names_gift(line: str, gifts: Sequence[str]) -> bool:
    return any(word in line for word in gifts)


def _item(text: str, now: _Open, cells: Mapping[str, Span], rules: Rulebook) -> Entry | Row | None:
    """What a row says: who gave what, or who was posted where."""
    if now.table is not None and now.table.has_posts:
        return Row(now.opening, cells) if "person" in cells else None
    who = cells.get("giver") or cells.get("person")
    told = cells.get("sum") or cells.get("worth")
    money = read_sum(text, told, now.counting, rules) if told else None
    goods = _goods_cell(cells)
    figure = money.span if money else cells.get("count") or goods
    if who is None or figure is None or text.startswith(rules.rolls.totals, who.begin):
        return None
    return Entry(now.opening, Part(who, figure, money, goods), cells)


def _goods_cell(cells: Mapping[str, Span]) -> Span | None:
    """From the name of goods to how many there are, with the unit where the next column tells it."""
    if "item" not in cells:
        return None
    item, count = cells["item"], cells.get("count", cells["item"])
    unit = cells.get("body", count)
    return Span(item.begin, max(item.end, count.end, unit.end if unit.begin >= count.begin else 0))


def _read_line(text: str, line: Span, now: _Open, rules: Rulebook) -> tuple[_Open | None, Sequence[_Item]]:
    """The roll behind a line that is no row of a table, and its entries."""
    said = text[line.begin : line.end]
    if not said.strip():
        return now, ()
    parts, headed = read_parts(text, line, now.counting, rules)
    if parts:
        counting = replace(now.counting, sum=headed or now.counting.sum)
        return replace(now, counting=counting, missed=0), [Entry(now.opening, part, {}) for part in parts]
    if headed:
        return replace(now, counting=replace(now.counting, sum=headed), missed=0), ()
    if closes(said, rules.rolls) or now.missed >= LONGEST_BREAK:
        return None, ()
    unit: Decimal | None = unit_of(said, rules.rolls) or now.counting.unit
    return replace(now, counting=Counting(unit), missed=now.missed + 1), ()

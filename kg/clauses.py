"""The actors of a clause: who heads a phrase, where the phrase begins, and who stands in one list.

Lists of words are in `rules/grammar.toml`; the single characters in the patterns here are its syntax.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from itertools import pairwise

from msgspec import Struct

from kg.actionwords import Grammar
from kg.mentions import Context, Mention
from kg.model import Span
from kg.patterns import BRACKET, HAN, any_of
from kg.roles import SURE, is_described_receiver, read_role

ACTORS = ("Person", "Organization", "Members", "Pronoun", "Pointer")

_INNER = re.compile(rf"[、兼的暨]|{HAN}{{1,6}}[科室部处]|的?(?:全体|广大|机关)")
_TOGETHER = re.compile("(?:自发|自愿|踊跃|积极|纷纷|主动|集体|共|累计|已|还|也|们)*")
_PLAIN = re.compile(rf"{HAN}{{0,6}}")
_PLACED = re.compile(rf"{HAN}{{2,12}}")
_COMMA = re.compile(r"\s*(?:同志)?[，,]")


class Actors(Struct, frozen=True):
    """One or several mentions, joined in a list, that play one part in a clause.

    `role` is subject, to, through, by, at, invited or object; `weight` says how surely.
    """

    mentions: tuple[Mention, ...]
    span: Span
    role: str
    weight: float

    @property
    def is_subject(self) -> bool:
        """Whether the group is surely the subject of its clause."""
        return self.role == "subject" and self.weight >= SURE


def read_actors(context: Context, clause: Span, mentions: Sequence[Mention]) -> list[Actors]:
    """The groups of actors of a clause in order, each with the part it plays.

    `mentions` are those of the clause in order of place; a body that only tells where a person serves is
    no actor of its own.
    """
    groups: list[list[Mention]] = []
    for index, head in enumerate(mentions):
        if not _is_head(context, mentions, index):
            continue
        if groups and _is_listed(context, groups[-1][-1], head, mentions):
            groups[-1].append(head)
        else:
            groups.append([head])
    result = []
    for group in groups:
        begin = _phrase_begin(context, clause, group[0], mentions)
        role, weight = read_role(context, clause, begin, group, mentions)
        result.append(Actors(tuple(group), Span(begin, group[-1].span.end), role, weight))
    return result


def _is_head(context: Context, mentions: Sequence[Mention], index: int) -> bool:
    """Whether a mention acts itself; a body before a title only tells where the titled person serves."""
    mention, after = mentions[index], mentions[index + 1 : index + 2]
    if mention.kind in ("Person", "Pronoun") and context.text.startswith(
        context.rules.grammar.belonging, mention.span.end
    ):
        return False
    if mention.kind == "Place":
        return not after or after[0].span.begin > mention.span.end
    if mention.kind not in ACTORS:
        return False
    if mention.kind == "Members" and index and _is_body_of(context, mentions[index - 1], mention):
        return False
    if mention.kind == "Members" and after and after[0].span.begin == mention.span.end:
        return not _names_someone(context.text, mentions[index:])
    if mention.kind != "Organization" or not after:
        return True
    if context.text.startswith(context.rules.grammar.firms, mention.span.end):
        return False
    if after[0].kind == "Members" and _is_body_of(context, mention, after[0]):
        return True
    gap = context.text[mention.span.end : after[0].span.begin]
    if after[0].kind == "Title" and _belongs(context, mention, after[0], gap):
        given = _staff_end(context, mentions[index + 1 :])
        named = any(m.kind == "Person" and m.span.begin == given for m in mentions[index + 1 :])
        if given and not named and (_is_given_to(context, mention) or _gives_together(context, given)):
            return True
        staff = after[0].text.endswith(context.rules.grammar.staff)
        many = staff or after[0].text in context.rules.titles.membership
        return many and not _names_someone(context.text, mentions[index + 1 :])
    return not (
        after[0].kind in ("Person", "Members")
        and (_houses(gap) or gap in context.rules.titles.posts or _staffs(gap, context.rules.grammar))
    )


def _staff_end(context: Context, titles: Sequence[Mention]) -> int:
    """Where the staff of a body ends whose words these are (干部|职工); 0 where it is none."""
    end = 0
    for title in titles:
        if (
            title.kind != "Title"
            or title.text not in context.rules.grammar.staff
            or end not in (0, title.span.begin)
        ):
            break
        end = title.span.end
    return end


def _gives_together(context: Context, end: int) -> bool:
    """Whether the staff that ends here gives as one, for which its body then stands: 某院职工|捐款4万元."""
    verb = _TOGETHER.match(context.text, end)
    begin = verb.end() if verb else end
    return any(r.gives and context.hit_at(f"action {r.cls}", begin) for r in context.rules.actions)


def _is_given_to(context: Context, body: Mention) -> bool:
    """Whether something goes to a body, whose staff then stands for it: 送到|某院医护人员手中."""
    grammar, begin = context.rules.grammar, body.span.begin
    end = begin - context.text.endswith("了", 0, begin)
    told = context.text.endswith((*grammar.to, *context.rules.gifts.handed), 0, end)
    told = told and not context.text.endswith(grammar.no_preposition, 0, end)
    return told or is_described_receiver(context, 0, begin)


def _is_body_of(context: Context, body: Mention, members: Mention) -> bool:
    """Whether members are those of the body right before them, which then acts itself: 某支部|会员."""
    gap = context.text[body.span.end : members.span.begin]
    return (
        body.kind == "Organization" and body.text not in context.rules.organizations.parties and _houses(gap)
    )


def _belongs(context: Context, body: Mention, title: Mention, gap: str) -> bool:
    """Whether a title is one of the body before it: nothing that does something stands between."""
    if _INNER.fullmatch(gap):
        return True
    between = body.span.end, title.span.begin
    sends = any(len(stop.word) > 1 for stop in context.stops_between(*between))
    return bool(_PLAIN.fullmatch(gap)) and not sends and not context.hits_between("predicate", *between)


def _houses(gap: str) -> bool:
    """Whether what stands between a body and a name lets the body only say where the person serves."""
    return len(gap) <= 8 and not re.search(r"[，,、和与]", gap) and (not gap or gap[-1] in "科室部处的全广 ")


def _staffs(gap: str, grammar: Grammar) -> bool:
    """Whether what stands between a body and a name tells what the person is there: 某大学经济系学生|X."""
    return gap.endswith((*grammar.staff, "员")) and _PLACED.fullmatch(gap) is not None


def _names_someone(text: str, chain: Sequence[Mention]) -> bool:
    """Whether a chain of titles and bodies leads up to a name."""
    for left, right in pairwise(chain):
        if len(text[left.span.end : right.span.begin]) > 6:
            return False
        if right.kind == "Person":
            return True
        if right.kind not in ("Title", "Organization", "Place"):
            return False
    return False


@cache
def _listing(grammar: Grammar) -> re.Pattern[str]:
    return re.compile(rf"\s*{any_of(grammar.address)}?\s*{any_of(grammar.joiners)}")


def _is_listed(context: Context, before: Mention, head: Mention, mentions: Sequence[Mention]) -> bool:
    """Whether two heads stand in a list, whatever titles and bodies lie between them."""
    between = [m for m in mentions if before.span.end <= m.span.begin and m.span.end <= head.span.begin]
    if any(m.kind not in ("Title", "Organization", "Place") for m in between):
        return False
    gap = _words_between(context.text, before, head, between)
    if "Place" in (before.kind, head.kind):
        return before.kind == head.kind and gap.strip() in ("、", "和", "与", "及")
    far = head.span.begin - before.span.end > 3
    if before.kind == head.kind == "Person" and far and _COMMA.match(gap):
        return any(m.kind == "Title" and m.span.end == head.span.begin for m in between)
    return len(gap) <= 12 and bool(_listing(context.rules.grammar).match(gap))


def _words_between(text: str, before: Mention, head: Mention, between: Sequence[Mention]) -> str:
    """What stands between two heads beside the mentions there."""
    ends = [before.span.end, *(m.span.end for m in between)]
    begins = [*(m.span.begin for m in between), head.span.begin]
    gaps = "".join(text[end:begin] for end, begin in zip(ends, begins, strict=True))
    return BRACKET.sub("", gaps)  # 某人（协会副会长）、某人


def _phrase_begin(context: Context, clause: Span, head: Mention, mentions: Sequence[Mention]) -> int:
    """Where the phrase begins whose head this is: bodies, titles and plain nouns in front belong to it."""
    begin = head.span.begin
    while (earlier := _step_back(context, clause, head, mentions, begin)) < begin:
        begin = earlier
    return begin


def _step_back(context: Context, clause: Span, head: Mention, mentions: Sequence[Mention], begin: int) -> int:
    """The begin of a phrase with one more mention or word in front, or `begin` where none belongs to it."""
    text, grammar = context.text, context.rules.grammar
    left = next((m for m in reversed(mentions) if m.span.end <= begin), None)
    if left and _is_part(left, text[left.span.end : begin], grammar):
        return left.span.begin
    if text.endswith(grammar.describers, clause.begin, begin):
        return begin - next(len(w) for w in grammar.describers if text.endswith(w, clause.begin, begin))
    at = begin - 1 if text[begin - 1 : begin] == "、" else begin
    noun = context.hit_ending("role", at) or (
        context.hit_ending("noun", at) if head.kind == "Person" else None
    )
    if noun is None or noun.span.begin < clause.begin:
        return begin
    stop = context.hit_at("stop", noun.span.begin)  # a verb, too: 某院|选派|护士长X
    return begin if stop and stop.span == noun.span else noun.span.begin


def _is_part(left: Mention, gap: str, grammar: Grammar) -> bool:
    """Whether a mention belongs to the phrase that begins behind it and the gap."""
    if left.kind == "Person":
        return gap in grammar.belonging
    close = len(gap) <= 6 and (not gap.strip() or bool(_INNER.fullmatch(gap)))
    staffs = left.kind == "Organization" and _staffs(gap, grammar)
    return staffs or (close and left.kind in ("Title", "Organization", "Place"))

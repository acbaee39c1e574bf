"""Who a clause is about: the small grammar from which agents, receivers and places are read.

Lists of words are in `rules/grammar.toml`; the single characters in the patterns here are its syntax.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from kg.actionwords import Grammar
from kg.mentions import Context, Mention
from kg.model import Span
from kg.patterns import HAN, any_of

ACTORS = ("Person", "Organization", "Members", "Pronoun", "Pointer")

SURE = 0.9
"""Weight from which on a group plays its part surely."""

_INNER = re.compile(rf"[、兼的暨]|{HAN}{{1,6}}[科室部处]|的?(?:全体|广大|机关)")
_DESCRIBED = re.compile(rf"[向给]{HAN}{{1,12}}的$")
_COUNTED = re.compile(r"的?(?:共有|共|又有|有)?(?:\d+|[一二三四五六七八九十百]+)[余多]?[名位个](?:老|新)?")
_TOGETHER = re.compile("(?:自发|自愿|踊跃|积极|纷纷|主动|集体|共|累计|已|还|也|们)*")
_PLAIN = re.compile(rf"{HAN}{{0,6}}")
_BODY = re.compile(rf"(?:{HAN}|、){{2,24}}")
_PLACED = re.compile(rf"{HAN}{{2,12}}")
# 5名|社员|奋战一线
_COUNT = re.compile(r"(?:[已共]?有)?\d+[余多]?[名位个]")
_COMMA = re.compile(r"\s*(?:同志)?[，,]")
_NUMBERED = re.compile(
    r"(?:[0-9一二三四五六七八九十]+[、.．是)）]|[（(]?[0-9一二三四五六七八九十]+[)）])?[“”\"'\s　【】\]》]*$"
)
_DATED = re.compile(
    r"(?:至|到|—|-)?(?:(?:19|20)?\d{2}年)?(?:\d{1,2}月(?:\d{1,2}[日号])?|\d{1,2}[日号]|\d{4}年)"
    r"(?:\d{1,2}[时点]\d{0,2}分?)?(?:以来|起|至今|前后|初|底|中旬|上旬|下旬)?$"
)

_TERM = re.compile(r"(?:第?[一二三四五六七八九十百\d]+|本|上|新一)届$")


@dataclass(frozen=True, slots=True)
class Actors:
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
        role, weight = _role(context, clause, begin, group, mentions)
        result.append(Actors(tuple(group), Span(begin, group[-1].span.end), role, weight))
    return result


def _is_head(context: Context, mentions: Sequence[Mention], index: int) -> bool:
    """Whether a mention acts itself; a body before a title only tells where the titled person serves."""
    mention, after = mentions[index], mentions[index + 1 : index + 2]
    if mention.kind == "Person" and context.text.startswith(
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
        if given and (_is_given_to(context, mention) or _gives_together(context, given)):
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
    return told or _is_described_receiver(context, 0, begin)


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
    return gap.endswith(grammar.staff) and _PLACED.fullmatch(gap) is not None


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
    return "".join(text[end:begin] for end, begin in zip(ends, begins, strict=True))


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


def _role(
    context: Context, clause: Span, begin: int, group: Sequence[Mention], mentions: Sequence[Mention]
) -> tuple[str, float]:
    """The part that a group plays whose phrase begins at `begin`, and how surely."""
    grammar, last = context.rules.grammar, group[-1]
    lead = context.text[clause.begin : begin].rstrip('“"')
    for role, words in (
        ("through", grammar.through),
        ("by", grammar.by),
        ("to", grammar.to),
        ("at", grammar.at),
        ("invited", grammar.inviting),
    ):
        if lead.endswith(words) and not lead.endswith(grammar.no_preposition):
            return role, 1.0
    if lead.endswith(grammar.passive):
        return "by", 0.8
    if _is_described_receiver(context, clause.begin, begin):
        return "to", SURE
    if lead.endswith(grammar.undergone):
        return "object", 0.3
    stripped = _strip_openers(lead, grammar.openers)
    if not stripped or _NUMBERED.fullmatch(stripped):
        owner = context.text.startswith("的", last.span.end) and not (
            _leads_members(last, mentions) or _counts_members(context, last.span.end)
        )
        return "subject", 0.4 if owner else 1.0
    if group[0].kind == "Members" and _COUNT.fullmatch(stripped):
        return "subject", 1.0
    closing = (
        last.kind in ("Person", "Organization") and last.span.end == clause.end and stripped[-1] in "的、"
    )
    described = last.kind in ("Person", "Pronoun") and (
        stripped.endswith("的") or _serves(context, stripped, begin, group)
    )
    described = described or (last.kind == "Organization" and _is_described_body(context, stripped, last))
    if (described or closing) and not _acts(context, clause.begin, begin, mentions):
        return "subject", SURE
    return "object", 0.3


def _leads_members(body: Mention, mentions: Sequence[Mention]) -> bool:
    """Whether a body stands for its members right behind it: 某支部|的|社员们."""
    return any(m.kind == "Members" and m.span.begin == body.span.end + 1 for m in mentions)


def _counts_members(context: Context, end: int) -> bool:
    """Whether members of the body before are counted, for whom it then stands: 某支社|的12名社员捐款."""
    counted = _COUNTED.match(context.text, end)
    return counted is not None and context.text.startswith(context.rules.grammar.fellows, counted.end())


def _is_described_body(context: Context, lead: str, body: Mention) -> bool:
    """Whether a body acts that words in front describe: 从事运输的|某公司|把…; not 以…为核心的."""
    grammar, end = context.rules.grammar, body.span.end
    acts = context.text.startswith(("把", "将", *grammar.to), end) or context.hit_at("action", end)
    return bool(acts) and lead.endswith("的") and not lead.startswith("以")


def _is_described_receiver(context: Context, floor: int, begin: int) -> bool:
    """Whether what stands at `begin` is to whom, behind words that tell which: 向对口帮扶的|某村."""
    lead = _DESCRIBED.search(context.text, max(floor, begin - 16), begin)
    return lead is not None and not _acts(context, lead.start(), begin, ())


def _serves(context: Context, lead: str, begin: int, group: Sequence[Mention]) -> bool:
    """Whether a titled person follows nouns that nobody knows: 某某联盟|主席X, 染布匠、|社员X."""
    titled = begin < group[0].span.begin
    hits = context.hits_between("predicate", begin - len(lead), begin)
    verbs = [hit for hit in hits if hit.word not in context.rules.titles.temporal]
    return titled and bool(_BODY.fullmatch(lead)) and not verbs


def _acts(context: Context, begin: int, end: int, mentions: Sequence[Mention]) -> bool:
    """Whether a trigger, no part of a title, stands between two places: what follows is then its object."""
    rules = (r for r in context.rules.actions if not r.general)
    hits = (hit for r in rules for hit in context.hits_between(f"action {r.cls}", begin, end))
    return any(not any(m.span.contains(hit.span) for m in mentions) for hit in hits)


def _strip_openers(lead: str, openers: tuple[str, ...]) -> str:
    """What remains of the words before a subject when dates, terms of office and openers are taken off."""
    while True:
        lead = lead.strip('“”" 　【】])）')
        shorter = _TERM.sub("", _DATED.sub("", lead))
        if shorter.endswith(openers):
            shorter = shorter.removesuffix(next(word for word in openers if shorter.endswith(word)))
        if shorter == lead:
            return lead
        lead = shorter

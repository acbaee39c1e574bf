"""Names of organizations: a head, and how far the name reaches to its left.

The tagger sees where a name may lie, the rulebook knows how names are made: place, level, party, ordinal,
matter, head. Either alone is often wrong at the left edge (传达九三学社省委); together they are not.
"""

from __future__ import annotations

import re
from bisect import bisect_left

from kg.lexicon import Hit
from kg.mentions.model import Context, Mention
from kg.model import Span, Tag

_BREAK = re.compile(r"[^\u3400-\u9fffA-Za-z0-9·•“”\"&㐀-䶿()（）-]")
_LATIN = re.compile(
    r"[A-Z][A-Za-z&.'-]*(?:\s+(?:of|for|the|and|in|on|de|&|[A-Z][A-Za-z&.'-]*))*\s+[A-Z][A-Za-z&.'-]*"
)
_COUNTED = re.compile(
    r"(?<!第)(?:[一两二三四五六七八九十百\d]+|几|数|多|半)[多余]?(?:所|家|支|个|名|位|张|台|座|间|批|部|组|条|只|项|种)"
)
LONGEST = 36


def find_organizations(context: Context, taken: list[Span], titles: list[Span]) -> list[Mention]:
    """Every organization named in the text, in order of place; none overlaps a span of `taken`."""
    found: list[Mention] = []
    for head in _heads(context, titles):
        if any(head.span.overlaps(t) for t in _near(taken, head.span)):
            continue
        if found and _is_inner(context, found[-1], head, titles):
            continue
        edge = _left_edge(context, head, found[-1] if found else None, taken)
        if edge is None:
            continue
        span = Span(edge, head.span.end)
        while found and found[-1].span.end > span.begin:
            span = Span(min(span.begin, found[-1].span.begin), span.end)
            found.pop()
        cls = context.rules.organizations.heads[head.word]
        found.append(Mention(span, "Organization", cls, context.text[span.begin : span.end]))
    return _with_tagged(context, found, taken)


def _heads(context: Context, titles: list[Span]) -> list[Hit]:
    """Heads that end a name here, overlapping ones run together: 市委|委员会 is 市委员会."""
    words = context.rules.organizations
    heads: list[Hit] = []
    for hit in sorted(context.hits["head"], key=lambda h: (h.span.end, h.span.begin)):
        if _runs_on(context, hit, titles) or _begins_in_verb(context, hit):
            continue
        if heads and hit.span.begin < heads[-1].span.end:
            if hit.span.begin >= heads[-1].span.begin and hit.span.end == heads[-1].span.end:
                continue
            begin = min(hit.span.begin, heads[-1].span.begin)
            joined = context.text[begin : hit.span.end]
            heads[-1] = Hit(Span(begin, hit.span.end), joined if joined in words.heads else hit.word)
        else:
            heads.append(hit)
    return heads


def _runs_on(context: Context, hit: Hit, titles: list[Span]) -> bool:
    """Whether what looks like a head goes on as another word: 信息科|技, 工作组|长; or is a title's department."""
    text, words = context.text, context.rules.organizations
    after = text[hit.span.end : hit.span.end + 1]
    if after and any(
        hit.word.endswith(ending) and after in follow for ending, follow in words.not_before.items()
    ):
        return True
    if context.hit_ending("not head", hit.span.end) or _covered(context, "not head", hit.span):
        return True
    if any(t.begin < hit.span.end < t.end for t in _near(titles, Span(hit.span.end - 1, hit.span.end))):
        return True
    return words.heads[hit.word] == "Department" and any(
        t.begin == hit.span.end for t in _near(titles, Span(hit.span.end, hit.span.end + 1))
    )


def _covered(context: Context, category: str, span: Span) -> bool:
    return any(
        h.span.begin <= span.begin and h.span.end > span.end
        for h in context.hits_between(category, max(0, span.begin - 4), span.end + 4)
    )


def _begins_in_verb(context: Context, hit: Hit) -> bool:
    """Whether a verb runs into what looks like a head: 上报|社."""
    return any(
        s.span.begin < hit.span.begin < s.span.end
        for s in context.stops[
            max(0, bisect_left(context.stops, hit.span.begin, key=lambda h: h.span.begin) - 3) :
        ][:3]
        if len(s.word) > 1
    )


def _is_inner(context: Context, before: Mention, head: Hit, titles: list[Span]) -> bool:
    """Whether a head only names a room of the body before it: 某公司|办公室|主任, 某医院|透析中心."""
    gap = context.text[before.span.end : head.span.begin]
    if (
        head.word not in context.rules.organizations.inner
        or head.span.begin < before.span.end
        or not re.fullmatch(r"[\u3400-\u9fffA-Za-z]{0,10}", gap)
    ):
        return False
    titled = any(t.begin == head.span.end for t in _near(titles, Span(head.span.end, head.span.end + 1)))
    return before.cls == "Hospital" or (
        titled
        and not gap.endswith(("党委", "支部"))
        and not context.hits_between("follow", before.span.end, head.span.begin)
    )


def _near(spans: list[Span], span: Span) -> list[Span]:
    index = bisect_left(spans, span.begin, key=lambda s: s.end)
    return spans[index : index + 4]


def _floor(context: Context, begin: int, taken: list[Span]) -> int:
    """The leftmost place a name ending in a head at `begin` could reach."""
    text = context.text
    floor = max(0, begin - LONGEST)
    for match in _BREAK.finditer(text, floor, begin):
        floor = match.end()
    for span in taken:
        if span.end <= begin:
            floor = max(floor, span.end)
    for hit in context.hits_between("membership", floor, begin):
        if context.rules.titles.membership[hit.word]:
            floor = max(floor, hit.span.end)
    for tag in context.tagged("PER", Span(floor, begin)) if floor < begin else ():
        if (
            tag.end <= begin
            and tag.end - tag.begin <= 4
            and not context.tagged("ORG", Span(tag.begin, tag.end))
        ):
            floor = max(floor, tag.end)
    for opening in '(（“"':
        at = text.rfind(opening, floor, begin)
        closing = {"(": ")", "（": "）", "“": "”", '"': '"'}[opening]
        if at >= 0 and closing not in text[at + 1 : begin]:
            floor = max(floor, at + 1)
    for match in re.finditer(r"([(（])([^()（）]*)[)）]", text[floor:begin]):
        # 韩国友利银行（中国）有限公司: a short bracket after a word is part of the name.
        if len(match[2]) > 6 or match.start() == 0:
            floor = max(floor, floor + match.end())
    return floor


def _left_edge(context: Context, head: Hit, before: Mention | None, taken: list[Span]) -> int | None:
    """Where the name with this head begins, or None where the head names nothing."""
    text, words = context.text, context.rules.organizations
    begin = head.span.begin
    floor = _floor(context, begin, taken)
    tags = context.tagged("ORG", Span(floor, head.span.end))
    tagged = next((t for t in reversed(tags) if t.end > begin), None)
    edge = _after_stops(context, floor, begin, tagged.begin if tagged else None)
    party = _party_at(context, edge, begin)
    if (
        before
        and before.span.end >= edge
        and before.span.begin < begin
        and _joins(context, before, head, edge)
    ):
        return before.span.begin
    if before and edge < before.span.end <= begin:
        edge = before.span.end
    places = [t.begin for t in context.tagged("LOC", Span(edge, begin))] if edge < begin else []
    places += [
        h.span.begin
        for c in ("place", "short place", "nation")
        for h in context.hits_between(c, edge, begin + 1)
        if h.span.begin < begin
    ]
    places = [p for p in places if p >= edge]
    if party is not None:
        candidates = [party, *[p for p in places if p < party]]
        start = (
            min(candidates) if not text[min(candidates) : party].strip() or min(candidates) < party else party
        )
    elif places:
        start = min(places)
        if tagged and edge <= tagged.begin < start:
            start = tagged.begin
    elif tagged and tagged.begin >= edge:
        start = tagged.begin
    else:
        start = edge
    if any(h.span.begin < start < h.span.end for h in context.hits_between("inside", edge, begin)):
        start = edge
    start = _whole_place(context, start, edge)
    return _accept(context, start, head, bool(tagged), bool(places) or party is not None)


def _whole_place(context: Context, start: int, edge: int) -> int:
    """Where a tagger's name begins inside a place that the text names elsewhere, begin with the place."""
    for name in context.places:
        for back in range(1, min(len(name), start - edge + 1)):
            if context.text.startswith(name, start - back) and len(name) > back:
                return start - back
    return start


def _after_stops(context: Context, floor: int, begin: int, tag: int | None) -> int:
    """The place behind the last stop between `floor` and the head."""
    edge = floor
    places = context.hits_between("place", floor, begin) + context.hits_between("short place", floor, begin)
    for stop in reversed(context.stops[bisect_left(context.stops, floor, key=lambda h: h.span.begin) :][:60]):
        if stop.span.end > begin or stop.span.begin < floor:
            continue
        soft = stop.word in context.rules.grammar.soft
        in_tag = tag is not None and tag <= stop.span.begin
        after_place = len(stop.word) > 1 and any(
            floor <= p.span.begin and p.span.end <= stop.span.begin for p in places
        )
        if soft and (in_tag or after_place):
            continue
        edge = stop.span.end
        break
    return edge


def _party_at(context: Context, edge: int, begin: int) -> int | None:
    hits = [h for h in context.hits_between("party", edge, begin + 4) if h.span.begin >= edge]
    return hits[0].span.begin if hits else None


def _joins(context: Context, before: Mention, head: Hit, edge: int) -> bool:
    """Whether a head goes on with the name before it: 第四人民医院|医疗救援队, 市委|统战部, 医院红谷滩|分院."""
    gap = context.text[before.span.end : head.span.begin]
    words = context.rules.organizations
    if not gap:
        return head.word in words.parts or head.word not in words.alone
    if re.fullmatch(r"[(（][^()（）]{1,6}[)）]", gap):
        return True
    if re.search(r"[、,，（）()“”]", gap):
        return False
    tags = context.tagged("ORG", Span(before.span.end - 1, head.span.end))
    if any(t.begin < before.span.end and t.end >= head.span.end for t in tags):
        return True
    if len(gap) > 8 or (before.span.end < edge and gap):
        return False
    return head.word in context.rules.organizations.parts


def _accept(context: Context, start: int, head: Hit, tagged: bool, placed: bool) -> int | None:
    text, words = context.text, context.rules.organizations
    start = _skip_generic(context, start, head)
    for category in ("called", "follow"):
        verb = context.hit_at(category, start)
        if verb and len(verb.word) > 1 and verb.span.end <= head.span.begin:
            start = verb.span.end
    body = text[start : head.span.begin].strip('“”"')
    if text[start : head.span.begin][:1] in ("”", '"'):
        start += 1
    if head.word in words.alone and not (
        body and (placed or (tagged and _may_be_town(context, start, head)))
    ):
        return head.span.begin
    if body in words.levels and body:
        return start
    if not tagged and any(len(h.word) > 1 for h in context.hits_between("follow", start, head.span.begin)):
        start = max(
            h.span.end for h in context.hits_between("follow", start, head.span.begin) if len(h.word) > 1
        )
        body = text[start : head.span.begin]
    if len(body) < 2 or _COUNTED.search(text[start : head.span.begin]):
        return None
    if _points(context, start) or body in words.generic or body[0] in "个名位所家":
        return None
    cls = words.heads[head.word]
    if not (tagged or placed) and (
        len(body) > 14 or (head.word in words.weak and cls in ("Hospital", "School", "Company", "Charity"))
    ):
        return None
    return _with_ordinal(text, start, cls)


def _may_be_town(context: Context, start: int, head: Hit) -> bool:
    """Whether what stands before 市委 may be an unknown town: two or three characters that are no word."""
    body = Span(start, head.span.begin)
    common = any(
        h.span == body for c in ("noun", "predicate") for h in context.hits_between(c, body.begin, body.end)
    )
    return len(body) in (2, 3) and head.word[0] in context.rules.organizations.levels and not common


def _points(context: Context, start: int) -> bool:
    """Whether a name begins with 该, 本 or 我 (and not with 本溪)."""
    if context.hit_at("place", start) or context.hit_at("short place", start):
        return False
    return context.text.startswith(context.rules.organizations.pointing, start)


def _with_ordinal(text: str, start: int, cls: str) -> int:
    """第二批|湛江医疗队 and 援|石首医疗队: what a team is called begins before the place."""
    if cls != "Team":
        return start
    match = re.search(
        r"(?:第[一二三四五六七八九十\d]+批次?|首批)?(?:驰援|支援|援)?$", text[max(0, start - 8) : start]
    )
    return start - len(match[0]) if match else start


def _skip_generic(context: Context, start: int, head: Hit) -> int:
    """全市九三学社组织 and 当地医院: a word of generality in front is no part of a name."""
    words = context.rules.organizations
    text = context.text
    moved = True
    while moved:
        moved = False
        for word in words.generic:
            if len(word) > 1 and text.startswith(word, start) and start + len(word) <= head.span.begin:
                start, moved = start + len(word), True
    return start


def _with_tagged(context: Context, found: list[Mention], taken: list[Span]) -> list[Mention]:
    """Add what the tagger calls an organization and no head explains, and parties that stand alone."""
    more = _latin_names(context, [*taken, *(m.span for m in found)])
    found = found + more
    more = []
    for tag in context.tags:
        span = Span(tag.begin, tag.end)
        if tag.label != "ORG" or any(span.overlaps(o) for o in [*taken, *(m.span for m in found)]):
            continue
        if _is_likely(context, span) and not context.hits_between("party", span.begin, span.end + 1):
            more.append(Mention(span, "Organization", "Organization", context.text[span.begin : span.end]))
    for hit in context.hits["party"]:
        member = context.hit_at("membership", hit.span.end)
        if (hit.word in context.rules.organizations.short_parties and not member) or any(
            hit.span.overlaps(m.span) for m in found
        ):
            continue
        place = context.hit_ending("place", hit.span.begin) or context.hit_ending(
            "short place", hit.span.begin
        )
        begin = place.span.begin if place else hit.span.begin
        more.append(
            Mention(
                Span(begin, hit.span.end),
                "Organization",
                "PartyOrganization",
                context.text[begin : hit.span.end],
            )
        )
    return sorted(found + more)


def _latin_names(context: Context, taken: list[Span]) -> list[Mention]:
    """Bodies with Latin names, with what Chinese stands right before: 新加坡|SinoCare Foundation."""
    found = []
    for match in _LATIN.finditer(context.text):
        span = Span(match.start(), match.end())
        cls = next(
            (c for w, c in context.rules.organizations.latin.items() if re.search(rf"\b{w}\b", match[0])),
            None,
        )
        if cls is None or any(span.overlaps(t) for t in taken):
            continue
        place = context.hit_ending("place", span.begin) or next(
            (
                t
                for t in context.tagged("LOC", Span(max(0, span.begin - 1), span.begin))
                if t.end == span.begin
            ),
            None,
        )
        begin = place.begin if isinstance(place, Tag) else place.span.begin if place else span.begin
        before = re.search(
            r"(?<![\u3400-\u9fff])[\u3400-\u9fff]{2,4}$", context.text[max(0, begin - 6) : begin]
        )
        begin -= len(before[0]) if before and begin == span.begin else 0
        found.append(Mention(Span(begin, span.end), "Organization", cls, context.text[begin : span.end]))
    return found


def _among_names(context: Context, span: Span) -> bool:
    """Whether a list mark joins the span to a name of a person: 褚良、步青云."""
    text = context.text
    after = text[span.end : span.end + 1] in ("、", "和") and any(
        t.begin == span.end + 1 for t in context.tagged("PER", Span(span.end + 1, span.end + 2))
    )
    before = text[span.begin - 1 : span.begin] in ("、", "和") and any(
        t.end == span.begin - 1 for t in context.tagged("PER", Span(max(0, span.begin - 2), span.begin - 1))
    )
    return after or before


def _is_likely(context: Context, span: Span) -> bool:
    """Whether a name that only the tagger knows is one: not a word, not general, no verb in it."""
    words, name = context.rules.organizations, context.text[span.begin : span.end]
    if len(name) < 3 and (context.hit_at("predicate", span.begin) or context.hit_at("noun", span.begin)):
        return False
    if len(name) <= 5 and name.endswith(("科", "室", "病区", "门诊", "病房")):
        return False
    titled = context.hit_ending("post", span.begin) or context.hit_ending("membership", span.begin)
    if len(name) <= 3 and name[0] in context.rules.names.common and (titled or _among_names(context, span)):
        return False
    if (
        len(name) < 2
        or _COUNTED.search(name)
        or _points(context, span.begin)
        or name.startswith(tuple(g for g in words.generic if len(g) > 1))
    ):
        return False
    if context.hits_between("not head", span.begin, span.end) or context.hits_between(
        "membership", span.begin, span.end + 1
    ):
        return False
    if any(s.span.end == span.end for s in context.stops if s.span.begin >= span.begin):
        return False
    verbs = [
        s
        for s in context.stops
        if span.begin <= s.span.begin and s.span.end <= span.end and s.word not in context.rules.grammar.soft
    ]
    return not verbs and not context.hits_between("follow", span.begin, span.begin + 4)

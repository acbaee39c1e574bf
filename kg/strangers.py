"""Subjects that the text has no name for: a clause with one speaks of nobody that was named before."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from kg.actionwords import Grammar, StrangerWords
from kg.mentions import Context, Mention
from kg.model import Span
from kg.patterns import HAN, any_of, opening, word_at
from kg.scene import Scene, find_deeds

LONGEST_UNNAMED = 4
"""Characters that may stand before a word for an unnamed subject: 市里的|专家组."""

LONGEST_BODY = 16
"""Characters that may stand before the end of a body that is no mention: 党政|办公室."""

_HAN = re.compile(rf"{HAN}+")
_SOMEONE = re.compile(
    r"(?!一(?:上午|下午|早上|晚上|天|路|直|起|次|共|线))(?:但|而|另|还|也|又)?有?(?:一|两|三|几|多|数|某|部分|许多|不少|其他|第[一二三四五六七八九十]+|这|那)"
    rf"[家所名位个些条台批]?{HAN}{{0,8}}?"
    rf"|(?:第?[一二三四五六七八九十\d]+批)?(?:{HAN}{{1,12}}的)?\d+[余多万]*[名位个]{HAN}{{0,8}}?"
    rf"|[已共]有\d+[余多]?家|有[个位名些]{HAN}{{0,8}}?"
)
# 某区所辖|21家医院, 54支青年突击队: of whom the text tells no name.
_SEVERAL = re.compile(rf"(?:所辖|辖区内?的?|下辖)?\d+[余多万]*(?:[家所]{HAN}|支{HAN}{{0,16}}?队)")
# 为社区居民|捐赠: for whom, not who.
_SERVED = ("为", "给", "向", "对")
_PEOPLE = re.compile(r"(?![我咱你他她它人]们)[^\W\d_为给向对把将被让使跟与和同在从由]{1,6}们")
_TOWN = re.compile(
    r"[\d年月日号上下午晚早凌晨时点分]*"
    r"([^\W\d_在向为到赴从对给与和于由把将往至去来的了是深入走进全我该本各]{2,4}?"
    r"(?:[省市县区镇州]|乡(?!村)|村(?![民里内委])))"
)


def opens_with_stranger(scene: Scene, number: int, subject: Sequence[Mention]) -> bool:
    """Whether a clause begins with a subject that the text does not name; `subject` is the one before."""
    reads = (_is_idle_place, _is_stranger, _is_titled, _is_unknown_town, _is_noun_in_front)
    weighs = (_is_unnamed, _is_stranger_body)
    return any(reads_so(scene, number) for reads_so in reads) or any(
        weighs_so(scene, number, subject) for weighs_so in weighs
    )


def opens_with_end_of(scene: Scene, number: int, body: Sequence[Mention]) -> bool:
    """Whether an unread body that opens a clause is one of these, by the end of its name."""
    unread = _unread_body(scene, number) if body else ""
    return len(unread) > 2 and any(m.text.endswith(unread) for m in body)


def _is_idle_place(scene: Scene, number: int) -> bool:
    """Whether a sentence begins with a place that acts, though not surely itself: 某市“五一”假期|举办…."""
    first = next(iter(scene.actors[number]), None)
    if number or first is None:
        return False
    return first.is_subject and first.mentions[0].kind == "Place"


def _is_stranger(scene: Scene, number: int) -> bool:
    """Whether a clause begins with a subject that is nobody the text names: 另有一家境外机构, 书画家们."""
    clause, text, grammar = scene.clauses[number], scene.context.text, scene.context.rules.grammar
    words = grammar.strangers
    if _told_apart(words).match(text, clause.begin, clause.end):
        return True
    lead = text[clause.begin : clause.begin + 16]
    people = _PEOPLE.match(text, clause.begin, clause.end)
    if people and not any(m.span.overlaps(Span(*people.span())) for m in scene.mentions if m.kind != "Title"):
        return _leads_plainly(scene.context, *people.span())
    home = next((m.span.end for m in scene.mentions if m.span.begin == clause.begin), clause.begin)
    if _SEVERAL.match(text, home, clause.end) or _are_others(scene, number):
        return True
    if not _any_stranger(words).search(lead):
        return False
    someone = None if _counted_members(grammar).match(lead) else _SOMEONE.match(lead)
    named = len(word_at(words.somewhere, lead, 0)) or home - clause.begin
    if not someone and named <= 0:
        return False
    deeds = (t.span.begin - clause.begin for t in scene.triggers[number] if not t.rule.gives)
    deed = min(deeds, default=len(lead))
    places = [(lead.find(word), len(word)) for word in words.kinds if len(word) > 1]
    places = [(at, size) for at, size in places if 0 <= at <= deed]
    if someone and any(at <= 10 and someone.end() <= at + size for at, size in places):
        return True
    return named > 0 and any(named == at for at, _ in places)


def _are_others(scene: Scene, number: int) -> bool:
    """Whether a clause opens with people of whom the text only tells what they are: 某旅|官兵紧急驰援."""
    context, clause = scene.context, scene.clauses[number]
    people = _people_of(context.rules.grammar).match(context.text, clause.begin, clause.end)
    if people is None or context.text.startswith(("的", "、", "和", "们", "中"), people.end()):
        return False
    inside = (m for m in scene.mentions if m.span.begin < people.end() and m.span.end > clause.begin)
    named = any(m.kind != "Place" for m in inside)
    if any(t.span.begin == clause.begin for t in scene.triggers[number]):  # 排查|返乡人员300人
        return False
    return not named and _is_free_of_stops(context, clause.begin, people.end())


@cache
def _people_of(grammar: Grammar) -> re.Pattern[str]:
    no_lead = (*_prepositions(grammar), *grammar.claims.purposes)
    return re.compile(rf"(?!{any_of(no_lead)})(?:{HAN}|\d){{1,16}}?{any_of(grammar.strangers.crowds)}")


@cache
def _counted_members(grammar: Grammar) -> re.Pattern[str]:
    """38名社员|共捐款: those of the body told before."""
    return re.compile(rf"(?:又有|有|共有)?\d+[余多]?[名位](?:老|新)?{any_of(grammar.fellows)}")


@cache
def _told_apart(words: StrangerWords) -> re.Pattern[str]:
    """A body told by who leads it (以某人为核心的|中央), a paper, and 其家人, 其单位, 所在单位."""
    workplaces = any_of(words.workplaces)
    theirs = rf"其(?:{any_of(words.theirs)}|{workplaces})|所在{workplaces}"
    return re.compile(rf"以{HAN}{{2,14}}为(?:核心|主席|组长)的|《[^》]+》{any_of(words.written)}|{theirs}")


@cache
def _any_stranger(words: StrangerWords) -> re.Pattern[str]:
    return re.compile(any_of(word for word in words.kinds if len(word) > 1))


@cache
def _opening_unnamed(words: StrangerWords) -> re.Pattern[str]:
    return re.compile(rf".{{0,{LONGEST_UNNAMED}}}?{any_of(words.unnamed)}")


def _is_unnamed(scene: Scene, number: int, subject: Sequence[Mention]) -> bool:
    """Whether a clause begins with a subject for which the text has no name: 医疗小组共看诊….

    A word that ends the name of the subject before goes on about it: 某某小分队…，小分队|共看诊.
    """
    text, clause, grammar = scene.context.text, scene.clauses[number], scene.context.rules.grammar
    words = grammar.strangers
    moves = text.startswith(("将", "把"), clause.begin)  # 将|物资移交给某镇
    if moves or not _opening_unnamed(words).match(text, clause.begin, clause.end):
        return False
    for word in words.unnamed:
        at = text.find(word, clause.begin, min(clause.end, clause.begin + LONGEST_UNNAMED + len(word)))
        free = at >= 0 and not any(
            m.span.begin < at + len(word) and m.span.end > clause.begin
            for m in scene.mentions
            if m.kind != "Title" or m.text != word  # 全段|职工
        )
        if (
            free
            and not any(t.span.begin < at for t in scene.triggers[number])
            and not any(m.text.endswith(word) for m in subject)
            and not text.endswith(grammar.joiners, clause.begin, at)
            and _leads_plainly(scene.context, clause.begin, at)
            and not text.startswith(("的", "、"), at + len(word))
            and at + len(word) < clause.end
        ):
            return True
    return False


def _is_titled(scene: Scene, number: int) -> bool:
    """Whether a clause begins with a title whose holder the text does not name, or nobody knows."""
    clause = scene.clauses[number]
    inside = [m for m in scene.mentions if clause.contains(m.span)]
    begin = clause.begin
    for mention in inside:
        if len(scene.context.text[begin : mention.span.begin].strip("，、兼 ")) > 0:
            return False
        if mention.kind == "Title":
            after = next((m for m in inside if m.span.begin >= mention.span.end), None)
            alone = after is None or after.span.begin > mention.span.end + 1
            return alone and mention.span.end < clause.end
        if mention.kind not in ("Organization", "Place"):
            return False
        begin = mention.span.end
    return False


def _is_unknown_town(scene: Scene, number: int) -> bool:
    """Whether a clause begins with a town that nobody knows, and a title or a deed of it follows."""
    clause, text = scene.clauses[number], scene.context.text
    match = _TOWN.match(text, clause.begin, clause.end) if number <= 1 else None
    if match is None or any(m.span.overlaps(Span(*match.span(1))) for m in scene.mentions):
        return False
    if not _leads_plainly(scene.context, *match.span(1)):
        return False
    titled = any(m.kind == "Title" and m.span.begin == match.end() for m in scene.mentions)
    deed = next(find_deeds(scene, number, ()), None)
    return titled or (deed is not None and 0 <= deed.span.begin - match.end() <= LONGEST_UNNAMED)


def _is_noun_in_front(scene: Scene, number: int) -> bool:
    """Whether a sentence begins with a noun that can be its subject: 巡回诊疗队深入到…."""
    context, clause = scene.context, scene.clauses[number]
    if number or context.text.endswith(context.rules.grammar.claims.temporal, clause.begin, clause.end):
        return False
    begin = clause.begin
    while opener := word_at(context.rules.grammar.openers, context.text, begin):
        begin += len(opener)
    place = next((m for m in scene.mentions if m.span.begin == begin and m.kind == "Place"), None)
    begin = place.span.end if place else begin
    if context.text.startswith(context.rules.grammar.strangers.standing, begin):
        return False
    if any(m.span.begin <= begin < m.span.end for m in scene.mentions):
        return False
    noun = _longest(context, "noun", begin)
    verbs = max(
        _longest(context, word, begin) for word in ("predicate", "stop", "follow", "planned", "called")
    )
    deed = next(find_deeds(scene, number, ()), None)
    return noun > verbs and (deed is None or deed.span.begin >= begin + noun)


def _longest(context: Context, category: str, begin: int) -> int:
    """Characters of the longest hit of a category that begins at a place."""
    hit = context.hit_at(category, begin)
    return len(hit.span) if hit else 0


def _is_stranger_body(scene: Scene, number: int, subject: Sequence[Mention]) -> bool:
    """Whether a clause begins with an unread body of which the subject before is no part."""
    body = _unread_body(scene, number)
    written = (body, body.replace("办公室", "办"))
    return bool(body) and not any(form in m.text for m in subject for form in written)


def _unread_body(scene: Scene, number: int) -> str:
    """The body that opens a clause and is no mention, before what it does (后勤办公室|每天督导)."""
    context, begin, end = scene.context, scene.clauses[number].begin, scene.clauses[number].end
    for match in _opening_body(context.rules.grammar.strangers).finditer(context.text, begin, end):
        close = match.end()
        named = any(m.span.begin < close and m.span.end > begin and m.kind != "Place" for m in scene.mentions)
        if match.start() - begin > LONGEST_BODY or named or not _is_plain_name(context, begin, close):
            break
        if context.text.startswith(("的", "于"), close):
            break
        if context.hit_at("follow", close) or _does(context, close):
            return context.text[begin:close]
    return ""


def _is_plain_name(context: Context, begin: int, end: int) -> bool:
    """Whether a piece of text can be a name: nothing but characters over which names run."""
    return _HAN.fullmatch(context.text, begin, end) is not None and _is_free_of_stops(context, begin, end)


def _is_free_of_stops(context: Context, begin: int, end: int) -> bool:
    """Whether nothing stands in a piece of text over which no name runs."""
    soft = context.rules.grammar.soft
    stops = any(h.word not in soft for h in context.hits_between("stop", begin, end))
    return not stops and _leads_plainly(context, begin, end)


@cache
def _opening_body(words: StrangerWords) -> re.Pattern[str]:
    return re.compile(rf"(?={opening(words.bodies)})(?<!全){any_of(words.bodies)}")


def _does(context: Context, begin: int) -> bool:
    """Whether a word of doing begins here."""
    return context.hit_at("action", begin) is not None


@cache
def _prepositions(grammar: Grammar) -> tuple[str, ...]:
    """What stands before whom something is done to, through or by, and before where it is done."""
    return (*grammar.to, *grammar.at, *grammar.through, *grammar.by, *grammar.passive)


def _leads_plainly(context: Context, begin: int, end: int) -> bool:
    """Whether neither a verb nor a preposition stands before a word, so that it can be a subject."""
    grammar, lead = context.rules.grammar, context.text[begin:end]
    if lead.startswith(_SERVED) or lead.endswith(_prepositions(grammar)):
        return False
    return not context.hits_between("predicate", begin, end)

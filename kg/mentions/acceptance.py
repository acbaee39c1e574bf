"""Whether what stands before a head makes a name of it, and where that name begins."""

from __future__ import annotations

import re

from kg.lexicon import Hit
from kg.mentions.model import Context
from kg.mentions.surroundings import follows_mark
from kg.model import Span

COUNTED = re.compile(
    r"(?<!第)(?:[一两二三四五六七八九十百\d]+[万千亿]?|几|数|多|半)[多余]?(?:所|家|支(?!部)|个|名|位|张|台|座|间|批|部|组|条|只|项|种)"
)
# What counts things right before them.
_COUNT_BEFORE = re.compile(r"(?<!第)(?:\d|[一两二三四五六七八九十百几多数])[余多]?[个家所]\Z")
_SO_MANY = re.compile(r"\d+[多余]?[支个家所]")
_LONGEST_COUNT = 4
# Before a head, a number that is a name: 解放军|三〇二|医院.
_BY_NUMBER = re.compile(r"[\u3400-\u9fff]{2}(?:第?\d{3}|[〇零一二三四五六七八九]{3})\Z")
# 第二届|委员会: a term of a body that is named elsewhere; 省、市、区三级|红十字会: bodies of all levels.
_TERM = re.compile(r"(?:第[一二三四五六七八九十\d]+|新一|上一|上|本|新|历)届|.*[两三四五]级")
_QUOTES = '“”"'
_CLOSING_QUOTES = ("”", '"')
# What a team is called begins before its place: 第二批|湛江医疗队, 援|石首医疗队.
_TEAM_BEGIN = re.compile(r"(?:第[一二三四五六七八九十\d]+批次?|首批)?(?:驰援|支援|援)?$")
_LONGEST_TEAM_BEGIN = 8
_OPEN_QUOTATION = re.compile("[^“”]+”")
# Classes whose weak heads name nothing without a tagger's word or a place (爱心企业公司, 三甲医院).
_OFTEN_GENERAL = ("Hospital", "School", "Company", "Charity")
# Before a house these speak of all of its kind: 全国|县医院.
_ALL = ("全国", "全省", "全市", "各地")
# How a party's name ends before its central bodies: 越共|中央政治局.
_OF_PARTIES = ("共", "党")
_ORDINAL = "第"
# The middle of a town is no body: 某市|中心.
_CENTRE, _TOWNS = "中心", ("市", "城", "县城", "镇")
# 第二|局: a part of a game.
_GAME, _GAMES = "局", re.compile(r"[第前后首末间一两二三四五六七八九十\d]+")
PREPOSITIONS = frozenset("经由向被把从给对")
"""What stands before a bare head and is no part of its name: 经|基金会."""
# Before a house these point to one that is named: 该|院党委.
_POINTED = ("该", "本")
# Verbs of one character, before a level no part of a name: 有|市一中.
_SHORT_VERBS = frozenset("有到去往回来随")
# So are these before a division: 交|某县应急管理局.
_HANDING = frozenset("教交送寄汇赠捐转赴运报")
# “书画|进|校园”: what is brought into such houses, not one of them.
_BROUGHT = re.compile(r"“[\u3400-\u9fff]{2,4}(?<![先前跃促推引改])进(?![修步展取出])[\u3400-\u9fff]{1,8}”")
# More characters than this between a stop and a head are a clause, if neither tagger nor place speaks for a
# name. Set by hand on the sample corpus and open articles.
_LONGEST_UNTAGGED = 14


def accept(context: Context, start: int, head: Hit, tagged: bool, placed: bool) -> int | None:
    """Where the name with this head that may begin at `start` does begin; None where it names nothing.

    `tagged` says whether the tagger takes it for an organization, `placed` whether a place or party is in it.
    """
    start = _skip_verb(context, _skip_generic(context, start, head), head)
    placed = placed or _BY_NUMBER.search(context.text, start, head.span.begin) is not None
    if context.rules.organizations.heads[head.word] in _OFTEN_GENERAL:
        start += next((len(w) for w in _ALL if context.text.startswith(w, start, head.span.begin)), 0)
    body = context.text[start : head.span.begin].strip(_QUOTES)
    if brings_in(context, Span(start, head.span.end)) or (not placed and _is_counted(context, start, head)):
        return None
    if context.text.startswith(_CLOSING_QUOTES, start) and start < head.span.begin:
        start += 1
    party = context.hit_at("party", start)
    if party and head.span.begin < party.span.end < head.span.end:
        return start
    if head.span.begin - start == 1 and context.text[start] in PREPOSITIONS:
        return None
    if (house := _house_before(context, head)) and not context.text.endswith(_POINTED, 0, house):
        return house
    if _is_whole_name(context, Span(start, head.span.begin), head, body, tagged, placed):
        return head.span.begin - _of_short_nation(context, head)
    if body in context.rules.organizations.levels:
        return None if context.text.endswith((*_ALL, "各"), 0, start) else start
    if not tagged and (verbs := _long_verbs(context, start, head)):
        start = max(verb.span.end for verb in verbs)
        body = context.text[start : head.span.begin]
    if not tagged and (
        head.word in context.rules.organizations.tagged_only
        or _is_subject(context, start, head.span.begin)
        or not _is_anchored(context, start, head)
        or not (placed or _is_proved(context, head))
    ):
        return None
    if body in context.rules.titles.membership and _is_of_government(context, head):
        return None
    begins_tag = any(tag.begin == start for tag in context.tagged("ORG", Span(start, start + 1)))
    is_weak = head.word in context.rules.organizations.weak
    if is_weak and not begins_tag and _is_verb(context, Span(start, head.span.begin)):
        return None
    if _names_nothing(context, start, head, body) or not (
        tagged or placed or _stands_alone(context, head, body)
    ):
        return None
    return _with_opening_quote(context, _with_team_begin(context, start, head), head)


def _is_counted(context: Context, start: int, head: Hit) -> bool:
    """Whether a number tells behind a general name without quotes how many there are: 党员突击队|22支."""
    is_quoted = any(mark in context.text[start : head.span.begin] for mark in _CLOSING_QUOTES)
    is_weak = head.word in context.rules.organizations.weak
    return is_weak and not is_quoted and _SO_MANY.match(context.text, head.span.end) is not None


def _house_before(context: Context, head: Hit) -> int | None:
    """Where a house begins that the text only points to, before the head of a body in it: 院|团委."""
    words, end = context.rules.titles.service, head.span.begin
    if head.word not in words.house_parts or _is_titled(context, head.span.end):
        return None
    houses = [house for house in words.own_houses if context.text.endswith(house, 0, end)]
    begin = end - max(map(len, houses), default=0)
    opens = begin < end and (follows_mark(context.text, begin) or context.stops_between(begin - 2, begin))
    return begin if opens else None


def _is_titled(context: Context, end: int) -> bool:
    """Whether a title stands right behind, with what may stand before it: 院工会|副主席."""
    leads = ("", *(word for word in context.rules.titles.modifiers if context.text.startswith(word, end)))
    return any(context.hit_at("post", end + len(lead)) for lead in leads)


def _is_of_government(context: Context, head: Hit) -> bool:
    """Whether members before a head are not what its body is called by: 党员|政协, but 党员|先锋队."""
    return context.rules.organizations.heads[head.word] == "GovernmentBody"


def brings_in(context: Context, span: Span) -> bool:
    """Whether a quotation says what is brought into a house, naming none: “书画进|养老院”."""
    return _BROUGHT.fullmatch(context.text, max(0, span.begin - 1), span.end + 1) is not None


def follows_count(text: str, start: int) -> bool:
    """Whether a number of things stands right before: 7个|旗县区疾控中心."""
    return _COUNT_BEFORE.search(text[max(0, start - _LONGEST_COUNT) : start]) is not None


def points(context: Context, start: int) -> bool:
    """Whether a name begins with 该, 本 or 我 (and not with 本溪)."""
    if context.hit_at("place", start) or context.hit_at("short place", start):
        return False
    return context.text.startswith(context.rules.organizations.pointing, start)


def _skip_generic(context: Context, start: int, head: Hit) -> int:
    """全市九三学社组织 and 当地医院: a word of generality in front is no part of a name, nor what ties it."""
    text, ties = context.text, context.rules.organizations.ties
    start = max([start, *(at + len(w) for w in ties if (at := text.rfind(w, start, head.span.begin)) >= 0)])
    if not text.startswith(context.rules.organizations.generic, start, head.span.begin):
        return start
    words = [word for word in context.rules.organizations.generic if len(word) > 1]
    moved = True
    while moved:
        moved = False
        for word in words:
            if text.startswith(word, start, head.span.begin):
                start, moved = start + len(word), True
    return start


def _skip_verb(context: Context, start: int, head: Hit) -> int:
    for category in ("called", "follow"):
        verb = context.hit_at(category, start)
        if verb and len(verb.word) > 1 and verb.span.end <= head.span.begin:
            rest = context.text[verb.span.end : head.span.begin]
            start = start if rest and head.word.startswith(rest) else verb.span.end
    member = context.hit_at("membership", start)
    verb = context.hit_at("predicate", member.span.end) if member else None
    if verb and verb.span.end <= head.span.begin and verb.word not in context.rules.organizations.named_verbs:
        start = verb.span.end
    hands = context.text[start] in _HANDING and not context.hit_at("place", start)
    if hands and context.hit_at("place", start + 1):
        start += 1
    at_level = context.text[start + 1 : start + 2] in context.rules.organizations.levels
    if at_level and context.text[start] in _SHORT_VERBS and not context.hit_at("place", start):
        start += 1
    verb = None if context.hit_at("party", start) else context.hit_at("predicate", start)
    if verb and verb.span.end < head.span.begin and _begins_name(context, verb.span.end):
        return _skip_generic(context, verb.span.end, head)
    return start


def _begins_name(context: Context, place: int) -> bool:
    """Whether a name may begin here, so that a verb before it is no part of it: 会见|荷兰议会."""
    categories = ("place", "short place", "nation", "party")
    general = tuple(word for word in context.rules.organizations.generic if len(word) > 1)
    return any(context.hit_at(c, place) for c in categories) or context.text.startswith(general, place)


def _is_whole_name(context: Context, before: Span, head: Hit, body: str, tagged: bool, placed: bool) -> bool:
    """Whether a head is a name by itself (国家卫健委): nothing before it says that it is someone's."""
    words = context.rules.organizations
    if head.word in words.whole:
        return True
    if head.word in words.titled and not body and context.hit_at("post", head.span.end):
        return True
    if head.word not in words.alone:
        return False
    is_timed = context.text.endswith(context.rules.titles.temporal, before.begin, before.end)
    if is_timed and not any(tag.begin < before.end for tag in context.tagged("ORG", head.span)):
        return True
    if body.endswith(_OF_PARTIES):
        return False
    if not body:
        return True
    named = tagged and (words.heads[head.word] == "Hospital" or _may_be_town(context, before, head))
    return not (placed or named)


def _is_proved(context: Context, head: Hit) -> bool:
    """Whether a head names a body where neither tagger nor place does: a title behind a general one does."""
    general = head.word in context.rules.organizations.proved
    return not general or context.hit_at("post", head.span.end) is not None


def _of_short_nation(context: Context, head: Hit) -> int:
    """How long a nation's one character before the head of a ministry is: 俄|国防部, not 8日|国防部."""
    words, begin = context.rules.organizations, head.span.begin
    before = context.text[max(0, begin - 2) : begin]
    if words.heads[head.word] != "GovernmentBody" or before[-1:] not in tuple(words.nation_short):
        return 0
    is_preposition = before[-1] == "以" and "\u3400" <= before[0] <= "\u9fff"
    return 0 if is_preposition or before[0].isnumeric() else 1


def _is_subject(context: Context, start: int, end: int) -> bool:
    """Whether a place opens a clause, not a name: a verb that names lack stands right behind it."""
    places = (context.hit_at(category, start) for category in ("place", "short place", "nation"))
    behind = {place.span.end for place in places if place is not None}
    verbs = (context.hit_at("predicate", at) for at in sorted(behind))
    named = context.rules.organizations.named_verbs
    return any(
        v is not None
        and len(v.word) > 1
        and v.span.end < end
        and v.word not in named
        and not v.word.startswith(_ORDINAL)
        and not context.hit_at("inside", v.span.begin)
        for v in verbs
    )


def _is_anchored(context: Context, start: int, head: Hit) -> bool:
    """Whether a general head stands right behind its place, a nation or a level: 某国临时|政府."""
    words = context.rules.organizations
    if head.word not in words.anchored:
        return True
    end = head.span.begin
    end -= next((len(word) for word in words.anchors if context.text.endswith(word, start, end)), 0)
    if context.text.endswith((*words.levels, *words.nation_short), start, end):
        return True
    return any(
        hit.span.end == end
        for category in ("place", "short place", "nation")
        for hit in context.hits_between(category, start, end)
    )


def _may_be_town(context: Context, before: Span, head: Hit) -> bool:
    """Whether what stands before 市委 may be an unknown town: two or three characters that are no word."""
    is_word = any(
        hit.span == before
        for c in ("noun", "predicate")
        for hit in context.hits_between(c, before.begin, before.end)
    )
    return len(before) in (2, 3) and head.word[0] in context.rules.organizations.levels and not is_word


def _is_verb(context: Context, span: Span) -> bool:
    """Whether all before a head is a common verb that names lack: 组成|医疗队; no “互助|小分队”."""
    if context.text.endswith("“", 0, span.begin):
        return False
    hit, place = context.hit_at("predicate", span.begin), context.hit_at("short place", span.begin)
    if hit is None or hit.span != span or hit.word.startswith(_ORDINAL) or (place and place.span == span):
        return False
    return hit.word not in context.rules.organizations.named_verbs


def _long_verbs(context: Context, start: int, head: Hit) -> list[Hit]:
    return [hit for hit in context.hits_between("follow", start, head.span.begin) if len(hit.word) > 1]


def _names_nothing(context: Context, start: int, head: Hit, body: str) -> bool:
    """Whether what stands before a head only counts, points or generalizes: 三家医院, 该医院, 基层医院."""
    end = head.span.end if len(head.word) == 1 else head.span.begin  # 三|所
    place = context.hit_at("place", start)
    behind = place.span.end if place and place.span.end < end else start  # 七台河市|
    if len(body) < 2 or COUNTED.search(context.text[behind:end]):
        return True
    if head.word == _GAME and _GAMES.fullmatch(body):
        return True
    if head.word == _CENTRE and body.endswith(_TOWNS):
        return True
    if follows_count(context.text, start):
        return True
    words = context.rules.organizations
    if _TERM.fullmatch(body):
        return True
    is_general = body in words.generic or body in words.under or body.startswith(words.measures)
    return is_general or points(context, start)


def _stands_alone(context: Context, head: Hit, body: str) -> bool:
    """Whether a body and its head make a name where neither tagger nor place speaks for one."""
    words = context.rules.organizations
    is_general = head.word in words.weak and words.heads[head.word] in _OFTEN_GENERAL
    return len(body) <= _LONGEST_UNTAGGED and not is_general


def _with_opening_quote(context: Context, start: int, head: Hit) -> int:
    """“|同心”志愿服务队: a quotation that closes inside the name opens in it as well."""
    opened = start > 0 and context.text[start - 1] == "“"
    closes = _OPEN_QUOTATION.match(context.text, start, head.span.end) is not None
    return start - 1 if opened and closes else start


def _with_team_begin(context: Context, start: int, head: Hit) -> int:
    """Where a team's name begins: with whom it helps and who sends it: 某市|第二批支援|某省医疗队."""
    if context.rules.organizations.heads[head.word] != "Team":
        return start
    match = _TEAM_BEGIN.search(context.text[max(0, start - _LONGEST_TEAM_BEGIN) : start])
    begin = start - len(match[0]) if match else start
    senders = [t for t in context.tagged("LOC", Span(begin - 1, begin)) if t.end == begin]
    sender = context.hit_ending("place", begin)
    named = senders[0].begin if senders else sender.span.begin if sender else begin
    return named if begin < start else begin

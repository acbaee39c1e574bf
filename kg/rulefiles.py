"""Each rule file read into the words of its room, every key checked.

Each function raises `ConfigError` that names the file and the key at fault.
"""

from __future__ import annotations

from collections.abc import Mapping

from kg.rulewords import (
    FitWords,
    GiftWords,
    GoodsWords,
    IdentityWords,
    NameWords,
    OrganizationWords,
    PlaceWords,
    RollWords,
    ServiceWords,
    TitleWords,
    ValueWords,
)
from kg.tomlfile import Table


def read_values(file: Table) -> ValueWords:
    """Words around figures."""
    return ValueWords(
        approximate_before=file.words("approximate_before"),
        approximate_after=file.words("approximate_after"),
        money_prefixes=file.words("money_prefixes"),
        money_cues=file.words("money_cues"),
        currency_prefixes=file.table("currency_prefixes").texts(),
        units=file.words("units"),
        currencies=file.table("currencies").texts(),
    )


def read_goods(table: Table) -> GoodsWords:
    """Words around goods."""
    return GoodsWords(
        uncounted=frozenset(table.words("uncounted")),
        breaks=table.words("breaks"),
        closers=table.text("closers"),
        before=table.words("before"),
        after=table.words("after"),
        totals=table.words("totals"),
        sizes=table.words("sizes"),
        listing=table.words("listing"),
        general=table.words("general"),
        holding=table.words("holding"),
        not_goods=table.words("not_goods"),
        tails=table.words("tails"),
        whole=table.words("whole"),
        onward=table.words("onward"),
    )


def read_gifts(file: Table) -> GiftWords:
    """Words of giving, and what each got is multiplied by."""
    table = file.table("gifts")
    return GiftWords(
        goes_on=table.words("goes_on"),
        turns=table.words("turns"),
        totals=table.words("totals"),
        received=table.words("received"),
        taken=table.words("taken"),
        onto=table.words("onto"),
        handed=table.words("handed"),
        backed=table.words("backed"),
        binds=table.words("binds"),
        honours=table.words("honours"),
        bearing=table.words("bearing"),
        arrives=table.words("arrives"),
        supplies=table.words("supplies"),
        learns=table.words("learns"),
        needs=table.words("needs"),
        about_supplies=table.words("about_supplies"),
        people=table.words("people"),
        made=table.words("made"),
        got=table.words("got"),
        no_gifts=table.words("no_gifts"),
        everyone=table.words("everyone"),
        moving=table.words("moving"),
        helping=table.words("helping"),
        visited=table.words("visited"),
        nominal=table.words("nominal"),
        each=file.table("each").lists(),
    )


def read_names(file: Table) -> NameWords:
    """How people are named."""
    return NameWords(
        compound=frozenset(file.words("compound")),
        compound_words=frozenset(file.words("compound_words")),
        common=frozenset("".join(file.text("common").split())),
        wordlike=frozenset(file.text("wordlike")),
        groups=frozenset(file.words("groups")),
        familiar_before=file.words("familiar_before"),
        dots=file.text("dots"),
        parts=frozenset(file.words("parts")),
        transcribed=frozenset(file.text("transcribed")),
        familiar_behind=file.words("familiar_behind"),
        no_familiar=file.words("no_familiar"),
        unjoined=file.words("unjoined"),
        address=file.words("address"),
        polite=frozenset(file.words("polite")),
        credits=file.words("credits"),
        given_words=frozenset(file.words("given_words")),
        behind_names=file.words("behind_names"),
        before_names=frozenset(file.text("before_names")),
        not_given=frozenset(file.text("not_given")),
        seldom_given=frozenset(file.text("seldom_given")),
        copulas=frozenset(file.text("copulas")),
        adverbs=frozenset(file.text("adverbs")),
        makings=frozenset(file.text("makings")),
        calls=frozenset(file.text("calls")),
        prepositions=frozenset(file.text("prepositions")),
        localizers=frozenset(file.text("localizers")),
        numerals=frozenset(file.text("numerals")),
        counted=file.words("counted"),
        eponyms=file.words("eponyms"),
        no_eponyms=file.words("no_eponyms"),
        storms=file.words("storms"),
        naming=file.words("naming"),
        crowds=file.words("crowds"),
        signing=file.words("signing"),
        reporting=file.words("reporting"),
    )


def read_titles(file: Table) -> TitleWords:
    """Posts, ranks and words of membership."""
    return TitleWords(
        posts=file.words("posts"),
        ranks=file.words("ranks"),
        modifiers=file.words("modifiers"),
        temporal=file.words("temporal"),
        departments=file.words("departments"),
        membership=file.table("membership").texts(),
        serves=file.table("serves").lists(),
        rules=file.table("rules").texts(),
        villagers=file.words("villagers"),
        members=file.table("members").texts(),
        aides=file.words("aides"),
        only_after=file.table("only_after").lists(),
        not_after=file.table("not_after").lists(),
        not_before=file.table("not_before").lists(),
        service=_read_service(file.table("service")),
        fits=_read_fits(file.table("fits")),
    )


def _read_service(table: Table) -> ServiceWords:
    return ServiceWords(
        adverbs=table.words("adverbs"),
        chosen=table.words("chosen"),
        verbs=table.words("verbs"),
        links=table.words("links"),
        onward=table.words("onward"),
        again=table.words("again"),
        since=table.words("since"),
        one=table.words("one"),
        address=table.words("address"),
        single=table.words("single"),
        party_parts=table.words("party_parts"),
        party_titles=table.words("party_titles"),
        party_rooms=table.words("party_rooms"),
        branches=table.words("branches"),
        merging=table.words("merging"),
        houses=table.table("houses").texts(),
        own_houses=frozenset(table.words("own_houses")),
        house_parts=frozenset(table.words("house_parts")),
        ends=table.table("ends").lists(),
        wards=table.words("wards"),
        offices=table.words("offices"),
        party_offices=table.words("party_offices"),
        these=table.words("these"),
        at_work=table.words("at_work"),
        working=table.words("working"),
        leaving=table.words("leaving"),
        credits=table.words("credits"),
        elected=table.words("elected"),
        beings=table.words("beings"),
        fellows=table.words("fellows"),
    )


def _read_fits(table: Table) -> FitWords:
    return FitWords(
        branches=table.words("branches"),
        committee=table.words("committee"),
        parties=table.words("parties"),
        not_parties=table.words("not_parties"),
        chairs=table.words("chairs"),
        chaired=table.words("chaired"),
        not_societies=table.words("not_societies"),
        councils=table.words("councils"),
        societies=table.words("societies"),
        heads=table.words("heads"),
        teams=table.words("teams"),
        only=table.table("only").lists(),
    )


def read_organizations(file: Table) -> OrganizationWords:
    """How organizations are named."""
    return OrganizationWords(
        heads=_by_word(file.table("heads")),
        weak=frozenset(file.table("weak").words("heads")),
        alone=frozenset(file.table("alone").words("heads")),
        titled=frozenset(file.table("alone").words("titled")),
        whole=frozenset(file.table("alone").words("whole")),
        anchored=frozenset(file.table("anchored").words("heads")),
        proved=frozenset(file.table("anchored").words("proved")),
        anchors=file.table("anchored").words("behind"),
        named_verbs=frozenset(file.table("named").words("verbs")),
        parts=frozenset(file.table("parts").words("heads")),
        inner=frozenset(file.table("inner").words("heads")),
        tagged_only=frozenset(file.table("tagged_only").words("heads")),
        nations=frozenset(file.table("nation").words("words")),
        nation_short=file.table("nation_short").text("characters"),
        not_before=file.table("not_before").texts(),
        pointers=_by_word(file.table("pointers")),
        latin=_by_word(file.table("latin")),
        generic=file.words("generic"),
        ties=file.words("ties"),
        leads=file.words("leads"),
        under=frozenset(file.words("under")),
        pointing=file.words("pointing"),
        measures=file.words("measures"),
        rooms=file.words("rooms"),
        general_ends=file.words("general_ends"),
        part_before=tuple(file.text("part_before")),
        part_kinds=file.words("part_kinds"),
        part_after=tuple(file.text("part_after")),
        levels=file.words("levels"),
        parties=_longest_first(_by_word(file.table("parties"))),
        short_parties=frozenset(file.words("short_parties")),
        same=_by_word(file.table("same")),
    )


def _by_word(table: Table) -> Mapping[str, str]:
    """The key that each word of a table's lists stands under."""
    return {word: key for key, words in table.lists().items() for word in words}


def _longest_first(words: Mapping[str, str]) -> Mapping[str, str]:
    return {word: words[word] for word in sorted(words, key=len, reverse=True)}


def read_places(file: Table) -> PlaceWords:
    """How areas are named."""
    return PlaceWords(
        suffixes=file.words("suffixes"),
        endings=file.words("endings"),
        no_endings=file.words("no_endings"),
        before=file.words("before"),
        cut=file.words("cut"),
        extents=file.words("extents"),
        called=file.words("called"),
        described=file.words("described"),
        not_behind=file.words("not_behind"),
        countries=file.words("countries"),
        joined=file.words("joined"),
        before_joined=file.words("before_joined"),
        peoples=file.words("peoples"),
        generic=file.words("generic"),
    )


def read_rolls(file: Table) -> RollWords:
    """How rolls of givers and tables of postings are told."""
    givers, rosters, receivers = (file.table(key) for key in ("givers", "rosters", "receivers"))
    return RollWords(
        gifts=givers.words("gifts"),
        lists=givers.words("lists"),
        below=givers.words("below"),
        others=givers.words("others"),
        openings=givers.words("openings"),
        goes_on=givers.words("goes_on"),
        money=givers.words("money"),
        links=givers.words("links"),
        each=givers.words("each"),
        grouped=givers.words("grouped"),
        worth=givers.words("worth"),
        totals=givers.words("totals"),
        nobody=frozenset(givers.words("nobody")),
        behind=givers.words("behind"),
        members=givers.words("members"),
        rosters=rosters.words("lists"),
        people=rosters.words("people"),
        candidates=rosters.words("candidates"),
        honours=rosters.words("honours"),
        takes=receivers.words("takes"),
        towards=receivers.words("towards"),
        classes=frozenset(receivers.words("classes")),
        columns=_read_columns(file.table("columns")),
        sending=file.table("sending").lists(),
    )


_COLUMNS = (
    "number", "giver", "person", "sum", "item", "count", "worth", "date", "term", "receiver",
    "body", "department", "title", "sent", "remark",
)  # fmt: skip
"""The kinds of columns that the reading of tables knows."""


def _read_columns(table: Table) -> Mapping[str, str]:
    table.refuse_others(_COLUMNS)
    return {name: kind for kind in _COLUMNS for name in table.words(kind)}


def read_identity(file: Table) -> IdentityWords:
    """What tells things of different articles apart."""
    works = file.table("works")
    return IdentityWords(
        sole_titles=frozenset(file.words("sole_titles")),
        national=file.words("national"),
        kinds_of_university=frozenset(file.words("kinds_of_university")),
        distinctive=file.table("distinctive").counts(),
        local_places=file.table("local_places").words("ends"),
        generic_works=frozenset(works.words("generic")),
        letters=works.words("letters"),
        distinctive_work=works.count("distinctive"),
    )

"""Cleaning: cases as data, the way back into the raw text, and noise that must come off."""

from __future__ import annotations

import os
import re
import tomllib
from itertools import pairwise
from pathlib import Path

import noise
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from kg.clean import clean, explain
from kg.cleaning.script import simplify
from kg.model import Document, Span
from kg.read import decode

CASES = Path(__file__).parent / "cases" / "clean"
SHARED = Path(os.environ.get("ZHKG_SHARED", Path(__file__).parents[2] / "shared"))


def load_cases() -> list[object]:
    return [
        pytest.param(case, id=f"{file.stem}: {case['name']}")
        for file in sorted(CASES.glob("*.toml"))
        for case in tomllib.loads(file.read_text(encoding="utf-8"))["case"]
    ]


@pytest.mark.parametrize("case", load_cases())
def test_case(case: dict[str, str | bool]) -> None:
    document = clean(str(case["raw"]))
    assert document.text == case["text"]
    assert all(repair.certain for repair in document.repairs) == case.get("certain", True)
    check_document(document)


def check_document(document: Document) -> None:
    """What holds of every cleaned document, whatever the raw text."""
    raw, text = document.raw, document.text
    assert len(document.begins) == len(document.ends) == len(text)
    for offsets in (document.begins, document.ends):
        assert all(one <= other for one, other in pairwise(offsets))
    assert all(
        0 <= begin < end <= len(raw) for begin, end in zip(document.begins, document.ends, strict=True)
    )
    # Outside the repairs the two texts are the same, character for character.
    repaired = {
        i
        for repair in document.repairs
        if repair.before != repair.after
        for i in range(*astuple(repair.span))
    }
    untouched = [raw[i] for i in range(len(raw)) if i not in repaired]
    kept = [
        (text[k], raw[begin])
        for k, (begin, end) in enumerate(zip(document.begins, document.ends, strict=True))
        if not repaired.intersection(range(begin, end))
    ]
    assert [one for one, _ in kept] == [other for _, other in kept] == untouched
    assert clean(text).text == text


def astuple(span: Span) -> tuple[int, int]:
    return span.begin, span.end


# What can go wrong in a page, in pieces that meet each other in any order.
CHARACTERS = "學会 \u3000\n\r<>&;()（?)著乾於。，\xa0\u200b\ufeff\ufffd\ue000「」３Ａ⼈•█1a月日\0𠮷𫖯勣"
STRINGS = """
(xué) 周?chē)? chē) <p> </b> <!-- --> <script> </script> &nbsp; &amp; &lt; &#39; &#0;
密码: 打印 ?? 著名 孫乾 3．5 首页>
"""
PIECES = st.sampled_from([*CHARACTERS, *STRINGS.split(), "张　三", "同 心 同 德", "\r\n", "\n\n\n"])
MESS = st.lists(PIECES | st.characters(codec="utf-8"), max_size=40).map("".join)


@settings(max_examples=400, deadline=None)
@given(MESS)
@example("&amp;amp;lt;b&amp;gt;字")
@example("密\n\n\n码")
def test_any_text_keeps_its_places_and_is_clean_after_one_cleaning(raw: str) -> None:
    check_document(clean(raw))


# Words, numbers and marks of which articles are made; none hangs on its neighbours.
WORDS = """
云屏市 青柳县 闻若溪 褚望舒 黎远 第二人民医院 院长 主委 社员 捐赠 口罩 消毒液 周围 抗争 医疗队 奔赴 一线
卫生 发动 国家 学习 书记 开会 东亚 女职工 绿化 护士 救护车 倡议 应急 时间 头发 万众一心 联系 干部 里程
台风 面粉 系统 关于 松树 复工 只有 群众 爱心 电话 网络 观察 资金 购买 赠送 责任 防护服 灾区
2021年7月5日 69.5万元 500ml CT 40桶 ABC
""".split()  # noqa: SIM905
MARKS = ["，", "。", "、", ",", "：", "“", "”", "《", "》", "（", "）", "(村)", "(5000ml/桶)", "——"]
LINE = st.lists(st.sampled_from(WORDS + MARKS), min_size=1, max_size=14).map("".join)
LINES = st.lists(LINE, min_size=1, max_size=3).map(" ".join)
ARTICLES = st.lists(LINES, min_size=1, max_size=5).map("\n".join) | st.lists(
    LINES, min_size=1, max_size=4
).map("\n\n".join)


@settings(max_examples=300, deadline=None)
@given(ARTICLES, st.integers(0, 2**32), st.sets(st.sampled_from(sorted(noise.KINDS))))
def test_noise_comes_off(article: str, seed: int, kinds: set[str]) -> None:
    text = clean(article).text
    document = clean(noise.mangle(text, seed, kinds))
    assert document.text == text
    check_document(document)


@settings(max_examples=100, deadline=None)
@given(ARTICLES, st.integers(0, 2**32), st.sampled_from(["utf-8", "utf-8-sig", "gb18030", "utf-16"]))
def test_noise_comes_off_bytes(article: str, seed: int, encoding: str) -> None:
    text = clean("青柳县的社员在行动。" + article).text
    raw = noise.mangle(text, seed)
    assert clean(decode(noise.encode(raw, encoding), "a.txt")).text == text


# Kinds of noise that sit at or between characters. Site furniture, spaces and broken characters are told by
# their surroundings, so that of them only whole sentences are promised.
LOCAL = ["traditional", "marks", "entities", "tags", "invisible", "crlf"]


@settings(max_examples=300, deadline=None)
@given(ARTICLES, st.integers(0, 2**32), st.sets(st.sampled_from(LOCAL)), st.data())
def test_any_span_leads_back_to_raw_text_that_cleans_to_it(
    article: str, seed: int, kinds: set[str], data: st.DataObject
) -> None:
    document = clean(noise.mangle(clean(article).text, seed, kinds))
    inner = [i for i, character in enumerate(document.text) if not character.isspace()]
    begin, last = sorted((data.draw(st.sampled_from(inner)), data.draw(st.sampled_from(inner))))
    span = document.raw_span(Span(begin, last + 1))
    assert clean(document.raw[span.begin : span.end]).text == document.text[begin : last + 1]


@settings(max_examples=200, deadline=None)
@given(ARTICLES, st.integers(0, 2**32), st.sets(st.sampled_from(sorted(noise.KINDS))))
def test_sentences_lead_back_to_raw_text_that_cleans_to_them(
    article: str, seed: int, kinds: set[str]
) -> None:
    document = clean(noise.mangle(clean(article).text, seed, kinds))
    for match in re.finditer(r"[^\s。][^\n。]*(?:(?<!\s)。|(?<!\s)(?=\n|\Z))", document.text):
        span = document.raw_span(Span(*match.span()))
        assert clean(document.raw[span.begin : span.end]).text == match[0]


def test_conversion_keeps_the_length_where_a_phrase_would_change_it() -> None:
    text = "學校著𠮷\r\n頭髮𫖯"
    assert len(simplify(text)) == len(text)


def test_explain_names_place_step_and_change() -> None:
    document = clean("密碼:\r\n\r\n云屏市圖(tú)書館\u200b\r\n闻??溪青?chē)?,")
    assert list(explain(document)) == [
        "1:1 site furniture: ‹密码:› removed",
        "1:2 script: ‹碼› → ‹码›",
        "1:4 blank lines: ‹⏎⏎› removed",
        "3:4 script: ‹圖› → ‹图›",
        "3:5 pinyin: ‹(tú)› removed",
        "3:9 script: ‹書館› → ‹书馆›",
        "3:11 invisible character: ‹\\u200b› removed",
        "4:2 doubtful: ‹??› left as it is, look at it",
        "4:6 broken character: ‹?chē)?› → ‹□›, not certain",
        "line ends other than a newline: 3",
    ]


def test_explain_says_nothing_of_clean_text() -> None:
    assert list(explain(clean("云屏市图书馆。\n\n第二段。"))) == []


@pytest.mark.skipif(not SHARED.is_dir(), reason="needs the articles in ../shared")
@pytest.mark.parametrize("folder", ["seeds", "dev"])
def test_real_articles(folder: str) -> None:
    files = sorted((SHARED / folder).glob("*.txt"))
    assert files
    for file in files:
        document = clean(decode(file.read_bytes(), file.name))
        check_document(document)
        assert not re.search(r"\([^()]*[āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ][^()]*\)|密码|□|\?[a-z]", document.text)
        for match in re.finditer(r"[^\s。！？!?][^\n。！？!?]*[。！？!?”]*", document.text):
            span = document.raw_span(Span(*match.span()))
            assert clean(document.raw[span.begin : span.end]).text == match[0].strip()

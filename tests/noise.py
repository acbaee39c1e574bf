"""Mangle clean text in the ways of the web, so that cleaning must bring it back.

`mangle` changes a text, `encode` its bytes. Every kind of noise can be undone: `clean(mangle(text, …)).text`
is `text` for any text that cleaning leaves as it is, with the exceptions named at each kind.
"""

from __future__ import annotations

import random
import re
import unicodedata
from collections.abc import Callable, Collection
from functools import cache

import opencc

from kg.cleaning.knowledge import broken_words

HAN = "[\u4e00-\u9fff]"

# Traditional characters that the converter of real pages marks, with the reading that it prints.
_READINGS = """
學:xué 會:huì 區:qū 動:dòng 國:guó 戰:zhàn 書:shū 記:jì 實:shí 萬:wàn 習:xí 們:men 發:fā 開:kāi 場:chǎng
來:lái 為:wéi 長:zhǎng 醫:yī 院:yuàn 務:wù 員:yuán 愛:ài 護:hù 線:xiàn 對:duì 時:shí 間:jiān 與:yǔ 後:hòu
東:dōng 陳:chén 張:zhāng 劉:liú 黃:huáng 楊:yáng 趙:zhào 吳:wú 孫:sūn 馬:mǎ 鄭:zhèng 謝:xiè 羅:luó 許:xǔ
鄧:dèng 馮:féng 蕭:xiāo 縣:xiàn 鎮:zhèn 鄉:xiāng 衛:wèi 療:liáo 術:shù 業:yè 產:chǎn 資:zī 億:yì 捐:juān
贈:zèng 給:gěi 購:gòu 買:mǎi 費:fèi 傷:shāng 難:nán 災:zāi 險:xiǎn 應:yìng 急:jí 響:xiǎng 號:hào 組:zǔ
織:zhī 團:tuán 隊:duì 領:lǐng 導:dǎo 總:zǒng 經:jīng 歲:suì 兒:er 頭:tou 個:ge 嗎:ma 麼:me 亞:yà 惡:è 額:é
歐:ōu 女:nǚ 綠:lǜ 呂:lǚ 慮:lǜ 舉:jǔ 權:quán 統:tǒng 計:jì 設:shè
"""
READINGS = {pair[0]: pair[2:] for pair in _READINGS.split()}
FURNITURE = (
    "密码:",
    "分享到：微信 微博 QQ空间",
    "【打印本页】【关闭窗口】",
    "字号：大 中 小",
    "浏览次数：1024次",
    "上一篇：没有了",
    "下一篇：某地举行消防演练",
    "您当前的位置：首页 > 新闻中心 > 正文",
    "扫一扫在手机打开当前页",
)
ENTITIES = {
    "“": "&ldquo;",
    "”": "&rdquo;",
    "《": "&#12298;",
    "》": "&#x300B;",
    "·": "&middot;",
    "—": "&mdash;",
}


@cache
def _to_traditional() -> opencc.OpenCC:
    return opencc.OpenCC("s2t")


def traditional(text: str, chance: random.Random) -> str:
    """Traditional characters, 著 for the particle, corner brackets for quotes now and then.

    Words that OpenCC does not lead back (坐标 座標) come back otherwise.
    """
    text = _to_traditional().convert(text).replace("着", "著")
    return text.translate(str.maketrans("“”‘’", "「」『』")) if chance.random() < 0.5 else text


def marks(text: str, chance: random.Random) -> str:
    """Readings behind characters, as a page is consistently marked: (), （）, composed or not."""
    before, after = chance.choice(["()", "（）", "()"])
    decompose = chance.random() < 0.2

    def mark(match: re.Match[str]) -> str:
        reading = READINGS[match[0]]
        if decompose:
            reading = unicodedata.normalize("NFD", reading)
        return f"{match[0]}{before}{reading}{after}"

    return re.sub("[" + "".join(READINGS) + "]", mark, text)


@cache
def _breakable() -> tuple[re.Pattern[str], dict[str, str]]:
    """Words that come back with certainty once broken, and what they look like then."""
    looks = {
        entry.word: f"{entry.word[: entry.place]}?{reading})?"
        for (_, reading), words in sorted(broken_words().items())
        for entry in words
        if entry.tail == "?" and len(words) == 1
    }
    return re.compile(f"(?<!{HAN})(?:{'|'.join(looks)})(?=[,.;:!])"), looks


def broken(text: str, chance: random.Random) -> str:
    """The last character of a word before an ASCII mark broken by the converter: 周?chē)?,

    Only words that stand by themselves and come back with certainty.
    """
    words, looks = _breakable()
    return words.sub(lambda match: looks[match[0]] if chance.random() < 0.7 else match[0], text)


def spaces(text: str, chance: random.Random) -> str:
    """Wide indents, more and other spaces where one stands, spaces before full-width marks and line ends."""
    text = re.sub(" ", lambda _: chance.choice(["  ", "\xa0", " \xa0", "\u3000\u3000", "   "]), text)
    text = re.sub("[，。；：！？、）》”]", lambda m: m[0] if chance.random() < 0.9 else " " + m[0], text)
    text = re.sub("(?m)^(?=.)", lambda _: chance.choice(["", "\u3000\u3000", "    ", "\t"]), text)
    text = re.sub("(?m)(?<=.)$", lambda _: chance.choice(["", " ", "\xa0"]), text)
    return text.replace("\n\n", "\n\n\n") if chance.random() < 0.5 else text


def invisible(text: str, chance: random.Random) -> str:
    """Zero-width and control characters between any two others."""
    return "".join(
        c + (chance.choice("\u200b\ufeff\xad\x07\u200d") if chance.random() < 0.03 else "") for c in text
    )


def entities(text: str, chance: random.Random) -> str:
    """HTML entities for marks, some characters and some spaces."""

    def name(character: str) -> str:
        if character in ENTITIES and chance.random() < 0.7:
            return ENTITIES[character]
        if "\u4e00" <= character <= "\u9fff" and chance.random() < 0.03:
            return f"&#{ord(character)};"
        return "&nbsp;" if character == " " else character

    return "".join(map(name, text))


def tags(text: str, chance: random.Random) -> str:
    """Paragraphs and inline elements of HTML, comments and a script."""

    def dress(line: str) -> str:
        if not line:
            return line
        if len(line) > 4 and chance.random() < 0.5:
            begin, end = sorted(chance.sample(range(len(line)), 2))
            kind = chance.choice(["strong", "span", "a", "font"])
            line = f'{line[:begin]}<{kind} class="x">{line[begin:end]}</{kind}>{line[end:]}'
        return line + chance.choice(["", "<!-- 广告 -->", "<script>var 页 = 1 < 2;</script>"])

    return "\n".join(map(dress, text.split("\n")))


def furniture(text: str, chance: random.Random) -> str:
    """Lines of the site before and after the article."""
    above, below = chance.sample(FURNITURE, 2), chance.sample(FURNITURE, 3)
    return "\n".join([*above, "", text, "", *below])


def crlf(text: str, chance: random.Random) -> str:
    """Line ends of other systems."""
    return text.replace("\n", chance.choice(["\r\n", "\r"]))


# In the order in which they befall a page.
KINDS: dict[str, Callable[[str, random.Random], str]] = {
    "furniture": furniture,
    "broken": broken,
    "traditional": traditional,
    "marks": marks,
    "spaces": spaces,
    "entities": entities,
    "tags": tags,
    "invisible": invisible,
    "crlf": crlf,
}


def mangle(text: str, seed: int, kinds: Collection[str] = tuple(KINDS)) -> str:
    """The text with noise of the kinds named, the same for the same seed; line ends are newlines."""
    chance = random.Random(seed)
    for kind, spoil in KINDS.items():
        if kind in kinds:
            text = spoil(text, chance)
    return text


def encode(text: str, encoding: str) -> bytes:
    """The text as bytes: utf-8, utf-8-sig, gb18030, big5hkscs, utf-16 (with byte order mark)."""
    return text.encode(encoding)

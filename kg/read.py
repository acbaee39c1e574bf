"""The bytes of an article as text."""

from __future__ import annotations

import unicodedata
from collections import Counter
from pathlib import Path

from kg.errors import InputError
from kg.intake import Original
from kg.patterns import is_han
from kg.webpage import extract_article

# The most frequent characters of Chinese prose in both scripts, and its punctuation: text read in the wrong
# encoding has next to none of them. (Jun Da, Modern Chinese Character Frequency List.)
COMMON = frozenset(
    "的一是不了在人有我他这中大来上个国到说们为子和你地出道也时年得就那要下以生会自着去之过家学对可里后小么心多天而能好都"
    "然没日于起还发成事只作当想看文无开手十用主行方又如前所本见经头面公同三已老从动两长知民样现分将外但身些与高意进把法此实"
    "回二理美点月明其种声全工己话儿者向情部正名定女问力机给等几很业最间新什打便位因重被走电四第门相次东政海口使教西再平真听"
    "世气信北少关并内加化由却代军产入先山五太水万市眼体别处总才场师书比住员九笑性通目华报立马命张活难神数件安表原车白应路期"
    "這來個國說們為時會著過學對裡後麼沒於還發當無開見經頭長動兩樣現將與進實點種聲話兒問機給業間電門東氣關內產場師書員報應車"
    "，。、“”：；！？（）《》"
)
SAMPLE = 1 << 16
"""Bytes by which an encoding is told."""


def read_article(path: Path, source: str) -> str:
    """Read the raw text of a file, as `decode` gives it; `InputError` where it cannot be read."""
    try:
        data = path.read_bytes()
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise InputError(
            f"{source} cannot be read ({reason}); check the file and its permissions."
        ) from error
    return decode(data, source)


def read_text(article: Original) -> tuple[str, str | None, str | None]:
    """The text of an article, and its title and date as far as they stand beside the text.

    Raises `InputError` as `decode` does, and where an HTML page holds no article.
    """
    text = decode(article.data, article.source)
    if article.form != "html":
        return text, article.title, article.date
    text, title, date = extract_article(text, article.source)
    return text, article.title or title, article.date or date


def decode(data: bytes, source: str) -> str:
    """Turn the bytes of an article into text: UTF-8, UTF-16, GB18030 or Big5, without the byte order mark.

    Line ends stay as they are, so that offsets count the characters of the file. UTF-8 or GB18030 with a few
    damaged bytes is read with U+FFFD in their place. Raises `InputError` for an empty or binary file, an
    encoding that is none of these, and text without a Chinese character.
    """
    if not data.strip():
        raise InputError(f"{source} is empty; put the text of an article in it or remove it.")
    text = _decode_strictly(data)
    if text is None:
        encoding = _guess_encoding(data[:SAMPLE])
        if encoding is None:
            kind = "is not a text file" if b"\0" in data else "is in an unknown encoding"
            raise InputError(f"{source} {kind}; save the article as plain text in UTF-8.")
        text = data.decode(encoding, "replace").removeprefix("\ufeff")
    if not text.strip("\ufeff\0 \t\r\n\u3000"):
        raise InputError(f"{source} is empty; put the text of an article in it or remove it.")
    if "\0" in text:
        raise InputError(f"{source} is not a text file; save the article as plain text in UTF-8.")
    if not any(map(is_han, text)):
        raise InputError(f"{source} contains no Chinese; zhkg reads Chinese articles only, remove it.")
    return text


def _decode_strictly(data: bytes) -> str | None:
    """Decode where the bytes themselves prove the encoding: a byte order mark or faultless UTF-8."""
    encoding = "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _guess_encoding(sample: bytes) -> str | None:
    """Find the encoding that makes the sample read most like Chinese, if any does."""
    marked = sample[:2] in (b"\xff\xfe", b"\xfe\xff")
    encodings = ["utf-16"] if marked else ["utf-8-sig", "gb18030", "big5hkscs", "utf-16-le", "utf-16-be"]
    likeness, encoding = max(
        ((_likeness(sample.decode(encoding, "replace")), encoding) for encoding in encodings),
        key=lambda scored: scored[0],
    )
    return encoding if likeness > 0.2 else None


def _likeness(text: str) -> float:
    """Measure the share of common characters among those beyond ASCII, damage counting thrice against it.

    Of 1,500 news articles in either script, 400 characters of each, the least has 0.27; the most that text in
    another encoding (EUC-KR as GB18030) has is 0.17. Spaces and invisible characters do not count.
    """
    counts = Counter(c for c in text if c > "\x7f" and not c.isspace() and unicodedata.category(c) != "Cf")
    damage = counts["\ufffd"]
    common = sum(count for character, count in counts.items() if character in COMMON)
    return (common - 3 * damage) / max(1, counts.total())

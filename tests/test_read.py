"""Reading: encodings, and one clear sentence for every file that is no article."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.errors import InputError
from kg.read import decode, read_article

SIMPLIFIED = "云屏市的医生和护士在青柳县工作了一个月。他们说，这里的群众很热情。\r\n来自各地的物资已经送到。"
TRADITIONAL = "雲屏市的醫生和護士在青柳縣工作了一個月。他們說，這裡的群眾很熱情。\r\n來自各地的物資已經送到。"


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "gb18030", "gbk"]
)
@pytest.mark.parametrize("text", [SIMPLIFIED, TRADITIONAL])
def test_encodings(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding), "a.txt") == text


def test_byte_order_mark_big_endian() -> None:
    assert decode(b"\xfe\xff" + SIMPLIFIED.encode("utf-16-be"), "a.txt") == SIMPLIFIED


def test_big5() -> None:
    assert decode(TRADITIONAL.encode("big5hkscs"), "a.txt") == TRADITIONAL


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_a_few_damaged_bytes_do_not_lose_the_article(encoding: str) -> None:
    data = (SIMPLIFIED * 5).encode(encoding)
    text = decode(data[:-1] if encoding == "utf-8" else data + b"\xff", "a.txt")
    assert text.startswith(SIMPLIFIED)
    assert text.endswith("\ufffd")


@pytest.mark.parametrize(
    ("data", "fault"),
    [
        (b"", "is empty"),
        (b" \r\n\t", "is empty"),
        (b"\xef\xbb\xbf\r\n", "is empty"),
        ("\ufeff\u3000\n".encode(), "is empty"),
        (b"\xff\xfe", "is empty"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x01\0" + bytes(range(256)) * 4, "is not a text file"),
        (b"PK\x03\x04\x14\0\0\0\x08\0" + bytes(range(255, 0, -1)) * 3, "is not a text file"),
        ("字\0\0\0字".encode(), "is not a text file"),
        ("Привет, это статья без единого иероглифа.".encode("cp1251"), "is in an unknown encoding"),
        ("これは日本語の記事です。ニュースをお伝えします。".encode("shift_jis"), "is in an unknown encoding"),
        ("이것은 한국어 기사입니다. 오늘의 소식을 전합니다.".encode("euc-kr"), "is in an unknown encoding"),
        (b"An article in English.", "contains no Chinese"),
        ("Un café à la crème".encode(), "contains no Chinese"),
    ],
)
def test_what_is_no_article(data: bytes, fault: str) -> None:
    with pytest.raises(InputError) as caught:
        decode(data, "below/a.txt")
    message = str(caught.value)
    assert message.startswith(f"below/a.txt {fault}")
    assert message.endswith(".")
    assert "\n" not in message


def write(path: Path, text: str = SIMPLIFIED) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="")
    return path


def test_read_article_keeps_line_ends(tmp_path: Path) -> None:
    assert read_article(write(tmp_path / "a.txt"), "a.txt") == SIMPLIFIED


def test_read_article_that_cannot_be_opened(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"^a.txt cannot be read \(is a directory\); check"):
        read_article(tmp_path, "a.txt")

"""Reading: encodings, and one clear sentence for every file that is no article."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from kg.errors import InputError
from kg.read import decode, find_articles, read_article

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


def test_find_articles_sorts_and_leaves_out_what_is_none(tmp_path: Path) -> None:
    for name in ("b.txt", "a/c.TXT", ".hidden.txt", ".git/d.txt", "README.md", "e.txt.bak"):
        write(tmp_path / name)
    assert find_articles([tmp_path]) == [
        ("a/c.TXT", tmp_path / "a" / "c.TXT"),
        ("b.txt", tmp_path / "b.txt"),
    ]


def test_find_articles_takes_a_file_that_is_named_and_each_file_once(tmp_path: Path) -> None:
    page = write(tmp_path / "a" / "page.html")
    article = write(tmp_path / "a" / "b.txt")
    assert find_articles([page, tmp_path / "a", article, tmp_path / "a" / ".." / "a"]) == [
        ("b.txt", article),
        ("page.html", page),
    ]


def test_find_articles_tells_equal_names_apart(tmp_path: Path) -> None:
    for name in ("one/news/a.txt", "two/news/a.txt", "two/news/b.txt"):
        write(tmp_path / name)
    found = find_articles([tmp_path / "one" / "news", tmp_path / "two" / "news"])
    assert [source for source, _ in found] == ["b.txt", "one/news/a.txt", "two/news/a.txt"]
    found = find_articles([tmp_path / "one" / "news" / "a.txt", tmp_path / "two"])
    assert [source for source, _ in found] == ["a.txt", "news/a.txt", "news/b.txt"]


def test_find_articles_names_a_link_by_itself(tmp_path: Path) -> None:
    write(tmp_path / "elsewhere" / "x1")
    folder = tmp_path / "corpus"
    folder.mkdir()
    for link, target in {"a.txt": "../elsewhere/x1", "b.txt": "nowhere", "c.txt": "c.txt"}.items():
        (folder / link).symlink_to(target)
    assert find_articles([folder]) == [(name, folder / name) for name in ("a.txt", "b.txt", "c.txt")]
    assert read_article(folder / "a.txt", "a.txt") == SIMPLIFIED
    for name in ("b.txt", "c.txt"):
        with pytest.raises(InputError, match=rf"^{name} cannot be read"):
            read_article(folder / name, name)


def test_find_articles_leaves_out_what_could_be_read_for_ever(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    article = write(tmp_path / "a.txt")
    assert find_articles([tmp_path]) == [("a.txt", article)]


def test_find_articles_faults(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"nowhere does not exist; give a folder"):
        find_articles([tmp_path / "nowhere"])
    with pytest.raises(InputError, match=r"contains no articles; put text files"):
        find_articles([tmp_path])

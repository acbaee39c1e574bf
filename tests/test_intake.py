"""Taking in: which files hold articles, what they are called, and whatever comes packed."""

from __future__ import annotations

import gzip
import io
import json
import os
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from kg.errors import InputError
from kg.intake import LARGEST, Original, Skipped, take_in
from kg.read import read_article, read_text
from kg.sources import find_files

TEXT = "云屏市的医生和护士在青柳县工作了一个月。\r\n来自各地的物资已经送到。"
PAGE = f"""<html><head><title>云屏医生在青柳 - 云屏网</title>
<meta property="og:title" content="云屏医生在青柳">
<meta property="article:published_time" content="2021-03-05T08:00:00+08:00"></head>
<body><nav><a href="/">首页</a><a href="/news">新闻</a></nav>
<article><h1>云屏医生在青柳</h1><p>{TEXT * 3}</p>
<p>{"他们每天查房两次，和当地同事一起会诊。" * 4}</p></article>
<footer>版权所有 云屏网 联系我们</footer></body></html>"""


def write(path: Path, data: str | bytes = TEXT) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return path


def taken(path: Path) -> list[Original | Skipped]:
    return list(take_in(find_files([path])))


def lines(*records: object) -> bytes:
    return b"".join(json.dumps(record, ensure_ascii=False).encode() + b"\n" for record in records)


def packed(members: dict[str, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return file.getvalue()


def broken_lzma() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_LZMA) as archive:
        archive.writestr("b.txt", TEXT * 50)
    data = bytearray(file.getvalue())
    data[60:70] = bytes(10)
    return bytes(data)


def test_find_files_sorts_and_leaves_out_what_is_none(tmp_path: Path) -> None:
    for name in ("b.txt", "a/c.TXT", ".hidden.txt", ".git/d.txt", "README.md", "e.txt.bak"):
        write(tmp_path / name)
    assert find_files([tmp_path]) == [
        ("a/c.TXT", tmp_path / "a" / "c.TXT"),
        ("b.txt", tmp_path / "b.txt"),
    ]


def test_find_files_takes_a_file_that_is_named_and_each_file_once(tmp_path: Path) -> None:
    page = write(tmp_path / "a" / "page.html")
    article = write(tmp_path / "a" / "b.txt")
    assert find_files([page, tmp_path / "a", article, tmp_path / "a" / ".." / "a"]) == [
        ("b.txt", article),
        ("page.html", page),
    ]


def test_find_files_tells_equal_names_apart(tmp_path: Path) -> None:
    for name in ("one/news/a.txt", "two/news/a.txt", "two/news/b.txt"):
        write(tmp_path / name)
    found = find_files([tmp_path / "one" / "news", tmp_path / "two" / "news"])
    assert [source for source, _ in found] == ["b.txt", "one/news/a.txt", "two/news/a.txt"]
    found = find_files([tmp_path / "one" / "news" / "a.txt", tmp_path / "two"])
    assert [source for source, _ in found] == ["a.txt", "news/a.txt", "news/b.txt"]


def test_find_files_names_a_link_by_itself(tmp_path: Path) -> None:
    write(tmp_path / "elsewhere" / "x1")
    folder = tmp_path / "corpus"
    folder.mkdir()
    for link, target in {"a.txt": "../elsewhere/x1", "b.txt": "nowhere", "c.txt": "c.txt"}.items():
        (folder / link).symlink_to(target)
    assert find_files([folder]) == [(name, folder / name) for name in ("a.txt", "b.txt", "c.txt")]
    assert read_article(folder / "a.txt", "a.txt") == TEXT
    for name in ("b.txt", "c.txt"):
        with pytest.raises(InputError, match=rf"^{name} cannot be read"):
            read_article(folder / name, name)


def test_find_files_takes_a_file_and_a_link_to_it_once(tmp_path: Path) -> None:
    write(tmp_path / "one" / "b.txt")
    (tmp_path / "one" / "a.txt").symlink_to("b.txt")
    (tmp_path / "two").symlink_to("one")
    found = find_files([tmp_path / "one", tmp_path / "two"])
    assert found == [("a.txt", tmp_path / "one" / "a.txt")]


def test_find_files_leaves_out_what_could_be_read_for_ever(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    article = write(tmp_path / "a.txt")
    assert find_files([tmp_path]) == [("a.txt", article)]


def test_find_files_faults(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"nowhere does not exist; give a folder"):
        find_files([tmp_path / "nowhere"])
    with pytest.raises(InputError, match=r"contains no articles; put"):
        find_files([tmp_path])


def test_find_files_leaves_out_what_a_build_wrote(tmp_path: Path) -> None:
    for name in ("a.txt", "output/graph.ttl", "output/graph.html", "output/report.json", "page.htm"):
        write(tmp_path / name)
    assert [source for source, _ in find_files([tmp_path])] == ["a.txt", "page.htm"]


def test_a_pattern_that_says_one_thing_again_and_again_ends(tmp_path: Path) -> None:
    (tmp_path / "a" / "b" / "c").mkdir(parents=True)
    (tmp_path / "a" / "b" / "c" / "1.txt").touch()
    (tmp_path / "2.txt").touch()
    (one, other) = find_files([tmp_path / ("**/" * 400 + "*.txt")])
    assert (one[1], other[1]) == (tmp_path / "a/b/c/1.txt", tmp_path / "2.txt")
    assert find_files([tmp_path / "**/**"]) == find_files([tmp_path / "**"])


def test_find_files_takes_a_pattern(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("one/a.txt", "one/b.md", "two/c.txt"):
        write(tmp_path / name)
    monkeypatch.chdir(tmp_path)
    assert [source for source, _ in find_files([Path("*/*.txt")])] == ["a.txt", "c.txt"]
    assert [source for source, _ in find_files([Path("one/?.md")])] == ["b.md"]
    with pytest.raises(InputError, match="does not exist"):
        find_files([Path("*/*.html")])


def test_records_are_articles(tmp_path: Path) -> None:
    records = (
        {"id": "7", "text": TEXT, "title": "云屏 医生", "date": "2021-03-05T08:00"},
        {"text": TEXT, "date": "last week"},
        {"text": TEXT, "date": "2021年3月5日"},
        {"text": TEXT, "date": "2021-02-30"},
        {"id": 9, "source": "https://example.org/9", "text": TEXT},
    )
    half = json.dumps({"title": "半个\ud83d字", "text": TEXT}).encode()
    assert taken(write(tmp_path / "news.jsonl", b"\xef\xbb\xbf" + lines(*records) + half + b"\n")) == [
        Original("news.jsonl/7", TEXT.encode(), title="云屏 医生", date="2021-03-05"),
        Original("news.jsonl/2", TEXT.encode()),
        Original("news.jsonl/3", TEXT.encode(), date="2021-03-05"),
        Original("news.jsonl/4", TEXT.encode()),
        Original("https://example.org/9", TEXT.encode()),
        Original("news.jsonl/6", TEXT.encode(), title="半个?字"),
    ]


def test_a_source_of_many_records_is_told_apart_by_their_ids(tmp_path: Path) -> None:
    records = ({"source": "云屏日报", "id": n, "text": TEXT} for n in (1, 2))
    assert [a.source for a in taken(write(tmp_path / "news.jsonl", lines(*records)))] == [
        "云屏日报",
        "云屏日报/2",
    ]


@pytest.mark.parametrize(
    "line", [b"{", b"[]", b'{"title": "x"}', b'{"text": 5}', b"\xff\xfe", b"[" * 100_000]
)
def test_a_line_that_is_no_record_is_named_and_the_rest_is_read(tmp_path: Path, line: bytes) -> None:
    one, broken, two = taken(
        write(tmp_path / "n.jsonl", lines({"text": TEXT}) + line + b"\n" + lines({"text": TEXT}))
    )
    assert (one.source, two.source) == ("n.jsonl/1", "n.jsonl/3")
    assert broken == Skipped(
        "n.jsonl/2", "n.jsonl, line 2, is no JSON object with a `text`; mend it or remove it."
    )


def test_two_records_of_one_id(tmp_path: Path) -> None:
    first, second = taken(
        write(tmp_path / "n.jsonl", lines({"id": "x", "text": TEXT}, {"id": "x", "text": "别的"}))
    )
    assert first == Original("n.jsonl/x", TEXT.encode())
    assert isinstance(second, Skipped)
    assert second.reason.startswith("n.jsonl, line 2, is named n.jsonl/x like line 1")


@pytest.mark.parametrize(
    ("name", "pack", "source"),
    [
        ("a.txt.gz", gzip.compress, "a.txt.gz"),
        ("a.zip", lambda data: packed({"b/c.txt": data, "b/.d.txt": data, "e.pdf": data}), "a.zip/b/c.txt"),
        ("a.zip", lambda data: packed({"c.txt.gz": gzip.compress(data)}), "a.zip/c.txt.gz"),
        ("a.jsonl.gz", lambda data: gzip.compress(lines({"text": data.decode()})), "a.jsonl.gz/1"),
    ],
)
def test_what_is_packed_is_unpacked(
    tmp_path: Path, name: str, pack: Callable[[bytes], bytes], source: str
) -> None:
    assert taken(write(tmp_path / name, pack(TEXT.encode()))) == [Original(source, TEXT.encode())]


def test_names_of_an_older_windows_in_an_archive(tmp_path: Path) -> None:
    data = packed({"XXXX.txt": TEXT.encode()}).replace(b"XXXX", "新闻".encode("gbk"))
    assert [a.source for a in taken(write(tmp_path / "a.zip", data))] == ["a.zip/新闻.txt"]


@pytest.mark.parametrize(
    ("name", "data", "fault"),
    [
        ("a.txt.gz", b"no gzip", "cannot be unpacked"),
        ("a.txt.gz", gzip.compress(TEXT.encode() * 99)[:-20], "cannot be unpacked"),
        ("a.jsonl.gz", gzip.compress(TEXT.encode() * 99)[:20], "cannot be unpacked"),
        ("a.zip", b"PK no zip", "cannot be unpacked"),
        ("a.zip", broken_lzma(), "cannot be unpacked"),
        ("a.zip", packed({"b.pdf": b""}), "holds no articles"),
        ("a.jsonl", b"\n\n", "holds no articles"),
        ("a.zip", packed({"b.zip": packed({"c.txt": b""})}), "is an archive in an archive"),
        ("a.txt.gz", gzip.compress(b"x" * (LARGEST + 1)), "is larger than 64 MB"),
    ],
    ids=[
        "no gzip",
        "half",
        "half of records",
        "no zip",
        "lzma",
        "no article",
        "no record",
        "zip in zip",
        "bomb",
    ],
)
def test_what_cannot_be_unpacked_is_named_and_the_rest_is_read(
    tmp_path: Path, name: str, data: bytes, fault: str
) -> None:
    write(tmp_path / name, data)
    write(tmp_path / "good.txt")
    broken, good = taken(tmp_path)
    assert isinstance(broken, Skipped)
    assert fault in broken.reason
    assert broken.reason.endswith(".")
    assert good.source == "good.txt"


def test_of_two_articles_with_one_source_the_first_is_read(tmp_path: Path) -> None:
    write(tmp_path / "a.txt")
    write(tmp_path / "b.jsonl", lines({"text": TEXT, "source": "a.txt"}, {"text": TEXT, "id": "own"}))
    first, second, third = taken(tmp_path)
    assert (first.source, third.source) == ("a.txt", "b.jsonl/own")
    told = "a.txt is the name of two articles; the first is read, name the other."
    assert second == Skipped("a.txt", told)


@pytest.mark.parametrize("text", [TEXT, "{编者按}" + TEXT])
@pytest.mark.parametrize("form", [str.encode, lambda text: lines({"text": text})], ids=["text", "records"])
def test_the_standard_input(text: str, form: Callable[[str], bytes]) -> None:
    (article,) = take_in(find_files([Path("-")]), io.BytesIO(form(text)))
    assert isinstance(article, Original)
    assert article.data == text.encode()
    assert article.source.startswith("stdin")


def test_a_page_is_read_without_what_surrounds_it(tmp_path: Path) -> None:
    (page,) = taken(write(tmp_path / "a.html", PAGE.encode("gb18030")))
    assert isinstance(page, Original)
    text, title, date = read_text(page)
    assert "青柳县工作了一个月。" in text
    assert "首页" not in text
    assert "版权所有" not in text
    assert (title, date) == ("云屏医生在青柳", "2021-03-05")


def test_a_page_without_an_article() -> None:
    with pytest.raises(InputError, match=r"^a\.html is a page without an article"):
        read_text(Original("a.html", "<html><title>新闻</title><body></body></html>".encode(), "html"))


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("口罩2000只", None),
        ("© 2003-2019 云屏网", None),
        ('<meta name="pubdate" content="2021-03-05">', "2021-03-05"),
        ('<span class="date">2021年3月5日</span>', "2021-03-05"),
    ],
)
def test_a_page_has_the_date_that_it_states_or_none(said: str, day: str | None) -> None:
    meta, shown = (said, "") if said.startswith("<meta") else ("", said)
    page = f"<html><head><title>云屏</title>{meta}</head><body><p>{TEXT * 3}</p><p>{shown}</p></body></html>"
    assert read_text(Original("a.html", page.encode(), "html"))[2] in (day, None)
    if meta:
        assert read_text(Original("a.html", page.encode(), "html"))[2] == day

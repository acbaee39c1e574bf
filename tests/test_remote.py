"""Articles in stores: a real S3 protocol on loopback, and fsspec's store in memory."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import fsspec
import pytest
from moto.server import ThreadedMotoServer
from running import RunKg

from kg.errors import InputError
from kg.intake import Original, Skipped, take_in
from kg.sources import find_files, place_of

TEXT = "5月3日，云汀市第一中学校长钟离白向云汀市红十字会捐款2万元。\n"


@pytest.fixture
def bucket(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """A bucket `news` with five files, in a store that is reached as the environment says."""
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    monkeypatch.setenv("AWS_ENDPOINT_URL", f"http://{host}:{port}")
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "test")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    fsspec.get_filesystem_class("s3").clear_instance_cache()
    system = fsspec.filesystem("s3")
    system.mkdir("news")
    for name in ("2021/a.txt", "2021/deep/b.txt", "2021/.hidden/c.txt", "2021/notes.pdf", "2022/a.txt"):
        system.pipe(f"news/{name}", f"{name}的消息。{TEXT}".encode())
    yield system
    system.rm("news", recursive=True)
    server.stop()
    fsspec.get_filesystem_class("s3").clear_instance_cache()


@pytest.fixture
def memory() -> Iterator[Any]:
    system = fsspec.filesystem("memory")
    yield system
    system.store.clear()


def sources(*places: str) -> list[str]:
    return [source for source, _ in find_files([place_of(place) for place in places])]


@pytest.mark.parametrize(
    ("places", "found"),
    [
        (["s3://news/2021"], ["a.txt", "deep/b.txt"]),
        (["s3://news/2021/notes.pdf"], ["notes.pdf"]),
        (["s3://news/*/a.txt"], ["2021/a.txt", "2022/a.txt"]),
        (["s3://news/2021", "s3://news/2022"], ["2021/a.txt", "2022/a.txt", "deep/b.txt"]),
        (["s3://news/2021", "s3://news/2021/a.txt"], ["a.txt", "deep/b.txt"]),
    ],
)
@pytest.mark.usefixtures("bucket")
def test_files_in_a_bucket_are_found_as_those_of_a_folder(places: list[str], found: list[str]) -> None:
    assert sources(*places) == found


@pytest.mark.usefixtures("bucket")
def test_kg_builds_from_a_bucket_what_it_builds_from_a_folder(run_kg: RunKg, tmp_path: Path) -> None:
    for name in ("a.txt", "deep/b.txt"):
        file = tmp_path / "news" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(f"2021/{name}的消息。{TEXT}", encoding="utf-8")
    run_kg("build", "s3://news/2021", "-o", str(tmp_path / "remote"))
    run_kg("build", str(tmp_path / "news"), "-o", str(tmp_path / "local"))
    one, other = ((tmp_path / place / "graph.ttl").read_bytes() for place in ("remote", "local"))
    assert one == other
    assert "钟离白".encode() in one


def test_a_file_that_goes_after_it_was_found_is_skipped(memory: Any) -> None:
    for name in ("a.txt", "b.txt"):
        memory.pipe(f"/news/{name}", TEXT.encode())
    files = find_files([place_of("memory://news")])
    memory.rm("/news/a.txt")
    first, second = take_in(files)
    assert isinstance(first, Skipped)
    assert first.reason.startswith("a.txt cannot be read")
    assert isinstance(second, Original)
    assert second.data.decode() == TEXT


def test_a_file_is_known_by_the_mark_that_its_store_gives_it(bucket: Any) -> None:
    def states() -> list[object]:
        return [each.state for each in take_in(find_files([place_of("s3://news/2021")]))]

    first = states()
    assert None not in first
    assert states() == first
    bucket.pipe("news/2021/a.txt", TEXT.replace("2万", "3万").encode())
    changed, same = states()
    assert (changed != first[0], same) == (True, first[1])


def test_a_file_without_a_mark_is_opened_again(memory: Any) -> None:
    memory.pipe("/news/a.txt", TEXT.encode())
    (article,) = take_in(find_files([place_of("memory://news")]))
    assert isinstance(article, Original)
    assert article.state is None


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("memory://absent", "memory://absent does not exist or is empty; "),
        ("nowhere://news", "nowhere://news cannot be read (Protocol not known: nowhere); check the address"),
    ],
)
def test_an_address_that_leads_nowhere_is_named(address: str, said: str) -> None:
    with pytest.raises(InputError) as caught:
        find_files([place_of(address)])
    assert str(caught.value).startswith(said)


def test_a_store_without_articles_is_named(memory: Any) -> None:
    memory.pipe("/pictures/a.png", b"")
    with pytest.raises(InputError, match=r"^memory://pictures contains no articles; "):
        find_files([place_of("memory://pictures")])


def test_what_a_store_needs_is_named_where_it_is_absent(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(address: str) -> Callable[..., object]:
        raise ImportError("Install s3fs to access S3")

    monkeypatch.setattr(fsspec, "url_to_fs", refuse)
    with pytest.raises(InputError, match=r"Install s3fs to access S3\); .*pip install 'zhkg\[s3\]'"):
        find_files([place_of("s3://news")])


def test_what_has_not_changed_in_a_store_is_not_fetched_again(
    bucket: Any, run_kg: RunKg, tmp_path: Path
) -> None:
    run_kg("build", "s3://news/2021", "-o", str(tmp_path / "output"))
    bucket.pipe("news/2021/a.txt", "5月4日，云汀市红十字会主席闻人越举办义诊。".encode())
    fetched: list[str] = []
    opened = type(bucket).open

    def note(system: Any, path: str, *rest: Any) -> Any:
        fetched.append(path)
        return opened(system, path, *rest)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(type(bucket), "open", note)
        run_kg("build", "s3://news/2021", "-o", str(tmp_path / "output"))
    assert fetched == ["news/2021/a.txt"]
    assert "闻人越" in (tmp_path / "output" / "graph.ttl").read_text(encoding="utf-8")

"""Builds one after another: only what changed is read, and the files are those of a build from nothing."""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import time
from collections.abc import Callable
from contextlib import closing
from operator import attrgetter
from pathlib import Path
from typing import Any

import pytest
from running import RunKg, finish, spawn

import kg.amend
import kg.corpus
import kg.engines
import kg.intake
import kg.triples
from kg.clusters import Cluster, Local
from kg.descriptions import Description, describe
from kg.engines import Batch, local_engine
from kg.errors import EngineError, ModelError
from kg.identity import Identity
from kg.intake import Original, Skipped
from kg.model import Tagger
from kg.outputs import lock_output, output_files
from kg.pipeline import read_batch as really_read
from kg.revision import Standing, revise
from kg.rulebook import load_rulebook
from kg.store import KEY, NAME, identify_original, keep, keep_standings, open_cache, recall, recall_standings

FILES = output_files()
WHO = ("钟离白", "闻若溪", "贺兰舟", "沈知微", "陆青禾", "顾南枝")

SCHOOLS = (
    "育才中学校长贺兰舟向云台县民政局捐款2万元。\n",
    "岱宁市育才中学校长沈知微来到岱宁市第四人民医院。\n",
    "岱宁市民政局局长顾南枝把20箱口罩交给第四人民医院。\n",
    "岱宁市第四人民医院院长闻若溪向育才中学捐赠图书30册。\n",
)


def article(number: int) -> str:
    return (
        f"柳溪日报2021年3月{number % 28 + 1}日讯，柳溪市第三人民医院院长{WHO[number % len(WHO)]}"
        f"向云台县红十字会捐款{number + 1}万元。随后，他把{number + 3}箱口罩交给云台县中心医院。\n"
    )


@pytest.fixture
def corpus(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with eight articles, in a current folder of its own."""
    monkeypatch.chdir(tmp_path)
    folder = tmp_path / "corpus"
    folder.mkdir()
    for number in range(8):
        (folder / f"{number}.txt").write_text(article(number), encoding="utf-8")
    return folder


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The sources of the articles that were really read since the list was last cleared."""
    sources: list[str] = []

    def watch(batch: Batch, *others: object) -> object:
        sources.extend(original.source for original in batch)
        return really_read(batch, *others)  # type: ignore[arg-type]

    monkeypatch.setattr(kg.engines, "read_batch", watch)
    monkeypatch.setattr(kg.engines, "processors", lambda: 1)  # so that it is read in this process
    return sources


def outputs(folder: str = "output") -> dict[str, bytes]:
    return {name: (Path(folder) / name).read_bytes() for name in FILES}


def edit(folder: Path) -> None:
    (folder / "3.txt").write_text(article(40), encoding="utf-8")


def remove(folder: Path) -> None:
    (folder / "3.txt").unlink()


def add(folder: Path) -> None:
    (folder / "new.txt").write_text(article(17), encoding="utf-8")


def rename(folder: Path) -> None:
    (folder / "3.txt").rename(folder / "three.txt")


def break_(folder: Path) -> None:
    (folder / "3.txt").write_bytes(b"")


@pytest.mark.parametrize(
    ("change", "anew"),
    [(edit, ["3.txt"]), (remove, []), (add, ["new.txt"]), (rename, ["three.txt"]), (break_, ["3.txt"])],
)
def test_a_rebuild_reads_what_changed_and_writes_what_a_build_from_nothing_would(
    run_kg: RunKg, corpus: Path, read: list[str], change: Callable[[Path], None], anew: list[str]
) -> None:
    assert run_kg("build").code == 0
    assert len(read) == 8
    before = outputs()
    read.clear()
    change(corpus)
    code = run_kg("build").code
    assert read == anew
    assert run_kg("build", "--no-cache", "-o", "nothing").code == code
    assert outputs() == outputs("nothing")
    assert outputs() != before


def test_where_nothing_changed_nothing_is_written(run_kg: RunKg, corpus: Path, read: list[str]) -> None:
    (corpus / "broken.txt").touch()
    first = run_kg("build")
    read.clear()
    times = [(Path("output") / name).stat().st_mtime_ns for name in FILES]
    assert run_kg("build") == first
    assert read == []
    assert [(Path("output") / name).stat().st_mtime_ns for name in FILES] == times


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the files that were opened since the list was last cleared; a file settles at once."""
    names: list[str] = []
    unpack = kg.intake._unpack

    def watch(source: str, name: str, *others: object) -> object:
        names.append(name)
        return unpack(source, name, *others)  # type: ignore[arg-type]

    monkeypatch.setattr(kg.intake, "_unpack", watch)
    monkeypatch.setattr(kg.intake, "SETTLED", 0)
    return names


def rewrite_and_set_the_clock_back(folder: Path) -> None:
    file = folder / "3.txt"
    times = file.stat()
    file.write_text(article(4).replace("4日", "5日"), encoding="utf-8")
    os.utime(file, ns=(times.st_atime_ns, times.st_mtime_ns))
    assert (file.stat().st_size, file.stat().st_mtime_ns) == (times.st_size, times.st_mtime_ns)


def replace_by_another(folder: Path) -> None:
    other = folder.parent / "other"
    shutil.copy2(folder / "4.txt", other)
    other.replace(folder / "3.txt")


@pytest.mark.parametrize(
    ("change", "anew"),
    [
        (lambda folder: None, []),
        (edit, ["3.txt"]),
        (remove, []),
        (add, ["new.txt"]),
        (rename, ["three.txt"]),
        (rewrite_and_set_the_clock_back, ["3.txt"]),
        (replace_by_another, ["3.txt"]),
        (lambda folder: (folder / "3.txt").chmod(0o600), ["3.txt"]),
    ],
)
def test_only_files_that_changed_are_opened(
    run_kg: RunKg, corpus: Path, opened: list[str], change: Callable[[Path], None], anew: list[str]
) -> None:
    run_kg("build")
    opened.clear()
    time.sleep(0.02)  # a tick of the clock
    change(corpus)
    run_kg("build")
    assert opened == anew
    opened.clear()
    run_kg("build", "--no-cache", "-o", "nothing")
    assert len(opened) == len(list(corpus.iterdir()))
    assert outputs() == outputs("nothing")


def test_a_file_that_changed_of_late_is_opened_again(
    run_kg: RunKg, corpus: Path, opened: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kg.intake, "SETTLED", 10**12)
    run_kg("build")
    opened.clear()
    run_kg("build")
    assert len(opened) == 8


def test_files_of_many_articles_are_always_opened(run_kg: RunKg, corpus: Path, opened: list[str]) -> None:
    record = json.dumps({"text": article(9), "source": "5.txt"}, ensure_ascii=False)
    run_kg("build")
    (corpus / "0.jsonl").write_text(record, encoding="utf-8")
    opened.clear()
    for _ in range(2):
        ran = run_kg("build")
        assert (ran.code, "5.txt is the name of two articles" in ran.err) == (1, True)
        run_kg("build", "--no-cache", "-o", "nothing")
        assert outputs() == outputs("nothing")
    (corpus / "0.jsonl").unlink()
    assert run_kg("build").code == 0
    run_kg("build", "--no-cache", "-o", "nothing")
    assert outputs() == outputs("nothing")


@pytest.mark.parametrize("name", FILES)
def test_an_output_that_was_touched_is_written_again(run_kg: RunKg, corpus: Path, name: str) -> None:
    run_kg("build")
    whole = outputs()
    (Path("output") / name).write_text("changed")
    assert run_kg("build").code == 0
    assert outputs() == whole


@pytest.mark.parametrize("name", ["graph.ttl", "graph.html", "dataset.ttl"])
def test_nothing_is_taken_over_from_an_output_that_was_touched(
    run_kg: RunKg, corpus: Path, name: str
) -> None:
    run_kg("build")
    touched = Path("output", name).read_bytes()
    Path("output", name).write_bytes(touched.replace(b"a", b"b"))  # as long as it was
    edit(corpus)
    run_kg("build")
    run_kg("build", "--no-cache", "-o", "nothing")
    assert outputs() == outputs("nothing")


def test_what_the_last_files_say_in_the_same_words_is_taken_over(
    run_kg: RunKg, corpus: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[object] = []

    def noted(subject: Any) -> Description:
        made.append(subject)
        return describe(subject)

    for number in range(8, 80):
        (corpus / f"{number}.txt").write_text(article(number), encoding="utf-8")
    run_kg("build")
    edit(corpus)
    monkeypatch.setattr(kg.triples, "describe", noted)
    run_kg("build")
    few = len(made)
    made.clear()
    run_kg("build", "--no-cache", "-o", "nothing")
    assert 0 < few < len(made)
    assert outputs() == outputs("nothing")


@pytest.mark.parametrize("option", [("--base", "https://example.org/x/"), ("--format", "trig")])
def test_another_configuration_writes_anew_without_reading(
    run_kg: RunKg, corpus: Path, read: list[str], option: tuple[str, str]
) -> None:
    run_kg("build")
    before = {path.name: path.read_bytes() for path in Path("output").iterdir() if path.is_file()}
    read.clear()
    run_kg("build", *option)
    assert read == []
    assert {path.name: path.read_bytes() for path in Path("output").iterdir() if path.is_file()} != before


def test_corrections_are_heeded_by_the_next_build(run_kg: RunKg, corpus: Path, read: list[str]) -> None:
    run_kg("build")
    read.clear()
    corrected = '[rename]\n"钟离白" = "钟离小白"\n'
    Path("corpus/corrections.toml").write_text(corrected, encoding="utf-8")
    run_kg("build")
    assert read == []
    assert "钟离小白" in Path("output/graph.ttl").read_text("utf-8")


def test_what_an_older_version_kept_is_read_anew(
    run_kg: RunKg, corpus: Path, read: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    run_kg("build")
    whole = outputs()
    read.clear()
    monkeypatch.setattr(kg.corpus, "make_stamp", lambda *_: "another")
    assert run_kg("build").code == 0
    assert len(read) == 8
    assert outputs() == whole


def test_what_is_recalled_is_what_was_kept(tagger: Tagger) -> None:
    originals = [Original(f"{number}.txt", article(number).encode()) for number in range(8)]
    outcomes = [*really_read(originals, tagger, load_rulebook()), Skipped("8.txt", "8.txt is empty.")]
    taken = [identify_original(each) for each in (*originals, Original("8.txt", b""))]
    with open_cache(None, "stamp") as store:
        keep(store, zip((each.key for each in taken), outcomes, strict=True))
        assert sorted(recall(store, taken), key=attrgetter("source")) == outcomes
        assert list(recall(store, taken[3:4])) == outcomes[3:4]
        assert list(recall(store, [])) == []
        told = [entity for each in recall(store, taken[:8]) for entity in each.entities]  # type: ignore[union-attr]
    equal = [entity for entity in told if entity.name == "云台县中心医院"]
    assert len(equal) == 8
    assert len({id(entity) for entity in equal}) == 1


def test_what_stands_is_recalled_while_few_articles_have_changed() -> None:
    def body(name: str, *members: Local) -> Standing:
        one = Cluster(f"organization/{name}", "Hospital", name, (), members, ("a.txt",), ("organization",))
        return Standing("organization", one, ("name", name), "the same name")

    keys = [bytes([number]) * KEY for number in range(4)]
    one, two = body("柳溪市中医院", (0, 1), (2, 0)), body("云台县中医院", (1, 0))
    with open_cache(None, "stamp") as store:
        assert recall_standings(store, "ontology", keys) == ([], [])
        keep_standings(store, "ontology", keys, [body("白鹿县中医院", (0, 0))])
        keep_standings(store, "ontology", keys, [one, two])
        assert recall_standings(store, "ontology", keys) == ([one, two], keys)
        assert recall_standings(store, "another", keys) == ([], [])
        changed = [*keys[:2], bytes([9]) * KEY, keys[3]]
        assert recall_standings(store, "ontology", changed) == ([one, two], keys)
        assert recall_standings(store, "ontology", keys[:2]) == ([one, two], keys)
        assert recall_standings(store, "ontology", [bytes([8]) * KEY, *changed[1:]]) == ([], [])
        assert recall_standings(store, "ontology", keys[:1]) == ([], [])


@pytest.mark.parametrize("damage", [b"no database", b""])
def test_a_damaged_store_is_made_anew(run_kg: RunKg, corpus: Path, read: list[str], damage: bytes) -> None:
    run_kg("build")
    whole = outputs()
    read.clear()
    for part in Path("output/.kg").glob(f"{NAME}*"):
        part.write_bytes(damage)
    ran = run_kg("build")
    assert ran.code == 0
    assert outputs() == whole
    read.clear()
    assert run_kg("build").code == 0
    assert read == []


def test_a_store_of_another_layout_is_made_anew(run_kg: RunKg, corpus: Path, read: list[str]) -> None:
    run_kg("build")
    read.clear()
    with sqlite3.connect(Path("output/.kg", NAME)) as store:
        store.execute("PRAGMA user_version = 0")
        store.execute("CREATE TABLE bodies (value BLOB)")
        store.execute("DROP TABLE reading")
        store.execute("CREATE TABLE reading (key BLOB)")
    assert run_kg("build").code == 0
    assert len(read) == 8
    with sqlite3.connect(Path("output/.kg", NAME)) as store:
        assert not store.execute("SELECT name FROM sqlite_master WHERE name = 'bodies'").fetchall()


def test_identity_is_revised_beside_corrections_too(
    run_kg: RunKg, corpus: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    revised = []

    def noted(*arguments: Any) -> Identity:
        revised.append(revise(*arguments))
        return revised[-1]

    told = 'same = [["云台县中心医院", "柳溪市第三人民医院"]]\n'
    (corpus / "corrections.toml").write_text(told, encoding="utf-8")
    monkeypatch.setattr(kg.amend, "revise", noted)
    run_kg("build", str(corpus))
    edit(corpus)
    run_kg("build", str(corpus))
    run_kg("build", str(corpus), "--no-cache", "-o", "nothing")
    assert outputs() == outputs("nothing")
    assert len(revised) == 1


def test_a_damaged_reading_is_told(run_kg: RunKg, corpus: Path, read: list[str]) -> None:
    run_kg("build")
    whole = outputs()
    with closing(sqlite3.connect(f"output/.kg/{NAME}")) as store, store:
        store.execute("UPDATE reading SET value = substr(value, 2)")
    edit(corpus)
    ran = run_kg("build")
    assert ran.code == 2
    assert ran.err.startswith("Error: What output keeps between builds is damaged (")
    assert ran.err.endswith("); remove the folder .kg in it.\n")
    assert ran.err.count("\n") == 1
    assert outputs() == whole


def test_a_store_that_cannot_be_used_is_told_and_done_without(run_kg: RunKg, corpus: Path) -> None:
    Path("output/.kg", NAME).mkdir(parents=True)
    ran = run_kg("build")
    assert ran.code == 0
    assert ran.err.startswith(f"Warning: output/.kg/{NAME} cannot be used (")
    assert set(outputs()) == set(FILES)


def test_two_builds_into_one_folder(run_kg: RunKg, corpus: Path) -> None:
    run_kg("build")
    whole = outputs()
    edit(corpus)
    with lock_output(Path("output")):
        ran = run_kg("build")
    assert ran.code == 2
    assert ran.err == (
        "Error: Another build is writing into output; wait for it, or choose another folder with -o.\n"
    )
    assert outputs() == whole
    assert run_kg("build").code == 0


def test_a_disk_that_is_full_leaves_the_old_graph(
    run_kg: RunKg, corpus: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run_kg("build")
    whole = outputs()
    edit(corpus)

    def full(*_: object) -> None:
        raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr(kg.corpus, "keep", full)
    ran = run_kg("build")
    assert ran.code == 2
    assert "(database or disk is full); make room" in ran.err
    assert ran.err.count("\n") == 1
    assert outputs() == whole


def test_what_a_killed_build_left_half_written_goes(run_kg: RunKg, corpus: Path) -> None:
    left = Path("output/.kg/build-killed")
    left.mkdir(parents=True)
    (left / "graph.ttl").write_text("half a gra")
    assert run_kg("build", str(corpus), "-q").code == 0
    assert not left.exists()
    assert {path.name for path in Path("output").iterdir()} == {*output_files(), ".kg"}


def test_a_build_that_is_killed_goes_on_where_it_stopped(
    run_kg: RunKg, corpus: Path, read: list[str]
) -> None:
    for number in range(8, 150):
        (corpus / f"{number}.txt").write_text(article(number) * 8, encoding="utf-8")
    process = spawn("build", corpus, "-o", "output", "--jobs", "1")
    store = Path("output/.kg", NAME)
    for _ in range(1200):
        time.sleep(0.05)
        if store.exists() and kept(store):
            break
    process.kill()
    assert process.wait(30) == -9
    already = kept(store)
    assert 0 < already < 150
    assert not Path("output/graph.ttl").exists()
    assert run_kg("build").code == 0
    assert len(read) == 150 - already
    assert run_kg("build", "--no-cache", "-o", "nothing").code == 0
    assert outputs() == outputs("nothing")


def kept(store: Path) -> int:
    """How many readings a store holds, while another process writes it."""
    try:
        with sqlite3.connect(f"file:{store}?mode=ro", uri=True) as opened:
            return int(opened.execute("SELECT count(*) FROM reading").fetchone()[0])
    except sqlite3.OperationalError:
        return 0


def test_processes_give_what_one_gives(corpus: Path) -> None:
    batches = [
        [Original(f"{batch}-{n}.txt", article(batch * 4 + n).encode()) for n in range(4)]
        for batch in range(kg.engines.FEW + 2)
    ]
    read = {}
    for jobs in (1, 2):
        with local_engine("builtin", jobs) as engine:
            read[jobs] = {batch[0].source: outcomes for batch, outcomes in engine(iter(batches))}
    assert read[1] == read[2]
    assert len(read[2]) == len(batches)


def pids(stay: bool = False) -> set[str]:
    """The processes in which two batches are read, as `where` tells them."""
    batches = [[Original("1.txt", b"")], [Original("2.txt", b"")]]
    with local_engine("builtin", 2, stay) as engine:
        told = engine(iter(batches))
        return {each.reason for _, outcomes in told for each in outcomes if isinstance(each, Skipped)}


@pytest.fixture
def beside(monkeypatch: pytest.MonkeyPatch) -> None:
    """Engines think that a processor is free, load no tagger, and tell of each article where it was read."""

    def where(_: str, batch: Batch) -> list[Skipped]:
        return [Skipped(each.source, str(os.getpid())) for each in batch]

    monkeypatch.setattr(kg.engines, "has_room_beside", lambda: True)
    monkeypatch.setattr(kg.engines, "read_with", where)
    monkeypatch.setattr(kg.engines, "_load", lambda _: None)


@pytest.mark.usefixtures("beside")
def test_a_tagger_that_does_not_load_is_told_of_where_there_is_something_to_read(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def refuse(_: str) -> None:
        raise ModelError("It is gone.")

    monkeypatch.setattr(kg.engines, "_load", refuse)
    with local_engine("builtin", 2) as engine:
        assert list(engine(iter([]))) == []
    with pytest.raises(ModelError, match="It is gone"):
        pids()


@pytest.mark.usefixtures("beside")
def test_few_are_read_in_one_process_beside_unless_this_one_is_to_stay_ready() -> None:
    (pid,) = pids()
    assert pid != str(os.getpid())
    assert pids(stay=True) == {str(os.getpid())}


@pytest.mark.usefixtures("beside")
def test_the_store_is_asked_while_an_article_is_read(
    run_kg: RunKg, corpus: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run_kg("build")
    edit(corpus)
    order: list[str] = []

    def noting(name: str) -> Callable[..., object]:
        real = getattr(kg.corpus, name)

        def noted(*arguments: object) -> object:
            order.append(name)
            return real(*arguments)

        return noted

    for name in ("recall", "keep"):
        monkeypatch.setattr(kg.corpus, name, noting(name))
    run_kg("build")
    assert order == ["recall", "keep", "recall"]  # the last one gets what was read


@pytest.mark.parametrize("seed", range(3))
def test_where_identity_is_revised_a_rebuild_is_a_build_from_nothing(
    run_kg: RunKg, corpus: Path, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    chance, revised = random.Random(seed), []

    def noted(*arguments: Any) -> Identity:
        revised.append(revise(*arguments))
        return revised[-1]

    monkeypatch.setattr(kg.amend, "revise", noted)
    run_kg("build")
    for _ in range(6):
        own = f"柳溪市第{chance.choice('一二三四五六七八九')}中学校长陆青禾来到现场。\n"
        told = [own, *chance.sample(SCHOOLS, chance.randint(1, 3)), article(chance.randrange(60))]
        (corpus / f"{chance.randrange(3)}.txt").write_text("".join(told), encoding="utf-8")
        run_kg("build")
        run_kg("build", "--no-cache", "-o", "nothing")
        assert outputs() == outputs("nothing")
    assert len(revised) >= 3


@pytest.mark.usefixtures("beside")
def test_what_goes_wrong_in_the_process_beside_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def no_model(*_: object) -> None:
        raise ModelError("There is no such model.")

    monkeypatch.setattr(kg.engines, "read_with", no_model)
    with pytest.raises(ModelError, match="no such model"):
        pids()
    monkeypatch.setattr(kg.engines, "read_with", lambda *_: os.kill(os.getpid(), signal.SIGKILL))
    with pytest.raises(EngineError, match="was killed"):
        pids()


def test_a_rebuild_that_reads_beside_writes_what_a_build_from_nothing_would(
    run_kg: RunKg, corpus: Path
) -> None:
    assert finish(spawn("build", corpus, "-o", "output")).code == 0
    edit(corpus)
    assert finish(spawn("build", corpus, "-o", "output")).code == 0
    run_kg("build", "--no-cache", "-o", "nothing")
    assert outputs() == outputs("nothing")


@pytest.mark.parametrize("seed", range(3))
def test_whatever_changes_a_rebuild_is_a_build_from_nothing(run_kg: RunKg, corpus: Path, seed: int) -> None:
    chance = random.Random(seed)
    run_kg("build", "--format", "nquads")
    for _ in range(4):
        for _ in range(chance.randint(1, 4)):
            file = corpus / f"{chance.randrange(12)}.txt"
            if file.exists() and chance.random() < 0.4:
                file.unlink()
            else:
                told = chance.sample(range(60), chance.randint(0, 3))
                file.write_text("".join(map(article, told)), encoding="utf-8")
        run_kg("build", "--format", "nquads")
        run_kg("build", "--format", "nquads", "--no-cache", "-o", "nothing")
        every = (*FILES, "graph.nq")
        assert [Path("output", name).read_bytes() for name in every] == [
            Path("nothing", name).read_bytes() for name in every
        ]


def test_ten_thousand_empty_files_and_one_article(run_kg: RunKg, corpus: Path) -> None:
    for number in range(10_000):
        (corpus / f"empty-{number}.txt").touch()
    ran = run_kg("build")
    assert ran.code == 1
    assert "skipped       10000\n" in ran.err
    assert ran.err.count("is empty") == 20
    assert "  and 9980 more, which report.json names\n" in ran.err
    assert "钟离白" in Path("output/graph.ttl").read_text("utf-8")


def test_watching_builds_again_when_an_article_changes(corpus: Path) -> None:
    process = spawn("build", corpus, "-o", "output", "--watch")
    try:
        read_until(process, "Written to")  # a change is seen from before the first build on
        for number in (17, 23):
            saved = corpus / ".new.txt~"
            saved.write_text(article(number), encoding="utf-8")
            saved.replace(corpus / "new.txt")  # as editors save
            read_until(process, "Written to")
            assert f"{number + 1}0000.0" in Path("output/graph.ttl").read_text("utf-8")
    finally:
        process.send_signal(signal.SIGINT)
        ran = finish(process)
    assert (ran.code, ran.err) == (0, "")


@pytest.mark.parametrize("path", ["-", "corpus/*.txt"])
def test_only_what_is_there_can_be_watched(run_kg: RunKg, corpus: Path, path: str) -> None:
    ran = run_kg("build", path, "--watch")
    assert ran.code == 2
    assert "leave patterns, addresses and - out" in ran.err


def test_a_corpus_may_be_its_own_output(run_kg: RunKg, corpus: Path) -> None:
    assert run_kg("build", corpus, "-o", corpus).code == 0
    first = (corpus / "graph.ttl").read_bytes()
    assert run_kg("build", corpus, "-o", corpus, "--no-cache").code == 0
    assert (corpus / "graph.ttl").read_bytes() == first


def read_until(process: subprocess.Popen[bytes], words: str) -> None:
    """Wait for a line of narration."""
    assert process.stderr
    for line in process.stderr:
        if words in line.decode():
            return
    raise AssertionError(f"it ended and never said {words}")

"""Spark reads as one machine does, also where a part of the cluster dies. Its two executors are real."""

from __future__ import annotations

import gzip
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from importlib.util import find_spec
from itertools import chain
from pathlib import Path

import pytest
from running import ROOT, RunKg, finish, spawn
from stores.needs import absent
from test_corpus import kept

import kg.spark.session
from kg.errors import EngineError
from kg.parts import part_name
from kg.spark.worker import read
from kg.store import NAME

PATIENCE = 600
"""Seconds that a build in parts may take where others use the processors, too."""

FEW = 130
"""Three batches: the tasks of two executors, which read them in one wave, leave a file each."""

MANY = 577
"""Ten batches, the first of one article: two executors read four in a wave, four in the next, then two."""


def write_news(folder: Path, articles: int) -> Path:
    folder.mkdir()
    for number in range(articles):
        text = f"5月{number % 28 + 1}日，云汀市第一中学校长钟离白向云汀市红十字会捐款{number + 1}万元。\n"
        (folder / f"{number}.txt").write_text(text * 4, encoding="utf-8")
    return folder


@pytest.fixture
def news(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return write_news(tmp_path / "news", FEW)


@pytest.fixture
def much_news(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return write_news(tmp_path / "news", MANY)


@pytest.fixture
def spark(tmp_path: Path) -> dict[str, str]:
    """What the environment must say so that Spark runs on loopback and writes below a folder of the test."""
    package = find_spec("pyspark")
    if not package or not package.submodule_search_locations:
        absent("PySpark", "pip install 'zhkg[spark]'")
    if not shutil.which("java"):
        absent("Java", "apt-get install openjdk-17-jre-headless")
    home = tmp_path / "spark"  # the executors' work folder comes to lie in it
    (home / "conf").mkdir(parents=True)
    for part in Path(package.submodule_search_locations[0]).iterdir():
        (home / part.name).symlink_to(part)
    (home / "conf/spark-defaults.conf").write_text(
        "spark.ui.enabled false\nspark.driver.host 127.0.0.1\nspark.executor.memory 512m\n"
        "spark.sql.parquet.compression.codec none\n",
        encoding="utf-8",
    )
    return {
        "SPARK_HOME": str(home),
        "SPARK_LOCAL_IP": "127.0.0.1",
        "SPARK_LOCAL_DIRS": str(tmp_path),
        "PYSPARK_PYTHON": sys.executable,
    }


def executors(driver: int) -> list[int]:
    """The processes that a driver's cluster reads in."""
    table = subprocess.run(["ps", "-wweo", "pid=,ppid=,args="], capture_output=True, text=True, check=True)
    rows = [line.split(None, 2) for line in table.stdout.splitlines()]
    family = {driver}
    for _ in range(3):  # the driver, its Java, and what that starts
        family |= {int(pid) for pid, parent, _ in rows if int(parent) in family}
    return [int(pid) for pid, _, args in rows if int(pid) in family and "CoarseGrainedExecutor" in args]


def outputs(folder: str) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in Path(folder).iterdir() if path.is_file()}


def test_a_build_outlives_an_executor(much_news: Path, spark: dict[str, str], run_kg: RunKg) -> None:
    spark["SPARK_MASTER"] = "local-cluster[2,1,1024]"
    process = spawn("build", much_news, "-o", "cluster", "--engine", "spark", **spark)
    store = Path("cluster/.kg", NAME)
    try:
        while not kept(store) and process.poll() is None:
            time.sleep(0.05)
        members = executors(process.pid)
        assert len(members) == 2, finish(process).err
        os.kill(members[0], signal.SIGKILL)
        assert 0 < kept(store) < MANY
        ran = finish(process)
    finally:
        process.kill()
    assert ran.code == 0, ran.err
    assert "Lost executor" in ran.err
    assert run_kg("build", much_news, "-o", "alone", "--jobs", "1").code == 0
    assert f"articles        {MANY}\n" in ran.err
    assert outputs("cluster") == outputs("alone")


def test_what_spark_needs_is_told(run_kg: RunKg, news: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kg.spark.session, "find_spec", lambda name: name)
    monkeypatch.delenv("JAVA_HOME", raising=False)
    monkeypatch.setenv("PATH", "")
    ran = run_kg("build", news, "--engine", "spark")
    assert ran.code == 2
    assert ran.err == (
        "Error: Spark finds no Java; install Java 17 or later, or set JAVA_HOME to where it is.\n"
    )
    monkeypatch.setattr(kg.spark.session, "find_spec", lambda name: None)
    ran = run_kg("build", news, "--engine", "spark")
    assert ran.code == 2
    assert ran.err == "Error: PySpark is not installed; get it with `pip install 'zhkg[spark]'`.\n"
    ran = run_kg("build", news, "--engine", "spark", "--jobs", "2")
    assert ran.err.startswith("Error: --jobs is for one machine")


def test_a_job_that_fails_is_told_and_leaves_what_was_there(news: Path, spark: dict[str, str]) -> None:
    spark["PYSPARK_PYTHON"] = "no-such-python"
    ran = finish(spawn("build", news, "-o", "cluster", "--engine", "spark", **spark, SPARK_MASTER="local[1]"))
    assert ran.code == 2
    assert "\nError: Spark could not finish (" in ran.err
    assert "no-such-python" in ran.err.rpartition("\nError: ")[2]
    assert not Path("cluster/graph.ttl").exists()


def test_a_worker_with_another_kg_is_refused() -> None:
    with pytest.raises(EngineError, match="install the same there"):
        read("builtin", "another stamp", [])


def parted(folder: Path, parts: int) -> list[bytes]:
    """The quads in each part of a folder."""
    assert len(list(folder.glob("part-*"))) == parts
    return [gzip.decompress((folder / part_name(number)).read_bytes()) for number in range(parts)]


def sources(folder: Path) -> dict[Path, set[str]]:
    """The sources of the articles in each file of readings, which is not compressed here."""
    files = folder.glob("readings/*/wave-*/part-*.parquet")
    return {file: {name.decode() for name in re.findall(rb"\d+\.txt", file.read_bytes())} for file in files}


TWICE = """
import os
import sys
from pathlib import Path
from kg.cli import run

def written():
    return {path: path.stat().st_mtime_ns for path in Path("shared").rglob("*") if path.is_file()}

refused = run([*sys.argv[1:], "-o", Path("alone/report.json").absolute().as_uri()])
held = Path("shared/_building")
held.touch()
busy = run(sys.argv[1:])
os.utime(held, (0, 0))
first, before = run(sys.argv[1:]), written()
second, after = run(sys.argv[1:]), written()
sys.exit((refused, busy, first, second, held.exists(), before == after) != (2, 2, 0, 0, False, True))
"""
"""Builds in one process, for which Java starts but once: into a file, and where another build is at work,
both refused; then twice where one was killed long ago: what the first wrote the second must leave."""


def build_twice(*arguments: str, **spark: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", TWICE, "build", *arguments],
        env={**os.environ, "PYTHONPATH": str(ROOT), "OMP_NUM_THREADS": "1", **spark},
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )


def test_a_cluster_builds_in_parts(news: Path, spark: dict[str, str], run_kg: RunKg) -> None:
    parts = ("-o", (Path.cwd() / "shared").as_uri(), "--engine", "spark", "--parts", "3")
    spark["SPARK_MASTER"] = "local-cluster[2,1,1024]"
    process = spawn("build", news, *parts, **spark)
    try:
        while not list(Path("shared").glob("readings/*/wave-*")) and process.poll() is None:
            time.sleep(0.05)
        members = executors(process.pid)
        assert len(members) == 2, finish(process).err
        os.kill(members[0], signal.SIGKILL)
        assert not list(Path("shared").glob("readings/*/wave-*/*.parquet"))
        ran = finish(process, PATIENCE)
    finally:
        process.kill()
    assert ran.code == 0, ran.err
    assert "Lost executor" in ran.err
    assert f"articles        {FEW}\n" in ran.err
    assert run_kg("build", news, "-o", "alone", "--jobs", "1").code == 0
    assert run_kg("export", "alone/graph.ttl", "--parts", "3", "-o", "alone/graph").code == 0
    assert parted(Path("shared/graph"), 3) == parted(Path("alone/graph"), 3)

    # The next build reads what changed, and what a damaged file held; one more writes nothing.
    before = sources(Path("shared"))
    assert sorted(chain(*before.values())) == sorted(f"{number}.txt" for number in range(FEW))
    damaged, other = sorted(before)
    whole = bytearray(damaged.read_bytes())
    whole[len(whole) // 2] ^= 0xFF
    damaged.write_bytes(whole)
    damaged.with_name(f".{damaged.name}.crc").unlink()  # as in a store that keeps none beside it
    changed = min(before[other])
    (news / changed).write_text("云汀市第一中学校长钟离白向云汀市红十字会捐款7000万元。\n", encoding="utf-8")
    spark["SPARK_MASTER"] = "local[2]"
    again = build_twice(str(news), *parts, **spark)
    assert again.returncode == 0, again.stderr
    assert "\nError: Spark cannot write to file:///" in again.stderr
    assert "\nError: Another build is writing to file:///" in again.stderr
    assert again.stderr.count(f"articles        {FEW}\n") == 2
    assert again.stderr.count(f"{damaged.name} is damaged, so the articles in it are read again.\n") == 1
    after = sources(Path("shared"))
    anew = chain(*(sources for file, sources in after.items() if file not in before))
    assert sorted(anew) == sorted({*before[damaged], changed})
    assert run_kg("build", news, "-o", "alone", "--jobs", "1").code == 0
    assert run_kg("export", "alone/graph.ttl", "--parts", "3", "-o", "alone/graph").code == 0
    assert parted(Path("shared/graph"), 3) == parted(Path("alone/graph"), 3)


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ((), "Only a cluster writes to file:///shared; give --engine spark, or choose a folder with -o."),
        (
            ("--engine", "spark", "--format", "trig"),
            "At file:///shared the graph is written as N-Quads in parts; choose a folder for other formats.",
        ),
        (
            ("--engine", "spark", "--corrections", "corrections.toml"),
            "The corrections in corrections.toml need the whole graph, which no process holds where the "
            "output is an address; choose a folder with -o, or put the file elsewhere.",
        ),
        (
            ("--engine", "spark", "--jobs", "2"),
            "--jobs is for one machine; how much of a cluster is used, Spark's configuration says.",
        ),
    ],
)
def test_what_an_address_cannot_take_is_told(
    options: tuple[str, ...], told: str, news: Path, run_kg: RunKg
) -> None:
    Path("corrections.toml").write_text('same = [["甲", "乙"]]\n', encoding="utf-8")
    ran = run_kg("build", news, "-o", "file:///shared", *options)
    assert (ran.code, ran.err) == (2, f"Error: {told}\n")


def test_parts_are_for_an_address(news: Path, run_kg: RunKg) -> None:
    ran = run_kg("build", news, "--parts", "2")
    assert ran.code == 2
    assert ran.err == (
        "Error: --parts is for an address; of a graph in a folder, `kg export --parts` makes parts.\n"
    )

"""Measure `kg build` on 1, 2, 4 and 8 times as many articles: from nothing, unchanged, and after one change.

    python benchmarks/growth.py NEWS [--articles N] [--write]

NEWS is a file of JSON lines with `text`, which may be gzipped; the smallest corpus has its first N, best
some hundred or more. Each corpus holds the one before it, so that a build reads only what is new. A build
with another base reads nothing, but joins and writes all anew. Figures are of the command as it is run:
seconds of the clock, and of the processor in all its processes; those of rebuilds are medians of three.
`--write` puts the table into docs/benchmarks.md.
"""

from __future__ import annotations

import argparse
import gzip
import json
import math
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from sections import table, write_section

from kg.intake import SETTLED

FACTORS = (1, 2, 4, 8)
ROUNDS = 3
CHANGE = "柳溪市第三人民医院院长钟离白向云台县红十字会捐款三万元。"


@dataclass(frozen=True, slots=True)
class Spent:
    """Seconds of the clock and of the processor."""

    wall: float
    processor: float

    def __str__(self) -> str:
        return f"{self.wall:.1f} s ({self.processor:.1f} s)"


@dataclass(frozen=True, slots=True)
class Measured:
    """What a corpus took: the build that read what was new, one that only joined and wrote, and rebuilds."""

    articles: int
    grown: Spent
    joined: Spent
    unchanged: Spent
    changed: Spent


def build(folder: Path, output: Path, *options: str) -> Spent:
    """Run `kg build` with one process that reads."""
    before, begin = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    command = [sys.executable, "-m", "kg", "build", folder, "-o", output, "--jobs", "1", "-q", *options]
    subprocess.run(command, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    processor = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Spent(time.monotonic() - begin, processor)


def median(spent: Sequence[Spent]) -> Spent:
    """The median of each of the two."""
    return Spent(
        statistics.median(each.wall for each in spent), statistics.median(each.processor for each in spent)
    )


def measure(folder: Path, output: Path, texts: Sequence[str]) -> Measured:
    """Build when all the texts are files in `folder`, then again: unchanged, and after each of some edits."""
    for number, text in enumerate(texts):
        if not (file := folder / f"{number:06}.txt").exists():
            file.write_text(text, encoding="utf-8")
    time.sleep(2 * SETTLED / 1e9)  # a file that has just changed is read again
    grown = build(folder, output)
    joined = [build(folder, output, "--base", f"https://example.org/{n}/") for n in range(ROUNDS)]
    build(folder, output)
    unchanged = [build(folder, output) for _ in range(ROUNDS)]
    changed = []
    for _ in range(ROUNDS):
        with (folder / "000000.txt").open("a", encoding="utf-8") as file:
            file.write(CHANGE)
        changed.append(build(folder, output))
    return Measured(len(texts), grown, median(joined), median(unchanged), median(changed))


def exponent(sizes: Sequence[int], seconds: Sequence[float]) -> float:
    """The slope of the line through the logarithms: 1 where twice as much takes twice as long."""
    logarithms = list(map(math.log, sizes)), list(map(math.log, (max(0.01, each) for each in seconds)))
    return statistics.linear_regression(*logarithms).slope


def main() -> None:
    """Measure, print, and write where asked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("news", type=Path)
    parser.add_argument("--articles", type=int, default=1000)
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    opener = gzip.open if options.news.suffix == ".gz" else open
    with opener(options.news, "rt", encoding="utf-8") as lines:
        texts = [json.loads(line)["text"] for line in islice(lines, options.articles * FACTORS[-1])]
    with tempfile.TemporaryDirectory() as scratch:
        one, many = Path(scratch, "one"), Path(scratch, "many")
        one.mkdir()
        many.mkdir()
        start = measure(one, Path(scratch, "start"), texts[:1])
        found = [
            measure(many, Path(scratch, "output"), texts[: options.articles * factor]) for factor in FACTORS
        ]
    joining = [each.joined.processor - start.joined.processor for each in found]
    read = [each.grown.processor - each.joined.processor for each in found]
    reading = [sum(read[: number + 1]) for number in range(len(read))]
    sizes = [each.articles for each in found]
    rows = [
        (f"{each.articles:,}", f"{all_read:.0f} s", f"{joined:.1f} s", str(each.unchanged), str(each.changed))
        for each, all_read, joined in zip(found, reading, joining, strict=True)
    ]
    slopes = [f"{exponent(sizes, seconds):.2f}" for seconds in (reading, joining)]
    heads = ("articles", "reading", "joining and writing", "again, nothing changed", "again, one changed")
    text = (
        f"{table(heads, [*rows, ('grows with the power', *slopes, '', '')])}\n\n"
        "Reading, joining and writing are processor seconds: joining and writing all anew, as a build with\n"
        f"another base does, less the {start.joined.processor:.1f} s that it takes for one article. Of\n"
        "building again the clock comes first, then the processor in brackets; one changed article takes\n"
        f"{start.changed} alone, to start and to load the tagger. At the end the load was\n"
        f"{os.getloadavg()[0]:.1f} on {os.cpu_count()} processors.\n"
    )
    print(text)
    if options.write:
        write_section("Growth", f"Made by `python benchmarks/growth.py NEWS --write`.\n\n{text}")


if __name__ == "__main__":
    main()

"""Collects names that a trained tagger finds again and again in unlabelled news, for mention replacement.

    python tools/harvest_names.py ../shared/data/news/news.jsonl.gz names.json --model runs/first/model

A pretrained model knows the names of its news so well that it may never take them for names unless training
shows it some. The output holds for each label the names with how often they were found; it is given to
`train_tagger.py --names`. A model that was not pretrained finds them best.
"""

from __future__ import annotations

import argparse
import json
import random
from collections import Counter
from pathlib import Path

from tagger_data import SWAPPED
from tagger_model import read_articles

from kg.model import Tag
from kg.taggers import load_tagger

SEED = 20200205
OFTEN = {"PER": 4, "ORG": 3, "LOC": 4}
"""A name is kept if it is found at least so often,"""
MOSTLY = 0.8
"""and with one label in this part of the cases."""
SHORTEST, LONGEST = 2, 20


def collect_names(texts: list[str], tags: list[list[Tag]]) -> dict[str, dict[str, int]]:
    """For each label the names that are found often and nearly always with this label."""
    found: dict[str, Counter[str]] = {}
    for text, found_here in zip(texts, tags, strict=True):
        for tag in found_here:
            if SHORTEST <= tag.end - tag.begin <= LONGEST:
                found.setdefault(text[tag.begin : tag.end], Counter())[tag.label] += 1
    names: dict[str, dict[str, int]] = {label: {} for label in SWAPPED}
    for name, labels in sorted(found.items()):
        label, count = labels.most_common(1)[0]
        plain = all("\u4e00" <= character <= "\u9fff" or character == "·" for character in name)
        if label in names and count >= OFTEN[label] and count >= MOSTLY * labels.total() and plain:
            names[label][name] = count
    return names


def main() -> None:
    """Tag a sample of the news and write the names."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("news", type=Path, help="gzipped JSON lines with `text`")
    parser.add_argument("output", type=Path)
    parser.add_argument("--model", default="builtin")
    parser.add_argument("--articles", type=int, default=4000, help="articles to read, drawn at random")
    given = parser.parse_args()
    articles = list(read_articles(given.news))
    texts = random.Random(SEED).sample(articles, min(given.articles, len(articles)))
    names = collect_names(texts, load_tagger(given.model)(texts))
    given.output.write_text(json.dumps(names, ensure_ascii=False, indent=1), encoding="utf-8")
    print({label: len(counts) for label, counts in names.items()})


if __name__ == "__main__":
    main()

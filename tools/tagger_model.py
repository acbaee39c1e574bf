"""What training and pretraining share: the untrained component, batches, saving."""

from __future__ import annotations

import gzip
import json
import random
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

import torch
from hanlp.common.vocab import Vocab
from tagger_data import TAGS

from kg.taggers.characters import BOUNDARY, fold
from kg.taggers.recognizer import CharacterRecognizer, forbid_broken_spans

Ids = tuple[list[int], list[int]]


def read_articles(path: Path) -> Iterator[str]:
    """The texts of a gzipped JSON-lines corpus."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)["text"]


def new_component(
    texts: Sequence[str], *, bigrams: int, char_dim: int, bigram_dim: int, hidden: int, drop: float
) -> CharacterRecognizer:
    """An untrained recognizer that knows the characters and the most frequent bigrams of `texts`."""
    char_counts: Counter[str] = Counter()
    bigram_counts: Counter[str] = Counter()
    for text in texts:
        for line in text.splitlines():
            folded = [fold(character) for character in line]
            char_counts.update(folded)
            bigram_counts.update(a + b for a, b in pairwise([BOUNDARY, *folded, BOUNDARY]))
    component = CharacterRecognizer(
        char_dim=char_dim,
        bigram_dim=bigram_dim,
        rnn_hidden=hidden,
        drop=drop,
        crf=True,
        batch_size=64,
        token_key="token",
        token_delimiter="",
        tagging_scheme="IOBES",
    )
    component.vocabs.token = _vocab(char_counts, len(char_counts), 3)
    component.vocabs.bigram = _vocab(bigram_counts, bigrams, 3)
    component.vocabs.tag = Vocab(list(TAGS), pad_token=None, unk_token=None)
    component.vocabs.lock()
    component.model = component.build_model(**component.config)
    forbid_broken_spans(component.model.crf, TAGS)
    for table in (component.model.chars, component.model.bigrams):
        torch.nn.init.normal_(table.weight, std=0.1)
        with torch.no_grad():
            table.weight[0] = 0
    return component


def _vocab(counts: Counter[str], size: int, least: int) -> Vocab:
    vocab = Vocab()
    ranked = sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:size]
    vocab.update(token for token, count in ranked if count >= least)
    return vocab


def save_component(component: CharacterRecognizer, folder: Path) -> None:
    """Save in HanLP's format, the weights in half precision (HanLP widens them when it loads them)."""
    folder.mkdir(parents=True, exist_ok=True)
    component.config.pop("load_path", None)  # where the run started from is nothing that users need
    component.save_config(str(folder))
    component.save_vocabs(str(folder))
    weights = {name: value.half() for name, value in component.model.state_dict().items()}
    torch.save(weights, folder / "model.pt")


def save_checkpoint(path: Path, finished: int, parts: Mapping[str, Any]) -> None:
    """Save the states of modules, optimizers and schedules, and how many rounds are finished."""
    torch.save({"finished": finished, **{name: part.state_dict() for name, part in parts.items()}}, path)


def load_checkpoint(path: Path, parts: Mapping[str, Any]) -> int:
    """Restore what `save_checkpoint` saved, if anything; gives how many rounds are finished."""
    if not path.exists():
        return 0
    saved = torch.load(path)
    for name, part in parts.items():
        part.load_state_dict(saved[name])
    return int(saved["finished"])


def batches(lengths: Sequence[int], characters: int, rng: random.Random) -> list[list[int]]:
    """Places of examples in batches of like length and about `characters` characters, shuffled."""
    order = sorted(range(len(lengths)), key=lambda i: (lengths[i] + rng.random() * 4, i))
    found: list[list[int]] = [[]]
    for i in order:
        if found[-1] and (len(found[-1]) + 1) * lengths[i] > characters:
            found.append([])
        found[-1].append(i)
    rng.shuffle(found)
    return found


def pad(rows: Sequence[Sequence[int]]) -> torch.Tensor:
    """Rows of numbers as one tensor, padded with 0 on the right."""
    width = max(map(len, rows))
    return torch.tensor([[*row, *[0] * (width - len(row))] for row in rows])

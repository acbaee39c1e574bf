"""Pretrains the builtin tagger's embeddings and BiLSTM as a character language model on unlabelled news.

    python tools/pretrain_tagger.py ../shared/data/news/news.jsonl.gz ../shared/data/ner --run runs/lm

The forward direction predicts the next character, the backward one the one before (Peters et al. 2017,
"Semi-supervised sequence tagging with bidirectional language models", with one set of weights for both
tasks). The result in `RUN/model` is an untrained recognizer in HanLP's format: `train_tagger.py --start`
goes on from it. The text is read in shares; a run is resumed where its last share ended.
"""

from __future__ import annotations

import argparse
import random
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import torch
from tagger_data import LONGEST, Example, cut, read_corpus
from tagger_model import (
    Ids,
    batches,
    load_checkpoint,
    new_component,
    pad,
    read_articles,
    save_checkpoint,
    save_component,
)
from torch import Tensor, nn

from kg.taggers.recognizer import CharacterRecognizer

SEED = 20200205
BATCH = 4096
"""Characters of a batch, about."""
COMMON = 3000
"""The characters that are predicted: the most frequent, 99 in 100 of a text."""


class NextCharacter(nn.Module):
    """Predicts a character from the state of either direction through a narrow layer."""

    def __init__(self, hidden: int, characters: int, narrow: int = 128) -> None:
        super().__init__()
        self.directions = nn.ModuleList(nn.Linear(hidden, narrow) for _ in range(2))
        self.characters = nn.Linear(narrow, characters)

    def forward(self, states: Tensor, direction: int) -> Tensor:
        """Scores of the characters for states (places, hidden)."""
        return self.characters(torch.tanh(self.directions[direction](states)))


def language_loss(
    component: CharacterRecognizer, head: NextCharacter, batch: list[Ids], share: float
) -> Tensor:
    """Mean cross entropy of both directions over a random `share` of the places."""
    chars, bigrams = pad([row[0] for row in batch]), pad([row[1] for row in batch])
    lengths = torch.tensor([len(row[0]) for row in batch])
    onward, backward = component.model.encode(chars, bigrams, lengths)
    losses = []
    for direction, states, targets in (
        (0, onward[:, :-1], chars[:, 1:]),
        (1, backward[:, 1:], chars[:, :-1]),
    ):
        # Padding behind either character is 0; rare characters have the high numbers.
        wanted = (chars[:, 1:] > 0) & (targets < COMMON) & (torch.rand(targets.shape) < share)
        losses.append(nn.functional.cross_entropy(head(states[wanted], direction), targets[wanted]))
    return (losses[0] + losses[1]) / 2


def train_share(
    component: CharacterRecognizer, parts: Mapping[str, Any], pieces: Sequence[str], rng: random.Random
) -> float:
    """One pass over `pieces`, predicting a quarter of their characters. Gives the mean loss."""
    head, optimizer, schedule = parts["head"], parts["optimizer"], parts["schedule"]
    component.model.train()
    parameters = [*component.model.parameters(), *head.parameters()]
    ids = [component.ids(piece) for piece in pieces]
    total, plan = 0.0, batches([len(chars) for chars, _ in ids], BATCH, rng)
    for batch in plan:
        with torch.autocast("cpu", dtype=torch.bfloat16):
            loss = language_loss(component, head, [ids[i] for i in batch], share=0.25)
        optimizer.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(parameters, 5.0)
        optimizer.step()
        schedule.step()
        total += loss.item()
    return total / len(plan)


def read_arguments() -> argparse.Namespace:
    """The command line's."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("news", type=Path, help="gzipped JSON lines with `text`")
    parser.add_argument("data", type=Path, help="folder with train.jsonl, whose text is read too")
    parser.add_argument("--run", type=Path, required=True, help="folder of this run")
    parser.add_argument("--passes", type=int, default=1)
    parser.add_argument("--shares", type=int, default=10, help="shares a pass, each with a checkpoint")
    parser.add_argument("--bigrams", type=int, default=40000)
    parser.add_argument("--hidden", type=int, default=256)
    parser.add_argument("--rate", type=float, default=3e-3)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--limit", type=int, help="only so many articles, to try things out")
    return parser.parse_args()


def main() -> None:
    """Pretrain and save, a share at a time."""
    given = read_arguments()
    torch.set_num_threads(given.threads)
    torch.manual_seed(SEED)
    articles = list(read_articles(given.news))[: given.limit]
    labelled = [example.text for example in read_corpus(given.data / "train.jsonl")][: given.limit]
    sizes = {"bigrams": given.bigrams, "char_dim": 64, "bigram_dim": 64, "hidden": given.hidden}
    component = new_component([*articles, *labelled * 3], **sizes, drop=0.1)
    lines = [line.strip() for text in [*articles, *labelled] for line in text.splitlines()]
    pieces = [piece.text for line in lines for piece in cut(Example(line, (), frozenset(), ""))]
    pieces = [piece for piece in pieces if 2 <= len(piece) <= LONGEST]
    print(f"{sum(map(len, pieces))} characters in {len(pieces)} pieces", flush=True)

    head = NextCharacter(given.hidden, COMMON)
    parameters = [*component.model.parameters(), *head.parameters()]
    optimizer = torch.optim.Adam(parameters, lr=given.rate, fused=True)
    batches_a_pass = len(batches([len(piece) for piece in pieces], BATCH, random.Random(SEED)))
    steps = round(batches_a_pass * given.passes * 1.02) + 20 * given.shares * given.passes
    schedule = torch.optim.lr_scheduler.OneCycleLR(
        optimizer, given.rate, total_steps=steps, pct_start=0.08, cycle_momentum=False
    )
    parts = {"model": component.model, "head": head, "optimizer": optimizer, "schedule": schedule}
    given.run.mkdir(parents=True, exist_ok=True)
    for share in range(load_checkpoint(given.run / "checkpoint.pt", parts), given.passes * given.shares):
        began = time.time()
        torch.manual_seed(SEED + share)
        order = list(range(len(pieces)))
        random.Random(SEED + share // given.shares).shuffle(order)
        chosen = [pieces[i] for i in order[share % given.shares :: given.shares]]
        loss = train_share(component, parts, chosen, random.Random(SEED + share))
        print(f"share {share + 1} loss {loss:.3f} {time.time() - began:.0f} s", flush=True)
        save_checkpoint(given.run / "checkpoint.pt", share + 1, parts)
        save_component(component, given.run / "model")


if __name__ == "__main__":
    main()

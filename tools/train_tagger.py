"""Trains the builtin tagger from the name-tagging corpora and saves it in HanLP's format.

    python tools/train_tagger.py ../shared/data/ner --news ../shared/data/news/news.jsonl.gz --run runs/a
    python tools/train_tagger.py ../shared/data/ner --run runs/b --start runs/lm/model

The loss is that of a CRF with partial annotation (Tsuboi et al. 2008, "Training Conditional Random Fields
Using Incomplete Annotations"): log Z over all paths less log Z over the paths that the annotation allows,
so that a label which a source does not annotate is unknown there, not absent.

A run is resumed where its last epoch ended. Its folder receives `checkpoint.pt`, `log.jsonl` and, after
each epoch, `model/` with the averaged weights.
"""

from __future__ import annotations

import argparse
import copy
import json
import random
import time
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any

import hanlp
import torch
from evaluate_tagger import report, score
from tagger_data import SWAPPED, TAGS, UNUSED, Example, allowed_tags, cut, read_corpus, swap_names
from tagger_model import (
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
BATCH = 2048
"""Characters of a batch, about."""


def log_partition(crf: nn.Module, emissions: Tensor, lengths: Tensor) -> Tensor:
    """Log of the summed scores of all paths of each row: the forward algorithm, one matrix product a step."""
    transitions = crf.transitions.exp()
    score = crf.start_transitions + emissions[:, 0]
    for step in range(1, emissions.size(1)):
        peak = score.detach().amax(dim=1, keepdim=True)
        following = ((score - peak).exp() @ transitions).clamp_min(1e-30).log() + peak + emissions[:, step]
        score = torch.where((step < lengths)[:, None], following, score)
    return torch.logsumexp(score + crf.end_transitions, dim=1)


def partial_loss(crf: nn.Module, emissions: Tensor, lengths: Tensor, allowed: Tensor) -> Tensor:
    """Mean over the rows of log Z(all paths) - log Z(allowed paths); `allowed` holds bits over TAGS."""
    permitted = (allowed[:, :, None] >> torch.arange(len(TAGS))) & 1 == 1
    masked = emissions.masked_fill(~permitted, -1e4)
    both = log_partition(crf, torch.cat([emissions, masked]), torch.cat([lengths, lengths]))
    everything, consistent = both.chunk(2)
    return (everything - consistent).mean()


def pool_names(corpus: list[Example], harvest: dict[str, dict[str, int]]) -> dict[str, list[list[str]]]:
    """For each label the names to draw from: those of the corpus, and those of a harvest if there are any.

    A corpus name counts as often as it occurs, a harvested one as often as the root of its count.
    """
    pools: dict[str, list[list[str]]] = {label: [[]] for label in SWAPPED}
    for example in corpus:
        for begin, end, label in example.spans:
            if label in pools:
                pools[label][0].append(example.text[begin:end])
    for label, counts in harvest.items():
        pools[label].append([name for name, count in counts.items() for _ in range(round(count**0.5))])
    return pools


def choose_examples(
    corpus: list[Example], pools: dict[str, list[list[str]]], swap: float, rng: random.Random
) -> list[Example]:
    """One epoch's pieces: half of those without any entity, names swapped with chance `swap`."""

    def draw(label: str) -> str:
        return rng.choice(rng.choice(pools[label]))

    pieces = [
        piece
        for example in corpus
        for piece in cut(swap_names(example, draw, swap, rng))
        if piece.spans or rng.random() < 0.5
    ]
    return [_without_last_stop(piece) if rng.random() < 0.1 else piece for piece in pieces]


def _without_last_stop(piece: Example) -> Example:
    text = piece.text.rstrip("。！？；，、")
    return replace(piece, text=text) if text and all(end <= len(text) for _, end, _ in piece.spans) else piece


@dataclass(frozen=True, slots=True)
class Run:
    """What changes while a model is trained; `average` follows the model's weights."""

    model: nn.Module
    average: nn.Module
    optimizer: torch.optim.Optimizer
    schedule: torch.optim.lr_scheduler.LRScheduler

    def parts(self) -> dict[str, Any]:
        """The parts by name, for a checkpoint."""
        return {field.name: getattr(self, field.name) for field in fields(self)}


def start_run(model: nn.Module, rate: float, steps: int) -> Run:
    """A run of at most `steps` steps; the learning rate climbs to `rate` early and ends near nothing."""
    optimizer = torch.optim.Adam(model.parameters(), lr=rate, fused=True)
    schedule = torch.optim.lr_scheduler.OneCycleLR(
        optimizer, rate, total_steps=steps, pct_start=0.08, cycle_momentum=False
    )
    return Run(model, copy.deepcopy(model).eval(), optimizer, schedule)


def train_epoch(
    run: Run, component: CharacterRecognizer, examples: list[Example], rng: random.Random
) -> float:
    """One pass over `examples`. Gives the mean loss."""
    run.model.train()
    ids = [component.ids(example.text) for example in examples]
    allowed = [allowed_tags(example) for example in examples]
    weights = [parameter.detach() for parameter in run.model.parameters()]
    averages = [parameter.detach() for parameter in run.average.parameters()]
    total, plan, began = 0.0, batches([len(chars) for chars, _ in ids], BATCH, rng), time.time()
    for number, chosen in enumerate(plan, start=1):
        chars, bigrams = pad([ids[i][0] for i in chosen]), pad([ids[i][1] for i in chosen])
        lengths = torch.tensor([len(ids[i][0]) for i in chosen])
        # Now and then a bigram or character is unknown, as it will be in unseen text.
        bigrams[torch.rand(bigrams.shape) < 0.1] = component.vocabs.bigram.unk_idx
        chars[(torch.rand(chars.shape) < 0.01) & (chars > 0)] = component.vocabs.token.unk_idx
        with torch.autocast("cpu", dtype=torch.bfloat16):
            emissions = run.model(chars, bigrams, lengths)
        loss = partial_loss(run.model.crf, emissions.float(), lengths, pad([allowed[i] for i in chosen]))
        run.optimizer.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(run.model.parameters(), 5.0)
        run.optimizer.step()
        run.schedule.step()
        torch._foreach_lerp_(averages, weights, max(0.002, 1 / run.schedule.last_epoch))
        total += loss.item()
        if number % 200 == 0:
            print(f"  {number}/{len(plan)} loss {total / number:.3f} {time.time() - began:.0f} s", flush=True)
    return total / len(plan)


def read_arguments() -> argparse.Namespace:
    """The command line's."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("data", type=Path, help="folder with train.jsonl and dev.jsonl")
    parser.add_argument("--run", type=Path, required=True, help="folder of this run")
    parser.add_argument("--start", type=Path, help="folder of a saved component to start from")
    parser.add_argument("--news", type=Path, help="gzipped JSON lines, for the vocabulary of a fresh model")
    parser.add_argument("--names", type=Path, help="names of `harvest_names.py`, to swap in")
    parser.add_argument("--epochs", type=int, default=8)
    parser.add_argument("--bigrams", type=int, default=40000)
    parser.add_argument("--hidden", type=int, default=256)
    parser.add_argument("--drop", type=float, default=0.4)
    parser.add_argument("--rate", type=float, default=2e-3)
    parser.add_argument("--swap", type=float, default=0.15, help="chance that a name is replaced by another")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--limit", type=int, help="only so many training examples, to try things out")
    return parser.parse_args()


def main() -> None:
    """Train, evaluate and save, an epoch at a time."""
    given = read_arguments()
    torch.set_num_threads(given.threads)
    torch.manual_seed(SEED)
    examples = read_corpus(given.data / "train.jsonl")
    corpus = [example for example in examples if example.source not in UNUSED][: given.limit]
    dev = list(read_corpus(given.data / "dev.jsonl"))[: given.limit]
    if given.start:
        component = hanlp.load(str(given.start), devices=-1)
        component.model.drop.p = component.config["drop"] = given.drop
    else:
        texts = [example.text for example in corpus] * 3
        texts += read_articles(given.news) if given.news else []
        sizes = {"bigrams": given.bigrams, "char_dim": 64, "bigram_dim": 64, "hidden": given.hidden}
        component = new_component(texts, **sizes, drop=given.drop)
    pools = pool_names(corpus, json.loads(given.names.read_text(encoding="utf-8")) if given.names else {})
    first = choose_examples(corpus, pools, given.swap, random.Random(SEED))
    lengths = [len(example.text) for example in first]
    steps = round(len(batches(lengths, BATCH, random.Random(SEED))) * 1.02) * given.epochs + 1
    run = start_run(component.model, given.rate, steps)
    given.run.mkdir(parents=True, exist_ok=True)
    finished = load_checkpoint(given.run / "checkpoint.pt", run.parts())
    for epoch in range(finished + 1, given.epochs + 1):
        began = time.time()
        rng = random.Random(SEED + epoch)
        torch.manual_seed(SEED + epoch)
        examples = choose_examples(corpus, pools, given.swap, rng)
        loss = train_epoch(run, component, examples, rng)
        seconds = round(time.time() - began)
        save_checkpoint(given.run / "checkpoint.pt", epoch, run.parts())
        component.model = run.average
        save_component(component, given.run / "model")
        line = {"epoch": epoch, "loss": round(loss, 3), "seconds": seconds, "pieces": len(examples)}
        line |= report(score(component, dev))
        component.model = run.model
        with (given.run / "log.jsonl").open("a", encoding="utf-8") as log:
            log.write(json.dumps(line) + "\n")
        print(json.dumps(line), flush=True)


if __name__ == "__main__":
    main()

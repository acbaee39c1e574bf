"""The builtin model without torch: its forward pass and its Viterbi in numpy.

`kg.taggers.recognizer` is the same model as a HanLP component, to be trained and to be loaded by HanLP, which
takes more than a second before the first character; this takes a quarter of that. Arrays have the place in
the sentence first, then the sentence, so that a step of the LSTM is a row.

Its gates stand in torch's order (in, forget, cell, out) in the file, and here with the cell last: the others
are sigmoids, half the tangent of a half and a half, so that one call bends all four.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from threadpoolctl import threadpool_limits

from kg.model import Tag
from kg.taggers.adapters import BATCH, Recognize
from kg.taggers.characters import find_entities, number_characters
from kg.taggers.weights import Weights, read_weights

Real = npt.NDArray[np.float32]
Whole = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class _Direction:
    """An LSTM that reads one way.

    `gates` make those of a step from its input, the last state and a one, in this order of columns; `tags`
    make of a state what it says of these.
    """

    gates: Real
    tags: Real


@dataclass(frozen=True, slots=True, eq=False)
class _Model:
    chars: Real
    bigrams: Real
    onward: _Direction
    backward: _Direction
    bias: Real
    start: Real
    transitions: Real
    end: Real


@dataclass(frozen=True, slots=True)
class _Vocabulary:
    chars: Mapping[str, int]
    bigrams: Mapping[str, int]
    unknown: tuple[int, int]
    tags: Sequence[str]


def load_recognizer(folder: Path) -> Recognize:
    """What finds the names in short texts, with a model that `kg.taggers.recognizer` saved into the folder.

    From then on the products of numpy run on one thread (those of OpenBLAS and MKL; macOS has its own): more
    make it slower here. Raises whatever a folder without such a model leads to.
    """
    vocabulary = _read_vocabulary(folder / "vocabs.json")
    model = _build(read_weights(folder / "model.pt"))
    threadpool_limits(1, user_api="blas")

    def recognize(texts: list[str]) -> list[list[Tag]]:
        found = find_entities(texts, BATCH, partial(_decode, vocabulary, model), vocabulary.tags)
        return [[Tag(begin, end, label) for label, begin, end in entities] for entities in found]

    return recognize


def _read_vocabulary(path: Path) -> _Vocabulary:
    said: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    chars, bigrams = (
        {token: number for number, token in enumerate(said[name]["idx_to_token"])}
        for name in ("token", "bigram")
    )
    unknown = chars[said["token"]["unk_token"]], bigrams[said["bigram"]["unk_token"]]
    return _Vocabulary(chars, bigrams, unknown, said["tag"]["idx_to_token"])


def _build(weights: Weights) -> _Model:
    onward, backward = np.split(weights["out.weight"], 2, axis=1)
    return _Model(
        weights["chars.weight"],
        weights["bigrams.weight"],
        _direction(weights, "", onward),
        _direction(weights, "_reverse", backward),
        weights["out.bias"],
        weights["crf.start_transitions"],
        weights["crf.transitions"],
        weights["crf.end_transitions"],
    )


def _direction(weights: Weights, suffix: str, tags: Real) -> _Direction:
    inputs, states, bias, more = (
        weights[f"word_lstm.{name}_l0{suffix}"] for name in ("weight_ih", "weight_hh", "bias_ih", "bias_hh")
    )
    size = states.shape[1]
    order = np.r_[: 2 * size, 3 * size : 4 * size, 2 * size : 3 * size]
    halves = np.repeat(np.array([0.5, 1], np.float32), [3 * size, size])
    gates = np.column_stack([inputs, states, bias + more])[order] * halves[:, None]
    return _Direction(np.ascontiguousarray(gates), np.ascontiguousarray(tags))


def _decode(vocabulary: _Vocabulary, model: _Model, texts: Sequence[str]) -> list[list[int]]:
    """The best path of tags for each text."""
    numbered = [number_characters(t, vocabulary.chars, vocabulary.bigrams, vocabulary.unknown) for t in texts]
    lengths = np.array([len(text) for text in texts])
    chars = _pad([chars for chars, _ in numbered])
    bigrams = _pad([bigrams for _, bigrams in numbered])
    paths = _find_paths(_score(chars, bigrams, lengths, model), lengths, model).T.tolist()
    return [path[:length] for path, length in zip(paths, lengths.tolist(), strict=True)]


def _pad(rows: Sequence[Sequence[int]]) -> Whole:
    """The rows as columns, with 0 below those that are shorter."""
    padded = np.zeros((max(map(len, rows)), len(rows)), np.int64)
    for column, row in enumerate(rows):
        padded[: len(row), column] = row
    return padded


def _score(chars: Whole, bigrams: Whole, lengths: Whole, model: _Model) -> Real:
    """Scores of the tags, (length, batch, tags); of bigrams there is one more than of characters."""
    embedded, pairs = model.chars[chars], model.bigrams[bigrams]
    places = np.arange(len(chars))[:, None]
    # Where each sentence is read backward, what lies beyond its end stays there.
    mirror = np.where(places < lengths, lengths - 1 - places, places), np.arange(len(lengths))
    onward = _read(np.concatenate([embedded, pairs[:-1]], axis=2), model.onward)
    backward = _read(np.concatenate([embedded, pairs[1:]], axis=2)[mirror], model.backward)
    return np.asarray(onward + backward[mirror] + model.bias)


def _read(inputs: Real, way: _Direction) -> Real:
    """What an LSTM that reads one way says of the tags, (length, batch, tags)."""
    length, batch, width = inputs.shape
    size = len(way.gates) // 4
    states = np.empty((length, size, batch), np.float32)
    # In columns: the product takes a fifth less time so, and every gate is in one piece.
    driving = np.zeros((width + size + 1, batch), np.float32)
    driving[-1] = 1
    gates = np.empty((4 * size, batch), np.float32)
    cell = np.zeros((size, batch), np.float32)
    seen, state = driving[:width], driving[width:-1]
    opening = gates[: 3 * size]
    into, keep, out, new = gates.reshape(4, size, batch)
    for step in range(length):
        seen[:] = inputs[step].T
        np.matmul(way.gates, driving, out=gates)
        np.tanh(gates, out=gates)
        np.multiply(opening, 0.5, out=opening)
        np.add(opening, 0.5, out=opening)
        np.multiply(cell, keep, out=cell)
        np.multiply(new, into, out=new)
        np.add(cell, new, out=cell)
        np.tanh(cell, out=state)
        np.multiply(state, out, out=state)
        states[step] = state
    return np.asarray(np.matmul(way.tags, states).transpose(0, 2, 1))


def _find_paths(scores: Real, lengths: Whole, model: _Model) -> Whole:
    """The Viterbi paths, (length, batch); what lies beyond the length of a sentence means nothing."""
    length, batch, _ = scores.shape
    totals = np.empty_like(scores)
    totals[0] = model.start + scores[0]
    for step in range(1, length):
        led = (totals[step - 1].T[:, :, None] + model.transitions[:, None, :]).max(axis=0)
        totals[step] = np.where((step < lengths)[:, None], led + scores[step], totals[step - 1])
    paths = np.empty((length, batch), np.int64)
    paths[-1] = (totals[-1] + model.end).argmax(axis=1)
    leading = np.ascontiguousarray(model.transitions.T)
    for step in range(length - 1, 0, -1):
        # Where the path came from is asked of its own tags alone: of all, it would take as long as the rest.
        origin = (totals[step - 1] + leading[paths[step]]).argmax(axis=1)
        paths[step - 1] = np.where(step < lengths, origin, paths[step])
    return paths

"""HanLP's character BiLSTM-CRF recognizer, with character bigrams and the repairs that it needs.

`CharacterRecognizer` is an ordinary HanLP component: `hanlp.load(folder)` loads it, and a call with lists
of characters gives lists of `(text, label, begin, end)`. The builtin model is trained with it, and run by
`kg.taggers.bilstm` without torch. This module imports torch; import it lazily.

What differs from HanLP 2.1.5's `RNNNamedEntityRecognizer`:
- its CRF is built with `batch_first=None` and so reads batches sideways; here it is set to true;
- each direction of the LSTM also reads the bigram of a character and the one it comes from, which helps
  where no words are known (Zhang and Yang 2018, "Chinese NER Using Lattice LSTM", char + bichar);
- the two directions run as dense passes, about twice as fast as packed sequences;
- Viterbi decoding is vectorized, entities come in order of place, and empty sentences are allowed.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

import torch
from hanlp.components.ner.rnn_ner import RNNNamedEntityRecognizer
from hanlp.components.taggers.rnn.rnntaggingmodel import RNNTaggingModel
from torch import Tensor, nn

from kg.taggers.characters import find_entities, number_characters

Entity = tuple[str, str, int, int]


class BigramTaggingModel(RNNTaggingModel):  # type: ignore[misc]
    """HanLP's BiLSTM tagging model over embeddings of characters and bigrams."""

    def __init__(
        self, *, chars: int, bigrams: int, char_dim: int, bigram_dim: int, hidden: int, tags: int, drop: float
    ) -> None:
        super().__init__(char_dim + bigram_dim, None, hidden, tags, drop, crf=True)
        self.crf.batch_first = True
        self.chars = nn.Embedding(chars, char_dim, padding_idx=0)
        self.bigrams = nn.Embedding(bigrams, bigram_dim, padding_idx=0)

    def encode(self, chars: Tensor, bigrams: Tensor, lengths: Tensor) -> tuple[Tensor, Tensor]:
        """States of both directions, each (batch, length, hidden).

        `chars` is (batch, length), padded with 0 on the right; `bigrams` is one longer: number i holds
        characters i - 1 and i.
        """
        embedded, pairs = self.chars(chars), self.bigrams(bigrams)
        onward = torch.cat([embedded, pairs[:, :-1]], dim=2)
        backward = torch.cat([embedded, pairs[:, 1:]], dim=2)
        places = torch.arange(chars.size(1), device=chars.device).expand_as(chars)
        mirror = torch.where(places < lengths[:, None], lengths[:, None] - 1 - places, places)[:, :, None]
        states = self._run(self.drop(onward), "")
        reversed_states = self._run(self.drop(backward).gather(1, mirror.expand_as(backward)), "_reverse")
        return states, reversed_states.gather(1, mirror.expand_as(reversed_states))

    def forward(self, chars: Tensor, bigrams: Tensor, lengths: Tensor) -> Tensor:
        """Scores of the tags, (batch, length, tags)."""
        scores = self.out(self.drop(torch.cat(self.encode(chars, bigrams, lengths), dim=2)))
        return cast("Tensor", scores)

    def _run(self, inputs: Tensor, suffix: str) -> Tensor:
        names = ("weight_ih_l0", "weight_hh_l0", "bias_ih_l0", "bias_hh_l0")
        weights = [getattr(self.word_lstm, name + suffix) for name in names]
        start = inputs.new_zeros(1, inputs.size(0), self.word_lstm.hidden_size)
        return torch.lstm(inputs, (start, start), weights, True, 1, 0.0, self.training, False, True)[0]


class CharacterRecognizer(RNNNamedEntityRecognizer):  # type: ignore[misc]
    """Named entity recognizer over characters; see the module."""

    def build_model(
        self, char_dim: int, bigram_dim: int, rnn_hidden: int, drop: float, **_: Any
    ) -> BigramTaggingModel:
        """The untrained model that the configuration describes."""
        return BigramTaggingModel(
            chars=len(self.vocabs.token),
            bigrams=len(self.vocabs.bigram),
            char_dim=char_dim,
            bigram_dim=bigram_dim,
            hidden=rnn_hidden,
            tags=len(self.vocabs.tag),
            drop=drop,
        )

    def ids(self, sentence: Sequence[str]) -> tuple[list[int], list[int]]:
        """Numbers of a sentence's characters, and of its bigrams (one more)."""
        token, bigram = self.vocabs.token, self.vocabs.bigram
        return number_characters(
            sentence, token.token_to_idx, bigram.token_to_idx, (token.unk_idx, bigram.unk_idx)
        )

    def predict_data(self, data: list[list[str]], batch_size: int | None, **_: Any) -> list[list[Entity]]:
        """For each sentence its entities in order, `(text, label, begin, end)`."""
        found = find_entities(data, batch_size or 64, self._decode, self.vocabs.tag.idx_to_token)
        return [
            [("".join(sentence[begin:end]), label, begin, end) for label, begin, end in entities]
            for sentence, entities in zip(data, found, strict=True)
        ]

    def _decode(self, sentences: list[list[str]]) -> list[list[int]]:
        batch = [self.ids(sentence) for sentence in sentences]
        lengths = torch.tensor([len(chars) for chars, _ in batch])
        chars, bigrams = (
            nn.utils.rnn.pad_sequence([torch.tensor(row) for row in rows], batch_first=True)
            for rows in zip(*batch, strict=True)
        )
        device = self.device
        emissions = self.model(chars.to(device), bigrams.to(device), lengths.to(device)).cpu()
        paths = best_paths(self.model.crf.cpu(), emissions, lengths).tolist()
        return [path[:length] for path, length in zip(paths, lengths.tolist(), strict=True)]


def best_paths(crf: Any, emissions: Tensor, lengths: Tensor) -> Tensor:
    """The Viterbi paths, (batch, length); what lies beyond a row's length means nothing."""
    batch, steps, tags = emissions.shape
    stay = torch.arange(tags).expand(batch, tags)
    score = crf.start_transitions + emissions[:, 0]
    history = []
    for step in range(1, steps):
        best, origin = (score[:, :, None] + crf.transitions).max(dim=1)
        inside = (step < lengths)[:, None]
        score = torch.where(inside, best + emissions[:, step], score)
        history.append(torch.where(inside, origin, stay))
    tag = (score + crf.end_transitions).argmax(dim=1)
    path = [tag]
    for origin in reversed(history):
        tag = origin.gather(1, tag[:, None]).squeeze(1)
        path.append(tag)
    return torch.stack(path[::-1], dim=1)


def forbid_broken_spans(crf: Any, names: Sequence[str], score: float = -1e4) -> None:
    """Set the transitions that IOBES forbids to `score`: each entity then opens and closes once."""

    def follows(left: str, right: str) -> bool:
        inside, opens = left[0] in "BI", right[0] in "OBS"
        return not opens and left[2:] == right[2:] if inside else opens

    with torch.no_grad():
        for i, left in enumerate(names):
            crf.start_transitions[i] = 0.0 if left[0] in "OBS" else score
            crf.end_transitions[i] = 0.0 if left[0] in "OES" else score
            for j, right in enumerate(names):
                crf.transitions[i, j] = 0.0 if follows(left, right) else score

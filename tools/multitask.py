"""Trains a real HanLP multi-task model on next to nothing: word segmentation and names.

Of `TINY` shape it is good for testing, of `SMALL` for measuring the speed of HanLP's small models, which does
not depend on what they have learned.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from unittest.mock import patch

Sentence = tuple[list[str], list[tuple[int, int, str]]]
"""Words, and names as (first word, last word + 1, label)."""

SENTENCES: list[Sentence] = [
    (
        ["许文博", "在", "云溪市", "见到", "了", "罗小燕"],
        [(0, 1, "PERSON"), (2, 3, "LOCATION"), (5, 6, "PERSON")],
    ),
    (["罗小燕", "去", "云溪市", "红十字会"], [(0, 1, "PERSON"), (2, 4, "ORGANIZATION")]),
    (["云溪市", "红十字会", "感谢", "许文博", "。"], [(0, 2, "ORGANIZATION"), (3, 4, "PERSON")]),
    (["2021年", "许文博", "，", "罗小燕", "在", "家"], [(0, 1, "DATE"), (1, 2, "PERSON"), (3, 4, "PERSON")]),
    (["他", "付", "了", "两百元", "。"], [(3, 4, "MONEY")]),
]


TINY = {"hidden_size": 32, "num_hidden_layers": 1, "num_attention_heads": 2, "intermediate_size": 32}
SMALL = {"hidden_size": 256, "num_hidden_layers": 12, "num_attention_heads": 4, "intermediate_size": 1024}
"""The transformer of ELECTRA's small models (Clark et al. 2020, appendix A)."""


def train_multitask(folder: Path, shape: Mapping[str, int] = TINY, epochs: int = 40) -> Path:
    """Train on `SENTENCES`, by heart in 40 epochs if tiny; gives the folder of the saved model."""
    import torch
    import transformers
    from hanlp.common.dataset import SortingSamplerBuilder
    from hanlp.components.mtl.multi_task_learning import MultiTaskLearning
    from hanlp.components.mtl.tasks.ner.tag_ner import TaggingNamedEntityRecognition
    from hanlp.components.mtl.tasks.tok.tag_tok import TaggingTokenization
    from hanlp.layers.embeddings.contextual_word_embedding import ContextualWordEmbedding

    torch.manual_seed(1)
    transformer = _transformer(folder / "transformer", shape)
    words, names = folder / "words.txt", folder / "names.tsv"
    words.write_text("\n".join(" ".join(words) for words, _ in SENTENCES) + "\n", encoding="utf-8")
    names.write_text("\n\n".join(_tsv(*sentence) for sentence in SENTENCES) + "\n", encoding="utf-8")
    sampler = SortingSamplerBuilder(batch_size=8)
    tasks = {
        "tok/fine": TaggingTokenization(*[str(words)] * 3, sampler, cls_is_bos=True, sep_is_eos=True),
        "ner/msra": TaggingNamedEntityRecognition(
            *[str(names)] * 3, sampler, tagging_scheme="IOBES", lr=1e-2, dependencies="tok"
        ),
    }
    encoder = ContextualWordEmbedding("token", transformer, average_subwords=True, max_sequence_length=160)
    # Only training needs it, and transformers 5 no longer has it.
    with patch.object(transformers.optimization, "AdamW", torch.optim.AdamW, create=True):
        rates = {"lr": 1e-2, "encoder_lr": 1e-2}
        MultiTaskLearning().fit(
            encoder, tasks, str(folder / "model"), epochs=epochs, **rates, devices=-1, seed=1, eval_trn=False
        )
    return folder / "model"


def _transformer(folder: Path, shape: Mapping[str, int]) -> str:
    from transformers import BertConfig, BertModel, BertTokenizerFast

    characters = sorted({character for words, _ in SENTENCES for word in words for character in word})
    vocabulary = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *characters]
    folder.mkdir(parents=True)
    (folder / "vocab.txt").write_text("\n".join(vocabulary), encoding="utf-8")
    config = BertConfig(vocab_size=len(vocabulary), max_position_embeddings=512, **shape)
    BertModel(config).save_pretrained(folder)
    BertTokenizerFast(str(folder / "vocab.txt")).save_pretrained(folder)
    return str(folder)


def _tsv(words: list[str], names: list[tuple[int, int, str]]) -> str:
    tags = ["O"] * len(words)
    for first, end, label in names:
        tags[first:end] = [f"I-{label}"] * (end - first)
        tags[first] = f"S-{label}" if end - first == 1 else f"B-{label}"
        if end - first > 1:
            tags[end - 1] = f"E-{label}"
    return "\n".join(f"{word}\t{tag}" for word, tag in zip(words, tags, strict=True))

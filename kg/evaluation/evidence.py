"""Evidence: do the offsets of a sentence cut its words out of the raw file?"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

from kg.clean import clean
from kg.errors import InputError
from kg.evaluation.gold import normal
from kg.evaluation.report import Detail, Finding, yes_or_no
from kg.evaluation.said import Corpus
from kg.read import read_article

LAYER = "evidence offsets valid"

_KEPT_BIGRAMS = 0.9
_GREATEST_GROWTH, _SLACK = 1.2, 4


def score_evidence(corpus: Corpus, raw_dir: Path) -> Iterator[Finding]:
    """Answer for each sentence whose raw file is somewhere below `raw_dir`."""
    files = {path.name: path for path in sorted(raw_dir.rglob("*.txt"))}
    raws = {
        article.id: _raw(files[name], article.source)
        for article in corpus.graph.articles
        if (name := Path(article.source).name) in files
    }
    stems = {article.id: stem for stem, article in corpus.articles.items()}
    for sentence in corpus.graph.sentences:
        raw = raws.get(sentence.article)
        if raw is not None:
            right = cuts_out(raw[sentence.begin : sentence.end], sentence.text)
            place = f"{sentence.begin} to {sentence.end}"
            detail = Detail(stems[sentence.article], LAYER, "wrong", place, sentence.text)
            yield Finding(LAYER, yes_or_no(right), () if right else (detail,))


def cuts_out(cut: str, words: str) -> bool:
    """Whether a piece of a raw file is, cleaned, a sentence: nine of ten bigrams and little besides."""
    have, want = normal(clean(cut).text), normal(words)
    bigrams = set(pairwise(want))
    shared = len(bigrams & set(pairwise(have)))
    return (
        bool(bigrams)
        and shared >= _KEPT_BIGRAMS * len(bigrams)
        and len(have) <= _GREATEST_GROWTH * len(want) + _SLACK
    )


def _raw(path: Path, source: str) -> str | None:
    """Read the raw text; None where it is unreadable, which is the build's to report."""
    try:
        return read_article(path, source)
    except InputError:
        return None

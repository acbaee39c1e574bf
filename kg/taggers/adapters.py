"""Makes a `Tagger` of a loaded HanLP component, whatever its kind; label names become ours."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from importlib.resources import files
from typing import Any

from kg.errors import ModelError
from kg.model import Span, Tag, Tagger
from kg.taggers.chunks import chunk

BATCH = 64
"""Pieces of text that a component sees at once."""

Recognize = Callable[[list[str]], list[list[Tag]]]
"""Short texts in, for each its tags with the component's own label names, in any order."""


def adapt(component: Any, model: str) -> Tagger:
    """The tagger that `component` is; `model` names it in the error raised for one that finds no names.

    Raises `ModelError` if the component neither recognizes named entities nor has a task that does.
    """
    tasks: Iterable[str] = getattr(component, "tasks", None) or ()
    if tasks:
        return make_tagger(_multi_task(component, _entity_task(tasks, model)))
    if not any("NamedEntityRecognizer" in kind.__name__ for kind in type(component).__mro__):
        raise ModelError(
            f"The model {model!r} is of the kind {type(component).__name__}, which names no entities; choose "
            "a HanLP model for named entity recognition or a multi-task model with a task `ner`."
        )
    return make_tagger(_single_task(component))


def read_labels() -> Mapping[str, str]:
    """Label names of HanLP's models, each with ours."""
    table = tomllib.loads(files("kg.taggers").joinpath("labels.toml").read_text(encoding="utf-8"))
    return {theirs: ours for ours, names in table.items() for theirs in names}


def make_tagger(recognize: Recognize) -> Tagger:
    """The tagger of texts of any length that a recognizer of short ones makes."""
    labels = read_labels()

    def tag(texts: Sequence[str]) -> list[list[Tag]]:
        places = [(i, span) for i, text in enumerate(texts) for span in chunk(text)]
        pieces = [texts[i][span.begin : span.end] for i, span in places]
        found: list[list[Tag]] = [[] for _ in texts]
        for (i, span), tags in zip(places, recognize(pieces) if pieces else [], strict=True):
            found[i] += [
                Tag(span.begin + t.begin, span.begin + t.end, labels[t.label])
                for t in _in_order(tags)
                if t.label in labels
            ]
        return found

    return tag


def _in_order(tags: Iterable[Tag]) -> Iterator[Tag]:
    """Tags by place; of two that overlap the one that begins first stays, the longer if both begin there."""
    end = 0
    for tag in sorted(tags, key=lambda t: (t.begin, -t.end, t.label)):
        if tag.begin >= end and tag.begin < tag.end:
            yield tag
            end = tag.end


def _single_task(component: Any) -> Recognize:
    """A recognizer over characters: (text, label, begin, end) for each list of characters."""

    def recognize(pieces: list[str]) -> list[list[Tag]]:
        entities = component([list(piece) for piece in pieces], batch_size=BATCH)
        return [[Tag(begin, end, label) for _, label, begin, end in sentence] for sentence in entities]

    return recognize


def _multi_task(component: Any, task: str) -> Recognize:
    """A task over words: (text, label, first word, last word + 1), the words placed by their task's spans."""
    words = next(name for name in component.tasks if name.startswith("tok"))
    component[words].config.output_spans = True

    def recognize(pieces: list[str]) -> list[list[Tag]]:
        found: list[list[Tag]] = []
        for start in range(0, len(pieces), BATCH):
            batch = pieces[start : start + BATCH]
            spoken = [piece for piece in batch if piece.strip()]
            document = component(spoken, tasks=[task]) if spoken else {words: [], task: []}
            results = iter(zip(document[words], document[task], strict=True))
            found += [_entities(*next(results)) if piece.strip() else [] for piece in batch]
        return found

    return recognize


def _entities(words: Sequence[Any], entities: Sequence[Any]) -> list[Tag]:
    places = [Span(begin, end) for _, begin, end in words]
    return [Tag(places[first].begin, places[last - 1].end, label) for _, label, first, last in entities]


def _entity_task(tasks: Iterable[str], model: str) -> str:
    """The task to ask for names: MSRA's first, for its organizations, else the first there is."""
    names = [name for name in tasks if name.startswith("ner")]
    if not names:
        raise ModelError(
            f"The multi-task model {model!r} has no task `ner` and so names no entities; choose one that has."
        )
    return "ner/msra" if "ner/msra" in names else names[0]

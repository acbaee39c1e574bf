"""The training programs: what the annotation allows, and the loss made of it."""

from __future__ import annotations

import itertools
import math
import random
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

sys.path.insert(0, str(Path(__file__).parents[1] / "tools"))

from tagger_data import TAGS, Example, allowed_tags, cut, read_corpus, swap_names

ALL = frozenset({"PER", "ORG", "LOC", "TITLE", "TIME"})


def tags_of(bits: int) -> set[str]:
    return {tag for i, tag in enumerate(TAGS) if bits >> i & 1}


def test_a_known_entity_allows_one_tag_a_character() -> None:
    example = Example("许文博去云溪", ((0, 3, "PER"), (3, 4, "TIME"), (4, 6, "LOC")), ALL, "x")
    tags = [tags_of(bits) for bits in allowed_tags(example)]
    assert tags == [{"B-PER"}, {"I-PER"}, {"E-PER"}, {"S-TIME"}, {"B-LOC"}, {"E-LOC"}]


def test_outside_the_labels_that_a_source_annotates_are_absent_and_the_others_unknown() -> None:
    [bits] = allowed_tags(Example("去", (), frozenset({"PER", "ORG", "LOC"}), "x"))
    assert tags_of(bits) == {"O"} | {f"{kind}-{label}" for kind in "BIES" for label in ("TITLE", "TIME")}


def test_an_entity_of_another_kind_is_no_time() -> None:
    """A source that annotates works but no times has no time in the name of a work."""
    bits = allowed_tags(Example("去《春》", ((1, 4, "O"),), frozenset({"PER"}), "x"))
    assert "B-TIME" in tags_of(bits[0])
    assert [tags_of(b) for b in bits[1:]] == [{"O"}] * 3


def test_a_label_annotated_with_gaps_is_unknown_outside() -> None:
    [bits] = allowed_tags(Example("去", (), ALL, "people_time"))
    assert tags_of(bits) == {"O"} | {f"{kind}-{label}" for kind in "BIES" for label in ("ORG", "LOC")}


def test_reading_makes_unlearnt_labels_o_and_keeps_the_longer_of_two(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(
        '{"text": "云溪市人民医院《春》", "spans": [[0, 3, "LOC"], [0, 7, "ORG"], [7, 10, "WORK"]],'
        ' "source": "x", "types": ["ORG", "LOC", "WORK"]}\n',
        encoding="utf-8",
    )
    assert list(read_corpus(path)) == [
        Example("云溪市人民医院《春》", ((0, 7, "ORG"), (7, 10, "O")), frozenset({"ORG", "LOC"}), "x")
    ]


@st.composite
def examples(draw: st.DrawFn) -> Example:
    text = draw(st.text(st.sampled_from("许文博云溪，。 "), max_size=60))
    ends = sorted(draw(st.sets(st.integers(0, len(text)), max_size=8)))
    spans = tuple((b, e, "PER") for b, e in itertools.pairwise(ends) if draw(st.booleans()))
    return Example(text, spans, ALL, "x")


def surfaces(example: Example) -> list[str]:
    return [example.text[begin:end] for begin, end, _ in example.spans]


@given(examples(), st.integers(1, 20))
def test_cutting_loses_neither_text_nor_entities(example: Example, longest: int) -> None:
    pieces = list(cut(example, longest))
    assert "".join(piece.text for piece in pieces) == example.text
    assert [name for piece in pieces for name in surfaces(piece)] == surfaces(example)


@given(examples(), st.integers(0, 9))
def test_swapping_names_keeps_labels_and_the_text_between(example: Example, seed: int) -> None:
    swapped = swap_names(example, {"PER": "罗小燕"}.__getitem__, 0.5, random.Random(seed))
    assert len(swapped.spans) == len(example.spans)
    for new, old in zip(surfaces(swapped), surfaces(example), strict=True):
        assert new in ("罗小燕", old)
    assert swap_names(example, {}.__getitem__, 0.0, random.Random(seed)) == example


@settings(deadline=None, max_examples=20)
@given(st.integers(0, 10_000))
def test_the_loss_is_minus_log_of_the_share_that_allowed_paths_have(seed: int) -> None:
    """Against an enumeration of all 21³ paths, those that IOBES forbids scoring nothing."""
    torch = pytest.importorskip("torch")
    from hanlp.layers.crf.crf import CRF
    from train_tagger import partial_loss

    from kg.taggers.recognizer import best_paths, forbid_broken_spans

    torch.manual_seed(seed)
    crf = CRF(len(TAGS), True)
    forbid_broken_spans(crf, TAGS)
    with torch.no_grad():
        crf.transitions += torch.randn(len(TAGS), len(TAGS))
    example = Example("许文博", ((0, 2, "PER"),) if seed % 2 else (), frozenset({"PER", "TIME"}), "x")
    allowed = allowed_tags(example)
    emissions = torch.randn(1, 3, len(TAGS)) * 2
    loss = partial_loss(crf, emissions, torch.tensor([3]), torch.tensor([allowed])).item()

    def score(path: tuple[int, ...]) -> float:
        total = crf.start_transitions[path[0]] + crf.end_transitions[path[-1]]
        total += sum(crf.transitions[a, b] for a, b in itertools.pairwise(path))
        return (total + sum(emissions[0, i, tag] for i, tag in enumerate(path))).item()

    legal = [[i for i in range(len(TAGS)) if crf.start_transitions[i] > -1], range(len(TAGS))]
    scores = {
        (a, b, c): score((a, b, c))
        for a in legal[0]
        for b in legal[1]
        if crf.transitions[a, b] > -100
        for c in legal[1]
        if crf.transitions[b, c] > -100 and crf.end_transitions[c] > -1
    }
    everything = sum(map(math.exp, scores.values()))
    fitting = sum(
        math.exp(s) for path, s in scores.items() if all(allowed[i] >> tag & 1 for i, tag in enumerate(path))
    )
    assert loss == pytest.approx(math.log(everything) - math.log(fitting), abs=1e-3)
    assert best_paths(crf, emissions, torch.tensor([3]))[0].tolist() == list(max(scores, key=scores.get))


def test_padding_changes_nothing() -> None:
    torch = pytest.importorskip("torch")
    from hanlp.layers.crf.crf import CRF
    from train_tagger import log_partition

    from kg.taggers.recognizer import best_paths, forbid_broken_spans

    torch.manual_seed(3)
    crf = CRF(len(TAGS), True)
    forbid_broken_spans(crf, TAGS)
    emissions, lengths = torch.randn(2, 6, len(TAGS)), torch.tensor([6, 4])
    together, alone = (
        log_partition(crf, emissions, lengths),
        log_partition(crf, emissions[1:, :4], lengths[1:]),
    )
    assert together[1].item() == pytest.approx(alone.item(), abs=1e-4)
    assert (
        best_paths(crf, emissions, lengths)[1, :4].tolist()
        == best_paths(crf, emissions[1:, :4], lengths[1:])[0].tolist()
    )

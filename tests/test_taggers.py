"""The taggers: the builtin model, the adapters, and what they say of models that cannot be."""

from __future__ import annotations

import json
import os
import pickle
import random
import shutil
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from multitask import train_multitask

import kg.taggers
from kg.errors import ModelError
from kg.model import Tag, Tagger
from kg.taggers import BUILTIN, identify_model, load_tagger
from kg.taggers.chunks import LONGEST, chunk
from kg.taggers.weights import read_weights

ROOT = Path(__file__).parents[1]
CASES = tomllib.loads((ROOT / "tests/cases/taggers/sanity.toml").read_text(encoding="utf-8"))["case"]
TEXTS = [case["text"] for case in CASES]


def named(text: str, tags: list[Tag]) -> list[list[str]]:
    return [[text[tag.begin : tag.end], tag.label] for tag in tags]


def run_python(program: str, **environment: str) -> subprocess.CompletedProcess[str]:
    surroundings = {**os.environ, "PYTHONPATH": str(ROOT), **environment}
    return subprocess.run(
        [sys.executable, "-c", program], env=surroundings, capture_output=True, text=True, check=False
    )


@pytest.mark.parametrize("case", CASES, ids=[case["about"] for case in CASES])
def test_builtin_finds_names_in_plain_sentences(tagger: Tagger, case: dict) -> None:
    [tags] = tagger([case["text"]])
    assert named(case["text"], tags) == case["tags"]


def test_builtin_loads_without_network_or_home(tmp_path: Path) -> None:
    """In a process of its own where opening a socket is an error and HanLP's home is empty."""
    program = """
import socket
def refuse(*_, **__): raise AssertionError("the network was asked")
socket.socket.connect = socket.create_connection = socket.getaddrinfo = refuse
from kg.taggers import load_tagger
tags = load_tagger("builtin")(["许文博在云溪市。"])
import sys
assert not {"torch", "hanlp"} & sys.modules.keys()
print([(tag.begin, tag.end, tag.label) for tag in tags[0]])
"""
    done = run_python(program, HANLP_HOME=str(tmp_path))
    assert (done.returncode, done.stdout) == (0, "[(0, 3, 'PER'), (4, 7, 'LOC')]\n"), done.stderr
    assert list(tmp_path.iterdir()) == []


def test_builtin_is_a_plain_hanlp_model() -> None:
    import hanlp

    component = hanlp.load(str(BUILTIN), devices=-1)
    sentences = [list("许文博在云溪市。"), [], list("罗小燕")]
    assert component(sentences) == [
        [("许文博", "PER", 0, 3), ("云溪市", "LOC", 4, 7)],
        [],
        [("罗小燕", "PER", 0, 3)],
    ]


def test_builtin_tags_as_it_does_in_hanlp(tagger: Tagger, hanlp_tagger: Tagger) -> None:
    articles = [
        path.read_text(encoding="utf-8", errors="replace") for path in (ROOT / "corpus").glob("*.txt")
    ]
    texts = [*articles, *TEXTS, "A" * LONGEST, "，", ""]
    assert len(articles) > 5
    assert tagger(texts) == hanlp_tagger(texts)


@settings(deadline=None, derandomize=True)
@given(texts=st.lists(st.text(max_size=2 * LONGEST), max_size=5))
def test_builtin_tags_anything_as_it_does_in_hanlp(
    tagger: Tagger, hanlp_tagger: Tagger, texts: list[str]
) -> None:
    assert tagger(texts) == hanlp_tagger(texts)


@pytest.fixture(scope="module")
def hanlp_tagger() -> Tagger:
    return load_tagger(str(BUILTIN))


def test_builtin_takes_one_thread() -> None:
    program = """
from kg.taggers import load_tagger
load_tagger("builtin")
from threadpoolctl import threadpool_info
print([each["num_threads"] for each in threadpool_info()])
"""
    assert run_python(program, OMP_NUM_THREADS="2").stdout == "[1]\n"


def test_hanlp_models_take_one_thread() -> None:
    program = """
from kg.taggers import BUILTIN, load_tagger
load_tagger(str(BUILTIN))
import torch
print(torch.get_num_threads())
"""
    assert run_python(program, OMP_NUM_THREADS="2").stdout == "1\n"


def test_weights_are_those_that_torch_saved(tmp_path: Path) -> None:
    import torch

    plain = torch.arange(24, dtype=torch.float32).reshape(4, 6)
    saved = {
        "whole": plain,
        "half": plain.half() / 3,
        "turned": plain.T,
        "part": plain[1:3, ::2],
        "none": plain[:0],
        "one": torch.tensor(2.5),
    }
    torch.save(saved, tmp_path / "model.pt")
    read = read_weights(tmp_path / "model.pt")
    assert read.keys() == saved.keys()
    for name, tensor in saved.items():
        assert read[name].dtype == np.float32
        assert np.array_equal(read[name], tensor.float().numpy())


def test_weights_call_nothing(tmp_path: Path) -> None:
    """A pickle may name any function, to be called when it is read."""
    with zipfile.ZipFile(tmp_path / "model.pt", "w") as archive:
        archive.writestr("model/data.pkl", pickle.dumps({"weights": os.getcwd, "more": print}))
    with pytest.raises(pickle.UnpicklingError, match=r"it names posix\.getcwd"):
        read_weights(tmp_path / "model.pt")


@pytest.mark.parametrize("held", [{"one": 1}, [2.5], {"one": "x"}])
def test_weights_are_nothing_but_arrays(tmp_path: Path, held: object) -> None:
    with zipfile.ZipFile(tmp_path / "model.pt", "w") as archive:
        archive.writestr("model/data.pkl", pickle.dumps(held))
    with pytest.raises(pickle.UnpicklingError, match="other values than arrays"):
        read_weights(tmp_path / "model.pt")


def test_weights_of_a_module(tmp_path: Path) -> None:
    import torch

    module = torch.nn.Linear(3, 2)
    torch.save(module.state_dict(), tmp_path / "model.pt")
    read = read_weights(tmp_path / "model.pt")
    assert np.array_equal(read["weight"], module.weight.detach().numpy())


def test_builtin_is_small_and_holds_nothing_but_the_model() -> None:
    assert sorted(path.name for path in BUILTIN.iterdir()) == ["config.json", "model.pt", "vocabs.json"]
    assert sum(path.stat().st_size for path in BUILTIN.iterdir()) <= 10_000_000


@settings(deadline=None)
@given(
    texts=st.lists(
        st.text(st.sampled_from([*"许文博在云溪市人民医院院长说2021年。，；！ \n\t😀", "\x00"])), max_size=5
    )
)
def test_tags_lie_in_order_inside_the_text(tagger: Tagger, texts: list[str]) -> None:
    found = tagger(texts)
    assert len(found) == len(texts)
    for text, tags in zip(texts, found, strict=True):
        ends = [0, *(tag.end for tag in tags)]
        assert all(end <= tag.begin < tag.end <= len(text) for end, tag in zip(ends, tags, strict=False))
        assert {tag.label for tag in tags} <= {"PER", "ORG", "LOC", "TITLE", "TIME"}


def test_nothing_in_nothing_out(tagger: Tagger) -> None:
    assert tagger([]) == []
    assert tagger(["", "\n", " 　 "]) == [[], [], []]


def test_a_line_of_a_hundred_thousand_characters(tagger: Tagger) -> None:
    """Without a sentence end anywhere, and half of it without a pause; nothing is lost far along."""
    clauses = "".join(TEXTS).replace("。", ",").replace("“", "").replace("”", "")
    text = (clauses * (50_000 // len(clauses) + 1))[:50_000] + "啊" * 50_000
    [tags] = tagger([text])
    assert {tag.begin // 1000 for tag in tags if tag.end <= 49_900} == set(range(50))
    assert all(tag.end <= 50_000 for tag in tags)


def test_tags_do_not_depend_on_the_company(tagger: Tagger) -> None:
    """A text has the same tags alone, in any order, and beside long and short ones."""
    texts = [*TEXTS, "".join(TEXTS), *(text[:cut] for text in TEXTS for cut in (3, 10))]
    alone = {text: tagger([text])[0] for text in texts}
    shuffled = texts * 2
    random.Random(7).shuffle(shuffled)
    assert tagger(shuffled) == [alone[text] for text in shuffled]


def test_a_sentence_has_the_same_tags_inside_a_longer_text(tagger: Tagger) -> None:
    expected: list[Tag] = []
    text = ""
    for sentence, tags in zip(TEXTS, tagger(TEXTS), strict=True):
        expected += [Tag(len(text) + tag.begin, len(text) + tag.end, tag.label) for tag in tags]
        text += sentence
    assert tagger([text]) == [expected]


def test_punctuation_of_either_width_is_the_same(tagger: Tagger) -> None:
    wide = "许文博（云溪市人）说：“我们一起去！”罗小燕也去，好吗？"
    narrow = wide.translate(str.maketrans("（）：“”！，？", '():""!,?'))
    assert tagger([wide]) == tagger([narrow])


@given(st.text(st.sampled_from("许文博。！？”）,， \n"), max_size=60), st.integers(2, 20))
def test_chunks_cover_the_text(text: str, longest: int) -> None:
    spans = list(chunk(text, longest))
    assert "".join(text[span.begin : span.end] for span in spans) == text
    assert all(0 < len(span) <= longest for span in spans)


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("一。二！三", ["一。", "二！", "三"]),
        ("他说：“去。”我去。", ["他说：“去。”", "我去。"]),
        ("真的？！好。", ["真的？！", "好。"]),
        ("一行\n二行", ["一行\n", "二行"]),
        ("一二，三四五六七", ["一二，", "三四五六", "七"]),
    ],
)
def test_chunks_end_where_sentences_do(text: str, pieces: list[str]) -> None:
    longest = 4 if len(text) == 8 and "。" not in text else LONGEST
    assert [text[span.begin : span.end] for span in chunk(text, longest)] == pieces


def test_identify_model_needs_no_torch() -> None:
    program = "import sys; from kg.taggers import identify_model; print(identify_model('builtin'));"
    done = run_python(program + "assert not {'torch', 'hanlp'} & set(sys.modules)")
    assert (done.returncode, done.stdout.strip()) == (0, identify_model("builtin")), done.stderr


def test_identify_model_follows_the_files(tmp_path: Path) -> None:
    (tmp_path / "config.json").write_text("{}")
    before = identify_model(str(tmp_path))
    assert before == identify_model(str(tmp_path)) != identify_model("builtin")
    (tmp_path / "model.pt").write_bytes(b"weights")
    assert identify_model(str(tmp_path)) != before
    assert identify_model("SOME_MODEL_ZH").endswith(":SOME_MODEL_ZH")


def test_a_model_that_is_not_there(tmp_path: Path) -> None:
    for ask in (load_tagger, identify_model):
        with pytest.raises(ModelError, match="There is no model 'nowhere/model'; give `builtin`"):
            ask("nowhere/model")
        with pytest.raises(ModelError, match=r"holds no config\.json"):
            ask(str(tmp_path))
    with pytest.raises(ModelError, match="HanLP knows no model 'NO_SUCH_MODEL'; the name most like it is"):
        load_tagger("NO_SUCH_MODEL")


@pytest.mark.parametrize(
    "config",
    [
        "no json",
        json.dumps({"classpath": "no.such.module.Recognizer"}),
        (BUILTIN / "config.json").read_text(encoding="utf-8"),
        "{}",
    ],
)
def test_a_broken_model(tmp_path: Path, config: str, capfd: pytest.CaptureFixture[str]) -> None:
    """One sentence, none of HanLP's own log, no question to a package index."""
    (tmp_path / "config.json").write_text(config, encoding="utf-8")
    with pytest.raises(ModelError, match="cannot be loaded") as raised:
        load_tagger(str(tmp_path))
    assert "\n" not in str(raised.value)
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize(
    ("name", "content"), [("model.pt", b"PK"), ("vocabs.json", b"{}"), ("model.pt", None)]
)
def test_a_damaged_builtin_model(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, content: bytes | None
) -> None:
    damaged = shutil.copytree(BUILTIN, tmp_path / "builtin")
    (damaged / name).unlink()
    if content is not None:
        (damaged / name).write_bytes(content)
    monkeypatch.setattr(kg.taggers, "BUILTIN", damaged)
    with pytest.raises(ModelError, match=r"ships cannot be loaded .*; install zhkg anew") as raised:
        load_tagger("builtin")
    assert "\n" not in str(raised.value)


@pytest.fixture(scope="module")
def multitask(tmp_path_factory: pytest.TempPathFactory) -> Tagger:
    return load_tagger(str(train_multitask(tmp_path_factory.mktemp("multitask"))))


@pytest.mark.parametrize(
    ("text", "tags"),
    [
        ("许文博在云溪市见到了罗小燕", [["许文博", "PER"], ["云溪市", "LOC"], ["罗小燕", "PER"]]),
        (
            "云溪市红十字会感谢许文博。罗小燕在家",
            [["云溪市红十字会", "ORG"], ["许文博", "PER"], ["罗小燕", "PER"]],
        ),
        ("2021年许文博，罗小燕在家", [["2021年", "TIME"], ["许文博", "PER"], ["罗小燕", "PER"]]),
        ("他付了两百元。", []),
        ("", []),
        (" ", []),
    ],
)
def test_multitask_model(multitask: Tagger, text: str, tags: list[list[str]]) -> None:
    """Words become characters, MSRA's labels ours; money is no label of ours."""
    assert named(text, multitask([text])[0]) == tags


def test_multitask_model_keeps_places_beside_empty_texts(multitask: Tagger) -> None:
    text = "  许文博 在云溪市"
    alone = multitask([text])[0]
    assert [tag.begin for tag in alone][:1] == [2]
    assert multitask(["", text, " ", text]) == [[], alone, [], alone]


def test_a_model_that_names_nothing() -> None:
    from kg.taggers.adapters import adapt

    class Parser:
        tasks = ("tok/fine", "dep")

    with pytest.raises(ModelError, match="'parser' has no task `ner`"):
        adapt(Parser(), "parser")
    with pytest.raises(ModelError, match="'x' is of the kind object, which names no entities"):
        adapt(object(), "x")


def test_of_overlapping_tags_the_first_stays() -> None:
    from kg.taggers.adapters import adapt

    class FakeNamedEntityRecognizer:
        def __call__(
            self, sentences: list[list[str]], batch_size: int
        ) -> list[list[tuple[str, str, int, int]]]:
            return [
                [("", "NT", 4, 6), ("", "NR", 0, 2), ("", "NR", 1, 3), ("", "GPE", 0, 3)] for _ in sentences
            ]

    assert adapt(FakeNamedEntityRecognizer(), "fake")(["许文博在云溪"]) == [
        [Tag(0, 3, "LOC"), Tag(4, 6, "ORG")]
    ]

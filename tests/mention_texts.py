"""Cases and random texts for the tests of the rooms that find and resolve names."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import strategies as st

from kg.model import Tag

FOLDER = Path(__file__).parent / "cases"
LABELS = ("PER", "ORG", "LOC", "TITLE", "TIME")

# Pieces of news of which random texts are made: what names are made of, what stands around them, and noise.
PIECES = [
    *"的在和、，。；：\n “”（）()《》·/1三市省县院委社科长他她小老该本一",
    *("祝云帆", "欧阳知秋", "娄晚晴", "小娄", "古丽娜尔·艾山", "江山", "常来", "同志", "医生"),
    *("昆明市", "曲靖", "鼓楼区", "云南省", "柏舟市", "望云山", "桂花社区", "中国", "当地", "各"),
    *("九三学社", "民盟", "社市委", "市委会", "中共", "委员会", "市委", "统战部", "支社", "九三"),
    *("第三人民医院", "市三院", "医院", "医疗队", "分院", "红十字会", "基金会", "公司", "学校", "附院"),
    *("院长", "副", "常务", "主任", "呼吸内科", "社员", "广大社员", "代表", "办公室", "任", "兼"),
    *("捐赠", "来到", "传达", "讲话", "连续", "对口支援", "第三批", "两支", "我院", "该公司", "我校", "他们"),
    *("《望云山》", "《", "》", "Bluewater Foundation", "KN95", "abc", "😀", "㐀"),
]
TEXTS = st.one_of(st.lists(st.sampled_from(PIECES), max_size=30).map("".join), st.text(max_size=40))


@st.composite
def tagged_texts(draw: st.DrawFn) -> tuple[str, list[Tag]]:
    """A text and what a tagger might say of it: any tags in order of place, none overlapping."""
    text = draw(TEXTS)
    places = st.integers(0, len(text))
    edges = sorted(draw(st.sets(places, max_size=14)))
    pairs = zip(edges[::2], edges[1::2], strict=False)
    return text, [Tag(begin, end, draw(st.sampled_from(LABELS))) for begin, end in pairs]


def load_cases(room: str, table: str = "case", stem: str = "*") -> list[Any]:
    """The cases of a room as parameters of a test; one that is known to fail must fail."""
    return [
        pytest.param(
            case,
            id=f"{file.stem}: {case.get('id') or case.get('name') or '-'.join(case['names'])}",
            marks=[pytest.mark.xfail(reason=case["fails"])] if "fails" in case else [],
        )
        for file in sorted((FOLDER / room).glob(f"{stem}.toml"))
        for case in tomllib.loads(file.read_text(encoding="utf-8"))[table]
    ]

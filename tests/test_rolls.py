"""Rolls as places in a text: whatever the lines, spans lie where they say, and no line is lost."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from kg.clean import clean
from kg.model import Document
from kg.punctuation import fold_marks
from kg.rolls import Rolls, find_rolls, join_cells
from kg.rulebook import load_rulebook
from kg.segment import Paragraph, split_paragraphs

RULES = load_rulebook()
LINES = st.sampled_from(
    [
        "捐款名单公示（单位：元）",
        "爱心榜：",
        "现将捐赠情况公布如下：裴照远200元、黎远100元；桑洛食品厂：大米20袋",
        "医疗队队员名单如下",
        "裴照远 500",
        "1.桑洛食品厂：大米20袋，每袋10斤；面粉3箱，折价2千元。",
        "1000元：裴照远、黎远",
        "裴照远、黎远各100元",
        "500元",
        "裴照远 黎远",
        "| 序号 | 姓名 | 金额 |",
        "| 1 | 裴照远 | |",
        "姓名 科室 职务 派驻单位",
        "裴照远 外科 医师 桑洛镇卫生院",
        "裴照远 — 医师 无",
        "| | 外科 | 医师 | 桑洛镇卫生院 |",
        "姓名",
        "金额",
        "裴照远",
        "500",
        "合计：5000元",
        "捐赠单位：桑洛食品厂",
        "捐赠物资：口罩500只",
        "三、转拨情况",
        "此后他去了云汀市。",
        "：；、（）| ,",
        "捐款(",
    ]
)
TEXTS = st.one_of(
    st.lists(LINES, max_size=14).map("\n".join),
    st.lists(LINES, max_size=6).map("".join),
    st.text("捐款名单如下：，、；（）|元 \n0123.各每人裴照远", max_size=60),
)


def rolls_of(raw: str) -> tuple[Document, list[Paragraph], Rolls]:
    document = clean(raw)
    text = fold_marks(document.text)
    paragraphs = join_cells(text, split_paragraphs(text), RULES.rolls)
    return document, paragraphs, find_rolls(document, text, paragraphs, RULES)


@given(TEXTS)
def test_every_part_lies_in_its_line_and_counts_what_stands_there(raw: str) -> None:
    document, paragraphs, rolls = rolls_of(raw)
    sentences = {sentence for paragraph in paragraphs for sentence in paragraph.sentences}
    assert rolls.entries.keys() | rolls.rows.keys() | rolls.openings <= sentences
    for line, entries in rolls.entries.items():
        for entry in entries:
            part = entry.part
            assert part.money or part.goods
            assert part.goods is None or (len(part.goods) and line.contains(part.goods))
            assert part.money is None or any(
                c.isdigit() or c in "一二两三四五六七八九十百千万"
                for c in document.text[part.money.span.begin : part.money.span.end]
            )
            assert all(line.contains(cell) for cell in entry.cells.values() if cell != part.who)
            assert entry.cells or line.contains(part.who)
    for line, rows in rolls.rows.items():
        assert all(line.contains(cell) and len(cell) for row in rows for cell in row.cells.values())


@given(TEXTS)
def test_joined_cells_are_the_paragraphs_in_order(raw: str) -> None:
    text = fold_marks(clean(raw).text)
    paragraphs = split_paragraphs(text)
    joined = join_cells(text, paragraphs, RULES.rolls)
    edges = [p.span.begin for p in joined]
    assert edges == sorted(set(edges))
    assert all(any(whole.span.contains(p.span) for whole in joined) for p in paragraphs)
    assert {p.span.end for p in joined} <= {p.span.end for p in paragraphs}


@given(
    st.lists(st.sampled_from(["裴照远", "黎远", "500元", "桑洛食品厂", "20000"]), max_size=30).map("\n".join)
)
def test_nothing_is_a_roll_that_no_line_announces(raw: str) -> None:
    _, _, rolls = rolls_of(raw)
    assert not rolls.entries
    assert not rolls.rows
    assert not rolls.candidates

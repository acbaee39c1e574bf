"""An article whose marks a converter made ASCII says what it said before."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reading_cases import load_cases

from kg.clean import clean
from kg.model import Tagger
from kg.ontology import load_ontology
from kg.punctuation import fold_marks
from kg.reading import Reading
from kg.reading.document import read_document
from kg.rulebook import load_rulebook

RULES = load_rulebook(classes=load_ontology().classes)
ASCII = str.maketrans("，；：！？（）“”", ',;:!?()""')


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("钟离白,云汀市(县级)人;已到!", "钟离白，云汀市（县级）人；已到！"),
        ("捐款3,000元,12:30送到", "捐款3,000元，12:30送到"),
        ("患者:8名", "患者：8名"),
        ('"云汀号"和"桑洛号"', "“云汀号”和“桑洛号”"),
        ('一个"没有合上\n另一个"也没有', '一个"没有合上\n另一个"也没有'),
        ("他写了〈山那边〉和<雨季>", "他写了《山那边》和《雨季》"),
        ("他写了《读〈山那边〉》", "他写了《读〈山那边〉》"),
        ("温度<38", "温度<38"),
        ("他到了. 她走了.", "他到了。 她走了。"),
        ("他到了。见附件.", "他到了。见附件."),
        ("阿依古丽.买买提到了｡", "阿依古丽.买买提到了。"),
        ("见www.example.org", "见www.example.org"),
    ],
)
def test_marks_are_those_of_books(text: str, printed: str) -> None:
    assert fold_marks(text) == printed


@given(st.text(alphabet='张三,;:!?()"“”〈〉《》<>.。｡3a \n', max_size=40))
def test_places_stay_and_folding_twice_is_folding_once(text: str) -> None:
    folded = fold_marks(text)
    assert len(folded) == len(text)
    assert [c == "\n" for c in folded] == [c == "\n" for c in text]
    assert fold_marks(folded) == folded


def said(reading: Reading) -> Reading:
    """The reading without what quotes the text, and with the marks of books in its names."""
    entities = tuple(
        each._replace(name=fold_marks(each.name), forms=tuple(map(fold_marks, each.forms)))
        for each in reading.entities
    )
    return reading._replace(title=None, sentences=(), repairs=(), entities=entities)


def test_every_case_reads_the_same_with_ascii_marks(tagger: Tagger) -> None:
    cases = load_cases()
    readings = []
    for texts in ([case.text for case in cases], [case.text.translate(ASCII) for case in cases]):
        documents = [clean(text, f"{case.id}.txt") for case, text in zip(cases, texts, strict=True)]
        readings.append(
            {
                case.id: read_document(document, tags, RULES)
                for case, document, tags in zip(
                    cases, documents, tagger([each.text for each in documents]), strict=True
                )
            }
        )
    printed, converted = readings
    assert [id_ for id_ in printed if said(printed[id_]) != said(converted[id_])] == []

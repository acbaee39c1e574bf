"""How names may be typed: Traditional forms and sounds of their characters."""

from __future__ import annotations

from kg.spelling import sounds, traditional_forms


def test_every_traditional_form_of_a_character_that_occurs_and_no_other() -> None:
    forms = traditional_forms(["云屏市第二人民医院", "台州"])
    assert forms.items() >= {"雲": "云", "醫": "医", "臺": "台", "檯": "台"}.items()
    assert set(forms.values()) <= set("云屏市第二人民医院台州")


def test_a_traditional_name_is_found_by_its_simplified_form() -> None:
    assert traditional_forms(["雲屏醫院"]).items() >= {"雲": "云", "醫": "医"}.items()


def test_all_readings_of_a_character_without_tones() -> None:
    said = sounds(["重绿 A院"])
    assert said["重"].split()[:2] == ["zhong", "chong"]
    assert said["绿"] == "lv lu"
    assert said["院"] == "yuan"
    assert set(said) == set("重绿院")


def test_no_names_need_nothing() -> None:
    assert traditional_forms([]) == sounds([]) == {}

"""Who holds which title where: cases as data with the tagger's tags by hand."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from marked import load_cases, read, rules

from kg.memberships import Background, Post, find_posts

NAMES = ["{PER 简怀玉}", "{PER 卓尔宁}", "{ORG 槐荫县医院}", "院长", "副主任", "社员"]
PIECES = [*NAMES, "、", "，", "和", "任", "现任", "是", "等", "到场"]


def posts_of(text: str, bodies: tuple[str, ...] = (), party: str = "") -> list[Post]:
    context, mentions, sentence = read(text)
    before = tuple(m for body in bodies for m in read(body)[1])
    return find_posts(context.text, sentence, mentions, rules(), Background(before, party))


def said(post: Post) -> list[str]:
    body = post.organization.text if post.organization else post.party or post.place
    return [post.person.text, body, post.title or ""]


@pytest.mark.parametrize("case", load_cases("memberships/posts.toml"))
def test_posts(case: dict[str, Any]) -> None:
    found = posts_of(case["text"], tuple(case.get("bodies", ())), case.get("party", ""))
    assert sorted(map(said, found)) == sorted(case["posts"])


@given(st.lists(st.sampled_from(PIECES), max_size=10).map("".join))
def test_a_post_is_told_once_and_of_a_name_in_the_sentence(text: str) -> None:
    posts = posts_of(text)
    people = {m for m in read(text)[1] if m.kind == "Person"}
    facts = [tuple(said(post)) for post in posts]
    assert len(facts) == len(set(facts))
    assert {post.person for post in posts} <= people
    assert all(post.organization or post.title for post in posts)
    assert all(0 < post.confidence < 1 for post in posts)

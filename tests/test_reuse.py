"""Files in blocks: the same bytes, whether a block is made or taken from the last file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import partial
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import OutputError
from kg.model import Item
from kg.reuse import Block, Last, cut_blocks, digest_values, ends_block, make_blocks, write_blocks

names = st.lists(st.text(st.characters(codec="utf-8"), min_size=1), unique=True)


def parts(values: Sequence[str], made: list[str]) -> Iterator[bytes | Block]:
    """A head and a block of each few values; `made` gets those that are really made."""

    def make(block: Sequence[str]) -> tuple[bytes, bytes]:
        made.extend(block)
        return "\n".join(block).encode(), str(len(block)).encode()

    yield "头\n".encode()
    for block in cut_blocks(values, str, size=4):
        yield Block(digest_values(block), partial(make, block))


@given(names, st.integers(1, 9))
def test_blocks_are_the_values_in_their_order(values: list[str], size: int) -> None:
    blocks = list(cut_blocks(values, str, size))
    assert [value for block in blocks for value in block] == values
    assert all(blocks)


@given(names, st.sampled_from([1, 2, 4]))
def test_a_block_ends_where_an_id_says_so(values: list[str], size: int) -> None:
    blocks = list(cut_blocks(values, str, size))
    assert all(ends_block(block[-1], size) for block in blocks[:-1])
    assert not any(ends_block(value, size) for block in blocks for value in block[:-1])


@given(names, names, names)
def test_one_value_more_changes_but_its_block(before: list[str], behind: list[str], new: list[str]) -> None:
    without = {tuple(block) for block in cut_blocks([*before, *behind], str, 4)}
    withal = {tuple(block) for block in cut_blocks([*before, *new[:1], *behind], str, 4)}
    assert len(withal - without) <= 2
    assert len(without - withal) <= 1


def test_a_block_that_the_last_file_holds_is_taken_from_it(tmp_path: Path) -> None:
    old, new = [str(n) for n in range(100)], [str(n) for n in range(101) if n != 30]
    last, path, anew = tmp_path / "last", tmp_path / "file", tmp_path / "anew"
    made: list[str] = []
    index = write_blocks(last, parts(old, made))
    assert made == old
    made.clear()
    taken = write_blocks(path, parts(new, made), Last(last, index))
    assert set(made) < set(new)
    assert taken == write_blocks(anew, parts(new, []))
    assert path.read_bytes() == anew.read_bytes() == b"".join(make_blocks(parts(new, [])))
    assert all(place.note.isdigit() for place in taken.values())


def test_a_file_may_be_written_from_itself(tmp_path: Path) -> None:
    path, made = tmp_path / "file", list[str]()
    index = write_blocks(path, parts("abcdefgh", []))
    before = path.read_bytes()
    assert write_blocks(path, parts("abcdefgh", made), Last(path, index)) == index
    assert path.read_bytes() == before
    assert made == []


@pytest.mark.parametrize("damage", ["changed", "cut", "emptied", "removed"])
def test_what_has_changed_in_the_last_file_is_made_anew(tmp_path: Path, damage: str) -> None:
    last, path, made = tmp_path / "last", tmp_path / "file", list[str]()
    index = write_blocks(last, parts("abcdefgh", []))
    whole = last.read_bytes()
    last.write_bytes({"changed": whole.replace(b"c", b"x"), "cut": whole[:-3]}.get(damage, b""))
    if damage == "removed":
        last.unlink()
    assert write_blocks(path, parts("abcdefgh", made), Last(last, index)) == index
    assert path.read_bytes() == whole
    assert made


def test_what_cannot_be_written_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="cannot be written"):
        write_blocks(tmp_path / "absent" / "file", parts("ab", []))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (["a", "b"], ["ab"]),
        ([("a", None)], [("a", "")]),
        ([Item("a", "b", Decimal(1))], [Item("a", "b", Decimal("1.0"))]),
        (["\ud83d"], ["\ud83e"]),
    ],
)
def test_different_values_have_different_digests(one: object, other: object) -> None:
    assert digest_values(one) != digest_values(other)
    assert digest_values(one) == digest_values(one)

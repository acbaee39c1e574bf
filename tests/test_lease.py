"""One build at an address: the others are told, and what a killed one left lapses."""

from __future__ import annotations

import time
from dataclasses import dataclass, field

import pytest

from kg.errors import OutputError
from kg.spark.lease import HELD, LAPSE, hold

ADDRESS = "hdfs://云汀/图谱"


@dataclass
class Memory:
    """An address in memory, with a clock of its own."""

    now: float = 1000.0
    written: dict[str, float] = field(default_factory=dict)

    def place_mark(self, name: str) -> bool:
        return name not in self.written and not self.renew_mark(name)

    def renew_mark(self, name: str) -> None:
        self.written[name] = self.now

    def when_marked(self, name: str) -> float | None:
        return self.written.get(name)

    def remove_mark(self, name: str) -> None:
        self.written.pop(name, None)


def test_the_address_is_held_and_given_back() -> None:
    marks = Memory()
    with hold(marks, ADDRESS):
        assert marks.written == {HELD: marks.now}
    assert not marks.written


def test_it_is_given_back_by_a_build_that_fails() -> None:
    marks = Memory()
    with pytest.raises(KeyboardInterrupt), hold(marks, ADDRESS):
        raise KeyboardInterrupt
    assert not marks.written


def test_a_second_build_is_told_and_leaves_the_first_alone() -> None:
    marks = Memory()
    with hold(marks, ADDRESS):
        marks.now += LAPSE - 1
        with pytest.raises(OutputError, match=f"Another build is writing to {ADDRESS}"), hold(marks, ADDRESS):
            pytest.fail("both build")
        assert marks.written == {HELD: 1000.0}


def test_what_a_killed_build_left_lapses() -> None:
    marks = Memory(written={HELD: 1000.0})
    marks.now += LAPSE
    with hold(marks, ADDRESS):
        assert marks.written == {HELD: marks.now}
    assert not marks.written


def test_a_long_build_keeps_the_address() -> None:
    marks = Memory()
    with hold(marks, ADDRESS, beat=0.01):
        marks.now += 10 * LAPSE
        until = time.monotonic() + 20
        while marks.written[HELD] != marks.now and time.monotonic() < until:
            time.sleep(0.01)
        with pytest.raises(OutputError), hold(marks, ADDRESS):
            pytest.fail("both build")


def test_where_nothing_can_be_written_that_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(self: Memory, name: str) -> bool:
        raise OSError("no such host")

    monkeypatch.setattr(Memory, "place_mark", refuse)
    with (
        pytest.raises(OutputError, match=r"cannot write to hdfs://云汀/图谱 \(no such host\)"),
        hold(Memory(), ADDRESS),
    ):
        pytest.fail("nowhere to build")

"""What falls due on a session's clock: in the order of its instants, once, and when the clock has got there."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mockserver.clock import HOUR, MINUTE, SECOND, Clock

START = 1_772_805_600 * SECOND  # 2026-03-06T14:00:00Z


def frozen() -> Clock:
    return Clock(START, "frozen")


class Alarms:
    """A frozen clock, and what fired on it: each name with the seconds that the clock showed."""

    def __init__(self) -> None:
        self.clock = frozen()
        self.fired: list[tuple[str, int]] = []

    def arm(self, name: str, seconds: int, and_then: tuple[str, int] | None = None) -> None:
        def fire() -> None:
            self.fired.append((name, (self.clock.now() - START) // SECOND))
            if and_then is not None:
                self.arm(*and_then)

        self.clock.at(START + seconds * SECOND, fire)


def test_timers_fire_in_the_order_of_their_instants_and_see_them() -> None:
    alarms = Alarms()
    for name, seconds in (("c", 30), ("a", 10), ("late", 61), ("b", 20), ("edge", 60)):
        alarms.arm(name, seconds)

    alarms.clock.advance(MINUTE)

    assert alarms.fired == [("a", 10), ("b", 20), ("c", 30), ("edge", 60)]
    assert alarms.clock.now() == START + MINUTE
    assert alarms.clock.next_due() == START + 61 * SECOND


def test_timers_of_one_instant_fire_in_the_order_they_were_armed() -> None:
    alarms = Alarms()
    for name in "fedcba":
        alarms.arm(name, 10)
    alarms.clock.advance(MINUTE)

    assert [name for name, _ in alarms.fired] == [*"fedcba"]


def test_a_timer_armed_by_a_timer_fires_in_its_turn() -> None:
    alarms = Alarms()
    alarms.arm("first", 10, and_then=("between", 15))
    alarms.arm("second", 20, and_then=("beyond", 70))
    alarms.clock.advance(MINUTE)

    assert alarms.fired == [("first", 10), ("between", 15), ("second", 20)]
    alarms.clock.advance(MINUTE)
    assert alarms.fired[-1] == ("beyond", 70)


def test_a_timer_for_a_time_that_has_passed_fires_as_soon_as_the_clock_is_asked() -> None:
    alarms = Alarms()
    alarms.arm("overdue", -100)
    assert alarms.fired == []

    alarms.clock.run_due()

    assert alarms.fired == [("overdue", 0)]


def test_a_timer_fires_once() -> None:
    alarms = Alarms()
    alarms.arm("once", 1)
    for _ in range(3):
        alarms.clock.advance(SECOND)

    assert alarms.fired == [("once", 1)]


def test_a_cancelled_timer_does_not_fire_and_is_not_due() -> None:
    clock, fired = frozen(), []
    timer = clock.at(START + SECOND, lambda: fired.append(1))
    timer.cancel()
    timer.cancel()

    assert clock.next_due() is None
    clock.advance(MINUTE)
    assert fired == []


def test_a_timer_may_cancel_the_next() -> None:
    clock, fired = frozen(), []
    second = clock.at(START + 2 * SECOND, lambda: fired.append(2))
    clock.at(START + SECOND, second.cancel)
    clock.advance(MINUTE)

    assert fired == []


def test_a_timer_may_move_the_clock_further() -> None:
    clock, seen = frozen(), []
    clock.at(START + SECOND, lambda: clock.advance(HOUR))
    clock.at(START + MINUTE, lambda: seen.append(clock.now() - START))
    clock.advance(2 * SECOND)

    assert seen == [MINUTE]
    assert clock.now() == START + SECOND + HOUR


def test_a_timer_that_fails_loses_neither_the_time_nor_the_others() -> None:
    alarms = Alarms()

    def fail() -> None:
        raise RuntimeError("broken")

    alarms.clock.at(START + SECOND, fail)
    alarms.arm("after", 2)
    with pytest.raises(RuntimeError, match="broken"):
        alarms.clock.advance(MINUTE)

    assert alarms.clock.now() == START + MINUTE
    alarms.clock.run_due()
    assert alarms.fired == [("after", 2)]


def test_nothing_falls_due_within_a_timer() -> None:
    alarms = Alarms()

    def ask() -> None:
        alarms.clock.run_due()
        alarms.fired.append(("asked", (alarms.clock.now() - START) // SECOND))

    alarms.clock.at(START + SECOND, ask)
    alarms.arm("same", 1)
    alarms.clock.advance(SECOND)

    assert alarms.fired == [("asked", 1), ("same", 1)]


def test_in_real_flow_what_is_due_waits_to_be_asked_for() -> None:
    clock, fired = Clock(START, "real"), []
    clock.at(clock.now(), lambda: fired.append(1))
    assert fired == []
    clock.run_due()

    assert fired == [1]


@given(st.lists(st.integers(-10, 100), max_size=20), st.lists(st.integers(0, 30), max_size=8))
def test_every_timer_fires_once_in_order_when_its_time_has_come(due: list[int], steps: list[int]) -> None:
    alarms = Alarms()
    for number, seconds in enumerate(due):
        alarms.arm(str(number), seconds)
    alarms.clock.run_due()
    for step in steps:
        alarms.clock.advance(step * SECOND)

    reached = sum(steps)
    expected = sorted((max(seconds, 0), number) for number, seconds in enumerate(due) if seconds <= reached)
    assert alarms.fired == [(str(number), seconds) for seconds, number in expected]


def test_a_restored_clock_has_no_timers() -> None:
    alarms = Alarms()
    saved = alarms.clock.snapshot()
    alarms.arm("forgotten", 1)
    alarms.clock.restore(saved)
    alarms.clock.advance(MINUTE)

    assert alarms.fired == []

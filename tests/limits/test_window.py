"""A sliding window counts what came in its length, and says when there is room again."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from mockserver.clock import MINUTE, SECOND
from mockserver.limits.window import SLOTS, Window

START = 1_000 * MINUTE


def test_what_came_leaves_the_window_with_its_length() -> None:
    window = Window(MINUTE)
    window.add(START)
    window.add(START + 30 * SECOND)

    assert window.count(START + 59 * SECOND) == 2
    assert window.count(START + 61 * SECOND) == 1
    assert window.count(START + 91 * SECOND) == 0


def test_a_copy_counts_by_itself() -> None:
    window = Window(MINUTE)
    window.add(START)
    copy = window.copied()

    window.add(START)

    assert (copy.count(START), window.count(START)) == (1, 2)


@given(st.lists(st.integers(0, 3 * MINUTE), min_size=1, max_size=40), st.integers(1, 10))
def test_there_is_room_when_it_says_and_not_earlier(offsets: list[int], amount: int) -> None:
    window = Window(MINUTE)
    moments = sorted(START + offset for offset in offsets)
    for moment in moments:
        window.add(moment)
    now = moments[-1]

    wait = window.room_in(now, amount)

    if wait:
        assert window.copied().count(now + wait - MINUTE // SLOTS - 1) >= amount
    assert window.count(now + wait) < amount


@given(st.lists(st.integers(0, 5 * MINUTE), max_size=60))
def test_it_counts_what_came_in_the_last_minute_to_the_slot(offsets: list[int]) -> None:
    window = Window(MINUTE)
    moments = sorted(START + offset for offset in offsets)
    now = START + 5 * MINUTE

    for moment in moments:
        window.add(moment)

    certain = sum(1 for moment in moments if moment > now - MINUTE + MINUTE // SLOTS)
    possible = sum(1 for moment in moments if moment > now - MINUTE - MINUTE // SLOTS)
    assert certain <= window.count(now) <= possible


def test_its_size_does_not_grow_with_what_came() -> None:
    window = Window(MINUTE)

    for second in range(600):
        for _ in range(100):
            window.add(START + second * SECOND)
        window.count(START + second * SECOND)

    assert window.count(START + 599 * SECOND) == 100 * SLOTS
    assert len(window.copied()._counts) <= SLOTS  # noqa: SLF001 - its size cannot be seen from outside

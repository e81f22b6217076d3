"""Busy time: merging and clipping intervals."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st

from mockserver.timing.busy import merge, merge_sorted

if TYPE_CHECKING:
    from collections.abc import Iterator

intervals = st.lists(st.tuples(st.integers(0, 40), st.integers(0, 12)).map(lambda pair: (pair[0], sum(pair))))
bounds = st.none() | st.integers(-2, 45)


def test_intervals_come_out_sorted() -> None:
    assert merge([(5, 6), (1, 2)]) == [(1, 2), (5, 6)]


def test_intervals_that_overlap_are_one() -> None:
    assert merge([(1, 4), (3, 6), (2, 3)]) == [(1, 6)]


def test_intervals_that_touch_are_one() -> None:
    assert merge([(1, 3), (3, 5)]) == [(1, 5)]


def test_an_interval_within_another_changes_nothing() -> None:
    assert merge([(1, 9), (2, 3), (4, 5)]) == [(1, 9)]


def test_an_interval_of_no_length_keeps_nobody_busy() -> None:
    assert merge([(2, 2)]) == []
    assert merge([(1, 2), (2, 2), (3, 4)]) == [(1, 2), (3, 4)]


def test_intervals_are_clipped_to_the_window() -> None:
    assert merge([(0, 3), (5, 6), (8, 12)], after=1, before=10) == [(1, 3), (5, 6), (8, 10)]


def test_what_only_touches_the_window_is_outside() -> None:
    assert merge([(0, 2), (8, 9)], after=2, before=8) == []


@settings(derandomize=True, max_examples=300, deadline=None)
@given(intervals, bounds, bounds)
def test_the_busy_moments_are_those_of_any_interval_in_the_window(
    given_intervals: list[tuple[int, int]], after: int | None, before: int | None
) -> None:
    busy = {moment for start, end in given_intervals for moment in range(start, end)}
    window = {m for m in busy if (after is None or m >= after) and (before is None or m < before)}

    merged = merge(given_intervals, after, before)

    assert {moment for start, end in merged for moment in range(start, end)} == window
    assert all(end < start for (_, end), (start, _) in pairwise(merged))


def test_sorted_intervals_are_read_one_ahead_and_not_beyond_the_window() -> None:
    read = []

    def endless() -> Iterator[tuple[int, int]]:
        for number in range(0, 10**9, 10):
            read.append(number)
            yield number, number + 5

    merged = merge_sorted(endless(), after=12, before=35)

    assert next(merged) == (12, 15)
    assert read == [0, 10, 20]
    assert list(merged) == [(20, 25), (30, 35)]
    assert read == [0, 10, 20, 30, 40]

"""Busy time: intervals of instants put together into the periods in which something is on.

An interval is a pair (start, end) of instants; it holds its start and not its end. Who is busy, and with what, is the
caller's affair.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mockserver.clock import Instant

    Interval = tuple[Instant, Instant]


def merge(intervals: Iterable[Interval], after: Instant | None = None, before: Instant | None = None) -> list[Interval]:
    """The intervals sorted, those that overlap or touch put together, clipped to the window from `after` to `before`.

    An interval that lasts no time keeps nobody busy and is left out.
    """
    return list(merge_sorted(sorted(intervals), after, before))


def merge_sorted(
    intervals: Iterable[Interval], after: Instant | None = None, before: Instant | None = None
) -> Iterator[Interval]:
    """As `merge`, for intervals already sorted by start: lazily, and none is read beyond the first after the window."""
    current: Interval | None = None
    for given_start, given_end in intervals:
        if before is not None and given_start >= before:
            break
        start = given_start if after is None else max(given_start, after)
        end = given_end if before is None else min(given_end, before)
        if start >= end:
            continue
        if current is not None and start <= current[1]:
            current = current[0], max(current[1], end)
            continue
        if current is not None:
            yield current
        current = start, end
    if current is not None:
        yield current

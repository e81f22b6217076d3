"""The events of a calendar one by one, by their start: as a list has them, in a window, and of one series.

A list has singles and series, a window singles, exceptions and the occurrences of series. Nothing is decoded here, and
nothing is gone through further than it is asked for: what was drawn of an order is kept until something changes.
"""

from __future__ import annotations

import heapq
from itertools import islice
from typing import TYPE_CHECKING, Generic, NamedTuple, TypeVar

from mockserver.documents import FOREVER
from mockserver.microsoft.events import store
from mockserver.microsoft.events.facts import exception_of, series_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mockserver.clock import Instant
    from mockserver.documents import Record
    from mockserver.microsoft.calendars.calendar import Calendar
    from mockserver.microsoft.events.occurrences import Occurrence
    from mockserver.microsoft.windows import Window

MOST = 100_000
"""Items of one list that are counted or paged to: five years of fifty daily series."""
T = TypeVar("T")


class Item(NamedTuple):
    """An event that is kept, or an occurrence of a series that is; `record` is the series' then."""

    start: Instant
    record: Record
    occurrence: Occurrence | None = None

    @property
    def key(self) -> tuple[Instant, str]:
        """Its place among others: by start, then by id."""
        return self.start, self.record.id


class Drawn(Generic[T]):
    """What an iterator gives, as far as it was asked for."""

    def __init__(self, source: Iterable[T]) -> None:
        self._source = iter(source)
        self._items: list[T] = []

    def upto(self, length: int) -> list[T]:
        """The first so many, fewer where there are no more; never more than `MOST`."""
        missing = min(length, MOST) - len(self._items)
        if missing > 0:
            self._items.extend(islice(self._source, missing))
        return self._items


def listed(calendar: Calendar, after: Instant = -FOREVER, before: Instant = FOREVER) -> Iterator[Item]:
    """The singles and series that reach into a span, without exceptions, by start."""
    for record in calendar.events.within(after, before):
        if not record.deleted and exception_of(record.extra) is None:
            yield Item(record.start, record)


def viewed(calendar: Calendar, window: Window) -> Iterator[Item]:
    """The singles, exceptions and occurrences in a window, by start."""
    series: list[tuple[tuple[Instant, str], Item, Iterator[Item]]] = []
    # A record without length ends where it starts, so it is looked for from a little earlier on.
    for record in calendar.events.within(window.after - 1, window.before):
        if record.deleted or not window.takes(record.start, record.end):
            continue
        # Series come no later than their first occurrence, so what starts earlier than this record is known by now.
        while series and series[0][0] < (record.start, record.id):
            yield _next(series)
        facts = series_of(record.extra)
        if facts is None:
            yield Item(record.start, record)
        else:
            _push(series, occurring(record, window))
    while series:
        yield _next(series)


def occurring(master: Record, window: Window) -> Iterator[Item]:
    """The occurrences of a series in a window that nobody changed, by start."""
    facts = series_of(master.extra)
    if facts is None:
        return
    for occurrence in facts.occurrences(window.after, window.before):
        yield Item(occurrence.span.viewed[0], master, occurrence)


def instances(calendar: Calendar, record: Record, window: Window) -> Iterator[Item]:
    """The occurrences of a series in a window, changed ones in their place; of any other event itself [inferred]."""
    if series_of(record.extra) is None:
        return (Item(one.start, one) for one in (record,) if window.takes(one.start, one.end))
    changed = (Item(one.start, one) for one in store.exceptions(calendar, record) if window.takes(one.start, one.end))
    return heapq.merge(occurring(record, window), sorted(changed, key=_key), key=_key)


def _push(series: list[tuple[tuple[Instant, str], Item, Iterator[Item]]], items: Iterator[Item]) -> None:
    first = next(items, None)
    if first is not None:
        heapq.heappush(series, (first.key, first, items))


def _next(series: list[tuple[tuple[Instant, str], Item, Iterator[Item]]]) -> Item:
    _, item, items = heapq.heappop(series)
    _push(series, items)
    return item


def _key(item: Item) -> tuple[Instant, str]:
    return item.key

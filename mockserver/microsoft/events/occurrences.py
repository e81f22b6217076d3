"""Which occurrences a series has, and when each one is: its wall-clock time is kept in `recurrenceTimeZone`.

- The start is an occurrence only where the pattern says so; the range's number counts what the pattern names.
- Both ends of an occurrence keep their wall-clock time, as Exchange stores them (MS-OXOCAL) [inferred].
- Nothing recurs from September 4500 on, the last end that a range may have.

What a pattern means is in `recurrence_rules`; which occurrences were deleted or changed, the store knows.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Final, NamedTuple

from mockserver.clock import DAY, parse_instant
from mockserver.microsoft.events.recurrence_rules import line, zone_of
from mockserver.microsoft.events.times import EventTime, Span
from mockserver.timing import wall, zones
from mockserver.timing.recurrence import Series

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from zoneinfo import ZoneInfo

    from mockserver.clock import Instant
    from mockserver.microsoft.events.recurrence_rules import Recurrence

_LATEST: Final = parse_instant("4500-09-02T00:00:00Z")


class Occurrence(NamedTuple):
    """One of a series: the date that its id is made of, and when it is."""

    day: date
    span: Span


def series(recurrence: Recurrence, span: Span) -> Series:
    """The series of starts. Days of an event that lasts all day begin at UTC's midnight, as a view takes them."""
    zone = zone_of(recurrence, span)
    start = span.start.day or wall.local(span.start.instant, zone)
    return Series.parse([line(recurrence, span)], start, zone, dtstart="matching")


def occurrences(
    recurrence: Recurrence,
    span: Span,
    after: Instant | None = None,
    before: Instant | None = None,
    without: Collection[date] = (),
) -> Iterator[Occurrence]:
    """The occurrences that, as a view takes them, start before `before` and end after `after`; ascending.

    One of no length at `after` itself is among them. `without` are original dates that are not wanted: of those that
    were deleted, or are exceptions. Nothing recurs after 1 September 4500.
    """
    # Wall clocks are kept, so an occurrence may be longer than the first by what clocks are turned.
    length = span.end.instant - span.start.instant + DAY
    zone = zone_of(recurrence, span)
    before = _LATEST if before is None else min(before, _LATEST)
    for occurrence in series(recurrence, span).occurrences(None if after is None else after - 1, before, length):
        day = occurrence.wall.date() if isinstance(occurrence.wall, datetime) else occurrence.wall
        if day in without:
            continue
        found = span_on(span, day, zone)
        start, end = found.viewed
        if after is None or end > after or start >= after:
            yield Occurrence(day, found)


def first_span(recurrence: Recurrence, span: Span) -> Span:
    """When the first occurrence is, which is what the series' own start and end show."""
    return next(occurrences(recurrence, span)).span


def span_on(span: Span, day: date, zone: ZoneInfo) -> Span:
    """The occurrence whose original date is `day` on the clocks of `zone`."""
    if span.start.day is not None and span.end.day is not None:
        end = day + (span.end.day - span.start.day)
        return Span(_midnight(day, span.start.zone), _midnight(end, span.end.zone))
    begins = wall.local(span.start.instant, zone)
    lasts = wall.local(span.end.instant, zone) - begins
    start = datetime.combine(day, begins.time())
    instant = wall.instant(start, zone)
    # Where clocks are turned back within a short occurrence, its end would come before its start.
    end_instant = max(instant, wall.instant(start + lasts, zone))
    return Span(EventTime(instant, span.start.zone), EventTime(end_instant, span.end.zone))


def _midnight(day: date, zone: str) -> EventTime:
    return EventTime(wall.midnight(day, zones.zone(zone)), zone, day)

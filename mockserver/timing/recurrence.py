"""Recurring series: which occurrences a start and its RRULE, EXRULE, RDATE and EXDATE lines make (RFC 5545, 3.8.5).

A series keeps its wall-clock time over every change of the clocks; times that clocks skip or show twice follow the
policy of `wall`. It is expanded lazily, in order, from near the window asked for. What is decided here, once:

- DTSTART is always an occurrence, as RFC 5545 section 3.8.5.3 has it and as Google's published RFC 2445 library does;
  COUNT counts it only where the rule names it too. `parse(…, dtstart="matching")` leaves it to the rule.
- COUNT is counted before EXDATE and EXRULE take away. UNTIL is inclusive: in UTC it is an instant, otherwise wall-clock
  time, and a mere day in a timed series is its midnight, as in Google's library. In an all-day series UNTIL is the day
  that is written, whatever follows it.
- In a timed series RDATE and EXDATE are compared as instants, so that two occurrences of one instant are one; an EXDATE
  of a day takes away all that start on it. In an all-day series days are compared. EXRULE goes by the wall clock.
- An all-day series ignores BYHOUR, BYMINUTE and BYSECOND (RFC 5545 section 3.3.10) and refuses to repeat within a day.
"""

from __future__ import annotations

import heapq
from bisect import bisect_left
from datetime import date, datetime, timedelta
from operator import itemgetter
from typing import TYPE_CHECKING, Literal, NamedTuple

import msgspec

from mockserver import clock
from mockserver.timing import expansion, wall, zones
from mockserver.timing.lines import BadRecurrence
from mockserver.timing.parts import Item, Parts, naive, read_parts

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from zoneinfo import ZoneInfo

    from mockserver.clock import Instant
    from mockserver.timing.rule import Rule

__all__ = ["BadRecurrence", "Occurrence", "Series"]

DtstartPolicy = Literal["always", "matching"]
# How much further than a window the wall clock is searched: a day for a gap, a day for days that are not 24 hours long.
_DAY = timedelta(days=1)
_MARGIN = wall.LONGEST_GAP + _DAY
_EARLIEST, _LATEST = datetime.min, datetime.max  # noqa: DTZ901 - wall-clock times are naive
_TAKEN_AWAY = 10_000  # occurrences in a row that EXDATE and EXRULE may take away before a series has ended


class Occurrence(NamedTuple):
    """One occurrence: when it is by the rule (a naive time, or a day when all-day), and the instant it starts at.

    Clocks may skip `wall`; what they show when it starts is `mockserver.timing.wall.local(start, zone)`.
    """

    wall: datetime | date
    start: Instant


class Series(msgspec.Struct, frozen=True):
    """A start and what makes it recur, in a zone. `Series.parse` makes one from content lines."""

    start: datetime
    all_day: bool
    zone: ZoneInfo
    parts: Parts

    @classmethod
    def parse(
        cls, texts: Sequence[str], start: datetime | date, zone: ZoneInfo, *, dtstart: DtstartPolicy = "always"
    ) -> Series:
        """Read the recurrence lines of an event that starts at a naive time, or on a day and is all-day.

        `zone` is that of the event's start; for an all-day series the calendar's, at whose midnights its days begin.
        Raises BadRecurrence.
        """
        all_day = not isinstance(start, datetime)
        begins = naive(start)
        parts = read_parts(texts, begins, zone, all_day=all_day)
        if dtstart == "always":
            first = (begins.toordinal() if all_day else wall.instant(begins, zone), begins)
            parts = parts._replace(added=tuple(sorted({*parts.added, first})))
        return cls(begins, all_day, zone, parts)

    def occurrences(
        self, after: Instant | None = None, before: Instant | None = None, length: int = 0
    ) -> Iterator[Occurrence]:
        """The occurrences that start before `before` and end after `after` (both exclusive), ascending.

        `length` is how long each one is, see `end`. Without `before`, an endless series goes on to the year 9998.
        """
        seek = _EARLIEST if after is None else self._wall_clock(after - length, -_MARGIN)
        stop = _LATEST if before is None else self._wall_clock(before, _MARGIN)
        for item in self._kept(seek, stop):
            occurrence = self._occurrence(item)
            if before is not None and occurrence.start >= before:
                return
            if after is None or occurrence.start > after or self.end(occurrence, length) > after:
                yield occurrence

    def end(self, occurrence: Occurrence, length: int) -> Instant:
        """When an occurrence of this length (microseconds) ends.

        A timed one lasts exactly so long, whatever the clocks do. An all-day one lasts whole days, `length` divided by
        `clock.DAY`, and ends at the midnight after them, so it may be an hour longer or shorter.
        """
        if not self.all_day:
            return occurrence.start + length
        ends = min(occurrence.wall.toordinal() + length // clock.DAY, date.max.toordinal())
        return wall.midnight(date.fromordinal(ends), self.zone)

    def first(self) -> Occurrence | None:
        """The first occurrence, or None where there is none at all."""
        return next(self.occurrences(), None)

    def has(self, start: Instant) -> bool:
        """Whether an occurrence starts at this instant."""
        return next(self.occurrences(start - 1, start + 1), None) is not None

    def find(self, when: datetime | date) -> Occurrence | None:
        """The occurrence at a naive time, in an all-day series the one on a day; None where there is none."""
        begins = naive(when)
        key = begins.toordinal() if self.all_day else wall.instant(begins, self.zone)
        around = self._kept(_shifted(begins, -_MARGIN), _shifted(begins, _MARGIN))
        return next((self._occurrence(item) for item in around if item[0] == key), None)

    def extent(self, length: int = 0) -> tuple[Instant, Instant | None] | None:
        """For an index: the first start, and an instant by which every occurrence has ended, None in an endless series.

        None alone where there is no occurrence at all. The instant is never too early; it is later than the last end
        where UNTIL is later than the last occurrence, or where what the rule names last is taken away.
        """
        first = self.first()
        if first is None:
            return None
        last = [self._latest(repeated) for repeated in self.parts.rules]
        items = [item for item in (*last, *self.parts.added[-1:]) if item is not None]
        if None in last or not items:
            return first.start, None
        return first.start, max(self.end(self._occurrence(item), length) for item in items)

    def _latest(self, repeated: Rule) -> Item | None:
        """Something that a rule names nothing after, or None where it does not end."""
        if repeated.until_utc and repeated.until is not None:
            until = wall.instant(repeated.until, _utc())
            return until, self._wall_clock(until, timedelta(0))
        last = repeated.until if repeated.count is None else expansion.last_counted(repeated, self.start)
        if last is None:
            return None
        start = wall.instant(last, self.zone)
        if repeated.several_a_day:  # a time in a gap falls behind those named after it: take the offset before a gap
            start = max(start, wall.instant(_shifted(last, -_DAY), self.zone) + clock.DAY)
        return start, last

    def _occurrence(self, item: Item) -> Occurrence:
        key, begins = item
        if self.all_day:
            return Occurrence(begins.date(), wall.instant(begins, self.zone))
        return Occurrence(begins, key)

    def _kept(self, seek: datetime, stop: datetime) -> Iterator[Item]:
        """What is included and not taken away, ascending, from about `seek` to about `stop`."""
        taken = 0
        for item in self._included(seek, stop):
            if self._is_taken(item):
                taken += 1
                if taken > _TAKEN_AWAY:
                    return
            else:
                taken = 0
                yield item

    def _is_taken(self, item: Item) -> bool:
        key, begins = item
        if key in self.parts.taken or (self.parts.taken_days and begins.toordinal() in self.parts.taken_days):
            return True
        return any(
            not (repeated.until_utc and repeated.until and key > wall.instant(repeated.until, _utc()))
            and next(expansion.walls(repeated, self.start, begins, begins), None) is not None
            for repeated in self.parts.exrules
        )

    def _included(self, seek: datetime, stop: datetime) -> Iterator[Item]:
        """What the rules and RDATEs name, each once, ascending."""
        streams = [self._named(repeated, seek, stop) for repeated in self.parts.rules]
        added = self.parts.added[bisect_left(self.parts.added, seek, key=itemgetter(1)) :]
        if added:
            streams.append(iter(added))
        previous = None
        for item in streams[0] if len(streams) == 1 else heapq.merge(*streams):
            if item[0] != previous:
                yield item
                previous = item[0]

    def _named(self, repeated: Rule, seek: datetime, stop: datetime) -> Iterator[Item]:
        """What one rule names, ascending by instant: times in a gap come after the times their instants fall among."""
        if self.all_day:
            yield from ((begins.toordinal(), begins) for begins in expansion.walls(repeated, self.start, seek, stop))
            return
        until = None
        if repeated.until_utc and repeated.until is not None:
            until = wall.instant(repeated.until, _utc())
            stop = min(stop, _shifted(repeated.until, _MARGIN))
        in_gap: list[Item] = []
        for begins in expansion.walls(repeated, self.start, seek, stop):
            start = wall.instant(begins, self.zone)
            if until is not None and start > until:
                continue
            if wall.skipped(begins, self.zone):
                heapq.heappush(in_gap, (start, begins))
                continue
            while in_gap and in_gap[0][0] <= start:
                yield heapq.heappop(in_gap)
            yield start, begins
        yield from sorted(in_gap)

    def _wall_clock(self, instant: Instant, margin: timedelta) -> datetime:
        """What clocks show at an instant, moved by a margin, but no further than the calendar goes."""
        try:
            return _shifted(wall.local(instant, self.zone), margin)
        except ValueError:
            return _EARLIEST if instant < 0 else _LATEST


def _shifted(begins: datetime, margin: timedelta) -> datetime:
    try:
        return begins + margin
    except OverflowError:
        return _EARLIEST if margin < timedelta(0) else _LATEST


def _utc() -> ZoneInfo:
    return zones.zone("UTC")

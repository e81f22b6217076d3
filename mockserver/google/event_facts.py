"""What is asked of an event without decoding it, kept beside its fragment as `Record.extra`.

A plain single event has none of this. A series knows its rules; an exception, its series and its original start.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from mockserver.clock import DAY
from mockserver.documents import FOREVER
from mockserver.google.formats import instance_id
from mockserver.timing import wall
from mockserver.timing.recurrence import Series
from mockserver.timing.zones import zone

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date, datetime

    from mockserver.clock import Instant
    from mockserver.google.event_times import Span


class SeriesFacts:
    """A recurring event: its rules, its first span, and the zone whose wall clock the occurrences keep.

    Timed series keep the wall clock of `start.timeZone`, all-day ones the calendar's days.
    """

    def __init__(self, span: Span, rules: tuple[str, ...], calendar_zone: str) -> None:
        self.span = span
        self.rules = rules
        self.calendar_zone = calendar_zone

    @cached_property
    def series(self) -> Series:
        """The rules, read. Raises `BadRecurrence`."""
        start = self.span.start
        in_zone = zone(start.zone or self.calendar_zone) if start.day is None else zone(self.calendar_zone)
        first: date | datetime = start.day if start.day is not None else wall.local(start.instant, in_zone)
        return Series.parse(self.rules, first, in_zone)

    @property
    def _length(self) -> int:
        """Microseconds, as `Series` counts them: 24 hours for each day of an all-day event."""
        return self.span.length * DAY if self.span.all_day else self.span.length

    def extent(self) -> tuple[Instant, Instant]:
        """From the first start to the last end, or for ever; nothing at all where the rules take every start away."""
        extent = self.series.extent(self._length)
        if extent is None:
            return self.span.start.instant, self.span.start.instant
        return extent[0], FOREVER if extent[1] is None else extent[1]

    def occurrences(self, master: str, after: Instant | None, before: Instant | None) -> Iterator[Occurrence]:
        """The occurrences by rule in a window (`end > after` and `start < before`), ascending; exceptions not seen."""
        in_zone = zone(self.calendar_zone)
        all_day = self.span.all_day
        for wall_start, start in self.series.occurrences(after, before, self._length):
            day = wall_start if all_day else None
            yield Occurrence(master, start, day, self.span.from_start(start, day, in_zone))

    def at(self, master: str, original: Instant) -> Occurrence | None:
        """The occurrence that starts by rule at this instant, if one does."""
        return next((o for o in self.occurrences(master, original - 1, original + 1) if o.original == original), None)


class Occurrence:
    """One occurrence of a series by its rules: `original` is its start, `day` its date where it lasts all day."""

    __slots__ = ("day", "id", "master", "original", "span")

    def __init__(self, master: str, original: Instant, day: date | None, span: Span) -> None:
        self.master = master
        self.original = original
        self.day = day
        self.span = span
        self.id = instance_id(master, original, day)


class ExceptionFacts:
    """An occurrence that was changed or cancelled by itself. `orphaned`: its series is gone, or no longer has it."""

    __slots__ = ("day", "master", "original", "orphaned")

    def __init__(self, master: str, original: Instant, day: date | None, *, orphaned: bool = False) -> None:
        self.master = master
        self.original = original
        self.day = day
        self.orphaned = orphaned


Facts = SeriesFacts | ExceptionFacts | None


def series_of(extra: Any) -> SeriesFacts | None:
    return extra if isinstance(extra, SeriesFacts) else None


def exception_of(extra: Any) -> ExceptionFacts | None:
    return extra if isinstance(extra, ExceptionFacts) else None

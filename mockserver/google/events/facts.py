"""What is asked of an event without decoding it, kept beside its fragment as `Record.extra`.

A plain single event has none of this. A series knows its rules, and what it was before they changed; an exception, its
series and its original start.
"""

from __future__ import annotations

from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any

import msgspec

from mockserver.clock import DAY
from mockserver.documents import FOREVER
from mockserver.google.events.times import LATEST, read_time
from mockserver.google.formats import instance_id
from mockserver.timing import wall
from mockserver.timing.recurrence import Series
from mockserver.timing.zones import zone

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from mockserver.clock import Instant
    from mockserver.google.events.times import Span


class Former(msgspec.Struct, frozen=True):
    """What an event was until revision `until`: a series, or one that did not recur. `before` is what it was earlier.

    Whoever follows single events has to be told which occurrences are gone since a change of the rules.
    """

    until: int
    facts: SeriesFacts | None
    before: Former | None


class SeriesFacts:
    """A recurring event: its rules, its first span, and the zone whose wall clock the occurrences keep.

    Timed series keep the wall clock of `start.timeZone`, all-day ones the calendar's days.
    """

    def __init__(self, span: Span, rules: tuple[str, ...], calendar_zone: str, former: Former | None = None) -> None:
        self.span = span
        self.rules = rules
        self.calendar_zone = calendar_zone
        self.former = former

    def after(self, former: Former | None) -> SeriesFacts:
        """The same series as what became of something else."""
        return self if former is self.former else SeriesFacts(self.span, self.rules, self.calendar_zone, former)

    def starts_as(self, other: SeriesFacts) -> bool:
        """Whether the occurrences of both have the same ids: those of days do not depend on a zone."""
        mine, theirs = self.span.start, other.span.start
        same = mine.day == theirs.day if mine.day is not None else mine == theirs
        return same and self.rules == other.rules

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

    def occurrences(
        self, master: str, after: Instant | None, before: Instant | None, *, by_start: bool = False
    ) -> Iterator[Occurrence]:
        """The occurrences by rule in a window, ascending; exceptions not seen.

        They start before `before`, and end after `after`, or with `by_start` start after it, which finds the first of
        them however long they are. One that would end behind the end of the calendar is none.
        """
        in_zone = zone(self.calendar_zone)
        all_day, length = self.span.all_day, self.span.length
        for wall_start, start in self.series.occurrences(after, before, 0 if by_start else self._length):
            day = wall_start if all_day else None
            if start + length > LATEST if day is None else day.toordinal() + length > date.max.toordinal():
                return
            yield Occurrence(master, start, day, self.span.from_start(start, day, in_zone))

    def at(self, master: str, original: Instant) -> Occurrence | None:
        """The occurrence that starts by rule at this instant, if one does."""
        near = self.occurrences(master, original - 1, original + 1, by_start=True)
        return next((occurrence for occurrence in near if occurrence.original == original), None)


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


def exception_facts(document: dict[str, Any], calendar_zone: ZoneInfo) -> ExceptionFacts:
    """What an occurrence says of itself, in another calendar too: its series and its original start."""
    original = read_time(document["originalStartTime"], calendar_zone)
    return ExceptionFacts(document["recurringEventId"], original.instant, original.day)


class SingleFacts(msgspec.Struct, frozen=True):
    """An event that does not recur any more."""

    former: Former | None


Facts = SeriesFacts | ExceptionFacts | SingleFacts | None


def series_of(extra: Any) -> SeriesFacts | None:
    return extra if isinstance(extra, SeriesFacts) else None


def exception_of(extra: Any) -> ExceptionFacts | None:
    return extra if isinstance(extra, ExceptionFacts) else None


def former_of(extra: Any) -> Former | None:
    return extra.former if isinstance(extra, SeriesFacts | SingleFacts) else None


def is_orphan(extra: Any) -> bool:
    """Whether it is of an occurrence that its series no longer has."""
    return isinstance(extra, ExceptionFacts) and extra.orphaned


def after_change(old: Any, new: Facts, revision: int) -> Facts:
    """The facts of an event that has become `new` at a revision, with what it was before."""
    was, now, before = series_of(old), series_of(new), former_of(old)
    if isinstance(new, ExceptionFacts) or (was is None and now is None):
        return new if before is None else SingleFacts(before)
    if was is None or now is None or not was.starts_as(now):
        before = Former(revision, was, before)
    return SingleFacts(before) if now is None else now.after(before)


def known_at(extra: Any, revision: int) -> Former | None:
    """What an event was as of a revision, if it has become something else since."""
    found, former = None, former_of(extra)
    while former is not None and former.until > revision:
        found, former = former, former.before
    return found

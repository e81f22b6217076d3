"""When an event is: its `start` and `end` as clients write them, as they are kept, and as they are shown.

https://developers.google.com/workspace/calendar/api/concepts/events-calendars#time
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import msgspec

from mockserver.clock import DAY, instant_of, parse_instant
from mockserver.google.formats import date_time
from mockserver.google.refusals import (
    INVALID_END_TIME,
    INVALID_END_ZONE,
    INVALID_START_TIME,
    INVALID_START_ZONE,
    MISSING_END_TIME,
    MIXED_TIMES,
    TIME_RANGE_EMPTY,
    Refusal,
)
from mockserver.timing import wall
from mockserver.timing.zones import UnknownZone, zone

if TYPE_CHECKING:
    from collections.abc import Mapping
    from zoneinfo import ZoneInfo

    from mockserver.clock import Instant


# What can be written in every zone: a day away from the ends of the calendar.
EARLIEST = parse_instant("0001-01-01T00:00:00Z") + DAY
LATEST = parse_instant("9999-12-31T00:00:00Z") - DAY


class EventTime(msgspec.Struct, frozen=True):
    """One end of an event.

    `day` is given where it lasts all day, and `instant` is then that day's midnight in the calendar's zone. `zone` is
    the name that was written beside the time, if one was.
    """

    instant: Instant
    day: date | None = None
    zone: str | None = None


class Span(msgspec.Struct, frozen=True):
    """From `start` up to, but without, `end`; both of the same kind."""

    start: EventTime
    end: EventTime

    @property
    def all_day(self) -> bool:
        return self.start.day is not None

    @property
    def length(self) -> int:
        """Microseconds for a timed event; whole days for one that lasts all day."""
        if self.start.day is not None and self.end.day is not None:
            return (self.end.day - self.start.day).days
        return self.end.instant - self.start.instant

    def from_start(self, start: Instant, day: date | None, calendar_zone: ZoneInfo) -> Span:
        """The same length from another start: an exact one for timed events (RFC 5545 section 3.8.5.3), days else."""
        if day is None:
            end = EventTime(start + self.length, None, self.end.zone)
            return Span(EventTime(start, None, self.start.zone), end)
        until = day + timedelta(days=self.length)
        return Span(EventTime(start, day), EventTime(wall.midnight(until, calendar_zone), until))


def read_span(body: Mapping[str, Any], calendar_zone: ZoneInfo) -> Span:
    """Read `start` and `end` of a body. The missing end is found before anything else. Raises `Refusal`."""
    if not body.get("end"):
        raise Refusal(MISSING_END_TIME, why="an event needs an end: {date} or {dateTime, timeZone}")
    start, end = body.get("start") or {}, body["end"]
    if bool(start.get("date")) != bool(end.get("date")) or bool(start.get("dateTime")) != bool(end.get("dateTime")):
        raise Refusal(MIXED_TIMES)
    span = Span(
        _read(start, calendar_zone, INVALID_START_TIME, INVALID_START_ZONE),
        _read(end, calendar_zone, INVALID_END_TIME, INVALID_END_ZONE),
    )
    # Zero-length events are accepted [inferred], an all-day one included.
    if span.end.instant < span.start.instant:
        raise Refusal(TIME_RANGE_EMPTY, why="the event ends before it starts")
    return span


def read_time(value: dict[str, Any], calendar_zone: ZoneInfo) -> EventTime:
    """Read one time by itself. Raises `Refusal`."""
    return _read(value, calendar_zone, INVALID_START_TIME, INVALID_START_ZONE)


def _read(value: dict[str, Any], calendar_zone: ZoneInfo, bad_time: Any, bad_zone: Any) -> EventTime:
    day_text, time_text, zone_name = value.get("date"), value.get("dateTime"), value.get("timeZone")
    own_zone = None
    if zone_name:
        try:
            own_zone = zone(zone_name)
        except UnknownZone as error:
            raise Refusal(bad_zone, why=str(error)) from None
        if own_zone.key != zone_name:
            raise Refusal(bad_zone, why=f"{zone_name} is a Windows name; Google knows IANA names: {own_zone.key}")
    if bool(day_text) == bool(time_text):
        raise Refusal(bad_time, why="either date or dateTime, not both and not neither")
    try:
        if day_text:
            day = date.fromisoformat(day_text)
            return EventTime(wall.midnight(day, calendar_zone), day)
        instant = _instant(str(time_text), own_zone or calendar_zone)
    except (ValueError, OverflowError) as error:
        raise Refusal(bad_time, why=f"{day_text or time_text}: {error}") from None
    if not EARLIEST <= instant <= LATEST:
        raise Refusal(bad_time, why=f"{time_text} is too near the end of the calendar to be shown in every zone")
    return EventTime(instant, None, zone_name or None)


def _instant(text: str, in_zone: ZoneInfo) -> Instant:
    """A time with an offset is that instant; one without is what clocks in the zone show. Fractions are dropped."""
    moment = datetime.fromisoformat(text.upper()).replace(microsecond=0)
    return wall.instant(moment, in_zone) if moment.tzinfo is None else instant_of(moment)


def write_time(time: EventTime, in_zone: ZoneInfo) -> dict[str, str]:
    """The time as an answer shows it: in the calendar's zone, or the one asked for, with the zone that was stored."""
    if time.day is not None:
        return {"date": time.day.isoformat()}
    written = {"dateTime": date_time(time.instant, in_zone)}
    return written | {"timeZone": time.zone} if time.zone else written


def shown_in(written: dict[str, Any], in_zone: ZoneInfo) -> dict[str, Any]:
    """A time that was written by `write_time`, shown in another zone."""
    text = written.get("dateTime")
    return written if text is None else written | {"dateTime": date_time(_instant(text, in_zone), in_zone)}

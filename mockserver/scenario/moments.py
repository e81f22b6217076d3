"""What the texts of a scenario mean as times: a date, a wall-clock time, or an instant.

| text | is |
|---|---|
| `2026-03-06` | a date: the event is all-day |
| `2026-03-06 02:30`, `2026-03-06T02:30`, with or without seconds | what clocks show in the event's zone |
| `2026-03-06T02:30:00-05:00`, `2026-03-06 07:30Z` | an instant, whatever the zone |

A wall-clock time that clocks skip or show twice is read by the policy of `mockserver.timing.wall`.
"""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta

from mockserver.clock import DAY, Instant, parse_instant
from mockserver.timing import wall
from mockserver.timing.durations import parse_duration
from mockserver.timing.zones import zone

Moment = date | datetime | Instant
"""A date (all-day), a naive datetime (wall clock) or an instant.

A datetime is a date to `isinstance`, so ask for datetimes first.
"""

EARLIEST, LATEST = 1900, 2199
"""The years a scenario may speak of: far from where dates overflow, and from zones before there were zones."""
LONGEST = 3_660 * DAY
"""How long an event may be: ten years."""

_FORM = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})(?:[T ]([0-9]{2}:[0-9]{2})(:[0-9]{2})?(Z|[+-][0-9]{2}:[0-9]{2})?)?")


class BadTime(ValueError):  # noqa: N818 - reads as what it is
    """Times that mean nothing: `what` is wrong with them, and `instead` what would be right."""

    def __init__(self, what: str, instead: str) -> None:
        super().__init__(f"{what}; {instead}")
        self.what = what
        self.instead = instead


def moment(text: str) -> Moment:
    """Read a text in one of the forms above. Raises BadTime."""
    match = _FORM.fullmatch(text)
    if match is None:
        raise BadTime(f"`{text}` is no time", "write a wall-clock time such as 2026-03-06 02:30, or a date")
    day, minutes, seconds, offset = match.groups()
    if not EARLIEST <= int(day[:4]) <= LATEST:
        raise BadTime(f"`{text}` is out of reach", f"write a year from {EARLIEST} to {LATEST}")
    try:
        if minutes is None:
            return date.fromisoformat(day)
        clock = minutes + (seconds or ":00")
        if offset is not None:
            return parse_instant(f"{day}T{clock}{offset}")
        return datetime.fromisoformat(f"{day}T{clock}")
    except ValueError:
        raise BadTime(f"`{text}` is on no calendar or clock", "write a date and a time that exist") from None


def instant(text: str) -> Instant:
    """Read a time with its offset. Raises BadTime."""
    read = moment(text)
    if not isinstance(read, int):
        raise BadTime(f"`{text}` has no offset", "write one, such as 2026-03-06T09:00:00-05:00, or Z for UTC")
    return read


def is_date(moment: Moment) -> bool:
    """Whether it is a day rather than a time."""
    return isinstance(moment, date) and not isinstance(moment, datetime)


def instant_in(moment: Moment, zone_name: str) -> Instant:
    """When a moment is in a zone; a date is its first moment there. Raises UnknownZone."""
    if isinstance(moment, datetime):
        return wall.instant(moment, zone(zone_name))
    if isinstance(moment, date):
        return wall.midnight(moment, zone(zone_name))
    return moment


def local_in(moment: Moment, zone_name: str) -> datetime:
    """What clocks in a zone show at a moment; a wall-clock time stays as written. Raises UnknownZone."""
    if isinstance(moment, datetime):
        return moment
    return wall.local(instant_in(moment, zone_name), zone(zone_name))


def days(duration: str) -> int:
    """The length of an all-day event. Raises BadTime where it is not made of whole days."""
    length = length_of(duration)
    if length % DAY:
        raise BadTime(f"`{duration}` is not made of whole days", "an all-day event lasts days, such as P1D")
    return length // DAY


def length_of(duration: str) -> int:
    """A duration in microseconds. Raises BadTime where it is none, or no time at all."""
    try:
        length = parse_duration(duration)
    except ValueError:
        raise BadTime(f"`{duration}` is no duration", "write ISO 8601, such as PT15M, PT1H30M or P1D") from None
    if length <= 0:
        raise BadTime(f"`{duration}` is no time at all", "an event lasts longer than that")
    if length > LONGEST:
        raise BadTime(f"`{duration}` is too long", "an event lasts at most ten years")
    return length


def all_day(start: date, end: str | None, duration: str | None) -> tuple[date, date]:
    """The first day of an all-day event and the day after its last. Raises BadTime."""
    if end is None:
        return start, start + timedelta(days=days(duration or "P1D"))
    last = moment(end)
    if isinstance(last, int | datetime):
        raise BadTime(f"the event starts on a date and ends at a time, `{end}`", "write both with a time, or neither")
    if last <= start:
        raise BadTime(f"it ends on {end}, but starts on {start}", "the end is the day after the last day")
    return start, last


def timed(start: datetime | Instant, end: str | None, duration: str | None, zone_name: str) -> tuple[Instant, Instant]:
    """When a timed event starts and ends. Raises BadTime, UnknownZone."""
    begin = instant_in(start, zone_name)
    if end is None:
        if duration is None:
            raise BadTime("it has no end", "add `end` or `duration`")
        return begin, begin + length_of(duration)
    last = moment(end)
    if is_date(last):
        raise BadTime(f"the event starts at a time and ends on a date, `{end}`", "write both with a time, or neither")
    finish = instant_in(last, zone_name)
    if finish <= begin:
        raise BadTime(f"it ends at {end}, which is not after its start in {zone_name}", "write a later end")
    return begin, finish

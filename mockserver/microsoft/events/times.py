"""When an event is: Graph's dateTimeTimeZone as clients write it, as it is kept, and as it is shown.

Times with their zones and the rules for events of whole days live here. Windows of a view, patterns and filters do not.
Notes: the reference's sections 3.5 and 4.1; what no recording shows is marked [inferred].
"""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Final, NoReturn

import msgspec

from mockserver.clock import DAY, instant_of, parse_instant
from mockserver.microsoft.refusals import Refusal
from mockserver.microsoft.rows import (
    ALL_DAY_MIDNIGHT,
    BODY_NOT_DESERIALIZED,
    EVENT_TOO_LONG,
    PROPERTY_VALIDATION,
    TIME_ZONE_NOT_SUPPORTED,
    UNKNOWN_PROPERTY,
)
from mockserver.timing import wall, zones

if TYPE_CHECKING:
    from collections.abc import Mapping
    from zoneinfo import ZoneInfo

    from mockserver.clock import Instant

# What can be written in every zone: a day away from the ends of the calendar.
EARLIEST: Final = parse_instant("0001-01-01T00:00:00Z") + DAY
LATEST: Final = parse_instant("9999-12-31T00:00:00Z") - DAY
LONGEST_YEARS: Final = 5
_WRITTEN = re.compile(
    r"(?P<day>\d{4}-\d\d-\d\d)(?:T(?P<time>\d\d:\d\d(?::\d\d)?)(?:\.(?P<fraction>\d{0,7}))?(?P<offset>Z|[+-]\d\d:\d\d)?)?",
    re.ASCII | re.IGNORECASE,
)


def refuse_value(why: str) -> NoReturn:
    """Refuse a value of the right JSON type that makes no sense."""
    raise Refusal(PROPERTY_VALIDATION, why=why)


def refuse_shape(why: str) -> NoReturn:
    """Refuse a value of the wrong JSON type."""
    raise Refusal(BODY_NOT_DESERIALIZED, why=why)


def members(value: Any, where: str, graph_type: str, known: tuple[str, ...]) -> Mapping[str, Any]:
    """A JSON object of a closed type: its members, annotations left out, none unknown. Raises `Refusal`."""
    if not isinstance(value, dict):
        refuse_shape(f"{where} is a {graph_type}, which is a JSON object")
    given = {name: member for name, member in value.items() if "@" not in name}
    for name in given:
        if name not in known:
            type_ = f"microsoft.graph.{graph_type}"
            raise Refusal(UNKNOWN_PROPERTY, property=name[:200], type=type_, why=f"{where} has {', '.join(known)}")
    return given


class ShownZone(msgspec.Struct, frozen=True):
    """A zone in which times are shown, under the name by which it was asked for."""

    name: str
    zone: ZoneInfo


class EventTime(msgspec.Struct, frozen=True):
    """One end of an event.

    `day` is given where it lasts all day, and `instant` is then that day's midnight in `zone`. `zone` is what
    originalStartTimeZone or originalEndTimeZone shows.
    """

    instant: Instant
    zone: str
    day: date | None = None

    @property
    def wall(self) -> datetime:
        """What clocks in the original zone show; midnight of the day where it lasts all day."""
        if self.day is not None:
            return datetime(self.day.year, self.day.month, self.day.day)  # noqa: DTZ001 - wall-clock times are naive
        return wall.local(self.instant, zones.zone(self.zone))


class Span(msgspec.Struct, frozen=True):
    """From `start` up to, but without, `end`; both of the same kind."""

    start: EventTime
    end: EventTime

    @property
    def all_day(self) -> bool:
        return self.start.day is not None

    @property
    def viewed(self) -> tuple[Instant, Instant]:
        """What a calendarView's window is held against: days count as if they began at UTC's midnight."""
        if self.start.day is None or self.end.day is None:
            return self.start.instant, self.end.instant
        utc = zones.zone("UTC")
        return wall.midnight(self.start.day, utc), wall.midnight(self.end.day, utc)


def shown_zone(name: str | None) -> ShownZone:
    """The zone of `Prefer: outlook.timezone`, UTC without one. Raises `Refusal`."""
    name = "UTC" if name is None else name
    return ShownZone(name, supported_zone(name))


def supported_zone(name: str) -> ZoneInfo:
    """The zone of a Windows or an IANA name. Raises `Refusal`."""
    try:
        return zones.zone(name)
    except zones.UnknownZone as unknown:
        raise Refusal(TIME_ZONE_NOT_SUPPORTED, zone=name[:200], why=str(unknown)) from None


def original_zone(name: str) -> str:
    """A zone's name as originalStartTimeZone shows it: the Windows id, where there is one ([inferred] for IANA names).

    Raises `Refusal`.
    """
    supported_zone(name)
    return zones.to_windows(name) or name


def read_span(start: Any, end: Any, *, all_day: bool) -> Span:
    """Read an event's `start` and `end`, None where one is missing. Raises `Refusal`."""
    for name, value in (("start", start), ("end", end)):
        if value is None:
            refuse_value(f"an event needs its {name}: {{dateTime, timeZone}}")
    span = Span(read_time(start, "start"), read_time(end, "end"))
    if all_day:
        return _whole_days(span)
    if span.end.instant < span.start.instant:  # zero length is accepted [inferred]
        refuse_value("the event ends before it starts")
    check_length(span)
    return span


def read_time(value: Any, where: str) -> EventTime:
    """Read one dateTimeTimeZone of an event or an action; `where` is its name. Raises `Refusal`.

    A missing `timeZone` is UTC, an offset in the text wins over `timeZone`, the seventh digit of a fraction is dropped:
    all three [inferred].
    """
    if isinstance(value, dict) and "date" in value and "dateTime" not in value:
        refuse_shape(f"{where} has no `date`; write dateTime and timeZone, and isAllDay beside them")
    given = members(value, where, "dateTimeTimeZone", ("dateTime", "timeZone"))
    text, name = given.get("dateTime"), given.get("timeZone")
    if not isinstance(text, str) or not isinstance(name, str | None):
        refuse_shape(f"{where} has a dateTime and a timeZone, which are strings")
    name = name or "UTC"
    kept = original_zone(name)  # Exchange goes by the rules of the Windows zone, so an IANA name's own are not asked
    return EventTime(_instant(text, where, zones.zone(kept)), kept)


def check_length(span: Span) -> None:
    """Refuse what lasts more than five years (Exchange's limit)."""
    begins = span.start.wall
    if begins.year + LONGEST_YEARS > date.max.year:
        return
    leap_day = (begins.month, begins.day) == (2, 29)
    latest = begins.replace(year=begins.year + LONGEST_YEARS, day=28 if leap_day else begins.day)
    if wall.local(span.end.instant, zones.zone(span.start.zone)) > latest:
        raise Refusal(EVENT_TOO_LONG, why=f"the longest that begins then ends {latest}")


def write_time(time: EventTime, shown: ShownZone) -> dict[str, str]:
    """The time as an answer shows it: days at midnight in every zone, all else in the zone asked for."""
    local = time.wall if time.day is not None else wall.local(time.instant, shown.zone)
    return {"dateTime": seven_digits(local), "timeZone": shown.name}


def seven_digits(local: datetime) -> str:
    """A naive time as Graph writes it: seven digits of a fraction, no offset."""
    return f"{local.isoformat(timespec='microseconds')}0"


def _instant(text: str, where: str, zone: ZoneInfo) -> Instant:
    match = _WRITTEN.fullmatch(text)
    if match is None:
        refuse_value(f"{where}.dateTime: {text[:40]!r} is no time such as 2026-03-08T09:00:00.0000000")
    fraction = (match["fraction"] or "").ljust(7, "0")[:6]
    try:
        moment = datetime.fromisoformat(
            f"{match['day']}T{match['time'] or '00:00'}{(match['offset'] or '').upper()}"
        ).replace(microsecond=int(fraction))
        instant = wall.instant(moment, zone) if moment.tzinfo is None else instant_of(moment)
    except (ValueError, OverflowError) as problem:
        refuse_value(f"{where}.dateTime: {text}: {problem}")
    if not EARLIEST <= instant <= LATEST:
        refuse_value(f"{where}.dateTime: {text} is too near the end of the calendar to be shown in every zone")
    return instant


def _whole_days(span: Span) -> Span:
    """The days from midnight to midnight of an event that lasts all day, which are those of one zone."""
    for name, time in (("Start", span.start), ("End", span.end)):
        if not _begins_a_day(time):
            raise Refusal(ALL_DAY_MIDNIGHT, side=name, why=f"it is {time.wall.isoformat()} in {time.zone}")
    if span.start.zone != span.end.zone:
        refuse_value(f"start is in {span.start.zone}, end in {span.end.zone}; an all-day event's are in one zone")
    if span.end.instant <= span.start.instant:
        refuse_value("an all-day event ends at the midnight after its last day")
    check_length(span)
    return Span(_day(span.start), _day(span.end))


def _begins_a_day(time: EventTime) -> bool:
    """Whether it is a midnight, or what clocks show instead where they skip it."""
    return wall.midnight(time.wall.date(), zones.zone(time.zone)) == time.instant


def _day(time: EventTime) -> EventTime:
    return EventTime(time.instant, time.zone, time.wall.date())

"""A patternedRecurrence and the rule of RFC 5545 that says the same, either way.

What Graph's words mean is decided here (the reference's section 4.3; what no recording shows is marked [inferred]):

- A month shorter than `dayOfMonth` has its last day instead [inferred], where RFC 5545 leaves the month out.
- Of several `daysOfWeek` with an `index` one day a month is meant: the first, second, … or last that is any of them.
- Months and years of an `interval` count from the start's own, even where it lies after the day meant [inferred].

How a body is read is in `recurrence`, which occurrences a rule makes in `occurrences`.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Final, Literal

import msgspec

from mockserver.timing import lines, rule, wall, zones
from mockserver.timing.rule import WEEKDAYS

if TYPE_CHECKING:
    from collections.abc import Sequence
    from zoneinfo import ZoneInfo

    from mockserver.microsoft.events.times import Span
    from mockserver.timing.rule import Rule

PatternType = Literal["daily", "weekly", "absoluteMonthly", "relativeMonthly", "absoluteYearly", "relativeYearly"]
RangeType = Literal["endDate", "noEnd", "numbered"]
INDEXES: Final = ("first", "second", "third", "fourth", "last")
SUNDAY: Final = 6
_POSITIONS: Final = (1, 2, 3, 4, -1)
_LAST_DAYS: Final = tuple(tuple(range(28, last + 1)) for last in (28, 29, 30, 31))


class Pattern(msgspec.Struct, frozen=True, kw_only=True):
    """How it recurs. Weekdays count from Monday = 0; what a type does not use is as an answer shows it."""

    type: PatternType
    interval: int = 1
    month: int = 0
    day_of_month: int = 0
    days_of_week: tuple[int, ...] = ()
    first_day_of_week: int = SUNDAY
    index: int = 0
    """The place in INDEXES."""

    @property
    def position(self) -> int:
        """`index` as RFC 5545 counts: 1 to 4, and -1 for the last."""
        return -1 if INDEXES[self.index] == "last" else self.index + 1


class Range(msgspec.Struct, frozen=True, kw_only=True):
    """From when to when it recurs. `zone` is recurrenceTimeZone, as it was written or that of the event."""

    type: RangeType
    start: date
    zone: str
    end: date | None = None
    number: int = 0


class Recurrence(msgspec.Struct, frozen=True):
    """A patternedRecurrence that was found right."""

    pattern: Pattern
    range: Range


def zone_of(recurrence: Recurrence, span: Span) -> ZoneInfo:
    """The zone whose clocks a series keeps to: days of an event that lasts all day are those of UTC, as in a view."""
    return zones.zone("UTC" if span.all_day else recurrence.range.zone)


def line(recurrence: Recurrence, span: Span) -> str:
    """The RRULE line (RFC 5545) of a recurrence. For an event with a time UNTIL is in UTC, else a day."""
    rule = f"RRULE:{_frequency(recurrence.pattern)}"
    if recurrence.range.number:
        return f"{rule};COUNT={recurrence.range.number}"
    if recurrence.range.end is None:
        return rule
    return f"{rule};UNTIL={_until(recurrence.range.end, span, zone_of(recurrence, span))}"


def from_lines(texts: Sequence[str], span: Span) -> Recurrence | None:
    """The recurrence that RRULE lines make of an event, or None where Graph has no words for it.

    EXDATE lines are passed over: they make deleted occurrences. Where the event's start is not what the rule names
    first, RFC 5545 has an occurrence that Graph has not; whoever needs to know compares the two series.
    Raises BadRecurrence.
    """
    read = [given for given in lines.read(texts) if given.name != "EXDATE"]
    if len(read) != 1 or read[0].name != "RRULE":
        return None
    zone = zones.zone("UTC" if span.all_day else span.start.zone)
    start = wall.local(span.start.instant, zone) if span.start.day is None else span.start.wall
    written = rule.parse(read[0].value, read[0].text)
    pattern = None if written.byhour or written.byminute or written.bysecond else _pattern(written.anchored(start))
    if pattern is None:
        return None
    pattern = msgspec.structs.replace(pattern, interval=written.interval, first_day_of_week=written.wkst)
    end = _end(written, start, zone)
    type_: RangeType = "numbered" if written.count else "noEnd" if end is None else "endDate"
    return Recurrence(
        pattern,
        Range(type=type_, start=start.date(), zone=span.start.zone, end=end, number=written.count or 0),
    )


def _end(written: Rule, start: datetime, zone: ZoneInfo) -> date | None:
    """The last day that UNTIL lets pass, at the time of the start."""
    if written.until is None:
        return None
    until = wall.local(wall.instant(written.until, zones.zone("UTC")), zone) if written.until_utc else written.until
    return until.date() if until.time() >= start.time() else until.date() - timedelta(days=1)


def _pattern(anchored: Rule) -> Pattern | None:
    """The pattern of a rule whose parts are all filled in, without its interval; None where there is none."""
    if anchored.byyearday or anchored.byweekno:
        return None
    days = tuple(day for _, day in anchored.byday)
    if anchored.freq in ("DAILY", "WEEKLY"):
        return _of_days(anchored, days)
    yearly = anchored.freq == "YEARLY"
    if anchored.freq not in ("MONTHLY", "YEARLY") or len(anchored.bymonth) != yearly:
        return None
    month = anchored.bymonth[0] if yearly else 0
    if anchored.byday and not anchored.bymonthday:
        position = _position(anchored)
        if position is None:
            return None
        type_: PatternType = "relativeYearly" if yearly else "relativeMonthly"
        return Pattern(type=type_, month=month, days_of_week=days, index=_POSITIONS.index(position))
    day = None if anchored.byday else _one_day(anchored, month)
    type_ = "absoluteYearly" if yearly else "absoluteMonthly"
    return None if day is None else Pattern(type=type_, month=month, day_of_month=day)


def _of_days(anchored: Rule, days: tuple[int, ...]) -> Pattern | None:
    if anchored.bymonth or anchored.bymonthday or anchored.bysetpos:
        return None
    if anchored.freq == "WEEKLY" or (days and anchored.interval == 1):
        return Pattern(type="weekly", days_of_week=days)
    return None if days else Pattern(type="daily")


def _position(anchored: Rule) -> int | None:
    """Which of its weekdays a rule means: `2MO`, or `MO,TU` with `BYSETPOS=2`."""
    ordinals = {ordinal for ordinal, _ in anchored.byday}
    numbered = ordinals != {0}
    if numbered and (len(anchored.byday) > 1 or anchored.bysetpos):
        return None
    positions = tuple(ordinals) if numbered else anchored.bysetpos
    return positions[0] if len(positions) == 1 and positions[0] in _POSITIONS else None


def _one_day(anchored: Rule, month: int) -> int | None:
    """The day of the month a rule means: one that every month has, or the last of some at the end of the month."""
    days = anchored.bymonthday
    if anchored.bysetpos == (-1,) and days in _LAST_DAYS:
        return days[-1]
    if len(days) != 1 or anchored.bysetpos not in ((), (1,), (-1,)):
        return None
    shortest = monthrange(2025, month)[1] if month else 28
    return 31 if days[0] == -1 else days[0] if 1 <= days[0] <= shortest else None


def _frequency(pattern: Pattern) -> str:
    """The parts of the rule that name days."""
    interval = f";INTERVAL={pattern.interval}" if pattern.interval > 1 else ""
    days = ",".join(WEEKDAYS[day] for day in pattern.days_of_week)
    month = f";BYMONTH={pattern.month}" if pattern.month else ""
    match pattern.type:
        case "daily":
            return f"FREQ=DAILY{interval}"
        case "weekly":
            return f"FREQ=WEEKLY{interval};WKST={WEEKDAYS[pattern.first_day_of_week]};BYDAY={days}"
        case "absoluteMonthly" | "absoluteYearly":
            named = _day_of_month(pattern.day_of_month)
        case _:
            one = len(pattern.days_of_week) == 1
            named = f"BYDAY={pattern.position}{days}" if one else f"BYDAY={days};BYSETPOS={pattern.position}"
    return f"FREQ={'YEARLY' if month else 'MONTHLY'}{interval}{month};{named}"


def _day_of_month(day: int) -> str:
    """A day of every month, the last one of those that are too short: RFC 5545 would leave those out."""
    if day <= 28:
        return f"BYMONTHDAY={day}"
    return f"BYMONTHDAY={','.join(str(number) for number in range(28, day + 1))};BYSETPOS=-1"


def _until(end: date, span: Span, zone: ZoneInfo) -> str:
    """The end of a range for RFC 5545: in UTC the time at which an occurrence on its last day starts."""
    if span.all_day:
        return f"{end:%Y%m%d}"
    start = datetime.combine(end, wall.local(span.start.instant, zone).time())
    utc = wall.local(wall.instant(start, zone), zones.zone("UTC"))
    if utc.microsecond:
        utc = utc.replace(microsecond=0) + timedelta(seconds=1)
    return f"{utc:%Y%m%dT%H%M%S}Z"

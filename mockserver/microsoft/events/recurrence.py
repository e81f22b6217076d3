"""A patternedRecurrence in a body: read and checked as Graph does, and written with all its members.

What a pattern means is in `recurrence_rules`. Properties that a type of pattern does not use are checked and passed
over. The reference's section 4.3; what no recording shows is marked [inferred].
"""

from __future__ import annotations

from datetime import date, timedelta
from itertools import islice, pairwise
from typing import TYPE_CHECKING, Any, Final, NoReturn, cast, get_args

from mockserver.microsoft.events.occurrences import occurrences
from mockserver.microsoft.events.recurrence_rules import (
    INDEXES,
    Pattern,
    PatternType,
    Range,
    RangeType,
    Recurrence,
    line,
    zone_of,
)
from mockserver.microsoft.events.times import (
    EventTime,
    Span,
    members,
    refuse_shape,
    refuse_value,
    supported_zone,
)
from mockserver.microsoft.refusals import Refusal
from mockserver.microsoft.rows import NO_OCCURRENCE, OCCURRENCE_TOO_LONG, RECURRENCE_END_TOO_BIG
from mockserver.timing import wall, zones
from mockserver.timing.rule import MAX_COUNT

if TYPE_CHECKING:
    from collections.abc import Mapping

DAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
LATEST_END: Final = date(4500, 9, 1)
_NO_DAY: Final = "0001-01-01"
_MOST_PERIODS: Final = 999_999_999  # what the engine counts to; beyond it nothing recurs anyway
_LOOKED_AT: Final = 64  # occurrences whose distances decide whether one is too long
_PATTERN_MEMBERS: Final = ("type", "interval", "month", "dayOfMonth", "daysOfWeek", "firstDayOfWeek", "index")
_RANGE_MEMBERS: Final = ("type", "startDate", "endDate", "recurrenceTimeZone", "numberOfOccurrences")


def read_recurrence(value: Any, span: Span) -> Recurrence:
    """Read `recurrence` of an event that lasts for `span`. Raises `Refusal`."""
    given = members(value, "recurrence", "patternedRecurrence", ("pattern", "range"))
    pattern, range_ = given.get("pattern"), given.get("range")
    if pattern is None or range_ is None:
        refuse_value("a recurrence needs its pattern and its range")
    recurrence = Recurrence(
        _read_pattern(members(pattern, "recurrence.pattern", "recurrencePattern", _PATTERN_MEMBERS)),
        _read_range(members(range_, "recurrence.range", "recurrenceRange", _RANGE_MEMBERS), span.start),
    )
    _check_occurrences(recurrence, span)
    return recurrence


def write_recurrence(recurrence: Recurrence) -> dict[str, Any]:
    """A recurrence as an answer shows it: with all its members, but `daysOfWeek` only where there are some."""
    pattern, range_ = recurrence.pattern, recurrence.range
    days = {"daysOfWeek": [DAYS[day] for day in pattern.days_of_week]} if pattern.days_of_week else {}
    return {
        "pattern": {
            "type": pattern.type,
            "interval": pattern.interval,
            "month": pattern.month,
            "dayOfMonth": pattern.day_of_month,
            **days,
            "firstDayOfWeek": DAYS[pattern.first_day_of_week],
            "index": INDEXES[pattern.index],
        },
        "range": {
            "type": range_.type,
            "startDate": range_.start.isoformat(),
            "endDate": range_.end.isoformat() if range_.end else _NO_DAY,
            "recurrenceTimeZone": range_.zone,
            "numberOfOccurrences": range_.number,
        },
    }


def _read_pattern(given: Mapping[str, Any]) -> Pattern:
    type_ = cast("PatternType", _word(given, "pattern", "type", get_args(PatternType), None))
    days = _days(given)
    month, day_of_month = _number(given, "pattern", "month"), _number(given, "pattern", "dayOfMonth")
    index = INDEXES.index(_word(given, "pattern", "index", INDEXES, "first"))
    relative = type_.startswith("relative")
    pattern = Pattern(
        type=type_,
        interval=_number(given, "pattern", "interval"),
        month=month if type_.endswith("Yearly") else 0,
        day_of_month=day_of_month if type_.startswith("absolute") else 0,
        days_of_week=days if type_ == "weekly" or relative else (),
        first_day_of_week=DAYS.index(_word(given, "pattern", "firstDayOfWeek", DAYS, "sunday")),
        index=index if relative else 0,
    )
    _check_pattern(pattern)
    return pattern


def _check_pattern(pattern: Pattern) -> None:
    """Refuse a pattern that lacks what its type needs."""
    if not 1 <= pattern.interval <= _MOST_PERIODS:
        refuse_value(f"recurrence.pattern.interval: {pattern.interval} is not 1 to {_MOST_PERIODS}")
    if pattern.type.endswith("Yearly") and not 1 <= pattern.month <= 12:
        refuse_value(f"recurrence.pattern.month: {pattern.month} is not 1 to 12, which {pattern.type} needs")
    if pattern.type.startswith("absolute") and not 1 <= pattern.day_of_month <= 31:
        refuse_value(f"recurrence.pattern.dayOfMonth: {pattern.day_of_month} is not 1 to 31, as {pattern.type} needs")
    if (pattern.type == "weekly" or pattern.type.startswith("relative")) and not pattern.days_of_week:
        refuse_value(f"recurrence.pattern.daysOfWeek: none, but {pattern.type} needs at least one")


def _read_range(given: Mapping[str, Any], start: EventTime) -> Range:
    type_ = cast("RangeType", _word(given, "range", "type", get_args(RangeType), None))
    begins, ends = _date(given, "startDate"), _date(given, "endDate")
    number = _number(given, "range", "numberOfOccurrences")
    zone = given.get("recurrenceTimeZone") or start.zone
    if not isinstance(zone, str):
        refuse_shape("recurrence.range.recurrenceTimeZone is a string")
    supported_zone(zone)
    if begins is None or (type_ == "endDate" and ends is not None and ends > LATEST_END):
        _refuse_end("range.startDate is missing" if begins is None else f"range.endDate is {ends}")
    _check_start(begins, start, zone)
    if type_ == "numbered" and not 1 <= number <= MAX_COUNT:
        refuse_value(f"recurrence.range.numberOfOccurrences: {number} is not 1 to {MAX_COUNT}")
    if type_ == "endDate" and ends is None:
        refuse_value("recurrence.range.endDate: none, but a range of the type endDate needs one")
    counted = number if type_ == "numbered" else 0
    return Range(type=type_, start=begins, zone=zone, end=ends if type_ == "endDate" else None, number=counted)


def _check_start(begins: date, start: EventTime, zone: str) -> None:
    """The range starts on the event's own day, in the event's zone or in the recurrence's ([inferred]: either)."""
    days = {start.wall.date()}
    if start.day is None:
        days.add(wall.local(start.instant, zones.zone(zone)).date())
    if begins not in days:
        refuse_value(f"recurrence.range.startDate: {begins} is not the day of the event's start, {start.wall.date()}")


def _check_occurrences(recurrence: Recurrence, span: Span) -> None:
    """Refuse a series without occurrences, or one whose occurrences reach into the next."""
    days = [occurrence.day for occurrence in islice(occurrences(recurrence, span), _LOOKED_AT)]
    if not days:
        raise Refusal(NO_OCCURRENCE, why=f"{line(recurrence, span)} names no day")
    lasts = span.end.wall - span.start.wall if span.all_day else _lasts(recurrence, span)
    if lasts <= timedelta(days=1):  # no two occurrences are closer
        return
    closest = min((later - earlier for earlier, later in pairwise(days)), default=None)
    if closest is not None and lasts > closest:
        raise Refusal(OCCURRENCE_TOO_LONG, why=f"it lasts {lasts}, the next one starts {closest} later")


def _lasts(recurrence: Recurrence, span: Span) -> timedelta:
    zone = zone_of(recurrence, span)
    return wall.local(span.end.instant, zone) - wall.local(span.start.instant, zone)


def _refuse_end(why: str) -> NoReturn:
    raise Refusal(RECURRENCE_END_TOO_BIG, why=f"recurrence.{why}")


def _word(given: Mapping[str, Any], part: str, name: str, words: tuple[str, ...], default: str | None) -> str:
    """A value of an enum, read without regard to case."""
    value = given.get(name)
    if value is None:
        value = default
    if value is None:
        refuse_value(f"recurrence.{part}.{name} is missing; it is one of {', '.join(words)}")
    if not isinstance(value, str):
        refuse_shape(f"recurrence.{part}.{name} is a string")
    word = next((word for word in words if word.lower() == value.lower()), None)
    if word is None:
        refuse_value(f"recurrence.{part}.{name}: {value[:40]!r} is none of {', '.join(words)}")
    return word


def _days(given: Mapping[str, Any]) -> tuple[int, ...]:
    value = given.get("daysOfWeek") or []
    if not isinstance(value, list):
        refuse_shape("recurrence.pattern.daysOfWeek is a list")
    days = (DAYS.index(_word({"daysOfWeek": day}, "pattern", "daysOfWeek", DAYS, None)) for day in value)
    return tuple(sorted(set(days)))


def _number(given: Mapping[str, Any], part: str, name: str) -> int:
    value = given.get(name, 0)
    if isinstance(value, bool) or not isinstance(value, int | None):
        refuse_shape(f"recurrence.{part}.{name} is a whole number")
    return value or 0


def _date(given: Mapping[str, Any], name: str) -> date | None:
    """A day of the range; None where there is none or Graph's own word for none."""
    text = given.get(name)
    if text is None or text == _NO_DAY:
        return None
    wrong = f"recurrence.range.{name}: {str(text)[:40]!r} is no day such as 2026-03-08"
    if not isinstance(text, str) or len(text) != len(_NO_DAY):
        refuse_shape(wrong)
    try:
        return date.fromisoformat(text)
    except ValueError:
        refuse_shape(wrong)

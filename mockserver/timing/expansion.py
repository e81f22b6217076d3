"""Which wall-clock times one rule names, from a given time on: periods, the days in them, the times of those days.

Everything is counted in whole periods (the year 2026, the month 24,314 of the calendar, …), so that any period is
reached by one multiplication, however far it lies from DTSTART. Weeks and shorter periods have a fixed length and are
arithmetic. Which days of a month or a year a rule names is dateutil's answer, asked for one period at a time: left to
run, it searches all centuries for a rule that names no day at all. Zones, exceptions and additions are the affair of
`recurrence`.

Inside, a wall-clock time is a number of seconds: the date's ordinal times 86,400, and the seconds of the day.
"""

from __future__ import annotations

import functools
import itertools
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple

import msgspec

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from mockserver.timing.rule import Rule

_DAY = 86_400
_LAST_YEAR = 9998  # nothing recurs after it, so that every zone can still convert what a datetime can hold
_LAST_DAY = date(_LAST_YEAR, 12, 31).toordinal()
# When a rule has ended although it does not say so. `FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30` names no day at all; Google's
# published RFC 2445 library gives up after a hundred years too.
_SILENT_YEARS = 100 * 366 * _DAY
_SILENT_PERIODS = 100_000
_UNIT = {"SECONDLY": 1, "MINUTELY": 60, "HOURLY": 3600, "DAILY": _DAY}
_EARLIEST, _LATEST = datetime.min, datetime.max  # noqa: DTZ901 - wall-clock times are naive


class _Days(NamedTuple):
    """The parts of a rule that choose days. Weekdays of `byday` carry ordinals in months and years only."""

    bymonth: tuple[int, ...]
    byweekno: tuple[int, ...]
    byyearday: tuple[int, ...]
    bymonthday: tuple[int, ...]
    byday: tuple[tuple[int, int], ...]
    wkst: int


def walls(rule: Rule, start: datetime, seek: datetime = _EARLIEST, stop: datetime = _LATEST) -> Iterator[datetime]:
    """The times an anchored rule names for a series that starts at `start`: ascending, from `seek` to `stop` inclusive.

    COUNT is kept, counted from `start`; UNTIL only where it is wall-clock time: one in UTC needs a zone.
    """
    last = rule.until if not rule.until_utc else None
    if rule.count is not None:
        last = last_counted(rule, start)
    if last is not None and last < stop:
        stop = last
    zero = _EARLIEST.replace(microsecond=start.microsecond)
    for second in _seconds(rule, _wall_seconds(start), _wall_seconds(seek), _wall_seconds(stop)):
        wall = zero + timedelta(second // _DAY - 1, second % _DAY)
        if wall > stop:
            return
        yield wall


@functools.lru_cache(maxsize=1024)  # counting starts at the first occurrence, however late the window that asks
def last_counted(rule: Rule, start: datetime) -> datetime | None:
    """The time at which a rule's COUNT is reached, or None where it never is."""
    uncounted = msgspec.structs.replace(rule, count=None)
    return next(itertools.islice(walls(uncounted, start), (rule.count or 1) - 1, None), None)


def periods(rule: Rule, index: int) -> Iterator[tuple[int, Sequence[int]]]:
    """Every INTERVAL-th period from `index` on: when it begins, and what is chosen in it, its days or all of it."""
    days = _Days(rule.bymonth, rule.byweekno, rule.byyearday, rule.bymonthday, rule.byday, rule.wkst)
    match rule.freq:
        case "YEARLY" | "MONTHLY":
            return _calendar_periods(rule, days, index)
        case "WEEKLY":
            return _weeks(rule, days, index)
        case _:
            return _clock_periods(rule, days, index)


def _seconds(rule: Rule, first: int, low: int, high: int) -> Iterator[int]:
    """The times of a rule in wall-clock seconds, from `first` and `low` on; ends with the period begun after `high`."""
    start, low = _index(rule, first), max(first, low)
    skipped = (_index(rule, low) - start) // rule.interval
    times = _times(rule)
    heard, silent = low, 0
    for begins, chosen in periods(rule, start + skipped * rule.interval):
        if begins > high or begins - heard > _SILENT_YEARS or silent > _SILENT_PERIODS:
            return
        silent += 1
        for second in _chosen_times(chosen, times, rule.bysetpos):
            if second >= low:
                yield second
                heard, silent = begins, 0


def _chosen_times(chosen: Sequence[int], times: Sequence[int], positions: Sequence[int]) -> Iterable[int]:
    """Every time of every day chosen, or of all those the ones at BYSETPOS's positions."""
    if not positions:
        if len(times) == 1:
            return [begins + times[0] for begins in chosen]
        return (begins + time for begins in chosen for time in times)
    size = len(chosen) * len(times)
    places = sorted({position - 1 if position > 0 else size + position for position in positions})
    return (chosen[at // len(times)] + times[at % len(times)] for at in places if 0 <= at < size)


def _times(rule: Rule) -> list[int]:
    """The times within a chosen day, hour or minute, in seconds from its beginning."""
    hours = (0,) if rule.within_days else rule.byhour
    minutes = (0,) if rule.freq in ("MINUTELY", "SECONDLY") else rule.byminute
    seconds = (0,) if rule.freq == "SECONDLY" else rule.bysecond
    return [hour * 3600 + minute * 60 + second for hour in hours for minute in minutes for second in seconds]


def _index(rule: Rule, second: int) -> int:
    """The number of the period that holds a wall-clock second."""
    if rule.freq in _UNIT:
        return second // _UNIT[rule.freq]
    day = second // _DAY
    if rule.freq == "WEEKLY":
        return (day - 1 - rule.wkst) // 7  # ordinal 1 is a Monday
    on = date.fromordinal(day)
    return on.year if rule.freq == "YEARLY" else on.year * 12 + on.month - 1


def _clock_periods(rule: Rule, days: _Days, index: int) -> Iterator[tuple[int, Sequence[int]]]:
    """Days, hours, minutes or seconds; a day, an hour or a minute that does not fit is stepped over as one."""
    unit = _UNIT[rule.freq]
    while (begins := index * unit) < (_LAST_DAY + 1) * _DAY:
        goes_on = _fits_from(rule, days, begins)
        yield begins, () if goes_on else (begins,)
        steps = -((index * unit - goes_on) // (unit * rule.interval))
        index += rule.interval * max(1, steps)


def _weeks(rule: Rule, days: _Days, index: int) -> Iterator[tuple[int, Sequence[int]]]:
    offsets = sorted((weekday - rule.wkst) % 7 for _, weekday in rule.byday)
    while (begins := index * 7 + 1 + rule.wkst) <= _LAST_DAY:
        chosen = [begins + offset for offset in offsets]
        if days.bymonth:
            chosen = [day for day in chosen if date.fromordinal(day).month in days.bymonth]
        yield begins * _DAY, [day * _DAY for day in chosen]
        index += rule.interval


def _calendar_periods(rule: Rule, days: _Days, index: int) -> Iterator[tuple[int, Sequence[int]]]:
    months = 12 if rule.freq == "MONTHLY" else 1  # in a year, as `_index` counts
    while index < (_LAST_YEAR + 1) * months:
        year, month = index // months, index % months + 1 if months > 1 else None
        chosen = () if month and days.bymonth and month not in days.bymonth else _calendar_days(days, year, month)
        yield date(year, month or 1, 1).toordinal() * _DAY, [day * _DAY for day in chosen]
        index += rule.interval


def _fits_from(rule: Rule, days: _Days, second: int) -> int:
    """0 where the parts that only filter let a period begin at `second`, else the next second worth a look."""
    day, time = divmod(second, _DAY)
    if not _fits(days, day):
        return (day + 1) * _DAY
    if rule.freq == "DAILY":
        return 0
    if rule.byhour and time // 3600 not in rule.byhour:
        return second - second % 3600 + 3600
    if rule.freq != "HOURLY" and rule.byminute and time % 3600 // 60 not in rule.byminute:
        return second - second % 60 + 60
    if rule.freq == "SECONDLY" and rule.bysecond and time % 60 not in rule.bysecond:
        return second + 1
    return 0


def _fits(days: _Days, day: int) -> bool:
    """Whether a day passes all parts, for the frequencies in which they only filter."""
    if days.byday and (0, (day - 1) % 7) not in days.byday:
        return False
    if not (days.bymonth or days.bymonthday or days.byyearday):
        return True
    on = date.fromordinal(day)
    if days.bymonth and on.month not in days.bymonth:
        return False
    if days.bymonthday and not {on.day, on.day - _days_in(on.year, on.month) - 1} & set(days.bymonthday):
        return False
    year_day = day - date(on.year, 1, 1).toordinal() + 1
    return not days.byyearday or bool({year_day, year_day - _days_in(on.year) - 1} & set(days.byyearday))


def _days_in(year: int, month: int | None = None) -> int:
    """How many days a year or a month has."""
    if month is None:
        return date(year + 1, 1, 1).toordinal() - date(year, 1, 1).toordinal()
    return date(year + month // 12, month % 12 + 1, 1).toordinal() - date(year, month, 1).toordinal()


@functools.lru_cache(maxsize=1024)  # the same few months and years are asked for again and again
def _calendar_days(days: _Days, year: int, month: int | None) -> tuple[int, ...]:
    """The days a MONTHLY rule names in a month, or a YEARLY one in a year."""
    from dateutil import rrule  # noqa: PLC0415 - most calendars repeat by days and weeks; keeps it off the start path

    one_period = rrule.rrule(
        rrule.MONTHLY if month else rrule.YEARLY,
        dtstart=datetime(year, month or 1, 1),  # noqa: DTZ001 - wall-clock times are naive
        interval=12 * _LAST_YEAR,  # the next period lies behind the end of the calendar
        wkst=days.wkst,
        bymonth=days.bymonth or None,
        byweekno=days.byweekno or None,
        byyearday=days.byyearday or None,
        bymonthday=days.bymonthday or None,
        byweekday=[rrule.weekday(weekday, ordinal or None) for ordinal, weekday in days.byday] or None,
    )
    return tuple(day.toordinal() for day in one_period)


def _wall_seconds(wall: datetime) -> int:
    return wall.toordinal() * _DAY + wall.hour * 3600 + wall.minute * 60 + wall.second

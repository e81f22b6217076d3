"""Which wall-clock times one rule names, from a given time on: periods, the days in them, the times of those days.

Everything is counted in whole periods (the year 2026, the month 24,314 of the calendar, …), so that any period is
reached by one multiplication, however far it lies from DTSTART, and the work is bounded by counting periods. Which days
a rule names in a period is in `days`; zones, exceptions and additions are the affair of `recurrence`.

Inside, a wall-clock time is a number of seconds: the date's ordinal times 86,400, and the seconds of the day.
"""

from __future__ import annotations

import functools
import itertools
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

import msgspec

from mockserver.timing.days import days_named, passes

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from mockserver.timing.rule import Rule

_DAY = 86_400
_EARLIEST = datetime.min  # noqa: DTZ901 - wall-clock times are naive
_LATEST = datetime(9998, 12, 31, 23, 59, 59)  # noqa: DTZ001 - nothing recurs later: any zone can convert what is left
_LAST_DAY = _LATEST.toordinal()
# When a rule has ended although it does not say so. `FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30` names no day at all; Google's
# published RFC 2445 library gives up after a hundred years too.
_SILENT_YEARS = 100 * 366 * _DAY
_SILENT_PERIODS = 100_000
_UNIT = {"SECONDLY": 1, "MINUTELY": 60, "HOURLY": 3600, "DAILY": _DAY}


def walls(rule: Rule, start: datetime, seek: datetime = _EARLIEST, stop: datetime = _LATEST) -> Iterator[datetime]:
    """The times an anchored rule names for a series that starts at `start`: ascending, from `seek` to `stop` inclusive.

    COUNT is kept, counted from `start`; UNTIL only where it is wall-clock time: one in UTC needs a zone.
    """
    last = rule.until if not rule.until_utc else None
    if rule.count is not None:
        last = last_counted(rule, start)
    stop = min(stop, last or _LATEST, _LATEST)
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
    match rule.freq:
        case "YEARLY" | "MONTHLY":
            return _calendar_periods(rule, index)
        case "WEEKLY":
            return _weeks(rule, index)
        case _:
            return _clock_periods(rule, index)


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
        return (day - 1 - rule.wkst) // 7  # ordinal 1 is a Monday, see `days.weekday`
    on = date.fromordinal(day)
    return on.year if rule.freq == "YEARLY" else on.year * 12 + on.month - 1


def _calendar_periods(rule: Rule, index: int) -> Iterator[tuple[int, Sequence[int]]]:
    """Years or months, and the days named in them."""
    months = 12 if rule.freq == "MONTHLY" else 1  # in a year, as `_index` counts
    while index < (_LATEST.year + 1) * months:
        year, month = index // months, index % months + 1 if months > 1 else None
        named = () if month and rule.bymonth and month not in rule.bymonth else days_named(rule, year, month)
        yield date(year, month or 1, 1).toordinal() * _DAY, [day * _DAY for day in named]
        index += rule.interval


def _weeks(rule: Rule, index: int) -> Iterator[tuple[int, Sequence[int]]]:
    """Weeks, and the days of BYDAY in them."""
    offsets = sorted((number - rule.wkst) % 7 for _, number in rule.byday)
    while (begins := index * 7 + 1 + rule.wkst) <= _LAST_DAY:
        named = (begins + offset for offset in offsets)
        yield begins * _DAY, [day * _DAY for day in named if not rule.bymonth or passes(rule, day)]
        index += rule.interval


def _clock_periods(rule: Rule, index: int) -> Iterator[tuple[int, Sequence[int]]]:
    """Days, hours, minutes or seconds; a day, an hour or a minute that does not fit is stepped over as one."""
    unit = _UNIT[rule.freq]
    while (begins := index * unit) < (_LAST_DAY + 1) * _DAY:
        goes_on = _goes_on(rule, begins)
        yield begins, () if goes_on else (begins,)
        steps = -((begins - goes_on) // (unit * rule.interval)) if goes_on else 1
        index += rule.interval * steps


def _goes_on(rule: Rule, second: int) -> int:
    """0 where a period that begins at `second` passes all parts that only filter, else the next second worth a look."""
    day, time = divmod(second, _DAY)
    if not passes(rule, day):
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


def _wall_seconds(wall: datetime) -> int:
    return wall.toordinal() * _DAY + wall.hour * 3600 + wall.minute * 60 + wall.second

"""The series that an event of a scenario is, and the occurrences its `changes` name."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from itertools import islice
from typing import TYPE_CHECKING

from mockserver.clock import DAY, HOUR
from mockserver.scenario.moments import BadTime, local_in, moment
from mockserver.timing import wall
from mockserver.timing.recurrence import Occurrence, Series
from mockserver.timing.zones import zone

if TYPE_CHECKING:
    from collections.abc import Sequence

_NEAR = (HOUR, DAY, 8 * DAY, 64 * DAY, 512 * DAY)
"""How far around a time the nearest occurrence is looked for: a rule may name one a second, or one a year."""


def series(start: str, rules: Sequence[str], zone_name: str) -> Series:
    """The series of an event with that start and those full lines, in the zone of its wall-clock times.

    Raises BadTime, BadRecurrence, UnknownZone.
    """
    begin = moment(start)
    if isinstance(begin, int | datetime):
        begin = local_in(begin, zone_name)
    return Series.parse(rules, begin, zone(zone_name))


def occurrence(series: Series, named: str) -> Occurrence:
    """The occurrence that a key of `changes` names by its original start. Raises BadTime where it names none."""
    when = moment(named)
    if series.all_day and isinstance(when, int | datetime):
        raise BadTime(f"`{named}` has a time, but the series is all-day", "name the occurrence by its date")
    if isinstance(when, int):
        when = wall.local(when, series.zone)
    if series.all_day or isinstance(when, datetime):
        found = series.find(when)
        if found is None:
            raise BadTime(f"the series has no occurrence at {named}", _next(series, when))
        return found
    return _only_one(series, when, named)


def _only_one(series: Series, day: date, named: str) -> Occurrence:
    """The occurrence of a series with times on a day."""
    begin, end = wall.midnight(day, series.zone), wall.midnight(day + timedelta(days=1), series.zone)
    near = (one for one in series.occurrences(begin - DAY, end + DAY) if _day(one.wall) == day)
    found = list(islice(near, 2))
    if not found:
        raise BadTime(f"the series has no occurrence on {named}", _next(series, day))
    if len(found) > 1:
        first, second = (_named(one.wall) for one in found)
        raise BadTime(f"the series has several occurrences on {named}", f"name one with its time: {first} or {second}")
    return found[0]


def _next(series: Series, when: date) -> str:
    """What would be right: the occurrence nearest to a time or to the middle of a day, else the first of all."""
    middle = when if isinstance(when, datetime) else datetime(when.year, when.month, when.day, 12)  # noqa: DTZ001 - wall clock
    at = wall.instant(middle, series.zone)
    for reach in _NEAR:
        around = list(series.occurrences(at - reach, at + reach))
        if around:
            near = min(around, key=lambda one: abs(one.start - at))
            return f"the nearest is {_named(near.wall)}"
    first = series.first()
    return "it has none at all" if first is None else f"its first is {_named(first.wall)}"


def _day(when: date) -> date:
    return when.date() if isinstance(when, datetime) else when


def _named(when: date) -> str:
    return when.isoformat(" ")[:16] if isinstance(when, datetime) else when.isoformat()

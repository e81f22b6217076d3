"""Which days a rule names: the parts of a rule that choose days, as RFC 5545 section 3.3.10 defines them.

In a month or a year every part names days, and a day is named by the rule where all parts that it has name it. In
shorter periods the parts only let a day pass or not. Days are ordinals of dates; periods, times and BYSETPOS are the
affair of `expansion`.
"""

from __future__ import annotations

from datetime import date
from itertools import chain
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mockserver.timing.rule import Rule


def days_named(rule: Rule, year: int, month: int | None) -> list[int]:
    """The days a MONTHLY rule names in a month, or (without `month`) a YEARLY one in a year, ascending."""
    months = [_month(year, number) for number in ((month,) if month else rule.bymonth or range(1, 13))]
    named = []
    if rule.bymonthday:
        named.append({day for days in months for day in _places(days, rule.bymonthday)})
    if rule.byday:
        # The ordinal of 2MO counts within the month where the rule speaks of months, else within the year.
        spans = months if month or rule.bymonth else [_year(year)]
        named.append(set(chain.from_iterable(_weekdays_named(rule, days) for days in spans)))
    if not named:
        named.append(set(chain.from_iterable(months)))
    if rule.byyearday:
        named.append(set(_places(_year(year), rule.byyearday)))
    if rule.byweekno:
        named.append(set(_weeks_named(rule, year)))
    return sorted(set.intersection(*named))


def passes(rule: Rule, day: int) -> bool:
    """Whether the parts of a rule that repeats by days or more often let a day pass."""
    if rule.byday and (0, weekday(day)) not in rule.byday:
        return False
    if not (rule.bymonth or rule.bymonthday or rule.byyearday):
        return True
    on = date.fromordinal(day)
    if rule.bymonth and on.month not in rule.bymonth:
        return False
    if rule.bymonthday and day not in _places(_month(on.year, on.month), rule.bymonthday):
        return False
    return not rule.byyearday or day in _places(_year(on.year), rule.byyearday)


def weekday(day: int) -> int:
    """The weekday of a day, Monday being 0."""
    return (day - 1) % 7  # ordinal 1, the first of January in year 1, is a Monday


def _weekdays_named(rule: Rule, days: range) -> Iterator[int]:
    """What BYDAY names in a month or a year."""
    for ordinal, number in rule.byday:
        of_the_kind = range(days.start + (number - weekday(days.start)) % 7, days.stop, 7)
        yield from _places(of_the_kind, (ordinal,)) if ordinal else of_the_kind


def _weeks_named(rule: Rule, year: int) -> Iterator[int]:
    """What BYWEEKNO names around a year: its first and last days may lie in weeks of its neighbours."""
    for neighbour in (year - 1, year, year + 1):
        weeks = range(_first_week(neighbour, rule.wkst), _first_week(neighbour + 1, rule.wkst), 7)
        for begins in _places(weeks, rule.byweekno):
            yield from range(begins, begins + 7)


def _first_week(year: int, wkst: int) -> int:
    """The day on which week 1 begins: the first week with at least four of its days in the year."""
    fourth = _first_day(year) + 3
    return fourth - (weekday(fourth) - wkst) % 7


def _places(days: range, numbers: Sequence[int]) -> list[int]:
    """The days at some places, which count from 1 forwards and from -1 backwards."""
    return [days[number - 1 if number > 0 else number] for number in numbers if abs(number) <= len(days)]


def _month(year: int, month: int) -> range:
    first = date(year, month, 1).toordinal()
    return range(first, date(year + month // 12, month % 12 + 1, 1).toordinal())


def _year(year: int) -> range:
    return range(_first_day(year), _first_day(year + 1))


def _first_day(year: int) -> int:
    """The ordinal of a year's first day; arithmetic, because the neighbours of what a date can hold are asked for."""
    before = year - 1
    return before * 365 + before // 4 - before // 100 + before // 400 + 1

"""Which days a rule names, against the definitions of RFC 5545 asked day by day."""

from __future__ import annotations

import calendar
from datetime import date, timedelta
from functools import cache, partial
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mockserver.timing.days import days_named, passes, weekday
from mockserver.timing.rule import WEEKDAYS, Rule, parse

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

property_test = settings(derandomize=True, max_examples=150, deadline=None)


@cache
def fits_in_month(on: date) -> dict[str, set[str]]:
    """What each part may say to name a day of a month."""
    length = calendar.monthrange(on.year, on.month)[1]
    ordinals = {f"{(on.day - 1) // 7 + 1}", f"{-((length - on.day) // 7 + 1)}", ""}
    return {
        "BYMONTH": {str(on.month)},
        "BYMONTHDAY": {str(on.day), str(on.day - length - 1)},
        "BYDAY": {ordinal + WEEKDAYS[on.weekday()] for ordinal in ordinals},
    }


@cache
def fits_in_year(on: date, week_start: str = "MO") -> dict[str, set[str]]:
    """What each part may say to name a day of a year."""
    length = 366 if calendar.isleap(on.year) else 365
    day = on.timetuple().tm_yday
    ordinals = {f"{(day - 1) // 7 + 1}", f"{-((length - day) // 7 + 1)}", ""}
    return {
        **fits_in_month(on),
        "BYYEARDAY": {str(day), str(day - length - 1)},
        "BYWEEKNO": week_numbers(on, WEEKDAYS.index(week_start)),
        "BYDAY": {ordinal + WEEKDAYS[on.weekday()] for ordinal in ordinals},
    }


def week_numbers(on: date, week_start: int) -> set[str]:
    """The number of a day's week from either end of the year that the week belongs to: the one its fourth day is in."""
    fourth = on - timedelta(days=(on.weekday() - week_start) % 7 - 3)
    day = fourth.timetuple().tm_yday
    length = 366 if calendar.isleap(fourth.year) else 365
    return {str((day - 1) // 7 + 1), str(-((length - day) // 7 + 1))}


def anchored(text: str) -> tuple[Rule, dict[str, set[str]]]:
    """A rule, and what its parts say."""
    said = {name: set(value.split(",")) for name, value in (item.split("=") for item in text.split(";")[1:])}
    return parse(text, text), {name: values for name, values in said.items() if name != "WKST"}


def that_fit(
    said: dict[str, set[str]], days: Iterable[date], fits: Callable[[date], dict[str, set[str]]]
) -> list[date]:
    """Those of the days that fit every part."""
    return [on for on in days if all(fits(on)[name] & values for name, values in said.items())]


def days_of(year: int, month: int | None = None) -> list[date]:
    first, last = date(year, month or 1, 1), date(year + (month or 12) // 12, (month or 12) % 12 + 1, 1)
    return [date.fromordinal(day) for day in range(first.toordinal(), last.toordinal())]


def some(values: Sequence[object]) -> st.SearchStrategy[str]:
    return st.lists(st.sampled_from(values), min_size=1, max_size=4, unique=True).map(
        lambda chosen: ",".join(map(str, chosen))
    )


month_days = some([1, 8, 13, 29, 30, 31, -1, -8, -30, -31]).map(";BYMONTHDAY={}".format)
months = st.just("") | some(range(1, 13)).map(";BYMONTH={}".format)
numbered = some([f"{n}{day}" for n in ("", "1", "3", "5", "-1", "-5") for day in WEEKDAYS]).map(";BYDAY={}".format)
year_numbered = some([f"{n}{day}" for n in ("", "1", "10", "53", "-1", "-53") for day in WEEKDAYS]).map(
    ";BYDAY={}".format
)
plain = st.just("") | some(WEEKDAYS).map(";BYDAY={}".format)


years = st.integers(1990, 2030) | st.sampled_from([2, 1900, 2100, 9998])


@property_test
@given(st.one_of(month_days, numbered, st.tuples(month_days, numbered).map("".join)), years, st.integers(1, 12))
def test_a_monthly_rule_names_the_days_of_a_month_that_fit_all_its_parts(days: str, year: int, month: int) -> None:
    rule, said = anchored(f"FREQ=MONTHLY{days}")

    named = days_named(rule, year, month)

    assert [date.fromordinal(day) for day in named] == that_fit(said, days_of(year, month), fits_in_month)


@property_test
@given(
    st.one_of(
        year_numbered,
        st.tuples(some([1, 60, 100, 365, 366, -1, -306, -366]).map(";BYYEARDAY={}".format), plain).map("".join),
        st.tuples(some([1, 2, 20, 52, 53, -1, -53]).map(";BYWEEKNO={}".format), plain).map("".join),
        st.tuples(month_days, numbered).map("".join),
    ),
    years,
    st.sampled_from(WEEKDAYS),
)
def test_a_yearly_rule_names_the_days_of_a_year_that_fit_all_its_parts(days: str, year: int, week_start: str) -> None:
    rule, said = anchored(f"FREQ=YEARLY;WKST={week_start}{days}")

    named = days_named(rule, year, None)

    fits = partial(fits_in_year, week_start=week_start)
    assert [date.fromordinal(day) for day in named] == that_fit(said, days_of(year), fits)


@property_test
@given(some(range(1, 13)), st.one_of(numbered, st.tuples(month_days, numbered).map("".join)), years)
def test_a_yearly_rule_with_months_numbers_weekdays_within_them(month: str, days: str, year: int) -> None:
    rule, said = anchored(f"FREQ=YEARLY;BYMONTH={month}{days}")

    named = days_named(rule, year, None)

    assert [date.fromordinal(day) for day in named] == that_fit(said, days_of(year), fits_in_month)


@property_test
@given(
    months, st.just("") | month_days, st.just("") | some([1, 60, -1, -306]).map(";BYYEARDAY={}".format), plain, years
)
def test_a_rule_of_shorter_periods_lets_the_days_pass_that_fit_all_its_parts(
    month: str, days: str, year_days: str, weekdays: str, year: int
) -> None:
    rule, said = anchored(f"FREQ=HOURLY{month}{days}{year_days}{weekdays}")

    passed = [on for on in days_of(year) if passes(rule, on.toordinal())]

    assert passed == that_fit(said, days_of(year), fits_in_year)


def test_week_numbers_of_the_test_are_those_of_iso_8601_where_weeks_start_on_monday() -> None:
    for year in range(1990, 2031):
        assert {f"{on.isocalendar().week}" for on in days_of(year)} == {
            number for on in days_of(year) for number in week_numbers(on, 0) if int(number) > 0
        }
        assert all(str(on.isocalendar().week) in week_numbers(on, 0) for on in days_of(year))


@pytest.mark.parametrize(
    ("text", "year", "days"),
    [
        ("FREQ=YEARLY;BYWEEKNO=52;BYDAY=SA", 2022, ["2022-01-01", "2022-12-31"]),
        ("FREQ=YEARLY;BYWEEKNO=1;BYDAY=TU", 2024, ["2024-01-02", "2024-12-31"]),
        ("FREQ=YEARLY;BYWEEKNO=53;BYDAY=FR", 2021, ["2021-01-01"]),
    ],
)
def test_the_first_and_last_days_of_a_year_may_lie_in_weeks_of_its_neighbours(
    text: str, year: int, days: list[str]
) -> None:
    named = days_named(parse(text, text), year, None)

    assert [date.fromordinal(day).isoformat() for day in named] == days


def test_numbered_and_other_weekdays_add_up() -> None:
    named = days_named(parse("FREQ=MONTHLY;BYDAY=MO,1TU", ""), 2026, 3)

    assert [date.fromordinal(day).day for day in named] == [2, 3, 9, 16, 23, 30]


def test_weekdays_count_from_monday() -> None:
    assert [weekday(date(2026, 3, day).toordinal()) for day in range(2, 9)] == list(range(7))

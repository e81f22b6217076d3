from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest

from mockserver.clock import parse_instant
from mockserver.scenario.moments import BadTime, all_day, days, instant, instant_in, is_date, local_in, moment, timed

WALL = datetime(2026, 3, 6, 2, 30)  # noqa: DTZ001 - wall-clock times are naive
INSTANT = parse_instant("2026-03-06T02:30:00-05:00")


@pytest.mark.parametrize("text", ["2026-03-06 02:30", "2026-03-06T02:30", "2026-03-06 02:30:00"])
def test_a_time_without_an_offset_is_a_wall_clock_time(text: str) -> None:
    assert moment(text) == WALL


@pytest.mark.parametrize("text", ["2026-03-06T02:30:00-05:00", "2026-03-06 07:30Z", "2026-03-06T08:30+01:00"])
def test_a_time_with_an_offset_is_an_instant(text: str) -> None:
    assert moment(text) == INSTANT


def test_a_date_is_a_date_and_a_time_is_none() -> None:
    assert moment("2026-03-06") == date(2026, 3, 6)
    assert [is_date(moment(text)) for text in ("2026-03-06", "2026-03-06 02:30", "2026-03-06 02:30Z")] == [
        True,
        False,
        False,
    ]


@pytest.mark.parametrize(
    "text", ["", "tomorrow", "2026-3-6", "2026-03-06 2:30", "2026-03-06 02:30 ", "2026-03-06T02:30:00.5Z", "20260306"]
)
def test_other_forms_are_no_times(text: str) -> None:
    with pytest.raises(BadTime, match="is no time"):
        moment(text)


@pytest.mark.parametrize("text", ["2026-02-29", "2026-03-06 25:00", "2026-03-06 02:60", "2026-03-06T02:30:61Z"])
def test_a_date_or_a_time_that_does_not_exist_is_refused(text: str) -> None:
    with pytest.raises(BadTime, match="on no calendar or clock"):
        moment(text)


@pytest.mark.parametrize("text", ["1899-12-31", "2200-01-01 10:00", "0000-01-01"])
def test_years_far_away_are_refused(text: str) -> None:
    with pytest.raises(BadTime, match="write a year from 1900 to 2199"):
        moment(text)


def test_an_instant_needs_its_offset() -> None:
    assert instant("2026-03-06T07:30:00Z") == INSTANT
    with pytest.raises(BadTime, match="has no offset"):
        instant("2026-03-06 07:30")


def test_moments_are_instants_in_a_zone() -> None:
    zone = "America/New_York"

    assert instant_in(WALL, zone) == INSTANT
    assert instant_in(INSTANT, "Asia/Tokyo") == INSTANT
    assert instant_in(date(2026, 3, 6), zone) == parse_instant("2026-03-06T00:00:00-05:00")


def test_moments_are_wall_clock_times_in_a_zone() -> None:
    assert local_in(INSTANT, "America/New_York") == WALL
    assert local_in(WALL, "Asia/Tokyo") == WALL


def test_the_length_of_an_event_over_a_change_of_the_clocks_is_real_time() -> None:
    """One hour from 01:30 in the night clocks go forward ends at 03:30."""
    start = datetime(2026, 3, 8, 1, 30)  # noqa: DTZ001 - wall-clock times are naive

    assert timed(start, None, "PT1H", "America/New_York") == timed(start, "2026-03-08 03:30", None, "America/New_York")


def test_an_all_day_event_ends_on_the_day_after_its_last() -> None:
    first = date(2026, 3, 6)

    assert all_day(first, None, None) == (first, date(2026, 3, 7))
    assert all_day(first, None, "P2D") == all_day(first, "2026-03-08", None) == (first, date(2026, 3, 8))


@pytest.mark.parametrize(("duration", "expected"), [("P1D", 1), ("P1W", 7), ("PT48H", 2)])
def test_days_are_counted_however_they_are_written(duration: str, expected: int) -> None:
    assert days(duration) == expected


@pytest.mark.parametrize("duration", ["P3661D", "PT999999999H"])
def test_an_event_of_more_than_ten_years_is_refused(duration: str) -> None:
    with pytest.raises(BadTime, match="at most ten years"):
        days(duration)


def test_what_is_no_duration_is_refused() -> None:
    with pytest.raises(BadTime, match="is no duration"):
        days("P1Y")


def ends(start: Any, end: str | None, duration: str | None) -> Any:
    return timed(start, end, duration, "UTC")


def test_an_event_with_times_needs_an_end_in_the_same_form() -> None:
    with pytest.raises(BadTime, match="it has no end"):
        ends(WALL, None, None)
    with pytest.raises(BadTime, match="ends on a date"):
        ends(WALL, "2026-03-07", None)

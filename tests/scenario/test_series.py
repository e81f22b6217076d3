from __future__ import annotations

from datetime import date, datetime

import pytest

from mockserver.clock import parse_instant
from mockserver.scenario.moments import BadTime
from mockserver.scenario.series import occurrence, series

ZONE = "America/New_York"
DAILY = series("2026-03-06 02:30", ["RRULE:FREQ=DAILY;COUNT=5"], ZONE)


def test_a_start_with_an_offset_repeats_at_what_clocks_show_then() -> None:
    assert series("2026-03-06T07:30:00Z", ["RRULE:FREQ=DAILY;COUNT=5"], ZONE) == DAILY


def test_an_occurrence_is_found_by_its_date() -> None:
    found = occurrence(DAILY, "2026-03-10")

    assert (found.wall, found.start) == (
        datetime(2026, 3, 10, 2, 30),  # noqa: DTZ001 - wall-clock times are naive
        parse_instant("2026-03-10T02:30:00-04:00"),
    )


def test_an_occurrence_in_the_hour_that_clocks_skip_is_found_by_what_the_rule_says() -> None:
    assert occurrence(DAILY, "2026-03-08").start == parse_instant("2026-03-08T07:30:00Z")
    assert occurrence(DAILY, "2026-03-08 02:30") == occurrence(DAILY, "2026-03-08")


def test_an_occurrence_of_an_all_day_series_is_found_by_its_date() -> None:
    days = series("2026-03-06", ["RRULE:FREQ=WEEKLY;COUNT=2"], ZONE)

    assert occurrence(days, "2026-03-13").wall == date(2026, 3, 13)


def test_an_occurrence_on_an_extra_date_is_found_too() -> None:
    extra = series("2026-03-06 10:00", ["RDATE;TZID=America/New_York:20260320T100000"], ZONE)

    assert occurrence(extra, "2026-03-20").start == parse_instant("2026-03-20T10:00:00-04:00")


@pytest.mark.parametrize(
    ("named", "nearest"),
    [
        ("2026-03-05", "2026-03-06 10:00"),
        ("2026-03-12", "2026-03-13 10:00"),
        ("2026-03-14 09:00", "2026-03-13 10:00"),
        ("2026-03-30", "2026-03-20 10:00"),
    ],
)
def test_what_is_no_occurrence_is_answered_with_the_nearest_before_or_after(named: str, nearest: str) -> None:
    weekly = series("2026-03-06 10:00", ["RRULE:FREQ=WEEKLY;COUNT=3"], ZONE)

    with pytest.raises(BadTime) as refused:
        occurrence(weekly, named)

    assert refused.value.instead == f"the nearest is {nearest}"


def test_what_is_far_from_all_occurrences_is_answered_with_the_first() -> None:
    with pytest.raises(BadTime, match="no occurrence on 2030-01-01; its first is 2026-03-06 02:30"):
        occurrence(DAILY, "2030-01-01")


def test_the_nearest_day_of_an_all_day_series_is_a_date() -> None:
    days = series("2026-03-06", ["RRULE:FREQ=WEEKLY;COUNT=2"], ZONE)

    with pytest.raises(BadTime, match=r"no occurrence at 2026-03-12; the nearest is 2026-03-13$"):
        occurrence(days, "2026-03-12")


def test_a_series_of_every_second_is_asked_without_waiting() -> None:
    seconds = series("2026-03-06 10:00", ["RRULE:FREQ=SECONDLY"], ZONE)

    with pytest.raises(BadTime, match="several occurrences on 2026-03-07"):
        occurrence(seconds, "2026-03-07")

"""Recurring series by hand: the clocks, DTSTART, UNTIL, COUNT, what is added and taken away, windows, all-day."""

from __future__ import annotations

import itertools
from datetime import date, datetime
from typing import TYPE_CHECKING

import pytest

from mockserver.clock import DAY, HOUR, Instant, datetime_of, parse_instant
from mockserver.timing import wall
from mockserver.timing.recurrence import BadRecurrence, Occurrence, Series
from mockserver.timing.zones import zone

if TYPE_CHECKING:
    from collections.abc import Iterable


def at(text: str) -> Instant:
    return parse_instant(text)


def series(start: str, *lines: str, name: str = "America/New_York") -> Series:
    """A series that starts at a naive time or, given a date alone, on a day."""
    begins = datetime.fromisoformat(start) if "T" in start else date.fromisoformat(start)
    return Series.parse(lines, begins, zone(name))


def starts(recurring: Series, most: int = 10) -> list[str]:
    """The first starts, in UTC."""
    return utc(itertools.islice(recurring.occurrences(), most))


def utc(occurrences: Iterable[Occurrence]) -> list[str]:
    return [f"{datetime_of(occurrence.start):%Y-%m-%dT%H:%MZ}" for occurrence in occurrences]


def walls(recurring: Series, most: int = 10) -> list[str]:
    """The first times as the rule names them."""
    return [occurrence.wall.isoformat()[:16] for occurrence in itertools.islice(recurring.occurrences(), most)]


# The clocks


@pytest.mark.parametrize(
    ("name", "start", "expected"),
    [
        ("America/New_York", "2026-03-07T09:00", ["2026-03-07T14:00Z", "2026-03-08T13:00Z", "2026-03-09T13:00Z"]),
        ("America/New_York", "2026-10-31T09:00", ["2026-10-31T13:00Z", "2026-11-01T14:00Z", "2026-11-02T14:00Z"]),
        ("Europe/London", "2026-03-28T09:00", ["2026-03-28T09:00Z", "2026-03-29T08:00Z", "2026-03-30T08:00Z"]),
        ("Australia/Lord_Howe", "2026-10-03T09:00", ["2026-10-02T22:30Z", "2026-10-03T22:00Z", "2026-10-04T22:00Z"]),
        ("Asia/Kolkata", "2026-03-07T09:00", ["2026-03-07T03:30Z", "2026-03-08T03:30Z", "2026-03-09T03:30Z"]),
    ],
)
def test_a_series_keeps_its_wall_clock_time_when_the_clocks_change(name: str, start: str, expected: list[str]) -> None:
    assert starts(series(start, "RRULE:FREQ=DAILY;COUNT=3", name=name)) == expected


def test_a_meeting_in_the_gap_is_held_after_it_on_that_day_only() -> None:
    recurring = series("2026-03-07T02:30", "RRULE:FREQ=DAILY;COUNT=3")

    assert starts(recurring) == ["2026-03-07T07:30Z", "2026-03-08T07:30Z", "2026-03-09T06:30Z"]
    assert walls(recurring) == ["2026-03-07T02:30", "2026-03-08T02:30", "2026-03-09T02:30"]
    assert wall.local(parse_instant("2026-03-08T07:30:00Z"), recurring.zone) == datetime.fromisoformat(
        "2026-03-08T03:30"
    )


def test_a_meeting_in_the_overlap_is_held_once_at_the_first_of_the_two_times() -> None:
    assert starts(series("2026-10-31T01:30", "RRULE:FREQ=DAILY;COUNT=3")) == [
        "2026-10-31T05:30Z",
        "2026-11-01T05:30Z",
        "2026-11-02T06:30Z",
    ]


def test_a_gap_of_half_an_hour_moves_a_meeting_by_half_an_hour() -> None:
    lord_howe = series("2026-10-03T02:15", "RRULE:FREQ=DAILY;COUNT=2", name="Australia/Lord_Howe")

    shown = [wall.local(occurrence.start, lord_howe.zone) for occurrence in lord_howe.occurrences()]

    assert shown == [datetime.fromisoformat("2026-10-03T02:15"), datetime.fromisoformat("2026-10-04T02:45")]


def test_two_local_times_of_one_instant_are_one_occurrence_and_the_order_is_that_of_instants() -> None:
    """02:00 and 02:30 do not exist, and are 03:00 and 03:30."""
    half_hourly = series("2026-03-08T01:00", "RRULE:FREQ=MINUTELY;INTERVAL=30;COUNT=7")

    assert starts(half_hourly) == [
        "2026-03-08T06:00Z",
        "2026-03-08T06:30Z",
        "2026-03-08T07:00Z",
        "2026-03-08T07:30Z",
        "2026-03-08T08:00Z",
    ]


# DTSTART


def test_a_start_that_the_rule_does_not_name_is_the_first_occurrence_and_not_counted() -> None:
    """6 March 2026 is a Friday."""
    assert walls(series("2026-03-06T09:00", "RRULE:FREQ=WEEKLY;BYDAY=MO;COUNT=2")) == [
        "2026-03-06T09:00",
        "2026-03-09T09:00",
        "2026-03-16T09:00",
    ]


def test_a_start_that_the_rule_names_is_counted() -> None:
    assert walls(series("2026-03-06T09:00", "RRULE:FREQ=WEEKLY;COUNT=2")) == ["2026-03-06T09:00", "2026-03-13T09:00"]


def test_the_start_can_be_left_to_the_rule() -> None:
    monday = Series.parse(
        ["RRULE:FREQ=WEEKLY;BYDAY=MO;COUNT=1"],
        datetime.fromisoformat("2026-03-06T09:00"),
        zone("UTC"),
        dtstart="matching",
    )

    assert walls(monday) == ["2026-03-09T09:00"]


def test_the_start_can_be_taken_away() -> None:
    assert walls(series("2026-03-06T09:00", "RRULE:FREQ=DAILY;COUNT=2", "EXDATE:20260306T090000")) == [
        "2026-03-07T09:00"
    ]


def test_the_start_stays_where_until_lies_before_it() -> None:
    assert walls(series("2026-03-06T09:00", "RRULE:FREQ=DAILY;UNTIL=20260101T000000Z")) == ["2026-03-06T09:00"]


def test_no_lines_are_one_occurrence() -> None:
    assert walls(series("2026-03-06T09:00")) == ["2026-03-06T09:00"]


# UNTIL and COUNT


@pytest.mark.parametrize(
    ("until", "last"),
    [
        ("20260309T130000Z", "2026-03-09T09:00"),
        ("20260309T125959Z", "2026-03-08T09:00"),
        ("20260309T090000", "2026-03-09T09:00"),
        ("20260309T085959", "2026-03-08T09:00"),
        ("20260309", "2026-03-08T09:00"),
    ],
)
def test_until_is_inclusive_as_an_instant_as_wall_clock_time_or_as_midnight(until: str, last: str) -> None:
    assert walls(series("2026-03-06T09:00", f"RRULE:FREQ=DAILY;UNTIL={until}"))[-1] == last


def test_until_as_an_instant_cuts_among_the_times_of_a_gap_by_instant() -> None:
    """02:30 does not exist and is 03:30, which is after UNTIL; 03:00 is not."""
    half_hourly = series("2026-03-08T01:30", "RRULE:FREQ=MINUTELY;INTERVAL=30;UNTIL=20260308T071500Z")

    assert starts(half_hourly) == ["2026-03-08T06:30Z", "2026-03-08T07:00Z"]


@pytest.mark.parametrize("until", ["20260308", "20260308T000000", "20260308T045959Z", "20260308T235959Z"])
def test_until_of_an_all_day_series_is_the_day_that_is_written(until: str) -> None:
    assert walls(series("2026-03-06", f"RRULE:FREQ=DAILY;UNTIL={until}"))[-1] == "2026-03-08"


def test_count_counts_what_is_taken_away() -> None:
    recurring = series("2026-03-06T09:00", "RRULE:FREQ=DAILY;COUNT=3", "EXDATE:20260307T090000")

    assert walls(recurring) == ["2026-03-06T09:00", "2026-03-08T09:00"]


# RDATE, EXDATE, EXRULE


def test_rdates_are_united_with_the_rule_each_instant_once() -> None:
    recurring = series(
        "2026-03-06T09:00",
        "RRULE:FREQ=WEEKLY;COUNT=2",
        "RDATE:20260313T130000Z,20260301T090000",
        "RDATE;TZID=Europe/London:20260310T090000",
    )

    assert starts(recurring) == ["2026-03-01T14:00Z", "2026-03-06T14:00Z", "2026-03-10T09:00Z", "2026-03-13T13:00Z"]


def test_an_rdate_in_utc_may_be_the_second_time_of_an_overlap() -> None:
    recurring = series("2026-10-31T01:30", "RRULE:FREQ=DAILY;COUNT=2", "RDATE:20261101T063000Z")

    assert starts(recurring) == ["2026-10-31T05:30Z", "2026-11-01T05:30Z", "2026-11-01T06:30Z"]
    assert walls(recurring)[1:] == ["2026-11-01T01:30"] * 2


def test_several_rules_are_united() -> None:
    assert walls(series("2026-03-02T09:00", "RRULE:FREQ=WEEKLY;COUNT=2", "RRULE:FREQ=DAILY;COUNT=3")) == [
        "2026-03-02T09:00",
        "2026-03-03T09:00",
        "2026-03-04T09:00",
        "2026-03-09T09:00",
    ]


@pytest.mark.parametrize(
    "exdate",
    [
        "EXDATE:20260309T130000Z",
        "EXDATE:20260309T090000",
        "EXDATE;TZID=America/New_York:20260309T090000",
        "EXDATE;TZID=Europe/London:20260309T130000",
        "EXDATE;VALUE=DATE:20260309",
        "EXDATE:20260309",
        "EXRULE:FREQ=MONTHLY;BYMONTHDAY=9",
    ],
)
def test_an_occurrence_is_taken_away_by_every_form_of_its_time(exdate: str) -> None:
    recurring = series("2026-03-08T09:00", "RRULE:FREQ=DAILY;COUNT=3", exdate)

    assert walls(recurring) == ["2026-03-08T09:00", "2026-03-10T09:00"]


@pytest.mark.parametrize(
    "exdate", ["EXDATE:20260309T090001", "EXDATE:20260309T090000Z", "EXRULE:FREQ=MONTHLY;BYMONTHDAY=9;BYHOUR=8"]
)
def test_another_time_takes_nothing_away(exdate: str) -> None:
    assert len(walls(series("2026-03-08T09:00", "RRULE:FREQ=DAILY;COUNT=3", exdate))) == 3


def test_an_exdate_of_a_day_takes_away_all_that_starts_on_it() -> None:
    recurring = series("2026-03-08T09:00", "RRULE:FREQ=DAILY;BYHOUR=9,23;COUNT=6", "EXDATE;VALUE=DATE:20260309")

    assert walls(recurring) == ["2026-03-08T09:00", "2026-03-08T23:00", "2026-03-10T09:00", "2026-03-10T23:00"]


def test_an_exrule_takes_away_until_its_own_end() -> None:
    recurring = series(
        "2026-03-08T09:00", "RRULE:FREQ=DAILY;COUNT=5", "EXRULE:FREQ=DAILY;INTERVAL=2;UNTIL=20260310T130000Z"
    )

    assert walls(recurring) == ["2026-03-09T09:00", "2026-03-11T09:00", "2026-03-12T09:00"]


def test_a_series_of_which_everything_is_taken_away_ends() -> None:
    endless = series("2026-03-08T09:00", "RRULE:FREQ=DAILY", "EXRULE:FREQ=DAILY")

    assert endless.first() is None
    assert endless.extent(HOUR) is None


# All-day


def test_an_all_day_occurrence_is_a_day_that_begins_at_midnight_in_the_zone() -> None:
    kolkata = series("2026-03-06", "RRULE:FREQ=WEEKLY;COUNT=2", name="Asia/Kolkata")

    assert list(kolkata.occurrences()) == [
        Occurrence(date(2026, 3, 6), at("2026-03-05T18:30:00Z")),
        Occurrence(date(2026, 3, 13), at("2026-03-12T18:30:00Z")),
    ]


def test_an_all_day_occurrence_ends_at_a_midnight_however_long_its_day_is() -> None:
    recurring = series("2026-10-31", "RRULE:FREQ=DAILY;COUNT=3")
    day_of_25_hours = recurring.find(date(2026, 11, 1))

    assert day_of_25_hours is not None
    assert recurring.end(day_of_25_hours, DAY) - day_of_25_hours.start == 25 * HOUR
    assert list(recurring.occurrences(at("2026-11-02T04:30:00Z"), at("2026-11-02T05:00:00Z"), DAY)) == [day_of_25_hours]


def test_a_timed_occurrence_lasts_exactly_its_length_over_a_change() -> None:
    recurring = series("2026-03-07T22:00", "RRULE:FREQ=DAILY;COUNT=1")

    (night,) = recurring.occurrences()

    assert recurring.end(night, 8 * HOUR) == at("2026-03-08T03:00:00Z") + 8 * HOUR


def test_two_days_that_begin_at_one_instant_are_two_occurrences() -> None:
    """Apia skipped 30 December 2011."""
    apia = series("2011-12-29", "RRULE:FREQ=DAILY;COUNT=3", name="Pacific/Apia")

    assert walls(apia) == ["2011-12-29", "2011-12-30", "2011-12-31"]
    assert starts(apia) == ["2011-12-29T10:00Z", "2011-12-30T10:00Z", "2011-12-30T10:00Z"]
    assert apia.find(date(2011, 12, 31)) == Occurrence(date(2011, 12, 31), at("2011-12-30T10:00:00Z"))


def test_days_are_added_and_taken_away() -> None:
    recurring = series(
        "2026-03-06",
        "RRULE:FREQ=DAILY;COUNT=3;BYHOUR=7",
        "EXDATE;VALUE=DATE:20260307",
        "RDATE;VALUE=DATE:20260310,20260308",
    )

    assert walls(recurring) == ["2026-03-06", "2026-03-08", "2026-03-10"]
    assert recurring.extent(2 * DAY) == (at("2026-03-06T05:00:00Z"), at("2026-03-12T04:00:00Z"))


@pytest.mark.parametrize("line", ["DTSTART:20260306T090000", "RRULE:FREQ=FORTNIGHTLY", "RDATE;VALUE=DATE:20260307"])
def test_lines_that_cannot_be_followed_are_refused(line: str) -> None:
    with pytest.raises(BadRecurrence) as caught:
        series("2026-03-06T09:00", line)

    assert caught.value.line == line


def test_a_series_near_the_end_of_the_calendar_ends_with_it() -> None:
    recurring = series("9998-12-30T23:00", "RRULE:FREQ=DAILY", "RDATE:99981231T235959")

    assert [occurrence.wall for occurrence in recurring.occurrences()] == [
        datetime.fromisoformat(text) for text in ("9998-12-30T23:00", "9998-12-31T23:00", "9998-12-31T23:59:59")
    ]

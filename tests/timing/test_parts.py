"""From lines to the parts of a series: which kinds of dates go with which start."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from mockserver.clock import parse_instant
from mockserver.timing.lines import BadRecurrence
from mockserver.timing.parts import Parts, naive, read_parts
from mockserver.timing.zones import zone

NEW_YORK = zone("America/New_York")
START = datetime.fromisoformat("2026-03-06T09:00")


def parts(*texts: str, all_day: bool = False) -> Parts:
    """The parts of a series in New York."""
    return read_parts(texts, START, NEW_YORK, all_day=all_day)


def test_lines_of_a_kind_add_up_and_are_sorted() -> None:
    read = parts(
        "RDATE:20260310T090000", "RRULE:FREQ=DAILY", "RDATE:20260309T130000Z,20260310T130000Z", "RRULE:FREQ=WEEKLY"
    )

    assert [repeated.freq for repeated in read.rules] == ["DAILY", "WEEKLY"]
    assert read.added == (
        (parse_instant("2026-03-09T13:00:00Z"), datetime.fromisoformat("2026-03-09T09:00")),
        (parse_instant("2026-03-10T13:00:00Z"), datetime.fromisoformat("2026-03-10T09:00")),
    )


def test_times_are_taken_away_as_instants_and_days_as_days() -> None:
    read = parts("EXDATE:20260309T090000", "EXDATE;VALUE=DATE:20260310")

    assert read.taken == {parse_instant("2026-03-09T13:00:00Z")}
    assert read.taken_days == {date(2026, 3, 10).toordinal()}


def test_an_all_day_series_ignores_times_of_the_day() -> None:
    (repeated,) = parts("RRULE:FREQ=DAILY;BYHOUR=9,17;BYMINUTE=5", all_day=True).rules

    assert (repeated.byhour, repeated.byminute, repeated.bysecond) == ((START.hour,), (START.minute,), (0,))


@pytest.mark.parametrize(
    ("text", "all_day", "message"),
    [
        (
            "RDATE;VALUE=DATE:20260310",
            False,
            "names a day, but the event has a time; write such as RDATE:20260308T093000Z",
        ),
        (
            "RDATE:20260310T090000Z",
            True,
            "names a time, but the event is all-day; write such as RDATE;VALUE=DATE:20260308",
        ),
        (
            "EXDATE:20260310T090000Z",
            True,
            "names a time, but the event is all-day; write such as EXDATE;VALUE=DATE:20260308",
        ),
        ("RDATE:99991231T235959", False, "names a date outside the years 2 to 9998"),
        ("RDATE:00010101T000000Z", False, "names a date outside the years 2 to 9998"),
        ("RDATE:99990101", True, "names a date outside the years 2 to 9998"),
        ("RRULE:FREQ=HOURLY", True, "HOURLY repeats within a day, but the event is all-day; write DAILY or longer"),
        ("EXRULE:FREQ=MINUTELY", True, "MINUTELY repeats within a day"),
    ],
)
def test_a_line_of_the_wrong_kind_or_out_of_range_is_refused(text: str, all_day: bool, message: str) -> None:
    with pytest.raises(BadRecurrence, match=message) as caught:
        parts(text, all_day=all_day)

    assert caught.value.line == text


def test_a_day_is_its_midnight() -> None:
    assert naive(date(2026, 3, 6)) == datetime.fromisoformat("2026-03-06T00:00")
    assert naive(START) == START

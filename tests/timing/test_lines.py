"""Content lines: their form, their parameters, and the dates in them."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from mockserver.clock import parse_instant
from mockserver.timing.lines import MAX_LINE, MAX_LINES, BadRecurrence, Line, date_time, dates, read
from mockserver.timing.zones import zone

NEW_YORK = zone("America/New_York")


def dates_of(text: str) -> list[date | int]:
    """The dates of the one line `text`, in a series in New York."""
    (line,) = read([text])
    return dates(line, NEW_YORK)


def test_a_line_is_a_name_parameters_and_a_value() -> None:
    text = 'exdate;tzid="Europe/London";value=DATE-TIME:20260308T093000'

    assert read([text]) == [Line("EXDATE", {"TZID": "Europe/London", "VALUE": "DATE-TIME"}, "20260308T093000", text)]


def test_times_are_read_in_utc_in_the_lines_zone_or_in_that_of_the_series() -> None:
    assert dates_of("RDATE:20260115T140000Z") == [parse_instant("2026-01-15T14:00:00Z")]
    assert dates_of("RDATE;TZID=Europe/London:20260715T140000") == [parse_instant("2026-07-15T13:00:00Z")]
    assert dates_of("RDATE;TZID=India Standard Time:20260115T140000") == [parse_instant("2026-01-15T08:30:00Z")]
    assert dates_of("RDATE:20260115T140000") == [parse_instant("2026-01-15T19:00:00Z")]


def test_days_are_read_with_and_without_saying_so() -> None:
    assert dates_of("EXDATE;VALUE=DATE:20260308,20260310") == [date(2026, 3, 8), date(2026, 3, 10)]
    assert dates_of("EXDATE:20260308") == [date(2026, 3, 8)]


def test_a_leap_second_counts_as_the_second_before() -> None:
    moment, _ = date_time("", "UNTIL", "20161231T235960Z")

    assert moment == datetime.fromisoformat("2016-12-31T23:59:59")


@pytest.mark.parametrize(
    ("text", "part", "message"),
    [
        ("DTSTART:20260308T093000", "DTSTART", "an event's times stand in its start and end; write RRULE"),
        ("DTEND;TZID=Europe/London:20260308T093000", "DTEND", "an event's times stand in its start and end"),
        ("FREQ=DAILY", "line", "no content line.*'RRULE:FREQ=DAILY'"),
        ("", "line", "no content line"),
        ("RULE:FREQ=DAILY", "RULE", "no recurrence line; write one of RRULE, EXRULE, RDATE, EXDATE"),
        ("RRULE;TZID=Europe/London:FREQ=DAILY", "TZID", "RRULE takes none as a parameter"),
        ("EXDATE;RANGE=THISANDFUTURE:20260308", "RANGE", "EXDATE takes only TZID and VALUE as a parameter"),
        ("EXDATE;VALUE=DATE;VALUE=DATE:20260308", "VALUE", "stands twice"),
        ("RDATE;VALUE=PERIOD:20260308T093000Z/PT1H", "VALUE", "periods are not supported; write each period's start"),
        ("RDATE;VALUE=TEXT:x", "VALUE", "'TEXT' is no kind of date; write DATE or DATE-TIME"),
        ("RDATE;TZID=Europe/Londn:20260308T093000", "TZID", "no time zone.*'Europe/London'"),
        ("RDATE;TZID=Europe/London:20260308T093000Z", "20260308T093000Z", "in UTC and in a TZID at once"),
        ("RDATE;TZID=Europe/London:20260308", "20260308", "a day; write a date-time such as 20260308T090000"),
        ("RDATE;VALUE=DATE-TIME:20260308", "20260308", "a day; write a date-time"),
        ("RDATE;VALUE=DATE:20260308T093000", "20260308T093000", "a date-time in a VALUE=DATE line; write 20260308"),
        ("RDATE:20260308T0930", "RDATE", "no date; write 20260308, 20260308T093000 or"),
        ("RDATE:2026-03-08", "RDATE", "no date"),
        ("RDATE:20260230", "RDATE", "'20260230' is no date: day is out of range for month"),
        ("RDATE:20260308T250000", "RDATE", "no date: hour must be in"),
        ("RDATE:20260308T093000+0100", "RDATE", "no date"),
        ("RDATE:20260308,", "RDATE", "'' is no date"),
        ("RDATE:٢٠٢٦٠٣٠٨", "RDATE", "no date"),
    ],
)
def test_a_bad_line_is_refused_with_its_part_and_what_would_be_right(text: str, part: str, message: str) -> None:
    with pytest.raises(BadRecurrence, match=message) as caught:
        dates_of(text)

    assert (caught.value.line, caught.value.part) == (text, part)
    assert str(caught.value).startswith(f"{text!r}: {part}: ")


def test_the_number_of_lines_is_bounded() -> None:
    lines = ["RDATE:20260308"] * MAX_LINES

    assert len(read(lines)) == MAX_LINES
    with pytest.raises(BadRecurrence, match="201 lines; at most 200"):
        read([*lines, "RDATE:20260308"])


def test_the_length_of_a_line_is_bounded_and_a_message_quotes_its_beginning() -> None:
    with pytest.raises(BadRecurrence, match="at most 4000") as caught:
        read(["RDATE:" + "2" * MAX_LINE])

    assert len(str(caught.value)) < 200

"""Start and end as clients write them, as they are read and as they are shown. Pure functions, no server."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mockserver.clock import DAY, HOUR, SECOND, parse_instant, rfc3339
from mockserver.google.events.times import EARLIEST, LATEST, read_span, read_time, shown_in, write_time
from mockserver.google.refusals import Refusal
from mockserver.timing.zones import zone
from tests.google.event_world import all_day, timed

NEW_YORK, LORD_HOWE, KOLKATA, UTC = map(zone, ("America/New_York", "Australia/Lord_Howe", "Asia/Kolkata", "UTC"))
ZONES = st.sampled_from([NEW_YORK, LORD_HOWE, KOLKATA, UTC, zone("Europe/London")])
SECONDS = st.integers(EARLIEST // SECOND + 1, LATEST // SECOND - 1).map(lambda seconds: seconds * SECOND)


def reason(body: dict[str, Any]) -> str:
    with pytest.raises(Refusal) as refused:
        read_span(body, UTC)
    return refused.value.row.reason


def test_a_span_of_times_is_as_long_as_the_clock_runs_and_not_as_it_shows() -> None:
    over_the_change = timed("2026-03-08T01:00:00", "2026-03-08T04:00:00", "America/New_York")

    assert read_span(over_the_change, UTC).length == 2 * HOUR


def test_a_span_of_days_is_counted_in_days_over_a_change_of_clocks() -> None:
    span = read_span(all_day("2026-03-08", "2026-03-10"), NEW_YORK)

    assert span.length == 2
    assert span.end.instant - span.start.instant == 2 * DAY - HOUR


def test_a_day_begins_at_midnight_of_the_calendars_zone() -> None:
    assert read_span(all_day("2026-03-09", "2026-03-10"), KOLKATA).start.instant == parse_instant(
        "2026-03-08T18:30:00Z"
    )


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("2026-04-05T01:45:00", "2026-04-05T01:45:00+11:00"),  # there twice: the first
        ("2026-10-04T02:15:00", "2026-10-04T02:45:00+11:00"),  # not there: as long after the last one before it
    ],
)
def test_a_wall_clock_time_at_a_change_of_half_an_hour_is_the_one_that_clocks_show(text: str, same: str) -> None:
    assert read_time({"dateTime": text}, LORD_HOWE).instant == parse_instant(same)


def test_fractions_of_a_second_are_dropped() -> None:
    assert read_time({"dateTime": "2026-03-09T10:00:00.999Z"}, UTC).instant == parse_instant("2026-03-09T10:00:00Z")


def test_lower_case_letters_are_read() -> None:
    assert read_time({"dateTime": "2026-03-09t10:00:00z"}, UTC).instant == parse_instant("2026-03-09T10:00:00Z")


@pytest.mark.parametrize("text", ["0001-01-01T00:00:00Z", "9999-12-31T23:00:00Z"])
def test_a_time_that_some_zone_could_not_show_is_invalid(text: str) -> None:
    assert reason(timed(text, text)) == "invalid"


@pytest.mark.parametrize("both", [{"date": "2026-03-09", "dateTime": "2026-03-09T10:00:00Z"}, {"timeZone": "UTC"}])
def test_a_time_is_a_date_or_a_date_time(both: dict[str, str]) -> None:
    assert reason({"start": both, "end": both}) == "invalid"


def test_the_refusal_of_a_zone_says_which_name_would_be_right() -> None:
    with pytest.raises(Refusal) as refused:
        read_span(timed("2026-03-09T10:00:00", "2026-03-09T11:00:00", "Eastern Standard Time"), UTC)

    assert "America/New_York" in refused.value.why


@given(instant=SECONDS, in_zone=ZONES)
def test_what_is_written_in_any_zone_is_read_as_the_same_instant(instant: int, in_zone: Any) -> None:
    written = write_time(read_time(write_time_at(instant), UTC), in_zone)

    assert read_time(written, UTC).instant == instant


@given(instant=SECONDS, one=ZONES, other=ZONES)
def test_a_time_shown_in_another_zone_is_as_if_it_had_been_written_there(instant: int, one: Any, other: Any) -> None:
    time = read_time(write_time_at(instant) | {"timeZone": "Asia/Kolkata"}, UTC)

    assert shown_in(write_time(time, one), other) == write_time(time, other)


@given(st.dates(date(2, 1, 1), date(9998, 1, 1)), ZONES, ZONES)
def test_a_day_is_the_same_day_in_every_zone(day: date, one: Any, other: Any) -> None:
    written = write_time(read_time({"date": day.isoformat()}, one), other)

    assert written == shown_in(written, other) == {"date": day.isoformat()}


def write_time_at(instant: int) -> dict[str, str]:

    return {"dateTime": rfc3339(instant)}

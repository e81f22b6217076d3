"""A window needs both its ends, is no longer than 1825 days, and its offsets count."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mockserver.clock import DAY, HOUR, parse_instant
from mockserver.microsoft.refusals import Refusal
from mockserver.microsoft.windows import LONGEST, Window, read_window
from tests.microsoft.exchanges import asked

EIGHTH = parse_instant("2026-03-08T00:00:00Z")


def window(start: str, end: str) -> Window:
    exchange = asked()
    exchange.pairs = [("startDateTime", start), ("EndDateTime", end)]
    return read_window(exchange)


@pytest.mark.parametrize(
    ("text", "instant"),
    [
        ("2026-03-08T00:00:00Z", EIGHTH),
        ("2026-03-08T00:00:00.0000000Z", EIGHTH),
        ("2026-03-08T00:00:00", EIGHTH),
        ("2026-03-08T00:00", EIGHTH),
        ("2026-03-08", EIGHTH),
        ("2026-03-08T01:00:00+01:00", EIGHTH),
        ("2026-03-07T19:00:00-05:00", EIGHTH),
        ("2026-03-08T00:00:00.5Z", EIGHTH + 500_000),
    ],
)
def test_an_end_of_a_window_is_in_utc_unless_it_has_an_offset(text: str, instant: int) -> None:
    assert window(text, "2026-03-10").after == instant


@pytest.mark.parametrize("query", ["", "startDateTime=2026-03-08", "endDateTime=2026-03-08", "startDateTime="])
def test_a_window_without_both_its_ends_is_refused_as_recorded(query: str) -> None:
    with pytest.raises(Refusal) as refused:
        read_window(asked(target=f"/v1.0/me/calendarView?{query}"))

    assert refused.value.row.code == "ErrorInvalidParameter"
    assert refused.value.message == (
        "This request requires a time window specified by the query string parameters StartDateTime and EndDateTime."
    )


@pytest.mark.parametrize("text", ["soon", "2026-13-01", "2026-03-08T00:00:00 01:00", "2026-03-08T25:00:00Z", "0"])
def test_what_is_no_time_is_refused_with_its_name(text: str) -> None:
    with pytest.raises(Refusal, match="startDateTime") as refused:
        window(text, "2026-03-10")

    assert refused.value.row.code == "ErrorInvalidParameter"


def test_a_window_that_ends_before_it_starts_is_refused() -> None:
    with pytest.raises(Refusal) as refused:
        window("2026-03-09", "2026-03-08")

    assert (refused.value.row.status, refused.value.row.code) == (400, "ErrorInvalidParameter")


def test_a_window_of_more_than_1825_days_is_refused() -> None:
    assert window("2026-01-01", "2030-12-31").before - window("2026-01-01", "2030-12-31").after == LONGEST
    with pytest.raises(Refusal) as refused:
        window("2026-01-01", "2031-01-01")

    assert refused.value.row.code == "ErrorInvalidRequest"


def test_a_window_has_what_overlaps_it_and_what_has_no_length_from_its_start_on() -> None:
    day = Window(EIGHTH, EIGHTH + DAY)

    assert day.takes(EIGHTH - HOUR, EIGHTH + HOUR)
    assert day.takes(EIGHTH, EIGHTH)
    assert day.takes(EIGHTH + DAY - HOUR, EIGHTH + 2 * DAY)
    assert not day.takes(EIGHTH - HOUR, EIGHTH)
    assert not day.takes(EIGHTH + DAY, EIGHTH + DAY + HOUR)
    assert not day.takes(EIGHTH - HOUR, EIGHTH - HOUR)


@given(st.text(max_size=40))
def test_any_text_is_a_time_or_refused(text: str) -> None:
    with suppress(Refusal):
        assert window(text, "9999-12-31").after <= window(text, "9999-12-31").before

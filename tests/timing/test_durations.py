"""ISO 8601 durations."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mockserver.clock import DAY, HOUR, MILLISECOND, MINUTE, SECOND
from mockserver.timing.durations import Duration, duration_text, parse_duration, split_duration


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("PT15M", 15 * MINUTE),
        ("PT1H30M", 90 * MINUTE),
        ("P1D", DAY),
        ("P1W", 7 * DAY),
        ("P1DT2H", DAY + 2 * HOUR),
        ("PT90S", 90 * SECOND),
        ("PT0.5S", 500 * MILLISECOND),
        ("PT1,000001S", SECOND + 1),
        ("PT0S", 0),
    ],
)
def test_a_duration_is_a_length_in_microseconds(text: str, length: int) -> None:
    assert parse_duration(text) == length


@pytest.mark.parametrize(
    ("text", "days", "microseconds"), [("P1DT2H", 1, 2 * HOUR), ("P2W", 14, 0), ("PT24H", 0, 24 * HOUR)]
)
def test_days_can_be_taken_apart_as_written(text: str, days: int, microseconds: int) -> None:
    assert split_duration(text) == Duration(days, microseconds)


def test_a_sign_is_read_only_where_it_is_allowed() -> None:
    assert parse_duration("-PT15M", signed=True) == -15 * MINUTE
    assert parse_duration("+PT15M", signed=True) == 15 * MINUTE
    assert split_duration("-P1DT1H", signed=True) == Duration(-1, -HOUR)
    for text in ("-PT15M", "+PT15M"):
        with pytest.raises(ValueError, match=r"has a sign.*PT15M"):
            parse_duration(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "P",
        "PT",
        "P1DT",
        "15M",
        "PT15",
        "pt15m",
        "P1Y",
        "P1M",
        "P1W1D",
        "P1.5D",
        "PT-1H",
        "PT1M1H",
        " PT1M",
        "PT1M\n",
        "PT٣M",
        "P9999999999D",
    ],
)
def test_what_is_no_duration_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(ValueError, match=re.escape(f"{text!r} is no duration; write such as PT15M")):
        parse_duration(text)


@pytest.mark.parametrize(
    ("length", "text"),
    [
        (15 * MINUTE, "PT15M"),
        (DAY, "P1D"),
        (7 * DAY, "P7D"),
        (26 * HOUR + 5, "P1DT2H0.000005S"),
        (0, "PT0S"),
        (-5 * MINUTE, "-PT5M"),
    ],
)
def test_a_length_is_written_with_days_of_24_hours(length: int, text: str) -> None:
    assert duration_text(length) == text


@settings(derandomize=True, max_examples=300, deadline=None)
@given(st.integers(-(10**16), 10**16))
def test_what_is_written_reads_as_the_same_length(length: int) -> None:
    assert parse_duration(duration_text(length), signed=True) == length

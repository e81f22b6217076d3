"""Time: how instants are written and read, and how a session's clock goes."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mockserver.clock import (
    DAY,
    HOUR,
    MILLISECOND,
    MINUTE,
    SECOND,
    Clock,
    datetime_of,
    instant_of,
    monotonic,
    parse_instant,
    real_now,
    rfc3339,
)

START = 1_772_805_600 * SECOND  # 2026-03-06T14:00:00Z
MOMENTS = st.datetimes(datetime(1, 1, 2), datetime(9999, 12, 30), timezones=st.just(UTC))  # noqa: DTZ001 - Hypothesis wants naive bounds


def frozen() -> Clock:
    return Clock(START, "frozen")


# Instants as text.


@pytest.mark.parametrize(
    ("text", "instant"),
    [
        ("1970-01-01T00:00:00Z", 0),
        ("1970-01-01T00:00:00z", 0),
        ("1970-01-01t00:00:01Z", SECOND),
        ("1970-01-01 00:00:01Z", SECOND),
        ("1969-12-31T23:59:59.999999Z", -1),
        ("2026-03-06T09:00:00-05:00", START),
        ("2026-03-06T14:00:00.5+00:00", START + SECOND // 2),
        ("2026-03-06T14:00:00.1234567890Z", START + 123_456),
        ("2026-03-06T14:00:00-00:00", START),
        ("0001-01-01T00:00:00Z", -62_135_596_800 * SECOND),
        ("9999-12-31T23:59:59.999999Z", 253_402_300_800 * SECOND - 1),
    ],
)
def test_a_date_time_with_an_offset_is_an_instant(text: str, instant: int) -> None:
    assert parse_instant(text) == instant


NO_DATE_TIMES = """
2026-03-06 | 2026-03-06T14:00:00 | 2026-03-06T14:00Z | 2026-3-6T14:00:00Z | 20260306T140000Z | 2026-03-06T24:00:00Z
2026-03-06T14:60:00Z | 2026-02-30T00:00:00Z | 2026-13-01T00:00:00Z | 2026-03-06T14:00:00+24:00
2026-03-06T14:00:00+0500 | 2026-03-06T14:00:00.Z | 0000-01-01T00:00:00Z | \u0662026-03-06T14:00:00Z | now"""


@pytest.mark.parametrize("text", ["", " 2026-03-06T14:00:00Z", *re.split(r"\s*[|\n]\s*", NO_DATE_TIMES.strip())])
def test_what_is_no_such_date_time_is_refused_with_its_words(text: str) -> None:
    with pytest.raises(ValueError, match="is no") as refused:
        parse_instant(text)

    assert repr(text) in str(refused.value)


def test_a_leap_second_has_no_place() -> None:
    with pytest.raises(ValueError, match=r"names a leap second.*write :59"):
        parse_instant("2016-12-31T23:59:60Z")


@pytest.mark.parametrize("text", ["0001-01-01T00:00:00+01:00", "9999-12-31T23:59:59-01:00"])
def test_an_instant_lies_in_the_years_1_to_9999(text: str) -> None:
    with pytest.raises(ValueError, match="outside the years 1 to 9999"):
        parse_instant(text)


@pytest.mark.parametrize(
    ("digits", "text"),
    [
        (0, "2026-03-06T14:00:00Z"),
        (3, "2026-03-06T14:00:00.123Z"),
        (6, "2026-03-06T14:00:00.123456Z"),
        (7, "2026-03-06T14:00:00.1234560Z"),  # Microsoft's
    ],
)
def test_an_instant_is_written_with_as_many_digits_as_wanted(digits: int, text: str) -> None:
    assert rfc3339(START + 123_456, digits) == text


@given(MOMENTS)
def test_what_is_written_reads_back(moment: datetime) -> None:
    instant = instant_of(moment)

    assert datetime_of(instant) == moment
    assert parse_instant(rfc3339(instant, 6)) == instant


@given(MOMENTS, st.integers(-1439, 1439))
def test_an_offset_changes_the_words_but_not_the_instant(moment: datetime, minutes: int) -> None:
    there = moment.astimezone(timezone(timedelta(minutes=minutes)))

    assert parse_instant(there.isoformat()) == instant_of(moment)


# How the clock goes.


def test_a_frozen_clock_stands_still() -> None:
    clock = frozen()

    assert [clock.now() for _ in range(3)] == [START] * 3


def test_a_real_clock_starts_where_it_is_told_and_goes_with_real_time() -> None:
    before = real_now()
    clock = Clock(START, "real")
    passed = clock.now() - START

    assert 0 <= passed <= real_now() - before


def test_a_clock_without_a_start_shows_real_time() -> None:
    before = real_now()

    assert before <= Clock().now() <= real_now()
    assert before <= Clock(None, "frozen").now() <= real_now()


def test_monotonic_never_goes_back() -> None:
    assert monotonic() <= monotonic()


@pytest.mark.parametrize("flow", ["real", "frozen"])
def test_a_clock_is_moved_forward(flow: str) -> None:
    clock = Clock(START, "frozen" if flow == "frozen" else "real")

    clock.advance(HOUR)
    assert START + HOUR <= clock.now() < START + HOUR + MINUTE
    clock.set(START + DAY)
    assert START + DAY <= clock.now() < START + DAY + MINUTE


def test_a_clock_is_never_moved_back() -> None:
    clock = frozen()

    with pytest.raises(ValueError, match="only moves forward"):
        clock.advance(-1)
    with pytest.raises(ValueError, match="only moves forward"):
        clock.set(START - 1)
    assert clock.now() == START


def test_a_clock_may_be_set_to_where_it_stands() -> None:
    clock = frozen()
    clock.set(START)
    clock.advance(0)

    assert clock.now() == START


def test_a_clock_ends_with_the_year_9999() -> None:
    clock = frozen()

    with pytest.raises(ValueError, match="year 9999"):
        clock.advance(10_000 * 366 * DAY)
    assert clock.now() == START


def test_a_clock_goes_on_from_where_it_stands_when_its_flow_changes() -> None:
    clock = frozen()
    clock.set_flow("real")
    assert START <= clock.now() < START + MINUTE
    clock.set_flow("frozen")
    stopped = clock.now()

    assert clock.flow == "frozen"
    assert clock.now() == stopped


# Stamps.


def test_stamps_rise_by_a_millisecond_at_least() -> None:
    clock = frozen()
    stamps = [clock.stamp() for _ in range(4)]

    assert stamps == [START + n * MILLISECOND for n in range(4)]


def test_a_stamp_is_the_time_in_whole_milliseconds() -> None:
    clock = frozen()
    clock.advance(1_999)

    assert clock.stamp() == START + MILLISECOND


def test_stamps_catch_up_with_the_clock() -> None:
    clock = frozen()
    for _ in range(3):
        clock.stamp()
    clock.advance(SECOND)

    assert clock.stamp() == START + SECOND


@given(st.lists(st.one_of(st.none(), st.integers(0, 5 * MILLISECOND))))
def test_stamps_rise_strictly_whatever_the_clock_does(steps: list[int | None]) -> None:
    clock, stamps = frozen(), [0]
    for step in steps:
        if step is None:
            stamps.append(clock.stamp())
        else:
            clock.advance(step)

    assert all(later - earlier >= MILLISECOND for earlier, later in pairwise(stamps))


# Snapshots.


def test_a_restored_clock_shows_the_saved_time_again_and_stamps_as_then() -> None:
    clock = frozen()
    clock.stamp()
    saved = clock.snapshot()
    following = clock.stamp()
    clock.advance(DAY)
    clock.set_flow("real")

    clock.restore(saved)

    assert (clock.now(), clock.flow) == (START, "frozen")
    assert clock.stamp() == following


def test_a_clock_in_real_flow_goes_on_from_the_saved_time() -> None:
    clock = Clock(START, "real")
    saved = clock.snapshot()
    clock.advance(DAY)
    clock.restore(saved)

    assert START <= clock.now() < START + MINUTE

"""Windows on a series, one occurrence of it, and its extent: what is found, and what finding it costs."""

from __future__ import annotations

import itertools
from datetime import datetime
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mockserver.clock import DAY, HOUR, MINUTE, Instant, datetime_of, parse_instant
from mockserver.timing import wall
from mockserver.timing.recurrence import Occurrence, Series
from mockserver.timing.zones import zone

if TYPE_CHECKING:
    from collections.abc import Iterable


def at(text: str) -> Instant:
    return parse_instant(text)


def series(start: str, *lines: str, name: str = "America/New_York") -> Series:
    """A series that starts at a naive time."""
    return Series.parse(lines, datetime.fromisoformat(start), zone(name))


def utc(occurrences: Iterable[Occurrence]) -> list[str]:
    """The starts of occurrences, in UTC."""
    return [f"{datetime_of(occurrence.start):%Y-%m-%dT%H:%MZ}" for occurrence in occurrences]


def test_a_window_keeps_what_ends_after_it_begins_and_starts_before_it_ends() -> None:
    daily = series("2026-03-01T09:00", "RRULE:FREQ=DAILY", name="UTC")

    def between(after: str, before: str) -> list[str]:
        return [start[8:16] for start in utc(daily.occurrences(at(after), at(before), HOUR))]

    assert between("2026-03-10T10:00:00Z", "2026-03-12T09:00:00Z") == ["11T09:00"]
    assert between("2026-03-10T09:59:59Z", "2026-03-12T09:00:01Z") == ["10T09:00", "11T09:00", "12T09:00"]


def test_an_occurrence_of_no_length_is_in_a_window_that_begins_before_it() -> None:
    daily = series("2026-03-01T09:00", "RRULE:FREQ=DAILY", name="UTC")

    assert not list(daily.occurrences(at("2026-03-10T09:00:00Z"), at("2026-03-11T09:00:00Z"), 0))
    assert utc(daily.occurrences(at("2026-03-10T08:59:59Z"), at("2026-03-10T09:00:01Z"), 0)) == ["2026-03-10T09:00Z"]


def test_an_occurrence_longer_than_the_window_is_in_it() -> None:
    weekly = series("2026-03-01T09:00", "RRULE:FREQ=WEEKLY", name="UTC")

    assert utc(weekly.occurrences(at("2026-03-12T00:00:00Z"), at("2026-03-12T01:00:00Z"), 5 * DAY)) == [
        "2026-03-08T09:00Z"
    ]


@pytest.mark.parametrize(
    ("after", "before"),
    [(10**30, None), (None, -(10**30)), (0, 0), (at("2026-03-09T00:00:00Z"), at("2026-03-08T00:00:00Z"))],
)
def test_an_empty_or_outlandish_window_is_empty(after: int | None, before: int | None) -> None:
    assert not list(series("2026-03-01T09:00", "RRULE:FREQ=DAILY").occurrences(after, before, HOUR))


def test_a_window_of_everything_begins_with_the_start() -> None:
    everything = series("2026-03-01T09:00", "RRULE:FREQ=DAILY").occurrences(-(10**30), 10**30, HOUR)

    assert utc(itertools.islice(everything, 2)) == ["2026-03-01T14:00Z", "2026-03-02T14:00Z"]


RULES = [
    "RRULE:FREQ=DAILY;INTERVAL=2;BYHOUR=1,2,3",
    "RRULE:FREQ=WEEKLY;BYDAY=SA,SU,MO;COUNT=50",
    "RRULE:FREQ=MONTHLY;BYDAY=2SU,-1SU",
    "RRULE:FREQ=MINUTELY;INTERVAL=25;BYHOUR=0,1,2,3",
    "RRULE:FREQ=HOURLY;INTERVAL=7;UNTIL=20260601T000000Z",
]


@settings(derandomize=True, max_examples=150, deadline=None)
@given(
    st.sampled_from(RULES),
    st.sampled_from(["America/New_York", "Australia/Lord_Howe", "Europe/London", "Antarctica/Troll", "Pacific/Apia"]),
    st.integers(-5, 120),
    st.integers(0, 30 * 24),
    st.sampled_from([0, 15 * MINUTE, 3 * HOUR, 40 * HOUR]),
)
def test_a_window_holds_what_the_whole_series_has_in_it(
    rule: str, name: str, day: int, hours: int, length: int
) -> None:
    recurring = series("2026-02-20T02:15", rule, "RDATE:20260308T071000Z", "EXDATE;VALUE=DATE:20260329", name=name)
    after = at("2026-02-20T00:00:00Z") + day * DAY
    before = after + hours * HOUR

    found = list(recurring.occurrences(after, before, length))

    whole = itertools.takewhile(lambda occurrence: occurrence.start < before, recurring.occurrences())
    assert found == [occurrence for occurrence in whole if occurrence.start + length > after]
    assert all(one.start < other.start for one, other in itertools.pairwise(found))


@pytest.mark.parametrize(
    ("rule", "most"),
    [
        ("FREQ=WEEKLY", 9),
        ("FREQ=DAILY;INTERVAL=3", 15),
        ("FREQ=MONTHLY;BYDAY=1MO", 5),
        ("FREQ=YEARLY", 3),
        ("FREQ=WEEKLY;UNTIL=99991231T000000Z", 9),
    ],
)
@pytest.mark.parametrize("year", [2026, 2126, 9000])
def test_a_month_of_an_endless_series_costs_the_same_however_far_away(
    rule: str, most: int, year: int, periods_visited: list[int]
) -> None:
    recurring = series("2020-01-06T09:00", f"RRULE:{rule}")

    list(recurring.occurrences(at(f"{year}-06-01T00:00:00Z"), at(f"{year}-07-01T00:00:00Z"), HOUR))

    assert 0 < len(periods_visited) <= most


def test_whether_an_occurrence_is_one_costs_a_few_periods(periods_visited: list[int]) -> None:
    recurring = series("2020-01-06T09:00", "RRULE:FREQ=DAILY")

    assert recurring.has(at("2126-06-01T13:00:00Z"))
    assert recurring.find(datetime.fromisoformat("2126-06-01T09:00")) is not None
    assert len(periods_visited) <= 12


def test_an_endless_series_is_expanded_no_further_than_it_is_read(periods_visited: list[int]) -> None:
    next(series("2020-01-06T09:00", "RRULE:FREQ=SECONDLY").occurrences())

    assert len(periods_visited) <= 2


# One occurrence, and the extent of all


def test_an_occurrence_is_known_by_its_instant_and_by_its_time() -> None:
    recurring = series("2026-03-06T02:30", "RRULE:FREQ=DAILY;COUNT=5", "EXDATE:20260307T023000")
    in_the_gap = Occurrence(datetime.fromisoformat("2026-03-08T02:30"), at("2026-03-08T07:30:00Z"))

    assert recurring.find(in_the_gap.wall) == in_the_gap
    assert recurring.has(in_the_gap.start)
    assert not recurring.has(in_the_gap.start + 1)


@pytest.mark.parametrize("when", ["2026-03-05T02:30", "2026-03-07T02:30", "2026-03-06T02:31", "2026-03-11T02:30"])
def test_what_is_before_taken_away_beside_or_after_is_no_occurrence(when: str) -> None:
    recurring = series("2026-03-06T02:30", "RRULE:FREQ=DAILY;COUNT=5", "EXDATE:20260307T023000")
    moment = datetime.fromisoformat(when)

    assert recurring.find(moment) is None
    assert not recurring.has(wall.instant(moment, recurring.zone))


@pytest.mark.parametrize(
    ("lines", "last_end"),
    [
        (["RRULE:FREQ=DAILY;COUNT=3"], "2026-03-08T14:00:00Z"),
        (["RRULE:FREQ=DAILY;UNTIL=20260320T000000Z"], "2026-03-20T01:00:00Z"),
        (["RRULE:FREQ=DAILY;UNTIL=20260320T090000"], "2026-03-20T14:00:00Z"),
        (["RRULE:FREQ=DAILY;COUNT=3", "RDATE:20260401T120000Z"], "2026-04-01T13:00:00Z"),
        (["RRULE:FREQ=DAILY"], None),
        (["RRULE:FREQ=DAILY;COUNT=3", "RRULE:FREQ=WEEKLY"], None),
        ([], "2026-03-06T15:00:00Z"),
    ],
)
def test_the_extent_is_the_first_start_and_the_last_end_or_none(lines: list[str], last_end: str | None) -> None:
    recurring = series("2026-03-06T09:00", *lines)

    assert recurring.extent(HOUR) == (at("2026-03-06T14:00:00Z"), at(last_end) if last_end else None)


@settings(derandomize=True, max_examples=100, deadline=None)
@given(
    st.sampled_from(["DAILY", "HOURLY", "MINUTELY;INTERVAL=30", "DAILY;BYHOUR=2,3"]),
    st.integers(1, 60),
    st.sampled_from(["America/New_York", "Pacific/Apia", "Australia/Lord_Howe"]),
)
def test_no_occurrence_lasts_longer_than_the_extent(freq: str, count: int, name: str) -> None:
    day = "2011-12-29" if name == "Pacific/Apia" else "2026-03-07" if name == "America/New_York" else "2026-10-03"
    recurring = series(f"{day}T02:30", f"RRULE:FREQ={freq};COUNT={count}", name=name)

    extent = recurring.extent(HOUR)

    occurrences = list(recurring.occurrences())
    assert extent is not None
    assert extent[0] == occurrences[0].start
    assert extent[1] is not None
    assert 0 <= extent[1] - recurring.end(occurrences[-1], HOUR) <= DAY

"""Occurrences against an enumeration of what the patterns' words mean, day by day, and their clocks by hand."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, datetime, time, timedelta
from itertools import islice
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from mockserver.clock import DAY, HOUR, parse_instant, rfc3339
from mockserver.microsoft.events.occurrences import first_span, occurrences, series
from mockserver.microsoft.events.recurrence_rules import Pattern, Range, Recurrence
from mockserver.microsoft.events.times import read_span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mockserver.microsoft.events.times import Span

ZONES = ("America/New_York", "Europe/Berlin", "Australia/Lord_Howe", "America/Sao_Paulo", "Africa/Cairo", "UTC")
YEARS = 4


def lasting(start: str, end: str, zone: str = "America/New_York", *, all_day: bool = False) -> Span:
    return read_span({"dateTime": start, "timeZone": zone}, {"dateTime": end, "timeZone": zone}, all_day=all_day)


def daily(start: str, zone: str = "America/New_York", number: int = 0) -> Recurrence:
    range_ = Range(type="numbered" if number else "noEnd", start=date.fromisoformat(start), zone=zone, number=number)
    return Recurrence(Pattern(type="daily"), range_)


def means(pattern: Pattern, start: date, on: date) -> bool:
    """Whether a pattern means a day, said without any rule: by the words of its type."""
    months = (on.year - start.year) * 12 + on.month - start.month
    if pattern.type == "daily":
        return (on - start).days % pattern.interval == 0
    if pattern.type == "weekly":
        weeks = (first_of_week(on, pattern) - first_of_week(start, pattern)).days // 7
        return on.weekday() in pattern.days_of_week and weeks % pattern.interval == 0
    if pattern.type.endswith("Monthly") and months % pattern.interval:
        return False
    if pattern.type.endswith("Yearly") and (on.month != pattern.month or (on.year - start.year) % pattern.interval):
        return False
    last = monthrange(on.year, on.month)[1]
    if pattern.type.startswith("absolute"):
        return on.day == min(pattern.day_of_month, last)
    of_the_kind = [day for day in range(1, last + 1) if on.replace(day=day).weekday() in pattern.days_of_week]
    return on.day == of_the_kind[-1 if pattern.index == 4 else pattern.index]


def first_of_week(on: date, pattern: Pattern) -> date:
    return on - timedelta(days=(on.weekday() - pattern.first_day_of_week) % 7)


def enumerated(recurrence: Recurrence, last: date) -> Iterator[date]:
    """The days of a recurrence up to a last one, by looking at each."""
    range_ = recurrence.range
    on, found = range_.start, 0
    while on <= min(last, range_.end or last) and (not range_.number or found < range_.number):
        if means(recurrence.pattern, range_.start, on):
            found += 1
            yield on
        on += timedelta(days=1)


@st.composite
def recurrences(draw: st.DrawFn) -> Recurrence:
    type_ = draw(st.sampled_from(TYPES))
    some = st.lists(st.integers(0, 6), min_size=1, max_size=4, unique=True).map(lambda days: tuple(sorted(days)))
    relative = type_.startswith("relative")
    pattern = Pattern(
        type=type_,  # type: ignore[arg-type]  # one of TYPES
        interval=draw(st.integers(1, 5)),
        month=draw(st.integers(1, 12)) if type_.endswith("Yearly") else 0,
        day_of_month=draw(st.integers(1, 31)) if type_.startswith("absolute") else 0,
        days_of_week=draw(some) if relative or type_ == "weekly" else (),
        first_day_of_week=draw(st.integers(0, 6)),
        index=draw(st.integers(0, 4)) if relative else 0,
    )
    start = draw(st.dates(date(2019, 1, 1), date(2026, 12, 31)))
    zone = draw(st.sampled_from(ZONES))
    kind = draw(st.sampled_from(("endDate", "noEnd", "numbered")))
    if kind == "endDate":
        return Recurrence(
            pattern, Range(type="endDate", start=start, zone=zone, end=start + timedelta(draw(st.integers(0, 900))))
        )
    number = draw(st.integers(1, 40)) if kind == "numbered" else 0
    return Recurrence(pattern, Range(type="numbered" if number else "noEnd", start=start, zone=zone, number=number))


TYPES = ("daily", "weekly", "absoluteMonthly", "relativeMonthly", "absoluteYearly", "relativeYearly")


@settings(deadline=None, max_examples=150)
@given(recurrences(), st.times().map(lambda at: at.replace(microsecond=0, fold=0)))
def test_the_occurrences_are_the_days_that_the_pattern_means_at_the_same_wall_clock_time(
    recurrence: Recurrence, at: time
) -> None:
    start, zone = recurrence.range.start, recurrence.range.zone
    begins = datetime.combine(start, at)
    span = lasting(begins.isoformat(), begins.isoformat(), zone)
    if span.start.wall != begins:  # the start itself is skipped by the clocks: what it is then has its own test
        return
    last = date(start.year + YEARS, 12, 31)
    # What is expected knows nothing of mockserver.timing: Python's own zones, with the first of two times.
    expected = [
        (day, int(datetime.combine(day, at, ZoneInfo(zone)).timestamp()) * 1_000_000)
        for day in enumerated(recurrence, last)
    ]

    found = [(one.day, one.span.start.instant) for one in islice(occurrences(recurrence, span), len(expected) + 1)]

    within = [item for item in found if item[0] <= last]
    assert dict(within) == dict(expected)
    assert [start for _, start in within] == sorted(start for _, start in within)


@settings(deadline=None, max_examples=60)
@given(recurrences(), st.integers(1, 3))
def test_days_of_an_all_day_series_are_those_that_the_pattern_means(recurrence: Recurrence, days: int) -> None:
    start = recurrence.range.start
    span = lasting(start.isoformat(), (start + timedelta(days=days)).isoformat(), recurrence.range.zone, all_day=True)
    last = date(start.year + YEARS, 12, 31)
    expected = [(day, day + timedelta(days=days)) for day in enumerated(recurrence, last)]

    found = [one.span for one in islice(occurrences(recurrence, span), len(expected))]

    assert [(one.start.day, one.end.day) for one in found] == expected


@settings(deadline=None, max_examples=60)
@given(recurrences(), st.integers(-40, 900), st.integers(0, 60), st.integers(0, 30))
def test_a_window_has_the_occurrences_that_overlap_it(
    recurrence: Recurrence, from_: int, for_: int, hours: int
) -> None:
    begins = datetime.combine(recurrence.range.start, time(9, 30))
    span = lasting(begins.isoformat(), (begins + timedelta(hours=hours)).isoformat(), recurrence.range.zone)
    after = span.start.instant + from_ * DAY
    before = after + for_ * DAY
    first_ones = [one.span for one in islice(occurrences(recurrence, span), 1100) if one.span.start.instant < before]

    found = [one.span for one in occurrences(recurrence, span, after, before)]

    assert found == [one for one in first_ones if one.end.instant > after or one.start.instant >= after]


def starts_and_ends(recurrence: Recurrence, span: Span, most: int = 3) -> list[str]:
    found = islice(occurrences(recurrence, span), most)
    return [f"{rfc3339(one.span.start.instant)}/{rfc3339(one.span.end.instant)}" for one in found]


def test_the_wall_clock_is_kept_when_clocks_go_forward() -> None:
    span = lasting("2026-03-07T09:00:00", "2026-03-07T10:00:00")

    assert starts_and_ends(daily("2026-03-07"), span, 2) == [
        "2026-03-07T14:00:00Z/2026-03-07T15:00:00Z",
        "2026-03-08T13:00:00Z/2026-03-08T14:00:00Z",
    ]


def test_the_recurrence_zone_decides_where_the_event_is_in_another() -> None:
    span = lasting("2026-03-07T14:00:00", "2026-03-07T15:00:00", "UTC")

    assert starts_and_ends(daily("2026-03-07", "Eastern Standard Time"), span, 2)[1].startswith("2026-03-08T13:00:00Z")


def test_an_occurrence_that_clocks_skip_is_after_the_gap() -> None:
    span = lasting("2026-03-07T02:30:00", "2026-03-07T02:45:00")

    assert starts_and_ends(daily("2026-03-07"), span)[1] == "2026-03-08T07:30:00Z/2026-03-08T07:45:00Z"


def test_an_occurrence_that_clocks_show_twice_is_the_first_of_the_two() -> None:
    span = lasting("2026-10-31T01:30:00", "2026-10-31T01:45:00")

    assert starts_and_ends(daily("2026-10-31"), span)[1] == "2026-11-01T05:30:00Z/2026-11-01T05:45:00Z"


def test_both_ends_of_a_night_over_a_change_of_the_clocks_keep_their_time() -> None:
    span = lasting("2026-03-06T22:00:00", "2026-03-07T06:00:00")

    night = next(islice(occurrences(daily("2026-03-06"), span), 1, None)).span

    assert night.end.instant - night.start.instant == 7 * HOUR
    assert night.end.wall == datetime.fromisoformat("2026-03-08T06:00:00")


def test_an_occurrence_never_ends_before_it_starts() -> None:
    # On 2026-10-04 clocks go from 02:00 to 02:30: the start is moved to 02:40, behind the end.
    span = lasting("2026-10-03T02:10:00", "2026-10-03T02:35:00", "Australia/Lord_Howe")

    spans = [one.span for one in islice(occurrences(daily("2026-10-03", "Australia/Lord_Howe"), span), 3)]

    assert all(one.start.instant <= one.end.instant for one in spans)


def test_days_are_seen_from_one_midnight_of_utc_to_another_in_whatever_zone_they_were_made() -> None:
    span = lasting("2026-03-07", "2026-03-08", all_day=True)
    window = parse_instant("2026-03-09T00:00:00Z"), parse_instant("2026-03-10T00:00:00Z")

    found = [one.day for one in occurrences(daily("2026-03-07"), span, *window)]

    assert found == [date(2026, 3, 9)]


def test_days_that_are_not_wanted_are_left_out_and_still_count() -> None:
    span = lasting("2026-03-02T09:00:00", "2026-03-02T10:00:00")

    found = [one.day.day for one in occurrences(daily("2026-03-02", number=4), span, without={date(2026, 3, 3)})]

    assert found == [2, 4, 5]


def test_a_series_starts_with_what_the_pattern_names_first() -> None:
    span = lasting("2026-03-02T09:00:00", "2026-03-02T10:00:00")  # a Monday
    fridays = Recurrence(Pattern(type="weekly", days_of_week=(4,)), daily("2026-03-02").range)

    assert first_span(fridays, span).start.wall == datetime.fromisoformat("2026-03-06T09:00:00")
    assert not series(fridays, span).has(span.start.instant)


def test_nothing_recurs_after_the_last_end_of_a_range() -> None:
    span = lasting("4500-08-31T09:00:00", "4500-08-31T10:00:00", "UTC")

    assert [one.day.isoformat() for one in occurrences(daily("4500-08-31", "UTC"), span)] == [
        "4500-08-31",
        "4500-09-01",
    ]

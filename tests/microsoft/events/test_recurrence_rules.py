"""The rules of RFC 5545 that patterns become, and what Graph can say of rules that came from elsewhere."""

from __future__ import annotations

from datetime import date
from itertools import islice

import pytest
from hypothesis import given, settings

from mockserver.microsoft.events.occurrences import occurrences
from mockserver.microsoft.events.recurrence_rules import Pattern, Range, Recurrence, from_lines, line
from mockserver.microsoft.events.times import Span, read_span
from tests.microsoft.events.test_occurrences import recurrences

ON_MONDAY = ("2026-03-02T09:00:00", "2026-03-02T10:00:00")
FROM_MONDAY = Range(type="noEnd", start=date(2026, 3, 2), zone="Eastern Standard Time")


def lasting(start: str, end: str, *, all_day: bool = False) -> Span:
    zone = "Eastern Standard Time"
    return read_span({"dateTime": start, "timeZone": zone}, {"dateTime": end, "timeZone": zone}, all_day=all_day)


@pytest.mark.parametrize(
    ("pattern", "rule"),
    [
        (Pattern(type="daily"), "FREQ=DAILY"),
        (Pattern(type="daily", interval=3), "FREQ=DAILY;INTERVAL=3"),
        (Pattern(type="weekly", interval=2, days_of_week=(0, 4)), "FREQ=WEEKLY;INTERVAL=2;WKST=SU;BYDAY=MO,FR"),
        (Pattern(type="absoluteMonthly", day_of_month=15), "FREQ=MONTHLY;BYMONTHDAY=15"),
        (Pattern(type="absoluteMonthly", day_of_month=30), "FREQ=MONTHLY;BYMONTHDAY=28,29,30;BYSETPOS=-1"),
        (Pattern(type="relativeMonthly", days_of_week=(1,), index=1), "FREQ=MONTHLY;BYDAY=2TU"),
        (Pattern(type="relativeMonthly", days_of_week=(1,), index=4), "FREQ=MONTHLY;BYDAY=-1TU"),
        (Pattern(type="relativeMonthly", days_of_week=(5, 6), index=4), "FREQ=MONTHLY;BYDAY=SA,SU;BYSETPOS=-1"),
        (Pattern(type="absoluteYearly", month=6, day_of_month=9), "FREQ=YEARLY;BYMONTH=6;BYMONTHDAY=9"),
        (Pattern(type="relativeYearly", month=11, days_of_week=(3,), index=3), "FREQ=YEARLY;BYMONTH=11;BYDAY=4TH"),
    ],
)
def test_a_pattern_is_a_rule_of_rfc_5545_and_that_rule_the_pattern(pattern: Pattern, rule: str) -> None:
    span = lasting(*ON_MONDAY)
    recurrence = Recurrence(pattern, FROM_MONDAY)

    assert line(recurrence, span) == f"RRULE:{rule}"
    back = from_lines([line(recurrence, span)], span)
    assert back is not None
    assert line(back, span) == line(recurrence, span)
    assert back.pattern.type == pattern.type


def test_the_end_of_a_range_is_in_utc_the_last_start_it_lets_pass() -> None:
    range_ = Range(type="endDate", start=date(2026, 3, 2), zone="Eastern Standard Time", end=date(2026, 3, 9))
    recurrence = Recurrence(Pattern(type="daily"), range_)

    assert line(recurrence, lasting(*ON_MONDAY)) == "RRULE:FREQ=DAILY;UNTIL=20260309T130000Z"
    whole = lasting("2026-03-02", "2026-03-03", all_day=True)
    assert line(recurrence, whole) == "RRULE:FREQ=DAILY;UNTIL=20260309"


@settings(deadline=None, max_examples=100)
@given(recurrences())
def test_a_recurrence_read_back_from_its_rule_has_the_same_occurrences(recurrence: Recurrence) -> None:
    day, zone = recurrence.range.start.isoformat(), recurrence.range.zone
    start, end = ({"dateTime": f"{day}T{at}", "timeZone": zone} for at in ("09:00", "10:00"))
    span = read_span(start, end, all_day=False)

    back = from_lines([line(recurrence, span)], span)

    assert back is not None
    assert back.range.type == recurrence.range.type
    assert list(islice(occurrences(back, span), 30)) == list(islice(occurrences(recurrence, span), 30))


@pytest.mark.parametrize(
    ("until", "last"),
    [
        ("20260309T130000Z", date(2026, 3, 9)),
        ("20260309T125959Z", date(2026, 3, 8)),
        ("20260309T090000", date(2026, 3, 9)),
        ("20260310T030000Z", date(2026, 3, 9)),
    ],
)
def test_an_until_is_the_last_day_whose_start_it_lets_pass(until: str, last: date) -> None:
    recurrence = from_lines([f"RRULE:FREQ=DAILY;UNTIL={until}"], lasting(*ON_MONDAY))

    assert recurrence is not None
    assert recurrence.range.end == last


@pytest.mark.parametrize(
    ("rule", "pattern"),
    [
        ("FREQ=WEEKLY;WKST=SU", Pattern(type="weekly", days_of_week=(0,))),
        ("FREQ=DAILY;BYDAY=MO,TU;WKST=SU", Pattern(type="weekly", days_of_week=(0, 1))),
        ("FREQ=MONTHLY;WKST=SU", Pattern(type="absoluteMonthly", day_of_month=2)),
        ("FREQ=MONTHLY;BYMONTHDAY=-1;WKST=SU", Pattern(type="absoluteMonthly", day_of_month=31)),
        ("FREQ=YEARLY;WKST=SU", Pattern(type="absoluteYearly", month=3, day_of_month=2)),
        ("FREQ=YEARLY;BYMONTH=4;BYMONTHDAY=30;WKST=SU", Pattern(type="absoluteYearly", month=4, day_of_month=30)),
    ],
)
def test_what_a_rule_leaves_to_the_start_is_said_in_the_pattern(rule: str, pattern: Pattern) -> None:
    recurrence = from_lines([f"RRULE:{rule}"], lasting(*ON_MONDAY))

    assert recurrence is not None
    assert recurrence.pattern == pattern


@pytest.mark.parametrize(
    "texts",
    [
        ["RRULE:FREQ=HOURLY"],
        ["RRULE:FREQ=DAILY;BYHOUR=9,15"],
        ["RRULE:FREQ=DAILY;INTERVAL=2;BYDAY=MO"],
        ["RRULE:FREQ=DAILY;BYMONTH=3"],
        ["RRULE:FREQ=MONTHLY;BYMONTHDAY=31"],
        ["RRULE:FREQ=MONTHLY;BYMONTHDAY=1,15"],
        ["RRULE:FREQ=MONTHLY;BYMONTHDAY=13;BYDAY=FR"],
        ["RRULE:FREQ=MONTHLY;BYDAY=5MO"],
        ["RRULE:FREQ=MONTHLY;BYDAY=1MO,3MO"],
        ["RRULE:FREQ=MONTHLY;BYDAY=MO"],
        ["RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29"],
        ["RRULE:FREQ=YEARLY;BYDAY=20MO"],
        ["RRULE:FREQ=YEARLY;BYYEARDAY=100"],
        ["RRULE:FREQ=YEARLY;BYMONTH=3,4;BYMONTHDAY=2"],
        ["RRULE:FREQ=DAILY", "RRULE:FREQ=WEEKLY"],
        ["RRULE:FREQ=DAILY", "RDATE:20260401T090000"],
        ["RDATE:20260401T090000"],
    ],
)
def test_graph_has_no_words_for_what_its_patterns_cannot_say(texts: list[str]) -> None:
    assert from_lines(texts, lasting(*ON_MONDAY)) is None


def test_what_is_taken_away_from_a_series_does_not_change_its_pattern() -> None:
    span = lasting(*ON_MONDAY)

    with_exceptions = from_lines(["RRULE:FREQ=DAILY;COUNT=9", "EXDATE:20260303T090000"], span)

    assert with_exceptions == from_lines(["RRULE:FREQ=DAILY;COUNT=9"], span)

"""A patternedRecurrence in a body: what Graph reads, what it writes, and what it refuses with which code."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from mockserver.microsoft.events.recurrence import read_recurrence, write_recurrence
from mockserver.microsoft.events.recurrence_rules import Pattern
from mockserver.microsoft.events.times import Span, read_span
from mockserver.microsoft.refusals import Refusal

WEEKLY = {"type": "weekly", "interval": 1, "daysOfWeek": ["monday"]}
NO_END = {"type": "noEnd", "startDate": "2026-03-02"}


def lasting(
    start: str = "2026-03-02T09:00:00",
    end: str = "2026-03-02T10:00:00",
    zone: str = "Pacific Standard Time",
    *,
    all_day: bool = False,
) -> Span:
    return read_span({"dateTime": start, "timeZone": zone}, {"dateTime": end, "timeZone": zone}, all_day=all_day)


def refused(pattern: Any = WEEKLY, range_: Any = NO_END, span: Span | None = None) -> Refusal:
    with pytest.raises(Refusal) as caught:
        read_recurrence({"pattern": pattern, "range": range_}, span or lasting())
    return caught.value


def test_an_answer_shows_every_member_of_a_pattern_and_a_range() -> None:
    recurrence = read_recurrence({"pattern": WEEKLY, "range": NO_END}, lasting())

    assert write_recurrence(recurrence) == {
        "pattern": {
            "type": "weekly",
            "interval": 1,
            "month": 0,
            "dayOfMonth": 0,
            "daysOfWeek": ["monday"],
            "firstDayOfWeek": "sunday",
            "index": "first",
        },
        "range": {
            "type": "noEnd",
            "startDate": "2026-03-02",
            "endDate": "0001-01-01",
            "recurrenceTimeZone": "Pacific Standard Time",
            "numberOfOccurrences": 0,
        },
    }


def test_what_an_answer_shows_can_be_sent_again() -> None:
    body = {
        "pattern": {"type": "relativeYearly", "interval": 2, "daysOfWeek": ["friday"], "month": 5, "index": "last"},
        "range": {"type": "endDate", "startDate": "2026-03-02", "endDate": "2036-03-02"},
    }
    recurrence = read_recurrence(body, lasting())

    assert read_recurrence(write_recurrence(recurrence), lasting()) == recurrence


def test_words_are_read_without_regard_to_case_and_what_a_type_does_not_use_is_passed_over() -> None:
    pattern = {"type": "ABSOLUTEMONTHLY", "interval": 1, "dayOfMonth": 5, "daysOfWeek": ["Monday"], "index": "LAST"}

    recurrence = read_recurrence({"pattern": pattern, "range": NO_END}, lasting())

    assert recurrence.pattern == Pattern(type="absoluteMonthly", day_of_month=5)


def test_days_are_written_from_monday_on_and_only_where_there_are_some() -> None:
    days = {**WEEKLY, "daysOfWeek": ["friday", "monday", "friday"]}

    weekly = write_recurrence(read_recurrence({"pattern": days, "range": NO_END}, lasting()))
    daily = write_recurrence(read_recurrence({"pattern": {"type": "daily", "interval": 1}, "range": NO_END}, lasting()))

    assert weekly["pattern"]["daysOfWeek"] == ["monday", "friday"]
    assert "daysOfWeek" not in daily["pattern"]


@pytest.mark.parametrize(
    ("pattern", "member"),
    [
        ({**WEEKLY, "interval": 0}, "interval"),
        ({"type": "weekly", "daysOfWeek": ["monday"]}, "interval"),
        ({**WEEKLY, "interval": 2_000_000_000}, "interval"),
        ({"interval": 1}, "type"),
        ({**WEEKLY, "type": "fortnightly"}, "type"),
        ({**WEEKLY, "daysOfWeek": []}, "daysOfWeek"),
        ({**WEEKLY, "daysOfWeek": ["mon"]}, "daysOfWeek"),
        ({**WEEKLY, "firstDayOfWeek": "someday"}, "firstDayOfWeek"),
        ({**WEEKLY, "index": "fifth"}, "index"),  # weekly does not use it, yet it is checked
        ({"type": "absoluteMonthly", "interval": 1}, "dayOfMonth"),
        ({"type": "absoluteMonthly", "interval": 1, "dayOfMonth": 32}, "dayOfMonth"),
        ({"type": "absoluteYearly", "interval": 1, "dayOfMonth": 2}, "month"),
        ({"type": "absoluteYearly", "interval": 1, "dayOfMonth": 2, "month": 13}, "month"),
        ({"type": "relativeMonthly", "interval": 1}, "daysOfWeek"),
    ],
)
def test_a_pattern_without_what_its_type_needs_is_refused(pattern: dict[str, Any], member: str) -> None:
    refusal = refused(pattern)

    assert (refusal.row.code, refusal.message) == (
        "ErrorPropertyValidationFailure",
        "At least one property failed validation.",
    )
    assert f"recurrence.pattern.{member}" in refusal.why


@pytest.mark.parametrize(
    ("range_", "member"),
    [
        ({"startDate": "2026-03-02"}, "type"),
        ({"type": "numbered", "startDate": "2026-03-02"}, "numberOfOccurrences"),
        ({"type": "numbered", "startDate": "2026-03-02", "numberOfOccurrences": -1}, "numberOfOccurrences"),
        ({"type": "endDate", "startDate": "2026-03-02"}, "endDate"),
        ({"type": "noEnd", "startDate": "2026-03-03"}, "startDate"),
    ],
)
def test_a_range_without_what_its_type_needs_is_refused(range_: dict[str, Any], member: str) -> None:
    refusal = refused(range_=range_)

    assert refusal.row.code == "ErrorPropertyValidationFailure"
    assert f"recurrence.range.{member}" in refusal.why


@pytest.mark.parametrize(
    ("pattern", "range_"),
    [
        ([], NO_END),
        ({**WEEKLY, "interval": "1"}, NO_END),
        ({**WEEKLY, "interval": True}, NO_END),
        ({**WEEKLY, "daysOfWeek": "monday"}, NO_END),
        ({**WEEKLY, "type": 1}, NO_END),
        (WEEKLY, {"type": "noEnd", "startDate": "2 March"}),
        (WEEKLY, {"type": "noEnd", "startDate": "2026-02-30"}),
        (WEEKLY, {**NO_END, "recurrenceTimeZone": 5}),
    ],
)
def test_what_is_of_another_type_cannot_be_deserialized(pattern: Any, range_: Any) -> None:
    assert refused(pattern, range_).row.code == "UnableToDeserializePostBody"


def test_a_member_that_the_type_has_not_is_refused_by_its_name() -> None:
    refusal = refused({**WEEKLY, "weekdays": []})

    assert refusal.row.code == "RequestBodyRead"
    assert refusal.message.startswith(
        "The property 'weekdays' does not exist on type 'microsoft.graph.recurrencePattern'."
    )


@pytest.mark.parametrize("part", ["pattern", "range"])
def test_a_recurrence_needs_both_its_parts(part: str) -> None:
    body = {"pattern": WEEKLY, "range": NO_END}

    with pytest.raises(Refusal, match="ErrorPropertyValidationFailure"):
        read_recurrence(body | {part: None}, lasting())


@pytest.mark.parametrize(
    "range_", [{"type": "noEnd"}, {"type": "endDate", "startDate": "2026-03-02", "endDate": "4500-09-02"}]
)
def test_a_range_ends_before_september_4500_and_starts_some_day(range_: dict[str, Any]) -> None:
    refusal = refused(range_=range_)

    assert refusal.row.code == "ErrorRecurrenceEndDateTooBig"
    assert refusal.message == "Recurrence end date can not exceed Sep 1, 4500 00:00:00."


@pytest.mark.parametrize("end", ["2026-03-01", "2026-03-05"])
def test_a_range_in_which_nothing_happens_is_refused(end: str) -> None:
    fridays = {**WEEKLY, "daysOfWeek": ["friday"]}

    refusal = refused(fridays, {"type": "endDate", "startDate": "2026-03-02", "endDate": end})

    assert refusal.row.code == "ErrorRecurrenceHasNoOccurrence"


def test_an_unknown_recurrence_zone_is_refused_as_any_other() -> None:
    refusal = refused(range_={**NO_END, "recurrenceTimeZone": "Greenwich Mean Time"})

    assert refusal.row.code == "TimeZoneNotSupportedException"


def test_a_range_may_start_on_the_events_day_in_the_recurrence_zone_too() -> None:
    span = lasting("2026-03-02T23:00:00", "2026-03-02T23:30:00", "UTC")
    for day in ("2026-03-02", "2026-03-03"):
        range_ = {"type": "noEnd", "startDate": day, "recurrenceTimeZone": "Tokyo Standard Time"}

        read = read_recurrence({"pattern": {"type": "daily", "interval": 1}, "range": range_}, span)

        assert read.range.start == date.fromisoformat(day)


def test_an_occurrence_may_last_as_long_as_its_period_and_no_longer() -> None:
    whole_week = lasting(end="2026-03-09T09:00:00")
    longer = lasting(end="2026-03-09T09:01:00")

    assert read_recurrence({"pattern": WEEKLY, "range": NO_END}, whole_week).pattern.type == "weekly"
    assert refused(span=longer).row.code == "ErrorOccurrenceTimeSpanTooBig"


def test_days_may_not_reach_into_the_next_occurrence() -> None:
    two_days = lasting("2026-03-02", "2026-03-04", all_day=True)

    assert refused({"type": "daily", "interval": 1}, span=two_days).row.code == "ErrorOccurrenceTimeSpanTooBig"
    every_other = {"pattern": {"type": "daily", "interval": 2}, "range": NO_END}
    assert read_recurrence(every_other, two_days).pattern.interval == 2

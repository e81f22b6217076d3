"""What is known of a series, an occurrence and an exception without decoding them. No server."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mockserver.clock import DAY, HOUR, parse_instant
from mockserver.documents import FOREVER
from mockserver.google.events.facts import (
    ExceptionFacts,
    Former,
    SeriesFacts,
    SingleFacts,
    after_change,
    exception_facts,
    exception_of,
    former_of,
    is_orphan,
    known_at,
    series_of,
)
from mockserver.google.events.times import read_span
from mockserver.timing.zones import zone
from tests.google.event_world import all_day, timed

NEW_YORK = "America/New_York"
NINE = parse_instant("2026-03-06T14:00:00Z")


def series(*rules: str, body: dict[str, Any] | None = None) -> SeriesFacts:
    """Nine o'clock in New York, for half an hour, five days in a row."""
    body = body or timed("2026-03-06T09:00:00", "2026-03-06T09:30:00", NEW_YORK)
    return SeriesFacts(read_span(body, zone(NEW_YORK)), rules or ("RRULE:FREQ=DAILY;COUNT=5",), NEW_YORK)


def days(*rules: str) -> SeriesFacts:
    return series(*rules, body=all_day("2026-03-06", "2026-03-08"))


# Occurrences


def test_an_occurrence_has_the_id_of_its_original_start_in_utc() -> None:
    found = [one.id for one in series().occurrences("master", None, None)]

    assert found[:3] == ["master_20260306T140000Z", "master_20260307T140000Z", "master_20260308T130000Z"]


def test_an_occurrence_of_days_has_the_id_of_its_day() -> None:
    first, *_ = days().occurrences("master", None, None)

    assert (first.id, first.day) == ("master_20260306", date(2026, 3, 6))
    assert first.span.end.day == date(2026, 3, 8)


def test_a_window_takes_what_ends_after_it_begins_and_starts_before_it_ends() -> None:
    found = series().occurrences("m", NINE + HOUR // 2, NINE + DAY)

    assert list(found) == []
    assert len(list(series().occurrences("m", NINE + HOUR // 2 - 1, NINE + DAY + 1))) == 2


def test_by_start_an_occurrence_that_reaches_into_the_window_is_not_in_it() -> None:
    found = series().occurrences("m", NINE, NINE + DAY + 1, by_start=True)

    assert [one.original for one in found] == [NINE + DAY]


def test_an_occurrence_is_found_by_its_start_and_by_no_other_time() -> None:
    found = series().at("m", NINE + DAY)

    assert found is not None
    assert found.original == NINE + DAY
    assert series().at("m", NINE + DAY + 1) is None
    assert series().at("m", NINE - DAY) is None


def test_what_would_end_behind_the_calendars_end_is_no_occurrence() -> None:
    last = series("RRULE:FREQ=DAILY", body=timed("9999-12-28T09:00:00", "9999-12-29T09:00:00", NEW_YORK))

    assert len(list(last.occurrences("m", None, None))) == 1


@given(after=st.integers(-3, 8), before=st.integers(-3, 8))
def test_a_window_finds_what_the_whole_series_has_in_it(after: int, before: int) -> None:
    low, high = NINE + after * DAY, NINE + before * DAY
    every = list(series().occurrences("m", None, None))

    found = [one.id for one in series().occurrences("m", low, high)]

    assert found == [o.id for o in every if o.span.end.instant > low and o.span.start.instant < high]


# Extent


def test_a_series_reaches_from_its_first_start_to_its_last_end() -> None:
    assert series().extent() == (NINE, parse_instant("2026-03-10T13:30:00Z"))


def test_an_endless_series_reaches_for_ever() -> None:
    assert series("RRULE:FREQ=DAILY").extent() == (NINE, FOREVER)


def test_a_series_without_any_occurrence_is_at_its_start() -> None:
    nothing = series("RRULE:FREQ=DAILY;COUNT=1", "EXDATE:20260306T140000Z")

    assert nothing.extent() == (NINE, NINE)


# Changes


def test_series_of_other_rules_or_another_start_do_not_start_as_one_another() -> None:
    later = series(body=timed("2026-03-06T10:00:00", "2026-03-06T10:30:00", NEW_YORK))

    assert series().starts_as(series())
    assert not series().starts_as(series("RRULE:FREQ=DAILY"))
    assert not series().starts_as(later)


def test_the_length_of_a_series_is_no_part_of_its_starts() -> None:
    longer = series(body=timed("2026-03-06T09:00:00", "2026-03-06T11:00:00", NEW_YORK))

    assert series().starts_as(longer)


def test_days_start_as_the_same_days_in_another_zone() -> None:
    span = read_span(all_day("2026-03-06", "2026-03-08"), zone("Asia/Kolkata"))

    assert days().starts_as(SeriesFacts(span, days().rules, "Asia/Kolkata"))


def test_a_change_of_rules_is_remembered_with_its_revision() -> None:
    old, new = series(), series("RRULE:FREQ=DAILY")

    changed = after_change(old, new, 7)

    assert former_of(changed) == Former(7, old, None)
    assert known_at(changed, 6) == Former(7, old, None)
    assert known_at(changed, 7) is None


def test_of_several_changes_the_one_after_a_revision_counts() -> None:
    first, second, third = series(), series("RRULE:FREQ=DAILY"), series("RRULE:FREQ=WEEKLY")

    changed = after_change(after_change(first, second, 5), third, 9)

    found = [known_at(changed, revision) for revision in (4, 5, 8, 9)]
    assert [one and one.facts and one.facts.rules for one in found] == [
        first.rules,
        second.rules,
        second.rules,
        None,
    ]


def test_a_change_that_leaves_the_starts_is_no_change_of_rules() -> None:
    assert former_of(after_change(series(), series(), 7)) is None


def test_an_event_that_recurs_no_more_remembers_that_it_did() -> None:
    changed = after_change(series(), None, 7)

    assert isinstance(changed, SingleFacts)
    assert series_of(changed) is None
    assert known_at(changed, 6) is not None


def test_an_event_that_begins_to_recur_remembers_that_it_did_not() -> None:
    assert former_of(after_change(None, series(), 7)) == Former(7, None, None)


def test_a_plain_event_has_no_facts_at_all() -> None:
    assert after_change(None, None, 7) is None


# Exceptions


def test_an_occurrence_says_of_itself_whose_it_is_and_when_it_was_to_start() -> None:
    document = {"recurringEventId": "m", "originalStartTime": {"dateTime": "2026-03-06T09:00:00-05:00"}}

    facts = exception_facts(document, zone("UTC"))

    assert (facts.master, facts.original, facts.day, facts.orphaned) == ("m", NINE, None, False)


def test_an_occurrence_of_days_is_of_the_days_of_the_calendar_it_is_in() -> None:
    document = {"recurringEventId": "m", "originalStartTime": {"date": "2026-03-06"}}

    facts = exception_facts(document, zone("Asia/Kolkata"))

    assert (facts.day, facts.original) == (date(2026, 3, 6), parse_instant("2026-03-05T18:30:00Z"))


@pytest.mark.parametrize(("orphaned", "is_one"), [(True, True), (False, False)])
def test_an_orphan_is_an_exception_that_its_series_lost(*, orphaned: bool, is_one: bool) -> None:
    facts = ExceptionFacts("m", NINE, None, orphaned=orphaned)

    assert is_orphan(facts) is is_one
    assert exception_of(facts) is facts
    assert not is_orphan(series())

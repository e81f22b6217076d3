"""What is known of a series without decoding it: how far it reaches, which occurrences it has and has no longer."""

from __future__ import annotations

from datetime import date
from typing import Any

from mockserver.clock import Instant, parse_instant
from mockserver.documents import FOREVER
from mockserver.microsoft.events.facts import ExceptionFacts, SeriesFacts, exception_of, series_of
from mockserver.microsoft.events.recurrence import read_recurrence
from mockserver.microsoft.events.times import read_span
from tests.microsoft.world import all_day, daily

DAYS = [date(2026, 3, day) for day in (6, 7, 8, 9, 10)]


def series(body: dict[str, Any], **facts: frozenset[date]) -> SeriesFacts:
    span = read_span(body["start"], body["end"], all_day=body.get("isAllDay", False))
    return SeriesFacts(span, read_recurrence(body["recurrence"], span), **facts)


def at(text: str) -> Instant:
    return parse_instant(text)


def days(facts: SeriesFacts, *window: Instant) -> list[date]:
    return [occurrence.day for occurrence in facts.occurrences(*window)]


def test_a_series_has_its_occurrences_in_order() -> None:
    assert days(series(daily(count=5))) == DAYS


def test_neither_exceptions_nor_deleted_occurrences_are_among_them() -> None:
    facts = series(daily(count=5), cancelled=frozenset({DAYS[1]}), exceptions=frozenset({DAYS[3]}))

    assert days(facts) == [DAYS[0], DAYS[2], DAYS[4]]


def test_only_those_in_the_window_are_given() -> None:
    facts = series(daily(count=5))

    assert days(facts, at("2026-03-07T14:29:59Z"), at("2026-03-09T13:00:01Z")) == DAYS[1:4]
    assert days(facts, at("2026-03-07T14:30:00Z"), at("2026-03-09T13:00:00Z")) == DAYS[2:3]


def test_a_series_reaches_from_its_first_start_to_past_its_last_end() -> None:
    start, end = series(daily(count=5)).extent()

    assert start == at("2026-03-06T14:00:00Z")
    assert end >= at("2026-03-10T13:30:00Z")


def test_an_endless_series_reaches_for_ever() -> None:
    body = daily()
    body["recurrence"]["range"] = {"type": "noEnd", "startDate": "2026-03-06"}

    assert series(body).extent() == (at("2026-03-06T14:00:00Z"), FOREVER)


def test_whole_days_are_counted_from_the_midnight_of_utc() -> None:
    body = all_day("2026-03-06", "2026-03-07", "Tokyo Standard Time", recurrence=daily(count=2)["recurrence"])
    facts = series(body)

    assert facts.extent()[0] == at("2026-03-06T00:00:00Z")
    assert days(facts, at("2026-03-07T00:00:00Z"), at("2026-03-08T00:00:00Z")) == [date(2026, 3, 7)]


def test_the_occurrence_of_a_day_is_found_whatever_zone_it_is_in() -> None:
    for zone, shown in (
        ("Tokyo Standard Time", "2026-03-07T00:00:00Z"),
        ("Hawaiian Standard Time", "2026-03-07T19:00:00Z"),
    ):
        body = daily()
        body["start"]["timeZone"] = body["end"]["timeZone"] = zone
        found = series(body).on(date(2026, 3, 7))

        assert found is not None
        assert found.span.start.instant == at(shown)


def test_the_occurrence_of_a_deleted_day_is_none_and_that_of_an_exception_still_is() -> None:
    facts = series(daily(count=5), cancelled=frozenset({DAYS[1]}), exceptions=frozenset({DAYS[3]}))

    assert facts.on(DAYS[1]) is None
    assert facts.on(DAYS[3]) is not None


def test_a_day_on_which_it_does_not_occur_has_no_occurrence() -> None:
    facts = series(daily(count=5))

    assert [facts.on(day) for day in (date(2026, 3, 5), date(2026, 3, 11))] == [None, None]


def test_what_is_kept_beside_a_document_says_what_it_is() -> None:
    facts, exception = series(daily()), ExceptionFacts("master", DAYS[0])

    assert [series_of(extra) for extra in (facts, exception, None)] == [facts, None, None]
    assert [exception_of(extra) for extra in (facts, exception, None)] == [None, exception, None]

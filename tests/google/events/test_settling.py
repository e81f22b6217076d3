"""The form in which an event is kept: what is compared, counted and marked when it is written."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from mockserver.google.events.settling import (
    differs_in_reminders_only,
    grow_sequence,
    keeping_flags,
    less_visible,
    series_facts,
    settled,
)
from mockserver.google.events.times import read_span
from mockserver.google.refusals import Refusal
from mockserver.session import Session
from tests.google.event_world import ALICE, BOB, TEAM, calendar_of, meeting, series, template, timed

if TYPE_CHECKING:
    from mockserver.google.calendars.calendar import Calendar

AT = 1_772_805_600_000_000


@pytest.fixture
def calendar() -> Calendar:
    return calendar_of(Session("settling", template()))


def event(**members: Any) -> dict[str, Any]:
    return meeting(id="abcde", organizer={"email": ALICE, "self": True}) | members


def test_an_event_is_kept_in_googles_order_with_its_stamp_and_its_span(calendar: Calendar) -> None:
    document, index = settled(calendar, event(), AT, None)

    assert (document["updated"], index.updated) == ("2026-03-06T14:00:00.000Z", AT)
    assert list(document)[:2] == ["etag", "id"]
    assert index.end - index.start == 3_600_000_000
    assert not index.deleted


def test_a_settled_event_is_settled_once_and_for_all(calendar: Calendar) -> None:
    once, _ = settled(calendar, event(attendees=[{"email": BOB}], colorId="5"), AT, None)

    assert settled(calendar, once, AT, None)[0] == once


def test_what_every_event_has_is_there_though_nobody_wrote_it(calendar: Calendar) -> None:
    document, _ = settled(calendar, event(status=None, sequence=None), AT, None)

    assert (document["status"], document["sequence"], document["reminders"]) == ("confirmed", 0, {"useDefault": True})


def test_a_cancelled_event_is_found_among_the_deleted(calendar: Calendar) -> None:
    assert settled(calendar, event(status="cancelled"), AT, None)[1].deleted


@pytest.mark.parametrize("line", ["RRULE:FREQ=OFTEN", "RRULE:COUNT=2", "EXRULE:FREQ=MONTHLY;BYDAY=9XX", "DTSTART:1"])
def test_rules_that_nobody_can_follow_are_refused_with_the_reason(calendar: Calendar, line: str) -> None:
    with pytest.raises(Refusal) as refused:
        settled(calendar, series(line) | {"organizer": {"email": ALICE}}, AT, None)

    assert (refused.value.row.reason, bool(refused.value.why)) == ("invalid", True)


def test_a_series_of_times_recurs_by_the_clock_of_its_zone_only(calendar: Calendar) -> None:
    body = timed("2026-03-06T09:00:00Z", "2026-03-06T10:00:00Z", recurrence=["RRULE:FREQ=DAILY"])

    with pytest.raises(Refusal) as refused:
        series_facts(calendar, body, read_span(body, calendar.zone))

    assert refused.value.row.message == "Missing time zone definition for start time."


def test_an_event_without_rules_does_not_recur(calendar: Calendar) -> None:
    assert series_facts(calendar, meeting(), read_span(meeting(), calendar.zone)) is None


def test_the_organizer_and_the_calendars_own_row_are_marked_whatever_the_body_says(calendar: Calendar) -> None:
    rows = [{"email": ALICE.upper()}, {"email": BOB, "organizer": True, "self": True}]

    document, _ = settled(calendar, event(attendees=rows), AT, None)

    first, second = document["attendees"]
    assert (first["organizer"], first["self"]) == (True, True)
    assert not second.keys() & {"organizer", "self"}


@pytest.mark.parametrize(
    ("old", "new", "grows"),
    [
        ({}, {"summary": "New"}, False),
        ({}, {"start": {"dateTime": "2026-03-09T09:00:00-04:00"}}, True),
        ({}, {"start": {"dateTime": "2026-03-09T10:00:00-04:00", "timeZone": "UTC"}}, False),
        ({}, {"recurrence": ["RRULE:FREQ=DAILY"]}, True),
        ({}, {"start": {"date": "2026-03-09"}}, True),
        ({}, {"attendees": [{"email": BOB}]}, False),
    ],
)
def test_the_sequence_grows_with_what_guests_have_to_think_about(
    calendar: Calendar, old: Any, new: Any, *, grows: bool
) -> None:
    after = event(sequence=4) | new

    grow_sequence(calendar, event(sequence=4) | old, after)

    assert after["sequence"] == (5 if grows else 4)


def test_a_sequence_that_was_raised_already_is_not_raised_again(calendar: Calendar) -> None:
    after = event(sequence=9, start={"dateTime": "2026-03-09T09:00:00-04:00"})

    grow_sequence(calendar, event(sequence=4), after)

    assert after["sequence"] == 9


def test_a_guests_copy_does_not_count(calendar: Calendar) -> None:
    after = event(sequence=4, start={"dateTime": "2026-03-09T09:00:00-04:00"}, organizer={"email": BOB})

    grow_sequence(calendar, event(sequence=4), after)

    assert after["sequence"] == 4


def test_only_reminders_differ_where_nothing_else_does() -> None:
    assert differs_in_reminders_only({"reminders": 1, "etag": 1}, {"reminders": 2, "etag": 2})
    assert not differs_in_reminders_only({"reminders": 1}, {"reminders": 1})
    assert not differs_in_reminders_only({"reminders": 1}, {"reminders": 2, "summary": "x"})


@pytest.mark.parametrize(
    ("one", "other", "less"),
    [
        ("private", "public", True),
        ("private", None, True),
        (None, "public", True),
        ("confidential", "private", False),
        ("public", "private", False),
        ("default", None, False),
    ],
)
def test_what_is_private_is_less_visible_than_what_is_not(one: str | None, other: str | None, *, less: bool) -> None:
    assert less_visible({"visibility": one}, {"visibility": other}) is less


def test_who_is_a_resource_stays_one_and_who_comes_may_be_one() -> None:
    old = {"attendees": [{"email": "room@x.example", "resource": True}, {"email": BOB}]}
    new = {
        "attendees": [
            {"email": "ROOM@x.example"},
            {"email": BOB, "resource": True},
            {"email": "new@x.example", "resource": True},
        ]
    }

    assert [row["resource"] for row in keeping_flags(new, old)["attendees"]] == [True, False, True]


def test_the_calendars_own_row_is_no_organizers_where_another_organizes(calendar: Calendar) -> None:
    document, _ = settled(calendar, event(organizer={"email": TEAM}, attendees=[{"email": ALICE}]), AT, None)

    assert document["attendees"] == [{"email": ALICE, "self": True, "responseStatus": "needsAction"}]

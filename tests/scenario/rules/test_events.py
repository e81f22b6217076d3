from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    Look = Callable[..., list[Any]]


def test_an_event_has_an_end_or_a_duration_and_not_both(wrong_event: Look) -> None:
    found = wrong_event(end="2026-03-06 11:00")

    assert found == [("duration", "both `end` and `duration` are given", "keep one of them")]


def test_an_event_with_times_has_an_end(wrong_event: Look) -> None:
    assert wrong_event(duration=None) == [("2026-03-06 10:00", "it has no end", "add `end` or `duration`")]


def test_an_all_day_event_without_an_end_lasts_its_day(wrong_event: Look) -> None:
    assert wrong_event(start="2026-03-06", duration=None) == []


@pytest.mark.parametrize("end", ["2026-03-06 10:00", "2026-03-06 09:59", "2026-03-06T15:00:00Z"])
def test_an_event_ends_after_it_starts(wrong_event: Look, end: str) -> None:
    found = wrong_event(end=end, duration=None)

    assert found == [(end, f"it ends at {end}, which is not after its start in America/New_York", "write a later end")]


def test_an_end_is_compared_in_the_zone_of_the_event(wrong_event: Look) -> None:
    """10:00 in London is 05:00 in New York."""
    assert wrong_event(zone="Europe/London", end="2026-03-06T10:30:00Z", duration=None) == []


def test_an_end_in_the_hour_that_clocks_skip_can_lie_before_a_start_after_it(wrong_event: Look) -> None:
    """On 8 March 02:30 is read as 03:30, which is later than 03:15."""
    found = wrong_event(start="2026-03-08 02:30", end="2026-03-08 03:15", duration=None)

    assert [one.at for one in found] == ["2026-03-08 03:15"]


def test_an_all_day_event_ends_on_a_later_date(wrong_event: Look) -> None:
    found = wrong_event(start="2026-03-06", end="2026-03-06", duration=None)

    assert found == [
        ("2026-03-06", "it ends on 2026-03-06, but starts on 2026-03-06", "the end is the day after the last day")
    ]


@pytest.mark.parametrize(("start", "end"), [("2026-03-06", "2026-03-07 10:00"), ("2026-03-06 10:00", "2026-03-07")])
def test_start_and_end_are_both_dates_or_both_times(wrong_event: Look, start: str, end: str) -> None:
    found = wrong_event(start=start, end=end, duration=None)

    assert [(one.at, one.instead) for one in found] == [(end, "write both with a time, or neither")]


def test_an_all_day_event_lasts_whole_days(wrong_event: Look) -> None:
    found = wrong_event(start="2026-03-06", duration="PT36H")

    assert found == [("PT36H", "`PT36H` is not made of whole days", "an all-day event lasts days, such as P1D")]


@pytest.mark.parametrize("duration", ["PT0S", "P0D"])
def test_an_event_lasts_some_time(wrong_event: Look, duration: str) -> None:
    found = wrong_event(duration=duration)

    assert found == [(duration, f"`{duration}` is no time at all", "an event lasts longer than that")]


@pytest.mark.parametrize("start", ["2026-02-29", "2026-13-01 10:00", "2026-03-06 24:00", "2026-03-06T10:00:00+25:00"])
def test_a_start_is_on_the_calendar_and_the_clock(wrong_event: Look, start: str) -> None:
    found = wrong_event(start=start)

    assert found == [(start, f"`{start}` is on no calendar or clock", "write a date and a time that exist")]


def test_an_organiser_is_a_person_or_an_address(wrong_event: Look) -> None:
    assert wrong_event(organizer="boss@partner.example") == []
    assert wrong_event(organizer="boss") == [
        ("boss", "there is no person `boss`", "declared under `people`: `alice`, `bob`, `room-4`"),
    ]


def test_attendees_are_people_or_addresses_in_the_short_form_and_the_long(wrong_event: Look) -> None:
    attendees = ["bob", "a@b.example", {"person": "room-4", "response": "accepted"}, {"email": "c@d.example"}]

    assert wrong_event(attendees=attendees) == []


def test_an_unknown_attendee_is_shown_where_the_name_stands(wrong_event: Look) -> None:
    found = wrong_event(attendees=["bobb", {"person": "rom-4"}])

    assert [(one.at, one.instead) for one in found] == [
        ("bobb", "did you mean `bob`?"),
        ("rom-4", "did you mean `room-4`?"),
    ]


@pytest.mark.parametrize(
    ("attendee", "which"),
    [
        ({"optional": True}, "neither `person` nor `email`"),
        ({"person": "bob", "email": "a@b.example"}, "both `person` and `email`"),
    ],
)
def test_an_attendee_in_the_long_form_has_a_person_or_an_address(wrong_event: Look, attendee: Any, which: str) -> None:
    assert wrong_event(attendees=[attendee]) == [(attendee, f"this attendee has {which}", "give one of them")]


def test_nobody_attends_twice(wrong_event: Look) -> None:
    found = wrong_event(attendees=["bob", {"email": "BOB@partner.example"}])

    assert [(one.at, one.instead) for one in found] == [({"email": "BOB@partner.example"}, "name each once")]


def test_attendees_of_a_changed_occurrence_are_looked_at_too(wrong_event: Look) -> None:
    found = wrong_event(repeat="FREQ=DAILY;COUNT=2", changes={"2026-03-07": {"attendees": ["bobb"]}})

    assert [one.at for one in found] == ["bobb"]


@pytest.mark.parametrize("before", ["PT10M", "PT0M", "P4W", "P1D"])
def test_a_reminder_comes_whole_minutes_before_up_to_four_weeks(wrong_event: Look, before: str) -> None:
    assert wrong_event(reminders=[{"before": before}]) == []


@pytest.mark.parametrize("before", ["PT90S", "P29D"])
def test_a_reminder_comes_neither_at_seconds_nor_months_before(wrong_event: Look, before: str) -> None:
    found = wrong_event(reminders=[{"before": before}])

    assert found == [
        (before, f"`{before}` before the start cannot be reminded of", "write whole minutes, at most four weeks (P4W)")
    ]


@pytest.mark.parametrize("native", ["abc", "UPPER", "with-hyphen", "wxyz0", 12345])
def test_a_google_id_is_text_in_base32hex_of_five_characters_or_more(wrong_event: Look, native: Any) -> None:
    found = wrong_event(google={"id": native})

    assert found == [
        (native, f"`{native}` is no id of a Google event", "write 5 to 1024 characters of 0-9 and a-v, as text")
    ]


def test_a_google_id_is_given_once_in_a_calendar(wrong: Look) -> None:
    events = [{"key": key, "start": "2026-03-06", "google": {"id": "abcde"}} for key in ("one", "two")]
    found = wrong(calendars=[{"owner": "alice", "events": events}])

    assert found == [("abcde", "event 1 of this calendar already has the id `abcde`", "give each its own")]


def test_a_changed_occurrence_has_no_google_id_of_its_own(wrong_event: Look) -> None:
    found = wrong_event(repeat="FREQ=DAILY;COUNT=2", changes={"2026-03-07": {"google": {"id": "abcde"}}})

    assert found == [("id", "an occurrence has no id of its own", "leave it out: it follows from the series")]


def test_an_event_is_not_changed_before_it_was_made(wrong_event: Look) -> None:
    found = wrong_event(created="2026-03-02T09:00:00Z", updated="2026-03-02T09:00:00+01:00")

    assert found == [("2026-03-02T09:00:00+01:00", "it was changed before it was made", "write a time after `created`")]


def test_a_stamp_is_a_time_there_is(wrong_event: Look) -> None:
    assert [one.at for one in wrong_event(created="2026-02-30T09:00:00Z")] == ["2026-02-30T09:00:00Z"]

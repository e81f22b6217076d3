"""Which meeting times are suggested, below the operation: hours, order, confidence, reasons."""

from __future__ import annotations

from typing import Any

import pytest

from mockserver.clock import HOUR, MINUTE, parse_instant, rfc3339
from mockserver.microsoft.schedule.availability import Item, Timeline
from mockserver.microsoft.schedule.meeting_bodies import Location, Wish
from mockserver.microsoft.schedule.suggestions import People, Tried, suggested

MONDAY = parse_instant("2026-03-09T00:00:00Z")
HOURS = {
    "daysOfWeek": ["monday", "tuesday", "wednesday", "thursday", "friday"],
    "startTime": "08:00:00.0000000",
    "endTime": "17:00:00.0000000",
    "timeZone": {"name": "UTC"},
}
FREE = Timeline(())
HOOD = Location("Hood", "hood@autosched.example", resolve=True)


def at(hour: float, day: int = 0) -> int:
    return MONDAY + day * 24 * HOUR + int(hour * HOUR)


def busy(start: float, end: float, status: Any = "busy") -> Timeline:
    return Timeline([Item(at(start), at(end), status, {})])


def look(
    *attendees: Timeline | None,
    organizer: Timeline = FREE,
    hours: Any = HOURS,
    locations: tuple[Location, ...] = (),
    rooms: tuple[Timeline | None, ...] = (),
    **wishes: Any,
) -> Tried:
    """What is suggested for an hour on Monday from 9 to 12, unless something else is wished."""
    wish: dict[str, Any] = {
        "attendees": tuple(f"{n}@autosched.example" for n in range(len(attendees))),
        "slots": ((at(9), at(12)),),
        "domain": "work",
        "duration": HOUR,
        "candidates": 20,
        "percentage": 50.0,
        "organizer_optional": False,
        "reasons": False,
        "locations": locations,
        "location_required": False,
        "suggest_location": False,
    }
    people = People(organizer, attendees, rooms, hours)
    return suggested(Wish(**(wish | wishes)), people, locations)


def starts(tried: Tried) -> list[str]:
    return [rfc3339(one.slot[0])[8:16] for one in tried.suggestions]


def test_meetings_begin_on_half_hours_and_end_within_the_slot() -> None:
    assert starts(look(slots=((at(9.1), at(11)),))) == ["09T09:30", "09T10:00"]


def test_slots_that_overlap_give_each_time_once() -> None:
    assert starts(look(slots=((at(9), at(11)), (at(9.5), at(11))))) == ["09T09:00", "09T09:30", "09T10:00"]


def test_work_is_within_working_hours() -> None:
    assert starts(look(slots=((at(6), at(9.5)),))) == ["09T08:00", "09T08:30"]
    assert starts(look(slots=((at(15.5), at(20)),))) == ["09T15:30", "09T16:00"]


@pytest.mark.parametrize(("domain", "count"), [("work", 0), ("personal", 47), ("unrestricted", 47)])
def test_a_saturday_is_personal(domain: str, count: int) -> None:
    assert len(look(slots=((at(0, 5), at(24, 5)),), domain=domain, candidates=100).suggestions) == count


def test_personal_is_within_working_hours_on_other_days() -> None:
    assert starts(look(slots=((at(6), at(9)),), domain="personal")) == ["09T08:00"]


def test_unrestricted_is_at_any_time() -> None:
    assert starts(look(slots=((at(23), at(24)),), domain="unrestricted")) == ["09T23:00"]


@pytest.mark.parametrize("zone", [{"name": "Eastern Standard Time"}, {"bias": 240, "name": "Mine"}])
def test_working_hours_are_those_of_their_own_zone(zone: dict[str, Any]) -> None:
    assert starts(look(slots=((at(11), at(13.5)),), hours=HOURS | {"timeZone": zone})) == ["09T12:00", "09T12:30"]


def test_confidence_is_the_mean_of_free_unknown_and_busy() -> None:
    tried = look(FREE, None, busy(9, 12), percentage=0.0)
    assert {round(one.confidence, 2) for one in tried.suggestions} == {49.67}


def test_the_more_confident_come_first_then_the_earlier() -> None:
    tried = look(FREE, busy(9, 10))
    assert starts(tried) == ["09T10:00", "09T10:30", "09T11:00", "09T09:00", "09T09:30"]
    assert [one.confidence for one in tried.suggestions] == [100.0] * 3 + [50.0] * 2


def test_what_is_below_the_wished_percentage_is_left_out() -> None:
    assert starts(look(FREE, busy(9, 10), percentage=60.0)) == ["09T10:00", "09T10:30", "09T11:00"]


def test_no_more_than_the_wished_number_is_suggested() -> None:
    assert starts(look(candidates=2)) == ["09T09:00", "09T09:30"]


def test_the_organizer_is_free_unless_optional() -> None:
    assert starts(look(organizer=busy(9, 11))) == ["09T11:00"]
    tried = look(organizer=busy(9, 11), organizer_optional=True)
    assert [one.organizer for one in tried.suggestions] == ["busy", "busy", "busy", "busy", "free"]


def test_working_elsewhere_is_as_good_as_free_and_tentative_is_not() -> None:
    assert look(busy(9, 12, "workingElsewhere")).suggestions[0].confidence == 100.0
    assert look(busy(9, 12, "tentative")).suggestions == ()


@pytest.mark.parametrize(
    ("wishes", "attendees", "reason"),
    [
        ({"organizer": busy(0, 24)}, (), "OrganizerUnavailable"),
        ({}, (busy(0, 24),), "AttendeesUnavailable"),
        ({}, (None,), "AttendeesUnavailableOrUnknown"),
        ({"location_required": True}, (), "LocationsUnavailable"),
        ({"slots": ((at(1), at(3)),)}, (), "Unknown"),
        ({"duration": 4 * HOUR}, (), "Unknown"),
    ],
)
def test_why_nothing_is_suggested_is_said(wishes: Any, attendees: Any, reason: str) -> None:
    tried = look(*attendees, **wishes)
    assert (tried.suggestions, tried.empty_reason) == ((), reason)


def test_a_location_is_suggested_while_it_is_free() -> None:
    tried = look(locations=(HOOD,), rooms=(busy(9, 10),))
    assert [len(one.locations) for one in tried.suggestions] == [0, 0, 1, 1, 1]
    required = look(locations=(HOOD,), rooms=(busy(9, 10),), location_required=True)
    assert starts(required) == ["09T10:00", "09T10:30", "09T11:00"]


def test_a_location_of_which_it_is_not_asked_is_always_suggested() -> None:
    cafe = Location("Café", "", resolve=False)
    assert all(one.locations == (cafe,) for one in look(locations=(cafe,), rooms=(None,)).suggestions)


def test_the_reason_tells_whether_everybody_is_free() -> None:
    tried = look(FREE, busy(9, 10))
    assert tried.suggestions[0].reason.endswith("when all attendees are available.")
    assert tried.suggestions[-1].reason != tried.suggestions[0].reason


def test_a_quarter_of_an_hour_has_room_in_half_an_hour_once() -> None:
    assert starts(look(slots=((at(9), at(9.5)),), duration=15 * MINUTE)) == ["09T09:00"]

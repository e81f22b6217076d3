"""findMeetingTimes over a socket: what it asks of calendars, what it answers, who may ask."""

from __future__ import annotations

from typing import Any

from msgraph.generated.models.attendee_base import AttendeeBase
from msgraph.generated.models.email_address import EmailAddress
from msgraph.generated.users.item.find_meeting_times.find_meeting_times_post_request_body import (
    FindMeetingTimesPostRequestBody,
)

from tests.microsoft.schedule.schedule_world import has
from tests.microsoft.sdk_client import checked_client
from tests.microsoft.world import ALICE, BOB, CAROL, ROOM_4, ROOM_5, Client, attendee, graph, timed

PATH = "/me/findMeetingTimes"


def slot(start: str = "2026-03-09T14:00:00", end: str = "2026-03-09T16:00:00", zone: str = "UTC") -> dict[str, Any]:
    return {"start": {"dateTime": start, "timeZone": zone}, "end": {"dateTime": end, "timeZone": zone}}


def wish(*addresses: str, **members: Any) -> dict[str, Any]:
    """An hour on Monday, from 10 to 12 in New York."""
    times = {"timeConstraint": {"timeSlots": [slot()]}, "meetingDuration": "PT1H"}
    return {"attendees": [attendee(address) for address in addresses]} | times | members


async def found(client: Client, body: Any) -> dict[str, Any]:
    answer = await client.ask("POST", PATH, body)
    assert answer.status == 200, answer.body
    result: dict[str, Any] = answer.json
    return result


def starts(result: dict[str, Any]) -> list[str]:
    return [one["meetingTimeSlot"]["start"]["dateTime"][11:16] for one in result["meetingTimeSuggestions"]]


async def test_a_suggestion_says_when_and_how_free_everybody_is_then() -> None:
    async with graph() as client:
        result = await found(client, wish(CAROL, maxCandidates=1))
    assert result["@odata.context"].endswith("#microsoft.graph.meetingTimeSuggestionsResult")
    assert result["emptySuggestionsReason"] == ""
    assert result["meetingTimeSuggestions"] == [
        {
            "confidence": 100.0,
            "order": 1,
            "organizerAvailability": "free",
            "attendeeAvailability": [{"availability": "free", "attendee": {"emailAddress": {"address": CAROL}}}],
            "locations": [],
            "meetingTimeSlot": {
                "start": {"dateTime": "2026-03-09T14:00:00.0000000", "timeZone": "UTC"},
                "end": {"dateTime": "2026-03-09T15:00:00.0000000", "timeZone": "UTC"},
            },
        }
    ]


async def test_nobody_is_asked_to_meet_while_they_are_busy() -> None:
    async with graph() as client:
        has(client, "carol", timed("2026-03-09T14:00:00", "2026-03-09T14:45:00"))
        result = await found(client, wish(CAROL))
    assert starts(result) == ["15:00"]


async def test_of_somebody_of_another_organization_nothing_is_known() -> None:
    async with graph() as client:
        result = await found(client, wish(CAROL, BOB))
    first = result["meetingTimeSuggestions"][0]
    assert [one["availability"] for one in first["attendeeAvailability"]] == ["free", "unknown"]
    assert first["confidence"] == 74.5


async def test_without_any_body_it_is_half_an_hour_of_the_next_week_within_working_hours() -> None:
    async with graph() as client:
        first = await found(client, None)
        again = await found(client, None)
    assert len(first["meetingTimeSuggestions"]) == 20
    assert first["meetingTimeSuggestions"][0]["meetingTimeSlot"] == slot(
        "2026-03-06T14:00:00.0000000", "2026-03-06T14:30:00.0000000"
    )
    assert first == again


async def test_time_slots_are_read_in_either_spelling() -> None:
    async with graph() as client:
        result = await found(client, wish() | {"timeConstraint": {"timeslots": [slot()], "activityDomain": "WORK"}})
    assert starts(result) == ["14:00", "14:30", "15:00"]


async def test_truth_and_numbers_may_be_strings() -> None:
    async with graph() as client:
        has(client, "alice", timed("2026-03-09T14:00:00", "2026-03-09T16:00:00"))
        body = wish(
            CAROL, isOrganizerOptional="True", returnSuggestionReasons="true", maxCandidates="1",
            minimumAttendeePercentage="100",
        )  # fmt: skip
        result = await found(client, body)
    (only,) = result["meetingTimeSuggestions"]
    assert only["organizerAvailability"] == "busy"
    assert only["suggestionReason"] == (
        "Suggested because it is one of the nearest times when all attendees are available."
    )


async def test_why_nothing_is_suggested_is_said_in_pascal_case() -> None:
    async with graph() as client:
        has(client, "carol", timed("2026-03-09T14:00:00", "2026-03-09T16:00:00"))
        result = await found(client, wish(CAROL))
    assert (result["emptySuggestionsReason"], result["meetingTimeSuggestions"]) == ("AttendeesUnavailable", [])


async def test_rooms_of_the_organization_are_suggested_while_they_are_free() -> None:
    async with graph() as client:
        has(client, "room-4", timed("2026-03-09T14:00:00", "2026-03-09T15:00:00"))
        result = await found(client, wish(locationConstraint={"suggestLocation": True}))
    rooms = [[place["locationEmailAddress"] for place in one["locations"]] for one in result["meetingTimeSuggestions"]]
    assert rooms == [[ROOM_5], [ROOM_5], [ROOM_4, ROOM_5]]


async def test_a_required_room_decides_when_there_can_be_a_meeting() -> None:
    place = {"displayName": "Room 4", "locationEmailAddress": ROOM_4, "resolveAvailability": True}
    async with graph() as client:
        has(client, "room-4", timed("2026-03-09T14:00:00", "2026-03-09T15:00:00"))
        result = await found(client, wish(locationConstraint={"isRequired": True, "locations": [place]}))
    assert starts(result) == ["15:00"]
    assert result["meetingTimeSuggestions"][0]["locations"] == [
        {"displayName": "Room 4", "locationEmailAddress": ROOM_4}
    ]


async def test_times_are_in_the_preferred_zone() -> None:
    async with graph() as client:
        answer = await client.ask("POST", PATH, wish(), headers={"Prefer": 'outlook.timezone="Eastern Standard Time"'})
    assert starts(answer.json) == ["10:00", "10:30", "11:00"]
    assert answer.headers["Preference-Applied"] == 'outlook.timezone="Eastern Standard Time"'


async def test_it_is_for_people_who_are_signed_in_with_a_permission_for_what_is_shared() -> None:
    async with graph() as client:
        answer = await client.ask("POST", PATH, wish(), as_="alice-reads")
        others = await client.ask("POST", f"/users/{CAROL}/findMeetingTimes", wish())
        app = await client.ask("POST", f"/users/{ALICE}/findMeetingTimes", wish(), as_="app")
        own = await client.ask("POST", f"/users/{ALICE}/findMeetingTimes", wish())
    assert [(one.status, one.code) for one in (answer, others, app)] == [(403, "ErrorAccessDenied")] * 3
    assert own.status == 200


async def test_msgraph_sdk_finds_a_time() -> None:
    body = FindMeetingTimesPostRequestBody(
        attendees=[AttendeeBase(email_address=EmailAddress(address=CAROL))],
        max_candidates=3,
        return_suggestion_reasons=True,
    )
    async with graph() as client, checked_client(f"{client.origin}/v1.0", "alice") as sdk:
        result = await sdk.me.find_meeting_times.post(body)
    assert result is not None
    first = (result.meeting_time_suggestions or [])[0]
    assert first.confidence == 100.0
    assert first.meeting_time_slot is not None
    assert first.meeting_time_slot.start is not None
    assert first.meeting_time_slot.start.date_time == "2026-03-06T14:00:00.0000000"

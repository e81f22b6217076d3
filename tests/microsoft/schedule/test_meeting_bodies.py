"""What findMeetingTimes refuses of its body, and what it takes it for."""

from __future__ import annotations

from typing import Any

import pytest

from tests.microsoft.world import CAROL, attendee, graph

PATH = "/me/findMeetingTimes"


def slots(start: str, end: str) -> dict[str, Any]:
    """A time constraint of one slot."""
    times = ({"dateTime": time, "timeZone": "UTC"} for time in (start, end))
    return {"timeSlots": [dict(zip(("start", "end"), times, strict=True))]}


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"meetingDuration": "an hour"}, "ErrorInvalidParameter"),
        ({"meetingDuration": "PT0S"}, "ErrorInvalidParameter"),
        ({"meetingDuration": "P63D"}, "ErrorInvalidParameter"),
        ({"maxCandidates": 0}, "ErrorInvalidParameter"),
        ({"minimumAttendeePercentage": 101}, "ErrorInvalidParameter"),
        ({"minimumAttendeePercentage": "nan"}, "ErrorInvalidParameter"),
        ({"maxCandidates": "many"}, "UnableToDeserializePostBody"),
        ({"isOrganizerOptional": "perhaps"}, "UnableToDeserializePostBody"),
        ({"attendees": [{"type": "required"}]}, "ErrorInvalidParameter"),
        ({"attendees": [attendee(CAROL)] * 101}, "ErrorMailboxDataArrayTooBig"),
        ({"timeConstraint": slots("2026-03-09T10:00:00", "2026-03-09T10:00:00")}, "ErrorInvalidTimeInterval"),
        ({"timeConstraint": slots("2026-03-09T10:00:00", "2026-06-09T10:00:00")}, "ErrorTimeIntervalTooBig"),
        ({"timeConstraint": {"timeSlots": [{}]}}, "UnableToDeserializePostBody"),
        ({"timeConstraint": {"activityDomain": "holiday"}}, "UnableToDeserializePostBody"),
        ({"attendants": []}, "RequestBodyRead"),
        ([], "UnableToDeserializePostBody"),
    ],
)
async def test_what_makes_no_sense_is_refused(body: Any, code: str) -> None:
    async with graph() as client:
        answer = await client.ask("POST", PATH, body)
    assert (answer.status, answer.code) == (400, code)


async def test_a_body_has_to_be_json_by_its_content_type() -> None:
    async with graph() as client:
        answer = await client.ask("POST", PATH, b"{}", headers={"Content-Type": "text/plain"})
    assert (answer.status, answer.code) == (415, "RequestBodyRead")


async def test_every_member_may_be_null() -> None:
    body = dict.fromkeys(
        (
            "attendees", "locationConstraint", "timeConstraint", "meetingDuration", "maxCandidates",
            "isOrganizerOptional", "returnSuggestionReasons", "minimumAttendeePercentage",
        )
    )  # fmt: skip
    async with graph() as client:
        answer = await client.ask("POST", PATH, body)
        without = await client.ask("POST", PATH)
    assert answer.json == without.json


async def test_more_candidates_than_there_can_be_are_as_many_as_there_can_be() -> None:
    async with graph() as client:
        answer = await client.ask(
            "POST", PATH, {"maxCandidates": 1_000, "timeConstraint": {"activityDomain": "unrestricted"}}
        )
    assert len(answer.json["meetingTimeSuggestions"]) == 100

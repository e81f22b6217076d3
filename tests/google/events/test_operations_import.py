"""`events.import` over a socket: a private copy of an event from elsewhere."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING, Any

import pytest

from tests.google.event_world import ALICE, BOB, TEAM, Client, events_path, meeting, ok, series, serving

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from tests.google.calendar_world import Answer

UID = "040000008200E00074C5@outlook.example"
FOREIGN: dict[str, Any] = {"organizer": {"email": "host@other.example", "displayName": "Host"}}
INVITED: dict[str, Any] = {"attendees": [{"email": ALICE, "responseStatus": "accepted"}]}


@pytest.fixture
async def client() -> AsyncIterator[Client]:
    async with serving() as client:
        yield client


async def bring_in(client: Client, body: Any, calendar: str = "primary", as_: str = "alice", **query: Any) -> Answer:
    return await client.ask("POST", events_path(calendar, "import"), body, as_=as_, headers=None, **query)


async def imported(client: Client, calendar: str = "primary", **members: Any) -> dict[str, Any]:
    event: dict[str, Any] = ok(await bring_in(client, meeting(iCalUID=UID, **members), calendar))
    return event


async def test_an_imported_event_keeps_its_uid_and_has_an_id_made_of_it(client: Client) -> None:
    event = await imported(client)

    assert event["iCalUID"] == UID
    assert event["id"] == "_" + base64.b32hexencode(UID.encode()).decode().rstrip("=").lower()
    assert await client.event(event["id"]) == event


async def test_a_foreign_organizer_makes_it_a_private_copy(client: Client) -> None:
    event = await imported(client, **FOREIGN, **INVITED)

    assert event["organizer"] == FOREIGN["organizer"]
    assert event["privateCopy"] is True
    assert event["attendees"] == [{"email": ALICE, "self": True, "responseStatus": "accepted"}]


async def test_without_an_organizer_the_calendar_is(client: Client) -> None:
    event = await imported(client)

    assert event["organizer"] == {"email": ALICE, "self": True}
    assert "privateCopy" not in event


async def test_an_import_needs_an_ical_uid(client: Client) -> None:
    answer = await bring_in(client, meeting())

    assert (answer.status, answer.reason) == (400, "required")


async def test_an_import_has_no_id_of_its_own(client: Client) -> None:
    answer = await bring_in(client, meeting(iCalUID=UID, id="abcde"))

    assert (answer.status, answer.json["error"]["message"]) == (400, "Invalid resource id value.")


async def test_the_calendar_is_its_organizer_or_an_attendee(client: Client) -> None:
    guests = [{"email": BOB}]

    answer = await bring_in(client, meeting(iCalUID=UID, attendees=guests, **FOREIGN))

    assert (answer.status, answer.reason) == (400, "participantIsNeitherOrganizerNorAttendee")


async def test_it_is_the_calendar_that_counts_and_not_its_owner(client: Client) -> None:
    answer = await bring_in(client, meeting(iCalUID=UID, **FOREIGN, **INVITED), TEAM)

    assert answer.reason == "participantIsNeitherOrganizerNorAttendee"


async def test_an_import_needs_start_and_end(client: Client) -> None:
    answer = await bring_in(client, {"iCalUID": UID})

    assert answer.json["error"]["message"] == "Missing end time."


async def test_an_uid_that_is_there_already_is_updated_in_place(client: Client) -> None:
    first = await imported(client, summary="First")
    client.session.clock.advance(3_600_000_000)

    second = await imported(client, summary="Second")

    assert (second["id"], second["created"]) == (first["id"], first["created"])
    assert second["etag"] != first["etag"]
    assert [event["summary"] for event in await client.items()] == ["Second"]


async def test_a_deleted_import_comes_back_when_it_is_imported_again(client: Client) -> None:
    event = await imported(client)
    await client.delete(event["id"])

    assert (await imported(client))["status"] == "confirmed"
    assert [item["id"] for item in await client.items()] == [event["id"]]


async def test_the_uid_of_an_event_of_the_calendar_is_that_event(client: Client) -> None:
    own = await client.insert(meeting())

    again = ok(await bring_in(client, meeting(iCalUID=own["iCalUID"], summary="Again")))

    assert again["id"] == own["id"]


async def test_importing_a_series_anew_drops_the_exceptions_that_it_no_longer_has(client: Client) -> None:
    first = ok(await bring_in(client, series(iCalUID=UID)))
    moved = (await client.instances(first["id"]))[4]
    await client.patch(moved["id"], {"summary": "Last"})

    ok(await bring_in(client, series("RRULE:FREQ=DAILY;COUNT=2", iCalUID=UID)))

    assert len(await client.instances(first["id"])) == 2
    assert (await client.event(moved["id"]))["status"] == "cancelled"


async def test_an_import_of_another_type_becomes_a_plain_event(client: Client) -> None:
    event = await imported(client, eventType="outOfOffice", outOfOfficeProperties={"autoDeclineMode": "declineNone"})

    assert event["eventType"] == "default"
    assert "outOfOfficeProperties" not in event


async def test_an_import_may_be_somebody_elses_calendar_that_one_writes(client: Client) -> None:
    event = ok(await bring_in(client, meeting(iCalUID=UID), TEAM, "carol"))

    assert event["organizer"]["email"] == TEAM

"""`events.move` over a socket: an event gets another organizer."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.google.event_world import (
    ALICE,
    CLOSED,
    TEAM,
    Client,
    all_day,
    events_path,
    meeting,
    ok,
    series,
    serving,
)

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from tests.google.calendar_world import Answer


@pytest.fixture
async def client() -> AsyncIterator[Client]:
    async with serving() as client:
        yield client


async def move(client: Client, event: str, to: str = TEAM, etag: str = "*", calendar: str = "primary") -> Answer:
    path = events_path(calendar, event, "move")
    return await client.ask("POST", path, as_="alice", headers={"If-Match": etag}, destination=to)


async def test_a_moved_event_keeps_its_ids_and_is_organized_by_its_new_calendar(client: Client) -> None:
    event = await client.insert(meeting(description="long"))

    moved = ok(await move(client, event["id"]))

    assert (moved["id"], moved["iCalUID"], moved["created"]) == (event["id"], event["iCalUID"], event["created"])
    assert moved["organizer"] == {"email": TEAM, "displayName": "Team", "self": True}
    assert moved["description"] == "long"
    assert moved["htmlLink"] != event["htmlLink"]
    assert await client.event(event["id"], TEAM) == moved


async def test_what_stays_is_a_cancelled_event_without_details(client: Client) -> None:
    event = await client.insert(meeting())

    await move(client, event["id"])

    left = await client.event(event["id"])
    assert list(left) == ["kind", "etag", "id", "status"]
    assert left["status"] == "cancelled"
    assert await client.items() == []


async def test_a_guest_of_the_event_keeps_a_copy(client: Client) -> None:
    event = await client.insert(meeting(attendees=[{"email": ALICE, "responseStatus": "accepted"}]))

    await move(client, event["id"])

    copy = await client.event(event["id"])
    assert copy["status"] == "confirmed"
    assert copy["organizer"] == {"email": TEAM, "displayName": "Team"}
    assert copy["attendees"] == [{"email": ALICE, "self": True, "responseStatus": "accepted"}]


async def test_the_exceptions_of_a_series_go_with_it(client: Client) -> None:
    event = await client.insert(series())
    _, changed, cancelled, *_ = await client.instances(event["id"])
    await client.patch(changed["id"], {"summary": "Other"})
    await client.delete(cancelled["id"])

    await move(client, event["id"])

    there = await client.instances(event["id"], TEAM)
    assert [one["summary"] for one in there] == ["Stand-up", "Other", "Stand-up", "Stand-up"]
    assert {one["organizer"]["email"] for one in there} == {TEAM}
    assert (await client.event(cancelled["id"], TEAM))["status"] == "cancelled"
    assert (await client.event(changed["id"]))["status"] == "cancelled"


async def test_an_all_day_series_moves_between_zones_by_its_days(client: Client) -> None:
    event = await client.insert(all_day("2026-03-07", "2026-03-08", recurrence=["RRULE:FREQ=DAILY;COUNT=3"]))
    second = (await client.instances(event["id"]))[1]
    await client.patch(second["id"], {"summary": "Other"})
    home = ok(await client.ask("POST", "/calendars", {"summary": "Home", "timeZone": "Asia/Kolkata"}))

    await move(client, event["id"], home["id"])

    there = await client.instances(event["id"], home["id"])
    assert [(one["start"]["date"], one.get("summary")) for one in there] == [
        ("2026-03-07", None),
        ("2026-03-08", "Other"),
        ("2026-03-09", None),
    ]


async def test_an_event_comes_back_where_it_was_moved_from(client: Client) -> None:
    event = await client.insert(meeting())
    await move(client, event["id"])

    back = ok(await move(client, event["id"], ALICE, calendar=TEAM))

    assert back["organizer"] == {"email": ALICE, "self": True}
    assert [item["id"] for item in await client.items()] == [event["id"]]
    assert await client.items(TEAM) == []


async def test_an_occurrence_cannot_be_moved(client: Client) -> None:
    event = await client.insert(series())
    first, *_ = await client.instances(event["id"])

    answer = await move(client, first["id"])

    assert (answer.status, answer.reason) == (400, "cannotChangeOrganizerOfInstance")


async def test_only_plain_events_are_moved(client: Client) -> None:
    out = meeting(eventType="outOfOffice", outOfOfficeProperties={"autoDeclineMode": "declineNone"})
    event = await client.insert(out)

    answer = await move(client, event["id"])

    assert (answer.status, answer.reason) == (400, "eventTypeRestriction")


async def test_only_the_organizer_moves_an_event(client: Client) -> None:
    foreign = meeting(iCalUID="u@example.com", organizer={"email": "host@example.com"}, attendees=[{"email": ALICE}])
    copy = ok(await client.ask("POST", events_path("primary", "import"), foreign))

    answer = await move(client, copy["id"])

    assert (answer.status, answer.reason) == (400, "cannotChangeOrganizer")


async def test_a_deleted_event_is_not_moved(client: Client) -> None:
    event = await client.insert(meeting())
    await client.delete(event["id"])

    assert (await move(client, event["id"])).reason == "cannotChangeOrganizer"


async def test_an_event_is_not_moved_to_where_it_is(client: Client) -> None:
    event = await client.insert(meeting())

    assert (await move(client, event["id"], ALICE)).reason == "cannotChangeOrganizer"
    assert await client.event(event["id"]) == event


async def test_another_event_of_that_id_is_in_the_way(client: Client) -> None:
    await client.insert(meeting(id="taken", iCalUID="u@example.com"), TEAM)
    await client.insert(meeting(id="taken"))

    answer = await move(client, "taken")

    assert (answer.status, answer.reason) == (409, "duplicate")


async def test_the_destination_has_to_be_given_seen_and_writable(client: Client) -> None:
    event = await client.insert(meeting())

    missing = await client.ask("POST", events_path("primary", event["id"], "move"))

    assert (missing.status, missing.reason) == (400, "required")
    assert (await move(client, event["id"], CLOSED)).status == 404


async def test_a_move_of_another_version_is_not_done(client: Client) -> None:
    event = await client.insert(meeting())

    assert (await move(client, event["id"], etag='"1"')).status == 412
    assert await client.event(event["id"]) == event
    assert (await move(client, event["id"], etag=event["etag"])).status == 200

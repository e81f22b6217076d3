"""Who may change what: guests on their copy, service accounts, writers without access to private events."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.google.event_world import (
    ALICE,
    BOB,
    TEAM,
    UMA,
    Client,
    events_path,
    meeting,
    ok,
    serving,
    timed,
)

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from tests.google.calendar_world import Answer

WORDS = "Shared properties can only be changed by the organizer of the event."


@pytest.fixture
async def client() -> AsyncIterator[Client]:
    async with serving() as client:
        yield client


async def copy(client: Client, **members: Any) -> str:
    """Alice's copy of an event that somebody else organizes."""
    guests = [{"email": ALICE}, {"email": "host@other.example"}]
    body = meeting(iCalUID="u@other.example", organizer={"email": "host@other.example"}, attendees=guests) | members
    event_id: str = ok(await client.ask("POST", events_path("primary", "import"), body))["id"]
    return event_id


async def change(client: Client, event: str, method: str, body: Any) -> Answer:
    return await client.ask(method, events_path("primary", event), body)


# A guest's copy


@pytest.mark.parametrize(
    ("name", "value"),
    [("guestsCanInviteOthers", False), ("guestsCanModify", True), ("guestsCanSeeOtherGuests", False)],
)
async def test_the_rights_of_guests_are_the_organizers_to_give(client: Client, name: str, value: bool) -> None:
    answer = await change(client, await copy(client), "PATCH", {name: value})

    assert (answer.status, answer.reason) == (403, "forbiddenForNonOrganizer")
    assert answer.json["error"]["message"] == WORDS


async def test_a_put_that_leaves_the_rights_out_asks_for_their_defaults(client: Client) -> None:
    event = await copy(client, guestsCanModify=True)

    answer = await change(client, event, "PUT", meeting(attendees=[{"email": ALICE}]))

    assert (answer.status, answer.reason) == (403, "forbiddenForNonOrganizer")
    assert (await change(client, event, "PUT", meeting(guestsCanModify=True))).status == 200


async def test_an_import_that_leaves_the_rights_out_asks_for_their_defaults(client: Client) -> None:
    await copy(client, guestsCanModify=True)

    body = meeting(iCalUID="u@other.example", attendees=[{"email": ALICE}])
    answer = await client.ask("POST", events_path("primary", "import"), body)

    assert (answer.status, answer.reason) == (403, "forbiddenForNonOrganizer")


async def test_a_patch_of_something_else_leaves_the_rights(client: Client) -> None:
    event = await copy(client, guestsCanModify=True)

    assert ok(await change(client, event, "PATCH", {"summary": "Mine"}))["guestsCanModify"] is True


async def test_a_guest_changes_shared_members_of_their_copy(client: Client) -> None:
    changed = ok(await change(client, await copy(client), "PATCH", {"location": "there"}))

    assert changed["location"] == "there"


async def test_a_guests_change_of_times_leaves_the_sequence(client: Client) -> None:
    other = timed("2026-03-09T12:00:00-04:00", "2026-03-09T13:00:00-04:00")

    assert ok(await change(client, await copy(client), "PATCH", other))["sequence"] == 0


async def test_a_guest_invites_others_where_guests_can_only(client: Client) -> None:
    more = {"attendees": [{"email": ALICE}, {"email": BOB}]}
    event = await copy(client, guestsCanInviteOthers=False)

    answer = await change(client, event, "PATCH", more)

    assert (answer.status, answer.reason) == (403, "forbiddenForNonOrganizer")
    answered = {"attendees": [{"email": ALICE, "responseStatus": "accepted"}]}
    assert (await change(client, event, "PATCH", answered)).status == 200


async def test_a_guest_invites_others_by_default(client: Client) -> None:
    more = {"attendees": [{"email": ALICE}, {"email": BOB}]}

    assert (await change(client, await copy(client), "PATCH", more)).status == 200


async def test_the_organizer_changes_rights_and_guests(client: Client) -> None:
    event = await client.insert(meeting(guestsCanInviteOthers=False))

    body = {"guestsCanInviteOthers": True, "guestsCanModify": True, "attendees": [{"email": BOB}]}
    assert ok(await change(client, event["id"], "PATCH", body))["guestsCanModify"] is True


# Service accounts


async def test_a_service_account_invites_nobody_for_itself(client: Client) -> None:
    robot = client.robot()

    answer = await client.ask("POST", events_path(), meeting(attendees=[{"email": BOB}]), as_=robot)

    assert (answer.status, answer.reason) == (403, "forbiddenForServiceAccounts")
    words = "Service accounts cannot invite attendees without Domain-Wide Delegation of Authority."
    assert answer.json["error"]["message"] == words


@pytest.mark.parametrize("method", ["PUT", "PATCH"])
async def test_a_service_account_adds_nobody_to_an_event(client: Client, method: str) -> None:
    robot = client.robot()
    event = await client.insert(meeting(), as_=robot)

    path = events_path("primary", event["id"])
    answer = await client.ask(method, path, meeting(attendees=[{"email": BOB}]), as_=robot)

    assert answer.reason == "forbiddenForServiceAccounts"


async def test_a_service_account_writes_events_without_guests(client: Client) -> None:
    event = await client.insert(meeting(attendees=[]), as_=client.robot())

    assert event["summary"] == "Meeting"


async def test_a_service_account_changes_an_event_that_has_guests(client: Client) -> None:
    robot = client.robot()
    email = ok(await client.ask("GET", "/calendars/primary", as_=robot))["id"]
    rule = {"role": "writer", "scope": {"type": "user", "value": email}}
    ok(await client.ask("POST", f"/calendars/{TEAM}/acl", rule))
    event = await client.insert(meeting(attendees=[{"email": BOB}]), TEAM)

    changed = await client.patch(event["id"], {"summary": "New", "attendees": [{"email": BOB}]}, TEAM, as_=robot)

    assert changed["summary"] == "New"


async def test_a_service_account_acting_for_a_person_invites(client: Client) -> None:
    token = client.session.identity.issue("alice", "sync-bot", ["https://www.googleapis.com/auth/calendar"]).text

    event = await client.insert(meeting(attendees=[{"email": BOB}]), as_=token)

    assert event["creator"] == {"email": ALICE, "self": True}


# Writers without access to private events


@pytest.fixture
async def half_writer(client: Client) -> Client:
    """The world, where Uma writes the team's events without access to private ones."""
    rule = {"role": "writerWithoutPrivateAccess", "scope": {"type": "user", "value": UMA}}
    ok(await client.ask("POST", f"/calendars/{TEAM}/acl", rule))
    return client


async def test_who_has_no_access_to_private_events_writes_the_others(half_writer: Client) -> None:
    event = await half_writer.insert(meeting(), TEAM, as_="uma")

    assert (await half_writer.patch(event["id"], {"summary": "New"}, TEAM, as_="uma"))["summary"] == "New"
    await half_writer.delete(event["id"], TEAM, as_="uma")


@pytest.mark.parametrize("visibility", ["private", "confidential"])
async def test_who_has_no_access_to_private_events_changes_none(half_writer: Client, visibility: str) -> None:
    event = await half_writer.insert(meeting(visibility=visibility), TEAM)

    for method in ("PUT", "PATCH", "DELETE"):
        answer = await half_writer.ask(method, events_path(TEAM, event["id"]), meeting(), as_="uma")
        assert (answer.status, answer.reason) == (403, "requiredAccessLevel")
    assert await half_writer.event(event["id"], TEAM) == event


async def test_who_has_no_access_to_private_events_makes_none(half_writer: Client) -> None:
    answer = await half_writer.ask("POST", events_path(TEAM), meeting(visibility="private"), as_="uma")

    assert (answer.status, answer.json["error"]["message"]) == (
        403,
        "You need to have writer access to this calendar.",
    )


async def test_a_guest_of_a_private_event_has_access_to_it(half_writer: Client) -> None:
    event = await half_writer.insert(meeting(visibility="private", attendees=[{"email": UMA}]), TEAM)

    assert (await half_writer.patch(event["id"], {"summary": "New"}, TEAM, as_="uma"))["summary"] == "New"

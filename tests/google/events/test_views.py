"""How callers see an event: whose it is, in which zone, with how many guests, and how much of it at all."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.google.event_world import ALICE, BOB, CAROL, TEAM, Client, events_path, meeting, series, serving

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

STRIPPED = ["kind", "etag", "id", "status", "htmlLink", "updated", "start", "end", "visibility", "iCalUID"]
SOURCE = {"url": "https://example.com/"}


@pytest.fixture
async def client() -> AsyncIterator[Client]:
    async with serving() as client:
        yield client


async def seen(client: Client, as_: str, **members: Any) -> dict[str, Any]:
    """An event of the team, as somebody sees it."""
    event = await client.insert(meeting(**members), TEAM)
    return await client.event(event["id"], TEAM, as_=as_)


async def test_a_reader_sees_everything_of_an_ordinary_event(client: Client) -> None:
    event = await seen(client, "bob", description="long", attendees=[{"email": CAROL}])

    assert (event["summary"], event["description"], len(event["attendees"])) == ("Meeting", "long", 1)


async def test_who_knows_when_somebody_is_busy_sees_when_it_is(client: Client) -> None:
    event = await seen(client, "dev", description="long")

    assert list(event) == STRIPPED
    assert event["visibility"] == "private"


@pytest.mark.parametrize("visibility", ["private", "confidential"])
async def test_a_reader_sees_when_a_private_event_is(client: Client, visibility: str) -> None:
    assert list(await seen(client, "bob", visibility=visibility)) == STRIPPED


async def test_writers_and_guests_see_private_events(client: Client) -> None:
    assert (await seen(client, "carol", visibility="private"))["summary"] == "Meeting"
    assert (await seen(client, "bob", visibility="private", attendees=[{"email": BOB}]))["summary"] == "Meeting"


async def test_a_source_is_seen_by_who_wrote_it(client: Client) -> None:
    assert "source" not in await seen(client, "carol", source=SOURCE)

    event = await client.insert(meeting(source=SOURCE), TEAM, as_="carol")

    assert event["source"] == SOURCE
    assert (await client.event(event["id"], TEAM, as_="carol"))["source"] == SOURCE
    assert "source" not in await client.event(event["id"], TEAM, as_="bob")


async def test_another_zone_changes_how_times_are_shown_and_nothing_else(client: Client) -> None:
    event = await client.insert(series())
    first = (await client.instances(event["id"]))[0]

    shown = await client.event(first["id"], timeZone="Asia/Kolkata")

    assert shown["start"] == {"dateTime": "2026-03-06T19:30:00+05:30", "timeZone": "America/New_York"}
    assert shown["originalStartTime"] == shown["start"]
    times = {"start", "end", "originalStartTime"}
    assert {name: shown[name] for name in shown.keys() - times} == {name: first[name] for name in first.keys() - times}


async def test_a_zone_that_nobody_knows_is_an_invalid_parameter(client: Client) -> None:
    event = await client.insert(meeting())

    answer = await client.ask("GET", events_path("primary", event["id"]), timeZone="Mars/Olympus")

    assert (answer.status, answer.reason) == (400, "invalidParameter")
    assert answer.json["error"]["errors"][0]["location"] == "timeZone"


async def test_with_more_guests_than_asked_for_the_callers_own_row_is_left(client: Client) -> None:
    guests = [{"email": BOB}, {"email": CAROL}, {"email": "x@example.com"}]
    event = await client.insert(meeting(attendees=guests), TEAM)

    mine = await client.event(event["id"], TEAM, as_="bob", maxAttendees=2)
    none = await client.event(event["id"], TEAM, as_="alice", maxAttendees=2)

    assert ([row["email"] for row in mine["attendees"]], mine["attendeesOmitted"]) == ([BOB], True)
    assert ("attendees" in none, none["attendeesOmitted"]) == (False, True)


async def test_as_many_guests_as_asked_for_are_all_shown(client: Client) -> None:
    event = await client.insert(meeting(attendees=[{"email": BOB}, {"email": CAROL}]))

    assert await client.event(event["id"], maxAttendees=2) == event


async def test_what_a_write_answers_is_what_the_caller_sees(client: Client) -> None:
    body = meeting(attendees=[{"email": ALICE}], source=SOURCE, reminders={"useDefault": False})

    event = await client.insert(body, TEAM, as_="carol")
    changed = await client.patch(event["id"], {"summary": "New"}, TEAM, as_="carol")

    assert changed == await client.event(event["id"], TEAM, as_="carol")

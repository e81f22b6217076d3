"""How the events of a list look to those who may not see everything, and to those who ask for another form."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.google.event_world import (
    ALICE,
    BOB,
    CAROL,
    CLOSED,
    TEAM,
    Client,
    all_day,
    events_path,
    meeting,
    series,
    serving,
    starts,
)
from tests.google.reading_world import backend, error, names

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

GUESTS = [{"email": email} for email in (ALICE, BOB, "guest@elsewhere.example")]
BUSY = ["kind", "etag", "id", "status", "htmlLink", "updated", "start", "end", "visibility", "iCalUID"]


@pytest.fixture
async def client() -> AsyncIterator[Client]:
    async with serving() as client:
        yield client


# Who sees what


async def test_whoever_sees_when_it_is_busy_sees_nothing_else(client: Client) -> None:
    event = await client.insert(meeting(location="Here", description="Secret"), TEAM)

    (item,) = await client.items(TEAM, as_="dev")

    assert list(item) == BUSY
    assert item["visibility"] == "private"
    assert item["start"] == event["start"]
    assert item == await client.event(event["id"], TEAM, as_="dev")


async def test_whoever_sees_when_it_is_busy_gets_single_events_unasked(client: Client) -> None:
    master = (await client.insert(series(), TEAM))["id"]

    items = await client.items(TEAM, as_="dev")

    assert len(items) == 5
    assert {item["recurringEventId"] for item in items} == {master}


async def test_whoever_sees_when_it_is_busy_finds_nothing_by_its_words(client: Client) -> None:
    await client.insert(meeting(), TEAM)

    assert await client.items(TEAM, as_="dev", q="meeting") == []


async def test_a_reader_sees_of_a_private_event_only_when_it_is(client: Client) -> None:
    await client.insert(meeting(visibility="private"), TEAM)

    (item,) = await client.items(TEAM, as_="bob")

    assert list(item) == BUSY
    assert await client.items(TEAM, as_="bob", q="meeting") == []


async def test_a_writer_sees_a_private_event(client: Client) -> None:
    await client.insert(meeting(visibility="private"), TEAM)

    assert await names(client, TEAM, as_="carol") == ["Meeting"]


async def test_a_guest_sees_the_private_event_that_they_are_invited_to(client: Client) -> None:
    await client.insert(meeting(visibility="private", attendees=[{"email": BOB}]), TEAM)

    assert await names(client, TEAM, as_="bob") == ["Meeting"]


async def test_only_its_creator_sees_where_an_event_comes_from(client: Client) -> None:
    await client.insert(meeting(source={"url": "https://tickets.example/1"}), TEAM, as_="carol")

    (hers,) = await client.items(TEAM, as_="carol")
    (his,) = await client.items(TEAM, as_="bob")

    assert hers["source"] == {"url": "https://tickets.example/1"}
    assert "source" not in his


async def test_a_calendar_that_one_cannot_see_is_not_found(client: Client) -> None:
    wanted = backend(404, "global", "notFound", "Not Found")

    assert await error(client, events_path(CLOSED)) == wanted
    assert "exists but alice may not see it" in client.notes()
    assert await error(client, events_path("never@example.com")) == wanted


# In which zone


@pytest.mark.parametrize(
    ("zone", "start"),
    [
        ("Asia/Kolkata", "2026-03-09T19:30:00+05:30"),
        ("UTC", "2026-03-09T14:00:00Z"),
        ("Europe/London", "2026-03-09T14:00:00Z"),
        ("America/New_York", "2026-03-09T10:00:00-04:00"),
    ],
)
async def test_times_are_shown_in_the_zone_asked_for(client: Client, zone: str, start: str) -> None:
    await client.insert(meeting())

    page = await client.page(timeZone=zone)

    assert page["timeZone"] == zone
    assert starts(page["items"]) == [start]


async def test_the_zone_changes_nothing_else(client: Client) -> None:
    event = await client.insert(meeting())

    (item,) = await client.items(timeZone="Asia/Kolkata")

    assert item | {"start": None, "end": None} == event | {"start": None, "end": None}


async def test_days_stay_days_in_every_zone(client: Client) -> None:
    await client.insert(all_day("2026-03-09", "2026-03-10"))

    assert starts(await client.items(timeZone="Asia/Kolkata")) == ["2026-03-09"]


@pytest.mark.parametrize("zone", ["Mars/Olympus", "europe/london", "+02:00", "", "Eastern Standard Time"])
async def test_a_zone_that_nobody_knows_is_refused(client: Client, zone: str) -> None:
    wanted = backend(400, "global", "invalidParameter", f"Invalid time zone: {zone}", "timeZone")

    assert await error(client, timeZone=zone) == wanted


# With how many guests


async def test_more_guests_than_asked_for_are_left_out_but_the_callers_own_row(client: Client) -> None:
    await client.insert(meeting(attendees=GUESTS))

    (item,) = await client.items(maxAttendees=2)

    assert [guest["email"] for guest in item["attendees"]] == [ALICE]
    assert item["attendeesOmitted"] is True


async def test_as_many_guests_as_asked_for_are_all_shown(client: Client) -> None:
    await client.insert(meeting(attendees=GUESTS))

    (item,) = await client.items(maxAttendees=3)

    assert len(item["attendees"]) == 3
    assert "attendeesOmitted" not in item


async def test_a_caller_who_is_no_guest_has_no_row(client: Client) -> None:
    await client.insert(meeting(attendees=GUESTS), TEAM, as_="carol")

    (item,) = await client.items(TEAM, as_="carol", maxAttendees=1)

    assert "attendees" not in item
    assert item["attendeesOmitted"] is True
    assert CAROL in item["creator"]["email"]


# What changes nothing


@pytest.mark.parametrize("query", [{"alwaysIncludeEmail": True}, {"showHiddenInvitations": True}])
async def test_a_parameter_without_effect_is_accepted_and_journalled(client: Client, query: dict[str, Any]) -> None:
    await client.insert(meeting())
    wanted = await client.items()

    assert await client.items(**query) == wanted
    assert f"parameter {next(iter(query))} was accepted without effect" in client.notes()

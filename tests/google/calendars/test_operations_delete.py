"""`calendars.delete` and `clear` over a socket, and the calendars of service accounts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.google.calendar_world import ALICE, LIST, TEAM, Client, calendar_path, entry_path, made, serving

if TYPE_CHECKING:
    from collections.abc import AsyncIterator


@pytest.fixture
async def client() -> AsyncIterator[Client]:
    async with serving() as client:
        yield client


async def test_a_deleted_calendar_is_gone_with_everything_in_it(client: Client) -> None:
    await client.ask(
        "POST", calendar_path(TEAM) + "/events", {"start": {"date": "2026-03-10"}, "end": {"date": "2026-03-11"}}
    )

    answer = await client.ask("DELETE", calendar_path(TEAM))

    assert (answer.status, answer.body) == (204, b"")
    for path in (calendar_path(TEAM), calendar_path(TEAM) + "/events", entry_path(TEAM)):
        assert (await client.ask("GET", path)).status == 404
    assert (await client.ask("DELETE", calendar_path(TEAM))).status == 404
    assert TEAM not in await client.ids("alice")


async def test_who_had_a_deleted_calendar_in_their_list_learns_it_from_a_sync(client: Client) -> None:
    token = await client.sync_token("carol")

    await client.ask("DELETE", calendar_path(TEAM))

    (item,) = (await client.ask("GET", LIST, as_="carol", syncToken=token)).json["items"]
    assert (item["id"], item["deleted"]) == (TEAM, True)
    assert "summary" not in item


async def test_a_primary_calendar_cannot_be_deleted(client: Client) -> None:
    answer = await client.ask("DELETE", "/calendars/primary")

    assert (answer.status, answer.reason) == (403, "cannotDeletePrimaryCalendar")
    assert (await client.ask("GET", "/calendars/primary")).status == 200


async def test_only_the_data_owner_deletes_a_calendar(client: Client) -> None:
    answer = await client.ask("DELETE", calendar_path(TEAM), as_="carol")

    assert (answer.status, answer.reason) == (403, "forbidden")
    assert (await client.ask("GET", calendar_path(TEAM))).status == 200


async def test_a_restored_snapshot_brings_a_deleted_calendar_back(client: Client) -> None:
    before = (await client.ask("GET", calendar_path(TEAM))).body
    client.session.save("before")
    await client.ask("DELETE", calendar_path(TEAM))

    client.session.restore("before")

    assert (await client.ask("GET", calendar_path(TEAM))).body == before
    assert TEAM in await client.ids("carol")


# clear


async def test_clearing_a_primary_calendar_deletes_its_events_so_that_a_sync_sees_it(client: Client) -> None:
    day = {"start": {"date": "2026-03-10"}, "end": {"date": "2026-03-11"}}
    event = (await client.ask("POST", "/calendars/primary/events", day)).json
    token = (await client.ask("GET", "/calendars/primary/events")).json["nextSyncToken"]

    answer = await client.ask("POST", "/calendars/primary/clear")

    changed = (await client.ask("GET", "/calendars/primary/events", syncToken=token)).json["items"]
    assert answer.status == 204
    assert [(item["id"], item["status"]) for item in changed] == [(event["id"], "cancelled")]
    assert (await client.ask("GET", "/calendars/primary/events")).json["items"] == []


async def test_a_secondary_calendar_cannot_be_cleared(client: Client) -> None:
    assert (await client.ask("POST", calendar_path(TEAM) + "/clear")).status == 400


async def test_a_calendar_is_cleared_by_its_owners_only(client: Client) -> None:
    answer = await client.ask("POST", calendar_path(ALICE) + "/clear", as_="bob")

    assert answer.status == 404


# Service accounts


async def test_a_service_account_has_a_primary_calendar_of_its_own(client: Client) -> None:
    robot = client.robot()
    email = client.session.identity.service_account("sync-bot").email

    by_word = await client.ask("GET", "/calendars/primary", as_=robot)
    by_address = await client.ask("GET", calendar_path(email), as_=robot)

    assert by_word.body == by_address.body
    assert (by_word.json["id"], by_word.json["summary"], by_word.json["timeZone"]) == (email, email, "UTC")
    assert (await client.ask("GET", calendar_path(email), as_="alice")).status == 404


async def test_a_service_account_owns_the_calendars_it_makes(client: Client) -> None:
    robot = client.robot()
    calendar = await made(client, as_=robot)

    assert calendar["dataOwner"] == client.session.identity.service_account("sync-bot").email
    assert await client.ids(robot) == [calendar["id"]]
    assert (await client.ask("DELETE", calendar_path(calendar["id"]), as_=robot)).status == 204


async def test_two_sessions_of_one_scenario_make_the_same_ids() -> None:
    async with serving() as one, serving() as other:
        assert await made(one) == await made(other)

"""`events.delete` and status `cancelled` over a socket: what is deleted is still there, as a tombstone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.google.event_world import TEAM, Client, events_path, meeting, serving

if TYPE_CHECKING:
    from collections.abc import AsyncIterator


@pytest.fixture
async def client() -> AsyncIterator[Client]:
    async with serving() as client:
        yield client


async def test_a_delete_is_answered_204_with_nothing(client: Client) -> None:
    event = await client.insert(meeting())

    answer = await client.ask("DELETE", events_path("primary", event["id"]))

    assert (answer.status, answer.body) == (204, b"")
    assert "Content-Type" not in answer.headers


async def test_a_deleted_event_is_got_as_cancelled_with_its_details(client: Client) -> None:
    event = await client.insert(meeting())
    await client.delete(event["id"])

    deleted = await client.event(event["id"])

    assert deleted == {**event, "status": "cancelled", "etag": deleted["etag"], "updated": deleted["updated"]}
    assert deleted["etag"] > event["etag"]


async def test_a_deleted_event_is_in_lists_where_deleted_ones_are_asked_for_only(client: Client) -> None:
    event = await client.insert(meeting())
    await client.delete(event["id"])

    assert await client.items() == []
    assert [item["status"] for item in await client.items(showDeleted=True)] == ["cancelled"]


async def test_the_second_delete_finds_it_gone(client: Client) -> None:
    event = await client.insert(meeting())
    await client.delete(event["id"])

    answer = await client.ask("DELETE", events_path("primary", event["id"]))

    assert (answer.status, answer.reason) == (410, "deleted")
    assert answer.json["error"]["message"] == "Resource has been deleted"


async def test_an_event_that_never_was_cannot_be_deleted(client: Client) -> None:
    answer = await client.ask("DELETE", events_path("primary", "never"))

    assert (answer.status, answer.reason) == (404, "notFound")


async def test_a_reader_does_not_delete(client: Client) -> None:
    event = await client.insert(meeting(), TEAM)

    answer = await client.ask("DELETE", events_path(TEAM, event["id"]), as_="bob")

    assert (answer.status, answer.reason) == (403, "requiredAccessLevel")


@pytest.mark.parametrize("method", ["PUT", "PATCH"])
async def test_to_write_the_status_cancelled_is_to_delete(client: Client, method: str) -> None:
    event = await client.insert(meeting())

    answer = await client.ask(method, events_path("primary", event["id"]), meeting(status="cancelled"))

    assert (answer.status, answer.json["status"]) == (200, "cancelled")
    assert await client.items() == []
    assert (await client.ask("DELETE", events_path("primary", event["id"]))).status == 410


@pytest.mark.parametrize("method", ["PUT", "PATCH"])
async def test_a_deleted_event_is_brought_back_by_status_confirmed(client: Client, method: str) -> None:
    event = await client.insert(meeting())
    await client.delete(event["id"])

    answer = await client.ask(method, events_path("primary", event["id"]), meeting(status="confirmed"))

    assert (answer.status, answer.json["status"]) == (200, "confirmed")
    assert [item["id"] for item in await client.items()] == [event["id"]]
    assert answer.json["created"] == event["created"]


async def test_a_patch_of_a_deleted_event_leaves_it_deleted(client: Client) -> None:
    event = await client.insert(meeting())
    await client.delete(event["id"])

    assert (await client.patch(event["id"], {"summary": "New"}))["status"] == "cancelled"
    assert await client.items() == []


async def test_a_deletion_is_told_to_whoever_syncs(client: Client) -> None:
    event = await client.insert(meeting())
    token = (await client.page())["nextSyncToken"]

    await client.delete(event["id"])

    changes = await client.items(syncToken=token)
    assert [(item["id"], item["status"]) for item in changes] == [(event["id"], "cancelled")]


async def test_an_insert_may_be_cancelled_from_the_start(client: Client) -> None:
    event = await client.insert(meeting(status="cancelled"))

    assert event["status"] == "cancelled"
    assert await client.items() == []

"""`settings.*` over a socket."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from mockserver.google.settings import DEFAULTS, settings_of
from tests.google.calendar_world import Client, serving

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

PATH = "/users/me/settings"


@pytest.fixture
async def client() -> AsyncIterator[Client]:
    async with serving() as client:
        yield client


def choose(client: Client, name: str, value: str) -> None:
    """Set something, as the settings page of the application does: the API cannot."""
    client.session.documents.put(settings_of("alice"), name, value.encode())


async def test_a_list_has_every_setting_with_its_value_as_text(client: Client) -> None:
    answer = await client.ask("GET", PATH)
    values = {item["id"]: item["value"] for item in answer.json["items"]}

    assert list(answer.json) == ["kind", "etag", "nextSyncToken", "items"]
    assert answer.json["kind"] == "calendar#settings"
    assert values == DEFAULTS | {"timezone": "America/New_York"}
    assert list(answer.json["items"][0]) == ["kind", "etag", "id", "value"]


async def test_one_setting_is_answered_with_its_etag(client: Client) -> None:
    answer = await client.ask("GET", f"{PATH}/weekStart")

    assert answer.json == {"kind": "calendar#setting", "etag": answer.headers["ETag"], "id": "weekStart", "value": "0"}


async def test_a_setting_there_is_not_is_not_found(client: Client) -> None:
    answer = await client.ask("GET", f"{PATH}/favouriteColour")

    assert (answer.status, answer.reason) == (404, "notFound")


async def test_a_sync_tells_what_was_set_since(client: Client) -> None:
    token = (await client.ask("GET", PATH)).json["nextSyncToken"]
    unchanged = await client.ask("GET", PATH, syncToken=token)
    choose(client, "weekStart", "1")
    changed = await client.ask("GET", PATH, syncToken=unchanged.json["nextSyncToken"])

    assert unchanged.json["items"] == []
    assert [(item["id"], item["value"]) for item in changed.json["items"]] == [("weekStart", "1")]
    assert (await client.ask("GET", f"{PATH}/weekStart")).json["value"] == "1"


async def test_pages_follow_each_other_to_the_sync_token(client: Client) -> None:
    names: list[str] = []
    answer = await client.ask("GET", PATH, maxResults=5)
    while "nextPageToken" in answer.json:
        names += [item["id"] for item in answer.json["items"]]
        assert "nextSyncToken" not in answer.json
        answer = await client.ask("GET", PATH, maxResults=5, pageToken=answer.json["nextPageToken"])
    names += [item["id"] for item in answer.json["items"]]

    assert names == list(DEFAULTS)
    assert "nextSyncToken" in answer.json


async def test_what_is_set_between_two_pages_is_told_by_the_sync_that_follows(client: Client) -> None:
    first = await client.ask("GET", PATH, maxResults=7)
    choose(client, "autoAddHangouts", "true")
    last = await client.ask("GET", PATH, maxResults=7, pageToken=first.json["nextPageToken"])
    synced = await client.ask("GET", PATH, syncToken=last.json["nextSyncToken"])

    assert [item["id"] for item in synced.json["items"]] == ["autoAddHangouts"]


async def test_without_anybody_signed_in_there_are_no_settings(client: Client) -> None:
    answer = await client.ask("GET", PATH, as_="", key="AIza-mock")

    assert (answer.status, answer.reason) == (401, "required")

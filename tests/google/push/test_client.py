"""Push with unmodified google-api-python-client: watched, told, read with the sync token, stopped."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import pytest
from google.oauth2.credentials import Credentials
from google_auth_httplib2 import AuthorizedHttp
from googleapiclient.discovery import build
from googleapiclient.errors import HttpError

from tests.contract import CheckedHttp
from tests.google.push_world import Client, serving

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

CREDENTIALS: Any = Credentials  # it has no types
DAY = {"start": {"date": "2026-03-09"}, "end": {"date": "2026-03-10"}}


@pytest.fixture
async def client(tmp_path: Path) -> AsyncIterator[Client]:
    async with serving(tmp_path) as found:
        yield found


def made(url: str) -> Any:
    """The client library's calendar service, for Alice."""
    http = AuthorizedHttp(CREDENTIALS(token="alice"), http=CheckedHttp())
    return build(
        "calendar", "v3", http=http, client_options={"api_endpoint": url + "calendar/v3/"}, static_discovery=True
    )


async def test_the_loop_of_push_and_sync_closes(client: Client) -> None:
    """A channel is made, a change is told, the sync token finds it, the channel is stopped."""

    async def run(request: Any) -> Any:
        return await asyncio.to_thread(request.execute)

    service = await asyncio.to_thread(made, client.url)
    token = (await run(service.events().list(calendarId="primary")))["nextSyncToken"]
    channel = await run(service.events().watch(calendarId="primary", body=client.channel(token="t")))
    event = await run(service.events().insert(calendarId="primary", body=DAY))
    _, told = await client.receiver.wait(2)
    changed = await run(service.events().list(calendarId="primary", syncToken=token))
    stop = service.channels().stop(body={"id": channel["id"], "resourceId": told.header("X-Goog-Resource-ID")})
    await run(stop)
    with pytest.raises(HttpError, match="Channel 'c1' not found for project") as refused:
        await run(stop)

    await asyncio.to_thread(service.close)

    assert (told.header("X-Goog-Channel-Token"), told.header("X-Goog-Resource-State")) == ("t", "exists")
    assert [item["id"] for item in changed["items"]] == [event["id"]]
    assert refused.value.resp.status == 404

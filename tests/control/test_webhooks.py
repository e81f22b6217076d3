"""What a session sends, over the control API: settling, listing, and that its changes are told at all."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any, cast

import pytest
from aiohttp.test_utils import RawTestServer, TestClient

from mockserver.clock import HOUR, MINUTE
from mockserver.control.guard import Guard
from mockserver.control.parts import Parts
from mockserver.control.provider import Control
from mockserver.control.streams import Streams
from mockserver.control.tally import Tally
from mockserver.delivery import Office, Targets
from mockserver.google.provider import GoogleCalendar
from mockserver.google.push import channels
from mockserver.http.pipeline import Pipeline
from mockserver.session import Sessions
from mockserver.session.session import Choices
from tests.delivery.receiver import PATIENCE, START, Receiver, again, delivery, receiving
from tests.google.push_world import template

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from mockserver.delivery import Posted

PATH = "/_mock/sessions/default/webhooks"
WATCH = "/calendar/v3/calendars/primary/events"


class Client:
    """Asks the control API and Google over one socket."""

    def __init__(self, http: TestClient[Any, Any], sessions: Sessions, receiver: Receiver) -> None:
        self._http = http
        self.sessions = sessions
        self.session = sessions.default
        self.receiver = receiver

    async def ask(self, method: str, path: str, body: Any = None) -> tuple[int, Any]:
        headers = {} if path.startswith("/_mock") else {"Authorization": "Bearer alice"}
        async with self._http.request(method, path, json=body, headers=headers) as response:
            return response.status, await response.json() if response.content_length else None

    async def settle(self, **body: Any) -> dict[str, Any]:
        status, settled = await self.ask("POST", PATH + "/settle", body)
        assert status == 200, settled
        return cast("dict[str, Any]", settled)

    async def listed(self, query: str = "") -> dict[str, Any]:
        status, listed = await self.ask("GET", PATH + query)
        assert status == 200, listed
        return cast("dict[str, Any]", listed)

    async def watch(self) -> dict[str, Any]:
        body = {"id": "c1", "type": "web_hook", "address": self.receiver.url}
        status, channel = await self.ask("POST", WATCH + "/watch", body)
        assert status == 200, channel
        return cast("dict[str, Any]", channel)

    def post(self, **facts: Any) -> Posted:
        return self.session.outbox.post(delivery(self.receiver.url + "/hook", about="a message", **facts))


@pytest.fixture
async def client() -> AsyncIterator[Client]:
    async with serving() as found:
        yield found


@asynccontextmanager
async def serving() -> AsyncIterator[Client]:
    office = Office(Targets(http=True))
    sessions = Sessions(template(), office=office, watchers=(channels,))
    parts = Parts(sessions, cast("Any", None), Streams(), Tally())
    pipeline = Pipeline(sessions, [GoogleCalendar(), Control(parts, Guard(None, demanded=False))])
    client: TestClient[Any, Any] = TestClient(RawTestServer(pipeline))
    async with receiving() as receiver, client as http:
        yield Client(http, sessions, receiver)
    await office.close()


async def test_settling_waits_until_all_is_delivered_and_says_how_it_ended(client: Client) -> None:
    client.post()
    settled = await client.settle()

    assert settled == {
        "settled": True,
        "outcomes": [
            {
                "number": 1,
                "delivery": 1,
                "attempt": 1,
                "at": "2026-03-06T14:00:00.000Z",
                "provider": "google",
                "key": "k",
                "url": client.receiver.url + "/hook",
                "about": "a message",
                "state": "delivered",
                "status": 204,
                "error": None,
                "retry_at": None,
            }
        ],
        "next": 1,
        "dropped": 0,
        "pending": [],
    }


async def test_settling_without_anything_to_send_answers_at_once(client: Client) -> None:
    assert await client.settle() == {"settled": True, "outcomes": [], "next": 0, "dropped": 0, "pending": []}


async def test_a_retry_that_falls_due_later_is_named_and_not_waited_for(client: Client) -> None:
    client.receiver.statuses = [503]
    client.post(retry=again(MINUTE))
    settled = await client.settle()

    assert settled["settled"] is True
    assert settled["outcomes"][0]["state"] == "retrying"
    assert settled["outcomes"][0]["retry_at"] == "2026-03-06T14:01:00.000Z"
    assert settled["pending"] == [
        {
            "delivery": 1,
            "attempts": 1,
            "due": "2026-03-06T14:01:00.000Z",
            "provider": "google",
            "key": "k",
            "about": "a message",
        }
    ]


async def test_moving_the_clock_makes_retries_due(client: Client) -> None:
    client.receiver.statuses = [503, 204]
    client.post(retry=again(MINUTE))
    await client.settle()
    await client.ask("PATCH", "/_mock/sessions/default/clock", {"advance": "PT1M"})
    settled = await client.settle(after=1)

    assert [outcome["state"] for outcome in settled["outcomes"]] == ["delivered"]
    assert settled["pending"] == []


async def test_settling_gives_up_when_its_time_is_over(client: Client) -> None:
    client.receiver.gate = asyncio.Event()
    client.post()
    settled = await client.settle(timeout="PT0.05S")

    assert (settled["settled"], settled["outcomes"]) == (False, [])
    assert [one["delivery"] for one in settled["pending"]] == [1]


async def test_an_attempt_goes_on_when_whoever_waited_for_it_has_given_up(client: Client) -> None:
    client.receiver.gate = asyncio.Event()
    client.post()
    await client.settle(timeout="PT0.05S")
    client.receiver.gate.set()

    assert [outcome["state"] for outcome in (await client.settle())["outcomes"]] == ["delivered"]


@pytest.mark.parametrize("length", ["PT0S", "PT61S", "soon", "-PT1S"])
async def test_a_time_that_nobody_waits_is_refused(client: Client, length: str) -> None:
    status, problem = await client.ask("POST", PATH + "/settle", {"timeout": length})

    assert (status, problem["detail"][:8]) == (422, "timeout:")


async def test_the_whole_minute_may_be_waited(client: Client) -> None:
    assert (await client.settle(timeout="PT60S"))["settled"] is True


async def test_outcomes_are_read_on_from_where_one_stopped(client: Client) -> None:
    client.post()
    first = await client.settle()
    client.post()
    await client.settle()
    listed = await client.listed(f"?after={first['next']}")

    assert [outcome["number"] for outcome in listed["outcomes"]] == [2]
    assert listed["next"] == 2


async def test_the_live_channels_are_listed(client: Client) -> None:
    channel = await client.watch()
    (listed,) = (await client.listed())["subscriptions"]

    assert listed == {
        "provider": "google",
        "id": "c1",
        "resource": "google/events/alice@autosched.example",
        "resource_id": channel["resourceId"],
        "person": "alice",
        "app": "autosched",
        "address": client.receiver.url,
        "expires": "2026-03-13T14:00:00.000Z",
    }


async def test_a_channel_whose_time_is_over_is_not_listed(client: Client) -> None:
    await client.watch()
    await client.ask("PATCH", "/_mock/sessions/default/clock", {"advance": "P7D"})

    assert (await client.listed())["subscriptions"] == []


async def test_a_change_at_google_is_delivered_when_settling_answers(client: Client) -> None:
    await client.watch()
    times = {"start": {"date": "2026-03-09"}, "end": {"date": "2026-03-10"}}
    await client.ask("POST", WATCH, times)
    settled = await client.settle()

    assert [got.header("X-Goog-Resource-State") for got in client.receiver.got] == ["sync", "exists"]
    assert [outcome["about"].split(": ")[1].split()[0] for outcome in settled["outcomes"]] == ["sync", "exists"]


async def test_what_falls_due_while_a_clock_is_moved_is_told(client: Client) -> None:
    """As a timeline's step will: whatever changes on the clock's way."""
    await client.watch()
    session = client.session

    def change() -> None:
        session.documents.put("google/events/alice@autosched.example", "e", b"{}")

    session.clock.at(START + HOUR, change)
    await client.ask("PATCH", "/_mock/sessions/default/clock", {"advance": "PT1H"})
    await client.settle()

    assert [got.header("X-Goog-Resource-State") for got in client.receiver.got] == ["sync", "exists"]


async def test_a_reset_drops_what_waits(client: Client) -> None:
    client.receiver.statuses = [503]
    client.post(retry=again(MINUTE))
    await client.settle()
    await client.ask("POST", "/_mock/sessions/default/reset")

    assert await client.settle() == {"settled": True, "outcomes": [], "next": 0, "dropped": 0, "pending": []}


async def test_a_session_that_is_ended_sends_nothing_more(client: Client) -> None:
    session = client.sessions.create(template(), Choices(), "brief")
    client.receiver.statuses = [503]
    session.outbox.post(delivery(client.receiver.url, retry=again(MINUTE)))
    await client.receiver.wait(1)
    status, _ = await client.ask("DELETE", "/_mock/sessions/brief")
    session.clock.advance(HOUR)
    async with asyncio.timeout(PATIENCE):
        await session.outbox.settle()

    assert status == 204
    assert len(client.receiver.got) == 1


async def test_an_unknown_session_is_refused(client: Client) -> None:
    status, problem = await client.ask("POST", "/_mock/sessions/nobody/webhooks/settle")

    assert (status, problem["type"].partition("#")[2]) == (404, "unknown-session")

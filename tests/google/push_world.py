"""The world of events, with a receiver of notifications on loopback behind TLS. A helper, not a test."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from aiohttp.test_utils import RawTestServer, TestClient
from msgspec.structs import replace

from mockserver.delivery import Office, Targets
from mockserver.google.provider import GoogleCalendar
from mockserver.google.push import channels
from mockserver.http.pipeline import Pipeline
from mockserver.identity.directory import App, Directory
from mockserver.identity.scopes import CALENDAR
from mockserver.session import Sessions
from tests.contract import check_exchange
from tests.delivery.receiver import PATIENCE, Authority, Received, Receiver, receiving
from tests.google import event_world
from tests.google.event_world import events_path, ok

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from mockserver.google.push.channels import Channel
    from mockserver.session import Template
    from tests.google.calendar_world import Answer

LIST = "/users/me/calendarList"
STOP = "/channels/stop"
SETTINGS = "/users/me/settings"


def template() -> Template:
    """The world of events with a second client, and a calendar that Google made."""
    found = event_world.template()
    directory = found.directory
    apps = {**directory.apps, "other": App("other")}
    return replace(found, directory=Directory(directory.people, apps, tokens=directory.tokens))


class Client(event_world.Client):
    """Asks for events and channels over a socket, and looks at what the receiver got."""

    receiver: Receiver

    def channel(self, id_: str = "c1", **members: Any) -> dict[str, Any]:
        """The body of a watch request."""
        return {"id": id_, "type": "web_hook", "address": self.receiver.url + "/hook"} | members

    async def try_watch(self, path: str = "", *, as_: str = "alice", query: Any = None, **members: Any) -> Answer:
        """Ask for a channel; for Alice's own events where no path is given. None leaves a member out."""
        body = {name: value for name, value in self.channel(**members).items() if value is not None}
        return await self.ask("POST", (path or events_path()) + "/watch", body, as_=as_, headers=None, **(query or {}))

    async def watch(self, path: str = "", *, as_: str = "alice", query: Any = None, **members: Any) -> dict[str, Any]:
        """A channel that somebody made, its first message delivered."""
        channel: dict[str, Any] = ok(await self.try_watch(path, as_=as_, query=query, **members))
        await self.settle()
        return channel

    async def stop(self, channel: dict[str, Any], *, as_: str = "alice") -> Answer:
        body = {"id": channel["id"], "resourceId": channel["resourceId"]}
        return await self.ask("POST", STOP, body, as_=as_)

    async def settle(self) -> list[Received]:
        """All that the receiver got, once nothing more is due."""
        async with asyncio.timeout(PATIENCE):
            await self.session.outbox.settle()
        return self.receiver.got

    async def states(self, id_: str = "c1") -> list[str]:
        """The states of the messages that a channel got."""
        return [got.header("X-Goog-Resource-State") for got in await self.settle() if is_for(got, id_)]

    async def numbers(self, id_: str = "c1") -> list[int]:
        """The numbers of the messages that a channel got."""
        return [int(got.header("X-Goog-Message-Number")) for got in await self.settle() if is_for(got, id_)]

    @property
    def url(self) -> str:
        """Where the world answers."""
        return str(self._http.make_url("/"))

    def live(self) -> list[Channel]:
        return [channel for _, channel in channels.live(self.session)]

    def advance(self, length: int) -> None:
        """Move the clock, as the control API does."""
        self.session.clock.advance(length)
        self.session.notify()

    def token_of(self, person: str | None, app: str) -> str:
        return self.session.identity.issue(person, app, [CALENDAR]).text


def is_for(got: Received, id_: str) -> bool:
    return got.header("X-Goog-Channel-ID") == id_


def rules_path(calendar: str) -> str:
    return f"/calendars/{quote(calendar)}/acl"


@asynccontextmanager
async def serving(folder: Path, *, greets_first: bool = False, http: bool = False) -> AsyncIterator[Client]:
    """The world on a socket, and a receiver whose certificate it trusts."""
    authority = Authority(folder)
    office = Office(Targets(ca_file=authority.file, http=http), greets_first=greets_first)
    sessions = Sessions(template(), office=office, watchers=(channels,))
    http_client: TestClient[Any, Any] = TestClient(
        RawTestServer(Pipeline(sessions, [GoogleCalendar()])), middlewares=(check_exchange,)
    )
    try:
        async with receiving(None if http else authority.context()) as receiver, http_client:
            client = Client(http_client, sessions)
            client.receiver = receiver
            yield client
    finally:
        await office.close()

"""The world of Graph with a receiver of notifications on loopback behind TLS, which answers handshakes."""

from __future__ import annotations

import asyncio
import json
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

from aiohttp import web
from aiohttp.test_utils import RawTestServer, TestClient

from mockserver.clock import DAY, Instant, rfc3339
from mockserver.delivery import Office, Targets
from mockserver.http.pipeline import Pipeline
from mockserver.microsoft.calendars.calendar import default_calendar
from mockserver.microsoft.events import store
from mockserver.microsoft.provider import WATCHERS, MicrosoftGraph
from mockserver.session import Sessions
from tests.delivery.receiver import PATIENCE, Authority, Received, Receiver
from tests.microsoft import world
from tests.microsoft.contract import check_exchange
from tests.microsoft.events import kept_events

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from mockserver.documents import Record
    from tests.microsoft.world import Answer

SUBSCRIPTIONS = "/subscriptions"
TOKEN = "validationToken"


class Application(Receiver):
    """A receiver that answers a handshake as it should, unless it is told otherwise."""

    def __init__(self) -> None:
        super().__init__()
        self.validations: list[Received] = []
        self.asked = asyncio.Event()
        self.echo_status, self.echo_kind = 200, "text/plain"
        self.echo: bytes | None = None
        self.refuse_path = ""

    async def handle(self, request: web.BaseRequest) -> web.StreamResponse:
        token = request.query.get(TOKEN)
        if token is None:
            return await super().handle(request)
        body = await request.read()
        self.validations.append(Received(request.method, request.raw_path, request.headers, body))
        self.asked.set()
        if self.refuse_path and request.path == self.refuse_path:
            return web.Response(status=403)
        if self.gate is not None:
            await self.gate.wait()
        answer = token.encode() if self.echo is None else self.echo
        return web.Response(status=self.echo_status, body=answer, content_type=self.echo_kind)


class Client(world.Client):
    """Subscribes, changes events, and looks at what the application got."""

    application: Application

    def body(self, **members: Any) -> dict[str, Any]:
        """The body of an ordinary subscription; None leaves a member out."""
        usual = {
            "changeType": "created,updated,deleted",
            "notificationUrl": self.application.url + "/hook",
            "resource": "me/events",
            "expirationDateTime": self.at(DAY),
        }
        return {name: value for name, value in (usual | members).items() if value is not None}

    def at(self, length: int) -> str:
        """A time so much later than now, as a client writes one."""
        return rfc3339(self.session.clock.now() + length, 7)

    async def try_subscribe(self, *, as_: str = "alice", prefer: str = "", **members: Any) -> Answer:
        headers = {"Prefer": prefer} if prefer else None
        return await self.ask("POST", SUBSCRIPTIONS, self.body(**members), as_=as_, headers=headers)

    async def subscribe(self, *, as_: str = "alice", prefer: str = "", **members: Any) -> dict[str, Any]:
        """A subscription that somebody made."""
        answer = await self.try_subscribe(as_=as_, prefer=prefer, **members)
        assert answer.status == 201, answer.body
        made: dict[str, Any] = answer.json
        return made

    def keep(self, body: dict[str, Any], key: str = "alice") -> Record:
        """An event that came into a mailbox, and that who watches it has been told of."""
        record = kept_events.kept(default_calendar(self.mailbox(key)), body)
        self.session.notify()
        return record

    def rename(self, id_: str) -> None:
        """Change an event, or one occurrence of a series."""
        found = store.find(self.mailbox(), id_)
        document = {**found.document, "subject": "Renamed"}
        if found.exception is None:
            store.keep(found.calendar, document)
        else:
            store.keep_exception(found, document)
        self.session.notify()

    def remove(self, id_: str) -> None:
        """Delete an event, or one occurrence of a series."""
        store.remove(store.find(self.mailbox(), id_))
        self.session.notify()

    def advance(self, length: int) -> None:
        """Move the clock, as the control API does."""
        self.session.clock.advance(length)
        self.session.notify()

    async def posted(self) -> list[Received]:
        """All that the application got but for handshakes, once nothing more is due."""
        async with asyncio.timeout(PATIENCE):
            await self.session.outbox.settle()
        return self.application.got

    async def told(self) -> list[dict[str, Any]]:
        """Every item of every message."""
        return [item for got in await self.posted() for item in json.loads(got.body)["value"]]

    async def changes(self) -> list[tuple[str, str]]:
        """What was told of changes: type and id of each."""
        return [(one["changeType"], one["resourceData"]["id"]) for one in await self.told() if "changeType" in one]

    async def lifecycle(self) -> list[str]:
        """What was told of subscriptions themselves."""
        return [one["lifecycleEvent"] for one in await self.told() if "lifecycleEvent" in one]

    @property
    def lifecycle_url(self) -> str:
        return self.application.url + "/lifecycle"

    def token_of(self, person: str | None, app: str, lifetime: Instant) -> str:
        """A token for Graph that lives so long."""
        scopes = ["Calendars.ReadWrite"]
        return self.session.identity.issue(person, app, scopes, "microsoft", lifetime).text


@asynccontextmanager
async def serving(folder: Path, *, http: bool = False, seconds: float = PATIENCE) -> AsyncIterator[Client]:
    """The world on a socket, and an application whose certificate it trusts."""
    authority = Authority(folder)
    office = Office(Targets(ca_file=authority.file, http=http), seconds=seconds)
    sessions = Sessions(world.template(), office=office, watchers=WATCHERS)
    graph: TestClient[Any, Any] = TestClient(
        RawTestServer(Pipeline(sessions, (MicrosoftGraph(),))), middlewares=(check_exchange,)
    )
    application = Application()
    receiver = RawTestServer(application.handle)
    await receiver.start_server(ssl=None if http else authority.context())
    application.url = f"{'http' if http else 'https'}://127.0.0.1:{receiver.port}"
    try:
        async with graph:
            client = Client(graph, sessions)
            client.application = application
            yield client
    finally:
        if application.gate is not None:
            application.gate.set()
        await receiver.close()
        await office.close()

"""A receiver of messages on loopback, with or without TLS, and outboxes to send with. A helper, not a test.

`Receiver` keeps every request and answers as it is told; nobody sleeps: a test waits for so many requests.
"""

from __future__ import annotations

import asyncio
import json
import ssl
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import trustme
from aiohttp import web
from aiohttp.test_utils import RawTestServer

from mockserver.clock import Clock, parse_instant
from mockserver.delivery import Delivery, Office, Outbox, Retry, Targets
from mockserver.journal import Journal

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Mapping
    from pathlib import Path

    from mockserver.clock import Flow, Instant

START: Instant = parse_instant("2026-03-06T14:00:00Z")
PATIENCE = 10.0
"""Seconds that a test waits at most for what must come."""


@dataclass(frozen=True)
class Received:
    """One request that arrived."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes

    def header(self, name: str) -> str:
        return self.headers[name]


class Receiver:
    """Answers with the statuses it was given, in turn, then with the last of them again."""

    def __init__(self) -> None:
        self.got: list[Received] = []
        self.statuses = [204]
        self.headers: dict[str, str] = {}
        self.answer = b""
        self.gate: asyncio.Event | None = None
        self.at_once = self.most_at_once = 0
        self.url = ""
        self._arrived = asyncio.Condition()

    async def handle(self, request: web.BaseRequest) -> web.StreamResponse:
        body = await request.read()
        status = self.statuses[min(len(self.got), len(self.statuses) - 1)]
        async with self._arrived:
            self.got.append(Received(request.method, request.raw_path, request.headers, body))
            self._arrived.notify_all()
        self.at_once += 1
        self.most_at_once = max(self.at_once, self.most_at_once)
        try:
            if self.gate is not None:
                await self.gate.wait()
        finally:
            self.at_once -= 1
        return web.Response(status=status, body=self.answer or None, headers=self.headers)

    async def wait(self, count: int) -> list[Received]:
        """Everything received, once there are so many."""
        async with asyncio.timeout(PATIENCE), self._arrived:
            await self._arrived.wait_for(lambda: len(self.got) >= count)
        return self.got


@asynccontextmanager
async def receiving(context: ssl.SSLContext | None = None) -> AsyncIterator[Receiver]:
    """A receiver on loopback; https where it is given a context."""
    receiver = Receiver()
    server = RawTestServer(receiver.handle)
    await server.start_server(ssl=context)
    receiver.url = f"{'http' if context is None else 'https'}://127.0.0.1:{server.port}"
    try:
        yield receiver
    finally:
        if receiver.gate is not None:
            receiver.gate.set()
        await server.close()


class Authority:
    """A certificate authority for a test."""

    def __init__(self, folder: Path) -> None:
        self._ca = trustme.CA()
        self.file = folder / "ca.pem"
        self._ca.cert_pem.write_to_path(str(self.file))

    def context(self, *names: str) -> ssl.SSLContext:
        """What a server with a certificate for these names listens with."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self._ca.issue_cert(*(names or ("127.0.0.1", "localhost"))).configure_cert(context)
        return context


def delivery(url: str, **facts: Any) -> Delivery:
    """An ordinary message."""
    chosen: dict[str, Any] = {"provider": "google", "key": "k", "url": url, "accepted": frozenset({200, 204})}
    return Delivery(**chosen | facts)


def again(*delays: int, statuses: tuple[int, ...] = (503,)) -> Retry:
    return Retry(frozenset(statuses), delays)


@dataclass(frozen=True)
class Sender:
    """An outbox with what belongs to it."""

    clock: Clock
    journal: Journal
    office: Office
    outbox: Outbox

    async def settled(self) -> list[tuple[int, str]]:
        """Status and state of every attempt, once nothing is due any more."""
        async with asyncio.timeout(PATIENCE):
            await self.outbox.settle()
        return [(outcome.status, outcome.state) for outcome in self.outbox.outcomes]

    def errors(self) -> list[str]:
        return [outcome.error for outcome in self.outbox.outcomes]


@asynccontextmanager
async def sending(
    targets: Targets | None = None, *, flow: Flow = "frozen", seconds: float = PATIENCE
) -> AsyncIterator[Sender]:
    """An outbox that may send to loopback without TLS, where nothing else is said."""
    office = Office(targets or Targets(http=True), seconds=seconds)
    clock, journal = Clock(START, flow), Journal()
    try:
        yield Sender(clock, journal, office, Outbox(clock, journal, office))
    finally:
        await office.close()


def facts(journal: Journal) -> list[dict[str, Any]]:
    """The entries of a journal as people read them."""
    entries: list[dict[str, Any]] = json.loads(json.dumps([entry.facts() for entry in journal.read()]))
    return entries

"""A small world for the tests of calendars and lists: who there is, which calendars, and a client to ask with.

Alice and Carol work at autosched.example, Bob does not. `team` is Alice's; Bob reads it, Carol owns it as Alice does.
`rota` is Bob's, Alice sees when it is busy, Carol writes; `public` is Bob's, everybody reads it; `secret` is Bob's.
"""

from __future__ import annotations

import json
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from aiohttp.test_utils import RawTestServer, TestClient

from mockserver.clock import Instant, parse_instant
from mockserver.documents import BaseBuilder
from mockserver.google.calendars.store import NewCalendar, add_calendar
from mockserver.google.provider import GoogleCalendar
from mockserver.http.exchange import Exchange
from mockserver.http.pipeline import Pipeline
from mockserver.identity.directory import App, Directory, Person, ReadableToken
from mockserver.identity.scopes import CALENDAR
from mockserver.session import Session, Sessions, Template
from tests.contract import check_exchange, check_google_answer

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Mapping

    from mockserver.http.exchange import Reply

API = "/calendar/v3"
LIST = "/users/me/calendarList"
START: Instant = parse_instant("2026-03-06T09:00:00-05:00")
MADE: Instant = parse_instant("2026-01-05T08:00:00Z")
PEOPLE = {
    "alice": Person("alice", "Alice Rivera", "alice@autosched.example", "America/New_York"),
    "bob": Person("bob", "Bob Okafor", "bob@partner.example", "Europe/London"),
    "carol": Person("carol", "Carol Diaz", "carol@autosched.example", "America/New_York"),
}
GROUP = "group.calendar.google.com"
TEAM, ROTA, PUBLIC, SECRET = (f"{letter * 64}@{GROUP}" for letter in "abcd")
ALICE, BOB, CAROL = (person.email for person in PEOPLE.values())


def template() -> Template:
    """The world as every test finds it; its clock stands."""
    builder = BaseBuilder()
    for person in PEOPLE.values():
        primary = NewCalendar(id=person.email, owner=person.key, email=person.email, zone=person.zone, primary=True)
        add_calendar(builder.add, primary)
    for new in (
        _owned_by("alice", TEAM, "Team", shares={BOB: "reader", CAROL: "owner"}, listed_by=("alice", "carol")),
        _owned_by("bob", ROTA, "Rota", shares={ALICE: "freeBusyReader", CAROL: "writer"}, color="16"),
        _owned_by("bob", PUBLIC, "Public", shares={"default": "reader"}),
        _owned_by("bob", SECRET, "Secret"),
    ):
        add_calendar(builder.add, new)
    tokens = {key: ReadableToken(key, key, scopes=(CALENDAR,)) for key in PEOPLE}
    apps = {"autosched": App("autosched"), "sync-bot": App("sync-bot", "service-account")}
    directory = Directory(PEOPLE, apps, tokens=tokens)
    return Template("calendars", directory, start=START, flow="frozen", base=builder.build())


def _owned_by(owner: str, id_: str, title: str, **facts: Any) -> NewCalendar:
    person = PEOPLE[owner]
    return NewCalendar(id=id_, owner=owner, email=person.email, title=title, zone=person.zone, made=MADE, **facts)


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def reason(self) -> str:
        """The reason of an error."""
        reason: str = self.json["error"]["errors"][0]["reason"]
        return reason


class Client:
    """Asks over a socket; every answer is judged by the published description."""

    def __init__(self, http: TestClient[Any, Any], sessions: Sessions) -> None:
        self._http = http
        self.session = sessions.default

    async def ask(
        self,
        method: str,
        path: str,
        body: Any = None,
        *,
        as_: str = "alice",
        headers: Mapping[str, str] | None = None,
        **query: Any,
    ) -> Answer:
        """Ask for a path below `/calendar/v3` with somebody's token; none where `as_` is empty."""
        sent = {"Authorization": f"Bearer {as_}"} if as_ else {}
        pairs = {name: str(value).lower() if isinstance(value, bool) else str(value) for name, value in query.items()}
        async with self._http.request(
            method, API + path, json=body, headers=sent | dict(headers or {}), params=pairs
        ) as response:
            return Answer(response.status, response.headers, await response.read())

    async def get(self, path: str, query: Mapping[str, Any], as_: str = "alice") -> Answer:
        """Read, with parameters whose names are values of the test."""
        return await self.ask("GET", path, None, as_=as_, headers=None, **query)

    async def ids(self, as_: str = "alice", **query: Any) -> list[str]:
        """The ids in somebody's calendar list."""
        answer = await self.ask("GET", "/users/me/calendarList", as_=as_, **query)
        return [item["id"] for item in answer.json["items"]]

    async def sync_token(self, as_: str = "alice") -> str:
        """Where somebody's calendar list stands now."""
        token: str = (await self.ask("GET", "/users/me/calendarList", as_=as_)).json["nextSyncToken"]
        return token

    def robot(self) -> str:
        """A token of the service account acting for itself."""
        return self.session.identity.issue(None, "sync-bot", [CALENDAR]).text


def calendar_path(calendar: str) -> str:
    return f"/calendars/{quote(calendar)}"


def entry_path(calendar: str) -> str:
    return f"{LIST}/{quote(calendar)}"


async def made(client: Client, as_: str = "alice", **body: Any) -> dict[str, Any]:
    """A calendar that somebody made."""
    answer = await client.ask("POST", "/calendars", {"summary": "Made"} | body, as_=as_)
    assert answer.status == 200
    calendar: dict[str, Any] = answer.json
    return calendar


async def put_in(client: Client, calendar: str, as_: str = "alice", **body: Any) -> dict[str, Any]:
    """The entry of a calendar that somebody put into their list."""
    answer = await client.ask("POST", LIST, {"id": calendar} | body, as_=as_)
    assert answer.status == 200
    entry: dict[str, Any] = answer.json
    return entry


@asynccontextmanager
async def serving() -> AsyncIterator[Client]:
    """The world on a socket."""
    sessions = Sessions(template())
    http: TestClient[Any, Any] = TestClient(
        RawTestServer(Pipeline(sessions, [GoogleCalendar()])), middlewares=(check_exchange,)
    )
    async with http:
        yield Client(http, sessions)


def ask(session: Session, method: str, path: str, body: Any = None, *, as_: str = "alice", query: str = "") -> Reply:
    """Ask without a socket, for tests that ask thousands of times. The answer is judged all the same."""
    provider = GoogleCalendar()
    exchange = Exchange(method, API + path, query, {"Authorization": f"Bearer {as_}"})
    exchange.pairs = [(name, value) for name, _, value in (pair.partition("=") for pair in query.split("&") if pair)]
    exchange.body = b"" if body is None else json.dumps(body).encode()
    exchange.provider, exchange.session = provider, session
    found = provider.routes.find(method, exchange.path)
    assert found is not None, f"no operation for {method} {path}"
    exchange.operation, exchange.parameters = found
    try:
        provider.admit(exchange)
        exchange.query = exchange.operation.reader.read(exchange.pairs)
        reply = provider.render(exchange, provider.handle(exchange))
    except Exception as error:  # noqa: BLE001 - as the pipeline does
        reply = provider.refuse(exchange, error)
    check_google_answer(method, exchange.path, reply.status, reply.headers, reply.body)
    return reply

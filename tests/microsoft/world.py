"""A small world for the tests of Graph: people in zones that change their clocks and one that does not, and a client.

Every mailbox has its default calendar, which is empty. Bob is of another organization than Alice and Carol; Greta has
no Microsoft account. Two rooms, a group of Alice and Carol. The clock stands on Friday, 6 March 2026, 14:00Z.
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
from mockserver.http.pipeline import Pipeline
from mockserver.identity.directory import App, Directory, Group, Person, ReadableToken
from mockserver.microsoft.calendars.store import set_up
from mockserver.microsoft.mailbox import GROUP_KEY, Mailbox, mailbox_of
from mockserver.microsoft.provider import MicrosoftGraph
from mockserver.session import Session, Sessions, Template
from tests.microsoft.contract import check_exchange

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Mapping, Sequence

    from mockserver.http.provider import Provider as Answering
    from mockserver.identity.directory import Provider
    from mockserver.session.watching import Watcher

START: Instant = parse_instant("2026-03-06T14:00:00Z")
MICROSOFT: frozenset[Provider] = frozenset({"microsoft"})
PEOPLE = {
    "alice": Person("alice", "Alice Rivera", "alice@autosched.example", "America/New_York"),
    "bob": Person("bob", "Bob Okafor", "bob@partner.example", "Europe/London", MICROSOFT),
    "carol": Person("carol", "Carol Nguyen", "carol@autosched.example", "Australia/Lord_Howe", MICROSOFT),
    "dev": Person("dev", "Dev Sharma", "dev@autosched.example", "Asia/Kolkata", MICROSOFT),
    "greta": Person("greta", "Greta Google", "greta@autosched.example", "UTC", frozenset({"google"})),
    "room-4": Person("room-4", "Room 4", "room-4@autosched.example", "UTC", MICROSOFT, "room"),
    "room-5": Person("room-5", "Room 5", "room-5@autosched.example", "UTC", MICROSOFT, "room"),
}
ALICE, BOB, CAROL, DEV, GRETA, ROOM_4, ROOM_5 = (person.email for person in PEOPLE.values())
GROUPS = {"team": Group("team", "team@autosched.example", (ALICE, CAROL), "Team")}
SCOPES = (
    "Calendars.ReadWrite", "Calendars.ReadWrite.Shared", "MailboxSettings.ReadWrite", "User.Read",
    "User.ReadBasic.All", "Place.Read.All", "Group.ReadWrite.All",
)  # fmt: skip
TOKENS = {
    "alice-expired": ReadableToken("alice-expired", "alice", provider="microsoft", state="expired", scopes=SCOPES),
    "alice-revoked": ReadableToken("alice-revoked", "alice", provider="microsoft", state="revoked", scopes=SCOPES),
    "alice-reads": ReadableToken("alice-reads", "alice", provider="microsoft", scopes=("Calendars.Read",)),
    "alice-basic": ReadableToken("alice-basic", "alice", provider="microsoft", scopes=("Calendars.ReadBasic",)),
    "app": ReadableToken("app", None, "sync-bot", provider="microsoft"),
    "alice-groups": ReadableToken("alice-groups", "alice", provider="microsoft", scopes=("Group.ReadWrite.All",)),
    "alice-nothing": ReadableToken("alice-nothing", "alice", provider="microsoft", scopes=("User.Read",)),
}
ROOT = "/v1.0"


def template(start: Instant = START, **facts: Any) -> Template:
    """The world as every test finds it."""
    people = [key for key, person in PEOPLE.items() if "microsoft" in person.accounts]
    tokens = {
        key: ReadableToken(key, key, provider="microsoft", scopes=SCOPES)
        for key in people
        if PEOPLE[key].kind == "person"
    }
    apps = {"autosched": App("autosched"), "sync-bot": App("sync-bot", "service-account", acts_for=("alice",))}
    directory = Directory(PEOPLE, apps, tokens=tokens | TOKENS, groups=GROUPS)
    builder = BaseBuilder()
    seed = Session("seed", Template("graph", directory, start=start - 1_000_000, flow="frozen"))
    for key in (*people, *(GROUP_KEY + group for group in GROUPS)):
        set_up(mailbox_of(seed, key))
    builder.take(seed.documents)
    return Template("graph", directory, start=start, flow="frozen", base=builder.build(), **facts)


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
    def code(self) -> str:
        """The code of an error."""
        code: str = self.json["error"]["code"]
        return code

    @property
    def message(self) -> str:
        """The message of an error."""
        message: str = self.json["error"]["message"]
        return message

    @property
    def value(self) -> list[dict[str, Any]]:
        """The items of a page."""
        value: list[dict[str, Any]] = self.json["value"]
        return value


class Client:
    """Asks Graph over a socket; every answer is judged by the published description and by msgraph-sdk's models."""

    def __init__(self, http: TestClient[Any, Any], sessions: Sessions) -> None:
        self._http = http
        self.session = sessions.default

    @property
    def origin(self) -> str:
        """Where the server listens."""
        return str(self._http.make_url("")).rstrip("/")

    def mailbox(self, key: str = "alice") -> Mailbox:
        """A mailbox as the server itself sees it."""
        return mailbox_of(self.session, key)

    def notes(self) -> list[str]:
        """What the journal says of the last request."""
        return list([*self.session.journal.read()][-1].notes)

    async def ask(
        self,
        method: str,
        path: str,
        body: Any = None,
        *,
        as_: str = "alice",
        headers: Mapping[str, str] | None = None,
        query: Mapping[str, Any] | None = None,
    ) -> Answer:
        """Ask for a path below `/v1.0`, or for a whole URL that came back; without a token where `as_` is empty."""
        url = path.removeprefix(self.origin) if path.startswith("http") else ROOT + path
        if query:
            url += "?" + "&".join(
                f"{quote(name, safe='$')}={quote(str(value), safe='')}" for name, value in query.items()
            )
        sent = {"Authorization": f"Bearer {as_}"} if as_ else {}
        if body is not None:
            sent["Content-Type"] = "application/json"
        data = body if isinstance(body, bytes) else None if body is None else json.dumps(body).encode()
        from yarl import URL  # noqa: PLC0415 - beside its only use

        async with self._http.request(
            method, URL(url, encoded=True), data=data, headers=sent | dict(headers or {})
        ) as response:
            return Answer(response.status, response.headers, await response.read())

    async def get(self, path: str, *, prefer: str = "", as_: str = "alice", **query: Any) -> Answer:
        """Read; `filter="…"` is `$filter`, and so are the other options of OData."""
        odata = {"select", "filter", "orderby", "top", "skip", "count", "expand", "search"}
        named = {f"${name}" if name in odata else name: value for name, value in query.items()}
        return await self.ask("GET", path, as_=as_, headers={"Prefer": prefer} if prefer else None, query=named)

    async def create(self, body: Any, path: str = "/me/events", *, as_: str = "alice") -> dict[str, Any]:
        """An event, or something else, that somebody made."""
        answer = await self.ask("POST", path, body, as_=as_)
        assert answer.status == 201, answer.body
        made: dict[str, Any] = answer.json
        return made

    async def update(self, path: str, body: Any, *, as_: str = "alice") -> dict[str, Any]:
        """Something that somebody changed."""
        answer = await self.ask("PATCH", path, body, as_=as_)
        assert answer.status == 200, answer.body
        changed: dict[str, Any] = answer.json
        return changed

    async def read(self, path: str, *, prefer: str = "", as_: str = "alice", **query: Any) -> Any:
        """What a path answers."""
        answer = await self.get(path, prefer=prefer, as_=as_, **query)
        assert answer.status == 200, answer.body
        return answer.json


@asynccontextmanager
async def graph(made: Template | None = None, watchers: Sequence[Watcher] = ()) -> AsyncIterator[Client]:
    """The world, served, and a client of it."""
    sessions = Sessions(made or template(), watchers=tuple(watchers))
    answering: tuple[Answering, ...] = (MicrosoftGraph(),)
    http: TestClient[Any, Any] = TestClient(RawTestServer(Pipeline(sessions, answering)), middlewares=(check_exchange,))
    async with http:
        yield Client(http, sessions)


def timed(start: str, end: str, zone: str = "UTC", **members: Any) -> dict[str, Any]:
    """The body of an event from one time to another."""
    return {"start": {"dateTime": start, "timeZone": zone}, "end": {"dateTime": end, "timeZone": zone}} | members


def all_day(first: str, until: str, zone: str = "UTC", **members: Any) -> dict[str, Any]:
    """The body of an event that lasts whole days, the last one excluded."""
    return timed(f"{first}T00:00:00", f"{until}T00:00:00", zone, isAllDay=True, **members)


def meeting(**members: Any) -> dict[str, Any]:
    """The body of an ordinary event: an hour on Monday, 9 March 2026, 10:00 in New York."""
    times = timed("2026-03-09T10:00:00", "2026-03-09T11:00:00", "Eastern Standard Time", subject="Meeting")
    return times | members


def daily(count: int = 5, **members: Any) -> dict[str, Any]:
    """The body of a series: 09:00 in New York, half an hour, daily from Friday, 6 March 2026, over the clock change."""
    recurrence = {
        "pattern": {"type": "daily", "interval": 1},
        "range": {"type": "numbered", "startDate": "2026-03-06", "numberOfOccurrences": count},
    }
    times = timed("2026-03-06T09:00:00", "2026-03-06T09:30:00", "Eastern Standard Time", subject="Stand-up")
    return times | {"recurrence": recurrence} | members


def attendee(address: str, kind: str = "required") -> dict[str, Any]:
    """An attendee as a client names one."""
    return {"type": kind, "emailAddress": {"address": address}}

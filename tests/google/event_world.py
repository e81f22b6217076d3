"""A small world for the tests of events: people in zones that change their clocks and one that does not, and a client.

Every primary calendar is empty. `TEAM` is Alice's: Bob reads it, Carol writes it, Dev sees when it is busy. `CLOSED` is
Bob's and nobody else's. The clock stands on Friday, 6 March 2026, 14:00Z.
"""

from __future__ import annotations

import json
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from aiohttp.test_utils import RawTestServer, TestClient

from mockserver.clock import Instant, parse_instant
from mockserver.documents import BaseBuilder
from mockserver.google.calendars.calendar import Calendar, find_calendar
from mockserver.google.calendars.store import NewCalendar, add_calendar
from mockserver.google.caller import Caller
from mockserver.google.events.invitations import RECEIVERS
from mockserver.google.provider import GoogleCalendar
from mockserver.http.pipeline import Pipeline
from mockserver.identity.directory import App, Directory, Person, ReadableToken
from mockserver.identity.scopes import CALENDAR, full
from mockserver.session import Session, Sessions, Template
from tests.contract import check_exchange
from tests.google import calendar_world
from tests.google.calendar_world import API, GROUP, Answer

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Mapping, Sequence

START: Instant = parse_instant("2026-03-06T14:00:00Z")
MADE: Instant = parse_instant("2026-01-05T08:00:00Z")
PEOPLE = {
    "alice": Person("alice", "Alice Rivera", "alice@autosched.example", "America/New_York"),
    "bob": Person("bob", "Bob Okafor", "bob@partner.example", "Europe/London"),
    "carol": Person("carol", "Carol Nguyen", "carol@autosched.example", "Australia/Lord_Howe"),
    "dev": Person("dev", "Dev Sharma", "dev@autosched.example", "Asia/Kolkata"),
    "uma": Person("uma", "Uma Utc", "uma@autosched.example", "UTC"),
}
ALICE, BOB, CAROL, DEV, UMA = (person.email for person in PEOPLE.values())
TEAM, CLOSED = (f"{letter * 64}@{GROUP}" for letter in "ab")
TOKENS = {
    "alice-expired": ReadableToken("alice-expired", "alice", state="expired"),
    "alice-revoked": ReadableToken("alice-revoked", "alice", state="revoked"),
    "alice-readonly": ReadableToken("alice-readonly", "alice", scopes=(full("calendar.readonly"),)),
    "alice-lists": ReadableToken("alice-lists", "alice", scopes=(full("calendar.calendarlist"),)),
}


def template(start: Instant = START) -> Template:
    """The world as every test finds it."""
    builder = BaseBuilder()
    for person in PEOPLE.values():
        primary = NewCalendar(id=person.email, owner=person.key, email=person.email, zone=person.zone, primary=True)
        add_calendar(builder.add, primary)
    shares: Mapping[str, Any] = {BOB: "reader", CAROL: "writer", DEV: "freeBusyReader"}
    new_york, london = PEOPLE["alice"].zone, PEOPLE["bob"].zone
    team = NewCalendar(id=TEAM, owner="alice", email=ALICE, title="Team", zone=new_york, made=MADE, shares=shares)
    add_calendar(builder.add, team)
    add_calendar(builder.add, NewCalendar(id=CLOSED, owner="bob", email=BOB, title="Closed", zone=london, made=MADE))
    tokens = {key: ReadableToken(key, key, scopes=(CALENDAR,)) for key in PEOPLE} | TOKENS
    apps = {"autosched": App("autosched"), "sync-bot": App("sync-bot", "service-account", acts_for=("alice",))}
    directory = Directory(PEOPLE, apps, tokens=tokens)
    return Template("events", directory, start=start, flow="frozen", base=builder.build(), receivers=RECEIVERS)


def calendar_of(session: Session, id_: str = ALICE, as_: str = "alice") -> Calendar:
    """A calendar as somebody sees it, for tests that write without asking over a socket."""
    person = PEOPLE[as_]
    calendar = find_calendar(session, Caller(person.email, person.key, person.zone), id_)
    assert calendar is not None
    return calendar


def events_path(calendar: str = "primary", *more: str) -> str:
    """The path of a calendar's events, or of one, or of something below it."""
    return "/".join((f"/calendars/{quote(calendar)}/events", *(quote(part, safe="") for part in more)))


def timed(start: str, end: str, zone: str | None = None, **members: Any) -> dict[str, Any]:
    """The body of an event from one time to another."""
    named = {"timeZone": zone} if zone else {}
    return {"start": {"dateTime": start} | named, "end": {"dateTime": end} | named} | members


def all_day(first: str, until: str, **members: Any) -> dict[str, Any]:
    """The body of an event that lasts whole days, the last one excluded."""
    return {"start": {"date": first}, "end": {"date": until}} | members


def meeting(**members: Any) -> dict[str, Any]:
    """The body of an ordinary event: an hour on Monday, 9 March 2026, 10:00 in New York."""
    return timed("2026-03-09T10:00:00-04:00", "2026-03-09T11:00:00-04:00", summary="Meeting") | members


def series(*lines: str, **members: Any) -> dict[str, Any]:
    """The body of a series: 09:00 in New York, half an hour, daily five times from Friday, 6 March 2026 on."""
    rules = list(lines) or ["RRULE:FREQ=DAILY;COUNT=5"]
    start, end = "2026-03-06T09:00:00", "2026-03-06T09:30:00"
    return timed(start, end, "America/New_York", summary="Stand-up", recurrence=rules) | members


class Client(calendar_world.Client):
    """Asks for events over a socket; every answer is judged by the published description."""

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
        """As the parent does; besides, a list repeats its parameter, and bytes are sent as they are."""
        sent = {"Authorization": f"Bearer {as_}"} if as_ else {}
        if isinstance(body, bytes):
            data, sent = body, sent | {"Content-Type": "application/json"}
        else:
            data = b"" if body is None else json.dumps(body).encode()
            sent |= {"Content-Type": "application/json"} if data else {}
        async with self._http.request(
            method, API + path, data=data or None, headers=sent | dict(headers or {}), params=pairs(query)
        ) as response:
            return Answer(response.status, response.headers, await response.read())

    async def insert(self, body: Any, calendar: str = "primary", *, as_: str = "alice", **query: Any) -> dict[str, Any]:
        """An event that somebody made."""
        return ok(await self.ask("POST", events_path(calendar), body, as_=as_, headers=None, **query))

    async def patch(
        self, event: str, body: Any, calendar: str = "primary", *, as_: str = "alice", **query: Any
    ) -> dict[str, Any]:
        """An event that somebody changed."""
        return ok(await self.ask("PATCH", events_path(calendar, event), body, as_=as_, headers=None, **query))

    async def update(
        self, event: str, body: Any, calendar: str = "primary", *, as_: str = "alice", **query: Any
    ) -> dict[str, Any]:
        """An event that somebody replaced."""
        return ok(await self.ask("PUT", events_path(calendar, event), body, as_=as_, headers=None, **query))

    async def event(self, event: str, calendar: str = "primary", *, as_: str = "alice", **query: Any) -> dict[str, Any]:
        """An event as somebody sees it."""
        return ok(await self.ask("GET", events_path(calendar, event), None, as_=as_, headers=None, **query))

    async def delete(self, event: str, calendar: str = "primary", *, as_: str = "alice") -> None:
        """Delete an event."""
        answer = await self.ask("DELETE", events_path(calendar, event), as_=as_)
        assert answer.status == 204, answer.body

    async def page(self, calendar: str = "primary", *, as_: str = "alice", **query: Any) -> dict[str, Any]:
        """One page of a list of events."""
        return ok(await self.ask("GET", events_path(calendar), None, as_=as_, headers=None, **query))

    async def items(self, calendar: str = "primary", *, as_: str = "alice", **query: Any) -> list[dict[str, Any]]:
        """The events of a list that fits one page."""
        page = await self.page(calendar, as_=as_, **query)
        assert "nextPageToken" not in page
        items: list[dict[str, Any]] = page["items"]
        return items

    async def instances(
        self, event: str, calendar: str = "primary", *, as_: str = "alice", **query: Any
    ) -> list[dict[str, Any]]:
        """The occurrences of a series that fit one page."""
        page = ok(await self.ask("GET", events_path(calendar, event, "instances"), as_=as_, headers=None, **query))
        assert "nextPageToken" not in page
        items: list[dict[str, Any]] = page["items"]
        return items

    def notes(self) -> str:
        """What the journal says of the last request."""
        *_, entry = self.session.journal.read()
        return "\n".join(entry.notes)


def pairs(query: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Parameters as they are sent: booleans in JSON's words, a list once for each of its values."""
    found: list[tuple[str, str]] = []
    for name, value in query.items():
        values: Sequence[Any] = value if isinstance(value, list) else [value]
        found += [(name, str(one).lower() if isinstance(one, bool) else str(one)) for one in values]
    return found


def ok(answer: Answer) -> dict[str, Any]:
    """The JSON of an answer that is 200."""
    assert answer.status == 200, answer.body
    found: dict[str, Any] = answer.json
    return found


def starts(items: Sequence[Mapping[str, Any]]) -> list[str]:
    """When events start, as they say."""
    return [item["start"].get("dateTime") or item["start"]["date"] for item in items]


@asynccontextmanager
async def serving(start: Instant = START) -> AsyncIterator[Client]:
    """The world on a socket."""
    sessions = Sessions(template(start))
    http: TestClient[Any, Any] = TestClient(
        RawTestServer(Pipeline(sessions, [GoogleCalendar()])), middlewares=(check_exchange,)
    )
    async with http:
        yield Client(http, sessions)

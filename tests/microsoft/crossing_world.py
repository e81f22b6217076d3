"""One server with both providers, and their official clients: people who have an account with one of them only.

Greta and Gus are at Google, Max and Mia at Microsoft; Ada has both. Everybody is in New York but Mia, who is in Berlin,
where clocks change three weeks later. A helper, not a test.
"""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

from aiohttp.test_utils import RawTestServer
from google.oauth2.credentials import Credentials

from mockserver.clock import parse_instant
from mockserver.documents import BaseBuilder
from mockserver.google.calendars.store import NewCalendar, add_calendar
from mockserver.google.events.invitations import RECEIVERS
from mockserver.google.provider import GoogleCalendar
from mockserver.http.pipeline import Pipeline
from mockserver.identity.directory import App, Directory, Person, ReadableToken
from mockserver.microsoft.calendars.store import set_up
from mockserver.microsoft.mailbox import mailbox_of
from mockserver.microsoft.provider import NAME, MicrosoftGraph, receive
from mockserver.session import Session, Sessions, Template
from tests.clients.real_clients import google_calendar
from tests.microsoft.sdk_client import checked_client

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from msgraph.graph_service_client import GraphServiceClient

    from mockserver.identity.directory import Provider

START = parse_instant("2026-03-06T14:00:00Z")
NEW_YORK = "America/New_York"
AT_GOOGLE: frozenset[Provider] = frozenset({"google"})
AT_MICROSOFT: frozenset[Provider] = frozenset({"microsoft"})
PEOPLE = {
    "greta": Person("greta", "Greta", "greta@google.example", NEW_YORK, AT_GOOGLE),
    "gus": Person("gus", "Gus", "gus@google.example", NEW_YORK, AT_GOOGLE),
    "max": Person("max", "Max", "max@office.example", NEW_YORK, AT_MICROSOFT),
    "mia": Person("mia", "Mia", "mia@office.example", "Europe/Berlin", AT_MICROSOFT),
    "room": Person("room", "Room", "room@office.example", NEW_YORK, AT_MICROSOFT, "room"),
    "ada": Person("ada", "Ada", "ada@both.example", NEW_YORK),
}
GRETA, GUS, MAX, MIA, ROOM, ADA = (person.email for person in PEOPLE.values())


def template() -> Template:
    """Everybody with an empty calendar wherever they have an account."""
    tokens = {key: ReadableToken(key, key) for key, person in PEOPLE.items() if person.kind == "person"}
    directory = Directory(PEOPLE, {"autosched": App("autosched")}, tokens=tokens)
    builder = BaseBuilder()
    seed = Session("seed", Template("crossing", directory, start=START - 1_000_000, flow="frozen"))
    for key, person in PEOPLE.items():
        if "microsoft" in person.accounts:
            set_up(mailbox_of(seed, key))
        if "google" in person.accounts:
            primary = NewCalendar(id=person.email, owner=key, email=person.email, zone=person.zone, primary=True)
            add_calendar(builder.add, primary)
    builder.take(seed.documents)
    receivers = {**RECEIVERS, NAME: receive}
    return Template("crossing", directory, start=START, flow="frozen", base=builder.build(), receivers=receivers)


class Google:
    """Somebody's google-api-python-client on their primary calendar, away from the server's loop."""

    def __init__(self, origin: str, person: str) -> None:
        credentials = Credentials(token=person)  # type: ignore[no-untyped-call]  # google-auth says no types
        self._calendar = google_calendar(credentials, f"{origin}/calendar/v3")

    async def call(self, method: str, **parameters: Any) -> Any:
        """Call a method of `events`."""
        request = getattr(self._calendar.events(), method)(calendarId="primary", **parameters)
        return await asyncio.to_thread(request.execute)

    def close(self) -> None:
        """End its connections."""
        self._calendar.close()

    async def starts(self) -> list[str]:
        """When each single event and occurrence starts, as it is shown."""
        return [one["start"]["dateTime"] for one in await self.occurrences()]

    async def occurrences(self) -> list[dict[str, Any]]:
        """The single events and occurrences."""
        listed = await self.call("list", singleEvents=True, orderBy="startTime")
        items: list[dict[str, Any]] = listed["items"]
        return items


class Both:
    """The server, and whoever asks it."""

    def __init__(self, origin: str) -> None:
        self.origin = origin

    @asynccontextmanager
    async def google(self, person: str) -> AsyncIterator[Google]:
        """A person's client of Google Calendar."""
        client = Google(self.origin, person)
        try:
            yield client
        finally:
            client.close()

    @asynccontextmanager
    async def graph(self, person: str) -> AsyncIterator[GraphServiceClient]:
        """A person's client of Graph."""
        async with checked_client(f"{self.origin}/v1.0", person) as client:
            yield client


@asynccontextmanager
async def both() -> AsyncIterator[Both]:
    """The world, served."""
    server = RawTestServer(Pipeline(Sessions(template()), (GoogleCalendar(), MicrosoftGraph())))
    async with server:
        yield Both(str(server.make_url("")).rstrip("/"))

"""A world in which invitations arrive: Graph's people of `tests/microsoft/world.py`, and how they see a meeting."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

from mockserver.microsoft.provider import NAME, receive
from tests.microsoft.world import graph, template

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from tests.microsoft.world import Client

EVERYTHING = {"startDateTime": "2026-01-01T00:00:00Z", "endDateTime": "2027-01-01T00:00:00Z"}


@asynccontextmanager
async def meetings() -> AsyncIterator[Client]:
    """Graph, served, with a bus that brings its mailboxes their invitations."""
    async with graph(template(receivers={NAME: receive})) as client:
        yield client


async def events_of(client: Client, whose: str) -> list[dict[str, Any]]:
    """The singles and series of somebody's default calendar; a room's, as an app reads it."""
    if whose.startswith("room"):
        answer = await client.get(f"/users/{whose}@autosched.example/events", as_="app")
    else:
        answer = await client.get("/me/events", as_=whose)
    assert answer.status == 200, answer.body
    return answer.value


async def copy_of(client: Client, whose: str) -> dict[str, Any]:
    """The only event of somebody."""
    (event,) = await events_of(client, whose)
    return event


async def view_of(client: Client, whose: str) -> list[dict[str, Any]]:
    """The singles, occurrences and exceptions of somebody."""
    return (await client.get("/me/calendarView", as_=whose, **EVERYTHING)).value


async def act(client: Client, action: str, event_id: str, body: Any = None, *, as_: str = "alice") -> int:
    """Do something to an event. Answers the status; what succeeds has no body."""
    answer = await client.ask("POST", f"/me/events/{event_id}/{action}", {} if body is None else body, as_=as_)
    if answer.status < 300:
        assert answer.body == b""
    return answer.status


async def organizers(client: Client, event_id: str, whose: str = "alice") -> dict[str, str]:
    """What the organizer's event says that each attendee answered."""
    event = await client.read(f"/me/events/{event_id}", as_=whose)
    return {row["emailAddress"]["address"]: row["status"]["response"] for row in event["attendees"]}

"""Schedules asked for and events to be busy with, for the tests of availability. A helper, not a test."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mockserver.microsoft.calendars.calendar import default_calendar
from tests.microsoft.events.kept_events import kept

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tests.microsoft.world import Answer, Client

MONDAY = "2026-03-09"
PATH = "/me/calendar/getSchedule"


def has(client: Client, key: str, *bodies: Mapping[str, Any]) -> None:
    """Put events into somebody's default calendar."""
    for body in bodies:
        kept(default_calendar(client.mailbox(key)), body)


def window(start: str, end: str, zone: str = "UTC") -> dict[str, Any]:
    """The start and the end that a schedule is asked for, on Monday, 9 March 2026, where no day is given."""
    times = [time if "T" in time else f"{MONDAY}T{time}:00" for time in (start, end)]
    return {
        name: {"dateTime": time, "timeZone": zone} for name, time in zip(("startTime", "endTime"), times, strict=True)
    }


def asked(
    *addresses: str, start: str = "09:00", end: str = "12:00", zone: str = "UTC", **members: Any
) -> dict[str, Any]:
    """The body of a question after schedules."""
    return {"schedules": list(addresses), **window(start, end, zone), **members}


async def schedules(client: Client, body: Any, *, path: str = PATH) -> list[dict[str, Any]]:
    """What is answered to a question that is right."""
    answer = await ask(client, body, path=path)
    assert answer.status == 200, answer.body
    return answer.value


async def ask(client: Client, body: Any, *, path: str = PATH, prefer: str = "") -> Answer:
    """Ask for schedules."""
    return await client.ask("POST", path, body, headers={"Prefer": prefer} if prefer else None)

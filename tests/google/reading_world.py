"""What the tests of reading events share: asking without a socket, following a list to its end, and what is left of it.

The world itself, its people and its calendars, is `event_world.py`.
"""

from __future__ import annotations

import json
from datetime import date, datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from tests.google.calendar_world import ask
from tests.google.event_world import Client, events_path

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from mockserver.session import Session
    from tests.google.calendar_world import Answer


def answered(session: Session, method: str, path: str, body: Any = None, *, as_: str = "alice", **query: Any) -> Any:
    """The JSON of an answer that is 200, without a socket."""
    reply = ask(session, method, path, body, as_=as_, query=query_text(query))
    assert reply.status == 200, reply.body
    return json.loads(reply.body)


def status_of(session: Session, method: str, path: str, body: Any = None, *, as_: str = "alice", **query: Any) -> int:
    """The status of an answer, whatever it says, without a socket."""
    return ask(session, method, path, body, as_=as_, query=query_text(query)).status


def query_text(query: Mapping[str, Any]) -> str:
    """Parameters as one text, as they are after decoding."""
    return "&".join(
        f"{name}={str(value).lower() if isinstance(value, bool) else value}" for name, value in query.items()
    )


async def pages(client: Client, calendar: str = "primary", *, as_: str = "alice", **query: Any) -> list[dict[str, Any]]:
    """Every page of a list of events, from the first to the last."""
    found = [await client.page(calendar, as_=as_, **query)]
    while "nextPageToken" in found[-1]:
        found.append(await client.page(calendar, as_=as_, pageToken=found[-1]["nextPageToken"], **query))
    return found


async def names(client: Client, calendar: str = "primary", *, as_: str = "alice", **query: Any) -> list[str]:
    """The titles of a list that fits one page, in its order."""
    return titles(await client.items(calendar, as_=as_, **query))


def titles(items: Sequence[Mapping[str, Any]]) -> list[str]:
    return [item.get("summary", "") for item in items]


async def error(client: Client, path: str = "", *, as_: str = "alice", **query: Any) -> tuple[int, dict[str, Any]]:
    """The status and the error of a refused read; of the list of the caller's own events where no path is given."""
    answer = await client.get(path or events_path(), query, as_)
    return answer.status, answer.json["error"]


def backend(code: int, domain: str, reason: str, message: str, *parameter: str) -> tuple[int, dict[str, Any]]:
    """An error as Google's backend writes it, at a parameter or nowhere."""
    place = {"locationType": "parameter", "location": parameter[0]} if parameter else {}
    item = {"domain": domain, "reason": reason, "message": message} | place
    return code, {"errors": [item], "code": code, "message": message}


def refused(answer: Answer) -> tuple[int, dict[str, Any]]:
    """The status and the error of an answer, to be compared with `backend`."""
    return answer.status, answer.json["error"]


def reaches_into(item: Mapping[str, Any], after: datetime, before: datetime, zone: str) -> bool:
    """Whether an event ends after the one and starts before the other; days are those of a zone."""
    return moment(item["end"], zone) > after and moment(item["start"], zone) < before


def moment(time: Mapping[str, str], zone: str) -> datetime:
    if "date" in time:
        day = date.fromisoformat(time["date"])
        return datetime(day.year, day.month, day.day, tzinfo=ZoneInfo(zone))
    return datetime.fromisoformat(time["dateTime"])

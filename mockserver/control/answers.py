"""What an operation of the control API returns where it is more than one JSON value, and how any value is answered."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from mockserver import __version__
from mockserver.control.problems import JSON_TYPE
from mockserver.http.exchange import Reply

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from mockserver.control.problems import Problem

ALWAYS = {
    "Server": f"mockserver/{__version__}",
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
}


class Created(msgspec.Struct, frozen=True):
    """Something that was made, and the path it is at."""

    value: msgspec.Struct
    path: str


class Text(msgspec.Struct, frozen=True):
    """A text that is no JSON."""

    text: str
    type: str = "text/plain; charset=utf-8"


class Events(msgspec.Struct, frozen=True):
    """A stream of server-sent events (WHATWG HTML section 9.2)."""

    parts: AsyncIterator[bytes]


def says(description: str) -> msgspec.Meta:
    """What a member means, for the OpenAPI document."""
    return msgspec.Meta(description=description)


def reply_of(value: object, origin: str) -> Reply:
    """Make the answer of what an operation returned; None is `204 No Content`."""
    match value:
        case None:
            return Reply(204, dict(ALWAYS))
        case Created():
            headers = ALWAYS | {"Content-Type": "application/json", "Location": origin + value.path}
            return Reply(201, headers, _printed(value.value))
        case Text():
            headers = ALWAYS | {"Content-Type": value.type}
            if value.type.startswith("text/html"):
                headers["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'"
            return Reply(200, headers, value.text.encode())
        case Events():
            # A proxy that buffers would hold every event back.
            headers = ALWAYS | {"Content-Type": "text/event-stream", "X-Accel-Buffering": "no"}
            return Reply(200, headers, stream=value.parts)
        case _:
            return Reply(200, ALWAYS | {"Content-Type": "application/json"}, _printed(value))


def refusal_of(problem: Problem, origin: str) -> Reply:
    """Make the answer of a refusal."""
    headers = ALWAYS | {"Content-Type": JSON_TYPE} | problem.headers
    return Reply(problem.row.status, headers, _printed(problem.document(origin)), problem.row.slug)


def _printed(value: object) -> bytes:
    return msgspec.json.format(msgspec.json.encode(value), indent=2) + b"\n"

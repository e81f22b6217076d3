"""The batch endpoint: several calls in one multipart request, each answered in a part of its own.

Every part goes the whole way of a request: its own session, token, operation, refusal and line in the journal. They are
run in the order in which they were sent, which Google does not promise.
https://developers.google.com/workspace/calendar/api/guides/batch
"""

from __future__ import annotations

from http.client import responses
from typing import TYPE_CHECKING, Any, NamedTuple

from mockserver.google.refusals import (
    BATCH_CONFLICT,
    BATCH_TOO_LARGE,
    EVENT_TYPE_RESTRICTION,
    MALFORMED_BATCH,
    NOT_BATCHABLE,
    NOT_FOUND,
    Refusal,
)
from mockserver.http.exchange import Reply
from mockserver.http.operation import OperationTable
from mockserver.http.receiving import exchange_of, override_method

if TYPE_CHECKING:
    from collections.abc import Mapping
    from email.message import Message

    from mockserver.http.exchange import Exchange

table = OperationTable("google")
PATHS = ("/batch/calendar/v3", "/batch")
CALLED = "/calendar/v3/"
MOST_PARTS = 1_000
"""Calls in one batch, as the guide of 2026 says; that of 2018 to 2022 said 50."""
_WRITES = frozenset({"PUT", "PATCH", "DELETE"})


class Part(NamedTuple):
    """One call: its `Content-ID`, if it has one, and the exchange, or what is wrong with it."""

    content_id: str | None
    exchange: Exchange
    wrong: Refusal | None


@table.operation(
    "batch",
    "POST",
    PATHS,
    reference="https://developers.google.com/workspace/calendar/api/guides/batch",
    options={"method": "calendar.v3.Batch"},
)
async def batch(exchange: Exchange) -> Reply:
    parts = [_part(exchange, message) for message in _messages(exchange)]
    boundary = "batch_" + exchange.session.ids.next("batch").token(24)
    answered = [_printed(part, await _answer(exchange, part, parts[:number])) for number, part in enumerate(parts)]
    delimiter = f"--{boundary}\r\n".encode()
    body = b"".join(delimiter + one for one in answered) + f"--{boundary}--\r\n".encode()
    return Reply(200, {"Content-Type": f"multipart/mixed; boundary={boundary}", "Server": "ESF"}, body, "batch")


def _messages(exchange: Exchange) -> list[Message]:
    """The parts of the envelope. Raises `Refusal`."""
    from email.parser import BytesParser  # noqa: PLC0415 - only a batch needs it

    content_type = exchange.headers.get("Content-Type", "")
    if "\n" in content_type or "\r" in content_type:
        raise Refusal(MALFORMED_BATCH, why="a Content-Type has one line")
    head = f"Content-Type: {content_type}\r\nMIME-Version: 1.0\r\n\r\n".encode()
    message = BytesParser().parsebytes(head + exchange.body)
    payload = message.get_payload()
    parts = [part for part in payload if not isinstance(part, str)] if isinstance(payload, list) else []
    if message.get_content_maintype() != "multipart" or message.defects or not parts:
        raise Refusal(MALFORMED_BATCH, why="a batch is multipart/mixed with a boundary, and a part for each call")
    if len(parts) > MOST_PARTS:
        raise Refusal(BATCH_TOO_LARGE, limit=str(MOST_PARTS), why=f"the batch has {len(parts)} parts")
    return parts


def _part(outer: Exchange, message: Message) -> Part:
    raw = message.get_payload(decode=True)
    content_id = message.get("Content-ID")
    text = raw if isinstance(raw, bytes) else b""
    if message.get_content_type() != "application/http":
        text = b""
    inner, wrong = _request(outer, text)
    return Part(content_id, inner, wrong)


def _request(outer: Exchange, raw: bytes) -> tuple[Exchange, Refusal | None]:
    """The call that a part holds: a request line with a path, its headers, its body."""
    from email.parser import BytesParser  # noqa: PLC0415 - only a batch needs it

    line, _, rest = raw.lstrip(b"\r\n").partition(b"\n")
    words = line.decode("utf-8", "replace").split()
    message = BytesParser().parsebytes(rest)
    if len(words) not in {2, 3} or not words[1].startswith("/"):
        why = "a part of type application/http begins with a method and a path, such as GET /calendar/v3/colors"
        return exchange_of(outer, "POST", outer.path, {}, b""), Refusal(MALFORMED_BATCH, why=why)
    payload = message.get_payload(decode=True)
    body = payload if isinstance(payload, bytes) else b""
    target, _, own = words[1].partition("?")
    query = "&".join(part for part in (outer.query_text, own) if part)  # of one given twice the last counts
    target += f"?{query}" if query else ""
    inner = exchange_of(outer, words[0].upper(), target, _headers(outer, message), body.rstrip(b"\r\n"))
    if not inner.path.startswith(CALLED):
        why = f"a batch calls what is below {CALLED}, not {inner.path}"
        return exchange_of(outer, "POST", outer.path, inner.headers, b""), Refusal(NOT_FOUND, why=why)
    override_method(inner)
    return inner, None


def _headers(outer: Exchange, message: Message) -> Mapping[str, str]:
    """The headers of a part: those of the whole batch but `Content-*`, and its own, which win."""
    from multidict import CIMultiDict  # noqa: PLC0415 - aiohttp's own kind of headers

    own: CIMultiDict[str] = CIMultiDict((name, str(value)) for name, value in message.items())
    shared = ((name, value) for name, value in outer.headers.items() if not name.lower().startswith("content-"))
    return CIMultiDict((*((name, value) for name, value in shared if name not in own), *own.items()))


async def _answer(outer: Exchange, part: Part, before: list[Part]) -> Reply:
    wrong = part.wrong or _unfit(part.exchange, before)
    return await outer.dispatch(part.exchange, wrong)


def _unfit(inner: Exchange, before: list[Part]) -> Refusal | None:
    """Why a call cannot be part of this batch."""
    path = inner.path
    if path.endswith(("/watch", "/channels/stop")):
        return Refusal(NOT_BATCHABLE, why=f"{path} cannot be called in a batch")
    if inner.method in _WRITES and any(_same_target(inner, other.exchange) for other in before):
        return Refusal(BATCH_CONFLICT, why=f"another part of the batch writes {path}")
    if inner.method in {"POST", "PUT", "PATCH"} and b"workingLocation" in inner.body:
        # https://developers.google.com/workspace/calendar/api/guides/calendar-status
        return Refusal(EVENT_TYPE_RESTRICTION, why="working locations cannot be written in a batch")
    return None


def _same_target(one: Exchange, other: Exchange) -> bool:
    return other.method in _WRITES and (one.prefix, one.path) == (other.prefix, other.path)


def _printed(part: Part, reply: Reply) -> bytes:
    """A part of the answer, with the lines ended as clients split them."""
    lines = ["Content-Type: application/http"]
    if part.content_id is not None:
        own = " ".join(part.content_id.split()).removeprefix("<")
        lines.append(f"Content-ID: <response-{own}")
    lines += ["", f"HTTP/1.1 {reply.status} {responses.get(reply.status, '')}"]
    headers: dict[str, Any] = dict(reply.headers)
    if reply.body or reply.status not in {204, 304}:
        headers["Content-Length"] = len(reply.body)
    lines += [f"{name}: {value}" for name, value in headers.items()]
    return "\r\n".join([*lines, "", ""]).encode() + reply.body + b"\r\n"

"""Batches: up to twenty requests in one, each answered in the one answer with a status of its own.

Every request goes the whole way: its own operation, refusal, fault and line in the journal, under the token of the
batch. What is wrong with the batch itself refuses all of it [inferred, where no recording shows it].
https://learn.microsoft.com/graph/json-batching
"""

from __future__ import annotations

import asyncio
import base64
import binascii
from typing import TYPE_CHECKING, Any, Final, NoReturn

import msgspec

from mockserver.http.operation import METHODS, OperationTable
from mockserver.http.receiving import exchange_of
from mockserver.http.resolving import HEADER
from mockserver.microsoft.bodies import decoded_body
from mockserver.microsoft.caller import identify
from mockserver.microsoft.refusals import Refusal
from mockserver.microsoft.render import Resource, TracedHeaders, trace_of
from mockserver.microsoft.routes import ROOT
from mockserver.microsoft.rows import (
    BATCH_ID_NOT_UNIQUE,
    BATCH_STEP_WITHOUT_BODY,
    BATCH_TOO_LARGE,
    FAILED_DEPENDENCY,
    MALFORMED_BATCH,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mockserver.http.exchange import Exchange, Reply
    from mockserver.microsoft.render import Value

table = OperationTable("microsoft")
MOST_STEPS: Final = 20
MOST_AT_ONCE: Final = 4
"""Requests of one batch that run beside each other, where none depends on another."""
_MEMBERS: Final = frozenset({"id", "method", "url", "headers", "body", "dependsOn"})
_WRITES: Final = frozenset({"PATCH", "POST", "PUT"})
# Who asks, in which session, and where the client sees this server. All else a request says for itself: `Prefer`, too.
_SHARED: Final = ("Authorization", "Host", "X-Forwarded-Proto", "X-Forwarded-Host", "X-Forwarded-Prefix", HEADER)
# What every answer has and the batch says for all of them.
_ONCE: Final = frozenset({"request-id", "client-request-id", "x-ms-ags-diagnostic", "Vary", "Date"})


class Step(msgspec.Struct, frozen=True):
    """One request of a batch. `key` is its id without letter case, `after` the keys of those that it depends on."""

    id: str
    method: str
    url: str
    headers: Mapping[str, str]
    body: bytes
    after: tuple[str, ...]

    @property
    def key(self) -> str:
        return self.id.lower()


@table.operation("batch", "POST", f"{ROOT}/$batch", reference="https://learn.microsoft.com/graph/json-batching")
async def batch(exchange: Exchange) -> Value:
    """Answered in the order asked, which Graph does not promise. The token is judged first [inferred]."""
    identify(exchange)
    steps = _steps(exchange)
    exchange.headers = TracedHeaders(exchange.headers, trace_of(exchange))
    replies = await _run(exchange, steps)
    return Resource(msgspec.json.encode({"responses": [_written(step, replies[step.key]) for step in steps]}))


async def _run(exchange: Exchange, steps: list[Step]) -> dict[str, Reply]:
    """The replies by key: those of a serial batch one after another, else a few at once."""
    replies: dict[str, Reply] = {}
    if any(step.after for step in steps):
        for step in _in_order(steps):
            failed = next((key for key in step.after if replies[key].status >= 400), None)
            wrong = None if failed is None else Refusal(FAILED_DEPENDENCY, id=failed, why=f"{failed} failed")
            replies[step.key] = await exchange.dispatch(_inner(exchange, step), wrong)
        return replies
    free = asyncio.Semaphore(MOST_AT_ONCE)

    async def answer(step: Step) -> None:
        async with free:
            replies[step.key] = await exchange.dispatch(_inner(exchange, step), None)

    await asyncio.gather(*map(answer, steps))
    return replies


def _in_order(steps: list[Step]) -> list[Step]:
    """The steps, each after those that it depends on. Raises `Refusal` where they wait for each other."""
    ordered: dict[str, Step] = {}
    waiting = list(steps)
    while waiting:
        ready = next((step for step in waiting if all(key in ordered for key in step.after)), None)
        if ready is None:
            _refuse(f"these depend on each other: {', '.join(step.id for step in waiting)}")
        ordered[ready.key] = ready
        waiting.remove(ready)
    return list(ordered.values())


def _inner(outer: Exchange, step: Step) -> Exchange:
    """A request as if it had come by itself, to the version that the batch was sent to."""
    shared = {name: outer.headers[name] for name in _SHARED if name in outer.headers}
    headers = TracedHeaders({**step.headers, **shared}, trace_of(outer))
    version = outer.path[1:].partition("/")[0]
    return exchange_of(outer, step.method, f"/{version}/{step.url}", headers, step.body)


def _written(step: Step, reply: Reply) -> dict[str, Any]:
    """An answer within the answer: JSON as it stands, anything else in base64, as which clients read every string."""
    headers = {name: value for name, value in reply.headers.items() if name not in _ONCE}
    written: dict[str, Any] = {"id": step.id, "status": reply.status, "headers": headers}
    if reply.body:
        json = reply.headers.get("Content-Type", "").startswith("application/json")
        written["body"] = msgspec.Raw(reply.body) if json else base64.b64encode(reply.body).decode()
    return written


# Reading.


def _steps(exchange: Exchange) -> list[Step]:
    value = decoded_body(exchange)
    requests = value.get("requests") if isinstance(value, dict) else None
    if not isinstance(requests, list) or not requests:
        _refuse('right would be {"requests": […]}, with one request at least')
    if len(requests) > MOST_STEPS:
        raise Refusal(BATCH_TOO_LARGE, limit=str(MOST_STEPS), why=f"the batch has {len(requests)} requests")
    steps = [_step(exchange, request, f"requests[{number}]") for number, request in enumerate(requests)]
    keys: set[str] = set()
    for step in steps:
        if step.key in keys:
            raise Refusal(BATCH_ID_NOT_UNIQUE, id=step.id, why="letter case does not count in ids")
        keys.add(step.key)
    for step in steps:
        if missing := [key for key in step.after if key not in keys]:
            _refuse(f"{step.id} depends on {missing}; there is {sorted(keys)}")
    _in_order(steps)
    return steps


def _step(exchange: Exchange, request: Any, where: str) -> Step:
    """One request. Members that none has are passed over: msgraph-sdk for Python sends its `depends_on` so."""
    if not isinstance(request, dict):
        _refuse(f"{where} is no object")
    if unknown := sorted(request.keys() - _MEMBERS):
        exchange.note(f"{where} has {unknown[:5]}, without effect; there is {sorted(_MEMBERS)}")
    id_, method, url = (request.get(name) for name in ("id", "method", "url"))
    if not isinstance(id_, str) or not id_:
        _refuse(f"{where}.id is {id_!r:.60}; right would be a string")
    if not isinstance(method, str) or method.upper() not in METHODS:
        _refuse(f"{where}.method is {method!r:.60}; right would be one of {', '.join(sorted(METHODS))}")
    headers = request.get("headers") or {}
    if not isinstance(headers, dict) or not all(isinstance(one, str) for one in headers.values()):
        _refuse(f"{where}.headers are strings by their names")
    after = request.get("dependsOn") or []
    if not isinstance(after, list) or not all(isinstance(one, str) for one in after):
        _refuse(f"{where}.dependsOn is a list of ids")
    body = _body(request.get("body"), where)
    if method.upper() in _WRITES and (not body or not _content_type(headers)):
        raise Refusal(BATCH_STEP_WITHOUT_BODY, id=id_, why=f"{where}: a body, {{}} at least, and its Content-Type")
    return Step(id_, method.upper(), _url(url, where), headers, body, tuple(one.lower() for one in after))


def _url(url: Any, where: str) -> str:
    """The path and query below the version, without a slash before it."""
    if not isinstance(url, str) or not url.isprintable():
        _refuse(f"{where}.url is {url!r:.60}; right would be a path such as /me/events")
    if "://" in url.partition("?")[0] or url.startswith("//"):
        _refuse(f"{where}.url is absolute; right would be what follows the version, as /me/events")
    relative = url.removeprefix("/")
    if relative.partition("?")[0].lower().replace("%24", "$").strip("/") == "$batch":
        _refuse(f"{where} is a batch; there is none within another")
    return relative


def _body(body: Any, where: str) -> bytes:
    """A JSON value, or base64 of anything."""
    if body is None:
        return b""
    if not isinstance(body, str):
        return msgspec.json.encode(body)
    try:
        return base64.b64decode(body.translate(str.maketrans("-_", "+/")), validate=True)
    except (binascii.Error, ValueError):
        _refuse(f"{where}.body is a string, but no base64; JSON stands there as it is")


def _content_type(headers: Mapping[str, str]) -> str:
    return next((value for name, value in headers.items() if name.lower() == "content-type"), "")


def _refuse(why: str) -> NoReturn:
    raise Refusal(MALFORMED_BATCH, why=why)

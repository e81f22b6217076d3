"""A provider of books: the smallest there is, for tests of what every provider goes through. A helper, not a test."""

from __future__ import annotations

import asyncio
import json
import logging
from contextlib import asynccontextmanager
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, cast

import msgspec
from aiohttp import web

from mockserver.http.exchange import Reply
from mockserver.http.operation import OperationTable, joined
from mockserver.http.pipeline import Pipeline
from mockserver.http.receiving import exchange_of
from mockserver.http.resolving import NoSuchSession
from mockserver.http.routing import Routes
from mockserver.identity.directory import Directory
from mockserver.server import HEADERS, LINE_BYTES
from mockserver.session import Sessions, Template

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Mapping

    from mockserver.http.exchange import Exchange
    from mockserver.http.operation import Operation
    from mockserver.http.provider import Provider
    from mockserver.journal import Entry
    from mockserver.limits import Limit
    from mockserver.session import Session

LIMIT = 10_000
"""Bytes of a body that the provider of books reads."""
SECRET = "s3cr3t-of-the-handler"
SECONDS = 20

table = OperationTable("books")


class Stream:
    """What a test and the operations `tail` and `wait` tell each other."""

    def __init__(self) -> None:
        self.begun = asyncio.Event()
        self.more = asyncio.Event()
        self.closed = asyncio.Event()
        self.endless = False


class ListQuery(msgspec.Struct, frozen=True, rename="camel"):
    """What the list of books can be asked for."""

    max_results: int = 10
    order: Literal["title", "year"] | None = None


@table.operation("list", "GET", "/books", query=ListQuery, accepted={"alt": "there is one format"}, also=("PUT",))
def list_books(_: Exchange, query: ListQuery) -> dict[str, Any]:
    return {"max": query.max_results, "order": query.order}


@table.operation("get", "GET", "/books/{book}")
async def get_book(exchange: Exchange) -> dict[str, Any]:
    return {"book": exchange.parameters["book"], "session": exchange.session.id}


@table.operation("insert", "POST", "/books", confidential=True)
def insert_book(exchange: Exchange) -> dict[str, Any]:
    return {"body": exchange.body.decode("utf-8", "replace"), "method": exchange.method}


@table.operation("delete", "DELETE", "/books/{book}")
def delete_book(exchange: Exchange) -> dict[str, Any]:
    return {"deleted": exchange.parameters["book"]}


@table.operation("burn", "POST", "/books/{book}/burn")
def burn_book(_: Exchange) -> dict[str, Any]:
    raise RuntimeError(f"handler failed, with {SECRET}")


@table.operation("shred", "POST", "/books/{book}/shred")
def shred_book(_: Exchange) -> dict[str, Any]:
    raise KeyError(SECRET)


@table.operation("both", "POST", "/books/both")
async def both(exchange: Exchange) -> dict[str, Any]:
    """Asks for three things at once: in its own session, in the default one, and something that is wrong."""
    targets = ("/books/dune", None), ("/s/default/books/dune", None), ("/books/dune", ValueError("known to be wrong"))
    calls = [(exchange_of(exchange, "GET", target, exchange.headers, b""), wrong) for target, wrong in targets]
    return {"answers": [json.loads((await exchange.dispatch(call, wrong)).body) for call, wrong in calls]}


@table.operation("tail", "GET", "/tail")
def tail(exchange: Exchange) -> Reply:
    stream = cast("Books", exchange.provider).stream

    async def parts() -> AsyncIterator[bytes]:
        stream.begun.set()
        try:
            yield b"first;"
            async with asyncio.timeout(SECONDS):
                await stream.more.wait()
            while stream.endless:
                yield bytes(1 << 20)
            yield b"last;"
        finally:
            stream.closed.set()

    return Reply(200, {"Content-Type": "text/plain"}, stream=parts())


@table.operation("wait", "GET", "/books/{book}/wait")
async def wait_for_book(exchange: Exchange) -> dict[str, Any]:
    stream = cast("Books", exchange.provider).stream
    stream.begun.set()
    async with asyncio.timeout(SECONDS):
        await stream.more.wait()
    return {"waited": True}


class Books:
    """A provider that says in JSON what it thinks; refuses unforeseen errors with 500 and without their words."""

    name = "books"
    operations = joined(table)
    routes = Routes(operations)
    body_limit = LIMIT
    faults: frozenset[str] = frozenset()
    limits: Mapping[str, Limit] = MappingProxyType({})
    in_session = True

    def __init__(self) -> None:
        self.stream = Stream()

    def owns(self, path: str) -> bool:
        return path.startswith(("/books", "/tail"))

    def credential(self, exchange: Exchange) -> str | None:
        return exchange.headers.get("Authorization", "").removeprefix("Bearer ") or None

    def unmatched(self, exchange: Exchange) -> Exception:
        return LookupError(f"no {exchange.method} {exchange.path}; nearest: {self.routes.nearest(exchange.path)}")

    def admit(self, exchange: Exchange) -> None:
        if exchange.headers.get("Authorization") == "Bearer nobody":
            raise PermissionError("nobody may not")
        exchange.person = "alice"

    def handle(self, exchange: Exchange) -> object:
        assert exchange.operation is not None
        handler = exchange.operation.handler
        return handler(exchange) if exchange.query is None else handler(exchange, exchange.query)

    def render(self, exchange: Exchange, value: object) -> Reply:
        assert exchange.operation is not None
        return value if isinstance(value, Reply) else _json(200, value)

    def refuse(self, exchange: Exchange, error: Exception) -> Reply:
        if isinstance(error, KeyError):
            raise OSError(f"cannot even refuse {exchange.path}: {SECRET}")
        status = {LookupError: 404, PermissionError: 403}.get(type(error), 400)
        if isinstance(error, RuntimeError):
            return _json(500, {"error": "backend"})
        return _json(status, {"error": type(error).__name__, "why": str(error)}, "refused")


class Rest:
    """What owns every other path, as the control API does: no session, and the refusal of unknown ones."""

    name = "rest"
    operations: tuple[Operation, ...] = ()
    routes = Routes(())
    body_limit = 100
    faults: frozenset[str] = frozenset()
    limits: Mapping[str, Limit] = MappingProxyType({})
    in_session = False

    def owns(self, path: str) -> bool:
        return bool(path)

    def credential(self, exchange: Exchange) -> str | None:
        raise NotImplementedError(exchange.path)

    def unmatched(self, exchange: Exchange) -> Exception:
        return LookupError(exchange.path)

    def admit(self, exchange: Exchange) -> None:
        raise NotImplementedError(exchange.path)

    def handle(self, exchange: Exchange) -> object:
        raise NotImplementedError(exchange.path)

    def render(self, exchange: Exchange, value: object) -> Reply:
        raise NotImplementedError(exchange.path, value)

    def refuse(self, exchange: Exchange, error: Exception) -> Reply:
        live = error.live if isinstance(error, NoSuchSession) else []
        return _json(404, {"rest": str(error), "path": exchange.path, "live": live}, "unknown")


def _json(status: int, value: object, reason: str = "") -> Reply:
    return Reply(status, {"Content-Type": "application/json"}, json.dumps(value).encode(), reason)


class Answer(NamedTuple):
    """An answer as it came over the socket."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)


class Library:
    """A running server of books, and what is behind it."""

    def __init__(self, port: int, sessions: Sessions, books: Books, http: web.Server) -> None:
        self.port = port
        self.sessions = sessions
        self.stream = books.stream
        self.http = http

    @property
    def default(self) -> Session:
        return self.sessions.default

    @property
    def entries(self) -> list[Entry]:
        return list(self.default.journal.read())

    async def raw(self, sent: bytes) -> bytes:
        """Send bytes on a connection of their own, and read until the server closes it."""
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        try:
            async with asyncio.timeout(SECONDS):
                writer.write(sent)
                await writer.drain()
                return await reader.read()
        finally:
            writer.close()

    async def send(
        self, method: str, target: str, headers: dict[str, str] | None = None, body: bytes | None = None
    ) -> Answer:
        lines = [f"{method} {target} HTTP/1.1", "Connection: close"]
        lines += [f"{name}: {value}" for name, value in ({"Host": "books.example"} | (headers or {})).items()]
        if body is not None:
            lines.append(f"Content-Length: {len(body)}")
        return parsed(await self.raw("\r\n".join([*lines, "", ""]).encode() + (body or b"")))


def parsed(received: bytes) -> Answer:
    head, _, body = received.partition(b"\r\n\r\n")
    first, *lines = head.decode().split("\r\n")
    headers = dict(line.split(": ", 1) for line in lines)
    if headers.get("Transfer-Encoding") == "chunked":
        body = b"".join(body.split(b"\r\n")[1::2])
    return Answer(int(first.split()[1]), headers, body)


@asynccontextmanager
async def library(more: tuple[Provider, ...] = ()) -> AsyncIterator[Library]:
    """A server of books, and of what else is given, on a real socket; made and stopped as the composition root does."""
    sessions = Sessions(Template("shelf", Directory()))
    books = Books()
    http = web.Server(
        Pipeline(sessions, (books, *more, Rest())),
        auto_decompress=False,
        access_log=None,
        logger=logging.getLogger("mockserver.http"),
        max_line_size=LINE_BYTES,
        max_field_size=LINE_BYTES,
        max_headers=HEADERS,
    )
    listening = await asyncio.get_running_loop().create_server(http, "127.0.0.1", 0)
    try:
        yield Library(listening.sockets[0].getsockname()[1], sessions, books, http)
    finally:
        listening.close()
        http.pre_shutdown()
        await http.shutdown(5)

"""Answers on a real socket, for what counts are the bytes that arrive."""

from __future__ import annotations

import asyncio
import contextlib
import re
from typing import TYPE_CHECKING

import pytest
from aiohttp import web

from mockserver.http.answer import Answer

if TYPE_CHECKING:
    from collections.abc import AsyncIterator


@contextlib.asynccontextmanager
async def connected(
    status: int, headers: dict[str, str], body: bytes
) -> AsyncIterator[tuple[asyncio.StreamReader, asyncio.StreamWriter]]:
    """A connection to a server that gives this one answer to every request."""

    async def handle(_: web.BaseRequest) -> web.StreamResponse:
        return Answer(status, dict(headers), body)

    server = web.Server(handle, access_log=None)
    listening = await asyncio.get_running_loop().create_server(server, "127.0.0.1", 0)
    reader, writer = await asyncio.open_connection(*listening.sockets[0].getsockname())
    try:
        yield reader, writer
    finally:
        writer.close()
        listening.close()
        await server.shutdown(1)


async def answered(raw: bytes, status: int = 200, headers: dict[str, str] | None = None, body: bytes = b"body") -> str:
    """All that comes back until the connection ends."""
    async with asyncio.timeout(10), connected(status, headers or {}, body) as (reader, writer):
        writer.write(raw)
        return (await reader.read()).decode()


def asked(line: str, *more: str) -> bytes:
    return "\r\n".join([line, "Host: localhost", *more, "", ""]).encode()


async def test_an_answer_is_its_status_line_its_headers_the_length_and_the_body() -> None:
    raw = asked("GET / HTTP/1.1", "Connection: close")

    came = await answered(raw, headers={"ETag": '"1"', "Date": "Fri, 06 Mar 2026 14:00:00 GMT"})

    assert came == (
        'HTTP/1.1 200 OK\r\nETag: "1"\r\nDate: Fri, 06 Mar 2026 14:00:00 GMT\r\nContent-Length: 4\r\n'
        "Connection: close\r\n\r\nbody"
    )


async def test_an_answer_without_a_date_of_its_own_gets_the_real_one() -> None:
    came = await answered(asked("GET / HTTP/1.1", "Connection: close"))

    assert re.search(r"\r\nDate: \w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d GMT\r\n", came)


async def test_the_answer_to_head_has_the_length_of_the_body_that_get_would_have_and_none() -> None:
    came = await answered(asked("HEAD / HTTP/1.1", "Connection: close"))

    assert "\r\nContent-Length: 4\r\n" in came
    assert came.endswith("\r\n\r\n")


@pytest.mark.parametrize("status", [204, 304])
async def test_a_status_without_content_has_neither_length_nor_body(status: int) -> None:
    came = await answered(asked("GET / HTTP/1.1", "Connection: close"), status)

    assert "Content-Length" not in came
    assert came.endswith("\r\n\r\n")


async def test_an_empty_body_has_a_length_too_so_that_the_client_does_not_wait() -> None:
    assert "\r\nContent-Length: 0\r\n" in await answered(asked("OPTIONS / HTTP/1.1", "Connection: close"), body=b"")


async def test_a_status_that_no_standard_names_has_an_empty_phrase() -> None:
    came = await answered(asked("GET / HTTP/1.1", "Connection: close"), status=299)

    assert came.startswith("HTTP/1.1 299 \r\n")


async def test_a_connection_stays_for_the_next_request() -> None:
    raw = asked("GET / HTTP/1.1") + asked("GET / HTTP/1.1", "Connection: close")

    came = await answered(raw)

    assert came.count("HTTP/1.1 200 OK") == 2
    assert came.count("Connection: close") == 1


async def test_a_client_of_http_1_0_is_answered_in_it_and_left() -> None:
    came = await answered(asked("GET / HTTP/1.0"))

    assert came.startswith("HTTP/1.0 200 OK\r\n")
    assert "keep-alive" not in came


async def test_a_request_line_so_broken_that_it_counts_as_http_0_9_is_answered_in_http_1_0() -> None:
    came = await answered(asked("CONNECT  HTTP/1.1"))

    assert came.startswith("HTTP/1.0 200 OK\r\n")


async def test_a_client_of_http_1_0_that_wants_to_stay_is_told_that_it_may() -> None:
    raw = asked("GET / HTTP/1.0", "Connection: keep-alive") + asked("GET / HTTP/1.0")

    came = await answered(raw)

    assert came.count("HTTP/1.0 200 OK") == 2
    assert "\r\nConnection: keep-alive\r\n" in came


async def test_a_header_cannot_smuggle_in_another() -> None:
    came = await answered(asked("GET / HTTP/1.1", "Connection: close"), headers={"X-Echo": "a\r\nSet-Cookie: b"})

    assert "Set-Cookie" not in came


async def test_a_client_that_does_not_read_holds_the_server_back() -> None:
    """Else a client could make the server keep any number of answers in memory."""
    given = 0

    async def handle(_: web.BaseRequest) -> web.StreamResponse:
        nonlocal given
        given += 1
        return Answer(200, {}, b"x" * 1_000_000)

    server = web.Server(handle, access_log=None)
    listening = await asyncio.get_running_loop().create_server(server, "127.0.0.1", 0)
    async with asyncio.timeout(10):
        reader, writer = await asyncio.open_connection(*listening.sockets[0].getsockname(), limit=1024)
        writer.write(asked("GET / HTTP/1.1") * 200)
        await reader.readexactly(10)
        for _ in range(5_000):
            await asyncio.sleep(0)  # noqa: TID251 - no time passes: the server takes as many turns as it likes
        assert given < 100
        writer.close()
        listening.close()
        await server.shutdown(0)

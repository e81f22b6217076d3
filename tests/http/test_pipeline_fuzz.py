"""Whatever bytes arrive, an HTTP answer goes back, and nothing unforeseen is raised."""

from __future__ import annotations

import asyncio
import logging
import re
from typing import TYPE_CHECKING

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from mockserver.google.provider import PROVIDERS
from tests.http.books import SECONDS, library

if TYPE_CHECKING:
    from collections.abc import Callable

    import pytest

ANSWER = re.compile(rb"HTTP/1\.[01] [1-5]\d\d ")
FEW = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def line(longest: int) -> st.SearchStrategy[bytes]:
    """Any bytes but line breaks: what is a request then is a whole one."""
    return st.binary(max_size=longest).map(lambda data: data.translate(None, b"\r\n"))


METHODS = st.one_of(
    st.sampled_from([b"GET", b"POST", b"PUT", b"PATCH", b"DELETE", b"HEAD", b"OPTIONS", b"CONNECT", b"TRACE", b"get"]),
    line(12),
)
WORDS = st.sampled_from(
    b"/ /s/ k3v9 gone books calendar/v3 calendars primary events token % %00 %2F %ff .. ? & = # ; + maxResults order * "
    b"http://x/ \xc3\xa9".split()
)
TARGETS = st.one_of(
    st.lists(st.one_of(WORDS, WORDS, line(6)), max_size=12).map(lambda parts: b"/" + b"".join(parts)),
    line(40),
)
NAMES = st.sampled_from(
    b"Host Origin Content-Type Content-Length Content-Encoding Transfer-Encoding Authorization X-Mock-Session Accept "
    b"Connection X-HTTP-Method-Override Access-Control-Request-Headers X-Forwarded-Host X-Forwarded-Proto Expect "
    b"If-None-Match Cookie Upgrade".split()
)
VALUES = st.one_of(
    st.sampled_from(
        [b"", b"0", b"5", b"-1", b"gzip", b"chunked", b"close", b"Bearer alice", b"DELETE", b"k3v9", b"websocket"]
    ),
    st.sampled_from([b"application/json", b"application/x-www-form-urlencoded", b"100-continue", b"Basic Og==", b"*"]),
    line(20),
)
OPEN = (b"Content-Length", b"Transfer-Encoding", b"Expect", b"Upgrade")
"""With one of these more may have to follow."""
HEADERS = st.lists(st.tuples(NAMES, VALUES), max_size=6)
BODIES = st.one_of(
    st.sampled_from([b"", b"{}", b"[]", b"a=b", b"\x1f\x8b\x08\x00", b"null", b'{"a":']), st.binary(max_size=60)
)


def request_of(method: bytes, target: bytes, headers: list[tuple[bytes, bytes]], body: bytes) -> bytes:
    lines = [method + b" " + target + b" HTTP/1.1", *(name + b": " + value for name, value in headers)]
    return b"\r\n".join([*lines, b"Connection: close", b"", b""]) + body


async def answers(port: int, sent: bytes, *, complete: bool) -> bytes:
    """What comes back until the server closes. It may wait for the rest of a request, so that one is given up."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    async with asyncio.timeout(SECONDS):
        writer.write(sent)
        if not complete:
            writer.write_eof()
        received = await reader.read()
    writer.close()
    return received


class Heard(logging.Handler):
    """Keeps the unforeseen errors that were logged."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.texts: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        if record.exc_info and "BadRequest" not in str(record.exc_info[0]):
            self.texts.append(self.format(record))


async def judged(sent: list[bytes], complete: Callable[[bytes], bool]) -> None:
    """Send each on a connection of its own to one server, which must answer every complete request and stay well."""
    heard = Heard()
    for name in ("mockserver", "asyncio"):
        logging.getLogger(name).addHandler(heard)
    try:
        async with library(more=tuple(provider() for provider in PROVIDERS)) as running:
            for one in sent:
                received = await answers(running.port, one, complete=complete(one))
                assert ANSWER.match(received) or not complete(one), (one, received)
                assert b"Traceback" not in received
                assert not re.match(rb"HTTP/1\.[01] 500 ", received), (one, received)
            assert (await running.send("GET", "/books/dune")).status == 200
            for entry in running.entries:
                assert entry.facts()["number"] > 0
                repr(entry.facts()).encode()
    finally:
        for name in ("mockserver", "asyncio"):
            logging.getLogger(name).removeHandler(heard)
    assert heard.texts == []


@FEW
@given(st.lists(st.builds(request_of, METHODS, TARGETS, HEADERS, BODIES), min_size=1, max_size=6))
@example([request_of(b"GET", b"/books/dune", [(b"Origin", b"\xff"), (b"Host", b"\xff")], b"")])
@example([request_of(b"GET", b"/calendar/v3/x", [(b"X-Mock-Session", b"\xff")], b"")])
@example([request_of(b"OPTIONS", b"*", [(b"Access-Control-Request-Headers", b"\xff")], b"")])
@example([request_of(b"POST", b"/books", [(b"X-HTTP-Method-Override", b"\xff"), (b"Content-Length", b"0")], b"")])
@example([request_of(b"GET", b"http://[::1/books", [], b"")])
def test_any_request_gets_an_answer(caplog: pytest.LogCaptureFixture, sent: list[bytes]) -> None:
    caplog.set_level(logging.CRITICAL, "mockserver.http")

    asyncio.run(judged(sent, lambda one: not any(name in one for name in OPEN)))


@FEW
@given(st.lists(st.binary(min_size=1, max_size=200), min_size=1, max_size=6))
def test_any_bytes_leave_the_server_well(sent: list[bytes]) -> None:
    asyncio.run(judged(sent, lambda _: False))

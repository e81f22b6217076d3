"""Streams of requests: over a socket as a browser's EventSource reads them, and their bounds beside it."""

from __future__ import annotations

import asyncio
import json
from contextlib import contextmanager
from http.client import HTTPConnection
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import urlsplit

import pytest

from mockserver.control import streams as streams_module
from mockserver.control.problems import LIMIT_REACHED, WRONG_PARAMETER
from mockserver.control.streams import Streams, TooManyStreams
from mockserver.identity.directory import Directory
from mockserver.journal import KEPT_BYTES, Entry
from mockserver.session import Session, Template
from tests.control.asking import refused
from tests.wire import SECONDS, world

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

    from tests.control.asking import Asker
    from tests.live import LiveServer
    from tests.wire import World

ACCEPT = {"Accept": "text/event-stream"}


class Event(NamedTuple):
    """One event of a stream; a comment has neither a name nor an id."""

    name: str = ""
    id: str = ""
    data: Any = None
    comment: str = ""


def parsed(text: str) -> Event:
    """An event from its lines (WHATWG HTML section 9.2.6)."""
    pairs = (line.partition(": ")[::2] for line in text.strip().split("\n"))
    fields = {name or "comment": value for name, value in pairs}  # a comment's line begins with the colon
    data = json.loads(fields["data"]) if "data" in fields else None
    return Event(fields.get("event", ""), fields.get("id", ""), data, fields.get("comment", ""))


class Stream:
    """An open stream."""

    def __init__(self, connection: HTTPConnection, path: str, headers: dict[str, str]) -> None:
        connection.request("GET", "/_mock" + path, headers=ACCEPT | headers)
        self.response = connection.getresponse()

    def next(self) -> Event | None:
        """The next event; None at the end."""
        lines = ""
        while line := self.response.readline().decode():
            if line == "\n":
                return parsed(lines)
            lines += line
        return None

    def numbers(self, count: int) -> list[int]:
        """The numbers of the next requests."""
        events = [self.next() for _ in range(count)]
        assert all(event and event.name == "request" and event.id == str(event.data["number"]) for event in events)
        return [event.data["number"] for event in events if event]


@contextmanager
def opened(session: World, query: str = "", **headers: str) -> Iterator[Stream]:
    address = urlsplit(session.wire.url)
    connection = HTTPConnection(address.hostname or "", address.port or 80, timeout=SECONDS)
    stream = Stream(connection, f"{session.path}/requests{query}", headers)
    try:
        yield stream
    finally:
        stream.response.close()
        connection.close()


def call(session: World, token: str = "alice") -> None:
    session.wire.send("GET", f"/s/{session.id}/calendar/v3/colors", {"Authorization": f"Bearer {token}"})


def test_requests_come_as_they_happen(office: World) -> None:
    with opened(office) as stream:
        assert stream.response.status == 200
        assert stream.response.headers["Content-Type"] == "text/event-stream"
        assert stream.next() == Event(comment=f"the requests of session {office.id}")

        call(office)

        event = stream.next()
        assert event is not None
        assert (event.name, event.id) == ("request", "1")
        assert event.data == office.requests()[0]


def test_a_stream_begins_now_or_behind_the_number_that_is_said(office: World) -> None:
    for _ in range(3):
        call(office)
    with opened(office) as late, opened(office, "?after=1") as early:
        for stream in (late, early):
            stream.next()
        call(office)

        assert late.numbers(1) == [4]
        assert early.numbers(3) == [2, 3, 4]


def test_a_reader_that_lost_its_connection_goes_on_behind_what_it_saw(office: World) -> None:
    for _ in range(3):
        call(office)

    with opened(office, "?after=0", **{"Last-Event-ID": "2"}) as stream:
        stream.next()

        assert stream.numbers(1) == [3]


def test_filters_say_which_requests_come(office: World) -> None:
    with opened(office, "?person=bob") as stream:
        stream.next()
        for token in ("alice", "bob", "nobody", "bob"):
            call(office, token)

        assert stream.numbers(2) == [2, 4]


def test_a_wrong_filter_is_refused_before_the_stream_begins(ask: Asker, office: World) -> None:
    refused(ask("GET", f"{office.path}/requests?person=bop", headers=ACCEPT), WRONG_PARAMETER)


def test_other_sessions_requests_do_not_come(office: World, live_server: LiveServer) -> None:
    with world(live_server.url) as other, opened(office) as stream:
        stream.next()
        call(other)
        call(office)

        assert stream.numbers(1) == [1]


def test_a_stream_ends_when_its_session_does(ask: Asker) -> None:
    with world(ask.wire.url) as session:
        with opened(session) as stream:
            stream.next()

            ask("DELETE", session.path)

            assert stream.next() == Event("end", data={})
            assert stream.next() is None
        ask("POST", "/sessions", {"id": session.id})  # for the end of the block


def test_reset_does_not_end_a_stream(ask: Asker, office: World) -> None:
    with opened(office) as stream:
        stream.next()
        ask("POST", f"{office.path}/reset")
        call(office)

        assert stream.numbers(1) == [1]


def test_head_opens_no_stream(ask: Asker, office: World, live_server: LiveServer) -> None:
    assert ask("HEAD", f"{office.path}/requests", headers=ACCEPT).status == 200

    assert live_server.do(lambda: len(live_server.server.streams)) == 0


def test_streams_are_bounded(ask: Asker, office: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(streams_module, "LIMIT", 1)
    with opened(office) as stream:
        stream.next()

        problem = refused(ask("GET", f"{office.path}/requests", headers=ACCEPT), LIMIT_REACHED)

        assert "close those that are done" in problem["detail"]


@pytest.fixture
def session() -> Session:
    return Session("one", Template("empty", Directory()))


def write(session: Session, count: int = 1, answer: bytes = b"") -> None:
    for _ in range(count):
        session.journal.write(Entry(0, "GET", "/", "", status=200, answer=answer), confidential=False)


def everything(_entry: Entry) -> bool:
    return True


async def take(parts: AsyncIterator[bytes]) -> Event:
    async with asyncio.timeout(SECONDS):
        return parsed((await anext(parts)).decode())


async def test_streams_that_are_let_in_together_are_bounded_too(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(streams_module, "LIMIT", 1)
    streams = Streams()
    first, second = streams.follow(session, everything, 0), streams.follow(session, everything, 0)
    await take(first)

    assert await take(second) == Event("end", data={})
    with pytest.raises(TooManyStreams):
        streams.follow(session, everything, 0)


async def test_a_reader_that_is_too_slow_is_told_how_much_it_missed(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(streams_module, "QUEUED", 2)
    parts = Streams().follow(session, everything, 0)
    await take(parts)

    write(session, 5)

    assert await take(parts) == Event("missed", data={"missed": 3})
    assert [(await take(parts)).id for _ in range(2)] == ["1", "2"]
    write(session)
    assert (await take(parts)).id == "6"


async def test_what_waits_for_a_slow_reader_is_bounded_in_bytes(session: Session) -> None:
    parts = Streams().follow(session, everything, 0)
    await take(parts)

    write(session, 300, b"x" * 16_000)

    missed = (await take(parts)).data["missed"]
    assert (300 - missed) * 16_000 <= KEPT_BYTES
    assert missed < 300
    for _ in range(300 - missed):
        await take(parts)
    write(session)  # all that waited was taken, so there is room again
    assert (await take(parts)).id == "301"


async def test_a_silent_stream_shows_that_it_lives_and_keeps_its_session(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(streams_module, "SIGN_OF_LIFE", 0.0)
    parts = Streams().follow(session, everything, 0)
    await take(parts)
    session.used = used = session.used - 3_600.0

    assert await take(parts) == Event(comment="still here")

    assert session.used >= used + 3_600.0


async def test_a_stream_that_was_left_follows_no_longer(session: Session) -> None:
    streams = Streams()
    parts: Any = streams.follow(session, everything, 0)
    await take(parts)
    assert len(streams) == 1

    await parts.aclose()

    assert len(streams) == 0
    write(session)  # to nobody


async def test_when_the_server_stops_what_waits_is_sent_and_every_stream_ends(session: Session) -> None:
    streams = Streams()
    parts = streams.follow(session, everything, 0)
    await take(parts)
    write(session, 2)

    streams.close()

    assert [(await take(parts)).name for _ in range(3)] == ["request", "request", "end"]
    with pytest.raises(StopAsyncIteration):
        await take(parts)

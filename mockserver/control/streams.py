"""Streams of requests as they happen: server-sent events (WHATWG HTML section 9.2), each with a bounded queue.

A reader that is too slow misses entries, and is told how many. A stream ends when its session does, when the server
does, or when nobody reads it any more, which is noticed at the next event or sign of life. Until then its session is in
use, and does not end by itself.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import msgspec

from mockserver.clock import monotonic
from mockserver.journal import KEPT_BYTES

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    from mockserver.journal import Entry
    from mockserver.session import Session

LIMIT = 64
"""Streams that may be open at once."""
QUEUED = 1_000
"""Entries that wait for a slow reader; together they take no more bytes than a journal keeps."""
SIGN_OF_LIFE = 15.0
"""Seconds of real time after which a silent stream sends a comment: proxies end what is silent for long."""


class TooManyStreams(Exception):  # noqa: N818 - named by what it says
    """As many streams are open as may be."""


class _Reader:
    """What one stream has yet to send. `None` in the queue is the end."""

    def __init__(self, session: Session, wanted: Callable[[Entry], bool]) -> None:
        self.session = session
        self._wanted = wanted
        self.queue: asyncio.Queue[Entry | None] = asyncio.Queue()
        self.missed = 0
        self._waiting = 0  # bytes

    def offer(self, entry: Entry) -> None:
        if not self._wanted(entry):
            return
        if self.queue.qsize() < QUEUED and self._waiting + entry.size <= KEPT_BYTES:
            self._waiting += entry.size
            self.queue.put_nowait(entry)
        else:
            self.missed += 1

    async def take(self) -> Entry | None:
        entry = await self.queue.get()
        if entry is not None:
            self._waiting -= entry.size
        return entry

    def end(self) -> None:
        self.queue.put_nowait(None)


class Streams:
    """The open streams of all sessions."""

    def __init__(self) -> None:
        self._readers: set[_Reader] = set()
        self._closed = False

    def __len__(self) -> int:
        return len(self._readers)

    def follow(self, session: Session, wanted: Callable[[Entry], bool], after: int) -> AsyncIterator[bytes]:
        """The wanted entries of a session behind number `after`: those still kept, then each as it is written.

        Raises `TooManyStreams`.
        """
        if len(self._readers) >= LIMIT:
            raise TooManyStreams(f"{LIMIT} streams are open, all that may be; close those that are done")
        return self._events(_Reader(session, wanted), after)

    def end(self, session: Session) -> None:
        """End the streams of a session."""
        for reader in self._readers:
            if reader.session is session:
                reader.end()

    def close(self) -> None:
        """End every stream: the server stops."""
        self._closed = True
        for reader in self._readers:
            reader.end()

    async def _events(self, reader: _Reader, after: int) -> AsyncIterator[bytes]:
        if len(self._readers) >= LIMIT:  # others that were let in with it began before
            yield b"event: end\ndata: {}\n\n"
            return
        # Nothing is awaited between the two, so no entry is missed and none comes twice.
        for entry in reader.session.journal.read(after):
            reader.offer(entry)
        unfollow = reader.session.journal.follow(reader.offer)
        self._readers.add(reader)
        try:
            yield b": the requests of session " + reader.session.id.encode() + b"\n\n"
            while not self._closed or not reader.queue.empty():
                part = await _next(reader)
                if part is None:
                    break
                yield part
            yield b"event: end\ndata: {}\n\n"
        finally:
            unfollow()
            self._readers.discard(reader)


async def _next(reader: _Reader) -> bytes | None:
    """The next part of a stream; None at its end."""
    if reader.missed:
        missed, reader.missed = reader.missed, 0
        return b'event: missed\ndata: {"missed": %d}\n\n' % missed
    try:
        entry = await asyncio.wait_for(reader.take(), SIGN_OF_LIFE)
    except TimeoutError:
        reader.session.used = monotonic()
        return b": still here\n\n"
    if entry is None:
        return None
    return b"id: %d\nevent: request\ndata: %b\n\n" % (entry.number, msgspec.json.encode(entry.facts()))

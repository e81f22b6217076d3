"""Cursors: opaque tokens that remember a place in a collection, for paging and for incremental sync.

A cursor carries its own state, so nothing is kept for a client that never comes back. It is sealed with the session's
seed: one from a session of another seed, or one that was tampered with, is no cursor. It dies when its lifetime has
passed on the session's clock, or when the cursors of its scope are expired by hand.
"""

from __future__ import annotations

import hashlib
import struct
from functools import lru_cache
from typing import TYPE_CHECKING

import msgspec

from mockserver.clock import DAY

if TYPE_CHECKING:
    from mockserver.clock import Clock, Instant

DEFAULT_LIFETIME = 7 * DAY
_HEAD = struct.Struct(">cHqqq8s")
_SEAL = 8


class CursorMalformed(ValueError):  # noqa: N818 - named by what it says of the cursor
    """Not a cursor of this session, or one for something else."""


class CursorExpired(Exception):  # noqa: N818 - named by what it says of the cursor
    """A cursor whose time is over; `cursor` is what it was."""

    def __init__(self, cursor: Cursor) -> None:
        super().__init__()
        self.cursor = cursor


class Cursor(msgspec.Struct, frozen=True):
    """A place: after `revision` and, within a document or an order of time, after (`at`, `tie`)."""

    revision: int = 0
    at: Instant = 0
    tie: str = ""
    issued: Instant = 0


class Cursors:
    """Seals and opens a session's cursors."""

    def __init__(self, seed: str, clock: Clock, lifetime: int = DEFAULT_LIFETIME) -> None:
        self._key = hashlib.blake2b(seed.encode(), digest_size=32).digest()
        self._clock = clock
        self._lifetime = lifetime
        self._epochs: dict[str, int] = {}

    def seal(self, purpose: str, scope: str, query: str, cursor: Cursor) -> bytes:
        """Write a cursor. `scope` names what it walks through; `query` whatever must be the same when it comes back."""
        epoch = self._epochs.get(scope, 0) & 0xFFFF
        digest = _bound_to(scope, query)
        issued = self._clock.now()
        head = _HEAD.pack(purpose[:1].encode(), epoch, issued, cursor.revision, cursor.at, digest)
        payload = head + cursor.tie.encode()
        return payload + self._sealed(payload)

    def open(self, purpose: str, scope: str, query: str, sealed: bytes) -> Cursor:
        """Read a cursor. Raises `CursorMalformed`, or `CursorExpired`."""
        payload, seal = sealed[:-_SEAL], sealed[-_SEAL:]
        if len(payload) < _HEAD.size or seal != self._sealed(payload):
            raise CursorMalformed("not a cursor of this session")
        kind, epoch, issued, revision, at, digest = _HEAD.unpack(payload[: _HEAD.size])
        if kind != purpose[:1].encode():
            raise CursorMalformed("a cursor for another purpose")
        if digest != _bound_to(scope, query):
            raise CursorMalformed("a cursor of another collection or of another query")
        cursor = Cursor(revision, at, payload[_HEAD.size :].decode(), issued)
        if epoch != self._epochs.get(scope, 0) & 0xFFFF or self._clock.now() >= issued + self._lifetime:
            raise CursorExpired(cursor)
        return cursor

    def expire(self, scope: str) -> None:
        """End every cursor handed out for a scope so far."""
        self._epochs[scope] = self._epochs.get(scope, 0) + 1

    def snapshot(self) -> dict[str, int]:
        return dict(self._epochs)

    def restore(self, saved: dict[str, int]) -> None:
        self._epochs = dict(saved)

    def _sealed(self, payload: bytes) -> bytes:
        return hashlib.blake2b(payload, digest_size=_SEAL, key=self._key).digest()


@lru_cache(256)
def _bound_to(scope: str, query: str) -> bytes:
    """What a cursor keeps of the collection and the query that it belongs to."""
    return hashlib.blake2b(f"{scope}\0{query}".encode(), digest_size=8).digest()

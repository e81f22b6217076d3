"""All collections of one session, by name: created, dropped, saved and brought back together."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mockserver.documents.base import EMPTY
from mockserver.documents.collection import Collection, State

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mockserver.documents.base import BaseSet
    from mockserver.documents.record import Record

DEFAULT_LIMIT = 32 * 1024 * 1024
"""Bytes of documents that one session may keep beside its scenario's: memory is bounded everywhere."""


class StoreFull(Exception):  # noqa: N818 - it names the state, as the standard library's queue.Full does
    """The session keeps as much as one session may."""

    def __init__(self, limit: int) -> None:
        super().__init__(
            f"this session keeps {limit} bytes of documents of its own, all that one may; reset or delete it"
        )


class Store:
    """A session's collections: a base that is shared and never changes, and what the session made of it."""

    def __init__(self, base: BaseSet, limit: int = DEFAULT_LIMIT) -> None:
        self._base = base
        self._open: dict[str, Collection] = {}
        self._dropped: frozenset[str] = frozenset()
        self._limit = limit
        self._held = 0

    def collection(self, name: str) -> Collection:
        """The collection of that name; an empty one where none was there."""
        found = self._open.get(name)
        if found is None:
            base = EMPTY if name in self._dropped else self._base.get(name, EMPTY)
            found = self._open[name] = Collection(base)
        return found

    def find(self, name: str) -> Collection | None:
        """The collection of that name, or None where there is none."""
        if name in self._open:
            return self._open[name]
        if name in self._base and name not in self._dropped:
            return self.collection(name)
        return None

    def put(self, name: str, id: str, body: bytes, **index: Any) -> Record:  # noqa: A002 - as in `Record`
        """Put a document into a collection. Raises `StoreFull` at the session's limit."""
        collection = self.collection(name)
        held = self._held + len(body) - collection.held_of(id)
        if held > self._limit:
            raise StoreFull(self._limit)
        record = collection.put(id, body, **index)
        self._held = held
        return record

    def drop(self, name: str) -> None:
        """Remove a collection and all that is in it."""
        gone = self._open.pop(name, None)
        if gone is not None:
            self._held -= gone.held
        if name in self._base:
            self._dropped |= {name}

    def names(self) -> Iterator[str]:
        yield from self._open
        yield from (name for name in self._base if name not in self._open and name not in self._dropped)

    def snapshot(self) -> tuple[dict[str, State], frozenset[str], int]:
        written = {name: collection.snapshot() for name, collection in self._open.items()}
        return written, self._dropped, self._held

    def restore(self, saved: tuple[dict[str, State], frozenset[str], int]) -> None:
        states, self._dropped, self._held = saved
        self._open = {}
        for name, state in states.items():
            self.collection(name).restore(state)

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
"""Bytes of documents that one session may write before it is refused: memory is bounded everywhere."""


class StoreFull(Exception):  # noqa: N818 - it names the state, as the standard library's queue.Full does
    """The session has written as much as one session may keep."""

    def __init__(self, limit: int) -> None:
        super().__init__(f"this session has written {limit} bytes of documents, all that one may; reset or delete it")


class Store:
    """A session's collections: a base that is shared and never changes, and what the session made of it."""

    def __init__(self, base: BaseSet, limit: int = DEFAULT_LIMIT) -> None:
        self._base = base
        self._open: dict[str, Collection] = {}
        self._dropped: frozenset[str] = frozenset()
        self._limit = limit
        self._written = 0

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
        if self._written + len(body) > self._limit:
            raise StoreFull(self._limit)
        self._written += len(body)
        return self.collection(name).put(id, body, **index)

    def drop(self, name: str) -> None:
        """Remove a collection and all that is in it."""
        self._open.pop(name, None)
        self._dropped |= {name}

    def names(self) -> Iterator[str]:
        yield from self._open
        yield from (name for name in self._base if name not in self._open and name not in self._dropped)

    def snapshot(self) -> tuple[dict[str, State], frozenset[str], int]:
        written = {name: collection.snapshot() for name, collection in self._open.items()}
        return written, self._dropped, self._written

    def restore(self, saved: tuple[dict[str, State], frozenset[str], int]) -> None:
        states, self._dropped, self._written = saved
        self._open = {}
        for name, state in states.items():
            self.collection(name).restore(state)

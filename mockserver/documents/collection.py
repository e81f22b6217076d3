"""A session's view of one collection: an overlay of its own changes over an immutable base.

The order of revisions is the change log: each document stands in it once, where it changed last. So "all that changed
after revision r" is what a sync needs, and a listing that goes on after revision r neither misses a document nor stops
being right while others are written.
"""

from __future__ import annotations

import heapq
from bisect import bisect_left, bisect_right, insort
from itertools import chain
from typing import TYPE_CHECKING, Any, TypeVar

from mockserver.documents.base import EMPTY, LONG, Base, is_timed, order_by_start
from mockserver.documents.record import Record

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterator

    from mockserver.clock import Instant

T = TypeVar("T")
REMEMBERED = 8
"""Answers that one collection remembers at most."""
State = tuple[dict[str, Record], list[Record], list[Record], list[Record], int, int]


class Collection:
    """Documents by id, by order of change and by time."""

    __slots__ = ("_base", "_log", "_long", "_overlay", "_remembered", "_revision", "_short", "held")

    def __init__(self, base: Base = EMPTY) -> None:
        self._base = base
        self._overlay: dict[str, Record] = {}
        self._log: list[Record] = []  # the overlay by revision
        self._short: list[Record] = []  # the overlay by start, as `Base.short`
        self._long: list[Record] = []
        self._revision = len(base)
        self._remembered: dict[Hashable, Any] = {}
        self.held = 0
        """Bytes of the documents that the session put here and that are still here."""

    @property
    def revision(self) -> int:
        """The revision of the newest change."""
        return self._revision

    @property
    def written(self) -> bool:
        """Whether the session has changed anything here."""
        return bool(self._overlay)

    def get(self, id: str) -> Record | None:  # noqa: A002 - the field's name in every provider's JSON
        return self._overlay.get(id) or self._base.get(id)

    def put(self, id: str, body: bytes, **index: Any) -> Record:  # noqa: A002 - as in `Record`
        """Put a document in place of the one with its id, if there is one; it becomes the newest change."""
        old = self._overlay.get(id)
        if old is not None:
            self._forget(old)
        self._remembered.clear()
        self._revision += 1
        record = Record(id, self._revision, body, **index)
        self._overlay[id] = record
        self._log.append(record)
        self.held += len(body)
        if is_timed(record):
            insort(self._timed(record), record, key=order_by_start)
        return record

    def held_of(self, id: str) -> int:  # noqa: A002 - as in `Record`
        """Bytes that one document has in `held`."""
        record = self._overlay.get(id)
        return 0 if record is None else len(record.body)

    def since(self, revision: int = 0) -> Iterator[Record]:
        """Every document changed after a revision, tombstones included, in the order of change."""
        records = self._base.records
        # Not a slice: a page must not cost what the whole collection does.
        base = map(records.__getitem__, range(revision, len(records))) if revision else iter(records)
        if not self._overlay:
            return base
        overlay = self._overlay
        return chain((record for record in base if record.id not in overlay), self._overlay_since(revision))

    def within(self, after: Instant, before: Instant) -> Iterator[Record]:
        """Every document that reaches into a window (`end > after` and `start < before`), by start, then id."""
        overlay = self._overlay
        return heapq.merge(
            (r for r in self._base.long(after, before) if r.id not in overlay),
            (r for r in self._base.short(after, before) if r.id not in overlay),
            (r for r in self._long if r.end > after and r.start < before),
            self._overlay_short(after, before),
            key=order_by_start,
        )

    def remembered(self, key: Hashable, make: Callable[[], T]) -> T:
        """What `make` says of the documents as they are: asked once, and again after a change of any of them.

        Whatever else it depends on stands in the key. What it answers should refer to the documents, not copy them.
        """
        if key not in self._remembered:
            if len(self._remembered) >= REMEMBERED:
                self._remembered.clear()
            self._remembered[key] = make()
        found: T = self._remembered[key]
        return found

    def __len__(self) -> int:
        """How many documents there are, tombstones included."""
        return len(self._base) + sum(1 for id_ in self._overlay if self._base.get(id_) is None)

    def snapshot(self) -> State:
        return dict(self._overlay), list(self._log), list(self._short), list(self._long), self._revision, self.held

    def restore(self, state: State) -> None:
        self._remembered.clear()
        overlay, log, short, long, self._revision, self.held = state
        self._overlay, self._log, self._short, self._long = dict(overlay), list(log), list(short), list(long)

    def _overlay_since(self, revision: int) -> Iterator[Record]:
        yield from self._log[bisect_right(self._log, revision, key=_revision) :]

    def _overlay_short(self, after: Instant, before: Instant) -> Iterator[Record]:
        at = bisect_left(self._short, after - LONG, key=lambda record: record.start)
        for record in self._short[at:]:
            if record.start >= before:
                return
            if record.end > after:
                yield record

    def _timed(self, record: Record) -> list[Record]:
        return self._long if record.end - record.start > LONG else self._short

    def _forget(self, record: Record) -> None:
        """Take a record that is superseded out of the indexes: its document is no longer held."""
        self.held -= len(record.body)
        del self._log[bisect_left(self._log, record.revision, key=_revision)]
        if is_timed(record):
            timed = self._timed(record)
            del timed[bisect_left(timed, order_by_start(record), key=order_by_start)]


def _revision(record: Record) -> int:
    return record.revision

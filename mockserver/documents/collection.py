"""A session's view of one collection: an overlay of its own changes over an immutable base.

The order of revisions is the change log: each document stands in it once, where it changed last. So "all that changed
after revision r" is what a sync needs, and a listing that goes on after revision r neither misses a document nor stops
being right while others are written.
"""

from __future__ import annotations

import heapq
from bisect import bisect_left, insort
from itertools import chain
from typing import TYPE_CHECKING, Any

from mockserver.documents.base import EMPTY, LONG, Base, order_by_start
from mockserver.documents.record import Record

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mockserver.clock import Instant

State = tuple[dict[str, Record], list[Record], list[Record], list[Record], int]


class Collection:
    """Documents by id, by order of change and by time."""

    __slots__ = ("_base", "_log", "_long", "_overlay", "_revision", "_short")

    def __init__(self, base: Base = EMPTY) -> None:
        self._base = base
        self._overlay: dict[str, Record] = {}
        self._log: list[Record] = []  # the overlay by revision; superseded records stay until `_compact`
        self._short: list[Record] = []  # the overlay by start, as `Base.short`
        self._long: list[Record] = []
        self._revision = len(base)

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
        self._revision += 1
        record = Record(id, self._revision, body, **index)
        old = self._overlay.get(id)
        if old is not None:
            self._forget(old)
        self._overlay[id] = record
        self._log.append(record)
        if record.end > record.start or record.start:
            insort(self._timed(record), record, key=order_by_start)
        if len(self._log) > 64 and len(self._log) > 2 * len(self._overlay):
            self._log = [r for r in self._log if self._overlay[r.id] is r]
        return record

    def since(self, revision: int = 0) -> Iterator[Record]:
        """Every document changed after a revision, tombstones included, in the order of change."""
        if not self._overlay:
            records = self._base.records
            return iter(records[revision:] if revision else records)
        return chain(self._base_since(revision), self._overlay_since(revision))

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

    def __len__(self) -> int:
        """How many documents there are, tombstones included."""
        return len(self._base) + sum(1 for id_ in self._overlay if self._base.get(id_) is None)

    def snapshot(self) -> State:
        return dict(self._overlay), list(self._log), list(self._short), list(self._long), self._revision

    def restore(self, state: State) -> None:
        overlay, log, short, long, self._revision = state
        self._overlay, self._log, self._short, self._long = dict(overlay), list(log), list(short), list(long)

    def _base_since(self, revision: int) -> Iterator[Record]:
        overlay = self._overlay
        return (record for record in self._base.records[revision:] if record.id not in overlay)

    def _overlay_since(self, revision: int) -> Iterator[Record]:
        at = bisect_left(self._log, revision + 1, key=lambda record: record.revision)
        overlay = self._overlay
        return (record for record in self._log[at:] if overlay[record.id] is record)

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
        timed = self._timed(record)
        at = bisect_left(timed, order_by_start(record), key=order_by_start)
        if at < len(timed) and timed[at] is record:
            del timed[at]

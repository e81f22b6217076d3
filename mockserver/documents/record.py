"""One document: the provider's JSON as bytes, and what is needed to find it without decoding it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from mockserver.clock import Instant

FOREVER: Instant = 1 << 62
"""The end of something that has none."""


class Record:
    """A document and its index. A record never changes: a change puts a new record in its place.

    `revision` is its place in the collection's order of changes; `start` and `end` (exclusive) the span in which it, or
    any occurrence of it, can lie; `deleted` marks a tombstone, which keeps its body; `extra` is whatever else the
    provider wants at hand without decoding the body, None for the ordinary document.
    """

    __slots__ = ("body", "deleted", "end", "extra", "id", "revision", "start", "updated")

    def __init__(
        self,
        id: str,  # noqa: A002 - the field's name in every provider's JSON
        revision: int,
        body: bytes,
        *,
        updated: Instant = 0,
        start: Instant = 0,
        end: Instant = 0,
        deleted: bool = False,
        extra: Any = None,
    ) -> None:
        self.id = id
        self.revision = revision
        self.body = body
        self.updated = updated
        self.start = start
        self.end = end
        self.deleted = deleted
        self.extra = extra

    def __repr__(self) -> str:
        return f"<Record {self.id} revision {self.revision}{' deleted' if self.deleted else ''}>"

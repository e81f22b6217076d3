"""One document: the provider's JSON as bytes, and what is needed to find it without decoding it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

if TYPE_CHECKING:
    from mockserver.clock import Instant

FOREVER: Instant = 1 << 62
"""The end of something that has none."""


class Record(msgspec.Struct, frozen=True, eq=False, gc=False):
    """A document and its index. A record never changes: a change puts a new record in its place.

    `revision` is its place in the collection's order of changes; `start` and `end` (exclusive) the span in which it, or
    any occurrence of it, can lie; `deleted` marks a tombstone, which keeps its body; `extra` is whatever else the
    provider wants at hand without decoding the body, None for the ordinary document. It must not lead back to a record:
    there are so many of them that the garbage collector does not look at any. Two are the same only if they are one.
    """

    id: str
    revision: int
    body: bytes
    updated: Instant = 0
    start: Instant = 0
    end: Instant = 0
    deleted: bool = False
    extra: Any = None

    def __repr__(self) -> str:
        return f"<Record {self.id} revision {self.revision}{' deleted' if self.deleted else ''}>"

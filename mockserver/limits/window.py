"""What came in the last so many minutes: a sliding window, in slots, so that its size does not grow with the count."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mockserver.clock import Instant

SLOTS = 60
"""Parts of a window: what came leaves it at most a sixtieth of its length late."""


class Window:
    """Counts over a window of `length` microseconds."""

    __slots__ = ("_counts", "_length")

    def __init__(self, length: int, counts: dict[int, int] | None = None) -> None:
        self._length = length
        self._counts = counts or {}

    def count(self, now: Instant) -> int:
        """How many came in the window that ends now."""
        first = self._slot(now) - SLOTS + 1
        for slot in [slot for slot in self._counts if slot < first]:
            del self._counts[slot]
        return sum(self._counts.values())

    def add(self, now: Instant) -> None:
        """Count one."""
        slot = self._slot(now)
        self._counts[slot] = self._counts.get(slot, 0) + 1

    def room_in(self, now: Instant, amount: int) -> int:
        """Microseconds until fewer than `amount` are in the window, 0 where they are now."""
        over = self.count(now) - amount + 1
        if over <= 0:
            return 0
        for slot in sorted(self._counts):
            over -= self._counts[slot]
            if over <= 0:
                return max(1, (slot + SLOTS) * self._length // SLOTS - now)
        return self._length

    def copied(self) -> Window:
        """The same counts by themselves, for a snapshot."""
        return Window(self._length, dict(self._counts))

    def _slot(self, now: Instant) -> int:
        return now * SLOTS // self._length

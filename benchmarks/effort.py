"""How much is measured: how often, with how much load, for how long at most."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass(frozen=True, slots=True)
class Effort:
    """`requests` are those of one round; `events` those of the large scenario; `seconds` is the longest for a part."""

    starts: int
    rounds: int
    requests: int
    sessions: int
    events: int
    seconds: float

    def turns(self, count: int) -> Iterator[int]:
        """Count rounds, at least one, as long as there is time."""
        until = time.perf_counter() + self.seconds
        for turn in range(count):
            if turn and time.perf_counter() > until:
                return
            yield turn


FULL = Effort(starts=12, rounds=9, requests=2_000, sessions=1_000, events=100_000, seconds=20)
QUICK = Effort(starts=4, rounds=3, requests=800, sessions=1_000, events=20_000, seconds=5)

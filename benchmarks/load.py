"""The load: a process of its own that keeps some connections busy and says how many answers came in what time.

It asks again on each connection as soon as that one was answered, so the server always has something to do, and does
nothing else: its own CPU per request is part of what is reported, to show that it is not what is measured.
"""

from __future__ import annotations

import json
import sys
import time
from itertools import cycle
from typing import TYPE_CHECKING, NamedTuple

from benchmarks.wire import Connection, WrongAnswer

if TYPE_CHECKING:
    from collections.abc import Sequence

CONNECTIONS = 8


class Load(NamedTuple):
    """What came of it: answers, the time they took, and the CPU seconds that asking cost."""

    answered: int
    seconds: float
    cpu: float

    @property
    def rate(self) -> float:
        """Answers a second."""
        return self.answered / self.seconds


def drive(port: int, requests: Sequence[bytes], count: int, seconds: float) -> Load:
    """Send `count` of the requests in turn, for `seconds` at most. Raises `WrongAnswer` on any answer but 200."""
    lines = [Connection(port) for _ in range(min(CONNECTIONS, count))]
    supply = cycle(requests)
    begun, cpu, answered = time.perf_counter(), time.process_time(), 0
    try:
        for line in lines:
            line.send(next(supply))
        sent = len(lines)
        while answered < sent:
            for line in lines[: sent - answered]:
                answer = line.receive()
                if answer.status != 200:
                    raise WrongAnswer(f"{answer.head[:80]!r} {answer.body[:300]!r}")
                answered += 1
                if sent < count and time.perf_counter() - begun < seconds:
                    line.send(next(supply))
                    sent += 1
        return Load(answered, time.perf_counter() - begun, time.process_time() - cpu)
    finally:
        for line in lines:
            line.close()


def main() -> None:
    port, requests, count, seconds = json.load(sys.stdin)
    print(json.dumps(drive(port, [text.encode("latin-1") for text in requests], count, seconds)))


if __name__ == "__main__":
    main()

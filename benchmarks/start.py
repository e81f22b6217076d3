"""The start: from exec to the first answer, the first hundred requests after it, and the memory in between.

Both servers are started in turn, the first to go changing each time. One start of each is thrown away: it compiles
modules and fills the cache of decoded scenarios, as the image's build does.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, NamedTuple

from benchmarks.rows import Budget, Row
from benchmarks.servers import HEALTH
from benchmarks.wire import request

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from benchmarks.effort import Effort
    from benchmarks.servers import Memory, Server, Servers

FIRST = 100
SMALL = request("GET", "/calendar/v3/calendars/primary", headers={"Authorization": "Bearer alice"})
NO_LATER, TWICE, IDLE = Budget("at most", 1.0), Budget("at most", 2.0), Budget("at most", 60, "ours")
BARE = "bare aiohttp"


class Start(NamedTuple):
    """One start; times in seconds."""

    seconds: float
    cpu: float
    idle: Memory
    first: float
    first_cpu: float


def measure(servers: Servers, effort: Effort) -> list[Row]:
    """Rows of the start."""
    _start(servers.mock(), SMALL)
    _start(servers.bare(), HEALTH)
    ours: list[Start] = []
    theirs: list[Start] = []
    for turn in effort.turns(effort.starts):
        for is_ours in (True, False) if turn % 2 else (False, True):
            if is_ours:
                ours.append(_start(servers.mock(), SMALL))
            else:
                theirs.append(_start(servers.bare(), HEALTH))
    return _rows(ours, theirs)


def _start(starting: AbstractContextManager[Server], raw: bytes) -> Start:
    with starting as server:
        idle = server.memory
        with server.connection() as connection:
            begun, cpu = time.perf_counter(), server.cpu
            for _ in range(FIRST):
                connection.ask(raw)
            return Start(server.seconds, server.cpu_at_start, idle, time.perf_counter() - begun, server.cpu - cpu)


def _rows(ours: list[Start], theirs: list[Start]) -> list[Row]:
    def row(what: str, name: str, budget: Budget, *, waits: bool = False) -> Row:
        mine, others = ([getattr(start, name) * 1000 for start in starts] for starts in (ours, theirs))
        return Row(what, "ms", mine, BARE, others, budget, waits)

    return [
        row("start: exec to the first 200", "seconds", NO_LATER),
        row("start: CPU until then", "cpu", NO_LATER),
        row(f"the first {FIRST} requests after it", "first", TWICE, waits=True),
        row(f"the first {FIRST} requests: CPU", "first_cpu", TWICE),
        Row(
            "resident memory, idle, default library",
            "MB",
            [start.idle.resident / 1e6 for start in ours],
            BARE,
            [start.idle.resident / 1e6 for start in theirs],
            IDLE,
        ),
    ]

"""Growth: a page must cost the same in a small calendar and in a large one, and what a large scenario weighs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from benchmarks.rows import Budget, Row
from benchmarks.servers import free_port
from benchmarks.wire import request
from benchmarks.worlds import TOKEN

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from benchmarks.effort import Effort
    from benchmarks.servers import Server, Servers

FEW = 10
EVENTS = "/calendar/v3/calendars/primary/events"
WINDOW = "singleEvents=true&orderBy=startTime&timeMin=2026-03-06T14:00:00Z&timeMax=2026-03-07T00:00:00Z"
PAGES = {
    "a page of 10 events": f"{EVENTS}?maxResults={FEW}",
    "a window of 10 events by start": f"{EVENTS}?{WINDOW}",
}
THE_SAME = Budget("at least", 0.85)
TIER, TIER_WITH_SESSIONS = Budget("at most", 128, "ours"), Budget("at most", 200, "ours")


def measure(servers: Servers, effort: Effort) -> list[Row]:
    """Rows of growth."""
    with synthetic(servers, FEW) as small, synthetic(servers, effort.events) as big:
        rows = [_page(small, big, effort, name, path) for name, path in PAGES.items()]
        size = f"{effort.events:,} events"
        rows.append(Row(f"resident memory, {size}", "MB", [big.memory.resident / 1e6], budget=TIER))
    with synthetic(servers, effort.events, effort.sessions) as crowded:
        everyone = [
            request("GET", f"/s/s{number}{PAGES['a page of 10 events']}", headers=_headers())
            for number in range(effort.sessions)
        ]
        crowded.loaded(everyone, max(effort.requests, effort.sessions))
        what = f"resident memory, {size}, {effort.sessions:,} sessions in use"
        rows.append(Row(what, "MB", [crowded.memory.peak / 1e6], budget=TIER_WITH_SESSIONS))
    return rows


def synthetic(servers: Servers, events: int, sessions: int = 0) -> AbstractContextManager[Server]:
    port = free_port()
    return servers.running(["benchmarks.synthetic", str(port), str(events), str(sessions)], port)


def _page(small: Server, big: Server, effort: Effort, name: str, path: str) -> Row:
    raw = request("GET", path, headers=_headers())
    with small.connection() as one, big.connection() as other:
        if one.ask(raw).body.count(b'"calendar#event"') != FEW or other.ask(raw).body.count(b'"calendar#event"') != FEW:
            raise AssertionError(f"{path} was to answer {FEW} events in either calendar")
    small.loaded([raw], effort.requests)
    big.loaded([raw], effort.requests)
    ours, theirs = [], []
    for _ in effort.turns(effort.rounds):
        ours.append(big.loaded([raw], effort.requests).per_cpu_second)
        theirs.append(small.loaded([raw], effort.requests).per_cpu_second)
    what = f"{name} of {effort.events:,}: answers per second of CPU"
    return Row(what, "/s", ours, f"of {FEW}", theirs, THE_SAME)


def _headers() -> dict[str, str]:
    return {"Authorization": f"Bearer {TOKEN}"}

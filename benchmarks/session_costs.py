"""Sessions: what it costs to make one and to begin one again, in the server and over HTTP, and what one weighs."""

from __future__ import annotations

import gc
import json
import time
from statistics import median
from typing import TYPE_CHECKING

from benchmarks.rows import Budget, Row
from benchmarks.wire import request
from benchmarks.worlds import large
from mockserver.session import Sessions
from mockserver.session.session import Choices

if TYPE_CHECKING:
    from collections.abc import Callable

    from benchmarks.effort import Effort
    from benchmarks.servers import Server, Servers
    from benchmarks.wire import Connection
    from mockserver.session import Template

MILLISECOND, THE_SAME = Budget("at most", 1000, "ours"), Budget("at most", 1.25)
SESSIONS_PATH = "/_mock/sessions"
SCENARIO = json.dumps({"scenario": "office"}).encode()
JSON = {"Content-Type": "application/json"}
ALL_SESSIONS, A_SMALL_DIFFERENCE = Budget("at most", 200, "ours"), Budget("at least", 0.8)


def measure(servers: Servers, effort: Effort) -> list[Row]:
    """Rows of sessions."""
    return [*_inside(effort), *_over_http(servers, effort)]


def _inside(effort: Effort) -> list[Row]:
    """Microseconds in this process, over the register itself, for a small scenario and a large one in turn."""
    templates = large(10), large(effort.events)
    made: tuple[list[float], list[float]] = ([], [])
    again: tuple[list[float], list[float]] = ([], [])
    gc.collect()
    for _ in effort.turns(effort.rounds):
        for at, template in enumerate(templates):
            made[at].append(_median_of(_making(template), effort.sessions))
            again[at].append(_median_of(Sessions(template).default.reset, effort.sessions))
    size = f"{effort.events:,} events"
    return [
        Row(f"make a session in the server, {size}", "us", made[1], "10 events", made[0], THE_SAME),
        Row(f"make a session in the server, {size}: the time itself", "us", made[1], budget=MILLISECOND),
        Row(f"reset a session in the server, {size}", "us", again[1], "10 events", again[0], THE_SAME),
        Row(f"reset a session in the server, {size}: the time itself", "us", again[1], budget=MILLISECOND),
    ]


def _making(template: Template) -> Callable[[], object]:
    sessions = Sessions(template, limit=1_000_000)
    return lambda: sessions.create(template, Choices())


def _median_of(action: Callable[[], object], count: int) -> float:
    times = []
    for _ in range(count):
        begun = time.perf_counter_ns()
        action()
        times.append(time.perf_counter_ns() - begun)
    return median(times) / 1000


def _over_http(servers: Servers, effort: Effort) -> list[Row]:
    """Calls of the control API, and requests to one session against requests to many, on one server each."""
    with servers.mock() as one, servers.mock() as many:
        alone = many.memory.resident
        with many.connection() as connection:
            create = request("POST", SESSIONS_PATH, SCENARIO, JSON)
            seconds, tokens = [], []
            for _ in effort.turns(effort.sessions):
                begun = time.perf_counter()
                document = json.loads(connection.ask(create).body)
                seconds.append(time.perf_counter() - begun)
                tokens.append(document["people"]["alice"]["google"]["access_token"])
            resets = _resets(connection, document["id"], effort)
        grown = (many.memory.resident - alone) / len(tokens)
        rows = [
            Row("make a session over HTTP, with its document", "us", [median(seconds) * 1e6]),
            Row("reset a session over HTTP, with its document", "us", [median(resets) * 1e6]),
            Row("resident memory of a session that was made", "KB", [grown / 1000]),
            *_one_or_many(one, many, tokens, effort),
        ]
        used = (many.memory.resident - alone) / len(tokens)
        return [
            *rows,
            Row("resident memory of a session that was used", "KB", [used / 1000]),
            Row(
                f"resident memory with {len(tokens):,} live sessions",
                "MB",
                [many.memory.peak / 1e6],
                budget=ALL_SESSIONS,
            ),
        ]


def _resets(connection: Connection, session_id: str, effort: Effort) -> list[float]:
    raw = request("POST", f"{SESSIONS_PATH}/{session_id}/reset")
    seconds = []
    for _ in effort.turns(min(effort.sessions, 200)):
        begun = time.perf_counter()
        connection.ask(raw)
        seconds.append(time.perf_counter() - begun)
    return seconds


def _one_or_many(one: Server, many: Server, tokens: list[str], effort: Effort) -> list[Row]:
    """The same requests to the default session of one server and to every session of the other."""
    path = "/calendar/v3/calendars/primary/events?maxResults=10"
    single = [request("GET", path, headers={"Authorization": "Bearer alice"})]
    each = [request("GET", path, headers={"Authorization": f"Bearer {token}"}) for token in tokens]
    count = max(effort.requests, len(tokens))
    many.loaded(each, count)
    one.loaded(single, count)
    ours, theirs = [], []
    for _ in effort.turns(effort.rounds):
        ours.append(many.loaded(each, count).per_cpu_second)
        theirs.append(one.loaded(single, count).per_cpu_second)
    what = f"events.list, 10 events, {len(tokens):,} sessions in turn: answers per second of CPU"
    return [Row(what, "/s", ours, "1 session", theirs, A_SMALL_DIFFERENCE)]

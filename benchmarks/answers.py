"""Answers: a small one and a page, admission and journal included, against bare aiohttp that returns the same bytes.

What counts is how many answers a second of the server's CPU gives: it does not depend on what else the machine does.
The rate as the client saw it stands beside it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from benchmarks.rows import Budget, Row
from benchmarks.start import BARE
from benchmarks.wire import request
from benchmarks.worlds import PAGE, TOKEN, write_library

if TYPE_CHECKING:
    from benchmarks.effort import Effort
    from benchmarks.servers import Cost, Server, Servers

HEADERS = {"Authorization": f"Bearer {TOKEN}"}
CALENDAR = "/calendar/v3/calendars/primary"
GRAPH = "/v1.0/me"
AFTER_LOAD = Budget("at most", 75, "ours")
NOT_THE_BOTTLENECK = Budget("at most", 0.8)


class Question(NamedTuple):
    """A request whose answer is measured."""

    name: str
    path: str
    budget: Budget


SMALL, LARGE = Budget("at least", 0.6), Budget("at least", 0.7)
QUESTIONS = {
    "Google": (
        Question("calendars.get", CALENDAR, SMALL),
        Question(f"events.list, {PAGE} events", f"{CALENDAR}/events?maxResults={PAGE}", LARGE),
    ),
    "Graph": (
        Question("Graph: GET /me/calendar", f"{GRAPH}/calendar", SMALL),
        Question(f"Graph: GET /me/events, {PAGE} events", f"{GRAPH}/events?$top={PAGE}", LARGE),
    ),
}
"""Each provider is asked of a server of its own, so that the memory is that of who uses one."""


def measure(servers: Servers, effort: Effort) -> list[Row]:
    """Rows of the answers, and of the memory after them."""
    library = write_library(servers.folder)
    rows: list[Row] = []
    for provider, questions in QUESTIONS.items():
        with servers.mock("--library", str(library), "--scenario", "page") as server:
            for question in questions:
                rows += _compared(servers, effort, server, question)
            what = f"resident memory after that load of {provider}"
            rows.append(Row(what, "MB", [server.memory.peak / 1e6], budget=AFTER_LOAD))
    return rows


def _compared(servers: Servers, effort: Effort, server: Server, question: Question) -> list[Row]:
    raw = request("GET", question.path, headers=HEADERS)
    with server.connection() as connection:
        prepared = connection.ask(raw).body
    plain = request("GET", "/healthz", headers=HEADERS)
    ours: list[Cost] = []
    theirs: list[Cost] = []
    with servers.bare(prepared) as bare:
        server.loaded([raw], effort.requests)  # the first round is thrown away: caches fill, the heap grows
        bare.loaded([plain], effort.requests)
        for _ in effort.turns(effort.rounds):
            theirs.append(bare.loaded([plain], effort.requests))
            ours.append(server.loaded([raw], effort.requests))
    return _rows(f"{question.name} ({len(prepared) / 1000:.1f} KB)", question.budget, ours, theirs)


def _rows(name: str, budget: Budget, ours: list[Cost], theirs: list[Cost]) -> list[Row]:
    return [
        Row(
            f"{name}: answers per second of CPU",
            "/s",
            [cost.per_cpu_second for cost in ours],
            BARE,
            [cost.per_cpu_second for cost in theirs],
            budget,
        ),
        Row(
            f"{name}: answers a second, as the client saw it",
            "/s",
            [cost.load.rate for cost in ours],
            BARE,
            [cost.load.rate for cost in theirs],
            budget,
            waits=True,
        ),
        Row(
            f"{name}: CPU a request of the load itself",
            "us",
            [cost.load.cpu / cost.load.answered * 1e6 for cost in theirs],
            f"{BARE}'s own",
            [cost.cpu / cost.load.answered * 1e6 for cost in theirs],
            NOT_THE_BOTTLENECK,
        ),
    ]

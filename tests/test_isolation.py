"""Sessions never meet: hundreds at work at once answer each as they do when there is no other."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import aiohttp
from yarl import URL

from mockserver.ids import derive
from tests.wire import SECONDS, Wire, served
from tests.work import SCENARIOS, Seen, Worker, differences, seen, work_alone

if TYPE_CHECKING:
    from collections.abc import Iterator

SESSIONS = 200
AT_ONCE = 16


def rounds(workers: list[Worker]) -> Iterator[list[Worker]]:
    """Some of those who still have work, by chance, until nobody has; the requests of a round are sent at once."""
    number = 0
    while waiting := [worker for worker in workers if not worker.done]:
        number += 1
        chance = derive("round", str(number))
        size = 1 + chance.number(AT_ONCE)
        order = {
            id(worker): derive("turn", str(number), str(place)).number(2**32) for place, worker in enumerate(waiting)
        }
        yield sorted(waiting, key=lambda worker: order[id(worker)])[:size]


async def work_together(url: str, seeds: list[str]) -> dict[str, list[Seen]]:
    workers = [Worker(seed) for seed in seeds]
    connector = aiohttp.TCPConnector(limit=AT_ONCE)
    async with aiohttp.ClientSession(connector=connector, timeout=aiohttp.ClientTimeout(SECONDS)) as client:

        async def step(worker: Worker) -> None:
            request = worker.next()
            target = URL(url + request.path, encoded=True)
            async with client.request(request.method, target, data=request.body, headers=request.headers) as answer:
                headers = [(name.decode(), value.decode()) for name, value in answer.raw_headers]
                worker.saw(seen(request, answer.status, headers, await answer.read()))

        for together in rounds(workers):
            await asyncio.gather(*map(step, together))
    return {worker.seed: worker.seen for worker in workers}


async def test_200_sessions_at_work_at_random_answer_each_as_it_does_alone() -> None:
    seeds = [f"worker-{number}" for number in range(SESSIONS)]
    with served() as url:
        wire = Wire(url)
        alone = await asyncio.to_thread(lambda: {seed: work_alone(wire, seed) for seed in seeds})
        wire.close()

        together = await work_together(url, seeds)

    differing = differences(alone, together)
    assert not differing, "\n".join(differing[:5])
    statuses = {answer.status for answers in alone.values() for answer in answers}
    assert {200, 201, 204, 400, 401, 403, 404, 409, 410, 412} <= statuses, "the work is too easy to show anything"
    assert {status for status in statuses if status >= 500} == set()
    assert {Worker(seed).scenario for seed in seeds} == set(SCENARIOS)

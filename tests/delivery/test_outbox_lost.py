"""What an outbox does for whoever posts: how the last attempt went, what is lost, and the alarms of the clock."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from mockserver.clock import MILLISECOND, SECOND
from mockserver.delivery import outbox
from tests.delivery.receiver import PATIENCE, Receiver, again, delivery, receiving, sending

if TYPE_CHECKING:
    from collections.abc import AsyncIterator


@pytest.fixture
async def receiver() -> AsyncIterator[Receiver]:
    async with receiving() as found:
        yield found


async def test_whoever_posts_a_message_sees_how_its_last_attempt_went(receiver: Receiver) -> None:
    receiver.statuses, receiver.answer, receiver.headers = [200], b"echo", {"Content-Type": "text/plain"}
    async with sending() as sender:
        posted = sender.outbox.post(delivery(receiver.url))
        await sender.settled()

    assert posted.last is not None
    assert (posted.last.status, posted.last.kind, posted.last.body) == (200, "text/plain", b"echo")


async def test_a_message_is_lost_once_it_has_failed_for_good(receiver: Receiver) -> None:
    receiver.statuses = [503]
    lost: list[str] = []
    async with sending() as sender:
        sender.outbox.post(delivery(receiver.url, retry=again(SECOND), lost=lambda: lost.append("lost")))
        await sender.settled()
        before = list(lost)
        sender.clock.advance(SECOND)
        await sender.settled()

    assert (before, lost) == ([], ["lost"])


async def test_what_arrives_or_is_dropped_is_not_lost(receiver: Receiver) -> None:
    lost: list[str] = []
    receiver.statuses = [200, 503]
    async with sending() as sender:
        for _ in range(2):
            sender.outbox.post(delivery(receiver.url, retry=again(SECOND), lost=lambda: lost.append("lost")))
        await sender.settled()
        sender.outbox.drop("k", "it was stopped")
        sender.clock.advance(SECOND)
        await sender.settled()

    assert lost == []


async def test_what_finds_no_room_is_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outbox, "WAITING", 0)
    lost: list[str] = []
    async with sending() as sender:
        sender.outbox.post(delivery("http://127.0.0.1:1/", lost=lambda: lost.append("lost")))

    assert lost == ["lost"]


async def test_nobody_waits_for_a_message_of_a_world_that_is_gone(receiver: Receiver) -> None:
    receiver.gate = asyncio.Event()
    async with sending() as sender:
        first, second = (sender.outbox.post(delivery(receiver.url)) for _ in range(2))
        await receiver.wait(1)
        sender.outbox.close()
        async with asyncio.timeout(PATIENCE):
            await first.tried.wait()
            await second.tried.wait()

    assert (first.last, second.last) == (None, None)


async def test_where_time_runs_the_clocks_alarms_ring_though_nobody_asks() -> None:
    rung = asyncio.Event()
    async with sending(flow="real") as sender:
        sender.clock.at(sender.clock.now() + 20 * MILLISECOND, rung.set)
        sender.outbox.tend()
        async with asyncio.timeout(PATIENCE):
            await rung.wait()

    assert rung.is_set()

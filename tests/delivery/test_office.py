"""What all outboxes share: room, and the end."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from mockserver.clock import Clock
from mockserver.delivery import Office, Outbox, Targets, office
from mockserver.journal import Journal
from tests.delivery.receiver import PATIENCE, START, delivery, receiving

if TYPE_CHECKING:
    import pytest


def boxes(shared: Office, count: int) -> list[Outbox]:
    return [Outbox(Clock(START, "frozen"), Journal(), shared) for _ in range(count)]


async def test_all_sessions_together_have_room_for_so_many_messages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office, "WAITING", 3)
    async with receiving() as receiver:
        receiver.gate = asyncio.Event()
        shared = Office(Targets(http=True))
        one, other = boxes(shared, 2)
        for outbox in (one, other, one, other):
            outbox.post(delivery(receiver.url))

        assert [outcome.error for outcome in other.outcomes] == [
            "too many messages wait: the server has no room for more"
        ]
        await shared.close()


async def test_all_sessions_together_have_so_many_messages_under_way(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office, "AT_ONCE", 2)
    async with receiving() as receiver:
        receiver.gate = asyncio.Event()
        shared = Office(Targets(http=True))
        several = boxes(shared, 5)
        for outbox in several:
            outbox.post(delivery(receiver.url))
        await receiver.wait(2)
        receiver.gate.set()
        async with asyncio.timeout(PATIENCE):
            await asyncio.gather(*(outbox.settle() for outbox in several))

    assert receiver.most_at_once == 2
    assert len(receiver.got) == 5


async def test_room_is_free_again_when_an_outbox_is_closed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office, "WAITING_BYTES", 10)
    async with receiving() as receiver:
        receiver.gate = asyncio.Event()
        shared = Office(Targets(http=True))
        one, other = boxes(shared, 2)
        one.post(delivery(receiver.url, body=bytes(10)))
        full = shared.has_room(1)
        one.close()

        assert not full
        assert shared.has_room(1)
        del other
        await shared.close()


async def test_closing_ends_what_is_under_way() -> None:
    async with receiving() as receiver:
        receiver.gate = asyncio.Event()
        shared = Office(Targets(http=True))
        (outbox,) = boxes(shared, 1)
        outbox.post(delivery(receiver.url))
        await receiver.wait(1)
        await asyncio.wait_for(shared.close(), PATIENCE)

        assert not list(outbox.outcomes)

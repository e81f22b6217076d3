"""Messages on their way: order, retries on the session's clock, outcomes, bounds, and what a new world drops."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from mockserver.clock import HOUR, MILLISECOND, MINUTE, SECOND
from mockserver.delivery import Targets, outbox
from tests.delivery.receiver import PATIENCE, START, Receiver, again, delivery, facts, receiving, sending

if TYPE_CHECKING:
    from collections.abc import AsyncIterator


@pytest.fixture
async def receiver() -> AsyncIterator[Receiver]:
    async with receiving() as found:
        yield found


async def test_a_message_arrives_as_it_was_posted(receiver: Receiver) -> None:
    async with sending() as sender:
        sender.outbox.post(delivery(receiver.url + "/hook?x=1", headers={"X-Mine": "a"}, body=b"text"))
        (got,) = await receiver.wait(1)

        assert (got.method, got.path, got.header("X-Mine"), got.body) == ("POST", "/hook?x=1", "a", b"text")
        assert await sender.settled() == [(204, "delivered")]


async def test_messages_of_one_key_go_out_in_order_one_at_a_time(receiver: Receiver) -> None:
    async with sending() as sender:
        for number in range(5):
            sender.outbox.post(delivery(f"{receiver.url}/{number}"))
        await sender.settled()

    assert [got.path for got in receiver.got] == ["/0", "/1", "/2", "/3", "/4"]
    assert receiver.most_at_once == 1


async def test_a_message_that_is_tried_again_holds_back_those_of_its_key_only(receiver: Receiver) -> None:
    receiver.statuses = [503, 204]
    async with sending() as sender:
        sender.outbox.post(delivery(receiver.url + "/a1", key="a", retry=again(MINUTE)))
        sender.outbox.post(delivery(receiver.url + "/a2", key="a"))
        await sender.settled()
        sender.outbox.post(delivery(receiver.url + "/b", key="b"))
        await sender.settled()
        before = [got.path for got in receiver.got]
        sender.clock.advance(MINUTE)
        await sender.settled()

    assert before == ["/a1", "/b"]
    assert [got.path for got in receiver.got] == ["/a1", "/b", "/a1", "/a2"]


async def test_one_session_has_at_most_four_messages_under_way(receiver: Receiver) -> None:
    receiver.gate = asyncio.Event()
    async with sending() as sender:
        for number in range(6):
            sender.outbox.post(delivery(receiver.url, key=str(number)))
        await receiver.wait(outbox.AT_ONCE)
        receiver.gate.set()
        await sender.settled()

    assert receiver.most_at_once == outbox.AT_ONCE == 4
    assert len(receiver.got) == 6


async def test_no_key_waits_for_all_the_messages_of_another(
    receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outbox, "AT_ONCE", 1)
    async with sending() as sender:
        for path in ("/a1", "/a2", "/b1", "/b2"):
            sender.outbox.post(delivery(receiver.url + path, key=path[1]))
        await sender.settled()

    assert [got.path for got in receiver.got] == ["/a1", "/b1", "/a2", "/b2"]


async def test_what_is_done_takes_no_room(receiver: Receiver) -> None:
    receiver.statuses = [503, 503, 204]
    async with sending() as sender:
        for _ in range(3):
            sender.outbox.post(delivery(receiver.url, body=b"12345", retry=again(SECOND)))
        full = sender.outbox.waiting
        await sender.settled()
        sender.clock.advance(SECOND)
        await sender.settled()

        assert full == (3, 15)
        assert sender.outbox.waiting == (0, 0)


async def test_what_was_dropped_takes_no_room(receiver: Receiver) -> None:
    receiver.gate = asyncio.Event()
    async with sending() as sender:
        for _ in range(3):
            sender.outbox.post(delivery(receiver.url, body=b"12345"))
        await receiver.wait(1)
        sender.outbox.drop("k", "stopped")
        dropped = sender.outbox.waiting
        receiver.gate.set()
        await sender.settled()

        assert dropped == (1, 5)
        assert sender.outbox.waiting == (0, 0)


async def test_retries_fall_due_on_the_sessions_clock_with_the_delays_given(receiver: Receiver) -> None:
    receiver.statuses = [503, 503, 204]
    async with sending() as sender:
        sender.outbox.post(delivery(receiver.url, retry=again(SECOND, MINUTE)))
        await sender.settled()
        sender.clock.advance(SECOND - 1)
        early = await sender.settled()
        sender.clock.advance(1)
        await sender.settled()
        sender.clock.advance(MINUTE)
        end = await sender.settled()

        assert early == [(503, "retrying")]
        assert end == [(503, "retrying"), (503, "retrying"), (204, "delivered")]
        assert [outcome.at - START for outcome in sender.outbox.outcomes] == [0, SECOND, SECOND + MINUTE]
        assert [outcome.attempt for outcome in sender.outbox.outcomes] == [1, 2, 3]
        assert {outcome.delivery for outcome in sender.outbox.outcomes} == {1}


async def test_a_leap_over_several_retries_makes_each_of_them_at_its_time(receiver: Receiver) -> None:
    receiver.statuses = [503]
    async with sending() as sender:
        sender.outbox.post(delivery(receiver.url, retry=again(SECOND, MINUTE, 2 * MINUTE)))
        await sender.settled()
        sender.clock.advance(HOUR)
        states = await sender.settled()

        assert states == [(503, "retrying")] * 3 + [(503, "failed")]
        assert sender.outbox.outcomes[-1].at == START + SECOND + 3 * MINUTE


async def test_a_status_that_calls_for_no_retry_fails_for_good(receiver: Receiver) -> None:
    receiver.statuses = [404]
    async with sending() as sender:
        sender.outbox.post(delivery(receiver.url, retry=again(SECOND)))

        assert await sender.settled() == [(404, "failed")]


async def test_a_connection_that_is_refused_is_tried_again(receiver: Receiver) -> None:
    async with receiving() as gone:
        url = gone.url
    async with sending() as sender:
        sender.outbox.post(delivery(url, retry=again(SECOND)))
        await sender.settled()
        sender.clock.advance(SECOND)

        assert await sender.settled() == [(0, "retrying"), (0, "failed")]
        assert all("Connect" in error for error in sender.errors())
    assert not receiver.got


async def test_with_a_clock_that_runs_a_retry_comes_without_anybody_asking(receiver: Receiver) -> None:
    receiver.statuses = [503, 204]
    async with sending(flow="real") as sender:
        sender.outbox.post(delivery(receiver.url, retry=again(20 * MILLISECOND)))

        assert len(await receiver.wait(2)) == 2


async def test_a_clock_that_begins_to_run_wakes_what_waits_when_it_is_tended(receiver: Receiver) -> None:
    receiver.statuses = [503, 204]
    async with sending() as sender:
        sender.outbox.post(delivery(receiver.url, retry=again(20 * MILLISECOND)))
        await sender.settled()
        sender.clock.set_flow("real")
        sender.outbox.tend()

        assert len(await receiver.wait(2)) == 2


async def test_nothing_is_tried_after_the_end_of_what_a_message_belongs_to(receiver: Receiver) -> None:
    receiver.statuses = [503]
    async with sending() as sender:
        sender.outbox.post(delivery(receiver.url, retry=again(MINUTE, MINUTE), until=START + MINUTE))
        await sender.settled()
        sender.clock.advance(HOUR)

        assert await sender.settled() == [(503, "retrying"), (0, "failed")]
        assert sender.errors()[-1] == "what it belongs to has ended"
    assert len(receiver.got) == 1


async def test_what_is_dropped_by_its_key_is_an_outcome_each(receiver: Receiver) -> None:
    receiver.statuses = [503]
    async with sending() as sender:
        for number in range(3):
            sender.outbox.post(delivery(f"{receiver.url}/{number}", key="a", retry=again(MINUTE)))
        await sender.settled()
        sender.outbox.drop("a", "the channel was stopped")
        sender.clock.advance(HOUR)
        states = await sender.settled()

        assert states == [(503, "retrying")] + [(0, "failed")] * 3
        assert sender.errors()[1:] == ["the channel was stopped"] * 3
        assert [outcome.delivery for outcome in sender.outbox.outcomes] == [1, 1, 2, 3]
    assert len(receiver.got) == 1


async def test_what_is_under_way_when_its_key_is_dropped_arrives_and_is_not_tried_again(receiver: Receiver) -> None:
    receiver.gate, receiver.statuses = asyncio.Event(), [503]
    async with sending() as sender:
        sender.outbox.post(delivery(receiver.url, retry=again(MINUTE)))
        await receiver.wait(1)
        sender.outbox.drop("k", "stopped")
        receiver.gate.set()

        assert await sender.settled() == [(503, "failed")]


async def test_a_closed_outbox_sends_nothing_more_and_takes_nothing_more(receiver: Receiver) -> None:
    receiver.statuses = [503]
    async with sending() as sender:
        sender.outbox.post(delivery(receiver.url, retry=again(SECOND)))
        await sender.settled()
        sender.outbox.close()
        sender.clock.advance(HOUR)
        posted = sender.outbox.post(delivery(receiver.url))
        await sender.settled()

        assert posted.tried.is_set()
        assert sender.errors()[-1] == "the session has begun again"
        assert list(sender.outbox.pending()) == []
    assert len(receiver.got) == 1


async def test_whoever_waits_for_an_outbox_to_settle_is_released_when_it_closes(receiver: Receiver) -> None:
    receiver.gate = asyncio.Event()
    async with sending() as sender:
        sender.outbox.post(delivery(receiver.url))
        await receiver.wait(1)
        waiting = asyncio.create_task(sender.outbox.settle())
        await asyncio.wait([waiting], timeout=0)
        sender.outbox.close()

        await asyncio.wait_for(waiting, PATIENCE)


async def test_settling_does_not_wait_for_what_falls_due_later(receiver: Receiver) -> None:
    receiver.statuses = [503]
    async with sending() as sender:
        sender.outbox.post(delivery(receiver.url, retry=again(MINUTE)))
        await sender.settled()
        (waiting,) = sender.outbox.pending()

        assert (waiting.due, waiting.attempt) == (START + MINUTE, 1)


async def test_a_message_without_room_is_an_outcome_and_stands_in_the_journal(
    receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outbox, "WAITING", 2)
    receiver.gate = asyncio.Event()
    async with sending() as sender:
        for _ in range(3):
            sender.outbox.post(delivery(receiver.url))

        assert sender.errors() == ["too many messages wait: a session has room for 2 of them and 4194304 bytes"]
        assert facts(sender.journal)[0]["reason"].startswith("too many messages wait")


async def test_large_messages_have_less_room(receiver: Receiver, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outbox, "WAITING_BYTES", 100)
    receiver.gate = asyncio.Event()
    async with sending() as sender:
        sender.outbox.post(delivery(receiver.url, body=bytes(60)))
        sender.outbox.post(delivery(receiver.url, body=bytes(41)))

        assert len(sender.errors()) == 1


async def test_outcomes_are_bounded_and_those_gone_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outbox, "WAITING", 0)
    async with sending() as sender:
        for _ in range(outbox.OUTCOMES + 3):
            sender.outbox.post(delivery("http://127.0.0.1/"))

        assert len(sender.outbox.outcomes) == outbox.OUTCOMES
        assert sender.outbox.dropped == 3
        assert sender.outbox.outcomes[-1].number == outbox.OUTCOMES + 3


async def test_every_attempt_stands_in_the_journal_as_outgoing(receiver: Receiver) -> None:
    receiver.statuses = [503, 204]
    async with sending() as sender:
        sender.outbox.post(delivery(receiver.url + "/hook", body=b"{}", about="a message", retry=again(SECOND)))
        await sender.settled()
        sender.clock.advance(SECOND)
        await sender.settled()
        first, second = facts(sender.journal)

    assert first == {
        "number": 1,
        "at": "2026-03-06T14:00:00.000Z",
        "direction": "outgoing",
        "method": "POST",
        "path": receiver.url + "/hook",
        "provider": "google",
        "status": 503,
        "notes": ["a message"],
        "body": "{}",
    }
    assert (second["status"], second["at"]) == (204, "2026-03-06T14:00:01.000Z")


async def test_secrets_of_an_address_are_kept_nowhere(receiver: Receiver) -> None:
    address = receiver.url.replace("//", "//me:canary@") + "/hook?token=canary&x=1"
    async with sending() as sender:
        sender.outbox.post(delivery(address))
        await sender.settled()

        assert "canary" not in str(facts(sender.journal)) + str(list(sender.outbox.outcomes))
        assert sender.outbox.outcomes[0].url == receiver.url + "/hook?token=***&x=1"


async def test_what_is_refused_is_an_outcome_and_never_tried_again() -> None:
    async with sending(Targets()) as sender:
        sender.outbox.post(delivery("http://127.0.0.1:1/", retry=again(SECOND)))

        assert await sender.settled() == [(0, "failed")]
        assert sender.errors() == ["http is not allowed; send to https, or allow it with --webhook-http"]
        assert facts(sender.journal)[0]["reason"] == sender.errors()[0]


def test_without_a_running_loop_a_message_waits() -> None:
    """Nobody could send it: seeding and plain calls in tests have no loop."""

    async def made() -> None:
        async with sending() as sender:
            box.append(sender.outbox)

    box: list[outbox.Outbox] = []
    asyncio.run(made())
    box[0].post(delivery("http://127.0.0.1:1/"))

    assert [posted.attempt for posted in box[0].pending()] == [0]

"""How messages go out: what counts as delivered, when they are tried again, when they are given up."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from mockserver.clock import DAY, HOUR, MINUTE
from mockserver.microsoft.push import messages
from mockserver.microsoft.push.messages import RETRY, SECONDS, Message, date_time
from mockserver.microsoft.push.subscriptions import live
from tests.microsoft.push.push_world import SUBSCRIPTIONS
from tests.microsoft.world import START, meeting

if TYPE_CHECKING:
    from tests.microsoft.push.push_world import Client


def test_retries_end_within_four_hours_and_no_delay_is_shorter_than_the_one_before_but_the_last() -> None:
    assert 3 * HOUR < sum(RETRY.delays) <= 4 * HOUR
    assert list(RETRY.delays[:-1]) == sorted(RETRY.delays[:-1])


def test_times_have_seven_digits_and_an_offset() -> None:
    assert date_time(START + 123_456) == "2026-03-06T14:00:00.1234560+00:00"


def test_a_notification_has_to_be_answered_within_three_seconds() -> None:
    assert SECONDS == 3


async def test_any_2xx_delivers(client: Client) -> None:
    await client.subscribe()
    client.application.statuses = [202]
    client.keep(meeting())
    await client.posted()

    assert client.session.outbox.outcomes[-1].state == "delivered"


async def test_what_was_not_delivered_is_tried_again_on_the_sessions_clock(client: Client) -> None:
    await client.subscribe()
    client.application.statuses = [404, 302, 200]
    client.keep(meeting())
    before = len(await client.posted())
    client.advance(RETRY.delays[0])
    between = len(await client.posted())
    client.advance(RETRY.delays[1])
    after = await client.posted()
    client.advance(HOUR)

    assert (before, between, len(after)) == (1, 2, 3)
    assert after[0].body == after[2].body
    assert len(await client.posted()) == 3


async def test_after_four_hours_it_is_dropped(client: Client) -> None:
    await client.subscribe()
    client.application.statuses = [500]
    client.keep(meeting())
    await client.posted()
    for delay in RETRY.delays:
        client.advance(delay)
        await client.posted()
    client.advance(HOUR)

    assert len(await client.posted()) == 1 + len(RETRY.delays)
    assert client.session.outbox.outcomes[-1].state == "failed"


async def test_what_waits_for_an_ended_subscription_is_dropped(client: Client) -> None:
    made = await client.subscribe()
    client.application.statuses = [503]
    client.keep(meeting())
    await client.posted()
    await client.ask("DELETE", f"{SUBSCRIPTIONS}/{made['id']}")
    client.advance(HOUR)

    assert len(await client.posted()) == 1


async def test_what_waits_goes_on_while_another_subscription_has_that_url(client: Client) -> None:
    made = await client.subscribe()
    await client.subscribe()
    client.application.statuses = [503, 200]
    client.keep(meeting())
    await client.posted()
    await client.ask("DELETE", f"{SUBSCRIPTIONS}/{made['id']}")
    client.advance(MINUTE)

    assert len(await client.posted()) == 2


async def test_nothing_is_tried_after_its_subscriptions_time(client: Client) -> None:
    await client.subscribe(expirationDateTime=client.at(45 * MINUTE))
    client.application.statuses = [503]
    client.keep(meeting())
    await client.posted()
    client.advance(DAY)
    count = len(await client.posted())
    client.advance(DAY)

    assert len(await client.posted()) == count
    assert client.session.outbox.outcomes[-1].error == "what it belongs to has ended"


async def test_one_request_holds_so_many_items(client: Client) -> None:
    await client.subscribe()
    [(_, subscription)] = live(client.session)
    item = Message(subscription.url, subscription, {"n": 1})
    messages.post(client.session, "notifications", [item] * (messages.MOST_IN_ONE + 1))
    sizes = [len(json.loads(got.body)["value"]) for got in await client.posted()]

    assert sizes == [messages.MOST_IN_ONE, 1]

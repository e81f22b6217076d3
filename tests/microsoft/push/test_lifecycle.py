"""Lifecycle notifications: what ends soon, what was removed, what was missed."""

from __future__ import annotations

import gc
import json
from typing import TYPE_CHECKING
from weakref import ref

import pytest

from mockserver.clock import DAY, HOUR, MINUTE, SECOND
from mockserver.microsoft.provider import WATCHERS
from mockserver.microsoft.push.messages import RETRY
from tests.microsoft.push.push_world import SUBSCRIPTIONS
from tests.microsoft.world import meeting

if TYPE_CHECKING:
    from mockserver.identity.directory import Provider
    from tests.microsoft.push.push_world import Client

REAUTHORIZE = "reauthorizationRequired"


async def subscribe(client: Client, *, as_: str = "alice", lasts: int = DAY) -> str:
    """The path of a subscription with a lifecycle URL."""
    url = client.lifecycle_url
    made = await client.subscribe(
        as_=as_, lifecycleNotificationUrl=url, expirationDateTime=client.at(lasts), clientState="s"
    )
    return f"{SUBSCRIPTIONS}/{made['id']}"


async def test_a_lifecycle_notification_is_exactly_as_documented(client: Client) -> None:
    path = await subscribe(client)
    client.advance(DAY - 30 * MINUTE)
    [got] = await client.posted()

    assert got.path == "/lifecycle"
    assert json.loads(got.body) == {
        "value": [
            {
                "subscriptionId": path.rpartition("/")[2],
                "subscriptionExpirationDateTime": "2026-03-07T14:00:00.0000000+00:00",
                "tenantId": client.session.identity.tenant_id,
                "clientState": "s",
                "lifecycleEvent": REAUTHORIZE,
            }
        ]
    }


async def test_the_end_of_a_subscription_is_told_twice_a_quarter_of_an_hour_apart(client: Client) -> None:
    await subscribe(client)
    client.advance(DAY - 30 * MINUTE - SECOND)
    found = [len(await client.lifecycle())]
    for length in (SECOND, 15 * MINUTE - SECOND, SECOND, 14 * MINUTE, HOUR):
        client.advance(length)
        found.append(len(await client.lifecycle()))

    assert found == [0, 1, 1, 2, 2, 2]


async def test_a_leap_of_the_clock_tells_what_fell_due_on_the_way(client: Client) -> None:
    await subscribe(client)
    client.advance(7 * DAY)

    assert await client.lifecycle() == [REAUTHORIZE] * 2
    assert (await client.read(SUBSCRIPTIONS))["value"] == []


async def test_the_end_of_the_token_is_told_as_well(client: Client) -> None:
    await subscribe(client, as_=client.token_of("alice", "autosched", HOUR))
    client.advance(31 * MINUTE)
    first = await client.lifecycle()
    client.advance(2 * HOUR)
    client.keep(meeting())

    assert first == [REAUTHORIZE]
    assert await client.lifecycle() == [REAUTHORIZE] * 2
    assert len(await client.changes()) == 1


async def test_a_token_that_lives_shorter_than_that_is_told_of_at_once(client: Client) -> None:
    await subscribe(client, as_=client.token_of("alice", "autosched", 5 * MINUTE))

    assert await client.lifecycle() == [REAUTHORIZE]


@pytest.mark.parametrize("how", ["reauthorize", "renew"])
async def test_reauthorizing_and_renewing_with_another_token_end_the_reminders(client: Client, how: str) -> None:
    path = await subscribe(client, as_=client.token_of("alice", "autosched", HOUR))
    client.advance(30 * MINUTE)
    token = client.token_of("alice", "autosched", DAY)
    if how == "reauthorize":
        answer = await client.ask("POST", path + "/reauthorize", as_=token)
    else:
        answer = await client.ask("PATCH", path, {"expirationDateTime": client.at(DAY)}, as_=token)
    client.advance(2 * HOUR)

    assert answer.status in {200, 204}
    assert await client.lifecycle() == [REAUTHORIZE]


async def test_renewing_puts_off_the_reminders_of_the_subscriptions_end(client: Client) -> None:
    path = await subscribe(client)
    await client.update(path, {"expirationDateTime": client.at(2 * DAY)})
    client.advance(DAY + HOUR)
    before = await client.lifecycle()
    client.advance(DAY)

    assert before == []
    assert await client.lifecycle() == [REAUTHORIZE] * 2


async def test_after_a_restore_the_clock_is_set_again(client: Client) -> None:
    await subscribe(client)
    client.session.save("before")
    client.session.restore("before")
    client.session.notify()
    client.advance(7 * DAY)

    assert await client.lifecycle() == [REAUTHORIZE] * 2


async def test_without_a_lifecycle_url_nobody_is_told(client: Client) -> None:
    await client.subscribe()
    client.advance(7 * DAY)

    assert await client.told() == []


async def test_a_grant_that_is_taken_back_removes_the_subscription(client: Client) -> None:
    await subscribe(client)
    client.session.identity.revoke_grant("alice", "microsoft")
    client.session.notify()
    client.keep(meeting())
    client.session.identity.grant_again("alice", "microsoft")

    assert await client.lifecycle() == ["subscriptionRemoved"]
    assert await client.changes() == []
    assert (await client.read(SUBSCRIPTIONS))["value"] == []


async def test_the_grant_of_another_person_matters_to_nobody(client: Client) -> None:
    await subscribe(client)
    client.session.identity.revoke_grant("carol", "microsoft")
    client.session.notify()

    assert await client.lifecycle() == []


async def test_notifications_that_never_arrived_are_told_as_missed(client: Client) -> None:
    await subscribe(client)
    client.application.statuses = [*[500] * (1 + len(RETRY.delays)), 202]
    client.keep(meeting())
    await client.posted()
    for delay in RETRY.delays:
        client.advance(delay)
        await client.posted()

    assert await client.lifecycle() == ["missed"]
    assert client.application.got[-1].path == "/lifecycle"


async def test_lifecycle_notifications_that_never_arrive_are_not_told_of(client: Client) -> None:
    await subscribe(client)
    client.application.statuses = [500]
    client.advance(7 * DAY)
    await client.posted()
    for delay in RETRY.delays:
        client.advance(delay)
        await client.posted()

    assert set(await client.lifecycle()) == {REAUTHORIZE}


@pytest.mark.parametrize(("provider", "person"), [(None, None), ("microsoft", "alice"), (None, "alice")])
async def test_subscriptions_end_before_their_time_and_nobody_is_told(
    client: Client, provider: Provider | None, person: str | None
) -> None:
    await subscribe(client)
    WATCHERS[0].expire(client.session, provider, person)
    client.keep(meeting())

    assert (await client.read(SUBSCRIPTIONS))["value"] == []
    assert await client.told() == []


@pytest.mark.parametrize(("provider", "person"), [("google", None), (None, "carol")])
async def test_subscriptions_do_not_end_with_those_of_others(
    client: Client, provider: Provider | None, person: str | None
) -> None:
    await subscribe(client)
    WATCHERS[0].expire(client.session, provider, person)

    assert len((await client.read(SUBSCRIPTIONS))["value"]) == 1


async def test_an_alarm_does_not_keep_the_clock_of_a_world_that_is_gone(client: Client) -> None:
    await subscribe(client)
    clock = ref(client.session.clock)
    client.session.reset()
    gc.collect()

    assert clock() is None

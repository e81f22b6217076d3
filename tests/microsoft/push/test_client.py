"""Change notifications with unmodified msgraph-sdk: subscribed, told, read, renewed, ended."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from msgraph.generated.models.date_time_time_zone import DateTimeTimeZone
from msgraph.generated.models.event import Event
from msgraph.generated.models.o_data_errors.o_data_error import ODataError
from msgraph.generated.models.subscription import Subscription

from mockserver.clock import DAY, datetime_of
from tests.microsoft.push.push_world import SUBSCRIPTIONS
from tests.microsoft.sdk_client import checked_client

if TYPE_CHECKING:
    from tests.microsoft.push.push_world import Client


async def test_the_loop_of_subscribing_reading_and_renewing_closes(client: Client) -> None:
    """A subscription is made, a change is told, the event is read, the subscription is renewed and ended."""
    now = datetime_of(client.session.clock.now())
    async with checked_client(f"{client.origin}/v1.0", "alice") as sdk:
        made = await sdk.subscriptions.post(
            Subscription(
                change_type="created,updated,deleted",
                notification_url=client.application.url + "/hook",
                resource="me/events",
                expiration_date_time=now + timedelta(days=1),
                client_state="secret",
            )
        )
        assert made is not None
        assert made.id is not None
        start = DateTimeTimeZone(date_time="2026-03-09T10:00:00", time_zone="UTC")
        end = DateTimeTimeZone(date_time="2026-03-09T11:00:00", time_zone="UTC")
        await sdk.me.events.post(Event(subject="Told", start=start, end=end))
        [item] = await client.told()
        event = await sdk.me.events.by_event_id(item["resourceData"]["id"]).get()
        mine = sdk.subscriptions.by_subscription_id(made.id)
        renewed = await mine.patch(Subscription(expiration_date_time=now + timedelta(days=2)))
        listed = await sdk.subscriptions.get()
        await mine.reauthorize.post()
        await mine.delete()
        with pytest.raises(ODataError) as gone:
            await mine.get()

    assert event is not None
    assert event.subject == "Told"
    assert (item["changeType"], item["clientState"], item["subscriptionId"]) == ("created", "secret", made.id)
    assert renewed is not None
    assert renewed.expiration_date_time == now + timedelta(days=2)
    assert [one.id for one in (listed and listed.value) or []] == [made.id]
    assert gone.value.response_status_code == 404


async def test_an_application_that_renews_in_time_is_told_for_ever(client: Client) -> None:
    """It renews whenever it is told that its subscription ends, and never misses a change."""
    made = await client.subscribe(lifecycleNotificationUrl=client.lifecycle_url)
    for day in range(1, 4):
        client.advance(DAY - 10 * 60 * 1_000_000)
        assert len(await client.lifecycle()) == 2 * day
        await client.update(f"{SUBSCRIPTIONS}/{made['id']}", {"expirationDateTime": client.at(DAY)})
        await client.create({"start": at("10"), "end": at("11")})

    assert [kind for kind, _ in await client.changes() if kind == "created"] == ["created"] * 3


def at(hour: str) -> dict[str, str]:
    return {"dateTime": f"2026-03-20T{hour}:00:00", "timeZone": "UTC"}

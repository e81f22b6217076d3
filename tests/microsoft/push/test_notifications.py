"""The notifications of changes: which, for whom, with what in them, and until when."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from mockserver.clock import DAY
from mockserver.microsoft import formats
from mockserver.microsoft.provider import WATCHERS
from mockserver.microsoft.render import decoded
from tests.microsoft.push.push_world import SUBSCRIPTIONS
from tests.microsoft.world import daily, meeting

if TYPE_CHECKING:
    from tests.microsoft.push.push_world import Client


def occurrence(client: Client, master: str, day: int) -> str:
    """The id of an occurrence of a daily series."""
    facts = client.mailbox().session.documents.collection("microsoft/events/alice/10d").get(master).extra  # type: ignore[union-attr]  # it is there
    days = [one.day for one in facts.occurrences(None, None)]
    return formats.occurrence_id(master, days[day])


# What one says.


async def test_a_notification_is_exactly_as_recorded(client: Client) -> None:
    made = await client.subscribe(clientState="secret")
    record = client.keep(meeting())
    [got] = await client.posted()
    resource = f"Users/{client.mailbox().id}/Events/{record.id}"

    assert json.loads(got.body) == {
        "value": [
            {
                "subscriptionId": made["id"],
                "subscriptionExpirationDateTime": "2026-03-07T14:00:00.0000000+00:00",
                "changeType": "created",
                "resource": resource,
                "resourceData": {
                    "@odata.type": "#Microsoft.Graph.Event",
                    "@odata.id": resource,
                    "@odata.etag": formats.notification_etag(decoded(record.body)["changeKey"]),
                    "id": record.id,
                },
                "clientState": "secret",
                "tenantId": client.session.identity.tenant_id,
            }
        ]
    }
    assert list(json.loads(got.body)["value"][0])[:3] == [
        "subscriptionId",
        "subscriptionExpirationDateTime",
        "changeType",
    ]
    assert got.header("Content-Type").startswith("application/json")


async def test_the_etag_is_not_written_as_on_reads(client: Client) -> None:
    await client.subscribe()
    record = client.keep(meeting())
    [item] = await client.told()
    shown = await client.read(f"/me/events/{record.id}")

    assert item["resourceData"]["@odata.etag"].startswith('W/"DwAAABYAAAA')
    assert item["resourceData"]["@odata.etag"] != shown["@odata.etag"]


async def test_ids_keep_the_form_that_was_preferred_when_the_subscription_was_made(client: Client) -> None:
    await client.subscribe(prefer='IdType="ImmutableId"')
    record = client.keep(meeting())
    [(_, id_)] = await client.changes()
    shown = await client.read(f"/me/events/{record.id}", prefer='IdType="ImmutableId"')

    assert id_ == shown["id"] != record.id


# When there is one.


async def test_an_event_is_created_updated_and_deleted(client: Client) -> None:
    await client.subscribe()
    record = client.keep(meeting())
    client.rename(record.id)
    client.remove(record.id)

    assert await client.changes() == [("created", record.id), ("updated", record.id), ("deleted", record.id)]
    assert (await client.get(f"/me/events/{record.id}")).status == 404


async def test_only_the_changes_that_were_asked_for_are_told(client: Client) -> None:
    await client.subscribe(changeType="Updated, deleted")
    record = client.keep(meeting())
    client.rename(record.id)
    client.remove(record.id)

    assert [kind for kind, _ in await client.changes()] == ["updated", "deleted"]


async def test_what_was_there_before_is_updated_and_not_created(client: Client) -> None:
    record = client.keep(meeting())
    await client.subscribe()
    client.rename(record.id)

    assert await client.changes() == [("updated", record.id)]


async def test_what_the_subscriber_writes_is_told_too(client: Client) -> None:
    await client.subscribe()
    made = await client.create(meeting())

    assert (await client.changes())[0] == ("created", made["id"])


async def test_reading_and_refused_writes_tell_nobody(client: Client) -> None:
    await client.subscribe()
    await client.read("/me/events")
    await client.ask("POST", "/me/events", b"{")

    assert await client.told() == []


async def test_what_happens_in_another_mailbox_is_not_told(client: Client) -> None:
    await client.subscribe()
    client.keep(meeting(), "carol")

    assert await client.told() == []


async def test_a_changed_occurrence_is_an_update_of_it_and_of_its_series(client: Client) -> None:
    master = client.keep(daily())
    await client.subscribe()
    id_ = occurrence(client, master.id, 1)
    client.rename(id_)

    assert sorted(await client.changes()) == sorted([("updated", id_), ("updated", master.id)])


async def test_a_deleted_occurrence_is_an_update_of_its_series(client: Client) -> None:
    master = client.keep(daily())
    changed = occurrence(client, master.id, 1)
    client.rename(changed)
    await client.subscribe()
    client.remove(occurrence(client, master.id, 2))
    client.remove(changed)

    assert await client.changes() == [("updated", master.id)] * 2


async def test_a_deleted_series_is_one_deletion(client: Client) -> None:
    master = client.keep(daily())
    client.rename(occurrence(client, master.id, 1))
    await client.subscribe()
    client.remove(master.id)

    assert await client.changes() == [("deleted", master.id)]


# Together.


async def test_what_is_due_at_once_for_one_url_goes_out_in_one_request(client: Client) -> None:
    one, other = await client.subscribe(), await client.subscribe()
    elsewhere = await client.subscribe(notificationUrl=client.application.url + "/other")
    client.keep(meeting())
    found = {got.path: json.loads(got.body)["value"] for got in await client.posted()}

    assert [item["subscriptionId"] for item in found["/hook"]] == [one["id"], other["id"]]
    assert [item["subscriptionId"] for item in found["/other"]] == [elsewhere["id"]]


async def test_a_new_subscription_hears_nothing_of_what_was_before_it(client: Client) -> None:
    first = await client.subscribe()
    client.session.watchers = ()
    client.keep(meeting())
    client.session.watchers = WATCHERS
    await client.subscribe()

    assert [item["subscriptionId"] for item in await client.told()] == [first["id"]]


async def test_after_a_restore_changes_are_told_again(client: Client) -> None:
    await client.subscribe()
    client.session.save("before")
    record = client.keep(meeting())
    await client.posted()
    client.session.restore("before")
    client.keep(meeting())

    assert await client.changes() == [("created", record.id)] * 2


async def test_a_reset_ends_every_subscription(client: Client) -> None:
    await client.subscribe()
    client.session.reset()
    client.keep(meeting())

    assert await client.told() == []


async def test_without_subscriptions_a_look_opens_no_collection(client: Client) -> None:
    names = set(client.session.documents.names())
    client.session.notify()

    assert set(client.session.documents.names()) == names
    assert list(WATCHERS[0].subscriptions(client.session)) == []


async def test_the_live_subscriptions_are_listed_for_people(client: Client) -> None:
    made = await client.subscribe(notificationUrl=client.application.url + "/hook?code=1")
    [found] = WATCHERS[0].subscriptions(client.session)
    client.advance(DAY)

    assert (found.provider, found.id, found.person, found.app) == ("microsoft", made["id"], "alice", "autosched")
    assert (found.resource, found.resource_id) == ("microsoft/events/alice/10d", "me/events")
    assert list(WATCHERS[0].subscriptions(client.session)) == []


async def test_the_collection_of_subscriptions_does_not_load_that_side_of_a_world(client: Client) -> None:
    await client.subscribe()

    assert "subscriptions/microsoft" in set(client.session.documents.names())
    assert (await client.read(SUBSCRIPTIONS))["value"]

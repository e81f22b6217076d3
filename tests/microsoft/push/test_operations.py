"""The operations on subscriptions: what each answers, to whom, and what is refused."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import pytest

from mockserver.clock import DAY, HOUR, MINUTE
from mockserver.microsoft.push import operations
from tests.microsoft.push.push_world import SUBSCRIPTIONS, serving
from tests.microsoft.world import CAROL, meeting

if TYPE_CHECKING:
    from pathlib import Path

    from tests.microsoft.push.push_world import Client

LATER = "2026-03-08T14:00:00Z"


# What is answered.


async def test_a_subscription_is_answered_with_every_member_nulls_included(client: Client) -> None:
    made = await client.subscribe(clientState="secret")
    names = client.session.identity

    assert made == {
        "@odata.context": "https://graph.microsoft.com/v1.0/$metadata#subscriptions/$entity",
        "id": made["id"],
        "resource": "me/events",
        "applicationId": names.microsoft_client("autosched").client_id,
        "changeType": "created,updated,deleted",
        "clientState": "secret",
        "notificationUrl": client.application.url + "/hook",
        "notificationQueryOptions": None,
        "lifecycleNotificationUrl": None,
        "expirationDateTime": "2026-03-07T14:00:00Z",
        "creatorId": names.object_id("alice"),
        "includeResourceData": False,
        "latestSupportedTlsVersion": "v1_2",
        "encryptionCertificate": None,
        "encryptionCertificateId": None,
        "notificationUrlAppId": None,
    }


async def test_client_state_is_never_read_back(client: Client) -> None:
    made = await client.subscribe(clientState="secret")
    got = await client.read(f"{SUBSCRIPTIONS}/{made['id']}")
    listed = await client.read(SUBSCRIPTIONS)

    assert got == made | {"clientState": None}
    assert [one["clientState"] for one in listed["value"]] == [None]
    assert listed["@odata.context"].endswith("#subscriptions")


async def test_lists_and_paths_show_only_what_the_caller_made_with_this_app(client: Client) -> None:
    mine = await client.subscribe()
    other = await client.subscribe(as_="carol")
    listed = await client.read(SUBSCRIPTIONS)
    statuses = [(await client.ask(method, f"{SUBSCRIPTIONS}/{other['id']}")).status for method in ("GET", "DELETE")]

    assert [one["id"] for one in listed["value"]] == [mine["id"]]
    assert statuses == [404, 404]


async def test_an_app_by_itself_subscribes_to_any_mailbox(client: Client) -> None:
    token = client.token_of(None, "sync-bot", HOUR)
    made = await client.subscribe(as_=token, resource=f"users/{CAROL}/events")
    client.keep(meeting(), "carol")

    assert made["creatorId"] == client.session.identity.microsoft_client("sync-bot").object_id
    assert len(await client.changes()) == 1
    assert (await client.read(SUBSCRIPTIONS))["value"] == []


async def test_a_subscription_is_renewed(client: Client) -> None:
    made = await client.subscribe()
    changed = await client.update(f"{SUBSCRIPTIONS}/{made['id']}", {"expirationDateTime": LATER})

    assert changed["expirationDateTime"] == LATER
    assert (await client.read(f"{SUBSCRIPTIONS}/{made['id']}"))["expirationDateTime"] == LATER


async def test_a_change_of_nothing_that_can_be_changed_is_refused(client: Client) -> None:
    made = await client.subscribe()
    answer = await client.ask("PATCH", f"{SUBSCRIPTIONS}/{made['id']}", {"clientState": "x"})

    assert (answer.status, answer.message) == (
        400,
        "Subscription must contain either the 'expirationDateTime' or 'notificationUrl' property and its value.",
    )


async def test_what_cannot_be_changed_is_passed_over_and_said(client: Client) -> None:
    made = await client.subscribe()
    body = {"expirationDateTime": LATER, "lifecycleNotificationUrl": client.lifecycle_url}
    changed = await client.update(f"{SUBSCRIPTIONS}/{made['id']}", body)

    assert changed["lifecycleNotificationUrl"] is None
    assert any("lifecycleNotificationUrl has no effect" in note for note in client.notes())


async def test_notifications_go_where_a_change_of_the_url_says(client: Client) -> None:
    made = await client.subscribe()
    await client.update(f"{SUBSCRIPTIONS}/{made['id']}", {"notificationUrl": client.application.url + "/other"})
    client.keep(meeting())

    assert [got.path for got in await client.posted()] == ["/other"]


async def test_a_deleted_subscription_is_gone(client: Client) -> None:
    path = f"{SUBSCRIPTIONS}/{(await client.subscribe())['id']}"
    deleted = await client.ask("DELETE", path)
    client.keep(meeting())
    again = await client.ask("DELETE", path)

    assert deleted.status == 204
    assert (again.status, again.code, again.message) == (404, "ResourceNotFound", "The object was not found.")
    assert await client.changes() == []


async def test_an_expired_subscription_vanishes_silently(client: Client) -> None:
    path = f"{SUBSCRIPTIONS}/{(await client.subscribe(lifecycleNotificationUrl=None))['id']}"
    client.advance(DAY)
    client.keep(meeting())

    assert (await client.get(path)).status == 404
    assert await client.told() == []


async def test_reauthorizing_answers_nothing(client: Client) -> None:
    path = f"{SUBSCRIPTIONS}/{(await client.subscribe())['id']}/reauthorize"

    assert (await client.ask("POST", path)).status == 204


async def test_the_key_for_pushing_to_browsers_is_not_emulated(client: Client) -> None:
    answer = await client.get("/subscriptions/getVapidPublicKey()")

    assert answer.status == 501
    assert "browsers" in client.notes()[-1]


# How long.


async def test_a_time_sooner_than_45_minutes_is_raised_to_that(client: Client) -> None:
    assert (await client.subscribe(expirationDateTime=client.at(MINUTE)))[
        "expirationDateTime"
    ] == "2026-03-06T14:45:00Z"


async def test_the_longest_lifetime_is_10080_minutes(client: Client) -> None:
    longest = await client.subscribe(expirationDateTime=client.at(10_080 * MINUTE))
    longer = await client.try_subscribe(expirationDateTime=client.at(10_080 * MINUTE + 1))

    assert longest["expirationDateTime"] == "2026-03-13T14:00:00Z"
    assert (longer.status, longer.code) == (400, "ExtensionError")
    assert longer.message == "Subscription expiration can only be 10080 minutes in the future."


async def test_a_time_that_has_passed_is_refused(client: Client) -> None:
    answer = await client.try_subscribe(expirationDateTime=client.at(0))

    assert (answer.status, answer.code) == (400, "InvalidRequest")


@pytest.mark.parametrize(
    "body",
    [
        {"expirationDateTime": "2026-03-07T14:00:00"},
        {"expirationDateTime": "tomorrow"},
        {"notificationURI": "https://127.0.0.1/"},
        {"changeType": 3},
    ],
)
async def test_what_cannot_be_read_is_refused_in_one_text(client: Client, body: dict[str, Any]) -> None:
    answer = await client.try_subscribe(**body)

    assert (answer.status, answer.code) == (400, "InvalidRequest")
    assert answer.message.startswith("Could not process subscription creation payload.")


# What is asked for.


@pytest.mark.parametrize("name", ["changeType", "notificationUrl", "resource", "expirationDateTime"])
async def test_what_is_missing_is_named(client: Client, name: str) -> None:
    left_out: dict[str, Any] = {name: None}
    answer = await client.try_subscribe(**left_out)

    assert (answer.status, answer.code) == (400, "InvalidRequest")
    assert answer.message == f"{name} is a required property for subscription creation"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("clientState", "x" * 129),
        ("changeType", "created,changed"),
        ("latestSupportedTlsVersion", "v2"),
        ("notificationUrl", "http://127.0.0.1/hook"),
        ("notificationUrl", f"https://127.0.0.1/{'x' * 2_100}"),
        ("lifecycleNotificationUrl", "http://127.0.0.1/hook"),
        ("resource", "me/events" + "/" * 2_100),
    ],
)
async def test_a_value_that_cannot_be_is_refused_by_its_name(client: Client, name: str, value: str) -> None:
    answer = await client.try_subscribe(**{name: value})

    assert (answer.status, answer.code) == (400, "InvalidRequest")
    assert f"'{name}'" in answer.message
    assert client.application.validations == []


async def test_a_client_state_of_128_characters_is_taken(client: Client) -> None:
    assert (await client.subscribe(clientState="x" * 128))["clientState"] == "x" * 128


async def test_plain_http_is_taken_where_the_settings_allow_it(tmp_path: Path) -> None:
    async with serving(tmp_path, http=True) as client:
        assert (await client.subscribe())["notificationUrl"].startswith("http://")


@pytest.mark.parametrize(
    "member",
    [
        {"includeResourceData": True},
        {"encryptionCertificate": "MII="},
        {"encryptionCertificateId": "1"},
        {"notificationUrlAppId": "1"},
        {"resource": "me/events?$filter=isAllDay eq true"},
    ],
)
async def test_what_is_not_emulated_is_said(client: Client, member: dict[str, Any]) -> None:
    answer = await client.try_subscribe(**member)

    assert (answer.status, answer.code) == (501, "NotImplemented")
    assert client.notes()


async def test_saying_that_no_resource_data_is_wanted_is_taken(client: Client) -> None:
    assert (await client.subscribe(includeResourceData=False))["includeResourceData"] is False


@pytest.mark.parametrize("token", ["alice-nothing", "alice-basic"])
async def test_without_a_permission_to_read_the_workload_refuses(client: Client, token: str) -> None:
    answer = await client.try_subscribe(as_=token)

    assert (answer.status, answer.code) == (403, "ExtensionError")
    assert answer.message.startswith("Operation: Create; Exception: [Status Code: Forbidden; Reason: ")


async def test_a_permission_to_read_is_enough(client: Client) -> None:
    assert await client.subscribe(as_="alice-reads")


async def test_a_mailbox_has_so_many_subscriptions_over_all_apps(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(operations, "MOST_IN_MAILBOX", 2)
    await client.subscribe()
    await client.subscribe(as_=client.token_of(None, "sync-bot", HOUR), resource="users/alice@autosched.example/events")
    refused = await client.try_subscribe()
    await client.subscribe(as_="carol")

    assert (refused.status, refused.code) == (403, "ExtensionError")


async def test_a_session_has_so_many_subscriptions(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(operations, "MOST_IN_SESSION", 1)
    await client.subscribe()

    assert (await client.try_subscribe(as_="carol")).code == "ExtensionError"


async def test_subscribing_within_a_batch_shakes_hands_as_well(client: Client) -> None:
    request = {
        "id": "1",
        "method": "POST",
        "url": SUBSCRIPTIONS,
        "headers": {"Content-Type": "application/json"},
        "body": client.body(),
    }
    answer = await client.ask("POST", "/$batch", {"requests": [request]})

    assert [one["status"] for one in answer.json["responses"]] == [201]
    assert len(client.application.validations) == 1


async def test_a_time_that_is_changed_while_another_change_shakes_hands_stays(client: Client) -> None:
    path = f"{SUBSCRIPTIONS}/{(await client.subscribe())['id']}"
    client.application.gate, client.application.asked = asyncio.Event(), asyncio.Event()
    moving = asyncio.ensure_future(client.update(path, {"notificationUrl": client.application.url + "/other"}))
    async with asyncio.timeout(10):
        await client.application.asked.wait()
        await client.update(path, {"expirationDateTime": LATER})
        client.application.gate.set()
        moved = await moving

    assert (moved["expirationDateTime"], moved["notificationUrl"]) == (LATER, client.application.url + "/other")


HOSTILE: tuple[Any, ...] = (
    "", "\0", "x" * 5_000, "https://127.0.0.1:99999/", "https://[::1", "https://ex ample/", "EventHub:x",
    "9999-12-31T23:59:59Z", "0001-01-01T00:00:00Z", "2026-03-07T23:59:60Z", "me/events/%zz", "users/%00/events",
    "/" * 200, "../me/events", 0, [], {}, True,
)  # fmt: skip


@pytest.mark.parametrize("name", ["changeType", "notificationUrl", "resource", "expirationDateTime", "clientState"])
async def test_nothing_in_a_body_makes_an_error_of_the_mock(client: Client, name: str) -> None:
    for member in HOSTILE:
        answer = await client.try_subscribe(**{name: member})

        assert answer.status in {201, 400, 403, 404}, (member, answer.body)

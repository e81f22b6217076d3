"""The handshake: what is asked, in which order, and what is refused when the answer is not the token."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.microsoft.push.push_world import SUBSCRIPTIONS, TOKEN, serving

if TYPE_CHECKING:
    from pathlib import Path

    from tests.microsoft.push.push_world import Client

FAILED = "Subscription validation request failed. Notification endpoint must respond with 200 OK to validation request."


async def test_a_url_is_asked_to_echo_a_token_by_an_empty_post_of_plain_text(client: Client) -> None:
    await client.subscribe()
    [got] = client.application.validations
    [token] = parse_qs(urlsplit(got.path).query)[TOKEN]

    assert (got.method, urlsplit(got.path).path, got.body) == ("POST", "/hook", b"")
    assert got.header("Content-Type") == "text/plain; charset=utf-8"
    assert token.startswith("Validation: Testing client application reachability")


async def test_the_token_is_appended_to_a_query_that_is_there(client: Client) -> None:
    await client.subscribe(notificationUrl=client.application.url + "/hook?code=1")
    [got] = client.application.validations

    assert urlsplit(got.path).query.startswith(f"code=1&{TOKEN}=")


async def test_no_two_tokens_are_the_same(client: Client) -> None:
    await client.subscribe()
    await client.subscribe()
    one, other = client.application.validations

    assert one.path != other.path


async def test_the_lifecycle_url_is_asked_after_the_other(client: Client) -> None:
    await client.subscribe(lifecycleNotificationUrl=client.lifecycle_url)

    assert [urlsplit(got.path).path for got in client.application.validations] == ["/hook", "/lifecycle"]


async def test_one_url_for_both_is_asked_twice(client: Client) -> None:
    await client.subscribe(lifecycleNotificationUrl=client.application.url + "/hook")

    assert [urlsplit(got.path).path for got in client.application.validations] == ["/hook", "/hook"]


async def test_a_lifecycle_url_that_refuses_makes_no_subscription(client: Client) -> None:
    client.application.refuse_path = "/lifecycle"
    answer = await client.try_subscribe(lifecycleNotificationUrl=client.lifecycle_url)

    assert (answer.status, answer.code) == (400, "ValidationError")
    assert (await client.read(SUBSCRIPTIONS))["value"] == []


async def test_another_status_than_200_is_named(client: Client) -> None:
    client.application.echo_status = 403
    answer = await client.try_subscribe()

    assert (answer.status, answer.code) == (400, "ValidationError")
    assert answer.message == f"{FAILED} HTTP status code is 'Forbidden'."


@pytest.mark.parametrize("status", [202, 302, 599])
async def test_only_200_will_do(client: Client, status: int) -> None:
    client.application.echo_status = status

    assert (await client.try_subscribe()).code == "ValidationError"


async def test_another_body_than_the_token_is_refused(client: Client) -> None:
    client.application.echo = b"Validation%3a+Testing"
    answer = await client.try_subscribe()

    assert (answer.status, answer.code, answer.message) == (400, "ValidationError", FAILED)
    assert "decoded token" in client.notes()[-1]


async def test_another_type_than_plain_text_is_refused(client: Client) -> None:
    client.application.echo_kind = "application/json"
    answer = await client.try_subscribe()

    assert (answer.status, answer.message) == (400, FAILED)


async def test_an_answer_that_does_not_come_in_time_is_refused_as_such(tmp_path: Path) -> None:
    async with serving(tmp_path, seconds=0.2) as client:
        client.application.gate = asyncio.Event()
        answer = await client.try_subscribe()

    assert (answer.status, answer.code) == (400, "ValidationError")
    assert answer.message == "Subscription validation request timed out."


async def test_a_host_that_may_not_be_sent_to_is_refused_without_asking(client: Client) -> None:
    answer = await client.try_subscribe(notificationUrl="https://203.0.113.7/hook")

    assert (answer.status, answer.message) == (400, FAILED)
    assert "--webhook-host" in client.notes()[-1]


async def test_a_host_that_nobody_listens_at_is_refused(client: Client) -> None:
    answer = await client.try_subscribe(notificationUrl="https://127.0.0.1:9/hook")

    assert (answer.status, answer.message) == (400, FAILED)


async def test_a_new_notification_url_is_asked_too(client: Client) -> None:
    path = f"{SUBSCRIPTIONS}/{(await client.subscribe())['id']}"
    client.application.refuse_path = "/other"
    answer = await client.ask("PATCH", path, {"notificationUrl": client.application.url + "/other"})

    assert (answer.status, answer.code) == (400, "ValidationError")
    assert (await client.read(path))["notificationUrl"] == client.application.url + "/hook"


async def test_renewing_asks_no_url(client: Client) -> None:
    made = await client.subscribe()
    await client.update(f"{SUBSCRIPTIONS}/{made['id']}", {"expirationDateTime": "2026-03-08T14:00:00Z"})

    assert len(client.application.validations) == 1


async def test_a_reset_meanwhile_leaves_no_subscription_and_no_request_open(client: Client) -> None:
    client.application.gate = asyncio.Event()
    asking = asyncio.ensure_future(client.try_subscribe())
    async with asyncio.timeout(10):
        await client.application.asked.wait()
        client.session.reset()
        client.application.gate.set()
        answer = await asking

    assert (answer.status, answer.message) == (400, FAILED)
    assert (await client.read(SUBSCRIPTIONS))["value"] == []


async def test_the_journal_shows_what_was_asked(client: Client) -> None:
    await client.subscribe()
    outgoing = [entry for entry in client.session.journal.read() if entry.path.endswith("/hook")]

    assert [entry.notes for entry in outgoing] == [("the validation of a subscription's URL",)]

"""The messages that a channel gets: which, when, with what in them, and until when."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import pytest

from mockserver.clock import DAY, HOUR, SECOND
from mockserver.google.push.channels import expire
from mockserver.google.settings import settings_of
from tests.google.calendar_world import calendar_path
from tests.google.event_world import BOB, CAROL, TEAM, events_path, meeting, ok, series
from tests.google.push_world import LIST, SETTINGS, Client, rules_path, serving

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

RULE = {"role": "reader", "scope": {"type": "user", "value": "dev@autosched.example"}}
FOCUS = meeting(eventType="focusTime", focusTimeProperties={"chatStatus": "doNotDisturb"})


@pytest.fixture
async def client(tmp_path: Path) -> AsyncIterator[Client]:
    async with serving(tmp_path) as found:
        yield found


# What a message says.


async def test_the_first_message_is_sync_with_the_number_1(client: Client) -> None:
    await client.watch()

    assert await client.states() == ["sync"]
    assert await client.numbers() == [1]


async def test_a_message_is_an_empty_post_with_everything_in_its_headers(client: Client) -> None:
    channel = await client.watch(token="my token", params={"ttl": "3600"})
    await client.insert(meeting())
    _, got = await client.settle()

    assert (got.method, got.path, got.body) == ("POST", "/hook", b"")
    assert {name: value for name, value in got.headers.items() if name not in {"Host", "X-Goog-Message-Number"}} == {
        "Accept": "*/*",
        "Accept-Encoding": "gzip",
        "Connection": "close",
        "Content-Length": "0",
        "Content-Type": "application/json; utf-8",
        "User-Agent": "APIs-Google; (+https://developers.google.com/webmasters/APIs-Google.html)",
        "X-Goog-Channel-ID": "c1",
        "X-Goog-Channel-Token": "my token",
        "X-Goog-Channel-Expiration": "Fri, 06 Mar 2026 15:00:00 GMT",
        "X-Goog-Resource-ID": channel["resourceId"],
        "X-Goog-Resource-URI": "https://www.googleapis.com/calendar/v3/calendars/primary/events?alt=json",
        "X-Goog-Resource-State": "exists",
    }


async def test_a_channel_without_a_token_sends_none(client: Client) -> None:
    await client.watch()

    assert "X-Goog-Channel-Token" not in client.receiver.got[0].headers


async def test_message_numbers_rise_and_are_not_sequential(client: Client) -> None:
    await client.watch()
    for _ in range(5):
        await client.insert(meeting())
    numbers = await client.numbers()

    assert numbers == sorted(set(numbers))
    assert numbers[-1] > 10_000
    assert all(later - earlier > 1 for earlier, later in pairwise(numbers))


async def test_message_numbers_are_the_same_in_every_fresh_session(tmp_path: Path) -> None:
    found = []
    for _ in range(2):
        async with serving(tmp_path) as client:
            await client.watch()
            await client.insert(meeting())
            found.append(await client.numbers())

    assert found[0] == found[1]


# When there is one.


async def test_whatever_happens_to_an_event_is_one_message_each(client: Client) -> None:
    await client.watch()
    event = await client.insert(meeting())
    await client.patch(event["id"], {"summary": "Other"})
    await client.delete(event["id"])

    assert await client.states() == ["sync", "exists", "exists", "exists"]


async def test_what_others_do_is_told_as_what_oneself_does(client: Client) -> None:
    await client.watch(events_path(TEAM))
    await client.insert(meeting(), TEAM, as_="carol")

    assert await client.states() == ["sync", "exists"]


async def test_reading_tells_nobody(client: Client) -> None:
    await client.watch()
    await client.page()
    await client.try_watch(SETTINGS, id="c2")

    assert await client.states() == ["sync"]


async def test_a_write_that_is_refused_tells_nobody(client: Client) -> None:
    await client.watch()
    answer = await client.ask("POST", events_path(), {"summary": "without times"})

    assert answer.status == 400
    assert await client.states() == ["sync"]


async def test_what_happens_elsewhere_tells_nobody(client: Client) -> None:
    await client.watch()
    await client.insert(meeting(), TEAM)
    await client.ask("POST", rules_path("primary"), RULE)

    assert await client.states() == ["sync"]


async def test_several_channels_of_one_resource_get_a_message_each(client: Client) -> None:
    await client.watch(id="a")
    await client.watch(id="b")
    await client.insert(meeting())

    assert await client.states("a") == ["sync", "exists"]
    assert await client.states("b") == ["sync", "exists"]


async def test_a_change_before_a_channel_was_made_is_not_told_to_it(client: Client) -> None:
    await client.insert(meeting())
    await client.watch()
    await client.page()

    assert await client.states() == ["sync"]


async def test_a_change_of_the_rules_is_told_to_those_who_watch_them(client: Client) -> None:
    await client.watch(rules_path("primary"))
    ok(await client.ask("POST", rules_path("primary"), RULE))

    assert await client.states() == ["sync", "exists"]


async def test_a_change_of_the_list_is_told_to_those_who_watch_it(client: Client) -> None:
    await client.watch(LIST, as_="bob")
    ok(await client.ask("POST", LIST, {"id": TEAM}, as_="bob"))
    ok(await client.ask("PATCH", f"{LIST}/primary", {"colorId": "3"}, as_="alice"))

    assert await client.states() == ["sync", "exists"]


async def test_a_change_of_a_setting_is_told_to_those_who_watch_them(client: Client) -> None:
    await client.watch(SETTINGS)
    client.session.documents.put(settings_of("alice"), "locale", b"de")
    client.session.notify()

    assert await client.states() == ["sync", "exists"]


async def test_several_changes_between_two_looks_are_one_message(client: Client) -> None:
    await client.watch(SETTINGS)
    for name in ("locale", "weekStart"):
        client.session.documents.put(settings_of("alice"), name, b"1")
    client.session.notify()

    assert await client.states() == ["sync", "exists"]


async def test_without_channels_a_look_asks_for_one_collection_only(client: Client) -> None:
    names = set(client.session.documents.names())
    client.session.notify()

    assert set(client.session.documents.names()) == names


# eventTypes


async def test_a_channel_for_event_types_is_told_of_events_of_these_types_only(client: Client) -> None:
    await client.watch(query={"eventTypes": ["focusTime", "outOfOffice"]})
    await client.insert(meeting())
    before = await client.states()
    await client.insert(FOCUS)

    assert before == ["sync"]
    assert await client.states() == ["sync", "exists"]


async def test_a_deleted_event_keeps_its_type(client: Client) -> None:
    event, other = await client.insert(FOCUS), await client.insert(meeting())
    await client.watch(query={"eventTypes": "focusTime"})
    await client.delete(other["id"])
    before = await client.states()
    await client.delete(event["id"])

    assert before == ["sync"]
    assert await client.states() == ["sync", "exists"]


async def test_a_cancelled_occurrence_has_the_type_of_its_series(client: Client) -> None:
    event = await client.insert(series())
    await client.watch(id="focus", query={"eventTypes": "focusTime"})
    await client.watch(id="plain", query={"eventTypes": "default"})
    occurrence = (await client.instances(event["id"]))[1]
    await client.delete(occurrence["id"])

    assert await client.states("focus") == ["sync"]
    assert await client.states("plain") == ["sync", "exists"]


# Until when.


async def test_nothing_is_told_after_a_channels_time_on_the_sessions_clock(client: Client) -> None:
    await client.watch(params={"ttl": "3600"})
    client.advance(HOUR - SECOND)
    await client.insert(meeting())
    client.advance(SECOND)
    await client.insert(meeting())

    assert await client.states() == ["sync", "exists"]
    assert not client.live()


async def test_nothing_is_told_after_a_channel_was_stopped(client: Client) -> None:
    channel = await client.watch()
    await client.stop(channel)
    await client.insert(meeting())

    assert await client.states() == ["sync"]


async def test_stopping_one_channel_leaves_the_others(client: Client) -> None:
    channel = await client.watch(id="a")
    await client.watch(id="b")
    await client.stop(channel)
    await client.insert(meeting())

    assert await client.states("a") == ["sync"]
    assert await client.states("b") == ["sync", "exists"]


async def test_a_message_that_waits_for_a_retry_goes_with_its_channel(client: Client) -> None:
    client.receiver.statuses = [503]
    channel = await client.watch()
    await client.stop(channel)
    client.advance(DAY)

    assert len(await client.settle()) == 1
    assert client.session.outbox.outcomes[-1].error == "the channel was stopped"


async def test_whoever_may_see_a_calendar_no_more_is_told_nothing_more(client: Client) -> None:
    await client.watch(events_path(TEAM), as_="bob")
    assert (await client.ask("DELETE", f"{rules_path(TEAM)}/user:{BOB}")).status == 204
    await client.insert(meeting(), TEAM)

    assert await client.states() == ["sync"]
    assert not client.live()


async def test_whoever_may_read_the_rules_no_more_is_told_nothing_more_of_them(client: Client) -> None:
    await client.watch(rules_path(TEAM), as_="carol")
    ok(await client.ask("PATCH", f"{rules_path(TEAM)}/user:{CAROL}", {"role": "reader"}))

    assert await client.states() == ["sync"]


async def test_the_channels_of_a_deleted_calendar_are_told_nothing_more(client: Client) -> None:
    await client.watch(events_path(TEAM))
    await client.insert(meeting(), TEAM)
    assert (await client.ask("DELETE", calendar_path(TEAM))).status == 204

    assert await client.states() == ["sync", "exists"]
    assert not client.live()


# Delivery.


@pytest.mark.parametrize("status", [200, 201, 202, 204])
async def test_these_answers_are_success(client: Client, status: int) -> None:
    client.receiver.statuses = [status]
    await client.watch()

    assert [outcome.state for outcome in client.session.outbox.outcomes] == ["delivered"]


@pytest.mark.parametrize("status", [500, 502, 503, 504])
async def test_after_these_answers_a_message_comes_again_the_same(client: Client, status: int) -> None:
    client.receiver.statuses = [status, 204]
    await client.watch()
    client.advance(5 * SECOND)
    first, second = await client.settle()

    assert dict(first.headers) == dict(second.headers)
    assert [outcome.state for outcome in client.session.outbox.outcomes] == ["retrying", "delivered"]


@pytest.mark.parametrize("status", [203, 206, 302, 400, 401, 404, 410, 429, 501, 505])
async def test_after_any_other_answer_it_does_not(client: Client, status: int) -> None:
    client.receiver.statuses = [status]
    await client.watch()
    client.advance(DAY)

    assert len(await client.settle()) == 1
    assert [outcome.state for outcome in client.session.outbox.outcomes] == ["failed"]


async def test_the_pauses_between_retries_double(client: Client) -> None:
    client.receiver.statuses = [503]
    await client.watch()
    client.advance(DAY)
    await client.settle()
    at = [outcome.at for outcome in client.session.outbox.outcomes]

    pauses = [(later - earlier) // SECOND for earlier, later in pairwise(at)]
    assert pauses == [5, 10, 20, 40, 80, 160]


async def test_the_journal_says_which_message_it_was(client: Client) -> None:
    await client.watch()
    _, entry = client.session.journal.read()

    assert (entry.direction, entry.path, entry.status) == ("outgoing", client.receiver.url + "/hook", 204)
    assert entry.notes == (
        "channel c1, message 1: sync https://www.googleapis.com/calendar/v3/calendars/primary/events?alt=json",
    )


# Snapshots.


async def test_a_reset_ends_every_channel(client: Client) -> None:
    await client.watch()
    client.session.reset()
    await client.insert(meeting())

    assert await client.states() == ["sync"]
    assert not client.live()


async def test_a_restored_channel_lives_on_and_is_told_of_what_comes(client: Client) -> None:
    await client.watch()
    await client.insert(meeting())
    client.session.save("s")
    await client.insert(meeting())
    await client.settle()
    client.session.restore("s")
    await client.page()
    before = len(client.receiver.got)
    await client.insert(meeting())
    numbers = await client.numbers()

    assert before == 3
    assert numbers[2] == numbers[3], "the same request at the same place gets the same number again"


async def test_a_channel_stopped_after_a_snapshot_lives_again_with_it(client: Client) -> None:
    channel = await client.watch()
    client.session.save("s")
    await client.stop(channel)
    client.session.restore("s")

    assert [one.id for one in client.live()] == ["c1"]


async def test_a_persons_channels_end_before_their_time_and_nobody_is_told(client: Client) -> None:
    await client.watch(id="mine")
    await client.watch(LIST, id="other", as_="bob")
    expire(client.session, "google", "alice")
    await client.insert(meeting())

    assert [channel.id for channel in client.live()] == ["other"]
    assert await client.states("mine") == ["sync"]


async def test_channels_do_not_end_with_another_providers(client: Client) -> None:
    await client.watch()
    expire(client.session, "microsoft", None)

    assert [channel.id for channel in client.live()] == ["c1"]

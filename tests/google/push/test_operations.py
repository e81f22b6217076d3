"""The watch operations and channels.stop: what they answer, and every way in which they refuse."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from mockserver.clock import DAY, HOUR, SECOND
from mockserver.google.calendars.store import NewCalendar, make_calendar
from mockserver.google.push import operations as push
from mockserver.identity.scopes import full
from tests.google.event_world import BOB, CLOSED, START, TEAM, events_path, ok
from tests.google.push_world import LIST, SETTINGS, STOP, Client, rules_path, serving

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from tests.google.calendar_world import Answer

API = "https://www.googleapis.com/calendar/v3"
HOLIDAYS = "en.usa#holiday@group.v.calendar.google.com"


@pytest.fixture
async def client(tmp_path: Path) -> AsyncIterator[Client]:
    async with serving(tmp_path) as found:
        yield found


def error(answer: Answer) -> tuple[int, str, str, str]:
    """Status, domain, reason and message of a refusal."""
    (item,) = answer.json["error"]["errors"]
    return answer.status, item["domain"], item["reason"], item["message"]


def milliseconds(after: int) -> str:
    return str((START + after) // 1_000)


# What is answered.


async def test_a_channel_is_answered_with_what_it_watches_and_when_it_ends(client: Client) -> None:
    channel = ok(await client.try_watch(token="t"))

    assert list(channel) == ["kind", "id", "resourceId", "resourceUri", "token", "expiration"]
    assert channel == {
        "kind": "api#channel",
        "id": "c1",
        "resourceId": channel["resourceId"],
        "resourceUri": f"{API}/calendars/primary/events?alt=json",
        "token": "t",
        "expiration": milliseconds(7 * DAY),
    }


async def test_the_token_is_answered_only_where_one_was_sent(client: Client) -> None:
    assert "token" not in await client.watch()


@pytest.mark.parametrize(
    ("path", "uri"),
    [
        (events_path(BOB), "/calendars/bob%40partner.example/events"),
        (rules_path("primary"), "/calendars/primary/acl"),
        (LIST, "/users/me/calendarList"),
        (SETTINGS, "/users/me/settings"),
    ],
)
async def test_the_resource_is_named_as_it_was_asked_for(client: Client, path: str, uri: str) -> None:
    await client.ask("POST", rules_path(BOB), {"role": "reader", "scope": {"type": "default"}}, as_="bob")

    assert (await client.watch(path))["resourceUri"] == f"{API}{uri}?alt=json"


async def test_one_resource_has_one_resource_id_whoever_asks_and_however(client: Client) -> None:
    mine = await client.watch(events_path(TEAM), id="a")
    hers = await client.watch(events_path(TEAM), id="b", as_="carol")
    primary, by_address = await client.watch(id="c"), await client.watch(events_path("alice@autosched.example"), id="d")

    assert mine["resourceId"] == hers["resourceId"]
    assert primary["resourceId"] == by_address["resourceId"]


async def test_each_resource_has_its_own_resource_id(client: Client) -> None:
    paths = (events_path(), events_path(TEAM), rules_path("primary"), LIST, SETTINGS)
    found = [await client.watch(path, id=f"c{number}") for number, path in enumerate(paths)]

    assert len({channel["resourceId"] for channel in found}) == len(paths)


@pytest.mark.parametrize("kind", ["web_hook", "webhook"])
async def test_both_names_of_the_type_are_taken(client: Client, kind: str) -> None:
    assert (await client.try_watch(type=kind)).status == 200


@pytest.mark.parametrize(
    ("asked", "length"),
    [
        ({"params": {"ttl": "3600"}}, HOUR),
        ({"params": {"ttl": 3600}}, HOUR),
        ({"expiration": (START + DAY) // 1_000}, DAY),
        ({"expiration": milliseconds(DAY)}, DAY),
        ({"expiration": milliseconds(DAY + SECOND // 2)}, DAY),
        ({"expiration": milliseconds(DAY), "params": {"ttl": "3600"}}, HOUR),
        ({"expiration": milliseconds(HOUR), "params": {"ttl": "86400"}}, HOUR),
        ({"params": {"ttl": "2592000"}}, 30 * DAY),
        ({"params": {"ttl": "99999999999999999999"}}, 30 * DAY),
        ({"expiration": milliseconds(400 * DAY)}, 30 * DAY),
    ],
)
async def test_a_channel_lives_as_long_as_the_strictest_of_all_limits_says(
    client: Client, asked: dict[str, Any], length: int
) -> None:
    assert (await client.watch(**asked))["expiration"] == milliseconds(length)


async def test_parameters_of_the_list_are_accepted_without_effect(client: Client) -> None:
    await client.watch(query={"singleEvents": True, "q": "x", "maxResults": 5})

    assert {note.split(" was ")[0] for note in first_notes(client)} == {
        "parameter singleEvents", "parameter q", "parameter maxResults",
    }  # fmt: skip


async def test_a_wish_for_payload_is_noted(client: Client) -> None:
    await client.watch(payload=True)

    assert first_notes(client) == ["payload has no effect: messages of Google Calendar have no body"]


def first_notes(client: Client) -> list[str]:
    entry, *_ = client.session.journal.read()
    return list(entry.notes)


async def test_http_is_taken_where_the_settings_allow_it(tmp_path: Path) -> None:
    async with serving(tmp_path, http=True) as client:
        await client.watch()

        assert len(client.receiver.got) == 1


# What is refused.


@pytest.mark.parametrize("address", ["http://127.0.0.1/hook", "app.example/hook", "ftp://app.example/", "//a.example"])
async def test_an_address_without_https_is_refused(client: Client, address: str) -> None:
    assert error(await client.try_watch(address=address)) == (
        400, "global", "push.webhookUrlNotHttps", f"WebHook callback must be HTTPS: {address}",
    )  # fmt: skip


@pytest.mark.parametrize("address", ["https://8.8.8.8/hook", "https://169.254.169.254/", "https://u:p@127.0.0.1/"])
async def test_an_address_where_nothing_may_go_is_refused(client: Client, address: str) -> None:
    assert error(await client.try_watch(address=address)) == (
        401, "global", "push.webhookUrlUnauthorized", f"Unauthorized WebHook callback channel: {address}",
    )  # fmt: skip


async def test_an_id_that_lives_is_refused(client: Client) -> None:
    await client.watch()

    assert error(await client.try_watch(SETTINGS)) == (400, "global", "channelIdNotUnique", "Channel id c1 not unique")


async def test_another_project_has_ids_of_its_own(client: Client) -> None:
    await client.watch()

    assert (await client.try_watch(as_=client.token_of("alice", "other"))).status == 200


async def test_an_id_is_free_again_when_its_channel_has_ended(client: Client) -> None:
    await client.watch(params={"ttl": "60"})
    client.advance(60 * SECOND)
    again = await client.watch()
    await client.stop(again)

    assert (await client.try_watch()).status == 200


async def test_another_type_is_refused(client: Client) -> None:
    assert error(await client.try_watch(type="web-hook")) == (
        400, "global", "push.channelTypeNotSupported", "Channel type not supported: web-hook",
    )  # fmt: skip


@pytest.mark.parametrize("name", ["id", "type", "address"])
async def test_a_required_member_that_is_missing_is_refused(client: Client, name: str) -> None:
    members: dict[str, Any] = {name: None}

    assert error(await client.try_watch(**members))[:3] == (400, "global", "required")
    assert client.notes() == f"{name} is missing from the body"


@pytest.mark.parametrize(
    ("members", "message"),
    [
        ({"id": "x" * 65}, "Invalid channel id."),
        ({"id": "a\r\nb"}, "Invalid channel id."),
        ({"token": "x" * 257}, "Invalid token value."),
        ({"token": "a\nX-Goog-Channel-ID: b"}, "Invalid token value."),
        ({"address": "https://127.0.0.1/" + "x" * 2_031}, "Invalid address value."),
        ({"params": {"ttl": "soon"}}, "Invalid ttl value."),
        ({"params": {"ttl": "-5"}}, "Invalid ttl value."),
        ({"params": {"ttl": "0"}}, "Invalid ttl value."),
        ({"expiration": milliseconds(0)}, "Invalid expiration value."),
        ({"expiration": milliseconds(-DAY)}, "Invalid expiration value."),
    ],
)
async def test_a_member_that_no_channel_can_have_is_refused(
    client: Client, members: dict[str, Any], message: str
) -> None:
    assert error(await client.try_watch(**members)) == (400, "global", "invalid", message)
    assert not client.live()


async def test_the_longest_id_and_the_longest_token_are_taken(client: Client) -> None:
    assert (await client.try_watch(id="x" * 64, token="y" * 256)).status == 200


@pytest.mark.parametrize("noun", ["events", "acl"])
async def test_a_calendar_that_google_makes_cannot_be_watched(client: Client, noun: str) -> None:
    make_calendar(client.session, NewCalendar(id=HOLIDAYS, owner="alice", email="alice@autosched.example"))
    path = {"events": events_path, "acl": rules_path}[noun](HOLIDAYS)

    assert error(await client.try_watch(path)) == (
        400, "calendar", "pushNotSupportedForRequestedResource",
        "Push notifications are not supported by this resource.",
    )  # fmt: skip


@pytest.mark.parametrize("path", [events_path(CLOSED), rules_path(CLOSED), events_path("nobody@x.example")])
async def test_a_calendar_that_the_caller_cannot_see_is_not_found(client: Client, path: str) -> None:
    assert error(await client.try_watch(path)) == (404, "global", "notFound", "Not Found")


async def test_rules_are_watched_by_those_who_may_read_them(client: Client) -> None:
    assert (await client.try_watch(rules_path(TEAM), as_="carol")).status == 200
    assert error(await client.try_watch(rules_path(TEAM), as_="bob")) == (403, "global", "forbidden", "Forbidden")


async def test_whoever_sees_only_when_somebody_is_busy_may_watch_that(client: Client) -> None:
    assert (await client.try_watch(events_path(TEAM), as_="dev")).status == 200


@pytest.mark.parametrize("path", [events_path(), rules_path("primary"), SETTINGS])
async def test_a_token_without_the_lists_scope_cannot_watch(client: Client, path: str) -> None:
    assert (await client.try_watch(path, as_="alice-lists")).reason == "insufficientPermissions"


async def test_a_value_outside_the_published_ones_is_refused(client: Client) -> None:
    answer = await client.try_watch(query={"eventTypes": "party"})

    assert error(answer)[:3] == (400, "global", "invalidParameter")


async def test_a_session_has_room_for_so_many_channels(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(push, "MOST_CHANNELS", 2)
    await client.watch(id="a")
    await client.watch(id="b", params={"ttl": "60"})
    full_ = await client.try_watch(id="c")
    client.advance(60 * SECOND)

    assert error(full_) == (403, "usageLimits", "quotaExceeded", "Calendar usage limits exceeded.")
    assert (await client.try_watch(id="c")).status == 200


# channels.stop


async def test_a_channel_is_stopped_with_its_id_and_its_resource_id(client: Client) -> None:
    channel = await client.watch()
    answer = await client.stop(channel)

    assert (answer.status, answer.body) == (204, b"")
    assert not client.live()


async def not_found(client: Client, channel: dict[str, Any], as_: str = "alice") -> str:
    """The message of the refusal to stop a channel; the number of the caller's project taken out of it."""
    answer = await client.stop(channel, as_=as_)
    status, domain, reason, message = error(answer)
    assert (status, domain, reason) == (404, "global", "notFound")
    head, _, tail = message.partition(" for project '")
    assert len(tail) == 13
    assert tail[:12].isdecimal()
    return head + tail[12:]


async def test_a_channel_that_is_not_there_is_not_found(client: Client) -> None:
    channel = await client.watch()
    await client.stop(channel)

    assert await not_found(client, channel) == "Channel 'c1' not found'"


async def test_the_project_in_the_refusal_is_the_one_that_the_clients_id_begins_with(client: Client) -> None:
    answer = await client.stop({"id": "c9", "resourceId": "r"})
    number = client.session.identity.client("autosched").client_id.partition("-")[0]

    assert error(answer)[3] == f"Channel 'c9' not found for project '{number}'"


async def test_a_resource_id_that_is_not_the_channels_is_not_found(client: Client) -> None:
    channel = await client.watch()

    assert await not_found(client, channel | {"resourceId": "other"}) == "Channel 'c1' not found'"
    assert len(client.live()) == 1


async def test_nobody_but_its_creator_stops_a_channel(client: Client) -> None:
    channel = await client.watch(events_path(TEAM))

    assert await not_found(client, channel, as_="carol") == "Channel 'c1' not found'"
    assert "only they may stop it" in client.notes()


async def test_no_other_client_stops_a_channel_of_the_same_person(client: Client) -> None:
    channel = await client.watch()

    assert await not_found(client, channel, as_=client.token_of("alice", "other")) == "Channel 'c1' not found'"


async def test_a_service_accounts_channel_is_stopped_by_any_user_of_that_client(client: Client) -> None:
    channel = await client.watch(as_=client.token_of(None, "sync-bot"))
    another = await not_found(client, channel)
    answer = await client.stop(channel, as_=client.token_of("alice", "sync-bot"))

    assert another == "Channel 'c1' not found'"
    assert answer.status == 204


async def test_a_channel_whose_time_is_over_is_not_found(client: Client) -> None:
    channel = await client.watch(params={"ttl": "60"})
    client.advance(60 * SECOND)

    assert await not_found(client, channel) == "Channel 'c1' not found'"


@pytest.mark.parametrize("name", ["id", "resourceId"])
async def test_stopping_needs_both_ids(client: Client, name: str) -> None:
    body = {"id": "c1", "resourceId": "r"}
    del body[name]

    assert error(await client.ask("POST", STOP, body))[:3] == (400, "global", "required")


async def test_any_scope_that_lets_watch_lets_stop(client: Client) -> None:
    token = client.session.identity.issue("alice", "autosched", [full("calendar.settings.readonly")]).text
    channel = await client.watch(SETTINGS, as_=token)

    assert (await client.stop(channel, as_=token)).status == 204


async def test_where_the_server_is_told_so_the_first_message_is_sent_before_the_answer(tmp_path: Path) -> None:
    """In life it overtakes the answer now and then."""
    async with serving(tmp_path, greets_first=True) as client:
        ok(await client.try_watch())

        assert len(client.receiver.got) == 1

"""The other five of the ten traps, as in `test_traps.py`: formats, windows, PUT, 404, push and batch."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import aiohttp
import pytest

from mockserver.clock import MINUTE
from tests.google import push_world
from tests.google.event_world import (
    ALICE,
    BOB,
    CLOSED,
    TEAM,
    Client,
    all_day,
    events_path,
    meeting,
    serving,
)
from tests.google.reading_world import backend, error, names, refused

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path


@pytest.fixture
async def client() -> AsyncIterator[Client]:
    async with serving() as client:
        yield client


@pytest.fixture
async def watcher(tmp_path: Path) -> AsyncIterator[push_world.Client]:
    async with push_world.serving(tmp_path) as client:
        yield client


# 6. Formats and omitted defaults.


async def test_formats_and_omitted_defaults_of_a_new_event(client: Client) -> None:
    defaults = {"transparency": "opaque", "visibility": "default", "guestsCanModify": False, "location": ""}
    rights = {"guestsCanInviteOthers": True, "guestsCanSeeOtherGuests": True, "anyoneCanAddSelf": False}
    answer = await client.ask("POST", events_path(), meeting(id="trap6") | defaults | rights)
    event = answer.json
    alice = f'{{\n  "email": "{ALICE}",\n  "self": true\n }}'

    assert answer.status == 200, "never 201"
    assert answer.body.decode() == (
        '{\n "kind": "calendar#event",\n "etag": ' + json.dumps(event["etag"]) + ',\n "id": "trap6",\n'
        ' "status": "confirmed",\n "htmlLink": "' + event["htmlLink"] + '",\n'
        ' "created": "2026-03-06T14:00:00.000Z",\n "updated": "' + event["updated"] + '",\n'
        f' "summary": "Meeting",\n "creator": {alice},\n "organizer": {alice},\n'
        ' "start": {\n  "dateTime": "2026-03-09T10:00:00-04:00"\n },\n'
        ' "end": {\n  "dateTime": "2026-03-09T11:00:00-04:00"\n },\n'
        ' "iCalUID": "trap6@google.com",\n "sequence": 0,\n "reminders": {\n  "useDefault": true\n },\n'
        ' "eventType": "default"\n}'
    )


async def test_formats_and_omitted_defaults_the_etag_is_twice_the_microseconds_of_updated(client: Client) -> None:
    client.session.clock.advance(MINUTE + 614_000)
    answer = await client.ask("POST", events_path(), meeting())
    event = answer.json
    since = datetime.fromisoformat(event["updated"]) - datetime(1970, 1, 1, tzinfo=UTC)

    assert event["updated"].endswith(".614Z")
    assert event["etag"] == f'"{since // timedelta(milliseconds=1) * 2000}"', "with the quotes inside the text"
    assert answer.headers["ETag"] == event["etag"]


async def test_formats_and_omitted_defaults_what_is_no_default_is_printed(client: Client) -> None:
    guests = {"attendees": [{"email": BOB, "optional": False}], "guestsCanInviteOthers": False}
    event = await client.insert(meeting(reminders={"useDefault": False}) | guests)

    assert event["guestsCanInviteOthers"] is False
    assert event["attendees"] == [{"email": BOB, "responseStatus": "needsAction"}]
    assert event["reminders"] == {"useDefault": False}


# 7. Window bounds.


@pytest.mark.parametrize(
    ("after", "before", "inside"),
    [
        ("2026-03-09T15:00:00Z", "2026-03-09T16:00:00Z", False),
        ("2026-03-09T14:59:59Z", "2026-03-09T16:00:00Z", True),
        ("2026-03-09T13:00:00Z", "2026-03-09T14:00:00Z", False),
        ("2026-03-09T13:00:00Z", "2026-03-09T14:00:01Z", True),
    ],
)
async def test_window_bounds_are_both_exclusive_for_the_end_and_for_the_start(
    client: Client, after: str, before: str, inside: bool
) -> None:
    """From 14:00Z to 15:00Z."""
    await client.insert(meeting())

    assert await names(client, timeMin=after, timeMax=before) == ["Meeting"] * inside


async def test_window_bounds_of_whole_days_are_midnights_of_the_calendar(client: Client) -> None:
    await client.insert(all_day("2026-03-07", "2026-03-08", summary="Day"))

    assert await names(client, timeMin="2026-03-08T04:59:59Z") == ["Day"], "New York's midnight is 05:00Z"
    assert await names(client, timeMin="2026-03-08T05:00:00Z") == []
    assert await names(client, timeMax="2026-03-07T05:00:00Z") == []


async def test_window_bounds_that_hold_nothing_are_refused_and_so_is_an_order_of_series(client: Client) -> None:
    empty = await error(client, timeMin="2026-03-09T00:00:00Z", timeMax="2026-03-09T00:00:00Z")
    unordered = await error(client, orderBy="startTime")

    said = "The requested ordering is not available for the particular query."
    assert empty == backend(400, "calendar", "timeRangeEmpty", "The specified time range is empty.", "timeMax")
    assert unordered == backend(400, "global", "invalid", said, "orderBy")


# 8. PUT clears and PATCH merges.


async def test_put_clears_what_it_leaves_out_and_patch_merges(client: Client) -> None:
    private = {"private": {"a": "1", "b": "2"}}
    made = await client.insert(meeting(location="Here", colorId="5", extendedProperties=private))
    merged = await client.patch(
        made["id"], {"location": None, "extendedProperties": {"private": {"a": None, "c": "3"}}}
    )
    put = await client.update(made["id"], meeting())

    assert "location" not in merged
    assert (merged["summary"], merged["colorId"]) == ("Meeting", "5")
    assert merged["extendedProperties"] == {"private": {"b": "2", "c": "3"}}
    assert not {"colorId", "extendedProperties"} & put.keys()


async def test_patch_replaces_a_list_whole(client: Client) -> None:
    made = await client.insert(meeting(attendees=[{"email": BOB}, {"email": CLOSED}]))
    patched = await client.patch(made["id"], {"attendees": [{"email": BOB}]})

    assert [row["email"] for row in patched["attendees"]] == [BOB]


async def test_put_without_an_end_is_refused_and_one_of_another_version_too(client: Client) -> None:
    made = await client.insert(meeting())
    path = events_path("primary", made["id"])
    put = await client.ask("PUT", path, {"start": made["start"]})
    other = await client.ask("PUT", path, meeting(summary="Lost"), headers={"If-Match": '"1"'})
    same = await client.ask("GET", path, headers={"If-None-Match": made["etag"]})

    assert refused(put) == backend(400, "global", "required", "Missing end time.")
    item = {"domain": "global", "reason": "conditionNotMet", "message": "Precondition Failed"}
    place = {"locationType": "header", "location": "If-Match"}
    assert refused(other) == (412, {"errors": [item | place], "code": 412, "message": "Precondition Failed"})
    assert (same.status, same.headers["ETag"], same.body) == (304, made["etag"], b"")


# 9. 404 against 403, and freeBusy's errors of a calendar.


async def test_404_against_403_what_nobody_may_see_is_not_found_what_one_may_not_do_forbidden(client: Client) -> None:
    unseen = await client.ask("POST", events_path(CLOSED), meeting())
    unknown = await client.ask("POST", events_path("nobody@example.com"), meeting())
    reader = await client.ask("POST", events_path(TEAM), meeting(), as_="bob")

    said = "You need to have writer access to this calendar."
    assert refused(unseen) == refused(unknown) == backend(404, "global", "notFound", "Not Found")
    assert refused(reader) == backend(403, "calendar", "requiredAccessLevel", said)


async def test_404_against_403_and_free_busy_answers_200_with_an_error_for_each_calendar(client: Client) -> None:
    await client.insert(meeting())
    window = {"timeMin": "2026-03-09T00:00:00Z", "timeMax": "2026-03-10T00:00:00Z"}
    asked = window | {"items": [{"id": "primary"}, {"id": CLOSED}]}
    answer = await client.ask("POST", "/freeBusy", asked)

    assert answer.status == 200
    assert answer.json == {
        "kind": "calendar#freeBusy",
        "timeMin": "2026-03-09T00:00:00.000Z",
        "timeMax": "2026-03-10T00:00:00.000Z",
        "calendars": {
            "primary": {"busy": [{"start": "2026-03-09T14:00:00Z", "end": "2026-03-09T15:00:00Z"}]},
            CLOSED: {"errors": [{"domain": "global", "reason": "notFound"}], "busy": []},
        },
    }


# 10. Push and batch details.


async def test_push_details_sync_comes_first_numbers_rise_with_gaps_and_nothing_is_told(
    watcher: push_world.Client,
) -> None:
    channel = await watcher.watch(token="mine")
    for _ in range(3):
        await watcher.insert(meeting())
    got = await watcher.settle()
    numbers = await watcher.numbers()

    assert (await watcher.states())[:2] == ["sync", "exists"]
    assert numbers[0] == 1
    assert numbers == sorted(set(numbers))
    assert numbers != list(range(1, len(numbers) + 1))
    assert [message.body for message in got] == [b""] * len(got)
    assert {message.header("Content-Length") for message in got} == {"0"}
    assert {message.header("X-Goog-Resource-ID") for message in got} == {channel["resourceId"]}
    assert {message.header("X-Goog-Channel-Token") for message in got} == {"mine"}
    assert not any("X-Goog-Changed" in message.headers for message in got)
    assert isinstance(channel["expiration"], str)


async def test_push_details_an_id_is_used_once_and_what_is_stopped_must_be_there(watcher: push_world.Client) -> None:
    channel = await watcher.watch()
    again = await watcher.try_watch()
    plain = await watcher.try_watch(id_="c2", address="http://127.0.0.1/hook")
    unknown = await watcher.stop({"id": "c9", "resourceId": channel["resourceId"]})
    stopped = await watcher.stop(channel)

    said = "WebHook callback must be HTTPS: http://127.0.0.1/hook"
    assert refused(again) == backend(400, "global", "channelIdNotUnique", "Channel id c1 not unique")
    assert refused(plain) == backend(400, "global", "push.webhookUrlNotHttps", said)
    assert (unknown.status, unknown.reason) == (404, "notFound")
    assert unknown.json["error"]["message"].startswith("Channel 'c9' not found for project '")
    assert (stopped.status, stopped.body) == (204, b"")


async def test_batch_details_ids_come_back_in_order_with_crlf_and_each_part_has_its_own_caller(
    watcher: push_world.Client,
) -> None:
    path = "GET /calendar/v3/calendars/primary HTTP/1.1"
    first = f"Content-Type: application/http\r\nContent-ID: <u + 1>\r\n\r\n{path}\r\n\r\n"
    second = f"Content-Type: application/http\r\n\r\n{path}\r\nAuthorization: Bearer bob\r\n\r\n"
    third = "Content-Type: application/http\r\nContent-ID: <u + 3>\r\n\r\nGET /calendar/v3/unknown\r\n\r\n"
    body = "".join(f"--cut\r\n{part}\r\n" for part in (first, second, third)) + "--cut--\r\n"
    headers = {"Authorization": "Bearer alice", "Content-Type": "multipart/mixed; boundary=cut"}
    url = watcher.url + "batch/calendar/v3"
    async with aiohttp.ClientSession() as http, http.post(url, data=body.encode(), headers=headers) as answer:
        status, kind, text = answer.status, answer.headers["Content-Type"], await answer.text()

    boundary = kind.partition("; boundary=")[2]
    _, one, two, three, end = text.split(f"--{boundary}")
    assert (status, kind.partition(";")[0], end) == (200, "multipart/mixed", "--\r\n")
    opened = "\r\nContent-Type: application/http\r\nContent-ID: <response-u + 1>\r\n\r\nHTTP/1.1 200 OK\r\n"
    assert one.startswith(opened)
    assert '\r\n\r\n{\n "kind": "calendar#calendar",\n' in one
    assert f'"id": "{ALICE}"' in one
    assert f'"id": "{BOB}"' in two
    assert "Content-ID" not in two
    assert "\r\nContent-ID: <response-u + 3>\r\n\r\nHTTP/1.1 404 Not Found\r\n" in three

"""The ten traps: what stand-ins for Google Calendar most often get wrong, each shown as the service shows it.

Every trap is a heading; the tests below it prove it over a socket, byte for byte where the service's bytes are known.
Here are the first five, in `test_traps_more.py` the others.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from mockserver.clock import DAY
from tests.google.calendar_world import LIST
from tests.google.event_world import (
    Client,
    all_day,
    events_path,
    meeting,
    serving,
    starts,
    timed,
)
from tests.google.reading_world import backend, error, pages, refused

if TYPE_CHECKING:
    from collections.abc import AsyncIterator


HELP = "https://developers.google.com/identity/sign-in/web/devconsole-project."
NEW_YORK = "America/New_York"
BEFORE_SPRING = timed("2026-03-06T09:00:00", "2026-03-06T09:30:00", NEW_YORK, recurrence=["RRULE:FREQ=DAILY;COUNT=4"])
"""Clocks go forward on Sunday, 8 March."""


@pytest.fixture
async def client() -> AsyncIterator[Client]:
    async with serving() as client:
        yield client


# 1. Two error shapes.


async def test_two_error_shapes_the_backends_says_all_twice_and_indents_by_one(client: Client) -> None:
    answer = await client.ask("GET", events_path("primary", "unknown"))

    item = '   {\n    "domain": "global",\n    "reason": "notFound",\n    "message": "Not Found"\n   }\n'
    assert answer.body.decode() == (
        '{\n "error": {\n  "errors": [\n' + item + '  ],\n  "code": 404,\n  "message": "Not Found"\n }\n}'
    )


async def test_two_error_shapes_the_front_ends_has_a_status_and_details_and_indents_by_two(client: Client) -> None:
    answer = await client.ask("GET", LIST, as_="", prettyPrint=False)

    wanted = "Expected OAuth 2 access token, login cookie or other valid authentication credential. See " + HELP
    login = {"message": "Login Required.", "domain": "global", "reason": "required"}
    info = {
        "@type": "type.googleapis.com/google.rpc.ErrorInfo",
        "reason": "CREDENTIALS_MISSING",
        "domain": "googleapis.com",
        "metadata": {"method": "calendar.v3.CalendarList.List", "service": "calendar-json.googleapis.com"},
    }
    body = {
        "code": 401,
        "message": "Request is missing required authentication credential. " + wanted,
        "errors": [login | {"location": "Authorization", "locationType": "header"}],
        "status": "UNAUTHENTICATED",
        "details": [info],
    }
    assert answer.body.decode() == json.dumps({"error": body}, indent=2) + "\n", "prettyPrint=false changes nothing"
    assert answer.headers["WWW-Authenticate"] == 'Bearer realm="https://accounts.google.com/"'


async def test_two_error_shapes_only_the_backend_heeds_pretty_print(client: Client) -> None:
    answer = await client.ask("GET", events_path("primary", "unknown"), prettyPrint=False)

    assert answer.body.startswith(b'{"error":{"errors":[{"domain":"global",')


# 2. Deleted is not gone.


async def test_deleted_is_not_gone_it_is_read_as_cancelled(client: Client) -> None:
    made = await client.insert(meeting(id="trap2"))
    await client.delete("trap2")
    found = await client.event("trap2")

    assert (found["status"], found["summary"], found["created"]) == ("cancelled", "Meeting", made["created"])


async def test_deleted_is_not_gone_a_second_delete_is_410_and_a_first_of_nothing_404(client: Client) -> None:
    await client.insert(meeting(id="trap2"))
    await client.delete("trap2")

    again = await client.ask("DELETE", events_path("primary", "trap2"))
    never = await client.ask("DELETE", events_path("primary", "unknown"))

    assert refused(again) == backend(410, "global", "deleted", "Resource has been deleted")
    assert refused(never) == backend(404, "global", "notFound", "Not Found")


async def test_deleted_is_not_gone_its_id_stays_taken_until_it_is_revived(client: Client) -> None:
    await client.insert(meeting(id="trap2"))
    await client.delete("trap2")

    again = await client.ask("POST", events_path(), meeting(id="trap2"))
    revived = await client.update("trap2", meeting(status="confirmed", sequence=1))

    assert refused(again) == backend(409, "global", "duplicate", "The requested identifier already exists.")
    assert (revived["id"], revived["status"]) == ("trap2", "confirmed")


async def test_deleted_is_not_gone_from_lists_that_show_it_and_from_syncs(client: Client) -> None:
    await client.insert(meeting(id="trap2"))
    token = (await client.page())["nextSyncToken"]
    await client.delete("trap2")

    assert await client.items() == []
    assert [item["status"] for item in await client.items(showDeleted=True)] == ["cancelled"]
    assert [(item["id"], item["status"]) for item in await client.items(syncToken=token)] == [("trap2", "cancelled")]


# 3. Cancelled occurrences in a plain list.


async def test_cancelled_occurrences_stand_in_a_plain_list_whoever_does_not_show_deleted(client: Client) -> None:
    made = await client.insert(BEFORE_SPRING)
    cancelled = f"{made['id']}_20260307T140000Z"
    await client.delete(cancelled)
    plain = await client.items(showDeleted=False)
    expanded = await client.items(showDeleted=False, singleEvents=True)

    assert [(item["id"], item["status"]) for item in plain] == [(made["id"], "confirmed"), (cancelled, "cancelled")]
    assert list(plain[1]) == ["kind", "etag", "id", "status", "recurringEventId", "originalStartTime"]
    assert plain[1]["originalStartTime"] == {"dateTime": "2026-03-07T09:00:00-05:00", "timeZone": NEW_YORK}
    assert len(expanded) == 3
    assert cancelled not in [item["id"] for item in expanded]


# 4. Sync rules.


async def test_sync_rules_the_token_is_on_the_last_page_only(client: Client) -> None:
    for _ in range(3):
        await client.insert(meeting())

    tokens = [("nextPageToken" in page, "nextSyncToken" in page) for page in await pages(client, maxResults=1)]

    assert tokens == [(True, False), (True, False), (False, True)]


@pytest.mark.parametrize(
    "restriction",
    [
        {"iCalUID": "a@google.com"},
        {"privateExtendedProperty": "a=b"},
        {"q": "a"},
        {"sharedExtendedProperty": "a=b"},
        {"timeMin": "2026-03-01T00:00:00Z"},
        {"timeMax": "2026-04-01T00:00:00Z"},
        {"updatedMin": "2026-03-06T00:00:00Z"},
        {"showDeleted": False},
    ],
    ids=" ".join,
)
async def test_sync_rules_a_token_goes_with_no_restriction(client: Client, restriction: dict[str, Any]) -> None:
    token = (await client.page())["nextSyncToken"]

    assert await error(client, syncToken=token, **restriction) == backend(
        400,
        "calendar",
        "syncTokenWithRequestRestrictions",
        "Sync token cannot be used with other request restrictions.",
        "syncToken",
    )


async def test_sync_rules_a_token_goes_with_no_order(client: Client) -> None:
    token = (await client.page())["nextSyncToken"]
    status, found = await error(client, syncToken=token, orderBy="updated")

    assert (status, found["errors"][0]["reason"]) == (400, "syncTokenWithNonDefaultOrdering")
    assert found["message"] == "Sync token cannot be used with non-default ordering."
    assert "nextSyncToken" not in await client.page(orderBy="updated")


async def test_sync_rules_no_token_at_all_is_400_and_one_of_another_time_410(client: Client) -> None:
    token = (await client.page())["nextSyncToken"]
    gone = (
        *(410, "calendar", "fullSyncRequired", "Sync token is no longer valid, a full sync is required."),
        "syncToken",
    )

    assert await error(client, syncToken="%%%") == backend(400, "global", "invalid", "Invalid sync token value.")
    assert await error(client, syncToken="C" + token) == backend(*gone)
    client.session.clock.advance(30 * DAY)
    assert await error(client, syncToken=token) == backend(*gone)


# 5. Instance ids.


async def test_instance_ids_are_in_utc_while_the_wall_clock_stays(client: Client) -> None:
    made = await client.insert(BEFORE_SPRING)
    found = await client.instances(made["id"])

    stamps = ["20260306T140000Z", "20260307T140000Z", "20260308T130000Z", "20260309T130000Z"]
    assert [item["id"] for item in found] == [f"{made['id']}_{stamp}" for stamp in stamps]
    assert starts(found)[1:3] == ["2026-03-07T09:00:00-05:00", "2026-03-08T09:00:00-04:00"]
    assert {item["iCalUID"] for item in found} == {made["iCalUID"]}


async def test_instance_ids_are_good_before_anything_happened_to_them_and_after_they_moved(client: Client) -> None:
    made = await client.insert(BEFORE_SPRING)
    instance = f"{made['id']}_20260307T140000Z"
    untouched = await client.event(instance)
    moved = await client.patch(instance, timed("2026-03-07T16:00:00-05:00", "2026-03-07T17:00:00-05:00"))

    assert (untouched["recurringEventId"], untouched["etag"]) == (made["id"], made["etag"])
    assert "recurrence" not in untouched
    assert moved["id"] == (await client.event(instance))["id"] == instance
    assert moved["originalStartTime"] == untouched["originalStartTime"]


async def test_instance_ids_of_whole_days_are_days(client: Client) -> None:
    made = await client.insert(all_day("2026-03-07", "2026-03-08", recurrence=["RRULE:FREQ=DAILY;COUNT=2"]))
    found = await client.instances(made["id"])

    assert [item["id"] for item in found] == [f"{made['id']}_20260307", f"{made['id']}_20260308"]
    assert found[0]["originalStartTime"] == {"date": "2026-03-07"}


async def test_instance_ids_need_a_wall_clock_a_timed_series_names_its_zone(client: Client) -> None:
    body = timed("2026-03-06T09:00:00-05:00", "2026-03-06T09:30:00-05:00", recurrence=["RRULE:FREQ=DAILY;COUNT=4"])

    assert refused(await client.ask("POST", events_path(), body)) == backend(
        400, "global", "required", "Missing time zone definition for start time."
    )

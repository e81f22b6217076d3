"""`events.list` page by page, and as what changed since the last sync."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from mockserver.clock import DAY
from tests.google.calendar_world import calendar_path
from tests.google.event_world import BOB, TEAM, Client, events_path, meeting, series, serving
from tests.google.reading_world import backend, error, names, pages, titles

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

GONE = backend(
    410, "calendar", "fullSyncRequired", "Sync token is no longer valid, a full sync is required.", "syncToken"
)
BAD_PAGE = backend(400, "global", "invalid", "Invalid page token value.", "pageToken")
EVERY_ORDER: list[dict[str, Any]] = [
    {}, {"singleEvents": True}, {"singleEvents": True, "orderBy": "startTime"}, {"orderBy": "updated"},
    {"timeMax": "2027-01-01T00:00:00Z"}, {"timeMin": "2026-01-01T00:00:00Z"}, {"timeZone": "Asia/Kolkata"},
]  # fmt: skip


@pytest.fixture
async def client() -> AsyncIterator[Client]:
    async with serving() as client:
        yield client


async def synced(client: Client, calendar: str = "primary", **query: Any) -> str:
    """The token of a list that fits one page."""
    token: str = (await client.page(calendar, **query))["nextSyncToken"]
    return token


# Pages


@pytest.mark.parametrize("query", EVERY_ORDER)
async def test_the_pages_of_a_list_are_the_list(client: Client, query: dict[str, Any]) -> None:
    for number in range(4):
        await client.insert(meeting(summary=str(number)))
    await client.insert(series())
    await client.insert(meeting(summary="Last"))

    found = await pages(client, maxResults=2, **query)

    assert [item for page in found for item in page["items"]] == await client.items(**query)
    assert [len(page["items"]) for page in found[:-1]] == [2] * (len(found) - 1)
    assert len(found) > 2


async def test_a_list_that_just_fills_its_page_has_no_other(client: Client) -> None:
    for _ in range(2):
        await client.insert(meeting())

    assert "nextPageToken" not in await client.page(maxResults=2)


async def test_a_page_has_250_events_unless_asked_otherwise_and_never_more_than_2500(client: Client) -> None:
    await client.insert(series("RRULE:FREQ=DAILY;COUNT=3000"))

    assert len((await client.page(singleEvents=True))["items"]) == 250
    assert (
        len((await client.page(singleEvents=True, maxResults=99_999, timeMax="2036-01-01T00:00:00Z"))["items"]) == 2500
    )


async def test_only_the_last_page_has_a_sync_token(client: Client) -> None:
    for _ in range(3):
        await client.insert(meeting())

    found = await pages(client, maxResults=1)

    assert ["nextSyncToken" in page for page in found] == [False, False, True]
    assert ["nextPageToken" in page for page in found] == [True, True, False]


async def test_the_next_page_may_have_another_size_and_other_fields(client: Client) -> None:
    for number in range(4):
        await client.insert(meeting(summary=str(number)))
    token = (await client.page(maxResults=1))["nextPageToken"]

    assert await names(client, pageToken=token, maxResults=9, fields="items/summary", prettyPrint=False) == [
        "1",
        "2",
        "3",
    ]


async def test_a_parameter_that_nobody_knows_may_differ_between_pages(client: Client) -> None:
    for number in range(2):
        await client.insert(meeting(summary=str(number)))
    token = (await client.page(maxResults=1, _=1))["nextPageToken"]

    assert await names(client, pageToken=token, _=2) == ["1"]


async def test_a_page_token_with_another_query_is_refused(client: Client) -> None:
    for _ in range(2):
        await client.insert(meeting())
    token = (await client.page(maxResults=1))["nextPageToken"]

    assert await error(client, pageToken=token, showDeleted=True) == BAD_PAGE
    assert await error(client, events_path(TEAM), pageToken=token) == BAD_PAGE
    assert "repeat the query it came from" in client.notes()


@pytest.mark.parametrize("token", ["x", "CiAKGjBpNDd2Nmp2Zml2cXRwYjBpOXA", "ä", "=", "a b"])
async def test_what_is_no_page_token_is_refused(client: Client, token: str) -> None:
    assert await error(client, pageToken=token) == BAD_PAGE


async def test_a_sync_token_is_no_page_token(client: Client) -> None:
    assert await error(client, pageToken=await synced(client)) == BAD_PAGE


@pytest.mark.parametrize("query", EVERY_ORDER)
async def test_nothing_that_stays_is_missed_while_others_change(client: Client, query: dict[str, Any]) -> None:
    gone = await client.insert(meeting(summary="Gone"))
    events = [await client.insert(meeting(summary=str(number))) for number in range(6)]
    first = await client.page(maxResults=2, **query)
    await client.delete(gone["id"])
    await client.patch(events[4]["id"], {"location": "There"})
    await client.insert(meeting(summary="New", start={"dateTime": "2026-01-01T00:00:00Z"}))

    rest = await client.items(pageToken=first["nextPageToken"], **query)

    assert {"0", "1", "2", "3", "4", "5"} <= {*titles(first["items"]), *titles(rest)}


async def test_an_event_that_changes_between_pages_comes_again_behind_them(client: Client) -> None:
    events = [await client.insert(meeting(summary=str(number))) for number in range(3)]
    first = await client.page(maxResults=1)
    await client.patch(events[0]["id"], {"summary": "Changed"})

    assert await names(client, pageToken=first["nextPageToken"]) == ["1", "2", "Changed"]


async def test_what_changes_between_pages_is_told_by_the_sync_that_follows(client: Client) -> None:
    events = [await client.insert(meeting(summary=str(number))) for number in range(3)]
    first = await client.page(maxResults=2)
    await client.patch(events[0]["id"], {"summary": "Changed"})
    last = await client.page(pageToken=first["nextPageToken"])

    assert await names(client, syncToken=last["nextSyncToken"]) == ["Changed"]


# Sync


async def test_a_sync_tells_what_was_made_changed_and_deleted_each_once(client: Client) -> None:
    kept, gone = await client.insert(meeting()), await client.insert(meeting())
    token = await synced(client)
    await client.patch(kept["id"], {"summary": "Once"})
    made = await client.insert(meeting(summary="Made"))
    await client.delete(gone["id"])
    await client.patch(kept["id"], {"summary": "Twice"})

    items = await client.items(syncToken=token)

    assert [item["id"] for item in items] == [made["id"], gone["id"], kept["id"]]
    assert items[1] == {"kind": "calendar#event", "etag": items[1]["etag"], "id": gone["id"], "status": "cancelled"}
    assert items[2]["summary"] == "Twice"


async def test_a_sync_that_asks_for_deleted_events_gets_their_details(client: Client) -> None:
    gone = await client.insert(meeting())
    token = await synced(client, showDeleted=True)
    await client.delete(gone["id"])

    (item,) = await client.items(syncToken=token, showDeleted=True)

    assert (item["status"], item["summary"]) == ("cancelled", "Meeting")


async def test_nothing_new_is_an_empty_page_with_a_token(client: Client) -> None:
    await client.insert(meeting())
    token = await synced(client)

    page = await client.page(syncToken=token)

    assert page["items"] == []
    assert await client.items(syncToken=page["nextSyncToken"]) == []


async def test_the_same_sync_token_serves_again(client: Client) -> None:
    token = await synced(client)
    await client.insert(meeting())

    assert await client.items(syncToken=token) == await client.items(syncToken=token) != []


async def test_a_sync_has_pages_too(client: Client) -> None:
    token = await synced(client)
    for number in range(5):
        await client.insert(meeting(summary=str(number)))

    found = await pages(client, syncToken=token, maxResults=2)

    assert [titles(page["items"]) for page in found] == [["0", "1"], ["2", "3"], ["4"]]
    assert ["nextSyncToken" in page for page in found] == [False, False, True]


async def test_a_changed_series_is_each_of_its_occurrences_to_who_syncs_single_events(client: Client) -> None:
    master = (await client.insert(series()))["id"]
    token = await synced(client, singleEvents=True)
    await client.patch(master, {"summary": "Renamed"})

    assert await names(client, syncToken=token, singleEvents=True) == ["Renamed"] * 5


async def test_occurrences_that_a_series_no_longer_has_are_told_as_cancelled(client: Client) -> None:
    master = (await client.insert(series()))["id"]
    token = await synced(client, singleEvents=True)
    await client.patch(master, {"recurrence": ["RRULE:FREQ=DAILY;COUNT=3"]})

    items = await client.items(syncToken=token, singleEvents=True)

    assert [item["status"] for item in items] == ["confirmed"] * 3 + ["cancelled"] * 2
    assert {item["recurringEventId"] for item in items} == {master}


async def test_an_occurrence_that_went_and_came_back_is_told_once_as_it_is_now(client: Client) -> None:
    master = (await client.insert(series()))["id"]
    last = (await client.instances(master))[4]["id"]
    token = await synced(client, singleEvents=True)
    await client.patch(last, {"summary": "Changed"})
    await client.patch(master, {"recurrence": ["RRULE:FREQ=DAILY;COUNT=3"]})
    await client.patch(master, {"recurrence": ["RRULE:FREQ=DAILY;COUNT=5"]})

    items = await client.items(syncToken=token, singleEvents=True)

    assert [(item["status"], item["summary"]) for item in items if item["id"] == last] == [("confirmed", "Stand-up")]


async def test_what_was_there_only_while_pages_were_read_is_told_to_be_gone(client: Client) -> None:
    """The first page saw the series as it was, the second as it was for a moment, the third as it is."""
    master = (await client.insert(series("RRULE:FREQ=DAILY;COUNT=3")))["id"]
    first = await client.page(singleEvents=True, maxResults=2)
    await client.patch(master, {"recurrence": ["RRULE:FREQ=WEEKLY;COUNT=3"]})
    second = await client.page(singleEvents=True, maxResults=2, pageToken=first["nextPageToken"])
    await client.patch(master, {"recurrence": ["RRULE:FREQ=DAILY;COUNT=2"]})
    third = await client.page(singleEvents=True, pageToken=second["nextPageToken"])
    sync = await client.page(singleEvents=True, syncToken=third["nextSyncToken"])

    known = {item["id"]: item["status"] for page in (first, second, third, sync) for item in page["items"]}

    there = [item["id"] for item in await client.items(singleEvents=True)]
    assert sorted(id_ for id_, status in known.items() if status == "confirmed") == there


async def test_an_occurrence_that_came_back_goes_with_its_series(client: Client) -> None:
    master = (await client.insert(series()))["id"]
    last = (await client.instances(master))[4]["id"]
    await client.patch(last, {"summary": "Changed"})
    for count in (3, 5):
        await client.patch(master, {"recurrence": [f"RRULE:FREQ=DAILY;COUNT={count}"]})
    token = await synced(client, singleEvents=True)
    await client.delete(master)

    items = await client.items(syncToken=token, singleEvents=True)

    assert [(item["id"], item["status"]) for item in items][4] == (last, "cancelled")


async def test_a_sync_goes_on_in_the_window_of_its_list(client: Client) -> None:
    await client.insert(series("RRULE:FREQ=DAILY;COUNT=30"))
    token = await synced(client, singleEvents=True, timeMin="2026-03-09T00:00:00Z", timeMax="2026-03-11T00:00:00Z")
    await client.insert(series("RRULE:FREQ=DAILY;COUNT=30", summary="Other"))

    assert await names(client, syncToken=token, singleEvents=True) == ["Other"] * 2


@pytest.mark.parametrize(
    "query",
    [
        {"orderBy": "updated"}, {"q": "meeting"}, {"iCalUID": "a@b"}, {"updatedMin": "2026-03-05T00:00:00Z"},
        {"privateExtendedProperty": "a=b"}, {"sharedExtendedProperty": "a=b"},
        {"singleEvents": True, "orderBy": "startTime"},
    ],
)  # fmt: skip
async def test_a_list_that_cannot_be_synced_has_no_token(client: Client, query: dict[str, Any]) -> None:
    assert "nextSyncToken" not in await client.page(**query)


@pytest.mark.parametrize("query", [{"timeMin": "2026-03-05T00:00:00Z"}, {"eventTypes": "default"}, {"maxAttendees": 1}])
async def test_a_list_of_a_window_or_of_some_types_can_be_synced(client: Client, query: dict[str, Any]) -> None:
    assert "nextSyncToken" in await client.page(**query)


# What goes with no sync token


@pytest.mark.parametrize(
    "query",
    [
        {"timeMin": "2026-03-05T00:00:00Z"}, {"timeMax": "2026-03-05T00:00:00Z"}, {"q": "meeting"},
        {"iCalUID": "a@b"}, {"updatedMin": "2026-03-05T00:00:00Z"}, {"privateExtendedProperty": "a=b"},
        {"sharedExtendedProperty": "a=b"}, {"showDeleted": False},
    ],
)  # fmt: skip
async def test_a_sync_token_goes_with_no_restriction(client: Client, query: dict[str, Any]) -> None:
    message = "Sync token cannot be used with other request restrictions."
    wanted = backend(400, "calendar", "syncTokenWithRequestRestrictions", message, "syncToken")

    assert await error(client, syncToken=await synced(client), **query) == wanted


@pytest.mark.parametrize("order", ["startTime", "updated"])
async def test_a_sync_token_goes_with_no_order(client: Client, order: str) -> None:
    message = "Sync token cannot be used with non-default ordering."
    wanted = backend(400, "calendar", "syncTokenWithNonDefaultOrdering", message, "syncToken")

    assert await error(client, syncToken=await synced(client), orderBy=order, singleEvents=True) == wanted


# Tokens that are none, or no longer


@pytest.mark.parametrize("token", ["a", "!", "ä", "a b", "CPDAlvWDx70CEPDAlvWDx70CGAU=*"])
async def test_what_cannot_be_a_sync_token_is_invalid(client: Client, token: str) -> None:
    assert await error(client, syncToken=token) == backend(400, "global", "invalid", "Invalid sync token value.")


async def test_a_sync_token_that_looks_right_and_is_not_is_gone(client: Client) -> None:
    token = await synced(client)

    for wrong in ("CPDAlvWDx70CEPDAlvWDx70CGAU=", f"x{token}", await synced(client, TEAM)):
        assert await error(client, syncToken=wrong) == GONE


async def test_a_sync_token_is_for_who_got_it(client: Client) -> None:
    token = await synced(client, TEAM)

    answer = await client.get(events_path(TEAM), {"syncToken": token}, "bob")

    assert (answer.status, answer.reason) == (410, "fullSyncRequired")


async def test_a_sync_token_lives_for_a_week(client: Client) -> None:
    token = await synced(client)
    client.session.clock.advance(7 * DAY - 1)
    assert await client.items(syncToken=token) == []

    client.session.clock.advance(1)

    assert await error(client, syncToken=token) == GONE


async def test_a_sync_token_ends_when_the_callers_role_changes(client: Client) -> None:
    """Google: sync tokens are invalidated by changes in related ACLs; and what was seen is seen in another way now."""
    token = (await client.page(TEAM, as_="bob"))["nextSyncToken"]
    rule = f"{calendar_path(TEAM)}/acl/user:{BOB}"
    assert (await client.ask("PATCH", rule, {"role": "freeBusyReader"})).status == 200

    answer = await client.get(events_path(TEAM), {"syncToken": token}, "bob")

    assert (answer.status, answer.reason) == (410, "fullSyncRequired")


async def test_a_sync_token_of_what_is_undone_is_gone(client: Client) -> None:
    client.session.save("before")
    await client.insert(meeting())
    token = await synced(client)
    client.session.restore("before")

    assert await error(client, syncToken=token) == GONE

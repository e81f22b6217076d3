"""A page that is remembered is never an old one: whatever it says is changed, and asked for again.

Each test asks once before the change, so that there is something to remember.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from mockserver.google.events import lists as event_lists
from tests.google.event_world import ALICE, TEAM, Client, meeting, serving
from tests.google.reading_world import titles

if TYPE_CHECKING:
    from collections.abc import AsyncIterator


@pytest.fixture
async def client() -> AsyncIterator[Client]:
    async with serving() as client:
        await client.insert(meeting(), TEAM)
        yield client


def counted(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The queries of the pages that are looked for, as they come."""
    looked: list[str] = []
    found = event_lists._found  # noqa: SLF001 - only there can be seen that it was not asked

    def noted(exchange: Any, *more: Any) -> Any:
        looked.append(exchange.query_text)
        return found(exchange, *more)

    monkeypatch.setattr(event_lists, "_found", noted)
    return looked


async def test_the_owners_page_is_looked_for_once(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    looked = counted(monkeypatch)

    first = await client.page(TEAM, maxResults=5)
    again = await client.page(TEAM, maxResults=5)
    await client.page(TEAM, maxResults=6)

    assert looked == ["maxResults=5", "maxResults=6"]
    assert again == first


@pytest.mark.parametrize(
    ("person", "query"),
    [
        ("bob", {}),
        ("alice", {"singleEvents": True}),
        ("alice", {"updatedMin": "2026-03-01T00:00:00Z"}),
        ("alice", {"timeZone": "UTC"}),
        ("alice", {"maxAttendees": 1}),
    ],
)
async def test_what_may_change_by_itself_is_looked_for_each_time(
    client: Client, monkeypatch: pytest.MonkeyPatch, person: str, query: dict[str, Any]
) -> None:
    looked = counted(monkeypatch)

    for _ in range(2):
        await client.page(TEAM, as_=person, **query)

    assert len(looked) == 2


async def test_each_time_a_token_is_made_anew(client: Client) -> None:
    first = await client.page(TEAM)
    client.session.clock.advance(1_000_000)
    second = await client.page(TEAM)

    assert first.pop("nextSyncToken") != second.pop("nextSyncToken")
    assert first == second


async def test_a_page_token_of_a_remembered_page_goes_on_behind_it(client: Client) -> None:
    await client.insert(meeting(summary="Second"), TEAM)
    for _ in range(2):
        page = await client.page(TEAM, maxResults=1)
        rest = await client.page(TEAM, maxResults=1, pageToken=page["nextPageToken"])

        assert (titles(page["items"]), titles(rest["items"])) == (["Meeting"], ["Second"])


async def test_an_event_that_is_written_is_on_the_page(client: Client) -> None:
    (event,) = await client.items(TEAM)

    await client.patch(event["id"], {"summary": "Renamed"}, TEAM, as_="carol")
    assert titles(await client.items(TEAM)) == ["Renamed"]

    await client.delete(event["id"], TEAM)
    assert await client.items(TEAM) == []


async def test_a_calendar_that_is_renamed_says_so(client: Client) -> None:
    before = await client.page(TEAM)

    await client.ask("PATCH", f"/calendars/{TEAM}", {"summary": "Crew"})
    after = await client.page(TEAM)

    assert (before["summary"], after["summary"]) == ("Team", "Crew")
    assert before["etag"] != after["etag"]


async def test_default_reminders_that_are_changed_are_told(client: Client) -> None:
    await client.page(TEAM)
    reminders = [{"method": "popup", "minutes": 7}]

    await client.ask("PATCH", f"/users/me/calendarList/{TEAM}", {"defaultReminders": reminders})

    assert (await client.page(TEAM))["defaultReminders"] == reminders


async def test_two_calendars_are_two_pages(client: Client) -> None:
    assert len(await client.items(TEAM)) == 1
    assert await client.items(ALICE) == []


async def test_a_snapshot_brings_the_page_back(client: Client) -> None:
    before = await client.page(TEAM)
    client.session.save("before")
    await client.insert(meeting(), TEAM)
    assert len(await client.items(TEAM)) == 2

    client.session.restore("before")

    after = await client.page(TEAM)
    assert (after["etag"], after["items"]) == (before["etag"], before["items"])


async def test_a_query_that_is_refused_is_refused_again(client: Client) -> None:
    for _ in range(2):
        answer = await client.ask("GET", f"/calendars/{TEAM}/events", orderBy="startTime")

        assert answer.status == 400

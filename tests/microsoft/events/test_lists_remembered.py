"""A page that is remembered is never an old one: whatever it says is changed, and asked for again.

Each test asks once before the change, so that there is something to remember.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from mockserver.documents.collection import REMEMBERED
from mockserver.microsoft.calendars.calendar import default_calendar
from mockserver.microsoft.events import lists
from tests.microsoft.events.kept_events import kept
from tests.microsoft.world import Client, graph, meeting

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

FIRST = {"$top": "5"}


@pytest.fixture
async def client() -> AsyncIterator[Client]:
    async with graph() as client:
        kept(default_calendar(client.mailbox()), meeting())
        yield client


@pytest.fixture
def looked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The queries of the pages that are looked for, as they come."""
    queries: list[str] = []
    made = lists._page  # noqa: SLF001 - only there can be seen that it was not asked

    def noted(reading: Any, *more: Any) -> Any:
        queries.append(reading.exchange.query_text)
        return made(reading, *more)

    monkeypatch.setattr(lists, "_page", noted)
    return queries


async def test_the_owners_page_is_looked_for_once(client: Client, looked: list[str]) -> None:
    first = await client.read("/me/events", **FIRST)
    again = await client.read("/me/events", **FIRST)
    await client.read("/me/events", **{"$top": "6"})

    assert len(looked) == 2
    assert again == first


@pytest.mark.parametrize(
    "query", [{"$skip": "0"}, {"$count": "true"}, {"$select": "subject"}, {"$expand": "attachments"}, {"other": "1"}]
)
async def test_a_page_of_anything_else_is_looked_for_each_time(
    client: Client, looked: list[str], query: dict[str, str]
) -> None:
    for _ in range(2):
        await client.read("/me/events", **query)

    assert len(looked) == 2


async def test_a_page_with_preferences_is_looked_for_each_time(client: Client, looked: list[str]) -> None:
    for zone in ("UTC", "Europe/Berlin", "UTC"):
        page = await client.read("/me/events", prefer=f'outlook.timezone="{zone}"')
        assert page["value"][0]["start"]["timeZone"] == zone

    assert len(looked) == 3


async def test_a_new_event_is_on_the_page(client: Client) -> None:
    await client.read("/me/events", **FIRST)
    second = kept(default_calendar(client.mailbox()), meeting()).id

    assert second in [event["id"] for event in (await client.read("/me/events", **FIRST))["value"]]


async def test_what_was_restored_is_on_the_page(client: Client) -> None:
    before = await client.read("/me/events", **FIRST)
    client.session.save("before")
    kept(default_calendar(client.mailbox()), meeting())
    await client.read("/me/events", **FIRST)
    client.session.restore("before")

    assert await client.read("/me/events", **FIRST) == before


async def test_each_spelling_of_a_path_has_its_own_context(client: Client) -> None:
    contexts = [(await client.read(path))["@odata.context"] for path in ("/me/events", "/me/calendar/events")]

    assert [context.rpartition("/")[2] for context in contexts] == ["events", "events"]
    assert len(set(contexts)) == 2


async def test_no_more_pages_are_remembered_than_a_collection_may(client: Client) -> None:
    for size in range(1, 3 * REMEMBERED):
        await client.read("/me/events", **{"$top": str(size)})

    assert len(default_calendar(client.mailbox()).events._remembered) <= REMEMBERED  # noqa: SLF001 - nobody else counts

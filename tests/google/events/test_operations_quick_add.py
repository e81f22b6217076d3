"""`events.quickAdd` over a socket. What it reads out of a text is `test_quick_add.py`'s business."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from mockserver.google.settings import settings_of
from tests.google.event_world import TEAM, Client, events_path, ok, serving

if TYPE_CHECKING:
    from collections.abc import AsyncIterator


@pytest.fixture
async def client() -> AsyncIterator[Client]:
    async with serving() as client:
        yield client


async def test_a_sentence_becomes_an_event_of_an_hour_in_the_calendars_zone(client: Client) -> None:
    event = ok(
        await client.ask(
            "POST", events_path("primary", "quickAdd"), text="Lunch with Bob at Luigi's on March 9 at 12pm"
        )
    )

    assert event["summary"] == "Lunch with Bob"
    assert event["location"] == "Luigi's"
    assert event["start"] == {"dateTime": "2026-03-09T12:00:00-04:00", "timeZone": "America/New_York"}
    assert event["end"]["dateTime"] == "2026-03-09T13:00:00-04:00"
    assert await client.event(event["id"]) == event


async def test_a_day_without_a_time_is_an_all_day_event(client: Client) -> None:
    event = ok(await client.ask("POST", events_path("primary", "quickAdd"), text="Fair on March 9"))

    assert (event["start"], event["end"]) == ({"date": "2026-03-09"}, {"date": "2026-03-10"})


async def test_an_event_without_a_length_has_the_callers_default(client: Client) -> None:
    client.session.documents.put(settings_of("alice"), "defaultEventLength", b"25")

    event = ok(await client.ask("POST", events_path("primary", "quickAdd"), text="Call March 9 at 12pm"))

    assert event["end"]["dateTime"] == "2026-03-09T12:25:00-04:00"


async def test_the_text_has_to_be_given(client: Client) -> None:
    answer = await client.ask("POST", events_path("primary", "quickAdd"))

    assert (answer.status, answer.reason) == (400, "required")
    assert answer.json["error"]["message"] == "Required parameter: text"


async def test_a_reader_adds_nothing(client: Client) -> None:
    answer = await client.ask("POST", events_path(TEAM, "quickAdd"), as_="bob", text="Lunch")

    assert (answer.status, answer.reason) == (403, "requiredAccessLevel")

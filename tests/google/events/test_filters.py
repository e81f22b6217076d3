"""What the filters of `events.list` leave through."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.google.event_world import BOB, Client, all_day, meeting, series, serving, timed
from tests.google.reading_world import backend, error, names

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

SEARCHED: dict[str, Any] = {
    "summary": "Quarterly Review",
    "description": "Budget, numbers",
    "location": "Aula Magna",
    "attendees": [{"email": "zoe@elsewhere.example", "displayName": "Zoë Quant"}],
    "attachments": [{"fileUrl": "https://files.example/hidden", "title": "Hidden"}],
    "extendedProperties": {"private": {"ticket": "hidden"}, "shared": {"team": "hidden"}},
}
TWO: list[dict[str, Any]] = [
    {"extendedProperties": {"private": {"a": "1", "b": "2"}, "shared": {"c": "3"}}, "summary": "Both"},
    {"extendedProperties": {"private": {"a": "1"}, "shared": {"c": "4"}}, "summary": "One"},
]


@pytest.fixture
async def client() -> AsyncIterator[Client]:
    async with serving() as client:
        yield client


# Words


@pytest.mark.parametrize(
    "words",
    [
        "quarterly", "REVIEW", "review quarterly", "budget", "numbers", "aula", "magna budget", "zoe", "Zoë", "quant",
        "elsewhere", "alice", "Quart", "review, budget!", "",
    ],
)  # fmt: skip
async def test_words_are_looked_for_in_title_text_place_and_people(client: Client, words: str) -> None:
    await client.insert(SEARCHED | meeting(summary="Quarterly Review"))

    assert await names(client, q=words) == ["Quarterly Review"]


@pytest.mark.parametrize("words", ["hidden", "eview", "quarterly missing", "team", "confirmed"])
async def test_words_that_are_not_there_find_nothing(client: Client, words: str) -> None:
    """Nor are they looked for in properties, attachments, or inside of words."""
    await client.insert(SEARCHED | meeting(summary="Quarterly Review"), supportsAttachments=True)

    assert await client.items(q=words) == []


@pytest.mark.parametrize("words", ["tower", "desk-4", "home"])
async def test_the_place_of_a_working_location_is_searched(client: Client, words: str) -> None:
    place = {"type": "officeLocation", "officeLocation": {"buildingId": "Tower", "deskId": "Desk-4", "label": "Home"}}
    body = all_day("2026-03-09", "2026-03-10", eventType="workingLocation", workingLocationProperties=place)
    await client.insert(body | {"visibility": "public", "transparency": "transparent"})

    assert len(await client.items(q=words)) == 1


async def test_of_a_series_every_occurrence_has_its_words(client: Client) -> None:
    await client.insert(series())

    assert await names(client, q="stand", singleEvents=True) == ["Stand-up"] * 5


async def test_an_occurrence_is_found_by_its_own_words(client: Client) -> None:
    master = (await client.insert(series()))["id"]
    first, second, *_ = await client.instances(master)
    await client.patch(first["id"], {"summary": "Retrospective"})
    await client.delete(second["id"])

    assert await names(client, q="retrospective", singleEvents=True) == ["Retrospective"]
    assert len(await client.items(q="stand", singleEvents=True)) == 3


async def test_a_cancelled_occurrence_is_found_by_the_words_of_its_series(client: Client) -> None:
    master = (await client.insert(series()))["id"]
    first = (await client.instances(master))[0]["id"]
    await client.delete(first)

    assert [item["id"] for item in await client.items(q="stand")] == [master, first]
    assert await client.items(q="other") == []


# iCalUID


async def test_an_ical_uid_finds_a_series_with_its_exceptions(client: Client) -> None:
    await client.insert(meeting())
    master = await client.insert(series())
    first, second, *_ = await client.instances(master["id"])
    await client.patch(first["id"], {"summary": "Changed"})
    await client.delete(second["id"])

    items = await client.items(iCalUID=master["iCalUID"])

    assert [item["id"] for item in items] == [master["id"], first["id"], second["id"]]


async def test_an_ical_uid_is_the_whole_of_it(client: Client) -> None:
    event = await client.insert(meeting())

    assert await client.items(iCalUID=event["iCalUID"][:-1]) == []


async def test_an_ical_uid_finds_a_deleted_event_when_those_are_asked_for(client: Client) -> None:
    event = await client.insert(meeting())
    await client.delete(event["id"])

    assert await client.items(iCalUID=event["iCalUID"]) == []
    assert [item["id"] for item in await client.items(iCalUID=event["iCalUID"], showDeleted=True)] == [event["id"]]


# Types


async def test_any_of_several_types_will_do(client: Client) -> None:
    await client.insert(meeting(summary="Plain"))
    for title, type_ in (("Focus", "focusTime"), ("Away", "outOfOffice")):
        hour = timed("2026-03-09T10:00:00-04:00", "2026-03-09T11:00:00-04:00", summary=title, eventType=type_)
        await client.insert(hour | {f"{type_}Properties": {"autoDeclineMode": "declineNone"}})

    assert await names(client) == ["Plain", "Focus", "Away"]
    assert await names(client, eventTypes="default") == ["Plain"]
    assert await names(client, eventTypes=["focusTime", "outOfOffice"]) == ["Focus", "Away"]


# Extended properties


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"privateExtendedProperty": "a=1"}, ["Both", "One"]),
        ({"privateExtendedProperty": ["a=1", "b=2"]}, ["Both"]),
        ({"sharedExtendedProperty": "c=4"}, ["One"]),
        ({"privateExtendedProperty": "a=1", "sharedExtendedProperty": "c=3"}, ["Both"]),
        ({"privateExtendedProperty": "c=3"}, []),
        ({"privateExtendedProperty": "a=2"}, []),
    ],
)
async def test_an_event_has_all_the_properties_asked_for(
    client: Client, query: dict[str, Any], found: list[str]
) -> None:
    for members in TWO:
        await client.insert(meeting(**members))

    assert await names(client, **query) == found


async def test_a_propertys_value_may_have_an_equals_sign_or_be_empty(client: Client) -> None:
    await client.insert(meeting(extendedProperties={"private": {"a": "b=c"}}))

    assert len(await client.items(privateExtendedProperty="a=b=c")) == 1
    assert await client.items(privateExtendedProperty="a=") == []


@pytest.mark.parametrize("name", ["privateExtendedProperty", "sharedExtendedProperty"])
async def test_a_property_is_a_name_and_a_value(client: Client, name: str) -> None:
    message = "Invalid value 'a'. Use propertyName=value."

    assert await error(client, **{name: "a"}) == backend(400, "global", "invalidParameter", message, name)


# Together


async def test_filters_find_what_passes_all_of_them(client: Client) -> None:
    await client.insert(meeting(summary="Plan", attendees=[{"email": BOB}]))
    await client.insert(meeting(summary="Plan", extendedProperties={"private": {"a": "1"}}))

    assert len(await client.items(q="plan")) == 2
    assert len(await client.items(q="plan bob")) == 1
    assert len(await client.items(q="plan", privateExtendedProperty="a=1", eventTypes="default")) == 1
    assert await client.items(q="plan bob", privateExtendedProperty="a=1") == []

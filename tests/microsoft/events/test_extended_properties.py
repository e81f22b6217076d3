"""Extended properties of events and calendars: written, found by filters, shown where they are expanded."""

from __future__ import annotations

from typing import Any

import pytest

from mockserver.microsoft.events.extended_properties import MOST, MULTI, SINGLE, read
from mockserver.microsoft.refusals import Refusal
from tests.microsoft.sdk_client import checked_client
from tests.microsoft.world import ALICE, daily, graph, meeting

GUID = "{66f5a359-4659-4830-9070-00047ec6ac6e}"
COLOR = {"id": f"String {GUID} Name Color", "value": "Green"}
SIZE = {"id": f"Integer {GUID} Id 0x27", "value": "5"}
PALETTE = {"id": f"StringArray {GUID} Name Palette", "value": ["Green", "Red"]}
IN_CAPITALS = f"STRING {GUID.upper()} NAME Color"


def expanded(id_: str = COLOR["id"], name: str = SINGLE) -> str:
    return f"{name}($filter=id eq '{id_}')"


def found_by(id_: str, value: str) -> str:
    return f"{SINGLE}/any(ep: ep/id eq '{id_}' and ep/value eq '{value}')"


def test_what_is_read_is_in_the_one_spelling() -> None:
    body = {SINGLE: [{"id": "string 0x01", "value": "a"}], MULTI: [{"id": "StringArray 0x1", "value": []}]}

    assert read(body) == {
        SINGLE: [{"id": "String 0x1", "value": "a"}],
        MULTI: [{"id": "StringArray 0x1", "value": []}],
    }
    assert read({SINGLE: None}) == {SINGLE: [], MULTI: []}


@pytest.mark.parametrize(
    ("item", "name", "code"),
    [
        ({"id": "StringArray 0x1", "value": "a"}, SINGLE, "ErrorInvalidExtendedProperty"),
        ({"id": "String 0x1", "value": ["a"]}, MULTI, "ErrorInvalidExtendedProperty"),
        ({"id": "String 0x1"}, SINGLE, "ErrorPropertyValidationFailure"),
        ({"id": "StringArray 0x1", "value": ["a", None]}, MULTI, "ErrorPropertyValidationFailure"),
        ({"id": "StringArray 0x1", "value": ["a"] * 501}, MULTI, "ErrorPropertyValidationFailure"),
        ({"id": "Test", "value": "a"}, SINGLE, "ErrorInvalidProperty"),
        ({"value": "a"}, SINGLE, "ErrorInvalidProperty"),
        ({}, SINGLE, "ErrorPropertyValidationFailure"),
    ],
)
def test_what_lacks_a_part_or_has_another_type_is_refused(item: dict[str, Any], name: str, code: str) -> None:
    with pytest.raises(Refusal) as refused:
        read({name: [item]})

    assert refused.value.row.code == code


def test_too_many_at_once_are_refused() -> None:
    with pytest.raises(Refusal):
        read({SINGLE: [{"id": f"String 0x{number + 1:x}", "value": ""} for number in range(MOST + 1)]})


async def test_the_properties_of_an_event_are_shown_only_where_they_are_expanded() -> None:
    async with graph() as client:
        event = await client.create(meeting(**{SINGLE: [COLOR, SIZE], MULTI: [PALETTE]}))
        path = f"/me/events/{event['id']}"
        plain = await client.read(path)
        one = await client.read(path, expand=expanded())
        many = await client.read(path, expand=expanded(PALETTE["id"], MULTI))  # type: ignore[arg-type]  # it is text

    assert SINGLE not in event
    assert SINGLE not in plain
    assert one[SINGLE] == [COLOR]
    assert many[MULTI] == [PALETTE]


async def test_a_property_of_an_event_is_changed_by_a_patch() -> None:
    async with graph() as client:
        event = await client.create(meeting(**{SINGLE: [COLOR, SIZE]}))
        path = f"/me/events/{event['id']}"
        await client.update(path, {SINGLE: [{"id": IN_CAPITALS, "value": "Red"}]})
        read_back = await client.read(path, expand=expanded())
        other = await client.read(path, expand=expanded(SIZE["id"]))

    assert read_back[SINGLE] == [{**COLOR, "value": "Red"}]
    assert other[SINGLE] == [SIZE]


async def test_letter_case_does_not_count_in_the_ids_of_a_query() -> None:
    async with graph() as client:
        event = await client.create(meeting(**{SINGLE: [COLOR]}))
        shown = await client.read(f"/me/events/{event['id']}", expand=expanded(IN_CAPITALS))
        found = await client.read("/me/events", filter=found_by(IN_CAPITALS, "Green"))

    assert shown[SINGLE] == [COLOR]
    assert [one["id"] for one in found["value"]] == [event["id"]]


async def test_events_are_found_by_a_property() -> None:
    async with graph() as client:
        green = await client.create(meeting(**{SINGLE: [COLOR]}))
        await client.create(meeting(**{SINGLE: [{**COLOR, "value": "Red"}]}))
        await client.create(meeting(**{SINGLE: [{"id": f"String {GUID} Name Other", "value": "Green"}]}))
        found = await client.read("/me/events", filter=found_by(COLOR["id"], "Green"), expand=expanded())

    assert [(one["id"], one[SINGLE]) for one in found["value"]] == [(green["id"], [COLOR])]


async def test_nothing_is_found_by_properties_of_many_values() -> None:
    async with graph() as client:
        answer = await client.get("/me/events", filter=f"{MULTI}/any(ep: ep/id eq '{PALETTE['id']}')")

    assert (answer.status, answer.code) == (400, "ErrorInvalidUrlQueryFilter")


@pytest.mark.parametrize("query", [{"expand": expanded("Test")}, {"filter": found_by("Test", "a")}])
async def test_a_query_for_what_is_no_id_is_refused(query: dict[str, str]) -> None:
    async with graph() as client:
        answer = await client.get("/me/events", **query)

    assert (answer.status, answer.code) == (400, "ErrorInvalidProperty")


async def test_an_occurrence_has_the_properties_of_its_series_until_it_has_its_own() -> None:
    window = {"startDateTime": "2026-03-01T00:00:00Z", "endDateTime": "2026-04-01T00:00:00Z"}
    async with graph() as client:
        series = await client.create(daily() | {SINGLE: [COLOR]})
        instances = f"/me/events/{series['id']}/instances"
        before = (await client.read(instances, expand=expanded(), **window))["value"]
        await client.update(f"/me/events/{before[1]['id']}", {SINGLE: [{**COLOR, "value": "Red"}]})
        after = (await client.read(instances, expand=expanded(), **window))["value"]

    assert [one[SINGLE][0]["value"] for one in before] == ["Green"] * 5
    assert [one[SINGLE][0]["value"] for one in after] == ["Green", "Red", "Green", "Green", "Green"]


async def test_a_calendar_has_properties_too() -> None:
    async with graph() as client:
        made = await client.create({"name": "Work", SINGLE: [COLOR], MULTI: [PALETTE]}, "/me/calendars")
        path = f"/me/calendars/{made['id']}"
        await client.update(path, {SINGLE: [SIZE]})
        plain = await client.read(path)
        one = await client.read(path, expand=expanded())
        listed = await client.read("/me/calendars", expand=expanded(SIZE["id"]))
        found = await client.read("/me/calendars", filter=found_by(COLOR["id"], "Green"))
        counted = await client.get("/me/calendars/$count", filter=found_by(COLOR["id"], "Green"))

    assert SINGLE not in made
    assert SINGLE not in plain
    assert one[SINGLE] == [COLOR]
    assert [calendar.get(SINGLE) for calendar in listed["value"]] == [None, [SIZE]]
    assert [calendar["name"] for calendar in found["value"]] == ["Work"]
    assert SINGLE not in found["value"][0]
    assert counted.body == b"1"


async def test_msgraph_sdk_writes_and_reads_a_property() -> None:
    from kiota_abstractions.base_request_configuration import RequestConfiguration  # noqa: PLC0415 - slow, only here
    from msgraph.generated.models.event import Event  # noqa: PLC0415 - as above
    from msgraph.generated.models.single_value_legacy_extended_property import (  # noqa: PLC0415 - as above
        SingleValueLegacyExtendedProperty,
    )
    from msgraph.generated.users.item.events.item.event_item_request_builder import (  # noqa: PLC0415 - as above
        EventItemRequestBuilder,
    )

    async with graph() as client, checked_client(f"{client.origin}/v1.0", "alice") as sdk:
        event = await client.create(meeting())
        of = sdk.users.by_user_id(ALICE).events.by_event_id(event["id"])
        color = SingleValueLegacyExtendedProperty(id=COLOR["id"], value="Green")
        await of.patch(Event(single_value_extended_properties=[color]))
        query = EventItemRequestBuilder.EventItemRequestBuilderGetQueryParameters(expand=[expanded()])
        found = await of.get(RequestConfiguration(query_parameters=query))

    assert found is not None
    assert [(one.id, one.value) for one in found.single_value_extended_properties or ()] == [(COLOR["id"], "Green")]

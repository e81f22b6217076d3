"""What `$expand` puts into an event: attachments, extensions, extended properties, its calendar, its occurrences."""

from __future__ import annotations

from base64 import b64decode
from typing import TYPE_CHECKING, Any

import pytest

from mockserver.microsoft.calendars.calendar import default_calendar
from mockserver.microsoft.events import beside, store
from tests.microsoft.events.kept_events import kept
from tests.microsoft.world import Client, daily, graph, meeting, timed

if TYPE_CHECKING:
    from collections.abc import Mapping

MARCH = {"startDateTime": "2026-03-01T00:00:00Z", "endDateTime": "2026-04-01T00:00:00Z"}
FILE = {
    "@odata.type": "#microsoft.graph.fileAttachment", "id": "AAMk1=", "name": "a.txt", "contentType": "text/plain",
    "size": 2, "isInline": False, "contentBytes": "aGk=",
}  # fmt: skip
EXTENSION = {
    "@odata.type": "#microsoft.graph.openTypeExtension", "extensionName": "com.x.y",
    "id": "Microsoft.OutlookServices.OpenTypeExtension.com.x.y", "colour": "red",
}  # fmt: skip
GREEN = {"id": "String {66f5a359-4659-4830-9070-00047ec6ac6e} Name Color", "value": "Green"}
BIG = {"id": "String {66f5a359-4659-4830-9070-00047ec6ac6e} Name Size", "value": "Big"}


def keep(client: Client, body: Mapping[str, Any], **items: list[dict[str, Any]]) -> str:
    mailbox = client.mailbox()
    id_ = kept(default_calendar(mailbox), body).id
    for name, value in items.items():
        beside.put(mailbox, id_, name, [_kept(client, item) for item in value])  # type: ignore[arg-type]  # the tests name what there is
    return id_


def _kept(client: Client, item: Mapping[str, Any]) -> dict[str, Any]:
    """An item as it is kept: an attachment without its content, which lies by itself."""
    plain = {name: value for name, value in item.items() if name != "contentBytes"}
    if "contentBytes" in item:
        beside.put_content(client.mailbox(), "part", b64decode(item["contentBytes"]))
        plain["parts"] = ["part"]
    return plain


@pytest.mark.parametrize(("name", "item"), [("attachments", FILE), ("extensions", EXTENSION)])
async def test_what_is_beside_an_event_is_shown_where_it_is_expanded(name: str, item: dict[str, Any]) -> None:
    async with graph() as client:
        id_ = keep(client, meeting(), **{name: [item]})
        plain = await client.read(f"/me/events/{id_}")
        read = await client.read(f"/me/events/{id_}", expand=name, select="subject")
        [listed] = (await client.read("/me/events", expand=name))["value"]

    assert name not in plain
    assert read[name] == [item] == listed[name]
    assert read[f"{name}@odata.context"].endswith(f"/events('{id_.replace('=', '%3D')}')/{name}")
    assert [part for part in read if "@" not in part] == ["id", "subject", name]


async def test_an_event_without_any_has_an_empty_list() -> None:
    async with graph() as client:
        read = await client.read(f"/me/events/{keep(client, meeting())}", expand="attachments,extensions")

    assert (read["attachments"], read["extensions"]) == ([], [])


async def test_an_expansion_selects_for_itself() -> None:
    async with graph() as client:
        id_ = keep(client, meeting(), attachments=[FILE])
        read = await client.read(f"/me/events/{id_}", expand="attachments($select=name,size)")

    assert read["attachments"] == [{name: FILE[name] for name in ("@odata.type", "id", "name", "size")}]


@pytest.mark.parametrize("id_", ["com.x.y", EXTENSION["id"]])
async def test_an_extension_is_found_by_its_name_and_by_its_id(id_: str) -> None:
    async with graph() as client:
        event = keep(client, meeting(), extensions=[EXTENSION, EXTENSION | {"id": "z", "extensionName": "z"}])
        read = await client.read(f"/me/events/{event}", expand=f"extensions($filter=id eq '{id_}')")

    assert read["extensions"] == [EXTENSION]


async def test_an_extended_property_is_read_by_its_id_and_left_out_where_there_is_none() -> None:
    expand = f"singleValueExtendedProperties($filter=id eq '{GREEN['id']}')"
    async with graph() as client:
        with_it = keep(client, meeting(), singleValueExtendedProperties=[GREEN, BIG])
        without = keep(client, meeting())
        found = await client.read(f"/me/events/{with_it}", expand=expand)
        none = await client.read(f"/me/events/{without}", expand=expand)
        refused = await client.get(f"/me/events/{with_it}", expand="singleValueExtendedProperties")

    assert found["singleValueExtendedProperties"] == [GREEN]
    assert "singleValueExtendedProperties" not in none
    assert (refused.status, refused.code) == (400, "ErrorInvalidUrlQuery")


async def test_an_event_is_found_by_an_extended_property() -> None:
    condition = f"singleValueExtendedProperties/any(p:p/id eq '{GREEN['id']}' and p/value eq 'Green')"
    async with graph() as client:
        id_ = keep(client, meeting(), singleValueExtendedProperties=[GREEN])
        keep(client, meeting(), singleValueExtendedProperties=[GREEN | {"value": "Red"}])
        page = await client.read("/me/events", filter=condition)

    assert [event["id"] for event in page["value"]] == [id_]


async def test_the_calendar_of_an_event_is_one_object() -> None:
    async with graph() as client:
        read = await client.read(f"/me/events/{keep(client, meeting())}", expand="calendar($select=name)")

    assert {name: value for name, value in read["calendar"].items() if name != "@odata.etag"} == {
        "id": default_calendar(client.mailbox()).id,
        "name": "Calendar",
    }


async def test_the_instances_of_a_series_are_those_in_the_window_in_the_zone_asked_for() -> None:
    zone = 'outlook.timezone="Eastern Standard Time"'
    async with graph() as client:
        id_ = keep(client, daily(count=3))
        path = f"/me/events/{id_}"
        read = await client.read(path, prefer=zone, expand="instances($select=start)", **MARCH)
        missing = await client.get(path, expand="instances")
        alone = await client.read(f"/me/events/{keep(client, meeting())}", expand="instances", **MARCH)

    assert [event["start"]["dateTime"][:16] for event in read["instances"]] == [
        "2026-03-06T09:00", "2026-03-07T09:00", "2026-03-08T09:00"
    ]  # fmt: skip
    assert (missing.status, missing.code) == (400, "ErrorInvalidParameter")
    assert alone["instances"] == []


async def test_the_exceptions_of_a_series_are_expanded_without_a_window() -> None:
    async with graph() as client:
        id_ = keep(client, daily(count=3))
        page = await client.read(f"/me/events/{id_}/instances", **MARCH)
        found = store.find(client.mailbox(), page["value"][1]["id"])
        moved = timed("2026-03-07T20:00:00.0000000", "2026-03-07T20:30:00.0000000", subject="Moved")
        store.keep_exception(found, {**found.document, **moved})
        read = await client.read(f"/me/events/{id_}", expand="exceptionOccurrences", select="subject")
        plain = await client.read(f"/me/events/{id_}", select="exceptionOccurrences")

    assert [(event["subject"], event["type"]) for event in read["exceptionOccurrences"]] == [("Moved", "exception")]
    assert "exceptionOccurrences" not in plain

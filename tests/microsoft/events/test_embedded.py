"""What a body brings that is kept beside its event: not answered, but there; and what of it is refused."""

from __future__ import annotations

from typing import Any

import pytest

from mockserver.microsoft.events import beside
from tests.microsoft.world import graph, meeting

COLOR = {"id": "String {66f5a359-4659-4830-9070-00047ec6ac6e} Name Color", "value": "Green"}
EXTENSION = {"@odata.type": "microsoft.graph.openTypeExtension", "extensionName": "com.x.y", "colour": "green"}
FILE = {"@odata.type": "#microsoft.graph.fileAttachment", "name": "a.txt", "contentBytes": "QQ=="}


async def test_what_is_embedded_is_kept_and_not_answered() -> None:
    async with graph() as client:
        made = await client.create(meeting(singleValueExtendedProperties=[COLOR], extensions=[EXTENSION]))
        mailbox = client.mailbox()
        properties = beside.items(mailbox, made["id"], "singleValueExtendedProperties")
        extensions = beside.items(mailbox, made["id"], "extensions")

    assert not {"singleValueExtendedProperties", "extensions"} & made.keys()
    assert properties == [COLOR]
    assert extensions[0]["id"] == "Microsoft.OutlookServices.OpenTypeExtension.com.x.y"
    assert extensions[0]["colour"] == "green"


@pytest.mark.parametrize(("inline", "has"), [(False, True), (True, False)])
async def test_an_event_has_attachments_unless_they_stand_in_its_body(inline: bool, has: bool) -> None:
    async with graph() as client:
        made = await client.create(meeting(attachments=[FILE | {"isInline": inline}]))
        kept = beside.items(client.mailbox(), made["id"], "attachments")

    assert made["hasAttachments"] is has
    assert kept[0]["name"] == "a.txt"


async def test_a_change_of_an_extended_property_leaves_the_others() -> None:
    other = {"id": COLOR["id"].replace("Color", "Size"), "value": "Big"}
    async with graph() as client:
        made = await client.create(meeting(singleValueExtendedProperties=[COLOR, other]))
        await client.update(f"/me/events/{made['id']}", {"singleValueExtendedProperties": [COLOR | {"value": "Red"}]})
        kept = beside.items(client.mailbox(), made["id"], "singleValueExtendedProperties")

    assert kept == [COLOR | {"value": "Red"}, other]


async def test_what_is_beside_an_event_goes_with_it() -> None:
    async with graph() as client:
        made = await client.create(meeting(singleValueExtendedProperties=[COLOR]))
        await client.ask("DELETE", f"/me/events/{made['id']}")
        kept = beside.items(client.mailbox(), made["id"], "singleValueExtendedProperties")

    assert kept == []


@pytest.mark.parametrize(
    ("members", "code"),
    [
        ({"singleValueExtendedProperties": [{"id": COLOR["id"]}]}, "ErrorPropertyValidationFailure"),
        ({"multiValueExtendedProperties": [{"value": ["a"]}]}, "ErrorInvalidProperty"),
        ({"extensions": [{"@odata.type": "microsoft.graph.openTypeExtension"}]}, "ErrorPropertyValidationFailure"),
        ({"attachments": [{"name": "a.txt"}]}, "UnableToDeserializePostBody"),
    ],
)
async def test_what_lacks_a_part_is_refused_and_no_event_is_made(members: dict[str, Any], code: str) -> None:
    async with graph() as client:
        answer = await client.ask("POST", "/me/events", meeting(**members))
        events = await client.read("/me/events")

    assert (answer.status, answer.code) == (400, code)
    assert events["value"] == []

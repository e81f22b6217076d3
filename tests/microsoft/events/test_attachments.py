"""The attachments of events: added, listed, read, taken away, and what an event, its series and others make of them."""

from __future__ import annotations

from base64 import b64encode
from typing import Any
from urllib.parse import quote

import pytest

from tests.microsoft.sdk_client import checked_client
from tests.microsoft.world import ALICE, ROOM_4, Client, daily, graph, meeting

FILE: dict[str, Any] = {
    "@odata.type": "#microsoft.graph.fileAttachment",
    "name": "menu.txt",
    "contentType": "text/plain",
    "contentBytes": b64encode(b"Soup of the day").decode(),
}
ITEM: dict[str, Any] = {
    "@odata.type": "#microsoft.graph.itemAttachment",
    "name": "Holiday",
    "item": {
        "@odata.type": "#microsoft.graph.event",
        "subject": "Holiday",
        "start": {"dateTime": "2026-05-01T10:00:00", "timeZone": "Pacific Standard Time"},
        "end": {"dateTime": "2026-05-01T11:00:00", "timeZone": "Pacific Standard Time"},
    },
}
REFERENCE: dict[str, Any] = {"@odata.type": "microsoft.graph.referenceAttachment", "name": "Photos"}


def path(event: dict[str, Any], *rest: str) -> str:
    return "/".join(["/me/events", event["id"], "attachments", *rest])


async def occurrence(client: Client, series: dict[str, Any], number: int = 1) -> dict[str, Any]:
    window = {"startDateTime": "2026-03-01T00:00:00Z", "endDateTime": "2026-04-01T00:00:00Z"}
    found = await client.read(f"/me/events/{series['id']}/instances", **window)
    item: dict[str, Any] = found["value"][number]
    return item


async def names(client: Client, event: dict[str, Any]) -> list[str]:
    return [item["name"] for item in (await client.read(path(event)))["value"]]


async def test_a_file_is_answered_with_its_members_in_the_order_of_the_wire() -> None:
    async with graph() as client:
        event = await client.create(meeting())
        answer = await client.ask("POST", path(event), FILE)
        origin = client.origin

    user = client.mailbox().id
    assert answer.status == 201
    assert list(answer.json) == [
        "@odata.context", "@odata.type", "@odata.mediaContentType", "id", "lastModifiedDateTime", "name",
        "contentType", "size", "isInline", "contentId", "contentLocation", "contentBytes",
    ]  # fmt: skip
    of = f"users('{user}')/events('{quote(event['id'], safe='')}')/attachments"
    assert answer.json["@odata.context"] == f"https://graph.microsoft.com/v1.0/$metadata#{of}/$entity"
    assert answer.json["size"] == 15
    assert answer.json["isInline"] is False
    assert answer.json["lastModifiedDateTime"] == "2026-03-06T14:00:00Z"
    assert answer.headers["Location"] == f"{origin}/v1.0/{of}('{quote(answer.json['id'], safe='')}')"


async def test_the_id_of_an_attachment_begins_as_that_of_its_event() -> None:
    async with graph() as client:
        event = await client.create(meeting())
        attached = await client.create(FILE, path(event))

    assert attached["id"][:148] == event["id"][:148]
    assert "BEgAQA" in attached["id"]


async def test_a_file_is_read_back_as_json_and_as_its_bytes() -> None:
    async with graph() as client:
        event = await client.create(meeting())
        attached = await client.create(FILE, path(event))
        read = await client.read(path(event, attached["id"]))
        raw = await client.get(path(event, attached["id"], "$value"))

    assert {**read, "@odata.context": ""} == {**attached, "@odata.context": ""}
    assert (raw.status, raw.body, raw.headers["Content-Type"]) == (200, b"Soup of the day", "text/plain")


async def test_a_file_without_a_content_type_has_that_of_its_name() -> None:
    async with graph() as client:
        event = await client.create(meeting())
        plain = {name: value for name, value in FILE.items() if name != "contentType"}
        named = await client.create({**plain, "name": "a.png"}, path(event))
        unnamed = await client.create({**plain, "name": "a"}, path(event))

    assert (named["contentType"], unnamed["contentType"]) == ("image/png", "application/octet-stream")


async def test_an_attached_item_is_shown_only_by_the_cast() -> None:
    cast = {"expand": "microsoft.graph.itemattachment/item"}
    async with graph() as client:
        event = await client.create(meeting())
        attached = await client.create(ITEM, path(event))
        plain = await client.read(path(event, attached["id"]))
        whole = await client.read(path(event, attached["id"]), **cast)
        listed = await client.read(path(event), **cast)

    assert "item" not in attached
    assert "item" not in plain
    assert plain["contentType"] is None
    assert whole["item"]["@odata.type"] == "#microsoft.graph.event"
    assert whole["item"]["start"] == {"dateTime": "2026-05-01T17:00:00.0000000", "timeZone": "UTC"}
    assert listed["value"][0]["item"] == whole["item"]


async def test_the_raw_content_of_an_item_and_of_a_reference_is_refused() -> None:
    async with graph() as client:
        event = await client.create(meeting())
        item, reference = [(await client.create(one, path(event)))["id"] for one in (ITEM, REFERENCE)]

        assert (await client.get(path(event, item, "$value"))).status == 501
        assert (await client.get(path(event, reference, "$value"))).status == 405


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ({"name": "a", "contentBytes": ""}, 400, "RequestBodyRead"),
        ({"name": "a"}, 400, "UnableToDeserializePostBody"),
        ({"@odata.type": "#microsoft.graph.sharedFile", "name": "a"}, 400, "RequestBodyRead"),
        ({"@odata.type": "#microsoft.graph.event", "name": "a"}, 400, "UnableToDeserializePostBody"),
        ({**FILE, "name": ""}, 400, "ErrorPropertyValidationFailure"),
        ({**FILE, "name": "n" * 256}, 400, "ErrorPropertyValidationFailure"),
        ({**FILE, "contentBytes": None}, 400, "ErrorPropertyValidationFailure"),
        ({**FILE, "contentBytes": "§"}, 400, "UnableToDeserializePostBody"),
        ({**FILE, "contentType": "text/plain\r\nX-Other: a"}, 400, "ErrorPropertyValidationFailure"),
        ({**FILE, "contentType": "text/§"}, 400, "ErrorPropertyValidationFailure"),
        ({**FILE, "colour": "red"}, 400, "RequestBodyRead"),
        ({**ITEM, "item": {**ITEM["item"], "start": {"dateTime": "soon"}}}, 400, "ErrorPropertyValidationFailure"),
        ({**ITEM, "item": None}, 400, "UnableToDeserializePostBody"),
        ({**REFERENCE, "sourceUrl": "https://a.example"}, 400, "RequestBodyRead"),
    ],
)
async def test_what_cannot_be_attached_is_refused(body: dict[str, Any], status: int, code: str) -> None:
    async with graph() as client:
        event = await client.create(meeting())
        answer = await client.ask("POST", path(event), body)

        assert (answer.status, answer.code) == (status, code)
        assert await names(client, event) == []


@pytest.mark.filterwarnings("ignore:Sending a large body")
async def test_a_file_of_three_megabytes_does_not_fit_into_a_request() -> None:
    async with graph() as client:
        event = await client.create(meeting())
        large = {**FILE, "contentBytes": b64encode(bytes(3 * 1024 * 1024)).decode()}

        assert (await client.ask("POST", path(event), large)).status == 413


async def test_attachments_are_counted_listed_in_their_order_and_selected() -> None:
    async with graph() as client:
        event = await client.create(meeting())
        for name in ("b", "a"):
            await client.create({**FILE, "name": name}, path(event))
        listed = await client.read(path(event), select="name", orderby="name", count="true")

        assert (await client.get(path(event, "$count"))).body == b"2"
        assert await names(client, event) == ["b", "a"]
    assert [item["name"] for item in listed["value"]] == ["a", "b"]
    assert listed["@odata.count"] == 2
    assert "contentBytes" not in listed["value"][0]


async def test_what_only_a_file_has_is_selected_by_a_cast() -> None:
    async with graph() as client:
        event = await client.create(meeting())
        attached = await client.create({**FILE, "contentId": "menu"}, path(event))
        one = await client.read(path(event, attached["id"]), select="microsoft.graph.fileAttachment/contentId")
        wrong = await client.get(path(event), select="contentBytes")

    assert list(one) == ["@odata.context", "@odata.type", "@odata.mediaContentType", "id", "contentId"]
    assert (wrong.status, wrong.code) == (400, "BadRequest")


async def test_an_attachment_that_was_taken_away_is_found_no_more() -> None:
    async with graph() as client:
        event = await client.create(meeting())
        attached = await client.create(FILE, path(event))
        gone = await client.ask("DELETE", path(event, attached["id"]))
        answers = [
            await client.get(path(event, attached["id"])),
            await client.get(path(event, attached["id"], "$value")),
        ]

        assert gone.status == 204
        assert [(answer.status, answer.code) for answer in answers] == [(404, "ErrorItemNotFound")] * 2
        assert await names(client, event) == []
        assert (await client.ask("DELETE", path(event, "no.id"))).code == "ErrorInvalidIdMalformed"


async def test_an_event_says_that_it_has_attachments_and_its_change_key_moves() -> None:
    async with graph() as client:
        event = await client.create(meeting())
        attached = await client.create(FILE, path(event))
        after = await client.read(f"/me/events/{event['id']}")
        await client.ask("DELETE", path(event, attached["id"]))
        last = await client.read(f"/me/events/{event['id']}")

    assert [one["hasAttachments"] for one in (event, after, last)] == [False, True, False]
    assert len({one["changeKey"] for one in (event, after, last)}) == 3


async def test_what_stands_inside_a_body_is_no_attachment_of_the_event() -> None:
    async with graph() as client:
        event = await client.create(meeting())
        await client.create({**FILE, "isInline": True, "contentId": "logo"}, path(event))

        assert (await client.read(f"/me/events/{event['id']}"))["hasAttachments"] is False


async def test_an_occurrence_has_its_series_attachments_until_it_has_its_own() -> None:
    async with graph() as client:
        series = await client.create(daily())
        await client.create(FILE, path(series))
        one = await occurrence(client, series)
        inherited = await names(client, one)
        await client.create({**FILE, "name": "own.txt"}, path(one))

        assert inherited == ["menu.txt"]
        assert await names(client, one) == ["menu.txt", "own.txt"]
        assert await names(client, series) == ["menu.txt"]
        assert (await client.read(f"/me/events/{one['id']}"))["type"] == "exception"


async def test_the_content_that_an_occurrence_has_of_its_series_outlives_the_series_own() -> None:
    async with graph() as client:
        series = await client.create(daily())
        shared = await client.create(FILE, path(series))
        one = await occurrence(client, series)
        await client.create({**FILE, "name": "own.txt"}, path(one))
        await client.ask("DELETE", path(series, shared["id"]))
        raw = await client.get(path(one, shared["id"], "$value"))

    assert raw.body == b"Soup of the day"


async def test_an_exception_without_attachments_of_its_own_follows_its_series() -> None:
    async with graph() as client:
        series = await client.create(daily())
        one = await occurrence(client, series)
        await client.update(f"/me/events/{one['id']}", {"subject": "Moved"})
        await client.create(FILE, path(series))

        assert (await client.read(f"/me/events/{one['id']}"))["hasAttachments"] is True
        assert await names(client, one) == ["menu.txt"]


async def test_what_is_beside_an_event_goes_with_it() -> None:
    async with graph() as client:
        event = await client.create(meeting())
        await client.create(FILE, path(event))
        await client.ask("DELETE", f"/me/events/{event['id']}")
        held = [one for name in client.session.documents.names() if name.startswith("microsoft/contents/")
                for one in client.session.documents.collection(name).since()]  # fmt: skip

        assert (await client.get(path(event))).code == "ErrorItemNotFound"
        assert [one.body for one in held] == [b""]


async def test_a_permission_for_the_basics_does_not_reach_attachments() -> None:
    async with graph() as client:
        event = await client.create(meeting())

        assert (await client.get(path(event), as_="alice-basic")).code == "ErrorAccessDenied"
        assert (await client.get(path(event), as_="alice-reads")).status == 200
        assert (await client.ask("POST", path(event), FILE, as_="alice-reads")).code == "ErrorAccessDenied"


async def test_the_events_of_a_group_have_no_attachments() -> None:
    async with graph() as client:
        group = client.session.identity.group_id("team")
        event = await client.create(meeting(), f"/groups/{group}/events")
        below = f"/groups/{group}/events/{event['id']}/attachments"

        assert (await client.get(below)).code == "ErrorInvalidRequest"
        assert (await client.ask("POST", below, FILE)).code == "ErrorInvalidRequest"


async def test_attachments_may_come_with_a_new_event() -> None:
    async with graph() as client:
        event = await client.create(meeting(attachments=[FILE, ITEM]))

        assert "attachments" not in event
        assert event["hasAttachments"] is True
        assert await names(client, event) == ["menu.txt", "Holiday"]


async def test_msgraph_sdk_adds_and_reads_attachments() -> None:
    from msgraph.generated.models.file_attachment import FileAttachment  # noqa: PLC0415 - slow, and only here

    async with graph() as client, checked_client(f"{client.origin}/v1.0", "alice") as sdk:
        event = await client.create(meeting())
        attachments = sdk.users.by_user_id(ALICE).events.by_event_id(event["id"]).attachments
        made = FileAttachment(name="a.bin", content_type="application/x-a", content_bytes=b"\0\xff")
        added = await attachments.post(made)
        found = await attachments.get()

    assert isinstance(added, FileAttachment)
    assert found is not None
    assert [one.id for one in found.value or ()] == [added.id]
    assert added.size == 2


async def test_nobody_else_reaches_the_attachments_of_an_event() -> None:
    async with graph() as client:
        event = await client.create(meeting())

        assert (await client.get(f"/users/{ROOM_4}/events/{event['id']}/attachments")).status in {403, 404}
        assert (await client.get(f"/users/{ALICE}/events/{event['id']}/attachments", as_="bob")).status in {403, 404}

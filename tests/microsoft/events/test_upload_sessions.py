"""Upload sessions: a large file comes in parts to a URL of its own, in order, before it expires; what is refused."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

import pytest
from aiohttp.test_utils import RawTestServer, TestClient

from mockserver.clock import HOUR
from mockserver.http.pipeline import Pipeline
from mockserver.microsoft.events import beside
from mockserver.microsoft.events.upload_sessions import LARGEST, SMALLEST
from mockserver.microsoft.mailbox import mailbox_of
from mockserver.microsoft.provider import MicrosoftGraph
from mockserver.session import Sessions
from mockserver.session.session import Choices
from tests.microsoft.sdk_client import checked_client
from tests.microsoft.world import ALICE, BOB, Answer, Client, graph, meeting, template

if TYPE_CHECKING:
    from mockserver.http.provider import Provider as Answering

PART = 1_000_000
CONTENT = bytes(range(256)) * (SMALLEST // 256) + b"end"
SIZE = len(CONTENT)
STATUS_CONTEXT = "https://outlook.office.com/api/v2.0/$metadata#Users('"


def item(size: Any = SIZE, **members: Any) -> dict[str, Any]:
    return {"AttachmentItem": {"attachmentType": "file", "name": "film.mp4", "size": size} | members}


async def create(client: Client, event: dict[str, Any], body: Any = None, as_: str = "alice") -> Answer:
    user = "/me" if as_ == "alice" else f"/users/{ALICE}"
    path = f"{user}/events/{event['id']}/attachments/createUploadSession"
    return await client.ask("POST", path, body or item(), as_=as_)


async def put(client: Client, url: str, start: int, data: bytes, given: str = "") -> Answer:
    """A part that begins at a byte, without a token; `given`: another Content-Range than the right one."""
    headers = {"Content-Range": given or f"bytes {start}-{start + len(data) - 1}/{SIZE}"}
    return await client.ask("PUT", url, data, as_="", headers=headers)


async def upload(client: Client, url: str) -> list[Answer]:
    return [await put(client, url, start, CONTENT[start : start + PART]) for start in range(0, SIZE, PART)]


async def opened(client: Client) -> tuple[dict[str, Any], str]:
    event = await client.create(meeting())
    answer = await create(client, event)
    url: str = answer.json["uploadUrl"]
    return event, url


async def test_a_session_is_answered_with_its_url_its_end_and_that_all_is_expected() -> None:
    async with graph() as client:
        answer = await create(client, await client.create(meeting()))
        origin = client.origin

    assert answer.status == 201
    assert list(answer.json) == ["@odata.context", "uploadUrl", "expirationDateTime", "nextExpectedRanges"]
    assert answer.json["@odata.context"] == "https://graph.microsoft.com/v1.0/$metadata#microsoft.graph.uploadSession"
    assert answer.json["uploadUrl"].startswith(f"{origin}/api/v2.0/Users('")
    assert "?authtoken=eyJ" in answer.json["uploadUrl"]
    assert answer.json["expirationDateTime"] == "2026-03-06T16:00:00Z"
    assert answer.json["nextExpectedRanges"] == ["0-"]


async def test_a_file_that_came_in_parts_is_an_attachment_of_the_event() -> None:
    async with graph() as client:
        event, url = await opened(client)
        *parts, last = await upload(client, url)
        id_ = unquote(last.headers["Location"]).rpartition("Attachments('")[2].removesuffix("')")
        attachments = f"/me/events/{event['id']}/attachments"
        attached = await client.read(f"{attachments}/{id_}", select="name,size,contentType")
        raw = await client.get(f"{attachments}/{id_}/$value")
        after = await client.read(f"/me/events/{event['id']}")

    assert [answer.json["NextExpectedRanges"] for answer in parts] == [["1000000"], ["2000000"], ["3000000"]]
    assert {answer.status for answer in parts} == {200}
    assert (last.status, last.body) == (201, b"")
    assert (attached["name"], attached["size"], attached["contentType"]) == ("film.mp4", SIZE, "video/mp4")
    assert raw.body == CONTENT
    assert after["hasAttachments"] is True
    assert after["changeKey"] != event["changeKey"]


async def test_a_part_is_answered_in_outlooks_spelling() -> None:
    async with graph() as client:
        _, url = await opened(client)
        answer = await put(client, url, 0, CONTENT[:PART])

    assert list(answer.json) == ["@odata.context", "ExpirationDateTime", "NextExpectedRanges"]
    assert answer.json["@odata.context"].startswith(STATUS_CONTEXT)
    assert answer.json["@odata.context"].endswith("/AttachmentSessions/$entity")


async def test_where_to_go_on_can_be_asked_for() -> None:
    async with graph() as client:
        _, url = await opened(client)
        await put(client, url, 0, CONTENT[:PART])
        answer = await client.ask("GET", url, as_="")

    assert answer.json["NextExpectedRanges"] == ["1000000"]


@pytest.mark.parametrize(
    ("start", "given"),
    [
        (0, ""),
        (PART + 1, ""),
        (PART, f"bytes {PART}-{PART + 8}/{SIZE}"),
        (PART, f"bytes {PART}-{PART + 9}/{SIZE + 1}"),
        (PART, f"bytes {PART}-{PART - 1}/{SIZE}"),
        (PART, "bytes */9"),
        (PART, "10"),
    ],
)
async def test_a_part_that_is_not_the_next_is_refused_and_nothing_is_lost(start: int, given: str) -> None:
    async with graph() as client:
        _, url = await opened(client)
        await put(client, url, 0, CONTENT[:PART])
        answer = await put(client, url, start, b"0123456789", given)
        status = await client.ask("GET", url, as_="")

    assert (answer.status, answer.code) == (400, "ErrorInvalidParameter")
    assert status.json["NextExpectedRanges"] == ["1000000"]


async def test_a_session_that_was_cancelled_is_gone_with_its_bytes() -> None:
    async with graph() as client:
        _, url = await opened(client)
        await put(client, url, 0, CONTENT[:PART])
        cancelled = await client.ask("DELETE", url, as_="")
        answer = await put(client, url, PART, CONTENT[PART : 2 * PART])
        held = client.session.documents.collection("microsoft/contents/alice").held

    assert (cancelled.status, cancelled.body) == (204, b"")
    assert (answer.status, answer.code) == (404, "ErrorItemNotFound")
    assert held == 0


async def test_a_session_expires_by_the_clock_of_its_world() -> None:
    async with graph() as client:
        _, url = await opened(client)
        await put(client, url, 0, CONTENT[:PART])
        client.session.clock.advance(2 * HOUR)
        answer = await put(client, url, PART, CONTENT[PART : 2 * PART])

        assert (answer.status, answer.code) == (404, "ErrorItemNotFound")
        assert client.session.documents.collection("microsoft/contents/alice").held == 0


async def test_a_new_session_makes_room_of_those_that_expired() -> None:
    async with graph() as client:
        event, url = await opened(client)
        await put(client, url, 0, CONTENT[:PART])
        client.session.clock.advance(2 * HOUR)
        await create(client, event)

        assert client.session.documents.collection("microsoft/contents/alice").held == 0


async def test_a_finished_session_takes_nothing_more() -> None:
    async with graph() as client:
        _, url = await opened(client)
        await upload(client, url)

        assert (await put(client, url, 0, CONTENT[:PART])).code == "ErrorItemNotFound"


async def test_only_who_has_the_whole_url_may_upload() -> None:
    async with graph() as client:
        _, url = await opened(client)
        answers = [
            await put(client, url.partition("?")[0], 0, b"a"),
            await put(client, url[:-1] + ("a" if url[-1] != "a" else "b"), 0, b"a"),
        ]

    assert [(answer.status, answer.code) for answer in answers] == [(404, "ErrorItemNotFound")] * 2


async def test_the_token_of_the_url_names_the_session_of_this_server() -> None:
    async with graph() as client:
        _, url = await opened(client)

    assert f".mock-{client.session.id}_" in urlsplit(url).query


async def test_an_upload_needs_nothing_but_its_url_to_find_its_session() -> None:
    sessions = Sessions(template())
    other = sessions.create(template(), Choices(), "other")
    answering: tuple[Answering, ...] = (MicrosoftGraph(),)
    http: TestClient[Any, Any] = TestClient(RawTestServer(Pipeline(sessions, answering)))
    async with http:
        client = Client(http, sessions)
        named = {"X-Mock-Session": "other"}
        event = (await client.ask("POST", "/me/events", meeting(), headers=named)).json
        path = f"/me/events/{event['id']}/attachments/createUploadSession"
        by_header = (await client.ask("POST", path, item(), headers=named)).json["uploadUrl"]
        by_prefix = (await client.ask("POST", f"{client.origin}/s/other/v1.0{path}", item())).json["uploadUrl"]
        answers = [await upload(client, url) for url in (by_header, by_prefix)]

    assert [parts[-1].status for parts in answers] == [201, 201]
    assert len(beside.items(mailbox_of(other, "alice"), event["id"], "attachments")) == 2


async def test_a_token_that_is_sent_too_does_no_harm_and_is_said_to_be_wrong() -> None:
    async with graph() as client:
        _, url = await opened(client)
        answer = await client.ask("GET", url, as_="bob")

        assert answer.status == 200
        assert client.notes() == [
            "an upload URL needs no Authorization header; Outlook may refuse the one that was sent"
        ]


async def test_a_file_that_will_not_fit_is_said_to_be_too_large_beforehand() -> None:
    async with graph() as client:
        await create(client, await client.create(meeting()), item(LARGEST))

        assert f"{LARGEST} bytes will not fit" in client.notes()[0]


async def test_the_journal_has_neither_the_bytes_nor_the_token() -> None:
    async with graph() as client:
        _, url = await opened(client)
        await put(client, url, 0, CONTENT[:PART])
        entry = list(client.session.journal.read())[-1]

    assert entry.body == b""
    assert entry.query == "authtoken=***"
    assert entry.notes == ("1000000 bytes were sent",)


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        (item(SMALLEST - 1), 400, "ErrorAttachmentSizeShouldNotBeLessThanMinimumSize"),
        (item(LARGEST + 1), 400, "ErrorMessageSizeExceeded"),
        (item(attachmentType="item"), 405, "ErrorAttachmentSessionIsSupportedOnlyForFileAttachments"),
        (item(name=""), 400, "ErrorPropertyValidationFailure"),
        (item(None), 400, "ErrorPropertyValidationFailure"),
        ({"AttachmentItem": {"name": "a", "size": SIZE}}, 400, "UnableToDeserializePostBody"),
        ({"AttachmentItem": None}, 400, "UnableToDeserializePostBody"),
        ({"file": "a"}, 400, "RequestBodyRead"),
    ],
)
async def test_a_session_that_cannot_be_is_refused(body: Any, status: int, code: str) -> None:
    async with graph() as client:
        answer = await create(client, await client.create(meeting()), body)

    assert (answer.status, answer.code) == (status, code)


async def test_the_largest_file_and_the_smallest_may_be_begun() -> None:
    async with graph() as client:
        event = await client.create(meeting())

        assert [(await create(client, event, item(size))).status for size in (SMALLEST, LARGEST)] == [201, 201]


async def test_nobody_else_begins_an_upload_to_an_event() -> None:
    async with graph() as client:
        event = await client.create(meeting())

        assert (await create(client, event, as_=BOB.partition("@")[0])).status in {403, 404}


async def test_what_does_not_fit_into_the_session_is_refused_and_can_be_cancelled(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async with graph() as client:
        _, url = await opened(client)
        await put(client, url, 0, CONTENT[:PART])
        monkeypatch.setattr(client.session.documents, "_limit", PART + 100_000)
        full = await put(client, url, PART, CONTENT[PART : 2 * PART])
        status = await client.ask("GET", url, as_="")
        cancelled = await client.ask("DELETE", url, as_="")

    assert (full.status, full.code) == (507, "ErrorQuotaExceeded")
    assert status.json["NextExpectedRanges"] == ["1000000"]
    assert cancelled.status == 204


async def test_an_event_that_was_deleted_meanwhile_gets_nothing() -> None:
    async with graph() as client:
        event, url = await opened(client)
        await client.ask("DELETE", f"/me/events/{event['id']}")
        last = (await upload(client, url))[-1]

    assert (last.status, last.code) == (404, "ErrorItemNotFound")


async def test_msgraph_sdk_makes_a_session() -> None:
    from msgraph.generated.models.attachment_item import AttachmentItem  # noqa: PLC0415 - slow, and only here
    from msgraph.generated.models.attachment_type import AttachmentType  # noqa: PLC0415 - as above
    from msgraph.generated.users.item.events.item.attachments.create_upload_session.create_upload_session_post_request_body import (  # noqa: E501, PLC0415 - as above, and nobody chose the name
        CreateUploadSessionPostRequestBody,
    )

    async with graph() as client, checked_client(f"{client.origin}/v1.0", "alice") as sdk:
        event = await client.create(meeting())
        attachments = sdk.users.by_user_id(ALICE).events.by_event_id(event["id"]).attachments
        of = AttachmentItem(attachment_type=AttachmentType.File, name="film.mp4", size=SIZE)
        session = await attachments.create_upload_session.post(CreateUploadSessionPostRequestBody(attachment_item=of))
        assert session is not None
        answers = await upload(client, session.upload_url or "")

    assert session.next_expected_ranges == ["0-"]
    assert answers[-1].status == 201

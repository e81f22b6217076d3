"""The batch endpoint over a socket: with the bytes that clients send, and with google-api-python-client itself."""

from __future__ import annotations

import asyncio
import json
from contextlib import asynccontextmanager
from email.parser import BytesParser
from typing import TYPE_CHECKING, Any, NamedTuple

import httplib2
import pytest
from aiohttp.test_utils import RawTestServer, TestClient
from google.oauth2 import credentials
from google_auth_httplib2 import AuthorizedHttp
from googleapiclient.discovery import build

from mockserver.google.provider import GoogleCalendar
from mockserver.http.pipeline import Pipeline
from mockserver.session import Sessions
from tests.contract import check_google_answer
from tests.google.event_world import BOB, meeting, template

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

CREDENTIALS: Any = credentials.Credentials  # the library has no types
BATCH = "/batch/calendar/v3"
COLORS = "GET /calendar/v3/colors HTTP/1.1"
EVENTS = "/calendar/v3/calendars/primary/events"
ALICE = {"Authorization": "Bearer alice"}


class Answered(NamedTuple):
    """One part of a batch's answer."""

    content_id: str | None
    status: int
    headers: Any
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)


class World(NamedTuple):
    """The world on a socket."""

    http: TestClient[Any, Any]
    sessions: Sessions

    async def batch(self, *parts: str, path: str = BATCH, headers: dict[str, str] | None = None) -> list[Answered]:
        """What a batch of parts is answered with; each part is written without its `Content-Type`."""
        body = "".join(f"--cut\r\nContent-Type: application/http\r\n{part}\r\n" for part in parts) + "--cut--\r\n"
        sent = {"Content-Type": "multipart/mixed; boundary=cut"} | (ALICE if headers is None else headers)
        async with self.http.post(path, data=body.encode(), headers=sent) as response:
            assert response.status == 200, await response.text()
            assert response.headers["Content-Type"].startswith("multipart/mixed; boundary=batch_")
            answers = list(split(response.headers["Content-Type"], await response.read()))
        for part, answer in zip(parts, answers, strict=True):
            judge(part, answer)
        return answers

    async def refused(self, body: bytes, content_type: str) -> Any:
        async with self.http.post(BATCH, data=body, headers=ALICE | {"Content-Type": content_type}) as response:
            assert response.status == 400
            return (await response.json())["error"]


def judge(part: str, answer: Answered) -> None:
    """Fail where the answer to a part is not as Google published it, as for a call by itself."""
    line = next((line for line in part.split("\r\n") if " /calendar/v3/" in line), None)
    if line is None:  # no call of the calendar, so the calendar has published no answer
        return
    method, path, *_ = line.split()
    check_google_answer(method, path, answer.status, dict(answer.headers), answer.body)


def split(content_type: str, body: bytes) -> Iterator[Answered]:
    """The parts of an answer, as a client splits them."""
    boundary = content_type.partition("boundary=")[2]
    first, *parts, last = body.split(f"--{boundary}".encode())
    assert (first, last) == (b"", b"--\r\n")
    for part in parts:
        head, _, rest = part.removeprefix(b"\r\n").partition(b"\r\n\r\n")
        outer = BytesParser().parsebytes(head)
        assert outer["Content-Type"] == "application/http"
        status_line, _, rest = rest.partition(b"\r\n")
        inner, _, payload = rest.partition(b"\r\n\r\n")
        protocol, status, _ = status_line.decode().split(" ", 2)
        assert protocol == "HTTP/1.1"
        yield Answered(outer["Content-ID"], int(status), BytesParser().parsebytes(inner), payload.removesuffix(b"\r\n"))


def call(line: str, content_id: str = "", body: Any = None, **headers: str) -> str:
    """One part: its own headers, an empty line, the call."""
    own = f"Content-ID: {content_id}\r\n" if content_id else ""
    inner = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    if body is None:
        return f"{own}\r\n{line}\r\n{inner}\r\n"
    return f"{own}\r\n{line}\r\nContent-Type: application/json\r\n{inner}\r\n{json.dumps(body)}"


@asynccontextmanager
async def serving() -> AsyncIterator[World]:
    sessions = Sessions(template())
    http: TestClient[Any, Any] = TestClient(RawTestServer(Pipeline(sessions, [GoogleCalendar()])))
    async with http:
        yield World(http, sessions)


@pytest.fixture
async def world() -> AsyncIterator[World]:
    async with serving() as world:
        yield world


@pytest.mark.parametrize("path", [BATCH, "/batch"])
async def test_each_part_is_answered_in_its_place_under_its_id(world: World, path: str) -> None:
    one, two = await world.batch(
        call(COLORS, "<a1>"), call(f"POST {EVENTS} HTTP/1.1", "<b + 2>", meeting(summary="One")), path=path
    )

    assert (one.content_id, one.status, one.json["kind"]) == ("<response-a1>", 200, "calendar#colors")
    assert (two.content_id, two.status, two.json["summary"]) == ("<response-b + 2>", 200, "One")
    assert one.headers["Content-Type"] == "application/json; charset=UTF-8"
    assert int(one.headers["Content-Length"]) == len(one.body)


async def test_a_call_without_an_http_version_is_one(world: World) -> None:
    (one,) = await world.batch(call("GET /calendar/v3/colors"))

    assert (one.content_id, one.status) == (None, 200)


async def test_a_part_that_fails_leaves_the_others_alone(world: World) -> None:
    missing, right = await world.batch(call(f"GET {EVENTS}/none"), call(COLORS))

    assert (missing.status, right.status) == (404, 200)
    assert missing.json["error"]["errors"][0]["reason"] == "notFound"


async def test_a_part_has_its_own_token_where_it_brings_one(world: World) -> None:
    bob, alice = await world.batch(
        call("GET /calendar/v3/calendars/primary", Authorization="Bearer bob"),
        call("GET /calendar/v3/calendars/primary"),
    )

    assert (bob.json["id"], alice.json["id"]) == (BOB, "alice@autosched.example")


async def test_nobody_signed_in_is_refused_part_by_part(world: World) -> None:
    (one,) = await world.batch(call("GET /calendar/v3/calendars/primary"), headers={})

    assert one.status == 401
    assert one.json["error"]["errors"][0]["reason"] == "required"


async def test_the_query_of_the_batch_is_every_parts(world: World) -> None:
    one, two = await world.batch(
        call(COLORS), call("GET /calendar/v3/colors?fields=updated"), path=BATCH + "?fields=kind"
    )

    assert one.json == {"kind": "calendar#colors"}
    assert two.json == {"updated": "2012-02-14T00:00:00.000Z"}


async def test_what_was_deleted_is_answered_without_a_body(world: World) -> None:
    (made,) = await world.batch(call(f"POST {EVENTS}", body=meeting()))
    (gone,) = await world.batch(call(f"DELETE {EVENTS}/{made.json['id']}"))

    assert (gone.status, gone.body) == (204, b"")


async def test_every_part_stands_in_the_journal(world: World) -> None:
    await world.batch(call(COLORS), call(f"GET {EVENTS}/none"))

    found = [(entry.operation, entry.status) for entry in world.sessions.default.journal.read()]
    assert found == [("google.colors.get", 200), ("google.events.get", 404), ("google.batch", 200)]


async def test_parts_that_write_the_same_event_clash(world: World) -> None:
    (made,) = await world.batch(call(f"POST {EVENTS}", body=meeting()))
    path = f"{EVENTS}/{made.json['id']}"
    first, second = await world.batch(
        call(f"PATCH {path}", body={"summary": "One"}), call(f"PATCH {path}", body={"summary": "Two"})
    )

    assert (first.status, second.status) == (200, 409)
    assert second.json["error"]["errors"] == [{"domain": "global", "reason": "conflict", "message": "Conflict"}]


@pytest.mark.parametrize(
    ("part", "status"),
    [
        (call("POST /batch/calendar/v3"), 404),
        (call("GET /_mock/sessions"), 404),
        (call("GET /healthz"), 404),
        (call(f"POST {EVENTS}/watch", body={"id": "c"}), 400),
        (call("POST /calendar/v3/channels/stop", body={"id": "c"}), 400),
        (call("GET https://www.googleapis.com/calendar/v3/colors"), 400),
        (call("nonsense"), 400),
        (call(f"POST {EVENTS}", body=meeting(eventType="workingLocation")), 400),
        (call("GET /calendar/v3/nowhere"), 404),
    ],
)
async def test_what_cannot_be_called_is_refused_in_its_part(world: World, part: str, status: int) -> None:
    wrong, right = await world.batch(part, call(COLORS))

    assert (wrong.status, right.status) == (status, 200)


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (b"{}", "application/json"),
        (b"", "multipart/mixed; boundary=cut"),
        (b"nothing", "multipart/mixed; boundary=cut"),
        (b"--cut\r\n\r\n\r\n--cut--", "multipart/mixed"),
    ],
)
async def test_an_envelope_that_is_none_is_refused_as_a_whole(world: World, body: bytes, content_type: str) -> None:
    error = await world.refused(body, content_type)

    assert error["errors"][0]["reason"] == "badRequest"


async def test_a_batch_has_at_most_1000_calls(world: World) -> None:
    body = b"".join(b"--cut\r\nContent-Type: application/http\r\n\r\nGET /x\r\n\r\n" for _ in range(1001)) + b"--cut--"
    error = await world.refused(body, "multipart/mixed; boundary=cut")

    assert error["message"] == "The batch request exceeds the limit of 1000 calls."


def real_client(root: str) -> dict[str, Any]:
    """A batch of the real client, built from the document that the server gives: its answers by their ids."""
    http = AuthorizedHttp(CREDENTIALS("alice"), http=httplib2.Http())
    address = root + "discovery/v1/apis/{api}/{apiVersion}/rest"
    answers: dict[str, Any] = {}
    with build("calendar", "v3", http=http, discoveryServiceUrl=address, static_discovery=False) as calendar:
        batch = calendar.new_batch_http_request(
            callback=lambda name, answer, error: answers.update({name: (answer, error)})
        )
        batch.add(calendar.events().insert(calendarId="primary", body=meeting(summary="Batched")), request_id="made")
        batch.add(calendar.events().get(calendarId="primary", eventId="none"), request_id="missing")
        batch.add(calendar.calendars().get(calendarId=BOB), request_id="hidden")
        batch.execute()
    return answers


async def test_the_real_client_batches_with_nothing_but_a_url(world: World) -> None:
    answers = await asyncio.wait_for(asyncio.to_thread(real_client, str(world.http.make_url("/"))), 30)

    assert answers["made"][0]["summary"] == "Batched"
    assert answers["missing"][1].status_code == 404
    assert answers["hidden"][1].status_code == 404

"""The judge of the answers lets right ones pass and finds what is wrong with the others."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import httplib2
import pytest
from aiohttp import web

from tests.contract import CheckedHttp, check_exchange, check_google_answer, operation_of
from tests.published import json_schema, methods

if TYPE_CHECKING:
    from pytest_aiohttp.plugin import AiohttpClient

JSON = {"Content-Type": "application/json; charset=UTF-8"}
EVENT_PATH = "/calendar/v3/calendars/primary/events/e1"
LIST_PATH = "/calendar/v3/calendars/primary/events?maxResults=1"
EVENT: dict[str, Any] = {
    "kind": "calendar#event",
    "etag": '"2832403369228000"',
    "id": "8ndrpt97cl0c9lkbpojq9tiquo",
    "status": "confirmed",
    "created": "2026-03-06T09:00:00.000Z",
    "updated": "2026-03-06T09:00:00.614Z",
    "start": {"dateTime": "2026-03-06T09:00:00-05:00", "timeZone": "America/New_York"},
    "end": {"date": "2026-03-07"},
    "sequence": 0,
    "attendees": [{"email": "bob@partner.example", "responseStatus": "accepted"}],
    "extendedProperties": {"private": {"any": "value"}},
    "workingLocationProperties": {"homeOffice": {}},
    "reminders": {"useDefault": True},
}
LISTING = {"kind": "calendar#events", "items": [EVENT, EVENT], "nextPageToken": "t"}
BACKEND = {
    "error": {
        "errors": [
            {
                "domain": "calendar",
                "reason": "timeRangeEmpty",
                "message": "The specified time range is empty.",
                "locationType": "parameter",
                "location": "timeMax",
            }
        ],
        "code": 400,
        "message": "The specified time range is empty.",
    }
}
FRONT_END = {
    "error": {
        "code": 401,
        "message": "Request is missing required authentication credential.",
        "errors": [
            {
                "message": "Login Required.",
                "domain": "global",
                "reason": "required",
                "location": "Authorization",
                "locationType": "header",
            }
        ],
        "status": "UNAUTHENTICATED",
        "details": [
            {
                "@type": "type.googleapis.com/google.rpc.ErrorInfo",
                "reason": "CREDENTIALS_MISSING",
                "domain": "googleapis.com",
                "metadata": {"method": "calendar.v3.CalendarList.List", "service": "calendar-json.googleapis.com"},
            }
        ],
    }
}
CHALLENGE = JSON | {"WWW-Authenticate": 'Bearer realm="https://accounts.google.com/"'}


def written(value: Any, indent: int = 1, end: str = "") -> bytes:
    return (json.dumps(value, indent=indent) + end).encode()


def changed(value: Any, path: str, to: Any) -> Any:
    """A copy of a JSON value with one member changed; `to` None removes it."""
    copy = json.loads(json.dumps(value))
    *steps, last = [int(step) if step.isdigit() else step for step in path.split("/")]
    inner = copy
    for step in steps:
        inner = inner[step]
    if to is None:
        del inner[last]
    else:
        inner[last] = to
    return copy


@pytest.mark.parametrize(
    ("method", "path", "status", "headers", "body"),
    [
        ("GET", EVENT_PATH, 200, JSON | {"ETag": '"2832403369228000"'}, written(EVENT)),
        ("GET", f"http://127.0.0.1:8080/s/k3v9{EVENT_PATH}?alt=json", 200, JSON, written(EVENT)),
        ("GET", LIST_PATH, 200, JSON, written(LISTING)),
        ("GET", f"{LIST_PATH}&fields=items(id)", 200, JSON, written({"items": [{"id": "1"}, {}]})),
        ("GET", f"{LIST_PATH}&prettyPrint=false", 200, JSON, json.dumps(LISTING, separators=(",", ":")).encode()),
        ("GET", f"{LIST_PATH}&fields=summary", 200, JSON, b"{}"),
        ("HEAD", EVENT_PATH, 200, JSON, b""),
        ("GET", EVENT_PATH, 304, {"ETag": '"1"'}, b""),
        ("DELETE", EVENT_PATH, 204, {}, b""),
        ("GET", LIST_PATH, 400, JSON, written(BACKEND)),
        ("GET", LIST_PATH, 401, CHALLENGE, written(FRONT_END, 2, "\n")),
        ("GET", "/calendar/v3/nowhere", 400, JSON, written(BACKEND)),
        ("OPTIONS", LIST_PATH, 200, {}, b""),
        ("POST", "/token", 400, JSON, b'{"error": "invalid_grant"}'),
        (
            "GET",
            f"/s/gone{EVENT_PATH}",
            404,
            {"Content-Type": "application/problem+json"},
            b'{"title": "No such session", "status": 404}',
        ),
    ],
)
def test_a_right_answer_passes(method: str, path: str, status: int, headers: dict[str, str], body: bytes) -> None:
    check_google_answer(method, path, status, headers, body)


@pytest.mark.parametrize(
    ("path", "to", "said"),
    [
        ("colour", "red", r"colour: Event has no such property; near: colorId"),
        ("start/offset", "-5", r"start\.offset: EventDateTime has no such property"),
        ("attendees/0/mail", "x", r"attendees\[0\]\.mail: EventAttendee has no such property; near: email"),
        ("kind", "calendar#events", "kind: 'calendar#event' was expected"),
        ("sequence", "0", "sequence: '0' is not of type 'integer'"),
        ("sequence", 2**31, "sequence: 2147483648 is greater than"),
        ("id", 5, "id: 5 is not of type 'string'"),
        ("attendees", {}, "attendees: {} is not of type 'array'"),
        ("start", "2026-03-06", "start: '2026-03-06' is not of type 'object'"),
        ("start/dateTime", "2026-03-06T09:00:00", r"start\.dateTime: .* is not a 'date-time'"),
        ("start/dateTime", "2026-13-06T09:00:00Z", r"start\.dateTime: .* is not a 'date-time'"),
        ("start/dateTime", "2026-03-06 09:00:00Z", r"start\.dateTime: .* is not a 'date-time'"),
        ("end/date", "2026-02-30", r"end\.date: .* is not a 'date'"),
        ("end/date", "20260307", r"end\.date: .* is not a 'date'"),
        ("reminders/useDefault", "true", r"reminders\.useDefault: 'true' is not of type 'boolean'"),
        ("extendedProperties/private/any", 5, r"extendedProperties\.private\.any: 5 is not of type 'string'"),
    ],
)
def test_a_wrong_shape_is_found_and_named(path: str, to: Any, said: str) -> None:
    body = written(changed(EVENT, path, to))
    with pytest.raises(AssertionError, match=said):
        check_google_answer("GET", EVENT_PATH, 200, JSON, body)


def test_a_null_is_no_value() -> None:
    body = written(EVENT | {"summary": None})
    with pytest.raises(AssertionError, match="summary: None is not of type 'string'"):
        check_google_answer("GET", EVENT_PATH, 200, JSON, body)


def test_64_bits_must_travel_as_a_string() -> None:
    path = "/calendar/v3/calendars/primary/events/watch"
    check_google_answer("POST", path, 200, JSON, written({"expiration": "1426325213000"}))
    with pytest.raises(AssertionError, match="expiration"):
        check_google_answer("POST", path, 200, JSON, written({"expiration": 1426325213000}))
    with pytest.raises(AssertionError, match="expiration"):
        check_google_answer("POST", path, 200, JSON, written({"expiration": "tomorrow"}))


@pytest.mark.parametrize(
    ("request_line", "status", "headers", "body", "said"),
    [
        (f"POST {LIST_PATH}", 201, JSON, written(EVENT), "status 201; calendar.events.insert answers 200"),
        (f"DELETE {EVENT_PATH}", 200, JSON, b"{}", "status 200; calendar.events.delete answers 204"),
        (f"DELETE {EVENT_PATH}", 204, {}, b"{}", "a body of 2 bytes, where there is none"),
        (f"DELETE {EVENT_PATH}", 204, JSON, b"", "without a body"),
        (f"GET {EVENT_PATH}", 204, {}, b"", "status 204; calendar.events.get answers 200"),
        (f"PUT {EVENT_PATH}", 304, {"ETag": '"1"'}, b"", "304 is for GET only"),
        (f"GET {EVENT_PATH}", 304, {}, b"", "304 is for GET only, and carries the ETag"),
        (f"HEAD {EVENT_PATH}", 200, JSON, b"{}", "a body of 2 bytes"),
        ("GET /calendar/v3/nowhere", 200, JSON, b"{}", "a path that is not published"),
        (f"GET {EVENT_PATH}", 200, JSON, written(LISTING), "items: Event has no such property"),
        (f"GET {EVENT_PATH}", 200, {"Content-Type": "application/json"}, written(EVENT), "Content-Type"),
        (f"GET {EVENT_PATH}", 200, JSON, b"<html>", "no JSON"),
        (f"GET {EVENT_PATH}", 200, JSON, b'{"id": "1", "id": "2"}', "stands twice"),
        (f"GET {EVENT_PATH}", 200, JSON, written(EVENT, 2), "an indent of 1"),
        (f"GET {EVENT_PATH}", 200, JSON | {"ETag": '"1"'}, written(EVENT), "the header says ETag"),
        (
            f"GET {EVENT_PATH}",
            404,
            {"Content-Type": "application/problem+json"},
            b'{"status": 404}',
            "unknown sessions",
        ),
    ],
)
def test_a_wrong_exchange_is_found_and_named(
    request_line: str, status: int, headers: dict[str, str], body: bytes, said: str
) -> None:
    method, path = request_line.split(" ")
    with pytest.raises(AssertionError, match=said):
        check_google_answer(method, path, status, headers, body)


@pytest.mark.parametrize(
    ("path", "to", "said"),
    [
        ("error", [], "the one member error"),
        ("more", 1, "the one member error"),
        ("error/code", 404, "error.code: 404, but the status is 400"),
        ("error/code", None, "error: code is missing"),
        ("error/message", "Other", "the same as in its first item"),
        ("error/errors", [], "a list of one object at least"),
        ("error/errors", ["x"], "a list of one object at least"),
        ("error/details", [], "in this order"),
        ("error/errors/0/domain", None, "domain is missing"),
        ("error/errors/0/location", None, "location and locationType come together"),
        ("error/errors/0/locationType", "body", "neither header nor parameter"),
        ("error/errors/0/detail", "x", "in this order"),
        ("error/errors/0/reason", "", "reason: no text"),
    ],
)
def test_a_wrong_backend_error_is_found_and_named(path: str, to: Any, said: str) -> None:
    with pytest.raises(AssertionError, match=said):
        check_google_answer("GET", LIST_PATH, 400, JSON, written(changed(BACKEND, path, to)))


def test_the_members_of_an_error_stand_in_the_order_of_their_writer() -> None:
    error = BACKEND["error"]
    body = written({"error": {"code": 400, "message": error["message"], "errors": error["errors"]}})
    with pytest.raises(AssertionError, match="in this order"):
        check_google_answer("GET", LIST_PATH, 400, JSON, body)


@pytest.mark.parametrize(
    ("path", "to", "said"),
    [
        ("error/status", "PERMISSION_DENIED", "does not go with 401"),
        ("error/details/0/@type", None, "no @type"),
        ("error/details/0/reason", None, "an ErrorInfo has reason and domain"),
        ("error/message", "", "error.message: no text"),
    ],
)
def test_a_wrong_front_end_error_is_found_and_named(path: str, to: Any, said: str) -> None:
    with pytest.raises(AssertionError, match=said):
        check_google_answer("GET", LIST_PATH, 401, CHALLENGE, written(changed(FRONT_END, path, to), 2, "\n"))


def test_the_front_end_challenges_and_prints_in_its_own_way() -> None:
    with pytest.raises(AssertionError, match="a 401 carries WWW-Authenticate"):
        check_google_answer("GET", LIST_PATH, 401, JSON, written(FRONT_END, 2, "\n"))
    with pytest.raises(AssertionError, match="indents by two"):
        check_google_answer("GET", LIST_PATH, 401, CHALLENGE, written(FRONT_END, 1))


@pytest.mark.parametrize(
    ("method", "path", "operation"),
    [
        ("GET", "/calendar/v3/calendars/a%40b/events", "calendar.events.list"),
        ("POST", "/calendar/v3/calendars/a/events/import", "calendar.events.import"),
        ("PUT", "/s/k3v9/calendar/v3/users/me/calendarList/a", "calendar.calendarList.update"),
        ("GET", "https://host/s/k3v9/calendar/v3/colors?alt=json", "calendar.colors.get"),
        ("GET", "/calendar/v3/calendars/a/events/", None),
        ("PUT", "/calendar/v3/colors", None),
        ("POST", "/token", None),
    ],
)
def test_a_path_leads_to_its_published_method(method: str, path: str, operation: str | None) -> None:
    assert operation_of(method, path) == operation


def test_every_published_answer_has_a_shape() -> None:
    for method in methods().values():
        if "response" in method:
            assert json_schema(method["response"]["$ref"])["additionalProperties"] is False


def test_an_httplib2_client_is_hooked_and_its_method_override_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    def answer(*_: Any, **__: Any) -> tuple[httplib2.Response, bytes]:
        return httplib2.Response({"status": 200, "content-type": JSON["Content-Type"]}), written(EVENT)

    monkeypatch.setattr(httplib2.Http, "request", answer)
    url = f"http://127.0.0.1:8080{EVENT_PATH}"
    assert CheckedHttp().request(url)[0].status == 200
    assert CheckedHttp().request(url, "POST", headers={"x-http-method-override": "GET"})[0].status == 200
    with pytest.raises(AssertionError, match="Events"):
        CheckedHttp().request(f"http://127.0.0.1:8080{LIST_PATH}", method="GET")


async def test_an_aiohttp_client_is_hooked_and_can_still_read_the_answer(aiohttp_client: AiohttpClient) -> None:
    async def answer(_: web.Request) -> web.Response:
        return web.Response(body=written(EVENT), headers=JSON)

    application = web.Application()
    application.router.add_get("/{path:.*}", answer)
    client = await aiohttp_client(application, middlewares=(check_exchange,))
    response = await client.get(f"/s/k3v9{EVENT_PATH}")
    assert (await response.json())["id"] == EVENT["id"]
    assert (await client.get("/healthz")).status == 200
    with pytest.raises(AssertionError, match="Events has no such property"):
        await client.get(LIST_PATH)

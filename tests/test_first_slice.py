"""What Google answers when it says no, byte for byte, as it comes over a socket.

The words, the two ways of writing JSON, and the headers are those of recorded answers and of Google's guide "Handle API
errors"; the session's clock stands still, so that every date is known.
"""

from __future__ import annotations

import json
import re
import socket
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import urlsplit

import pytest

from mockserver.google.provider import GoogleCalendar
from tests.contract import check_google_answer
from tests.published import methods
from tests.wire import JSON, SECONDS, World, world

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

NOW = "Fri, 06 Mar 2026 14:00:00 GMT"  # clock.start of the scenario token-states
ALICE = {"Authorization": "Bearer alice"}
EVENTS = "/calendar/v3/calendars/primary/events"
ALL_DAY = {"id": "picnic", "start": {"date": "2026-03-09"}, "end": {"date": "2026-03-10"}}
REALM = 'Bearer realm="https://accounts.google.com/"'

ALWAYS = {
    "Content-Type": "application/json; charset=UTF-8",
    "Vary": "Origin, X-Origin, Referer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "SAMEORIGIN",
    "X-XSS-Protection": "0",
    "Server": "ESF",
    "Date": NOW,
}

# The backend: one space for a level, and no newline at the end.
BACKEND = """{
 "error": {
  "errors": [
   {
    "domain": "%(domain)s",
    "reason": "%(reason)s",
    "message": "%(message)s"%(place)s
   }
  ],
  "code": %(code)d,
  "message": "%(message)s"
 }
}"""
PLACE = """,
    "locationType": "parameter",
    "location": "%s\""""

# The front end: two spaces, a newline at the end, other members in another order.
LOGIN_REQUIRED = """{
  "error": {
    "code": 401,
    "message": "Request is missing required authentication credential. Expected OAuth 2 access token, login cookie or \
other valid authentication credential. See https://developers.google.com/identity/sign-in/web/devconsole-project.",
    "errors": [
      {
        "message": "Login Required.",
        "domain": "global",
        "reason": "required",
        "location": "Authorization",
        "locationType": "header"
      }
    ],
    "status": "UNAUTHENTICATED",
    "details": [
      {
        "@type": "type.googleapis.com/google.rpc.ErrorInfo",
        "reason": "CREDENTIALS_MISSING",
        "domain": "googleapis.com",
        "metadata": {
          "method": "calendar.v3.Events.List",
          "service": "calendar-json.googleapis.com"
        }
      }
    ]
  }
}
"""
INVALID_CREDENTIALS = """{
  "error": {
    "code": 401,
    "message": "Request had invalid authentication credentials. Expected OAuth 2 access token, login cookie or other \
valid authentication credential. See https://developers.google.com/identity/sign-in/web/devconsole-project.",
    "errors": [
      {
        "message": "Invalid Credentials",
        "domain": "global",
        "reason": "authError",
        "location": "Authorization",
        "locationType": "header"
      }
    ],
    "status": "UNAUTHENTICATED"
  }
}
"""
INSUFFICIENT_SCOPES = """{
  "error": {
    "code": 403,
    "message": "Request had insufficient authentication scopes.",
    "errors": [
      {
        "message": "Insufficient Permission",
        "domain": "global",
        "reason": "insufficientPermissions"
      }
    ],
    "status": "PERMISSION_DENIED",
    "details": [
      {
        "@type": "type.googleapis.com/google.rpc.ErrorInfo",
        "reason": "ACCESS_TOKEN_SCOPE_INSUFFICIENT",
        "domain": "googleapis.com",
        "metadata": {
          "method": "calendar.v3.Events.Insert",
          "service": "calendar-json.googleapis.com"
        }
      }
    ]
  }
}
"""


class Raw(NamedTuple):
    """An answer, not read by any library."""

    status: str
    headers: dict[str, str]
    body: str


def more(connection: socket.socket) -> bytes:
    part = connection.recv(65536)
    assert part, "the connection ended within the answer"
    return part


def received(connection: socket.socket) -> bytes:
    """All that comes back: what belongs to the answer, and whatever came beyond it until the connection ended."""
    answer = b""
    while b"\r\n\r\n" not in answer:
        answer += more(connection)
    length = re.search(rb"\r\nContent-Length: (\d+)\r\n", answer)
    end = answer.index(b"\r\n\r\n") + 4 + (int(length[1]) if length else 0)
    while len(answer) < end:
        answer += more(connection)
    connection.shutdown(socket.SHUT_WR)
    return answer + b"".join(iter(lambda: connection.recv(65536), b""))


def ask(
    session: World, method: str, path: str, headers: Mapping[str, str] | None = None, body: str | None = None
) -> Raw:
    """Send one request in a session over a socket of its own, and read all that comes back."""
    address = urlsplit(session.wire.url)
    target = urlsplit(session.urls["base"]).path + path
    fields = {"Host": address.netloc, **(headers or {})}
    if body is not None:
        fields |= JSON | {"Content-Length": str(len(body.encode()))}
    lines = [f"{method} {target} HTTP/1.1", *(f"{name}: {value}" for name, value in fields.items()), "", body or ""]
    with socket.create_connection((address.hostname, address.port), SECONDS) as connection:
        connection.sendall("\r\n".join(lines).encode())
        head, _, rest = received(connection).partition(b"\r\n\r\n")
    status, *pairs = head.decode("ascii").split("\r\n")
    found = dict(pair.split(": ", 1) for pair in pairs)
    assert len(found) == len(pairs), "a header came twice"
    check_google_answer(method, target, int(status.split()[1]), found, rest)
    return Raw(status, found, rest.decode())


def backend(code: str, reason: str, message: str, *, domain: str = "global", at: str | None = None) -> Raw:
    """What the backend answers: calendar errors."""
    words = {"domain": domain, "reason": reason, "message": message, "code": int(code[:3])}
    body = BACKEND % {**words, "place": PLACE % at if at else ""}
    headers = ALWAYS | {"Cache-Control": "private, max-age=0", "Expires": NOW, "Content-Length": str(len(body))}
    return Raw(f"HTTP/1.1 {code}", headers, body)


def front_end(code: str, challenge: str, body: str) -> Raw:
    """What the front end answers: errors about tokens and scopes."""
    headers = ALWAYS | {"WWW-Authenticate": challenge, "Content-Length": str(len(body))}
    return Raw(f"HTTP/1.1 {code}", headers, body)


NOT_FOUND = backend("404 Not Found", "notFound", "Not Found")
UNAUTHORIZED = front_end("401 Unauthorized", REALM + ', error="invalid_token"', INVALID_CREDENTIALS)


@pytest.fixture
def session(live_server: Any) -> Iterator[World]:
    with world(live_server.url, scenario="token-states") as made:
        yield made


def test_a_request_without_a_token_is_asked_to_log_in(session: World) -> None:
    assert ask(session, "GET", EVENTS) == front_end("401 Unauthorized", REALM, LOGIN_REQUIRED)


@pytest.mark.parametrize("token", ["alice-expired", "alice-revoked", "ya29.nobody-issued-this", "alice2"])
def test_a_token_that_is_no_good_is_refused_without_saying_why(session: World, token: str) -> None:
    assert ask(session, "GET", EVENTS, {"Authorization": f"Bearer {token}"}) == UNAUTHORIZED


def test_an_issued_token_is_refused_from_the_moment_it_expires(session: World) -> None:
    token = {"Authorization": f"Bearer {session.google('alice')['access_token']}"}
    session.advance("PT59M58S")
    assert ask(session, "GET", EVENTS, token).status == "HTTP/1.1 200 OK"

    session.advance("PT2S")

    expected = UNAUTHORIZED._replace(headers=UNAUTHORIZED.headers | {"Date": "Fri, 06 Mar 2026 15:00:00 GMT"})
    assert ask(session, "GET", EVENTS, token) == expected


def test_an_issued_token_is_refused_from_the_moment_it_is_revoked(session: World) -> None:
    text = session.google("alice")["access_token"]
    token = {"Authorization": f"Bearer {text}"}
    assert ask(session, "GET", EVENTS, token).status == "HTTP/1.1 200 OK"

    assert session.wire.send("POST", f"/revoke?token={text}").status == 200

    assert ask(session, "GET", EVENTS, token) == UNAUTHORIZED


def test_too_small_a_scope_is_told_the_scopes_that_would_do(session: World) -> None:
    would_do = (
        "https://www.google.com/calendar/feeds https://www.googleapis.com/auth/calendar "
        "https://www.googleapis.com/auth/calendar.app.created https://www.googleapis.com/auth/calendar.events "
        "https://www.googleapis.com/auth/calendar.events.owned"
    )
    token = {"Authorization": "Bearer alice-readonly"}

    answer = ask(session, "POST", EVENTS, token, json.dumps(ALL_DAY))

    challenge = f'{REALM}, error="insufficient_scope", scope="{would_do}"'
    assert answer == front_end("403 Forbidden", challenge, INSUFFICIENT_SCOPES)


@pytest.mark.parametrize("calendar", ["nobody%40autosched.example", "erin%40autosched.example"])
def test_a_calendar_that_the_caller_cannot_see_is_as_unknown_as_one_that_is_none(session: World, calendar: str) -> None:
    assert ask(session, "GET", f"/calendar/v3/calendars/{calendar}/events", ALICE) == NOT_FOUND


def test_what_is_deleted_cannot_be_deleted_again(session: World) -> None:
    ask(session, "POST", EVENTS, ALICE, json.dumps(ALL_DAY))
    deleted = ask(session, "DELETE", f"{EVENTS}/picnic", ALICE)

    again = ask(session, "DELETE", f"{EVENTS}/picnic", ALICE)

    written = {
        "Cache-Control": "no-cache, no-store, max-age=0, must-revalidate",
        "Pragma": "no-cache",
        "Expires": "Mon, 01 Jan 1990 00:00:00 GMT",
    }
    headers = {name: value for name, value in ALWAYS.items() if name != "Content-Type"} | written
    assert deleted == Raw("HTTP/1.1 204 No Content", headers, "")
    assert again == backend("410 Gone", "deleted", "Resource has been deleted")


@pytest.mark.parametrize("when", ["2026-03-01", "2026-03-01T00:00:00", "yesterday", "2026-13-01T00:00:00Z"])
def test_a_time_min_that_is_no_moment_is_a_bad_request(session: World, when: str) -> None:
    answer = ask(session, "GET", f"{EVENTS}?timeMin={when}", ALICE)

    assert answer == backend("400 Bad Request", "badRequest", "Bad Request")


def test_occurrences_alone_can_be_ordered_by_their_start(session: World) -> None:
    answer = ask(session, "GET", f"{EVENTS}?orderBy=startTime", ALICE)

    message = "The requested ordering is not available for the particular query."
    assert answer == backend("400 Bad Request", "invalid", message, at="orderBy")
    assert ask(session, "GET", f"{EVENTS}?orderBy=startTime&singleEvents=true", ALICE).status == "HTTP/1.1 200 OK"


@pytest.mark.parametrize("deleted", [False, True], ids=["living", "deleted"])
def test_an_id_that_was_ever_used_is_taken(session: World, deleted: bool) -> None:
    ask(session, "POST", EVENTS, ALICE, json.dumps(ALL_DAY))
    if deleted:
        ask(session, "DELETE", f"{EVENTS}/picnic", ALICE)

    answer = ask(session, "POST", EVENTS, ALICE, json.dumps(ALL_DAY))

    assert answer == backend("409 Conflict", "duplicate", "The requested identifier already exists.")


@pytest.mark.parametrize("body", ["{", '{"summary": "a" "b"}', "{'summary': 'a'}", '{"summary": "a"}}'])
def test_a_body_that_is_no_json_is_a_parse_error(session: World, body: str) -> None:
    answer = ask(session, "POST", EVENTS, ALICE, body)

    assert answer == backend("400 Bad Request", "parseError", "Parse Error")


@pytest.mark.parametrize("path", ["/calendar/v3/calendars/primary/nowhere", "/calendar/v3/", "/calendar/v3/event"])
def test_a_path_that_google_does_not_publish_is_not_found(session: World, path: str) -> None:
    assert ask(session, "GET", path, ALICE) == NOT_FOUND


def test_nothing_that_google_publishes_is_left_to_build() -> None:
    served = {operation.id for operation in GoogleCalendar.routes.operations}

    assert [name for name in methods() if name.replace("calendar.", "google.", 1) not in served] == []


def test_what_is_not_built_yet_says_so(session: World) -> None:
    """Never 404 for "not built"."""
    answer = session.wire.send("GET", "/_mock/coverage", {})

    assert (answer.status, answer.header("Content-Type")) == (501, "application/problem+json")
    assert answer.json["detail"] == "coverage over HTTP is not built yet: /_mock/coverage"


def test_pretty_print_compacts_the_backend_and_not_the_front_end(session: World) -> None:
    refused = ask(session, "GET", f"{EVENTS}?prettyPrint=false")
    unknown = ask(session, "GET", f"{EVENTS}/nothere?prettyPrint=false", ALICE)

    assert refused == front_end("401 Unauthorized", REALM, LOGIN_REQUIRED)
    assert unknown.body == (
        '{"error":{"errors":[{"domain":"global","reason":"notFound","message":"Not Found"}],'
        '"code":404,"message":"Not Found"}}'
    )

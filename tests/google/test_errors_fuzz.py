"""Whatever a client asks in Google's paths, the answer is one that Google could give, and never an unforeseen error."""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from hypothesis import given, settings
from hypothesis import strategies as st
from yarl import URL

from tests.google.event_world import ALICE, BOB, TEAM, Client, all_day, events_path, meeting, series, serving
from tests.published import document, methods

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

    from aiohttp import ClientResponse

API = "/calendar/v3/"
FEW = settings(max_examples=60, deadline=None)
READS = sorted(name for name, method in methods().items() if method["httpMethod"] == "GET")
WRITES = sorted(name for name, method in methods().items() if method["httpMethod"] != "GET")
IDS = [
    "primary", ALICE, BOB, TEAM, "never@example.com", "timezone", "default", f"user:{BOB}", "single0", "series0",
    "series0_20260307T140000Z", "series0_20260301", "all000_20260308", "x_20260230", "_", "a/b", "%", "é", "\x00",
]  # fmt: skip
TIMES = [
    "2026-03-07T14:00:00Z", "2026-03-07T09:00:00-05:00", "2026-03-07", "0001-01-01T00:00:00Z", "2026-03-07T14:00:00",
    "9999-12-31T23:59:59Z", "0001-01-01T00:00:00+14:00", "2026-03-08T02:30:00Z",
]  # fmt: skip
WORDS = [
    "", "true", "false", "0", "1", "2", "250", "99999999999999999999", "-1", "stand", "a=b", "items(id,start)", "*",
    "items/*", "((", "kind", "startTime", "updated", "default", "UTC", "Asia/Kolkata", "json", *TIMES,
]  # fmt: skip
MEMBERS = [
    "start", "end", "date", "dateTime", "timeZone", "summary", "recurrence", "attendees", "email", "id", "items",
    "timeMin", "timeMax", "role", "scope", "type", "value", "status", "reminders", "overrides", "method", "minutes",
    "visibility", "extendedProperties", "private", "shared", "iCalUID",
]  # fmt: skip
COMMON = sorted(document()["parameters"])
TEXTS = st.one_of(st.sampled_from(WORDS), st.sampled_from(TIMES), st.text(max_size=8))
VALUES: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.sampled_from([*TIMES, *IDS, "UTC", "RRULE:FREQ=DAILY"]),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.sampled_from(MEMBERS), inner, max_size=4),
    max_leaves=12,
)
BROKEN = [b"", b"{}", b"[]", b"null", b'"a"', b"{", b"\xff", b'{"a":1,"a":2}', b"1e999", b"[" * 200]
BODIES = st.sampled_from(BROKEN) | VALUES.map(lambda value: json.dumps(value).encode())
HEADERS = st.dictionaries(
    st.sampled_from(["If-None-Match", "If-Match", "X-HTTP-Method-Override", "Content-Type", "Accept", "Origin"]),
    st.sampled_from(
        ["*", '"0"', "W/", "GET", "DELETE", "BREW", "application/json", "text/plain", "https://app.example"]
    ),
    max_size=2,
)


RIGHT = {
    "calendarId": ["primary", ALICE, TEAM],
    "eventId": ["single0", "series0", "series0_20260307T140000Z", "series0_20260308T130000Z", "all000_20260308"],
    "ruleId": [f"user:{BOB}"],
    "setting": ["timezone", "locale"],
    "fields": ["items(id,start)", "*", "items/*", "kind,etag"],
    "timeZone": ["UTC", "Asia/Kolkata", "Australia/Lord_Howe"],
} | dict.fromkeys(["timeMin", "timeMax", "originalStart", "updatedMin"], TIMES[:4])
"""Values that make sense."""


def right(name: str, parameter: Mapping[str, Any]) -> st.SearchStrategy[str]:
    """A value of a parameter that makes sense, or nearly."""
    by_type = {"boolean": ["true", "false"], "integer": ["1", "2", "250"]}.get(parameter["type"], ["stand", "a=b", ""])
    return st.sampled_from(RIGHT.get(name) or parameter.get("enum") or by_type)


@st.composite
def targets(draw: st.DrawFn, of: list[str]) -> tuple[str, str]:
    """A published method with ids in its path and values of its parameters, or of others; mostly right ones."""
    method = methods()[draw(st.sampled_from(of))]
    known = document()["parameters"] | method.get("parameters", {})
    wild = draw(st.sampled_from([False, False, True]))
    path = method["path"]
    for name in method.get("parameterOrder", ()):
        any_id = st.sampled_from(IDS) | st.text(max_size=5)
        path = path.replace(f"{{{name}}}", quote(draw(any_id if wild else right(name, known[name])), safe=""))
    own = sorted(name for name, one in method.get("parameters", {}).items() if one["location"] == "query")
    names = draw(st.lists(st.sampled_from([*own, *own, *COMMON, "unknown"]), max_size=5))
    pairs = [(name, draw(TEXTS if wild or name not in known else right(name, known[name]))) for name in names]
    query = "&".join(f"{quote(name)}={quote(value, safe='')}" for name, value in pairs)
    return method["httpMethod"], f"{API}{path}?{query}"


ANYTHING = st.tuples(
    st.sampled_from(["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD"]),
    st.lists(
        st.sampled_from(["calendars", "events", "users", "me", "acl", "watch", "..", ".", "", *IDS]), max_size=6
    ).map(lambda parts: API + "/".join(quote(part, safe="") for part in parts)),
)


async def begin(client: Client) -> None:
    """What there is to ask for."""
    await client.insert(meeting(id="single0"))
    await client.insert(series(id="series0"))
    await client.insert(all_day("2026-03-06", "2026-03-07", id="all000", recurrence=["RRULE:FREQ=DAILY;COUNT=4"]))
    await client.delete("series0_20260308T130000Z")
    await client.insert(meeting(visibility="private", attendees=[{"email": BOB}]), TEAM)


async def ask(client: Client, target: tuple[str, str], as_: str, headers: dict[str, str], body: bytes = b"") -> None:
    """Ask; the client judges the answer, and here it must be no failure of the server."""
    method, path = target
    request: Callable[..., Awaitable[ClientResponse]] = client._http._session._request  # noqa: SLF001 - paths as they are
    url = URL(str(client._http.make_url("/")).rstrip("/") + path, encoded=True)  # noqa: SLF001 - as above
    answer = await request(method, url, headers={"Authorization": f"Bearer {as_}"} | headers, data=body or None)
    assert answer.status < 500, await answer.read()
    answer.release()


def run(asked: list[tuple[tuple[str, str], dict[str, str], bytes]], as_: str) -> None:
    """Ask for some things, one after the other, in a fresh world."""

    async def all_of_it() -> None:
        async with asyncio.timeout(60), serving() as client:
            await begin(client)
            for target, headers, body in asked:
                await ask(client, target, as_, headers, body)

    asyncio.run(all_of_it())


PEOPLE: Any = st.sampled_from(["alice", "bob", "dev", "alice-readonly"])


@FEW
@given(asked=st.lists(st.tuples(targets(READS), HEADERS), min_size=5, max_size=15), as_=PEOPLE)
def test_any_read_is_answered_as_published(asked: list[tuple[tuple[str, str], dict[str, str]]], as_: str) -> None:
    run([(target, headers, b"") for target, headers in asked], as_)


@FEW
@given(asked=st.lists(st.tuples(targets(WRITES), HEADERS, BODIES), min_size=3, max_size=12), as_=PEOPLE)
def test_any_write_is_answered_as_published(
    asked: list[tuple[tuple[str, str], dict[str, str], bytes]], as_: str
) -> None:
    run(asked, as_)


@FEW
@given(asked=st.lists(st.tuples(ANYTHING, HEADERS, BODIES), min_size=3, max_size=12))
def test_any_path_is_answered_as_google_would(asked: list[tuple[tuple[str, str], dict[str, str], bytes]]) -> None:
    run(asked, "alice")


def test_the_world_is_there_to_be_asked_for() -> None:
    run([(("GET", f"/calendar/v3{events_path()}?singleEvents=true&orderBy=startTime"), {}, b"")], "alice")

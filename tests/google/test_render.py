"""How answers are written: JSON as Google's backend prints it, headers, `fields`, `prettyPrint`, `alt`, etags."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mockserver.google import render
from tests.google.calendar_world import calendar_path
from tests.google.event_world import TEAM, Client, events_path, meeting, serving
from tests.google.reading_world import backend, error

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

READ = "private, max-age=0, must-revalidate, no-transform"
WRITTEN = "no-cache, no-store, max-age=0, must-revalidate"
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=10,
)


@pytest.fixture
async def client() -> AsyncIterator[Client]:
    async with serving() as client:
        yield client


def printed(value: Any) -> bytes:
    """JSON as the backend prints it, by the standard library: an empty array or object on one line."""
    return json.dumps(value, indent=1, ensure_ascii=False).encode()


# The JSON


async def test_a_resource_is_printed_with_one_space_for_each_level(client: Client) -> None:
    event = await client.insert(meeting(attendees=[{"email": "a@b.example"}]))

    answer = await client.ask("GET", events_path("primary", event["id"]))

    assert answer.body == printed(answer.json)
    assert answer.body.startswith(b'{\n "kind": "calendar#event",\n "etag": "')


@pytest.mark.parametrize("number", [0, 1, 3])
async def test_a_list_is_printed_with_one_space_for_each_level(client: Client, number: int) -> None:
    for _ in range(number):
        await client.insert(meeting(attendees=[{"email": "a@b.example"}]))

    answer = await client.ask("GET", events_path())

    assert len(answer.json["items"]) == number
    assert answer.body == printed(answer.json)


@given(st.dictionaries(st.text(), VALUES, max_size=4), st.lists(st.dictionaries(st.text(), VALUES, max_size=3)))
def test_a_joined_page_is_what_the_whole_would_be_printed_as(head: dict[str, Any], items: list[dict[str, Any]]) -> None:
    head = {"kind": "any"} | head
    head.pop("items", None)
    page = render.Listing(head, [render.fragment(item) for item in items])

    assert json.loads(render._printed(page)) == head | {"items": items}  # noqa: SLF001 - the joining itself
    assert render._printed(page) == printed(head | {"items": items})  # noqa: SLF001 - the joining itself


@given(st.dictionaries(st.text(), VALUES, max_size=4), st.lists(st.dictionaries(st.text(), VALUES, max_size=3)))
def test_a_page_is_the_list_with_the_token_at_the_end_of_its_head(
    head: dict[str, Any], items: list[dict[str, Any]]
) -> None:
    head = {"kind": "any"} | head
    head.pop("items", None)
    head.pop("nextSyncToken", None)
    fragments = [render.fragment(item) for item in items]
    without = render.Page(render.printed_head(head), '"1"', fragments)
    ends = render.Page(without.head, '"1"', fragments, ("nextSyncToken", "AbC-_=="))

    assert render._printed(without) == printed(head | {"items": items})  # noqa: SLF001 - the joining itself
    assert render._printed(ends) == printed(head | {"nextSyncToken": "AbC-_==", "items": items})  # noqa: SLF001 - the same


@given(st.dictionaries(st.text(), VALUES, max_size=4))
def test_a_fragment_is_decoded_as_the_document_it_was_made_of(document: dict[str, Any]) -> None:
    assert render.decoded(render.fragment(document)) == document


async def test_text_is_written_as_it_is_and_not_escaped(client: Client) -> None:
    await client.insert(meeting(summary="Käse 🧀 & <b>"))

    answer = await client.ask("GET", events_path())

    assert 'summary": "Käse 🧀 & <b>"'.encode() in answer.body


@pytest.mark.parametrize("path", [calendar_path(TEAM), events_path()])
async def test_without_pretty_print_it_is_compact(client: Client, path: str) -> None:
    await client.insert(meeting())
    pretty = (await client.get(path, {})).json

    answer = await client.get(path, {"prettyPrint": False})

    assert b"\n" not in answer.body
    assert b": " not in answer.body.replace(b"Meeting: ", b"")
    assert answer.json | {"etag": 0, "nextSyncToken": 0} == pretty | {"etag": 0, "nextSyncToken": 0}


async def test_pretty_print_may_be_asked_for(client: Client) -> None:
    answer = await client.get(calendar_path(TEAM), {"prettyPrint": True})

    assert answer.body == printed(answer.json)


async def test_an_error_of_the_backend_is_printed_compactly_too(client: Client) -> None:
    answer = await client.get(events_path("primary", "never"), {"prettyPrint": False})

    assert answer.body == json.dumps(answer.json, separators=(",", ":")).encode()


# Parameters that every method has


async def test_the_answer_is_json_and_alt_may_say_so(client: Client) -> None:
    assert (await client.get(events_path(), {"alt": "json"})).status == 200


@pytest.mark.parametrize("alt", ["media", "atom", "JSON", ""])
async def test_another_alt_is_refused(client: Client, alt: str) -> None:
    message = f"Invalid string value: '{alt}'. Allowed values: [json]"

    assert await error(client, alt=alt) == backend(400, "global", "invalidParameter", message, "alt")


async def test_fields_select_parts_of_a_list(client: Client) -> None:
    event = await client.insert(meeting())

    answer = await client.get(events_path(), {"fields": "kind,items(id,start/dateTime)"})

    start = {"dateTime": event["start"]["dateTime"]}
    assert answer.json == {"kind": "calendar#events", "items": [{"id": event["id"], "start": start}]}
    assert answer.body == printed(answer.json)


async def test_tokens_vanish_unless_they_are_selected(client: Client) -> None:
    assert list((await client.get(events_path(), {"fields": "items"})).json) == ["items"]
    assert list((await client.get(events_path(), {"fields": "nextSyncToken"})).json) == ["nextSyncToken"]


async def test_an_item_of_which_nothing_is_selected_is_empty(client: Client) -> None:
    await client.insert(meeting())

    assert (await client.get(events_path(), {"fields": "items/location"})).json == {"items": [{}]}


async def test_fields_select_parts_of_what_was_written(client: Client) -> None:
    answer = await client.ask("POST", events_path(), meeting(), fields="summary")

    assert answer.json == {"summary": "Meeting"}


@pytest.mark.parametrize(("text", "named"), [("items(id", "items(id"), ("items/title", "title"), ("a,,b", "a,,b")])
async def test_a_wrong_selection_is_refused_by_its_name(client: Client, text: str, named: str) -> None:
    wanted = backend(400, "global", "invalidParameter", f"Invalid field selection {named}", "fields")

    assert await error(client, fields=text) == wanted


async def test_a_write_with_a_wrong_selection_is_not_done(client: Client) -> None:
    assert (await client.ask("POST", events_path(), meeting(), fields="nothing")).status == 400
    assert await client.items() == []


@pytest.mark.parametrize("name", ["userIp", "callback", "uploadType", "upload_protocol", "$.xgafv"])
async def test_what_has_no_effect_is_accepted_and_journalled(client: Client, name: str) -> None:
    assert (await client.get(events_path(), {name: "1"})).status == 200
    assert f"parameter {name} was accepted without effect: " in client.notes()


# Headers


async def test_a_read_has_the_headers_of_a_read(client: Client) -> None:
    headers = (await client.ask("GET", events_path())).headers

    assert headers["Content-Type"] == "application/json; charset=UTF-8"
    assert headers["Cache-Control"] == READ
    assert headers["Expires"] == headers["Date"] == "Fri, 06 Mar 2026 14:00:00 GMT"
    assert headers["Vary"] == "Origin, X-Origin, Referer"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "SAMEORIGIN"
    assert headers["X-XSS-Protection"] == "0"
    assert headers["Server"] == "ESF"


async def test_a_write_has_the_headers_of_a_write(client: Client) -> None:
    headers = (await client.ask("POST", events_path(), meeting())).headers

    assert headers["Cache-Control"] == WRITTEN
    assert headers["Pragma"] == "no-cache"
    assert headers["Expires"] == "Mon, 01 Jan 1990 00:00:00 GMT"


async def test_what_answers_nothing_has_no_type(client: Client) -> None:
    event = await client.insert(meeting())

    answer = await client.ask("DELETE", events_path("primary", event["id"]))

    assert (answer.status, answer.body) == (204, b"")
    assert "Content-Type" not in answer.headers
    assert answer.headers["Cache-Control"] == WRITTEN


async def test_head_answers_the_headers_of_get_without_the_body(client: Client) -> None:
    got, head = [await client.ask(method, calendar_path(TEAM)) for method in ("GET", "HEAD")]

    assert head.body == b""
    assert dict(head.headers) == dict(got.headers)


# Etags


@pytest.mark.parametrize("path", [calendar_path(TEAM), "/users/me/calendarList/primary"])
async def test_a_resource_carries_its_etag_in_the_header_too(client: Client, path: str) -> None:
    answer = await client.get(path, {})

    assert answer.headers["ETag"] == answer.json["etag"]


async def test_a_list_has_its_etag_in_the_body_only(client: Client) -> None:
    answer = await client.ask("GET", events_path())

    assert "ETag" not in answer.headers
    assert answer.json["etag"].startswith('"p3')


@pytest.mark.parametrize("path", [calendar_path(TEAM), events_path(), "/users/me/calendarList"])
async def test_what_the_client_has_already_is_not_sent_again(client: Client, path: str) -> None:
    etag = (await client.get(path, {})).json["etag"]

    answer = await client.ask("GET", path, headers={"If-None-Match": etag})

    assert (answer.status, answer.body, answer.headers["ETag"]) == (304, b"", etag)
    assert "Content-Type" not in answer.headers
    assert answer.headers["Cache-Control"] == READ


@pytest.mark.parametrize(
    ("condition", "status"), [("*", 304), ('"a", {}', 304), ('"a"', 200), ("W/{}", 200), ("a", 200)]
)
async def test_a_condition_is_an_etag_a_list_of_them_or_any(client: Client, condition: str, status: int) -> None:
    etag = (await client.get(calendar_path(TEAM), {})).json["etag"]

    answer = await client.ask("GET", calendar_path(TEAM), headers={"If-None-Match": condition.format(etag)})

    assert answer.status == status


async def test_a_list_that_changed_is_sent_again(client: Client) -> None:
    etag = (await client.page())["etag"]
    await client.insert(meeting())

    assert (await client.ask("GET", events_path(), headers={"If-None-Match": etag})).status == 200


async def test_a_list_whose_calendar_was_renamed_has_another_etag(client: Client) -> None:
    etag = (await client.page(TEAM))["etag"]
    await client.ask("PATCH", calendar_path(TEAM), {"summary": "Renamed"})

    assert (await client.page(TEAM))["etag"] != etag


async def test_the_same_list_asked_for_twice_has_the_same_etag(client: Client) -> None:
    assert (await client.page())["etag"] == (await client.page())["etag"]
    assert (await client.page(maxResults=1))["etag"] != (await client.page())["etag"]


async def test_a_write_with_if_none_match_is_done(client: Client) -> None:
    event = await client.insert(meeting())

    path = events_path("primary", event["id"])
    assert (await client.ask("PATCH", path, {"summary": "A"}, headers={"If-None-Match": event["etag"]})).status == 200

"""How answers are written: compact JSON, annotations by level, headers, links, and the answers without a body."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mockserver.microsoft import render, rows
from mockserver.microsoft.refusals import Refusal
from mockserver.microsoft.render import Collection, Empty, Raw, Resource, fragment, place, refused, trace_of
from tests.microsoft.answers import CHANGE, EVENT, GONE, METADATA, SCHEDULES, SHORT
from tests.microsoft.contract import check_graph_answer
from tests.microsoft.exchanges import ORIGIN, asked

if TYPE_CHECKING:
    from mockserver.http.exchange import Exchange, Reply

EVENTS = place("users", "u", "events")
ITEM = fragment(SHORT)
FULL = {name: part for name, part in EVENT.items() if name != "@odata.context"}
# Nobody can tell what an attachment is, not even the judge, where no annotation says so.
TELLING = {name: part for name, part in FULL.items() if not name.startswith("attachments")}
ONE = render.entity(ITEM, EVENTS, "event")
PAGE = render.collection([ITEM, ITEM], EVENTS, "event")
LEVELS = ["none", "minimal", "full"]
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=10,
)


def answered(value: render.Value, exchange: Exchange | None = None) -> Reply:
    """The answer to a request, after it was judged."""
    exchange = exchange or asked()
    reply = render.render(exchange, value)
    check_graph_answer(exchange.method, exchange.path, reply.status, reply.headers, reply.body)
    return reply


def at(level: str, target: str = "/v1.0/me/events") -> Exchange:
    return asked(target=target, accept=f"application/json;odata.metadata={level}")


# The JSON


def test_a_page_of_kept_fragments_is_joined_once() -> None:
    kept = render.collection((fragment(SHORT), fragment(EVENT)), EVENTS, "event", kept=True)
    made = render.collection(kept.items, EVENTS, "event")

    first = render.render(asked(), kept).body
    assert render.render(asked(), kept).body is first
    assert render.render(asked(), made).body == first


def test_pages_that_are_too_large_are_not_remembered() -> None:
    large = fragment({"id": "x" * render.LARGEST_REMEMBERED})
    kept = render.collection((large,), EVENTS, "event", kept=True)

    assert render.render(asked(), kept).body is not render.render(asked(), kept).body


def test_no_more_joined_pages_are_remembered_than_is_said() -> None:
    pages = [render.collection((fragment({"id": str(n)}),), EVENTS, "event", kept=True) for n in range(20)]
    bodies = [render.render(asked(), page).body for page in pages]

    again = [render.render(asked(), page).body for page in reversed(pages)]
    assert again == bodies[::-1]
    assert sum(one is other for one, other in zip(again, reversed(bodies), strict=True)) == render.REMEMBERED_PAGES


def test_one_entity_begins_with_its_context_and_is_compact() -> None:
    reply = answered(ONE, asked(target="/v1.0/me/events/AAMkA="))

    whole = {"@odata.context": f"{METADATA}users('u')/events/$entity", **SHORT}
    assert reply.body == json.dumps(whole, separators=(",", ":")).encode()


def test_the_whole_of_an_event_is_as_published() -> None:
    reply = answered(render.entity(fragment(FULL), EVENTS, "event"), asked(target="/v1.0/me/events/AAMkA="))

    assert json.loads(reply.body) == EVENT


@pytest.mark.parametrize("number", [0, 1, 3])
def test_a_page_is_its_context_and_its_items(number: int) -> None:
    reply = answered(render.collection([ITEM] * number, EVENTS, "event"))

    whole = {"@odata.context": f"{METADATA}users('u')/events", "value": [SHORT] * number}
    assert reply.body == json.dumps(whole, separators=(",", ":")).encode()


def test_a_page_counts_and_says_where_the_next_one_is_before_its_items() -> None:
    page = render.collection([ITEM], EVENTS, "event", count=0, next_link=f"{ORIGIN}/v1.0/me/events?%24skip=1")

    body = json.loads(answered(page).body)

    assert list(body) == ["@odata.context", "@odata.count", "@odata.nextLink", "value"]
    assert body["@odata.count"] == 0


def test_every_change_says_what_it_is_and_the_page_where_to_go_on() -> None:
    items = [{name: part for name, part in item.items() if name != "@odata.type"} for item in (CHANGE, GONE)]
    link = f"{ORIGIN}/v1.0/me/calendarView/delta?$deltatoken=t"
    page = render.changes([fragment(item) for item in items], EVENTS, "event", delta_link=link)

    body = json.loads(answered(page, asked(target="/v1.0/me/calendarView/delta?startDateTime=a&endDateTime=b")).body)

    assert body == {"@odata.context": f"{METADATA}Collection(event)", "@odata.deltaLink": link, "value": [CHANGE, GONE]}
    assert next(iter(body["value"][0])) == "@odata.type"


def test_what_is_no_entity_has_the_context_that_it_is_given() -> None:
    schedules: Any = SCHEDULES
    items = [fragment(item) for item in schedules["value"]]
    page = Collection(items, "Collection(microsoft.graph.scheduleInformation)")

    assert json.loads(answered(page, asked("POST", "/v1.0/me/calendar/getSchedule")).body) == SCHEDULES


def test_without_a_context_there_is_none() -> None:
    reply = render.render(asked("POST", "/v1.0/$batch"), Resource(b'{"responses":[]}'))

    assert reply.body == b'{"responses":[]}'


def test_a_selection_stands_in_the_context_in_its_order() -> None:
    one = render.entity(ITEM, EVENTS, "event", ["subject", "start"])
    page = render.collection([ITEM], EVENTS, "event", ["subject", "start"])

    assert one.context == "users('u')/events(subject,start)/$entity"
    assert page.context == "users('u')/events(subject,start)"


@given(st.dictionaries(st.text(), VALUES, max_size=4), st.lists(st.dictionaries(st.text(), VALUES, max_size=3)))
def test_a_joined_page_is_what_the_whole_would_be(one: dict[str, Any], items: list[dict[str, Any]]) -> None:
    one.pop("@odata.context", None)
    exchange = asked()
    page = Collection([fragment(item) for item in items], "c")

    whole = {"@odata.context": f"{METADATA}c"}
    assert render.render(exchange, page).body == fragment(whole | {"value": items})
    assert render.render(exchange, Resource(fragment(one), "c")).body == fragment(whole | one)
    assert render.decoded(fragment(one)) == one


@pytest.mark.parametrize(
    ("steps", "path"),
    [
        (("users", "u", "events"), "users('u')/events"),
        (("users", "a@b.c", "calendars", "AA-_=", "events"), "users('a%40b.c')/calendars('AA-_%3D')/events"),
        (("users", "o'n/l", "calendar/events"), "users('o%27%27n%2Fl')/calendar/events"),
        (("subscriptions",), "subscriptions"),
    ],
)
def test_a_place_is_names_and_escaped_keys_by_turns(steps: tuple[str, ...], path: str) -> None:
    assert place(*steps) == path


# The levels of metadata


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize(
    ("value", "target"),
    [
        (PAGE, "/v1.0/me/events"),
        (ONE, "/v1.0/me/events/AAMkA="),
        (render.entity(fragment(TELLING), EVENTS, "event"), "/v1.0/me/events/AAMkA="),
        (
            render.changes([ITEM], EVENTS, "event", delta_link=f"{ORIGIN}/v1.0/x?$deltatoken=t"),
            "/v1.0/me/calendarView/delta",
        ),
    ],
)
def test_every_level_is_as_published_and_named_in_the_type(value: render.Value, target: str, level: str) -> None:
    reply = answered(value, at(level, target))

    assert reply.headers["Content-Type"] == (
        f"application/json;odata.metadata={level};odata.streaming=true;IEEE754Compatible=false;charset=utf-8"
    )


def test_without_metadata_only_counts_and_links_remain() -> None:
    link = f"{ORIGIN}/v1.0/me/events?%24skip=1"
    page = render.collection([fragment(FULL)], EVENTS, "event", count=5, next_link=link)

    body = json.loads(render.render(at("none"), page).body)

    assert list(body) == ["@odata.count", "@odata.nextLink", "value"]
    assert "@odata" not in json.dumps(body["value"])
    assert body["value"][0]["attachments"] == [{"id": "a", "contentBytes": "aGk=", "size": 2}]


def test_without_metadata_a_removed_item_still_says_so() -> None:
    gone = fragment({"id": "AAMkB=", "@removed": {"reason": "deleted"}})
    page = render.changes([gone], EVENTS, "event", delta_link=f"{ORIGIN}/v1.0/x?$deltatoken=t")

    body = json.loads(answered(page, at("none", "/v1.0/me/calendarView/delta")).body)

    assert body["value"] == [{"id": "AAMkB=", "@removed": {"reason": "deleted"}}]


def test_full_metadata_says_what_it_is_and_where() -> None:
    item = json.loads(answered(PAGE, at("full")).body)["value"][0]

    address = f"{ORIGIN}/v1.0/users('u')/events('AAMkA%3D')"
    assert item == SHORT | {"@odata.type": "#microsoft.graph.event", "@odata.id": address, "@odata.editLink": address}
    assert next(iter(item)) == "@odata.type"


def test_full_metadata_says_nothing_twice_and_not_where_what_is_gone_would_be() -> None:
    typed = fragment({"@odata.type": "#microsoft.graph.fileAttachment", "id": "a"})
    gone = fragment({"id": "b", "@removed": {"reason": "deleted"}})

    body = render.render(at("full"), Collection([typed, gone, b"{}"], "c", "p", "event")).body

    assert body.count(b"fileAttachment") == body.count(b'"@odata.id"') == 1
    assert body.count(b'"@odata.type"') == 3
    assert json.loads(body)["value"][2] == {"@odata.type": "#microsoft.graph.event"}


@pytest.mark.parametrize(
    ("accept", "level"),
    [
        ("application/json", "minimal"),
        ("*/*", "minimal"),
        ("application/json;odata.metadata=full", "full"),
        ("text/plain, application/json; IEEE754Compatible=true; OData.Metadata=NONE;q=0.5", "none"),
        ('application/json;odata.metadata="none"', "none"),
    ],
)
def test_the_level_is_that_of_accept(accept: str, level: str) -> None:
    assert render.level_of(asked(accept=accept)) == level


def test_an_unknown_level_is_minimal_and_journalled() -> None:
    exchange = at("all")

    assert render.level_of(exchange) == "minimal"
    assert exchange.notes == ["odata.metadata=all was taken for minimal; right would be none, minimal or full"]


# Headers


def test_a_read_has_the_headers_of_every_answer() -> None:
    headers = answered(PAGE).headers

    assert headers["OData-Version"] == "4.0"
    assert headers["Cache-Control"] == "private"
    assert headers["Vary"] == "Accept-Encoding"
    assert json.loads(headers["x-ms-ags-diagnostic"])["ServerInfo"]["ScaleUnit"] == "001"
    assert headers["client-request-id"] == headers["request-id"]
    assert "ETag" not in headers


def test_the_callers_own_id_is_echoed() -> None:
    headers = answered(PAGE, asked(client_request_id="mine")).headers

    assert headers["client-request-id"] == "mine" != headers["request-id"]


@pytest.mark.parametrize("given", ["", "ü", "a\nb", "x" * 129])
def test_an_id_that_cannot_be_echoed_is_not(given: str) -> None:
    exchange = asked(client_request_id=given)
    headers = answered(PAGE, exchange).headers

    assert headers["client-request-id"] == headers["request-id"]
    assert bool(exchange.notes) == bool(given)


def test_every_answer_has_an_id_of_its_own_and_a_session_the_same_ones_again() -> None:
    exchange = asked()
    first, second = [answered(PAGE, exchange).headers["request-id"] for _ in range(2)]

    assert first != second
    assert answered(PAGE).headers["request-id"] == first


def test_all_of_a_batch_has_one_trace() -> None:
    outer = asked("POST", "/v1.0/$batch", client_request_id="mine")
    trace = trace_of(outer)
    inner = asked()
    inner.headers = render.TracedHeaders({"Accept": "application/json;odata.metadata=none"}, trace)

    error = json.loads(refused(inner, Refusal(rows.ITEM_NOT_FOUND)).body)["error"]["innerError"]

    assert (error["request-id"], error["client-request-id"]) == (trace.request_id, "mine")
    assert render.level_of(inner) == "none"


@pytest.mark.parametrize(
    ("path", "caching"),
    [
        ("/v1.0/me", "no-cache"),
        ("/v1.0/me/calendar", "private"),
        ("/v1.0/users", "no-cache"),
        ("/v1.0/users/u", "no-cache"),
        ("/v1.0/users('u')", "no-cache"),
        ("/v1.0/users('u')/events", "private"),
        ("/v1.0/Users/u/events", "private"),
        ("/v1.0/places/microsoft.graph.room", "no-cache"),
        ("/v1.0/subscriptions/s", "no-cache"),
        ("/v1.0/$batch", "private"),
    ],
)
def test_exchanges_answers_are_private_and_the_directorys_not_cached(path: str, caching: str) -> None:
    assert render.render(asked(target=path), None).headers["Cache-Control"] == caching


def test_what_was_made_is_a_201_and_says_where_it_is() -> None:
    made = render.entity(ITEM, EVENTS, "event", created=True, etag='W/"a2V5"')
    reply = answered(made, asked("POST"))

    assert reply.status == 201
    assert reply.headers["Location"] == f"{ORIGIN}/v1.0/users('u')/events('AAMkA%3D')"
    assert reply.headers["ETag"] == 'W/"a2V5"'


def test_the_preferences_that_were_followed_are_named() -> None:
    page = render.collection([], EVENTS, "event", applied='outlook.timezone="UTC", odata.maxpagesize=5')

    headers = answered(page).headers

    assert headers["Preference-Applied"] == 'outlook.timezone="UTC", odata.maxpagesize=5'
    assert "Preference-Applied" not in answered(PAGE).headers


# Answers without JSON


@pytest.mark.parametrize(
    ("method", "target", "value", "status"),
    [
        ("DELETE", "/v1.0/me/events/a", None, 204),
        ("POST", "/v1.0/me/events/a/accept", Empty(202), 202),
        ("POST", "/v1.0/me/events/a/dismissReminder", Empty(200), 200),
        ("PATCH", "/v1.0/me/events/a", Empty(applied="return=minimal"), 204),
    ],
)
def test_what_answers_nothing_has_neither_a_body_nor_a_type(
    method: str, target: str, value: render.Value, status: int
) -> None:
    reply = answered(value, asked(method, target))

    assert (reply.status, reply.body) == (status, b"")
    assert not {"Content-Type", "OData-Version"} & reply.headers.keys()


def test_a_count_is_plain_text() -> None:
    reply = answered(Raw(b"12"), asked(target="/v1.0/me/events/$count"))

    assert (reply.body, reply.headers["Content-Type"]) == (b"12", "text/plain")


# Links


def test_a_link_leads_to_the_mock_and_to_the_session_that_was_asked() -> None:
    exchange = asked(target="/v1.0/me/calendarView/delta?startDateTime=a&endDateTime=b", x_forwarded_proto="https")
    exchange.prefix = "/s/k3v9"

    assert render.link(exchange, "$deltatoken=a-_.b") == (
        "https://mock:8080/s/k3v9/v1.0/me/calendarView/delta?$deltatoken=a-_.b"
    )


# Refusals


def test_a_refusal_is_plain_json_with_the_ids_of_its_headers_and_the_sessions_time() -> None:
    exchange = asked(client_request_id="mine")
    reply = refused(exchange, Refusal(rows.ITEM_NOT_FOUND, why="gone since"))

    assert reply.headers["Content-Type"] == "application/json"
    ids = {"request-id": reply.headers["request-id"], "client-request-id": "mine"}
    assert json.loads(reply.body) == {
        "error": {
            "code": "ErrorItemNotFound",
            "message": "The specified object was not found in the store.",
            "innerError": {"date": "2026-03-06T14:00:00"} | ids,
        }
    }
    assert exchange.notes == ["gone since"]


def test_what_came_before_there_was_a_session_is_refused_all_the_same() -> None:
    exchange = asked(placed=False)
    reply = refused(exchange, Refusal(rows.TOO_LARGE))

    check_graph_answer("GET", exchange.path, reply.status, reply.headers, reply.body)

"""Request bodies, read by the published types."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mockserver.microsoft.bodies import decoded_body, read_body, read_value
from mockserver.microsoft.refusals import Refusal
from tests.microsoft.exchanges import asked

JSON = "application/json"
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(("start", "dateTime", "attendees", "type", "x", "@odata.type")), inner)
    ),
    max_leaves=8,
)


def read(value: Any, type_name: str = "event") -> dict[str, Any]:
    return read_value(value, type_name, lambda _: None)


def refused(value: Any, type_name: str = "event") -> Refusal:
    with pytest.raises(Refusal) as caught:
        read(value, type_name)
    return caught.value


def test_properties_and_enums_are_read_in_any_letter_case_and_come_out_as_published() -> None:
    body = {"Subject": "x", "ShowAs": "BUSY", "Body": {"ContentType": "HTML", "Content": "y"}}
    assert read(body) == {"subject": "x", "showAs": "busy", "body": {"contentType": "html", "content": "y"}}


def test_nulls_stay() -> None:
    assert read({"subject": None, "attendees": None}) == {"subject": None, "attendees": None}


def test_lists_are_read_item_by_item() -> None:
    assert read({"attendees": [{"type": "Required"}]}) == {"attendees": [{"type": "required"}]}
    assert "attendees[1]" in refused({"attendees": [{}, 5]}).why


def test_annotations_are_left_out_but_for_the_type() -> None:
    body = {"@odata.etag": "x", "start@odata.type": "y", "@odata.type": "#microsoft.graph.event", "subject": "z"}
    assert read(body) == {"@odata.type": "#microsoft.graph.event", "subject": "z"}


def test_a_value_may_be_of_a_derived_type_and_has_its_properties_then() -> None:
    zone = {"@odata.type": "microsoft.graph.customTimeZone", "bias": 60}
    assert read({"timeZone": zone}, "workingHours") == {"timeZone": zone}
    assert refused({"timeZone": {"bias": 60}}, "workingHours").row.code == "RequestBodyRead"


def test_a_value_of_another_type_is_refused() -> None:
    refusal = refused({"timeZone": {"@odata.type": "#microsoft.graph.event"}}, "workingHours")
    assert refusal.row.code == "UnableToDeserializePostBody"
    assert refusal.why.startswith("timeZone.@odata.type is")


@pytest.mark.parametrize("said", ["#microsoft.graph.nothing", 5])
def test_a_value_of_a_type_that_is_none_is_refused(said: object) -> None:
    refusal = refused({"timeZone": {"@odata.type": said}}, "workingHours")
    assert (refusal.row.status, refusal.row.code) == (400, "RequestBodyRead")


def test_what_an_event_does_not_have_is_passed_over_and_the_journal_says_so() -> None:
    notes: list[str] = []
    assert read_value({"subject": "x", "colour": "red"}, "event", notes.append) == {"subject": "x"}
    assert notes == ["the body's colour was passed over: an event has no such property"]


def test_an_extension_has_whatever_it_is_given() -> None:
    body = {"extensionName": "com.x", "anything": {"at": ["all"]}}
    assert read(body, "openTypeExtension") == body


def test_what_a_closed_type_does_not_have_is_refused_with_what_it_has() -> None:
    refusal = refused({"start": {"date": "2026-03-09"}})
    assert (refusal.row.status, refusal.row.code) == (400, "RequestBodyRead")
    assert refusal.message.startswith("The property 'date' does not exist on type 'microsoft.graph.dateTimeTimeZone'.")
    assert refusal.why == "start.date: there is dateTime, timeZone"


@pytest.mark.parametrize(
    ("body", "where"),
    [
        ("text", "the body"),
        ({"subject": 5}, "subject"),
        ({"isAllDay": "yes"}, "isAllDay"),
        ({"reminderMinutesBeforeStart": True}, "reminderMinutesBeforeStart"),
        ({"reminderMinutesBeforeStart": 1.5}, "reminderMinutesBeforeStart"),
        ({"showAs": "sometimes"}, "showAs"),
        ({"showAs": 2}, "showAs"),
        ({"start": "2026-03-09"}, "start"),
        ({"attendees": {}}, "attendees"),
        ({"categories": [1]}, "categories[0]"),
    ],
)
def test_a_value_of_the_wrong_shape_is_refused_with_its_place_and_what_is_right(body: Any, where: str) -> None:
    refusal = refused(body)
    assert (refusal.row.status, refusal.row.code) == (400, "UnableToDeserializePostBody")
    assert refusal.why.startswith(f"{where} is ")
    assert "; right would be " in refusal.why


def test_objects_are_not_read_forever_into_each_other() -> None:
    body: dict[str, Any] = {}
    for _ in range(100):
        body = {"instances": [body]}
    assert refused(body).row.code == "UnableToDeserializePostBody"


@given(VALUES)
def test_any_value_is_read_or_refused(value: Any) -> None:
    try:
        read(value)
    except Refusal as refusal:
        assert refusal.row.status == 400  # noqa: PT017 - whether it is raised depends on the value


# The whole body.


def sent(body: bytes, kind: str = JSON) -> dict[str, Any]:
    exchange = asked("POST", content_type=kind)
    exchange.body = body
    return read_body(exchange, "event")


@pytest.mark.parametrize("kind", [JSON, "Application/JSON; charset=utf-8", "application/vnd.x+json"])
def test_json_is_read_by_whatever_it_is_called(kind: str) -> None:
    assert sent(b'{"subject":"x"}', kind) == {"subject": "x"}


@pytest.mark.parametrize("kind", ["", "text/plain", "application/x-www-form-urlencoded"])
def test_what_is_not_said_to_be_json_is_refused(kind: str) -> None:
    with pytest.raises(Refusal) as caught:
        sent(b"{}", kind)
    assert (caught.value.row.status, caught.value.row.code) == (415, "RequestBodyRead")


@pytest.mark.parametrize("body", [b"", b"{", b"\xff", b"[" * 100_000, b"{}{}"])
def test_what_is_no_json_is_refused(body: bytes) -> None:
    with pytest.raises(Refusal) as caught:
        sent(body)
    assert (caught.value.row.status, caught.value.row.code) == (400, "BadRequest")


def test_where_a_body_is_optional_none_is_an_empty_one() -> None:
    assert read_body(asked("POST"), "event", optional=True) == {}


def test_a_body_can_be_read_as_it_stands() -> None:
    exchange = asked("POST")
    exchange.body = json.dumps([1, {"x": None}]).encode()
    assert decoded_body(exchange) == [1, {"x": None}]

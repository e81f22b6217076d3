"""A request body is read as the service reads it: what it accepts, converts, drops and refuses."""

from __future__ import annotations

import json
from typing import Any

import pytest

from mockserver.google import description


def test_unknown_properties_are_dropped_at_every_level() -> None:
    given = {"summary": "S", "colour": "red", "start": {"date": "2026-03-08", "x": 1}, "attendees": [{"e-mail": "a"}]}
    assert description.clean("Event", given) == {"summary": "S", "start": {"date": "2026-03-08"}, "attendees": [{}]}


def test_the_given_value_is_left_alone() -> None:
    given = {"summary": "S", "htmlLink": "x", "start": {"date": "2026-03-08", "x": 1}}
    before = json.dumps(given)
    description.clean("Event", given)
    assert json.dumps(given) == before


def test_read_only_properties_are_dropped_unless_they_are_wanted() -> None:
    given = {"htmlLink": "x", "summary": "S", "attendees": [{"email": "a@b", "self": True}]}
    assert description.clean("Event", given) == {"summary": "S", "attendees": [{"email": "a@b"}]}
    assert description.clean("Event", given, read_only=True) == given


def test_properties_keep_their_order() -> None:
    given = {"summary": "S", "id": "x", "description": "D"}
    assert list(description.clean("Event", given)) == ["summary", "id", "description"]


def test_a_map_takes_any_key() -> None:
    given = {"extendedProperties": {"private": {"any key": "v"}, "other": {"k": "v"}}}
    assert description.clean("Event", given) == {"extendedProperties": {"private": {"any key": "v"}}}


@pytest.mark.parametrize(
    ("given", "read"),
    [
        ({"sequence": "3"}, {"sequence": 3}),
        ({"sequence": -1}, {"sequence": -1}),
        ({"colorId": 11}, {"colorId": "11"}),
        ({"start": {"dateTime": "2026-03-08T09:00:00"}}, {"start": {"dateTime": "2026-03-08T09:00:00"}}),
        ({"start": {"dateTime": "2026-03-08t09:00:00.5z"}}, {"start": {"dateTime": "2026-03-08t09:00:00.5z"}}),
    ],
)
def test_a_value_the_reader_can_read_as_its_type_is_read(given: dict[str, Any], read: dict[str, Any]) -> None:
    assert description.clean("Event", given) == read


def test_64_bits_travel_as_a_string() -> None:
    assert description.clean("Channel", {"expiration": 1426325213000}) == {"expiration": "1426325213000"}
    assert description.clean("Channel", {"expiration": "1426325213000"}) == {"expiration": "1426325213000"}


@pytest.mark.parametrize(
    ("given", "path", "detail"),
    [
        ({"start": "2026-03-08"}, "start", "2026-03-08 is not a valid value"),
        ({"attendees": {"email": "a"}}, "attendees", '{"email": "a"} is not a valid value'),
        ({"attendees": [{}, "a@b"]}, "attendees[1]", "a@b is not a valid value"),
        ({"attendees": [None]}, "attendees[0]", "null is not a valid value"),
        ({"attendees": [{"email": ["a"]}]}, "attendees[0].email", '["a"] is not a valid value'),
        ({"recurrence": [{}]}, "recurrence[0]", "{} is not a valid value"),
        ({"summary": True}, "summary", "true is not a valid value"),
        ({"locked": "true"}, "locked", "true is not a valid value"),
        ({"htmlLink": {}}, "htmlLink", "{} is not a valid value"),
        ({"sequence": "x"}, "sequence", "Expected a signed integer, got 'x' (class java.lang.String)"),
        ({"sequence": 1.5}, "sequence", "Expected a signed integer, got '1.5' (class java.lang.Double)"),
        ({"sequence": 2**31}, "sequence", "Expected a signed integer, got '2147483648' (class java.lang.Long)"),
        ({"sequence": True}, "sequence", "Expected a signed integer, got 'true' (class java.lang.Boolean)"),
        ({"sequence": []}, "sequence", "[] is not a valid value"),
        (
            {"extendedProperties": {"private": {"k": {}}}},
            "extendedProperties.private.k",
            "{} is not a valid value",
        ),
    ],
)
def test_a_value_of_the_wrong_type_is_refused_with_its_place(given: dict[str, Any], path: str, detail: str) -> None:
    with pytest.raises(description.BadValue) as refused:
        description.clean("Event", given)
    assert refused.value.path == path
    assert refused.value.message == f"Invalid value for: {detail}"
    assert str(refused.value).startswith(f"{path}: expected ")


@pytest.mark.parametrize(
    ("name", "text", "detail"),
    [
        ("date", "tomorrow", 'Invalid format: "tomorrow"'),
        ("date", "", 'Invalid format: ""'),
        ("date", "2026-03", 'Invalid format: "2026-03" is too short'),
        ("date", "2026-3-8", 'Invalid format: "2026-3-8" is malformed at "-3-8"'),
        (
            "date",
            "2026-03-08T09:00:00Z",
            (
                '"T" found, can only parse bare date string: 2026-03-08T09:00:00Z'
                " Have you accidentally used DateTime instead of a Date?"
            ),
        ),
        ("date", "2026-02-29", 'Cannot parse "2026-02-29": Value 29 for dayOfMonth must be in the range [1,28]'),
        ("dateTime", "2026-03-08", 'Invalid format: "2026-03-08" is too short'),
        ("dateTime", "2026-03-08 09:00:00", 'Invalid format: "2026-03-08 09:00:00" is malformed at " 09:00:00"'),
        ("dateTime", "2026-03-08T09:00:00Zulu", 'Invalid format: "2026-03-08T09:00:00Zulu" is malformed at "ulu"'),
        (
            "dateTime",
            "2026-03-08T24:00:00Z",
            'Cannot parse "2026-03-08T24:00:00Z": Value 24 for hourOfDay must be in the range [0,23]',
        ),
        ("dateTime", "2026-03-08T09:00:00+25:00", 'Invalid format: "2026-03-08T09:00:00+25:00"'),
        ("dateTime", "0000-01-01T00:00:00Z", 'Invalid format: "0000-01-01T00:00:00Z"'),
        ("dateTime", "٢٠٢٦-03-08T09:00:00Z", 'Invalid format: "٢٠٢٦-03-08T09:00:00Z"'),
    ],
)
def test_a_malformed_date_is_refused_in_the_words_of_its_parser(name: str, text: str, detail: str) -> None:
    with pytest.raises(description.BadValue) as refused:
        description.clean("Event", {"start": {name: text}})
    assert refused.value.message == f"Invalid value for: {detail}"


@pytest.mark.parametrize("body", [None, [], "text", 1])
def test_a_body_that_is_no_object_is_refused(body: Any) -> None:
    with pytest.raises(description.BadValue, match=r"^the body: expected an object"):
        description.clean("Event", body)


def test_a_null_scalar_is_refused_where_nothing_can_be_deleted() -> None:
    with pytest.raises(description.BadValue) as refused:
        description.clean("Event", {"location": None})
    assert refused.value.message == "Invalid value for: null is not a valid value"


def test_a_null_object_or_array_counts_as_absent_where_nothing_can_be_deleted() -> None:
    given = {"attendees": None, "reminders": None, "start": None, "summary": "S"}
    assert description.clean("Event", given) == {"summary": "S"}


def test_a_patch_keeps_its_nulls_where_they_delete() -> None:
    given = {
        "location": None,
        "attendees": None,
        "htmlLink": None,
        "extendedProperties": {"private": {"k": None}},
        "reminders": {"useDefault": None},
    }
    assert description.clean("Event", given, nulls=True) == {
        "location": None,
        "attendees": None,
        "extendedProperties": {"private": {"k": None}},
        "reminders": {"useDefault": None},
    }


def test_a_null_inside_an_array_of_a_patch_counts_as_absent() -> None:
    given = {"attendees": [{"email": "a@b", "comment": None}]}
    assert description.clean("Event", given, nulls=True) == {"attendees": [{"email": "a@b"}]}


def test_a_value_of_any_type_is_kept_but_not_at_any_depth() -> None:
    def nested(depth: int) -> dict[str, Any]:
        value: dict[str, Any] = {}
        for _ in range(depth):
            value = {"x": [value]}
        return {"workingLocationProperties": {"homeOffice": value}}

    assert description.clean("Event", nested(10)) == nested(10)
    with pytest.raises(description.BadValue, match=r"workingLocationProperties\.homeOffice"):
        description.clean("Event", nested(50))


def test_a_long_value_is_shortened_in_the_refusal() -> None:
    with pytest.raises(description.BadValue) as refused:
        description.clean("Event", {"sequence": "9" * 10_000})
    assert len(refused.value.message) < 250


def test_a_value_nested_too_deeply_to_be_shown_is_refused_like_any_other() -> None:
    value: list[Any] = []
    for _ in range(5_000):
        value = [value]
    with pytest.raises(description.BadValue) as refused:
        description.clean("Event", {"summary": value})
    assert refused.value.message == "Invalid value for: a value nested too deeply is not a valid value"

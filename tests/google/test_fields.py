"""The `fields` parameter selects what Google's partial-response grammar says, and refuses what it does not have."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mockserver.google import description, fields
from mockserver.google.fields import EVERYTHING, NOTHING, BadFieldSelection, Selection

EVENTS = {
    "kind": "calendar#events",
    "nextPageToken": "t",
    "items": [
        {"id": "1", "summary": "A", "start": {"dateTime": "x", "timeZone": "y"}, "attendees": [{"email": "a"}]},
        {"id": "2", "extendedProperties": {"private": {"a": "1", "b": "2"}, "shared": {"a": "3"}}},
    ],
}


def chosen(text: str) -> Any:
    return fields.select(EVENTS, fields.parse(text, "Events"))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("kind", {"kind": "calendar#events"}),
        ("kind,nextPageToken", {"kind": "calendar#events", "nextPageToken": "t"}),
        ("items/id", {"items": [{"id": "1"}, {"id": "2"}]}),
        ("items(id)", {"items": [{"id": "1"}, {"id": "2"}]}),
        ("items(id,summary)", {"items": [{"id": "1", "summary": "A"}, {"id": "2"}]}),
        ("items(id, summary)", {"items": [{"id": "1", "summary": "A"}, {"id": "2"}]}),
        ("items/start/timeZone", {"items": [{"start": {"timeZone": "y"}}, {}]}),
        ("items(start/timeZone,id)", {"items": [{"id": "1", "start": {"timeZone": "y"}}, {"id": "2"}]}),
        ("items/attendees/email", {"items": [{"attendees": [{"email": "a"}]}, {}]}),
        ("items/extendedProperties/private/b", {"items": [{}, {"extendedProperties": {"private": {"b": "2"}}}]}),
        (
            "items/extendedProperties/*/a",
            {"items": [{}, {"extendedProperties": {"private": {"a": "1"}, "shared": {"a": "3"}}}]},
        ),
        ("items/*/timeZone", {"items": [{"start": {"timeZone": "y"}}, {}]}),
        ("items/start,items/id", {"items": [{"id": "1", "start": EVENTS["items"][0]["start"]}, {"id": "2"}]}),  # type: ignore[index] # the sample above
        ("items(*/timeZone,id)", {"items": [{"id": "1", "start": {"timeZone": "y"}}, {"id": "2"}]}),
        ("items/location", {"items": [{}, {}]}),
        ("summary", {}),
    ],
)
def test_a_selection_keeps_what_it_names_and_its_parents(text: str, expected: Any) -> None:
    assert chosen(text) == expected


@pytest.mark.parametrize("text", ["*", "items,items/id,*", "kind,nextPageToken,items", "*,kind", "", "  "])
def test_the_whole_includes_its_parts(text: str) -> None:
    assert chosen(text) == EVENTS


@pytest.mark.parametrize("text", ["items,items/id", "items/id,items", "items(id),items(*)"])
def test_the_whole_of_a_parent_wins_over_one_child(text: str) -> None:
    assert chosen(text) == {"items": EVENTS["items"]}


def test_the_order_is_the_answers_own() -> None:
    assert list(chosen("items,kind")) == ["kind", "items"]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("colour", "colour"),
        ("items(id,colour)", "colour"),
        ("items/start/colour", "colour"),
        ("kind/id", "id"),
        ("kind/*", "*"),
        ("*,colour", "colour"),
        ("*/colour", "colour"),
        ("Items", "Items"),
    ],
)
def test_a_field_the_answer_does_not_have_is_refused_by_name(text: str, name: str) -> None:
    with pytest.raises(BadFieldSelection) as refused:
        chosen(text)
    assert refused.value.message == f"Invalid field selection {name}"


@pytest.mark.parametrize(
    "text",
    [
        "items(id",
        "items(id))",
        "items)",
        "items(",
        "items()",
        "(id)",
        "a,,b",
        "a,",
        ",a",
        "/a",
        "a/",
        "a//b",
        "a(b)/c",
        "a(b)c",
    ],
)
def test_what_is_no_selection_is_refused_whole(text: str) -> None:
    with pytest.raises(BadFieldSelection) as refused:
        fields.parse(text)
    assert refused.value.message == f"Invalid field selection {text}"


@pytest.mark.parametrize("text", ["a" * 20_000, "a/" * 33 + "a", "a(" * 5_000, "(" * 16_000, "a," * 8_000 + "a("])
def test_a_selection_too_long_or_too_deep_is_refused(text: str) -> None:
    with pytest.raises(BadFieldSelection) as refused:
        fields.parse(text)
    assert len(refused.value.message) < 150


def test_the_selection_of_a_well_known_client_is_understood() -> None:
    # gcal_sync asks for this of every page
    text = "kind,nextPageToken,nextSyncToken,items(id,iCalUID,summary,start,end,description,location,status,recurrence)"
    assert list(fields.parse(text, "Events")) == ["kind", "nextPageToken", "nextSyncToken", "items"]


def test_what_is_wanted_of_a_child_can_be_asked_apart() -> None:
    wanted = fields.parse("kind,items(id)", "Events")
    assert fields.within(wanted, "kind") == EVERYTHING
    assert fields.within(wanted, "items") == {"id": None}
    assert fields.within(wanted, "etag") == NOTHING
    assert fields.within(EVERYTHING, "etag") == EVERYTHING
    assert fields.select({"id": 1}, fields.within(wanted, "etag")) == {}


def test_every_published_property_can_be_selected() -> None:
    for method in description.methods().values():
        if method.response is not None:
            for name in description.property_names(method.response):
                assert fields.parse(name, method.response) == {name: None}


# Properties over any JSON and any selection.

NAMES = st.sampled_from(["a", "b", "c", "d"])
VALUES = st.recursive(
    st.sampled_from([0, 1, "", "x", True, None]),
    lambda inner: st.dictionaries(NAMES, inner, max_size=4) | st.lists(inner, max_size=3),
    max_leaves=20,
)
OBJECTS = st.dictionaries(NAMES, VALUES, max_size=4)
INNER = st.recursive(
    st.none(), lambda inner: st.dictionaries(NAMES | st.just("*"), inner, min_size=1, max_size=3), max_leaves=8
)
WRITTEN = st.dictionaries(NAMES | st.just("*"), INNER, min_size=1, max_size=3)


def spelled(tree: Selection) -> str:
    return ",".join(name if inner is None else f"{name}({spelled(inner)})" for name, inner in tree.items())


def spelled_with_slashes(tree: Selection, prefix: str = "") -> str:
    return ",".join(
        prefix + name if inner is None else spelled_with_slashes(inner, f"{prefix}{name}/")
        for name, inner in tree.items()
    )


def is_part_of(part: Any, whole: Any) -> bool:
    if isinstance(part, dict) and isinstance(whole, dict):
        order = [name for name in whole if name in part]
        return list(part) == order and all(is_part_of(part[name], whole[name]) for name in part)
    if isinstance(part, list) and isinstance(whole, list):
        return len(part) == len(whole) and all(map(is_part_of, part, whole))
    return bool(part == whole)


@given(OBJECTS, WRITTEN)
def test_selecting_twice_selects_the_same(value: Any, tree: Selection) -> None:
    wanted = fields.parse(spelled(tree))
    once = fields.select(value, wanted)
    assert fields.select(once, wanted) == once


@given(OBJECTS, WRITTEN)
def test_what_is_selected_is_part_of_the_answer_in_its_order(value: Any, tree: Selection) -> None:
    assert is_part_of(fields.select(value, fields.parse(spelled(tree))), value)


@given(OBJECTS, WRITTEN)
def test_parentheses_and_slashes_say_the_same(value: Any, tree: Selection) -> None:
    one, other = fields.parse(spelled(tree)), fields.parse(spelled_with_slashes(tree))
    assert fields.select(value, one) == fields.select(value, other)


@given(OBJECTS, WRITTEN)
def test_everything_is_the_identity_however_it_is_asked(value: Any, tree: Selection) -> None:
    assert fields.select(value, EVERYTHING) == value
    assert fields.select(value, fields.parse(f"*,{spelled(tree)}")) == value


@given(OBJECTS, WRITTEN, WRITTEN)
def test_asking_for_more_never_gives_less(value: Any, one: Selection, other: Selection) -> None:
    less = fields.select(value, fields.parse(spelled(one)))
    more = fields.select(value, fields.parse(f"{spelled(one)},{spelled(other)}"))
    assert fields.select(more, fields.parse(spelled(one))) == less


@given(st.text(alphabet="ab,/()* ", max_size=20))
def test_any_text_is_a_selection_or_is_refused(text: str) -> None:
    refused = None
    try:
        wanted = fields.parse(text)
    except BadFieldSelection as error:
        refused = error.name
    assert refused == text if refused is not None else json.dumps(wanted)

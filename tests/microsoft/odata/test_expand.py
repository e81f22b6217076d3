"""`$expand` names navigation properties, each once, with a filter and a selection of its own."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mockserver.microsoft.odata import filter as filters
from mockserver.microsoft.odata.expand import Expansion, parse
from mockserver.microsoft.odata.select import Selection
from mockserver.microsoft.refusals import Refusal


def test_each_expansion_has_its_own_filter_and_selection() -> None:
    text = "Attachments, extensions($filter=id eq 'a;b,(c';$select=id),calendar($select=name)"

    assert parse(text, "event") == (
        Expansion("attachments"),
        Expansion("extensions", filters.parse("id eq 'a;b,(c'"), Selection((("id",),))),
        Expansion("calendar", None, Selection((("name",),))),
    )


@pytest.mark.parametrize("path", ["microsoft.graph.itemattachment/item", "microsoft.graph.itemAttachment/item"])
def test_the_content_of_an_attached_item_is_expanded_by_a_cast(path: str) -> None:
    assert parse(path, "attachment") == (Expansion("item"),)


def test_the_extended_properties_that_meet_the_filter_come_back() -> None:
    (expansion,) = parse("singleValueExtendedProperties($filter=id eq 'String 0x1')", "calendar")

    items = [{"id": "String 0x1", "value": "1"}, {"id": "String 0x2", "value": "2"}]

    assert expansion.applied(items) == items[:1]


def test_of_what_is_expanded_the_selected_properties_come_back() -> None:
    (expansion,) = parse("attachments($select=name)", "event")

    assert expansion.applied([{"id": "1", "name": "a", "size": 3}]) == [{"id": "1", "name": "a"}]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("nothing", "Could not find a property named 'nothing' on type 'microsoft.graph.event'."),
        (
            "subject",
            (
                "Property 'subject' on type 'microsoft.graph.event' is not a navigation property or complex property. "
                "Only navigation properties can be expanded."
            ),
        ),
        ("", "Term '' is not valid in a $select or $expand expression."),
        ("calendar)", "Term 'calendar)' is not valid in a $select or $expand expression."),
        ("calendar($top=1)", "Term '$top=1' is not valid in the options of the expansion of 'calendar'."),
        ("calendar()", "Term '' is not valid in the options of the expansion of 'calendar'."),
        ("calendar,Calendar", "A property is expanded more than once in 'calendar,Calendar'."),
        (",".join(["calendar"] * 21), "The limit of '20' for $expand items has been exceeded."),
        ("x" * 8193, "The text has 8193 characters, and the limit is 8192."),
    ],
)
def test_an_expansion_that_is_none_is_refused(text: str, message: str) -> None:
    with pytest.raises(Refusal) as refused:
        parse(text, "event")

    assert refused.value.row.code == "BadRequest"
    assert refused.value.message == f"Parsing OData Select and Expand failed: {message}"


@pytest.mark.parametrize("name", ["singleValueExtendedProperties", "multiValueExtendedProperties"])
def test_extended_properties_are_expanded_only_with_a_filter(name: str) -> None:
    with pytest.raises(Refusal, match=f"The expansion of '{name}' needs a ") as refused:
        parse(name, "event")

    assert refused.value.row.code == "ErrorInvalidUrlQuery"


def test_what_graph_does_not_expand_is_refused() -> None:
    with pytest.raises(Refusal, match=r"The property 'events' does not support \$expand") as refused:
        parse("events", "calendar")

    assert refused.value.row.code == "ErrorInvalidUrlQuery"


def test_the_filter_of_an_expansion_is_checked_against_what_is_expanded() -> None:
    with pytest.raises(Refusal, match=r"named 'subject' on type 'microsoft\.graph\.extension'"):
        parse("extensions($filter=subject eq 'x')", "event")


WORDS = ("attachments", "extensions", "(", ")", "$filter=", "id eq 'x'", "'", ";", ",", "$select=", "id")


@given(st.one_of(st.text(), st.lists(st.sampled_from(WORDS)).map("".join)))
def test_any_text_is_an_expansion_or_refused(text: str) -> None:
    with suppress(Refusal):
        parse(text, "event")

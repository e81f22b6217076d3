"""`$select` says which properties come back, by the published names."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mockserver.microsoft.odata.select import ALL, Selection, parse
from mockserver.microsoft.refusals import Refusal

DOCUMENT: dict[str, Any] = {
    "@odata.etag": 'W/"x"',
    "id": "AAMk",
    "subject": "Lunch",
    "start": {"dateTime": "2026-03-08T09:00:00.0000000", "timeZone": "UTC"},
    "location": None,
    "calendar@odata.navigationLink": "https://mock/x",
    "attachments": [],
}


def test_the_context_names_what_is_selected_in_the_order_of_the_request() -> None:
    assert parse("start, Subject,start", "event").fragment == "(start,subject)"


def test_without_a_selection_the_context_names_nothing() -> None:
    assert ALL.fragment == ""


def test_a_star_selects_everything() -> None:
    assert parse("subject,*", "event") == ALL


def test_the_id_and_the_etag_come_back_whatever_is_selected() -> None:
    assert parse("subject", "event").applied(DOCUMENT) == {"@odata.etag": 'W/"x"', "id": "AAMk", "subject": "Lunch"}


def test_what_is_selected_keeps_the_order_of_the_document() -> None:
    assert list(parse("start,subject", "event").applied(DOCUMENT)) == ["@odata.etag", "id", "subject", "start"]


def test_a_part_of_a_property_is_selected_by_its_path() -> None:
    answer = parse("start/timeZone,location/displayName", "event").applied(DOCUMENT)

    assert (answer["start"], answer["location"]) == ({"timeZone": "UTC"}, None)


def test_a_property_and_a_part_of_it_are_the_whole_property() -> None:
    assert parse("start/timeZone,start", "event").applied(DOCUMENT)["start"] == DOCUMENT["start"]


def test_what_is_expanded_comes_back_too() -> None:
    assert "attachments" in parse("subject", "event").applied(DOCUMENT, expanded=["attachments"])


@pytest.mark.parametrize("cast", ["microsoft.graph.fileAttachment", "graph.fileattachment"])
def test_a_property_of_a_derived_type_is_selected_by_a_cast(cast: str) -> None:
    assert parse(f"name,{cast}/contentId", "attachment").paths == (("name",), ("contentId",))


@pytest.mark.parametrize("text", ["microsoft.graph.event/subject", "contentId", "microsoft.graph.fileAttachment"])
def test_a_property_of_another_type_is_not_selected(text: str) -> None:
    with pytest.raises(Refusal):
        parse(text, "attachment")


def test_the_annotations_of_a_property_go_with_it() -> None:
    assert "calendar@odata.navigationLink" in parse("calendar", "event").applied(DOCUMENT)
    assert "calendar@odata.navigationLink" not in parse("subject", "event").applied(DOCUMENT)


def test_without_a_selection_the_whole_document_comes_back() -> None:
    assert Selection().applied(DOCUMENT) == DOCUMENT


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("x", "Could not find a property named 'x' on type 'microsoft.graph.event'."),
        ("start/x", "Could not find a property named 'x' on type 'microsoft.graph.dateTimeTimeZone'."),
        ("subject,", "Term '' is not valid in a $select or $expand expression."),
        ("a b", "Term 'a b' is not valid in a $select or $expand expression."),
        (",".join(["id"] * 201), "The limit of '200' for $select items has been exceeded."),
    ],
)
def test_a_selection_that_is_none_is_refused(text: str, message: str) -> None:
    with pytest.raises(Refusal) as refused:
        parse(text, "event")

    assert refused.value.row.code == "BadRequest"
    assert refused.value.message == f"Parsing OData Select and Expand failed: {message}"


@given(st.one_of(st.text(), st.lists(st.sampled_from(["id", "start", "/", ",", "*", " "])).map("".join)))
def test_any_text_is_a_selection_or_refused(text: str) -> None:
    with suppress(Refusal):
        parse(text, "event").applied(DOCUMENT)

"""`$orderby` orders by single values, and a filter beside it must begin with the same properties."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mockserver.microsoft.odata.binding import bind
from mockserver.microsoft.odata.filter import parse as parse_filter
from mockserver.microsoft.odata.orderby import Order, ordered, parse, refuse_inefficient
from mockserver.microsoft.refusals import Refusal


def event(subject: str | None, start: str) -> dict[str, Any]:
    return {"subject": subject, "start": {"dateTime": start, "timeZone": "UTC"}}


def test_an_order_is_ascending_unless_it_says_otherwise() -> None:
    assert parse("Start/dateTime, subject DESC,createdDateTime asc", "event") == (
        Order(("start", "dateTime")),
        Order(("subject",), descending=True),
        Order(("createdDateTime",)),
    )


@pytest.mark.parametrize(
    ("text", "code", "message"),
    [
        ("start", "BadRequest", "The $orderby expression must evaluate to a single value of primitive type."),
        ("categories", "BadRequest", "The $orderby expression must evaluate to a single value of primitive type."),
        ("nothing", "BadRequest", "Could not find a property named 'nothing' on type 'microsoft.graph.event'."),
        ("subject up", "BadRequest", "Syntax error at position 0 in 'subject up'."),
        ("subject,", "BadRequest", "Syntax error at position 8 in 'subject,'."),
        ("", "BadRequest", "Syntax error at position 0 in ''."),
        ("importance", "ErrorInvalidProperty", "The property 'Importance' does not support sorting."),
        (",".join(["subject"] * 11), "BadRequest", "The limit of '10' for $orderby items has been exceeded."),
    ],
)
def test_an_order_that_is_none_is_refused(text: str, code: str, message: str) -> None:
    with pytest.raises(Refusal) as refused:
        parse(text, "event")

    assert (refused.value.row.code, refused.value.message) == (code, message)


def test_null_comes_before_everything_and_letter_case_does_not_count() -> None:
    events = [event("b", ""), event("C", ""), event(None, ""), event("A", "")]

    answer = ordered(events, parse("subject", "event"), dict)

    assert [item["subject"] for item in answer] == [None, "A", "b", "C"]


def test_the_second_property_decides_where_the_first_is_the_same() -> None:
    events = [event("a", "2026-03-08T09:00:00"), event("b", "2026-03-08T10:00:00"), event("a", "2026-03-08T11:00:00")]

    answer = ordered(events, parse("subject,start/dateTime desc", "event"), dict)

    assert answer == [events[2], events[0], events[1]]


def test_times_are_ordered_as_instants() -> None:
    first, second = event("a", "2026-03-08T12:00:00+04:00"), event("b", "2026-03-08T09:00:00.0000000")

    assert ordered([second, first], parse("start/dateTime", "event"), dict) == [first, second]


def test_a_subject_that_looks_like_a_date_is_text() -> None:
    events = [event("2026-03-08", ""), event("1", "")]

    assert ordered(events, parse("subject", "event"), dict) == [events[1], events[0]]


def test_what_is_alike_stays_as_it_was() -> None:
    events = [event("a", "1"), event("a", "2")]

    assert ordered(events, parse("subject desc", "event"), dict) == events


@pytest.mark.parametrize(
    ("condition", "order"),
    [
        ("start/dateTime ge '2026' and subject eq 'x'", "start/dateTime"),
        ("start/dateTime ge '2026' and start/dateTime lt '2027' and subject eq 'x'", "start/dateTime,subject desc"),
    ],
)
def test_a_filter_that_begins_with_the_ordered_properties_goes_with_them(condition: str, order: str) -> None:
    refuse_inefficient(bind(parse_filter(condition), "event"), parse(order, "event"))


@pytest.mark.parametrize(
    ("condition", "order"),
    [
        ("subject eq 'x'", "start/dateTime"),
        ("subject eq 'x' and start/dateTime ge '2026'", "start/dateTime"),
        ("start/dateTime ge '2026'", "start/dateTime,subject"),
    ],
)
def test_a_filter_that_begins_with_others_is_inefficient(condition: str, order: str) -> None:
    with pytest.raises(Refusal, match="The restriction or sort order is too complex") as refused:
        refuse_inefficient(bind(parse_filter(condition), "event"), parse(order, "event"))

    assert refused.value.row.code == "InefficientFilter"


@given(st.one_of(st.text(), st.lists(st.sampled_from(["subject", "start", "/dateTime", " desc", ","])).map("".join)))
def test_any_text_is_an_order_or_refused(text: str) -> None:
    with suppress(Refusal):
        ordered([event(None, ""), {"start": None}], parse(text, "event"), dict)

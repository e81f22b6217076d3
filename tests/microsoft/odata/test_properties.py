"""A property is named in any letter case, and answered by its published name and type."""

from __future__ import annotations

import pytest

from mockserver.microsoft.odata.properties import (
    UnknownPropertyError,
    full_name,
    is_navigation,
    is_value,
    member,
    property_of,
    resolved,
)


def test_letter_case_does_not_count_in_a_path() -> None:
    assert resolved("event", ("Start", "DATETIME")) == (("start", "dateTime"), "String")


def test_what_the_base_has_is_found() -> None:
    assert property_of("event", "changekey") == ("changeKey", "String")


def test_what_only_the_live_service_has_is_found() -> None:
    assert property_of("event", "uid") == ("uid", "String")


def test_an_unknown_name_says_of_which_type() -> None:
    with pytest.raises(UnknownPropertyError, match=r"named 'x' on type 'microsoft\.graph\.dateTimeTimeZone'"):
        resolved("event", ("start", "x"))


def test_nothing_is_below_a_list() -> None:
    with pytest.raises(UnknownPropertyError):
        resolved("event", ("attendees", "type"))


@pytest.mark.parametrize(("type_name", "full"), [("Integer", "Edm.Int32"), ("event", "microsoft.graph.event")])
def test_a_type_has_its_full_name_in_messages(type_name: str, full: str) -> None:
    assert full_name(type_name) == full


@pytest.mark.parametrize(("type_name", "value"), [("String", True), ("importance", True), ("itemBody", False)])
def test_primitives_and_enums_are_values(type_name: str, value: bool) -> None:
    assert is_value(type_name) is value


@pytest.mark.parametrize(("name", "navigation"), [("attachments", True), ("subject", False)])
def test_a_navigation_property_is_told_from_the_others(name: str, navigation: bool) -> None:
    assert is_navigation("event", name) is navigation


def test_a_member_of_an_enum_is_named_in_any_letter_case() -> None:
    assert (member("eventType", "SERIESMASTER"), member("eventType", "x")) == ("seriesMaster", None)

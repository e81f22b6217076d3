"""What is supported is spelt as it is published."""

from __future__ import annotations

from mockserver.microsoft import description
from mockserver.microsoft.odata.properties import is_value, resolved
from mockserver.microsoft.odata.support import EVENT, support


def test_every_supported_property_of_an_event_is_published_under_that_name() -> None:
    for path in EVENT.filters | EVENT.orders | EVENT.collections | {(name,) for name in EVENT.expands}:
        assert resolved("event", path)[0] == path


def test_events_are_filtered_and_ordered_by_single_values_only() -> None:
    assert all(is_value(resolved("event", path)[1]) for path in EVENT.filters | EVENT.orders)


def test_everything_that_belongs_to_an_event_can_be_expanded() -> None:
    assert EVENT.expands == description.type_of("event").navigation.keys()


def test_of_a_calendar_the_extended_properties_can_be_expanded() -> None:
    assert support("calendar").expands == {"singleValueExtendedProperties", "multiValueExtendedProperties"}


def test_lists_and_objects_of_a_calendar_are_not_filtered_by() -> None:
    assert not {("owner",), ("allowedOnlineMeetingProviders",), ("events",)} & support("calendar").filters

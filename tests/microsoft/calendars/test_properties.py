"""The extended properties of calendars: what filters may ask for, and what an answer shows."""

from __future__ import annotations

from mockserver.microsoft.calendars.properties import expander, filterable
from mockserver.microsoft.events import beside
from mockserver.microsoft.odata.expand import parse
from tests.microsoft.events.kept_events import calendar

COLOR = {"id": "String 0x1", "value": "Green"}
OF = "users('u')/calendars"


def test_what_a_filter_may_ask_for_is_not_shown_by_itself() -> None:
    mailbox = calendar().mailbox
    beside.put(mailbox, "c", "singleValueExtendedProperties", [COLOR])
    document = filterable(mailbox, {"id": "c", "name": "Work"})

    assert document["singleValueExtendedProperties"] == [COLOR]
    assert expander(mailbox, OF)(document, ()) == {"id": "c", "name": "Work"}


def test_what_is_expanded_stands_behind_its_context() -> None:
    mailbox = calendar().mailbox
    beside.put(mailbox, "c", "singleValueExtendedProperties", [COLOR, {"id": "String 0x2", "value": "Red"}])
    expansions = parse("singleValueExtendedProperties($filter=id eq 'string 0x01')", "calendar")
    shown = expander(mailbox, OF)({"id": "c"}, expansions)

    assert list(shown) == ["id", "singleValueExtendedProperties@odata.context", "singleValueExtendedProperties"]
    assert shown["singleValueExtendedProperties"] == [COLOR]
    assert shown["singleValueExtendedProperties@odata.context"].endswith(f"#{OF}('c')/singleValueExtendedProperties")


def test_properties_that_a_calendar_does_not_have_are_left_out() -> None:
    expansions = parse("multiValueExtendedProperties($filter=id eq 'StringArray 0x1')", "calendar")

    assert expander(calendar().mailbox, OF)({"id": "c"}, expansions) == {"id": "c"}

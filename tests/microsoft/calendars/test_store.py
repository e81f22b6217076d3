"""How calendars and their groups are kept, below the operations."""

from __future__ import annotations

import pytest

from mockserver.microsoft import formats
from mockserver.microsoft.calendars.calendar import calendars
from mockserver.microsoft.calendars.store import (
    document_of,
    find_group,
    groups,
    my_calendars,
    peoples_calendars,
    permissions,
    put_calendar,
    remove,
    set_up,
    share,
)
from mockserver.microsoft.events import beside
from mockserver.microsoft.mailbox import Mailbox, mailbox_of
from mockserver.microsoft.refusals import Refusal
from mockserver.microsoft.render import decoded
from mockserver.session import Session
from tests.microsoft.events.kept_events import kept
from tests.microsoft.world import CAROL, GRETA, meeting, template


@pytest.fixture
def alice() -> Mailbox:
    return mailbox_of(Session("store", template()), "alice")


def test_a_mailbox_is_set_up_with_its_groups_and_its_default_calendar(alice: Mailbox) -> None:
    assert next(decoded(group.body)["name"] for group in groups(alice)) == "My Calendars"
    assert [calendar.facts.default for calendar in calendars(alice)] == [True]


def test_the_mailbox_of_a_group_has_no_groups_of_calendars() -> None:
    mailbox = mailbox_of(Session("store", template()), "group:team")
    set_up(mailbox)
    assert list(groups(mailbox)) == []


def test_a_calendar_has_the_class_of_its_group(alice: Mailbox) -> None:
    calendar = put_calendar(alice, alice.next_folder(), "Trips", my_calendars(alice))
    nowhere = put_calendar(alice, alice.next_folder(), "Lost", "")
    assert document_of(calendar)["groupClassId"] == "0006f0b7-0000-0000-c000-000000000046"
    assert document_of(nowhere)["groupClassId"] is None


def test_sharing_lists_a_calendar_once_among_those_of_other_people(alice: Mailbox) -> None:
    share(alice, formats.DEFAULT_CALENDAR, CAROL, "read")
    share(alice, formats.DEFAULT_CALENDAR, CAROL, "write")
    carol = mailbox_of(alice.session, "carol")
    entries = [calendar for calendar in calendars(carol) if calendar.facts.of is not None]
    assert [calendar.facts.group for calendar in entries] == [peoples_calendars(carol)]
    assert document_of(entries[0])["canEdit"]


def test_sharing_with_no_role_at_all_takes_it_out_of_the_list(alice: Mailbox) -> None:
    share(alice, formats.DEFAULT_CALENDAR, CAROL, "read")
    share(alice, formats.DEFAULT_CALENDAR, CAROL, "none")
    assert len(list(calendars(mailbox_of(alice.session, "carol")))) == 1


def test_sharing_with_who_has_no_mailbox_is_a_permission_and_nothing_more(alice: Mailbox) -> None:
    share(alice, formats.DEFAULT_CALENDAR, GRETA, "read")
    assert [one.extra.address for one in permissions(alice, formats.DEFAULT_CALENDAR)] == ["My Organization", GRETA]


def test_a_removed_calendar_takes_its_events_and_permissions_with_it(alice: Mailbox) -> None:
    calendar = put_calendar(alice, alice.next_folder(), "Trips", my_calendars(alice))
    share(alice, calendar.folder, CAROL, "read")
    remove(alice, calendar)
    assert list(permissions(alice, calendar.folder)) == []
    assert [one.facts.name for one in calendars(mailbox_of(alice.session, "carol"))] == ["Calendar"]


def test_a_group_of_another_mailbox_is_not_found(alice: Mailbox) -> None:
    other = my_calendars(mailbox_of(alice.session, "carol"))
    with pytest.raises(Refusal) as refused:
        find_group(alice, other)
    assert refused.value.row.status == 404


def test_what_lies_beside_a_calendar_and_its_events_goes_with_it(alice: Mailbox) -> None:
    calendar = put_calendar(alice, alice.next_folder(), "Trips", my_calendars(alice))
    event = kept(calendar, meeting())
    beside.put_content(alice, "x.0", b"content")
    beside.put(alice, event.id, "attachments", [{"id": "a", "parts": ["x.0"]}])
    beside.put(alice, calendar.id, "singleValueExtendedProperties", [{"id": "String 0x1", "value": "a"}])
    remove(alice, calendar)

    assert beside.items(alice, event.id, "attachments") == []
    assert beside.items(alice, calendar.id, "singleValueExtendedProperties") == []
    assert beside.content(alice, ["x.0"]) == b""

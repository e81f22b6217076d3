"""How a calendar is found in a mailbox, and what whoever opened it may do, below the operations."""

from __future__ import annotations

import pytest

from mockserver.microsoft import formats
from mockserver.microsoft.calendars.calendar import (
    OWNER,
    calendar_in,
    calendars,
    default_calendar,
    find_calendar,
    role_of,
    same_organization,
)
from mockserver.microsoft.calendars.store import put_calendar, share
from mockserver.microsoft.caller import Caller
from mockserver.microsoft.mailbox import mailbox_of
from mockserver.microsoft.refusals import Refusal
from mockserver.session import Session
from tests.microsoft.world import ALICE, BOB, CAROL, template

SHARED = frozenset({"Calendars.ReadWrite.Shared"})


@pytest.fixture
def session() -> Session:
    return Session("calendar", template())


def test_its_owner_may_do_everything(session: Session) -> None:
    calendar = default_calendar(mailbox_of(session, "alice"))
    assert calendar.role == OWNER
    assert calendar.demand("write") is calendar


def test_an_app_by_itself_may_do_what_the_owner_may(session: Session) -> None:
    calendar = default_calendar(mailbox_of(session, "alice", Caller("", "sync-bot", SHARED)))
    assert calendar.role == OWNER


def test_somebody_of_the_organization_has_the_role_of_the_organization(session: Session) -> None:
    calendar = default_calendar(mailbox_of(session, "alice", Caller("carol", "autosched", SHARED)))
    assert calendar.role == "freeBusyRead"
    with pytest.raises(Refusal) as refused:
        calendar.demand("read")
    assert refused.value.row.code == "ErrorAccessDenied"


def test_an_own_entry_goes_before_that_of_the_organization_whatever_its_case(session: Session) -> None:
    mailbox = mailbox_of(session, "alice")
    share(mailbox, formats.DEFAULT_CALENDAR, CAROL.upper(), "write")
    assert role_of(mailbox, formats.DEFAULT_CALENDAR, CAROL) == "write"


def test_an_outsider_without_an_entry_has_no_role(session: Session) -> None:
    assert role_of(mailbox_of(session, "alice"), formats.DEFAULT_CALENDAR, BOB) == "none"


def test_a_secondary_calendar_gives_the_organization_nothing(session: Session) -> None:
    mailbox = mailbox_of(session, "alice")
    calendar = put_calendar(mailbox, mailbox.next_folder(), "Trips", "")
    assert role_of(mailbox, calendar.folder, CAROL) == "none"


def test_the_events_of_a_shared_calendar_are_the_owners(session: Session) -> None:
    owner, recipient = mailbox_of(session, "alice"), mailbox_of(session, "carol")
    share(owner, formats.DEFAULT_CALENDAR, CAROL, "read")
    entry = list(calendars(recipient))[-1]
    assert (entry.mailbox.key, entry.folder) == ("alice", formats.DEFAULT_CALENDAR)
    assert entry.role == "read"


def test_what_is_shared_with_somebody_is_not_shared_on(session: Session) -> None:
    share(mailbox_of(session, "alice"), formats.DEFAULT_CALENDAR, CAROL, "write")
    share(mailbox_of(session, "carol"), formats.DEFAULT_CALENDAR, BOB, "read")
    opened = mailbox_of(session, "carol", Caller("bob", "autosched", SHARED))
    assert [calendar.role for calendar in calendars(opened)] == ["read", "none"]


def test_a_calendar_is_found_by_both_spellings_of_its_id_and_by_its_folder(session: Session) -> None:
    mailbox = mailbox_of(session, "alice")
    folder = formats.DEFAULT_CALENDAR
    ids = formats.calendar_id(mailbox.keys, folder), formats.folder_id(mailbox.keys, folder)
    found = [find_calendar(mailbox, id_) for id_ in ids]
    assert [calendar.id for calendar in found if calendar is not None] == [ids[0]] * 2
    assert calendar_in(mailbox, folder) is not None
    assert calendar_in(mailbox, folder + 7) is None


def test_organizations_are_told_by_the_domain_of_an_address() -> None:
    assert same_organization(ALICE, CAROL.upper())
    assert not same_organization(ALICE, BOB)

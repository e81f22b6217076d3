"""Calendars of a mailbox: where each is kept, how it is named, and what whoever opened it may do with it.

Collections: `microsoft/calendars/{mailbox}` (the calendar resources), `microsoft/permissions/{mailbox}/{folder}` (with
whom one is shared), `microsoft/events/{mailbox}/{folder}` (what lies in it). How they are made and changed is
`store.py`'s.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, get_args

import msgspec

from mockserver.microsoft import formats
from mockserver.microsoft.mailbox import Mailbox, mailbox_of
from mockserver.microsoft.refusals import Refusal
from mockserver.microsoft.rows import ACCESS_DENIED, ITEM_NOT_FOUND, MALFORMED_ID

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mockserver.documents import Collection, Record
    from mockserver.http.exchange import Exchange

Role = Literal[
    "none",
    "freeBusyRead",
    "limitedRead",
    "read",
    "write",
    "delegateWithoutPrivateEventAccess",
    "delegateWithPrivateEventAccess",
]
ROLES: tuple[Role, ...] = get_args(Role)
"""What a calendarPermission may give, each including all before it; `custom` cannot be given."""
OWNER: Role = "delegateWithPrivateEventAccess"
"""As much as its owner may do."""
MY_ORGANIZATION = "My Organization"


def calendars_of(mailbox: str) -> str:
    return f"microsoft/calendars/{mailbox}"


def permissions_of(mailbox: str, folder: int) -> str:
    return f"microsoft/permissions/{mailbox}/{folder:x}"


def events_of(mailbox: str, folder: int) -> str:
    return f"microsoft/events/{mailbox}/{folder:x}"


class CalendarFacts(msgspec.Struct, frozen=True):
    """What is asked of a calendar at every request: kept beside its resource (`Record.extra`).

    `group` is the id of its calendarGroup. `of` is set where it is another mailbox's calendar, shared with this one:
    the mailbox's key and the folder there.
    """

    folder: int
    name: str
    group: str
    default: bool = False
    of: tuple[str, int] | None = None


class PermissionFacts(msgspec.Struct, frozen=True):
    """A calendarPermission: to whom (an address, or `My Organization`) and what. `name` is shown beside the address."""

    address: str
    role: Role
    name: str = ""


class Calendar(msgspec.Struct, frozen=True):
    """A calendar as whoever opened the mailbox sees it.

    `mailbox` and `folder` are where its events are, which is another mailbox than the listing one's where it is shared.
    """

    mailbox: Mailbox
    folder: int
    role: Role
    facts: CalendarFacts
    record: Record

    @property
    def id(self) -> str:
        return self.record.id

    @property
    def events(self) -> Collection:
        return self.mailbox.session.documents.collection(events_of(self.mailbox.key, self.folder))

    @property
    def whole(self) -> bool:
        """Whether the caller has every right to it, so that its resource goes out as it is kept."""
        return self.facts.of is None and self.mailbox.is_callers

    def allows(self, role: Role) -> bool:
        return ROLES.index(self.role) >= ROLES.index(role)

    def demand(self, role: Role) -> Calendar:
        """This calendar. Raises `Refusal` where the caller's role is lower than the one asked for."""
        if not self.allows(role):
            why = f"{self.mailbox.key}'s calendar {self.facts.name!r} is shared with the caller as {self.role}; "
            raise Refusal(ACCESS_DENIED, why=f"{why}this needs {role}")
        return self


def open_calendar(exchange: Exchange, mailbox: Mailbox, role: Role = "read") -> Calendar:
    """The calendar that a path names by `calendar`, else the mailbox's default one.

    Raises `Refusal`: 404 where there is none, or none that is shared with the caller; 403 where the role is too low.
    """
    named, group = exchange.parameters.get("calendar"), exchange.parameters.get("calendarGroup")
    if named is None:
        return default_calendar(mailbox).demand(role)
    if group is not None:
        check_id(group)
    calendar = find_calendar(mailbox, named)
    if calendar is None or (group is not None and calendar.facts.group != group) or calendar.role == "none":
        there = ", ".join(f"{one.facts.name!r}" for one in calendars(mailbox))
        raise Refusal(ITEM_NOT_FOUND, why=f"{mailbox.key} has no such calendar (in that group); there are: {there}")
    return calendar.demand(role)


def default_calendar(mailbox: Mailbox) -> Calendar:
    """The calendar that every mailbox has."""
    folder = formats.DEFAULT_CALENDAR
    record = _kept(mailbox).get(formats.calendar_id(mailbox.keys, folder))
    if record is None:
        raise LookupError(f"the mailbox of {mailbox.key} was not set up")
    return _seen(mailbox, record)


def find_calendar(mailbox: Mailbox, calendar_id: str) -> Calendar | None:
    """The calendar of that id, in either of its spellings. Raises `Refusal` where it is no id."""
    check_id(calendar_id)
    named = formats.read_id(calendar_id, mailbox.keys)
    if named is None:
        return None
    folder = named.folder if named.form == "folder" else named.number
    record = _kept(mailbox).get(formats.calendar_id(mailbox.keys, folder))
    return None if record is None or record.deleted else _seen(mailbox, record)


def calendars(mailbox: Mailbox) -> Iterator[Calendar]:
    """Every calendar of a mailbox, in the order in which they were made."""
    records = (record for record in _kept(mailbox).since() if not record.deleted)
    return (_seen(mailbox, record) for record in sorted(records, key=lambda one: one.extra.folder))


def calendar_in(mailbox: Mailbox, folder: int) -> Calendar | None:
    """The calendar that is this folder of the mailbox."""
    record = _kept(mailbox).get(formats.calendar_id(mailbox.keys, folder))
    return None if record is None or record.deleted else _seen(mailbox, record)


def check_id(id_: str) -> None:
    """Raise `Refusal` (400) where it cannot be the id of a calendar or a group of calendars."""
    if not formats.is_id(id_):
        raise Refusal(MALFORMED_ID, why="an id is base64 with - for / and _ for +")


def role_of(owner: Mailbox, folder: int, address: str) -> Role:
    """What a calendar's permissions give to an address: its own entry, else that of the organization [inferred]."""
    given: Role = "none"
    for record in owner.session.documents.collection(permissions_of(owner.key, folder)).since():
        facts: PermissionFacts = record.extra
        if record.deleted:
            continue
        if facts.address.casefold() == address.casefold():
            return facts.role
        if facts.address == MY_ORGANIZATION and same_organization(owner.address, address):
            given = facts.role
    return given


def same_organization(one: str, other: str) -> bool:
    """Whether two addresses are of one domain, which is what stands for a tenant here."""
    return one.rpartition("@")[2].casefold() == other.rpartition("@")[2].casefold()


def _kept(mailbox: Mailbox) -> Collection:
    return mailbox.session.documents.collection(calendars_of(mailbox.key))


def _seen(mailbox: Mailbox, record: Record) -> Calendar:
    facts: CalendarFacts = record.extra
    if facts.of is not None:
        key, folder = facts.of
        owner = mailbox_of(mailbox.session, key, mailbox.caller)
        # What is shared with somebody is not shared on with whom they share their own.
        role = role_of(owner, folder, mailbox.address) if mailbox.is_callers else "none"
        return Calendar(owner, folder, role, facts, record)
    if mailbox.is_callers or mailbox.caller is None:
        return Calendar(mailbox, facts.folder, OWNER, facts, record)
    who = mailbox.session.template.directory.person(mailbox.caller.person)
    return Calendar(mailbox, facts.folder, role_of(mailbox, facts.folder, who.email), facts, record)

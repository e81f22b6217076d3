"""Calendars and calendar groups kept: those that every mailbox has from the start, those that are made, their removal.

How one is found and what may be done with it is `calendar.py`'s.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mockserver.microsoft import formats
from mockserver.microsoft.calendars.calendar import (
    MY_ORGANIZATION,
    Calendar,
    CalendarFacts,
    PermissionFacts,
    Role,
    calendar_in,
    calendars,
    calendars_of,
    check_id,
    events_of,
    permissions_of,
)
from mockserver.microsoft.events import beside
from mockserver.microsoft.mailbox import mailbox_at
from mockserver.microsoft.refusals import Refusal
from mockserver.microsoft.render import decoded, fragment
from mockserver.microsoft.rows import ITEM_NOT_FOUND

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from mockserver.documents import Record
    from mockserver.microsoft.mailbox import Mailbox

MY_CALENDARS = "My Calendars"
MY_CALENDARS_CLASS = "0006f0b7-0000-0000-c000-000000000046"
# [inferred]: the other two, and their class ids
GROUPS = (
    (MY_CALENDARS, MY_CALENDARS_CLASS),
    ("Other Calendars", "0006f0b8-0000-0000-c000-000000000046"),
    ("People's Calendars", "0006f0b9-0000-0000-c000-000000000046"),
)
DEFAULT_NAME = "Calendar"
_FIRST_GROUP = 0x10  # folders of groups lie below those of calendars


def groups_of(mailbox: str) -> str:
    return f"microsoft/calendarGroups/{mailbox}"


def set_up(mailbox: Mailbox) -> Calendar:
    """Give a mailbox what every mailbox has: the groups of calendars and the default calendar, which is answered."""
    if not mailbox.is_group:
        for number, (name, class_id) in enumerate(GROUPS):
            put_group(mailbox, _FIRST_GROUP + number, name, class_id)
    return put_calendar(mailbox, formats.DEFAULT_CALENDAR, DEFAULT_NAME, my_calendars(mailbox), default=True)


def my_calendars(mailbox: Mailbox) -> str:
    """The id of the group that new calendars come into; a Microsoft 365 group has none."""
    return "" if mailbox.is_group else formats.calendar_id(mailbox.keys, _FIRST_GROUP)


def peoples_calendars(mailbox: Mailbox) -> str:
    """The id of the group that calendars of others come into [inferred]."""
    return formats.calendar_id(mailbox.keys, _FIRST_GROUP + 2)


def put_group(mailbox: Mailbox, folder: int, name: str, class_id: str) -> Record:
    """Keep a calendarGroup, new or changed."""
    id_ = formats.calendar_id(mailbox.keys, folder)
    document = {"id": id_, "name": name, "classId": class_id, "changeKey": mailbox.next_change_key()}
    updated = mailbox.session.clock.stamp()
    return mailbox.session.documents.put(
        groups_of(mailbox.key), id_, fragment(_with_etag(document)), updated=updated, extra=folder
    )


def groups(mailbox: Mailbox) -> Iterator[Record]:
    """Every calendarGroup of a mailbox, in the order in which they were made; `extra` is its folder."""
    records = mailbox.session.documents.collection(groups_of(mailbox.key)).since()
    return iter(sorted((record for record in records if not record.deleted), key=lambda one: one.extra))


def find_group(mailbox: Mailbox, group_id: str) -> Record:
    """The calendarGroup of that id. Raises `Refusal`: 400 where it is no id, 404 where the mailbox has none such."""
    check_id(group_id)
    record = mailbox.session.documents.collection(groups_of(mailbox.key)).get(group_id)
    if record is None or record.deleted:
        there = ", ".join(repr(decoded(one.body)["name"]) for one in groups(mailbox))
        raise Refusal(ITEM_NOT_FOUND, why=f"{mailbox.key} has no such calendar group; there are: {there}")
    return record


def remove_group(mailbox: Mailbox, group: Record) -> None:
    """Delete a calendarGroup."""
    updated = mailbox.session.clock.stamp()
    mailbox.session.documents.put(
        groups_of(mailbox.key), group.id, group.body, updated=updated, extra=group.extra, deleted=True
    )


def put_calendar(
    mailbox: Mailbox,
    folder: int,
    name: str,
    group: str,
    *,
    default: bool = False,
    of: tuple[str, int] | None = None,
    members: Mapping[str, Any] | None = None,
) -> Calendar:
    """Keep a new calendar. `of`: it is another mailbox's, shared with this one; `members`: others of its resource."""
    facts = CalendarFacts(folder, name, group, default, of)
    document = {
        "id": formats.calendar_id(mailbox.keys, folder),
        "name": name,
        "color": "auto",
        "hexColor": "",
        "groupClassId": _class_of(mailbox, group),  # a live extra [inferred]
        "isDefaultCalendar": default,
        "changeKey": "",
        "canShare": of is None,
        "canViewPrivateItems": of is None,
        "canEdit": True,
        "allowedOnlineMeetingProviders": ["teamsForBusiness"],
        "defaultOnlineMeetingProvider": "teamsForBusiness",
        "isTallyingResponses": default,
        "isRemovable": not default,
        "owner": {"name": mailbox.name, "address": mailbox.address},
    }
    record = rewrite(mailbox, document | dict(members or {}), facts)
    if of is None:
        # That of a primary calendar is published; that the others give nothing is [inferred].
        put_permission(mailbox, folder, PermissionFacts(MY_ORGANIZATION, "freeBusyRead" if default else "none"))
    return _found(mailbox, record)


def rewrite(mailbox: Mailbox, document: Mapping[str, Any], facts: CalendarFacts) -> Record:
    """Keep a calendar's resource after a change, with a new change key."""
    body = fragment(_with_etag({**document, "changeKey": mailbox.next_change_key()}))
    updated = mailbox.session.clock.stamp()
    return mailbox.session.documents.put(calendars_of(mailbox.key), document["id"], body, updated=updated, extra=facts)


def remove(mailbox: Mailbox, calendar: Calendar) -> None:
    """Delete a calendar with all that lies in it, from everybody's list; of another mailbox's only the entry goes."""
    documents = mailbox.session.documents
    if calendar.facts.of is None:
        for record in tuple(permissions(mailbox, calendar.folder)):
            _unlist(mailbox, calendar.folder, record.extra.address)
    documents.put(
        calendars_of(mailbox.key),
        calendar.id,
        calendar.record.body,
        updated=mailbox.session.clock.stamp(),
        extra=calendar.facts,
        deleted=True,
    )
    beside.drop(mailbox, calendar.id)
    if calendar.facts.of is None:
        for event in calendar.events.since():
            beside.drop(mailbox, event.id)
        documents.drop(events_of(mailbox.key, calendar.folder))
        documents.drop(permissions_of(mailbox.key, calendar.folder))


def put_permission(mailbox: Mailbox, folder: int, facts: PermissionFacts, *, gone: bool = False) -> Record:
    """Keep what an address, or the whole organization, may do with a calendar, or (`gone`) that it is nothing more."""
    updated = mailbox.session.clock.stamp()
    name, key = permissions_of(mailbox.key, folder), facts.address.casefold()
    return mailbox.session.documents.put(name, key, b"{}", updated=updated, extra=facts, deleted=gone)


def permissions(mailbox: Mailbox, folder: int) -> Iterator[Record]:
    """The permissions of a calendar, in the order of change; each one's facts are its `extra`."""
    records = mailbox.session.documents.collection(permissions_of(mailbox.key, folder)).since()
    return (record for record in records if not record.deleted)


def share(mailbox: Mailbox, folder: int, address: str, role: Role, name: str = "") -> Record:
    """Give an address a role on a calendar, which comes into the list of whoever has that address."""
    record = put_permission(mailbox, folder, PermissionFacts(address, role, name))
    if role == "none":
        _unlist(mailbox, folder, address)
        return record
    recipient = mailbox_at(mailbox.session, address)
    calendar = calendar_in(mailbox, folder)
    if recipient is None or calendar is None or recipient.key == mailbox.key:
        return record
    if _entry(recipient, mailbox.key, folder) is None:
        put_calendar(
            recipient,
            recipient.next_folder(),
            mailbox.name if calendar.facts.default else calendar.facts.name,  # [inferred]
            peoples_calendars(recipient),
            of=(mailbox.key, folder),
            members={"owner": {"name": mailbox.name, "address": mailbox.address}},
        )
    return record


def unshare(mailbox: Mailbox, folder: int, facts: PermissionFacts) -> None:
    """Take back what an address was given, and the calendar out of its list."""
    put_permission(mailbox, folder, facts, gone=True)
    _unlist(mailbox, folder, facts.address)


def _unlist(mailbox: Mailbox, folder: int, address: str) -> None:
    recipient = mailbox_at(mailbox.session, address)
    entry = None if recipient is None else _entry(recipient, mailbox.key, folder)
    if recipient is not None and entry is not None:
        remove(recipient, entry)


def _entry(mailbox: Mailbox, owner: str, folder: int) -> Calendar | None:
    """Another mailbox's calendar in the list of this one."""
    return next((one for one in calendars(mailbox) if one.facts.of == (owner, folder)), None)


def _class_of(mailbox: Mailbox, group: str) -> str | None:
    """The class id of a group of calendars, None where there is no such group."""
    record = mailbox.session.documents.collection(groups_of(mailbox.key)).get(group)
    return None if record is None or record.deleted else decoded(record.body)["classId"]


def document_of(calendar: Calendar) -> dict[str, Any]:
    """A calendar's resource, with the rights of whoever opened it."""
    document = decoded(calendar.record.body)
    if calendar.whole:
        return document
    return document | {
        "canShare": False,
        "canViewPrivateItems": calendar.allows("delegateWithPrivateEventAccess"),
        "canEdit": calendar.allows("write"),
    }


def _with_etag(document: Mapping[str, Any]) -> dict[str, Any]:
    """A resource with its etag first. Calendars' etags were not recorded: as those of events [inferred]."""
    return {"@odata.etag": formats.etag(document["changeKey"]), **document}


def _found(mailbox: Mailbox, record: Record) -> Calendar:
    found = calendar_in(mailbox, record.extra.folder)
    if found is None:
        raise LookupError(f"the calendar {record.id} was not kept")
    return found

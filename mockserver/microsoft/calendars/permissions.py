"""The operations on calendarPermissions: with whom a calendar is shared, and as what.

A permission for somebody with a mailbox puts the calendar into their list (`store.share`). What a role lets its holder
do, `calendar.py` and whoever answers say.
"""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING, Any, Final

from mockserver.http.operation import OperationTable
from mockserver.microsoft import queries, scopes
from mockserver.microsoft.bodies import read_body
from mockserver.microsoft.calendars.calendar import (
    MY_ORGANIZATION,
    Calendar,
    PermissionFacts,
    Role,
    open_calendar,
    same_organization,
)
from mockserver.microsoft.calendars.store import permissions, put_permission, share, unshare
from mockserver.microsoft.lists import count_of, one_of, page_of
from mockserver.microsoft.mailbox import entity_set, open_mailbox
from mockserver.microsoft.refusals import Refusal
from mockserver.microsoft.render import Resource, fragment
from mockserver.microsoft.rows import (
    ACCESS_DENIED,
    INVALID_RECIPIENTS,
    INVALID_REQUEST,
    ITEM_NOT_FOUND,
    PROPERTY_VALIDATION,
)
from mockserver.microsoft.templates import calendars as paths_of

if TYPE_CHECKING:
    from mockserver.documents import Record
    from mockserver.http.exchange import Exchange
    from mockserver.microsoft.mailbox import Mailbox
    from mockserver.microsoft.render import Value

table = OperationTable("microsoft")
TYPE = "calendarPermission"
LIST = paths_of("/calendarPermissions")
ONE = paths_of("/calendarPermissions/{permission}")
LONGEST_ADDRESS: Final = 320
_DEFAULT: Final = "Default"
_DIRECTORY_NAME: Final = "/o=ExchangeLabs/ou=Exchange Administrative Group (FYDIBOHF23SPDLT)/cn=Recipients/cn="
_OF_ORGANIZATION: Final[tuple[Role, ...]] = ("none", "freeBusyRead", "limitedRead", "read", "write")
_OUTSIDE: Final[tuple[Role, ...]] = ("freeBusyRead", "limitedRead", "read")  # [inferred]
_INSIDE: Final[tuple[Role, ...]] = ("freeBusyRead", "limitedRead", "read", "write")
_DELEGATES: Final[tuple[Role, ...]] = ("delegateWithoutPrivateEventAccess", "delegateWithPrivateEventAccess")
_DOCS: Final = "https://learn.microsoft.com/graph/api"


@table.operation(
    "calendarPermissions.list", "GET", LIST,
    scopes=scopes.READ_DETAILS, options={"odata": queries.LIST}, reference=f"{_DOCS}/calendar-list-calendarpermissions",
)  # fmt: skip
def list_permissions(exchange: Exchange) -> Value:
    mailbox = open_mailbox(exchange)
    documents = _documents(_own_calendar(exchange, mailbox))
    return page_of(exchange, documents, entity_set(exchange, mailbox), TYPE)


@table.operation(
    "calendarPermissions.count", "GET", paths_of("/calendarPermissions/$count"),
    scopes=scopes.READ_DETAILS, options={"odata": ("filter", "search")},
    reference=f"{_DOCS}/calendar-list-calendarpermissions",
)  # fmt: skip
def count_permissions(exchange: Exchange) -> Value:
    return count_of(exchange, _documents(_own_calendar(exchange, open_mailbox(exchange))), TYPE)


@table.operation(
    "calendarPermissions.get", "GET", ONE,
    scopes=scopes.READ_DETAILS, options={"odata": queries.ONE}, reference=f"{_DOCS}/calendarpermission-get",
)  # fmt: skip
def get_permission(exchange: Exchange) -> Value:
    mailbox = open_mailbox(exchange)
    calendar = _own_calendar(exchange, mailbox)
    return one_of(exchange, _document(calendar, _found(exchange, calendar)), entity_set(exchange, mailbox), TYPE)


@table.operation(
    "calendarPermissions.create", "POST", LIST,
    scopes=scopes.WRITE_EVENTS, reference=f"{_DOCS}/calendar-post-calendarpermissions",
)  # fmt: skip
def create_permission(exchange: Exchange) -> Value:
    mailbox = open_mailbox(exchange)
    calendar = _persons_calendar(exchange, mailbox)
    given = read_body(exchange, TYPE)
    address, name = _recipient(calendar, given.get("emailAddress") or {})
    role = _role(given.get("role"), _allowed(calendar, address), address)
    if any(record.extra.address.casefold() == address.casefold() for record in _all(calendar)):  # [inferred]
        raise Refusal(INVALID_REQUEST, detail=f"The calendar is shared with {address} already.")
    record = share(calendar.mailbox, calendar.folder, address, role, name)
    return one_of(exchange, _document(calendar, record), entity_set(exchange, mailbox), TYPE, created=True)


@table.operation(
    "calendarPermissions.update", "PATCH", ONE,
    scopes=scopes.WRITE_EVENTS, reference=f"{_DOCS}/calendarpermission-update",
)  # fmt: skip
def update_permission(exchange: Exchange) -> Value:
    mailbox = open_mailbox(exchange)
    calendar = _persons_calendar(exchange, mailbox)
    facts: PermissionFacts = _found(exchange, calendar).extra
    given = read_body(exchange, TYPE)
    ignored = [name for name in given if name != "role"]
    if ignored:
        exchange.note(f"{', '.join(ignored)[:200]}: passed over; only the role of a permission can be changed")
    role = _role(given.get("role"), _allowed(calendar, facts.address), facts.address)
    if facts.address == MY_ORGANIZATION:
        record = put_permission(calendar.mailbox, calendar.folder, PermissionFacts(MY_ORGANIZATION, role))
    else:
        record = share(calendar.mailbox, calendar.folder, facts.address, role, facts.name)
    return one_of(exchange, _document(calendar, record), entity_set(exchange, mailbox), TYPE)


@table.operation(
    "calendarPermissions.delete", "DELETE", ONE,
    scopes=scopes.WRITE_EVENTS, reference=f"{_DOCS}/calendarpermission-delete",
)  # fmt: skip
def delete_permission(exchange: Exchange) -> Value:
    calendar = _persons_calendar(exchange, open_mailbox(exchange))
    facts: PermissionFacts = _found(exchange, calendar).extra
    if facts.address == MY_ORGANIZATION:  # how it is refused is [inferred]
        raise Refusal(INVALID_REQUEST, detail="The permission of the organization can't be removed.")
    unshare(calendar.mailbox, calendar.folder, facts)
    return None


@table.operation(
    "calendars.allowedCalendarSharingRoles", "GET", paths_of("/allowedCalendarSharingRoles()/{User}"),
    scopes=scopes.READ_DETAILS, reference=f"{_DOCS}/calendar-allowedcalendarsharingroles",
)  # fmt: skip
def allowed_sharing_roles(exchange: Exchange) -> Value:
    calendar = _own_calendar(exchange, open_mailbox(exchange))
    address = _address(exchange.parameters["User"])
    roles = {"value": _allowed(calendar, address)}
    return Resource(fragment(roles), "Collection(microsoft.graph.calendarRoleType)")


def _own_calendar(exchange: Exchange, mailbox: Mailbox) -> Calendar:
    """The calendar that the path names. Raises `Refusal` where it is not the mailbox's own, or that not the caller's.

    That nobody else reads with whom a calendar is shared is [inferred].
    """
    calendar = open_calendar(exchange, mailbox, "freeBusyRead")
    if calendar.facts.of is not None or not mailbox.is_callers:
        raise Refusal(ACCESS_DENIED, why="only its owner sees with whom a calendar is shared")
    return calendar


def _persons_calendar(exchange: Exchange, mailbox: Mailbox) -> Calendar:
    """The same, where it may be shared: a group's is its members' and nobody's else [inferred]."""
    if mailbox.is_group:
        raise Refusal(ACCESS_DENIED, why="the calendar of a group is shared by being a member of it")
    return _own_calendar(exchange, mailbox)


def _all(calendar: Calendar) -> list[Record]:
    """The permissions of a calendar, that of the organization first, the others by address."""
    found = permissions(calendar.mailbox, calendar.folder)
    return sorted(found, key=lambda one: (one.extra.address != MY_ORGANIZATION, one.id))


def _found(exchange: Exchange, calendar: Calendar) -> Record:
    wanted = exchange.parameters["permission"]
    found = next((one for one in _all(calendar) if _id(calendar, one.extra.address) == wanted), None)
    if found is None:
        there = ", ".join(f"{_id(calendar, one.extra.address)} ({one.extra.address})" for one in _all(calendar))
        raise Refusal(ITEM_NOT_FOUND, why=f"there is no such permission; there are: {there[:1000]}")
    return found


def _documents(calendar: Calendar) -> list[dict[str, Any]]:
    return [_document(calendar, record) for record in _all(calendar)]


def _document(calendar: Calendar, record: Record) -> dict[str, Any]:
    facts: PermissionFacts = record.extra
    of_all = facts.address == MY_ORGANIZATION
    return {
        "id": _id(calendar, facts.address),
        "isRemovable": not of_all,
        "isInsideOrganization": of_all or _inside(calendar, facts.address),
        "role": facts.role,
        "allowedRoles": _allowed(calendar, facts.address),
        "emailAddress": {"name": MY_ORGANIZATION} if of_all else _email(calendar, facts),
    }


def _email(calendar: Calendar, facts: PermissionFacts) -> dict[str, str]:
    person = calendar.mailbox.session.template.directory.by_email(facts.address)
    name = facts.name or (person.name if person is not None else facts.address)
    return {"name": name, "address": facts.address}


def _id(calendar: Calendar, address: str) -> str:
    """Base64 of the name in Exchange's directory, of the address where it has none [inferred], of `Default`."""
    session = calendar.mailbox.session
    person = session.template.directory.by_email(address) if _inside(calendar, address) else None
    if address == MY_ORGANIZATION:
        text = _DEFAULT
    elif person is not None:
        alias = address.partition("@")[0]
        text = f"{_DIRECTORY_NAME}{session.identity.object_id(person.key).replace('-', '')}-{alias}"
    else:
        text = address
    return base64.b64encode(text.encode(), altchars=b"_-").decode()


def _inside(calendar: Calendar, address: str) -> bool:
    return same_organization(calendar.mailbox.address, address)


def _allowed(calendar: Calendar, address: str) -> list[Role]:
    """What an address may be given: delegates are inside the organization, and of the primary calendar only."""
    if address == MY_ORGANIZATION:
        return list(_OF_ORGANIZATION)
    if not _inside(calendar, address):
        return list(_OUTSIDE)
    return [*_INSIDE, *_DELEGATES] if calendar.facts.default else list(_INSIDE)


def _role(role: str | None, allowed: list[Role], address: str) -> Role:
    found = next((one for one in allowed if one == role), None)
    if found is None:
        raise Refusal(PROPERTY_VALIDATION, why=f"role is {role!r}; {address} may be given {', '.join(allowed)}")
    return found


def _recipient(calendar: Calendar, given: dict[str, Any]) -> tuple[str, str]:
    """The address and the name of whom a calendar is to be shared with."""
    address = _address(given.get("address") or "")
    known = calendar.mailbox.session.template.directory.by_email(address)
    if address.casefold() == calendar.mailbox.address.casefold():
        raise Refusal(INVALID_RECIPIENTS, why="a calendar is not shared with its owner")
    if known is None and _inside(calendar, address):
        raise Refusal(INVALID_RECIPIENTS, why=f"nobody of the organization has the address {address}")
    return address if known is None else known.email, given.get("name") or ""


def _address(text: str) -> str:
    local, at, domain = text.strip().rpartition("@")
    if not (local and at and domain) or len(text) > LONGEST_ADDRESS or any(mark in text for mark in ' <>"\r\n'):
        raise Refusal(INVALID_RECIPIENTS, why=f"{text[:80]!r} is no address such as alex@example.com")
    return text.strip()

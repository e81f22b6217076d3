"""The operation `calendars.transferOwnership`: an administrator gives a calendar's data to somebody else.

New in 2026; what it refuses and with which words is [inferred] throughout.
https://developers.google.com/workspace/calendar/api/v3/reference/calendars/transferOwnership
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from mockserver.google import scopes
from mockserver.google.calendars.calendar import find_calendar
from mockserver.google.calendars.store import give_to
from mockserver.google.formats import same_email
from mockserver.google.refusals import FORBIDDEN, INVALID_PARAMETER, NOT_FOUND, Refusal
from mockserver.http.operation import OperationTable

if TYPE_CHECKING:
    from mockserver.google.calendars.calendar import Calendar
    from mockserver.google.caller import Caller
    from mockserver.http.exchange import Exchange
    from mockserver.identity.directory import Person

table = OperationTable("google")


class TransferQuery(msgspec.Struct, frozen=True, rename="camel"):
    """The parameters of `calendars.transferOwnership`; both have to be given."""

    new_data_owner: str
    use_admin_access: bool


@table.operation(
    "calendars.transferOwnership",
    "POST",
    "/calendar/v3/calendars/{calendarId}/transferOwnership",
    scopes=scopes.CLEAR_CALENDARS,
    query=TransferQuery,
    reference="https://developers.google.com/workspace/calendar/api/v3/reference/calendars/transferOwnership",
    options={"method": "calendar.v3.Calendars.TransferOwnership"},
)
def transfer_ownership(exchange: Exchange, query: TransferQuery) -> None:
    """Make somebody of the same organization the data owner of a secondary calendar. The old one stays an owner."""
    if not query.use_admin_access:
        raise _wrong("useAdminAccess", "Only true is supported.")
    caller: Caller = exchange.caller
    admin = exchange.session.template.directory.people.get(caller.person)
    if admin is None or not admin.admin:
        raise Refusal(FORBIDDEN, why=f"{caller.person} is no administrator: give the person `admin: true`")
    calendar = _secondary(exchange, caller)
    owner = _new_owner(exchange, admin, query.new_data_owner)
    if owner.key != calendar.facts.owner:
        give_to(calendar, owner.key, owner.email)


def _secondary(exchange: Exchange, caller: Caller) -> Calendar:
    """The calendar of the path, which an administrator need not see otherwise."""
    name = exchange.parameters["calendarId"]
    calendar = find_calendar(exchange.session, caller, name)
    if calendar is None:
        raise Refusal(NOT_FOUND, why=f"there is no calendar {name}")
    if calendar.facts.primary:
        raise _wrong("calendarId", "Only secondary calendars can be transferred.")
    return calendar


def _new_owner(exchange: Exchange, admin: Person, email: str) -> Person:
    person = exchange.session.template.directory.by_email(email)
    if person is None or "google" not in person.accounts or person.kind != "person":
        raise _wrong("newDataOwner", f"Invalid value: '{email}'.")
    if not same_email(person.email.rpartition("@")[2], admin.email.rpartition("@")[2]):
        raise _wrong("newDataOwner", "The new data owner has to be in the same organization.")
    return person


def _wrong(name: str, message: str) -> Refusal:
    return Refusal(INVALID_PARAMETER, name=name, message=message)

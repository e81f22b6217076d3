"""Calendars of a session: where each is kept, who may do what with it, and how it is found.

Four collections belong together: `google/calendars` (the Calendar resources), `google/acl/{calendar}` (its rules),
`google/list/{person}` (who has it in their list, and how), `google/events/{calendar}`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, get_args

import msgspec

from mockserver.google.calendars.list_state import state_of
from mockserver.google.formats import same_email
from mockserver.google.refusals import LOGIN_REQUIRED, NOT_FOUND, REQUIRED_ACCESS_LEVEL, Refusal
from mockserver.timing.zones import zone

if TYPE_CHECKING:
    from collections.abc import Callable
    from zoneinfo import ZoneInfo

    from mockserver.documents import Collection, Record
    from mockserver.google.caller import Caller
    from mockserver.http.exchange import Exchange
    from mockserver.identity.directory import Group
    from mockserver.session import Session

Role = Literal["none", "freeBusyReader", "reader", "writerWithoutPrivateAccess", "writer", "owner"]
ROLES: tuple[Role, ...] = get_args(Role)
"""Each includes all before it. https://developers.google.com/workspace/calendar/api/concepts/sharing"""
CALENDARS = "google/calendars"


def events_of(calendar: str) -> str:
    return f"google/events/{calendar}"


def rules_of(calendar: str) -> str:
    return f"google/acl/{calendar}"


def list_of(person: str) -> str:
    return f"google/list/{person}"


class CalendarFacts(msgspec.Struct, frozen=True):
    """What is asked of a calendar at every request: kept beside its resource (`Record.extra`).

    `owner` is the key of the person whose data it is; a primary calendar's id is that person's e-mail.
    """

    owner: str
    summary: str
    zone: str
    primary: bool
    description: str = ""


class RuleFacts(msgspec.Struct, frozen=True):
    """An ACL rule: `scope` is user, group, domain or default; `value` the address or domain."""

    scope: str
    value: str
    role: Role


class Calendar(msgspec.Struct, frozen=True):
    """A calendar as one caller sees it."""

    id: str
    facts: CalendarFacts
    role: Role
    caller: Caller
    session: Session
    record: Record

    @property
    def events(self) -> Collection:
        return self.session.documents.collection(events_of(self.id))

    @property
    def zone(self) -> ZoneInfo:
        return zone(self.facts.zone)

    @property
    def is_callers(self) -> bool:
        """Whether it is the caller's own, so that what is stored is what they see."""
        return self.facts.owner == self.caller.person

    def allows(self, role: Role) -> bool:
        return ROLES.index(self.role) >= ROLES.index(role)

    def demand(self, role: Role) -> Calendar:
        """This calendar. Raises `Refusal` where the caller's role is lower than the one asked for."""
        if not self.allows(role):
            raise Refusal(
                REQUIRED_ACCESS_LEVEL, role=role, why=f"{self.caller.person} is only {self.role} of {self.id}"
            )
        return self


def open_calendar(exchange: Exchange, calendar_id: str, role: Role = "freeBusyReader") -> Calendar:
    """The calendar of that id, or the caller's own for `primary`.

    Raises `Refusal`: 404 where there is none, or none that the caller may see; 403 where their role is too low.
    """
    caller: Caller = exchange.caller
    if calendar_id == "primary":
        if not caller.email:
            raise Refusal(LOGIN_REQUIRED)
        calendar_id = caller.email
    if caller.service_account and same_email(calendar_id, caller.email):
        from mockserver.google.calendars.store import ensure_primary  # noqa: PLC0415 - it builds on this module

        ensure_primary(exchange.session, caller)
    calendar = find_calendar(exchange.session, caller, calendar_id)
    if calendar is None or calendar.role == "none":
        raise Refusal(NOT_FOUND, why=_not_found(exchange.session, calendar_id, calendar))
    return calendar.demand(role)


def find_calendar(session: Session, caller: Caller, calendar_id: str) -> Calendar | None:
    """A calendar and the caller's role in it, which may be none; None where there is no such calendar."""
    record = session.documents.collection(CALENDARS).get(calendar_id)
    if record is None and "@" in calendar_id:
        # Mail addresses are the same in any case; the ids of documents are not.
        record = session.documents.collection(CALENDARS).get(calendar_id.lower())
    if record is None or record.deleted:
        return None
    facts: CalendarFacts = record.extra
    role: Role = "owner" if facts.owner == caller.person else role_of(session, record.id, caller.email)
    return Calendar(record.id, facts, role, caller, session, record)


def role_of(session: Session, calendar_id: str, email: str) -> Role:
    """The most permissive role that a calendar's rules give to an address [inferred: the most permissive wins]."""
    best: Role = "none"
    group_of = session.template.directory.group
    for record in session.documents.collection(rules_of(calendar_id)).since():
        rule: RuleFacts = record.extra
        if record.deleted or ROLES.index(rule.role) <= ROLES.index(best):
            continue
        if _applies(rule, email, group_of):
            best = rule.role
    return best


def _applies(rule: RuleFacts, email: str, group_of: Callable[[str], Group | None]) -> bool:
    match rule.scope:
        case "default":
            return True
        case "domain":
            return bool(email) and same_email(email.rpartition("@")[2], rule.value)
        case "group":
            group = group_of(rule.value)
            return group is not None and any(same_email(email, member) for member in group.members)
        case _:
            return bool(email) and same_email(email, rule.value)


def _not_found(session: Session, calendar_id: str, found: Calendar | None) -> str:
    if found is not None:
        return f"calendar {calendar_id} exists but {found.caller.person or 'nobody'} may not see it"
    there = ", ".join(record.id for record in list(session.documents.collection(CALENDARS).since())[:20])
    return f"there is no calendar {calendar_id}; there are: {there}"


def entry_of(calendar: Calendar) -> Record | None:
    """The calendar in the caller's list, if it is or was there."""
    return calendar.session.documents.collection(list_of(calendar.caller.person)).get(calendar.id)


def default_reminders(calendar: Calendar) -> list[dict[str, Any]]:
    """The caller's own default reminders for a calendar; none where it is not in their list."""
    entry = entry_of(calendar)
    if entry is None or entry.deleted:
        return []
    return [{"method": reminder.method, "minutes": reminder.minutes} for reminder in state_of(entry).reminders]

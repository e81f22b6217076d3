"""Calendars kept: made, by a scenario or in a session, written anew, deleted with all that belongs to them.

The collections are named in `calendar.py`; the documents are made in `documents.py`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec
from msgspec.structs import replace

from mockserver.google.calendars import documents
from mockserver.google.calendars.calendar import CALENDARS, CalendarFacts, events_of, list_of, rules_of
from mockserver.google.calendars.list_state import encoded, fresh, state_of
from mockserver.google.events import store as event_store
from mockserver.google.refusals import CALENDAR_LIMITS, Refusal
from mockserver.google.render import decoded, fragment

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from mockserver.clock import Instant
    from mockserver.documents import Record
    from mockserver.google.calendars.calendar import Calendar, Role, RuleFacts
    from mockserver.google.calendars.list_state import ListState
    from mockserver.google.caller import Caller
    from mockserver.session import Session

MADE = 1_000
"""Calendars that may be made in one session, the deleted ones counted too."""


class NewCalendar(msgspec.Struct, frozen=True, kw_only=True):
    """A calendar to be made.

    `owner` is the key of the person whose data it is, `email` their address; a primary calendar's id is that address.
    `title` None is the id, as every primary calendar's is at first. `color` is the owner's: an id of the palette or
    `#rrggbb`. `shares` gives roles to addresses, or to scopes as the ids of rules write them (`domain:example.com`,
    `default`); it puts the calendar into nobody's list. `listed_by` are the keys of those who have it in theirs: the
    owner where nothing else is said. `made` is when, 0 for what was always there.
    """

    id: str
    owner: str
    email: str
    title: str | None = None
    zone: str = "UTC"
    description: str = ""
    location: str = ""
    color: str | None = None
    primary: bool = False
    shares: Mapping[str, Role] = msgspec.field(default_factory=dict)
    listed_by: tuple[str, ...] | None = None
    made: Instant = 0
    more: Mapping[str, Any] = msgspec.field(default_factory=dict)
    """Other members of the Calendar resource, such as `autoAcceptInvitations`."""


def add_calendar(put: Callable[..., Any], new: NewCalendar) -> CalendarFacts:
    """Put a calendar, its rules and the entries of those who list it, with a base's or a session's `put`."""
    facts = CalendarFacts(new.owner, new.title or new.id, new.zone, new.primary, new.description)
    document = {
        "id": new.id,
        "summary": facts.summary,
        "description": new.description,
        "location": new.location,
        "timeZone": new.zone,
        "dataOwner": "" if new.primary else new.email,
        "conferenceProperties": documents.CONFERENCES,
    }
    body = fragment(documents.calendar(document | dict(new.more)))
    put(CALENDARS, new.id, body, updated=new.made, extra=facts)
    _put_rules(put, new)
    for person in (new.owner,) if new.listed_by is None else new.listed_by:
        own = person == new.owner
        state = fresh(new.id, primary=own and new.primary, color=new.color if own else None)
        put(list_of(person), new.id, encoded(state), updated=new.made)
    return facts


def make_calendar(session: Session, new: NewCalendar) -> None:
    """Make a calendar in a session. Raises `Refusal` (403) at the session's limit."""
    kept = session.documents.collection(CALENDARS)
    if len(kept) - len(session.template.base.get(CALENDARS, ())) >= MADE:
        raise Refusal(CALENDAR_LIMITS, why=f"this session has made {MADE} calendars, all that one may")
    add_calendar(session.documents.put, new)


def ensure_primary(session: Session, caller: Caller) -> None:
    """Give a service account its primary calendar, when it first asks for it.

    Its address carries the session's id, so no scenario can have it. It does not stand in the account's list: recorded
    lists of service accounts begin empty.
    """
    if session.documents.collection(CALENDARS).get(caller.email) is None:
        new = NewCalendar(id=caller.email, owner=caller.person, email=caller.email, primary=True, listed_by=())
        add_calendar(session.documents.put, new)


def rewrite(calendar: Calendar, document: dict[str, Any]) -> Calendar:
    """Keep a calendar's changed resource. Its events show its zone and title, so they are written anew where needed.

    An equal resource changes nothing.
    """
    stamped = documents.calendar(document)
    if stamped["etag"] == documents.etag_of(calendar.record.body):
        return calendar
    session, old = calendar.session, calendar.facts
    facts = replace(
        old,
        summary=stamped.get("summary", ""),
        zone=stamped["timeZone"],
        description=stamped.get("description", ""),
    )
    updated = session.clock.stamp()
    record = session.documents.put(CALENDARS, calendar.id, fragment(stamped), updated=updated, extra=facts)
    changed = replace(calendar, facts=facts, record=record)
    if facts.zone != old.zone:
        event_store.rezone(changed)
    if facts.summary != old.summary and not facts.primary:
        event_store.rename(changed)
    return changed


def remove(calendar: Calendar) -> None:
    """Delete a calendar: its events and rules are gone, and it leaves a tombstone in every list it stood in."""
    session = calendar.session
    session.documents.put(
        CALENDARS,
        calendar.id,
        calendar.record.body,
        updated=session.clock.stamp(),
        deleted=True,
        extra=calendar.facts,
    )
    for name in (events_of(calendar.id), event_store.exceptions_of(calendar.id), rules_of(calendar.id)):
        session.documents.drop(name)
    for name in list(session.documents.names()):
        if name.startswith(list_of("")):
            _unlist(session, name, calendar.id)


def put_in_list(session: Session, person: str, calendar_id: str, state: ListState) -> Record:
    """Keep a person's settings for a calendar; that puts it into their list where it was not."""
    updated = session.clock.stamp()
    return session.documents.put(list_of(person), calendar_id, encoded(state), updated=updated)


def take_from_list(session: Session, person: str, calendar_id: str) -> None:
    """Take a calendar from a person's list, where it stands in it; a sync of the list sees that."""
    _unlist(session, list_of(person), calendar_id)


def list_state(session: Session, person: str, calendar_id: str) -> ListState | None:
    """A person's own settings for a calendar, such as their default reminders; None where it is not in their list."""
    record = session.documents.collection(list_of(person)).get(calendar_id)
    return None if record is None or record.deleted else state_of(record)


def give_to(calendar: Calendar, owner: str, email: str) -> None:
    """Make somebody the data owner of a calendar: they get the role, and the calendar into their list."""
    session = calendar.session
    facts = replace(calendar.facts, owner=owner)
    stamped = documents.calendar(decoded(calendar.record.body) | {"dataOwner": email})
    session.documents.put(CALENDARS, calendar.id, fragment(stamped), updated=session.clock.stamp(), extra=facts)
    put_rule(calendar, documents.rule_facts(email, "owner"))
    if list_state(session, owner, calendar.id) is None:
        put_in_list(session, owner, calendar.id, fresh(calendar.id))


def put_rule(calendar: Calendar, facts: RuleFacts) -> Record:
    """Give a role on a calendar; the role `none` takes away what there was."""
    updated = calendar.session.clock.stamp()
    document = documents.rule(facts, updated)
    gone = facts.role == "none"
    return calendar.session.documents.put(
        rules_of(calendar.id), document["id"], fragment(document), updated=updated, extra=facts, deleted=gone
    )


def remove_rule(calendar: Calendar, rule: Record) -> None:
    """Take a role away. Whoever syncs the rules sees it as `none`."""
    facts: RuleFacts = rule.extra
    put_rule(calendar, replace(facts, role="none"))


def _unlist(session: Session, name: str, calendar_id: str) -> None:
    record = session.documents.collection(name).get(calendar_id)
    if record is not None and not record.deleted:
        session.documents.put(name, calendar_id, record.body, updated=session.clock.stamp(), deleted=True)


def _put_rules(put: Callable[..., Any], new: NewCalendar) -> None:
    """The calendar's own implicit rule, the data owner's (one and the same on a primary calendar), and the shares."""
    owners: dict[str, Instant] = {f"user:{new.id}": 0}
    owners.setdefault(f"user:{new.email}", new.made)
    roles: list[tuple[str, Role, Instant]] = [(scope, "owner", updated) for scope, updated in owners.items()]
    roles += [(scope, role, new.made) for scope, role in new.shares.items()]
    for scope, role, updated in roles:
        facts = documents.rule_facts(scope, role)
        document = documents.rule(facts, updated)
        put(rules_of(new.id), document["id"], fragment(document), updated=updated, extra=facts)

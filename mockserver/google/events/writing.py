"""What becomes of an event when it is written: insert and import make one, update and patch change one, move takes one.

In which form it is kept is `settling.py`'s business, who may write what `rights.py`'s.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec
from msgspec.structs import replace

from mockserver.google import formats
from mockserver.google.events import conferences
from mockserver.google.events import reminders as event_reminders
from mockserver.google.events import rights as event_rights
from mockserver.google.events import store as event_store
from mockserver.google.events import types as event_types
from mockserver.google.events.documents import KIND, cancelled_instance, ordered, stamped
from mockserver.google.events.facts import ExceptionFacts, SeriesFacts, exception_facts, series_of
from mockserver.google.events.members import WRITABLE, writable
from mockserver.google.events.settling import (
    differs_in_reminders_only,
    grow_sequence,
    keeping_flags,
    less_visible,
    series_facts,
    settled,
)
from mockserver.google.events.times import Span, read_span, shown_in
from mockserver.google.refusals import (
    DELETED,
    DUPLICATE,
    FOREIGN_IMPORT,
    INVALID_RESOURCE_ID,
    MISSING_PROPERTY,
    Refusal,
)
from mockserver.google.render import decoded

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mockserver.documents import Record
    from mockserver.google.calendars.calendar import Calendar
    from mockserver.google.events.store import Found, Index

_ANSWER = ("responseStatus", "comment", "additionalGuests")


class Switches(msgspec.Struct, frozen=True):
    """The query parameters that switch members of the body on; without them the stored value stays."""

    conference_data_version: int = 0
    event_label_version: int = 0
    supports_attachments: bool = False

    def ignored(self) -> frozenset[str]:
        """The members that are ignored in a body."""
        off = {"colorId" if self.event_label_version else "eventLabelId"}
        if not self.conference_data_version:
            off.add("conferenceData")
        if not self.supports_attachments:
            off.add("attachments")
        return frozenset(off)

    def written(self, body: dict[str, Any]) -> dict[str, Any]:
        """What of a body counts: the members that a client may write, without those that are switched off."""
        ignored = self.ignored()
        return {name: value for name, value in writable(body).items() if name not in ignored}


def insert(calendar: Calendar, body: dict[str, Any], switches: Switches) -> dict[str, Any]:
    """Make an event and answer it."""
    event_id = body.get("id")
    if event_id is not None:
        if not formats.is_event_id(event_id):
            raise Refusal(INVALID_RESOURCE_ID, why="an id is 5 to 1024 characters of 0-9 and a-v")
        if calendar.events.get(event_id) is not None:
            raise Refusal(DUPLICATE, why=f"{event_id} is taken, by a deleted event too: revive it with update")
    else:
        event_id = formats.event_id(calendar.session.ids.next("event"))
    document = blank(calendar, event_id, body.get("iCalUID") or formats.ical_uid(event_id))
    document |= {"eventType": event_types.of_new(calendar, body), "privateCopy": body.get("privateCopy")}
    return make(calendar, document, body, switches)


def import_(calendar: Calendar, body: dict[str, Any], switches: Switches) -> dict[str, Any]:
    """Make a private copy of an event that came with an iCalUID; one already there is written over [inferred]."""
    uid = body.get("iCalUID")
    if body.get("id"):
        raise Refusal(INVALID_RESOURCE_ID, why="an import has no id of its own; it is made from the iCalUID")
    if not uid:
        raise Refusal(MISSING_PROPERTY, why="an import needs iCalUID, start and end")
    organizer = body.get("organizer") or {"email": calendar.id}
    addresses = [one.get("email", "") for one in (organizer, *(body.get("attendees") or ()))]
    if not any(formats.same_email(address, calendar.id) for address in addresses):
        raise Refusal(FOREIGN_IMPORT, why=f"neither organizer nor attendee is {calendar.id}")
    document = blank(calendar, _imported_id(calendar, uid), uid)
    if not formats.same_email(addresses[0], calendar.id):
        party = {name: organizer[name] for name in ("id", "email", "displayName") if name in organizer}
        document |= {"organizer": party, "privateCopy": True}
    record = calendar.events.get(document["id"])
    if record is not None:
        before = decoded(record.body)
        event_rights.check_guest_rights(calendar, before, body)
        document |= {"created": before["created"]} if "created" in before else {}
    # Only plain events can be imported; the properties of others are dropped.
    return make(calendar, document, body, switches)


def _imported_id(calendar: Calendar, uid: str) -> str:
    """The id of an import: that of the event itself where the calendar has it, say as an invitation [inferred]."""
    own = uid.removesuffix(formats.ical_uid(""))
    known = calendar.events.get(own) if own != uid else None
    itself = known is not None and decoded(known.body).get("iCalUID") == uid
    return own if itself else formats.imported_event_id(uid)


def update(calendar: Calendar, found: Found, body: dict[str, Any], switches: Switches) -> dict[str, Any]:
    """Replace an event: what the body leaves out is cleared, except what is the server's or switched off."""
    old = event_reminders.seen(calendar, found.document)
    written, ignored = switches.written(body), switches.ignored()
    stays = {name: value for name, value in old.items() if name in ignored or name not in WRITABLE}
    if body.get("attendeesOmitted"):
        written["attendees"] = _own_response_only(calendar, old, written.get("attendees") or [])
    return _change(calendar, found, stays | {"sequence": 0, "status": "confirmed"} | written, body, switches)


def patch(calendar: Calendar, found: Found, body: dict[str, Any], switches: Switches) -> dict[str, Any]:
    """Change the members that the body has: null deletes, objects merge, arrays are replaced (as RFC 7396)."""
    old = event_reminders.seen(calendar, found.document)
    written = switches.written(body)
    if body.get("attendeesOmitted"):
        written["attendees"] = _own_response_only(calendar, old, written.get("attendees") or [])
    return _change(calendar, found, merged(old, written), body, switches)


def merged(target: dict[str, Any], changes: dict[str, Any]) -> dict[str, Any]:
    """RFC 7396 section 2."""
    result = dict(target)
    for name, value in changes.items():
        if value is None:
            result.pop(name, None)
        elif isinstance(value, dict):
            old = result.get(name)
            result[name] = merged(old if isinstance(old, dict) else {}, value)
        else:
            result[name] = value
    return result


def _own_response_only(calendar: Calendar, old: dict[str, Any], sent: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """With `attendeesOmitted` the body changes the caller's own answer and leaves the other guests as they are."""
    own = calendar.id if calendar.facts.primary else calendar.caller.email
    rows = (row for row in sent if formats.same_email(row.get("email") or "", own))
    answer = {name: row[name] for row in rows for name in _ANSWER if name in row}
    return [row | answer if formats.same_email(row["email"], own) else row for row in old.get("attendees") or ()]


def blank(calendar: Calendar, event_id: str, ical_uid: str) -> dict[str, Any]:
    """What the server writes into a new event."""
    email = calendar.caller.email
    return {
        "kind": KIND,
        "id": event_id,
        "htmlLink": formats.html_link(event_id, calendar.id),
        "creator": {"email": email} | ({"self": True} if formats.same_email(email, calendar.id) else {}),
        "organizer": event_store.organizer_of(calendar),
        "iCalUID": ical_uid,
        "status": "confirmed",
        "sequence": 0,
        "eventType": event_types.DEFAULT,
    }


def make(calendar: Calendar, document: dict[str, Any], body: dict[str, Any], switches: Switches) -> dict[str, Any]:
    """Keep a new event: what the server has written into it, and what the body says."""
    fields = {name: value for name, value in switches.written(body).items() if value is not None}
    event_rights.check_inviting(calendar, {}, fields)
    record = calendar.events.get(document["id"])
    document = document | fields
    event_rights.demand_sight(calendar, document)
    conferences.settle(calendar, document, {}, fields)
    updated = calendar.session.clock.stamp()
    document.setdefault("created", formats.created(updated))
    written, index = settled(calendar, document, updated, None)
    stored = event_reminders.set_aside(calendar, written, None)
    _put(calendar, stored, index, record)
    return stored


def keep(calendar: Calendar, document: dict[str, Any]) -> dict[str, Any]:
    """Keep an event as it was told by somebody else, whose right to do so is not asked for here. Answers it.

    What is the same already is left as it is: whoever wrote it got its etag.
    """
    record = calendar.events.get(document["id"])
    updated = calendar.session.clock.stamp()
    exception = None
    if "recurringEventId" in document:
        exception = exception_facts(document, calendar.zone)
        document = document | {"originalStartTime": shown_in(document["originalStartTime"], calendar.zone)}
    if exception is not None and "start" not in document:  # what a cancelled occurrence leaves
        stored, index = cancelled_instance(stamped(document, updated)), event_store.cancelled_index(updated, exception)
    else:
        stored, index = settled(calendar, document, updated, exception)
    if record is not None and not record.deleted and stamped(stored, record.updated) == decoded(record.body):
        return decoded(record.body)
    _put(calendar, stored, index, record)
    return stored


def span_and_series(calendar: Calendar, document: Mapping[str, Any]) -> tuple[Span, SeriesFacts | None]:
    """When an event is, and how it recurs if it does. Raises `Refusal` for what is wrong with either."""
    span = read_span(document, calendar.zone)
    return span, series_facts(calendar, document, span)


def take_over(calendar: Calendar, source: Calendar, found: Found) -> dict[str, Any]:
    """Make this calendar the organizer of an event of another one, and of what differs from it. Answers the event.

    What is left there is the copy of a guest, or where the old organizer is none, a bare tombstone.
    """
    organizer = event_store.organizer_of(calendar)
    records = [found.record, *event_store.exceptions(source, found.record.id)]
    documents = [decoded(record.body) for record in records]
    taken, *_ = [
        keep(calendar, one | {"organizer": organizer, "htmlLink": formats.html_link(one["id"], calendar.id)})
        for one in documents
    ]
    guests = documents[0].get("attendees") or ()
    if any(formats.same_email(guest["email"], source.id) for guest in guests):
        for one in documents:
            keep(source, one | {"organizer": {name: organizer[name] for name in organizer if name != "self"}})
    else:
        event_store.delete(source, found, bare=True)
    return taken


def _change(
    calendar: Calendar, found: Found, document: dict[str, Any], body: dict[str, Any], switches: Switches
) -> dict[str, Any]:
    if found.lost:
        raise Refusal(DELETED, why="its series is deleted, or no longer has an occurrence then")  # [inferred]
    old, exception = event_reminders.seen(calendar, found.document), found.exception
    if "organizer" not in old:  # a bare tombstone: what comes back in its place is a new event
        document = blank(calendar, old["id"], formats.ical_uid(old["id"])) | document
    if exception is not None:
        document.pop("recurrence", None)  # an occurrence has no rules of its own
    event_rights.demand_sight(calendar, old, document)
    event_types.check_change(old, document, body)
    event_rights.check_guest_rights(calendar, old, document)
    event_rights.check_inviting(calendar, old, document)
    if document.get("status") == "cancelled" and (exception is not None or not found.deleted):
        event_store.delete(calendar, found)
        return event_store.find(calendar, old["id"]).document
    event_rights.check_sequence(old, document)
    if switches.conference_data_version:
        conferences.settle(calendar, document, old, body)
    return _rewrite(calendar, found, document)


def _rewrite(calendar: Calendar, found: Found, document: dict[str, Any]) -> dict[str, Any]:
    """Put a changed event, or occurrence, in the place of what was found."""
    old, exception = event_reminders.seen(calendar, found.document), found.exception
    updated = calendar.session.clock.stamp()
    document.setdefault("created", formats.created(updated))
    written, index = settled(calendar, keeping_flags(document, old), updated, exception)
    if exception is not None and less_visible(old, written):  # to show one occurrence to more people is ignored
        written = ordered(written | {"visibility": old.get("visibility")})
    grow_sequence(calendar, old, written)
    stored = event_reminders.set_aside(calendar, written, found.document)
    if differs_in_reminders_only(old, written):  # they are each person's own and leave the event unchanged
        if not calendar.is_callers:
            return found.document
        stored, index = (
            stamped(stored, found.record.updated),
            replace(index, updated=found.record.updated),
        )
    _put(calendar, stored, index, found.record if found.occurrence is None else None)
    if exception is not None and less_visible(written, old):
        _hide_series(calendar, exception, written)
    return stored


def _put(calendar: Calendar, document: dict[str, Any], index: Index, before: Record | None) -> None:
    """Keep an event. Of a series' exceptions those stay whose original start its new rules still have."""
    event_store.put(calendar, document, index)
    old, new = series_of(before.extra) if before is not None else None, series_of(index.extra)
    if old is not None and (new is None or not old.starts_as(new)):
        event_store.orphan_exceptions(calendar, document["id"], new, index.updated)


def _hide_series(calendar: Calendar, exception: ExceptionFacts, occurrence: dict[str, Any]) -> None:
    """Show a whole series to as few people as one of its occurrences, as the reference of `visibility` says."""
    master = calendar.events.get(exception.master)
    for record in (*((master,) if master is not None else ()), *event_store.exceptions(calendar, exception.master)):
        document = decoded(record.body)
        if not record.deleted and less_visible(occurrence, document):
            updated = calendar.session.clock.stamp()
            document = ordered(stamped(document, updated) | {"visibility": occurrence["visibility"]})
            event_store.put(calendar, document, replace(event_store.index_of_record(record), updated=updated))

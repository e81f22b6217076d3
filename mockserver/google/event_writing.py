"""What becomes of an event when it is written: insert and import make one, update and patch change one.

All end in `_settled`: every member in its kept form, the span read, recurrence checked, roles of people marked. The
rules are section 4 of the notes on the API, that is the reference pages of the four methods and their guides.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from mockserver.google import conferences, event_store, event_types, formats
from mockserver.google.event_documents import KIND, ordered, stamped, timed
from mockserver.google.event_facts import ExceptionFacts, SeriesFacts, exception_of, series_of
from mockserver.google.event_members import kept, writable
from mockserver.google.event_store import Found, Index, index_of
from mockserver.google.event_times import Span, read_span
from mockserver.google.refusals import (
    DUPLICATE,
    FORBIDDEN_FOR_NON_ORGANIZER,
    FORBIDDEN_FOR_SERVICE_ACCOUNTS,
    FOREIGN_IMPORT,
    INVALID_RECURRENCE,
    INVALID_RESOURCE_ID,
    INVALID_SEQUENCE,
    MISSING_END_ZONE,
    MISSING_PROPERTY,
    MISSING_START_ZONE,
    Refusal,
)
from mockserver.google.render import decoded
from mockserver.timing.recurrence import BadRecurrence

if TYPE_CHECKING:
    from mockserver.clock import Instant
    from mockserver.google.calendar import Calendar

_GUEST_RIGHTS = {"guestsCanInviteOthers": True, "guestsCanModify": False, "guestsCanSeeOtherGuests": True}
_SIGNIFICANT = ("start", "end", "recurrence")  # what makes `sequence` grow [inferred], after RFC 5546 section 2.1.4


@dataclass(frozen=True, slots=True)
class Switches:
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
    return make(calendar, document, body, switches)


def import_(calendar: Calendar, body: dict[str, Any], switches: Switches) -> dict[str, Any]:
    """Make a private copy of an event that came with an iCalUID; one already imported is written over [inferred]."""
    uid = body.get("iCalUID")
    if body.get("id"):
        raise Refusal(INVALID_RESOURCE_ID, why="an import has no id of its own; it is made from the iCalUID")
    if not uid:
        raise Refusal(MISSING_PROPERTY, why="an import needs iCalUID, start and end")
    organizer = body.get("organizer")
    addresses = [(organizer or {"email": calendar.id}).get("email", "")]
    addresses += [guest.get("email", "") for guest in body.get("attendees") or ()]
    if not any(formats.same_email(address, calendar.id) for address in addresses):
        raise Refusal(FOREIGN_IMPORT, why=f"neither organizer nor attendee is {calendar.id}")
    document = blank(calendar, formats.imported_event_id(uid), uid)
    if organizer and not formats.same_email(organizer.get("email", ""), calendar.id):
        document |= {"organizer": organizer, "privateCopy": True}
    # What is imported becomes a plain event; only plain ones can be.
    return make(calendar, document, {**body, "eventType": "default"}, switches)


def update(calendar: Calendar, found: Found, body: dict[str, Any], switches: Switches) -> dict[str, Any]:
    """Replace an event: what the body leaves out is cleared, except what is the server's or switched off."""
    ignored = switches.ignored()
    written = {name: value for name, value in writable(body).items() if name not in ignored}
    stays = {
        name: value for name, value in found.document.items() if name in ignored or name not in writable({name: 0})
    }
    if body.get("attendeesOmitted"):
        written["attendees"] = _own_response_only(calendar, found, written.get("attendees") or [])
    return _change(calendar, found, stays | {"sequence": 0, "status": "confirmed"} | written, switches, body)


def patch(calendar: Calendar, found: Found, body: dict[str, Any], switches: Switches) -> dict[str, Any]:
    """Change the members that the body has: null deletes, objects merge, arrays are replaced (as RFC 7396)."""
    ignored = switches.ignored()
    written = {name: value for name, value in writable(body).items() if name not in ignored}
    if body.get("attendeesOmitted"):
        written["attendees"] = _own_response_only(calendar, found, written.get("attendees") or [])
    return _change(calendar, found, merged(found.document, written), switches, body)


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


def blank(calendar: Calendar, event_id: str, ical_uid: str) -> dict[str, Any]:
    """What the server writes into a new event. On a secondary calendar the calendar itself is the organizer."""
    caller = calendar.caller
    creator = {"email": caller.email} | ({"self": True} if formats.same_email(caller.email, calendar.id) else {})
    name = {} if calendar.facts.primary else {"displayName": calendar.facts.summary}
    return {
        "kind": KIND,
        "id": event_id,
        "htmlLink": formats.html_link(event_id, calendar.id),
        "creator": creator,
        "organizer": {"email": calendar.id, **name, "self": True},
        "iCalUID": ical_uid,
        "status": "confirmed",
        "sequence": 0,
    }


def make(calendar: Calendar, document: dict[str, Any], body: dict[str, Any], switches: Switches) -> dict[str, Any]:
    """Keep a new event: what the server has written into it, and what the body says."""
    ignored = switches.ignored()
    fields = {name: value for name, value in writable(body).items() if value is not None and name not in ignored}
    if fields.get("attendees") and calendar.caller.service_account:
        raise Refusal(FORBIDDEN_FOR_SERVICE_ACCOUNTS)
    document["eventType"] = event_types.of_new(calendar, body)
    document |= fields
    conferences.settle(calendar, document, None)
    updated = calendar.session.clock.stamp()
    document["created"] = formats.created(updated)
    settled, index = _settled(calendar, document, updated, None)
    event_store.put(calendar, settled, index)
    return settled


def _change(
    calendar: Calendar, found: Found, document: dict[str, Any], switches: Switches, body: dict[str, Any]
) -> dict[str, Any]:
    old = found.document
    event_types.check_change(old, document, body)
    _check_guest_rights(calendar, old, document)
    exception = found.exception
    if exception is not None:
        document.pop("recurrence", None)  # an occurrence has no rules of its own
    if switches.conference_data_version:
        conferences.settle(calendar, document, old)
    if document.get("status") == "cancelled" and not found.deleted:
        event_store.delete(calendar, found)
        return event_store.find(calendar, old["id"]).document
    _check_sequence(old, document)
    settled, index = _settled(calendar, document, calendar.session.clock.stamp(), exception)
    _grow_sequence(old, settled)
    if _only_reminders(old, settled):  # reminders are each person's own and leave the event unchanged
        updated = found.record.updated
        settled = stamped(settled, updated)
        index = Index(updated, index.start, index.end, index.deleted, index.extra)
    event_store.put(calendar, settled, index)
    _follow_series(calendar, found, index)
    return settled


def _settled(
    calendar: Calendar, document: dict[str, Any], updated: Instant, exception: ExceptionFacts | None
) -> tuple[dict[str, Any], Index]:
    """The document as it is kept, and its index. Raises `Refusal` for whatever is wrong with it."""
    span = read_span(document, calendar.zone)
    document = kept(timed(document, span, calendar))
    extra = exception or _series(calendar, document, span)
    document["attendees"] = _marked(calendar, document)
    try:
        index = index_of(updated, span, extra, deleted=document.get("status") == "cancelled")
    except BadRecurrence as error:
        raise Refusal(INVALID_RECURRENCE, why=str(error)) from None
    return ordered(stamped(document, updated)), index


def _series(calendar: Calendar, document: dict[str, Any], span: Span) -> SeriesFacts | None:
    lines = document.get("recurrence")
    if not lines:
        return None
    if not span.all_day:
        if span.start.zone is None:
            raise Refusal(
                MISSING_START_ZONE, why="a recurring event needs start.timeZone: its wall clock is kept there"
            )
        if span.end.zone is None:
            raise Refusal(MISSING_END_ZONE)
    return SeriesFacts(span, tuple(lines), calendar.facts.zone)


def _marked(calendar: Calendar, document: dict[str, Any]) -> list[dict[str, Any]] | None:
    """The guests with who is organizer and whose copy this is: the server says so, whatever the body said."""
    rows = document.get("attendees")
    organizer = document["organizer"].get("email", "")
    return rows and [_mark(row, organizer, calendar.id) for row in rows]


def _mark(row: dict[str, Any], organizer: str, calendar_id: str) -> dict[str, Any]:
    head: dict[str, Any] = {name: row[name] for name in ("email", "displayName") if name in row}
    if formats.same_email(row["email"], organizer):
        head["organizer"] = True
    if formats.same_email(row["email"], calendar_id):
        head["self"] = True
    return head | {name: value for name, value in row.items() if name not in {"organizer", "self"} and name not in head}


def _own_response_only(calendar: Calendar, found: Found, sent: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """With `attendeesOmitted` the body changes the caller's own answer and leaves the other guests as they are."""
    own = {row.get("email", "").casefold(): row for row in sent}
    rows = found.document.get("attendees") or []
    answer = own.get(calendar.id.casefold(), {})
    return [row | answer if formats.same_email(row["email"], calendar.id) else row for row in rows]


def _check_guest_rights(calendar: Calendar, old: dict[str, Any], new: dict[str, Any]) -> None:
    if formats.same_email(old["organizer"].get("email", ""), calendar.id):
        return
    for name, default in _GUEST_RIGHTS.items():
        value = new.get(name)
        if (default if value is None else value) != old.get(name, default):
            raise Refusal(FORBIDDEN_FOR_NON_ORGANIZER, why=f"{name} can be changed on the organizer's copy only")


def take_over(calendar: Calendar, source: Calendar, found: Found) -> dict[str, Any]:
    """Put an event of another calendar, with its exceptions, into this one, which becomes its organizer."""
    name = {} if calendar.facts.primary else {"displayName": calendar.facts.summary}
    taken: dict[str, Any] = {}
    for record in (*event_store.exceptions(source, found.record.id), found.record):
        document = decoded(record.body)
        if "start" in document:
            document["organizer"] = {"email": calendar.id, **name, "self": True}
            document["htmlLink"] = formats.html_link(document["id"], calendar.id)
            updated = calendar.session.clock.stamp()
            taken, index = _settled(calendar, document, updated, exception_of(record.extra))
            event_store.put(calendar, taken, index)
        else:  # what a cancelled occurrence leaves is the same in every calendar
            event_store.put(calendar, document, event_store.index_of_record(record))
    return taken


def _check_sequence(old: dict[str, Any], document: dict[str, Any]) -> None:
    stored, sent = old.get("sequence", 0), document.get("sequence") or 0
    if sent < stored:
        raise Refusal(
            INVALID_SEQUENCE, why=f"the stored sequence is {stored}, the body's {sent}; only patch may omit it"
        )


def _grow_sequence(old: dict[str, Any], settled: dict[str, Any]) -> None:
    if any(_meaning(old, name) != _meaning(settled, name) for name in _SIGNIFICANT):
        settled["sequence"] = max(settled["sequence"], old.get("sequence", 0) + 1)


def _meaning(document: dict[str, Any], name: str) -> Any:
    """What counts of a member: of a time only when it is, not the zone that stands beside it."""
    value = document.get(name)
    return (value.get("date"), value.get("dateTime")) if isinstance(value, dict) else value


def _only_reminders(old: dict[str, Any], new: dict[str, Any]) -> bool:
    private = {"reminders", "etag", "updated"}
    same = all(old.get(name) == new.get(name) for name in (old.keys() | new.keys()) - private)
    return same and old.get("reminders") != new.get("reminders")


def _follow_series(calendar: Calendar, found: Found, index: Index) -> None:
    """After a series was changed, its exceptions stay only where the new rules still have their original start."""
    old, new = series_of(found.record.extra), series_of(index.extra)
    if old is None or found.occurrence is not None:
        return
    if new is None or (old.rules, old.span.start) != (new.rules, new.span.start):
        event_store.orphan_exceptions(calendar, found.record.id, new)

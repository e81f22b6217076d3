"""The Event resource as a document: the order of its members, which defaults are not written, and its derived shapes.

The stored document is what the calendar's owner sees, in the calendar's zone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mockserver.google import formats
from mockserver.google.events.times import Span, write_time

if TYPE_CHECKING:
    from mockserver.clock import Instant
    from mockserver.google.calendars.calendar import Calendar
    from mockserver.google.events.facts import Occurrence

KIND = "calendar#event"
# The order of the reference page, which recorded answers keep; the place of eventLabelId is [inferred].
_MEMBERS = (
    "kind", "etag", "id", "status", "htmlLink", "created", "updated", "summary", "description", "location", "colorId",
    "eventLabelId", "creator", "organizer", "start", "end", "endTimeUnspecified", "recurrence", "recurringEventId",
    "originalStartTime", "transparency", "visibility", "iCalUID", "sequence", "attendees", "attendeesOmitted",
    "extendedProperties", "hangoutLink", "conferenceData", "gadget", "anyoneCanAddSelf", "guestsCanInviteOthers",
    "guestsCanModify", "guestsCanSeeOtherGuests", "privateCopy", "locked", "reminders", "source",
    "workingLocationProperties", "outOfOfficeProperties", "focusTimeProperties", "attachments", "birthdayProperties",
    "eventType",
)  # fmt: skip
_ORDER = {name: place for place, name in enumerate(_MEMBERS)}
# Not written at their defaults, as recorded answers show.
DEFAULTS: dict[str, Any] = {
    "transparency": "opaque",
    "visibility": "default",
    "guestsCanInviteOthers": True,
    "guestsCanSeeOtherGuests": True,
    "guestsCanModify": False,
    "anyoneCanAddSelf": False,
    "privateCopy": False,
    "locked": False,
    "endTimeUnspecified": False,
    "attendeesOmitted": False,
}
_EMPTY: tuple[Any, ...] = ("", [], {}, None)  # an emptied member is gone
# What somebody sees who may know only when an event is (recorded for freeBusyReader, 2024).
_BUSY_MEMBERS = frozenset(
    {"kind", "etag", "id", "status", "htmlLink", "updated", "start", "end", "iCalUID", "recurringEventId",
     "originalStartTime", "recurrence"}
)  # fmt: skip


def ordered(document: dict[str, Any]) -> dict[str, Any]:
    """The document in Google's order, without members that are empty or at their default."""
    kept = [
        (name, value)
        for name, value in document.items()
        if name in _ORDER and value not in _EMPTY and not (name in DEFAULTS and value == DEFAULTS[name])
    ]
    kept.sort(key=lambda member: _ORDER[member[0]])
    return dict(kept)


def stamped(document: dict[str, Any], updated: Instant) -> dict[str, Any]:
    """The document as changed at that instant."""
    return document | {"etag": formats.event_etag(updated), "updated": formats.updated(updated)}


def timed(document: dict[str, Any], span: Span, calendar: Calendar) -> dict[str, Any]:
    """The document at another time."""
    in_zone = calendar.zone
    return document | {"start": write_time(span.start, in_zone), "end": write_time(span.end, in_zone)}


def instance(master: dict[str, Any], occurrence: Occurrence, calendar: Calendar) -> dict[str, Any]:
    """An occurrence that nothing has changed: it shares etag, times of change, iCalUID and sequence with its series."""
    document = timed(master, occurrence.span, calendar)
    document.pop("recurrence", None)
    document["id"] = occurrence.id
    document["htmlLink"] = formats.html_link(occurrence.id, calendar.id)
    document["recurringEventId"] = occurrence.master
    document["originalStartTime"] = document["start"]
    return ordered(document)


def cancelled_instance(document: dict[str, Any]) -> dict[str, Any]:
    """All that a list shows of an occurrence that was cancelled."""
    shown = ("kind", "etag", "id", "status", "recurringEventId", "originalStartTime")
    return {name: document[name] for name in shown if name in document} | {"status": "cancelled"}


def tombstone(document: dict[str, Any]) -> dict[str, Any]:
    """All that a sync shows of a deleted event."""
    return {"kind": KIND, "etag": document["etag"], "id": document["id"], "status": "cancelled"}


def busy_only(document: dict[str, Any]) -> dict[str, Any]:
    """What is left of an event for somebody who may know when it is and nothing else."""
    return ordered(
        {name: value for name, value in document.items() if name in _BUSY_MEMBERS} | {"visibility": "private"}
    )

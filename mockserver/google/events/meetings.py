"""A Google event as other providers get it told, and what they tell as a Google event.

The event of another provider stands here as an import does: under an id made of its UID, which no other event has.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mockserver.google import formats
from mockserver.google.events import store as event_store
from mockserver.google.events.documents import KIND
from mockserver.google.events.times import EventTime, read_span, read_time, write_time
from mockserver.google.refusals import Refusal
from mockserver.google.render import decoded
from mockserver.session.meetings import Attendee, Meeting, Moment
from mockserver.timing import wall

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from mockserver.google.calendars.calendar import Calendar

    Event = Mapping[str, Any]

_PRIVATE = frozenset({"private", "confidential"})


def meeting_of(calendar: Calendar, event: Event) -> Meeting:
    """An event of a calendar for another provider."""
    organizer = event.get("organizer") or {}
    original = event.get("originalStartTime")
    written = event if event.get("end") else {"start": original, "end": original}
    span = read_span(written, calendar.zone)
    return Meeting(
        uid=event.get("iCalUID") or formats.ical_uid(event["id"]),
        organizer=organizer.get("email", calendar.id),
        organizer_name=organizer.get("displayName", ""),
        title=event.get("summary", ""),
        description=event.get("description", ""),
        location=event.get("location", ""),
        start=_moment(calendar, span.start),
        end=_moment(calendar, span.end),
        rules=tuple(event.get("recurrence") or ()),
        original=None if original is None else _moment(calendar, read_time(original, calendar.zone)),
        attendees=tuple(_attendees(event)),
        busy=event.get("transparency") != "transparent",
        private=event.get("visibility") in _PRIVATE,
        visible=event.get("guestsCanSeeOtherGuests", True),
        sequence=event.get("sequence", 0),
    )


def event_of(calendar: Calendar, meeting: Meeting) -> dict[str, Any]:
    """A meeting of another provider as an event, as if another calendar had it; its id is that of the copy here."""
    id_ = id_of(calendar, meeting.uid)
    organizer = {"email": meeting.organizer, "displayName": meeting.organizer_name}
    event = {
        "kind": KIND,
        "id": id_,
        "status": "confirmed",
        "created": _created(calendar, id_),
        "summary": meeting.title,
        "description": meeting.description,
        "location": meeting.location,
        "creator": {"email": meeting.organizer},
        "organizer": {name: value for name, value in organizer.items() if value},
        "start": _written(calendar, meeting.start),
        "end": _written(calendar, meeting.end),
        "recurrence": list(meeting.rules),
        "transparency": "opaque" if meeting.busy else "transparent",
        "visibility": "private" if meeting.private else "default",
        "iCalUID": meeting.uid,
        "sequence": meeting.sequence,
        "attendees": [_row(attendee) for attendee in meeting.attendees],
        "guestsCanSeeOtherGuests": meeting.visible,
    }
    if meeting.original is None:
        return event
    original = meeting.original
    return event | {
        "id": formats.instance_id(id_, original.instant, original.day),
        "recurringEventId": id_,
        "originalStartTime": _written(calendar, original),
    }


def id_of(calendar: Calendar, uid: str) -> str:
    """The id that a meeting has in a calendar, or would have: whoever organizes it chose one, else it is an import."""
    own = uid.removesuffix(formats.ical_uid(""))
    imported = formats.imported_event_id(uid)
    for known in (own, imported):
        record = calendar.events.get(known)
        if record is not None and decoded(record.body).get("iCalUID", uid) == uid:
            return known
    # A client may have given a new event both an id and an iCalUID.
    mark = f'"iCalUID":"{uid}"'.encode()
    found = (record for record in calendar.events.since() if not record.deleted and mark in record.body)
    return next((record.id for record in found if "_" not in record.id), imported)


def _created(calendar: Calendar, event_id: str) -> str:
    try:
        known = event_store.find(calendar, event_id).document
    except Refusal:
        known = {}
    return known.get("created") or formats.created(calendar.session.clock.now())


def _moment(calendar: Calendar, time: EventTime) -> Moment:
    return Moment(time.instant, time.zone or calendar.facts.zone, time.day)


def _written(calendar: Calendar, moment: Moment) -> dict[str, str]:
    if moment.day is not None:
        return write_time(EventTime(wall.midnight(moment.day, calendar.zone), moment.day), calendar.zone)
    return write_time(EventTime(moment.instant, None, moment.zone), calendar.zone)


def _attendees(event: Event) -> Iterable[Attendee]:
    organizer = (event.get("organizer") or {}).get("email", "")
    for row in event.get("attendees") or ():
        if not formats.same_email(row["email"], organizer):
            kind = "resource" if row.get("resource") else "optional" if row.get("optional") else "required"
            answer = row.get("responseStatus", "needsAction")
            yield Attendee(row["email"], row.get("displayName", ""), kind, answer, row.get("comment", ""))  # type: ignore[arg-type]  # the two words are those of Attendee


def _row(attendee: Attendee) -> dict[str, Any]:
    row: dict[str, Any] = {"email": attendee.address}
    if attendee.name and attendee.name != attendee.address:
        row["displayName"] = attendee.name
    if attendee.kind != "required":
        row[attendee.kind] = True
    return row | {"responseStatus": attendee.answer} | ({"comment": attendee.comment} if attendee.comment else {})

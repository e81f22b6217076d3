"""Events made, changed and deleted, whoever asks for it: a request, a scenario, or a meeting from another mailbox.

A body is a typed value of an event, as `bodies.read_value` gives one. Who may write, how the answer looks and whom a
change is told to is not decided here. The reference's sections 3 and 4.3; what no recording shows is marked [inferred].
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from mockserver.microsoft import formats
from mockserver.microsoft.events import (
    attendees,
    body_html,
    embedded,
    locations,
    members,
    online_meetings,
    scheduling,
    store,
    transactions,
)
from mockserver.microsoft.events.documents import DEFAULTS, ordered
from mockserver.microsoft.render import decoded

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mockserver.documents import Record
    from mockserver.microsoft.calendars.calendar import Calendar
    from mockserver.microsoft.events.documents import Event
    from mockserver.microsoft.events.members import Note
    from mockserver.microsoft.events.store import Found

FLOWING: Final = (
    "categories", "reminderMinutesBeforeStart", "isReminderOn", "subject", "bodyPreview", "importance", "sensitivity",
    "responseRequested", "showAs", "isOnlineMeeting", "onlineMeetingProvider", "allowNewTimeProposals",
    "hideAttendees", "body", "location", "locations", "attendees", "onlineMeeting",
)  # fmt: skip
"""What an exception has of its series until it has its own."""


def create(calendar: Calendar, body: Mapping[str, Any], note: Note) -> Found:
    """Make an event in a calendar, whose mailbox organizes it. Raises `Refusal`."""
    embedded.check(body)
    members.note_read_only(body, note)
    document = _written(calendar, _blank(calendar), body)
    document = scheduling.scheduled(document, body)
    document |= {
        "id": store.new_id(calendar),
        "transactionId": body.get("transactionId") or None,
        "hasAttachments": embedded.has_attachments(body),
    }
    document |= online_meetings.opened(calendar, document, body, note)
    # The event last: where the store is full, there is none.
    embedded.keep_created(calendar.mailbox, document["id"], body)
    transactions.remember(calendar, body, document["id"])
    record = store.keep(calendar, document)
    return store.Found(calendar, decoded(record.body), record)


def update(found: Found, body: Mapping[str, Any], note: Note) -> Found:
    """Change what a body names of an event: of a series all of it, of an occurrence that one. Raises `Refusal`."""
    embedded.check(body)
    members.note_read_only(body, note)
    for name in ("transactionId", *embedded.ONLY_CREATED):
        if name in body:
            note(f"the body's {name} had no effect: it is written when an event is created")
    document = _written(found.calendar, found.document, body)
    document |= online_meetings.opened(found.calendar, document, body, note)
    moved = scheduling.moved(found, document, body)
    if moved is not None:
        document = moved
        if document["isOrganizer"]:
            document["attendees"] = attendees.unanswered(document["attendees"])
    embedded.keep(found.calendar.mailbox, found.id, body)
    record = keep(found, document, rescheduled=moved is not None)
    return store.Found(found.calendar, decoded(record.body), record)


def delete(found: Found) -> None:
    """Delete an event: a series with its exceptions, an occurrence out of its series."""
    store.remove(found)


def _blank(calendar: Calendar) -> Event:
    """What a new event is before anything is said of it."""
    mailbox = calendar.mailbox
    created = mailbox.session.clock.now()
    uid = formats.ical_uid(created, mailbox.session.ids.next("ical-uid"))
    return {
        **DEFAULTS,
        "isReminderOn": not mailbox.is_group,
        "createdDateTime": formats.date_time_offset(created),
        "iCalUId": uid,
        "uid": uid,
        "organizer": {"emailAddress": {"name": mailbox.name, "address": mailbox.address}},
    }


def _written(calendar: Calendar, document: Mapping[str, Any], body: Mapping[str, Any]) -> Event:
    """A document with what a body says of everything but its times and its online meeting."""
    written = {**document, **members.plain(body), **locations.read(body)}
    if "body" in body:
        written |= body_html.read(body["body"])
    if "attendees" in body:
        written["attendees"] = attendees.read(calendar.mailbox, body["attendees"], document["attendees"])
    return written


def keep(found: Found, document: Event, *, rescheduled: bool) -> Record:
    """Keep a changed event, and with a series its exceptions, which are dropped where it was `rescheduled`."""
    if found.exception is not None:
        return store.keep_exception(found, document)
    if found.series is not None:
        if rescheduled:
            store.drop_exceptions(found.calendar, found.record)
        else:
            _flow(found, document)
    return store.keep(found.calendar, document)


def _flow(found: Found, document: Event) -> None:
    """Bring what is new in a series to those of its exceptions that still had what was there before [inferred]."""
    before = found.document
    changed = {name: document[name] for name in FLOWING if document[name] != before[name]}
    for record in tuple(store.exceptions(found.calendar, found.record)) if changed else ():
        exception = decoded(record.body)
        flowing = {name: value for name, value in changed.items() if exception[name] == before[name]}
        if flowing:
            store.keep(found.calendar, ordered(exception | flowing))

"""Events kept in a mailbox without any request, for what lies below the operations. A helper, not a test."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mockserver.ids import derive
from mockserver.microsoft import formats
from mockserver.microsoft.calendars.calendar import default_calendar
from mockserver.microsoft.events import store
from mockserver.microsoft.events.documents import DEFAULTS, recurring, timed
from mockserver.microsoft.events.recurrence import read_recurrence
from mockserver.microsoft.events.times import read_span
from mockserver.microsoft.mailbox import mailbox_of
from mockserver.session import Session
from tests.microsoft import world

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mockserver.documents import Record
    from mockserver.microsoft.calendars.calendar import Calendar
    from mockserver.microsoft.events.documents import Event


def calendar(key: str = "alice") -> Calendar:
    """The default calendar of a mailbox in a session of its own."""
    return default_calendar(mailbox_of(Session("kept", world.template()), key))


def document(calendar: Calendar, body: Mapping[str, Any]) -> Event:
    """A new event's document, of a body as clients write one."""
    mailbox, id_ = calendar.mailbox, store.new_id(calendar)
    now = mailbox.session.clock.now()
    members = {name: value for name, value in body.items() if name not in {"start", "end", "isAllDay", "recurrence"}}
    span = read_span(body["start"], body["end"], all_day=body.get("isAllDay", False))
    made = timed(
        {
            **DEFAULTS,
            "id": id_,
            "createdDateTime": formats.date_time_offset(now),
            "iCalUId": formats.ical_uid(now, derive("kept", id_)),
            "organizer": {"emailAddress": {"name": mailbox.name, "address": mailbox.address}},
            **members,
        },
        span,
    )
    written = body.get("recurrence")
    return made if written is None else recurring(made, read_recurrence(written, span))


def kept(calendar: Calendar, body: Mapping[str, Any]) -> Record:
    """An event that somebody made."""
    return store.keep(calendar, document(calendar, body))

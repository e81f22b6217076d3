"""The event resource as it is kept: its members in the order of the wire, times in UTC, and what derives from it.

An event is kept as its owner reads it without any preference: times in UTC with seven digits, the body as HTML. What
other zones, selections and expansions make of it is `reading.py`'s. Order and defaults: recorded answers (the
reference's section 3.1).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from mockserver.microsoft import formats
from mockserver.microsoft.events.recurrence import read_recurrence, write_recurrence
from mockserver.microsoft.events.times import EventTime, ShownZone, Span, write_time
from mockserver.timing import wall, zones

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from mockserver.clock import Instant
    from mockserver.microsoft.events.occurrences import Occurrence
    from mockserver.microsoft.mailbox import Mailbox

Event = dict[str, Any]

ORDER: Final = (
    "@odata.etag", "id", "createdDateTime", "lastModifiedDateTime", "changeKey", "categories", "transactionId",
    "originalStartTimeZone", "originalEndTimeZone", "iCalUId", "uid", "reminderMinutesBeforeStart", "isReminderOn",
    "hasAttachments", "subject", "bodyPreview", "importance", "sensitivity", "isAllDay", "isCancelled", "isOrganizer",
    "responseRequested", "seriesMasterId", "showAs", "type", "webLink", "onlineMeetingUrl", "isOnlineMeeting",
    "onlineMeetingProvider", "allowNewTimeProposals", "occurrenceId", "isDraft", "hideAttendees", "originalStart",
    "responseStatus", "body", "start", "end", "location", "locations", "recurrence", "attendees", "organizer",
    "onlineMeeting",
)  # fmt: skip
UTC: Final = ShownZone("UTC", zones.zone("UTC"))
_PLACES = {name: place for place, name in enumerate(ORDER)}
NO_LOCATION: Final = {
    "displayName": "", "locationType": "default", "uniqueIdType": "unknown", "address": {}, "coordinates": {},
}  # fmt: skip
ORGANIZER_RESPONSE: Final = {"response": "organizer", "time": formats.date_time_offset(None)}
DEFAULTS: Final[Mapping[str, Any]] = {
    "categories": [], "transactionId": None, "reminderMinutesBeforeStart": 15, "isReminderOn": True,
    "hasAttachments": False, "subject": "", "bodyPreview": "", "importance": "normal", "sensitivity": "normal",
    "isAllDay": False, "isCancelled": False, "isOrganizer": True, "responseRequested": True, "seriesMasterId": None,
    "showAs": "busy", "type": "singleInstance", "onlineMeetingUrl": None, "isOnlineMeeting": False,
    "onlineMeetingProvider": "unknown", "allowNewTimeProposals": True, "occurrenceId": None, "isDraft": False,
    "hideAttendees": False, "responseStatus": ORGANIZER_RESPONSE, "body": {"contentType": "html", "content": ""},
    "location": NO_LOCATION, "locations": [], "recurrence": None, "attendees": [], "onlineMeeting": None,
}  # fmt: skip
"""What a new event has where nothing else is said; recorded."""


def ordered(document: Mapping[str, Any]) -> Event:
    """A document with its members in the order of the wire."""
    return {name: document[name] for name in sorted(document, key=lambda name: _PLACES.get(name, len(_PLACES)))}


def stamped(mailbox: Mailbox, document: Mapping[str, Any], updated: Instant) -> Event:
    """A document as it stands after a change: with a new change key, and when that was."""
    key = mailbox.next_change_key()
    stamp = {"@odata.etag": formats.etag(key), "changeKey": key}
    return {**document, **stamp, "lastModifiedDateTime": formats.date_time_offset(updated)}


def named(document: Mapping[str, Any], id_: str) -> Event:
    """A document under an id, with the link that has it."""
    return {**document, "id": id_, "webLink": formats.web_link(id_)}


def span_of(document: Mapping[str, Any]) -> Span:
    """When an event is, in the zones that it was written in."""
    return Span(
        _time(document["start"], document["originalStartTimeZone"], all_day=document["isAllDay"]),
        _time(document["end"], document["originalEndTimeZone"], all_day=document["isAllDay"]),
    )


def timed(document: Mapping[str, Any], span: Span) -> Event:
    """A document at another time."""
    return {
        **document,
        "originalStartTimeZone": span.start.zone,
        "originalEndTimeZone": span.end.zone,
        "isAllDay": span.all_day,
        "start": write_time(span.start, UTC),
        "end": write_time(span.end, UTC),
    }


def occurrence_document(master: Mapping[str, Any], occurrence: Occurrence) -> Event:
    """An occurrence that nobody changed: its series', with its own times and ids. It has the series' change key."""
    id_ = formats.occurrence_id(master["id"], occurrence.day)
    document = timed(named(master, id_), occurrence.span) | {
        "iCalUId": formats.occurrence_ical_uid(master["iCalUId"], occurrence.day),
        "seriesMasterId": master["id"],
        "type": "occurrence",
        "occurrenceId": formats.cancelled_occurrence_id(master["id"], occurrence.day),
        "originalStart": original_start(occurrence.span),
        "recurrence": None,
        "transactionId": None,
    }
    return ordered(document)


def original_start(span: Span) -> str:
    """`originalStart` of an occurrence; days count from UTC's midnight [inferred]."""
    return formats.date_time_offset(span.viewed[0])


def recurrence_of(document: Mapping[str, Any]) -> Any:
    """The recurrence that a master shows, read; None where it has none."""
    written = document.get("recurrence")
    return None if written is None else read_recurrence(written, span_of(document))


def recurring(document: Mapping[str, Any], recurrence: Any) -> Event:
    """A document that recurs so, or not at all."""
    if recurrence is None:
        return {**document, "recurrence": None, "type": "singleInstance"}
    return {**document, "recurrence": write_recurrence(recurrence), "type": "seriesMaster"}


def _time(shown: Mapping[str, str], zone: str, *, all_day: bool) -> EventTime:
    from datetime import datetime  # noqa: PLC0415 - beside the types, which are for checking only

    local = datetime.fromisoformat(shown["dateTime"][:26])
    if all_day:
        day: date = local.date()
        return EventTime(wall.midnight(day, zones.zone(zone)), zone, day)
    return EventTime(wall.instant(local, UTC.zone), zone)

"""An event of Graph as other providers get it told, and what they tell as an event of Graph.

Days without a zone are UTC's, UIDs stay as they are, and a series that no recurrence pattern says is kept as its first
occurrence alone, as Exchange does with rules that it does not know (all [inferred]).
"""

from __future__ import annotations

from copy import deepcopy
from datetime import date, datetime
from itertools import islice
from typing import TYPE_CHECKING, Any, Final

import msgspec

from mockserver.clock import parse_instant
from mockserver.microsoft import formats
from mockserver.microsoft.events import body_html, locations
from mockserver.microsoft.events.documents import DEFAULTS, recurrence_of, recurring, span_of, timed
from mockserver.microsoft.events.occurrences import occurrences
from mockserver.microsoft.events.recurrence_rules import from_lines, line, zone_of
from mockserver.microsoft.events.times import EventTime, Span
from mockserver.session.meetings import Attendee, Meeting, Moment
from mockserver.timing import wall, zones
from mockserver.timing.recurrence import BadRecurrence, Series

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from mockserver.microsoft.events.documents import Event
    from mockserver.microsoft.events.recurrence_rules import Recurrence
    from mockserver.session.meetings import Answer

ANSWERS: Final[Mapping[str, Answer]] = {
    "none": "needsAction", "notResponded": "needsAction", "organizer": "accepted", "accepted": "accepted",
    "tentativelyAccepted": "tentative", "declined": "declined",
}  # fmt: skip
RESPONSES: Final[Mapping[str, str]] = {
    "needsAction": "none", "accepted": "accepted", "tentative": "tentativelyAccepted", "declined": "declined"
}  # fmt: skip
COMPARED: Final = 750
"""Occurrences of which it is seen whether the rules and the pattern name the same ones."""
_PRIVATE: Final = frozenset({"private", "confidential"})


class Invitation(msgspec.Struct, frozen=True):
    """What a mailbox is told of: the organizer's event, or the occurrence of an original date.

    `without` are dates that the rules of another provider leave out of what the pattern names.
    """

    document: dict[str, Any]
    day: date | None = None
    without: frozenset[date] = frozenset()

    @property
    def uid(self) -> str:
        uid: str = self.document["uid"]
        return uid


def invitation_of(event: Mapping[str, Any] | Meeting, series: tuple[Recurrence, Span] | None) -> Invitation:
    """A message's event. `series` is what the recipient has of the meeting: its occurrences are named by its dates."""
    if not isinstance(event, Meeting):
        return Invitation(dict(event), day_of(event))
    document, without = _document(event)
    if event.original is None:
        return Invitation(document, None, without)
    day = _day(event.original, series)
    original = event.original.instant if event.original.day is None else wall.midnight(day, zones.zone("UTC"))
    return Invitation(document | {"originalStart": formats.date_time_offset(original)}, day)


def day_of(document: Mapping[str, Any]) -> date | None:
    """The original date of an occurrence as its document has it."""
    named = document.get("occurrenceId")
    return None if named is None else date.fromisoformat(named[-10:])


def meeting_of(document: Mapping[str, Any], whose: str, comment: str = "") -> Meeting:
    """An event for another provider, which is told nobody's answer and comment but of `whose` address."""
    span, recurrence = span_of(document), recurrence_of(document)
    organizer = document["organizer"]["emailAddress"]
    return Meeting(
        uid=document["uid"],
        organizer=organizer["address"],
        organizer_name=organizer["name"],
        title=document["subject"],
        description=body_html.as_text(document["body"]["content"]).strip(),
        location=document["location"]["displayName"],
        start=_moment(span.start),
        end=_moment(span.end),
        rules=() if recurrence is None else (line(recurrence, span),),
        original=_original(document, span),
        attendees=tuple(_attendee(row, whose, comment) for row in document["attendees"]),
        busy=document["showAs"] != "free",
        private=document["sensitivity"] in _PRIVATE,
        visible=not document["hideAttendees"],
    )


def _document(meeting: Meeting) -> tuple[Event, frozenset[date]]:
    span = Span(_time(meeting.start), _time(meeting.end))
    recurrence, without = pattern_of(meeting.rules, span)
    organizer = {"name": meeting.organizer_name or meeting.organizer, "address": meeting.organizer}
    markup = "<" in meeting.description and ">" in meeting.description
    document = {
        **deepcopy(dict(DEFAULTS)),
        "iCalUId": meeting.uid,
        "uid": meeting.uid,
        "organizer": {"emailAddress": organizer},
        "subject": meeting.title,
        "showAs": "busy" if meeting.busy else "free",
        "sensitivity": "private" if meeting.private else "normal",
        "hideAttendees": not meeting.visible,
        "attendees": [_row(attendee) for attendee in meeting.attendees],
        **body_html.read({"contentType": "html" if markup else "text", "content": meeting.description}),
        **locations.read({"location": {"displayName": meeting.location}}),
    }
    return recurring(timed(document, span), recurrence), without


def pattern_of(rules: Sequence[str], span: Span) -> tuple[Recurrence | None, frozenset[date]]:
    """The recurrence that RFC 5545's lines make, and the dates that they take out of it; None where there is none."""
    try:
        found = from_lines(rules, span) if rules else None
        if found is None:
            return None, frozenset()
        zone = zone_of(found, span)
        start = span.start.day or wall.local(span.start.instant, zone)
        ours = [one.wall for one in islice(Series.parse(rules, start, zone).occurrences(), COMPARED)]
        theirs = [one.day for one in islice(occurrences(found, span), COMPARED)]
    except BadRecurrence:
        return None, frozenset()
    days = [one.date() if isinstance(one, datetime) else one for one in ours]
    last = min(theirs[-1], days[-1]) if theirs and days else date.min
    named, wanted = ({day for day in given if day <= last} for given in (theirs, days))
    if not days or not theirs or wanted - named or theirs[0] != _first(span, found):
        return None, frozenset()
    return found, frozenset(named - wanted)


def _first(span: Span, recurrence: Recurrence) -> date:
    return span.start.day or wall.local(span.start.instant, zone_of(recurrence, span)).date()


def _day(original: Moment, series: tuple[Recurrence, Span] | None) -> date:
    if original.day is not None:
        return original.day
    zone = zones.zone(original.zone) if series is None else zone_of(*series)
    return wall.local(original.instant, zone).date()


def _original(document: Mapping[str, Any], span: Span) -> Moment | None:
    text = document.get("originalStart")
    if text is None:
        return None
    instant = parse_instant(text)
    utc = zones.zone("UTC")
    return Moment(instant, zones.to_iana(span.start.zone), wall.local(instant, utc).date() if span.all_day else None)


def _moment(time: EventTime) -> Moment:
    return Moment(time.instant, zones.to_iana(time.zone), time.day)


def _time(moment: Moment) -> EventTime:
    if moment.day is not None:
        return EventTime(wall.midnight(moment.day, zones.zone("UTC")), "UTC", moment.day)
    return EventTime(moment.instant, zones.to_windows(moment.zone) or moment.zone)


def _attendee(row: Mapping[str, Any], whose: str, comment: str) -> Attendee:
    address = row["emailAddress"]["address"]
    if address.casefold() != whose.casefold():
        return Attendee(address, row["emailAddress"]["name"], row["type"])
    return Attendee(address, row["emailAddress"]["name"], row["type"], ANSWERS[row["status"]["response"]], comment)


def _row(attendee: Attendee) -> dict[str, Any]:
    return {
        "type": attendee.kind,
        "status": {"response": RESPONSES[attendee.answer], "time": formats.date_time_offset(None)},
        "emailAddress": {"name": attendee.name or attendee.address, "address": attendee.address},
    }

"""Answers that nobody gives by hand: those of rooms, and of people who are out of office or want to focus.

A room or a thing accepts where it is free and declines where it is not. A person's event of type outOfOffice or
focusTime declines what conflicts with it, as its `autoDeclineMode` says. With series that is not emulated: whoever is
invited has to answer.
https://developers.google.com/workspace/calendar/api/guides/calendar-status
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mockserver.clock import DAY
from mockserver.google import formats
from mockserver.google.calendars.free_busy import busy_times
from mockserver.google.events import writing as event_writing
from mockserver.google.events.facts import series_of
from mockserver.google.events.members import guest_row
from mockserver.google.render import decoded

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from mockserver.clock import Instant
    from mockserver.google.calendars.calendar import Calendar

    Event = Mapping[str, Any]

ROOM_LOOKS_AHEAD = 365 * DAY
"""How far a room looks for conflicts with a series [inferred]."""
_PROPERTIES = {"outOfOffice": "outOfOfficeProperties", "focusTime": "focusTimeProperties"}
_ALL, _NEW = "declineAllConflictingInvitations", "declineOnlyNewConflictingInvitations"


def to_invitation(calendar: Calendar, existing: Event, event: Event) -> dict[str, str] | None:
    """The answer to an invitation that is new, or for another time now; None where somebody has to give it."""
    if not _asks(calendar, existing, event):
        return None
    person = calendar.session.template.directory.people.get(calendar.facts.owner)
    if person is not None and person.kind != "person" and calendar.facts.primary:
        return _of_a_room(calendar, event)
    start, end, facts = _when(calendar, event)
    if facts is not None:
        return None
    for record in calendar.events.within(start, end):
        if record.deleted or series_of(record.extra) is not None:
            continue
        mode, answered = _declining(decoded(record.body))
        if mode in {_ALL, _NEW}:
            return answered
    return None


def to_conflicts(calendar: Calendar, event: Event) -> Iterator[tuple[dict[str, Any], dict[str, str]]]:
    """The invitations that a new event of the calendar's owner declines, each with the answer."""
    mode, answered = _declining(event)
    if mode != _ALL or event.get("recurrence"):
        return
    start, end, _ = _when(calendar, event)
    for record in list(calendar.events.within(start, end)):
        invitation = decoded(record.body)
        own = guest_row(invitation, calendar.id)
        theirs = not formats.same_email((invitation.get("organizer") or {}).get("email", ""), calendar.id)
        open_ = own is not None and own["responseStatus"] != "declined"
        if theirs and open_ and not record.deleted and series_of(record.extra) is None:
            yield invitation, answered


def _declining(event: Event) -> tuple[str, dict[str, str]]:
    """What an event declines, and with which answer; nothing where it is a plain one."""
    properties = event.get(_PROPERTIES.get(event.get("eventType", ""), "")) or {}
    message = properties.get("declineMessage")
    answered = {"responseStatus": "declined"} | ({"comment": message} if message else {})
    return properties.get("autoDeclineMode", ""), answered


def _asks(calendar: Calendar, existing: Event, event: Event) -> bool:
    """Whether an invitation has to be answered: it is new and nobody has, or it is for another time."""
    if not existing or existing.get("status") == "cancelled":
        own = guest_row(event, calendar.id)
        return own is not None and own["responseStatus"] == "needsAction"
    return _when(calendar, existing) != _when(calendar, event)


def _when(calendar: Calendar, event: Event) -> tuple[Instant, Instant, Any]:
    """When an event is: its times may be written in another zone than the calendar's."""
    span, _ = event_writing.span_and_series(calendar, event)
    return span.start.instant, span.end.instant, event.get("recurrence")


def _of_a_room(calendar: Calendar, copy: Event) -> dict[str, str]:
    """A room's own answer: accepted where it is free at the time, declined where anything else is on."""
    span, facts = event_writing.span_and_series(calendar, copy)
    times: list[tuple[Instant, Instant]] = [(span.start.instant, span.end.instant)]
    if facts is not None:
        window = span.start.instant - 1, span.start.instant + ROOM_LOOKS_AHEAD
        found = facts.occurrences(copy["id"], *window)
        times = [(occurrence.span.start.instant, occurrence.span.end.instant) for occurrence in found]
    taken = any(True for after, before in times for _ in busy_times(calendar, after, before, without=copy["id"]))
    return {"responseStatus": "declined" if taken else "accepted"}

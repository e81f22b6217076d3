"""Calendars and what stands in them."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated, Literal

import msgspec

from mockserver.scenario.forms import Color, Duration, Email, InstantText, Key, MomentText, Zone, says
from mockserver.scenario.language.part import Accounts, Native, Part, Response, Role, Shows, Status, Visibility
from mockserver.scenario.moments import all_day, moment, timed

if TYPE_CHECKING:
    from mockserver.clock import Instant
    from mockserver.scenario.moments import Moment


class Attendee(Part, frozen=True, kw_only=True):
    """Somebody invited to an event: a person of the scenario or an address from outside."""

    person: Annotated[str | None, says("The key of a person of this scenario; either this or `email`.")] = None
    email: Annotated[Email | None, says("The address of somebody else; either this or `person`.")] = None
    response: Annotated[Response, says("What they answered.")] = "needsAction"
    optional: Annotated[bool, says("Whether the event does without them.")] = False
    name: Annotated[str | None, says("The name shown. Without it: the person's own.")] = None
    comment: Annotated[str | None, says("What they wrote with their answer.")] = None


class Reminder(Part, frozen=True, kw_only=True):
    """One reminder of an event."""

    before: Annotated[Duration, says("How long before the start, in whole minutes, at most four weeks.")]
    method: Annotated[Literal["popup", "email"], says("How it reaches the person.")] = "popup"


Reminders = Annotated[tuple[Reminder, ...], msgspec.Meta(max_length=5)]
Attendees = tuple[str | Attendee, ...]


class Change(Part, frozen=True, kw_only=True):
    """How one occurrence of a series differs; what is not named stays as in the series."""

    title: Annotated[str | None, says("Another title.")] = None
    start: Annotated[MomentText | None, says("Another start. Without an end or duration the length stays.")] = None
    end: Annotated[MomentText | None, says("Another end; either this or `duration`.")] = None
    duration: Annotated[Duration | None, says("Another length; either this or `end`.")] = None
    location: Annotated[str | None, says("Another place.")] = None
    description: Annotated[str | None, says("Another description.")] = None
    attendees: Annotated[Attendees | None, says("Other attendees, instead of all of the series'.")] = None
    visibility: Annotated[Visibility | None, says("Another visibility.")] = None
    shows: Annotated[Shows | None, says("Whether this occurrence blocks time.")] = None
    status: Annotated[Literal["confirmed", "tentative"] | None, says("Another status.")] = None
    reminders: Annotated[Reminders | None, says("Other reminders; empty: none.")] = None
    google: Annotated[Native, says("Fields of the Google event, merged last.")] = msgspec.field(default_factory=dict)
    microsoft: Annotated[Native, says("Fields of the Graph event, merged last.")] = msgspec.field(default_factory=dict)


class Event(Part, frozen=True, kw_only=True):
    """An event, or a whole series."""

    key: Annotated[Key, says("Its name in this calendar; ids are derived from it.")]
    start: Annotated[
        MomentText,
        says(
            "A wall-clock time in the event's zone (`2026-03-06 02:30`), a time with its offset, or a date, which "
            "makes an all-day event.",
        ),
    ]
    title: Annotated[str | None, says("The title. Without it the event is untitled.")] = None
    end: Annotated[
        MomentText | None,
        says("In the form of the start; the end of an all-day event is the day after its last. Or `duration`."),
    ] = None
    duration: Annotated[
        Duration | None,
        says("The length instead of an end; in days for an all-day event, which lasts one day without either."),
    ] = None
    zone: Annotated[Zone | None, says("In which zone its wall-clock times are. Without it: the calendar's.")] = None
    repeat: Annotated[
        str | tuple[str, ...] | None,
        says(
            "One rule of RFC 5545 without its prefix (`FREQ=DAILY;COUNT=5`), or full lines "
            "(`RRULE:…`, `RDATE:…`, `EXDATE:…`).",
        ),
    ] = None
    changes: Annotated[
        dict[str, Literal["cancelled"] | Change],
        says(
            "Occurrences that differ, each by its original start in the event's zone: a date, or a date and time "
            "where a day has several. `cancelled` takes one out.",
        ),
    ] = msgspec.field(default_factory=dict)
    attendees: Annotated[Attendees, says("Keys of people, e-mail addresses, or either with an answer.")] = ()
    organizer: Annotated[
        str | None, says("The key of a person or an e-mail address. Without it: the calendar's owner.")
    ] = None
    location: Annotated[str | None, says("The place, as free text.")] = None
    description: Annotated[str | None, says("The description, as free text.")] = None
    visibility: Annotated[Visibility, says("Who sees the details.")] = "default"
    shows: Annotated[Shows, says("Whether it blocks time.")] = "busy"
    status: Annotated[Status, says("A `cancelled` event is there as what a deleted one leaves.")] = "confirmed"
    reminders: Annotated[
        Reminders | None,
        says("Up to five. Without it: the calendar's own; empty: none."),
    ] = None
    created: Annotated[InstantText | None, says("When it was made. Without it: before the session's start.")] = None
    updated: Annotated[InstantText | None, says("When it was last changed. Without it: when it was made.")] = None
    google: Annotated[Native, says("Fields of the Google event, merged last.")] = msgspec.field(default_factory=dict)
    microsoft: Annotated[Native, says("Fields of the Graph event, merged last.")] = msgspec.field(default_factory=dict)

    @property
    def all_day(self) -> bool:
        """Whether it starts on a date rather than at a time."""
        return len(self.start) == len("2026-03-06")

    def begins(self) -> Moment:
        """When it starts: a date, a wall-clock time or an instant, as `moments.py` reads the text."""
        return moment(self.start)

    def span(self, zone_name: str) -> tuple[Instant, Instant] | tuple[date, date]:
        """When it starts and ends: instants, or for an all-day event its first day and the day after its last.

        `zone_name` is the zone of its wall-clock times, see `Scenario.zone_of`.
        """
        begin = self.begins()
        if isinstance(begin, int | datetime):
            return timed(begin, self.end, self.duration, zone_name)
        return all_day(begin, self.end, self.duration)

    def rules(self) -> list[str]:
        """Its recurrence as full lines with their prefixes, none for a single event."""
        if isinstance(self.repeat, str):
            return ["RRULE:" + self.repeat]
        return list(self.repeat or ())

    def guests(self) -> list[Attendee]:
        """Its attendees, each in the long form: an address where the text has an `@`, else a person."""
        return guests(self.attendees)


class Calendar(Part, frozen=True, kw_only=True):
    """A calendar and what stands in it."""

    owner: Annotated[str, says("The key of the person whose calendar it is.")]
    key: Annotated[Key, says("`primary` is the calendar every account has; any other key makes another.")] = "primary"
    title: Annotated[str | None, says("Without it: the owner's address (`primary`) or the key.")] = None
    description: Annotated[str | None, says("What it is for.")] = None
    location: Annotated[str | None, says("Where it is, as free text.")] = None
    zone: Annotated[Zone | None, says("Without it: the owner's.")] = None
    accounts: Annotated[Accounts | None, says("In which of the owner's accounts it stands. Without it: in each.")] = (
        None
    )
    color: Annotated[Color | None, says('A colour id of Google\'s (`"1"` to `"24"`) or a colour.')] = None
    share: Annotated[
        dict[str, Role], says("Who else may use it: keys of people or groups, or e-mail addresses, each with a role.")
    ] = msgspec.field(default_factory=dict)
    events: Annotated[tuple[Event, ...], says("What stands in it.")] = ()


def guests(attendees: Attendees) -> list[Attendee]:
    """Attendees in the long form: an address where the short form has an `@`, else a person."""
    return [
        one if isinstance(one, Attendee) else Attendee(email=one) if "@" in one else Attendee(person=one)
        for one in attendees
    ]

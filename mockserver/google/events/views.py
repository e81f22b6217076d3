"""How one caller sees an event: in which zone, with how many guests, and how much of it at all.

The calendar's owner sees what is stored, so for them a fragment goes out as it is; for everybody else, and where the
query asks for something else, it is decoded and made anew.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from mockserver.google import formats
from mockserver.google.events import reminders as event_reminders
from mockserver.google.events.documents import busy_only, ordered
from mockserver.google.events.times import shown_in
from mockserver.google.render import decoded, fragment

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from mockserver.google.calendars.calendar import Calendar

_PRIVATE = frozenset({"private", "confidential"})


class View(msgspec.Struct, frozen=True):
    """A calendar's events as one request wants them. `zone` None is the calendar's own."""

    calendar: Calendar
    zone: ZoneInfo | None = None
    max_attendees: int | None = None

    @property
    def plain(self) -> bool:
        """Whether stored fragments can go out as they are."""
        return self.calendar.is_callers and self.zone is None and self.max_attendees is None

    def of_fragment(self, stored: bytes) -> bytes:
        return stored if self.plain else fragment(self.of(decoded(stored)))

    def of(self, document: dict[str, Any]) -> dict[str, Any]:
        """The document as the caller sees it."""
        if self.plain or "start" not in document:  # without a start it is what a cancelled occurrence leaves
            return document
        document = self._limited(self._in_zone(document))
        calendar = self.calendar
        if calendar.is_callers:
            return document
        if calendar.role == "freeBusyReader" or hides(calendar, document):
            return busy_only(document)
        document = dict(event_reminders.seen(calendar, document))
        if not formats.same_email((document.get("creator") or {}).get("email", ""), calendar.caller.email):
            document.pop("source", None)  # it is for the creator's eyes only
        return ordered(document)

    def _in_zone(self, document: dict[str, Any]) -> dict[str, Any]:
        if self.zone is None:
            return document
        times = {
            name: shown_in(document[name], self.zone)
            for name in ("start", "end", "originalStartTime")
            if name in document
        }
        return document | times

    def _limited(self, document: dict[str, Any]) -> dict[str, Any]:
        guests = document.get("attendees") or []
        if self.max_attendees is None or len(guests) <= self.max_attendees:
            return document
        own = [guest for guest in guests if formats.same_email(guest["email"], self.calendar.caller.email)]
        return ordered(document | {"attendees": own, "attendeesOmitted": True})


def hides(calendar: Calendar, document: dict[str, Any]) -> bool:
    """Whether an event is private and the caller neither may write private events nor is a guest."""
    if document.get("visibility") not in _PRIVATE or calendar.allows("writer"):
        return False
    guests = [document.get("organizer") or {}, *(document.get("attendees") or ())]
    return not any(formats.same_email(guest.get("email", ""), calendar.caller.email) for guest in guests)

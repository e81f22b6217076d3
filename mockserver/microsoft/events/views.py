"""How one caller sees the events of a calendar: how much of each, in which zone, under which ids.

What is kept is what the owner sees without any preference, so for them a fragment goes out as it is; for everybody
else, and where the request prefers something else, it is decoded and made anew. Selections and expansions are
`reading.py`'s.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

import msgspec

from mockserver.microsoft import formats
from mockserver.microsoft.calendars.calendar import OWNER
from mockserver.microsoft.events import body_html, store
from mockserver.microsoft.events.documents import DEFAULTS, UTC
from mockserver.microsoft.events.times import seven_digits
from mockserver.microsoft.queries import preferences_of
from mockserver.microsoft.scopes import READ
from mockserver.timing import wall

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mockserver.http.exchange import Exchange
    from mockserver.microsoft.calendars.calendar import Calendar
    from mockserver.microsoft.events.documents import Event
    from mockserver.microsoft.preferences import Preferences

# [inferred]: the word, which is Outlook's own
PRIVATE_SUBJECT: Final = "Private Appointment"
_PRIVATE: Final = frozenset({"private", "confidential"})
_DETAILS: Final = (
    "categories", "transactionId", "reminderMinutesBeforeStart", "isReminderOn", "hasAttachments", "bodyPreview",
    "importance", "onlineMeetingUrl", "isOnlineMeeting", "onlineMeetingProvider", "body", "attendees", "onlineMeeting",
)  # fmt: skip
_PLACES: Final = ("location", "locations")
_BASIC: Final = frozenset({"body", "bodyPreview"})


class View(msgspec.Struct, frozen=True):
    """A calendar's events as one request sees them. `basic`: its token shows neither bodies nor what is beside."""

    calendar: Calendar
    preferences: Preferences
    basic: bool = False

    @property
    def whole(self) -> bool:
        """Whether the caller sees all that there is."""
        return not self.basic and self.calendar.allows(OWNER)

    @property
    def plain(self) -> bool:
        """Whether what is kept can go out as it is."""
        wanted = self.preferences
        return self.whole and wanted.zone.name == UTC.name and wanted.body_type == "html" and not wanted.immutable_ids

    def details(self, document: Mapping[str, Any]) -> bool:
        """Whether the caller may see more of an event than when it is, and where."""
        return self.calendar.allows("read") and not self._hides(document)

    def visible(self, document: Event) -> Event:
        """As much of a kept event as the caller may see; what filters are held against."""
        if self.whole:
            return document
        private = self._hides(document)
        if not self.details(document):
            calendar = self.calendar
            names = (*_DETAILS, *(_PLACES if private else ()))
            document = document | {name: DEFAULTS[name] for name in names if name in document}
            owner = {"name": calendar.mailbox.name, "address": calendar.mailbox.address}
            document["organizer"] = {"emailAddress": owner}
        if private:
            document["subject"] = PRIVATE_SUBJECT
        return {name: value for name, value in document.items() if name not in _BASIC} if self.basic else document

    def of(self, document: Event) -> Event:
        """An event that is visible as the request prefers to have it."""
        wanted = self.preferences
        if wanted.zone.name != UTC.name:
            document = self._in_zone(document)
        if wanted.body_type == "text" and "body" in document:
            text = body_html.as_text(document["body"]["content"])
            document = document | {"body": {"contentType": "text", "content": text}}
        return self._under_immutable_ids(document) if wanted.immutable_ids else document

    def id(self, id_: str) -> str:
        """An id in the form that the request prefers."""
        return store.immutable(self.calendar.mailbox, id_) if self.preferences.immutable_ids else id_

    def _hides(self, document: Mapping[str, Any]) -> bool:
        return document["sensitivity"] in _PRIVATE and not self.calendar.allows(OWNER)

    def _in_zone(self, document: Event) -> Event:
        all_day = document["isAllDay"]
        shown = document | {name: self._time(document[name], all_day=all_day) for name in ("start", "end")}
        if any("proposedNewTime" in attendee for attendee in document.get("attendees", ())):
            shown["attendees"] = [self._attendee(attendee) for attendee in document["attendees"]]
        return shown

    def _attendee(self, attendee: Mapping[str, Any]) -> dict[str, Any]:
        proposed = attendee.get("proposedNewTime")
        if proposed is None:
            return dict(attendee)
        times = {name: self._time(proposed[name], all_day=False) for name in ("start", "end")}
        return {**attendee, "proposedNewTime": {**proposed, **times}}

    def _time(self, kept: Mapping[str, str], *, all_day: bool) -> dict[str, str]:
        """A time in UTC in the zone asked for; days begin at midnight in every zone."""
        zone = self.preferences.zone
        text = kept["dateTime"]
        if not all_day:
            instant = wall.instant(datetime.fromisoformat(text[:26]), UTC.zone)
            text = seven_digits(wall.local(instant, zone.zone))
        return {"dateTime": text, "timeZone": zone.name}

    def _under_immutable_ids(self, document: Event) -> Event:
        id_ = self.id(document["id"])
        shown = document | {"id": id_, "webLink": formats.web_link(id_)}
        master = document.get("seriesMasterId")
        if master is not None:
            shown["seriesMasterId"] = self.id(master)
        if (of := document.get("occurrenceId")) is not None:
            shown["occurrenceId"] = of.replace(master, shown["seriesMasterId"])
        return shown


def view_of(exchange: Exchange, calendar: Calendar) -> View:
    """How this request sees a calendar's events. Raises `Refusal` where it prefers a zone that does not exist."""
    caller = calendar.mailbox.caller
    basic = caller is not None and not calendar.mailbox.is_group and not caller.scopes & READ
    preferences = preferences_of(exchange)
    if preferences.unsafe_html:
        exchange.note("Prefer: outlook.allow-unsafe-html has no effect: what could run is not kept of a body")
    return View(calendar, preferences, basic)

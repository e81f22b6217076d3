"""An event as an answer shows it: what is selected and expanded of it, as its `View` has it; finding the one asked for.

`resource` is the answer that is one event, whatever was done to it; `Reading` makes each of those on a page.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mockserver.microsoft import formats
from mockserver.microsoft.calendars.calendar import open_calendar
from mockserver.microsoft.events import store
from mockserver.microsoft.events.documents import occurrence_document
from mockserver.microsoft.events.facts import series_of
from mockserver.microsoft.events.views import View, view_of
from mockserver.microsoft.lists import Asked, asked_of
from mockserver.microsoft.mailbox import open_mailbox
from mockserver.microsoft.render import ROOT, Resource, decoded, entity, fragment, place

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mockserver.http.exchange import Exchange
    from mockserver.microsoft.calendars.calendar import Calendar, Role
    from mockserver.microsoft.events.documents import Event
    from mockserver.microsoft.events.items import Item
    from mockserver.microsoft.events.store import Found


def resource(
    exchange: Exchange, calendar: Calendar, document: Mapping[str, Any], *, of: str, created: bool = False
) -> Resource:
    """An event of a calendar as the answer to this request. `of` is the entity set that the context names.

    Raises `Refusal` where the request asks for what cannot be shown.
    """
    reading = Reading(exchange, calendar, of)
    shown = reading.shown(reading.view.visible(dict(document)))
    if exchange.method == "GET" and not reading.asked.names and not calendar.mailbox.is_group:
        shown = shown | _links(exchange, calendar)
    return entity(
        fragment(shown), of, "event", reading.asked.names,
        etag=document["@odata.etag"], created=created, applied=reading.view.preferences.applied,
    )  # fmt: skip


def find_event(exchange: Exchange, role: Role = "limitedRead") -> Found:
    """The event that a path names, in the calendar that it names, else in any of the mailbox [inferred].

    Raises `Refusal`: as `store.find`, and 403 where the caller's role on its calendar is too low.
    """
    mailbox, event = open_mailbox(exchange), exchange.parameters["event"]
    if "calendar" in exchange.parameters:
        calendar = open_calendar(exchange, mailbox, role)
        return store.find(calendar.mailbox, event, calendar)
    found = store.find(mailbox, event)
    found.calendar.demand(role)
    return found


class Reading:
    """What one request wants of the events of a calendar."""

    def __init__(self, exchange: Exchange, calendar: Calendar, of: str) -> None:
        self.exchange = exchange
        self.of = of
        self.view: View = view_of(exchange, calendar)
        self.asked: Asked = asked_of(exchange, "event")
        self._masters: dict[str, Event] = {}
        self._plain = self.view.plain and self.asked.selection is None and not self.asked.expansions
        if self.asked.expansions:
            from mockserver.microsoft.events import expansion  # noqa: PLC0415 - few requests expand anything

            expansion.check(self.view, self.asked.expansions)

    def is_kept(self, item: Item) -> bool:
        """Whether an item stands on a page as it is kept."""
        return self._plain and item.occurrence is None

    def fragment(self, item: Item) -> bytes:
        """An item as it stands on a page."""
        return item.record.body if self.is_kept(item) else fragment(self.shown(self.visible(item)))

    def visible(self, item: Item) -> Event:
        """An item as far as the caller may see it, in UTC and under its kept ids."""
        return self.view.visible(self.kept(item))

    def kept(self, item: Item) -> Event:
        """An item as it is kept, or would be."""
        if item.occurrence is None:
            return decoded(item.record.body)
        master = self._masters.get(item.record.id)
        if master is None:
            master = self._masters[item.record.id] = decoded(item.record.body)
        return occurrence_document(master, item.occurrence)

    def shown(self, document: Event) -> Event:
        """An event that is visible as the request wants it: expanded, in its zone, under its ids, what is selected."""
        if self._plain:
            return document
        kept = document
        selection = self.asked.selection
        if selection is not None and ("cancelledOccurrences",) in selection.paths:
            document = document | self._cancelled(kept)
        document = self.view.of(document)
        if self.asked.expansions:
            from mockserver.microsoft.events import expansion  # noqa: PLC0415 - few requests expand anything

            document = document | expansion.members(self, kept)
        names = [expansion.name for expansion in self.asked.expansions]
        return self._without_join_url(self.asked.shown(document, names))

    def _cancelled(self, kept: Event) -> dict[str, Any]:
        """`cancelledOccurrences`, which only a master has."""
        record = self.view.calendar.events.get(kept["id"])
        facts = series_of(record.extra) if record is not None else None
        if facts is None:
            return {}
        id_ = self.view.id(kept["id"])
        return {"cancelledOccurrences": [formats.cancelled_occurrence_id(id_, day) for day in sorted(facts.cancelled)]}

    def _without_join_url(self, document: Event) -> Event:
        """A view shows how to join a meeting only to who selects `isOnlineMeeting` as well (recorded)."""
        meeting = document.get("onlineMeeting")
        if not meeting or "isOnlineMeeting" in document or not self.of.endswith("calendarView"):
            return document
        return document | {"onlineMeeting": {name: value for name, value in meeting.items() if name != "joinUrl"}}


def _links(exchange: Exchange, calendar: Calendar) -> dict[str, str]:
    """Where an event's calendar is: what a single event is read with (recorded), by the shorter of its ids."""
    mailbox = calendar.mailbox
    key = formats.folder_id(mailbox.keys, calendar.folder)
    at = f"{exchange.base_url}{ROOT}/{mailbox.place}/calendars{place('', key)}"
    return {"calendar@odata.associationLink": f"{at}/$ref", "calendar@odata.navigationLink": at}

"""The operations that write events: create, update, delete, permanentDelete.

What they do is `writing.py`'s. Invitations, updates and cancellations to attendees are sent from here, and only from
here, after the write and before the answer: a scenario and a meeting that came from elsewhere tell nobody.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mockserver.http.operation import OperationTable
from mockserver.microsoft import templates
from mockserver.microsoft.bodies import read_body
from mockserver.microsoft.calendars.calendar import open_calendar
from mockserver.microsoft.conditions import check_if_match
from mockserver.microsoft.events import invitations, opening, reading, store, transactions, writing
from mockserver.microsoft.mailbox import entity_set, open_mailbox
from mockserver.microsoft.queries import ONE
from mockserver.microsoft.render import Empty
from mockserver.microsoft.scopes import WRITE_EVENTS

if TYPE_CHECKING:
    from mockserver.http.exchange import Exchange
    from mockserver.microsoft.events.store import Found
    from mockserver.microsoft.render import Value

_REFERENCE = "https://learn.microsoft.com/graph/api"
table = OperationTable("microsoft")


@table.operation(
    "events.create",
    "POST",
    templates.events(),
    scopes=WRITE_EVENTS,
    options={"odata": ONE},
    reference=f"{_REFERENCE}/user-post-events",
)
def create_event(exchange: Exchange) -> Value:
    mailbox = open_mailbox(exchange)
    calendar = open_calendar(exchange, mailbox, "write")
    of = entity_set(exchange, mailbox)
    reading.Reading(exchange, calendar, of)  # whatever cannot be answered changes nothing
    body = read_body(exchange, "event")
    made = transactions.repeated(calendar, body)
    if made is None:
        made = writing.create(calendar, body, exchange.note)
        invitations.announce(calendar, None, made.document)
        made = store.find(calendar.mailbox, made.id)  # rooms have answered
    return reading.resource(exchange, calendar, made.document, of=of, created=True)


@table.operation(
    "events.update",
    "PATCH",
    templates.event(),
    scopes=WRITE_EVENTS,
    options={"odata": ONE},
    reference=f"{_REFERENCE}/event-update",
)
def update_event(exchange: Exchange) -> Value:
    found = _to_write(exchange)
    of = entity_set(exchange, open_mailbox(exchange))
    preferences = reading.Reading(exchange, found.calendar, of).view.preferences
    changed = writing.update(found, read_body(exchange, "event"), exchange.note)
    invitations.announce(found.calendar, found.document, changed.document)
    changed = store.find(found.calendar.mailbox, changed.id)  # rooms have answered
    if preferences.minimal:
        return Empty(204, preferences.applied)
    return reading.resource(exchange, found.calendar, changed.document, of=of)


@table.operation(
    "events.delete",
    "DELETE",
    templates.event(),
    scopes=WRITE_EVENTS,
    reference=f"{_REFERENCE}/event-delete",
)
def delete_event(exchange: Exchange) -> Value:
    found = _to_write(exchange)
    writing.delete(found)
    invitations.announce(found.calendar, found.document, None)
    return None


@table.operation(
    "events.permanentDelete",
    "POST",
    templates.event("/permanentDelete"),
    scopes=WRITE_EVENTS,
    reference=f"{_REFERENCE}/event-permanentdelete",
)
def delete_event_permanently(exchange: Exchange) -> Value:
    """To a calendar the same: the folder of deleted items, which this passes by, is not emulated."""
    return delete_event(exchange)


def _to_write(exchange: Exchange) -> Found:
    """The event that a path names, to whoever may write it and asks for the version that there is. Raises `Refusal`."""
    found = opening.event_to_write(exchange)
    check_if_match(exchange, found.document["@odata.etag"])
    return found

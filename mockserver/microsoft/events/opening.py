"""The event that a request is for: opened to be read in detail or written, kept after a change of what belongs to it.

Whatever is added to an event changes it: its change key moves [inferred], and an occurrence is an exception from then.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mockserver.microsoft.events import beside, store
from mockserver.microsoft.events.attachment_documents import has_attachments
from mockserver.microsoft.events.reading import find_event
from mockserver.microsoft.events.views import view_of
from mockserver.microsoft.refusals import Refusal
from mockserver.microsoft.render import decoded
from mockserver.microsoft.rows import ACCESS_DENIED

if TYPE_CHECKING:
    from mockserver.http.exchange import Exchange
    from mockserver.microsoft.events.store import Found


def event_to_read(exchange: Exchange) -> Found:
    """The event that a path names, to whoever may see its details. Raises `Refusal`."""
    found = find_event(exchange, "read")
    if not view_of(exchange, found.calendar).details(found.document):
        raise Refusal(ACCESS_DENIED, why="the event is private, and only its owner sees what is attached to it")
    return found


def event_to_write(exchange: Exchange) -> Found:
    """The event that a path names, to whoever may change it. Raises `Refusal`."""
    found = find_event(exchange, "write")
    private = found.document["sensitivity"] == "private"
    if private and not found.calendar.allows("delegateWithPrivateEventAccess"):
        raise Refusal(ACCESS_DENIED, why="the event is private, and the calendar is shared without private ones")
    return found


def change(found: Found, name: beside.Name, items: beside.Items) -> None:
    """Keep what an event now has of one kind, and the event with a new change key. Raises `StoreFull`."""
    calendar = found.calendar
    beside.put(calendar.mailbox, found.id, name, items)
    members = {} if name != "attachments" else {"hasAttachments": has_attachments(items)}
    if found.exception is not None:
        store.keep_exception(found, found.document | members)
        return
    if found.series is not None and members:
        _tell_exceptions(found, members)
    store.keep(calendar, found.document | members)


def _tell_exceptions(found: Found, members: dict[str, Any]) -> None:
    """Keep those exceptions of a series that have its attachments with what follows from them."""
    for record in tuple(store.exceptions(found.calendar, found.record)):
        document = decoded(record.body)
        if not beside.has_own(found.calendar.mailbox, record.id) and document | members != document:
            store.keep(found.calendar, document | members)

"""Reminders: each person's own for an event, whoever else may write it.

The reminders of a calendar's owner stand in the event itself, so that its fragment goes out as it is; everybody else's
stand in `google/reminders/{calendar}`, by person and event.
https://developers.google.com/workspace/calendar/api/concepts/reminders
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

if TYPE_CHECKING:
    from mockserver.google.calendars.calendar import Calendar

DEFAULT = {"useDefault": True}


def reminders_of(calendar_id: str) -> str:
    return f"google/reminders/{calendar_id}"


def seen(calendar: Calendar, document: dict[str, Any]) -> dict[str, Any]:
    """An event with the caller's own reminders; an occurrence has those of its series where it has none itself."""
    if calendar.is_callers:
        return document
    kept = calendar.session.documents.collection(reminders_of(calendar.id))
    for event_id in (document["id"], document.get("recurringEventId")):
        record = kept.get(f"{calendar.caller.person}/{event_id}")
        if record is not None:
            return document | {"reminders": msgspec.json.decode(record.body)}
    return document | {"reminders": DEFAULT}


def set_aside(calendar: Calendar, written: dict[str, Any], before: dict[str, Any] | None) -> dict[str, Any]:
    """Keep the caller's reminders, and answer the event as it is stored: with its owner's, which are those `before`."""
    if calendar.is_callers:
        return written
    wanted = written.get("reminders", DEFAULT)
    if wanted != seen(calendar, written)["reminders"]:
        key = f"{calendar.caller.person}/{written['id']}"
        calendar.session.documents.put(reminders_of(calendar.id), key, msgspec.json.encode(wanted))
    return written | {"reminders": DEFAULT if before is None else before.get("reminders", DEFAULT)}

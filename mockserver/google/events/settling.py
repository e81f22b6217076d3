"""The form in which an event is kept, whoever writes it: every member in its own, times read, recurrence checked.

What may be written is not asked here. The rules are section 4 of the notes on the API, that is the reference pages of
the four methods and their guides.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mockserver.google import formats
from mockserver.google.events import types as event_types
from mockserver.google.events.documents import ordered, stamped, timed
from mockserver.google.events.facts import ExceptionFacts, SeriesFacts
from mockserver.google.events.members import kept
from mockserver.google.events.rights import organizes
from mockserver.google.events.store import Index, index_of
from mockserver.google.events.times import Span, read_span
from mockserver.google.refusals import INVALID_RECURRENCE, MISSING_END_ZONE, MISSING_START_ZONE, Refusal
from mockserver.timing.recurrence import BadRecurrence

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mockserver.clock import Instant
    from mockserver.google.calendars.calendar import Calendar

_SIGNIFICANT = ("start", "end", "recurrence")  # what makes `sequence` grow [inferred], after RFC 5546 section 2.1.4
_ALWAYS: dict[str, Any] = {"status": "confirmed", "sequence": 0}
_VISIBILITY = {"public": 0, "default": 1, "private": 2, "confidential": 2}


def settled(
    calendar: Calendar, document: dict[str, Any], updated: Instant, exception: ExceptionFacts | None
) -> tuple[dict[str, Any], Index]:
    """The document as it is kept, and its index. Raises `Refusal` for whatever is wrong with it."""
    span = read_span(document, calendar.zone)
    document = event_types.completed(kept(timed(document, span, calendar)))
    document |= {name: value for name, value in _ALWAYS.items() if document.get(name) is None}
    document["attendees"] = _marked(calendar, document)
    extra = exception or series_facts(calendar, document, span)
    try:
        index = index_of(updated, span, extra, deleted=document["status"] == "cancelled")
    except BadRecurrence as error:
        raise Refusal(INVALID_RECURRENCE, why=str(error)) from None
    return ordered(stamped(document, updated)), index


def series_facts(calendar: Calendar, document: Mapping[str, Any], span: Span) -> SeriesFacts | None:
    """How an event recurs, if it does. Raises `Refusal` where nobody could say by which clock."""
    lines = document.get("recurrence")
    if not lines:
        return None
    if not span.all_day:
        if span.start.zone is None:
            why = "a recurring event needs start.timeZone: its wall clock is kept there"
            raise Refusal(MISSING_START_ZONE, why=why)
        if span.end.zone is None:
            raise Refusal(MISSING_END_ZONE)
    return SeriesFacts(span, tuple(lines), calendar.facts.zone)


def keeping_flags(document: dict[str, Any], old: dict[str, Any]) -> dict[str, Any]:
    """The document with each known guest a `resource` or none as before: that is said when somebody is added only."""
    known = {row["email"].casefold(): bool(row.get("resource")) for row in old.get("attendees") or ()}
    if not known or not document.get("attendees"):
        return document
    rows = document["attendees"]
    return document | {
        "attendees": [
            row | {"resource": known.get((row.get("email") or "").casefold(), bool(row.get("resource")))}
            for row in rows
        ]
    }


def _marked(calendar: Calendar, document: dict[str, Any]) -> list[dict[str, Any]] | None:
    """The guests with who is organizer and whose copy this is: the server says so, whatever the body said."""
    rows = document.get("attendees")
    organizer = document["organizer"].get("email", "")
    return rows and [_mark(row, organizer, calendar.id) for row in rows]


def _mark(row: dict[str, Any], organizer: str, calendar_id: str) -> dict[str, Any]:
    head: dict[str, Any] = {name: row[name] for name in ("email", "displayName") if name in row}
    if formats.same_email(row["email"], organizer):
        head["organizer"] = True
    if formats.same_email(row["email"], calendar_id):
        head["self"] = True
    return head | {name: value for name, value in row.items() if name not in {"organizer", "self"} and name not in head}


def grow_sequence(calendar: Calendar, old: dict[str, Any], new: dict[str, Any]) -> None:
    """Count, in place, a change by the organizer that the guests have to think about again."""
    if organizes(calendar, new) and any(_meaning(old, name) != _meaning(new, name) for name in _SIGNIFICANT):
        new["sequence"] = max(new["sequence"], old.get("sequence", 0) + 1)


def _meaning(document: dict[str, Any], name: str) -> Any:
    """What counts of a member: of a time only when it is, not the zone that stands beside it."""
    value = document.get(name)
    return (value.get("date"), value.get("dateTime")) if isinstance(value, dict) else value


def differs_in_reminders_only(old: dict[str, Any], new: dict[str, Any]) -> bool:
    """Whether nothing but somebody's own reminders was changed: that leaves the event as it was."""
    private = {"reminders", "etag", "updated"}
    same = all(old.get(name) == new.get(name) for name in (old.keys() | new.keys()) - private)
    return same and old.get("reminders") != new.get("reminders")


def less_visible(one: dict[str, Any], other: dict[str, Any]) -> bool:
    """Whether one event is shown to fewer people than another."""
    return _VISIBILITY[one.get("visibility") or "default"] > _VISIBILITY[other.get("visibility") or "default"]

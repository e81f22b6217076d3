"""What a caller may change, and what may be changed in a copy of an event that somebody else organizes.

The checks raise `Refusal`, or do nothing. Whether the caller may write the calendar at all is asked when it is opened.
https://developers.google.com/workspace/calendar/api/concepts/sharing
https://developers.google.com/workspace/calendar/api/concepts/inviting-attendees-to-events
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mockserver.google import formats
from mockserver.google.events.views import hides
from mockserver.google.refusals import (
    FORBIDDEN_FOR_NON_ORGANIZER,
    FORBIDDEN_FOR_SERVICE_ACCOUNTS,
    INVALID_SEQUENCE,
    Refusal,
)

if TYPE_CHECKING:
    from mockserver.google.calendars.calendar import Calendar

_GUEST_RIGHTS = {"guestsCanInviteOthers": True, "guestsCanModify": False, "guestsCanSeeOtherGuests": True}


def organizes(calendar: Calendar, document: dict[str, Any]) -> bool:
    """Whether an event's main copy is the one of this calendar. A bare tombstone has lost who organized it."""
    organizer = document.get("organizer")
    return organizer is None or formats.same_email(organizer.get("email", ""), calendar.id)


def demand_sight(calendar: Calendar, *documents: dict[str, Any]) -> None:
    """Whoever has no access to private events, as `writerWithoutPrivateAccess`, writes none."""
    if any(hides(calendar, document) for document in documents):
        calendar.demand("writer")


def check_guest_rights(calendar: Calendar, old: dict[str, Any], new: dict[str, Any]) -> None:
    """The rights of guests are the organizer's to give. A body that leaves them out asks for their defaults."""
    if organizes(calendar, old):
        return
    for name, default in _GUEST_RIGHTS.items():
        value = new.get(name)
        if (default if value is None else value) != old.get(name, default):
            raise Refusal(FORBIDDEN_FOR_NON_ORGANIZER, why=f"{name} can be changed on the organizer's copy only")


def check_inviting(calendar: Calendar, old: dict[str, Any], new: dict[str, Any]) -> None:
    """A service account invites nobody for itself; a guest, nobody where guests cannot invite others."""
    known = {row["email"].casefold() for row in old.get("attendees") or ()}
    added = [row.get("email") or "" for row in new.get("attendees") or ()]
    added = [email for email in added if email.casefold() not in known]
    if added and calendar.caller.service_account:
        raise Refusal(FORBIDDEN_FOR_SERVICE_ACCOUNTS, why="act for a person (the assertion's sub), or invite nobody")
    if added and not organizes(calendar, old) and not old.get("guestsCanInviteOthers", True):
        # [inferred]: which refusal it is
        raise Refusal(FORBIDDEN_FOR_NON_ORGANIZER, why=f"guests cannot invite others, here {', '.join(added)}")


def check_sequence(old: dict[str, Any], new: dict[str, Any]) -> None:
    """An event is not put back to an older `sequence`."""
    stored, sent = old.get("sequence", 0), new.get("sequence") or 0
    if sent < stored:
        raise Refusal(INVALID_SEQUENCE, why=f"the stored sequence is {stored}, the body's {sent}; only patch omits it")

"""The members of an event that stand by themselves: which may be written, what each may be, and what null makes of it.

Times, recurrence, the body, attendees, places and online meetings have modules of their own. What only the service sets
is passed over, and the journal says so (samples of the reference send `iCalUId` and `responseStatus` back).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from mockserver.microsoft.events.documents import DEFAULTS
from mockserver.microsoft.events.times import refuse_value

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    Note = Callable[[str], object]
    """Where it is said what was passed over: the journal, with `exchange.note`."""

LONGEST_SUBJECT: Final = 255
"""Characters."""
MOST_CATEGORIES: Final = 500
"""[inferred], as the two around it."""
LATEST_REMINDER: Final = 2_629_800
"""Minutes before the start: five years, Exchange's limit."""
READ_ONLY: Final = frozenset(
    {
        "id", "createdDateTime", "lastModifiedDateTime", "changeKey", "originalStartTimeZone", "originalEndTimeZone",
        "iCalUId", "hasAttachments", "bodyPreview", "isCancelled", "isOrganizer", "seriesMasterId", "type", "webLink",
        "onlineMeetingUrl", "onlineMeeting", "isDraft", "originalStart", "responseStatus", "organizer",
        "cancelledOccurrences", "exceptionOccurrences", "calendar", "instances", "uid", "occurrenceId",
    }
)  # fmt: skip
"""`organizer` cannot be set to somebody else; `isDraft` is Outlook's alone."""
PLAIN: Final = (
    "categories", "reminderMinutesBeforeStart", "isReminderOn", "subject", "importance", "sensitivity",
    "responseRequested", "showAs", "allowNewTimeProposals", "hideAttendees",
)  # fmt: skip


def note_read_only(body: Mapping[str, Any], note: Note) -> None:
    """Say which members of a body are the service's to set."""
    passed_over = sorted(READ_ONLY & body.keys())
    if passed_over:
        note(f"the body's {', '.join(passed_over)} had no effect: the service sets them")


def plain(body: Mapping[str, Any]) -> dict[str, Any]:
    """The members of a body that stand by themselves, checked; null is what a new event has. Raises `Refusal`."""
    given = {name: body[name] for name in PLAIN if name in body}
    for name, value in given.items():
        if value is None:
            given[name] = DEFAULTS[name]
        elif name in _CHECKS:
            _CHECKS[name](value)
    return given


def _check_subject(subject: str) -> None:
    if len(subject) > LONGEST_SUBJECT:
        refuse_value(f"the subject has {len(subject)} characters; {LONGEST_SUBJECT} are the most")


def _check_reminder(minutes: int) -> None:
    if not 0 <= minutes <= LATEST_REMINDER:
        refuse_value(f"reminderMinutesBeforeStart is {minutes}; right would be 0 to {LATEST_REMINDER}")


def _check_categories(categories: list[str]) -> None:
    if len(categories) > MOST_CATEGORIES:
        refuse_value(f"these are {len(categories)} categories; {MOST_CATEGORIES} are the most")


_CHECKS: Final[Mapping[str, Callable[[Any], None]]] = {
    "subject": _check_subject,
    "reminderMinutesBeforeStart": _check_reminder,
    "categories": _check_categories,
}

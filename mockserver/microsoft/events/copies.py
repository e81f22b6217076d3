"""Which event of a mailbox a meeting is: everybody has it under an id of their own, and all under one `uid`.

`microsoft/meetings/{mailbox}` has a record for each meeting by its `uid`, and one for each occurrence of which there is
something to know by itself: that somebody is invited to it and not to its series, or how its organizer shows its time.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, Final

import msgspec

from mockserver.microsoft import formats
from mockserver.microsoft.events import attendees, store
from mockserver.microsoft.events.documents import DEFAULTS
from mockserver.microsoft.events.meetings import day_of as original_day

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mockserver.microsoft.events.documents import Event
    from mockserver.microsoft.events.store import Found
    from mockserver.microsoft.mailbox import Mailbox


# What each copy has of its own, and what follows from where it is kept.
OWN: Final = (
    "@odata.etag", "id", "createdDateTime", "lastModifiedDateTime", "changeKey", "categories", "transactionId",
    "webLink", "reminderMinutesBeforeStart", "isReminderOn", "hasAttachments", "isOrganizer", "responseStatus",
    "showAs", "seriesMasterId", "occurrenceId", "type", "iCalUId", "originalStart", "isDraft",
)  # fmt: skip


class Known(msgspec.Struct, frozen=True):
    """`id` is that of the event, empty where it is one of a series that is known. `shows`: its organizer's showAs.

    `original` is the originalStart of an occurrence that is kept by itself. Of a meeting by its `uid`, `days` are the
    original dates of such ones, `without` those that its rules leave out of what Graph's pattern names.
    """

    id: str = ""
    shows: str = "busy"
    original: str = ""
    days: frozenset[date] = frozenset()
    without: frozenset[date] = frozenset()


_UNKNOWN = Known()


def meetings_of(mailbox: str) -> str:
    return f"microsoft/meetings/{mailbox}"


def known(mailbox: Mailbox, uid: str, day: date | None = None) -> Known:
    """What is known of a meeting, or of the occurrence of an original date."""
    record = mailbox.session.documents.collection(meetings_of(mailbox.key)).get(_key(uid, day))
    found: Known = _UNKNOWN if record is None else record.extra
    return found


def remember(mailbox: Mailbox, uid: str, day: date | None, now: Known) -> None:
    """Keep what is known now. Raises `StoreFull` at the session's limit."""
    if now != known(mailbox, uid, day):
        mailbox.session.documents.put(meetings_of(mailbox.key), _key(uid, day), b"", extra=now)
    if now.id and day is not None:
        whole = known(mailbox, uid)
        remember(mailbox, uid, None, msgspec.structs.replace(whole, days=whole.days | {day}))


def find(mailbox: Mailbox, uid: str, day: date | None = None) -> Found | None:
    """The event that a meeting is, or one occurrence of it; None where the mailbox has it not, or no more."""
    whole = _lookup(mailbox, known(mailbox, uid).id)
    if day is None or (whole is not None and whole.series is None and _begins(whole) == day):
        return whole
    if whole is not None and whole.series is not None:
        found = store.lookup(mailbox, formats.occurrence_id(whole.id, day))
        if found is not None:
            return found
    return _lookup(mailbox, known(mailbox, uid, day).id)


def day_of(mailbox: Mailbox, found: Found) -> date | None:
    """The original date of an occurrence, also of one that is kept by itself; None of any other event."""
    if found.exception is not None:
        return found.exception.day
    uid = found.document["uid"]
    return next((day for day in known(mailbox, uid).days if known(mailbox, uid, day).id == found.id), None)


def named(mailbox: Mailbox, found: Found, document: Event) -> Event:
    """An event that says which occurrence it is, also where it is kept by itself: for those who have the series."""
    day = day_of(mailbox, found)
    if day is None or found.exception is not None:
        return document
    original = known(mailbox, document["uid"], day).original
    named = formats.cancelled_occurrence_id(found.id, day)
    return document | {"occurrenceId": named, "originalStart": original}


def shows(mailbox: Mailbox, found: Found) -> str:
    """How the organizer of a meeting shows its time: how whoever accepts it does."""
    uid, day = found.document["uid"], day_of(mailbox, found)
    of_day = known(mailbox, uid, day)
    return (known(mailbox, uid) if of_day is _UNKNOWN else of_day).shows


def copy_of(
    mailbox: Mailbox, document: Event, found: Found | None, existing: Event | None, status: dict[str, str]
) -> Event:
    """The organizer's event as an attendee keeps it."""
    own = found.document if found is not None else _fresh(mailbox, document)
    rows = [row for row in document["attendees"] if not document["hideAttendees"] or _is_of(row, mailbox)]
    own_members: Event = {name: own[name] for name in OWN if name in own}
    copy: Event = {
        **document,
        **own_members,
        "isOrganizer": False,
        "isCancelled": False,
        "responseStatus": status,
        "attendees": attendees.unanswered(rows),
    }
    for name in OWN:
        if name not in own:
            copy.pop(name, None)
    if existing is None or existing["responseStatus"]["response"] != status["response"]:
        copy["showAs"] = document["showAs"] if status["response"] == "accepted" else "tentative"
    if copy["recurrence"] is not None or copy["type"] == "seriesMaster":
        copy["type"] = "singleInstance" if copy["recurrence"] is None else "seriesMaster"
    return copy


def _is_of(row: Mapping[str, Any], mailbox: Mailbox) -> bool:
    address: str = row["emailAddress"]["address"]
    return address.casefold() == mailbox.address.casefold()


def _fresh(mailbox: Mailbox, document: Event) -> Event:
    """What a new copy has of its own; the reminder is as the organizer has it [inferred]."""
    day = original_day(document)
    own: Event = {name: DEFAULTS[name] for name in OWN if name in DEFAULTS}
    return own | {
        "createdDateTime": formats.date_time_offset(mailbox.session.clock.now()),
        "iCalUId": document["iCalUId"],
        "isReminderOn": document["isReminderOn"],
        "reminderMinutesBeforeStart": document["reminderMinutesBeforeStart"],
        "type": "singleInstance" if day is not None else document["type"],
    }


def _begins(found: Found) -> date:
    return date.fromisoformat(found.document["start"]["dateTime"][:10])


def _lookup(mailbox: Mailbox, event_id: str) -> Found | None:
    return store.lookup(mailbox, event_id) if event_id else None


def _key(uid: str, day: date | None) -> str:
    return uid if day is None else f"{uid} {day.isoformat()}"

"""Meetings between mailboxes: what their organizer changes reaches every attendee, and the answers come back.

An attendee's copy has an id of its own and the meeting's uid. Categories, the reminder and how the time is shown are
the attendee's own; all else is the organizer's, and what an attendee changes of it the next update takes back. The
reference's sections 3.6 and 11. [inferred], each here only:

- Attendees do not see what others answered; an update that changes nothing they see is not sent.
- Where an answer was not sent, an update leaves it as it is unless the time changes.
- Whoever declined has no copy, and gets one again when the organizer asks anew: for another time.
- An attendee who deletes a copy tells nobody. Mail to a group reaches none of its members.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import msgspec

from mockserver.microsoft import formats
from mockserver.microsoft.calendars.calendar import Calendar, calendar_in, default_calendar
from mockserver.microsoft.events import attendees, copies, rooms, store, writing
from mockserver.microsoft.events.documents import occurrence_document, recurrence_of, span_of
from mockserver.microsoft.events.meetings import Invitation, day_of, invitation_of, meeting_of
from mockserver.microsoft.mailbox import Mailbox, mailbox_at
from mockserver.microsoft.render import decoded
from mockserver.session.invitations import Message, deliver

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from mockserver.microsoft.events.documents import Event
    from mockserver.microsoft.events.store import Found
    from mockserver.session import Session
    from mockserver.session.invitations import Method

PROVIDER: Final = "microsoft"
CANCELED: Final = "Canceled: "
_WHEN: Final = ("start", "end", "isAllDay", "recurrence")
_UNTOLD: Final = frozenset({*copies.OWN, "proposedNewTime"} - {"showAs"})


def announce(calendar: Calendar, before: Mapping[str, Any] | None, after: Mapping[str, Any] | None) -> None:
    """Tell the attendees what became of an event: made without `before`, deleted or cancelled without `after`."""
    document = after or before
    if document is None or not document["isOrganizer"]:
        return
    mailbox, invited, now = calendar.mailbox, _asked(before), _asked(after)
    exceptions = [] if after is None or day_of(after) is not None else _exceptions(calendar, after)
    audience = {**invited, **now, **{key: name for one in exceptions for key, name in _asked(one).items()}}
    if audience and day_of(document) is None:
        known = copies.known(mailbox, document["uid"])
        copies.remember(mailbox, document["uid"], None, msgspec.structs.replace(known, id=document["id"]))
    changed = before is None or after is None or _shared(before) != _shared(after)
    for key, address in audience.items():
        if after is None:
            _send(mailbox, "CANCEL", address, document)
        elif changed or key not in invited:
            _bring_up_to_date(calendar, address, after, exceptions)


def receive(session: Session, message: Message) -> bool:
    """Take a message for a mailbox. Answers whether there is one, and of what attendees send, whether it has the event.

    Whoever has accounts with several providers organizes some of their meetings elsewhere.
    """
    mailbox = mailbox_at(session, message.recipient)
    if mailbox is None:
        return False
    uid = message.event["uid"] if not hasattr(message.event, "uid") else message.event.uid
    whole = copies.find(mailbox, uid)
    recurrence = None if whole is None else recurrence_of(whole.document)
    series = None if whole is None or recurrence is None else (recurrence, span_of(whole.document))
    invitation = invitation_of(message.event, series)
    if message.method == "REQUEST":
        _requested(mailbox, invitation)
    elif message.method == "CANCEL":
        _cancelled(mailbox, invitation)
    else:
        return _replied(mailbox, message, invitation)
    return True


def answer(found: Found, response: str, *, send: bool = True, comment: str = "", proposed: Any = None) -> None:
    """Answer a meeting as an attendee: `accepted`, `tentativelyAccepted` or `declined`.

    The answer to a series is the one to each of its exceptions as well. What is declined is gone.
    """
    mailbox, calendar = found.calendar.mailbox, found.calendar
    records = store.exceptions(calendar, found.record) if found.series is not None else ()
    exceptions = [store.find(mailbox, record.id) for record in records]
    told = [one for one in (found, *exceptions) if not one.document["isCancelled"]]
    documents = [_answered(one, response) for one in told]
    events = [copies.named(mailbox, one, document) for one, document in zip(told, documents, strict=True)]
    for one, document in zip(told, documents, strict=True):
        if response != "declined":
            _put(one, document)
    if response == "declined":
        store.remove(found)
    for event in events if send else ():
        _reply(mailbox, event, comment, proposed)


def forward(found: Found, recipients: list[dict[str, Any]]) -> None:
    """Ask others to a meeting: its organizer adds them, and where nobody has that mailbox, they hear from here."""
    mailbox, document = found.calendar.mailbox, found.document
    known = _asked(document)
    added = [row for row in recipients if row["emailAddress"]["address"].casefold() not in known]
    if document["isOrganizer"]:
        _add(found, added)
        return
    event = copies.named(mailbox, found, document) | {"attendees": added}
    organizer = document["organizer"]["emailAddress"]["address"]
    message = Message("COUNTER", PROVIDER, mailbox.address, organizer, event)
    if not deliver(mailbox.session, message, lambda: meeting_of(event, mailbox.address)):
        for row in added:
            _send(mailbox, "REQUEST", row["emailAddress"]["address"], document | {"attendees": [row]})


def _asked(document: Mapping[str, Any] | None) -> dict[str, str]:
    """Who is asked to an event: addresses as they are compared, and as they are written; its organizer is not."""
    if document is None:
        return {}
    organizer = document["organizer"]["emailAddress"]["address"].casefold()
    addresses = (row["emailAddress"]["address"] for row in document["attendees"])
    return {address.casefold(): address for address in addresses if address.casefold() != organizer}


def _shared(document: Mapping[str, Any]) -> dict[str, Any]:
    """What of an event its attendees are told."""
    shared = {name: value for name, value in document.items() if name not in _UNTOLD}
    return shared | {"attendees": [(row["type"], row["emailAddress"]) for row in document["attendees"]]}


def _bring_up_to_date(calendar: Calendar, address: str, event: Mapping[str, Any], exceptions: list[Event]) -> None:
    """Tell somebody how they stand with an event, and of a series with each occurrence that differs from it."""
    for one in (event, *exceptions, *_deleted(calendar, event)):
        _send(calendar.mailbox, "REQUEST" if address.casefold() in _asked(one) else "CANCEL", address, one)


def _exceptions(calendar: Calendar, document: Mapping[str, Any]) -> list[Event]:
    """What differs in a series."""
    record = calendar.events.get(document["id"])
    return [] if record is None else [decoded(one.body) for one in store.exceptions(calendar, record)]


def _deleted(calendar: Calendar, document: Mapping[str, Any]) -> Iterator[Event]:
    """The occurrences that were deleted out of a series, to which nobody is asked."""
    found = store.lookup(calendar.mailbox, document["id"])
    if found is None or found.series is None:
        return
    whole = msgspec.structs.replace(found.series, cancelled=frozenset())
    for day in sorted(found.series.cancelled):
        occurrence = whole.on(day)
        if occurrence is not None:
            yield occurrence_document(document, occurrence) | {"attendees": []}


def _send(mailbox: Mailbox, method: Method, recipient: str, event: Event | Mapping[str, Any]) -> None:
    message = Message(method, PROVIDER, mailbox.address, recipient, event)
    deliver(mailbox.session, message, lambda: meeting_of(event, recipient))


def _reply(mailbox: Mailbox, document: Event, comment: str, proposed: Any) -> None:
    rows = [row for row in document["attendees"] if row["emailAddress"]["address"].casefold() == _key(mailbox)]
    own = rows[0] if rows else _row_of(mailbox)
    own = own | {"status": document["responseStatus"]} | ({"proposedNewTime": proposed} if proposed else {})
    event = document | {"attendees": [own]}
    organizer = document["organizer"]["emailAddress"]["address"]
    message = Message("REPLY", PROVIDER, mailbox.address, organizer, event)
    deliver(mailbox.session, message, lambda: meeting_of(event, mailbox.address, comment))


def _row_of(mailbox: Mailbox) -> dict[str, Any]:
    address = {"name": mailbox.name, "address": mailbox.address}
    return {"type": "required", "status": dict(attendees.NO_RESPONSE), "emailAddress": address}


def _key(mailbox: Mailbox) -> str:
    return mailbox.address.casefold()


def _answered(found: Found, response: str) -> Event:
    """An attendee's copy with an answer: accepted, it shows the time as the organizer does."""
    mailbox = found.calendar.mailbox
    now = formats.date_time_offset(mailbox.session.clock.now())
    shows = copies.shows(mailbox, found) if response == "accepted" else "tentative"
    return found.document | {"responseStatus": {"response": response, "time": now}, "showAs": shows}


def _put(found: Found, document: Event) -> Found:
    """Keep a changed event or occurrence. Answers it."""
    mailbox = found.calendar.mailbox
    if found.exception is not None:
        store.keep_exception(found, document)
    else:
        calendar = calendar_in(mailbox, found.calendar.folder) or found.calendar
        store.keep(calendar, document)
    return store.find(mailbox, found.id)


def _requested(mailbox: Mailbox, invitation: Invitation) -> None:
    """Keep an invitation, or bring the copy up to date; a room answers at once."""
    found = copies.find(mailbox, invitation.uid, invitation.day)
    if found is not None and found.document["isOrganizer"]:
        return
    existing = None if found is None or found.document["isCancelled"] else found.document
    rescheduled = existing is None or _when(existing) != _when(invitation.document)
    status = _status(mailbox, invitation.document, existing, rescheduled=rescheduled)
    if status["response"] == "declined":
        if found is not None:
            store.remove(found)
        return
    found = found or _brought_back(mailbox, invitation)
    kept = _kept(mailbox, invitation, found, existing, status, rescheduled=rescheduled)
    if rescheduled and status["response"] == "notResponded" and mailbox.kind in {"room", "equipment"}:
        answer(kept, rooms.answer(kept))


def _when(document: Mapping[str, Any]) -> list[Any]:
    return [document[name] for name in _WHEN]


def _status(
    mailbox: Mailbox, document: Mapping[str, Any], existing: Event | None, *, rescheduled: bool
) -> dict[str, str]:
    """What the copy shows of its owner's answer: what the organizer knows of, else what was not sent."""
    rows = (row for row in document["attendees"] if row["emailAddress"]["address"].casefold() == _key(mailbox))
    known: dict[str, str] = next((row["status"] for row in rows), attendees.NO_RESPONSE)
    if known["response"] not in {"none", "notResponded"}:
        return dict(known)
    if existing is not None and not rescheduled:
        return dict(existing["responseStatus"])
    return {**attendees.NO_RESPONSE, "response": "notResponded"}


def _brought_back(mailbox: Mailbox, invitation: Invitation) -> Found | None:
    """The occurrence of a series that its owner has deleted or declined, and is asked to again."""
    whole = copies.find(mailbox, invitation.uid)
    if invitation.day is None or whole is None or whole.series is None:
        return None
    store.bring_back(whole.calendar, whole.record, invitation.day)
    return store.lookup(mailbox, formats.occurrence_id(whole.id, invitation.day))


def _kept(
    mailbox: Mailbox,
    invitation: Invitation,
    found: Found | None,
    existing: Event | None,
    status: dict[str, str],
    *,
    rescheduled: bool,
) -> Found:
    """Keep the copy of a meeting or of an occurrence, unless it is so already. Answers it."""
    copy = copies.copy_of(mailbox, invitation.document, found, existing, status)
    shows, uid, day = invitation.document["showAs"], invitation.uid, invitation.day
    if found is not None and found.exception is not None:
        copies.remember(mailbox, uid, day, copies.Known(shows=shows))
        # What the organizer tells of by itself is answered by itself too, be it as its series otherwise.
        return found if copy == found.document and found.occurrence is None else _put(found, copy)
    calendar = default_calendar(mailbox) if found is None else found.calendar
    id_ = store.new_id(calendar) if found is None else found.id
    known = copies.known(mailbox, uid, day)
    original = invitation.document.get("originalStart", "")
    changed = msgspec.structs.replace(known, id=id_, shows=shows, original=original, without=invitation.without)
    copies.remember(mailbox, uid, day, changed)
    if found is None:
        store.keep(calendar, copy | {"id": id_})
    elif copy != found.document:
        writing.keep(found, copy, rescheduled=rescheduled)
    if day is None:
        _take_out(mailbox, id_, invitation.without, frozenset() if rescheduled else known.without)
    return store.find(mailbox, id_)


def _take_out(mailbox: Mailbox, master: str, days: frozenset[date], before: frozenset[date]) -> None:
    """Delete out of a series what its rules leave out, and bring back what they did before."""
    for day in sorted(before - days):
        record = store.find(mailbox, master)
        store.bring_back(record.calendar, record.record, day)
    for day in sorted(days):
        found = store.lookup(mailbox, formats.occurrence_id(master, day))
        if found is not None:
            store.remove(found)


def _cancelled(mailbox: Mailbox, invitation: Invitation) -> None:
    """Take an invitation back: the copy stays and says so until its owner removes it."""
    found = copies.find(mailbox, invitation.uid, invitation.day)
    if found is None or found.document["isOrganizer"] or found.document["isCancelled"]:
        return
    exceptions = store.exceptions(found.calendar, found.record) if found.series is not None else ()
    for one in [store.find(mailbox, record.id) for record in exceptions] + [found]:
        if not one.document["isCancelled"]:
            subject = f"{CANCELED}{one.document['subject']}"
            _put(one, one.document | {"isCancelled": True, "showAs": "free", "subject": subject})


def _replied(mailbox: Mailbox, message: Message, invitation: Invitation) -> bool:
    """Note an attendee's answer, and whom else they ask. Answers whether the meeting is organized here."""
    whole = copies.find(mailbox, invitation.uid)
    if whole is None or not whole.document["isOrganizer"]:
        return False
    found = copies.find(mailbox, invitation.uid, invitation.day)
    if found is None:
        return True
    rows = invitation.document["attendees"]
    own = next((row for row in rows if row["emailAddress"]["address"].casefold() == message.sender.casefold()), None)
    if own is not None and message.sender.casefold() in _asked(found.document):
        found = _noted_throughout(found, message.sender.casefold(), own)
    if message.method == "COUNTER":
        known = _asked(found.document)
        _add(found, [row for row in rows if row["emailAddress"]["address"].casefold() not in known])
    return True


def _noted_throughout(found: Found, sender: str, own: Mapping[str, Any]) -> Found:
    """Note an answer: to a series also in the exceptions in which it was the same so far."""
    records = store.exceptions(found.calendar, found.record) if found.series is not None else ()
    before = _response(found.document, sender)
    for exception in [store.find(found.calendar.mailbox, record.id) for record in records]:
        if _response(exception.document, sender) == before:
            _noted(exception, sender, own)
    return _noted(store.find(found.calendar.mailbox, found.id), sender, own)


def _response(document: Mapping[str, Any], key: str) -> Any:
    rows = (row for row in document["attendees"] if row["emailAddress"]["address"].casefold() == key)
    return next((row["status"]["response"] for row in rows), None)


def _noted(found: Found, sender: str, own: Mapping[str, Any]) -> Found:
    """The organizer's event with what an attendee answered just now."""
    now = formats.date_time_offset(found.calendar.mailbox.session.clock.now())
    response = own["status"]["response"]
    answered: dict[str, Any] = {"status": {"response": response, "time": now}}
    if own.get("proposedNewTime"):
        answered["proposedNewTime"] = own["proposedNewTime"]
    rows = [
        {name: value for name, value in row.items() if name != "proposedNewTime"} | answered
        if row["emailAddress"]["address"].casefold() == sender
        else row
        for row in found.document["attendees"]
    ]
    return _put(found, found.document | {"attendees": rows})


def _add(found: Found, rows: list[dict[str, Any]]) -> None:
    """Ask more people to a meeting of this mailbox."""
    if rows:
        before = found.document
        fresh = [row | {"status": dict(attendees.NO_RESPONSE)} for row in rows]
        kept = _put(found, before | {"attendees": [*before["attendees"], *fresh]})
        announce(found.calendar, before, kept.document)

"""Invitations at Google: what a write tells the guests or the organiser, and what a mailbox does with what it is told.

A guest's copy stands on the calendar of their address, under the organiser's id. Of it the reminders, the colour, the
private properties, whether it shows as busy and its visibility are the guest's own; all else is the organiser's, and of
what the guest changes only the answer goes back, unless the organiser lets guests invite others or change the event.
https://developers.google.com/workspace/calendar/api/concepts/sharing
https://developers.google.com/workspace/calendar/api/concepts/inviting-attendees-to-events
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mockserver.google import formats
from mockserver.google.calendars.calendar import CALENDARS, Calendar, find_calendar
from mockserver.google.caller import Caller
from mockserver.google.events import automatic_answers, meetings
from mockserver.google.events import store as event_store
from mockserver.google.events import writing as event_writing
from mockserver.google.events.documents import instance
from mockserver.google.events.members import guest_row
from mockserver.google.refusals import Refusal
from mockserver.google.render import decoded
from mockserver.session.invitations import Message, deliver
from mockserver.session.meetings import Meeting

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from mockserver.session import Session
    from mockserver.session.invitations import Method

    Event = Mapping[str, Any]

PROVIDER = "google"
MOST_TOLD = 200
"""Guests up to whom answers are passed on to the other guests, as documented."""
# What belongs to each copy; of the extended properties, the private ones do too.
_OWN = ("reminders", "colorId", "eventLabelId", "transparency", "visibility")
# What the server writes into each copy by itself.
_KEPT = ("kind", "etag", "htmlLink", "updated")
_ANSWER = ("responseStatus", "comment", "additionalGuests")


def announce(calendar: Calendar, before: Event | None, after: Event) -> None:
    """Tell whoever is concerned what became of an event: its guests, or from a guest's copy its organiser."""
    if after.get("privateCopy") or "organizer" not in after:
        return
    organizer = after["organizer"].get("email", "")
    if formats.same_email(organizer, calendar.id):
        _tell_guests(calendar, before, after)
        if before is None:
            _decline_conflicts(calendar, after)
    elif before is not None:
        _tell_organizer(calendar, organizer, before, after)


def _tell_guests(calendar: Calendar, before: Event | None, after: Event) -> None:
    invited, now = _guests(before), _guests(after)
    changed = before is None or _shared(before) != _shared(after)
    if before is not None and after["status"] == "cancelled":
        _tell_guests_of_occurrences(calendar, before)
    for guest in {**invited, **now}:
        if changed or guest not in invited:
            _bring_up_to_date(calendar, guest, after)


def _tell_guests_of_occurrences(calendar: Calendar, series: Event) -> None:
    """A series is gone: whoever has no more of it than some of its occurrences has to learn that too."""
    for record in event_store.orphans(calendar, series["id"]) if series.get("recurrence") else ():
        event = decoded(record.body)
        for row in event.get("attendees") or ():
            _send(calendar, "CANCEL", row["email"], event)


def _decline_conflicts(calendar: Calendar, event: Event) -> None:
    """Decline what a new time out of office, or to focus, is in the way of, if it says so."""
    for invitation, answered in automatic_answers.to_conflicts(calendar, event):
        own = (guest_row(invitation, calendar.id) or {}) | answered
        rows = [own if formats.same_email(row["email"], calendar.id) else row for row in invitation["attendees"]]
        declined = event_writing.keep(calendar, {**invitation, "attendees": rows})
        _send(calendar, "REPLY", invitation["organizer"]["email"], {**declined, "attendees": [own]})


def _tell_organizer(calendar: Calendar, organizer: str, before: Event, after: Event) -> None:
    """From a guest's copy: the answer goes back. A guest who deletes their copy declines [inferred]."""
    old, own = guest_row(before, calendar.id), guest_row(after, calendar.id)
    if after["status"] == "cancelled" and own is not None:
        _send(calendar, "REPLY", organizer, {**after, "attendees": [own | {"responseStatus": "declined"}]})
        return
    if before.get("recurrence"):
        _follow(calendar, before, after)
    added = _guests(after).keys() - _guests(before).keys()
    if (added and after.get("guestsCanInviteOthers", True)) or (
        after.get("guestsCanModify") and _shared(before) != _shared(after)
    ):
        _send(calendar, "COUNTER", organizer, after)
    elif own is not None and _answer(own) != _answer(old or {}):
        _send(calendar, "REPLY", organizer, {**after, "attendees": [own]})


def _send(calendar: Calendar, method: Method, recipient: str, event: Event) -> None:
    message = Message(method, PROVIDER, calendar.id, recipient, event)
    deliver(calendar.session, message, lambda: meetings.meeting_of(calendar, event))


def _bring_up_to_date(calendar: Calendar, guest: str, event: Event, *, knows: bool = False) -> None:
    """Tell somebody how they stand with an event, unless they know, and with each occurrence that differs from it."""
    for one in _with_exceptions(calendar, event):
        if one is not event or not knows:
            _send(calendar, "REQUEST" if guest in _guests(one) else "CANCEL", guest, one)


def _with_exceptions(calendar: Calendar, event: Event) -> Iterator[Event]:
    """An event, and of a series what differs from it: whoever is invited to it now has to learn that too."""
    yield event
    if event.get("recurrence"):
        for record in event_store.exceptions(calendar, event["id"]):
            yield event_store.find(calendar, record.id).document


def receive(session: Session, message: Message) -> bool:
    """Take a message for a calendar of this provider.

    Answers whether there is one of the recipient's address, and for what comes back from guests whether it has the
    event: whoever has accounts with several providers organizes some of their meetings elsewhere.
    """
    calendar = _mailbox(session, message.recipient)
    if calendar is None:
        return False
    event = message.event
    if isinstance(event, Meeting):
        event = meetings.event_of(calendar, event)
    if message.method in _TO_ORGANIZERS and not _known(calendar, event["id"]):
        return False
    _RECEIVED[message.method](calendar, message, event)
    return True


def _mailbox(session: Session, address: str) -> Calendar | None:
    """The calendar of an address, as its owner sees it."""
    record = session.documents.collection(CALENDARS).get(address.lower())
    if record is None or record.deleted:
        return None
    person = session.template.directory.people.get(record.extra.owner)
    caller = Caller(person.email, person.key, person.zone) if person else Caller(record.id, record.extra.owner)
    return find_calendar(session, caller, record.id)


def _requested(calendar: Calendar, message: Message, event: Event) -> None:
    """Keep an invitation, or bring the copy up to date; some are answered at once."""
    if event.get("status") == "cancelled" or "start" not in event:
        _cancelled(calendar, message, event)
        return
    record = calendar.events.get(event["id"])
    existing = decoded(record.body) if record is not None else {}
    copy = _copy(calendar, event, _known(calendar, event["id"]))
    answered = automatic_answers.to_invitation(calendar, existing, copy)
    if answered is not None:
        rows = copy["attendees"]
        copy["attendees"] = [row | answered if formats.same_email(row["email"], calendar.id) else row for row in rows]
    kept = event_writing.keep(calendar, copy)
    if existing.get("recurrence"):
        _follow(calendar, existing, kept)
    if answered is not None:
        own = guest_row(copy, calendar.id) or {}
        _send(calendar, "REPLY", message.sender, {**event, "attendees": [own]})


def _known(calendar: Calendar, event_id: str) -> Event:
    """What the recipient has under an id, be it an occurrence of a series that nothing was changed in yet."""
    try:
        return event_store.find(calendar, event_id).document
    except Refusal:
        return {}


def _follow(calendar: Calendar, before: Event, after: Event) -> None:
    """What a guest has changed in an occurrence stays; in all else it goes with its series as that is now."""
    old, new = (event_writing.span_and_series(calendar, series)[1] for series in (before, after))
    for exception in list(event_store.exceptions(calendar, after["id"])):
        original = exception.extra.original
        first, second = (None if facts is None else facts.at(after["id"], original) for facts in (old, new))
        if exception.deleted or first is None or second is None:
            continue
        own = decoded(exception.body)
        changed = _rebased(own, instance(dict(before), first, calendar), instance(dict(after), second, calendar))
        if changed != own:
            event_writing.keep(calendar, changed)


def _rebased(own: Event, was: Event, becomes: Event) -> dict[str, Any]:
    """A guest's occurrence with those of the shared members renewed that are as they were in the series."""
    others = {*_OWN, *_KEPT, "extendedProperties"}
    same = {name for name in was.keys() | becomes.keys() if name not in others and own.get(name) == was.get(name)}
    rest = {name: value for name, value in own.items() if name not in same}
    return rest | {name: becomes[name] for name in same if name in becomes}


def _copy(calendar: Calendar, event: Event, existing: Event) -> dict[str, Any]:
    """The organiser's event as a guest keeps it."""
    copy = {name: value for name, value in event.items() if name not in _KEPT}
    first = not existing or "organizer" not in existing  # a bare tombstone has nothing left of the guest's own
    own = event if first else existing
    for name in _OWN:
        copy.pop(name, None)
    for name in ("transparency", "visibility") if first else _OWN:
        if name in own:
            copy[name] = own[name]
    shared = (event.get("extendedProperties") or {}).get("shared")
    private = {} if first else (existing.get("extendedProperties") or {}).get("private")
    copy["extendedProperties"] = {"shared": shared, "private": private}
    for name in ("creator", "organizer"):
        copy[name] = _seen_from(calendar, event[name])
    if event.get("guestsCanSeeOtherGuests") is False:
        copy["attendees"] = [row for row in event["attendees"] if formats.same_email(row["email"], calendar.id)]
    copy["htmlLink"] = formats.html_link(event["id"], calendar.id)
    return copy


def _seen_from(calendar: Calendar, party: Event) -> dict[str, Any]:
    """The creator or the organiser on another calendar."""
    seen = {name: value for name, value in party.items() if name != "self"}
    return seen | ({"self": True} if formats.same_email(seen.get("email", ""), calendar.id) else {})


def _cancelled(calendar: Calendar, _: Message, event: Event) -> None:
    """Take an invitation back: what is left is a tombstone without details, of an occurrence that it is cancelled."""
    try:
        found = event_store.find(calendar, event["id"])
    except Refusal:
        return
    if not found.deleted:
        event_store.delete(calendar, found, bare=True)


def _replied(calendar: Calendar, message: Message, event: Event) -> None:
    """Note a guest's answer, and pass it on to the others who see the list of guests."""
    try:
        found = event_store.find(calendar, event["id"])
    except Refusal:
        return
    answer = next(iter(event.get("attendees") or ()), None)
    before = found.document
    if answer is None or found.deleted or guest_row(before, message.sender) is None:
        return
    rows = [
        {name: value for name, value in row.items() if name not in _ANSWER} | _answer(answer)
        if formats.same_email(row["email"], message.sender)
        else row
        for row in before["attendees"]
    ]
    after = event_writing.keep(calendar, before | {"attendees": rows})
    others = len(rows) <= MOST_TOLD and after.get("guestsCanSeeOtherGuests", True)
    for guest in _guests(after):
        knows = formats.same_email(guest, message.sender)
        if knows or others:
            _bring_up_to_date(calendar, guest, after, knows=knows)


def _countered(calendar: Calendar, message: Message, event: Event) -> None:
    """Take over a guest's change: who else is invited, and where guests may modify the event, the rest of it."""
    try:
        found = event_store.find(calendar, event["id"])
    except Refusal:
        return
    before = found.document
    if found.deleted or guest_row(before, message.sender) is None:
        return
    after = _modified(before, event) if before.get("guestsCanModify") else dict(before)
    after["attendees"] = _invited(before, event, message.sender.casefold())
    _tell_guests(calendar, before, event_writing.keep(calendar, after))


def _modified(before: Event, event: Event) -> dict[str, Any]:
    """An event with what is everybody's as a guest wrote it; who made it and who organises it, no guest writes."""
    own = {name: value for name, value in before.items() if name not in _shared(before)}
    told = {name: value for name, value in _shared(event).items() if name not in ("creator", "organizer")}
    properties = {
        "private": (before.get("extendedProperties") or {}).get("private"),
        "shared": (event.get("extendedProperties") or {}).get("shared"),
    }
    parties = {name: before[name] for name in ("creator", "organizer")}
    return own | told | parties | {"extendedProperties": properties}


def _invited(before: Event, event: Event, sender: str) -> list[dict[str, Any]]:
    """The guests after a guest's change: some are added; whoever may modify the event takes off whom they see too."""
    rows = {row["email"].casefold(): row for row in before.get("attendees") or ()}
    told = {row["email"].casefold(): row for row in event.get("attendees") or ()}
    seen = rows.keys() if before.get("guestsCanSeeOtherGuests", True) else {sender}
    gone = seen - told.keys() if before.get("guestsCanModify") else set()
    answer = _answer(told.get(sender, {}))
    kept = {key: row | (answer if key == sender else {}) for key, row in rows.items() if key not in gone}
    return [*kept.values(), *(row for key, row in told.items() if key not in rows)]


_TO_ORGANIZERS = frozenset({"REPLY", "COUNTER"})
_RECEIVED = {"REQUEST": _requested, "CANCEL": _cancelled, "REPLY": _replied, "COUNTER": _countered}


def _guests(event: Event | None) -> dict[str, Event]:
    """The guests of an event by address, without its organiser; nobody is a guest of what is cancelled."""
    if event is None or event.get("status") == "cancelled":
        return {}
    organizer = (event.get("organizer") or {}).get("email", "")
    rows = event.get("attendees") or ()
    return {row["email"].casefold(): row for row in rows if not formats.same_email(row["email"], organizer)}


def _shared(event: Event) -> dict[str, Any]:
    """What of an event is everybody's: what a guest is told when it changes."""
    shared = {name: value for name, value in event.items() if name not in _OWN + _KEPT}
    properties = (event.get("extendedProperties") or {}).get("shared")
    shared.pop("extendedProperties", None)
    for name in ("creator", "organizer"):
        shared[name] = {key: value for key, value in (event.get(name) or {}).items() if key != "self"}
    rows = event.get("attendees") or ()
    shared["attendees"] = [{key: value for key, value in row.items() if key != "self"} for row in rows]
    return shared | ({"extendedProperties": {"shared": properties}} if properties else {})


def _answer(row: Event) -> dict[str, Any]:
    return {name: row[name] for name in _ANSWER if name in row}


RECEIVERS = {PROVIDER: receive}
"""What a session needs so that invitations arrive here."""

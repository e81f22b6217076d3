"""Rules about single events: when they are, who comes, what they carry. Series are in `recurrence.py`."""

from __future__ import annotations

import re
from datetime import datetime
from typing import TYPE_CHECKING

from mockserver.clock import MINUTE
from mockserver.scenario.mistakes import quoted
from mockserver.scenario.moments import BadTime, all_day, instant, length_of, moment, timed
from mockserver.scenario.rules.people import address_of, unknown_person, unknown_person_or_address
from mockserver.timing.zones import is_zone

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mockserver.scenario.mistakes import Finding
    from mockserver.scenario.view import View

# https://developers.google.com/workspace/calendar/api/v3/reference/events, `id`: base32hex, 5 to 1024 characters.
_GOOGLE_ID = re.compile(r"[a-v0-9]{5,1024}")
_MOST_MINUTES = 40_320  # four weeks: the same page, `reminders.overrides[].minutes`


def all_events(document: View) -> Iterator[tuple[View, View]]:
    """Every event with the calendar it stands in."""
    for calendar in document["calendars"].items():
        for event in calendar["events"].items():
            yield calendar, event


def with_changes(event: View) -> Iterator[View]:
    """An event, and the occurrences of it that differ."""
    yield event
    yield from event["changes"].entries()


def zone_of(document: View, calendar: View, event: View) -> str:
    """The zone of an event's wall-clock times; UTC where the one named is none."""
    owner = document["people"][calendar["owner"].or_text("")]
    name = event["zone"].text or calendar["zone"].text or owner["zone"].text or "UTC"
    return name if is_zone(name) else "UTC"


def times(document: View) -> Iterator[Finding]:
    """An event starts and ends at times there are, in one form, and ends after it starts."""
    for calendar, event in all_events(document):
        start = event["start"]
        yield from two_ends(event)
        if start.text is None:
            continue
        try:
            moment(start.text)
        except BadTime as error:
            yield start.wrong(error.what, error.instead)
        else:
            yield from span(event, start.text, zone_of(document, calendar, event))


def two_ends(part: View) -> Iterator[Finding]:
    """An end and a duration both."""
    if "end" in part and "duration" in part:
        yield part["duration"].wrong_key("both `end` and `duration` are given", "keep one of them")


def span(part: View, start: str, zone_name: str) -> Iterator[Finding]:
    """What is wrong with the length of something that starts then."""
    begin = moment(start)
    end, duration = part["end"], part["duration"]
    try:
        if isinstance(begin, int | datetime):
            timed(begin, end.text, duration.text, zone_name)
        else:
            all_day(begin, end.text, duration.text)
    except BadTime as error:
        at = end if "end" in part else duration if "duration" in part else part["start"]
        yield at.wrong(error.what, error.instead)


def attendance(document: View) -> Iterator[Finding]:
    """Organisers and attendees are people of the scenario or addresses, and each attends once."""
    for _, event in all_events(document):
        yield from unknown_person_or_address(document, event["organizer"])
        for part in with_changes(event):
            yield from _attendees(document, part["attendees"])


def _attendees(document: View, attendees: View) -> Iterator[Finding]:
    seen: set[str] = set()
    for attendee in attendees.items():
        person, email = attendee["person"], attendee["email"]
        if attendee.text is not None:
            yield from unknown_person_or_address(document, attendee)
        elif isinstance(attendee.value, dict) and ("person" in attendee) == ("email" in attendee):
            which = "both `person` and `email`" if "person" in attendee else "neither `person` nor `email`"
            yield attendee.wrong(f"this attendee has {which}", "give one of them")
        else:
            yield from unknown_person(document, person)
        who = attendee.text or person.text or email.text
        address = address_of(document, who) if who is not None else None
        if address is not None and address in seen:
            yield attendee.wrong(f"{quoted(who)} is an attendee already", "name each once")
        elif address is not None:
            seen.add(address)


def reminders(document: View) -> Iterator[Finding]:
    """A reminder comes whole minutes before the start, at most four weeks."""
    for _, event in all_events(document):
        for part in with_changes(event):
            for reminder in part["reminders"].items():
                yield from _reminder(reminder["before"])


def _reminder(before: View) -> Iterator[Finding]:
    if before.text is None:
        return
    try:
        length = 0 if before.text == "PT0M" else length_of(before.text)
    except BadTime as error:
        yield before.wrong(error.what, "write whole minutes, such as PT10M; PT0M is at the start")
    else:
        if length % MINUTE or length > _MOST_MINUTES * MINUTE:
            what = f"`{before.text}` before the start cannot be reminded of"
            yield before.wrong(what, "write whole minutes, at most four weeks (P4W)")


def native_ids(document: View) -> Iterator[Finding]:
    """A Google id has Google's form and is given once in a calendar; an occurrence's follows from its series."""
    for calendar in document["calendars"].items():
        first: dict[str, int] = {}
        for number, event in enumerate(calendar["events"].items(), 1):
            given = event["google"]["id"]
            if given.value is not None and not (given.text and _GOOGLE_ID.fullmatch(given.text)):
                what = f"{quoted(given.value)} is no id of a Google event"
                yield given.wrong(what, "write 5 to 1024 characters of 0-9 and a-v, as text")
            elif given.text and first.setdefault(given.text, number) != number:
                what = f"event {first[given.text]} of this calendar already has the id {quoted(given.text)}"
                yield given.wrong(what, "give each its own")
            for change in event["changes"].entries():
                if change["google"]["id"].value is not None:
                    what = "an occurrence has no id of its own"
                    yield change["google"]["id"].wrong_key(what, "leave it out: it follows from the series")


def stamps(document: View) -> Iterator[Finding]:
    """An event is changed after it was made, if at all."""
    for _, event in all_events(document):
        read: list[int] = []
        for stamp in (event["created"], event["updated"]):
            if stamp.text is None:
                continue
            try:
                read.append(instant(stamp.text))
            except BadTime as error:
                yield stamp.wrong(error.what, error.instead)
        if len(read) == 2 and read[1] < read[0]:
            yield event["updated"].wrong("it was changed before it was made", "write a time after `created`")

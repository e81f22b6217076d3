"""Reminders: when each event of a mailbox's default calendar reminds its owner, and dismissing and snoozing them.

`microsoft/reminders/{mailbox}` has what was done with a reminder, by the id of its event. What is dismissed is not in
the view any more, and one of a series dismisses what has fallen due so far (both [inferred]).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from mockserver.clock import MINUTE
from mockserver.http.operation import OperationTable
from mockserver.microsoft import templates
from mockserver.microsoft.bodies import read_body
from mockserver.microsoft.calendars.calendar import open_calendar
from mockserver.microsoft.events import items, store
from mockserver.microsoft.events.documents import span_of
from mockserver.microsoft.events.reading import Reading, find_event
from mockserver.microsoft.events.times import EventTime, read_time, write_time
from mockserver.microsoft.lists import next_link
from mockserver.microsoft.mailbox import entity_set, open_mailbox
from mockserver.microsoft.refusals import Refusal
from mockserver.microsoft.render import Collection, Empty, decoded, fragment
from mockserver.microsoft.rows import MISSING_PARAMETER
from mockserver.microsoft.scopes import READ, WRITE
from mockserver.microsoft.windows import window_of

if TYPE_CHECKING:
    from mockserver.clock import Instant
    from mockserver.http.exchange import Exchange
    from mockserver.microsoft.events.documents import Event
    from mockserver.microsoft.events.store import Found
    from mockserver.microsoft.mailbox import Mailbox
    from mockserver.microsoft.render import Value

_REFERENCE = "https://learn.microsoft.com/graph/api"
table = OperationTable("microsoft")


class Done(msgspec.Struct, frozen=True):
    """What was done with the reminder of an event: `dismissed` at an instant, or put off to another."""

    dismissed: Instant | None = None
    snoozed: Instant | None = None


def reminders_of(mailbox: str) -> str:
    return f"microsoft/reminders/{mailbox}"


@table.operation(
    "events.dismissReminder", "POST", templates.peoples_event("/dismissReminder"),
    scopes=WRITE, reference=f"{_REFERENCE}/event-dismissreminder",
)  # fmt: skip
def dismiss_reminder(exchange: Exchange) -> Value:
    found = find_event(exchange, "write")
    _keep(found, Done(dismissed=exchange.session.clock.now()))
    return Empty(200)


@table.operation(
    "events.snoozeReminder", "POST", templates.peoples_event("/snoozeReminder"),
    scopes=WRITE, reference=f"{_REFERENCE}/event-snoozereminder",
)  # fmt: skip
def snooze_reminder(exchange: Exchange) -> Value:
    given = read_body(exchange, "snoozeReminderPostRequestBody").get("NewReminderTime")
    found = find_event(exchange, "write")
    if given is None:
        raise Refusal(MISSING_PARAMETER, name="NewReminderTime", why="newReminderTime is a dateTimeTimeZone")
    _keep(found, Done(snoozed=read_time(given, "newReminderTime").instant))
    return Empty(200)


@table.operation(
    "reminderView.list", "GET", f"{templates.USER}/reminderView()/{{EndDateTime}}/{{StartDateTime}}",
    scopes=READ, options={"odata": ("top", "skip", "count")}, reference=f"{_REFERENCE}/user-reminderview",
)  # fmt: skip
def list_reminders(exchange: Exchange) -> Value:
    """The reminders of the events in a window, by their start."""
    mailbox = open_mailbox(exchange)
    calendar = open_calendar(exchange, mailbox)
    window = window_of(exchange.parameters["StartDateTime"], exchange.parameters["EndDateTime"])
    reading = Reading(exchange, calendar, entity_set(exchange, mailbox))
    page, found = reading.asked.page, []
    for item in items.viewed(calendar, window):
        document = reading.visible(item)
        fires = _fires(mailbox, document)
        if fires is not None:
            found.append(fragment(_reminder(reading, document, fires)))
    return Collection(
        page.of(found), "Collection(microsoft.graph.reminder)",
        count=len(found) if page.count else None,
        next_link=next_link(exchange, page, len(found)),
        applied=reading.view.preferences.applied,
    )  # fmt: skip


def _fires(mailbox: Mailbox, document: Event) -> Instant | None:
    """When an event reminds its owner, None where it does not, or not any more."""
    if not document["isReminderOn"]:
        return None
    fires: Instant = span_of(document).start.instant - document["reminderMinutesBeforeStart"] * MINUTE
    done = _done(mailbox, document["id"])
    if done is None and document.get("seriesMasterId") is not None:
        of_series = _done(mailbox, document["seriesMasterId"])
        if of_series is not None and of_series.dismissed is not None and fires <= of_series.dismissed:
            return None
    return fires if done is None else done.snoozed


def _reminder(reading: Reading, document: Event, fires: Instant) -> dict[str, Any]:
    """The reminder resource; its times are in the zone asked for."""
    shown, zone = reading.view.of(document), reading.view.preferences.zone
    return {
        "eventId": shown["id"],
        "eventStartTime": shown["start"],
        "eventEndTime": shown["end"],
        "changeKey": shown["changeKey"],
        "eventSubject": shown["subject"],
        "eventLocation": shown["location"],
        "eventWebLink": shown["webLink"],
        "reminderFireTime": write_time(EventTime(fires, zone.name), zone),
    }


def _done(mailbox: Mailbox, event_id: str) -> Done | None:
    record = mailbox.session.documents.collection(reminders_of(mailbox.key)).get(event_id)
    done: Done | None = None if record is None else record.extra
    return done


def _keep(found: Found, done: Done) -> None:
    """Keep what was done with a reminder; the event, or its series, counts as changed [inferred]."""
    mailbox = found.calendar.mailbox
    mailbox.session.documents.put(reminders_of(mailbox.key), found.id, b"", extra=done)
    store.keep(found.calendar, decoded(found.record.body))

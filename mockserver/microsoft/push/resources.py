"""What may be subscribed to: the events of a calendar, or one of them, in the subscriber's own mailbox.

`me/events` are those of the default calendar, as `GET /me/events` lists them. [inferred]
"""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl

import msgspec

from mockserver.microsoft.calendars.calendar import events_of, open_calendar
from mockserver.microsoft.events import store
from mockserver.microsoft.mailbox import open_mailbox
from mockserver.microsoft.refusals import Refusal
from mockserver.microsoft.routes import ROOT
from mockserver.microsoft.rows import ACCESS_DENIED, NOT_BUILT, WORKLOAD_REFUSED

if TYPE_CHECKING:
    from mockserver.http.exchange import Exchange
    from mockserver.microsoft.calendars.calendar import Calendar
    from mockserver.microsoft.mailbox import Mailbox

_LIST, _ONE = "microsoft.events.list", "microsoft.events.get"
_RIGHT = "right would be me/events, users/{id}/events, the events of a calendar, or one of them"


class Target(msgspec.Struct, frozen=True):
    """A collection of events, whose mailbox that is, and the one event that is meant, if it is one."""

    collection: str
    mailbox: str
    event: str = ""


def read_resource(exchange: Exchange, resource: str) -> Target:
    """What a resource names, once its mailbox has agreed. Raises `Refusal`."""
    path, _, query = resource.partition("?")
    found = exchange.provider.routes.find("GET", f"{ROOT}/{path.strip('/')}")
    if found is None or found[0].id not in {_LIST, _ONE}:
        raise workload_refusal(
            HTTPStatus.BAD_REQUEST, f"Resource '{path[:200]}' is not supported.", _RIGHT
        )  # [inferred]
    exchange.parameters = found[1]
    if "group" in exchange.parameters:
        raise workload_refusal(
            HTTPStatus.FORBIDDEN, ACCESS_DENIED.message, f"groups' events cannot be watched; {_RIGHT}"
        )
    _check_options(exchange, query)
    try:
        return _open(exchange)
    except Refusal as refused:
        raise workload_refusal(HTTPStatus(refused.row.status), refused.message, refused.why) from None


def workload_refusal(status: HTTPStatus, reason: str, why: str) -> Refusal:
    """What is watched says no: its own status, and its own words within those of subscriptions."""
    row = WORKLOAD_REFUSED._replace(status=status.value)
    return Refusal(row, inner=status.phrase.replace(" ", ""), reason=reason, why=why)


def _open(exchange: Exchange) -> Target:
    mailbox = open_mailbox(exchange)
    if exchange.caller.person not in {"", mailbox.key}:
        why = f"whoever is signed in subscribes to their own mailbox only, and {mailbox.key}'s is shared at most"
        raise Refusal(ACCESS_DENIED, why=why)
    calendar = open_calendar(exchange, mailbox) if "calendar" in exchange.parameters else None
    event = exchange.parameters.get("event")
    if event is not None:
        found = store.find(mailbox, event, calendar)
        return _target(mailbox, found.calendar, found.id)
    return _target(mailbox, calendar or open_calendar(exchange, mailbox))


def _target(mailbox: Mailbox, calendar: Calendar, event: str = "") -> Target:
    if calendar.mailbox.key != mailbox.key:
        why = f"the calendar is {calendar.mailbox.key}'s; only the events of one's own calendars can be watched"
        raise Refusal(ACCESS_DENIED, why=why)
    return Target(events_of(mailbox.key, calendar.folder), mailbox.key, event)


def _check_options(exchange: Exchange, query: str) -> None:
    for name, _ in parse_qsl(query, keep_blank_values=True):
        if name.lower().removeprefix("$") != "select":
            raise Refusal(
                NOT_BUILT,
                operation=f"a subscription to a resource with {name[:80]}",
                nearest="the resource without it",
                why="notifications are sent for every event; read the event to see whether it is meant",
            )
        exchange.note("$select has no effect: no resource data is sent")

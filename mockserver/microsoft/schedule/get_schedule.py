"""getSchedule: when people, rooms and groups are free, as far as whoever asks may know. It is 200 for unknown people.

An address that nobody has, or that tells nothing to whoever asks, gets an `error` of its own in an answer that is right
otherwise. https://learn.microsoft.com/graph/api/calendar-getschedule
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import msgspec

from mockserver.clock import DAY, MINUTE
from mockserver.http.operation import OperationTable
from mockserver.microsoft import queries, scopes
from mockserver.microsoft.bodies import read_body
from mockserver.microsoft.calendars.calendar import Role, open_calendar, same_organization
from mockserver.microsoft.events.times import read_time
from mockserver.microsoft.mailbox import Mailbox, mailbox_at, open_mailbox
from mockserver.microsoft.outlook.mailbox_settings import settings_of
from mockserver.microsoft.refusals import Refusal
from mockserver.microsoft.render import Collection, fragment
from mockserver.microsoft.rows import (
    INVALID_TIME_INTERVAL,
    INVALID_VIEW_INTERVAL,
    MISSING_PARAMETER,
    TIME_INTERVAL_TOO_BIG,
    TOO_MANY_MAILBOXES,
)
from mockserver.microsoft.schedule.availability import Item, Status, applied_zone, items, shown_time, viewers_role
from mockserver.microsoft.templates import calendars as paths_of
from mockserver.timing import zones

if TYPE_CHECKING:
    from collections.abc import Iterable
    from zoneinfo import ZoneInfo

    from mockserver.clock import Instant
    from mockserver.http.exchange import Exchange
    from mockserver.identity.directory import Group
    from mockserver.microsoft.events.times import ShownZone
    from mockserver.microsoft.render import Value

table = OperationTable("microsoft")
MOST_SCHEDULES: Final = 100
"""Enforced, though 20 are documented; members of groups count."""
LONGEST_WINDOW: Final = 62 * DAY
SHORTEST_INTERVAL, DEFAULT_INTERVAL, LONGEST_INTERVAL = 5, 30, 1440
DIGITS: Final[dict[Status, str]] = {"free": "0", "tentative": "1", "busy": "2", "oof": "3", "workingElsewhere": "0"}
"""Of `availabilityView`. 4 is documented for working elsewhere; the service was seen to write 0."""
_UNRESOLVED: Final = ("5009", "Unable to resolve e-mail address {address} to an Active Directory object.")
# The code was recorded, of an unknown address; of which others it is, and its words, are [inferred].
_OUTSIDE: Final = ("5016", "The free/busy information of {address} could not be retrieved.")


class _Question(msgspec.Struct, frozen=True):
    """What is asked for, and by whom. `interval` is in microseconds."""

    organization: str
    viewer: str
    after: Instant
    before: Instant
    interval: int
    zone: ZoneInfo
    shown: ShownZone


@table.operation(
    "calendars.getSchedule", "POST", paths_of("/getSchedule"),
    scopes=scopes.READ_EVENTS, reference="https://learn.microsoft.com/graph/api/calendar-getschedule",
)  # fmt: skip
def get_schedule(exchange: Exchange) -> Value:
    mailbox = open_mailbox(exchange)
    open_calendar(exchange, mailbox, "freeBusyRead")  # whichever it is: free and busy are of everybody's default one
    given = read_body(exchange, "getSchedulePostRequestBody")
    question = _question(exchange, mailbox, given)
    addresses = given.get("Schedules")
    if not addresses:  # [inferred]
        raise Refusal(MISSING_PARAMETER, name="Schedules", why="schedules is a list of at least one address")
    _check_number(mailbox, addresses)
    found = [fragment(_information(mailbox, address, question)) for address in addresses]
    return Collection(found, "Collection(microsoft.graph.scheduleInformation)", applied=applied_zone(exchange))


def availability_view(found: Iterable[Item], after: Instant, before: Instant, interval: int) -> str:
    """A digit for each interval of a window: of what counts most in it. The last may reach over the end [inferred]."""
    view = bytearray(b"0" * -((after - before) // interval))
    for item in sorted(found, key=lambda item: DIGITS[item.status]):
        first = (max(item.start, after) - after) // interval
        last = -((after - min(item.end, before)) // interval)
        if item.start < item.end:
            view[first:last] = DIGITS[item.status].encode() * (last - first)
    return view.decode()


def _question(exchange: Exchange, mailbox: Mailbox, given: dict[str, Any]) -> _Question:
    for name in ("StartTime", "EndTime"):
        if given.get(name) is None:
            raise Refusal(MISSING_PARAMETER, name=name, why=f"{name} is a dateTimeTimeZone")
    start, end = read_time(given["StartTime"], "startTime"), read_time(given["EndTime"], "endTime")
    minutes = given.get("AvailabilityViewInterval")
    if minutes is None:
        if "AvailabilityViewInterval" in given:
            exchange.note(f"availabilityViewInterval null, at which the service failed, is {DEFAULT_INTERVAL} here")
        minutes = DEFAULT_INTERVAL
    if not SHORTEST_INTERVAL <= minutes <= LONGEST_INTERVAL:
        raise Refusal(INVALID_VIEW_INTERVAL, shortest=str(SHORTEST_INTERVAL), longest=str(LONGEST_INTERVAL))
    length = end.instant - start.instant
    if length <= 0 or length < minutes * MINUTE:
        why = f"the window is {length // MINUTE} minutes long, the availabilityViewInterval {minutes}"
        raise Refusal(INVALID_TIME_INTERVAL, why=why)
    if length > LONGEST_WINDOW:
        raise Refusal(TIME_INTERVAL_TOO_BIG, why=f"the longest window has {LONGEST_WINDOW // DAY} days")
    caller = exchange.caller
    viewer = mailbox.address if caller.app_only else mailbox.session.template.directory.person(caller.person).email
    shown = queries.preferences_of(exchange).zone
    zone = zones.zone(start.zone)
    return _Question(mailbox.address, viewer, start.instant, end.instant, minutes * MINUTE, zone, shown)


def _check_number(mailbox: Mailbox, addresses: list[str]) -> None:
    groups = (mailbox.session.template.directory.group(address) for address in addresses)
    number = sum(1 if group is None else max(1, len(group.members)) for group in groups)
    if number > MOST_SCHEDULES:
        raise Refusal(TOO_MANY_MAILBOXES, allowed=str(MOST_SCHEDULES), actual=str(number))


def _information(mailbox: Mailbox, address: str, question: _Question) -> dict[str, Any]:
    """The scheduleInformation of one address."""
    group = mailbox.session.template.directory.group(address)
    if group is not None:
        return _of_group(mailbox, address, group, question)
    person = mailbox_at(mailbox.session, address)
    role: Role = "none" if person is None else viewers_role(person, question.viewer)
    if person is None or role == "none":
        return _error(mailbox, address, question)
    found = items(person, question.after, question.before, question.zone)
    return {
        "scheduleId": address,
        "availabilityView": _view(found, question),
        "scheduleItems": [_item(item, role, question.shown) for item in found],
        "workingHours": settings_of(person)["workingHours"],
    }


def _of_group(mailbox: Mailbox, address: str, group: Group, question: _Question) -> dict[str, Any]:
    """A group's members together, and nothing of what one does: Exchange's way with distribution lists [inferred]."""
    people = filter(None, (mailbox_at(mailbox.session, member) for member in group.members))
    seen = [person for person in people if viewers_role(person, question.viewer) != "none"]
    found = [item for person in seen for item in items(person, question.after, question.before, question.zone)]
    return {"scheduleId": address, "availabilityView": _view(found, question), "scheduleItems": []}


def _error(mailbox: Mailbox, address: str, question: _Question) -> dict[str, Any]:
    """An address that the organization's directory does not know, or one outside it or hidden from who asks."""
    known = mailbox.session.template.directory.by_email(address)
    inside = same_organization(question.organization, address)
    code, words = _UNRESOLVED if inside and known is None else _OUTSIDE
    error = {"message": words.format(address=address[:320]), "responseCode": code}
    return {"scheduleId": address, "availabilityView": "", "error": error, "scheduleItems": None}


def _view(found: list[Item], question: _Question) -> str:
    return availability_view(found, question.after, question.before, question.interval)


def _item(item: Item, role: Role, shown: ShownZone) -> dict[str, Any]:
    times = {"start": shown_time(item.start, shown), "end": shown_time(item.end, shown)}
    if not item.shown_to(role):
        return {"status": item.status, **times}
    return {
        "isPrivate": item.event["sensitivity"] == "private",
        "status": item.status,
        "subject": item.event["subject"],
        "location": item.event["location"]["displayName"],
        **times,
    }

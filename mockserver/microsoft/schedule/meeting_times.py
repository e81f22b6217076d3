"""findMeetingTimes: when a person could meet others, by what is known of everybody's time.

https://learn.microsoft.com/graph/api/user-findmeetingtimes
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mockserver.http.operation import OperationTable
from mockserver.microsoft import queries, scopes
from mockserver.microsoft.calendars.calendar import default_calendar, same_organization
from mockserver.microsoft.mailbox import Mailbox, mailbox_at, open_mailbox
from mockserver.microsoft.outlook.mailbox_settings import settings_of
from mockserver.microsoft.render import Resource, fragment
from mockserver.microsoft.schedule.availability import Timeline, applied_zone, items, shown_time, viewers_role
from mockserver.microsoft.schedule.meeting_bodies import Location, Wish, read_wish
from mockserver.microsoft.schedule.suggestions import People, Suggestion, suggested
from mockserver.microsoft.templates import USER
from mockserver.timing import zones

if TYPE_CHECKING:
    from mockserver.http.exchange import Exchange
    from mockserver.microsoft.events.times import ShownZone
    from mockserver.microsoft.render import Value

table = OperationTable("microsoft")
_TYPE = "microsoft.graph.meetingTimeSuggestionsResult"


@table.operation(
    "findMeetingTimes", "POST", f"{USER}/findMeetingTimes",
    scopes=scopes.FIND_MEETING_TIMES, options={"delegated": True},
    reference="https://learn.microsoft.com/graph/api/user-findmeetingtimes",
)  # fmt: skip
def find_meeting_times(exchange: Exchange) -> Value:
    mailbox = open_mailbox(exchange)
    default_calendar(mailbox).demand("read")
    wish = read_wish(exchange, exchange.session.clock.now())
    locations = _locations(mailbox, wish)
    tried = suggested(wish, _people(mailbox, wish, locations), locations)
    shown = queries.preferences_of(exchange).zone
    result = {
        "emptySuggestionsReason": tried.empty_reason,
        "meetingTimeSuggestions": [
            _suggestion(wish, suggestion, order, shown) for order, suggestion in enumerate(tried.suggestions, 1)
        ],
    }
    return Resource(fragment(result), _TYPE, type="meetingTimeSuggestionsResult", applied=applied_zone(exchange))


def _locations(mailbox: Mailbox, wish: Wish) -> list[Location]:
    """The places that may be suggested: those that are named, else the rooms of the organization, where asked for."""
    if wish.locations or not wish.suggest_location:
        return list(wish.locations)
    everybody = mailbox.session.template.directory.people.values()
    return [
        Location(one.name, one.email, resolve=True)
        for one in everybody
        if one.kind == "room" and "microsoft" in one.accounts and same_organization(one.email, mailbox.address)
    ]


def _people(mailbox: Mailbox, wish: Wish, locations: list[Location]) -> People:
    hours = settings_of(mailbox)["workingHours"]
    return People(
        _timeline(mailbox, mailbox.address, wish) or Timeline(()),
        tuple(_timeline(mailbox, address, wish) for address in wish.attendees),
        tuple(_timeline(mailbox, location.address, wish) if location.resolve else None for location in locations),
        hours,
    )


def _timeline(mailbox: Mailbox, address: str, wish: Wish) -> Timeline | None:
    """When somebody is free, None where the organizer cannot know [inferred for people outside]."""
    person = mailbox_at(mailbox.session, address)
    if person is None or viewers_role(person, mailbox.address) == "none":
        return None
    after, before = min(start for start, _ in wish.slots), max(end for _, end in wish.slots)
    return Timeline(items(person, after, before, zones.zone(person.zone)))


def _suggestion(wish: Wish, suggestion: Suggestion, order: int, shown: ShownZone) -> dict[str, Any]:
    reason = {"suggestionReason": suggestion.reason} if wish.reasons else {}
    start, end = suggestion.slot
    return {
        "confidence": suggestion.confidence,
        "order": order,
        "organizerAvailability": suggestion.organizer,
        **reason,
        "attendeeAvailability": [
            {"availability": status, "attendee": {"emailAddress": {"address": address}}}
            for address, status in zip(wish.attendees, suggestion.attendees, strict=True)
        ],
        "locations": [_location(location) for location in suggestion.locations],
        "meetingTimeSlot": {"start": shown_time(start, shown), "end": shown_time(end, shown)},
    }


def _location(location: Location) -> dict[str, str]:
    address = {"locationEmailAddress": location.address} if location.address else {}
    return {"displayName": location.name, **address}

"""The operations `acl.watch`, `calendarList.watch`, `events.watch`, `settings.watch` and `channels.stop`.

What a channel gets, and when, is in `channels.py`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import msgspec

from mockserver.clock import DAY, SECOND
from mockserver.delivery import TargetRefused
from mockserver.google import scopes
from mockserver.google.bodies import read_body
from mockserver.google.calendars.calendar import Calendar, Role, events_of, list_of, open_calendar, rules_of
from mockserver.google.calendars.calendar_list import LIST
from mockserver.google.calendars.sharing import RULES
from mockserver.google.caller import project_of, signed_in
from mockserver.google.events.operations import EVENTS
from mockserver.google.events.queries import EventType  # noqa: TC001 - msgspec reads the hint at run time
from mockserver.google.push.channels import MOST_CHANNELS, Channel, close_channel, live, open_channel
from mockserver.google.refusals import (
    CALENDAR_LIMITS,
    CHANNEL_ID_NOT_UNIQUE,
    CHANNEL_NOT_FOUND,
    CHANNEL_TYPE_NOT_SUPPORTED,
    FORBIDDEN,
    INVALID,
    MISSING_PROPERTY,
    PUSH_NOT_SUPPORTED,
    WEBHOOK_NOT_HTTPS,
    WEBHOOK_UNAUTHORIZED,
    Refusal,
)
from mockserver.google.render import Resource, resource
from mockserver.google.settings import SETTINGS, settings_of
from mockserver.http.operation import OperationTable
from mockserver.ids import derive

if TYPE_CHECKING:
    from collections.abc import Awaitable

    from mockserver.clock import Instant
    from mockserver.delivery import Posted
    from mockserver.http.exchange import Exchange

table = OperationTable("google")
API = "https://www.googleapis.com/calendar/v3"
REFERENCE = "https://developers.google.com/workspace/calendar/api/v3/reference/"
TYPES = ("web_hook", "webhook")
DEFAULT_LIFETIME = 7 * DAY
LONGEST_LIFETIME = 30 * DAY
"""The longest that was observed."""
LONGEST_ID, LONGEST_TOKEN = 64, 256
LONGEST_ADDRESS = 2_048  # [inferred]
# Calendars that Google makes itself: holidays, birthdays. https://support.google.com/calendar/answer/37095
_GENERATED = "@group.v.calendar.google.com"

_NO_LIST = "a message says that something changed, not what: there is no list that this would shape"
_PAGED = {"maxResults": _NO_LIST, "pageToken": _NO_LIST, "syncToken": _NO_LIST}
_RULES = _PAGED | {"showDeleted": _NO_LIST}
_ENTRIES = _RULES | {"minAccessRole": _NO_LIST, "showHidden": _NO_LIST, "showOwnOrganizationOnly": _NO_LIST}
_EVENTS = _RULES | dict.fromkeys(
    (
        "alwaysIncludeEmail", "iCalUID", "maxAttendees", "orderBy", "privateExtendedProperty", "q",
        "sharedExtendedProperty", "showHiddenInvitations", "singleEvents", "timeMax", "timeMin", "timeZone",
        "updatedMin",
    ),
    _NO_LIST,
)  # fmt: skip


class WatchQuery(msgspec.Struct, frozen=True, rename="camel"):
    """The parameters of `events.watch`."""

    event_types: list[EventType] = []


class Target(msgspec.Struct, frozen=True):
    """What is to be watched: a collection of the session, and its path in the API as it was asked for."""

    collection: str
    path: str
    calendar: str = ""
    role: Role = "freeBusyReader"
    event_types: frozenset[str] = frozenset()


def about(name: str, response: str | None = "Channel") -> dict[str, Any]:
    """What the renderer and the error writer want to know of an operation on channels."""
    noun, _, verb = name.partition(".")
    method = f"calendar.v3.{noun[0].upper()}{noun[1:]}.{verb.capitalize()}"
    return {"reference": f"{REFERENCE}{noun}/{verb}", "options": {"response": response, "method": method}}


@table.operation(
    "events.watch", "POST", EVENTS + "/watch", scopes=scopes.READ_EVENTS, query=WatchQuery, accepted=_EVENTS,
    **about("events.watch"),
)  # fmt: skip
def watch_events(exchange: Exchange, query: WatchQuery) -> Resource | Awaitable[Resource]:
    calendar = _open(exchange)
    path = f"/calendars/{_asked(exchange)}/events"
    return _watch(exchange, Target(events_of(calendar.id), path, calendar.id, event_types=frozenset(query.event_types)))


@table.operation("acl.watch", "POST", RULES + "/watch", scopes=scopes.READ_RULES, accepted=_RULES, **about("acl.watch"))
def watch_rules(exchange: Exchange) -> Resource | Awaitable[Resource]:
    calendar = _open(exchange)
    if not calendar.allows("writer"):
        raise Refusal(FORBIDDEN, why=f"only writers and owners of {calendar.id} see its rules; this is {calendar.role}")
    return _watch(exchange, Target(rules_of(calendar.id), f"/calendars/{_asked(exchange)}/acl", calendar.id, "writer"))


@table.operation(
    "calendarList.watch", "POST", LIST + "/watch", scopes=scopes.READ_CALENDAR_LIST, accepted=_ENTRIES,
    **about("calendarList.watch"),
)  # fmt: skip
def watch_list(exchange: Exchange) -> Resource | Awaitable[Resource]:
    return _watch(exchange, Target(list_of(signed_in(exchange).person), "/users/me/calendarList"))


@table.operation(
    "settings.watch", "POST", SETTINGS + "/watch", scopes=scopes.READ_SETTINGS, accepted=_PAGED,
    **about("settings.watch"),
)  # fmt: skip
def watch_settings(exchange: Exchange) -> Resource | Awaitable[Resource]:
    return _watch(exchange, Target(settings_of(signed_in(exchange).person), "/users/me/settings"))


@table.operation(
    "channels.stop", "POST", "/calendar/v3/channels/stop", scopes=scopes.STOP_CHANNELS, **about("channels.stop", None)
)
def stop(exchange: Exchange) -> None:
    """End a channel. Whoever did not make it is told that there is none [inferred: 404, and not 403]."""
    caller = signed_in(exchange)
    body = read_body(exchange, "Channel")
    id_, resource_id = _required(body, "id"), _required(body, "resourceId")
    project, app = project_of(exchange)
    why = f"no channel {id_} lives"
    for collection, channel in live(exchange.session):
        if channel.id != id_:
            continue
        if channel.app != app:
            why = f"the channel {id_} was made by the app {channel.app or 'without a name'}, not by {app or 'this one'}"
        elif channel.resource_id != resource_id:
            why = f"the channel {id_} has the resourceId {channel.resource_id}"
        elif channel.caller.person != caller.person and not channel.caller.service_account:
            why = f"the channel {id_} was made by {channel.caller.person}, and only they may stop it"
        else:
            close_channel(exchange.session, collection, channel)
            return
    raise Refusal(CHANNEL_NOT_FOUND, id=id_, project=project, why=why)


def _watch(exchange: Exchange, target: Target) -> Resource | Awaitable[Resource]:
    """Make a channel, and post its first message."""
    session = exchange.session
    body = read_body(exchange, "Channel")
    project, app = project_of(exchange)
    channel = Channel(
        id=_id(body),
        project=project,
        app=app,
        caller=exchange.caller,
        # Stable for the resource, whoever watches it.
        resource_id=derive("google-resource", session.ids.seed, target.collection).token(27),
        resource_uri=f"{API}{target.path}?alt=json",
        address=_address(exchange, body),
        token=_token(body),
        expires=_expires(exchange, body),
        calendar=target.calendar,
        role=target.role,
        event_types=target.event_types,
    )
    _check_room(exchange, channel)
    if body.get("payload"):
        exchange.note("payload has no effect: messages of Google Calendar have no body")
    posted = open_channel(session, target.collection, channel)
    answer = resource(_document(channel))
    return _greeted(posted, answer) if session.outbox.office.greets_first else answer


async def _greeted(posted: Posted, answer: Resource) -> Resource:
    """The answer, once the first message was sent."""
    await posted.tried.wait()
    return answer


def _document(channel: Channel) -> dict[str, Any]:
    document = {
        "kind": "api#channel",
        "id": channel.id,
        "resourceId": channel.resource_id,
        "resourceUri": channel.resource_uri,
    }
    if channel.token is not None:
        document["token"] = channel.token
    return document | {"expiration": str(channel.expires // 1_000)}  # 64 bits travel as a string in JSON


def _open(exchange: Exchange) -> Calendar:
    """The calendar that is to be watched. Raises `Refusal`, also for those that Google generates."""
    calendar = open_calendar(exchange, exchange.parameters["calendarId"])
    if calendar.id.lower().endswith(_GENERATED):
        raise Refusal(PUSH_NOT_SUPPORTED, why=f"{calendar.id} is generated by Google and cannot be watched")
    return calendar


def _asked(exchange: Exchange) -> str:
    """The calendar's id as the caller wrote it, so that `primary` stays `primary`."""
    return quote(exchange.parameters["calendarId"], safe="")


# The members of the body. Each raises `Refusal`.


def _required(body: dict[str, Any], name: str) -> str:
    value: str = body.get(name) or ""
    if not value:
        raise Refusal(MISSING_PROPERTY, why=f"{name} is missing from the body")
    return value


def _id(body: dict[str, Any]) -> str:
    id_ = _required(body, "id")
    if len(id_) > LONGEST_ID or not (id_.isascii() and id_.isprintable()):  # [inferred]
        raise Refusal(INVALID, message="Invalid channel id.", why=f"id: at most {LONGEST_ID} characters of ASCII")
    return id_


def _address(exchange: Exchange, body: dict[str, Any]) -> str:
    """Where messages go. What cannot be a target for sure is refused now; what a name means shows at each message."""
    kind = _required(body, "type")
    if kind not in TYPES:
        raise Refusal(CHANNEL_TYPE_NOT_SUPPORTED, type=kind, why=f"type is one of {', '.join(TYPES)}")
    address = _required(body, "address")
    targets = exchange.session.outbox.office.targets
    if len(address) > LONGEST_ADDRESS:
        raise Refusal(INVALID, message="Invalid address value.", why=f"address: at most {LONGEST_ADDRESS} characters")
    if not address.lower().startswith(("https://", "http://") if targets.http else "https://"):
        raise Refusal(WEBHOOK_NOT_HTTPS, address=address, why="address must be https, unless --webhook-http is given")
    try:
        targets.check(address)
    except TargetRefused as error:
        raise Refusal(WEBHOOK_UNAUTHORIZED, address=address, why=str(error)) from None
    return address


def _token(body: dict[str, Any]) -> str | None:
    token: str | None = body.get("token")
    if token is not None and (len(token) > LONGEST_TOKEN or not token.isprintable()):  # [inferred]
        raise Refusal(INVALID, message="Invalid token value.", why=f"token: at most {LONGEST_TOKEN} characters")
    return token


def _expires(exchange: Exchange, body: dict[str, Any]) -> Instant:
    """When the channel ends: as asked, but no later than any channel does; in whole seconds, as the header says it."""
    now = exchange.session.clock.now()
    ttl, expiration = (body.get("params") or {}).get("ttl"), body.get("expiration")
    asked = [now + LONGEST_LIFETIME if ttl or expiration else now + DEFAULT_LIFETIME]
    if ttl:
        if not (ttl.isascii() and ttl.isdecimal() and int(ttl[:12])):  # [inferred]
            raise Refusal(INVALID, message="Invalid ttl value.", why=f"params.ttl: seconds, not {ttl[:40]!r}")
        asked.append(now + int(ttl[:12]) * SECOND)
    if expiration:
        asked.append(int(expiration) * 1_000)
    expires = min(asked) // SECOND * SECOND
    if expires <= now:  # [inferred]
        raise Refusal(INVALID, message="Invalid expiration value.", why="expiration: a time to come, in milliseconds")
    return expires


def _check_room(exchange: Exchange, channel: Channel) -> None:
    there = [one for _, one in live(exchange.session)]
    if any(one.id == channel.id and one.app == channel.app for one in there):
        raise Refusal(CHANNEL_ID_NOT_UNIQUE, id=channel.id, why="a channel of that id lives; take a new id")
    if len(there) >= MOST_CHANNELS:
        raise Refusal(CALENDAR_LIMITS, why=f"{MOST_CHANNELS} channels live in this session, all that may; stop some")

"""The scenario language: every section and field of a scenario file, declared once as typed structs.

The decoder, the JSON Schema, the messages of `check` and the reference page all come from here: a new section is one
field of `Scenario`, a new field is one line of its struct. Values stay text exactly as written, in the forms of
`forms.py`; what a text means is read by `moments.py`, and rules that look at more than one value live in `rules/`.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated, Any, Literal

import msgspec

from mockserver.clock import SECOND
from mockserver.faults import FAULTS
from mockserver.identity.directory import ACCESS_LIFETIME
from mockserver.scenario.forms import (
    Color,
    Duration,
    Email,
    InstantText,
    Key,
    Line,
    MomentText,
    Name,
    TokenText,
    Zone,
    says,
)
from mockserver.scenario.moments import all_day, moment, timed

if TYPE_CHECKING:
    from mockserver.clock import Instant
    from mockserver.scenario.moments import Moment

LANGUAGE_VERSION = 1
"""Rises when a file of the former language would be read differently."""

Provider = Literal["google", "microsoft"]
PROVIDERS: tuple[Provider, ...] = ("google", "microsoft")

Scopes = Annotated[tuple[str, ...], msgspec.Meta(min_length=1)]
Accounts = Annotated[tuple[Provider, ...], msgspec.Meta(min_length=1)]
Role = Literal["freeBusyReader", "reader", "writer", "owner"]
Response = Literal["needsAction", "accepted", "tentative", "declined"]
Visibility = Literal["default", "public", "private", "confidential"]
Shows = Literal["busy", "free"]
Status = Literal["confirmed", "tentative", "cancelled"]
Native = dict[str, Any]
HttpMethod = Literal["GET", "POST", "PUT", "PATCH", "DELETE"]
Count = Annotated[int, msgspec.Meta(ge=1)]
"""Fields in a provider's own words."""


class Part(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """A part of the language: a field it does not declare is a mistake, never ignored."""


class Clock(Part, frozen=True, kw_only=True):
    """When the session's clock starts and how it goes on."""

    start: Annotated[
        InstantText | None, says("The session's first instant, with its offset. Without it: real time.")
    ] = None
    flow: Annotated[
        Literal["real", "frozen"],
        says("`real`: the clock runs on with real time. `frozen`: it stands until it is moved over the control API."),
    ] = "real"


class Person(Part, frozen=True, kw_only=True):
    """Somebody, or a room or a thing, with a mailbox."""

    name: Annotated[Line, says("The name people see.")]
    email: Annotated[Email, says("The address of the account, unique in the scenario whatever the case.")]
    zone: Annotated[Zone, says("The zone of their calendars and settings, by its IANA or Windows name.")] = "UTC"
    accounts: Annotated[Accounts, says("With which providers they have an account.")] = PROVIDERS
    kind: Annotated[
        Literal["person", "room", "equipment"],
        says("A `room` or `equipment` is a resource: it is invited like a person."),
    ] = "person"
    admin: Annotated[bool, says("Whether they administer the organization of their address's domain.")] = False


class Group(Part, frozen=True, kw_only=True):
    """People under one address: calendars are shared with them together, and their free time is asked for together."""

    email: Annotated[Email, says("The group's address, unlike anybody's.")]
    name: Annotated[Line | None, says("The name people see. Without it: the key.")] = None
    members: Annotated[tuple[str, ...], says("Keys of people or e-mail addresses.")] = ()


class GoogleApp(Part, frozen=True, kw_only=True):
    """What an app is called at Google, where its derived values do not do."""

    client_id: Annotated[str | None, says("The client id, instead of one derived from the app's key.")] = None
    client_secret: Annotated[str | None, says("The client secret, instead of a derived one.")] = None


class App(Part, frozen=True, kw_only=True):
    """An OAuth client or a service account."""

    kind: Annotated[
        Literal["client", "service-account"],
        says("A `client` asks people for their consent; a `service-account` signs its own assertions."),
    ] = "client"
    name: Annotated[Line | None, says("The name a consent page shows. Without it: the key.")] = None
    redirect_uris: Annotated[tuple[str, ...], says("Where a client may be answered, each compared as a whole.")] = ()
    acts_for: Annotated[
        tuple[str, ...],
        says("For whom a service account may act by domain-wide delegation: keys of people."),
    ] = ()
    google: Annotated[GoogleApp | None, says("Fixes the credentials at Google, which are derived otherwise.")] = None


class AccessToken(Part, frozen=True, kw_only=True):
    """The access tokens of a grant."""

    expires_in: Annotated[
        Duration | None,
        says(
            "How long each lives on the session's clock. Without it: "
            f"{ACCESS_LIFETIME // SECOND} seconds, as Google's own. "
            "`PT0S`: those handed out at the start are dead already, and later ones live as long as without it."
        ),
    ] = None


class Grant(Part, frozen=True, kw_only=True):
    """What a person has granted to an app.

    Whoever is not named here has granted every client the full calendar scopes, validly, with every provider they
    have an account with.
    """

    person: Annotated[str, says("The key of the person.")]
    app: Annotated[str, says("The key of the app.")]
    provider: Annotated[Provider, says("At which provider.")] = "google"
    scopes: Annotated[
        tuple[str, ...] | None,
        says(
            "Scopes by their short name (`calendar.events`) or in full. Without it: the full calendar scopes. "
            "Empty: nothing was granted.",
        ),
    ] = None
    access_token: Annotated[AccessToken, says("How the access tokens of this grant live.")] = AccessToken()
    refresh_token: Annotated[
        Literal["valid", "revoked", "expired", "none"],
        says("The state of the refresh token; `none`: the app was given none (online access)."),
    ] = "valid"


class Token(Part, frozen=True, kw_only=True):
    """A readable access token for curl and first steps: `Authorization: Bearer <its name>`."""

    person: Annotated[str, says("The key of the person it speaks for.")]
    app: Annotated[str | None, says("The app it was issued to. Without it: the first client declared.")] = None
    provider: Annotated[Provider, says("The provider that takes it.")] = "google"
    state: Annotated[
        Literal["valid", "expired", "revoked"], says("A `valid` one never expires; the others are refused.")
    ] = "valid"
    scopes: Annotated[Scopes | None, says("Scopes as in a grant. Without it: the full calendar scopes.")] = None


class Attendee(Part, frozen=True, kw_only=True):
    """Somebody invited to an event: a person of the scenario or an address from outside."""

    person: Annotated[str | None, says("The key of a person of this scenario; either this or `email`.")] = None
    email: Annotated[Email | None, says("The address of somebody else; either this or `person`.")] = None
    response: Annotated[Response, says("What they answered.")] = "needsAction"
    optional: Annotated[bool, says("Whether the event does without them.")] = False
    name: Annotated[str | None, says("The name shown. Without it: the person's own.")] = None
    comment: Annotated[str | None, says("What they wrote with their answer.")] = None


class Reminder(Part, frozen=True, kw_only=True):
    """One reminder of an event."""

    before: Annotated[Duration, says("How long before the start, in whole minutes, at most four weeks.")]
    method: Annotated[Literal["popup", "email"], says("How it reaches the person.")] = "popup"


Reminders = Annotated[tuple[Reminder, ...], msgspec.Meta(max_length=5)]
Attendees = tuple[str | Attendee, ...]


class Change(Part, frozen=True, kw_only=True):
    """How one occurrence of a series differs; what is not named stays as in the series."""

    title: Annotated[str | None, says("Another title.")] = None
    start: Annotated[MomentText | None, says("Another start. Without an end or duration the length stays.")] = None
    end: Annotated[MomentText | None, says("Another end; either this or `duration`.")] = None
    duration: Annotated[Duration | None, says("Another length; either this or `end`.")] = None
    location: Annotated[str | None, says("Another place.")] = None
    description: Annotated[str | None, says("Another description.")] = None
    attendees: Annotated[Attendees | None, says("Other attendees, instead of all of the series'.")] = None
    visibility: Annotated[Visibility | None, says("Another visibility.")] = None
    shows: Annotated[Shows | None, says("Whether this occurrence blocks time.")] = None
    status: Annotated[Literal["confirmed", "tentative"] | None, says("Another status.")] = None
    reminders: Annotated[Reminders | None, says("Other reminders; empty: none.")] = None
    google: Annotated[Native, says("Fields of the Google event, merged last.")] = msgspec.field(default_factory=dict)
    microsoft: Annotated[Native, says("Fields of the Graph event, merged last.")] = msgspec.field(default_factory=dict)


class Event(Part, frozen=True, kw_only=True):
    """An event, or a whole series."""

    key: Annotated[Key, says("Its name in this calendar; ids are derived from it.")]
    start: Annotated[
        MomentText,
        says(
            "A wall-clock time in the event's zone (`2026-03-06 02:30`), a time with its offset, or a date, which "
            "makes an all-day event.",
        ),
    ]
    title: Annotated[str | None, says("The title. Without it the event is untitled.")] = None
    end: Annotated[
        MomentText | None,
        says("In the form of the start; the end of an all-day event is the day after its last. Or `duration`."),
    ] = None
    duration: Annotated[
        Duration | None,
        says("The length instead of an end; in days for an all-day event, which lasts one day without either."),
    ] = None
    zone: Annotated[Zone | None, says("In which zone its wall-clock times are. Without it: the calendar's.")] = None
    repeat: Annotated[
        str | tuple[str, ...] | None,
        says(
            "One rule of RFC 5545 without its prefix (`FREQ=DAILY;COUNT=5`), or full lines "
            "(`RRULE:…`, `RDATE:…`, `EXDATE:…`).",
        ),
    ] = None
    changes: Annotated[
        dict[str, Literal["cancelled"] | Change],
        says(
            "Occurrences that differ, each by its original start in the event's zone: a date, or a date and time "
            "where a day has several. `cancelled` takes one out.",
        ),
    ] = msgspec.field(default_factory=dict)
    attendees: Annotated[Attendees, says("Keys of people, e-mail addresses, or either with an answer.")] = ()
    organizer: Annotated[
        str | None, says("The key of a person or an e-mail address. Without it: the calendar's owner.")
    ] = None
    location: Annotated[str | None, says("The place, as free text.")] = None
    description: Annotated[str | None, says("The description, as free text.")] = None
    visibility: Annotated[Visibility, says("Who sees the details.")] = "default"
    shows: Annotated[Shows, says("Whether it blocks time.")] = "busy"
    status: Annotated[Status, says("A `cancelled` event is there as what a deleted one leaves.")] = "confirmed"
    reminders: Annotated[
        Reminders | None,
        says("Up to five. Without it: the calendar's own; empty: none."),
    ] = None
    created: Annotated[InstantText | None, says("When it was made. Without it: before the session's start.")] = None
    updated: Annotated[InstantText | None, says("When it was last changed. Without it: when it was made.")] = None
    google: Annotated[Native, says("Fields of the Google event, merged last.")] = msgspec.field(default_factory=dict)
    microsoft: Annotated[Native, says("Fields of the Graph event, merged last.")] = msgspec.field(default_factory=dict)

    @property
    def all_day(self) -> bool:
        """Whether it starts on a date rather than at a time."""
        return len(self.start) == len("2026-03-06")

    def begins(self) -> Moment:
        """When it starts: a date, a wall-clock time or an instant, as `moments.py` reads the text."""
        return moment(self.start)

    def span(self, zone_name: str) -> tuple[Instant, Instant] | tuple[date, date]:
        """When it starts and ends: instants, or for an all-day event its first day and the day after its last.

        `zone_name` is the zone of its wall-clock times, see `Scenario.zone_of`.
        """
        begin = self.begins()
        if isinstance(begin, int | datetime):
            return timed(begin, self.end, self.duration, zone_name)
        return all_day(begin, self.end, self.duration)

    def rules(self) -> list[str]:
        """Its recurrence as full lines with their prefixes, none for a single event."""
        if isinstance(self.repeat, str):
            return ["RRULE:" + self.repeat]
        return list(self.repeat or ())

    def guests(self) -> list[Attendee]:
        """Its attendees, each in the long form: an address where the text has an `@`, else a person."""
        return guests(self.attendees)


class Calendar(Part, frozen=True, kw_only=True):
    """A calendar and what stands in it."""

    owner: Annotated[str, says("The key of the person whose calendar it is.")]
    key: Annotated[Key, says("`primary` is the calendar every account has; any other key makes another.")] = "primary"
    title: Annotated[str | None, says("Without it: the owner's address (`primary`) or the key.")] = None
    description: Annotated[str | None, says("What it is for.")] = None
    location: Annotated[str | None, says("Where it is, as free text.")] = None
    zone: Annotated[Zone | None, says("Without it: the owner's.")] = None
    accounts: Annotated[Accounts | None, says("In which of the owner's accounts it stands. Without it: in each.")] = (
        None
    )
    color: Annotated[Color | None, says('A colour id of Google\'s (`"1"` to `"24"`) or a colour.')] = None
    share: Annotated[
        dict[str, Role], says("Who else may use it: keys of people or groups, or e-mail addresses, each with a role.")
    ] = msgspec.field(default_factory=dict)
    events: Annotated[tuple[Event, ...], says("What stands in it.")] = ()


class When(Part, frozen=True, kw_only=True):
    """Which requests are meant: those that have all that is given."""

    operation: Annotated[str | None, says("The operation, such as `google.events.list`.")] = None
    provider: Annotated[Provider | None, says("The provider.")] = None
    method: Annotated[tuple[HttpMethod, ...], says("The HTTP methods, any of which will do.")] = ()
    path: Annotated[str | None, says("How the path begins.")] = None
    person: Annotated[str | None, says("The key of the person who calls.")] = None
    app: Annotated[str | None, says("The key of the app that calls.")] = None
    nth: Annotated[Count | None, says("Only this one of the requests that fit.")] = None
    every: Annotated[Count | None, says("Each so many of the requests that fit.")] = None
    after: Annotated[Count | None, says("All behind the first so many that fit.")] = None


class Fault(Part, frozen=True, kw_only=True):
    """Requests that are to fail, and how."""

    fault: Annotated[str, says("Its name: one of " + ", ".join(f"`{name}`" for name in FAULTS) + ".")]
    when: Annotated[When, says("Which requests meet it. Without it: all.")] = When()
    times: Annotated[Count | None, says("At most how often. Without it: as often as they come.")] = None


class Scenario(Part, frozen=True, kw_only=True):
    """One scenario: people, their calendars, what they granted, and the time it is."""

    name: Annotated[Name, says("The scenario's name: the file's own without its ending, unique in the library.")] = (
        msgspec.field(name="scenario")
    )
    summary: Annotated[Line, says("What happens in it, in one line.")]
    tags: Annotated[tuple[Key, ...], says("Words to find it by.")] = ()
    description: Annotated[str | None, says("Why it exists and what a good application does.")] = None
    auth: Annotated[Literal["on", "off"], says("`off`: requests without a token are answered as the first person.")] = (
        "on"
    )
    clock: Annotated[Clock, says("The session's clock.")] = Clock()
    people: Annotated[dict[Key, Person], says("Everybody with a mailbox, by key.")] = msgspec.field(
        default_factory=dict
    )
    groups: Annotated[dict[Key, Group], says("Addresses of several people, by key.")] = msgspec.field(
        default_factory=dict
    )
    apps: Annotated[dict[Key, App], says("OAuth clients and service accounts, by key.")] = msgspec.field(
        default_factory=dict
    )
    grants: Annotated[tuple[Grant, ...], says("Where somebody granted less, or differently, than everything.")] = ()
    tokens: Annotated[dict[TokenText, Token], says("Readable access tokens, by the text that is sent.")] = (
        msgspec.field(default_factory=dict)
    )
    faults: Annotated[tuple[Fault, ...], says("What goes wrong; of several that mean a request, the first.")] = ()
    calendars: Annotated[
        tuple[Calendar, ...], says("Calendars with their events. An account's primary calendar is there in any case.")
    ] = ()

    def zone_of(self, calendar: Calendar, event: Event | None = None) -> str:
        """The name of the zone in which the wall-clock times of an event of this calendar are."""
        if event is not None and event.zone is not None:
            return event.zone
        return calendar.zone or self.people[calendar.owner].zone

    def accounts_of(self, calendar: Calendar) -> tuple[Provider, ...]:
        """The accounts of its owner in which a calendar stands."""
        return calendar.accounts or self.people[calendar.owner].accounts

    def email_of(self, who: str) -> str:
        """The address of a person by key; an address is its own."""
        return who if "@" in who else self.people[who].email

    def shared_with(self, who: str) -> str:
        """With whom a calendar is shared, as rules write it: the address of a person, or `group:` and a group's."""
        group = self.groups.get(who) or next((one for one in self.groups.values() if one.email == who), None)
        return self.email_of(who) if group is None else f"group:{group.email}"


def guests(attendees: Attendees) -> list[Attendee]:
    """Attendees in the long form: an address where the short form has an `@`, else a person."""
    return [
        one if isinstance(one, Attendee) else Attendee(email=one) if "@" in one else Attendee(person=one)
        for one in attendees
    ]

"""The scenario language: every section and field of a scenario file, declared once as typed structs.

The decoder, the JSON Schema, the messages of `check` and the reference page all come from here: a new section is one
field of `Scenario`, a new field is one line of its struct. Values stay text exactly as written, in the forms of
`forms.py`; what a text means is read by `moments.py`, and rules that look at more than one value live in `rules/`.

The sections stand in modules by what they are about: `access` (apps, grants, tokens), `calendars`, `failing` (faults,
limits); people and the scenario as a whole stand here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

import msgspec

from mockserver.scenario.forms import Email, InstantText, Key, Line, Name, TokenText, Zone, says
from mockserver.scenario.language.access import AccessToken, App, AppNames, Grant, Token
from mockserver.scenario.language.calendars import Attendee, Calendar, Change, Event, Reminder, guests
from mockserver.scenario.language.failing import Fault, GoogleLimits, Limits, MicrosoftLimits, When
from mockserver.scenario.language.generating import Generate, Mix
from mockserver.scenario.language.part import PROVIDERS, Accounts, Part

if TYPE_CHECKING:
    from mockserver.identity.directory import Provider

__all__ = [
    "PROVIDERS", "AccessToken", "App", "AppNames", "Attendee", "Calendar", "Change", "Clock", "Event", "Fault",
    "Generate", "GoogleLimits", "Grant", "Group", "Limits", "MicrosoftLimits", "Mix", "Part", "Person", "Reminder",
    "Scenario", "Token", "When", "guests",
]  # fmt: skip

LANGUAGE_VERSION = 1
"""Rises when a file of the former language would be read differently."""


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
    keys: Annotated[
        Literal["derived", "random"],
        says(
            "With what both authorization servers sign. `derived`: with keys that are the same at every run. "
            "`random`: with new ones for each session."
        ),
    ] = "derived"
    grants: Annotated[tuple[Grant, ...], says("Where somebody granted less, or differently, than everything.")] = ()
    tokens: Annotated[dict[TokenText, Token], says("Readable access tokens, by the text that is sent.")] = (
        msgspec.field(default_factory=dict)
    )
    faults: Annotated[tuple[Fault, ...], says("What goes wrong; of several that mean a request, the first.")] = ()
    limits: Annotated[Limits, says("How many requests are taken. Without it: any number.")] = Limits()
    generate: Annotated[
        Generate | None, says("People and calendars that are made up, for the realistic and performance tiers.")
    ] = None
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

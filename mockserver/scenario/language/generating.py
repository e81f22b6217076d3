"""A company that is made up: people, rooms, and an ordinary working life in their calendars."""

from __future__ import annotations

from typing import Annotated

import msgspec

from mockserver.scenario.forms import MomentText, Zone, says, shaped
from mockserver.scenario.language.part import Accounts, Part

ZONES = (
    "America/New_York",
    "Europe/London",
    "America/Los_Angeles",
    "Europe/Berlin",
    "Asia/Kolkata",
    "Australia/Sydney",
    "America/Sao_Paulo",
    "Asia/Tokyo",
)
"""Where people work, the most of them first. Two are on the southern half of the world, two change no clocks."""

Domain = Annotated[
    str,
    shaped("domain", "[a-z0-9]([a-z0-9.-]{0,80}[a-z0-9])?", "a domain in lower case, such as company.example"),
]
Percent = Annotated[int, msgspec.Meta(ge=0, le=100)]


class Mix(Part, frozen=True, kw_only=True):
    """Of how many in a hundred events something is true."""

    series: Annotated[Percent, says("Series, beside the stand-ups and meetings of the teams.")] = 15
    all_day: Annotated[Percent, says("Events that last whole days.")] = 6
    meetings: Annotated[Percent, says("Of the others: those that have guests.")] = 45
    private: Annotated[Percent, says("Private ones.")] = 6
    cancelled: Annotated[Percent, says("Those that were called off.")] = 3
    declined: Annotated[Percent, says("Invitations that were declined.")] = 8


class Generate(Part, frozen=True, kw_only=True):
    """People, teams and rooms that are made up, with what stands in their calendars.

    The people are `person-1`, `person-2` and so on, the rooms `room-1`. Consecutive people are a team: they have
    stand-ups, plannings and talks with the first of them. The same scenario always gives the same company.
    """

    people: Annotated[int, msgspec.Meta(ge=1, le=5_000), says("How many people.")]
    events_per_person: Annotated[
        int, msgspec.Meta(ge=0, le=1_000), says("How many events each of them organizes; a series is one.")
    ] = 30
    team_size: Annotated[int, msgspec.Meta(ge=1, le=20), says("How many people a team has.")] = 6
    rooms: Annotated[int, msgspec.Meta(ge=0, le=500), says("How many rooms; a team has its own.")] = 0
    domain: Annotated[Domain, says("What their addresses end with.")] = "company.example"
    zones: Annotated[
        tuple[Zone, ...],
        msgspec.Meta(min_length=1, max_length=40),
        says("Where the teams work, in turn; one in five people works in the zone of the next team."),
    ] = ZONES
    accounts: Annotated[
        Accounts | None,
        says("Which accounts everybody has. Without it, three in five have one at Google, the others at Microsoft."),
    ] = None
    first_day: Annotated[
        MomentText | None, says("A date in the first week. Without it: four weeks before the session starts.")
    ] = None
    weeks: Annotated[int, msgspec.Meta(ge=1, le=104), says("How many weeks the events are spread over.")] = 16
    mix: Annotated[Mix, says("What kinds of events there are.")] = Mix()

"""The documents of a scenario that makes people up: what it declares is ready, the teams come one by one.

A team is written when somebody first asks for a collection of its people, with nobody else there: its people invite
each other and addresses outside alone, so that what is written is the same whenever it is. Teams with which the
scenario's own calendars have to do are written together with those.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from mockserver.documents import LateBaseSet
from mockserver.scenario.generating.team import calendars
from mockserver.scenario.language import guests

if TYPE_CHECKING:
    from collections.abc import Callable

    from mockserver.documents import BaseSet
    from mockserver.scenario.generating.company import Company
    from mockserver.scenario.language import Scenario


def in_parts(scenario: Scenario, company: Company, write: Callable[[Scenario], BaseSet]) -> BaseSet:
    """The documents of a populated scenario. `write` makes all documents of what a scenario declares."""
    met = _met(scenario, company)
    team_of = {who: number for who, number in company.team_of.items() if number not in met}

    def part_of(collection: str) -> str | None:
        # `google/events/{address}`, `microsoft/events/{key}/{folder}`: the third part says whose it is.
        owner = collection.split("/", 3)[2:3]
        number = team_of.get(owner[0]) if owner else None
        return None if number is None else str(number)

    def make(part: str) -> BaseSet:
        team = company.teams[int(part)]
        people = {key: company.people[key] for key in (*team.people, *team.rooms)}
        return write(replace(scenario, people=people, groups={}, calendars=calendars(scenario, company, team)))

    own = tuple(calendar for number in sorted(met) for calendar in calendars(scenario, company, company.teams[number]))
    declared = {(calendar.owner, calendar.key): calendar for calendar in own}
    for calendar in scenario.calendars:
        made_up = declared.get((calendar.owner, calendar.key))
        events = made_up.events if made_up is not None else ()
        declared[calendar.owner, calendar.key] = replace(calendar, events=(*events, *calendar.events))
    return LateBaseSet(write(replace(scenario, calendars=tuple(declared.values()))), part_of, make)


def _met(scenario: Scenario, company: Company) -> frozenset[int]:
    """The teams with which the scenario's own calendars have to do: as owners, as guests, or by sharing."""
    named = {calendar.owner for calendar in scenario.calendars}
    for calendar in scenario.calendars:
        named.update(calendar.share)
        for event in calendar.events:
            changed = (change.attendees or () for change in event.changes.values() if not isinstance(change, str))
            for invited in (event.attendees, *changed):
                named.update(guest.person or guest.email or "" for guest in guests(invited))
    return frozenset(company.team_of[who] for who in named if who in company.team_of)

"""Who works at a company that is made up, and in which team."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from msgspec.structs import replace

from mockserver.ids import derive
from mockserver.scenario.generating.names import FIRST, LAST
from mockserver.scenario.language import Generate, Person

if TYPE_CHECKING:
    from mockserver.identity.directory import Provider
    from mockserver.scenario.language import Scenario

_AT_GOOGLE = 3  # of five people


class Team(NamedTuple):
    """A team, counted from 0: its people, the first of whom leads it, and the rooms that only it books."""

    number: int
    people: tuple[str, ...]
    rooms: tuple[str, ...]


class Company:
    """The people of a scenario's `generate` section. `name` is the scenario's, from which everything is derived."""

    def __init__(self, name: str, generate: Generate) -> None:
        self.name = name
        self.generate = generate

    @cached_property
    def people(self) -> dict[str, Person]:
        """Everybody, and every room, by key."""
        taken: dict[str, int] = {}
        people = {f"person-{number + 1}": self._person(number, taken) for number in range(self.generate.people)}
        return people | {f"room-{number + 1}": self._room(number) for number in range(self.generate.rooms)}

    @cached_property
    def teams(self) -> tuple[Team, ...]:
        size, count = self.generate.team_size, self.count
        keys = [f"person-{number + 1}" for number in range(self.generate.people)]
        rooms = [f"room-{number + 1}" for number in range(self.generate.rooms)]
        return tuple(
            Team(number, tuple(keys[number * size : (number + 1) * size]), tuple(rooms[number::count]))
            for number in range(count)
        )

    @property
    def count(self) -> int:
        """How many teams there are."""
        return -(-self.generate.people // self.generate.team_size)

    @cached_property
    def team_of(self) -> dict[str, int]:
        """The team of everybody and every room, by key and by address."""
        found: dict[str, int] = {}
        for team in self.teams:
            for key in (*team.people, *team.rooms):
                found[key] = found[self.people[key].email] = team.number
        return found

    def _person(self, number: int, taken: dict[str, int]) -> Person:
        made_of = derive(self.name, "person", str(number))
        last, first = divmod(made_of.number(len(FIRST) * len(LAST)), len(FIRST))
        name = f"{FIRST[first]} {LAST[last]}"
        local = name.lower().replace(" ", ".")
        taken[local] = again = taken.get(local, 0) + 1
        email = f"{local}{again if again > 1 else ''}@{self.generate.domain}"
        team = number // self.generate.team_size
        return Person(name=name, email=email, zone=self._zone(team, number), accounts=self._accounts(number))

    def _room(self, number: int) -> Person:
        team = number % self.count
        name, email = f"Room {number + 1}", f"room-{number + 1}@{self.generate.domain}"
        zone = self.generate.zones[team % len(self.generate.zones)]
        return Person(kind="room", name=name, email=email, zone=zone, accounts=self._accounts(team))

    def _zone(self, team: int, number: int) -> str:
        zones = self.generate.zones
        elsewhere = derive(self.name, "remote", str(number)).number(5) == 0
        return zones[(team + elsewhere) % len(zones)]

    def _accounts(self, number: int) -> tuple[Provider, ...]:
        if self.generate.accounts is not None:
            return self.generate.accounts
        return ("google",) if number % 5 < _AT_GOOGLE else ("microsoft",)


def populated(scenario: Scenario, company: Company) -> Scenario:
    """The scenario with everybody in it whom it makes up."""
    return replace(scenario, people={**company.people, **scenario.people})

"""Who works at a company that is made up: the same people for ever, each with an address, a zone and a team."""

from __future__ import annotations

from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st

from mockserver.scenario.generating import Company
from mockserver.scenario.language import Generate
from mockserver.timing.zones import is_zone


@settings(max_examples=40, deadline=None)
@given(st.integers(1, 400), st.integers(1, 20), st.integers(0, 40))
def test_everybody_is_in_one_team_and_has_an_address_of_their_own(people: int, size: int, rooms: int) -> None:
    company = Company("c", Generate(people=people, team_size=size, rooms=rooms))

    members = [key for team in company.teams for key in team.people]
    assert members == [f"person-{number + 1}" for number in range(people)]
    assert sorted(key for team in company.teams for key in team.rooms) == sorted(
        f"room-{number + 1}" for number in range(rooms)
    )
    assert max(len(team.people) for team in company.teams) <= size
    assert max(Counter(person.email for person in company.people.values()).values()) == 1
    assert all(company.team_of[key] == company.team_of[company.people[key].email] for key in company.people)


def test_the_same_section_gives_the_same_company_and_another_name_another_one() -> None:
    generate = Generate(people=50, rooms=3)

    assert Company("a", generate).people == Company("a", generate).people
    assert Company("a", generate).people != Company("b", generate).people


def test_people_work_all_over_the_world_with_either_provider() -> None:
    people = Company("c", Generate(people=200)).people.values()

    assert len({person.zone for person in people}) == 8
    assert all(is_zone(person.zone) for person in people)
    assert Counter(person.accounts for person in people) == {("google",): 120, ("microsoft",): 80}


def test_accounts_zones_and_domain_are_as_asked_for() -> None:
    asked = Generate(people=9, rooms=1, accounts=("microsoft",), zones=("Asia/Tokyo",), domain="x.example")

    for person in Company("c", asked).people.values():
        assert (person.accounts, person.zone) == (("microsoft",), "Asia/Tokyo")
        assert person.email.endswith("@x.example")


def test_a_room_is_a_room() -> None:
    room = Company("c", Generate(people=1, rooms=1)).people["room-1"]

    assert (room.kind, room.name) == ("room", "Room 1")

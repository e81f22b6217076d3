"""Documents of a company that is made up come team by team, and are the same whichever team comes first."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from mockserver import compiler
from mockserver.scenario.loading import loads

if TYPE_CHECKING:
    from mockserver.session import Template


def company(**more: Any) -> Template:
    said = {
        "scenario": "made-up",
        "summary": "Made up",
        "clock": {"start": "2026-03-06T09:00:00-05:00"},
        "generate": {"people": 18, "rooms": 3, "events_per_person": 12, "accounts": ["google", "microsoft"]},
        **more,
    }
    return compiler.compiled(loads(json.dumps(said), "made-up.yaml"), "1.0.0", strict=True, sent=False)


def events(template: Template, person: str) -> str:
    return f"google/events/{template.directory.people[person].email}"


def bodies(template: Template, name: str) -> list[bytes]:
    return [record.body for record in template.base[name].records]


def test_a_team_is_made_when_somebody_asks_for_one_of_its_calendars() -> None:
    template = company()

    assert not any(name.startswith(("google/events/", "microsoft/events/")) for name in template.base)
    assert len(template.base[events(template, "person-8")]) >= 12
    made = {name.split("/")[2] for name in template.base if name.startswith("microsoft/events/")}
    assert made == {*(f"person-{number}" for number in range(7, 13)), "room-2"}


def test_the_documents_are_the_same_whichever_team_comes_first() -> None:
    one, other = company(), company()
    names = [f"google/events/{one.directory.people[person].email}" for person in ("person-1", "person-7", "person-18")]
    names += [f"microsoft/events/{person}/10d" for person in ("person-2", "person-12", "room-1")]

    forth = {name: bodies(one, name) for name in names}
    back = {name: bodies(other, name) for name in reversed(names)}

    assert forth == back
    assert all(forth.values())


def test_everybody_has_a_mailbox_before_anybody_asks() -> None:
    template = company()

    assert len(template.base["google/calendars"]) == 21
    assert len(template.base["microsoft/calendars/person-18"]) == 1


def test_a_team_that_the_scenarios_own_calendars_invite_has_those_events_too() -> None:
    visit: dict[str, Any] = {
        "key": "visit",
        "title": "Visit",
        "start": "2026-03-09 10:00",
        "duration": "PT1H",
        "attendees": ["person-7"],
    }
    template = company(
        people={"alice": {"name": "Alice", "email": "alice@autosched.example"}},
        calendars=[{"owner": "alice", "events": [visit]}],
    )

    assert sum(b"Visit" in body for body in bodies(template, events(template, "person-7"))) == 1
    assert len(template.base[events(template, "person-7")]) >= 12
    assert bodies(template, events(template, "person-1")) == bodies(company(), events(company(), "person-1"))


def test_a_calendar_that_is_declared_too_has_both() -> None:
    own = {"key": "own", "title": "Declared", "start": "2026-03-09 10:00", "duration": "PT1H"}
    template = company(calendars=[{"owner": "person-3", "title": "Mine", "events": [own]}])

    found = bodies(template, events(template, "person-3"))
    assert sum(b"Declared" in body for body in found) == 1
    assert len(found) > 12

"""A scenario is written by each provider's own code, in the order of time, and invites nobody twice."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Literal

import pytest

from mockserver.clock import DAY, parse_instant, rfc3339
from mockserver.scenario.directory import directory
from mockserver.scenario.loading import loads
from mockserver.scenario.mistakes import BadScenario
from mockserver.scenario.seeding import NotTaken, Planned, Seeder, seeded

if TYPE_CHECKING:
    from mockserver.documents import BaseSet
    from mockserver.scenario import language
    from mockserver.session import Session
    from mockserver.session.invitations import Message

START = "2026-03-06T14:00:00Z"
ALICE = {"name": "Alice", "email": "alice@autosched.example"}


class Writer:
    """Writes down when it was asked to write what, and whom it could have invited."""

    def __init__(self, name: Literal["google", "microsoft"]) -> None:
        self.name: Literal["google", "microsoft"] = name

    def seeder(self) -> Seeder:
        return Seeder(self.name, self.name.title(), self.receive, self.set_up, self.write)

    def receive(self, session: Session, message: Message) -> bool:
        raise NotImplementedError(session.id, message)

    def set_up(self, scenario: language.Scenario, session: Session) -> None:
        for key in scenario.people:
            session.documents.put(f"{self.name}/mailboxes", key, b"")

    def write(self, scenario: language.Scenario, session: Session, one: Planned) -> None:
        del scenario
        if one.event.title == "Refused":
            raise NotTaken("No.", "write something else")
        known = {"at": rfc3339(session.clock.now()), "reaches": sorted(session.template.receivers)}
        session.documents.put(f"{self.name}/events", one.event.key, json.dumps(known).encode())


GOOGLE, MICROSOFT = Writer("google"), Writer("microsoft")


def written(*calendars: dict[str, Any], seeders: tuple[Writer, ...] = (GOOGLE, MICROSOFT)) -> BaseSet:
    scenario = {
        "scenario": "small",
        "summary": "Small",
        "clock": {"start": START, "flow": "frozen"},
        "people": {"alice": ALICE},
        "calendars": [{"owner": "alice"} | calendar for calendar in calendars],
    }
    read = loads(json.dumps(scenario), "small.yaml")
    return seeded(read, directory(read), [one.seeder() for one in seeders])


def events(found: BaseSet, provider: str = "google") -> dict[str, Any]:
    return {record.id: json.loads(record.body) for record in found[f"{provider}/events"].records}


def event(key: str, **members: str) -> dict[str, Any]:
    return {"key": key, "start": "2026-03-09 10:00", "duration": "PT1H"} | members


def test_every_provider_writes_what_stands_in_its_calendars() -> None:
    found = written(
        {"events": [event("both")]},
        {"key": "other", "accounts": ["microsoft"], "events": [event("one")]},
    )

    assert (list(events(found)), list(events(found, "microsoft"))) == (["both"], ["both", "one"])
    assert [record.id for record in found["microsoft/mailboxes"].records] == ["alice"]


def test_events_are_written_in_the_order_of_their_last_change() -> None:
    found = written(
        {
            "events": [
                event("late", updated="2026-03-05T00:00:00Z"),
                event("early", updated="2026-03-01T00:00:00Z"),
                event("made", created="2026-03-03T00:00:00Z"),
            ]
        },
        seeders=(GOOGLE,),
    )

    assert {key: known["at"][:10] for key, known in events(found).items()} == {
        "early": "2026-03-01",
        "made": "2026-03-03",
        "late": "2026-03-05",
    }
    assert list(events(found)) == ["early", "made", "late"]


def test_what_says_nothing_was_written_in_the_four_weeks_before_the_start() -> None:
    found = written({"events": [event(f"n{number}") for number in range(40)]}, seeders=(GOOGLE,))

    moments = [parse_instant(known["at"]) for known in events(found).values()]
    assert moments == sorted(moments)
    assert parse_instant(START) - 28 * DAY <= moments[0] <= moments[-1] < parse_instant(START)


def test_an_event_that_stands_at_both_providers_invites_at_each_its_own_people() -> None:
    found = written({"events": [event("both")]})

    assert events(found)["both"]["reaches"] == ["google"]
    assert events(found, "microsoft")["both"]["reaches"] == ["microsoft"]


def test_an_event_that_stands_at_one_provider_invites_at_both() -> None:
    found = written({"key": "other", "accounts": ["google"], "events": [event("one")]})

    assert events(found)["one"]["reaches"] == ["google", "microsoft"]


def test_what_a_provider_would_not_take_is_a_mistake_of_the_scenario() -> None:
    with pytest.raises(BadScenario) as bad:
        written({"events": [event("call", title="Refused")]})

    mistake = bad.value.mistakes[0]
    assert "event `call` of alice's calendar `primary`: Google would not take it: No." in mistake.what
    assert mistake.instead == "write something else"


def test_the_same_scenario_makes_the_same_documents() -> None:
    calendar = {"events": [event("both"), event("too")]}

    once, again = written(calendar), written(calendar)

    assert [events(once), events(once, "microsoft")] == [events(again), events(again, "microsoft")]

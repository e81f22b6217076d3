"""From a scenario to what its sessions start from: what is made at once, what comes late, and what is never lost."""

from __future__ import annotations

import json
import logging
from typing import TYPE_CHECKING, Any

import pytest

from mockserver import compiler
from mockserver.documents import LateBaseSet
from mockserver.scenario.loading import loads
from mockserver.scenario.mistakes import BadScenario

if TYPE_CHECKING:
    from mockserver.session import Template

ALICE = {"name": "Alice", "email": "alice@autosched.example"}
BOB = {"name": "Bob", "email": "bob@partner.example", "accounts": ["google"]}
CALL: dict[str, Any] = {"key": "call", "start": "2026-03-09 10:00", "duration": "PT1H"}
BAD = CALL | {"key": "bad", "microsoft": {"nothing": "of the kind"}}


def ready(*events: Any, sent: bool = False, accounts: list[str] | None = None) -> Template:
    calendar: dict[str, Any] = {"owner": "alice", "events": list(events)} | ({"accounts": accounts} if accounts else {})
    scenario = {
        "scenario": "small",
        "summary": "Small",
        "clock": {"start": "2026-03-06T14:00:00Z", "flow": "frozen"},
        "people": {"alice": ALICE, "bob": BOB},
        "calendars": [calendar],
    }
    return compiler.compiled(loads(json.dumps(scenario), "small.yaml"), "1.0.0", strict=True, sent=sent)


def kept(template: Template, prefix: str) -> int:
    """How many documents there are in the collections of that prefix, once somebody has asked for one."""
    assert template.base.get(f"{prefix}nobody") is None
    return sum(len(template.base[name]) for name in template.base if name.startswith(prefix))


def test_a_scenarios_microsoft_side_comes_with_the_first_request_that_wants_it() -> None:
    template = ready(CALL)

    assert isinstance(template.base, LateBaseSet)
    assert kept(template, "google/events/") == 1
    assert kept(template, "microsoft/events/") == 1


def test_a_scenario_that_was_sent_is_made_whole_at_once() -> None:
    assert not isinstance(ready(CALL, sent=True).base, LateBaseSet)


def test_a_large_scenario_is_made_whole_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compiler, "MOST_LATE", 0)

    assert not isinstance(ready(CALL).base, LateBaseSet)


@pytest.mark.parametrize("who", ["bob", "BOB@partner.example"])
def test_an_event_of_microsofts_that_invites_somebody_at_google_is_made_at_once(who: str) -> None:
    template = ready(CALL | {"attendees": [who]}, accounts=["microsoft"])

    assert not isinstance(template.base, LateBaseSet)
    assert kept(template, "google/events/bob@partner.example") == 1


def test_who_sends_an_event_that_graph_would_not_take_hears_it() -> None:
    with pytest.raises(BadScenario, match="Microsoft Graph would not take it"):
        ready(BAD, sent=True)


def test_a_library_with_such_an_event_has_mailboxes_without_events_and_says_so(
    caplog: pytest.LogCaptureFixture,
) -> None:
    template = ready(BAD)

    with caplog.at_level(logging.ERROR, "mockserver"):
        assert kept(template, "microsoft/events/") == 0

    assert kept(template, "microsoft/calendars/") == 1
    assert "the Microsoft side of the scenario small is empty" in caplog.text


def test_both_ways_lead_to_the_same_documents() -> None:
    late, whole = ready(CALL), ready(CALL, sent=True)

    for name in {*late.base, *whole.base}:
        bodies = [[record.body for record in base[name].records] for base in (late.base, whole.base)]
        assert bodies[0] == bodies[1], name

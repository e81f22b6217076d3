"""The faults of a session: which one a request meets, how often, and that a snapshot brings the counts back."""

from __future__ import annotations

import pytest

from mockserver.faults import FAULTS, Fault, Request, Rule, Rules, TooManyRules, When
from mockserver.faults.rules import MOST_RULES

LIST = Request("google.events.list", "google", "GET", "/calendar/v3/calendars/primary/events", "alice", "autosched")
GET = Request("google.events.get", "google", "GET", "/calendar/v3/calendars/primary/events/e", "alice", "autosched")
DOWN, SLOW = Fault("unavailable"), Fault("rate-limited")


def met(rules: Rules, *requests: Request) -> list[str]:
    """The fault that each request meets in turn; empty where it meets none."""
    return [fault.name if (fault := rules.decide(request, FAULTS)) is not None else "" for request in requests]


def test_without_rules_nothing_is_met() -> None:
    rules = Rules()

    assert not rules
    assert rules.decide(LIST, FAULTS) is None


def test_only_the_requests_that_fit_are_counted() -> None:
    rules = Rules([Rule(When(operation="google.events.list", nth=2), DOWN)])

    assert met(rules, LIST, GET, GET, LIST, LIST) == ["", "", "", "unavailable", ""]


def test_a_fault_is_met_as_often_as_it_is_said() -> None:
    rules = Rules([Rule(When(), DOWN, times=2)])

    assert met(rules, LIST, GET, LIST, LIST) == ["unavailable", "unavailable", "", ""]


def test_of_two_that_mean_a_request_the_first_is_met_and_both_count_it() -> None:
    rules = Rules([Rule(When(nth=1), DOWN), Rule(When(nth=2), SLOW)])

    assert met(rules, LIST, LIST, LIST) == ["unavailable", "rate-limited", ""]
    assert [(armed.fitting, armed.met) for armed in rules.listed()] == [(3, 1), (3, 1)]


def test_one_that_is_spent_lets_the_next_have_its_turn() -> None:
    rules = Rules([Rule(When(), DOWN, times=1), Rule(When(), SLOW)])

    assert met(rules, LIST, LIST) == ["unavailable", "rate-limited"]


def test_what_is_disarmed_is_met_no_more_and_its_number_is_not_given_again() -> None:
    rules = Rules([Rule(When(), DOWN)])

    assert rules.disarm(1)
    assert not rules.disarm(1)
    assert rules.arm(Rule(When(), SLOW)).number == 2
    rules.disarm_all()
    assert met(rules, LIST) == [""]


def test_a_snapshot_brings_back_what_was_armed_and_how_often_it_was_met() -> None:
    rules = Rules([Rule(When(nth=2), DOWN)])
    rules.decide(LIST, FAULTS)
    saved = rules.snapshot()
    rules.decide(LIST, FAULTS)
    rules.disarm_all()
    rules.restore(saved)

    assert met(rules, LIST, LIST) == ["unavailable", ""]


def test_no_more_can_be_armed_than_can_be_asked_at_every_request() -> None:
    rules = Rules(Rule(When(), DOWN) for _ in range(MOST_RULES))

    with pytest.raises(TooManyRules, match=f"^{MOST_RULES} faults are armed"):
        rules.arm(Rule(When(), DOWN))


def test_a_request_whose_provider_has_no_words_for_a_fault_does_not_count_for_it() -> None:
    rules = Rules([Rule(When(), DOWN, times=1), Rule(When(), SLOW, times=1)])

    assert rules.unworded(LIST, {"rate-limited"}) == ["unavailable"]
    assert [rules.decide(LIST, {"rate-limited"}), rules.decide(LIST, FAULTS)] == [SLOW, DOWN]
    assert [(armed.fitting, armed.met) for armed in rules.listed()] == [(1, 1), (2, 1)]

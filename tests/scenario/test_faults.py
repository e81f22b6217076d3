from __future__ import annotations

from mockserver.faults import Fault, Rule, When
from mockserver.scenario.faults import rules
from mockserver.scenario.loading import loads

TEXT = """
scenario: small
summary: S
people:
  alice: {name: Alice, email: alice@autosched.example}
faults:
  - {fault: unavailable}
  - {fault: token-expired, when: {operation: google.events.list, person: alice, method: [GET], nth: 2}, times: 1}
"""


def test_a_scenarios_faults_are_armed_in_the_order_of_the_file() -> None:
    assert rules(loads(TEXT, "small")) == (
        Rule(When(), Fault("unavailable")),
        Rule(When(operation="google.events.list", person="alice", method=("GET",), nth=2), Fault("token-expired"), 1),
    )


def test_without_faults_nothing_is_armed() -> None:
    assert rules(loads(TEXT.partition("faults:")[0], "small")) == ()

"""A scenario's faults as the rules that its sessions are armed with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mockserver.faults import Fault, Rule, When

if TYPE_CHECKING:
    from mockserver.scenario import language


def rules(scenario: language.Scenario) -> tuple[Rule, ...]:
    """What is armed when the scenario starts, in the order of the file."""
    return tuple(Rule(_when(one.when), Fault(one.fault), one.times) for one in scenario.faults)


def _when(when: language.When) -> When:
    given = {name: getattr(when, name) for name in When._fields}
    return When(**{name: value for name, value in given.items() if value})

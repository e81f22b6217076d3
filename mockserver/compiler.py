"""From a scenario to what its sessions start from: who there is, what was granted, and every document.

Google's documents are made at once. Microsoft's come with the first request that wants one, because importing and
writing them would double the start of a server that may never be asked for Graph; but they are made at once where the
scenario was sent (so that who sent it hears what is wrong with it), where it is large (so that nobody waits in the
middle of a request), and where events that stand at Microsoft alone invite people at Google. Of a scenario that makes
people up, each team comes with the first request for its calendars (`scenario/generating/`).
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from msgspec.structs import replace

from mockserver.documents import LateBaseSet
from mockserver.google.seed import SEEDER as GOOGLE
from mockserver.microsoft import provider as microsoft
from mockserver.scenario.directory import directory
from mockserver.scenario.faults import rules
from mockserver.scenario.mistakes import BadScenario
from mockserver.scenario.seeding import seeded
from mockserver.session import Template

if TYPE_CHECKING:
    from collections.abc import Callable

    from mockserver.clock import Instant
    from mockserver.documents import BaseSet
    from mockserver.identity.directory import Directory
    from mockserver.scenario.language import Generate, Scenario
    from mockserver.session.invitations import Receiver

RECEIVERS: dict[str, Receiver] = {GOOGLE.name: GOOGLE.receive, microsoft.NAME: microsoft.receive}
MOST_LATE = 2_000
"""Events of the largest scenario whose Microsoft side comes late."""

log = logging.getLogger("mockserver")


def compiled(scenario: Scenario, version: str, *, strict: bool, sent: bool) -> Template:
    """A scenario ready to run. `strict` False lets requests in that bring no token; `sent`: it came over HTTP.

    Raises `BadScenario` for an event that a provider would not take.
    """
    documents = _documents
    if scenario.generate is not None:
        scenario, documents = _generated(scenario, scenario.generate)
    who = directory(scenario)
    return Template(
        scenario.name,
        who,
        version,
        _start(scenario),
        scenario.clock.flow,
        strict and scenario.auth == "on",
        documents(scenario, who, sent=sent),
        RECEIVERS,
        rules(scenario),
        scenario.limits.amounts(),
    )


def _documents(scenario: Scenario, who: Directory, *, sent: bool) -> BaseSet:
    large = sum(len(calendar.events) for calendar in scenario.calendars) > MOST_LATE
    if sent or large or _crosses(scenario):
        return _all(scenario, who)
    return LateBaseSet(seeded(scenario, who, [GOOGLE]), _provider_of, lambda _: _late(scenario, who))


def _generated(scenario: Scenario, generate: Generate) -> tuple[Scenario, Callable[..., BaseSet]]:
    """The scenario with everybody whom it makes up, and how its documents are made: what it declares at once."""
    from mockserver.scenario.generating import Company, in_parts, populated  # noqa: PLC0415 - few scenarios make any up

    company = Company(scenario.name, generate)

    def documents(scenario: Scenario, who: Directory, *, sent: bool) -> BaseSet:  # noqa: ARG001 - at once in any case
        return in_parts(scenario, company, lambda part: _all(part, who))

    return populated(scenario, company), documents


def _provider_of(collection: str) -> str | None:
    """Microsoft's collections come late, the others are ready."""
    return microsoft.NAME if collection.startswith(f"{microsoft.NAME}/") else None


def _all(scenario: Scenario, who: Directory) -> BaseSet:
    return seeded(scenario, who, [GOOGLE, microsoft.seeder()])


def _late(scenario: Scenario, who: Directory) -> BaseSet:
    """Everything, or empty mailboxes where an event would not be taken: a broken file never takes the server down."""
    try:
        return _all(scenario, who)
    except BadScenario as bad:
        log.error("the Microsoft side of the scenario %s is empty: %s", scenario.name, bad)  # noqa: TRY400 - it is told, not traced
        empty = tuple(replace(calendar, events=()) for calendar in scenario.calendars)
        return _all(replace(scenario, calendars=empty), who)


def _crosses(scenario: Scenario) -> bool:
    """Whether an event that does not stand at Google invites somebody who has an account there alone."""
    abroad = {key for key, person in scenario.people.items() if person.accounts == (GOOGLE.name,)}
    abroad |= {scenario.people[key].email.lower() for key in abroad}
    return any(
        (guest.person or guest.email or "").lower() in abroad
        for calendar in scenario.calendars
        if GOOGLE.name not in scenario.accounts_of(calendar)
        for event in calendar.events
        for guest in event.guests()
    )


def _start(scenario: Scenario) -> Instant | None:
    if scenario.clock.start is None:
        return None
    from mockserver.scenario.moments import instant  # noqa: PLC0415 - the first to need it

    return instant(scenario.clock.start)

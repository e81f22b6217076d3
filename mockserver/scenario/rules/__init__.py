"""What is wrong with a scenario beyond its form: each rule looks at the document and yields what breaks it.

A rule is a function in a file named after what it is about, and an entry of `RULES`. Rules see the plain document
rather than the structs, so that they all speak even where its form is broken elsewhere.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mockserver.scenario.generating.declared import with_made_up
from mockserver.scenario.rules import access, calendars, events, faults, generating, people, recurrence

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from mockserver.scenario.mistakes import Finding
    from mockserver.scenario.view import View

RULES: tuple[Callable[[View], Iterator[Finding]], ...] = (
    people.empty_fields,
    people.clock,
    people.addresses,
    people.groups,
    people.zones,
    people.accounts,
    access.apps,
    access.service_accounts,
    access.client_ids,
    access.grants,
    access.tokens,
    calendars.owners,
    calendars.places,
    calendars.shares,
    calendars.event_keys,
    events.times,
    events.attendance,
    events.reminders,
    events.native_ids,
    events.stamps,
    recurrence.series,
    faults.faults,
    generating.generate,
)


def broken(document: View) -> Iterator[Finding]:
    """What breaks any of the rules."""
    if "generate" in document:
        document = with_made_up(document)
    for rule in RULES:
        yield from rule(document)

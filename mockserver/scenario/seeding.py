"""Seeding: what a scenario declares is written the way clients would write it, by each provider's own code.

It is written into a session that is then thrown away, so that what a scenario declares and what a client makes look the
same; what remains are the documents, made once for all sessions of the scenario. How a provider writes an event is its
`seed.py`'s.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import msgspec

from mockserver.clock import DAY, MINUTE, Instant, parse_instant
from mockserver.documents import BaseBuilder
from mockserver.ids import derive
from mockserver.scenario.mistakes import BadScenario, Mistake, quoted
from mockserver.session import Session, Template

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from mockserver.documents import BaseSet
    from mockserver.identity.directory import Directory, Provider
    from mockserver.scenario import language
    from mockserver.session.invitations import Receiver

# When a scenario without a clock was written, as far as its documents say.
_WITHOUT_CLOCK = parse_instant("2026-01-01T00:00:00Z")
# Its events were written in the four weeks before it starts, so that whoever asks for recent changes finds them all.
_WRITTEN_BEFORE, _WRITTEN_WITHIN = 28 * DAY, 27 * DAY


class Planned(msgspec.Struct, frozen=True):
    """An event and when it was written."""

    created: Instant
    updated: Instant
    number: int
    calendar: language.Calendar
    event: language.Event


class NotTaken(Exception):  # noqa: N818 - named by what it says of the event
    """The provider would not take an event: what it `said`, and what to write `instead`."""

    def __init__(self, said: str, instead: str = "") -> None:
        super().__init__(said)
        self.said = said
        self.instead = instead or "write what its reference allows"


class Seeder(NamedTuple):
    """A provider's side of seeding.

    `set_up` makes every mailbox and calendar; `write` an event and whatever its `changes` say, or raises `NotTaken`.
    `title` is what people call the provider; `receive` takes invitations for its mailboxes.
    """

    name: Provider
    title: str
    receive: Receiver
    set_up: Callable[[language.Scenario, Session], None]
    write: Callable[[language.Scenario, Session, Planned], None]


def seeded(scenario: language.Scenario, directory: Directory, seeders: Sequence[Seeder]) -> BaseSet:
    """The documents of a scenario at these providers.

    Invitations reach a guest at the provider of the event, and elsewhere only where the calendar does not stand there
    itself: its owner has invited them there too. Raises `BadScenario` for an event that a provider would not take.
    """
    start = parse_instant(scenario.clock.start.replace(" ", "T")) if scenario.clock.start else _WITHOUT_CLOCK
    planned = _plan(scenario, {seeder.name for seeder in seeders}, start)
    first = min((one.created for one in planned), default=start)
    receivers: dict[str, Receiver] = {}
    # Mailboxes and calendars are there a day before the first event, so that making them moves no event's time.
    template = Template(scenario.name, directory, start=first - DAY, flow="frozen", receivers=receivers)
    session = Session("seed", template)
    for seeder in seeders:
        seeder.set_up(scenario, session)
    for one in planned:
        stands_at = scenario.accounts_of(one.calendar)
        for seeder in (seeder for seeder in seeders if seeder.name in stands_at):
            receivers.clear()
            receivers.update(_reached(seeder, seeders, stands_at))
            session.clock.set(max(one.updated, session.clock.now()))
            try:
                seeder.write(scenario, session, one)
            except NotTaken as refused:
                raise _refused(scenario, seeder, one, refused) from None
    builder = BaseBuilder()
    builder.take(session.documents)
    return builder.build()


def _reached(seeder: Seeder, seeders: Iterable[Seeder], stands_at: Sequence[str]) -> dict[str, Receiver]:
    """The providers at which an event of this one invites people."""
    return {one.name: one.receive for one in seeders if one is seeder or one.name not in stands_at}


def _plan(scenario: language.Scenario, providers: set[Provider], start: Instant) -> list[Planned]:
    """The events in the order in which they were last changed: the order of a calendar's list."""
    events = [
        (calendar, event)
        for calendar in scenario.calendars
        if providers.intersection(scenario.accounts_of(calendar))
        for event in calendar.events
    ]
    step = min(37 * MINUTE, _WRITTEN_WITHIN // max(len(events), 1))
    planned = []
    for number, (calendar, event) in enumerate(events):
        # Real changes happen at odd milliseconds.
        odd = derive(scenario.name, "written", calendar.owner, calendar.key, event.key).number(step // 2)
        default = start - _WRITTEN_BEFORE + number * step + odd
        created = parse_instant(event.created.replace(" ", "T")) if event.created else default
        updated = parse_instant(event.updated.replace(" ", "T")) if event.updated else created
        planned.append(Planned(created, updated, number, calendar, event))
    return sorted(planned, key=lambda one: (one.updated, one.number))


def _refused(scenario: language.Scenario, seeder: Seeder, one: Planned, refused: NotTaken) -> BadScenario:
    """What is wrong with an event. Where in the file it stands is not known any more, so its keys say so."""
    where = f"event {quoted(one.event.key)} of {one.calendar.owner}'s calendar {quoted(one.calendar.key)}"
    what = f"{where}: {seeder.title} would not take it: {refused.said}"
    return BadScenario([Mistake(f"{scenario.name}.yaml", 1, 1, what, refused.instead)])

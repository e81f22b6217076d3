"""One world: everything that a session is made of, and how it is saved, brought back and begun again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

import msgspec

from mockserver.clock import Clock, monotonic
from mockserver.delivery import Office, Outbox
from mockserver.documents import Cursors, Store
from mockserver.faults import Rules
from mockserver.identity.identity import Identity
from mockserver.ids import Ids
from mockserver.journal import Journal
from mockserver.limits import Limits

if TYPE_CHECKING:
    from collections.abc import Callable

    from mockserver.clock import Flow, Instant
    from mockserver.session.template import Template
    from mockserver.session.watching import Watcher

Clients = Literal["real", "frozen"]
SNAPSHOTS = 16
"""Snapshots that one session may keep."""


class UnknownSnapshot(LookupError):  # noqa: N818 - named by what it says
    """No snapshot of that name was made in this session."""


class TooManySnapshots(Exception):  # noqa: N818 - named by what it says
    """The session keeps as many snapshots as one may."""


class Choices(msgspec.Struct, frozen=True):
    """What may be chosen when a session is made; None takes what the scenario says."""

    seed: str | None = None
    start: Instant | None = None
    flow: Flow | None = None
    clients: Clients = "real"


class World:
    """The part of a session that changes: what `reset` makes anew and a snapshot saves."""

    __slots__ = ("clock", "cursors", "documents", "faults", "identity", "ids", "limits")

    def __init__(self, session_id: str, template: Template, choices: Choices) -> None:
        seed = choices.seed or template.scenario
        start = choices.start if choices.start is not None else template.start
        self.clock = Clock(start, choices.flow or template.flow)
        self.ids = Ids(seed)
        self.documents = Store(template.base)
        self.cursors = Cursors(seed, self.clock)
        self.faults = Rules(template.faults)
        self.limits = Limits(template.limits, self.clock)
        self.identity = Identity(template.directory, session_id, self.clock, self.ids, choices.clients)

    def snapshot(self) -> tuple[Any, ...]:
        return tuple(getattr(self, part).snapshot() for part in self.__slots__)

    def restore(self, saved: tuple[Any, ...]) -> None:
        for part, state in zip(self.__slots__, saved, strict=True):
            getattr(self, part).restore(state)


class Session:
    """One isolated, running copy of a scenario."""

    def __init__(
        self,
        session_id: str,
        template: Template,
        choices: Choices | None = None,
        sharers: Callable[[], int] = lambda: 1,
        *,
        office: Office | None = None,
        watchers: tuple[Watcher, ...] = (),
    ) -> None:
        self.id = session_id
        self.template = template
        self.choices = choices or Choices()
        self.journal = Journal(sharers)
        self.used = monotonic()
        self.watchers = watchers
        self._office = office or Office()
        self._world = World(session_id, template, self.choices)
        self._outbox = self._fresh_outbox()
        self._snapshots: dict[str, tuple[Any, ...]] = {}

    @property
    def clock(self) -> Clock:
        return self._world.clock

    @property
    def ids(self) -> Ids:
        return self._world.ids

    @property
    def documents(self) -> Store:
        return self._world.documents

    @property
    def cursors(self) -> Cursors:
        return self._world.cursors

    @property
    def faults(self) -> Rules:
        return self._world.faults

    @property
    def limits(self) -> Limits:
        return self._world.limits

    @property
    def identity(self) -> Identity:
        return self._world.identity

    @property
    def outbox(self) -> Outbox:
        """What this session sends; it goes with its world."""
        return self._outbox

    @property
    def snapshots(self) -> tuple[str, ...]:
        return tuple(self._snapshots)

    def reset(self) -> None:
        """Begin again: a fresh world in the place of this one. The journal and the snapshots stay."""
        self._begin(World(self.id, self.template, self.choices))

    def save(self, name: str) -> None:
        """Save a snapshot, in place of one of that name. Raises `TooManySnapshots`."""
        if name not in self._snapshots and len(self._snapshots) >= SNAPSHOTS:
            raise TooManySnapshots(f"a session keeps {SNAPSHOTS} snapshots; save under a name already used")
        self._snapshots[name] = self._world.snapshot()

    def restore(self, name: str) -> None:
        """Go back to a snapshot. Raises `UnknownSnapshot`."""
        if name not in self._snapshots:
            raise UnknownSnapshot(name)
        world = World(self.id, self.template, self.choices)
        world.restore(self._snapshots[name])
        self._begin(world)

    def notify(self) -> None:
        """Let those who watch for changes see what has changed, and send what has fallen due."""
        for watcher in self.watchers:
            watcher.notify(self)
        self._outbox.tend()

    def end(self) -> None:
        """Send nothing more: the session is over."""
        self._outbox.close()

    def _begin(self, world: World) -> None:
        self._outbox.close()
        self._world = world
        self._outbox = self._fresh_outbox()

    def _fresh_outbox(self) -> Outbox:
        return Outbox(self._world.clock, self.journal, self._office)

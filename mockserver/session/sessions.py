"""The live sessions: made, found, ended; their number bounded, the idle ones ended after a while."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mockserver.clock import monotonic
from mockserver.delivery import Office
from mockserver.ids import fresh_session_id
from mockserver.journal import ALL_ENTRIES, ENTRIES
from mockserver.session.session import Session

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mockserver.session.session import Choices
    from mockserver.session.template import Template
    from mockserver.session.watching import Watcher

DEFAULT = "default"
LIMIT = 2_000
"""Sessions that may live at once."""
IDLE_SECONDS = 3_600.0
"""Seconds of real time without a request after which a session ends; the default session never does."""
SHARED_FULLY = ALL_ENTRIES // ENTRIES
"""Sessions up to whose number each may fill its journal."""
SESSION_ID = re.compile(r"[a-z0-9][a-z0-9-]{0,31}")


class UnknownSession(LookupError):  # noqa: N818 - named by what it says
    """No live session has that id."""


class SessionExists(Exception):  # noqa: N818 - named by what it says
    """A live session already has that id."""


class BadSessionId(ValueError):  # noqa: N818 - named by what it says
    """Not an id that a session can have."""


class TooManySessions(Exception):  # noqa: N818 - named by what it says
    """As many sessions live as may."""


class Sessions:
    """The register of live sessions; the `default` one is always among them."""

    def __init__(
        self,
        template: Template,
        limit: int = LIMIT,
        idle_seconds: float = IDLE_SECONDS,
        *,
        office: Office | None = None,
        watchers: tuple[Watcher, ...] = (),
    ) -> None:
        self.office = office or Office()
        self._watchers = watchers
        self._limit = limit
        self._idle_seconds = idle_seconds
        self._live: dict[str, Session] = {}
        self._shared = SHARED_FULLY
        self.default = self._live[DEFAULT] = self._make(DEFAULT, template)

    def create(self, template: Template, choices: Choices, session_id: str | None = None) -> Session:
        """Start a session. Raises `BadSessionId`, `SessionExists` or `TooManySessions`."""
        if session_id is not None and SESSION_ID.fullmatch(session_id) is None:
            raise BadSessionId(f"{session_id!r} is no session id: 1 to 32 of a-z, 0-9 and -, not starting with -")
        self.end_idle()
        if session_id in self._live:
            raise SessionExists(session_id)
        if len(self._live) >= self._limit:
            raise TooManySessions(f"{self._limit} sessions live, all that may; delete those that are done")
        chosen = session_id or self._fresh_id()
        session = self._live[chosen] = self._make(chosen, template, choices)
        self._share()
        return session

    def get(self, session_id: str) -> Session:
        """Find a live session and note that it is in use. Raises `UnknownSession`."""
        session = self._live.get(session_id)
        if session is None or self._is_idle(session):
            raise UnknownSession(session_id)
        session.used = monotonic()
        return session

    def end(self, session_id: str) -> None:
        """End a session; the default one begins again instead. Raises `UnknownSession`."""
        self.get(session_id)
        if session_id == DEFAULT:
            self.default.reset()
        else:
            self._live.pop(session_id).end()

    def end_idle(self) -> None:
        for session in [session for session in self._live.values() if self._is_idle(session)]:
            self._live.pop(session.id).end()

    def notify(self, session_id: str) -> None:
        """Let those who watch a session see what has changed in it, where it lives."""
        session = self._live.get(session_id)
        if session is not None:
            session.notify()

    def __iter__(self) -> Iterator[Session]:
        return (session for session in list(self._live.values()) if not self._is_idle(session))

    def ids(self) -> list[str]:
        return [session.id for session in self]

    def _share(self) -> None:
        """Let every journal go down to its share each time that the number of sessions has doubled.

        A journal looks at its share when it is written; those of sessions that rest would keep what they had.
        """
        self._shared = max(SHARED_FULLY, min(self._shared, len(self._live)))
        if len(self._live) > 2 * self._shared:
            self._shared = len(self._live)
            for session in self._live.values():
                session.journal.drop_oldest()

    def _make(self, session_id: str, template: Template, choices: Choices | None = None) -> Session:
        return Session(session_id, template, choices, self._count, office=self.office, watchers=self._watchers)

    def _count(self) -> int:
        return len(self._live)

    def _fresh_id(self) -> str:
        while (fresh := fresh_session_id()) in self._live:
            pass
        return fresh

    def _is_idle(self, session: Session) -> bool:
        return session.id != DEFAULT and monotonic() - session.used > self._idle_seconds

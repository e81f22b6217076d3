"""What the control API works on, and one call to it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import msgspec

from mockserver.http.resolving import PREFIX, NoSuchSession
from mockserver.session import UnknownSession
from mockserver.session.sessions import DEFAULT

if TYPE_CHECKING:
    from mockserver.control.catalogue import Catalogue
    from mockserver.control.streams import Streams
    from mockserver.control.tally import Tally
    from mockserver.http.exchange import Exchange
    from mockserver.http.operation import Operation
    from mockserver.http.routing import Routes
    from mockserver.session import Session, Sessions
    from mockserver.tls import Tls

_PORT = re.compile(r":\d*$")


class Parts(msgspec.Struct, frozen=True):
    """What the server is made of, as far as the control API is concerned.

    `routes` are every provider's; `warnings` say what was wrong at the start; `tls` is there where it speaks TLS.
    """

    sessions: Sessions
    catalogue: Catalogue
    streams: Streams
    tally: Tally
    routes: tuple[Routes, ...] = ()
    warnings: tuple[str, ...] = ()
    tls: Tls | None = None

    @property
    def operations(self) -> tuple[Operation, ...]:
        """Every provider's operations, by which requests are filtered."""
        return tuple(operation for routes in self.routes for operation in routes.operations)


class Call(msgspec.Struct, frozen=True):
    """One request to the control API."""

    exchange: Exchange
    parts: Parts

    @property
    def session(self) -> Session:
        """The session that the path names, with everything done that is due by now. Raises `NoSuchSession`."""
        session_id = self.exchange.parameters["session"]
        try:
            session = self.parts.sessions.get(session_id)
        except UnknownSession:
            raise NoSuchSession(session_id, "the path", self.parts.sessions.ids()) from None
        session.clock.run_due()
        return session

    def base_of(self, session: Session) -> str:
        """What every URL of a session begins with."""
        origin = self.exchange.origin
        return origin if session.id == DEFAULT else f"{origin}{PREFIX}{session.id}"

    def https_base_of(self, session: Session) -> str | None:
        """What a session's URLs begin with over TLS, None where the server speaks none.

        Who asks over plain HTTP is told the port that the server listens on itself: it knows of no other mapped to it.
        """
        base = self.base_of(session)
        scheme, _, rest = base.partition("://")
        if scheme == "https" or self.parts.tls is None:
            return base if scheme == "https" else None
        place, slash, path = rest.partition("/")
        return self.parts.tls.base(_PORT.sub("", place)) + slash + path

"""Which session a request belongs to: the first that says so of the path's prefix, the header, the credential.

An unknown session is never the default one: that would let two tests meet. It is refused, by the control API whoever
owns the path, because no provider knows of sessions.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mockserver.identity.tokens import session_of
from mockserver.session import UnknownSession

if TYPE_CHECKING:
    from mockserver.http.exchange import Exchange
    from mockserver.session import Session, Sessions

HEADER = "X-Mock-Session"
PREFIX = "/s/"


class NoSuchSession(LookupError):  # noqa: N818 - named by what it says
    """The request names a session that does not live. `live` are those that do."""

    def __init__(self, session_id: str, named_by: str, live: list[str]) -> None:
        super().__init__(f"no session {session_id!r} lives (named by {named_by})")
        self.session_id = session_id
        self.named_by = named_by
        self.live = live


def split_prefix(path: str) -> tuple[str, str]:
    """A path's `/s/{session}` prefix, or none, and the rest."""
    if not path.startswith(PREFIX):
        return "", path
    session_id, slash, rest = path[len(PREFIX) :].partition("/")
    return PREFIX + session_id, slash + rest or "/"


def session_for(exchange: Exchange, sessions: Sessions) -> Session:
    """The session that an exchange belongs to. Raises `NoSuchSession`."""
    if exchange.prefix:
        return _named(exchange.prefix[len(PREFIX) :], "the path's prefix", sessions)
    header = exchange.headers.get(HEADER)
    if header is not None:
        return _named(header, f"the header {HEADER}", sessions)
    credential = exchange.provider.credential(exchange)
    session_id = session_of(credential) if credential else None
    return sessions.default if session_id is None else _named(session_id, "the credential", sessions)


def _named(session_id: str, named_by: str, sessions: Sessions) -> Session:
    try:
        return sessions.get(session_id)
    except UnknownSession:
        raise NoSuchSession(session_id, named_by, sessions.ids()) from None

"""Who may use the control API.

Two doors. When others can reach the server and a control token is set, everything under `/_mock` demands it. And a
web page never gets in by chance: a request that a browser sends for a page of another origin needs the token too, so
that no site somebody visits can read or change what runs on their machine.
"""

from __future__ import annotations

import hmac
from typing import TYPE_CHECKING

from mockserver.control.problems import FOREIGN_ORIGIN, TOKEN_REQUIRED, Problem

if TYPE_CHECKING:
    from mockserver.http.exchange import Exchange

_CHALLENGE = {"WWW-Authenticate": 'Bearer realm="mockserver control"'}
_ROOT = "/_mock"


class Guard:
    """`token` is what opens either door; `demanded` whether it is asked of everybody."""

    def __init__(self, token: str | None = None, *, demanded: bool = False) -> None:
        self._token = token
        self.demanded = demanded and token is not None

    def admit(self, exchange: Exchange) -> None:
        """Let a request in. Raises `Problem`."""
        if not exchange.path.startswith(_ROOT):  # /healthz is for probes, which have no token
            return
        knows_token = self._knows_token(exchange)
        if self.demanded and not knows_token:
            raise Problem(
                TOKEN_REQUIRED, "send Authorization: Bearer and the value of MOCKSERVER_CONTROL_TOKEN", _CHALLENGE
            )
        origin = exchange.headers.get("Origin")
        if origin is not None and not knows_token and origin.lower() != _bare(exchange.origin):
            if self._token is None:
                right = "set MOCKSERVER_CONTROL_TOKEN and send it as Authorization: Bearer"
            else:
                right = "send Authorization: Bearer and the value of MOCKSERVER_CONTROL_TOKEN"
            raise Problem(FOREIGN_ORIGIN, f"the request comes from a page of {origin}; {right}")

    def _knows_token(self, exchange: Exchange) -> bool:
        if self._token is None:
            return False
        scheme, _, sent = exchange.headers.get("Authorization", "").partition(" ")
        return scheme.lower() == "bearer" and hmac.compare_digest(sent.strip().encode(), self._token.encode())


def _bare(origin: str) -> str:
    """Scheme, host and port alone, as a browser writes an origin (RFC 6454 section 6.2)."""
    return "/".join(origin.lower().split("/", 3)[:3])

"""Who may use the control API.

Two doors. When others can reach the server and a control token is set, everything under `/_mock` demands it. And a web
page never gets in by chance, so that no site somebody visits can read or change what runs on their machine: a request
that a browser sends for a page of another origin needs the token, and so does one that reached a server meant for its
own machine under a name that somebody else may have pointed there (DNS rebinding). Only what a page's script cannot set
counts as evidence: `Origin` and `Host`, never `X-Forwarded-*`.
"""

from __future__ import annotations

import hmac
import re
from typing import TYPE_CHECKING, cast

from mockserver.control.problems import FOREIGN_HOST, FOREIGN_ORIGIN, TOKEN_REQUIRED, Problem

if TYPE_CHECKING:
    from mockserver.http.exchange import Exchange
    from mockserver.http.operation import Operation

OPEN = "open"
"""The option of an operation that everybody may ask for: probes have no token."""
_CHALLENGE = {"WWW-Authenticate": 'Bearer realm="mockserver control"'}
_SEND = "send Authorization: Bearer and the value of MOCKSERVER_CONTROL_TOKEN"
# An address, a name without a dot, or one under a domain that no registry sells (RFC 6761, 6762, 9476 and ICANN's
# reservation of .internal): nobody can register such a name to point it at somebody else's machine.
_OWN_HOST = re.compile(
    r"(?:\d+(?:\.\d+){3}|\[[^\]]*\]|[^.:\[\]]*|[^:\[\]]+\.(?:localhost|local|internal|test|example|invalid|alt)\.?)"
    r"(?::\d*)?",
    re.IGNORECASE,
)


class Guard:
    """`token` is what opens every door; `demanded` whether it is asked of everybody.

    `local`: only this machine reaches the server. `public_url`: where else it is known to be.
    """

    def __init__(
        self, token: str | None = None, *, demanded: bool = False, local: bool = False, public_url: str | None = None
    ) -> None:
        self._token = token
        self.demanded = demanded and token is not None
        self._local = local
        self._public = _place(public_url or "")

    def admit(self, exchange: Exchange) -> None:
        """Let a request in. Raises `Problem`."""
        # By the operation, not by the path: a path can be written in many ways.
        if cast("Operation", exchange.operation).options.get(OPEN) or self._knows_token(exchange):
            return
        if self.demanded:
            raise Problem(TOKEN_REQUIRED, _SEND, _CHALLENGE)
        host = exchange.headers.get("Host", "").lower()
        if self._local and host != self._public and _OWN_HOST.fullmatch(host) is None:
            right = "ask for localhost, or say --public-url when the server starts"
            raise Problem(FOREIGN_HOST, f"the request was sent to {host!r}, which may be anybody's; {right}")
        origin = exchange.headers.get("Origin")
        if origin is not None and (_place(origin) or None) not in {host, self._public}:
            right = _SEND if self._token is not None else f"set MOCKSERVER_CONTROL_TOKEN and {_SEND}"
            raise Problem(FOREIGN_ORIGIN, f"the request comes from a page of {origin}; {right}")

    def _knows_token(self, exchange: Exchange) -> bool:
        if self._token is None:
            return False
        scheme, _, sent = exchange.headers.get("Authorization", "").partition(" ")
        return scheme.lower() == "bearer" and hmac.compare_digest(sent.strip().encode(), self._token.encode())


def _place(url: str) -> str:
    """The host and port of an origin or a URL, whatever else somebody may have written there."""
    return url.partition("://")[2].partition("/")[0].lower()

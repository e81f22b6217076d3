"""How faults look at Google's OAuth server: as rows of the token endpoint's table, and of the pages' table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mockserver.google.oauth.answers import NotEmulated
from mockserver.google.oauth.paths import AUTHORIZE, DEVICE
from mockserver.google.oauth.refusals import PageRefusal
from mockserver.identity.refusals import google

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mockserver.faults import Fault
    from mockserver.http.exchange import Exchange

ROWS: Mapping[str, str] = {
    "oauth-admin-policy": "admin-policy",
    "oauth-client-deleted": "client-deleted",
    "oauth-client-disabled": "client-disabled",
    "oauth-client-internal": "client-internal",
    "oauth-delegation-missing": "delegation-missing-formerly",
    "oauth-internal-failure": "internal-failure",
    "oauth-quota-exceeded": "quota-exceeded",
    "oauth-rate-limited": "rate-limited",
    "oauth-server-error": "server-error",
    "oauth-session-control": "session-control",
    "oauth-session-control-required": "session-control-required",
    "oauth-token-dead": "refresh-token-dead",
    "oauth-unavailable": "unavailable",
}
"""The row of `identity/refusals.py` that each fault is worded by."""
PAGE_ROWS: Mapping[str, str] = {
    "oauth-admin-policy": "admin-policy",
    "oauth-client-deleted": "client-deleted",
    "oauth-client-disabled": "client-disabled",
    "oauth-client-in-testing": "client-in-testing",
    "oauth-client-internal": "client-internal",
    "oauth-origin-mismatch": "origin-mismatch",
    "oauth-user-agent": "user-agent",
}
"""The row of `refusals.py` where a person looks on."""
NAMES = frozenset(ROWS) | frozenset(PAGE_ROWS)


def refusal(exchange: Exchange, fault: Fault) -> Exception:
    """The answer to a request that met a fault; one that only a person is shown has no words for a program."""
    if exchange.path in {*AUTHORIZE, DEVICE}:
        row = PAGE_ROWS.get(fault.name)
        return PageRefusal(row) if row is not None else google(ROWS[fault.name])
    if fault.name not in ROWS:
        return NotEmulated(f"the fault {fault.name} at {exchange.path}", AUTHORIZE[0])
    return google(ROWS[fault.name])

"""How the faults of the catalogue look at Microsoft Graph: one row each.

After Microsoft's guides on errors and on throttling and recorded answers; what no recording shows is marked [inferred].
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mockserver.clock import SECOND
from mockserver.microsoft import rows
from mockserver.microsoft.refusals import Refusal

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mockserver.faults import Met
    from mockserver.microsoft.rows import Row

_CONCURRENCY = rows.THROTTLED._replace(message="Application is over its MailboxConcurrency limit.")

ROWS: Mapping[str, Row] = {
    "access-denied": rows.ACCESS_DENIED,
    # [inferred]: an app without consent for the API has no token for it, or one that the directory denies
    "api-disabled": rows.REQUEST_DENIED,
    "backend-error": rows.INTERNAL_TRANSIENT,
    "conflict": rows.CONFLICT,
    "daily-limit-exceeded": rows.ACTIVITY_LIMIT_REACHED,
    "event-too-long": rows.EVENT_TOO_LONG,
    "gateway-timeout": rows.GATEWAY_TIMEOUT,
    "no-calendar-account": rows.MAILBOX_NOT_ENABLED,
    "quota-exceeded": rows.MAILBOX_FULL,
    "rate-limited": rows.TOO_MANY_REQUESTS,
    # Exchange counts by app and mailbox, and knows no limit of a calendar.
    "rate-limited-per-calendar": _CONCURRENCY,
    "rate-limited-per-minute": rows.THROTTLED._replace(message="Application is over its RequestCount limit."),
    "rate-limited-per-user": _CONCURRENCY,
    "resource-locked": rows.LOCKED,
    "resource-not-discovered": rows.NOT_DISCOVERED,
    "sign-up-required": rows.TOKEN_EMPTY,
    "token-expired": rows.TOKEN_EXPIRED,
    "token-expired-plainly": rows.TOKEN_EXPIRED._replace(message="Access token has expired."),  # [inferred]
    "unavailable": rows.UNAVAILABLE,
    "unknown-error": rows.UNKNOWN_ERROR,
}


def refusal(met: Met) -> Refusal:
    """The answer to a request that met a fault. `Retry-After` is in whole seconds."""
    words = {"retry_after": str(-(-met.wait // SECOND))} if met.wait else {}
    return Refusal(ROWS[met.fault.name], **words)

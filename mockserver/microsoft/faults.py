"""How the faults of the catalogue look at Microsoft Graph: one row each.

After Microsoft's guides on errors and on throttling and recorded answers; what no recording shows is marked [inferred].
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mockserver.microsoft import refusals
from mockserver.microsoft.refusals import Refusal, Row

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mockserver.faults import Fault

_CONCURRENCY = refusals.THROTTLED._replace(message="Application is over its MailboxConcurrency limit.")

ROWS: Mapping[str, Row] = {
    "access-denied": refusals.ACCESS_DENIED,
    # [inferred]: an app without consent for the API has no token for it, or one that the directory denies
    "api-disabled": refusals.REQUEST_DENIED,
    "backend-error": refusals.INTERNAL_TRANSIENT,
    "daily-limit-exceeded": refusals.ACTIVITY_LIMIT_REACHED,
    "event-too-long": refusals.EVENT_TOO_LONG,
    "no-calendar-account": refusals.MAILBOX_NOT_ENABLED,
    "quota-exceeded": refusals.MAILBOX_FULL,
    "rate-limited": refusals.TOO_MANY_REQUESTS,
    # Exchange counts by app and mailbox, and knows no limit of a calendar.
    "rate-limited-per-calendar": _CONCURRENCY,
    "rate-limited-per-minute": refusals.THROTTLED._replace(message="Application is over its RequestCount limit."),
    "rate-limited-per-user": _CONCURRENCY,
    "sign-up-required": refusals.TOKEN_EMPTY,
    "token-expired": refusals.TOKEN_EXPIRED,
    "token-expired-plainly": refusals.TOKEN_EXPIRED._replace(message="Access token has expired."),  # [inferred]
    "unavailable": refusals.UNAVAILABLE,
}


def refusal(fault: Fault) -> Refusal:
    """The answer to a request that met a fault."""
    return Refusal(ROWS[fault.name])

"""How the faults of the catalogue look at Google Calendar: one row each.

After Google's guides "Handle API errors" and "Manage quotas" and recorded answers; what no recording shows is marked
[inferred].
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mockserver.google.caller import project_of
from mockserver.google.refusals import CALENDAR_LIMITS, FORBIDDEN, INVALID_CREDENTIALS, SERVICE, Refusal, Row

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mockserver.faults import Fault
    from mockserver.http.exchange import Exchange

_CONSOLE = f"https://console.developers.google.com/apis/api/{SERVICE}/overview?project={{project}}"
_RATE_LIMITED = Row(403, "usageLimits", "rateLimitExceeded", "Rate Limit Exceeded")

ROWS: Mapping[str, Row] = {
    "access-denied": FORBIDDEN,
    "api-disabled": Row(
        403,
        "usageLimits",
        "accessNotConfigured",
        "Google Calendar API has not been used in project {project} before or it is disabled. Enable it by visiting "
        f"{_CONSOLE} then retry. If you enabled this API recently, wait a few minutes for the action to propagate to "
        "our systems and retry.",
        status="PERMISSION_DENIED",
        extended_help=_CONSOLE,
        detail="SERVICE_DISABLED",  # [inferred], as the help beside it
        metadata=(("service", SERVICE), ("consumer", "projects/{project}")),
        help=("Google developers console API activation", _CONSOLE),
    ),
    "backend-error": Row(500, "global", "backendError", "Backend Error"),
    "daily-limit-exceeded": Row(403, "usageLimits", "dailyLimitExceeded", "Daily Limit Exceeded"),
    "event-too-long": Row(
        400, "calendar", "eventDurationExceedsLimit", "The duration of the event exceeds the limit."
    ),  # [inferred]: the words; nor is the limit known, so no event is too long by itself
    "no-calendar-account": Row(403, "calendar", "notACalendarUser", "The user must be signed up for Google Calendar."),
    "quota-exceeded": CALENDAR_LIMITS,
    "rate-limited": Row(429, "usageLimits", "rateLimitExceeded", "Rate Limit Exceeded"),
    "rate-limited-per-calendar": _RATE_LIMITED,
    "rate-limited-per-minute": Row(
        403,
        "usageLimits",
        "rateLimitExceeded",
        f"Quota exceeded for quota metric 'Queries' and limit 'Queries per minute per user' of service '{SERVICE}' for "
        "consumer 'project_number:{project}'.",
        status="PERMISSION_DENIED",
        detail="RATE_LIMIT_EXCEEDED",
        metadata=(
            ("quota_limit", "defaultPerMinutePerUser"),
            ("service", SERVICE),
            ("consumer", "projects/{project}"),
            ("quota_location", "global"),
            ("quota_metric", f"{SERVICE}/default"),
            ("quota_limit_value", "600"),
        ),
        help=(
            "Request a higher quota limit.",
            "https://cloud.google.com/docs/quota#requesting_higher_quota",
        ),
    ),
    "rate-limited-per-user": Row(403, "usageLimits", "userRateLimitExceeded", "User Rate Limit Exceeded"),
    "sign-up-required": Row(
        403,
        "usageLimits",
        "dailyLimitExceededUnreg",
        "Daily Limit for Unauthenticated Use Exceeded. Continued use requires signup.",
        extended_help="https://code.google.com/apis/console",
    ),
    "token-expired": INVALID_CREDENTIALS,
    "token-expired-plainly": Row(401, "global", "authError", "Invalid Credentials", "header", "Authorization"),
    "unavailable": Row(503, "global", "backendError", "The service is currently unavailable."),
}


def refusal(exchange: Exchange, fault: Fault) -> Refusal:
    """The answer to a request that met a fault."""
    project, _ = project_of(exchange)
    return Refusal(ROWS[fault.name], project=project)

"""The limits of Google Calendar that a scenario may set, by the names that it uses.

The console shows 10,000 queries a minute for a project [inferred] and 600 for a user of it; both windows slide.
https://developers.google.com/workspace/calendar/api/guides/quota
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mockserver.clock import MINUTE
from mockserver.limits import Limit, PerWindow

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mockserver.http.exchange import Exchange

QUOTA_USER = "quotaUser"


def _project(exchange: Exchange) -> str | None:
    token = exchange.token
    return None if token is None else token.app


def _user(exchange: Exchange) -> str | None:
    """Whom the quota is charged to: whoever `quotaUser` names, else who calls."""
    project = _project(exchange)
    named = exchange.argument(QUOTA_USER) or exchange.headers.get("X-Goog-Quota-User") or ""
    return None if project is None else f"{project}\0{named[:40] or exchange.person}"


def _calendar(exchange: Exchange) -> str | None:
    """The calendar that a request writes to."""
    calendar = exchange.parameters.get("calendarId")
    writes = exchange.method not in {"GET", "HEAD"}
    if calendar is None or not writes:
        return None
    return exchange.caller.email if calendar == "primary" else calendar.lower()


LIMITS: Mapping[str, Limit] = {
    "per_user_per_minute": PerWindow(MINUTE, "rate-limited-per-minute", _user),
    "per_project_per_minute": PerWindow(MINUTE, "rate-limited-per-minute", _project),
    "writes_per_calendar_per_minute": PerWindow(MINUTE, "rate-limited-per-calendar", _calendar),
}

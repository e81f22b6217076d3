"""Outlook's time zones: all names that a mailbox's zone, or a `dateTimeTimeZone`, may have.

https://learn.microsoft.com/graph/api/outlookuser-supportedtimezones
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

from mockserver.http.operation import OperationTable
from mockserver.microsoft import lists, scopes
from mockserver.microsoft.mailbox import open_own_mailbox
from mockserver.microsoft.refusals import Refusal
from mockserver.microsoft.rows import BODY_NOT_DESERIALIZED
from mockserver.microsoft.templates import USER
from mockserver.timing import wall, zones

if TYPE_CHECKING:
    from mockserver.clock import Instant
    from mockserver.http.exchange import Exchange
    from mockserver.microsoft.lists import Document
    from mockserver.microsoft.render import Value

table = OperationTable("microsoft")
FUNCTION: Final = {"odata": ("filter", "top", "skip", "count", "search")}
"""The options of a function that answers with a list."""
EVERY: Final = 1_000
"""Such a list comes in one page."""
_PATH = f"{USER}/outlook/supportedTimeZones()"
_CONTEXT = "Collection(microsoft.graph.timeZoneInformation)"
_STANDARDS: Final = ("windows", "iana")
_NO_TIME: Final = timedelta()


@table.operation(
    "outlook.supportedTimeZones", "GET", (_PATH, f"{_PATH}/{{standard}}"),
    scopes=scopes.SIGNED_IN, options=FUNCTION,
    reference="https://learn.microsoft.com/graph/api/outlookuser-supportedtimezones",
)  # fmt: skip
def supported_time_zones(exchange: Exchange) -> Value:
    open_own_mailbox(exchange)
    standard = exchange.parameters.get("standard", "Windows")
    if standard.lower() not in _STANDARDS:
        raise Refusal(BODY_NOT_DESERIALIZED, why=f"TimeZoneStandard {standard[:40]!r}: right would be Windows or Iana")
    iana = standard.lower() == "iana"
    every = _iana() if iana else _windows(exchange.session.clock.now())
    return lists.page_of(exchange, every, _CONTEXT, "timeZoneInformation", default_size=EVERY)


def _iana() -> list[Document]:
    return [{"alias": name, "displayName": name} for name in zones.iana_names()]


def _windows(now: Instant) -> list[Document]:
    """From west to east, as Windows lists them; what it calls them beside their ids is not kept here [inferred]."""
    found = [(_standard_offset(name, now), name) for name in zones.windows_names()]
    return [{"alias": name, "displayName": f"(UTC{_written(offset)}) {name}"} for offset, name in sorted(found)]


def _standard_offset(name: str, now: Instant) -> timedelta:
    """How far a zone is from UTC when its clocks are not put forward."""
    zone = zones.zone(name)
    local: datetime = wall.local(now, zone).replace(tzinfo=zone)
    return (local.utcoffset() or _NO_TIME) - (local.dst() or _NO_TIME)


def _written(offset: timedelta) -> str:
    minutes = int(offset.total_seconds()) // 60
    if not minutes:
        return ""
    hours, rest = divmod(abs(minutes), 60)
    return f"{'-' if minutes < 0 else '+'}{hours:02}:{rest:02}"

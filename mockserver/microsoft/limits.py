"""The limits of Microsoft Graph that a scenario may set, by the names that it uses.

Exchange counts by app and mailbox: 10,000 requests in 10 minutes, 4 at once.
https://learn.microsoft.com/graph/throttling-limits#outlook-service-limits
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mockserver.clock import MINUTE
from mockserver.limits import AtOnce, Limit, PerWindow

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mockserver.http.exchange import Exchange


def _mailbox(exchange: Exchange) -> str | None:
    """An app with the mailbox that its request is for; what the directory answers is not counted."""
    operation = exchange.operation
    user = exchange.parameters.get("user") or exchange.parameters.get("group")
    if user is None or operation is None or operation.options.get("directory"):
        return None
    from mockserver.microsoft.mailbox import find_person, is_me  # noqa: PLC0415 - late, as all of Graph

    if is_me(user):
        user = exchange.person
    elif (person := find_person(exchange.session, user)) is not None:
        user = person.key
    app = exchange.token.app if exchange.token is not None else ""
    return f"{app}\0{user}"


LIMITS: Mapping[str, Limit] = {
    "mailbox_concurrency": AtOnce("rate-limited-per-user", _mailbox),
    "mailbox_per_10_minutes": PerWindow(10 * MINUTE, "rate-limited-per-minute", _mailbox),
}

"""One message to the application: what is sent, when it counts as delivered, when it is tried again, what became of it.

Values only; nothing is sent here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal
from urllib.parse import urlsplit

import msgspec

from mockserver.masking import mask_query

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mockserver.clock import Instant

State = Literal["delivered", "retrying", "failed"]


def shown(url: str) -> str:
    """A URL for people: without a name and a password, and with the secrets in its query masked."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return "an address that is no URL"
    query = f"?{mask_query(parts.query)}" if parts.query else ""
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}{parts.path}{query}"


class Retry(msgspec.Struct, frozen=True):
    """When a delivery that failed is tried again.

    `statuses` are the answers that call for it; `delays` how long to wait after the first failure, the second and so
    on, in microseconds: after as many it has failed for good. `unanswered`: whether no answer at all calls for it too.
    """

    statuses: frozenset[int] = frozenset()
    delays: tuple[int, ...] = ()
    unanswered: bool = True


NEVER = Retry()


class Delivery(msgspec.Struct, frozen=True, kw_only=True):
    """A message. Those of one `key` go out in the order in which they were posted, each when the one before is done.

    `accepted` are the statuses that count as delivered. From `until` on it is not tried any more. An attempt takes at
    most `seconds` of real time, or as long as the office lets any take. `about` says for people what it is. `lost`, of
    no arguments, is called once it has failed for good, but not where it was dropped.
    """

    provider: str
    key: str
    url: str
    accepted: frozenset[int]
    headers: Mapping[str, str] = {}
    body: bytes = b""
    retry: Retry = NEVER
    until: Instant | None = None
    seconds: float | None = None
    about: str = ""
    lost: Any = None


class Outcome(msgspec.Struct, frozen=True, kw_only=True):
    """What became of one attempt. `status` is 0 and `error` says why where no answer came.

    `at` is when the attempt fell due on the session's clock; `retry_at` when the next one does. `delivery` is the same
    for all attempts of one message.
    """

    number: int
    delivery: int
    attempt: int
    at: Instant
    provider: str
    key: str
    url: str
    about: str
    state: State
    status: int = 0
    error: str = ""
    retry_at: Instant | None = None


class Subscription(msgspec.Struct, frozen=True, kw_only=True):
    """A standing order for messages, as a provider describes it: a channel, a subscription. `address` is for people."""

    provider: str
    id: str
    resource: str
    resource_id: str
    person: str
    app: str
    address: str
    expires: Instant

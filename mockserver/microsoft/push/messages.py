"""Messages to an application: what all of them have in them, how they are put together, and when they go out again.

https://learn.microsoft.com/graph/change-notifications-delivery-webhooks
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, Final, Literal

import msgspec

from mockserver.clock import HOUR, SECOND, rfc3339
from mockserver.delivery import Delivery, Retry, shown
from mockserver.microsoft.render import fragment

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from mockserver.clock import Instant
    from mockserver.microsoft.push.subscriptions import Subscription
    from mockserver.session import Session

Lane = Literal["notifications", "lifecycle"]
MOST_IN_ONE: Final = 100
"""Changes in one request. [inferred]"""
SECONDS: Final = 3.0
"""Seconds of real time within which a notification has to be answered."""
ACCEPTED: Final = frozenset(range(200, 300))
# For up to 4 hours is documented; how soon and how often is not. [inferred]
RETRY: Final = Retry(
    frozenset(range(100, 600)) - ACCEPTED, (*(30 * SECOND * 2**step for step in range(7)), HOUR, HOUR, HOUR // 2)
)


class Message(msgspec.Struct, frozen=True):
    """One item of what is sent to a URL, and the subscription that it is for."""

    url: str
    subscription: Subscription
    item: dict[str, Any]


def date_time(instant: Instant) -> str:
    """A point in time as notifications write it: seven digits and an offset."""
    return rfc3339(instant, 7).removesuffix("Z") + "+00:00"


def post(
    session: Session,
    lane: Lane,
    messages: Iterable[Message],
    lost: Callable[[Session, tuple[str, ...]], None] | None = None,
) -> None:
    """Post messages: those that are for one URL go together. `lost` is told the ids of whom they never reach."""
    by_url: dict[str, list[Message]] = {}
    for message in messages:
        by_url.setdefault(message.url, []).append(message)
    for url, found in by_url.items():
        for start in range(0, len(found), MOST_IN_ONE):
            _post(session, lane, url, found[start : start + MOST_IN_ONE], lost)


def drop(session: Session, url: str) -> None:
    """Send no more notifications to a URL: nobody is subscribed with it any more."""
    session.outbox.drop(_key("notifications", url), "the subscription was ended")


def _post(
    session: Session,
    lane: Lane,
    url: str,
    messages: Sequence[Message],
    lost: Callable[[Session, tuple[str, ...]], None] | None,
) -> None:
    ids = tuple(dict.fromkeys(message.subscription.id for message in messages))
    notifications = lane == "notifications"
    delivery = Delivery(
        provider="microsoft",
        key=_key(lane, url),
        url=url,
        headers={"Content-Type": "application/json; charset=utf-8"},
        body=fragment({"value": [message.item for message in messages]}),
        accepted=ACCEPTED,
        retry=RETRY,
        until=max(message.subscription.expires for message in messages) if notifications else None,
        seconds=SECONDS,
        about=f"{len(messages)} {lane}, subscriptions {', '.join(ids[:5])}{' …' if len(ids) > 5 else ''}",
        lost=None if lost is None else partial(lost, session, ids),
    )
    session.outbox.post(delivery)


def _key(lane: Lane, url: str) -> str:
    return f"microsoft/{lane}/{shown(url)}"

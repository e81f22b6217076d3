"""Subscriptions: which live in a session, and what each watches.

They are kept in `subscriptions/microsoft`, one record for each collection of events that is watched, under the
collection's name: so a snapshot, a restore and a reset cover them, and a look at what has changed costs one comparison
for each collection. The collection's own name does not begin with `microsoft/`, which would load that side of a world.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import msgspec

from mockserver.clock import MINUTE
from mockserver.microsoft.mailbox import counters_of
from mockserver.microsoft.provider import SUBSCRIPTIONS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mockserver.clock import Instant
    from mockserver.session import Session

MOST_IN_MAILBOX: Final = 1_000
"""Subscriptions that may live for one mailbox, over all apps."""
MOST_IN_SESSION: Final = 5_000
"""Subscriptions that may live in one session, whose memory is bounded."""
# How often is documented, how long before the end it begins is not. [inferred]
_REMINDERS: Final = (30 * MINUTE, 15 * MINUTE)


class Subscription(msgspec.Struct, frozen=True, kw_only=True):
    """A subscription. `person` is who was signed in, empty for an app by itself.

    `mailbox` is a key; `event` the one event that is watched, empty for all of the collection. `grant` is the person
    and the app whose grant it hangs on, None where none can be taken back. `since` is when it was last authorized and
    `authorized_until` when the token of that time ends; `reminded` when the application was last told of an end.
    """

    id: str
    app: str
    person: str
    resource: str
    mailbox: str
    event: str
    change_type: str
    url: str
    lifecycle_url: str | None
    client_state: str | None
    tls: str
    immutable_ids: bool
    grant: tuple[str, str] | None
    expires: Instant
    since: Instant
    authorized_until: Instant
    reminded: Instant

    @property
    def change_types(self) -> frozenset[str]:
        return frozenset(one.strip().lower() for one in self.change_type.split(","))

    @property
    def next_reminder(self) -> Instant | None:
        """When the application is next told that the authorization or the subscription ends; None: never."""
        if self.lifecycle_url is None:
            return None
        times = (max(end - ahead, self.since) for end in (self.authorized_until, self.expires) for ahead in _REMINDERS)
        return min((time for time in times if self.reminded < time < self.expires), default=None)


class Watched(msgspec.Struct, frozen=True):
    """What is known of a watched collection: the revision last looked at, and its subscriptions.

    `items` is how many items its mailbox had had by then: what has a higher number came later.
    """

    seen: int
    items: int
    subscriptions: tuple[Subscription, ...] = ()


def live(session: Session) -> Iterator[tuple[str, Subscription]]:
    """The subscriptions that have not ended, each with the collection that it watches."""
    kept = session.documents.find(SUBSCRIPTIONS)
    now = session.clock.now()
    for record in () if kept is None else tuple(kept.since()):
        watched: Watched = record.extra
        yield from ((record.id, one) for one in watched.subscriptions if one.expires > now)


def find(session: Session, id_: str) -> tuple[str, Subscription] | None:
    """The live subscription of an id, and what it watches."""
    return next((found for found in live(session) if found[1].id == id_.lower()), None)


def open_subscription(session: Session, collection: str, subscription: Subscription) -> None:
    """Let a subscription watch a collection from now on. Those that are there must have been told of all before."""
    record = session.documents.collection(SUBSCRIPTIONS).get(collection)
    now = session.clock.now()
    there = () if record is None else tuple(one for one in record.extra.subscriptions if one.expires > now)
    watched = look(session, collection, subscription.mailbox)
    session.documents.put(
        SUBSCRIPTIONS, collection, b"", extra=msgspec.structs.replace(watched, subscriptions=(*there, subscription))
    )


def change(session: Session, collection: str, old: Subscription, new: Subscription | None) -> None:
    """Put a subscription in the place of another one, or end it."""
    record = session.documents.collection(SUBSCRIPTIONS).get(collection)
    watched: Watched = record.extra  # type: ignore[union-attr]  # whoever has a subscription of it found it here
    kept = (new if one.id == old.id else one for one in watched.subscriptions)
    keep(session, collection, msgspec.structs.replace(watched, subscriptions=tuple(filter(None, kept))))


def keep(session: Session, collection: str, watched: Watched) -> None:
    # Not through the store, which counts what is written: nothing is, and a session may get any number of messages.
    session.documents.collection(SUBSCRIPTIONS).put(collection, b"", extra=watched)


def look(session: Session, collection: str, mailbox: str) -> Watched:
    """How things stand in a collection of a mailbox."""
    return Watched(session.documents.collection(collection).revision, counters_of(session, mailbox).items)

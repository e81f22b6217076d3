"""Notification channels: which live in a session, what each watches, and the messages it gets.

They are kept in `google/channels`, one record for each collection that is watched, under the collection's name: so a
snapshot, a restore and a reset cover them, and a look at what has changed costs one comparison for each collection.
https://developers.google.com/workspace/calendar/api/guides/push
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec
from msgspec.structs import replace

from mockserver.clock import SECOND, datetime_of
from mockserver.delivery import Delivery, Retry, Subscription, shown
from mockserver.google.calendars.calendar import Role, find_calendar
from mockserver.google.render import decoded

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mockserver.clock import Instant
    from mockserver.delivery import Posted
    from mockserver.documents import Collection, Record
    from mockserver.google.caller import Caller
    from mockserver.identity.directory import Provider
    from mockserver.session import Session

CHANNELS = "google/channels"
MOST_CHANNELS = 1_000
"""Channels that may live in one session."""
AGENT = "APIs-Google; (+https://developers.google.com/webmasters/APIs-Google.html)"
ACCEPTED = frozenset({200, 201, 202, 204, 102})
# The statuses are documented; how often and how soon is not, nor that no answer at all calls for it. [inferred]
RETRY = Retry(frozenset({500, 502, 503, 504}), tuple(5 * SECOND * 2**step for step in range(6)))
_LARGEST_STEP = 1_000_000  # message numbers rise in leaps; those recorded have six and seven digits


class Channel(msgspec.Struct, frozen=True, kw_only=True):
    """A channel. `calendar` and `role` say what its creator must be able to see; `event_types` none means all.

    `project` is the number of the project it was made in, `number` that of its last message.
    """

    id: str
    project: str
    app: str
    caller: Caller
    resource_id: str
    resource_uri: str
    address: str
    token: str | None
    expires: Instant
    calendar: str = ""
    role: Role = "freeBusyReader"
    event_types: frozenset[str] = frozenset()
    number: int = 0

    @property
    def key(self) -> str:
        """What its messages are put in order by."""
        return f"google/{self.project}/{self.id}"


class Watched(msgspec.Struct, frozen=True):
    """What is known of a watched collection: the revision last looked at, and its channels."""

    seen: int
    channels: tuple[Channel, ...] = ()


def open_channel(session: Session, collection: str, channel: Channel) -> Posted:
    """Let a channel watch a collection, and post its first message."""
    seen, channels = session.documents.collection(collection).revision, _channels_of(session, collection)
    posted, opened = _told(session, channel, "sync")
    session.documents.put(CHANNELS, collection, b"", extra=Watched(seen, (*channels, opened)))
    return posted


def live(session: Session) -> Iterator[tuple[str, Channel]]:
    """The channels that have not ended, each with the collection that it watches."""
    kept = session.documents.find(CHANNELS)
    now = session.clock.now()
    for record in () if kept is None else kept.since():
        watched: Watched = record.extra
        yield from ((record.id, channel) for channel in watched.channels if channel.expires > now)


def close_channel(session: Session, collection: str, channel: Channel) -> None:
    """End a channel before its time."""
    kept = session.documents.collection(CHANNELS)
    watched: Watched = kept.get(collection).extra  # type: ignore[union-attr]  # whoever has a channel of it found it here
    _keep(kept, collection, replace(watched, channels=tuple(one for one in watched.channels if one is not channel)))
    session.outbox.drop(channel.key, "the channel was stopped")


def expire(session: Session, provider: Provider | None, person: str | None) -> None:
    """Let the channels of a person end before their time, or of everybody; nobody is told."""
    if provider in {None, "google"}:
        for collection, channel in tuple(live(session)):
            if person in {None, channel.caller.person}:
                close_channel(session, collection, channel)


def notify(session: Session) -> None:
    """Tell each channel, with one message, where its collection has changed since the last call."""
    kept = session.documents.find(CHANNELS)
    if kept is None:
        return
    for record in tuple(kept.since()):
        watched: Watched = record.extra
        if watched.channels and session.documents.collection(record.id).revision != watched.seen:
            _tell(session, kept, record.id, watched)


def subscriptions(session: Session) -> Iterable[Subscription]:
    """The live channels, for people."""
    for collection, channel in live(session):
        yield Subscription(
            provider="google",
            id=channel.id,
            resource=collection,
            resource_id=channel.resource_id,
            person=channel.caller.person,
            app=channel.app,
            address=shown(channel.address),
            expires=channel.expires,
        )


def _tell(session: Session, kept: Collection, collection: str, watched: Watched) -> None:
    now = session.clock.now()
    changed = session.documents.collection(collection)
    channels = []
    for channel in watched.channels:
        # A channel ends with its time, and with its creator's right to see what it watches.
        if channel.expires <= now or not _may_see(session, channel):
            continue
        concerned = not channel.event_types or _has_changed(changed, watched.seen, channel.event_types)
        channels.append(_told(session, channel, "exists")[1] if concerned else channel)
    _keep(kept, collection, Watched(changed.revision, tuple(channels)))


def _keep(kept: Collection, collection: str, watched: Watched) -> None:
    # Not through the store, which counts what is written: nothing is, and a session may get any number of messages.
    kept.put(collection, b"", extra=watched)


def _channels_of(session: Session, collection: str) -> tuple[Channel, ...]:
    kept = session.documents.find(CHANNELS)
    record = None if kept is None else kept.get(collection)
    if record is None:
        return ()
    notify(session)  # those that are there already are told of what changed before the new one came
    watched: Watched = session.documents.collection(CHANNELS).get(collection).extra  # type: ignore[union-attr]  # it stays
    now = session.clock.now()
    return tuple(channel for channel in watched.channels if channel.expires > now)


def _may_see(session: Session, channel: Channel) -> bool:
    if not channel.calendar:
        return True
    calendar = find_calendar(session, channel.caller, channel.calendar)
    return calendar is not None and calendar.role != "none" and calendar.allows(channel.role)


def _has_changed(events: Collection, seen: int, types: frozenset[str]) -> bool:
    """Whether an event of one of these types changed after a revision."""
    return any(_type_of(events, record) in {None, *types} for record in events.since(seen))


def _type_of(events: Collection, record: Record) -> str | None:
    """The type of an event; None where a tombstone no longer says."""
    document: dict[str, Any] = decoded(record.body)
    master = events.get(document.get("recurringEventId", ""))
    if "eventType" not in document and master is not None:
        document = decoded(master.body)
    kind: str | None = document.get("eventType", "default" if "start" in document else None)
    return kind


def _told(session: Session, channel: Channel, state: str) -> tuple[Posted, Channel]:
    """Post a message to a channel; the first has the number 1, the later ones rise in leaps."""
    leap = session.ids.next("google-message-number").number(_LARGEST_STEP) if channel.number else 0
    told = replace(channel, number=channel.number + 1 + leap)
    delivery = Delivery(
        provider="google",
        key=channel.key,
        url=channel.address,
        headers=_headers(told, state),
        accepted=ACCEPTED,
        retry=RETRY,
        until=channel.expires,
        about=f"channel {channel.id}, message {told.number}: {state} {channel.resource_uri}",
    )
    return session.outbox.post(delivery), told


def _headers(channel: Channel, state: str) -> dict[str, str]:
    headers = {
        "Accept": "*/*",
        "Accept-Encoding": "gzip",
        "Content-Type": "application/json; utf-8",  # as the guide writes it
        "User-Agent": AGENT,
        "X-Goog-Channel-ID": channel.id,
        "X-Goog-Channel-Expiration": datetime_of(channel.expires).strftime("%a, %d %b %Y %H:%M:%S GMT"),
        "X-Goog-Resource-State": state,
        "X-Goog-Message-Number": str(channel.number),
        "X-Goog-Resource-ID": channel.resource_id,
        "X-Goog-Resource-URI": channel.resource_uri,
    }
    return headers if channel.token is None else headers | {"X-Goog-Channel-Token": channel.token}

"""Notifications of changes: what changed since the last look, and who is told of it in which words.

An event is created if its number is higher than any its mailbox had at the last look, deleted if a tombstone is left,
else updated. Exceptions have their series' number, so theirs are updates, as is the deletion of an occurrence: of the
series. A change of an exception changes its series too, and both are told. [inferred]
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from mockserver.delivery import Subscription as Facts
from mockserver.delivery import shown
from mockserver.microsoft import formats
from mockserver.microsoft.events.facts import exception_of
from mockserver.microsoft.events.store import immutable
from mockserver.microsoft.mailbox import counters_of, mailbox_of
from mockserver.microsoft.provider import SUBSCRIPTIONS
from mockserver.microsoft.push.lifecycle import missed, tend
from mockserver.microsoft.push.messages import Message, date_time, post
from mockserver.microsoft.push.subscriptions import Subscription, Watched, keep, live, look

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mockserver.documents import Record
    from mockserver.microsoft.mailbox import Mailbox
    from mockserver.session import Session


class Change(msgspec.Struct, frozen=True):
    """What happened to an event."""

    type: str
    id: str
    etag: str


class _Keyed(msgspec.Struct, frozen=True, rename="camel"):
    change_key: str


def notify(session: Session) -> None:
    """Post what the changes since the last look ask for."""
    kept = session.documents.find(SUBSCRIPTIONS)
    if kept is None:
        return
    tend(session)
    messages: list[Message] = []
    for record in tuple(kept.since()):
        watched: Watched = record.extra
        if watched.subscriptions and session.documents.collection(record.id).revision != watched.seen:
            messages += _told(session, record.id, watched)
    post(session, "notifications", messages, missed)


def subscriptions(session: Session) -> Iterator[Facts]:
    """The live subscriptions, for people."""
    for collection, one in live(session):
        yield Facts(
            provider="microsoft",
            id=one.id,
            resource=collection,
            resource_id=one.resource,
            person=one.person or one.app,
            app=one.app,
            address=shown(one.url),
            expires=one.expires,
        )


def _told(session: Session, collection: str, watched: Watched) -> Iterable[Message]:
    """The messages about what changed in a collection, event by event."""
    now = session.clock.now()
    alive = tuple(one for one in watched.subscriptions if one.expires > now)
    if not alive:
        keep(session, collection, Watched(watched.seen, watched.items))
        return []
    mailbox = mailbox_of(session, alive[0].mailbox)
    keep(session, collection, msgspec.structs.replace(look(session, collection, mailbox.key), subscriptions=alive))
    changes = [
        change
        for record in session.documents.collection(collection).since(watched.seen)
        if (change := _change(mailbox, record, watched.items)) is not None
    ]
    return [
        Message(one.url, one, _item(mailbox, one, change))
        for change in changes
        for one in alive
        if change.type in one.change_types and one.event in {"", change.id}
    ]


def _change(mailbox: Mailbox, record: Record, items: int) -> Change | None:
    """What happened to an event; None where it is its series to which something happened."""
    if record.deleted:
        if exception_of(record.extra) is not None:
            return None
        # No tombstone knows a change key: the deletion's own is taken. [inferred]
        key = formats.change_key(mailbox.keys, counters_of(mailbox.session, mailbox.key).changes)
        return Change("deleted", record.id, formats.notification_etag(key))
    key = msgspec.json.decode(record.body, type=_Keyed).change_key
    named = formats.read_id(record.id, mailbox.keys)
    new = named is not None and named.day is None and named.number > items
    return Change("created" if new else "updated", record.id, formats.notification_etag(key))


def _item(mailbox: Mailbox, subscription: Subscription, change: Change) -> dict[str, Any]:
    id_ = immutable(mailbox, change.id) if subscription.immutable_ids else change.id
    resource = f"Users/{mailbox.id}/Events/{id_}"
    return {
        "subscriptionId": subscription.id,
        "subscriptionExpirationDateTime": date_time(subscription.expires),
        "changeType": change.type,
        "resource": resource,
        "resourceData": {
            "@odata.type": "#Microsoft.Graph.Event",
            "@odata.id": resource,
            "@odata.etag": change.etag,
            "id": id_,
        },
        "clientState": subscription.client_state,
        "tenantId": mailbox.session.identity.tenant_id,
    }

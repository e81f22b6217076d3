"""What a subscription's lifecycle URL is told: that it is about to end, has been removed, or missed something.

https://learn.microsoft.com/graph/change-notifications-lifecycle-events
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Literal
from weakref import WeakKeyDictionary, ref

from msgspec.structs import replace

from mockserver.microsoft.push.messages import Message, date_time, drop, post
from mockserver.microsoft.push.subscriptions import Subscription, change, live

if TYPE_CHECKING:
    from mockserver.clock import Clock, Timer
    from mockserver.session import Session

Event = Literal["reauthorizationRequired", "subscriptionRemoved", "missed"]
# A session that goes back to a snapshot has another clock, on which nothing is set. No alarm may hold its clock.
_alarms: WeakKeyDictionary[Clock, Timer] = WeakKeyDictionary()


def tend(session: Session) -> None:
    """Remove what hangs on a grant that was taken back, remind of what ends soon, and set the clock for the next."""
    now = session.clock.now()
    messages: list[Message] = []
    for collection, subscription in live(session):
        due = subscription.next_reminder
        if _is_revoked(session, subscription):
            change(session, collection, subscription, None)
            release(session, subscription.url)
            messages += _messages(session, subscription, "subscriptionRemoved")
        elif due is not None and due <= now:
            change(session, collection, subscription, replace(subscription, reminded=now))
            messages += _messages(session, subscription, "reauthorizationRequired")
    post(session, "lifecycle", messages)
    _set_alarm(session)


def missed(session: Session, ids: tuple[str, ...]) -> None:
    """Say that notifications never arrived, to those subscriptions of these that live."""
    found = [one for _, one in live(session) if one.id in ids]
    post(session, "lifecycle", [message for one in found for message in _messages(session, one, "missed")])


def expire(session: Session, person: str | None) -> None:
    """Let the subscriptions of a person end before their time, or of everybody: nobody is told."""
    for collection, subscription in live(session):
        if person in {None, subscription.person}:
            change(session, collection, subscription, None)
            release(session, subscription.url)


def release(session: Session, url: str) -> None:
    """Drop what waits to be sent to a URL that no subscription has any more."""
    if all(one.url != url for _, one in live(session)):
        drop(session, url)


def _messages(session: Session, subscription: Subscription, event: Event) -> list[Message]:
    if subscription.lifecycle_url is None:
        return []
    item = {
        "subscriptionId": subscription.id,
        "subscriptionExpirationDateTime": date_time(subscription.expires),
        "tenantId": session.identity.tenant_id,
        "clientState": subscription.client_state,
        "lifecycleEvent": event,
    }
    return [Message(subscription.lifecycle_url, subscription, item)]


def _is_revoked(session: Session, subscription: Subscription) -> bool:
    if subscription.grant is None:
        return False
    consent = session.identity.consent(*subscription.grant, "microsoft")
    return consent is not None and consent.revoked


def _set_alarm(session: Session) -> None:
    clock = session.clock
    due = min((when for _, one in live(session) if (when := one.next_reminder) is not None), default=None)
    alarm = _alarms.get(clock)
    if alarm is not None and alarm.when == due and due > clock.now():
        return
    if alarm is not None:
        alarm.cancel()
        del _alarms[clock]
    if due is not None:
        _alarms[clock] = clock.at(due, partial(_ring, ref(session)))


def _ring(session: ref[Session]) -> None:
    found = session()
    if found is not None:
        tend(found)

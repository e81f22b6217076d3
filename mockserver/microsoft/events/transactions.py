"""`transactionId`: the client's own id of a creation, by which a mailbox knows one that it has carried out already.

`microsoft/transactions/{mailbox}` has one record for each, so that nothing is searched. How long one is remembered is
not documented: as long as the event is there [inferred].
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from mockserver.ids import derive
from mockserver.microsoft.events import store
from mockserver.microsoft.refusals import Refusal
from mockserver.microsoft.rows import DUPLICATE_TRANSACTION_ID

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mockserver.microsoft.calendars.calendar import Calendar


class Transaction(msgspec.Struct, frozen=True):
    """What a transactionId was used for: the event's id, and a digest of the calendar and the body."""

    event: str
    digest: str


def transactions_of(mailbox: str) -> str:
    return f"microsoft/transactions/{mailbox}"


def repeated(calendar: Calendar, body: Mapping[str, Any]) -> store.Found | None:
    """The event that the same request made already, None where it is a new one.

    Raises `Refusal` where its transactionId belongs to another event.
    """
    id_ = body.get("transactionId")
    collection = calendar.mailbox.session.documents.find(transactions_of(calendar.mailbox.key)) if id_ else None
    record = None if collection is None else collection.get(_key(id_ or ""))
    found = None if record is None else store.lookup(calendar.mailbox, record.extra.event)
    if record is None or found is None:
        return None
    if record.extra.digest == _digest(calendar, body):
        return found
    why = f"the transactionId {str(id_)[:80]!r} was used with another body or for another calendar"
    raise Refusal(DUPLICATE_TRANSACTION_ID, why=why, **{"@event.existingEventId": found.id})


def remember(calendar: Calendar, body: Mapping[str, Any], event_id: str) -> None:
    """Keep which event a request made, if it has a transactionId. Raises `StoreFull` at the session's limit."""
    if id_ := body.get("transactionId"):
        extra = Transaction(event_id, _digest(calendar, body))
        calendar.mailbox.session.documents.put(transactions_of(calendar.mailbox.key), _key(id_), b"{}", extra=extra)


def _digest(calendar: Calendar, body: Mapping[str, Any]) -> str:
    written = msgspec.json.encode(body, order="sorted").decode()
    return derive("microsoft-transaction", str(calendar.folder), written).hex(32)


def _key(transaction_id: str) -> str:
    """A transactionId of whatever length as a key of one length."""
    return derive("microsoft-transaction-id", transaction_id).hex(32)

"""The operations by which people answer meetings, and call their own off: accept, tentativelyAccept, decline, cancel.

What becomes of the copies is `invitations.py`'s. The reference's section 3.6; the words of refusals are in their rows.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mockserver.http.operation import OperationTable
from mockserver.microsoft import templates
from mockserver.microsoft.bodies import read_body
from mockserver.microsoft.events import invitations, writing
from mockserver.microsoft.events.documents import UTC
from mockserver.microsoft.events.reading import find_event
from mockserver.microsoft.events.times import read_time, refuse_value, write_time
from mockserver.microsoft.refusals import Refusal
from mockserver.microsoft.render import Empty
from mockserver.microsoft.rows import (
    MEETING_CANCELED,
    ONLY_ORGANIZER_CANCELS,
    ORGANIZER_CANNOT_RESPOND,
    PROPOSAL_WITHOUT_RESPONSE,
    PROPOSALS_NOT_ALLOWED,
    RESPONSE_NOT_REQUESTED,
)
from mockserver.microsoft.scopes import WRITE, WRITE_EVENTS

if TYPE_CHECKING:
    from mockserver.http.exchange import Exchange
    from mockserver.microsoft.events.store import Found
    from mockserver.microsoft.render import Value

_REFERENCE = "https://learn.microsoft.com/graph/api"
table = OperationTable("microsoft")


@table.operation(
    "events.accept", "POST", templates.peoples_event("/accept"), scopes=WRITE, reference=f"{_REFERENCE}/event-accept"
)
def accept(exchange: Exchange) -> Value:
    return _respond(exchange, "accepted", "acceptPostRequestBody")


@table.operation(
    "events.tentativelyAccept", "POST", templates.peoples_event("/tentativelyAccept"),
    scopes=WRITE, reference=f"{_REFERENCE}/event-tentativelyaccept",
)  # fmt: skip
def tentatively_accept(exchange: Exchange) -> Value:
    return _respond(exchange, "tentativelyAccepted", "tentativelyAcceptPostRequestBody")


@table.operation(
    "events.decline", "POST", templates.peoples_event("/decline"), scopes=WRITE, reference=f"{_REFERENCE}/event-decline"
)
def decline(exchange: Exchange) -> Value:
    return _respond(exchange, "declined", "declinePostRequestBody")


@table.operation(
    "events.cancel", "POST", templates.event("/cancel"), scopes=WRITE_EVENTS, reference=f"{_REFERENCE}/event-cancel"
)
def cancel(exchange: Exchange) -> Value:
    """The organizer takes a meeting, or one occurrence, out of everybody's calendar."""
    given = read_body(exchange, "cancelPostRequestBody", optional=True)
    found = find_event(exchange, "write")
    if not found.document["isOrganizer"]:
        raise Refusal(ONLY_ORGANIZER_CANCELS, why=f"{_organizer(found)} organizes it")
    if given.get("Comment"):
        exchange.note("the comment of a cancellation is in a mail, and shown in no calendar")
    writing.delete(found)
    invitations.announce(found.calendar, found.document, None)
    return Empty(202)


def _respond(exchange: Exchange, response: str, body_type: str) -> Value:
    given = read_body(exchange, body_type, optional=True)
    found = find_event(exchange, "write")
    send = given.get("SendResponse") is not False
    proposed = given.get("ProposedNewTime")
    _check(found, send=send, proposes=proposed is not None)
    time = None if proposed is None else _proposed(proposed)
    invitations.answer(found, response, send=send, comment=given.get("Comment") or "", proposed=time)
    return Empty(202)


def _check(found: Found, *, send: bool, proposes: bool) -> None:
    """Raise `Refusal` where a meeting cannot be answered so."""
    document = found.document
    if document["isOrganizer"]:
        raise Refusal(ORGANIZER_CANNOT_RESPOND, why=f"{_organizer(found)} organizes it, and is who would answer")
    if document["isCancelled"]:
        raise Refusal(MEETING_CANCELED)
    if proposes and not send:
        raise Refusal(PROPOSAL_WITHOUT_RESPONSE, why="proposedNewTime comes with sendResponse true, or without it")
    if proposes and not document["allowNewTimeProposals"]:
        raise Refusal(PROPOSALS_NOT_ALLOWED, why="the event's allowNewTimeProposals is false")
    if send and not document["responseRequested"]:
        raise Refusal(RESPONSE_NOT_REQUESTED, why="responseRequested is false: answer with sendResponse false")


def _proposed(slot: dict[str, Any]) -> dict[str, Any]:
    """A timeSlot as the organizer's event keeps it. Raises `Refusal`."""
    for name in ("start", "end"):
        if slot.get(name) is None:
            refuse_value(f"proposedNewTime needs its {name}: {{dateTime, timeZone}}")
    start, end = (read_time(slot[name], f"proposedNewTime.{name}") for name in ("start", "end"))
    if end.instant < start.instant:
        refuse_value("proposedNewTime ends before it starts")
    return {"start": write_time(start, UTC), "end": write_time(end, UTC)}


def _organizer(found: Found) -> str:
    address: str = found.document["organizer"]["emailAddress"]["address"]
    return address

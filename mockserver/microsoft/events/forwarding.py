"""The operation `events.forward`: others are asked to a meeting, whoever forwards it.

The organizer's event has them among its attendees from then on, as documented for what attendees forward; for what
the organizer forwards it is [inferred].
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mockserver.http.operation import OperationTable
from mockserver.microsoft import templates
from mockserver.microsoft.bodies import read_body
from mockserver.microsoft.events import attendees, invitations
from mockserver.microsoft.events.reading import find_event
from mockserver.microsoft.refusals import Refusal
from mockserver.microsoft.render import Empty
from mockserver.microsoft.rows import INVALID_RECIPIENTS
from mockserver.microsoft.scopes import READ_DETAILS

if TYPE_CHECKING:
    from mockserver.http.exchange import Exchange
    from mockserver.microsoft.render import Value

table = OperationTable("microsoft")


@table.operation(
    "events.forward", "POST", templates.event("/forward"),
    scopes=READ_DETAILS, reference="https://learn.microsoft.com/graph/api/event-forward",
)  # fmt: skip
def forward(exchange: Exchange) -> Value:
    given = read_body(exchange, "forwardPostRequestBody")
    found = find_event(exchange, "read")
    recipients = given.get("ToRecipients")
    if not recipients:
        raise Refusal(INVALID_RECIPIENTS, why="toRecipients is a list of at least one {emailAddress: {address}}")
    if given.get("Comment"):
        exchange.note("the comment of what is forwarded is in a mail, and shown in no calendar")
    invitations.forward(found, attendees.read(found.calendar.mailbox, recipients, ()))
    return Empty(202)

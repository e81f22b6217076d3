"""The invitation bus: what an organiser changes reaches every guest in the session, and their answers come back.

The words are iTIP's (RFC 5546): a REQUEST invites or brings up to date, a CANCEL takes back, a REPLY answers, a COUNTER
is a guest's change where guests may change. Each provider receives what is for its own mailboxes; a message carries the
event as the sender's provider keeps it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

import msgspec

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from mockserver.session.session import Session

    Receiver = Callable[["Session", "Message"], bool]
    """Takes a message for one of its mailboxes; answers whether it has that mailbox."""

Method = Literal["REQUEST", "CANCEL", "REPLY", "COUNTER"]


class Message(msgspec.Struct, frozen=True):
    """One event on its way. `sender` and `recipient` are addresses, of calendars where those have their own."""

    method: Method
    provider: str
    sender: str
    recipient: str
    event: Mapping[str, Any]


def deliver(session: Session, message: Message) -> bool:
    """Give a message to its recipient's mailbox, at the sender's provider if there is one, else at another.

    Answers whether anybody took it: outside the session nobody does.
    """
    receivers = session.template.receivers
    first = receivers.get(message.provider)
    if first is not None and first(session, message):
        return True
    return any(receive(session, message) for name, receive in receivers.items() if name != message.provider)

"""The invitation bus: what an organiser changes reaches every guest in the session, and their answers come back.

The words are iTIP's (RFC 5546): a REQUEST invites or brings up to date, a CANCEL takes back, a REPLY answers, a COUNTER
is a guest's change where guests may change. Each provider receives what is for its own mailboxes: from its own people
the event as it keeps it, from another provider a `Meeting`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

import msgspec

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from mockserver.session.meetings import Meeting
    from mockserver.session.session import Session

    Receiver = Callable[["Session", "Message"], bool]
    """Takes a message for one of its mailboxes; answers whether it is of concern there."""

Method = Literal["REQUEST", "CANCEL", "REPLY", "COUNTER"]


class Message(msgspec.Struct, frozen=True):
    """One event on its way. `sender` and `recipient` are addresses, of calendars where those have their own."""

    method: Method
    provider: str
    sender: str
    recipient: str
    event: Mapping[str, Any] | Meeting


def deliver(session: Session, message: Message, meeting: Callable[[], Meeting]) -> bool:
    """Give a message to its recipient's mailbox, at the sender's provider if there is one, else at another.

    What the event is for others than the sender's provider, `meeting` says; it is asked only where somebody has to
    know. Answers whether anybody took it: outside the session nobody does.
    """
    receivers = session.template.receivers
    first = receivers.get(message.provider)
    if first is not None and first(session, message):
        return True
    others = [receive for name, receive in receivers.items() if name != message.provider]
    if not others:
        return False
    translated = msgspec.structs.replace(message, event=meeting())
    return any(receive(session, translated) for receive in others)

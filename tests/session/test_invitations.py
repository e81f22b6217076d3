"""The invitation bus: who is asked to take a message, in which order, and when nobody does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mockserver.identity.directory import Directory
from mockserver.session import Session, Template
from mockserver.session.invitations import Message, deliver

if TYPE_CHECKING:
    from collections.abc import Callable

MESSAGE = Message("REQUEST", "google", "alice@autosched.example", "bob@partner.example", {"id": "e"})


def receiver(asked: list[str], name: str, *, takes: bool) -> Callable[[Session, Message], bool]:
    def receive(session: Session, message: Message) -> bool:
        assert (session.id, message) == ("s", MESSAGE)
        asked.append(name)
        return takes

    return receive


def told(**takes: bool) -> tuple[bool, list[str]]:
    """Whether somebody took the message, and who was asked, in order."""
    asked: list[str] = []
    receivers = {name: receiver(asked, name, takes=whether) for name, whether in takes.items()}
    session = Session("s", Template("bus", Directory(), receivers=receivers))
    return deliver(session, MESSAGE), asked


def test_the_senders_own_provider_is_asked_first() -> None:
    assert told(microsoft=True, google=True) == (True, ["google"])


def test_another_provider_takes_what_the_senders_own_has_no_mailbox_for() -> None:
    assert told(microsoft=True, google=False) == (True, ["google", "microsoft"])


def test_outside_the_session_nobody_takes_it() -> None:
    assert told(microsoft=False, google=False) == (False, ["google", "microsoft"])


def test_without_providers_nobody_takes_it() -> None:
    assert told() == (False, [])

"""The invitation bus: who is asked to take a message, in which order, and when nobody does."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from mockserver.clock import parse_instant
from mockserver.identity.directory import Directory
from mockserver.session import Session, Template
from mockserver.session.invitations import Message, deliver
from mockserver.session.meetings import Meeting, Moment

if TYPE_CHECKING:
    from collections.abc import Callable

MESSAGE = Message("REQUEST", "google", "alice@autosched.example", "bob@partner.example", {"id": "e"})
NOON = Moment(parse_instant("2026-03-09T12:00:00Z"), "UTC")
MEETING = Meeting(uid="e@google.com", organizer="alice@autosched.example", start=NOON, end=NOON)


def receiver(asked: list[str], name: str, *, takes: bool) -> Callable[[Session, Message], bool]:
    def receive(session: Session, message: Message) -> bool:
        told = MESSAGE if name == MESSAGE.provider else msgspec.structs.replace(MESSAGE, event=MEETING)
        assert (session.id, message) == ("s", told)
        asked.append(name)
        return takes

    return receive


def told(**takes: bool) -> tuple[bool, list[str]]:
    """Whether somebody took the message, and who was asked, in order."""
    asked: list[str] = []
    receivers = {name: receiver(asked, name, takes=whether) for name, whether in takes.items()}
    session = Session("s", Template("bus", Directory(), receivers=receivers))
    return deliver(session, MESSAGE, lambda: MEETING), asked


def test_the_senders_own_provider_is_asked_first() -> None:
    assert told(microsoft=True, google=True) == (True, ["google"])


def test_another_provider_is_told_of_the_meeting_in_words_that_both_have() -> None:
    # `receiver` holds what each provider is given against the native event and the neutral one.
    assert told(google=False, microsoft=True) == (True, ["google", "microsoft"])


def test_another_provider_takes_what_the_senders_own_has_no_mailbox_for() -> None:
    assert told(microsoft=True, google=False) == (True, ["google", "microsoft"])


def test_outside_the_session_nobody_takes_it() -> None:
    assert told(microsoft=False, google=False) == (False, ["google", "microsoft"])


def test_without_providers_nobody_takes_it() -> None:
    assert told() == (False, [])

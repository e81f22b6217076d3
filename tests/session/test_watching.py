"""Who watches a session: asked after each change, in order; and the outbox that goes with a session's world."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mockserver.delivery import Delivery, Office, Outbox, Subscription
from mockserver.identity.directory import Directory
from mockserver.session import Sessions, Template

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mockserver.session import Session


class Seen:
    """Notes what it was asked."""

    def __init__(self, name: str, order: list[str]) -> None:
        self._name = name
        self._order = order

    def notify(self, session: Session) -> None:
        self._order.append(f"{self._name} {session.id}")

    def subscriptions(self, session: Session) -> Iterable[Subscription]:  # noqa: ARG002 - nobody is subscribed
        return ()

    def expire(self, session: Session, provider: str | None, person: str | None) -> None:
        """Nobody is subscribed."""


def started(*watchers: Seen) -> Sessions:
    return Sessions(Template("office", Directory()), office=Office(), watchers=watchers)


def waiting(session: Session) -> Outbox:
    """The session's outbox with a message in it, which waits because nothing runs that could send it."""
    outbox = session.outbox
    outbox.post(Delivery(provider="google", key="k", url="https://127.0.0.1/", accepted=frozenset({200})))
    assert outbox.waiting[0] == 1
    return outbox


def test_every_watcher_of_a_session_is_asked_in_their_order() -> None:
    order: list[str] = []
    sessions = started(Seen("first", order), Seen("second", order))
    sessions.default.notify()

    assert order == ["first default", "second default"]


def test_a_session_is_notified_by_its_id_where_it_lives() -> None:
    order: list[str] = []
    sessions = started(Seen("one", order))
    sessions.notify("default")
    sessions.notify("gone")

    assert order == ["one default"]


def test_every_session_of_a_server_has_the_same_watchers_and_the_same_office() -> None:
    sessions = started(Seen("one", []))
    other = sessions.create(Template("office", Directory()), sessions.default.choices, "other")

    assert other.watchers == sessions.default.watchers
    assert other.outbox.office is sessions.default.outbox.office is sessions.office
    assert other.outbox is not sessions.default.outbox


def test_a_reset_drops_what_waits() -> None:
    session = started().default
    old = waiting(session)
    session.reset()

    assert old.waiting == session.outbox.waiting == (0, 0)
    assert session.outbox is not old


def test_a_restore_drops_what_waits() -> None:
    session = started().default
    session.save("s")
    old = waiting(session)
    session.restore("s")

    assert old.waiting == session.outbox.waiting == (0, 0)


def test_a_session_that_ends_drops_what_waits() -> None:
    sessions = started()
    old = waiting(sessions.create(Template("office", Directory()), sessions.default.choices, "brief"))
    sessions.end("brief")

    assert old.waiting == (0, 0)


def test_a_session_that_was_idle_for_too_long_drops_what_waits() -> None:
    sessions = Sessions(Template("office", Directory()), idle_seconds=-1)
    old = waiting(sessions.create(Template("office", Directory()), sessions.default.choices, "idle"))
    sessions.end_idle()

    assert old.waiting == (0, 0)

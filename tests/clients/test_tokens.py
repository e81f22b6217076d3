"""Tokens, as the real clients fetch them and fetch them again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.wire import world

if TYPE_CHECKING:
    from tests.clients.real_clients import Client, Connect
    from tests.wire import World


def test_a_client_fetches_another_token_once_its_own_expired_and_asks_again(alice: Client, session: World) -> None:
    """Expired on the session's clock: the client, whose clock is the real one, learns it from the 401."""
    alice.call("events.list", calendarId="primary")
    asked = len(session.requests())
    session.advance("PT2H")

    assert alice.call("events.list", calendarId="primary")["items"]

    assert [(entry["operation"], entry["status"]) for entry in session.requests()[asked:]] == [
        ("google.events.list", 401),
        ("google.oauth.token", 200),
        ("google.events.list", 200),
    ]


def test_what_a_client_does_happens_in_the_session_that_issued_its_credentials(
    connect: Connect, session: World
) -> None:
    with world(session.wire.url, scenario="dst-new-york") as twin:
        connect("alice").call("events.quickAdd", calendarId="primary", text="Dentist on March 9 2026 at 3pm")

        assert session.requests()[-1]["operation"] == "google.events.quickAdd"
        assert twin.requests() == []

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from mockserver.clock import DAY, Clock
from mockserver.identity import permissions
from mockserver.identity.directory import App, Directory, Person, ReadableToken
from mockserver.identity.identity import Identity
from mockserver.identity.scopes import CALENDAR, full
from mockserver.identity.tokens import TokenRefused
from mockserver.ids import Ids

if TYPE_CHECKING:
    from collections.abc import Callable


def test_a_readable_token_speaks_for_its_person_and_the_first_client(identity: Identity) -> None:
    token = identity.judge("alice")
    assert (token.principal, token.app, set(token.scopes)) == ("alice", "autosched", {CALENDAR})
    assert identity.judge("alice-readonly").scopes == {full("calendar.readonly")}


def test_a_valid_one_never_expires(identity: Identity) -> None:
    identity.clock.advance(3650 * DAY)
    identity.judge("alice")


@pytest.mark.parametrize("state", ["expired", "revoked"])
def test_one_that_is_declared_dead_is_refused_as_such(identity: Identity, state: str) -> None:
    with pytest.raises(TokenRefused, match=state):
        identity.judge(f"alice-{state}")


def test_the_same_text_is_good_in_every_session_of_the_scenario(make: Callable[..., Identity]) -> None:
    one, other = make(session="one"), make(session="other")
    one.revoke_grant("alice")
    other.judge("alice")


def test_without_any_client_it_can_be_used_revoked_and_granted_again() -> None:
    people = {"alice": Person("alice", "Alice", "alice@autosched.example")}
    directory = Directory(people, tokens={"alice": ReadableToken("alice", "alice")})
    identity = Identity(directory, "s", Clock(0, "frozen"), Ids("s"))
    assert identity.audience(identity.judge("alice")).endswith("-mock-s.readable.apps.googleusercontent.com")
    identity.revoke("alice")
    with pytest.raises(TokenRefused, match="revoked"):
        identity.judge("alice")
    identity.grant_again("alice")
    identity.judge("alice")
    identity.revoke_grant("alice")
    with pytest.raises(TokenRefused, match="revoked"):
        identity.judge("alice")


def test_one_that_names_no_provider_is_good_at_each_its_person_has_an_account_with(identity: Identity) -> None:
    assert identity.judge("alice", "microsoft").scopes == set(permissions.USUAL)
    assert identity.judge("alice", "google").scopes == {CALENDAR}
    for state in ("expired", "revoked"):
        with pytest.raises(TokenRefused, match=state):
            identity.judge(f"alice-{state}", "microsoft")


def made(**tokens: ReadableToken) -> Identity:
    """A session with these tokens, of Alice with both accounts, Carol with one, and a service account."""
    people = {
        "alice": Person("alice", "Alice", "alice@autosched.example"),
        "carol": Person("carol", "Carol", "carol@autosched.example", accounts=frozenset(("microsoft",))),
    }
    apps = {"autosched": App("autosched"), "bot": App("bot", "service-account")}
    return Identity(Directory(people, apps, tokens=tokens), "s", Clock(0, "frozen"), Ids("s"))


def test_without_an_account_no_provider_takes_it() -> None:
    identity = made(carol=ReadableToken("carol", "carol"))
    identity.judge("carol", "microsoft")
    with pytest.raises(TokenRefused, match="unknown"):
        identity.judge("carol", "google")


def test_each_provider_sees_the_scopes_that_are_its_own() -> None:
    identity = made(t=ReadableToken("t", "alice", scopes=(full("calendar.readonly"), "Calendars.Read")))
    assert identity.judge("t", "google").scopes == {full("calendar.readonly")}
    assert identity.judge("t", "microsoft").scopes == {"Calendars.Read"}


def test_scopes_of_one_provider_alone_make_it_that_providers() -> None:
    identity = made(t=ReadableToken("t", "alice", scopes=("Calendars.Read",)))
    identity.judge("t", "microsoft")
    with pytest.raises(TokenRefused, match="unknown"):
        identity.judge("t", "google")


def test_one_that_names_a_provider_is_good_there_only() -> None:
    identity = made(t=ReadableToken("t", "alice", provider="microsoft"))
    identity.judge("t", "microsoft")
    with pytest.raises(TokenRefused, match="unknown"):
        identity.judge("t", "google")


def test_revoking_it_at_one_provider_leaves_it_good_at_the_other() -> None:
    identity = made(t=ReadableToken("t", "alice"))
    identity.revoke("t", "google")
    identity.judge("t", "microsoft")
    with pytest.raises(TokenRefused, match="revoked"):
        identity.judge("t", "google")


def test_one_without_a_person_speaks_for_its_app_with_every_permission() -> None:
    identity = made(
        all=ReadableToken("all", None, "bot", "microsoft"),
        less=ReadableToken("less", None, "bot", "microsoft", scopes=("Calendars.Read",)),
    )
    token = identity.judge("all", "microsoft")
    assert (token.principal, token.app, token.scopes) == (None, "bot", frozenset(permissions.APPLICATION))
    assert identity.judge("less", "microsoft").scopes == {"Calendars.Read"}
    identity.revoke("less", "microsoft")
    with pytest.raises(TokenRefused, match="revoked"):
        identity.judge("less", "microsoft")

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from mockserver.clock import DAY, Clock
from mockserver.identity.directory import Directory, Person, ReadableToken
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

"""Judging, issuing and changing: what is good in a session, and since when it is not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from mockserver.clock import HOUR, MINUTE, SECOND, Clock, real_now
from mockserver.identity.directory import App, Directory, Grant, Person
from mockserver.identity.identity import Identity
from mockserver.identity.scopes import CALENDAR, full
from mockserver.identity.tokens import TokenRefused
from mockserver.ids import Ids

if TYPE_CHECKING:
    from collections.abc import Callable

    from mockserver.identity.tokens import AccessToken, Reason


def refusal(identity: Identity, text: str) -> Reason:
    """Why a session refuses an access token."""
    with pytest.raises(TokenRefused) as raised:
        identity.judge(text)
    return raised.value.reason


def refresh_refusal(identity: Identity, text: str | None) -> Reason:
    """Why a session refuses a refresh token."""
    with pytest.raises(TokenRefused) as raised:
        identity.judge_refresh(text or "")
    return raised.value.reason


def small(grant: Grant) -> Identity:
    """A session of one person, one app and one grant between them."""
    people = {"alice": Person("alice", "Alice", "alice@autosched.example")}
    directory = Directory(people, {"autosched": App("autosched")}, (grant,))
    return Identity(directory, "s", Clock(0, "frozen"), Ids("s"))


def test_a_standing_token_says_who_granted_what_to_whom(identity: Identity) -> None:
    token = identity.judge(identity.standing("bob", "autosched").access_token)
    assert (token.principal, token.app, token.provider) == ("bob", "autosched", "google")
    assert token.scopes == {full("calendar.readonly"), full("calendar.events")}
    assert token.expires == identity.clock.now() + 5 * MINUTE


def test_a_token_dies_on_the_session_clock_at_its_instant(identity: Identity) -> None:
    text = identity.standing("alice", "autosched").access_token
    identity.clock.advance(3599 * SECOND - 1)
    identity.judge(text)
    identity.clock.advance(1)
    assert refusal(identity, text) == "expired"
    assert refusal(identity, text) == "expired"


def test_a_refused_token_still_says_whose_it_was(identity: Identity) -> None:
    text = identity.standing("alice", "autosched").access_token
    identity.clock.advance(HOUR)
    with pytest.raises(TokenRefused) as raised:
        identity.judge(text)
    assert raised.value.token is not None
    assert raised.value.token.principal == "alice"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("ya29.a0AfH6SMBx", "unknown"),
        ("alcie", "unknown"),
        ("", "malformed"),
        ("two words", "malformed"),
        ("x" * 3000, "malformed"),
        ("ä", "malformed"),
    ],
)
def test_what_was_never_issued_is_unknown_or_no_token_at_all(identity: Identity, text: str, reason: Reason) -> None:
    assert refusal(identity, text) == reason


def test_a_token_of_another_session_is_unknown(make: Callable[..., Identity]) -> None:
    other = make(session="other")
    for text in (other.standing("alice", "autosched").access_token, other.issue("alice", "autosched", ()).text):
        assert refusal(make(), text) == "unknown"


def test_a_token_is_good_at_its_own_provider_only(identity: Identity) -> None:
    text = identity.standing("alice", "autosched").access_token
    identity.judge(text)
    with pytest.raises(TokenRefused, match="unknown"):
        identity.judge(text, "microsoft")


def test_an_issued_token_carries_its_session_and_says_what_it_was_issued_with(identity: Identity) -> None:
    mine = identity.issue("alice", "autosched", [CALENDAR], lifetime=MINUTE)
    own = identity.issue(None, "sync-bot", [CALENDAR])
    assert mine.text.startswith("ya29.a0mock-k3v9.")
    assert own.text.startswith("ya29.c.mock-k3v9.")
    assert identity.judge(mine.text) == mine
    assert identity.judge(own.text).principal is None
    identity.clock.advance(MINUTE)
    assert refusal(identity, mine.text) == "expired"
    identity.judge(own.text)


def test_two_sessions_of_one_id_and_seed_issue_the_same_tokens(make: Callable[..., Identity]) -> None:
    one, other = make(), make()
    assert [one.issue("alice", "autosched", ()).text for _ in range(3)] == [
        other.issue("alice", "autosched", ()).text for _ in range(3)
    ]


@pytest.mark.parametrize("which", ["standing", "refresh", "issued", "readable"])
def test_revoking_any_token_kills_the_whole_grant_and_nothing_else(identity: Identity, which: str) -> None:
    standing = identity.standing("alice", "autosched")
    issued = identity.issue("alice", "autosched", [CALENDAR])
    others = (identity.standing("bob", "autosched").access_token, identity.standing("alice", "fixed").access_token)
    refresh = standing.refresh_token or ""
    texts = {"standing": standing.access_token, "issued": issued.text, "readable": "alice", "refresh": refresh}
    for text in (standing.access_token, issued.text, "alice", *others):
        identity.judge(text)
    identity.revoke(texts[which])
    for text in (standing.access_token, issued.text, "alice"):
        assert refusal(identity, text) == "revoked"
    assert refresh_refusal(identity, refresh) == "revoked"
    for text in others:
        identity.judge(text)
    with pytest.raises(TokenRefused):
        identity.revoke(texts[which])


@pytest.mark.parametrize("principal", [None, "alice"])
def test_revoking_a_service_accounts_token_kills_that_token_only(identity: Identity, principal: str | None) -> None:
    one = identity.issue(principal, "sync-bot", [CALENDAR])
    other = identity.issue(principal, "sync-bot", [CALENDAR])
    identity.revoke(one.text)
    assert refusal(identity, one.text) == "revoked"
    identity.judge(other.text)


def test_a_person_takes_back_everything_from_every_client(identity: Identity) -> None:
    mine = [identity.standing("alice", app).access_token for app in ("autosched", "fixed")]
    identity.judge(mine[0])
    identity.revoke_grant("alice")
    assert [refusal(identity, text) for text in mine] == ["revoked", "revoked"]
    assert refusal(identity, "alice") == "revoked"
    identity.judge(identity.standing("bob", "autosched").access_token)


def test_delegation_ends_only_where_the_service_account_is_named(identity: Identity) -> None:
    token = identity.issue("alice", "sync-bot", [CALENDAR])
    identity.revoke_grant("alice")
    identity.judge(token.text)
    identity.revoke_grant("alice", app="sync-bot")
    assert refusal(identity, token.text) == "revoked"


def test_what_was_not_granted_cannot_be_taken_back(identity: Identity) -> None:
    with pytest.raises(LookupError, match="'carol' granted 'autosched' nothing"):
        identity.revoke_grant("carol", app="autosched")
    with pytest.raises(LookupError, match="no person 'alcie'; there is alice"):
        identity.revoke_grant("alcie")
    with pytest.raises(LookupError, match="no app 'autoshed'; there is autosched"):
        identity.revoke_grant("alice", app="autoshed")


def test_granting_again_begins_new_tokens_and_leaves_the_old_ones_dead(identity: Identity) -> None:
    old = identity.standing("alice", "autosched")
    issued = identity.issue("alice", "autosched", ())
    identity.revoke_grant("alice", app="autosched")
    identity.clock.advance(HOUR)
    identity.grant_again("alice", app="autosched", scopes=(full("calendar.readonly"),))
    new = identity.standing("alice", "autosched")
    assert identity.judge(new.access_token).scopes == {full("calendar.readonly")}
    assert identity.judge(new.access_token).issued == identity.clock.now()
    assert identity.judge_refresh(new.refresh_token or "").grant.scopes == new.scopes
    assert refusal(identity, old.access_token) == "revoked"
    assert refusal(identity, issued.text) == "revoked"
    assert refresh_refusal(identity, old.refresh_token) == "revoked"
    identity.judge("alice")


def test_granting_every_client_again_keeps_what_each_grant_said(identity: Identity) -> None:
    identity.grant_again("bob", refresh="expired")
    autosched = identity.standing("bob", "autosched")
    assert autosched.scopes == (full("calendar.readonly"), full("calendar.events"))
    assert refresh_refusal(identity, autosched.refresh_token) == "expired"
    assert identity.standing("bob", "fixed").refresh_token is not None


def test_a_first_grant_can_be_given_while_the_session_runs(identity: Identity) -> None:
    identity.grant_again("bob", app="lone-bot")
    consent = identity.consent("bob", "lone-bot")
    assert consent is not None
    assert full("calendar.readonly") in consent.grant.scopes
    with pytest.raises(ValueError, match="'carol' has no google account"):
        identity.grant_again("carol")


@pytest.mark.parametrize(
    ("refresh", "access_reason", "refresh_reason"),
    [("revoked", "revoked", "revoked"), ("expired", None, "expired"), ("none", None, "unknown")],
)
def test_a_grant_starts_out_as_the_scenario_says(
    refresh: Any, access_reason: Reason | None, refresh_reason: Reason
) -> None:
    valid = small(Grant("alice", "autosched"))
    identity = small(Grant("alice", "autosched", refresh=refresh))
    text = identity.standing("alice", "autosched").access_token
    if access_reason is None:
        identity.judge(text)
    else:
        assert refusal(identity, text) == access_reason
    assert refresh_refusal(identity, valid.standing("alice", "autosched").refresh_token) == refresh_reason


def test_access_tokens_can_be_born_dead() -> None:
    identity = small(Grant("alice", "autosched", access_expires_in=0))
    assert refusal(identity, identity.standing("alice", "autosched").access_token) == "expired"


def test_expiring_access_tokens_spares_what_is_issued_afterwards(identity: Identity) -> None:
    standing = identity.standing("alice", "autosched")
    issued = identity.issue("alice", "autosched", ())
    own = identity.issue(None, "sync-bot", ())
    identity.judge(standing.access_token)
    identity.expire_access_tokens("alice")
    later = identity.issue("alice", "autosched", ())
    assert [refusal(identity, text) for text in (standing.access_token, issued.text, "alice")] == ["expired"] * 3
    for text in (later.text, own.text, identity.standing("bob", "autosched").access_token):
        identity.judge(text)
    identity.judge_refresh(standing.refresh_token or "")
    identity.expire_access_tokens()
    assert refusal(identity, own.text) == "expired"
    identity.grant_again("alice")
    identity.judge("alice")
    identity.judge(identity.standing("alice", "autosched").access_token)


def test_expiring_is_for_one_provider_or_for_all(identity: Identity) -> None:
    text = identity.standing("alice", "autosched").access_token
    identity.expire_access_tokens("alice", "microsoft")
    identity.judge(text)
    identity.expire_access_tokens(provider="google")
    assert refusal(identity, text) == "expired"
    with pytest.raises(LookupError, match="no person 'alcie'"):
        identity.expire_access_tokens("alcie")


def test_expiring_refresh_tokens_spares_access_tokens_and_other_people(identity: Identity) -> None:
    alice, bob = (identity.standing(person, "autosched") for person in ("alice", "bob"))
    identity.expire_refresh_tokens("alice")
    assert refresh_refusal(identity, alice.refresh_token) == "expired"
    identity.judge(alice.access_token)
    identity.judge_refresh(bob.refresh_token or "")


def test_a_snapshot_brings_back_tokens_consents_and_the_tokens_to_come(identity: Identity) -> None:
    kept = identity.issue("alice", "autosched", ())
    parts: tuple[Any, ...] = (identity, identity.clock, identity._ids)  # noqa: SLF001 - a session saves all three
    saved = [part.snapshot() for part in parts]
    standing = identity.standing("alice", "autosched").access_token
    first = change(identity)
    for part, state in zip(parts, saved, strict=True):
        part.restore(state)
    identity.judge(kept.text)
    identity.judge(standing)
    assert refusal(identity, first.text) == "unknown"
    assert change(identity) == first


def change(identity: Identity) -> AccessToken:
    """Change a bit of everything."""
    identity.revoke_grant("alice")
    identity.expire_access_tokens()
    identity.grant_again("bob", app="autosched")
    identity.clock.advance(MINUTE)
    return identity.issue("bob", "autosched", ())


def test_a_snapshot_restores_in_a_fresh_identity(make: Callable[..., Identity]) -> None:
    one, other = make(), make()
    issued = one.issue("bob", "autosched", ())
    one.clock.advance(MINUTE)
    one.revoke_grant("alice")
    other.clock.advance(HOUR)
    other.restore(one.snapshot())
    assert refusal(other, "alice") == "revoked"
    assert refusal(other, issued.text) == "expired"


def test_assertions_are_judged_on_the_clock_of_the_application(make: Callable[..., Identity]) -> None:
    frozen, real = make(clients="frozen"), make(clients="real")
    assert frozen.assertion_time() == frozen.clock.now()
    assert abs(real.assertion_time() - real_now()) < HOUR


def test_what_is_remembered_of_judged_tokens_is_bounded(identity: Identity, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mockserver.identity.identity.REMEMBERED", 3)
    texts = [identity.issue("alice", "autosched", ()).text for _ in range(10)]
    for text in texts * 2:
        identity.judge(text)
        assert len(identity._good) <= 3  # noqa: SLF001 - the bound is what is tested

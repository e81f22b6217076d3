from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from mockserver.clock import MINUTE, SECOND
from mockserver.identity.grants import Issued, TokenRequest, exchange_grant
from mockserver.identity.refusals import OAuthRefusal
from mockserver.identity.scopes import full

if TYPE_CHECKING:
    from mockserver.identity.identity import Identity
    from mockserver.identity.tokens import AccessToken

EVENTS, READONLY = full("calendar.events"), full("calendar.readonly")


def form(identity: Identity, person: str = "bob", app: str = "autosched", **fields: str) -> dict[str, str]:
    """What google-auth posts, with some of it changed."""
    client = identity.client(app)
    return {
        "grant_type": "refresh_token",
        "client_id": client.client_id,
        "client_secret": client.client_secret,
        "refresh_token": identity.standing(person, app).refresh_token or "",
    } | fields


def refresh(identity: Identity, fields: dict[str, str]) -> Issued:
    return exchange_grant(TokenRequest(fields), identity)


def token_of(issued: Issued) -> AccessToken:
    assert issued.access_token is not None
    return issued.access_token


def row_of(identity: Identity, fields: dict[str, str]) -> str:
    with pytest.raises(OAuthRefusal) as raised:
        refresh(identity, fields)
    return raised.value.row.key


def test_a_refresh_token_gives_another_access_token_of_the_same_grant(identity: Identity) -> None:
    issued = refresh(identity, form(identity))
    token = identity.judge(token_of(issued).text)
    assert (token.principal, token.app, set(token.scopes)) == ("bob", "autosched", {EVENTS, READONLY})
    assert token.expires == identity.clock.now() + 5 * MINUTE
    assert issued.body() == {
        "access_token": token.text,
        "expires_in": 300,
        "scope": f"{EVENTS} {READONLY}",
        "token_type": "Bearer",
    }


def test_it_can_be_used_again_and_again_and_outlives_the_access_tokens(identity: Identity) -> None:
    fields = form(identity, "alice")
    first = token_of(refresh(identity, fields))
    identity.clock.advance(3599 * SECOND)
    second = token_of(refresh(identity, fields))
    assert first.text != second.text
    identity.judge(second.text)


def test_fewer_scopes_can_be_asked_for(identity: Identity) -> None:
    issued = refresh(identity, form(identity, scope=READONLY))
    assert issued.scope == READONLY
    assert identity.judge(token_of(issued).text).scopes == {READONLY}


@pytest.mark.parametrize("scope", [full("calendar"), f"{READONLY} openid", "calendar.readonly", "nonsense"])
def test_a_scope_that_was_not_granted_by_that_name_is_refused(identity: Identity, scope: str) -> None:
    assert row_of(identity, form(identity, scope=scope)) == "scope-not-granted"


def test_a_narrower_scope_than_the_granted_one_was_not_granted_by_that_name(identity: Identity) -> None:
    assert row_of(identity, form(identity, "alice", scope=READONLY)) == "scope-not-granted"


def test_the_token_of_another_client_is_refused(identity: Identity) -> None:
    foreign = identity.standing("alice", "fixed").refresh_token or ""
    assert row_of(identity, form(identity, refresh_token=foreign)) == "refresh-token-foreign"


@pytest.mark.parametrize("text", ["nonsense", "1//0gabc", "1//0mock-k3v9.x", "1//0mock-other.x", "alice"])
def test_what_is_no_refresh_token_of_the_session_is_refused(identity: Identity, text: str) -> None:
    assert row_of(identity, form(identity, refresh_token=text)) == "grant-unusable"


def test_an_access_token_is_no_refresh_token(identity: Identity) -> None:
    text = identity.standing("alice", "autosched").access_token
    assert row_of(identity, form(identity, refresh_token=text)) == "grant-unusable"


def test_a_revoked_or_expired_one_is_dead(identity: Identity) -> None:
    alice, bob = form(identity, "alice"), form(identity)
    identity.revoke_grant("alice")
    identity.expire_refresh_tokens("bob")
    assert row_of(identity, alice) == "refresh-token-dead"
    assert row_of(identity, bob) == "refresh-token-dead"


def test_nothing_is_issued_where_anything_is_refused(identity: Identity) -> None:
    assert identity.authorization is not None  # made at the first use
    before = identity.snapshot()
    for fields in ({"client_secret": "x"}, {"refresh_token": ""}, {"refresh_token": "x"}, {"scope": "x"}):
        row_of(identity, form(identity, **fields))
    assert identity.snapshot() == before

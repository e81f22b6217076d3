from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from mockserver.identity.codes import Asked
from mockserver.identity.grants import TokenRequest, exchange_grant
from mockserver.identity.refusals import OAuthRefusal
from mockserver.identity.scopes import CALENDAR

if TYPE_CHECKING:
    from mockserver.identity.identity import Identity

URI = "http://localhost:3000/callback"


def request(identity: Identity, code: str, **fields: str) -> TokenRequest:
    client = identity.client("autosched")
    form = {"grant_type": "authorization_code", "code": code, "redirect_uri": URI}
    return TokenRequest(form | {"client_id": client.client_id, "client_secret": client.client_secret} | fields)


def code_for(identity: Identity, *scopes: str, offline: bool = True) -> str:
    core = identity.authorization
    core.agree("alice", "autosched", "google", scopes)
    asked = Asked(
        person="alice", app="autosched", provider="google", redirect_uri=URI, scopes=scopes, offline=offline, nonce="n"
    )
    return core.issue_code(asked).text


def test_a_code_brings_what_was_agreed_to(identity: Identity) -> None:
    issued = exchange_grant(request(identity, code_for(identity, CALENDAR, "openid")), identity)
    assert issued.access_token is not None
    assert (issued.access_token.principal, issued.scope) == ("alice", f"{CALENDAR} openid")
    assert issued.refresh_token is not None
    assert identity.authorization.keys["google"].verify(issued.id_token or "")["nonce"] == "n"


def test_without_offline_access_or_sign_in_it_brings_no_more_than_an_access_token(identity: Identity) -> None:
    issued = exchange_grant(request(identity, code_for(identity, CALENDAR, offline=False)), identity)
    assert list(issued.body()) == ["access_token", "expires_in", "scope", "token_type"]


def test_a_code_dies_with_the_consent_behind_it(identity: Identity) -> None:
    code = code_for(identity, CALENDAR)
    identity.revoke_grant("alice")
    with pytest.raises(OAuthRefusal) as refused:
        exchange_grant(request(identity, code), identity)
    assert refused.value.row.key == "grant-unusable"


def test_of_a_redirect_uri_that_differs_the_journal_says_which_was_right(identity: Identity) -> None:
    code = code_for(identity, CALENDAR)
    with pytest.raises(OAuthRefusal, match=URI) as refused:
        exchange_grant(request(identity, code, redirect_uri="http://localhost:1/"), identity)
    assert refused.value.row.key == "redirect-uri-mismatch"


def test_a_verifier_that_nobody_announced_is_wrong(identity: Identity) -> None:
    with pytest.raises(OAuthRefusal) as refused:
        exchange_grant(request(identity, code_for(identity, CALENDAR), code_verifier="v" * 43), identity)
    assert refused.value.row.key == "code-verifier-wrong"

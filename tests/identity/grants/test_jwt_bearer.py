from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from mockserver.clock import MINUTE
from mockserver.identity.grants import Issued, TokenRequest, exchange_grant
from mockserver.identity.refusals import OAuthRefusal
from mockserver.identity.scopes import CALENDAR, CALENDAR_SCOPES, EMAIL, full

if TYPE_CHECKING:
    from collections.abc import Callable

    from mockserver.identity.identity import Identity
    from mockserver.identity.tokens import AccessToken

    Sign = Callable[..., str]
    Claims = dict[str, Any]

JWT_BEARER = "urn:ietf:params:oauth:grant-type:jwt-bearer"
READONLY = full("calendar.readonly")


def assert_with(identity: Identity, assertion: str) -> Issued:
    endpoints = ("http://localhost:8080/token",)
    return exchange_grant(
        TokenRequest({"grant_type": JWT_BEARER, "assertion": assertion}, endpoints=endpoints), identity
    )


def token_of(issued: Issued) -> AccessToken:
    assert issued.access_token is not None
    return issued.access_token


def row_of(identity: Identity, assertion: str) -> str:
    with pytest.raises(OAuthRefusal) as raised:
        assert_with(identity, assertion)
    return raised.value.row.key


def test_an_account_gets_a_token_of_its_own(identity: Identity, sign: Sign, claims: Claims) -> None:
    issued = assert_with(identity, sign(claims))
    token = identity.judge(token_of(issued).text)
    assert (token.principal, token.app, set(token.scopes)) == (None, "sync-bot", {CALENDAR})
    assert issued.body() == {"access_token": token.text, "expires_in": 3599, "token_type": "Bearer"}
    assert token.text.startswith("ya29.c.mock-k3v9.")


def test_our_own_url_is_as_good_an_audience_as_googles(identity: Identity, sign: Sign, claims: Claims) -> None:
    assert_with(identity, sign(claims | {"aud": "http://localhost:8080/token"}))


def test_all_calendar_scopes_can_be_asked_for_at_once(identity: Identity, sign: Sign, claims: Claims) -> None:
    scopes = (*CALENDAR_SCOPES, "openid", "email")
    issued = assert_with(identity, sign(claims | {"scope": " ".join(scopes)}))
    assert token_of(issued).scopes == {*CALENDAR_SCOPES, "openid", EMAIL}


def test_with_a_subject_the_token_is_that_persons(identity: Identity, sign: Sign, claims: Claims) -> None:
    token = token_of(assert_with(identity, sign(claims | {"sub": "Alice@AutoSched.example"})))
    assert (token.principal, token.app) == ("alice", "sync-bot")
    assert identity.judge(token.text) == token


def test_the_account_itself_as_subject_is_no_delegation(identity: Identity, sign: Sign, claims: Claims) -> None:
    assert token_of(assert_with(identity, sign(claims | {"sub": claims["iss"]}))).principal is None


def test_delegation_lasts_as_long_as_the_persons_grant_says(identity: Identity, sign: Sign, claims: Claims) -> None:
    identity.grant_again("alice", app="sync-bot", access_expires_in=5 * MINUTE)
    assert assert_with(identity, sign(claims | {"sub": "alice@autosched.example"})).body()["expires_in"] == 300


@pytest.mark.parametrize(
    ("changes", "row"),
    [
        ({"iss": "nobody@mock-k3v9.iam.gserviceaccount.com"}, "assertion-account-unknown"),
        ({"iss": "sync-bot@mock-other.iam.gserviceaccount.com"}, "assertion-account-unknown"),
        ({"iss": "sync-bot@real-project.iam.gserviceaccount.com"}, "assertion-account-unknown"),
        ({"iss": "../../etc/passwd"}, "assertion-account-unknown"),
        ({"iss": None}, "assertion-account-unknown"),
        ({"iss": ["sync-bot"]}, "assertion-account-unknown"),
        ({"iss": "alice@autosched.example"}, "assertion-issuer-keyless"),
        ({"iss": "77.apps.googleusercontent.com"}, "assertion-issuer-keyless"),
        ({"aud": ["https://oauth2.googleapis.com/token"]}, "assertion-audience"),
        ({"aud": "https://evil.example/token"}, "assertion-audience"),
        ({"exp": 1}, "assertion-times"),
        ({"iat": "now"}, "assertion-times"),
        ({"scope": ""}, "assertion-scope"),
        ({"scope": "  "}, "assertion-scope"),
        ({"scope": None}, "assertion-scope"),
        ({"scope": [CALENDAR]}, "assertion-scope"),
        ({"scope": "calendar"}, "assertion-scope"),
        ({"scope": f"{CALENDAR} https://www.googleapis.com/auth/calender"}, "assertion-scope"),
        ({"sub": "nobody@autosched.example"}, "assertion-subject-unknown"),
        ({"sub": "carol@partner.example"}, "assertion-subject-unknown"),
        ({"sub": "room-4@autosched.example"}, "assertion-subject-unknown"),
        ({"sub": "alice"}, "assertion-subject-no-email"),
        ({"sub": 5}, "assertion-subject-no-email"),
        ({"sub": "bob@partner.example"}, "delegation-missing"),
        ({"sub": "bob@partner.example", "scope": f"{CALENDAR} {READONLY}"}, "delegation-scope"),
    ],
)
def test_a_wrong_claim_is_refused_in_googles_words(
    identity: Identity, sign: Sign, claims: Claims, changes: Claims, row: str
) -> None:
    before = identity.snapshot()
    assert row_of(identity, sign(claims | changes)) == row
    assert identity.snapshot() == before


def test_delegation_covers_the_scopes_it_was_authorised_for(identity: Identity, sign: Sign, claims: Claims) -> None:
    subject = {"sub": "bob@partner.example", "scope": READONLY}
    assert token_of(assert_with(identity, sign(claims | subject))).principal == "bob"
    identity.revoke_grant("bob", app="sync-bot")
    assert row_of(identity, sign(claims | subject)) == "delegation-missing"


def test_an_account_that_acts_for_nobody_is_unauthorized(identity: Identity, sign: Sign, claims: Claims) -> None:
    account = {"iss": identity.service_account("lone-bot").email, "sub": "alice@autosched.example"}
    assert row_of(identity, sign(claims | account)) == "delegation-missing"


def test_whoever_is_unverified_learns_nothing_from_the_claims(identity: Identity, sign: Sign, claims: Claims) -> None:
    """The signature is judged before any claim but the issuer."""
    wrong = claims | {"aud": "x", "exp": 1, "scope": "", "sub": "x"}
    assert row_of(identity, sign(wrong, {"alg": "RS256", "kid": "x"})) == "assertion-signature"


def test_the_time_of_an_assertion_is_that_of_the_application(
    make: Callable[..., Identity], sign: Sign, claims: Claims
) -> None:
    """Made under the session's frozen clock, it is good there and stale in real time."""
    assert_with(make(clients="frozen"), sign(claims))
    assert row_of(make(clients="real"), sign(claims)) == "assertion-times"


def test_a_target_audience_brings_the_accounts_own_id_token_and_nothing_else(
    identity: Identity, sign: Sign, claims: Claims
) -> None:
    del claims["scope"]
    body = assert_with(identity, sign(claims | {"target_audience": "https://service.example"})).body()
    assert list(body) == ["id_token"]
    told = identity.authorization.keys["google"].verify(body["id_token"])
    account = identity.service_account("sync-bot")
    assert (told["aud"], told["email"], told["sub"]) == ("https://service.example", account.email, account.unique_id)


@pytest.mark.parametrize("more", [{"target_audience": ""}, {"target_audience": 7}, {"target_audience": "x" * 2001}])
def test_a_target_audience_is_a_text(identity: Identity, sign: Sign, claims: Claims, more: Claims) -> None:
    del claims["scope"]
    assert row_of(identity, sign(claims | more)) == "assertion-scope"


def test_an_assertion_asks_for_a_scope_or_for_an_audience(identity: Identity, sign: Sign, claims: Claims) -> None:
    assert row_of(identity, sign(claims | {"target_audience": "https://service.example"})) == "assertion-scope"


def test_without_an_assertion_there_is_nothing_to_judge(identity: Identity) -> None:
    assert row_of(identity, "") == "parameter-missing"

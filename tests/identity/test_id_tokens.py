from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from mockserver.clock import HOUR, SECOND, real_now
from mockserver.identity import id_tokens
from mockserver.identity.directory import Directory, Person
from mockserver.identity.scopes import full
from mockserver.identity.tokens import session_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from mockserver.identity.identity import Identity

EVERYTHING = ("openid", full("userinfo.email"), full("userinfo.profile"))
ISSUER = "https://login.microsoftonline.com/tenant/v2.0"


def test_a_google_id_token_says_who_and_for_whom_as_far_as_the_scopes_allow(identity: Identity) -> None:
    claims = id_tokens.google_person(identity, "alice", "c1", EVERYTHING, access_token="ya29.x", nonce="n")
    now = identity.clock.now() // SECOND

    assert claims | {"picture": ""} == {
        "iss": "https://accounts.google.com",
        "azp": "c1",
        "aud": "c1",
        "sub": identity.subject("alice"),
        "hd": "autosched.example",
        "email": "alice@autosched.example",
        "email_verified": True,
        "at_hash": id_tokens.at_hash("ya29.x"),
        "nonce": "n",
        "name": "Alice Rivera",
        "picture": "",
        "given_name": "Alice",
        "family_name": "Rivera",
        "iat": now,
        "exp": now + 3600,
    }
    assert set(id_tokens.google_person(identity, "alice", "c1", ("openid",))) == {
        "iss", "azp", "aud", "sub", "hd", "iat", "exp"
    }  # fmt: skip


def test_who_is_of_no_organization_has_no_hd(make: Callable[..., Identity]) -> None:
    identity = make(Directory({"al": Person("al", "Al", "al@gmail.com")}))
    claims = id_tokens.google_person(identity, "al", "c1", EVERYTHING)

    assert "hd" not in claims
    assert (claims["given_name"], "family_name" in claims) == ("Al", False)


def test_at_hash_is_that_of_the_specification() -> None:
    # The example of OpenID Connect Core, appendix A.3.
    assert id_tokens.at_hash("jHkWEdUXMU1BwAsC4vtUsZwnNvTIxEl0z9K3vx5KF0Y") == "77QmUPtjPfzWtF2AnpK9RQ"


def test_a_service_account_s_id_token_is_for_its_target_audience(identity: Identity) -> None:
    account = identity.service_account("sync-bot")
    claims = id_tokens.google_service_account(identity, "sync-bot", "https://run.example")

    assert (claims["aud"], claims["azp"], claims["sub"]) == ("https://run.example", account.email, account.unique_id)
    assert (claims["email"], claims["exp"] - claims["iat"]) == (account.email, 3600)


def test_a_microsoft_id_token_says_who_and_for_whom_as_far_as_the_scopes_allow(identity: Identity) -> None:
    claims = id_tokens.microsoft_person(
        identity, "alice", "autosched", ("openid", "profile", "email"), issuer=ISSUER, nonce="n"
    )
    now = identity.clock.now() // SECOND

    assert list(claims) == [
        "aud", "iss", "iat", "nbf", "exp", "email", "name", "oid", "preferred_username", "nonce", "rh", "sub", "tid",
        "uti", "ver",
    ]  # fmt: skip
    assert claims["aud"] == identity.microsoft_client_id("autosched")
    assert (claims["iss"], claims["tid"], claims["ver"]) == (ISSUER, identity.tenant_id, "2.0")
    assert (claims["iat"], claims["nbf"], claims["exp"]) == (now - 300, now - 300, now + 3600)
    assert (claims["oid"], claims["nonce"]) == (identity.object_id("alice"), "n")
    fewer = id_tokens.microsoft_person(identity, "alice", "autosched", ("openid",), issuer=ISSUER)
    assert {"email", "name", "oid", "preferred_username", "nonce"}.isdisjoint(fewer)


def test_microsoft_calls_a_person_otherwise_to_every_app(identity: Identity) -> None:
    subjects = {id_tokens.microsoft_subject(identity, "alice", app) for app in ("autosched", "fixed")}

    assert len(subjects) == 2


@pytest.mark.parametrize("clients", ["real", "frozen"])
def test_times_are_on_the_clock_of_the_application(make: Callable[..., Identity], clients: str) -> None:
    identity = make(clients=clients)
    right = real_now() if clients == "real" else identity.clock.now()

    for claims in (
        id_tokens.google_person(identity, "alice", "c1", ()),
        id_tokens.google_service_account(identity, "sync-bot", "x"),
        id_tokens.microsoft_person(identity, "alice", "autosched", (), issuer=ISSUER),
    ):
        assert abs(claims["exp"] * SECOND - right - HOUR) < 60 * SECOND


def test_signed_id_tokens_say_their_session(identity: Identity) -> None:
    keys = identity.authorization.keys
    client_id = identity.client("autosched").client_id
    google = keys["google"].sign(id_tokens.google_person(identity, "alice", client_id, ()))
    claims = id_tokens.microsoft_person(identity, "alice", "autosched", (), issuer=ISSUER)

    assert session_of(google) == "k3v9"
    assert session_of(keys["microsoft"].sign(claims)) == "k3v9"
    assert session_of(keys["microsoft"].sign_for_graph(claims, "n")) == "k3v9"

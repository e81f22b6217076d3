from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from mockserver.clock import MINUTE, SECOND
from mockserver.identity.refusals import OAuthRefusal
from mockserver.identity.scopes import CALENDAR, EMAIL
from mockserver.identity.tokeninfo import describe, describe_v1, judged

if TYPE_CHECKING:
    from mockserver.identity.identity import Identity


def test_version_3_tells_everything_as_strings(identity: Identity) -> None:
    token = identity.issue("alice", "autosched", ["openid", EMAIL, CALENDAR])
    identity.clock.advance(MINUTE)
    client = identity.client("autosched").client_id
    assert describe(identity, token) == {
        "azp": client,
        "aud": client,
        "sub": identity.subject("alice"),
        "scope": f"{CALENDAR} {EMAIL} openid",
        "exp": str(token.expires // SECOND),
        "expires_in": "3539",
        "email": "alice@autosched.example",
        "email_verified": "true",
        "access_type": "offline",
    }


def test_version_1_has_other_names_and_real_numbers(identity: Identity) -> None:
    token = identity.issue("alice", "autosched", ["openid", EMAIL, CALENDAR])
    client = identity.client("autosched").client_id
    assert describe_v1(identity, token) == {
        "issued_to": client,
        "audience": client,
        "user_id": identity.subject("alice"),
        "scope": f"{CALENDAR} {EMAIL} openid",
        "expires_in": 3599,
        "email": "alice@autosched.example",
        "verified_email": True,
        "access_type": "offline",
    }


def test_subject_and_address_are_told_only_to_who_was_granted_them(identity: Identity) -> None:
    token = identity.judge("alice")
    assert not {"sub", "email", "email_verified"} & set(describe(identity, token))
    assert not {"user_id", "email", "verified_email"} & set(describe_v1(identity, token))


def test_a_service_accounts_token_names_its_numeric_id(identity: Identity) -> None:
    account = identity.service_account("sync-bot")
    told = describe(identity, identity.issue(None, "sync-bot", ["openid", EMAIL]))
    assert (told["azp"], told["aud"], told["sub"]) == (account.unique_id,) * 3
    assert (told["email"], told["access_type"]) == (account.email, "online")


@pytest.mark.parametrize("text", [None, "", "alice-expired", "alice-revoked", "ya29.x", "two words"])
def test_a_token_that_is_not_good_is_not_described(identity: Identity, text: str | None) -> None:
    with pytest.raises(OAuthRefusal) as raised:
        judged(identity, text)
    assert raised.value.row.key == "tokeninfo-invalid"
    assert judged(identity, "alice").principal == "alice"

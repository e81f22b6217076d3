"""Tokens for Graph: their claims, and that only the session that issued one takes it."""

from __future__ import annotations

import base64
import json
from typing import TYPE_CHECKING, Any

import pytest

from mockserver.clock import HOUR, SECOND
from mockserver.identity.directory import Directory, ReadableToken
from mockserver.identity.permissions import APPLICATION, USUAL
from mockserver.identity.tokens import TokenRefused, session_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from mockserver.identity.identity import Identity


def claims(text: str) -> dict[str, Any]:
    """What the second segment says."""
    segment = text.split(".")[1]
    read: dict[str, Any] = json.loads(base64.urlsafe_b64decode(segment + "=" * (-len(segment) % 4)))
    return read


def refusal(identity: Identity, text: str) -> str:
    """Why Graph's side of a session refuses a token."""
    with pytest.raises(TokenRefused) as raised:
        identity.judge(text, "microsoft")
    return raised.value.reason


def test_a_persons_token_says_what_microsofts_say(identity: Identity) -> None:
    now = identity.clock.now() // SECOND
    assert claims(identity.standing("alice", "autosched", "microsoft").access_token) == {
        "aud": "https://graph.microsoft.com",
        "iss": f"https://sts.windows.net/{identity.tenant_id}/",
        "iat": now - 300,
        "nbf": now - 300,
        "exp": now + 3599,
        "appid": identity.microsoft_client("autosched").client_id,
        "idtyp": "user",
        "oid": identity.object_id("alice"),
        "scp": " ".join(sorted(set(USUAL) - {"offline_access"})),
        "upn": "alice@autosched.example",
        "tid": identity.tenant_id,
        "ver": "1.0",
    }


def test_the_token_of_an_app_alone_has_roles_and_no_scopes(identity: Identity) -> None:
    said = claims(identity.standing_of_app("sync-bot").access_token)
    service_principal = identity.microsoft_client("sync-bot").object_id
    assert (said["idtyp"], said["oid"], said["sub"]) == ("app", service_principal, service_principal)
    assert said["roles"] == sorted(APPLICATION)
    assert not {"scp", "upn"} & set(said)


def test_judging_tells_who_speaks_and_with_which_permissions(identity: Identity) -> None:
    person = identity.judge(identity.standing("alice", "autosched", "microsoft").access_token, "microsoft")
    app = identity.judge(identity.standing_of_app("sync-bot").access_token, "microsoft")
    assert (person.principal, person.app, person.scopes) == ("alice", "autosched", frozenset(USUAL))
    assert (app.principal, app.app, app.scopes) == (None, "sync-bot", frozenset(APPLICATION))


def test_a_token_routes_to_its_session_and_is_no_longer_than_others(make: Callable[..., Identity]) -> None:
    identity = make(session="a" * 31 + "-")
    for text in (
        identity.standing("alice", "autosched", "microsoft").access_token,
        identity.standing_of_app("sync-bot").access_token,
        identity.issue("alice", "autosched", USUAL, "microsoft").text,
    ):
        assert session_of(text) == identity.session_id
        assert text.count(".") == 2
        assert len(text) <= 2048


@pytest.mark.parametrize("part", [0, 1, 2])
def test_whatever_is_changed_in_a_token_makes_it_unknown(identity: Identity, part: int) -> None:
    parts = identity.standing("alice", "autosched", "microsoft").access_token.split(".")
    parts[part] = parts[part][:-1] + ("A" if parts[part][-1] != "A" else "B")
    assert refusal(identity, ".".join(parts)) == "unknown"


def test_more_claims_make_no_good_token(identity: Identity) -> None:
    header, payload, seal = identity.standing("alice", "autosched", "microsoft").access_token.split(".")
    more = base64.urlsafe_b64encode(json.dumps(claims(f".{payload}") | {"upn": "bob@partner.example"}).encode())
    assert refusal(identity, f"{header}.{more.decode().rstrip('=')}.{seal}") == "unknown"


@pytest.mark.parametrize(
    ("text", "reason"),
    [("", "malformed"), ("alcie", "malformed"), ("EwB4A8l6BAAU", "malformed"), ("a.b.c", "unknown"), (".", "unknown")],
)
def test_a_text_without_dots_is_malformed_and_any_other_unknown(identity: Identity, text: str, reason: str) -> None:
    assert refusal(identity, text) == reason


def test_each_session_has_tokens_of_its_own(make: Callable[..., Identity]) -> None:
    other = make(session="other")
    for text in (
        other.standing("alice", "autosched", "microsoft").access_token,
        other.standing_of_app("sync-bot").access_token,
    ):
        assert refusal(make(), text) == "unknown"


def test_a_token_of_one_provider_is_unknown_to_the_other(identity: Identity) -> None:
    google = identity.standing("alice", "autosched")
    microsoft = identity.standing("alice", "autosched", "microsoft")
    assert refusal(identity, google.access_token) == "unknown"
    with pytest.raises(TokenRefused, match="unknown"):
        identity.judge(microsoft.access_token, "google")
    assert identity.judge_refresh(microsoft.refresh_token or "", "microsoft").grant.provider == "microsoft"
    with pytest.raises(TokenRefused, match="unknown"):
        identity.judge_refresh(microsoft.refresh_token or "", "google")


def test_a_refresh_token_is_opaque_and_routes_to_its_session(identity: Identity) -> None:
    text = identity.standing("alice", "autosched", "microsoft").refresh_token or ""
    assert text.startswith("1.Amock-k3v9.")
    assert session_of(text) == "k3v9"


def test_an_issued_token_says_what_it_was_issued_with(identity: Identity) -> None:
    token = identity.issue("alice", "autosched", ["Calendars.Read"], "microsoft", HOUR)
    assert identity.judge(token.text, "microsoft") == token
    assert claims(token.text)["scp"] == "Calendars.Read"
    identity.clock.advance(HOUR)
    assert refusal(identity, token.text) == "expired"


def test_what_is_taken_back_at_microsoft_stays_granted_at_google(identity: Identity) -> None:
    old = identity.standing("alice", "autosched", "microsoft").access_token
    identity.judge(old, "microsoft")
    identity.revoke_grant("alice", "microsoft")
    assert refusal(identity, old) == "revoked"
    identity.judge(identity.standing("alice", "autosched").access_token)
    identity.grant_again("alice", "microsoft", scopes=("Calendars.Read",))
    assert refusal(identity, old) == "revoked"
    new = identity.standing("alice", "autosched", "microsoft").access_token
    assert identity.judge(new, "microsoft").scopes == {"Calendars.Read"}


def test_an_apps_own_token_dies_with_time_and_by_hand(identity: Identity) -> None:
    text = identity.standing_of_app("sync-bot").access_token
    identity.revoke_grant("alice", "microsoft")
    identity.judge(text, "microsoft")
    identity.expire_access_tokens(provider="microsoft")
    assert refusal(identity, text) == "expired"
    other = identity.standing_of_app("lone-bot").access_token
    identity.clock.advance(HOUR)
    assert refusal(identity, other) == "expired"


def test_an_apps_own_token_can_be_revoked_alone(identity: Identity) -> None:
    text = identity.standing_of_app("sync-bot").access_token
    identity.revoke(text, "microsoft")
    assert refusal(identity, text) == "revoked"
    identity.judge(identity.standing_of_app("lone-bot").access_token, "microsoft")


def test_a_client_has_no_token_of_its_own(identity: Identity) -> None:
    with pytest.raises(LookupError, match="'autosched' is an OAuth client"):
        identity.standing_of_app("autosched")


def test_no_text_can_make_a_client_speak_for_itself(identity: Identity) -> None:
    named = base64.urlsafe_b64encode(b"\0autosched").decode().rstrip("=")
    assert refusal(identity, f"ey.ey.mock-k3v9_{'x' * 43}{named}") == "unknown"


def test_a_readable_token_works_without_any_client(make: Callable[..., Identity], office: Directory) -> None:
    alone = make(Directory(office.people, tokens={"alice": ReadableToken("alice", "alice")}))
    token = alone.judge("alice", "microsoft")
    assert (token.principal, token.app) == ("alice", "")

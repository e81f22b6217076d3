"""Tokens that a service account signs itself, as google-auth makes them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from google.oauth2 import service_account
from joserfc import jwt
from joserfc.jwk import RSAKey

from mockserver.clock import Clock, parse_instant
from mockserver.google.self_signed import judge
from mockserver.identity.credential_files import service_account_file
from mockserver.identity.directory import App, Directory, Person
from mockserver.identity.identity import Identity
from mockserver.identity.keys import private_key
from mockserver.identity.scopes import CALENDAR, CALENDAR_SCOPES
from mockserver.identity.tokens import TokenRefused
from mockserver.ids import Ids
from tests.wire import world

if TYPE_CHECKING:
    from collections.abc import Mapping

NOW = parse_instant("2026-03-06T09:00:00-05:00")
CLAIMS: Mapping[str, Any] = {"iat": NOW // 1_000_000, "exp": NOW // 1_000_000 + 3600, "scope": CALENDAR}


@pytest.fixture
def identity() -> Identity:
    directory = Directory(
        {"alice": Person("alice", "Alice", "alice@autosched.example")},
        {"sync-bot": App("sync-bot", "service-account", acts_for=("alice",))},
    )
    return Identity(directory, "k3v9", Clock(NOW, "frozen"), Ids("office"), "frozen")


def signed(identity: Identity, header: Mapping[str, Any] | None = None, **changes: Any) -> str:
    account = identity.service_account("sync-bot")
    claims = {"iss": account.email, "sub": account.email, **CLAIMS, **changes}
    claims = {name: value for name, value in claims.items() if value is not None}
    return jwt.encode(
        {"alg": "RS256"} | dict(header or {"kid": account.private_key_id}), claims, RSAKey.import_key(private_key())
    )


def test_scopes_are_those_it_names(identity: Identity) -> None:
    token = judge(identity, signed(identity))
    assert (token.principal, token.app, set(token.scopes)) == (None, "sync-bot", {CALENDAR})


@pytest.mark.parametrize(
    "audience", ["https://www.googleapis.com/", "https://calendar-json.googleapis.com/", "http://us/"]
)
def test_one_for_the_api_may_do_all_that_it_has(identity: Identity, audience: str) -> None:
    token = judge(identity, signed(identity, scope=None, aud=audience), {"http://us/"})
    assert token.scopes == frozenset(CALENDAR_SCOPES)


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"iss": "nobody@mock-k3v9.iam.gserviceaccount.com"}, "unknown"),
        ({"sub": "alice@autosched.example"}, "unknown"),
        ({"sub": None}, "unknown"),
        ({"exp": CLAIMS["iat"] + 4000}, "expired"),
        ({"iat": CLAIMS["iat"] - 7200, "exp": CLAIMS["iat"] - 3600}, "expired"),
        ({"iat": CLAIMS["iat"] + 600}, "expired"),
        ({"scope": "foo"}, "malformed"),
        ({"scope": None}, "malformed"),
        ({"aud": "https://www.googleapis.com/"}, "malformed"),
        ({"scope": None, "aud": ["https://www.googleapis.com/"]}, "malformed"),
        ({"scope": None, "aud": "https://pubsub.googleapis.com/"}, "foreign-audience"),
    ],
)
def test_what_is_wrong_with_one_is_refused(identity: Identity, changes: dict[str, Any], reason: str) -> None:
    with pytest.raises(TokenRefused) as refused:
        judge(identity, signed(identity, **changes))
    assert refused.value.reason == reason


def test_nothing_but_the_accounts_own_signature_is_believed(identity: Identity) -> None:
    text = signed(identity)
    for bad in (f"{text[:-6]}AAAAAA", signed(identity, {"kid": "0" * 40}), "ey.ey.ey"):
        with pytest.raises(TokenRefused, match="malformed"):
            judge(identity, bad)


def test_google_auth_makes_such_tokens(identity: Identity) -> None:
    content = service_account_file(identity.service_account("sync-bot"), "http://mock")
    made: Any = service_account.Credentials.from_service_account_info
    credentials = made(content, scopes=[CALENDAR], always_use_jwt_access=True)
    credentials.refresh(None)
    identity.clients = "real"
    assert judge(identity, credentials.token).scopes == {CALENDAR}


def test_the_calendar_lets_such_a_token_in(live_server: Any) -> None:
    with world(live_server.url, scenario="office") as session:
        key = session.wire.control("GET", f"{session.path}/credentials/sync-bot/google-service-account.json")
        made: Any = service_account.Credentials.from_service_account_info
        credentials = made(key, scopes=[CALENDAR], always_use_jwt_access=True)
        credentials.refresh(None)
        path = "/calendar/v3/users/me/calendarList"
        answer = session.wire.send("GET", path, {"Authorization": f"Bearer {credentials.token}"})
        assert answer.status == 200
        seen = session.requests()[-1]
        assert (seen["app"], credentials.token in str(seen)) == ("sync-bot", False)
        answer = session.wire.send("GET", path, {"Authorization": f"Bearer {credentials.token[:-6]}AAAAAA"})
        assert answer.status == 401

from __future__ import annotations

import base64
import json
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mockserver.identity.tokens import is_well_formed, session_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from mockserver.identity.identity import Identity

SESSIONS = st.from_regex(r"[a-z0-9][a-z0-9-]{0,31}", fullmatch=True)


@pytest.mark.parametrize("session", ["a", "k3v9", "a-b", "mock-mock", "0" * 32, "a--"])
def test_every_credential_names_the_session_that_issued_it(make: Callable[..., Identity], session: str) -> None:
    identity = make(session=session)
    standing = identity.standing("alice", "autosched")
    credentials = [
        standing.access_token,
        standing.refresh_token,
        identity.issue("alice", "autosched", ()).text,
        identity.issue(None, "sync-bot", ()).text,
        identity.standing("alice", "autosched", "microsoft").access_token,
        identity.standing("alice", "autosched", "microsoft").refresh_token,
        identity.standing_of_app("sync-bot").access_token,
        identity.client("autosched").client_id,
        identity.service_account("sync-bot").email,
    ]
    assert [session_of(credential or "") for credential in credentials] == [session] * len(credentials)


def test_an_assertion_names_the_session_of_its_issuer(sign: Callable[..., str], claims: dict[str, Any]) -> None:
    assert session_of(sign(claims)) == "k3v9"
    assert session_of(sign(claims | {"iss": "someone@else.example"})) is None


@pytest.mark.parametrize(
    "credential",
    [
        "",
        "alice",
        "alice-expired",
        "ya29.a0AfH6SMBx",
        "ya29.a0mock-.x",
        "ya29.a0mock-UPPER.x",
        "ya29.a0mock-noend",
        "xya29.a0mock-k3v9.x",
        f"ya29.a0mock-{'a' * 33}.x",
        "1//0gabcdef",
        "123456789012-abc.apps.googleusercontent.com",
        "12-mock-k3v9.a.apps.googleusercontent.com",
        "bot@project.iam.gserviceaccount.com",
        "bot@mock-k3v9.iam.gserviceaccount.com.evil.example",
        "ey.ey.ey",
        "ey.ey.mock-k3v9",
        "ey.ey.mock-k3v9_x.y",
        "ey.mock-k3v9_x.y",
        "ey.ey.mock-UPPER_x",
        "eyJh.W10.x",
        "eyJh." + base64.urlsafe_b64encode(json.dumps({"iss": 5}).encode()).decode() + ".x",
        "eyJh." + base64.urlsafe_b64encode(b"[" * 9_000).decode() + ".x",
    ],
)
def test_a_foreign_or_readable_credential_names_no_session(credential: str) -> None:
    assert session_of(credential) is None


@settings(derandomize=True, deadline=None)
@given(st.text())
def test_no_text_makes_session_of_raise(text: str) -> None:
    for credential in (text, "ya29.a0mock-" + text, "eyJ" + text, f"ey.{text}.ey", text + "@mock-" + text):
        session_of(credential)


@settings(derandomize=True, deadline=None)
@given(SESSIONS, st.from_regex(r"[a-z0-9][a-z0-9-]{0,38}", fullmatch=True))
def test_a_client_id_never_mixes_up_the_session_and_the_app(session: str, app: str) -> None:
    assert session_of(f"123456789012-mock-{session}.{app}.apps.googleusercontent.com") == session


def test_a_token_has_the_bearer_alphabet_and_a_bounded_length() -> None:
    assert is_well_formed("ya29.a0mock-k3v9.aZ-_~+/==")
    assert not any(map(is_well_formed, ("", "a b", "ä", "a\n", "=", "x" * 2049)))

"""A small office and its identity: what the tests of this folder start from."""

from __future__ import annotations

import base64
import json
from typing import TYPE_CHECKING, Any

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding

from mockserver.clock import Clock, parse_instant
from mockserver.identity import keys
from mockserver.identity.directory import App, Directory, Grant, Person, ReadableToken
from mockserver.identity.identity import Identity
from mockserver.identity.scopes import CALENDAR, full
from mockserver.ids import Ids

if TYPE_CHECKING:
    from collections.abc import Callable

START = parse_instant("2026-03-06T09:00:00-05:00")
READONLY = full("calendar.readonly")


@pytest.fixture(scope="session")
def office() -> Directory:
    """Alice with everything, Bob with one limited grant, Carol without Google; two clients and two service accounts."""
    people = (
        Person("alice", "Alice Rivera", "alice@autosched.example", "America/New_York"),
        Person("bob", "Bob Okafor", "bob@partner.example", "Europe/London"),
        Person("carol", "Carol Diaz", "carol@partner.example", accounts=frozenset(("microsoft",))),
        Person("room-4", "Room 4", "room-4@autosched.example", kind="room"),
    )
    apps = (
        App("autosched", redirect_uris=("http://localhost:3000/callback",)),
        App("fixed", google_client_id="77.apps.googleusercontent.com", google_client_secret="s+cret%"),
        App("sync-bot", "service-account", acts_for=("alice", "bob")),
        App("lone-bot", "service-account"),
    )
    grants = (
        Grant("bob", "autosched", scopes=(READONLY, full("calendar.events")), access_expires_in=300_000_000),
        Grant("bob", "fixed", refresh="none"),
        Grant("bob", "sync-bot", scopes=(READONLY,)),
    )
    tokens = (
        ReadableToken("alice", "alice"),
        ReadableToken("alice-expired", "alice", state="expired"),
        ReadableToken("alice-revoked", "alice", state="revoked"),
        ReadableToken("alice-readonly", "alice", scopes=(READONLY,)),
    )
    return Directory(
        {person.key: person for person in people},
        {app.key: app for app in apps},
        grants,
        {token.text: token for token in tokens},
    )


@pytest.fixture
def make(office: Directory) -> Callable[..., Identity]:
    """Makes an identity; every part of it may be chosen."""

    def build(
        directory: Directory = office, session: str = "k3v9", seed: str = "office", clients: Any = "frozen"
    ) -> Identity:
        return Identity(directory, session, Clock(START, "frozen"), Ids(seed), clients)

    return build


@pytest.fixture
def identity(make: Callable[..., Identity]) -> Identity:
    return make()


@pytest.fixture
def claims(identity: Identity) -> dict[str, Any]:
    """The claims that google-auth would send for sync-bot."""
    now = identity.clock.now() // 1_000_000
    return {
        "iss": identity.service_account("sync-bot").email,
        "aud": "https://oauth2.googleapis.com/token",
        "iat": now,
        "exp": now + 3600,
        "scope": CALENDAR,
    }


@pytest.fixture
def sign() -> Callable[..., str]:
    """Signs whatever it is given, also what no library would: `header` and `claims` as values or as raw bytes."""

    def signed(claims: dict[str, Any] | bytes, header: dict[str, Any] | bytes | None = None, key: Any = None) -> str:
        parts = (header if header is not None else {"alg": "RS256", "typ": "JWT"}, claims)
        raw = (part if isinstance(part, bytes) else json.dumps(part).encode() for part in parts)
        signing = b".".join(base64.urlsafe_b64encode(part).rstrip(b"=") for part in raw)
        signature = (key or keys.private_key()).sign(signing, padding.PKCS1v15(), hashes.SHA256())
        return (signing + b"." + base64.urlsafe_b64encode(signature).rstrip(b"=")).decode()

    return signed

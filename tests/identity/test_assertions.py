"""Assertions: read strictly, and every known attack on the verification of a JSON Web Token refused."""

from __future__ import annotations

import base64
import contextlib
import hashlib
import hmac
import json
from typing import TYPE_CHECKING, Any

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from hypothesis import given, settings
from hypothesis import strategies as st

from mockserver.clock import SECOND
from mockserver.identity import assertions, keys
from mockserver.identity.refusals import OAuthRefusal

if TYPE_CHECKING:
    from collections.abc import Callable

    from mockserver.identity.identity import Identity

    Sign = Callable[..., str]
    Claims = dict[str, Any]


def b64(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def row_of(text: str, identity: Identity) -> str:
    """The row that an assertion of sync-bot is refused with when it is read and verified."""
    with pytest.raises(OAuthRefusal) as raised:
        assertions.verify(assertions.read(text), identity.service_account("sync-bot"))
    return raised.value.row.key


@pytest.mark.parametrize("kid", [True, False])
def test_the_accounts_own_signature_verifies_with_and_without_a_kid(
    identity: Identity, sign: Sign, claims: Claims, kid: bool
) -> None:
    account = identity.service_account("sync-bot")
    header = {"alg": "RS256"} | ({"kid": account.private_key_id} if kid else {})
    read = assertions.read(sign(claims, header))
    assertions.verify(read, account)
    assert read.issuer == account.email
    assert dict(read.claims) == claims


def test_headers_that_other_libraries_add_do_no_harm(identity: Identity, sign: Sign, claims: Claims) -> None:
    for extra in ({"typ": "JWT"}, {"cty": "x"}, {"x5t": "abc"}, {"made-up": [1]}):
        assertions.verify(assertions.read(sign(claims, {"alg": "RS256"} | extra)), identity.service_account("sync-bot"))


def test_an_assertion_signed_by_another_key_is_refused(identity: Identity, sign: Sign, claims: Claims) -> None:
    other = rsa.generate_private_key(65537, 2048)
    assert row_of(sign(claims, key=other), identity) == "assertion-signature"


def test_a_change_to_any_part_breaks_the_signature(identity: Identity, sign: Sign, claims: Claims) -> None:
    header, payload, signature = sign(claims).split(".")
    forged = b64(json.dumps(claims | {"sub": "bob@partner.example"}).encode())
    assert row_of(f"{header}.{forged}.{signature}", identity) == "assertion-signature"
    assert row_of(f"{b64(json.dumps({'alg': 'RS256'}).encode())}.{payload}.{signature}", identity) == (
        "assertion-signature"
    )
    assert row_of(f"{header}.{payload}.{signature[:-8]}AAAAAAAA", identity) == "assertion-signature"


@pytest.mark.parametrize("alg", ["none", "None", "NONE", "", None, 5, ["RS256"], {"a": 1}])
def test_an_unsigned_assertion_is_refused(identity: Identity, sign: Sign, claims: Claims, alg: Any) -> None:
    signed = sign(claims, {"alg": alg})
    assert row_of(signed, identity) == "assertion-signature"
    assert row_of(signed.rpartition(".")[0] + ".", identity) == "grant-unusable"
    assert row_of(sign(claims, {"typ": "JWT"}), identity) == "assertion-signature"


@pytest.mark.parametrize("alg", ["RS384", "RS512", "PS256", "ES256", "HS256", "EdDSA", "rs256", "RS256 "])
def test_every_other_algorithm_is_refused(identity: Identity, sign: Sign, claims: Claims, alg: str) -> None:
    assert row_of(sign(claims, {"alg": alg}), identity) == "assertion-signature"


def test_the_public_key_as_a_shared_secret_is_refused(identity: Identity, claims: Claims) -> None:
    """The classical confusion: HS256, keyed with the PEM of the public key."""
    signing = f"{b64(json.dumps({'alg': 'HS256'}).encode())}.{b64(json.dumps(claims).encode())}"
    signature = b64(hmac.digest(keys.public_pem().encode(), signing.encode(), hashlib.sha256))
    assert row_of(f"{signing}.{signature}", identity) == "assertion-signature"


@pytest.mark.parametrize(
    "header",
    [
        {"crit": ["exp"], "exp": 1},
        {"crit": []},
        {"b64": False},
        {"b64": True},
        {"b64": False, "crit": ["b64"]},
        {"jku": "https://evil.example/keys"},
        {"x5u": "https://evil.example/cert"},
        {"jwk": {"kty": "RSA", "n": "AQAB", "e": "AQAB"}},
        {"x5c": ["MIIB"]},
    ],
)
def test_a_header_that_changes_how_a_token_is_verified_is_refused(
    identity: Identity, sign: Sign, claims: Claims, header: dict[str, Any]
) -> None:
    assert row_of(sign(claims, {"alg": "RS256"} | header), identity) == "assertion-signature"


@pytest.mark.parametrize("kid", ["0" * 40, "", "../../etc/passwd", "' OR 1=1", None, 5, ["x"], "x" * 400])
def test_a_foreign_key_id_is_refused_though_the_signature_verifies(
    identity: Identity, sign: Sign, claims: Claims, kid: Any
) -> None:
    assert row_of(sign(claims, {"alg": "RS256", "kid": kid}), identity) == "assertion-signature"


def test_the_key_id_of_another_account_is_refused(identity: Identity, sign: Sign, claims: Claims) -> None:
    header = {"alg": "RS256", "kid": identity.service_account("lone-bot").private_key_id}
    assert row_of(sign(claims, header), identity) == "assertion-signature"


@pytest.mark.parametrize(
    "part",
    [
        b'{"alg":"RS256","alg":"none"}',
        b'{"alg":"RS256","alg":"RS256"}',
        b'{"alg":"RS256","x":{"a":1,"a":2}}',
        b'{"alg":"RS256","x":NaN}',
        b'{"alg":"RS256","x":-Infinity}',
        b"[]",
        b'"RS256"',
        b"null",
        b"{",
        b"",
        b"\xff\xfe",
        b"[" * 9_000,
        b'{"a":' * 1_500,
        b'{"x":' + b"9" * 5_000 + b"}",
    ],
)
def test_json_that_two_readers_could_read_differently_or_not_at_all_is_refused(
    identity: Identity, sign: Sign, claims: Claims, part: bytes
) -> None:
    assert row_of(sign(claims, part), identity) == "grant-unusable"
    assert row_of(sign(part), identity) == "grant-unusable"


@pytest.mark.parametrize(
    "text",
    [
        "",
        ".",
        "..",
        "a.b",
        "a.b.c.d",
        "a.b.c.d.e",
        "ä.b.c",
        "e30.e30.e 0",
        "e30=.e30.e30",
        "e30\n.e30.e30",
        "a.a.a",
        "x" * 99,
    ],
)
def test_what_is_no_three_base64url_segments_is_refused(identity: Identity, text: str) -> None:
    assert row_of(text, identity) == "grant-unusable"


def test_an_oversized_assertion_is_not_even_read(identity: Identity, sign: Sign, claims: Claims) -> None:
    assert row_of(sign(claims | {"padding": "x" * assertions.LONGEST}), identity) == "grant-unusable"


@settings(derandomize=True, deadline=None)
@given(st.text(alphabet="eyJhIQ.{}0-_=\n", max_size=80) | st.text(max_size=20))
def test_no_text_makes_reading_fail_otherwise_than_by_refusal(text: str) -> None:
    for candidate in (text, f"e30.{text}.e30", f"{text}.e30.e30"):
        with contextlib.suppress(OAuthRefusal):
            assertions.read(candidate)


NOW = 1_800_000_000


@pytest.mark.parametrize(
    ("issued", "expires"),
    [(0, 3600), (0, 0), (-3600, 1), (60, 3660), (-3660, -59), (0, 3900), (-0.5, 3599.5)],
)
def test_an_hour_with_some_minutes_of_grace_is_accepted(issued: float, expires: float) -> None:
    assertions.check_times({"iat": NOW + issued, "exp": NOW + expires}, NOW * SECOND)


@pytest.mark.parametrize(
    ("issued", "expires", "why"),
    [
        (0, 3901, "more than an hour after iat"),
        (0, 7200, "more than an hour after iat"),
        (61, 3600, "iat lies in the future"),
        (86_400, 90_000, "iat lies in the future"),
        (0, -1, "exp lies before iat"),
        (-3600, -60, "exp has passed"),
        (-90_000, -86_400, "exp has passed"),
    ],
)
def test_a_stale_future_or_long_lived_assertion_is_refused(issued: int, expires: int, why: str) -> None:
    with pytest.raises(OAuthRefusal) as raised:
        assertions.check_times({"iat": NOW + issued, "exp": NOW + expires}, NOW * SECOND)
    assert raised.value.row.key == "assertion-times"
    assert why in raised.value.why


@pytest.mark.parametrize("value", ["1800000000", None, True, [], {}, 1e999, -1e999, float("nan"), 10**400, 10**12])
@pytest.mark.parametrize("name", ["iat", "exp"])
def test_a_time_that_is_no_number_of_seconds_is_refused(name: str, value: Any) -> None:
    with pytest.raises(OAuthRefusal, match=f"{name} must be a number of seconds") as raised:
        assertions.check_times({"iat": NOW, "exp": NOW} | {name: value}, NOW * SECOND)
    assert raised.value.row.key == "assertion-times"


@pytest.mark.parametrize("name", ["iat", "exp"])
def test_both_times_must_be_there(name: str) -> None:
    with pytest.raises(OAuthRefusal, match=name):
        assertions.check_times({other: NOW for other in ("iat", "exp") if other != name}, NOW * SECOND)


OWN = ("http://localhost:8080/token", "http://localhost:8080/oauth2/v4/token")


@pytest.mark.parametrize("audience", [*sorted(assertions.GOOGLE_AUDIENCES), *OWN])
def test_googles_token_urls_and_our_own_are_the_right_audience(audience: str) -> None:
    assertions.check_audience({"aud": audience}, OWN)


@pytest.mark.parametrize(
    "audience",
    [
        None,
        "",
        "https://oauth2.googleapis.com/token/",
        "https://oauth2.googleapis.com/TOKEN",
        "https://www.googleapis.com/",
        "https://evil.example/token",
        ["https://oauth2.googleapis.com/token"],
        {"aud": "https://oauth2.googleapis.com/token"},
        5,
    ],
)
def test_any_other_audience_is_refused_an_array_too(audience: Any) -> None:
    with pytest.raises(OAuthRefusal) as raised:
        assertions.check_audience({"aud": audience}, OWN)
    assert raised.value.row.key == "assertion-audience"

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from cryptography import x509
from joserfc import jwt
from joserfc.jwk import KeySet as JoseKeySet

from mockserver.identity import key_sets
from mockserver.identity.key_sets import BadSignature, KeySet

if TYPE_CHECKING:
    from mockserver.identity.directory import Provider

PROVIDERS: tuple[Provider, ...] = ("google", "microsoft")
ISSUER = "https://login.microsoftonline.com/{tenantid}/v2.0"


def header_of(token: str) -> dict[str, Any]:
    segment = token.split(".", maxsplit=1)[0]
    value: dict[str, Any] = json.loads(base64.urlsafe_b64decode(segment + "=" * (-len(segment) % 4)))
    return value


def segment(value: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")


@pytest.mark.parametrize("provider", PROVIDERS)
def test_what_is_signed_verifies_with_the_published_documents(provider: Provider) -> None:
    keys = KeySet(provider, "office")
    token = keys.sign({"sub": "1"})

    published: Any = keys.jwks(ISSUER)
    read = jwt.decode(token, JoseKeySet.import_key_set(published), algorithms=["RS256"])

    assert read.claims == {"sub": "1"}
    assert keys.verify(token) == {"sub": "1"}


def test_google_s_keys_and_headers_look_as_google_s() -> None:
    keys = KeySet("google", "office")
    document = keys.jwks()

    assert [set(key) for key in document["keys"]] == [{"kid", "n", "e", "alg", "use", "kty"}] * 2
    assert list(header_of(keys.sign({}))) == ["alg", "kid", "typ"]
    assert [key["kid"] for key in document["keys"]] == list(keys.certificates())
    for pem in keys.certificates().values():
        x509.load_pem_x509_certificate(pem.encode())


def test_microsoft_s_keys_name_their_certificate_and_issuer_but_no_algorithm() -> None:
    keys = KeySet("microsoft", "office")

    for key in keys.jwks(ISSUER)["keys"]:
        assert set(key) == {"kty", "use", "kid", "x5t", "n", "e", "x5c", "issuer"}
        assert key["x5t"] == key["kid"]
        certificate = base64.b64decode(key["x5c"][0])
        thumbprint = hashlib.sha1(certificate, usedforsecurity=False).digest()
        assert base64.urlsafe_b64encode(thumbprint).decode().rstrip("=") == key["kid"]
        assert key["issuer"] == ISSUER


def test_equal_seeds_have_equal_keys_and_other_seeds_and_providers_others() -> None:
    assert KeySet("google", "office").jwks() == KeySet("google", "office").jwks()
    assert KeySet("google", "office").jwks() != KeySet("google", "other").jwks()
    assert KeySet("google", "office").active.der != KeySet("microsoft", "office").active.der


def test_random_keys_are_of_one_session_alone() -> None:
    keys = KeySet("google", "office", "random")

    assert keys.jwks() == keys.jwks()
    assert keys.jwks() != KeySet("google", "office", "random").jwks()
    keys.verify(keys.sign({}))


def test_documents_overlap_over_a_rotation_and_not_over_two() -> None:
    keys = KeySet("google", "office")
    before, next_one = keys.published
    token = keys.sign({})

    keys.rotate()

    assert (keys.active, keys.published[2]) == (next_one, before)
    assert keys.verify(token) == {}
    keys.rotate()
    with pytest.raises(BadSignature) as raised:
        keys.verify(token)
    assert raised.value.reason == "unknown-key"


@pytest.mark.parametrize("keys", ["derived", "random"])
def test_a_snapshot_brings_back_the_keys_that_were_there(keys: Any) -> None:
    key_set = KeySet("google", "office", keys)
    published, saved = key_set.jwks(), key_set.snapshot()
    key_set.rotate()
    key_set.sign({})

    fresh = KeySet("google", "office", keys)
    fresh.restore(saved)

    assert fresh.jwks() == published


def forged(keys: KeySet, **header: object) -> str:
    body = f"{segment(header_of(keys.sign({})) | header)}.{segment({'sub': '1'})}"
    secret = keys.active.jose_public.as_pem()
    return f"{body}.{base64.urlsafe_b64encode(hmac.digest(secret, body.encode(), 'sha256')).decode().rstrip('=')}"


@pytest.mark.parametrize(
    ("header", "reason"),
    [
        ({"alg": "none"}, "algorithm"),
        ({"alg": "HS256"}, "algorithm"),
        ({"alg": "RS512"}, "algorithm"),
        ({"kid": "foreign"}, "unknown-key"),
        ({"kid": None}, "unknown-key"),
        ({"jku": "https://evil.example/"}, "header"),
        ({"crit": ["b64"], "b64": False}, "header"),
        ({}, "signature"),
    ],
)
def test_what_no_published_key_signed_is_told_apart(header: dict[str, object], reason: str) -> None:
    keys = KeySet("google", "office")

    with pytest.raises(BadSignature) as raised:
        keys.verify(forged(keys, **header))

    assert raised.value.reason == reason


@pytest.mark.parametrize("text", ["", "a.b", "a.b.c", "ä.ö.ü", "a" * 20_000])
def test_what_is_no_token_is_malformed(text: str) -> None:
    with pytest.raises(BadSignature, match="malformed"):
        KeySet("google", "office").verify(text)


def test_a_token_for_graph_verifies_only_with_its_nonce_replaced() -> None:
    keys = KeySet("microsoft", "office")
    token = keys.sign_for_graph({"aud": "graph"}, "n-1")

    header = header_of(token)
    assert list(header) == ["typ", "nonce", "alg", "x5t", "kid"]
    assert header["nonce"] == "n-1"
    with pytest.raises(BadSignature, match="signature"):
        keys.verify(token)
    nonce = base64.urlsafe_b64encode(hashlib.sha256(b"n-1").digest()).decode().rstrip("=")
    _, *rest = token.split(".")
    hidden = base64.urlsafe_b64encode(json.dumps(header | {"nonce": nonce}, separators=(",", ":")).encode())
    assert keys.verify(".".join([hidden.decode().rstrip("="), *rest])) == {"aud": "graph"}


def test_nothing_heavy_is_imported_before_something_is_signed() -> None:
    code = (
        "import sys\n"
        "from mockserver.identity import authorization, client_authentication, id_tokens, consent_answers\n"
        "heavy = {'authlib', 'joserfc', 'cryptography'} & set(sys.modules)\n"
        "assert not heavy, heavy\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True, cwd=Path(key_sets.__file__).parents[2])  # noqa: S603 - our own line

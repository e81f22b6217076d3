"""What Google's OAuth server publishes, and that ID tokens are believed by it, by unmodified google-auth too."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import pytest
from cryptography.x509 import load_pem_x509_certificate
from google.auth import jwt as google_jwt
from google.auth.exceptions import GoogleAuthError, InvalidValue
from google.auth.transport.requests import Request
from google.oauth2 import id_token
from joserfc import jwt
from joserfc.jwk import RSAKey

from mockserver.google.oauth.paths import CERTS, CERTS_OLD, DISCOVERY
from mockserver.identity.id_tokens import google_person

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tests.google.oauth.oauth_world import Server

VERIFY: Any = id_token.verify_oauth2_token


async def get(server: Server, path: str, **headers: str) -> tuple[int, Mapping[str, str], Any]:
    return await server.send(f"/s/k3v9{path}", method="GET", headers=headers)


async def test_the_document_names_what_is_served_here_and_googles_own_issuer(server: Server) -> None:
    status, headers, document = await get(server, DISCOVERY)
    assert (status, headers["Cache-Control"]) == (200, "public, max-age=3600, must-revalidate")
    assert document["issuer"] == "https://accounts.google.com"
    assert document["token_endpoint"] == f"{server.url}/s/k3v9/token"
    assert document["jwks_uri"] == f"{server.url}/s/k3v9/oauth2/v3/certs"
    assert document["code_challenge_methods_supported"] == ["plain", "S256"]
    for name in ("authorization_endpoint", "userinfo_endpoint", "jwks_uri"):
        status, _, _ = await server.send(document[name].removeprefix(server.url), method="GET")
        assert status in {200, 400, 401}


async def test_whoever_came_by_googles_host_is_told_googles_urls(server: Server) -> None:
    _, _, document = await get(server, DISCOVERY, Host="accounts.google.com")
    assert document["authorization_endpoint"] == "https://accounts.google.com/o/oauth2/v2/auth"
    assert document["device_authorization_endpoint"] == "https://oauth2.googleapis.com/device/code"
    assert document["token_endpoint"] == "https://oauth2.googleapis.com/token"
    assert document["userinfo_endpoint"] == "https://openidconnect.googleapis.com/v1/userinfo"
    assert document["jwks_uri"] == "https://www.googleapis.com/oauth2/v3/certs"


async def test_keys_come_as_a_set_and_as_certificates_of_the_same(server: Server) -> None:
    (_, headers, jwks), (_, _, certificates) = await get(server, CERTS), await get(server, CERTS_OLD)
    assert headers["Cache-Control"].startswith("public, max-age=")
    assert [key["kid"] for key in jwks["keys"]] == list(certificates)
    for key in jwks["keys"]:
        assert set(key) == {"kid", "n", "e", "alg", "use", "kty"}
        public = RSAKey.import_key(key).public_key
        assert load_pem_x509_certificate(certificates[key["kid"]].encode()).public_key() == public


def signed(server: Server, **changes: Any) -> str:
    client = server.identity.client("autosched").client_id
    claims = google_person(server.identity, "alice", client, ("openid",)) | changes
    return server.identity.authorization.keys["google"].sign(claims)


@pytest.mark.parametrize("path", [CERTS, CERTS_OLD])
async def test_google_auth_believes_an_id_token_by_either_document(
    server: Server, path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(id_token, "_GOOGLE_OAUTH2_CERTS_URL", f"{server.url}/s/k3v9{path}")
    client = server.identity.client("autosched").client_id
    claims = await asyncio.to_thread(VERIFY, signed(server), Request(), client)
    assert claims["sub"] == server.identity.subject("alice")


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"exp": 1, "iat": 0}, InvalidValue),
        ({"iss": "https://evil.example"}, GoogleAuthError),
        ({"aud": "x"}, InvalidValue),
    ],
)
async def test_google_auth_refuses_what_is_wrong_with_one(
    server: Server, changes: dict[str, Any], error: type[Exception], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(id_token, "_GOOGLE_OAUTH2_CERTS_URL", f"{server.url}/s/k3v9{CERTS_OLD}")
    client = server.identity.client("autosched").client_id
    with pytest.raises(error):
        await asyncio.to_thread(VERIFY, signed(server, **changes), Request(), client)


async def test_service_accounts_keys_verify_what_their_key_files_sign(server: Server) -> None:
    account = server.identity.service_account("sync-bot")
    encode: Any = google_jwt.encode
    text = encode(server.account().signer, {"iss": account.email}).decode()
    _, _, jwks = await get(server, f"/service_accounts/v1/jwk/{account.email}")
    (key,) = jwks["keys"]
    assert key["kid"] == account.private_key_id
    assert jwt.decode(text, RSAKey.import_key(key), ["RS256"]).claims["iss"] == account.email
    for path in ("/robot/v1/metadata/x509/", "/service_accounts/v1/metadata/raw/"):
        _, _, certificates = await get(server, path + account.email.replace("@", "%40"))
        pem = load_pem_x509_certificate(certificates[account.private_key_id].encode())
        assert pem.public_key() == RSAKey.import_key(key).public_key


async def test_nobody_elses_keys_are_there(server: Server) -> None:
    status, _, _ = await get(server, "/service_accounts/v1/jwk/nobody@x.example")
    assert status == 404
    status, headers, _ = await server.send("/service_accounts/v1/jwk/x", {})
    assert (status, headers["Allow"]) == (405, "GET")

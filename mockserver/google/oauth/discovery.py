"""What Google's OAuth server publishes of itself: the discovery document, its keys, and those of service accounts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from mockserver.google.oauth.answers import NoSuchPage, published
from mockserver.google.oauth.paths import (
    ACCOUNT_KEYS,
    AUTHORIZE,
    CERTS,
    CERTS_OLD,
    DEVICE_CODE,
    DISCOVERY,
    REVOKE,
    TOKEN,
    USERINFO,
)
from mockserver.http.operation import OperationTable
from mockserver.identity.grants import DEVICE_CODE as DEVICE_CODE_GRANT
from mockserver.identity.id_tokens import GOOGLE_ISSUER

if TYPE_CHECKING:
    from mockserver.http.exchange import Exchange, Reply
    from mockserver.identity.key_pool import SigningKey

_GUIDE = "https://developers.google.com/identity/openid-connect/openid-connect"
_SUBJECT_MAX_AGE = 3_600  # [inferred]
_CERTS_MAX_AGE = 20_000  # [inferred] five to seven hours
# Where Google has each endpoint.
_HOSTS = {
    AUTHORIZE[0]: "https://accounts.google.com",
    USERINFO[0]: "https://openidconnect.googleapis.com",
    CERTS: "https://www.googleapis.com",
}
table = OperationTable("google")


@table.operation("oauth.discovery", "GET", DISCOVERY, reference=f"{_GUIDE}#discovery")
def discovery(exchange: Exchange) -> Reply:
    """The discovery document. Whoever came by a host of Google's is told Google's own URLs, anybody else these here.

    The issuer is Google's in any case, for the libraries compare it with a constant.
    """

    def at(path: str) -> str:
        host = exchange.headers.get("Host", "").partition(":")[0]
        if host.endswith((".googleapis.com", ".google.com")):
            return _HOSTS.get(path, "https://oauth2.googleapis.com") + path
        return exchange.base_url + path

    response_types = ["code", "token", "id_token", "code token", "code id_token", "token id_token"]
    return published(
        {
            "issuer": GOOGLE_ISSUER,
            "authorization_endpoint": at(AUTHORIZE[0]),
            "device_authorization_endpoint": at(DEVICE_CODE),
            "token_endpoint": at(TOKEN[0]),
            "userinfo_endpoint": at(USERINFO[0]),
            "revocation_endpoint": at(REVOKE[0]),
            "jwks_uri": at(CERTS),
            "response_types_supported": [*response_types, "code token id_token", "none"],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["RS256"],
            "scopes_supported": ["openid", "email", "profile"],
            "token_endpoint_auth_methods_supported": ["client_secret_post", "client_secret_basic"],
            "claims_supported": [
                "aud", "email", "email_verified", "exp", "family_name", "given_name", "iat", "iss", "name", "picture",
                "sub",
            ],
            "code_challenge_methods_supported": ["plain", "S256"],
            "grant_types_supported": [
                "authorization_code",
                "refresh_token",
                DEVICE_CODE_GRANT,
                "urn:ietf:params:oauth:grant-type:jwt-bearer",
            ],
        },
        _SUBJECT_MAX_AGE,
    )  # fmt: skip


@table.operation("oauth.certs", "GET", CERTS, reference=f"{_GUIDE}#validatinganidtoken")
def certs(exchange: Exchange) -> Reply:
    """The keys of ID tokens as a key set (RFC 7517)."""
    return published(exchange.session.identity.authorization.keys["google"].jwks(), _CERTS_MAX_AGE)


@table.operation("oauth.certs_v1", "GET", CERTS_OLD, reference=f"{_GUIDE}#validatinganidtoken")
def certs_v1(exchange: Exchange) -> Reply:
    """The same as certificates by key id."""
    return published(exchange.session.identity.authorization.keys["google"].certificates(), _CERTS_MAX_AGE)


@table.operation(
    "oauth.account_keys",
    "GET",
    [f"{path}{{email}}" for path in ACCOUNT_KEYS],
    reference="https://cloud.google.com/iam/docs/service-account-creds",
)
def account_keys(exchange: Exchange) -> Reply:
    """The public keys of a service account: a key set, or certificates in PEM by key id."""
    account = exchange.session.identity.service_account_by_email(unquote(exchange.parameters["email"]))
    if account is None:
        raise NoSuchPage(exchange.path)
    key = _signing_key(account.email)
    if exchange.path.startswith("/service_accounts/v1/jwk/"):
        facts: dict[str, Any] = {"keys": [
            {"kid": account.private_key_id, **key.numbers, "alg": "RS256", "use": "sig", "kty": "RSA"}
        ]}  # fmt: skip
        return published(facts, _SUBJECT_MAX_AGE)
    return published({account.private_key_id: key.certificate_pem}, _SUBJECT_MAX_AGE)


def _signing_key(email: str) -> SigningKey:
    """The pair that service accounts sign with, with a certificate of this one."""
    from mockserver.identity import keys  # noqa: PLC0415 - slow to import, and rarely needed
    from mockserver.identity.key_pool import SigningKey  # noqa: PLC0415 - the same
    from mockserver.ids import derive  # noqa: PLC0415 - the same

    return SigningKey(keys.private_key(), email, derive("service-account-certificate", email).number(1 << 120) + 1)

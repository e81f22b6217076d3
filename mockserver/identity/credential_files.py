"""Credential files: what the official SDKs load, in the providers' own forms, with URLs that point back here.

`base` is what every URL begins with: scheme, host and, where it has one, the session's prefix.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal
from urllib.parse import quote

from mockserver.identity.keys import private_pem

if TYPE_CHECKING:
    from mockserver.identity.certificates import ClientCertificate
    from mockserver.identity.clients import Client, ServiceAccount
    from mockserver.identity.microsoft_names import MicrosoftClient


def service_account_file(account: ServiceAccount, base: str) -> dict[str, str]:
    """A service account's JSON key file.

    `universe_domain` stays Google's: any other makes google-auth sign its own access tokens.
    """
    return {
        "type": "service_account",
        "project_id": account.project_id,
        "private_key_id": account.private_key_id,
        "private_key": private_pem(),
        "client_email": account.email,
        "client_id": account.unique_id,
        "auth_uri": f"{base}/o/oauth2/auth",
        "token_uri": f"{base}/token",
        "auth_provider_x509_cert_url": f"{base}/oauth2/v1/certs",
        "client_x509_cert_url": f"{base}/robot/v1/metadata/x509/{quote(account.email, safe='')}",
        "universe_domain": "googleapis.com",
    }


def client_secrets_file(
    client: Client, base: str, form: Literal["installed", "web"] | None = None
) -> dict[str, dict[str, Any]]:
    """An OAuth client's `client_secret.json`: of a web client where redirect URIs are registered, else installed."""
    form = form or ("web" if client.redirect_uris else "installed")
    return {
        form: {
            "client_id": client.client_id,
            "project_id": client.project_id,
            "auth_uri": f"{base}/o/oauth2/auth",
            "token_uri": f"{base}/token",
            "auth_provider_x509_cert_url": f"{base}/oauth2/v1/certs",
            "client_secret": client.client_secret,
            "redirect_uris": list(client.redirect_uris) or ["http://localhost"],
        }
    }


def microsoft_file(client: MicrosoftClient, certificate: ClientCertificate, base: str) -> dict[str, Any]:
    """What an app needs to prove itself at Microsoft, by its secret or by its certificate.

    Microsoft has no such file: the members are called as MSAL for Python calls them.
    """
    return {
        "authority": f"{base}/{client.tenant_id}",
        "tenant_id": client.tenant_id,
        "client_id": client.client_id,
        "client_secret": client.client_secret,
        "thumbprint": certificate.thumbprint,
        "private_key": certificate.private_key,
        "public_certificate": certificate.certificate,
        "redirect_uris": list(client.redirect_uris),
    }

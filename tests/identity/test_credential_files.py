from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from google.oauth2 import service_account

from mockserver.identity.credential_files import client_secrets_file, microsoft_file, service_account_file

if TYPE_CHECKING:
    from mockserver.identity.identity import Identity

# Neither library has types.
CREDENTIALS: Any = service_account.Credentials
FLOW: Any = import_module("google_auth_oauthlib.flow").Flow
BASE = "http://localhost:8080/s/k3v9"


def test_a_key_file_has_the_members_of_googles_and_points_here(identity: Identity) -> None:
    account = identity.service_account("sync-bot")
    content = service_account_file(account, BASE)
    assert list(content) == [
        "type",
        "project_id",
        "private_key_id",
        "private_key",
        "client_email",
        "client_id",
        "auth_uri",
        "token_uri",
        "auth_provider_x509_cert_url",
        "client_x509_cert_url",
        "universe_domain",
    ]
    assert content["token_uri"] == f"{BASE}/token"
    assert content["client_x509_cert_url"].endswith("/sync-bot%40mock-k3v9.iam.gserviceaccount.com")
    assert content["universe_domain"] == "googleapis.com"


def test_google_auth_loads_the_key_file(identity: Identity) -> None:
    account = identity.service_account("sync-bot")
    loaded = CREDENTIALS.from_service_account_info(service_account_file(account, BASE))
    assert loaded.service_account_email == account.email
    assert loaded.signer.key_id == account.private_key_id


def test_google_auth_oauthlib_loads_the_client_secrets(identity: Identity) -> None:
    for app, form in (("autosched", "web"), ("fixed", "installed")):
        content = client_secrets_file(identity.client(app), BASE)
        assert list(content) == [form]
        flow = FLOW.from_client_config(content, ["openid"])
        assert flow.client_config["client_secret"] == identity.client(app).client_secret
        assert flow.client_config["token_uri"] == f"{BASE}/token"


def test_the_form_of_the_client_secrets_can_be_chosen(identity: Identity) -> None:
    content = client_secrets_file(identity.client("autosched"), BASE, "installed")
    assert content["installed"]["redirect_uris"] == ["http://localhost:3000/callback"]


def test_microsoft_s_file_has_the_secret_and_the_certificate_of_the_app(identity: Identity) -> None:
    client, certificate = identity.microsoft_client("autosched"), identity.certificate("autosched")
    content = microsoft_file(client, certificate, BASE)
    assert content["authority"] == f"{BASE}/{identity.tenant_id}"
    assert (content["client_secret"], content["thumbprint"]) == (client.client_secret, certificate.thumbprint)
    assert content["private_key"] == certificate.private_key

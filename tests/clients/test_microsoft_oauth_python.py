"""Microsoft's clients for Python get their tokens by themselves, told nothing but the authority's address."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlsplit

import msal  # type: ignore[import-untyped]  # it has no types
import pytest
import requests
from azure.core.exceptions import ClientAuthenticationError
from azure.core.pipeline.transport import RequestsTransport
from azure.identity import ClientSecretCredential

from tests.trusting import Secure, secure
from tests.wire import SECONDS, world

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    Application = Callable[..., Any]

GRAPH_DEFAULT = "https://graph.microsoft.com/.default"
CALLBACK = "http://localhost:3000/callback"


@pytest.fixture(scope="module")
def server() -> Iterator[Secure]:
    with secure(scenario="office") as running:
        yield running


@pytest.fixture
def http() -> Iterator[requests.Session]:
    """A connection for each request: azure-core keeps that of a refusal for as long as its exception lives."""
    with requests.Session() as session:
        session.headers["Connection"] = "close"
        yield session


@pytest.fixture(autouse=True)
def authority(server: Secure, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The tenant's address; `requests`, on which these clients stand, trusts the server alone."""
    (tmp_path / "ca.pem").write_text(server.ca_pem)
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(tmp_path / "ca.pem"))
    tenant = server.live.session("default").identity.tenant_id
    return f"{server.url}/{tenant}"


@pytest.fixture
def application(server: Secure, authority: str, http: requests.Session) -> Application:
    """MSAL's view of an app, which proves itself by its secret unless told otherwise."""

    def made(app: str, credential: Any = None) -> Any:
        known = server.live.session("default").identity.microsoft_client(app)
        return msal.ConfidentialClientApplication(
            known.client_id,
            client_credential=credential or known.client_secret,
            authority=authority,
            instance_discovery=False,
            http_client=http,
        )

    return made


def graph(server: Secure, path: str, token: str) -> requests.Response:
    return requests.get(f"{server.url}/v1.0{path}", headers={"Authorization": f"Bearer {token}"}, timeout=SECONDS)


def signed_in(client: Any, *scopes: str) -> dict[str, Any]:
    """Alice's tokens, by a code with PKCE and a nonce, which MSAL makes and checks."""
    flow = client.initiate_auth_code_flow(list(scopes), redirect_uri=CALLBACK, login_hint="alice@autosched.example")
    answer = requests.get(flow["auth_uri"], allow_redirects=False, timeout=SECONDS)
    back = dict(parse_qsl(urlsplit(answer.headers["Location"]).query))
    tokens: dict[str, Any] = client.acquire_token_by_auth_code_flow(flow, back)
    return tokens


def test_msal_gets_a_token_for_an_app_by_its_secret(server: Secure, application: Application) -> None:
    token = application("sync-bot").acquire_token_for_client([GRAPH_DEFAULT])["access_token"]

    assert graph(server, "/users", token).status_code == 200


@pytest.mark.parametrize("named_by", ["public_certificate", "thumbprint"])
def test_msal_gets_a_token_for_an_app_by_its_certificate(
    server: Secure, application: Application, named_by: str
) -> None:
    own = server.live.session("default").identity.certificate("sync-bot")
    name = own.certificate if named_by == "public_certificate" else own.thumbprint
    client = application("sync-bot", {"private_key": own.private_key, named_by: name})

    token = client.acquire_token_for_client([GRAPH_DEFAULT])["access_token"]

    assert graph(server, "/users", token).status_code == 200


def test_msal_tells_of_the_certificate_of_another_app(server: Secure, application: Application) -> None:
    other = server.live.session("default").identity.certificate("autosched")
    credential = {"private_key": other.private_key, "public_certificate": other.certificate}

    answer = application("sync-bot", credential).acquire_token_for_client([GRAPH_DEFAULT])

    assert (answer["error"], answer["error_codes"]) == ("invalid_client", [700027])


def test_msal_tells_of_a_wrong_secret(application: Application) -> None:
    answer = application("sync-bot", "wrong").acquire_token_for_client([GRAPH_DEFAULT])

    assert (answer["error"], answer["error_codes"]) == ("invalid_client", [7000215])


@pytest.mark.filterwarnings("ignore:response_mode='form_post' is recommended")
def test_msal_signs_a_person_in_and_renews_the_token_silently(server: Secure, application: Application) -> None:
    client = application("autosched")

    first = signed_in(client, "Calendars.ReadWrite")
    (account,) = client.get_accounts()
    kept = client.acquire_token_silent(["Calendars.ReadWrite"], account)
    renewed = client.acquire_token_silent(["Calendars.ReadWrite"], account, force_refresh=True)

    assert account["username"] == "alice@autosched.example"
    assert kept["access_token"] == first["access_token"] != renewed["access_token"]
    assert graph(server, "/me/events", renewed["access_token"]).status_code == 200


def test_msal_waits_for_a_device(authority: str, application: Application) -> None:
    client = application("autosched")
    flow = requests.post(
        f"{authority}/oauth2/v2.0/devicecode",
        {"client_id": client.client_id, "scope": "Calendars.Read"},
        timeout=SECONDS,
    ).json()
    typed = {"user_code": flow["user_code"], "login_hint": "alice@autosched.example"}
    requests.post(flow["verification_uri"], typed, timeout=SECONDS)

    answer = client.client.obtain_token_by_device_flow(flow | {"interval": 0}, timeout=SECONDS)

    assert answer["scope"] == "Calendars.Read"


def test_azure_identity_gets_a_token_and_raises_its_own_error(server: Secure, http: requests.Session) -> None:
    known = server.live.session("default").identity.microsoft_client("sync-bot")

    def credential(secret: str) -> ClientSecretCredential:
        return ClientSecretCredential(
            known.tenant_id,
            known.client_id,
            secret,
            authority=server.url,
            disable_instance_discovery=True,
            transport=RequestsTransport(session=http, session_owner=False),
        )

    token = credential(known.client_secret).get_token(GRAPH_DEFAULT).token

    assert graph(server, "/users", token).status_code == 200
    with pytest.raises(ClientAuthenticationError, match="AADSTS7000215"):
        credential("wrong").get_token(GRAPH_DEFAULT)


def test_the_authority_in_a_session_s_document_leads_to_that_session(server: Secure, http: requests.Session) -> None:
    """A client id is a GUID and says nothing of the session; the authority does, and the token after it."""
    with world(server.live.url, scenario="office") as session:
        app = session.document["apps"]["autosched"]["microsoft"]
        client = msal.ConfidentialClientApplication(
            app["client_id"],
            client_credential=app["client_secret"],
            authority=session.urls["microsoft_authority"],
            instance_discovery=False,
            http_client=http,
        )

        token = client.acquire_token_for_client([GRAPH_DEFAULT])["access_token"]
        headers = {"Authorization": f"Bearer {token}"}
        answer = http.get(f"{server.url}/v1.0/users/alice@autosched.example/events", headers=headers, timeout=SECONDS)

        assert answer.json()["error"]["code"] == "ErrorAccessDenied"  # nobody consented to a role for this app
        assert session.requests()[-1]["operation"] == "microsoft.events.list"

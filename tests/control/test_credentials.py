"""Credential files, as the unmodified libraries load them."""

from __future__ import annotations

import json
import shlex
from typing import TYPE_CHECKING

import pytest
from google.oauth2 import service_account
from google_auth_oauthlib.flow import Flow  # type: ignore[import-untyped]  # it comes without types

from mockserver.control.credentials import KINDS, credential_file
from mockserver.control.problems import UNKNOWN_APP, UNKNOWN_SESSION
from tests.control.asking import refused
from tests.wire import world

if TYPE_CHECKING:
    from tests.control.asking import Asker
    from tests.live import LiveServer
    from tests.wire import World

SCOPES = ["https://www.googleapis.com/auth/calendar"]


def variables(text: str) -> dict[str, str]:
    return dict(shlex.split(line)[0].split("=", 1) for line in text.splitlines())


def test_googles_library_loads_the_key_file(ask: Asker, office: World) -> None:
    key = ask.get(f"{office.path}/credentials/sync-bot/google-service-account.json")

    read = service_account.Credentials.from_service_account_info
    credentials = read(key, scopes=SCOPES)  # type: ignore[no-untyped-call]  # google-auth comes without types

    google = office.document["apps"]["sync-bot"]["google"]
    assert credentials.service_account_email == google["client_email"]
    assert key["private_key_id"] == google["private_key_id"]
    assert key["token_uri"] == office.urls["google_token"]


def test_googles_library_loads_the_secrets_file(ask: Asker, office: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OAUTHLIB_INSECURE_TRANSPORT", "1")  # its own switch for URLs without TLS
    secrets = ask.get(f"{office.path}/credentials/autosched/google-client-secrets.json")

    url, _ = Flow.from_client_config(secrets, SCOPES).authorization_url()

    google = office.document["apps"]["autosched"]["google"]
    assert url.startswith(office.urls["base"] + "/o/oauth2/auth?")
    assert f"client_id={google['client_id']}" in url
    assert secrets["web"]["client_secret"] == google["client_secret"]


def test_the_variables_say_where_the_session_is_and_who_the_app_is(ask: Asker, office: World) -> None:
    answer = ask("GET", f"{office.path}/credentials/autosched/env")

    google, microsoft = (office.document["apps"]["autosched"][provider] for provider in ("google", "microsoft"))
    assert answer.header("Content-Type") == "text/plain; charset=utf-8"
    assert variables(answer.body.decode()) == office.document["env"] | {
        "GOOGLE_CLIENT_ID": google["client_id"],
        "GOOGLE_CLIENT_SECRET": google["client_secret"],
        "GOOGLE_REDIRECT_URI": google["redirect_uris"][0],
        "MICROSOFT_TENANT_ID": microsoft["tenant_id"],
        "MICROSOFT_CLIENT_ID": microsoft["client_id"],
    }


def test_the_variables_of_a_service_account_name_it(ask: Asker, office: World) -> None:
    answer = ask("GET", f"{office.path}/credentials/sync-bot/env")

    found = variables(answer.body.decode())
    assert found["GOOGLE_SERVICE_ACCOUNT_EMAIL"] == office.document["apps"]["sync-bot"]["google"]["client_email"]
    assert "GOOGLE_CLIENT_SECRET" not in found


def test_no_host_can_write_a_shells_command(ask: Asker, office: World) -> None:
    answer = ask("GET", f"{office.path}/credentials/autosched/env", headers={"X-Forwarded-Host": "x;touch y $(z)"})

    assert variables(answer.body.decode())["CALENDAR_API_URL"] == f"http://x;touch y $(z)/s/{office.id}"


def test_each_session_has_files_of_its_own(ask: Asker, office: World, live_server: LiveServer) -> None:
    with world(live_server.url, scenario="office") as other:
        files = [
            ask.get(f"{session.path}/credentials/{app}/{kind}.json")
            for session in (office, other)
            for app, kind in (("sync-bot", "google-service-account"), ("autosched", "google-client-secrets"))
        ]

    assert files[0]["client_email"] != files[2]["client_email"]
    assert files[1]["web"]["client_id"] != files[3]["web"]["client_id"]


@pytest.mark.parametrize(
    ("place", "said"),
    [
        ("autoshed/env", "autosched"),
        ("sync-bot/google-client-secrets.json", "sync-bot"),
        ("autosched/google-service-account.json", "autosched"),
        ("..%2f..%2f..%2fetc%2fpasswd/env", "sync-bot"),
        ("%2e%2e/google-service-account.json", "sync-bot"),
        ("a%00b/env", "sync-bot"),
    ],
)
def test_an_app_without_such_a_file_is_told_what_there_is(ask: Asker, office: World, place: str, said: str) -> None:
    problem = refused(ask("GET", f"{office.path}/credentials/{place}"), UNKNOWN_APP)

    assert said in problem["detail"]
    assert "PRIVATE KEY" not in json.dumps(problem)


def test_microsofts_file_says_who_the_app_is_and_where_its_tenant(ask: Asker, office: World) -> None:
    file = ask.get(f"{office.path}/credentials/autosched/microsoft.json")

    microsoft = office.document["apps"]["autosched"]["microsoft"]
    assert {name: file[name] for name in microsoft} == microsoft
    assert file["authority"] == f"{office.urls['base']}/{microsoft['tenant_id']}"


def test_the_session_must_live(ask: Asker) -> None:
    refused(ask("GET", "/sessions/nobodys/credentials/autosched/env"), UNKNOWN_SESSION)


def test_an_unknown_kind_is_told_the_kinds(live_server: LiveServer) -> None:
    session = live_server.session("default")

    with pytest.raises(LookupError, match=", ".join(KINDS)):
        credential_file(session, "autosched", "google-key", "http://localhost")

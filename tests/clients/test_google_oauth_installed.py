"""google-auth-oauthlib's flow of an installed app, led through the consent page by a program instead of a person."""

from __future__ import annotations

import re
import threading
import webbrowser
from html import unescape
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from google.auth.exceptions import RefreshError
from google.auth.transport.requests import Request
from google_auth_oauthlib.flow import (  # type: ignore[import-untyped]  # it says no types
    InstalledAppFlow,
)

from tests.clients.real_clients import SCOPES, SECONDS, google_calendar
from tests.wire import World, world

if TYPE_CHECKING:
    from tests.wire import World

if TYPE_CHECKING:
    from collections.abc import Iterator

SCENARIO = """
scenario: sign-in
summary: Two people and an app that asks
people:
  alice: {name: Alice Rivera, email: alice@autosched.example}
  bob: {name: Bob Okafor, email: bob@partner.example}
apps:
  desktop: {name: Desktop, consent: ask}
"""


class Person:
    """Stands in for somebody with a browser: opens pages, presses their buttons."""

    def __init__(self, decision: str) -> None:
        self.decision = decision
        self.pages: list[str] = []
        self.failed: list[BaseException] = []

    def open(self, url: str, **_: Any) -> bool:
        threading.Thread(target=self._sign_in, args=(url,), daemon=True).start()
        return True

    def _sign_in(self, url: str) -> None:
        try:
            with requests.Session() as browser:
                page = self._read(browser.get(url, timeout=SECONDS))
                page = self._post(browser, page, account="alice")
                ticked = re.findall(r'name="ticked" value="([^"]+)"', page)
                self._post(browser, page, account="alice", decision=self.decision, ticked=ticked)
        except BaseException as error:  # noqa: BLE001 - the test says it
            self.failed.append(error)

    def _read(self, response: requests.Response) -> str:
        assert response.status_code == 200, response.text
        self.pages.append(response.text)
        return response.text

    def _post(self, browser: requests.Session, page: str, **answers: Any) -> str:
        action = unescape(re.findall(r'<form method="post" action="([^"]+)"', page)[-1])
        fields = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page.rpartition("<form")[2])
        form = {name: unescape(value) for name, value in fields}
        return self._read(browser.post(action, form | answers, timeout=SECONDS))


def config(world: World) -> dict[str, Any]:
    client = world.document["apps"]["desktop"]["google"]
    return {
        "installed": {
            "client_id": client["client_id"],
            "client_secret": client["client_secret"],
            "auth_uri": world.urls["google_auth"],
            "token_uri": world.urls["google_token"],
            "redirect_uris": ["http://localhost"],
        }
    }


@pytest.fixture
def session(live_server: Any) -> Iterator[World]:
    with world(live_server.url, inline=SCENARIO) as made:
        yield made


def signed_in(world: World, person: Person, monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setenv("OAUTHLIB_INSECURE_TRANSPORT", "1")  # as google-auth-oauthlib says for http on one's own machine
    monkeypatch.setattr(webbrowser, "get", lambda _using=None: person)
    flow = InstalledAppFlow.from_client_config(config(world), SCOPES)
    with flow.oauth2session:
        return flow.run_local_server(port=0, timeout_seconds=SECONDS, authorization_prompt_message=None)


def test_whoever_allows_it_signs_the_app_in(session: World, monkeypatch: pytest.MonkeyPatch) -> None:
    person = Person("allow")
    credentials = signed_in(session, person, monkeypatch)
    assert not person.failed
    assert "Choose an account" in person.pages[0]
    assert credentials.refresh_token
    with google_calendar(credentials, session.urls["google_calendar"]) as calendar:
        assert calendar.events().list(calendarId="primary").execute()["summary"] == "alice@autosched.example"
    with requests.Session() as again:
        credentials.refresh(Request(again))
        assert credentials.valid
        again.post(session.urls["google_revoke"], {"token": credentials.refresh_token}, timeout=SECONDS)
        with pytest.raises(RefreshError, match="Token has been expired or revoked"):
            credentials.refresh(Request(again))


def test_whoever_denies_it_does_not(session: World, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(Exception, match="access_denied") as raised:
        signed_in(session, Person("deny"), monkeypatch)
    assert type(raised.value).__name__ == "AccessDeniedError"  # oauthlib's, beneath google-auth-oauthlib


def test_a_code_that_was_used_is_an_invalid_grant(session: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OAUTHLIB_INSECURE_TRANSPORT", "1")
    flow = InstalledAppFlow.from_client_config(config(session), SCOPES, redirect_uri="http://localhost:1/")
    url, _ = flow.authorization_url()
    asked = {name: values[0] for name, values in parse_qs(urlsplit(url).query).items()}
    form = {**asked, "account": "bob", "decision": "allow", "ticked": SCOPES}
    answer = requests.post(session.urls["google_auth"], form, allow_redirects=False, timeout=SECONDS)
    code = parse_qs(urlsplit(answer.headers["Location"]).query)["code"][0]
    with flow.oauth2session:
        flow.fetch_token(code=code)
        with pytest.raises(Exception, match="invalid_grant") as raised:
            flow.fetch_token(code=code)
    assert type(raised.value).__name__ == "InvalidGrantError"

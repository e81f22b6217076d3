from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from mockserver.google.oauth.authorization_request import read
from mockserver.google.oauth.refusals import PageRefusal
from mockserver.http.exchange import Exchange
from mockserver.identity.directory import App, Directory
from mockserver.session import Sessions, Template
from mockserver.session.session import Choices

if TYPE_CHECKING:
    from mockserver.google.oauth.authorization_request import AuthorizationRequest

DESKTOP = App("desktop", redirect_uris=("http://localhost",))
LOCAL_WEB = App("local-web", redirect_uris=("http://localhost:3000/callback",))
PUBLIC = App("public", redirect_uris=("https://app.example/",), public=True)
APPS = {app.key: app for app in (DESKTOP, LOCAL_WEB, PUBLIC)}


def asked(app: str = "desktop", **changes: str) -> AuthorizationRequest:
    exchange = Exchange("GET", "/o/oauth2/auth", "", {})
    sessions: Any = Sessions(Template("default", Directory({}, APPS)))
    exchange.session = sessions.create(Template("default", Directory({}, APPS)), Choices(), "k3v9")
    client = exchange.session.identity.client(app)
    pairs = {
        "client_id": client.client_id,
        "redirect_uri": "http://localhost:8080/",
        "response_type": "code",
        "scope": "email openid email",
    } | changes
    return read(exchange, list(pairs.items()))


def test_what_is_not_said_has_googles_defaults() -> None:
    request = asked()
    assert (request.offline, request.include_granted, request.granular) == (False, False, True)
    assert (request.prompts, request.challenge, request.method, request.state) == (frozenset(), None, "plain", None)
    assert request.scopes == ("https://www.googleapis.com/auth/userinfo.email", "openid")


def test_the_former_way_to_force_consent_is_the_new_one() -> None:
    assert asked(approval_prompt="force").prompts == {"consent"}
    assert asked(approval_prompt="auto").prompts == frozenset()


@pytest.mark.parametrize("app", ["desktop", "public"])
def test_desktop_apps_may_choose_their_port(app: str) -> None:
    assert asked(app, redirect_uri="http://127.0.0.1:5/x").redirect_uri == "http://127.0.0.1:5/x"


def test_a_web_app_that_is_being_developed_may_not() -> None:
    assert asked("local-web", redirect_uri="http://localhost:3000/callback").redirect_uri.endswith("/callback")
    with pytest.raises(PageRefusal, match="http://localhost:3000/callback"):
        asked("local-web")

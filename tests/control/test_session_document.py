from __future__ import annotations

from typing import TYPE_CHECKING

from mockserver.clock import Clock
from mockserver.control.session_document import clock_facts, environment, urls_of
from mockserver.identity.directory import Directory
from mockserver.session import Session, Template
from tests.trusting import secure
from tests.wire import Wire, world

if TYPE_CHECKING:
    from tests.control.asking import Asker
    from tests.control.conftest import Started
    from tests.live import LiveServer
    from tests.wire import World


def test_it_says_what_the_session_runs_and_when_it_is(office: World) -> None:
    document = office.document

    assert (document["scenario"], document["version"]) == ("office", "1.0.0")
    assert document["clock"] == {"now": "2026-03-06T14:00:00Z", "flow": "frozen"}
    assert set(document) == {"id", "scenario", "version", "clock", "urls", "people", "apps", "env"}


def test_every_url_begins_as_the_session_does(ask: Asker, office: World) -> None:
    base = f"{ask.wire.url}/s/{office.id}"

    assert office.urls == {
        "base": base,
        "google_calendar": base + "/calendar/v3",
        "google_auth": base + "/o/oauth2/v2/auth",
        "google_token": base + "/token",
        "google_revoke": base + "/revoke",
        "google_certs": base + "/oauth2/v3/certs",
        "google_userinfo": base + "/v1/userinfo",
        "google_device_code": base + "/device/code",
        "google_discovery": base + "/.well-known/openid-configuration",
        "microsoft_graph": base + "/v1.0",
        "microsoft_authority": f"{base}/{office.document['apps']['autosched']['microsoft']['tenant_id']}",
        "https_base": None,
    }
    assert set(office.document["env"].values()) == set(office.urls.values()) - {None}


def test_what_needs_tls_is_told_where_that_is() -> None:
    with secure() as server:
        urls = server.get("/_mock/sessions/default").json["urls"]
        plainly = Wire(server.live.url)
        asked_plainly = plainly.control("GET", "/sessions/default")["urls"]
        plainly.close()

    assert urls["https_base"] == urls["base"] == f"https://127.0.0.1:{server.port}"
    assert asked_plainly["https_base"].endswith(f":{server.port}")
    assert asked_plainly["microsoft_authority"].startswith(asked_plainly["https_base"] + "/")


def test_the_default_session_has_urls_without_a_prefix(ask: Asker) -> None:
    assert ask.get("/sessions/default")["urls"]["base"] == ask.wire.url


def test_urls_are_as_whoever_asks_sees_the_server(ask: Asker, office: World) -> None:
    def base(**headers: str) -> str:
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        answer = ask("GET", office.path, headers=sent)
        found: str = answer.json["urls"]["base"]
        return found.removesuffix(f"/s/{office.id}")

    assert base(Host="mock:1234") == "http://mock:1234"
    assert base(X_Forwarded_Proto="https", X_Forwarded_Host="mock.example") == "https://mock.example"
    assert base(X_Forwarded_Prefix="/calendar/") == f"{ask.wire.url}/calendar"


def test_a_public_url_goes_before_what_the_request_says(started: Started) -> None:
    with started(public_url="https://mock.example/calendar") as ask:
        answer = ask("GET", "/sessions/default", headers={"X-Forwarded-Host": "elsewhere"})

    assert answer.json["urls"]["google_token"] == "https://mock.example/calendar/token"


def test_a_persons_token_works_where_the_document_says(office: World) -> None:
    for person in ("alice", "bob", "carol"):
        token = {"Authorization": f"Bearer {office.google(person)['access_token']}"}
        path = office.urls["google_calendar"].removeprefix(office.wire.url)

        answer = office.wire.send("GET", path + "/calendars/primary", token)

        assert answer.json["id"] == office.document["people"][person]["email"]


def test_reading_it_changes_nothing(ask: Asker, office: World) -> None:
    assert ask.get(office.path) == office.document == ask.get(office.path)


def test_each_kind_of_app_has_what_identifies_it(office: World) -> None:
    client, account = office.document["apps"]["autosched"], office.document["apps"]["sync-bot"]

    assert (client["kind"], set(client["google"])) == ("client", {"client_id", "client_secret", "redirect_uris"})
    assert (account["kind"], set(account["google"])) == ("service-account", {"client_email", "private_key_id"})
    assert set(client["microsoft"]) == {"client_id", "client_secret", "tenant_id"}
    assert set(account["microsoft"]) == {"client_id", "tenant_id", "access_token", "roles"}
    assert client["microsoft"]["tenant_id"] == account["microsoft"]["tenant_id"]


def test_tokens_for_graph_are_those_of_the_session(live_server: LiveServer, office: World) -> None:
    identity = live_server.session(office.id).identity
    alice = office.document["people"]["alice"]["microsoft"]
    bot = office.document["apps"]["sync-bot"]["microsoft"]

    token = identity.judge(alice["access_token"], "microsoft")

    assert (token.principal, token.scopes) == ("alice", frozenset(alice["scopes"]))
    assert identity.judge_refresh(alice["refresh_token"], "microsoft").pair == ("alice", "autosched", "microsoft")
    assert identity.person_of(alice["id"]) == "alice"
    assert identity.judge(bot["access_token"], "microsoft").scopes == set(bot["roles"])


def test_a_person_without_a_grant_has_no_tokens(live_server: LiveServer) -> None:
    with world(live_server.url, scenario="token-states") as session:
        people = session.document["people"]

    assert "google" not in people["nina"]
    assert people["olga"]["google"]["refresh_token"] is None
    assert all(set(people[key]["microsoft"]) >= {"id"} for key in people if "microsoft" in people[key])
    assert people["rui"]["google"]["scopes"] == ["https://www.googleapis.com/auth/calendar.readonly"]


def test_a_clock_is_shown_as_exactly_as_it_stands() -> None:
    assert clock_facts(Clock(1_000_000, "frozen")).now == "1970-01-01T00:00:01Z"
    assert clock_facts(Clock(1_000_001, "frozen")).now == "1970-01-01T00:00:01.000001Z"


def test_the_variables_are_the_urls() -> None:
    session = Session("k3v9", Template("empty", Directory()))
    urls = urls_of(session, "http://mock", "https://mock")

    assert environment(urls)["CALENDAR_API_URL"] == "http://mock"
    assert environment(urls)["GOOGLE_TOKEN_URL"] == urls.google_token
    assert environment(urls)["MICROSOFT_AUTHORITY"] == f"https://mock/{session.identity.tenant_id}"

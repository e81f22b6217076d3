"""Google's authorization endpoint and the exchange of codes, over a socket."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

import pytest

from mockserver.faults import Fault, Rule, When
from mockserver.identity.codes import challenge_of
from mockserver.identity.scopes import CALENDAR, EMAIL, full

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tests.google.oauth.oauth_world import Server

PATH = "/o/oauth2/v2/auth"
EVENTS = full("calendar.events")
LOOPBACK = "http://127.0.0.1:49152/"
WEB = "https://app.example/callback?from=google"
VERIFIER = "v" * 43
ALICE = "alice@autosched.example"


def asking(server: Server, app: str = "autosched", **changes: str | None) -> dict[str, str]:
    request = {
        "response_type": "code",
        "client_id": server.identity.client(app).client_id,
        "redirect_uri": WEB if app == "web" else LOOPBACK,
        "scope": f"{CALENDAR} openid email",
        "state": "a b&c",
        "access_type": "offline",
        "login_hint": ALICE,
    } | changes
    return {name: value for name, value in request.items() if value is not None}


async def ask(server: Server, app: str = "autosched", **changes: str | None) -> tuple[int, Mapping[str, str], Any]:
    return await server.send(PATH, method="GET", params=asking(server, app, **changes), allow_redirects=False)


async def answer(server: Server, *more: tuple[str, str], app: str = "web", **changes: str | None) -> Any:
    form = [*asking(server, app, **changes).items(), *more]
    return await server.send(PATH, form, allow_redirects=False)


def told(answered: tuple[int, Mapping[str, str], Any]) -> dict[str, str]:
    """What a redirect tells the app."""
    status, headers, body = answered
    assert status == 302, body
    return {name: values[0] for name, values in parse_qs(urlsplit(headers["Location"]).query).items()}


async def exchange(server: Server, code: str, app: str = "autosched", **fields: str) -> tuple[int, Any]:
    client = server.identity.client(app)
    form = {
        "grant_type": "authorization_code",
        "code": code,
        "client_id": client.client_id,
        "client_secret": client.client_secret,
        "redirect_uri": WEB if app == "web" else LOOPBACK,
    } | fields
    status, _, body = await server.send("/token", form)
    return status, body


# The way back.


async def test_where_the_hint_says_who_the_app_is_answered_at_once(server: Server) -> None:
    status, headers, _ = answered = await ask(server)
    said = told(answered)
    assert status == 302
    assert headers["Location"].startswith(f"{LOOPBACK}?state=a%20b%26c&iss=https://accounts.google.com&code=4%2F0A")
    assert (said["state"], said["authuser"], said["hd"], said["prompt"]) == (
        "a b&c",
        "0",
        "autosched.example",
        "consent",
    )
    assert said["scope"] == f"{CALENDAR} openid {EMAIL}"


async def test_a_code_brings_all_tokens_once(server: Server) -> None:
    code = told(await ask(server, nonce="n-1"))["code"]
    status, body = await exchange(server, code)
    assert status == 200
    assert list(body) == ["access_token", "expires_in", "refresh_token", "scope", "token_type", "id_token"]
    claims = server.identity.authorization.keys["google"].verify(body["id_token"])
    assert (claims["nonce"], claims["email"], claims["aud"]) == (
        "n-1",
        ALICE,
        server.identity.client("autosched").client_id,
    )
    assert await exchange(server, code) == (400, {"error": "invalid_grant", "error_description": "Bad Request"})


async def test_a_refresh_repeats_the_id_token_and_brings_no_other_refresh_token(server: Server) -> None:
    _, body = await exchange(server, told(await ask(server))["code"])
    status, _, again = await server.send("/token", server.refresh_form(refresh_token=body["refresh_token"]))
    assert (status, list(again)) == (200, ["access_token", "expires_in", "scope", "token_type", "id_token"])


async def test_only_who_saw_the_consent_gets_a_refresh_token(server: Server) -> None:
    first, second, third = [
        (await exchange(server, told(await ask(server, prompt=prompt))["code"]))[1]
        for prompt in (None, None, "consent")
    ]
    assert ["refresh_token" in body for body in (first, second, third)] == [True, False, True]


async def test_without_offline_access_there_is_no_refresh_token(server: Server) -> None:
    _, body = await exchange(server, told(await ask(server, access_type=None))["code"])
    assert "refresh_token" not in body


async def test_granted_scopes_are_included_on_request(server: Server) -> None:
    await ask(server, scope=EVENTS)
    assert told(await ask(server, scope="openid"))["scope"] == "openid"
    said = told(await ask(server, scope="openid", include_granted_scopes="true"))
    assert said["scope"] == f"openid {EVENTS}"


async def test_an_object_id_like_sub_is_a_hint_too_and_an_unknown_hint_asks(server: Server) -> None:
    assert "code" in told(await ask(server, login_hint=server.identity.subject("bob")))
    status, _, page = await ask(server, login_hint="nobody@x.example")
    assert status == 200
    assert "Choose an account" in page


# PKCE.


@pytest.mark.parametrize("method", ["S256", "plain", None])
async def test_the_verifier_of_the_challenge_redeems(server: Server, method: Any) -> None:
    challenge = challenge_of(VERIFIER, method or "plain")
    code = told(await ask(server, code_challenge=challenge, code_challenge_method=method))["code"]
    missing = {"error": "invalid_grant", "error_description": "Missing code verifier."}
    wrong = {"error": "invalid_grant", "error_description": "Invalid code verifier."}
    assert await exchange(server, code) == (400, missing)
    assert await exchange(server, code, code_verifier="w" * 43) == (400, wrong)
    assert (await exchange(server, code, code_verifier=VERIFIER))[0] == 200


@pytest.mark.parametrize(
    ("fields", "status", "error"),
    [
        ({"code": "garbage"}, 400, ("invalid_grant", "Malformed auth code.")),
        ({"code": "4/0Aunknown"}, 400, ("invalid_grant", "Bad Request")),
        ({"code": ""}, 400, ("invalid_request", "Missing required parameter: code")),
        ({"redirect_uri": "http://127.0.0.1:1/"}, 400, ("redirect_uri_mismatch", "Bad Request")),
        ({"redirect_uri": ""}, 400, ("invalid_request", "Missing parameter: redirect_uri")),
        ({"client_secret": "x"}, 401, ("invalid_client", "Unauthorized")),
    ],
)
async def test_what_is_wrong_with_an_exchange_is_refused(
    server: Server, fields: dict[str, str], status: int, error: tuple[str, str]
) -> None:
    code = told(await ask(server))["code"]
    refused = await exchange(server, **({"code": code} | fields))
    assert refused == (status, {"error": error[0], "error_description": error[1]})


async def test_a_code_of_another_client_or_too_old_brings_nothing(server: Server) -> None:
    code = told(await ask(server))["code"]
    assert (await exchange(server, code, "other"))[1]["error"] == "invalid_grant"
    server.session.clock.advance(600_000_000)
    assert (await exchange(server, code))[1] == {"error": "invalid_grant", "error_description": "Bad Request"}


# Asking.


async def test_an_app_that_asks_shows_a_page_that_names_it_and_what_it_wants(server: Server) -> None:
    status, headers, page = await ask(server, "web")
    assert (status, headers["Content-Type"]) == (200, "text/html; charset=utf-8")
    assert "Web App" in page
    assert CALENDAR in page
    assert server.identity.client("web").client_secret not in page


async def test_what_is_allowed_on_the_page_is_granted_and_what_is_unticked_is_not(server: Server) -> None:
    more = [("decision", "allow"), ("account", "alice"), ("ticked", EVENTS)]
    said = told(await answer(server, *more, scope=f"{CALENDAR} {EVENTS} openid"))
    assert said["scope"] == f"{EVENTS} openid"
    assert said["from"] == "google"
    _, body = await exchange(server, said["code"], "web")
    assert body["scope"] == f"{EVENTS} openid"
    assert server.identity.authorization.consented("alice", "web", "google") == {EVENTS, "openid"}


async def test_who_unticks_all_refuses(server: Server) -> None:
    said = told(await answer(server, ("decision", "allow"), ("account", "alice")))
    assert said == {"from": "google", "error": "access_denied", "state": "a b&c"}


async def test_without_granular_consent_it_is_all_or_nothing(server: Server) -> None:
    more = [("decision", "allow"), ("account", "alice")]
    said = told(await answer(server, *more, enable_granular_consent="false"))
    assert said["scope"] == f"{CALENDAR} openid {EMAIL}"


@pytest.mark.parametrize("account", ["alice", ""])
async def test_who_denies_is_not_asked_why(server: Server, account: str) -> None:
    said = told(await answer(server, ("decision", "deny"), ("account", account)))
    assert said["error"] == "access_denied"
    assert "code" not in said


async def test_a_scenario_may_deny_for_everybody(server: Server) -> None:
    assert told(await ask(server, "denied"))["error"] == "access_denied"


async def test_another_account_can_be_chosen(server: Server) -> None:
    status, _, page = await answer(server, ("account", ""))
    assert (status, "Choose an account" in page) == (200, True)
    status, _, page = await answer(server, ("account", "bob"))
    assert (status, "bob@partner.example" in page) == (200, True)


async def test_who_agreed_before_only_chooses_the_account(server: Server) -> None:
    await answer(server, ("decision", "allow"), ("account", "alice"), ("ticked", CALENDAR))
    assert told(await ask(server, "web", scope=CALENDAR))["prompt"] == "none"
    status, _, page = await ask(server, "web", scope=CALENDAR, prompt="select_account")
    assert (status, "Choose an account" in page) == (200, True)
    assert told(await answer(server, ("account", "alice"), scope=CALENDAR))["prompt"] == "none"


async def test_hd_narrows_the_choice(server: Server) -> None:
    _, _, page = await ask(server, "web", hd="partner.example", login_hint=None)
    assert ("bob@partner.example" in page, ALICE in page) == (True, False)


async def test_prompt_none_is_told_that_somebody_must_be_asked(server: Server) -> None:
    assert told(await ask(server, prompt="none"))["error"] == "interaction_required"
    assert told(await ask(server, prompt="none", login_hint=None))["error"] == "login_required"
    await ask(server)
    assert "code" in told(await ask(server, prompt="none"))


# What a person is shown and no app is told.


@pytest.mark.parametrize(
    ("changes", "status", "error"),
    [
        ({"client_id": None}, 400, "invalid_request"),
        ({"client_id": "77.apps.googleusercontent.com"}, 401, "invalid_client"),
        ({"redirect_uri": None}, 400, "invalid_request"),
        ({"redirect_uri": "https://evil.example/"}, 400, "redirect_uri_mismatch"),
        ({"redirect_uri": "http://127.0.0.1.evil.example/"}, 400, "redirect_uri_mismatch"),
        ({"redirect_uri": "http://me@localhost/"}, 400, "redirect_uri_mismatch"),
        ({"redirect_uri": "http://[::1"}, 400, "redirect_uri_mismatch"),
        ({"redirect_uri": "http://localhost/\r\nSet-Cookie: x"}, 400, "redirect_uri_mismatch"),
        ({"redirect_uri": "urn:ietf:wg:oauth:2.0:oob"}, 400, "invalid_request"),
        ({"response_type": None}, 400, "invalid_request"),
        ({"response_type": "foo"}, 400, "unsupported_response_type"),
        ({"scope": None}, 400, "invalid_request"),
        ({"scope": f"{CALENDAR} foo"}, 400, "invalid_scope"),
        ({"prompt": "none consent"}, 400, "invalid_request"),
        ({"prompt": "login"}, 400, "invalid_request"),
        ({"prompt": "consent", "approval_prompt": "force"}, 400, "invalid_request"),
        ({"access_type": "forever"}, 400, "invalid_request"),
        ({"code_challenge": "short"}, 400, "invalid_request"),
        ({"code_challenge_method": "S256"}, 400, "invalid_request"),
        ({"code_challenge": VERIFIER, "code_challenge_method": "S512"}, 400, "invalid_request"),
        ({"state": "x" * 4001}, 400, "invalid_request"),
    ],
)
async def test_a_request_that_cannot_be_trusted_is_shown_and_never_redirected(
    server: Server, changes: dict[str, Any], status: int, error: str
) -> None:
    got, headers, page = await ask(server, **changes)
    assert got == status
    assert "Location" not in headers
    assert f"Error {status}: {error}" in page


async def test_a_web_app_is_answered_at_what_it_registered_only(server: Server) -> None:
    for uri in ("https://app.example/callback", "https://app.example/callback?from=google&x=1", LOOPBACK):
        status, _, page = await ask(server, "web", redirect_uri=uri)
        assert (status, "redirect_uri_mismatch" in page) == (400, True)


@pytest.mark.parametrize(
    "uri", ["http://localhost:8080/", "http://[::1]:9/x", "http://127.0.0.1", "http://localhost:1"]
)
async def test_a_desktop_app_is_answered_at_any_port_of_its_own_machine(server: Server, uri: str) -> None:
    status, headers, _ = await ask(server, redirect_uri=uri)
    assert (status, headers["Location"].startswith(uri)) == (302, True)


async def test_a_parameter_stands_there_once(server: Server) -> None:
    params = [*asking(server).items(), ("scope", "openid")]
    status, _, page = await server.send(PATH, method="GET", params=params)
    assert (status, "can only have a single value: scope" in page) == (400, True)


async def test_flows_without_a_code_are_not_emulated(server: Server) -> None:
    status, _, body = await ask(server, response_type="token id_token")
    assert (status, body["error"]) == (501, "not_implemented")


@pytest.mark.parametrize(
    "more",
    [
        [("decision", "maybe"), ("account", "alice")],
        [("decision", "allow")],
        [("decision", "allow"), ("account", "mallory")],
        [("decision", "allow"), ("account", "alice"), ("ticked", "drive")],
    ],
)
async def test_an_answer_that_no_page_posts_is_refused(server: Server, more: list[tuple[str, str]]) -> None:
    status, _, page = await answer(server, *more)
    assert (status, "Malformed answer." in page) == (400, True)


@pytest.mark.parametrize(
    ("fault", "status", "error"),
    [
        ("oauth-admin-policy", 400, "admin_policy_enforced"),
        ("oauth-client-deleted", 401, "deleted_client"),
        ("oauth-client-disabled", 401, "disabled_client"),
        ("oauth-client-in-testing", 403, "access_denied"),
        ("oauth-client-internal", 403, "org_internal"),
        ("oauth-origin-mismatch", 400, "origin_mismatch"),
        ("oauth-user-agent", 403, "disallowed_useragent"),
    ],
)
async def test_a_fault_is_shown_to_the_person_it_is_armed_for(
    server: Server, fault: str, status: int, error: str
) -> None:
    server.session.faults.arm(Rule(When(person="alice", app="autosched"), Fault(fault)))
    assert "code" in told(await ask(server, login_hint="bob@partner.example"))
    got, _, page = await ask(server)
    assert (got, f"Error {status}: {error}" in page) == (status, True)


async def test_no_code_stands_in_the_journal(server: Server) -> None:
    code = told(await ask(server, code_challenge=VERIFIER))["code"]
    await exchange(server, code, code_verifier=VERIFIER)
    kept = "".join(str(entry.facts()) for entry in server.session.journal.read())
    assert (code in kept, VERIFIER in kept) == (False, False)

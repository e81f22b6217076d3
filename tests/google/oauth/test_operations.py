"""Google's OAuth endpoints over a socket, by hand and by unmodified google-auth."""

from __future__ import annotations

import asyncio
from typing import Any

import aiohttp
import pytest
from google.auth.exceptions import RefreshError
from google.auth.transport.requests import Request

from mockserver.google.oauth.paths import REVOKE, TOKEN, TOKENINFO, owns
from mockserver.identity.scopes import CALENDAR
from tests.google.oauth.oauth_world import READONLY, Server


async def refresh(credentials: Any) -> None:
    """Let google-auth ask for a token, in a thread as it blocks."""
    await asyncio.to_thread(credentials.refresh, Request())


# The token endpoint.


@pytest.mark.parametrize("path", TOKEN)
async def test_every_token_url_refreshes(server: Server, path: str) -> None:
    status, headers, body = await server.send(path, server.refresh_form())
    assert status == 200
    assert headers["Content-Type"] == "application/json; charset=utf-8"
    assert headers["Cache-Control"] == "no-cache, no-store, max-age=0, must-revalidate"
    assert list(body) == ["access_token", "expires_in", "scope", "token_type"]
    assert (body["expires_in"], body["scope"], body["token_type"]) == (3599, CALENDAR, "Bearer")
    assert server.identity.judge(body["access_token"]).principal == "alice"


async def test_a_client_may_prove_itself_by_basic(server: Server) -> None:
    form = server.refresh_form()
    client_id, secret = form.pop("client_id"), form.pop("client_secret")
    right = {"Authorization": aiohttp.encode_basic_auth(client_id, secret)}
    assert (await server.send("/token", form, headers=right))[0] == 200
    wrong = {"Authorization": aiohttp.encode_basic_auth(client_id, "x")}
    status, _, body = await server.send("/token", form, headers=wrong)
    assert (status, body) == (401, {"error": "invalid_client", "error_description": "Unauthorized"})


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE", "HEAD"])
async def test_the_token_endpoint_takes_posts_only(server: Server, method: str) -> None:
    status, headers, _ = await server.send("/token", method=method)
    assert (status, headers["Allow"]) == (405, "POST")


@pytest.mark.parametrize(
    ("form", "status", "body"),
    [
        (None, 400, {"error": "unsupported_grant_type", "error_description": "Invalid grant_type: "}),
        (
            {"grant_type": "foo"},
            400,
            {"error": "unsupported_grant_type", "error_description": "Invalid grant_type: foo"},
        ),
        (
            "grant_type=refresh_token&grant_type=refresh_token",
            400,
            {"error": "invalid_request", "error_description": "Bad Request"},
        ),
        ("&".join(f"f{n}=" for n in range(101)), 400, {"error": "invalid_request", "error_description": "Bad Request"}),
        (
            {"grant_type": "refresh_token"},
            400,
            {"error": "invalid_request", "error_description": "Could not determine client ID from request."},
        ),
    ],
)
async def test_a_bad_request_is_refused(server: Server, form: Any, status: int, body: dict[str, str]) -> None:
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    answered = await server.send("/token", form, headers=headers)
    assert (answered[0], answered[2]) == (status, body)


async def test_a_json_body_is_no_form_and_the_journal_says_so(server: Server) -> None:
    status, _, body = await server.send("/token", json={"grant_type": "refresh_token"})
    assert (status, body["error_description"]) == (400, "Invalid grant_type: ")
    (entry,) = server.sessions.default.journal.read()
    assert any("the body was not read" in note for note in entry.notes)


async def test_the_token_decides_which_session_answers_and_others_do_not_know_it(server: Server) -> None:
    form = server.refresh_form()
    assert (await server.send("/token", form))[2]["access_token"].startswith("ya29.a0mock-k3v9.")
    status, _, body = await server.send("/token", form, headers={"X-Mock-Session": "default"})
    assert (status, body["error"]) == (401, "invalid_client")
    foreign = server.sessions.default.identity.standing("alice", "autosched").refresh_token or ""
    status, _, body = await server.send("/s/k3v9/token", server.refresh_form(refresh_token=foreign))
    assert (status, body) == (400, {"error": "invalid_grant", "error_description": "Bad Request"})


async def test_where_the_token_is_garbage_the_client_decides_which_session_refuses_it(server: Server) -> None:
    status, _, body = await server.send("/token", server.refresh_form(refresh_token="garbage"))
    assert (status, body) == (400, {"error": "invalid_grant", "error_description": "Bad Request"})


async def test_the_journal_names_the_caller_and_keeps_no_secret(server: Server) -> None:
    form = server.refresh_form()
    _, _, body = await server.send("/token", form)
    await server.send("/token", form | {"client_secret": "wrong"})
    good, bad = (entry.facts() for entry in server.session.journal.read())
    assert (good["operation"], good["person"], good["app"]) == ("google.oauth.token", "alice", "autosched")
    assert (bad["status"], bad["reason"]) == (401, "invalid_client")
    for secret in (body["access_token"], form["refresh_token"], form["client_secret"]):
        assert secret not in str(good) + str(bad)


# Revocation.


@pytest.mark.parametrize("path", REVOKE)
@pytest.mark.parametrize("where", ["form", "query"])
@pytest.mark.parametrize("kind", ["access_token", "refresh_token"])
async def test_either_token_revokes_the_grant(server: Server, path: str, where: str, kind: str) -> None:
    form = server.refresh_form()
    text = getattr(server.identity.standing("alice", "autosched"), kind)
    sent: dict[str, Any] = {"form": {"token": text}} if where == "form" else {"params": {"token": text}}
    status, _, body = await server.send(path, **sent)
    assert (status, body) == (200, {})
    status, _, body = await server.send("/token", form)
    assert (status, body) == (
        400,
        {"error": "invalid_grant", "error_description": "Token has been expired or revoked."},
    )
    status, _, body = await server.send(path, **sent)
    assert (status, body) == (400, {"error": "invalid_token", "error_description": "Token expired or revoked"})


async def test_a_token_to_revoke_must_be_named(server: Server) -> None:
    status, _, body = await server.send("/revoke")
    assert (status, body) == (
        400,
        {"error": "invalid_request", "error_description": "Missing required parameter: token"},
    )


# Tokeninfo.


@pytest.mark.parametrize("path", TOKENINFO)
@pytest.mark.parametrize("how", ["get", "form", "header"])
async def test_a_token_is_described_however_it_is_sent(server: Server, path: str, how: str) -> None:
    text = server.identity.standing("bob", "autosched").access_token
    sent: dict[str, dict[str, Any]] = {
        "get": {"method": "GET", "params": {"access_token": text}},
        "form": {"form": {"access_token": text}},
        "header": {"headers": {"Authorization": f"Bearer {text}"}},
    }
    status, _, body = await server.send(path, **sent[how])
    assert status == 200
    old = path in {"/oauth2/v1/tokeninfo", "/oauth2/v2/tokeninfo"}
    assert body["issued_to" if old else "azp"] == server.identity.client("autosched").client_id
    assert body["email"] == "bob@partner.example"
    assert isinstance(body["expires_in"], int if old else str)
    assert 3590 < int(body["expires_in"]) <= 3599


@pytest.mark.parametrize("parameter", ["access_token", "id_token", "nothing"])
async def test_a_token_that_is_not_good_is_an_invalid_value(server: Server, parameter: str) -> None:
    status, _, body = await server.send("/tokeninfo", method="GET", params={parameter: "x"})
    assert (status, body) == (400, {"error": "invalid_token", "error_description": "Invalid Value"})


# Paths.


async def test_what_google_has_not_either_is_its_error_page(server: Server) -> None:
    status, headers, body = await server.send("/oauth2/v9/token", {"grant_type": "refresh_token"})
    assert (status, headers["Content-Type"]) == (404, "text/html; charset=UTF-8")
    assert "/oauth2/v9/token was not found" in body


def test_other_peoples_paths_are_not_its_own() -> None:
    for path in ("/", "/calendar/v3/colors", "/common/oauth2/v2.0/token", "/common/discovery/instance", "/_mock/"):
        assert not owns(path)


# Unmodified google-auth.


async def test_google_auth_refreshes_a_user(server: Server) -> None:
    credentials = server.user()
    before = credentials.token
    await refresh(credentials)
    assert credentials.token != before
    assert credentials.valid
    assert server.identity.judge(credentials.token).scopes == {CALENDAR}


async def test_google_auth_asks_for_fewer_scopes(server: Server) -> None:
    credentials = server.user("bob", scopes=[READONLY])
    await refresh(credentials)
    assert credentials.granted_scopes == [READONLY]


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"client_secret": "x"}, "invalid_client: Unauthorized"),
        ({"client_id": "x"}, "invalid_client: The OAuth client was not found."),
        ({"refresh_token": "1//0mock-k3v9.x"}, "invalid_grant: Bad Request"),
        ({"scopes": [READONLY]}, "invalid_scope: Bad Request"),
    ],
)
async def test_google_auth_raises_what_is_refused(server: Server, changes: dict[str, Any], message: str) -> None:
    with pytest.raises(RefreshError, match=message):
        await refresh(server.user(**changes))


async def test_google_auth_learns_that_the_user_took_the_grant_back(server: Server) -> None:
    credentials = server.user()
    server.identity.revoke_grant("alice")
    with pytest.raises(RefreshError, match=r"invalid_grant: Token has been expired or revoked\."):
        await refresh(credentials)


async def test_google_auth_signs_in_a_service_account(server: Server) -> None:
    credentials = server.account()
    await refresh(credentials)
    token = server.identity.judge(credentials.token)
    assert (token.principal, token.app) == (None, "sync-bot")
    assert credentials.token.startswith("ya29.c.mock-k3v9.")
    assert credentials.valid


async def test_google_auth_acts_for_a_person(server: Server) -> None:
    credentials = server.account().with_subject("alice@autosched.example")
    await refresh(credentials)
    assert server.identity.judge(credentials.token).principal == "alice"


async def test_a_key_file_with_the_sessions_prefix_works_as_well(server: Server) -> None:
    await refresh(server.account(token_uri=f"{server.url}/s/k3v9/token"))


@pytest.mark.parametrize(
    ("changes", "subject", "message"),
    [
        ({}, "bob@partner.example", "unauthorized_client: Client is unauthorized to retrieve access tokens"),
        ({}, "nobody@autosched.example", "invalid_grant: Invalid email or User ID"),
        ({"private_key_id": "0" * 40}, None, r"invalid_grant: Invalid JWT Signature\."),
        (
            {"client_email": "nobody@mock-k3v9.iam.gserviceaccount.com"},
            None,
            "invalid_grant: Invalid grant: account not found",
        ),
    ],
)
async def test_google_auth_raises_what_is_refused_to_a_service_account(
    server: Server, changes: dict[str, str], subject: str | None, message: str
) -> None:
    with pytest.raises(RefreshError, match=message):
        await refresh(server.account(**changes).with_subject(subject))


async def test_google_auth_learns_that_a_scope_is_misspelt(server: Server) -> None:
    with pytest.raises(RefreshError, match="invalid_scope: Invalid OAuth scope or ID token audience provided"):
        await refresh(server.account().with_scopes([CALENDAR + ".event"]))

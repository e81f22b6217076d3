from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from mockserver.google.oauth.paths import USERINFO, USERINFO_OLD
from mockserver.identity.scopes import EMAIL, OPENID, PROFILE

if TYPE_CHECKING:
    from tests.google.oauth.oauth_world import Server

ALL = (OPENID, EMAIL, PROFILE)


@pytest.mark.parametrize("path", USERINFO)
async def test_claims_are_told_as_far_as_the_scopes_go(server: Server, path: str) -> None:
    for scopes, names in (
        (ALL, ["sub", "name", "given_name", "family_name", "picture", "email", "email_verified", "hd"]),
        ((OPENID,), ["sub", "hd"]),
    ):
        token = server.identity.issue("alice", "autosched", scopes).text
        status, _, body = await server.send(path, method="GET", headers={"Authorization": f"Bearer {token}"})
        assert (status, list(body)) == (200, names)
    assert body["sub"] == server.identity.subject("alice")


@pytest.mark.parametrize("path", USERINFO_OLD)
async def test_the_older_form_has_other_names(server: Server, path: str) -> None:
    token = server.identity.issue("alice", "autosched", ALL).text
    status, _, body = await server.send(path, method="GET", params={"access_token": token})
    assert status == 200
    assert list(body) == ["id", "email", "verified_email", "name", "given_name", "family_name", "picture", "hd"]


async def test_a_token_may_be_posted_and_a_service_account_has_an_address(server: Server) -> None:
    token = server.identity.issue(None, "sync-bot", ALL).text
    status, _, body = await server.send("/v1/userinfo", {"access_token": token})
    assert (status, body["email"]) == (200, server.identity.service_account("sync-bot").email)


async def test_a_bad_token_is_refused_in_the_words_of_each(server: Server) -> None:
    for path in USERINFO:
        status, _, body = await server.send(path, method="GET", headers={"Authorization": "Bearer x"})
        assert (status, body) == (401, {"error": "invalid_request", "error_description": "Invalid Credentials"})
    for path in USERINFO_OLD:
        status, _, body = await server.send(path, method="GET", headers={"Authorization": "Bearer x"})
        assert (status, body["error"]["code"], body["error"]["status"]) == (401, 401, "UNAUTHENTICATED")


async def test_an_id_token_is_described_in_texts(server: Server) -> None:
    keys = server.identity.authorization.keys["google"]
    client = server.identity.client("autosched").client_id
    now = server.identity.assertion_time() // 1_000_000
    text = keys.sign({"aud": client, "exp": now + 60, "email_verified": True})
    status, _, body = await server.send("/tokeninfo", method="GET", params={"id_token": text})
    assert status == 200
    assert (body["email_verified"], body["exp"], body["alg"]) == ("true", str(now + 60), "RS256")
    for bad in (keys.sign({"aud": client, "exp": now - 1}), text[:-3] + "abc"):
        status, _, body = await server.send("/tokeninfo", {"id_token": bad})
        assert (status, body["error"]) == (400, "invalid_token")

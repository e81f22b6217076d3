"""OpenID Connect's userinfo."""

from __future__ import annotations

from tests.microsoft.oauth.oauth_world import ALICE, claims, entra


async def test_userinfo_says_of_a_person_what_the_id_token_says() -> None:
    async with entra() as client:
        members = await client.signed_in()
        answer = await client.ask("GET", "/oidc/userinfo", {"Authorization": f"Bearer {members['access_token']}"})

    assert answer.json["sub"] == claims(members["id_token"])["sub"]
    assert (answer.json["name"], answer.json["email"]) == ("Alice Rivera", ALICE)


async def test_userinfo_says_nothing_without_a_good_token() -> None:
    async with entra() as client:
        answer = await client.ask("GET", "/oidc/userinfo", {"Authorization": "Bearer nobody's"})

    assert (answer.status, answer.json["error"]) == (401, "invalid_token")

"""Signing out."""

from __future__ import annotations

from tests.microsoft.oauth.oauth_world import CALLBACK, entra

PATH = "/common/oauth2/v2.0/logout"


async def test_signing_out_leads_back_to_an_app_that_is_known_there() -> None:
    async with entra() as client:
        answer = await client.ask("GET", PATH, params={"post_logout_redirect_uri": CALLBACK, "state": "a b"})

    assert answer.headers["Location"] == f"{CALLBACK}?state=a+b"


async def test_signing_out_leads_nowhere_else() -> None:
    async with entra() as client:
        answer = await client.ask("GET", PATH, params={"post_logout_redirect_uri": "https://evil.example/"})
        notes = client.notes()

    assert answer.status == 200
    assert "signed out" in answer.text
    assert "was not followed" in notes[0]

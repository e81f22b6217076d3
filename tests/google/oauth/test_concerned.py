"""Whom a request is about stands in the journal, also where it is refused."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.google.oauth.oauth_world import Server


async def named(server: Server) -> tuple[str, str]:
    facts = list(server.session.journal.read())[-1].facts()
    return facts.get("person", ""), facts.get("app", "")


async def test_a_refresh_token_names_its_person_and_the_form_its_app(server: Server) -> None:
    await server.send("/token", server.refresh_form(client_secret="wrong"))
    assert await named(server) == ("alice", "autosched")


async def test_a_hint_names_a_person(server: Server) -> None:
    client = server.identity.client("autosched").client_id
    params = {"client_id": client, "login_hint": "bob@partner.example"}
    await server.send("/o/oauth2/auth", method="GET", params=params)
    assert await named(server) == ("bob", "autosched")


@pytest.mark.parametrize("form", [{"client_id": "x"}, {"assertion": "a.b.c"}, {"refresh_token": "x"}, {}])
async def test_what_names_nobody_names_nobody(server: Server, form: dict[str, str]) -> None:
    await server.send("/s/k3v9/token", form)
    assert await named(server) == ("", "")

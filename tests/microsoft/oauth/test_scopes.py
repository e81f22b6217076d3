"""What a scope parameter asks for."""

from __future__ import annotations

import pytest

from mockserver.microsoft.oauth import refusals as rows
from mockserver.microsoft.oauth.scopes import held, parse
from tests.microsoft.oauth.oauth_world import GRAPH_DEFAULT, entra


async def test_permissions_are_held_by_one_name_and_said_as_they_were_written() -> None:
    async with entra() as client:
        wanted = parse(client.identity, "autosched", "https://graph.microsoft.com/calendars.read User.Read OpenID")

    assert wanted.names == ("Calendars.Read", "User.Read", "openid")
    assert wanted.echoed == "https://graph.microsoft.com/calendars.read User.Read openid"


async def test_default_is_all_that_is_usual() -> None:
    async with entra() as client:
        wanted = parse(client.identity, "autosched", f"{GRAPH_DEFAULT} offline_access")

    assert "Calendars.ReadWrite" in wanted.names
    assert wanted.echoed.endswith(GRAPH_DEFAULT)


async def test_what_is_held_is_understood_again() -> None:
    async with entra() as client:
        api = client.identity.microsoft_client_id("robot")
        wanted = parse(client.identity, "autosched", f"api://{api}/read openid")

    assert (held(wanted.names).resource, held(wanted.names).names) == ("robot", wanted.names)


@pytest.mark.parametrize(
    ("text", "row"),
    [
        ("", rows.SCOPE_INVALID),
        (f"{GRAPH_DEFAULT} User.Read", rows.SCOPE_INVALID),
        ('"quoted"', rows.SCOPE_INVALID),
        ("User.Fly", rows.SCOPE_UNKNOWN),
        ("https://other.example/.default", rows.RESOURCE_UNKNOWN),
        ("api://{robot}/read User.Read", rows.SEVERAL_RESOURCES),
    ],
)
async def test_what_cannot_be_asked_for_is_refused(text: str, row: rows.Row) -> None:
    async with entra() as client:
        api = client.identity.microsoft_client_id("robot")
        with pytest.raises(rows.Refusal) as refused:
            parse(client.identity, "autosched", text.replace("{robot}", api))

    assert refused.value.row == row

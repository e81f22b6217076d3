"""What tokens say."""

from __future__ import annotations

import pytest

from tests.microsoft.oauth.oauth_world import GRAPH_DEFAULT, claims, entra


async def test_a_token_says_how_its_client_proved_itself() -> None:
    async with entra() as client:
        answer = await client.token("client_credentials", "robot", scope=GRAPH_DEFAULT)

    assert claims(answer.json["access_token"])["appidacr"] == "1"


async def test_a_token_for_graph_is_of_version_1_whoever_issued_it() -> None:
    async with entra() as client:
        told = claims((await client.signed_in())["access_token"])
        tenant = client.tenant

    assert told["iss"] == f"https://sts.windows.net/{tenant}/"
    assert (told["ver"], told["idtyp"], told["scp"]) == ("1.0", "user", "Calendars.ReadWrite openid profile")


@pytest.mark.parametrize("scope", [GRAPH_DEFAULT, "api://{api}/.default"])
async def test_the_times_of_a_token_are_five_minutes_longer_than_its_answer_says(scope: str) -> None:
    async with entra() as client:
        api = client.identity.microsoft_client_id("autosched")
        answer = await client.token("client_credentials", "robot", scope=scope.replace("{api}", api))

    told = claims(answer.json["access_token"])
    assert told["exp"] - told["iat"] == answer.json["expires_in"] + 300

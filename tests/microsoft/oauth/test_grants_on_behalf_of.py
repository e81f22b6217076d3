"""An app's API calls another one for whoever called it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mockserver.clock import HOUR
from tests.microsoft.oauth.oauth_world import GRAPH_DEFAULT, claims, entra

if TYPE_CHECKING:
    from tests.microsoft.oauth.oauth_world import Entra, Got

GRANT = "urn:ietf:params:oauth:grant-type:jwt-bearer"


async def token_for_asker(client: Entra) -> str:
    """What Autosched shows the API of Asker, for Alice."""
    api = client.identity.microsoft_client_id("asker")
    token: str = (await client.signed_in(scope=f"api://{api}/use"))["access_token"]
    return token


async def exchanged(client: Entra, assertion: str, scope: str = "User.Read") -> Got:
    return await client.token(GRANT, "asker", assertion=assertion, scope=scope, requested_token_use="on_behalf_of")


async def test_the_api_gets_what_the_person_agreed_to() -> None:
    async with entra() as client:
        assertion = await token_for_asker(client)
        before = await exchanged(client, assertion)
        client.identity.authorization.agree("alice", "asker", "microsoft", ["User.Read"])
        after = await exchanged(client, assertion)
        default = await exchanged(client, assertion, GRAPH_DEFAULT)

    assert (before.json["suberror"], before.codes) == ("consent_required", [65001])
    assert claims(after.json["access_token"])["scp"] == "User.Read"
    assert claims(default.json["access_token"])["scp"] == "User.Read"


async def test_a_token_for_somebody_else_is_refused() -> None:
    async with entra() as client:
        for_graph = await exchanged(client, (await client.signed_in())["access_token"])
        api = client.identity.microsoft_client_id("asker")
        robot = await client.token("client_credentials", "robot", scope=f"api://{api}/.default")
        for_nobody = await exchanged(client, robot.json["access_token"])
        made_up = await exchanged(client, "a.b.c")

    assert [answer.codes for answer in (for_graph, for_nobody, made_up)] == [[50013]] * 3


async def test_a_token_whose_time_is_over_is_refused() -> None:
    async with entra() as client:
        assertion = await token_for_asker(client)
        client.session.clock.advance(2 * HOUR)
        answer = await exchanged(client, assertion)

    assert answer.codes == [500133]

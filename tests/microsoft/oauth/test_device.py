"""The page where a person types the code of a device."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.microsoft.oauth.oauth_world import entra

if TYPE_CHECKING:
    from tests.microsoft.oauth.oauth_world import Entra

PAGE = "/common/oauth2/deviceauth"


async def begun(client: Entra, app: str) -> dict[str, str]:
    data = client.client(app) | {"scope": "Calendars.Read"}
    members: dict[str, str] = (await client.ask("POST", "/common/oauth2/v2.0/devicecode", data=data)).json
    return members


async def test_the_device_is_told_where_and_what_to_type() -> None:
    async with entra() as client:
        members = await begun(client, "device")

    names = ["user_code", "device_code", "verification_uri", "expires_in", "interval", "message"]
    assert list(members) == names
    assert members["verification_uri"].endswith(PAGE)
    assert members["user_code"] in members["message"]


async def test_the_page_asks_for_the_code_first_and_again_where_it_is_wrong() -> None:
    async with entra() as client:
        first = await client.ask("GET", PAGE)
        wrong = await client.ask("POST", PAGE, data={"user_code": "XXXXXXXXX"})

    assert 'name="user_code"' in first.text
    assert 'name="user_code"' in wrong.text
    assert "Check the code" in wrong.text


async def test_a_person_allows_or_denies_the_device_on_the_page() -> None:
    async with entra() as client:
        allowed, denied = await begun(client, "asker"), await begun(client, "asker")
        question = await client.ask("POST", PAGE, data={"user_code": allowed["user_code"].lower()})
        answers = []
        for made, decision in ((allowed, "allow"), (denied, "deny")):
            form = {"user_code": made["user_code"], "account": "alice", "decision": decision}
            await client.ask("POST", PAGE, data=form)
            answers.append(await client.token("device_code", "asker", device_code=made["device_code"]))

    assert "Alice Rivera" in question.text
    assert answers[0].status == 200
    assert answers[1].json["error"] == "authorization_declined"


async def test_a_scenario_that_denies_denies_devices() -> None:
    async with entra() as client:
        made = await begun(client, "denier")
        await client.ask("POST", PAGE, data={"user_code": made["user_code"]})
        answer = await client.token("device_code", "denier", device_code=made["device_code"])

    assert answer.json["error"] == "authorization_declined"

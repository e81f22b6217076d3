"""What the grants of the token endpoint bring."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from mockserver.clock import DAY, MINUTE
from tests.microsoft.oauth.oauth_world import ALICE, CALLBACK, GRAPH_DEFAULT, claims, entra

if TYPE_CHECKING:
    from tests.microsoft.oauth.oauth_world import Entra


async def test_an_app_by_itself_gets_a_token_with_roles_and_nothing_else() -> None:
    async with entra() as client:
        answer = await client.token("client_credentials", "robot", scope=GRAPH_DEFAULT)

    assert list(answer.json) == ["token_type", "expires_in", "ext_expires_in", "access_token"]
    assert "Calendars.ReadWrite" in claims(answer.json["access_token"])["roles"]


async def test_an_app_that_asks_people_has_no_roles_by_itself() -> None:
    async with entra() as client:
        answer = await client.token("client_credentials", scope=GRAPH_DEFAULT)

    assert "roles" not in claims(answer.json["access_token"])


@pytest.mark.parametrize("tenant", ["common", "organizations", "consumers"])
async def test_an_app_by_itself_must_name_its_tenant(tenant: str) -> None:
    async with entra() as client:
        answer = await client.token("client_credentials", "robot", tenant, scope=GRAPH_DEFAULT)

    assert (answer.status, answer.json["error"], answer.codes) == (400, "invalid_request", [9001023])


@pytest.mark.parametrize("scope", ["https://graph.microsoft.com/Calendars.Read", f"{GRAPH_DEFAULT} openid"])
async def test_an_app_by_itself_asks_for_default_only(scope: str) -> None:
    async with entra() as client:
        answer = await client.token("client_credentials", "robot", scope=scope)

    assert (answer.json["error"], answer.codes) == ("invalid_scope", [1002012])


async def test_a_code_brings_what_was_asked_for_in_the_order_of_the_documents() -> None:
    async with entra() as client:
        answer = await client.redeem(await client.code(), client_info="1")

    names = ["token_type", "scope", "expires_in", "ext_expires_in", "access_token", "refresh_token", "id_token"]
    assert list(answer.json) == [*names, "client_info"]
    assert answer.json["scope"] == "Calendars.ReadWrite profile openid"


async def test_a_code_without_offline_access_and_openid_brings_an_access_token_only() -> None:
    async with entra() as client:
        members = await client.signed_in(scope="https://graph.microsoft.com/Calendars.Read")

    assert members["scope"] == "https://graph.microsoft.com/Calendars.Read"
    assert not {"refresh_token", "id_token", "client_info"} & members.keys()


async def test_the_id_token_has_the_nonce_of_the_request() -> None:
    async with entra() as client:
        members = await client.signed_in(nonce="a nonce")

    told = claims(members["id_token"])
    assert (told["nonce"], told["preferred_username"], told["ver"]) == ("a nonce", ALICE, "2.0")


async def test_a_code_is_good_once() -> None:
    async with entra() as client:
        code = await client.code()
        await client.redeem(code)
        again = await client.redeem(code)

    assert (again.status, again.json["error"], again.codes) == (400, "invalid_grant", [54005])


async def test_a_code_dies_after_ten_minutes() -> None:
    async with entra() as client:
        code = await client.code()
        client.session.clock.advance(10 * MINUTE)
        late = await client.redeem(code)

    assert late.codes == [70008]


@pytest.mark.parametrize(
    ("changed", "error", "number"),
    [
        ({"code": "made-up"}, "invalid_grant", 9002313),
        ({"code_verifier": "w" * 43}, "invalid_grant", 501481),
        ({"code_verifier": "short"}, "invalid_grant", 501491),
        ({"code_verifier": ""}, "invalid_request", 900144),
        ({"code": ""}, "invalid_request", 900144),
        ({"redirect_uri": CALLBACK + "/other"}, "invalid_client", 500112),
        ({"redirect_uri": ""}, "invalid_request", 900144),
        ({"tenant": "consumers"}, "invalid_grant", 700005),
        ({"app": "asker"}, "invalid_grant", 70000),
    ],
)
async def test_a_code_is_bound_to_all_that_was_asked(changed: dict[str, str], error: str, number: int) -> None:
    async with entra() as client:
        code = await client.code()
        answer = await client.redeem(**({"code": code} | changed))

    assert (answer.status, answer.json["error"], answer.codes) == (400, error, [number])


async def test_a_refresh_token_is_replaced_and_keeps_working() -> None:
    async with entra() as client:
        first = (await client.signed_in())["refresh_token"]
        once = await client.token("refresh_token", refresh_token=first)
        twice = await client.token("refresh_token", refresh_token=first)

    assert once.status == twice.status == 200
    assert len({first, once.json["refresh_token"], twice.json["refresh_token"]}) == 3


async def test_a_refresh_token_brings_less_when_less_is_asked_for() -> None:
    async with entra() as client:
        first = (await client.signed_in(scope="offline_access Calendars.Read User.Read"))["refresh_token"]
        answer = await client.token("refresh_token", refresh_token=first, scope="User.Read")

    assert claims(answer.json["access_token"])["scp"] == "User.Read"


async def test_a_refresh_token_does_not_bring_what_nobody_agreed_to() -> None:
    async with entra() as client:
        first = (await client.signed_in())["refresh_token"]
        answer = await client.token("refresh_token", refresh_token=first, scope="Directory.Read.All")

    assert (answer.json["error"], answer.json["suberror"], answer.codes) == (
        "invalid_grant",
        "consent_required",
        [65001],
    )


async def refused_refresh(client: Entra, token: str, app: str = "autosched") -> tuple[str, list[int]]:
    answer = await client.token("refresh_token", app, refresh_token=token)
    return answer.json["error"], answer.codes


async def test_a_refresh_token_dies_with_the_grant_with_time_and_at_another_client() -> None:
    async with entra() as client:
        token = (await client.signed_in())["refresh_token"]
        foreign = await refused_refresh(client, token, "asker")
        made_up = await refused_refresh(client, "1.Anothing")
        client.session.clock.advance(91 * DAY)
        old = await refused_refresh(client, token)
        client.identity.revoke_grant("alice", "microsoft")
        revoked = await refused_refresh(client, token)

    assert foreign == ("invalid_grant", [70000])
    assert made_up == ("invalid_grant", [9002313])
    assert old == ("invalid_grant", [700082])
    assert revoked == ("invalid_grant", [50173])


async def test_a_token_for_the_api_of_an_app_is_of_version_2_and_not_for_graph() -> None:
    async with entra() as client:
        api = client.identity.microsoft_client_id("robot")
        members = await client.signed_in(scope=f"api://{api}/read offline_access")
        graph = await client.ask("GET", "/v1.0/me", {"Authorization": f"Bearer {members['access_token']}"})
        again = await client.token("refresh_token", refresh_token=members["refresh_token"])

    told = claims(members["access_token"])
    assert (told["aud"], told["scp"], told["ver"]) == (api, "read", "2.0")
    assert graph.status == 401
    assert claims(again.json["access_token"])["aud"] == api


@pytest.mark.parametrize("grant", ["device_code", "urn:ietf:params:oauth:grant-type:device_code"])
async def test_a_device_waits_until_a_person_agreed(grant: str) -> None:
    async with entra() as client:
        path = "/common/oauth2/v2.0/devicecode"
        data = client.client("device") | {"scope": "Calendars.Read offline_access"}
        made = (await client.ask("POST", path, data=data)).json
        waits = await client.token(grant, "device", device_code=made["device_code"])
        hasty = await client.token(grant, "device", device_code=made["device_code"])
        page = {"user_code": made["user_code"], "login_hint": ALICE}
        await client.ask("GET", "/common/oauth2/deviceauth", params=page)
        answer = await client.token(grant, "device", device_code=made["device_code"])

    assert (waits.json["error"], waits.codes) == ("authorization_pending", [70016])
    assert hasty.json["error"] == "slow_down"
    assert answer.json["scope"] == "Calendars.Read"
    assert answer.json["refresh_token"]


async def test_a_device_that_nobody_knows_and_one_that_waited_too_long_get_nothing() -> None:
    async with entra() as client:
        data = client.client("device") | {"scope": "Calendars.Read"}
        made = (await client.ask("POST", "/common/oauth2/v2.0/devicecode", data=data)).json
        unknown = await client.token("device_code", "device", device_code="GAQABnothing")
        client.session.clock.advance(15 * MINUTE)
        late = await client.token("device_code", "device", device_code=made["device_code"])

    assert (unknown.json["error"], unknown.codes) == ("bad_verification_code", [70018])
    assert (late.json["error"], late.codes) == ("expired_token", [70019])

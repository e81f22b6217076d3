"""What anybody may know."""

from __future__ import annotations

import pytest

from mockserver.identity.key_sets import BadSignature
from tests.microsoft.oauth.oauth_world import entra, segment


async def test_a_tenant_is_described_by_its_id_however_it_is_asked_for() -> None:
    async with entra() as client:
        answers = [
            await client.ask("GET", f"/{tenant}/v2.0/.well-known/openid-configuration")
            for tenant in (client.tenant, "autosched.example", client.tenant.upper())
        ]
        tenant = client.tenant

    assert all(f"/{tenant}/v2.0" in answer.json["issuer"] for answer in answers)
    assert answers[0].json == answers[1].json == answers[2].json
    assert answers[0].headers["Cache-Control"] == "max-age=86400, private"


async def test_no_tenant_in_particular_has_a_template_for_its_issuer() -> None:
    async with entra() as client:
        told = (await client.ask("GET", "/common/v2.0/.well-known/openid-configuration")).json

    assert told["issuer"].endswith("/{tenantid}/v2.0")
    assert told["token_endpoint"].endswith("/common/oauth2/v2.0/token")


async def test_an_unknown_tenant_is_not_described() -> None:
    async with entra() as client:
        answer = await client.ask("GET", "/nobody.example/v2.0/.well-known/openid-configuration")

    assert (answer.status, answer.json["error"], answer.codes) == (400, "invalid_tenant", [90002])


async def test_an_id_token_is_signed_by_a_published_key_and_names_the_described_issuer() -> None:
    async with entra() as client:
        members = await client.signed_in()
        keys = (await client.ask("GET", f"/{client.tenant}/discovery/v2.0/keys")).json["keys"]
        told = client.identity.authorization.keys["microsoft"].verify(members["id_token"])

    assert segment(members["id_token"], 0)["kid"] in [key["kid"] for key in keys]
    assert told["iss"] == keys[0]["issuer"]


async def test_a_token_for_graph_has_a_nonce_and_does_not_verify() -> None:
    async with entra() as client:
        text = (await client.signed_in())["access_token"]
        good = await client.ask("GET", "/oidc/userinfo", {"Authorization": f"Bearer {text}"})
        with pytest.raises(BadSignature):
            client.identity.authorization.keys["microsoft"].verify(text)

    assert list(segment(text, 0)) == ["typ", "nonce", "alg", "x5t", "kid"]
    assert good.status == 200


async def test_microsoft_s_hosts_and_this_one_are_instances_and_no_other() -> None:
    async with entra() as client:
        path = "/common/discovery/instance"
        known = {"authorization_endpoint": "https://login.microsoftonline.com/common/oauth2/v2.0/authorize"}
        answer = await client.ask("GET", path, params=known)
        other = await client.ask("GET", path, params={"authorization_endpoint": "https://x.example/t/oauth2/v2.0/a"})

    assert answer.json["tenant_discovery_endpoint"].endswith("/common/v2.0/.well-known/openid-configuration")
    assert (other.status, other.json["error"], other.codes) == (400, "invalid_instance", [50049])

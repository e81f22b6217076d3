"""The operations: who is believed, what is confidential, and what is said of a request that leads nowhere."""

from __future__ import annotations

import base64
import re

import pytest

from mockserver.http.exchange import Exchange
from mockserver.microsoft.oauth.operations import credential
from tests.microsoft.oauth.oauth_world import GRAPH_DEFAULT, entra

FORM = {"Content-Type": "application/x-www-form-urlencoded"}


@pytest.mark.parametrize(
    ("changed", "error", "number", "status"),
    [
        ({"client_secret": "wrong"}, "invalid_client", 7000215, 401),
        ({"client_secret": ""}, "invalid_client", 7000218, 401),
        ({"client_id": "00000000-0000-4000-8000-000000000000"}, "unauthorized_client", 700016, 400),
        ({"client_id": "", "client_secret": ""}, "invalid_request", 900144, 400),
        ({"app": "device", "client_secret": "one"}, "invalid_client", 700025, 401),
        ({"client_assertion": "x.y.z"}, "invalid_client", 70002, 401),
        ({"grant": "telepathy"}, "unsupported_grant_type", 70003, 400),
        ({"grant": ""}, "invalid_request", 900144, 400),
        ({"tenant": "nobody.example"}, "invalid_request", 90002, 400),
        ({"tenant": "no-tenant"}, "invalid_request", 900023, 400),
        ({"scope": ""}, "invalid_request", 900144, 400),
        ({"scope": "api://nothing/.default"}, "invalid_resource", 500011, 400),
    ],
)
async def test_each_mistake_at_the_token_endpoint_has_its_own_row(
    changed: dict[str, str], error: str, number: int, status: int
) -> None:
    sent = {"grant": "client_credentials", "app": "robot", "scope": GRAPH_DEFAULT} | changed
    async with entra() as client:
        answer = await client.token(**sent)

    assert (answer.status, answer.json["error"], answer.codes) == (status, error, [number])


async def test_a_client_may_prove_itself_by_basic() -> None:
    async with entra() as client:
        known = client.client("robot")
        pair = base64.b64encode(f"{known['client_id']}:{known['client_secret']}".encode()).decode()
        form = {"grant_type": "client_credentials", "scope": GRAPH_DEFAULT}
        path = f"/{client.tenant}/oauth2/v2.0/token"
        answer = await client.ask("POST", path, {"Authorization": f"Basic {pair}"}, data=form)

    assert answer.status == 200


async def test_a_field_that_stands_there_twice_is_refused() -> None:
    async with entra() as client:
        path = f"/{client.tenant}/oauth2/v2.0/token"
        answer = await client.ask("POST", path, FORM, data="grant_type=a&grant_type=b")

    assert answer.codes == [9002313]


async def test_the_token_endpoint_takes_post_only() -> None:
    async with entra() as client:
        answer = await client.ask("GET", "/common/oauth2/v2.0/token")

    assert (answer.status, answer.codes) == (400, [900561])


async def test_a_user_name_and_a_password_are_not_emulated() -> None:
    async with entra() as client:
        path = f"/{client.tenant}/oauth2/v2.0/token"
        answer = await client.ask("POST", path, FORM, data="grant_type=password&username=a&password=b")

    assert (answer.status, answer.json["error"]) == (501, "not_implemented")


@pytest.mark.parametrize(
    "path", ["/common/oauth2/nothing", "/common/discovery/nothing", "/common/adminconsent", "/common/userrealm/a"]
)
async def test_what_is_not_emulated_is_501(path: str) -> None:
    async with entra() as client:
        answer = await client.ask("GET", path)

    assert (answer.status, answer.json["error"]) == (501, "not_implemented")


def codes_in(page: str) -> str:
    (code,) = set(re.findall(r"0\.Amock-[\w.-]+", page))
    return str(code)


async def test_no_token_code_or_secret_stands_in_the_journal() -> None:
    async with entra() as client:
        secrets = [await client.code(), client.client()["client_secret"]]
        members = (await client.redeem(secrets[0])).json
        secrets.append(codes_in((await client.authorize(response_mode="form_post")).text))
        refreshed = (await client.token("refresh_token", refresh_token=members["refresh_token"])).json
        for issued in (members, refreshed):
            secrets += [issued[name] for name in ("access_token", "refresh_token", "id_token")]
        kept = repr([entry.facts() for entry in client.session.journal.read()])

    assert len(secrets) == 9
    assert [secret for secret in secrets if secret in kept] == []


def test_a_request_belongs_to_the_session_that_its_code_names() -> None:
    exchange = Exchange(
        "POST", "/common/oauth2/v2.0/token", "", FORM, b"grant_type=authorization_code&code=0.Amock-a.x"
    )

    assert credential(exchange) == "0.Amock-a.x"

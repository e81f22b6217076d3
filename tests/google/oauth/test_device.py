"""Google's device flow: the device waits, a person types the code."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from mockserver.identity.scopes import CALENDAR, EMAIL, OPENID

if TYPE_CHECKING:
    from tests.google.oauth.oauth_world import Server

GRANT = "urn:ietf:params:oauth:grant-type:device_code"


async def start(server: Server, app: str = "web", scope: str = "openid email") -> dict[str, Any]:
    status, _, body = await server.send(
        "/device/code", {"client_id": server.identity.client(app).client_id, "scope": scope}
    )
    assert status == 200, body
    started: dict[str, Any] = body
    return started


async def poll(server: Server, code: str, app: str = "web", grant: str = GRANT) -> tuple[int, Any]:
    client = server.identity.client(app)
    form = {"client_id": client.client_id, "client_secret": client.client_secret, "device_code": code}
    status, _, body = await server.send("/token", form | {"grant_type": grant})
    return status, body


async def page(server: Server, started: dict[str, Any], *pairs: tuple[str, str]) -> tuple[int, str]:
    path = started["verification_url"].removeprefix(server.url)
    status, _, text = await server.send(path, [("user_code", started["user_code"].lower()), *pairs])
    return status, text


async def test_a_device_is_given_a_code_and_a_place_to_type_it(server: Server) -> None:
    started = await start(server)
    assert list(started) == ["device_code", "user_code", "expires_in", "interval", "verification_url"]
    assert (started["expires_in"], started["interval"]) == (1800, 5)
    assert started["verification_url"] == f"{server.url}/s/k3v9/device"
    status, _, text = await server.send("/s/k3v9/device", method="GET")
    assert (status, 'name="user_code"' in text) == (200, True)


@pytest.mark.parametrize("grant", [GRANT, "http://oauth.net/grant_type/device/1.0"])
async def test_once_a_person_allowed_it_the_device_gets_its_tokens_once(server: Server, grant: str) -> None:
    started = await start(server)
    assert await poll(server, started["device_code"], grant=grant) == (
        428,
        {"error": "authorization_pending", "error_description": "Precondition Required"},
    )
    status, text = await page(server, started)
    assert (status, "Choose an account" in text) == (200, True)
    assert "alice@autosched.example" in (await page(server, started, ("account", "alice")))[1]
    assert "Success" in (await page(server, started, ("account", "alice"), ("decision", "allow")))[1]
    status, body = await poll(server, started["device_code"], grant=grant)
    assert (status, body["scope"]) == (200, f"{OPENID} {EMAIL}")
    assert {"access_token", "refresh_token", "id_token"} <= body.keys()
    assert (await poll(server, started["device_code"]))[1]["error"] == "invalid_grant"


async def test_who_asks_too_soon_must_slow_down(server: Server) -> None:
    code = (await start(server))["device_code"]
    await poll(server, code)
    assert await poll(server, code) == (403, {"error": "slow_down", "error_description": "Forbidden"})


async def test_a_person_may_deny_it_and_so_may_the_scenario(server: Server) -> None:
    for app in ("web", "denied"):
        started = await start(server, app)
        answered = [("account", "alice"), ("decision", "deny")] if app == "web" else []
        assert "denied" in (await page(server, started, *answered))[1]
        denied = {"error": "access_denied", "error_description": "Forbidden"}
        assert await poll(server, started["device_code"], app) == (403, denied)


async def test_a_device_code_has_an_end(server: Server) -> None:
    started = await start(server)
    server.session.clock.advance(1_800_000_000)
    status, body = await poll(server, started["device_code"])
    assert (status, body["error"]) == (400, "expired_token")
    status, text = await page(server, started)
    assert (status, "That code is not valid" in text) == (400, True)


@pytest.mark.parametrize("scope", [CALENDAR, f"openid {CALENDAR}", "foo"])
async def test_devices_get_no_calendar(server: Server, scope: str) -> None:
    form = {"client_id": server.identity.client("web").client_id, "scope": scope}
    status, _, body = await server.send("/device/code", form)
    name = scope.rsplit(maxsplit=1)[-1]
    assert (status, body["error"]) == (400, "invalid_scope")
    assert body["error_description"] == f"Invalid device flow scope: {name}"


@pytest.mark.parametrize(
    ("form", "status", "error"),
    [({"scope": "openid"}, 400, "invalid_request"), ({"scope": "openid", "client_id": "7"}, 401, "invalid_client")],
)
async def test_a_device_must_say_whose_it_is(server: Server, form: dict[str, str], status: int, error: str) -> None:
    got, _, body = await server.send("/s/k3v9/device/code", form)
    assert (got, body["error"]) == (status, error)


async def test_another_clients_device_code_is_worth_nothing(server: Server) -> None:
    code = (await start(server))["device_code"]
    assert (await poll(server, code, "other"))[1]["error"] == "invalid_grant"

"""No secret of any flow stands in a log line of any level, nor in the journal: a canary."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from tests.google.oauth.test_authorize import VERIFIER, ask, exchange, told
from tests.google.oauth.test_device import page, poll, start

if TYPE_CHECKING:
    import pytest

    from tests.google.oauth.oauth_world import Server


async def test_no_token_code_or_secret_is_logged_or_kept(server: Server, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    code = told(await ask(server, code_challenge=VERIFIER, nonce="n"))["code"]
    _, body = await exchange(server, code, code_verifier=VERIFIER)
    await exchange(server, code, code_verifier=VERIFIER)
    token, id_token = body["access_token"], body["id_token"]
    for sent in ({"access_token": token}, {"id_token": id_token}):
        await server.send("/tokeninfo", method="GET", params=sent)
    await server.send("/v1/userinfo", method="GET", headers={"Authorization": f"Bearer {token}"})
    started = await start(server)
    await poll(server, started["device_code"])
    await page(server, started, ("account", "alice"), ("decision", "allow"))
    _, device = await poll(server, started["device_code"])
    await server.send("/revoke", {"token": body["refresh_token"]})
    client = server.identity.client("autosched").client_secret
    secrets = {code, VERIFIER, token, id_token, client, body["refresh_token"], started["device_code"]}
    secrets |= {started["user_code"], device["access_token"], device["refresh_token"], device["id_token"]}
    # The access log is that of this test's own runner: the server has none.
    lines = [record.getMessage() for record in caplog.records if record.name != "aiohttp.access"]
    kept = "".join(lines) + "".join(str(entry.facts()) for entry in server.session.journal.read())
    assert [secret[:12] for secret in secrets if secret in kept] == []

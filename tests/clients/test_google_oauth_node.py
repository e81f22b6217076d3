"""google-auth-library for Node over TLS: its token URL is fixed, so Google's host name leads to the server."""

from __future__ import annotations

import json
import os
import subprocess
from typing import TYPE_CHECKING, Any

import pytest

from tests.clients.real_clients import NODE_FOLDER, SCOPES, node_program
from tests.trusting import Secure, secure
from tests.wire import SECONDS, World, world

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SCRIPT = """
import dns from 'node:dns';
import net from 'node:net';
import { readFileSync } from 'node:fs';
import { JWT, OAuth2Client } from 'google-auth-library';
const { port, key, scopes, audience } = JSON.parse(readFileSync(0, 'utf8'));
const found = dns.lookup;
const ours = (name) => String(name).endsWith('.googleapis.com');
dns.lookup = (name, options, done) => found(ours(name) ? '127.0.0.1' : name, options, done);
const connect = net.Socket.prototype.connect;
net.Socket.prototype.connect = function (...given) {
  const options = Array.isArray(given[0]) ? given[0][0] : given[0];
  if (options && ours(options.host)) options.port = port;
  return connect.apply(this, given);
};
const told = {};
const account = (more) => new JWT({ email: key.client_email, key: key.private_key, ...more });
const outcome = async (name, act) => {
  try { told[name] = await act(); } catch (error) { told[name] = { refused: error.response?.data ?? String(error) }; }
};
await outcome('access', async () => (await account({ scopes }).authorize()).access_token);
await outcome('info', async () => new OAuth2Client().getTokenInfo(told.access));
await outcome('verified', async () => {
  const id = await account({}).fetchIdToken(audience);
  return (await new OAuth2Client().verifyIdToken({ idToken: id, audience })).getPayload();
});
await outcome('stranger', async () => account({ scopes, subject: 'nobody@x.example' }).authorize());
console.log(JSON.stringify(told));
"""


@pytest.fixture(scope="module")
def server() -> Iterator[Secure]:
    with secure() as running:
        yield running


@pytest.fixture
def session(server: Secure) -> Iterator[World]:
    with world(server.live.url, scenario="office") as made:
        yield made


@pytest.fixture
def told(server: Secure, session: World, tmp_path: Path) -> Any:
    """What each call of the library came to."""
    authority = tmp_path / "ca.pem"
    authority.write_text(server.ca_pem)
    key = session.wire.control("GET", f"{session.path}/credentials/sync-bot/google-service-account.json")
    given = {"port": server.port, "key": key, "scopes": SCOPES, "audience": "https://service.example"}
    ran = subprocess.run(  # noqa: S603 - our own script
        [node_program(), "--input-type=module", "-e", SCRIPT],
        cwd=NODE_FOLDER,
        env=os.environ | {"NODE_EXTRA_CA_CERTS": str(authority)},
        input=json.dumps(given),
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    return json.loads(ran.stdout)


def test_a_service_account_needs_no_url_at_all(told: Any, session: World) -> None:
    assert told["access"].startswith("ya29.c.")
    assert told["info"]["scopes"] == SCOPES
    assert told["verified"]["aud"] == "https://service.example"
    assert told["verified"]["email_verified"] is True
    refused = {"error": "invalid_grant", "error_description": "Invalid email or User ID"}
    assert told["stranger"] == {"refused": refused}
    assert session.requests()[-1]["operation"] == "google.oauth.token"

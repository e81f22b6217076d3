"""Tokens: a service account's assertion exchanged for an access token, against a server that only verifies it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from joserfc import jwt
from joserfc.jwk import RSAKey

from benchmarks.rows import Row
from benchmarks.servers import free_port
from benchmarks.wire import request
from mockserver.clock import SECOND, real_now

if TYPE_CHECKING:
    from benchmarks.effort import Effort
    from benchmarks.servers import Servers

KEY_FILE = "/_mock/sessions/default/credentials/sync-bot/google-service-account.json"
SCOPE = "https://www.googleapis.com/auth/calendar"
GRANT = "urn:ietf:params:oauth:grant-type:jwt-bearer"


def measure(servers: Servers, effort: Effort) -> list[Row]:
    """One row, without a budget: the first that is bounded are the signed tokens of OpenID Connect."""
    with servers.mock() as server:
        with server.connection() as connection:
            account = json.loads(connection.ask(request("GET", KEY_FILE)).body)
        form = urlencode({"grant_type": GRANT, "assertion": _assertion(account)}).encode()
        raw = request("POST", "/token", form, {"Content-Type": "application/x-www-form-urlencoded"})
        port = free_port()
        key = servers.folder / "key.pem"
        key.write_text(account["private_key"], "ascii")
        ours, theirs = [], []
        with servers.running(["benchmarks.bare_verifying", str(port), str(key)], port) as verifying:
            server.loaded([raw], effort.requests)
            verifying.loaded([raw], effort.requests)
            for _ in effort.turns(effort.rounds):
                ours.append(server.loaded([raw], effort.requests).per_cpu_second)
                theirs.append(verifying.loaded([raw], effort.requests).per_cpu_second)
    other = "aiohttp + joserfc that verifies only"
    return [Row("token for a service account's assertion: answers per second of CPU", "/s", ours, other, theirs)]


def _assertion(account: dict[str, str]) -> str:
    now = real_now() // SECOND
    claims = {
        "iss": account["client_email"],
        "aud": account["token_uri"],
        "scope": SCOPE,
        "iat": now,
        "exp": now + 3600,
    }
    key = RSAKey.import_key(account["private_key"])
    return jwt.encode({"alg": "RS256", "kid": account["private_key_id"]}, claims, key)

"""Clients that are told no URL: Google's host names lead to the server, and its authority is trusted."""

from __future__ import annotations

import json
import os
import socket
import subprocess
from typing import TYPE_CHECKING, Any

import pytest
from google.oauth2 import service_account
from google_auth_httplib2 import AuthorizedHttp
from googleapiclient.discovery import build

from mockserver.tls import PROVIDERS
from tests.clients.real_clients import NODE_FOLDER, SCOPES, node_program
from tests.contract import CheckedHttp
from tests.trusting import Secure, secure
from tests.wire import SECONDS, World, world

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture(scope="module")
def server() -> Iterator[Secure]:
    with secure() as running:
        yield running


@pytest.fixture
def authority(server: Secure, tmp_path: Path) -> Path:
    path = tmp_path / "ca.pem"
    path.write_text(server.ca_pem)
    return path


@pytest.fixture
def session(server: Secure) -> Iterator[World]:
    with world(server.live.url, scenario="office") as made:
        yield made


@pytest.fixture
def aliases(server: Secure, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """In this process the providers' names lead to the server, as a container network's aliases do. Those asked for."""
    resolve, connect = socket.getaddrinfo, socket.socket.connect
    asked: list[str] = []

    def found(host: Any, port: Any, *more: Any, **named: Any) -> Any:
        assert host not in PROVIDERS or port == 443
        return resolve("127.0.0.1" if host in PROVIDERS else host, port, *more, **named)

    def led(connection: socket.socket, address: Any) -> None:
        if address[0] in PROVIDERS:
            asked.append(address[0])
            address = ("127.0.0.1", server.port)
        connect(connection, address)

    monkeypatch.setattr(socket, "getaddrinfo", found)
    monkeypatch.setattr(socket.socket, "connect", led)
    for name in [name for name in os.environ if name.lower().endswith("_proxy")]:
        monkeypatch.delenv(name)
    return asked


def test_python_s_google_client_needs_no_url_at_all(session: World, aliases: list[str], authority: Path) -> None:
    """With a key file as Google makes it, whose token_uri is Google's."""
    key = session.wire.control("GET", f"{session.path}/credentials/sync-bot/google-service-account.json")
    key["token_uri"] = "https://oauth2.googleapis.com/token"
    alice = session.document["people"]["alice"]["email"]
    made = service_account.Credentials.from_service_account_info
    credentials = made(key, scopes=SCOPES, subject=alice)  # type: ignore[no-untyped-call]  # google-auth says no types
    http = AuthorizedHttp(credentials, http=CheckedHttp(timeout=SECONDS, ca_certs=str(authority)))

    with build("calendar", "v3", http=http) as calendar:
        page = calendar.events().list(calendarId="primary").execute()

    assert page["summary"] == alice
    assert set(aliases) == {"www.googleapis.com", "oauth2.googleapis.com"}
    assert session.requests()[-1]["operation"] == "google.events.list"


SCRIPT = """
import dns from 'node:dns';
const found = dns.lookup;
dns.lookup = (name, options, done) => found(name.startsWith('www.') ? '127.0.0.1' : name, options, done);
for (const host of process.argv.slice(1)) {
  try {
    const answer = await fetch(`https://${host}/calendar/v3/colors`, { headers: { authorization: 'Bearer alice' } });
    console.log(JSON.stringify([answer.status, (await answer.json()).kind]));
  } catch (error) { console.log(JSON.stringify(error.cause.code)); }
}
"""


def in_node(server: Secure, *names: str, **variables: str) -> list[Any]:
    """What Node's fetch gets from the server under some names: status and kind, or the code of the error."""
    hosts = [f"{name}:{server.port}" for name in names]
    ran = subprocess.run(  # noqa: S603 - our own script
        [node_program(), "--input-type=module", "-e", SCRIPT, *hosts],
        cwd=NODE_FOLDER,
        env=os.environ | variables,
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=True,
    )
    return [json.loads(line) for line in ran.stdout.splitlines()]


def test_node_s_fetch_believes_the_server_by_its_extra_authorities(server: Secure, authority: Path) -> None:
    got = in_node(server, "localhost", "www.googleapis.com", "www.example.com", NODE_EXTRA_CA_CERTS=str(authority))

    assert got == [[200, "calendar#colors"], [200, "calendar#colors"], "ERR_TLS_CERT_ALTNAME_INVALID"]


def test_node_s_fetch_does_not_believe_it_without(server: Secure) -> None:
    assert in_node(server, "localhost") == ["UNABLE_TO_VERIFY_LEAF_SIGNATURE"]

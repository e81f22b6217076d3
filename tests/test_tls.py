"""TLS over real sockets: who is believed to be whom, and what a client that is no good costs."""

from __future__ import annotations

import logging
import re
import socket
import ssl
import subprocess
import sys
import tempfile
import warnings
from typing import TYPE_CHECKING

import pytest
import trustme

from mockserver import tls
from mockserver.tls import CERTIFICATE_FILE, HERE, KEY_FILE, PROVIDERS, BadAuthority, Tls, can_be_certified
from tests.live import SECONDS
from tests.trusting import Secure, secure

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture(scope="module")
def shared() -> Iterator[Secure]:
    with secure(tls_names=("calendar", "*.mock.example", "192.0.2.7")) as running:
        yield running


@pytest.fixture
def running(shared: Secure) -> Iterator[Secure]:
    """A server with TLS, during whose tests nothing was logged as an error."""
    before = len(shared.live.errors)
    yield shared
    assert shared.live.errors[before:] == []


def authority(folder: Path) -> str:
    return Tls(folder=folder).ca_pem


def hello(connection: socket.socket, host: str = "localhost") -> bytes:
    """What a health check is answered over a connection."""
    connection.sendall(f"GET /healthz HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n".encode())
    return b"".join(iter(lambda: connection.recv(65536), b""))


@pytest.mark.parametrize(
    "name", [*HERE, *PROVIDERS, socket.gethostname(), "calendar", "any.mock.example", "192.0.2.7", "LOCALHOST"]
)
def test_whoever_trusts_the_authority_finds_the_server_to_be(running: Secure, name: str) -> None:
    with running.connected(name) as connection:
        assert hello(connection).startswith(b"HTTP/1.1 200 ")


@pytest.mark.parametrize("name", ["www.example.com", "googleapis.com", "evil.www.googleapis.com", "127.0.0.2"])
def test_it_is_not_taken_for(running: Secure, caplog: pytest.LogCaptureFixture, name: str) -> None:
    with pytest.raises(ssl.SSLCertVerificationError, match="not valid for"), running.connected(name):
        pass

    assert running.get("/healthz").status == 200
    assert loud(caplog) == []


def test_who_does_not_know_the_authority_does_not_trust_it(running: Secure) -> None:
    with pytest.raises(ssl.SSLCertVerificationError), running.connected(trust=ssl.create_default_context()):
        pass


def test_every_start_has_an_authority_of_its_own(running: Secure) -> None:
    with secure() as other, pytest.raises(ssl.SSLCertVerificationError), other.connected(trust=running.trust()):
        pass


@pytest.mark.parametrize("version", [ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3])
def test_it_speaks(running: Secure, version: ssl.TLSVersion) -> None:
    trust = running.trust()
    trust.minimum_version = trust.maximum_version = version
    trust.set_alpn_protocols(["h2", "http/1.1"])

    with running.connected(trust=trust) as connection:
        assert connection.version() == version.name.replace("_", ".")
        assert connection.selected_alpn_protocol() == "http/1.1"


def test_it_speaks_nothing_older(running: Secure) -> None:
    trust = running.trust()
    trust.set_ciphers("ALL:@SECLEVEL=0")  # a client that would
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        trust.minimum_version = trust.maximum_version = ssl.TLSVersion.TLSv1_1

    with pytest.raises((ssl.SSLEOFError, ConnectionError)), running.connected(trust=trust):
        pass  # the server ends it; a client that could not would say so itself, with another error


@pytest.mark.parametrize("sent", [b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n", b"\x16\x03\x01\x00\x05nonsense"])
def test_what_is_no_tls_is_let_go_without_a_word_in_the_log(
    running: Secure, caplog: pytest.LogCaptureFixture, sent: bytes
) -> None:
    with socket.create_connection(("127.0.0.1", running.port), SECONDS) as connection:
        connection.sendall(sent)

        assert b"HTTP" not in until_the_end(connection)

    assert loud(caplog) == []
    assert running.get("/healthz").status == 200


def test_who_connects_and_says_nothing_is_not_waited_for(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    assert tls.HANDSHAKE_SECONDS <= SECONDS / 2
    monkeypatch.setattr(tls, "HANDSHAKE_SECONDS", 0.1)

    with secure() as impatient, socket.create_connection(("127.0.0.1", impatient.port), SECONDS) as connection:
        assert until_the_end(connection) == b""

    assert loud(caplog) == []


def until_the_end(connection: socket.socket) -> bytes:
    try:
        return b"".join(iter(lambda: connection.recv(65536), b""))
    except ConnectionResetError:
        return b""


def loud(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [record.getMessage() for record in caplog.records if record.levelno >= logging.WARNING]


def test_urls_in_answers_are_of_the_scheme_that_was_asked(running: Secure) -> None:
    for path in ("/_mock/sessions/default", "/discovery/v1/apis/calendar/v3/rest"):
        body = running.get(path).body.decode()

        assert f"https://127.0.0.1:{running.port}/" in body
        assert f"http://127.0.0.1:{running.port}" not in body


def test_one_server_answers_both_ways(running: Secure) -> None:
    path = "/calendar/v3/calendars/primary/events"

    assert running.get(path, Authorization="Bearer alice").json["summary"] == "alice@autosched.example"
    assert running.get("/_mock/sessions/default/requests").json["requests"][-1]["path"] == path


@pytest.mark.parametrize("name", ["localhost", "a.b.c", "*.example", "10.0.0.1", "::1", "A-1", "x" * 63])
def test_a_certificate_can_carry(name: str) -> None:
    assert can_be_certified(name)
    assert Tls([name]).left_out == ()


@pytest.mark.parametrize(
    "name",
    ["", "my_mock", "a..b", "-a", "a-", "x" * 64, "*", "a.*", "ab--c", "10.0.0.0/8", "a b", "a@b", "é", "a." * 130],
)
def test_no_certificate_can_carry(name: str) -> None:
    assert not can_be_certified(name)
    assert Tls([name, "good"]).left_out == (name,)


def test_a_folder_keeps_the_authority(tmp_path: Path) -> None:
    folder = tmp_path / "ca"
    first = authority(folder)

    assert authority(folder) == first == (folder / CERTIFICATE_FILE).read_text()
    assert sorted(path.name for path in folder.iterdir()) == sorted([CERTIFICATE_FILE, KEY_FILE])
    assert (folder / KEY_FILE).stat().st_mode & 0o777 == 0o600


def test_who_trusts_a_kept_authority_trusts_the_server_after_another_start(tmp_path: Path) -> None:
    with secure(tls_ca=tmp_path) as before:
        trust = before.trust()

    with secure(tls_ca=tmp_path) as after, after.connected(trust=trust) as connection:
        assert hello(connection).startswith(b"HTTP/1.1 200 ")


def test_a_copy_for_clients_that_is_lost_is_written_again(tmp_path: Path) -> None:
    first = authority(tmp_path)
    (tmp_path / CERTIFICATE_FILE).unlink()

    assert authority(tmp_path) == first == (tmp_path / CERTIFICATE_FILE).read_text()


@pytest.mark.parametrize("half", ["key", "certificate", "empty", "cut", "other", "leaf", "foreign", "locked"])
def test_a_folder_that_holds_half_an_authority_is_refused(tmp_path: Path, half: str) -> None:
    authority(tmp_path)
    public, secret = tmp_path / CERTIFICATE_FILE, tmp_path / KEY_FILE
    other, pem = trustme.CA(), secret.read_bytes()
    leaf = other.issue_cert("localhost")
    key, _, certificate = pem.partition(b"-----BEGIN CERTIFICATE")
    written = {
        "key": key,
        "certificate": b"-----BEGIN CERTIFICATE" + certificate,
        "empty": b"",
        "cut": pem[:-100],
        "other": other.private_key_pem.bytes() + other.cert_pem.bytes(),
        "leaf": leaf.private_key_and_cert_chain_pem.bytes(),
        "foreign": other.private_key_pem.bytes() + public.read_bytes(),
        "locked": re.sub(rb"\n", b"\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,00\n\n", pem, count=1),
    }
    secret.write_bytes(written[half])

    with pytest.raises(BadAuthority, match=r"ca\.pem") as refused:
        Tls(folder=tmp_path)

    assert "remove" in str(refused.value)
    assert "\n" not in str(refused.value)


def test_a_certificate_whose_key_is_lost_is_refused(tmp_path: Path) -> None:
    authority(tmp_path)
    (tmp_path / KEY_FILE).unlink()

    with pytest.raises(BadAuthority, match=rf"without its key in {KEY_FILE}"):
        Tls(folder=tmp_path)


def test_an_authority_is_there_whole_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)

    with pytest.raises(OSError, match="No space left"):
        Tls(folder=tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_of_two_servers_that_make_one_at_once_the_second_takes_the_first_one_s(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The other one is quicker by the time that making a key takes."""
    fresh, others = tls._fresh, []  # noqa: SLF001 - the moment in question is inside

    def slow() -> trustme.CA:
        monkeypatch.undo()
        others.append(authority(tmp_path))
        return fresh()

    monkeypatch.setattr(tls, "_fresh", slow)

    assert [authority(tmp_path)] == others


def test_it_needs_nowhere_to_write(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A container's file system may be read-only."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "nowhere"))

    with secure() as running:
        assert running.get("/healthz").status == 200


def test_the_port_is_known_from_the_first_answer_to_the_last() -> None:
    with pytest.raises(RuntimeError, match="nothing listens"):
        _ = Tls().port
    with secure() as running:
        known = running.live.server.tls
        assert known

    assert known.port == running.port  # an answer under way when the server stops may have to tell it


def test_the_port_of_https_is_not_written() -> None:
    class Known(Tls):
        port = 443

    assert Known().base("localhost") == "https://localhost"


def test_without_tls_nothing_of_it_is_imported() -> None:
    script = (
        "import sys; from mockserver import quick_start; quick_start.import_aiohttp()\n"
        "import asyncio, mockserver.cli.serving; from mockserver.server import Server\n"
        "from mockserver.settings import read_settings\n"
        "async def main():\n"
        "    server = Server(read_settings({'port': '0'}, {})); await server.start()\n"
        "    print(*({'trustme', 'cryptography', 'mockserver.tls'} & sys.modules.keys())); await server.stop()\n"
        "asyncio.run(main())"
    )

    ran = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=SECONDS, check=True)  # noqa: S603 - our own script

    assert ran.stdout == "\n"

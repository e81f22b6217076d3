"""`mockserver serve` as the installed command: how it begins, what it says, and how it ends."""

from __future__ import annotations

import signal
import socket
import ssl
import subprocess
from contextlib import contextmanager
from http.client import HTTPSConnection
from threading import Timer
from typing import TYPE_CHECKING
from urllib.parse import urlsplit
from urllib.request import urlopen

import pytest

from mockserver.settings import ROWS
from tests.cli.running import COMMAND, SECONDS, environment, mockserver
from tests.wire import Wire

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


class Running:
    """A server that said where it is. `stop` sends a signal and answers the exit status and what it said beside."""

    def __init__(self, process: subprocess.Popen[str], said: list[str]) -> None:
        self.process = process
        self.said = said
        self.url = said[0].split()[-1]

    def stop(self, how: signal.Signals = signal.SIGTERM) -> tuple[int, str]:
        self.process.send_signal(how)
        _, errors = self.process.communicate(timeout=SECONDS)
        return self.process.returncode, errors


@contextmanager
def serving(*flags: str, **variables: str) -> Iterator[Running]:
    process = subprocess.Popen(  # noqa: S603 - this project's own command
        [COMMAND, "serve", *flags],
        env=environment(**{"MOCKSERVER_PORT": "0"} | variables),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    watchdog = Timer(SECONDS, process.kill)
    watchdog.start()
    try:
        assert process.stdout
        said = []
        while line := process.stdout.readline():
            said.append(line.rstrip())
            if "/_mock/" in line and "control" in line:
                break
        assert said, "the server ended before it said where it is"
        yield Running(process, said)
    finally:
        watchdog.cancel()
        process.kill()
        process.communicate(timeout=SECONDS)


def test_it_says_how_to_connect_and_what_it_says_works() -> None:
    with serving() as running:
        text = "\n".join(running.said)
        assert f"curl -H 'Authorization: Bearer alice' {running.url}/calendar/v3/calendars/primary/events" in text
        assert f"{running.url}/_mock/sessions/default/credentials/sync-bot/google-service-account.json" in text
        for path in ("/calendar/v3/calendars/primary/events", "/_mock/", "/healthz"):
            wire = Wire(running.url)
            assert wire.send("GET", path, {"Authorization": "Bearer alice"}).status == 200
            wire.close()


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
def test_it_ends_cleanly_when_it_is_told_to(how: signal.Signals) -> None:
    with serving() as running:
        with urlopen(running.url + "/healthz", timeout=SECONDS) as answer:  # noqa: S310 - its own URL
            assert answer.status == 200

        assert running.stop(how) == (0, "")


def test_an_idle_connection_does_not_hold_it_up() -> None:
    with serving() as running:
        wire = Wire(running.url)
        wire.send("GET", "/healthz")

        assert running.stop()[0] == 0
        wire.close()


def test_an_open_stream_ends_with_it() -> None:
    with serving() as running:
        wire = Wire(running.url)
        connection = wire._connection  # noqa: SLF001 - a stream is read as it comes
        connection.request("GET", "/_mock/sessions/default/requests", headers={"Accept": "text/event-stream"})
        response = connection.getresponse()
        response.readline()

        assert running.stop()[0] == 0
        assert response.read().endswith(b"event: end\ndata: {}\n\n")
        wire.close()


def test_a_port_that_is_taken_is_said() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]

        ran = mockserver("serve", "--port", port)

    assert (ran.returncode, ran.stdout) == (1, "")
    right = "something else does; end it, or take another with --port (0: any free port)"
    assert ran.stderr == f"mockserver: cannot listen on 127.0.0.1:{port}: {right}\n"


def test_a_port_for_tls_that_is_taken_is_said() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]

        ran = mockserver("serve", "--port", "0", "--tls", "--tls-port", port)

    assert (ran.returncode, ran.stdout) == (1, "")
    right = "something else does; end it, or take another with --tls-port (0: any free port)"
    assert ran.stderr == f"mockserver: cannot listen on 127.0.0.1:{port}: {right}\n"


def test_an_address_that_is_none_of_this_machine_is_said() -> None:
    ran = mockserver("serve", "--port", "0", "--host", "no-such-host.invalid")

    assert ran.returncode == 1
    assert ran.stderr.startswith("mockserver: cannot listen on no-such-host.invalid: ")


def test_an_unknown_scenario_is_told_the_near_names() -> None:
    ran = mockserver("serve", "--port", "0", "--scenario", "ofice")

    said = "mockserver: --scenario: no scenario `ofice` in version 1.0.0 of the library; did you mean `office`?\n"
    assert (ran.returncode, ran.stdout, ran.stderr) == (2, "", said)


def test_every_wrong_setting_is_said_at_once() -> None:
    ran = mockserver("serve", "--port", "many", "--public-url", "mock", MOCKSERVER_NO_AUTH="perhaps")

    assert ran.returncode == 2
    assert ran.stderr.splitlines() == [
        "mockserver: --port 'many': it must be a number from 0 (any free port) to 65535",
        "mockserver: --public-url 'mock': it must be a URL such as https://mock.example or http://localhost:8080/mock",
        "mockserver: MOCKSERVER_NO_AUTH 'perhaps': it must be true or false",
    ]


def test_an_unknown_flag_is_told_the_near_one() -> None:
    ran = mockserver("serve", "--prt", "1")

    assert ran.returncode == 2
    assert "--port" in ran.stderr
    assert "Traceback" not in ran.stderr


def test_help_lists_every_setting_with_its_variable() -> None:
    shown = mockserver("serve", "--help").stdout

    for row in ROWS:
        assert row.variable in shown
        assert (row.option in shown) is row.flag


def test_the_url_is_in_its_file_as_long_as_it_answers(tmp_path: Path) -> None:
    path = tmp_path / "url"
    with serving("--url-file", str(path)) as running:
        assert path.read_text() == running.url + "\n"

        assert running.stop()[0] == 0
        assert not path.exists()


def test_the_url_over_tls_is_in_a_file_of_its_own(tmp_path: Path) -> None:
    plain, secure, folder = tmp_path / "url", tmp_path / "tls-url", tmp_path / "ca"
    flags = ("--tls", "--tls-port", "0", "--tls-ca", str(folder))
    with serving(*flags, "--url-file", str(plain), "--tls-url-file", str(secure)) as running:
        assert plain.read_text() == running.url + "\n"
        url = secure.read_text().strip()
        assert f"  https    {url} for clients that trust {running.url}/_mock/ca.pem" in running.said
        trust = ssl.create_default_context(cafile=folder / "ca.pem")
        with urlopen(url + "/healthz", timeout=SECONDS, context=trust) as answer:  # noqa: S310 - its own URL
            assert answer.status == 200

        assert running.stop() == (0, "")
        assert not plain.exists()
        assert not secure.exists()


def test_connections_over_tls_do_not_hold_it_up(tmp_path: Path) -> None:
    """One that is idle, one that has not begun its handshake, and one whose peer never answers the end."""
    with serving("--tls", MOCKSERVER_TLS_PORT="0", MOCKSERVER_TLS_URL_FILE=str(tmp_path / "url")) as running:
        wire = Wire(running.url)
        trust = ssl.create_default_context(cadata=wire.send("GET", "/_mock/ca.pem").body.decode())
        place = urlsplit((tmp_path / "url").read_text().strip())
        silent = socket.create_connection((place.hostname, place.port), SECONDS)
        idle = HTTPSConnection(str(place.hostname), place.port, timeout=SECONDS, context=trust)
        idle.request("GET", "/healthz")
        assert idle.getresponse().read()

        assert running.stop() == (0, "")

        for connection in (wire, silent, idle):
            connection.close()


def test_half_a_certificate_authority_is_refused_without_showing_its_key(tmp_path: Path) -> None:
    with serving("--tls", "--tls-port", "0", "--tls-ca", str(tmp_path)) as running:
        said = [*running.said, running.stop()[1]]
    secret = tmp_path / "ca-with-key.pem"
    key, mark, _ = secret.read_text().partition("-----BEGIN CERTIFICATE")
    secret.write_text(key)

    ran = mockserver("serve", "--port", "0", "--tls", "--tls-port", "0", "--tls-ca", tmp_path)

    assert (ran.returncode, ran.stdout, mark) == (2, "", "-----BEGIN CERTIFICATE")
    assert ran.stderr.startswith(f"mockserver: --tls-ca: {secret} holds no certificate authority after its key (")
    assert len(ran.stderr.splitlines()) == 1
    assert [line for line in key.splitlines() if line in "".join([*said, ran.stderr])] == []


def test_a_url_file_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "url.draft").mkdir()

    ran = mockserver("serve", "--port", "0", "--url-file", tmp_path / "url")

    assert ran.returncode == 1
    assert ran.stderr == f"mockserver: {tmp_path}/url.draft: Is a directory\n"


def test_what_was_left_out_is_warned_of(tmp_path: Path) -> None:
    (tmp_path / "library.yaml").write_text("version: 1.0.0\nsummary: A\n")
    (tmp_path / "broken.yaml").write_text("scenario: broken\n")

    with serving("--library", str(tmp_path), MOCKSERVER_PROT="1") as running:
        _, errors = running.stop()

    assert errors.splitlines() == [
        "warning: the variable MOCKSERVER_PROT is no setting and was ignored; did you mean MOCKSERVER_PORT?",
        f"warning: {tmp_path}/broken.yaml:1:1: `scenario` lacks `summary`; add `summary`",
    ]


def test_no_auth_answers_whoever_asks() -> None:
    with serving("--no-auth") as running:
        wire = Wire(running.url)
        assert wire.send("GET", "/calendar/v3/calendars/primary").json["id"] == "alice@autosched.example"
        wire.close()

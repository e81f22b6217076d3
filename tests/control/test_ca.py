from __future__ import annotations

import ssl
from typing import TYPE_CHECKING

import pytest

from mockserver.control.problems import METHOD_NOT_ALLOWED, TOKEN_REQUIRED, UNKNOWN_PATH
from mockserver.tls import KEY_FILE
from tests.control.asking import Asker, refused

if TYPE_CHECKING:
    from pathlib import Path

    from tests.control.conftest import Started

SECURE = {"tls": True, "tls_port": 0}


def test_the_authority_s_certificate_is_there_over_plain_http(started: Started) -> None:
    with started(**SECURE) as ask:
        answer = ask("GET", "/ca.pem")

    assert answer.header("Content-Type") == "application/x-pem-file"
    [certificate] = ssl.create_default_context(cadata=answer.body.decode()).get_ca_certs()
    assert "mockserver, for tests only" in str(certificate["subject"])


def test_it_is_what_is_described(started: Started) -> None:
    with started(**SECURE) as ask:
        described = ask.get("/openapi.json")["paths"]["/_mock/ca.pem"]["get"]["responses"]
        answer = ask("GET", "/ca.pem")

    assert list(described["200"]["content"]) == [answer.header("Content-Type")]


def test_without_tls_it_is_said_how_to_have_it(ask: Asker) -> None:
    problem = refused(ask("GET", "/ca.pem"), UNKNOWN_PATH)

    assert problem["detail"].endswith("start it with --tls, or with MOCKSERVER_TLS=true")


def test_it_is_behind_the_control_token_where_one_is_demanded(started: Started) -> None:
    with started(**SECURE, host="0.0.0.0", control_token="a-token") as ask:  # noqa: S104 - what others can reach
        refused(ask("GET", "/ca.pem"), TOKEN_REQUIRED)
        assert ask("GET", "/ca.pem", headers={"Authorization": "Bearer a-token"}).status == 200


@pytest.mark.parametrize(
    "path",
    ["/_mock/ca.pem", "/_mock/ca-with-key.pem", "/_mock/ca.key", "/_mock/", "/_mock/openapi.json", "/_mock/nowhere"],
)
def test_the_authority_s_key_is_in_no_answer(started: Started, tmp_path: Path, path: str) -> None:
    with started(**SECURE, tls_ca=tmp_path) as ask:
        answer = ask.wire.send("GET", path)

    secret = secret_lines(tmp_path)
    assert len(secret) > 2
    assert [line for line in secret if line in answer.head().encode() + answer.body] == []
    assert b"PRIVATE" not in answer.body


def test_it_is_only_read(started: Started) -> None:
    with started(**SECURE) as ask:
        for method in ("POST", "PUT", "DELETE"):
            refused(ask(method, "/ca.pem"), METHOD_NOT_ALLOWED)


def secret_lines(folder: Path) -> list[bytes]:
    """The lines of the authority's key."""
    key, _, _ = (folder / KEY_FILE).read_bytes().partition(b"-----END")
    return [line for line in key.splitlines() if line and not line.startswith(b"-----")]

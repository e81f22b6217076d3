"""What an exchange knows of the client's side of it."""

from __future__ import annotations

import pytest

from mockserver.http.exchange import Exchange, Reply


def exchange(**headers: str) -> Exchange:
    return Exchange("GET", "/books", "", {name.replace("_", "-").title(): text for name, text in headers.items()})


@pytest.mark.parametrize(
    ("headers", "origin"),
    [
        ({}, "http://localhost"),
        ({"host": "mock:8080"}, "http://mock:8080"),
        ({"host": "mock:8080", "x_forwarded_proto": "https"}, "https://mock:8080"),
        ({"host": "mock", "x_forwarded_host": "api.example, proxy.example"}, "http://api.example"),
        ({"host": "mock", "x_forwarded_proto": "https, http"}, "https://mock"),
        ({"host": "mock", "x_forwarded_prefix": "/google/"}, "http://mock/google"),
    ],
)
def test_urls_in_answers_begin_where_the_client_sees_the_server(headers: dict[str, str], origin: str) -> None:
    assert exchange(**headers).origin == origin


def test_the_scheme_of_the_connection_counts_where_no_proxy_says_otherwise() -> None:
    found = exchange(host="mock")
    found.scheme = "https"

    assert found.origin == "https://mock"


def test_a_session_prefix_stays_in_every_url() -> None:
    found = exchange(host="mock")
    found.prefix = "/s/k3v9"

    assert (found.origin, found.base_url) == ("http://mock", "http://mock/s/k3v9")


def test_the_public_url_overrides_whatever_the_request_says() -> None:
    found = exchange(host="mock", x_forwarded_host="proxy", x_forwarded_prefix="/x")
    found.public_url = "https://mock.example/base"
    found.prefix = "/s/k3v9"

    assert found.base_url == "https://mock.example/base/s/k3v9"


def test_an_argument_is_the_last_value_of_its_name() -> None:
    found = exchange()
    found.pairs.extend([("alt", "json"), ("alt", "media"), ("q", "")])

    assert (found.argument("alt"), found.argument("q"), found.argument("ALT")) == ("media", "", None)


def test_notes_are_kept_in_their_order() -> None:
    found = exchange()
    found.note("first")
    found.note("second")

    assert found.notes == ["first", "second"]


def test_a_new_exchange_is_in_no_session() -> None:
    assert exchange().unplaced


def test_a_reply_is_without_body_and_reason_unless_it_is_given_them() -> None:
    reply = Reply(204, {})

    assert (reply.body, reply.reason, reply.stream) == (b"", "", None)

from __future__ import annotations

import json

import pytest

from mockserver.google.oauth.answers import MethodNotAllowed, NoSuchPage, NotEmulated, refused, render
from mockserver.http.exchange import Exchange
from mockserver.http.refusals import BadBody, BadQuery, TooLarge
from mockserver.identity.refusals import google


@pytest.fixture
def exchange() -> Exchange:
    return Exchange("POST", "/token", "", {})


def test_an_answer_is_json_indented_by_two_that_nobody_may_keep(exchange: Exchange) -> None:
    reply = render(exchange, {"access_token": "ya29.a0", "expires_in": 3599})
    assert (reply.status, reply.body) == (200, b'{\n  "access_token": "ya29.a0",\n  "expires_in": 3599\n}')
    assert reply.headers["Content-Type"] == "application/json; charset=utf-8"
    assert reply.headers["Cache-Control"] == "no-cache, no-store, max-age=0, must-revalidate"
    assert reply.headers["Pragma"] == "no-cache"
    assert reply.headers["Expires"] == "Mon, 01 Jan 1990 00:00:00 GMT"


def test_a_refusal_is_its_row_and_its_reason_goes_to_the_journal_only(exchange: Exchange) -> None:
    reply = refused(exchange, google("client-secret-wrong", "the secret is that of another client"))
    assert (reply.status, reply.reason) == (401, "invalid_client")
    assert reply.body == b'{\n  "error": "invalid_client",\n  "error_description": "Unauthorized"\n}'
    assert exchange.notes == ["the secret is that of another client"]


@pytest.mark.parametrize(
    ("error", "status"), [(BadBody("cut off"), 400), (BadQuery("too many"), 400), (TooLarge(5), 413)]
)
def test_a_request_that_cannot_be_read_is_an_invalid_request(exchange: Exchange, error: Exception, status: int) -> None:
    reply = refused(exchange, error)
    assert reply.status == status
    assert json.loads(reply.body) == {"error": "invalid_request", "error_description": "Bad Request"}
    assert exchange.notes == [str(error)]


def test_what_is_not_built_is_501_and_names_what_is(exchange: Exchange) -> None:
    error = NotEmulated("response_type=token", "response_type=code")
    reply = refused(exchange, error)
    assert (reply.status, reply.reason) == (501, "not_implemented")
    assert json.loads(reply.body) == {"error": "not_implemented", "error_description": str(error)}


def test_a_page_for_people_says_what_would_be_right_and_escapes_what_was_sent(exchange: Exchange) -> None:
    wrong_method = refused(exchange, MethodNotAllowed("GET", "/token", ["POST"]))
    no_page = refused(exchange, NoSuchPage("/oauth2/<script>"))
    assert (wrong_method.status, wrong_method.headers["Allow"]) == (405, "POST")
    assert no_page.status == 404
    assert no_page.headers["Content-Type"] == "text/html; charset=UTF-8"
    assert b"/oauth2/&lt;script&gt;" in no_page.body
    assert exchange.notes[0].endswith("Right would be POST.")


def test_what_nobody_foresaw_is_a_server_error_without_a_word_about_it(exchange: Exchange) -> None:
    reply = refused(exchange, KeyError("secret"))
    assert (reply.status, reply.reason) == (500, "")  # without a reason the pipeline logs the traceback
    assert json.loads(reply.body) == {"error": "internal_failure", "error_description": "internal_failure"}

"""A refusal is a row with words that fill it, rendered in Graph's envelope; whatever is raised on the way has one."""

from __future__ import annotations

import base64
import json
import re
from string import Formatter
from typing import Any

import pytest

from mockserver.documents import StoreFull
from mockserver.http.parameters import BadParameter
from mockserver.http.refusals import BadBody, BadQuery, TooLarge
from mockserver.identity.tokens import AccessToken, TokenRefused
from mockserver.microsoft import refusals
from mockserver.microsoft.refusals import Refusal, Row, refusal_of
from mockserver.microsoft.render import refused
from tests.microsoft.contract import check_graph_answer
from tests.microsoft.errors import error_differences
from tests.microsoft.exchanges import asked

ROWS = {name: row for name, row in vars(refusals).items() if isinstance(row, Row)}
every_row = pytest.mark.parametrize("row", ROWS.values(), ids=ROWS)


def words_of(row: Row) -> dict[str, str]:
    texts = (row.message, *(value for _, value in row.headers))
    return {name: f"<{name}>" for text in texts for _, name, _, _ in Formatter().parse(text) if name}


@every_row
def test_every_row_is_answered_as_graph_answers_errors(row: Row) -> None:
    reply = refused(asked(), Refusal(row, **(words_of(row) | {"retry_after": "7"})))

    assert reply.status == row.status
    assert not list(error_differences(reply.status, {k.lower(): v for k, v in reply.headers.items()}, reply.body))
    check_graph_answer("GET", "/v1.0/me/events", reply.status, reply.headers, reply.body)


@every_row
def test_every_placeholder_is_filled_by_its_words(row: Row) -> None:
    words = words_of(row)
    refusal = Refusal(row, **words)
    filled = f"{refusal.message} {refusal.headers}"

    assert all(word in filled for word in words.values())
    assert not re.search(r"\{\w+\}", filled)


@every_row
def test_a_row_says_what_it_is(row: Row) -> None:
    assert 400 <= row.status < 600
    assert re.fullmatch(r"[A-Za-z_]+", row.code)
    assert row.message or row.status >= 500  # those have been recorded with an empty one


def test_a_word_that_is_missing_is_a_mistake_where_it_is_raised() -> None:
    with pytest.raises(KeyError, match="user"):
        Refusal(refusals.INVALID_USER)


def test_a_body_has_code_message_and_then_when_and_which() -> None:
    error = Refusal(refusals.ITEM_NOT_FOUND).body("2026-03-06T14:00:00", "a", "b")

    assert json.dumps(error) == json.dumps(
        {
            "code": "ErrorItemNotFound",
            "message": "The specified object was not found in the store.",
            "innerError": {"date": "2026-03-06T14:00:00", "request-id": "a", "client-request-id": "b"},
        }
    )


def test_what_was_recorded_without_an_inner_error_has_none() -> None:
    assert list(Refusal(refusals.TIME_ZONE_NOT_SUPPORTED, zone="Mars").body("d", "a", "b")) == ["code", "message"]


def test_the_gateway_says_in_the_inner_error_that_it_was_too_much() -> None:
    inner = Refusal(refusals.TOO_MANY_REQUESTS).body("d", "a", "b")["innerError"]

    assert list(inner.items())[:3] == [("code", "429"), ("message", "Please retry after"), ("status", "429")]
    assert list(inner)[3:] == ["date", "request-id", "client-request-id"]


def test_an_annotation_stands_beside_the_message() -> None:
    error = Refusal(refusals.DUPLICATE_TRANSACTION_ID, **{"@event.existingEventId": "AAMk"}).body("", "", "")

    assert error["@event.existingEventId"] == "AAMk"


@pytest.mark.parametrize("name", [name for name, row in ROWS.items() if row.status == 401])
def test_every_401_challenges_as_it_was_recorded(name: str) -> None:
    refusal = Refusal(ROWS[name], claims="e30=")
    plain = (
        'Bearer realm="", authorization_uri="https://login.microsoftonline.com/common/oauth2/authorize", '
        'client_id="00000003-0000-0000-c000-000000000000"'
    )
    more = ', error="insufficient_claims", claims="e30="' if name == "TOKEN_REVOKED" else ""

    assert refusal.headers["WWW-Authenticate"] == plain + more


@pytest.mark.parametrize("name", [name for name, row in ROWS.items() if row.status in {429, 503}])
def test_what_is_worth_a_retry_says_when(name: str) -> None:
    assert Refusal(ROWS[name], limit="RequestCount").headers["Retry-After"] == "1"
    assert Refusal(ROWS[name], limit="RequestCount", retry_after="30").headers["Retry-After"] == "30"


def test_a_lost_sync_state_says_where_to_begin_again() -> None:
    refusal = Refusal(refusals.SYNC_STATE_NOT_FOUND, generation="149", highest="157", location="http://mock/v1.0/d")

    assert refusal.message == "The sync state generation is not found; generation=149;[highest=157]."
    assert refusal.headers == {"Location": "http://mock/v1.0/d"}


# What other layers raise


def parameter(name: str, value: str, kind: Any, *allowed: Any) -> Refusal:
    return refusal_of(BadParameter(name, value, kind, allowed))


@pytest.mark.parametrize("name", ["startDateTime", "endDateTime", "enddatetime"])
def test_a_missing_side_of_the_window_is_refused_by_both_names(name: str) -> None:
    assert parameter(name, "", "missing").row is refusals.WINDOW_MISSING


def test_another_missing_parameter_is_named() -> None:
    assert parameter("user", "", "missing").message == "The parameter 'user' is required."


@pytest.mark.parametrize(
    ("kind", "allowed", "right"),
    [
        ("integer", (), "The $top query option requires a non-negative integer value."),
        ("number", (), "The $top query option requires a number."),
        ("range", (1, 1000), "The $top query option requires a value from 1 to 1000."),
        ("range", (1, None), "The $top query option requires a value from 1 to 2147483647."),
        ("boolean", ("true", "false"), "The value must be 'true' or 'false'."),
        ("enum", ("a", "b"), "The value must be one of 'a', 'b'."),
        ("length", (9,), "The value must not be longer than 9 characters."),
        ("repeated", (), "It must not be given more than once."),
    ],
)
def test_a_query_option_says_what_would_be_right(kind: Any, allowed: tuple[Any, ...], right: str) -> None:
    refusal = parameter("$top", "x", kind, *allowed)

    assert (refusal.row.status, refusal.row.code) == (400, "BadRequest")
    assert refusal.message == f"Invalid value 'x' for $top query option found. {right}"


def test_a_parameter_that_is_no_query_option_is_exchanges() -> None:
    refusal = parameter("startDateTime", "{x}", "length", 9)

    assert refusal.row.code == "ErrorInvalidParameter"
    assert refusal.message.startswith("The value '{x}' of the parameter 'startDateTime' is not valid.")


@pytest.mark.parametrize(
    ("error", "row"),
    [
        (TooLarge(4), refusals.TOO_LARGE),
        (BadBody("cut off"), refusals.MALFORMED_JSON),
        (BadQuery("too many"), refusals.BAD_QUERY),
        (StoreFull(4), refusals.MAILBOX_FULL),
        (TokenRefused("unknown"), refusals.TOKEN_OPAQUE),
        (TokenRefused("expired"), refusals.TOKEN_EXPIRED),
        (TokenRefused("malformed"), refusals.TOKEN_MALFORMED),
    ],
    ids=lambda part: type(part).__name__,
)
def test_what_other_layers_foresee_has_a_row_and_a_reason_for_the_journal(error: Exception, row: Row) -> None:
    refusal = refusal_of(error)

    assert refusal.row is row
    assert refusal.why


def test_a_revoked_token_is_challenged_for_a_later_one() -> None:
    token = AccessToken("t", "ann", "app", "microsoft", frozenset(), issued=1_500_000, expires=9_000_000)
    challenge = refusal_of(TokenRefused("revoked", token)).headers["WWW-Authenticate"]
    claims = re.search(r'claims="([^"]+)"', challenge)

    assert claims is not None
    assert json.loads(base64.b64decode(claims[1])) == {"access_token": {"nbf": {"essential": True, "value": "2"}}}


class WordedError(ValueError):
    """As the parts of the folder raise it that know the code and the words."""

    def __init__(self, code: Any, message: str, why: str = "") -> None:
        super().__init__(f"{code}: {message}")
        self.code = code
        self.message = message
        self.why = why


@pytest.mark.parametrize(
    ("code", "members"),
    [("BadRequest", ["code", "message", "innerError"]), ("ErrorInvalidParameter", ["code", "message"])],
)
def test_what_has_its_code_and_its_words_already_is_a_400_of_them(code: str, members: list[str]) -> None:
    refusal = refusal_of(WordedError(code, "No {x} at 'y'.", "at position 3"))
    body = refusal.body("", "", "")

    assert (refusal.row.status, body["code"], body["message"]) == (400, code, "No {x} at 'y'.")
    assert list(body) == members
    assert refusal.why == "at position 3"
    assert refusal_of(WordedError(code, "No.")).why == f"{code}: No."


def test_another_librarys_code_is_no_word_of_graphs() -> None:
    assert refusal_of(WordedError(7, "No.")).row is refusals.UNFORESEEN


def test_a_refusal_stays_what_it_is() -> None:
    refusal = Refusal(refusals.ACCESS_DENIED)

    assert refusal_of(refusal) is refusal


def test_what_nobody_foresaw_is_an_error_of_this_server() -> None:
    refusal = refusal_of(ZeroDivisionError("secret"))

    assert refusal.row is refusals.UNFORESEEN
    assert "secret" not in str(refusal.body("", "", ""))
    assert refused(asked(), refusal).reason == ""
    assert refused(asked(), Refusal(refusals.ITEM_NOT_FOUND)).reason == "ErrorItemNotFound"

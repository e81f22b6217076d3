"""A refusal is a row with words that fill it, rendered in Graph's envelope; whatever is raised on the way has one."""

from __future__ import annotations

import base64
import json
import re
from typing import TYPE_CHECKING

import pytest

from mockserver.documents import StoreFull
from mockserver.http.refusals import BadBody, BadQuery, TooLarge
from mockserver.identity.tokens import AccessToken, TokenRefused
from mockserver.microsoft import rows
from mockserver.microsoft.refusals import Refusal, refusal_of
from mockserver.microsoft.render import refused
from tests.microsoft.exchanges import asked

if TYPE_CHECKING:
    from mockserver.microsoft.rows import Row


def test_a_word_that_is_missing_is_a_mistake_where_it_is_raised() -> None:
    with pytest.raises(KeyError, match="user"):
        Refusal(rows.INVALID_USER)


def test_a_body_has_code_message_and_then_when_and_which() -> None:
    error = Refusal(rows.ITEM_NOT_FOUND).body("2026-03-06T14:00:00", "a", "b")

    assert json.dumps(error) == json.dumps(
        {
            "code": "ErrorItemNotFound",
            "message": "The specified object was not found in the store.",
            "innerError": {"date": "2026-03-06T14:00:00", "request-id": "a", "client-request-id": "b"},
        }
    )


def test_what_was_recorded_without_an_inner_error_has_none() -> None:
    assert list(Refusal(rows.TIME_ZONE_NOT_SUPPORTED, zone="Mars").body("d", "a", "b")) == ["code", "message"]


def test_the_gateway_says_in_the_inner_error_that_it_was_too_much() -> None:
    inner = Refusal(rows.TOO_MANY_REQUESTS).body("d", "a", "b")["innerError"]

    assert list(inner.items())[:3] == [("code", "429"), ("message", "Please retry after"), ("status", "429")]
    assert list(inner)[3:] == ["date", "request-id", "client-request-id"]


def test_an_annotation_stands_beside_the_message() -> None:
    error = Refusal(rows.DUPLICATE_TRANSACTION_ID, **{"@event.existingEventId": "AAMk"}).body("", "", "")

    assert error["@event.existingEventId"] == "AAMk"


def test_a_lost_sync_state_says_where_to_begin_again() -> None:
    refusal = Refusal(rows.SYNC_STATE_NOT_FOUND, generation="149", highest="157", location="http://mock/v1.0/d")

    assert refusal.message == "The sync state generation is not found; generation=149;[highest=157]."
    assert refusal.headers == {"Location": "http://mock/v1.0/d"}


# What other layers raise


@pytest.mark.parametrize(
    ("error", "row"),
    [
        (TooLarge(4), rows.TOO_LARGE),
        (BadBody("cut off"), rows.MALFORMED_JSON),
        (BadQuery("too many"), rows.BAD_QUERY),
        (StoreFull(4), rows.MAILBOX_FULL),
        (TokenRefused("unknown"), rows.TOKEN_OPAQUE),
        (TokenRefused("expired"), rows.TOKEN_EXPIRED),
        (TokenRefused("malformed"), rows.TOKEN_MALFORMED),
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


def test_a_refusal_stays_what_it_is() -> None:
    refusal = Refusal(rows.ACCESS_DENIED)

    assert refusal_of(refusal) is refusal


def test_what_nobody_foresaw_is_an_error_of_this_server() -> None:
    refusal = refusal_of(ZeroDivisionError("secret"))

    assert refusal.row is rows.UNFORESEEN
    assert "secret" not in str(refusal.body("", "", ""))
    assert refused(asked(), refusal).reason == ""
    assert refused(asked(), Refusal(rows.ITEM_NOT_FOUND)).reason == "ErrorItemNotFound"

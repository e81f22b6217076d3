"""The table of refusals."""

from __future__ import annotations

from mockserver.microsoft.oauth import refusals
from mockserver.microsoft.oauth.refusals import Refusal, Row

ROWS = [row for row in vars(refusals).values() if isinstance(row, Row)]


def test_no_two_rows_are_the_same() -> None:
    assert len(set(ROWS)) == len(ROWS) > 40


def test_the_words_of_a_row_have_their_places_filled() -> None:
    refusal = Refusal(refusals.SECRET_WRONG, id="an-id")

    assert refusal.text.endswith("for a secret added to app 'an-id'.")


def test_words_that_come_from_a_request_are_not_read_as_places() -> None:
    assert "{name}" in Refusal(refusals.TENANT_UNKNOWN, tenant="{name}").text

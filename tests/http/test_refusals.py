"""What goes wrong before a provider is reached, in words that a provider may repeat."""

from __future__ import annotations

from mockserver.http.refusals import BadBody, BadQuery, TooLarge


def test_a_body_that_is_too_large_says_how_much_is_read() -> None:
    refused = TooLarge(1000)

    assert refused.limit == 1000
    assert str(refused) == "the request's body is larger than the 1000 bytes that are read"


def test_what_cannot_be_read_is_the_callers_mistake_and_no_lookup_that_failed() -> None:
    assert isinstance(BadBody("cut off"), ValueError)
    assert isinstance(BadQuery("too many"), ValueError)
    assert not isinstance(TooLarge(1), ValueError | LookupError)

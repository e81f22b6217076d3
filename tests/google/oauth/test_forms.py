from __future__ import annotations

import pytest

from mockserver.google.oauth.forms import form_of, posted, repeated
from mockserver.http.exchange import Exchange
from mockserver.identity.refusals import OAuthRefusal

FORM = {"Content-Type": "application/x-www-form-urlencoded; charset=utf-8"}


def test_a_form_is_read_with_its_empty_fields() -> None:
    assert form_of(Exchange("POST", "/token", "", FORM, b"a=1&b=")) == {"a": "1", "b": ""}


def test_what_is_no_form_is_not_read_and_said_so() -> None:
    exchange = Exchange("POST", "/token", "", {"Content-Type": "application/json"}, b"{}")
    assert form_of(exchange) == {}
    assert "the body was not read" in exchange.notes[0]


@pytest.mark.parametrize("body", [b"a=1&a=2", b"&".join(b"f%d=" % number for number in range(101))])
def test_a_field_twice_or_too_many_fields_are_refused(body: bytes) -> None:
    with pytest.raises(OAuthRefusal, match="invalid_request"):
        form_of(Exchange("POST", "/token", "", FORM, body))


def test_too_many_fields_are_a_value_error_to_whoever_words_it_differently() -> None:
    with pytest.raises(ValueError, match="fields"):
        posted(Exchange("POST", "/token", "", FORM, b"&".join(b"f=" for _ in range(101))))


def test_names_that_come_twice_are_told_once_each() -> None:
    assert repeated([("b", ""), ("a", ""), ("b", "x"), ("b", "")]) == ["b"]

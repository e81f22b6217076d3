"""What is read of a request."""

from __future__ import annotations

import pytest

from mockserver.http.exchange import Exchange
from mockserver.microsoft.oauth.forms import form_of, parameters_of
from mockserver.microsoft.oauth.refusals import Refusal

FORM = {"Content-Type": "application/x-www-form-urlencoded; charset=utf-8"}


def test_the_page_s_own_fields_are_no_parameters() -> None:
    exchange = Exchange("POST", "/", "", FORM, b"scope=a&decision=allow&account=alice")

    assert parameters_of(exchange) == {"scope": "a"}


def test_a_body_that_is_no_form_is_said_to_be_unread() -> None:
    exchange = Exchange("POST", "/", "", {"Content-Type": "application/json"}, b"{}")

    assert form_of(exchange) == {}
    assert "was not read" in exchange.notes[0]


@pytest.mark.parametrize("body", [b"a=1&a=2", b"&".join(b"n%d=1" % n for n in range(201))])
def test_too_many_fields_or_one_of_two_values_are_refused(body: bytes) -> None:
    with pytest.raises(Refusal):
        form_of(Exchange("POST", "/", "", FORM, body))

"""The values: a message, and how its address is shown."""

from __future__ import annotations

import pytest

from mockserver.delivery import Delivery, shown


@pytest.mark.parametrize(
    ("url", "seen"),
    [
        ("https://app.example:8443/hook", "https://app.example:8443/hook"),
        ("https://app.example/hook?x=1", "https://app.example/hook?x=1"),
        ("https://app.example/hook?token=canary&x=1", "https://app.example/hook?token=***&x=1"),
        ("https://me:canary@app.example/hook", "https://app.example/hook"),
        ("https://[::1/hook?token=canary", "an address that is no URL"),
    ],
)
def test_an_address_is_shown_without_its_secrets(url: str, seen: str) -> None:
    assert shown(url) == seen


def test_a_message_that_says_nothing_else_is_empty_and_never_tried_again() -> None:
    message = Delivery(provider="google", key="k", url="https://app.example/", accepted=frozenset({200}))

    assert (dict(message.headers), message.body, message.until) == ({}, b"", None)
    assert (message.retry.statuses, message.retry.delays) == (frozenset(), ())

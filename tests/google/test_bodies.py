"""Request bodies as the service reads them. What it makes of each value is `test_body.py`'s business."""

from __future__ import annotations

from typing import Any

import pytest

from mockserver.google.bodies import read_body
from mockserver.google.body import BadValue
from mockserver.google.refusals import Refusal
from mockserver.http.exchange import Exchange


def sent(body: bytes, content_type: str = "application/json") -> Exchange:
    exchange = Exchange("POST", "/calendar/v3/calendars/primary/events", "", {"Content-Type": content_type})
    exchange.body = body
    return exchange


def read(body: bytes, *, patch: bool = False) -> dict[str, Any]:
    return read_body(sent(body), "Event", patch=patch)


def test_no_body_is_an_empty_one() -> None:
    assert read(b"") == {}


def test_unknown_members_are_dropped_at_every_level() -> None:
    assert read(b'{"summary": "S", "x": 1, "start": {"date": "2026-03-06", "y": 2}}') == {
        "summary": "S",
        "start": {"date": "2026-03-06"},
    }


def test_a_null_deletes_in_a_patch() -> None:
    assert read(b'{"summary": null}', patch=True) == {"summary": None}


def test_a_null_is_no_scalar_elsewhere() -> None:
    with pytest.raises(BadValue) as refused:
        read(b'{"summary": null}')

    assert (refused.value.path, refused.value.message) == ("summary", "Invalid value for: null is not a valid value")


@pytest.mark.parametrize("body", [b"{", b"nonsense", b"\xff\xfe", b'{"a": 1} x', b"[" * 100_000, b'{"a": "\xff"}'])
def test_what_is_no_json_is_a_parse_error(body: bytes) -> None:
    with pytest.raises(Refusal) as refused:
        read(body)

    assert refused.value.row.reason == "parseError"


@pytest.mark.parametrize("body", [b"[]", b'"text"', b"1", b"null", b"true"])
def test_a_body_is_an_object(body: bytes) -> None:
    with pytest.raises(BadValue):
        read(body)


def test_a_form_is_refused_in_words_of_its_own() -> None:
    with pytest.raises(Refusal) as refused:
        read_body(sent(b"summary=S", "application/x-www-form-urlencoded; charset=utf-8"), "Event")

    assert refused.value.row.message == "This API does not support parsing form-encoded input."

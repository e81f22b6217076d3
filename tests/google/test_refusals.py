"""A refusal is a row that two writers know how to put; whatever is raised on the way has one."""

from __future__ import annotations

import re
from pathlib import Path
from string import Formatter
from typing import Any

import pytest

from mockserver.documents import StoreFull
from mockserver.google import refusals
from mockserver.google.body import BadValue
from mockserver.google.fields import BadFieldSelection
from mockserver.google.refusals import Refusal, Row, refusal_of
from mockserver.http.parameters import BadParameter
from mockserver.http.refusals import BadBody, BadQuery, TooLarge

ROWS = {name: row for name, row in vars(refusals).items() if isinstance(row, Row)}
SOURCES = [path.read_text("utf-8") for path in Path(refusals.__file__).parent.rglob("*.py")]


@pytest.mark.parametrize("name", ROWS)
def test_every_row_is_a_refusal_that_is_raised_somewhere(name: str) -> None:
    assert sum(len(re.findall(rf"\b{name}\b", text)) for text in SOURCES) > 1


@pytest.mark.parametrize("row", ROWS.values(), ids=ROWS)
def test_every_row_says_what_google_says_of_an_error(row: Row) -> None:
    assert 400 <= row.code < 600
    assert row.domain in {"global", "calendar", "usageLimits"}
    assert re.fullmatch(r"(push\.)?[a-z][A-Za-z]+", row.reason)
    assert row.message
    assert bool(row.location) == bool(row.location_type)
    assert row.location_type in {"", "parameter", "header"}


@pytest.mark.parametrize("row", ROWS.values(), ids=ROWS)
def test_only_the_front_end_has_a_status_and_what_goes_with_it(row: Row) -> None:
    assert bool(row.status) == bool(row.challenge) == bool(row.outer)
    assert bool(row.status) or not row.detail


@pytest.mark.parametrize("row", ROWS.values(), ids=ROWS)
def test_every_placeholder_is_filled_by_its_words(row: Row) -> None:
    texts = (row.message, row.location, row.challenge)
    words = {name: f"<{name}>" for text in texts for _, name, _, _ in Formatter().parse(text) if name}

    refusal = Refusal(row, **words)

    assert "{" not in str(refusal.body("any")).replace("{'", "").replace("[{", "")
    assert "{" not in refusal.challenge
    assert all(word in f"{refusal.body('any')} {refusal.challenge}" for word in words.values())


def test_the_backend_puts_the_errors_first() -> None:
    body = Refusal(refusals.TIME_RANGE_EMPTY).body("any")

    assert list(body) == ["errors", "code", "message"]
    assert list(body["errors"][0]) == ["domain", "reason", "message", "locationType", "location"]


def test_the_front_end_puts_the_errors_behind_the_message() -> None:
    body = Refusal(refusals.LOGIN_REQUIRED).body("calendar.v3.Events.List")

    assert list(body) == ["code", "message", "errors", "status", "details"]
    assert list(body["errors"][0]) == ["message", "domain", "reason", "location", "locationType"]


def test_words_may_have_braces() -> None:
    """A client's own text is put into a message, not read as one."""
    body = Refusal(refusals.INVALID_PARAMETER, name="q", message="{q} {").body("any")

    assert body["message"] == "{q} {"


@pytest.mark.parametrize(
    ("error", "row", "message"),
    [
        (BadParameter("a", "", "missing"), refusals.MISSING_PARAMETER, "Required parameter: a"),
        (BadParameter("a", "x", "integer"), refusals.INVALID_PARAMETER, "Invalid integer value: 'x'."),
        (BadParameter("a", "x", "number"), refusals.INVALID_PARAMETER, "Invalid number value: 'x'."),
        (BadParameter("a", "x", "boolean"), refusals.INVALID_PARAMETER, "Invalid boolean value: 'x'."),
        (
            BadParameter("a", "x", "enum", ("b", "c")),
            refusals.INVALID_PARAMETER,
            "Invalid string value: 'x'. Allowed values: [b, c]",
        ),
        (
            BadParameter("a", "9", "range", (0, 1)),
            refusals.INVALID_PARAMETER,
            "Invalid value '9'. Values must be within the range: [0, 1]",
        ),
        (
            BadParameter("a", "xyz", "length", (2,)),
            refusals.INVALID_PARAMETER,
            "Invalid value 'xyz'. The length must not exceed 2.",
        ),
        (BadFieldSelection("a"), refusals.INVALID_FIELDS, "Invalid field selection a"),
        (TooLarge(10), refusals.TOO_LARGE, "Request Too Large"),
        (BadBody("cut off"), refusals.PARSE_ERROR, "Parse Error"),
        (BadQuery("too many"), refusals.BAD_REQUEST, "Bad Request"),
        (StoreFull(10), refusals.CALENDAR_LIMITS, "Calendar usage limits exceeded."),
        (ZeroDivisionError(), refusals.UNFORESEEN, "Backend Error."),
        (Refusal(refusals.NOT_FOUND), refusals.NOT_FOUND, "Not Found"),
    ],
    ids=lambda value: type(value).__name__,
)
def test_whatever_is_raised_is_refused_in_googles_words(error: Exception, row: Row, message: str) -> None:
    refusal = refusal_of(error)

    assert refusal.row is row
    assert refusal.body("any")["message"] == message


@pytest.mark.parametrize("error", [TooLarge(10), BadBody("cut off"), BadQuery("too many"), StoreFull(10)])
def test_the_journal_says_why(error: Exception) -> None:
    assert refusal_of(error).why == str(error)


def test_a_value_of_a_body_is_told_with_what_is_wrong_with_it() -> None:
    error: Any = BadValue("summary", "null is not a valid value")

    assert refusal_of(error).body("any")["message"].startswith("Invalid value for: ")

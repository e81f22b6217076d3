"""The words of a text are told apart as OData's grammar of literals does."""

from __future__ import annotations

import pytest

from mockserver.microsoft.odata.expressions import Constant
from mockserver.microsoft.odata.tokens import LONGEST, instant_of_text, tokens
from mockserver.microsoft.refusals import Refusal

GUID = "66f5a359-4659-4830-9070-00047ec6ac6e"


@pytest.mark.parametrize(
    ("text", "constant"),
    [
        ("'it''s'", Constant("String", "it's")),
        ("''", Constant("String", "")),
        ("null", Constant("Null")),
        ("True", Constant("Boolean", value=True)),
        ("false", Constant("Boolean", value=False)),
        ("-12", Constant("Integer", -12)),
        ("9223372036854775808", Constant("Number", 9223372036854775808.0)),
        ("1.5", Constant("Number", 1.5)),
        ("2e3", Constant("Number", 2000.0)),
        ("5L", Constant("Integer", 5)),
        (GUID, Constant("Guid", GUID)),
        ("2026-03-08", Constant("Date", "2026-03-08")),
        ("2026-03-08T09:00Z", Constant("DateTimeOffset", "2026-03-08T09:00Z")),
        ("2026-03-08T09:00:00.0000000+01:00", Constant("DateTimeOffset", "2026-03-08T09:00:00.0000000+01:00")),
    ],
)
def test_a_literal_is_known_by_its_form(text: str, constant: Constant) -> None:
    assert [token.constant for token in tokens(text)] == [constant, None]


def test_every_word_knows_its_place() -> None:
    assert [(token.text, token.position) for token in tokens("a/b  eq 'x'")] == [
        ("a", 0),
        ("/", 1),
        ("b", 2),
        ("eq", 5),
        ("'x'", 8),
        ("", 11),
    ]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a # b", "Syntax error: character '#' is not valid at position 2 in 'a # b'."),
        ("a 'b", "There is an unterminated string literal at position 4 in 'a 'b'."),
        ("12abc", "Syntax error at position 0 in '12abc'."),
        ("1e999", "Unrecognized 'Edm.Double' literal '1e999' at '0' in '1e999'."),
        ("2026-02-30", "Unrecognized 'Edm.Date' literal '2026-02-30' at '0' in '2026-02-30'."),
        (
            "2026-01-01T25:00Z",
            "Unrecognized 'Edm.DateTimeOffset' literal '2026-01-01T25:00Z' at '0' in '2026-01-01T25:00Z'.",
        ),
        (
            "2026-01-01T10:00:00",
            (
                "The time zone information is missing on the DateTimeOffset value '2026-01-01T10:00:00'. "
                "A DateTimeOffset value must contain the time zone information."
            ),
        ),
        ("x" * (LONGEST + 1), f"The text has {LONGEST + 1} characters, and the limit is {LONGEST}."),
    ],
)
def test_what_is_no_word_is_refused(text: str, message: str) -> None:
    with pytest.raises(Refusal) as refused:
        tokens(text)

    assert refused.value.message == f"Invalid filter clause: {message}"


@pytest.mark.parametrize(
    ("text", "instant"),
    [
        ("1970-01-02", 86_400_000_000),
        ("1970-01-01T00:01", 60_000_000),
        ("1970-01-01 00:00:01", 1_000_000),
        ("1970-01-01T00:00:00.0000010", 1),
        ("1970-01-01T01:00:00+01:00", 0),
        ("1970-13-01", None),
        ("soon", None),
    ],
)
def test_a_date_time_without_an_offset_is_in_utc(text: str, instant: int | None) -> None:
    assert instant_of_text(text) == instant

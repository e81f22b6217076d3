from __future__ import annotations

from typing import Any

import msgspec
import pytest

from mockserver.scenario.forms import Color, Duration, Email, InstantText, Key, Line, MomentText, Name, TokenText
from mockserver.timing.durations import parse_duration

RIGHT: dict[Any, list[str]] = {
    Line: ["A", "x" * 200],
    Key: ["a", "room-4", "4", "a--b", "x" * 40],
    Name: ["office", "token-expires-mid-sync", "2", "x" * 64],
    TokenText: ["alice-expired", "A.b_c~", "x" * 64],
    Email: ["a@b", "alice@autosched.example", "al.i+ce@x-y.example"],
    Duration: ["PT15M", "PT1H30M", "P1D", "P2DT3H", "P4W", "PT0S", "PT999999999999S"],
    MomentText: [
        "2026-03-06",
        "2026-03-06 02:30",
        "2026-03-06T02:30:15",
        "2026-03-06 02:30Z",
        "2026-03-06T02:30-05:00",
    ],
    InstantText: ["2026-03-06T02:30:15Z", "2026-03-06 02:30-05:00"],
    Color: ["1", "24", "#16a765"],
}
WRONG: dict[Any, list[str]] = {
    Line: ["", "x" * 201],
    Key: ["", "A", "a_b", "-a", "a-", "a b", "é", "x" * 41],
    Name: ["", "a--b", "-a", "a-", "A", "x" * 65],
    TokenText: ["", "a b", "a/b", "x" * 65],
    Email: ["", "alice", "@b", "a@", "a@b.", "a b@c", "a@b@c", "<a@b>", "a,b@c"],
    Duration: ["", "P", "PT", "15M", "P1M", "P1Y", "PT1.5H", "-PT5M", "P1W2D", "P1DT", "P1HT"],
    MomentText: ["", "2026-3-6", "2026-03-06 2:30", "2026-03-06T02", "2026-03-06Z", "02:30", "2026-03-06  02:30"],
    InstantText: ["2026-03-06", "2026-03-06 02:30", "2026-03-06T02:30:15.5Z", "2026-03-06T02:30:15 Z"],
    Color: ["", "0", "25", "01", "#16A765", "#fff", "red"],
}


@pytest.mark.parametrize(("form", "text"), [(form, text) for form, texts in RIGHT.items() for text in texts])
def test_a_text_of_the_form_is_taken_as_it_is(form: Any, text: str) -> None:
    assert msgspec.convert(text, form) == text


@pytest.mark.parametrize(("form", "text"), [(form, text) for form, texts in WRONG.items() for text in texts])
def test_a_text_of_another_form_is_refused(form: Any, text: str) -> None:
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert(text, form)


@pytest.mark.parametrize("form", [form for form in RIGHT if form is not Line])
def test_a_line_feed_at_the_end_is_part_of_the_text(form: Any) -> None:
    """Python's `$` alone would let it pass."""
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert(RIGHT[form][0] + "\n", form)


@pytest.mark.parametrize("text", RIGHT[Duration])
def test_every_text_in_the_form_of_a_duration_is_one(text: str) -> None:
    assert parse_duration(text) >= 0

"""A run of everything with next to no load: it ends, and has its rows. What they say is not judged here."""

from __future__ import annotations

import re

import pytest

from benchmarks import __main__ as command
from benchmarks import limits
from benchmarks.__main__ import PARTS, main, measured, summary
from benchmarks.effort import Effort
from benchmarks.rows import Budget, Row

SMALL = Effort(starts=1, rounds=1, requests=20, sessions=5, events=40, seconds=5)
EXPECTED = {
    "start": ["start: exec to the first 200", "start: CPU until then", "resident memory, idle, default library"],
    "answers": ["calendars.get", "events.list, 50 events", "resident memory after that load"],
    "sessions": ["make a session in the server", "reset a session in the server", "resident memory of a session"],
    "growth": ["a page of 10 events of 40", "resident memory, 40 events"],
    "tokens": ["token for a service account's assertion"],
}


@pytest.mark.parametrize("part", PARTS)
def test_a_small_run_of_a_part_ends_with_its_rows(part: str) -> None:
    rows = measured([part], SMALL)

    names = [row.what for row in rows]
    assert [wanted for wanted in EXPECTED[part] if not any(name.startswith(wanted) for name in names)] == []
    assert all(value > 0 for row in rows for value in row.theirs)


def test_the_command_prints_the_table_and_says_that_nothing_was_limited(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(command, "QUICK", SMALL)
    monkeypatch.setattr(limits, "unavailable", lambda _: "control groups cannot be made here: for a test")

    status = main(["--quick", "start"])

    printed = capsys.readouterr().out
    assert status == 0
    assert re.search(r"^start: CPU until then +[\d,.]+ ms +bare aiohttp +[\d,.]+ ms ", printed, re.MULTILINE)
    assert "Everything ran without limits: control groups cannot be made here: for a test." in printed
    assert re.search(r"\d of 5 budgets are kept", printed)


def test_an_unknown_part_is_refused_with_those_that_there_are(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["speed"])

    assert "there is no part 'speed'; there is start, answers, sessions, growth, tokens" in capsys.readouterr().err


def test_the_summary_counts_what_has_a_budget() -> None:
    kept = Row("one", "ms", [1.0], budget=Budget("at most", 2, "ours"))
    missed = Row("two", "ms", [3.0], budget=Budget("at most", 2, "ours"))
    unjudged = Row("three", "ms", [3.0])

    assert summary([kept, missed, unjudged]) == "1 of 2 budgets are kept."

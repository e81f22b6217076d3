from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner, Result

from mockserver.cli.check import check
from tests.cli.running import mockserver

if TYPE_CHECKING:
    from pathlib import Path

GOOD = "scenario: one\nsummary: Nothing\n"
TEN = """\
scenario: ten
sumary: Ten things are wrong here
summary: Ten things are wrong here
clock: {start: 2026-03-06T09:00:00, flow: fast}
people:
  alice: {name: Alice, email: alice.example, zone: America/New_Yrok}
  bob: {name: Bob, email: bob@x.example, zone: Europe/London}
apps:
  sync-bot: {kind: service-acount}
calendars:
  - owner: alicia
    events:
      - key: one
        title: One
        start: 2026-02-30 09:00
        duration: 15m
        attendees: [bobb]
"""
TEN_MISTAKES = """\
{path}:2:1: `scenario` has no field `sumary`; did you mean `summary`?
{path}:4:16: `start` cannot be `2026-03-06T09:00:00`; write a time with its offset, such as 2026-03-06T09:00:00-05:00
{path}:4:43: `flow` cannot be `fast`; write one of: `frozen`, `real`
{path}:6:31: `email` cannot be `alice.example`; write an e-mail address, such as alice@autosched.example
{path}:6:52: `America/New_Yrok` is no time zone; did you mean `America/New_York`?
{path}:9:20: `kind` cannot be `service-acount`; did you mean `service-account`?
{path}:11:12: there is no person `alicia`; did you mean `alice`?
{path}:15:16: `2026-02-30 09:00` is on no calendar or clock; write a date and a time that exist
{path}:16:19: `duration` cannot be `15m`; write an ISO 8601 duration, such as PT15M, PT1H30M or P1D
{path}:17:21: there is no person `bobb`; did you mean `bob`?
1 file, 10 mistakes
"""


def run(*arguments: object) -> Result:
    return CliRunner().invoke(check, [str(argument) for argument in arguments])


def put(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    return path


def test_without_paths_the_shipped_library_is_checked() -> None:
    ran = run()

    assert ran.exit_code == 0
    assert ran.output.endswith(" files, 0 mistakes\n")


def test_a_right_file_is_counted(tmp_path: Path) -> None:
    ran = run(put(tmp_path / "one.yaml", GOOD))

    assert (ran.exit_code, ran.output) == (0, "1 file, 0 mistakes\n")


def test_each_mistake_is_a_line_and_the_exit_status_is_1(tmp_path: Path) -> None:
    path = put(tmp_path / "one.yaml", "scenario: one\nsumary: A\n")

    ran = run(path)

    assert ran.exit_code == 1
    assert ran.output.splitlines() == [
        f"{path}:1:1: `scenario` lacks `summary`; add `summary`",
        f"{path}:2:1: `scenario` has no field `sumary`; did you mean `summary`?",
        "1 file, 2 mistakes",
    ]


def test_ten_mistakes_are_ten_lines_each_with_its_place_and_what_would_be_right(tmp_path: Path) -> None:
    path = put(tmp_path / "ten.yaml", TEN)

    ran = mockserver("check", path)

    assert (ran.returncode, ran.stdout, ran.stderr) == (1, TEN_MISTAKES.format(path=path), "")


def test_each_place_is_where_the_wrong_text_stands(tmp_path: Path) -> None:
    """As an editor counts, which opens FILE:LINE:COLUMN."""
    path = put(tmp_path / "ten.yaml", TEN)
    lines = TEN.splitlines()

    for said in run(path).output.splitlines()[:-1]:
        _, line, column, message = said.split(":", 3)
        wrong = message.split("; ")[0].split("`")[-2]
        assert lines[int(line) - 1][int(column) - 1 :].startswith(wrong)


def test_a_folder_is_checked_with_all_below_it_but_not_what_is_hidden(tmp_path: Path) -> None:
    put(tmp_path / "a/one.yaml", GOOD)
    put(tmp_path / "b/one.yml", GOOD)
    put(tmp_path / ".hidden/two.yaml", "broken")
    put(tmp_path / "notes.txt", "no scenario")

    assert run(tmp_path).output == "2 files, 0 mistakes\n"


def test_a_file_named_twice_is_checked_once(tmp_path: Path) -> None:
    path = put(tmp_path / "one.yaml", GOOD)

    assert run(path, tmp_path).output == "1 file, 0 mistakes\n"


def test_a_name_is_unique_in_a_library(tmp_path: Path) -> None:
    put(tmp_path / "library.yaml", "version: 1.0.0\nsummary: A\n")
    first, second = put(tmp_path / "minimal/one.yaml", GOOD), put(tmp_path / "realistic/one.yaml", GOOD)

    ran = run(tmp_path)

    assert ran.exit_code == 1
    what = f"the scenario `one` stands in {first} as well; names are unique in a library: rename one of them"
    assert ran.output.splitlines() == [f"{second}:1:1: {what}", "3 files, 1 mistake"]


@pytest.mark.parametrize("place", ["missing.yaml", "empty"])
def test_a_path_with_nothing_to_check_is_status_2(tmp_path: Path, place: str) -> None:
    (tmp_path / "empty").mkdir()

    assert run(tmp_path / place).exit_code == 2


def test_whatever_stands_in_a_file_is_answered_without_a_traceback(tmp_path: Path) -> None:
    (tmp_path / "one.yaml").write_bytes(bytes(range(256)) * 10)

    ran = run(tmp_path)

    assert ran.exit_code == 1
    assert isinstance(ran.exception, SystemExit)

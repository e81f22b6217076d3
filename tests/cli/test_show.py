"""The command `show`, as installed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.cli.running import mockserver

if TYPE_CHECKING:
    from pathlib import Path


def test_a_scenario_of_the_library_is_shown_with_its_telling_days() -> None:
    done = mockserver("show", "dst-new-york")

    assert done.returncode == 0
    assert done.stdout.startswith("dst-new-york: ")
    assert "clocks in America/New_York go forward from 02:00 to 03:00" in done.stdout


def test_a_file_is_shown_too(tmp_path: Path) -> None:
    file = tmp_path / "mine.yaml"
    file.write_text("scenario: mine\nsummary: Of my own\n")

    assert mockserver("show", file).stdout.startswith("mine: Of my own\n")


def test_what_is_wrong_with_a_file_is_said_with_its_place(tmp_path: Path) -> None:
    file = tmp_path / "mine.yaml"
    file.write_text("scenario: mine\nsumary: Of my own\n")

    done = mockserver("show", file)

    assert done.returncode == 1
    assert f"{file}:2:1: " in done.stderr


def test_an_unknown_name_is_answered_with_the_near_ones() -> None:
    done = mockserver("show", "ofice")

    assert (done.returncode, "did you mean `office`?" in done.stderr) == (1, True)

from __future__ import annotations

from textwrap import dedent
from typing import TYPE_CHECKING

import pytest

from mockserver.scenario.checking import check, contents
from mockserver.scenario.library import shipped_library, yaml_files
from mockserver.scenario.loading import load
from mockserver.scenario.reading import MAX_BYTES

if TYPE_CHECKING:
    from pathlib import Path


def write(folder: Path, text: str) -> Path:
    path = folder / "one.yaml"
    path.write_text(dedent(text))
    return path


def test_a_file_without_mistakes_has_none(tmp_path: Path) -> None:
    assert check(write(tmp_path, "scenario: one\nsummary: Nothing")) == []


def test_a_scenario_is_called_what_its_file_is_called(tmp_path: Path) -> None:
    (mistake,) = check(write(tmp_path, "scenario: two\nsummary: Nothing"))

    assert (mistake.line, mistake.column) == (1, 11)
    assert mistake.what == "the scenario `two` stands in `one.yaml`"


@pytest.mark.parametrize("text", ["", "- a", "5", "text"])
def test_a_file_that_holds_no_mapping_is_told_how_to_begin(tmp_path: Path, text: str) -> None:
    (mistake,) = check(write(tmp_path, text))

    assert mistake.instead == "start with `scenario: <the file's name>`"


def test_mistakes_of_yaml_and_of_the_language_are_said_together_in_the_order_of_the_file(tmp_path: Path) -> None:
    found = check(write(tmp_path, "sumary: A\nscenario: one\nscenario: one\nsummary: !!str B\nauth: true"))

    assert [(mistake.line, mistake.column) for mistake in found] == [(1, 1), (3, 1), (4, 10), (5, 7)]


def test_a_mistake_is_not_said_twice_in_different_words(tmp_path: Path) -> None:
    """The form of the start is wrong, so nobody asks whether there is such a date."""
    text = """
    scenario: one
    summary: A
    people: {alice: {name: A, email: a@b.example}}
    calendars: [{owner: alice, events: [{key: a, start: tomorrow}]}]
    """

    assert [mistake.what for mistake in check(write(tmp_path, text))] == ["`start` cannot be `tomorrow`"]


def test_of_a_value_that_could_not_be_read_nothing_more_is_said(tmp_path: Path) -> None:
    found = check(write(tmp_path, "scenario: one\nsummary: .nan"))

    assert [mistake.what for mistake in found] == ["`.nan` is a number JSON does not have"]


def test_a_file_that_cannot_be_read_is_a_mistake(tmp_path: Path) -> None:
    (mistake,) = check(tmp_path / "missing.yaml")

    assert mistake.what == "the file cannot be read: No such file or directory"


def test_of_a_long_file_only_so_much_is_read(tmp_path: Path) -> None:
    file = tmp_path / "one.yaml"
    with file.open("wb") as long:
        long.truncate(MAX_BYTES * 6)

    assert len(contents(file)) == MAX_BYTES + 1
    assert [mistake.instead for mistake in check(file)] == ["split the scenario"]


@pytest.mark.parametrize("path", yaml_files(shipped_library()), ids=lambda path: str(path.stem))
def test_every_shipped_file_is_right(path: Path) -> None:
    assert [str(mistake) for mistake in check(path)] == []


@pytest.mark.parametrize("path", sorted(shipped_library().glob("*/*/*.yaml")), ids=lambda path: str(path.stem))
def test_every_shipped_scenario_opens_with_why_it_exists_and_what_a_good_application_does(path: Path) -> None:
    opening = path.read_text("utf-8").partition("\nclock:")[0]
    description = load(path).description or ""

    assert [part for part in ("Why it exists:", "What a good application does:") if part not in description] == []
    assert "\ndescription:" in opening

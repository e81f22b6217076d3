"""Two libraries on disk, and whether the version rose by as much as their differences ask for."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from mockserver.scenario.library import Library, UnknownScenario
from mockserver.scenario.versions import compare
from mockserver.scenario.versions.comparing import risen

if TYPE_CHECKING:
    from pathlib import Path

    from mockserver.scenario.versions import Comparison

ONE = "scenario: one\nsummary: One\n"
TWO = "scenario: two\nsummary: Two\npeople: {alice: {name: Alice, email: alice@x.example}}\n"


def library(root: Path, version: str, *texts: str, tier: str = "minimal") -> None:
    folder = root / f"v{version}"
    (folder / tier).mkdir(parents=True)
    (folder / "library.yaml").write_text(f"version: {version}\nsummary: A library\n", "utf-8")
    for text in texts:
        name = text.splitlines()[0].removeprefix("scenario: ")
        (folder / tier / f"{name}.yaml").write_text(text, "utf-8")


def between(root: Path, before: str, after: str) -> Comparison:
    return compare(Library(root), before, Library(root), after)


@pytest.mark.parametrize(
    ("after", "due"),
    [
        ((ONE, TWO), "none"),
        ((ONE, TWO.replace("Two", "Deux")), "patch"),
        ((ONE, TWO.replace("name: Alice", "name: Alicia")), "patch"),
        ((ONE, TWO, "scenario: three\nsummary: Three\n"), "minor"),
        ((ONE, TWO + "tokens: {alice: {person: alice}}\n"), "minor"),
        ((ONE,), "major"),
        ((ONE, TWO.replace("alice@x", "alice@y")), "major"),
    ],
)
@pytest.mark.parametrize(("version", "rise"), [("1.0.1", "patch"), ("1.1.0", "minor"), ("2.0.0", "major")])
def test_a_rise_is_enough_where_it_is_as_large_as_the_heaviest_change(
    tmp_path: Path, after: tuple[str, ...], due: str, version: str, rise: str
) -> None:
    library(tmp_path, "1.0.0", ONE, TWO)
    library(tmp_path, version, *after)

    found = between(tmp_path, "1.0.0", version)

    order = ["none", "patch", "minor", "major"]
    assert (found.due, found.risen) == (due, rise)
    assert found.enough == (order.index(rise) >= order.index(due))


def test_each_scenario_that_changed_is_named(tmp_path: Path) -> None:
    library(tmp_path, "1.0.0", ONE, TWO)
    library(tmp_path, "1.1.0", TWO.replace("Two", "Deux"), "scenario: three\nsummary: Three\n")

    found = between(tmp_path, "1.0.0", "1.1.0")

    assert {name: [str(one) for one in changed] for name, changed in found.scenarios.items()} == {
        "one": ["scenario: removed, was One"],
        "three": ["scenario: added Three"],
        "two": ["summary: Deux, was Two"],
    }


def test_a_scenario_that_moved_to_another_tier_is_seen(tmp_path: Path) -> None:
    library(tmp_path, "1.0.0", ONE)
    library(tmp_path, "1.1.0", ONE, tier="realistic")

    assert [str(one) for one in between(tmp_path, "1.0.0", "1.1.0").scenarios["one"]] == [
        "tier: realistic, was minimal"
    ]


def test_an_expectation_that_broke_makes_any_change_major(tmp_path: Path) -> None:
    library(tmp_path, "1.0.0", ONE)
    library(tmp_path, "1.0.1", ONE.replace("One", "Uno"))

    found = between(tmp_path, "1.0.0", "1.0.1")
    broken = found.with_broken({"one": ["2"]})

    assert (found.enough, broken.enough, broken.due) == (True, False, "major")
    assert "expect.2: broken, was kept" in map(str, broken.scenarios["one"])


def test_before_the_first_version_nothing_is_promised(tmp_path: Path) -> None:
    library(tmp_path, "0.1.0", ONE, TWO)
    library(tmp_path, "0.1.1", ONE)

    found = between(tmp_path, "0.1.0", "0.1.1")

    assert (found.due, found.enough) == ("major", True)


@pytest.mark.parametrize(
    ("before", "after", "rise"),
    [
        ("1.0.0", "1.0.0", "none"), ("1.1.0", "1.0.0", "none"), ("1.2.3", "1.2.4", "patch"),
        ("1.2.3", "1.3.0", "minor"), ("1.2.3", "2.0.0", "major"), ("1.0.0-rc.1", "1.0.0", "patch"),
    ],
)  # fmt: skip
def test_by_what_a_version_rose(before: str, after: str, rise: str) -> None:
    assert risen(before, after) == rise


def test_a_version_that_is_not_there_is_named(tmp_path: Path) -> None:
    library(tmp_path, "1.0.0", ONE)

    with pytest.raises(UnknownScenario, match="no version 1"):
        between(tmp_path, "1.0.0", "1.1.0")

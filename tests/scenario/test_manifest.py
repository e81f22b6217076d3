from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from mockserver.scenario.checking import check
from mockserver.scenario.manifest import order_of

if TYPE_CHECKING:
    from pathlib import Path


def said(root: Path, text: str, folder: str = "v1.2.3") -> list[str]:
    path = root / folder / "library.yaml"
    path.parent.mkdir(exist_ok=True)
    path.write_text(text)
    return [f"{mistake.what}; {mistake.instead}" for mistake in check(path)]


GOOD = "version: 1.2.3\nsummary: A library\n"


def test_a_library_says_its_version_and_what_it_is_for(tmp_path: Path) -> None:
    assert said(tmp_path, GOOD) == []


def test_a_library_may_say_which_applications_it_was_made_for(tmp_path: Path) -> None:
    assert said(tmp_path, GOOD + 'compatible: {autosched: ">=2.3, <4"}') == []


def test_a_range_of_versions_has_a_form(tmp_path: Path) -> None:
    (line,) = said(tmp_path, GOOD + "compatible: {autosched: newest}")

    assert line.endswith('; write versions by comparison, in quotes and with commas for "and", such as ">=2.3, <4"')


@pytest.mark.parametrize("version", ["1.2", "v1.2.3", "01.2.3", "newest"])
def test_a_version_is_semantic(tmp_path: Path, version: str) -> None:
    (line,) = said(tmp_path, f"version: '{version}'\nsummary: A")

    assert line == f"`version` cannot be `{version}`; write a semantic version (semver.org), such as 1.0.0"


def test_the_folder_is_called_after_the_version(tmp_path: Path) -> None:
    (line,) = said(tmp_path, GOOD, "v1.2.4")

    assert line == "version `1.2.3` stands in the folder `v1.2.4`; call the folder `v1.2.3`, or correct the version"


def test_a_folder_without_a_version_in_its_name_says_nothing_about_it(tmp_path: Path) -> None:
    assert said(tmp_path, GOOD, "scenarios") == []


def test_a_language_of_the_future_is_refused(tmp_path: Path) -> None:
    assert said(tmp_path, GOOD + "language: 99") == [
        "language version 99 is unknown here; this mockserver reads up to version 1"
    ]


def test_versions_have_an_order_and_a_pre_release_comes_before_its_release() -> None:
    versions = ["1.10.0", "v2.0.0-rc.1", "1.9.9", "2.0.0"]

    assert sorted(versions, key=order_of) == ["1.9.9", "1.10.0", "v2.0.0-rc.1", "2.0.0"]

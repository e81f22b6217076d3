"""The command `list`, as installed."""

from __future__ import annotations

import json
from pathlib import Path

from tests.cli.running import mockserver


def test_every_scenario_of_the_shipped_library_is_a_line() -> None:
    done = mockserver("list")

    assert done.returncode == 0
    assert "  office  " in done.stdout
    assert done.stdout.splitlines()[-1].endswith(" scenarios")


def test_tags_and_tiers_choose() -> None:
    done = mockserver("list", "--tag", "dst", "--tag", "recurrence", "--tier", "minimal", "--json")

    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert {"dst-lord-howe", "dst-new-york"} <= {row["name"] for row in rows}
    assert all({"dst", "recurrence"} <= set(row["tags"]) and row["tier"] == "minimal" for row in rows)
    assert all(Path(row["path"]).is_file() for row in rows)


def test_where_nothing_fits_the_tags_are_named() -> None:
    done = mockserver("list", "--tag", "nothing")

    assert done.returncode == 1
    assert "no scenario fits; the tags are basics, dst" in done.stderr


def test_a_library_of_ones_own_comes_first(tmp_path: Path) -> None:
    (tmp_path / "library.yaml").write_text("version: 3.0.0\nsummary: Mine\n")
    (tmp_path / "mine.yaml").write_text("scenario: mine\nsummary: Mine\n")

    lines = mockserver("list", "--library", tmp_path).stdout.splitlines()

    assert lines[:2] == ["3.0.0", "  mine" + " " * (lines[1].index("Mine") - 6) + "Mine"]


def test_a_version_that_is_not_there_is_said() -> None:
    done = mockserver("list", "--version", "9.9.9")

    assert (done.returncode, "no version 9.9.9" in done.stderr) == (1, True)

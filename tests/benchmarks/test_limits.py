from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from benchmarks import limits

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where control groups would be made: a folder in their place."""
    monkeypatch.setattr(limits, "ROOT", tmp_path)
    return tmp_path


def test_of_version_2_a_group_has_the_share_of_a_cpu_and_the_bytes(tree: Path) -> None:
    (tree / "cgroup.controllers").touch()

    with limits.CI.group() as join:
        (group,) = (path for path in tree.iterdir() if path.is_dir())

    assert (group / "cpu.max").read_text() == "25000 100000"
    assert (group / "memory.max").read_text() == str(256 * 1024 * 1024)
    assert join[-1] == str(group)


def test_of_version_1_a_group_is_two_of_them(tree: Path) -> None:
    (tree / "cpu").mkdir()
    (tree / "memory").mkdir()

    with limits.CI.group() as join:
        (cpu,), (memory,) = (tree / "cpu").iterdir(), (tree / "memory").iterdir()

    assert (cpu / "cpu.cfs_quota_us").read_text() == "25000"
    assert (memory / "memory.limit_in_bytes").read_text() == str(256 * 1024 * 1024)
    assert join[-1] == f"{cpu} {memory}"


def test_where_no_group_can_be_made_it_says_why(tree: Path) -> None:
    why = limits.unavailable(limits.CI)

    assert why is not None
    assert str(tree) in why

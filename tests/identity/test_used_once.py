from __future__ import annotations

from typing import TYPE_CHECKING

from mockserver.identity import used_once
from mockserver.identity.used_once import UsedOnce

if TYPE_CHECKING:
    import pytest


def test_a_name_is_new_once() -> None:
    names = UsedOnce()

    assert [names.use("a", "1"), names.use("a", "2"), names.use("a", "1")] == [False, False, True]


def test_names_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(used_once, "LIMIT", 2)
    names = UsedOnce()
    for name in "abc":
        names.use(name)

    assert [names.use("c"), names.use("a")] == [True, False]


def test_a_snapshot_is_not_changed_by_what_comes_after() -> None:
    names = UsedOnce()
    saved = names.snapshot()
    names.use("a")

    names.restore(saved)

    assert names.use("a") is False

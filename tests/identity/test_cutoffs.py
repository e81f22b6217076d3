from __future__ import annotations

from mockserver.identity.cutoffs import Cutoffs


def test_the_latest_change_that_names_a_person_or_everybody_counts() -> None:
    cutoffs = Cutoffs()
    assert cutoffs.get("access-tokens", "alice", "google") == 0
    cutoffs.set("access-tokens", None, None, 3)
    cutoffs.set("access-tokens", "alice", "google", 5)
    cutoffs.set("refresh-tokens", "alice", None, 9)
    assert cutoffs.get("access-tokens", "alice", "google") == 5
    assert cutoffs.get("access-tokens", "alice", "microsoft") == 3
    assert cutoffs.get("access-tokens", None, "google") == 3
    assert cutoffs.get("refresh-tokens", "alice", "microsoft") == 9
    assert cutoffs.get("refresh-tokens", "bob", "google") == 0


def test_a_snapshot_is_not_changed_by_what_comes_after() -> None:
    cutoffs = Cutoffs()
    saved = cutoffs.snapshot()
    cutoffs.set("access-tokens", None, None, 3)
    cutoffs.restore(saved)
    cutoffs.set("access-tokens", None, None, 4)
    assert saved == {}

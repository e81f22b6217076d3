from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from mockserver.identity.consents import Consents
from mockserver.identity.directory import Grant

if TYPE_CHECKING:
    from mockserver.identity.directory import Directory


def test_a_pair_that_nobody_touched_is_as_the_scenario_says_and_costs_nothing(office: Directory) -> None:
    consents = Consents(office, 7)
    found = consents.find("alice", "autosched", "google")
    assert found is not None
    assert (found.grant, found.since, found.generation, found.revoked) == (Grant("alice", "autosched"), 7, 0, False)
    assert consents.changed("alice", "autosched", "google") is None
    assert consents.find("carol", "autosched", "google") is None
    assert consents.snapshot() == (7, {})


def test_every_new_consent_is_the_next_generation(office: Directory) -> None:
    consents = Consents(office, 0)
    for pair in (("alice", "autosched"), ("carol", "autosched")):
        for _ in range(2):
            consents.begin(Grant(*pair), since=9, serial=4)
    first, new = (consents.find(person, "autosched", "google") for person in ("alice", "carol"))
    assert first is not None
    assert (first.generation, first.since, first.serial) == (2, 9, 4)
    assert new is not None
    assert new.generation == 2


def test_a_snapshot_is_not_changed_by_what_comes_after(office: Directory) -> None:
    consents = Consents(office, 0)
    saved = consents.snapshot()
    consents.begin(Grant("alice", "autosched"), since=9, serial=4)
    consents.restore(saved)
    consents.begin(Grant("bob", "autosched"), since=9, serial=4)
    assert saved == (0, {})
    assert consents.changed("alice", "autosched", "google") is None


def test_what_the_scenario_or_a_change_wrote_down_is_agreed_to_and_a_default_is_not(office: Directory) -> None:
    consents = Consents(office, 0)
    assert consents.demand("alice", "autosched", "google").agreed == frozenset()
    assert consents.demand("bob", "autosched", "google").agreed == frozenset(office.grants[0].scopes)
    consents.begin(Grant("alice", "autosched", scopes=("a",)), since=9, serial=4)
    assert consents.demand("alice", "autosched", "google").agreed == {"a"}


def test_agreeing_to_more_is_no_new_generation(office: Directory) -> None:
    consents = Consents(office, 0)
    consents.widen(consents.demand("alice", "autosched", "google"), ("a",))
    consents.widen(consents.demand("alice", "autosched", "google"), ("b",))
    found = consents.demand("alice", "autosched", "google")
    assert found.agreed == {"a", "b"}
    assert found.generation == 0
    assert found.grant == Grant("alice", "autosched")


def test_there_is_no_consent_to_demand_where_nothing_was_granted(office: Directory) -> None:
    with pytest.raises(LookupError):
        Consents(office, 0).demand("carol", "autosched", "google")

"""All collections of a session: opened, dropped, bounded, saved and brought back together."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mockserver.documents import BaseBuilder, BaseSet, Store, StoreFull


def base() -> BaseSet:
    builder = BaseBuilder()
    builder.add("events", "a", b"from the scenario")
    builder.open("empty")
    return builder.build()


def bodies(store: Store, name: str) -> dict[str, bytes]:
    found = store.find(name)
    return {} if found is None else {record.id: record.body for record in found.since()}


def test_a_collection_is_the_scenarios_until_it_is_written() -> None:
    store = Store(base())
    store.put("events", "b", b"new")

    assert bodies(store, "events") == {"a": b"from the scenario", "b": b"new"}


def test_what_no_scenario_has_is_found_once_it_was_made() -> None:
    store = Store(base())
    assert store.find("made") is None
    store.put("made", "x", b"1")

    assert bodies(store, "made") == {"x": b"1"}


def test_a_collection_is_found_though_nothing_is_in_it() -> None:
    assert Store(base()).find("empty") is not None


def test_the_names_are_those_of_the_scenario_and_of_the_session() -> None:
    store = Store(base())
    store.put("made", "x", b"1")
    store.put("events", "x", b"1")
    store.drop("empty")

    assert sorted(store.names()) == ["events", "made"]


def test_a_dropped_collection_is_gone_and_begins_empty_when_it_is_made_again() -> None:
    store = Store(base())
    store.put("events", "b", b"new")
    store.drop("events")
    store.drop("never there")

    assert store.find("events") is None
    store.put("events", "c", b"newer")
    assert bodies(store, "events") == {"c": b"newer"}


def test_two_sessions_of_one_scenario_never_see_each_other() -> None:
    shared = base()
    one, two = Store(shared), Store(shared)
    one.put("events", "a", b"changed")
    two.drop("empty")

    assert bodies(two, "events") == {"a": b"from the scenario"}
    assert one.find("empty") is not None
    assert bodies(Store(shared), "events") == {"a": b"from the scenario"}


def test_a_snapshot_brings_everything_back() -> None:
    store = Store(base())
    store.put("events", "b", b"new")
    store.drop("empty")
    saved = store.snapshot()
    for _ in range(2):  # a snapshot serves more than once
        store.drop("events")
        store.put("empty", "x", b"1")
        store.put("events", "y", b"1")
        store.put("made", "z", b"1")
        store.restore(saved)
        assert bodies(store, "events") == {"a": b"from the scenario", "b": b"new"}
        assert store.find("empty") is None
        assert store.find("made") is None


def test_what_was_dropped_after_a_snapshot_is_the_scenarios_again() -> None:
    store = Store(base())
    saved = store.snapshot()
    store.drop("events")
    store.restore(saved)

    assert bodies(store, "events") == {"a": b"from the scenario"}


def test_a_session_keeps_so_much_and_no_more() -> None:
    store = Store(base(), limit=10)
    store.put("events", "b", b"12345")
    store.put("made", "c", b"12345")

    with pytest.raises(StoreFull, match="keeps 10 bytes of documents of its own, all that one may; reset or delete it"):
        store.put("events", "d", b"1")
    assert store.find("events") is not None
    assert "d" not in bodies(store, "events")


def test_writing_the_same_document_again_and_again_fills_nothing() -> None:
    store = Store(base(), limit=10)
    for number in range(1000):
        store.put("events", "b", b"%05d" % number)
    store.put("events", "c", b"12345")

    assert bodies(store, "events")["b"] == b"00999"


def test_a_full_session_can_still_be_made_smaller() -> None:
    store = Store(base(), limit=10)
    store.put("events", "b", b"1234567890")
    store.put("events", "b", b"deleted", deleted=True)
    store.put("events", "c", b"123")

    with pytest.raises(StoreFull):
        store.put("events", "d", b"1")


def test_room_comes_back_with_a_drop_and_with_a_restored_snapshot() -> None:
    store = Store(base(), limit=10)
    saved = store.snapshot()
    for _ in range(3):
        store.put("made", "b", b"1234567890")
        store.drop("made")
    for _ in range(3):
        store.put("made", "b", b"1234567890")
        store.restore(saved)
    store.put("made", "b", b"1234567890")

    assert bodies(store, "made") == {"b": b"1234567890"}


@given(st.lists(st.tuples(st.sampled_from("xy"), st.sampled_from("abc"), st.integers(0, 6)), max_size=30))
def test_never_more_is_kept_than_the_limit(writes: list[tuple[str, str, int]]) -> None:
    store = Store(base(), limit=12)
    for name, one, size in writes:
        try:
            store.put(name, one, b"x" * size)
        except StoreFull:
            assert one not in bodies(store, name) or len(bodies(store, name)[one]) < size
        kept = sum(len(body) for each in "xy" for body in bodies(store, each).values())
        assert kept <= 12

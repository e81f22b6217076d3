"""The immutable collections of a scenario, and how they are built."""

from __future__ import annotations

from typing import Any, cast

import pytest

from mockserver.clock import DAY, HOUR
from mockserver.documents import FOREVER, Base, BaseBuilder, BaseSet, LateBaseSet, Record, Store
from mockserver.documents.base import LONG, is_timed

EMPTY_SET: BaseSet = {}


def test_documents_get_the_revisions_1_to_n_of_their_own_collection() -> None:
    builder = BaseBuilder()
    for collection, document in (("x", "a"), ("y", "b"), ("x", "c")):
        builder.add(collection, document, document.encode())
    built = builder.build()

    assert {name: [(r.id, r.revision, r.body) for r in base.records] for name, base in built.items()} == {
        "x": [("a", 1, b"a"), ("c", 2, b"c")],
        "y": [("b", 1, b"b")],
    }


def test_a_document_is_found_by_its_id() -> None:
    builder = BaseBuilder()
    builder.add("x", "a", b"1", extra="more", updated=5)
    base = builder.build()["x"]
    found = base.get("a")

    assert found is not None
    assert (found.extra, found.updated, found.deleted) == ("more", 5, False)
    assert base.get("b") is None
    assert (builder.has("x", "a"), builder.has("x", "b"), builder.has("z", "a")) == (True, False, False)


def test_two_documents_of_one_id_are_refused() -> None:
    builder = BaseBuilder()
    builder.add("x", "a", b"1")
    builder.add("y", "a", b"1")

    with pytest.raises(ValueError, match="x already has a document 'a'"):
        builder.add("x", "a", b"2")


def test_a_collection_can_be_there_though_it_is_empty() -> None:
    builder = BaseBuilder()
    builder.open("x")

    assert len(builder.build()["x"]) == 0


def test_what_was_built_is_not_changed_by_building_on() -> None:
    builder = BaseBuilder()
    builder.add("x", "a", b"1")
    built = builder.build()
    builder.add("x", "b", b"2")
    builder.open("y")

    assert (list(built), len(built["x"])) == (["x"], 1)
    with pytest.raises(TypeError):
        cast("Any", built)["z"] = built["x"]


@pytest.mark.parametrize(
    ("start", "end", "found"),
    [
        (DAY, DAY + HOUR, False),
        (DAY, 2 * DAY, False),
        (DAY, 2 * DAY + 1, True),
        (2 * DAY, 3 * DAY, True),
        (3 * DAY - 1, 5 * DAY, True),
        (3 * DAY, 3 * DAY, False),
        (0, FOREVER, True),
        (DAY, DAY + LONG, True),
        (DAY, DAY + LONG + 1, True),
    ],
)
def test_what_reaches_into_a_window_is_found_whether_long_or_short(start: int, end: int, *, found: bool) -> None:
    base = Base([Record("a", 1, b"", start=start, end=end)])

    assert bool([*base.short(2 * DAY, 3 * DAY), *base.long(2 * DAY, 3 * DAY)]) == found


def test_a_record_without_a_span_is_nowhere_in_time() -> None:
    assert not is_timed(Record("a", 1, b""))
    assert is_timed(Record("a", 1, b"", start=-DAY, end=0))
    assert is_timed(Record("a", 1, b"", start=0, end=1))
    assert is_timed(Record("a", 1, b"", start=DAY, end=DAY))


def test_all_that_a_store_holds_is_taken_over_with_its_index() -> None:
    store = Store(EMPTY_SET)
    store.put("x", "a", b"1", updated=7, start=DAY, end=2 * DAY, extra="facts")
    store.put("x", "b", b"2", deleted=True)
    store.put("x", "a", b"3", updated=8)
    store.collection("y")
    builder = BaseBuilder()

    builder.take(store)

    built = builder.build()
    assert [(one.id, one.body, one.updated, one.deleted) for one in built["x"].records] == [
        ("b", b"2", 0, True),
        ("a", b"3", 8, False),
    ]
    assert len(built["y"]) == 0


class _Late:
    """Makes two collections, and counts how often it is asked to."""

    asked = 0

    def __call__(self, part: str) -> BaseSet:
        self.asked += 1
        assert part == "late"
        builder = BaseBuilder()
        builder.add("late/x", "a", b"late")
        builder.add("x", "a", b"another's")
        return builder.build()


def late_set() -> tuple[_Late, LateBaseSet]:
    builder = BaseBuilder()
    builder.add("x", "a", b"ready")
    late = _Late()
    return late, LateBaseSet(builder.build(), lambda name: name.partition("/")[0] if "/" in name else None, late)


def test_what_comes_late_is_not_made_before_somebody_asks_for_it() -> None:
    late, found = late_set()

    assert (found["x"].records[0].body, found.get("y")) == (b"ready", None)
    assert late.asked == 0


def test_what_comes_late_is_made_once() -> None:
    late, found = late_set()

    assert found["late/x"].records[0].body == b"late"
    assert found.get("late/none") is None
    assert "late/x" in found
    assert late.asked == 1


def test_only_what_belongs_to_the_part_comes_with_it() -> None:
    _, found = late_set()

    assert found["late/x"].records
    assert found["x"].records[0].body == b"ready"


def test_iterating_shows_what_has_been_made() -> None:
    late, found = late_set()

    assert (sorted(found), len(found), late.asked) == (["x"], 1, 0)
    assert found["late/x"].records
    assert (sorted(found), len(found)) == (["late/x", "x"], 2)


def test_what_a_part_does_not_have_may_be_ready() -> None:
    builder = BaseBuilder()
    builder.add("late/y", "a", b"ready")
    found = LateBaseSet(builder.build(), lambda _: "late", _Late())

    assert (found["late/y"].records[0].body, found["late/x"].records[0].body) == (b"ready", b"late")

"""An overlay over an immutable base behaves as a plain dictionary that remembers the order of changes."""

from __future__ import annotations

import hypothesis.strategies as st
from hypothesis import given, settings
from hypothesis.stateful import Bundle, RuleBasedStateMachine, initialize, invariant, rule

from mockserver.clock import DAY, HOUR
from mockserver.documents import Base, Collection, Record
from mockserver.documents.collection import REMEMBERED
from tests.documents.model import BASES, WINDOWS, WRITES, Model, Write, agree, base_of, put, seen


@given(BASES, st.lists(WRITES, max_size=20), st.lists(WINDOWS, max_size=4))
def test_an_overlay_over_a_base_is_the_two_written_one_after_the_other(
    first: list[Write], then: list[Write], windows: list[tuple[int, int]]
) -> None:
    collection, model = Collection(base_of(first)), Model(first)
    agree(collection, model, windows)
    for write in then:
        put(collection, write)
        model.put(write)
    agree(collection, model, windows)


@given(BASES, st.lists(st.tuples(st.booleans(), WRITES), max_size=20))
def test_two_overlays_over_one_base_never_see_each_other(first: list[Write], writes: list[tuple[bool, Write]]) -> None:
    base = base_of(first)
    before = seen(base.records)
    overlays = {side: (Collection(base), Model(first)) for side in (True, False)}
    for side, write in writes:
        put(overlays[side][0], write)
        overlays[side][1].put(write)

    for collection, model in overlays.values():
        agree(collection, model)
    assert seen(base.records) == before
    agree(Collection(base), Model(first))


class Paging(RuleBasedStateMachine):
    """A client that pages through changes while others write: it ends with what is there."""

    cursors = Bundle("cursors")

    @initialize(first=BASES)
    def begin(self, first: list[Write]) -> None:
        self.collection, self.model = Collection(base_of(first)), Model(first)

    @rule(write=WRITES)
    def write(self, write: Write) -> None:
        put(self.collection, write)
        self.model.put(write)

    @rule(target=cursors)
    def list_from_the_start(self) -> tuple[int, dict[str, Write]]:
        return 0, {}

    @rule(target=cursors, cursor=cursors, size=st.integers(1, 3))
    def next_page(self, cursor: tuple[int, dict[str, Write]], size: int) -> tuple[int, dict[str, Write]]:
        revision, known = cursor
        page = seen(record for record, _ in zip(self.collection.since(revision), range(size), strict=False))
        return (page[-1][0] if page else revision), known | {write.id: write for _, write in page}

    @rule(cursor=cursors)
    def a_client_that_reads_to_the_end_knows_everything(self, cursor: tuple[int, dict[str, Write]]) -> None:
        revision, known = cursor
        known |= {write.id: write for _, write in seen(self.collection.since(revision))}
        assert known == {one: write for one, (_, write) in self.model.documents.items()}

    @invariant()
    def agrees(self) -> None:
        agree(self.collection, self.model)


Paging.TestCase.settings = settings(max_examples=40, stateful_step_count=20, deadline=None)
test_paging_and_following_under_change_misses_nothing = Paging.TestCase


@given(BASES, st.lists(WRITES, max_size=8), st.lists(WRITES, max_size=8))
def test_a_snapshot_brings_everything_back(first: list[Write], then: list[Write], later: list[Write]) -> None:
    collection, model = Collection(base_of(first)), Model(first)
    for write in then:
        put(collection, write)
        model.put(write)
    saved, held = collection.snapshot(), collection.held
    for _ in range(2):  # a snapshot serves more than once
        for write in later:
            put(collection, write)
        collection.restore(saved)
        agree(collection, model, [(0, 10 * DAY)])
        assert collection.held == held


@given(BASES, st.lists(WRITES, max_size=20))
def test_a_collection_knows_how_much_it_holds(first: list[Write], then: list[Write]) -> None:
    collection = Collection(base_of(first))
    for write in then:
        put(collection, write)

    newest = {write.id: len(write.body) for write in then}
    assert collection.held == sum(newest.values())
    assert all(collection.held_of(one) == newest.get(one, 0) for one in "abcdefgh")


def test_a_tombstone_is_a_change_and_keeps_its_body() -> None:
    collection = Collection(base_of([Write("a", b"1"), Write("b", b"2")]))
    put(collection, Write("a", b"gone", deleted=True))

    (change,) = collection.since(2)
    assert (change.id, change.deleted, change.body) == ("a", True, b"gone")
    assert len(collection) == 2


def test_what_is_superseded_is_not_kept() -> None:
    """Memory is bounded by what is there, not by how often it was written."""
    collection = Collection()
    for number in range(10_000):
        put(collection, Write("a", b"%d" % number, (HOUR, 2 * HOUR)))

    by_id, log, short, long, *_ = collection.snapshot()
    assert (len(by_id), len(log), len(short), len(long)) == (1, 1, 1, 0)
    assert collection.held == 4


def test_a_document_that_changes_while_a_list_is_read_comes_once() -> None:
    collection = Collection(base_of([Write(one, b"old") for one in "abcd"]))
    put(collection, Write("h", b"old"))
    read = []
    for record in collection.since():
        read.append((record.id, record.body))
        if record.id == "b":
            put(collection, Write("c", b"new"))

    assert read == [("a", b"old"), ("b", b"old"), ("d", b"old"), ("h", b"old"), ("c", b"new")]


def test_an_untouched_collection_is_not_written() -> None:
    collection = Collection(base_of([Write("a", b"1")]))
    assert not collection.written
    put(collection, Write("a", b"1"))

    assert collection.written


class Watched(list[Record]):
    """Records that count how many of them were looked at."""

    looked = 0

    def __getitem__(self, at: object) -> Record:  # type: ignore[override]  # slices are what must not happen
        assert isinstance(at, int), "a page is not read by copying the rest of the collection"
        self.looked += 1
        return super().__getitem__(at)


def test_a_page_costs_what_the_page_is_long_and_not_the_collection() -> None:
    base = base_of(Write(str(number), b"") for number in range(1000))
    base.records = watched = Watched(base.records)
    collection = Collection(base)
    put(collection, Write("new", b""))

    page = [record.id for record, _ in zip(collection.since(500), range(10), strict=False)]

    assert page == [str(number) for number in range(500, 510)]
    assert watched.looked <= 12


def test_a_window_costs_what_the_window_holds() -> None:
    records = [Record(str(n), n + 1, b"", start=n * DAY, end=n * DAY + HOUR) for n in range(1, 1000)]
    base = Base(records)

    assert [record.id for record in Collection(base).within(500 * DAY, 503 * DAY)] == ["500", "501", "502"]
    assert len([*base.short(500 * DAY, 503 * DAY)]) == 3


def test_what_was_said_of_the_documents_is_remembered_until_one_of_them_changes() -> None:
    collection = Collection(base_of([Write("a", b"1")]))
    asked: list[str] = []

    def said(key: str) -> list[bytes]:
        def make() -> list[bytes]:
            asked.append(key)
            return [record.body for record in collection.since()]

        return collection.remembered(key, make)

    assert [said("all"), said("all"), said("again")] == [[b"1"]] * 3
    assert asked == ["all", "again"]

    put(collection, Write("b", b"2"))
    assert said("all") == [b"1", b"2"]

    state = collection.snapshot()
    put(collection, Write("b", b"3"))
    assert said("all") == [b"1", b"3"]
    collection.restore(state)
    assert said("all") == [b"1", b"2"]


def test_no_more_is_remembered_than_may_be() -> None:
    collection = Collection()
    asked: list[int] = []
    for number in [*range(REMEMBERED + 1), REMEMBERED, 0]:
        collection.remembered(number, lambda number=number: asked.append(number))  # type: ignore[misc]  # a default binds it

    assert asked == [*range(REMEMBERED + 1), 0]

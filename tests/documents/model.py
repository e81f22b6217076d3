"""Collections of a made-up kind, and the plain model that they must agree with. A helper, not a test."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from hypothesis import strategies as st

from mockserver.clock import DAY, HOUR
from mockserver.documents import FOREVER, Base, Record

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from mockserver.documents import Collection

SPANS = st.sampled_from([
    (0, 0), (HOUR, 2 * HOUR), (DAY, DAY), (DAY, 3 * DAY), (DAY, 3 * DAY + 1), (HOUR, FOREVER), (-DAY, HOUR),
    (9 * DAY, 9 * DAY + HOUR), (5 * DAY, 8 * DAY), (2 * DAY, 2 * DAY + HOUR),
])  # fmt: skip
WINDOWS = st.tuples(st.integers(-2, 12), st.integers(-2, 12)).map(lambda days: (days[0] * DAY, days[1] * DAY))


class Write(NamedTuple):
    """A document to be put."""

    id: str
    body: bytes
    span: tuple[int, int] = (0, 0)
    deleted: bool = False


WRITES = st.builds(Write, st.sampled_from("abcdefgh"), st.binary(max_size=3), SPANS, st.booleans())
BASES = st.lists(WRITES, max_size=6, unique_by=lambda write: write.id)


def base_of(writes: Iterable[Write]) -> Base:
    records = [record_of(write, number) for number, write in enumerate(writes, 1)]
    return Base(records)


def record_of(write: Write, revision: int) -> Record:
    start, end = write.span
    return Record(write.id, revision, write.body, start=start, end=end, deleted=write.deleted)


def put(collection: Collection, write: Write) -> Record:
    start, end = write.span
    return collection.put(write.id, write.body, start=start, end=end, deleted=write.deleted)


class Model:
    """What a collection means: documents in the order in which they changed last."""

    def __init__(self, writes: Sequence[Write]) -> None:
        self.revision = 0
        self.documents: dict[str, tuple[int, Write]] = {}
        for write in writes:
            self.put(write)

    def put(self, write: Write) -> None:
        self.revision += 1
        self.documents[write.id] = self.revision, write

    def since(self, revision: int) -> list[tuple[int, Write]]:
        return sorted(kept for kept in self.documents.values() if kept[0] > revision)

    def within(self, after: int, before: int) -> list[str]:
        """The ids of what reaches into a window, by start, then id. What has no span is nowhere in time."""
        timed = ((*write.span, one) for one, (_, write) in self.documents.items() if write.span != (0, 0))
        return [one for _, one in sorted((start, one) for start, end, one in timed if end > after and start < before)]


def seen(records: Iterable[Record]) -> list[tuple[int, Write]]:
    return [(r.revision, Write(r.id, r.body, (r.start, r.end), r.deleted)) for r in records]


def agree(collection: Collection, model: Model, windows: Iterable[tuple[int, int]] = ()) -> None:
    """Fail where a collection shows anything else than its model."""
    assert collection.revision == model.revision
    assert len(collection) == len(model.documents)
    for revision in range(-1, model.revision + 2):
        assert seen(collection.since(max(revision, 0))) == model.since(max(revision, 0))
    for one in "abcdefgh":
        found = collection.get(one)
        assert (None if found is None else seen([found])[0]) == model.documents.get(one)
    for after, before in windows:
        found_ids = [record.id for record in collection.within(after, before)]
        assert found_ids == model.within(after, before)

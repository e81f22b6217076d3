"""The immutable collections that a scenario is loaded into once, and every session of it reads."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from mockserver.clock import DAY
from mockserver.documents.record import Record

if TYPE_CHECKING:
    from mockserver.clock import Instant
    from mockserver.documents.store import Store

# Records longer than this are looked at in every window; the others are found by their start alone.
LONG = 2 * DAY


class Base:
    """Records in the order of their revisions, 1 to n, with an index by id and one by time."""

    __slots__ = ("_by_id", "_long", "_short", "_short_starts", "records")

    def __init__(self, records: list[Record]) -> None:
        self.records = records
        self._by_id = {record.id: record for record in records}
        timed = sorted(filter(is_timed, records), key=order_by_start)
        self._long = [record for record in timed if record.end - record.start > LONG]
        self._short = [record for record in timed if record.end - record.start <= LONG]
        self._short_starts = [record.start for record in self._short]

    def __len__(self) -> int:
        return len(self.records)

    def get(self, id: str) -> Record | None:  # noqa: A002 - the field's name in every provider's JSON
        return self._by_id.get(id)

    def long(self, after: Instant, before: Instant) -> Iterator[Record]:
        """Records longer than `LONG` that reach into the window, by start."""
        return (record for record in self._long if record.end > after and record.start < before)

    def short(self, after: Instant, before: Instant) -> Iterator[Record]:
        """The other records that reach into the window, by start; the cost is that of the window, not of the whole."""
        at = bisect_left(self._short_starts, after - LONG)
        for index in range(at, len(self._short)):
            record = self._short[index]
            if record.start >= before:
                return
            if record.end > after:
                yield record


def is_timed(record: Record) -> bool:
    """Whether a record lies in time at all; most kinds of document do not."""
    return record.end > record.start or record.start != 0


def order_by_start(record: Record) -> tuple[Instant, str]:
    """The one order of records by time: by start, and by id where two start together."""
    return record.start, record.id


_INDEX = tuple(name for name in Record.__struct_fields__ if name not in {"id", "revision", "body"})


class BaseBuilder:
    """Collects a scenario's documents; each gets the next revision of its collection."""

    def __init__(self) -> None:
        self._collections: dict[str, dict[str, Record]] = {}

    def add(self, collection: str, id: str, body: bytes, **index: Any) -> None:  # noqa: A002 - as in `Record`
        """Add a document. Raises ValueError where the collection already has one of that id."""
        records = self._collections.setdefault(collection, {})
        if id in records:
            raise ValueError(f"{collection} already has a document {id!r}")
        records[id] = Record(id, len(records) + 1, body, **index)

    def take(self, store: Store) -> None:
        """Add all that a store holds, collection by collection, in the order of change. Raises ValueError as `add`."""
        for name in store.names():
            self.open(name)
            for record in store.collection(name).since():
                index = {field: getattr(record, field) for field in _INDEX}
                self.add(name, record.id, record.body, **index)

    def open(self, collection: str) -> None:
        """Make a collection exist though nothing may be put in it."""
        self._collections.setdefault(collection, {})

    def has(self, collection: str, id: str) -> bool:  # noqa: A002 - as in `Record`
        return id in self._collections.get(collection, ())

    def build(self) -> BaseSet:
        return MappingProxyType({name: Base(list(records.values())) for name, records in self._collections.items()})


BaseSet = Mapping[str, Base]
"""The collections of one scenario by name."""


class LateBaseSet(Mapping[str, Base]):
    """Collections that come in parts, each part made when somebody first asks for one of its collections.

    `part_of` says to which part a collection of that name belongs, None where it is `ready`; `make` makes a part, and
    what it raises, whoever asked gets. A name that its part does not have is looked for in what is ready. Iterating
    shows what has been made so far, because a part that nobody has asked for holds nothing that anybody has met.
    """

    def __init__(self, ready: BaseSet, part_of: Callable[[str], str | None], make: Callable[[str], BaseSet]) -> None:
        self._ready = ready
        self._part_of = part_of
        self._make = make
        self._made: dict[str, BaseSet] = {}

    def __getitem__(self, name: str) -> Base:
        part = self._part_of(name)
        if part is None:
            return self._ready[name]
        made = self._made.get(part)
        if made is None:
            late = self._make(part)
            made = self._made[part] = {one: base for one, base in late.items() if self._part_of(one) == part}
        return made[name] if name in made else self._ready[name]

    def __iter__(self) -> Iterator[str]:
        return iter(dict.fromkeys((*self._ready, *(name for made in self._made.values() for name in made))))

    def __len__(self) -> int:
        return sum(1 for _ in self)


EMPTY = Base([])

"""The journal: what a session saw and what it answered, in a bounded ring, with secrets masked.

An entry is kept as it came and formatted only when somebody reads it. Bodies are kept up to a length each and up to a
number of bytes together; what was cut is said. Masking happens when an entry is written, so a secret is never kept.
"""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, Any

from mockserver.clock import rfc3339
from mockserver.masking import mask, mask_query

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from mockserver.clock import Instant

ENTRIES = 1_000
"""Entries that one session keeps at most; the oldest go first."""
KEPT_BYTES = 1024 * 1024
"""Bytes of bodies, and of paths, queries and notes, that one session keeps at most."""
ALL_ENTRIES = 32 * ENTRIES
"""Entries that all sessions keep together: with more than 32 of them, each keeps an equal share."""
ALL_KEPT_BYTES = 32 * KEPT_BYTES
"""Bytes of the same that all sessions keep together."""
BODY_BYTES = 16 * 1024
"""Bytes kept of one body."""
OUTGOING = "outgoing"
"""The direction of what the mock sent; its path is a whole URL, its status 0 where no answer came."""


class Entry:
    """One exchange. `notes` say what was ignored, accepted without effect or unmatched, and what would be right."""

    __slots__ = (
        "answer",
        "app",
        "at",
        "body",
        "direction",
        "method",
        "notes",
        "number",
        "operation",
        "path",
        "person",
        "provider",
        "query",
        "reason",
        "size",
        "status",
    )

    def __init__(
        self,
        at: Instant,
        method: str,
        path: str,
        query: str,
        *,
        status: int,
        provider: str = "",
        operation: str = "",
        person: str = "",
        app: str = "",
        reason: str = "",
        notes: tuple[str, ...] = (),
        body: bytes = b"",
        answer: bytes = b"",
        direction: str = "",
    ) -> None:
        self.number = 0
        self.at = at
        self.method = method
        self.path = path
        self.query = query
        self.status = status
        self.provider = provider
        self.operation = operation
        self.person = person
        self.app = app
        self.reason = reason
        self.notes = notes
        self.body = body
        self.answer = answer
        self.direction = direction
        self.size = 0  # not known before it is kept

    def measure(self) -> int:
        """The bytes that it takes, as far as a request has a say in it: its `size` from now on."""
        texts = len(self.query) + len(self.path) + len(self.reason)
        notes = sum(map(len, self.notes)) if self.notes else 0
        self.size = size = len(self.body) + len(self.answer) + texts + notes
        return size

    def facts(self) -> dict[str, Any]:
        """The entry as JSON values, for people; empty members left out."""
        facts: dict[str, Any] = {"number": self.number, "at": rfc3339(self.at, 3)}
        facts |= {name: value for name in _TEXTS if (value := getattr(self, name))}
        facts["status"] = self.status
        if self.notes:
            facts["notes"] = list(self.notes)
        for name in ("body", "answer"):
            data: bytes = getattr(self, name)
            if data:
                facts[name] = data.decode("utf-8", "replace")
        return facts


_TEXTS = ("direction", "method", "path", "query", "operation", "provider", "person", "app", "reason")


class Journal:
    """A ring of entries. What leaves it is counted, so nobody takes a part for the whole."""

    def __init__(self, sharers: Callable[[], int] = lambda: 1) -> None:
        self._ring: deque[Entry] = deque()
        self._sharers = sharers  # how many journals there are
        self._held = 0
        self._written = 0
        self._readers: list[Callable[[Entry], None]] = []

    @property
    def written(self) -> int:
        """How many entries there have ever been."""
        return self._written

    @property
    def dropped(self) -> int:
        """How many entries have left the ring."""
        return self._written - len(self._ring)

    def write(self, entry: Entry, *, confidential: bool = True) -> None:
        """Keep an entry.

        Its query and its body are masked in any case; its answer, which may be a page of many events, where the
        operation is one that answers with secrets.
        """
        self._written += 1
        entry.number = self._written
        if "=" in entry.path or "%3" in entry.path:  # a query that was encoded into the path
            self._mask_path(entry)
        if entry.query:
            entry.query = mask_query(entry.query)
        if entry.body:
            entry.body = _kept(entry.body, masked=True)
        if entry.answer:
            entry.answer = _kept(entry.answer, masked=confidential)
        self._ring.append(entry)
        self._held += entry.measure()
        self.drop_oldest()
        if self._readers:
            for reader in tuple(self._readers):  # one of them may go while it reads
                reader(entry)

    @staticmethod
    def _mask_path(entry: Entry) -> None:
        """Mask a path, and what was said of it."""
        masked = mask(entry.path.encode()).decode()
        if masked != entry.path:
            entry.path = masked
            entry.reason = mask(entry.reason.encode()).decode()
            entry.notes = tuple(mask(note.encode()).decode() for note in entry.notes)

    def read(self, after: int = 0) -> Iterator[Entry]:
        """The entries still kept, oldest first, from the one behind number `after`."""
        return (entry for entry in list(self._ring) if entry.number > after)

    def clear(self) -> None:
        """Forget every entry; numbers go on."""
        self._ring.clear()
        self._held = 0

    def follow(self, reader: Callable[[Entry], None]) -> Callable[[], None]:
        """Call `reader` with each new entry until the function returned is called."""
        self._readers.append(reader)

        def unfollow() -> None:
            if reader in self._readers:
                self._readers.remove(reader)

        return unfollow

    def drop_oldest(self) -> None:
        """Let go what is more than this journal's share; the newest entry stays."""
        sharers = self._sharers()
        entries, kept = min(ENTRIES, ALL_ENTRIES // sharers), min(KEPT_BYTES, ALL_KEPT_BYTES // sharers)
        while len(self._ring) > 1 and (len(self._ring) > entries or self._held > kept):
            self._held -= self._ring.popleft().size


def _kept(body: bytes, *, masked: bool) -> bytes:
    """What is kept of a body: its beginning. A secret that the cut falls into is masked all the same."""
    if len(body) <= BODY_BYTES:
        return mask(body) if masked else body
    return _cut(mask(body[:BODY_BYTES]), len(body)) if masked else _LATEST.beginning(body)


def _cut(start: bytes | memoryview, length: int) -> bytes:
    return b"".join((start, b"... (%d bytes in all)" % length))


class _Latest:
    """The answer that was cut last: the same page is asked for again and again, and its beginning is kept once."""

    __slots__ = ("_answer", "_beginning")

    def __init__(self) -> None:
        self._answer = self._beginning = b""

    def beginning(self, answer: bytes) -> bytes:
        if answer is not self._answer:
            self._beginning = _cut(memoryview(answer)[:BODY_BYTES], len(answer))  # copied once, with the rest's length
            self._answer = answer
        return self._beginning


_LATEST = _Latest()

"""The journal: what a session saw and what it answered, in a bounded ring, with secrets masked.

An entry is kept as it came and formatted only when somebody reads it. Bodies are kept up to a length each and up to a
number of bytes together; what was cut is said. Masking happens when an entry is written, so a secret is never kept.
"""

from __future__ import annotations

import re
from collections import deque
from typing import TYPE_CHECKING, Any

from mockserver.clock import rfc3339

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from mockserver.clock import Instant

ENTRIES = 1_000
"""Entries that one session keeps at most; the oldest go first."""
KEPT_BYTES = 1024 * 1024
"""Bytes of bodies that one session keeps at most."""
ALL_ENTRIES = 32 * ENTRIES
"""Entries that all sessions keep together: with more than 32 of them, each keeps an equal share."""
ALL_KEPT_BYTES = 32 * KEPT_BYTES
"""Bytes of bodies that all sessions keep together."""
BODY_BYTES = 16 * 1024
"""Bytes kept of one body."""

# The members and parameters that carry a secret, in both providers' OAuth (RFC 6749, 7521, 7636, 8628, 8693).
_SECRET = (
    "access_token|refresh_token|id_token|oauth_token|assertion|client_assertion|client_secret|code|code_verifier|"
    "device_code|password|subject_token|actor_token|private_key|key|token"
)
_IN_FORM = re.compile(rf"(?:(?<=^)|(?<=[&?]))({_SECRET})=([^&\s]+)".encode())
_IN_JSON = re.compile(rf'("(?:{_SECRET})"\s*:\s*")((?:[^"\\]|\\.)*)'.encode())
_MASK = b"***"


def mask(data: bytes) -> bytes:
    """The same bytes with the values of secret parameters and members replaced by `***`."""
    return _IN_JSON.sub(rb"\1" + _MASK, _IN_FORM.sub(rb"\1=" + _MASK, data))


class Entry:
    """One exchange. `notes` say what was ignored, accepted without effect or unmatched, and what would be right."""

    __slots__ = (
        "answer",
        "app",
        "at",
        "body",
        "method",
        "notes",
        "number",
        "operation",
        "path",
        "person",
        "provider",
        "query",
        "reason",
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


_TEXTS = ("method", "path", "query", "operation", "provider", "person", "app", "reason")


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
        if entry.query:
            entry.query = mask(entry.query.encode()).decode()
        if entry.body:
            entry.body = _cut(mask(entry.body))
        entry.answer = _cut(mask(entry.answer) if confidential else entry.answer)
        self._ring.append(entry)
        self._held += len(entry.body) + len(entry.answer)
        self._drop_oldest()
        for reader in self._readers:
            reader(entry)

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
        return lambda: self._readers.remove(reader)

    def _drop_oldest(self) -> None:
        sharers = self._sharers()
        entries, kept = min(ENTRIES, ALL_ENTRIES // sharers), min(KEPT_BYTES, ALL_KEPT_BYTES // sharers)
        while len(self._ring) > entries or self._held > kept:
            old = self._ring.popleft()
            self._held -= len(old.body) + len(old.answer)


def _cut(body: bytes) -> bytes:
    """What is kept of a body. It is masked before it is cut: a cut could fall into a secret and hide its name."""
    return body if len(body) <= BODY_BYTES else body[:BODY_BYTES] + b"... (%d bytes in all)" % len(body)

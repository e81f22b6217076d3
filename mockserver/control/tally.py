"""What is counted: answers by provider and class of status, and what journals lost because they are bounded."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

if TYPE_CHECKING:
    from mockserver.session import Session


class Tally:
    """Counts since the server started."""

    def __init__(self) -> None:
        self._counts: Counter[tuple[str, int]] = Counter()
        self._cleared: WeakKeyDictionary[Session, int] = WeakKeyDictionary()

    def count(self, provider: str, status: int) -> None:
        """An answer was given."""
        self._counts[provider, status // 100] += 1

    def rows(self) -> list[tuple[str, str, int]]:
        """Provider, class of status such as `2xx`, and count, in a stable order."""
        return [(provider, f"{status}xx", count) for (provider, status), count in sorted(self._counts.items())]

    def clear_journal(self, session: Session) -> None:
        """Empty a session's journal; what is taken out on purpose is not lost."""
        session.journal.clear()
        self._cleared[session] = session.journal.dropped

    def lost(self, session: Session) -> int:
        """How many entries left a session's journal because it was full, since it was last emptied."""
        return session.journal.dropped - self._cleared.get(session, 0)
